//! Made-up values for the pages of the front door: nobody in them exists.

use jiff::Timestamp;
use jiff::civil::date;
use kith_app::programme::Words;
use kith_app::view::*;
use kith_domain::contact::{Channel, ContactOutcome};
use kith_domain::form::{Category, Choice, Condition, Enable, Form, Item, Kind, Operator, Value, identity};
use kith_domain::id::{AccountId, CaseId, ConsentId, PersonId, ReferralId, ServiceId, SubmissionId, TaskId};
use kith_domain::priority::Tier;
use kith_domain::referral::{Side, State, Step, Word};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn words(en: &str, es: &str) -> Words {
    Words { en: en.into(), es: es.into() }
}

fn reason(factor: &str, en: &str, es: &str, tier: Option<Tier>, points: i32) -> Reason {
    Reason {
        factor: factor.into(),
        words: words(en, es),
        tier,
        points,
        private: ["ipv", "violence_now"].contains(&factor),
    }
}

pub fn line() -> CaseLine {
    CaseLine {
        case: CaseId(7),
        person: PersonId(1101),
        name: "Rosa Example".into(),
        age: Some(17),
        gestation: Some(Gestation::Pregnant(187)),
        tier: Tier::First,
        overridden: false,
        score: 14,
        completeness: 0.82,
        reasons: vec![
            reason("teen_mother", "under 18", "menor de 18", Some(Tier::Second), 4),
            reason(
                "bleeding",
                "bleeding after 12 weeks",
                "sangrado después de 12 semanas",
                Some(Tier::First),
                6,
            ),
            reason("housing", "no stable housing", "sin vivienda estable", None, 3),
            reason("alone", "nobody to help", "sin nadie que ayude", None, 1),
        ],
        due: at("2026-07-08T17:30:00Z"),
        late: false,
        opened: at("2026-07-07T09:00:00Z"),
        worker: None,
        state: CaseState::New,
        from: vec!["Harbor Clinic".into()],
    }
}

pub fn late_line() -> CaseLine {
    CaseLine {
        case: CaseId(4),
        person: PersonId(1102),
        name: "Lena Sample".into(),
        age: Some(31),
        gestation: Some(Gestation::After(12)),
        tier: Tier::Third,
        reasons: vec![],
        due: at("2026-07-06T12:00:00Z"),
        late: true,
        worker: Some((AccountId(12), "Ines Intake".into())),
        state: CaseState::Contacting,
        from: vec!["North Hospital".into(), "Harbor Clinic".into()],
        ..line()
    }
}

pub fn loads() -> Vec<WorkerLoad> {
    let load = |id, name: &str, open, late, oldest_days| WorkerLoad {
        account: AccountId(id),
        name: name.into(),
        open,
        late,
        oldest_days,
    };
    vec![load(12, "Ines Intake", 31, 4, Some(18)), load(13, "Iris Intake", 0, 0, None)]
}

pub fn inbox() -> Inbox {
    Inbox {
        at_once: vec![],
        filter: InboxFilter::default(),
        urgent: Vec::new(),
        lines: vec![late_line(), line()],
        next: Some("2026-07-08T17:30:00Z~7".into()),
        open: 42,
        late: 5,
        unassigned: 9,
        workers: loads(),
    }
}

pub fn empty_inbox() -> Inbox {
    Inbox { lines: vec![], next: None, open: 0, late: 0, unassigned: 0, ..inbox() }
}

fn answer(section: &str, question: &str, answer: Option<&str>) -> AnswerShown {
    AnswerShown {
        section: Some(words(section, section)),
        question: words(question, question),
        answer: answer.map(|a| words(a, a)),
        missing: None,
        hidden: None,
        category: kith_domain::consent::Category::Vitals,
        private: section == "Mood",
    }
}

