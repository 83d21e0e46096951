//! A network without measures: sources, a steward, a coordinator.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use kith_app::front_door::Forms;
use kith_app::programme::{Community, Programme, Words};
use kith_app::{App, Clock, Explainer, NewAccount, Question, Setup};
use kith_domain::access::{Actor, Role};
use kith_domain::care_case::Timing;
use kith_domain::fact::{Body, Fact, Name, Person, Reference, Telecom};
use kith_domain::id::{CaseId, PersonId, SourcePersonId};
use kith_store::care_case::{self, NewSubmission, NewTask, Submitted};
use kith_store::ledger::Arrival;
use kith_store::{Db, Location, people, source};
use kith_testkit::{NOON, Place};
use serde_json::{Value, json};

fn community() -> Community {
    let goods = include_str!("../../../../programmes/central-triage/goods.toml");
    let duties = include_str!("../../../../programmes/central-triage/care.toml");
    let duties = kith_domain::care_team::duties(duties).unwrap();
    let methods = include_str!("../../../../programmes/central-triage/contraception.toml");
    let methods = kith_domain::contraception::methods(methods).unwrap();
    Community { methods, goods: kith_domain::goods::kinds(goods).unwrap(), duties }
}

struct Silent;

impl Explainer for Silent {
    fn why(&self, _: &Question<'_>, _: &str) -> Vec<String> {
        Vec::new()
    }
}

pub struct Network {
    pub app: App,
    pub db: Db,
    folder: tempfile::TempDir,
    _place: Place,
}

/// `who` Test, with one telephone.
pub fn a_woman(who: &str) -> Person {
    Person {
        names: vec![Name { family: Some("Test".into()), given: vec![who.into()], ..Name::default() }],
        telecoms: vec![Telecom { system: "phone".into(), value: "918-555-0142".into(), usage: None }],
        ..Person::default()
    }
}

impl Network {
    /// A form about `Patient/{who}`, due in June, put in.
    pub async fn put_in(
        &self,
        who: &str,
        said: Person,
        factors: &[(&str, Option<bool>)],
        tasks: Vec<NewTask>,
        now: Timestamp,
    ) -> Submitted {
        let source = source::ensure(&self.db, "Test Clinic", now).await.unwrap();
        let person = Reference::new("Patient", who);
        let body = Body::Person(Box::new(said));
        let fact = Fact { reference: person.clone(), subject: None, encounter: None, body };
        let arrival = Arrival {
            resource_type: "Patient".into(),
            resource_id: who.into(),
            version_id: None,
            last_updated: None,
            bytes: serde_json::to_vec(&fact).unwrap(),
            fact: Some(fact),
        };
        let new = NewSubmission {
            form: "prenatal".into(),
            form_version: "1".into(),
            channel: "page".into(),
            organization: None,
            by: None,
            by_name: "A Testreferrer".into(),
            authored_at: now,
            person,
            answers: 0,
            timing: Timing { expected_on: Some(date(2026, 6, 1)), born_on: None },
            factors: factors.iter().map(|(id, present)| ((*id).to_owned(), *present)).collect(),
            tasks,
            wishes: vec![],
            receipt: kith_app::triage::receipt_number().unwrap(),
            once: format!("{who}-{now}"),
        };
        let rules = self.app.programme().triage.clone().unwrap();
        care_case::submit(&self.db, &rules, source, vec![arrival], &new, now).await.unwrap()
    }

    /// The case of such a form, and whose it is.
    pub async fn case_of(
        &self,
        who: &str,
        said: Person,
        factors: &[(&str, Option<bool>)],
    ) -> (CaseId, PersonId) {
        let case = self.put_in(who, said, factors, vec![], NOON).await.submission.case;
        (case, care_case::find(&self.db, case).await.unwrap().unwrap().person)
    }

