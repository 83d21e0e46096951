//! The resources of a file and what names them: found once, however many refer to them.

use std::collections::HashMap;

use serde_json::Value as Tree;

/// A resource of a file, and where it stands.
pub struct Entry<'d> {
    pub place: String,
    url: &'d str,
    pub resource: &'d Tree,
}

/// The resources of a file, and what names each.
pub struct Entries<'d> {
    pub all: Vec<Entry<'d>>,
    /// By `fullUrl`, and by type and id; of two, the first.
    named: HashMap<String, usize>,
    /// The Task that asks for a request, by the request.
    pub tasks: HashMap<usize, usize>,
    /// The mother of a baby, by the baby.
    pub mothers: HashMap<usize, usize>,
    /// Observations by what they name as their subject.
    pub observations: HashMap<&'d str, Vec<usize>>,
}

impl<'d> Entries<'d> {
    /// Gathers what a file holds, also of Bundles within Bundles.
    pub fn of(document: &'d Tree) -> Self {
        let mut all = Vec::new();
        gather(document, String::new(), "", &mut all);
        let mut entries = Self {
            all,
            named: HashMap::new(),
            tasks: HashMap::new(),
            mothers: HashMap::new(),
            observations: HashMap::new(),
        };
        for (at, entry) in entries.all.iter().enumerate() {
            let id = entry.resource["id"].as_str().unwrap_or_default();
            for name in [entry.url.to_owned(), format!("{}/{id}", kind(entry.resource))] {
                entries.named.entry(name).or_insert(at);
            }
        }
        for (at, entry) in entries.all.iter().enumerate() {
            let of = entry.resource;
            match kind(of) {
                "Task" => {
                    if let Some(request) = entries.at(&of["focus"]) {
                        entries.tasks.entry(request).or_insert(at);
                    }
                }
                "RelatedPerson" if is_mother(of) => {
                    if let Some(baby) = entries.at(&of["patient"]) {
                        entries.mothers.entry(baby).or_insert(at);
                    }
                }
                "Observation" => {
                    let subject = of["subject"]["reference"].as_str().unwrap_or_default();
                    entries.observations.entry(subject).or_default().push(at);
                }
                _ => {}
            }
        }
        entries
    }

    /// Which entry a reference names; an address elsewhere names what has its type and id.
    pub fn at(&self, reference: &Tree) -> Option<usize> {
        let reference = reference["reference"].as_str().filter(|r| !r.is_empty())?;
        let ends: Vec<&str> = reference.rsplitn(3, '/').collect();
        let last = || match ends[..] {
            [id, kind, _] => self.named.get(&format!("{kind}/{id}")).copied(),
            _ => None,
        };
        self.named.get(reference).copied().or_else(last)
    }

    /// What a reference of a resource names: one within it, or another of the file.
    pub fn find<'r>(&'r self, of: &'r Tree, reference: &Tree) -> Option<&'r Tree> {
        let named = reference["reference"].as_str()?;
        match named.strip_prefix('#') {
            Some(id) => list(of, "contained").iter().find(|inner| inner["id"] == id),
            None => self.at(reference).map(|at| self.all[at].resource),
        }
    }
}

fn gather<'d>(resource: &'d Tree, place: String, url: &'d str, all: &mut Vec<Entry<'d>>) {
    let is_bundle = kind(resource) == "Bundle";
    for (at, entry) in list(resource, "entry").iter().enumerate().filter(|_| is_bundle) {
        let url = entry["fullUrl"].as_str().unwrap_or_default();
        gather(&entry["resource"], format!("{place}/entry/{at}/resource"), url, all);
    }
    if !is_bundle {
        let place = if place.is_empty() { "/".to_owned() } else { place };
        all.push(Entry { place, url, resource });
    }
}

fn is_mother(related: &Tree) -> bool {
    let mut codings = list(related, "relationship").iter().flat_map(|concept| list(concept, "coding"));
    codings.any(|coding| matches!(coding["code"].as_str(), Some("MTH" | "NMTH" | "GESTM")))
}

pub fn kind(resource: &Tree) -> &str {
    resource["resourceType"].as_str().unwrap_or_default()
}

pub fn list<'t>(of: &'t Tree, name: &str) -> &'t [Tree] {
    of[name].as_array().map(Vec::as_slice).unwrap_or_default()
}