pub fn case() -> CasePage {
    let mut hidden = answer("Mood", "Thoughts of harming yourself", None);
    hidden.hidden = Some(words("only the clinician on call sees this", "solo lo ve la clínica de guardia"));
    let mut missing = answer("Home", "Is your housing safe?", None);
    missing.missing = Some(words("she would rather not say", "prefiere no decirlo"));
    CasePage {
        loss: None,
        line: CaseLine {
            worker: Some((AccountId(12), "Ines Intake".into())),
            state: CaseState::Contacting,
            ..line()
        },
        overridden: Some(("Sol Super".into(), at("2026-07-08T09:00:00Z"), "She called in tears.".into())),
        language: Some("es".into()),
        phones: vec![
            Phone::plain("+1 555 010 0707"),
            Phone {
                number: "+1 555 010 0708".into(),
                wish: Some(PhoneWish::CallNoMessage),
                text_only: false,
                asked: Some(("Ines Intake".into(), at("2026-07-06T09:00:00Z"))),
            },
        ],
        unsafe_phone: true,
        address: vec!["12 Sample Street".into(), "Harbor City 21201".into()],
        due_date: Some(date(2026, 10, 9)),
        others: vec![(CaseId(3), CaseState::Closed(CloseReason::Served), at("2024-02-01T10:00:00Z"))],
        known_at: vec!["North Hospital".into()],
        goods: Vec::new(),
        team: Default::default(),
        maybe_same: 1,
        forms: vec![FormShown {
            submission: SubmissionId(21),
            title: words("Prenatal risk assessment", "Evaluación de riesgo prenatal"),
            version: "2".into(),
            at: at("2026-07-07T09:00:00Z"),
            from: "Harbor Clinic".into(),
            by: "Rita Referrer".into(),
            answers: vec![answer("Home", "Where do you sleep?", Some("with friends")), missing, hidden],
            scores: vec![
                ScoreShown { instrument: "PHQ-2".into(), total: Some(4), positive: Some(true) },
                ScoreShown { instrument: "PHQ-9".into(), total: None, positive: None },
            ],
        }],
        history: ["referral", "referred", "given", "opened"]
            .map(|what| CaseHappened {
                at: at("2026-07-07T09:00:00Z"),
                by: "Ines Intake".into(),
                what: what.into(),
            })
            .to_vec(),
        to_ask: listings(),
        tasks: vec![
            TaskShown {
                close_by: None,
                done_at: None,
                task: TaskId(31),
                what: words("Ask about safety today", "Pregunte hoy por su seguridad"),
                role: "on_call_clinician".into(),
                owner: None,
                due: at("2026-07-08T12:00:00Z"),
                late: true,
                done: None,
                asks_outcome: true,
                came: None,
                find_service: true,
            },
            TaskShown {
                close_by: None,
                done_at: None,
                task: TaskId(32),
                what: words("Send the PHQ-9", "Envíe el PHQ-9"),
                role: "care_coordinator".into(),
                owner: Some("Ines Intake".into()),
                due: at("2026-07-09T12:00:00Z"),
                late: false,
                done: Some((at("2026-07-08T10:00:00Z"), "Ines Intake".into())),
                asks_outcome: true,
                came: Some(CameOf::InCare),
                find_service: false,
            },
            TaskShown {
                close_by: None,
                done_at: None,
                task: TaskId(33),
                what: words("First Steps at Home had no place", "Primeros Pasos en Casa no tenía lugar"),
                role: "intake".into(),
                owner: None,
                due: at("2026-07-10T12:00:00Z"),
                late: false,
                done: None,
                asks_outcome: false,
                came: None,
                find_service: true,
            },
        ],
        attempts: vec![AttemptShown {
            at: at("2026-07-07T14:00:00Z"),
            channel: Channel::Call,
            outcome: ContactOutcome::NoAnswer,
            by: "Ines Intake".into(),
            note: Some("Try after 3 pm.".into()),
        }],
        next: Some(NextAttempt {
            channel: Channel::Text,
            from: at("2026-07-08T21:00:00Z"),
            until: at("2026-07-08T23:00:00Z"),
            done: 1,
            needed: 3,
            may_give_up: false,
        }),
        referrals: vec![referral_line()],
        workers: loads(),
        basis: vec![],
        safety: Safety::default(),
    }
}

