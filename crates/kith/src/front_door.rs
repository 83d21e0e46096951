//! The front door of a programme, from its folder: `triage.toml`, `forms/*.json`, `screening_actions.csv`, `services.toml`,
//! `postal_codes.csv`.

use std::sync::Arc;

use anyhow::bail;
use jiff::tz::TimeZone;
use kith_app::front_door::Forms;
use kith_domain::form::{ActionTable, identity};
use kith_domain::matching::{Centroids, Offer, Timers, offers};
use kith_domain::priority::{Rules, Tier};
use kith_interop::fhir::questionnaire::read_form;
use kith_interop::table::Columns;
use kith_measures::programme::Files;

/// What a programme with a front door brings.
pub struct FrontDoor {
    /// Who is contacted first, and by when.
    pub rules: Arc<Rules>,
    /// What is asked, and what answers lead to.
    pub forms: Arc<Forms>,
    /// Services, and the time that each side has.
    pub services: (Timers, Vec<Offer>),
    /// The middles of postal codes; none where the programme gives none.
    pub centroids: Option<Arc<Centroids>>,
}

/// What every form asks.
const WHO: [&str; 3] = [identity::FAMILY, identity::BIRTH_DATE, identity::PHONE];

/// Reads a front door; none where the programme has no `triage.toml`. Everything that is wrong is said at once, each with
/// its file and its line.
pub fn read(files: &Files, zone: &TimeZone) -> anyhow::Result<Option<FrontDoor>> {
    let Some(rules) = files.0.get("triage.toml") else { return Ok(None) };
    let mut wrong = Vec::new();
    let rules = Rules::read(rules, zone).map_err(|all| {
        wrong.extend(all.into_iter().map(|p| format!("triage.toml:{}: {}", p.line, p.message)))
    });
    let mut forms = Vec::new();
    for (path, text) in
        files.0.iter().filter(|(path, _)| path.starts_with("forms/") && path.ends_with(".json"))
    {
        match read_form(text.as_bytes()) {
            Ok(form) => {
                // Somebody has to be spoken with because of an answer: a form about nobody helps nobody.
                let not_asked = WHO.into_iter().filter(|link_id| form.item(link_id).is_none());
                wrong.extend(not_asked.map(|link_id| {
                    format!("{path}: it does not ask who she is; add the question `{link_id}`")
                }));
                forms.push(form);
            }
            Err(all) => wrong.extend(all.iter().map(|p| format!("{path}: {}; {}", p.message, p.help))),
        }
    }
    let mut columns = Vec::new();
    for (path, text) in
        files.0.iter().filter(|(path, _)| path.starts_with("columns/") && path.ends_with(".toml"))
    {
        match Columns::parse(text, &forms) {
            Ok(one) => columns.push(one),
            Err(e) => wrong.push(format!("{path}:{}: {}; {}", e.line, e.message, e.help)),
        }
    }
    let text = |path: &str| files.0.get(path).map(String::as_str).unwrap_or_default();
    let actions = ActionTable::parse(text("screening_actions.csv")).map_err(|e| {
        wrong.push(format!("screening_actions.csv:{}: {}; {}", e.line, e.message, e.help));
    });
    let services = offers(text("services.toml")).map_err(|all| {
        wrong.extend(all.into_iter().map(|p| format!("services.toml:{}: {}", p.line, p.message)))
    });
    let centroids =
        files.0.get("postal_codes.csv").map(|text| Centroids::parse(text)).transpose().map_err(|all| {
            wrong.extend(all.into_iter().map(|p| format!("postal_codes.csv:{}: {}", p.line, p.message)))
        });
    if let (Ok(rules), Ok(actions)) = (&rules, &actions) {
        let first = rules.factors.iter().filter(|factor| factor.tier == Some(Tier::First));
        let danger: Vec<&str> = first.map(|factor| factor.id.as_str()).collect();
        for form in &forms {
            let of_form = actions.unanswered(form, &danger).into_iter();
            wrong.extend(of_form.map(|factor| {
                let id = &form.id;
                format!("screening_actions.csv: nothing answers `{factor}` of the form {id}; add a row `factor,{factor},…`")
            }));
        }
    }
    match (rules, actions, services, centroids) {
        (Ok(rules), Ok(actions), Ok(services), Ok(centroids)) if wrong.is_empty() => Ok(Some(FrontDoor {
            rules: Arc::new(rules),
            forms: Arc::new(Forms { forms, actions, columns }),
            services,
            centroids: centroids.map(Arc::new),
        })),
        _ => bail!("the front door of this programme cannot be used:\n  {}", wrong.join("\n  ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_door_that_comes_with_the_binary_is_whole() {
        let files = Files::embedded("central-triage").unwrap();
        let door = read(&files, &TimeZone::UTC).unwrap().expect("it has one");
        assert_eq!(door.forms.columns.len(), 1);
        assert!(door.forms.forms.len() >= 8 && !door.services.1.is_empty() && door.centroids.is_some());
        assert!(read(&Files::embedded("three-by-120").unwrap(), &TimeZone::UTC).unwrap().is_none());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_file() {
        let mut files = Files::embedded("central-triage").unwrap();
        files.0.insert("services.toml".into(), "[timers]\nanswer_days = true\n".into());
        files.0.insert("forms/epds.json".into(), "{}".into());
        files.0.insert("postal_codes.csv".into(), "zip\n".into());
        let nobody = files.0["forms/phq.json"].replace("identity.phone\"", "telephone\"");
        files.0.insert("forms/phq.json".into(), nobody);
        let rows = files.0.get("screening_actions.csv").unwrap().lines();
        let without: Vec<&str> = rows.filter(|row| !row.starts_with("factor,self_harm")).collect();
        let mut unanswered = Files::embedded("central-triage").unwrap();
        unanswered.0.insert("screening_actions.csv".into(), without.join("\n"));
        let said = read(&unanswered, &TimeZone::UTC).err().unwrap().to_string();
        assert!(said.contains("nothing answers `self_harm` of the form"), "{said}");
        let said = read(&files, &TimeZone::UTC).err().unwrap().to_string();
        for part in ["services.toml:2:", "forms/epds.json", "postal_codes.csv:1:"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let who = "forms/phq.json: it does not ask who she is; add the question `identity.phone`";
        assert!(said.contains(who), "{said}");
    }
}