    pub async fn over(place: Place) -> Self {
        let db = Db::open(&place.location().parse::<Location>().unwrap()).await.unwrap();
        let words = |text: &str| Words { en: text.into(), es: text.into() };
        let rules = include_str!("../../../../programmes/central-triage/triage.toml");
        let rules = kith_domain::priority::Rules::read(rules, &TimeZone::UTC).unwrap();
        let programme = Programme {
            id: "test".into(),
            title: words("Test"),
            aim: words("Test"),
            headline: "none".into(),
            gap_stratifier: "race_ethnicity".into(),
            gap_focus: "Black or African American".into(),
            gap_reference: "White".into(),
            gap_factor: 0.5,
            gap_by: None,
            measures: Vec::new(),
            indicators: Vec::new(),
            definitions: Vec::new(),
            families: Vec::new(),
            cascade: None,
            triage: Some(Arc::new(rules)),
            forms: Some(Arc::new(forms())),
            centroids: Some(Arc::new(kith_domain::matching::Centroids::parse(CENTROIDS).unwrap())),
            community: Arc::new(community()),
            area_index: None,
        };
        let app = App::new(Setup {
            db: db.clone(),
            clock: Clock::Fixed(kith_testkit::NOON),
            time_zone: TimeZone::UTC,
            programme,
            network_name: "Test".into(),
            explainer: Arc::new(Silent),
        });
        for (login, role) in [
            ("steward", Role::DataSteward),
            ("analyst", Role::Analyst),
            ("intake", Role::Intake),
            ("second", Role::Intake),
            ("coordinator", Role::Coordinator),
            ("outreach", Role::OutreachWorker),
        ] {
            let account = NewAccount {
                login: login.into(),
                name: format!("Test {login}"),
                role,
                organization: None,
                language: "en".into(),
                password: "correct horse battery".into(),
            };
            kith_app::create_account(&app, account).await.unwrap();
        }
        Self { app, db, folder: tempfile::tempdir().unwrap(), _place: place }
    }

    /// The same network at another moment.
    pub fn at(&self, now: jiff::Timestamp) -> App {
        App::new(Setup {
            db: self.db.clone(),
            clock: Clock::Fixed(now),
            time_zone: TimeZone::UTC,
            programme: self.app.programme().clone(),
            network_name: "Test".into(),
            explainer: Arc::new(Silent),
        })
    }

    /// The same network with another programme.
    pub fn with(&self, programme: Programme) -> App {
        App::new(Setup {
            db: self.db.clone(),
            clock: Clock::Fixed(kith_testkit::NOON),
            time_zone: TimeZone::UTC,
            programme,
            network_name: "Test".into(),
            explainer: Arc::new(Silent),
        })
    }

    pub async fn actor(&self, login: &str) -> Actor {
        kith_app::actor(&self.app, login).await.unwrap().unwrap()
    }

    /// Takes resources in, as one file from one source.
    pub async fn takes(&self, source: &str, resources: &[Value]) {
        let path: PathBuf = self.folder.path().join(format!("{source}.ndjson"));
        let lines: Vec<String> = resources.iter().map(Value::to_string).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        kith_app::ingest::ingest(&self.app, source, &[path], Default::default(), |_| {}).await.unwrap();
    }

    /// The source that knew a person first says that she died; her number stays on the record.
    pub async fn dies(&self, person: PersonId, phone: &str) {
        let row = people::find(&self.db, person).await.unwrap().unwrap();
        let sources = kith_store::source::standings(&self.db).await.unwrap();
        let source = sources.into_iter().find(|s| s.id == row.source).unwrap().name;
        let id = row.reference.0.trim_start_matches("Patient/").to_owned();
        let (given, family) = (row.given.unwrap_or_default(), row.family.unwrap_or_default());
        let born = row.born.map_or_else(|| "1996-03-04".to_owned(), |born| born.to_string());
        let mut record = woman(&id, &given, &family, &born);
        record["telecom"] = json!([{"system": "phone", "value": phone}]);
        record["deceasedBoolean"] = json!(true);
        self.takes(&source, &[record]).await;
        assert!(people::find(&self.db, person).await.unwrap().unwrap().died, "it is on record");
    }