pub fn closed_case() -> CasePage {
    let mut case = case();
    case.line.state = CaseState::Closed(CloseReason::UnableToReach);
    case.next = None;
    case
}

pub fn referral_line() -> ReferralLine {
    ReferralLine {
        referral: ReferralId(51),
        case: CaseId(7),
        person: PersonId(70),
        service: ServiceId(61),
        service_name: Words::same("First Steps at Home"),
        organization: "Sample Family Services".into(),
        name: "Rosa Example".into(),
        state: State::Sent,
        since: at("2026-07-07T14:00:00Z"),
        due: Some(at("2026-07-10T14:05:12Z")),
        late: false,
        position: None,
        visit: Some((date(2026, 7, 16), Visit::ToBe)),
        connection: Connection::Open,
    }
}

pub fn referral() -> ReferralPage {
    let step = |when: &str, side, by: &str, step, state, note: Option<&str>| StepShown {
        at: at(when),
        side,
        by: by.into(),
        step,
        said: None,
        state,
        visit_on: None,
        note: note.map(str::to_owned),
    };
    ReferralPage {
        line: ReferralLine { connection: Connection::Disputed, ..referral_line() },
        version: 3,
        why: "First baby; wants somebody to visit her at home.".into(),
        phones: vec![Phone::plain("+1 555 010 0707")],
        safety: Default::default(),
        place: Some("Harbor City 21201".into()),
        language: Some("es".into()),
        gestation: Some(Gestation::Pregnant(187)),
        steps: vec![
            step(
                "2026-07-08T09:00:00Z",
                Side::Receiver,
                "Sara Service",
                Some(Step::Receive),
                State::Received,
                None,
            ),
            step(
                "2026-07-07T14:00:00Z",
                Side::Sender,
                "Ines Intake",
                None,
                State::Sent,
                Some("She prefers a woman."),
            ),
        ],
        may: vec![StepKind::Accept, StepKind::Waitlist, StepKind::Return, StepKind::Decline],
        words: Some(Said { sender: Word::default(), herself: Word { reached: Some(true), served: None } }),
        do_not_contact: false,
        basis: vec![],
        learns: Some(kith_app::view::Learns::Page),
    }
}

pub fn silent_referral() -> ReferralPage {
    ReferralPage { do_not_contact: true, phones: vec![], place: None, words: None, ..referral() }
}

pub fn own_page() -> OwnPage {
    let word = Word { reached: Some(true), served: None };
    OwnPage {
        language: None,
        service_name: Words::same("First Steps at Home"),
        organization: "Sample Family Services".into(),
        word,
        visit: Some((date(2026, 7, 16), Visit::ToBe)),
    }
}

pub fn service(places: Places) -> ServicePage {
    ServicePage {
        service: ServiceId(61),
        name: Words::same("First Steps at Home"),
        organization: "Sample Family Services".into(),
        said: match places {
            Places::Free(n, _) | Places::Stale(n, _) => Some(n + 1),
            Places::Full(_) => Some(1),
            Places::Unknown => None,
        },
        said_by: (places != Places::Unknown).then(|| "Sara Service".into()),
        places,
        held: 1,
        waiting_now: 1,
        waiting: vec![ReferralLine {
            referral: ReferralId(52),
            state: State::Waitlisted,
            position: Some(1),
            due: None,
            name: "Mina Sample".into(),
            ..referral_line()
        }],
        conditions: vec![words("first baby, before 28 weeks", "primer bebé, antes de 28 semanas")],
        hours: None,
        languages: vec!["en".into(), "es".into()],
    }
}

pub fn stale() -> Places {
    Places::Stale(3, at("2026-06-20T10:00:00Z"))
}

