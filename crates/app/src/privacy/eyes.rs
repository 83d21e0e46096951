//! What one reader may see of one person now, and why.

use std::collections::HashMap;

use kith_domain::access::{Actor, Look, PROXY, Relation, Role, Sight, sight};
use kith_domain::consent::{Category, Consent, Purpose, Recipient, Request, Sharing, Use, evaluate};
use kith_domain::fact::Body;
use kith_domain::id::{OrganizationId, PersonId};
use kith_store::people::PersonRow;
use kith_store::safety::{self, Mask};
use kith_store::{care_case, consent, people};

use super::{emergency, relation, sharing};
use crate::view::Basis;
use crate::{App, Error};

/// What one reader may see of one person.
#[derive(Debug, Clone)]
pub(crate) struct Eyes {
    role: Role,
    person: PersonId,
    /// How the reader stands to her.
    pub relation: Relation,
    /// She was opened in an emergency.
    pub glass: bool,
    consents: Vec<Consent>,
    to: Recipient,
    purpose: Purpose,
    using: Use,
    sharing: Sharing,
    minor: bool,
    /// What is concealed of her, and how she may be contacted.
    pub mask: Mask,
    at: jiff::Timestamp,
}

impl Eyes {
    /// Of somebody who is signed in, who looks for the sake of her care.
    pub async fn of(app: &App, actor: &Actor, person: PersonId) -> Result<Self, Error> {
        // A mother's word may be about all who speak for her baby.
        let kinds = if actor.role == Role::Client { vec![PROXY.to_owned()] } else { Vec::new() };
        let to = Recipient { organization: actor.organization, kinds };
        let relation = relation(app, actor, person).await?;
        let glass = emergency(app, actor, person).await?.is_some();
        let eyes = Self::new(app, actor.role, person, relation, to).await?;
        Ok(Self { glass, ..eyes })
    }

    /// Of a service that she was referred to, with an account or by a link.
    pub async fn of_service(
        app: &App,
        person: PersonId,
        organization: OrganizationId,
        kind: &str,
    ) -> Result<Self, Error> {
        let to = Recipient { organization: Some(organization), kinds: vec![kind.to_owned()] };
        let one = Self::of_services(app, vec![(person, to)]).await?.pop();
        one.ok_or(Error::NotFound("this person"))
    }

    /// The same of many people, each with who would receive: a few queries, however many they are. The ids are those of
    /// people as they stand.
    pub async fn of_services(app: &App, asked: Vec<(PersonId, Recipient)>) -> Result<Vec<Self>, Error> {
        let asked = asked.into_iter().map(|(person, to)| (person, to, Relation::Receiver)).collect();
        Self::over(app, Role::ServiceLead, asked, (Purpose::Referral, Use::Share)).await
    }

    /// Over a list of people. A record that was opened in an emergency is open on its own
    /// page, and in no list.
    pub async fn of_list(
        app: &App,
        actor: &Actor,
        people: &[PersonId],
    ) -> Result<HashMap<PersonId, Self>, Error> {
        if people.is_empty() {
            return Ok(HashMap::new());
        }
        let mut relations = HashMap::new();
        if matches!(actor.role, Role::Intake | Role::Coordinator) {
            let with_case = care_case::having(app.db(), people).await?;
            relations.extend(with_case.into_iter().map(|person| (person, Relation::Case)));
        } else {
            for person in people {
                relations.insert(*person, relation(app, actor, *person).await?);
            }
        }
        let relation = |person| relations.get(person).copied().unwrap_or(Relation::None);
        let to = Recipient { organization: actor.organization, kinds: Vec::new() };
        let asked = people.iter().map(|person| (*person, to.clone(), relation(person))).collect();
        let eyes = Self::over(app, actor.role, asked, (Purpose::Coordination, Use::View)).await?;
        Ok(eyes.into_iter().map(|eyes| (eyes.person, eyes)).collect())
    }

    async fn over(
        app: &App,
        role: Role,
        asked: Vec<(PersonId, Recipient, Relation)>,
        (purpose, using): (Purpose, Use),
    ) -> Result<Vec<Self>, Error> {
        let db = app.db();
        let ids: Vec<PersonId> = asked.iter().map(|(person, ..)| *person).collect();
        let mothers: HashMap<PersonId, PersonId> = people::families(db, &ids).await?.into_iter().collect();
        let whose: Vec<PersonId> = ids.iter().copied().chain(mothers.values().copied()).collect();
        let words = consent::of_people(db, &whose).await?;
        let sharing = sharing(app).await?;
        let rows = people::many(db, &ids).await?.into_iter();
        let minors: HashMap<PersonId, bool> =
            rows.map(|row| (row.id, is_minor(app, &row, &sharing))).collect();
        let masks = safety::masks(db, &ids).await?;
        let eyes = asked.into_iter().map(|(person, to, relation)| {
            let speak = [Some(&person), mothers.get(&person)].into_iter().flatten();
            Self {
                role,
                person,
                relation,
                glass: false,
                consents: speak.filter_map(|who| words.get(who)).flatten().cloned().collect(),
                to,
                purpose,
                using,
                sharing: sharing.clone(),
                minor: minors.get(&person).copied().unwrap_or(false),
                mask: masks.get(&person).cloned().unwrap_or_default(),
                at: app.now(),
            }
        });
        Ok(eyes.collect())
    }