    /// A person has a baby, born on a day, of whom the same source tells; the baby died, or lives.
    pub async fn has_baby(&self, mother: PersonId, phone: &str, born: &str, died: bool) {
        let row = people::find(&self.db, mother).await.unwrap().unwrap();
        let sources = kith_store::source::standings(&self.db).await.unwrap();
        let source = sources.into_iter().find(|s| s.id == row.source).unwrap().name;
        let id = row.reference.0.trim_start_matches("Patient/").to_owned();
        let (given, family) = (row.given.unwrap_or_default(), row.family.unwrap_or_default());
        let day = row.born.map_or_else(|| "1996-03-04".to_owned(), |born| born.to_string());
        let mut record = woman(&id, &given, &family, &day);
        record["telecom"] = json!([{"system": "phone", "value": phone}]);
        record["link"] =
            json!([{"other": {"reference": format!("RelatedPerson/r-{id}")}, "type": "seealso"}]);
        let related = json!({"resourceType": "RelatedPerson", "id": format!("r-{id}"),
            "patient": {"reference": format!("Patient/baby-{id}")}, "relationship": [{"coding": [{"code": "MTH"}]}]});
        let mut baby = baby(&format!("baby-{id}"), "Test", &family, born, "female");
        baby["deceasedBoolean"] = json!(died);
        self.takes(&source, &[record, related, baby]).await;
        let babies = people::infants_of(&self.db, mother).await.unwrap();
        assert_eq!(babies.len(), 1, "she is known as the mother");
    }

    /// The person of a source's patient.
    pub async fn person(&self, source: &str, id: &str) -> PersonId {
        kith_store::linkage::person_of(&self.db, self.key(source, id).await).await.unwrap().unwrap()
    }

    /// The source person of a source's patient.
    pub async fn key(&self, source: &str, id: &str) -> SourcePersonId {
        let source = kith_store::source::standings(&self.db)
            .await
            .unwrap()
            .into_iter()
            .find(|s| s.name == source)
            .expect("the source has sent something");
        let reference = kith_domain::fact::Reference::new("Patient", id);
        kith_store::linkage::find(&self.db, source.id, &reference).await.unwrap().expect("it was sent")
    }

    pub async fn mother_of(&self, infant: PersonId) -> Option<PersonId> {
        people::mother_of(&self.db, infant).await.unwrap()
    }
}

/// The forms of central triage.
/// The middles of postal codes.
const CENTROIDS: &str = include_str!("../../../../programmes/central-triage/postal_codes.csv");
/// How a partner's table is read.
const COLUMNS: &str = include_str!("../../../../programmes/central-triage/columns/prenatal_clinic.toml");

fn forms() -> Forms {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/central-triage");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        kith_interop::fhir::questionnaire::read_form(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap()
    };
    let actions = std::fs::read_to_string(format!("{folder}/screening_actions.csv")).unwrap();
    let forms: Vec<_> = std::fs::read_dir(format!("{folder}/forms")).unwrap().map(read).collect();
    Forms {
        columns: vec![kith_interop::table::Columns::parse(COLUMNS, &forms).unwrap()],
        forms,
        actions: kith_domain::form::ActionTable::parse(&actions).unwrap(),
    }
}

/// A woman as a source sends her.
pub fn woman(id: &str, given: &str, family: &str, born: &str) -> Value {
    json!({"resourceType": "Patient", "id": id, "gender": "female", "birthDate": born,
        "name": [{"family": family, "given": [given]}]})
}

/// The same with where she lives and is called.
pub fn at_home(mut patient: Value, phone: &str, street: &str) -> Value {
    patient["telecom"] = json!([{"system": "phone", "value": phone}]);
    patient["address"] =
        json!([{"line": [street], "city": "Exampleton", "state": "ZZ", "postalCode": "00001"}]);
    patient
}

/// A baby as a source sends it.
pub fn baby(id: &str, given: &str, family: &str, born: &str, sex: &str) -> Value {
    json!({"resourceType": "Patient", "id": id, "gender": sex, "birthDate": born,
        "name": [{"family": family, "given": [given]}]})
}