pub fn referrals() -> ReferralList {
    let served = ReferralLine {
        referral: ReferralId(53),
        name: "Nora Test".into(),
        state: State::InService,
        due: None,
        connection: Connection::Connected,
        ..referral_line()
    };
    ReferralList {
        lines: vec![served, referral_line()],
        services: vec![service(stale())],
        next: Some("0.1783500000000000.51".into()),
    }
}

/// What a service would be told: one thing that she said yes to, one that is usual, and one that she forbids.
fn shared() -> Vec<Basis> {
    use kith_domain::access::{Hidden, Shown, Sight};
    use kith_domain::consent::Category as Kind;
    let of = |category, sight| Basis { person: PersonId(101), category, sight, count: None };
    vec![
        of(Kind::Contact, Sight::Shown(Shown::Allowed(ConsentId(4)))),
        of(Kind::Pregnancy, Sight::Shown(Shown::Usual)),
        of(Kind::SocialNeeds, Sight::Hidden(Hidden::Forbidden(ConsentId(5)))),
    ]
}

pub fn matches() -> MatchPage {
    let service = |id, name: &str, fit, places| Match {
        service: ServiceId(id),
        name: Words::same(name),
        organization: "Sample Family Services".into(),
        fit,
        language: Some(true),
        distance: Some(3_400),
        hours: None,
        places,
        said_by: Some("Sara Service".into()),
        waiting: 0,
        before: None,
        shared: shared(),
    };
    let closes = Some((date(2026, 7, 17), words("at 28 weeks", "a las 28 semanas")));
    let confirmed = at("2026-07-08T11:05:12Z");
    let mut full = service(
        63,
        "Warm Line",
        FitShown::Ask(vec![words("the baby is over 91 days", "el bebé tiene más de 91 días")]),
        Places::Full(confirmed),
    );
    full.waiting = 4;
    full.language = Some(false);
    full.before = Some(State::Lapsed);
    MatchPage {
        line: line(),
        found: 4,
        may: 3,
        asked: MatchFilter::default(),
        language: Some("es".into()),
        matches: vec![
            service(61, "First Steps at Home", FitShown::Eligible { closes }, Places::Free(1, confirmed)),
            full,
            service(
                64,
                "Open Door",
                FitShown::Unknown(vec![words("her income", "sus ingresos")]),
                Places::Unknown,
            ),
            service(
                65,
                "City Doulas",
                FitShown::Not(vec![words("lives elsewhere", "vive en otro lugar")]),
                stale(),
            ),
        ],
    }
}

pub fn listings() -> Vec<FormListing> {
    vec![FormListing {
        id: "prenatal-risk".into(),
        title: words("Prenatal risk assessment", "Evaluación de riesgo prenatal"),
        purpose: words("For anybody who is pregnant.", "Para quien esté embarazada."),
    }]
}

pub fn sent() -> SentList {
    let forms = vec![SentForm {
        submission: SubmissionId(21),
        number: "7KQ2-M4ZD-9XWA-H3TP".into(),
        form: words("Prenatal risk assessment", "Evaluación de riesgo prenatal"),
        name: "Rosa Example".into(),
        at: at("2026-07-07T09:00:00Z"),
        standing: SentStanding::Reached,
        since: at("2026-07-08T11:05:12Z"),
    }];
    SentList { forms, next: Some("1783500000000000.21".into()) }
}

pub fn receipt() -> Receipt {
    Receipt {
        number: "7KQ2-M4ZD-9XWA-H3TP".into(),
        submission: SubmissionId(21),
        case: None,
        again: false,
        at: at("2026-07-08T14:05:12Z"),
        contact_by: at("2026-07-09T14:05:12Z"),
        sees: vec![
            Seen {
                words: Words::new("In danger now call 911.", "En peligro, llame al 911."),
                urgent: true,
                private: false,
            },
            Seen {
                words: Words::new("Someone can help in private.", "Alguien puede ayudar en privado."),
                urgent: false,
                private: true,
            },
        ],
    }
}

fn item(link_id: &str, en: &str, es: &str, kind: Kind) -> Item {
    Item { link_id: link_id.into(), text: Words::new(en, es), kind, ..Item::default() }
}