    async fn new(
        app: &App,
        role: Role,
        person: PersonId,
        relation: Relation,
        to: Recipient,
    ) -> Result<Self, Error> {
        let db = app.db();
        let mut consents: Vec<Consent> =
            consent::of_person(db, person).await?.into_iter().map(|kept| kept.consent).collect();
        // What a baby's record tells may be its mother's to share.
        if let Some(mother) = people::mother_of(db, person).await? {
            consents.extend(consent::of_person(db, mother).await?.into_iter().map(|kept| kept.consent));
        }
        let sharing = sharing(app).await?;
        let minor = people::find(db, person).await?.is_some_and(|row| is_minor(app, &row, &sharing));
        Ok(Self {
            role,
            person,
            relation,
            glass: false,
            consents,
            to,
            purpose: Purpose::Coordination,
            using: Use::View,
            sharing,
            minor,
            mask: safety::masks(db, &[person]).await?.remove(&person).unwrap_or_default(),
            at: app.now(),
        })
    }

    /// What another who receives would see: the same words of hers, held against them.
    pub fn basis_for(&self, to: &Recipient, category: Category) -> Basis {
        let sight = self.sight(to, category, false);
        Basis { person: self.person, category, sight, count: None }
    }

    /// Whether a kind of facts may be seen. `through_baby` where it is a mother's, on the page of her baby.
    pub fn see(&self, category: Category, through_baby: bool) -> Sight {
        self.sight(&self.to, category, through_baby)
    }

    fn sight(&self, to: &Recipient, category: Category, through_baby: bool) -> Sight {
        let request = Request { to, category, purpose: self.purpose, using: self.using, minor: self.minor };
        let look = Look {
            role: self.role,
            relation: self.relation,
            category,
            consent: evaluate(&self.consents, &request, &self.sharing, self.at),
            glass: self.glass,
            minor: self.minor,
            through_baby,
        };
        sight(&look, &self.sharing)
    }

    /// The same, with whom and how much it is about.
    pub fn basis(&self, category: Category, through_baby: bool, count: Option<usize>) -> Basis {
        Basis { person: self.person, category, sight: self.see(category, through_baby), count }
    }
}

/// Whether she has not reached the age at which she is grown up; of whom the birth date is not known, it is not said.
pub(super) fn is_minor(app: &App, row: &PersonRow, sharing: &Sharing) -> bool {
    let years = jiff::Span::new().years(i64::from(sharing.minor_until));
    let grown = row.born.and_then(|born| born.latest().checked_add(years).ok());
    grown.is_some_and(|day| app.today() < day)
}

/// The kind of facts that something on record is of.
pub(crate) fn category(body: &Body, infant: bool) -> Category {
    use kith_domain::consent::category_of;
    let usual = if infant { Category::Infant } else { Category::Vitals };
    match body {
        Body::Person(_) | Body::RelatedPerson(_) => Category::Contact,
        Body::Coverage(_) => Category::Billing,
        // Why somebody came is asked apart: that they came may be shown without it.
        Body::Encounter(e) => category_of(&e.types).unwrap_or(usual),
        Body::Condition(c) => category_of(&c.codes).unwrap_or(usual),
        Body::Observation(o) => {
            let parts = o.components.iter().flat_map(|c| c.codes.iter());
            let said = o.value.iter().chain(o.components.iter().filter_map(|c| c.value.as_ref()));
            let coded = said.filter_map(|value| match value {
                kith_domain::fact::Value::Coded(codes) => Some(codes),
                _ => None,
            });
            category_of(o.codes.iter().chain(parts).chain(coded.flatten())).unwrap_or(usual)
        }
        Body::Procedure(p) => category_of(&p.codes).unwrap_or(usual),
        Body::Medication(m) => category_of(&m.codes).unwrap_or(usual),
        Body::Order(o) => category_of(&o.codes).unwrap_or(usual),
        // What a bill says of a kind that is shown to few makes all of it so.
        Body::Claim(c) => category_of(c.diagnoses.iter().flat_map(|d| &d.codes)).unwrap_or(Category::Billing),
        Body::Immunization(_) | Body::Practitioner(_) | Body::Organization(_) | Body::Location(_) => usual,
    }
}