fn choice(code: &str, en: &str, es: &str) -> Choice {
    Choice { code: code.into(), text: Words::new(en, es), ..Choice::default() }
}

/// A form with a group, each kind of field, a question that follows another, and one for when she is alone.
pub fn form() -> Form {
    let given = Item { required: true, ..item(identity::GIVEN, "Given names", "Nombres", Kind::Text(100)) };
    let smokes = Item { required: true, ..item("smokes", "Do you smoke?", "¿Fuma?", Kind::Boolean) };
    let yes = Condition { question: "smokes".into(), operator: Operator::Equal, value: Value::Boolean(true) };
    let often = Item {
        enable: Enable::All(vec![yes]),
        required: true,
        ..item("smokes.often", "Cigarettes a day", "Cigarrillos al día", Kind::Integer(Some(0), Some(100)))
    };
    let safe = Item {
        alone: true,
        category: Category::PartnerViolence,
        ..item("safe", "Do you feel safe at home?", "¿Se siente segura en casa?", Kind::Boolean)
    };
    let needs = vec![choice("food", "food", "comida"), choice("home", "a home", "vivienda")];
    let her = Item {
        items: vec![
            given,
            item(identity::DUE_DATE, "Due date", "Fecha prevista", Kind::Date),
            item(identity::PHONE, "Telephone", "Teléfono", Kind::Text(30)),
        ],
        ..item("her", "About her", "Sobre ella", Kind::Group)
    };
    let care = Item {
        items: vec![
            item("read", "Ask these in your own words.", "Pregunte con sus palabras.", Kind::Display),
            smokes,
            often,
            item("needs", "What does she need?", "¿Qué necesita?", Kind::Many(needs)),
            item("weight", "Weight", "Peso", Kind::Quantity("kg".into())),
            item("more", "Anything else", "Algo más", Kind::Text(2000)),
            safe,
        ],
        ..item("care", "Her days", "Sus días", Kind::Group)
    };
    Form {
        id: "prenatal-risk".into(),
        version: "2".into(),
        title: Words::new("Prenatal risk assessment", "Evaluación de riesgo prenatal"),
        purpose: Words::new("For anybody who is pregnant.", "Para quien esté embarazada."),
        items: vec![her, care],
        ..Form::default()
    }
}

/// What is new, for the intake team of a network that sends no messages.
pub fn news() -> NewsList {
    let nurses = || words("First Steps nurse visits", "Visitas de enfermería Primeros Pasos");
    let line = |template: &str, about, service: Words, time: &str, is_new| NewsLine {
        about,
        template: template.into(),
        service,
        at: at(time),
        is_new,
    };
    let none = Words::default;
    let referral = NewsAbout::Referral(ReferralId(51));
    let lines = vec![
        line("referral_lapsed", referral, nurses(), "2026-07-08T13:40:00Z", true),
        line(
            "referral_re_offered",
            NewsAbout::Referral(ReferralId(52)),
            nurses(),
            "2026-07-08T13:40:00Z",
            true,
        ),
        line("message_refused", referral, nurses(), "2026-07-08T11:00:00Z", true),
        line("referral_enrolled", referral, nurses(), "2026-07-07T15:00:00Z", false),
        line("places", NewsAbout::Service(ServiceId(61)), nurses(), "2026-07-06T08:00:00Z", false),
        line("case_closed", NewsAbout::Sent, none(), "2026-07-03T08:00:00Z", false),
    ];
    let place = |line: &NewsLine, key: &str| Some(NewsPlace { at: line.at, key: key.into() });
    NewsList {
        first: place(&lines[0], "referral:51:2:intake"),
        next: place(&lines[5], "case:7:closed"),
        lines,
        sends: kith_app::sending::Sends::default(),
    }
}

/// Nothing new, where messages leave.
pub fn no_news() -> NewsList {
    let sends = kith_app::sending::Sends { mail: true, texts: false };
    NewsList { lines: vec![], first: None, next: None, sends }
}
