//! Taking down what somebody says: her words, how she is safely contacted, what is concealed of her; and taking it back.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kith_domain::access::{Action, Actor};
use kith_domain::consent::{
    Captured, Category, Channel, Consent, Grantee, Grantor, GrantorKind, Incomplete, Purpose, Scope, Use,
    Word,
};
use kith_domain::fact::Body;
use kith_domain::id::{ConsentId, PersonId, SafePlanId};
use kith_domain::portrait::one_line;
use kith_domain::safe_contact::{LONGEST, Plan, Told};
use kith_domain::words::Words;
use kith_store::consent::{self as words, Kept};
use kith_store::safety::{self, Concealment, Telling};
use kith_store::{account, care_case, facts, people, service};

use super::eyes::is_minor;
use super::{FORM_VERSION, about, allowed, begins, opened, proxies, relation, sharing, why};
use crate::front_door::scans;
use crate::view::{ConcealedShown, ConsentForm, PlanShown, PrivacyPage, To, WordShown};
use crate::worklist::card;
use crate::{App, Error, audited};

/// A word as it was told.
#[derive(Debug, Clone)]
pub struct NewWord {
    /// Yes or no.
    pub word: Word,
    /// To whom.
    pub grantee: Grantee,
    /// Which kinds of facts.
    pub categories: BTreeSet<Category>,
    /// What for.
    pub purposes: BTreeSet<Purpose>,
    /// What may be done.
    pub uses: BTreeSet<Use>,
    /// Whose word.
    pub grantor: Grantor,
    /// How it was taken down.
    pub channel: Channel,
    /// The day on which it was given.
    pub on: Date,
    /// Who holds the paper, or was the witness.
    pub kept_by: Option<String>,
    /// The language of the form.
    pub language: String,
    /// The last day; none, until it is taken back.
    pub last_day: Option<Date>,
}

/// What is to be concealed.
#[derive(Debug, Clone)]
pub struct NewConcealment {
    /// Where she lives.
    pub address: bool,
    /// Her numbers.
    pub phone: bool,
    /// Why.
    pub reason: String,
    /// By which legal programme.
    pub programme: Option<String>,
    /// What stands in the place of the address.
    pub substitute: Option<String>,
}

pub(super) fn wrong(field: &'static str, en: impl Into<String>, es: impl Into<String>) -> Error {
    Error::Invalid { field, message: Words::new(en, es) }
}

/// That a change is not sure: who looks for her changes what is known of her first.
fn not_sure() -> Error {
    wrong(
        "told",
        "she has to say it in person, or when you call a number that you had before",
        "ella tiene que decirlo en persona, o cuando usted llame a un número que ya tenía",
    )
}

/// A text without what surrounds it; none where it is blank.
pub(super) fn text(field: &'static str, text: Option<String>) -> Result<Option<String>, Error> {
    let text = text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    match text {
        Some(text) if text.chars().count() > LONGEST => Err(wrong(
            field,
            format!("write at most {LONGEST} characters"),
            format!("escriba como máximo {LONGEST} caracteres"),
        )),
        text => Ok(text),
    }
}

/// Everything that is known of what somebody allows and how she is safely contacted.
pub async fn page(app: &App, actor: &Actor, person: PersonId) -> Result<PrivacyPage, Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let db = app.db();
    let row = people::find(db, person).await?.ok_or(Error::NotFound("this person"))?;
    let names: std::collections::HashMap<_, _> =
        account::list(db).await?.into_iter().map(|a| (a.id, a.name)).collect();
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let services = service::list(db, None).await?;
    let mut organizations: Vec<_> =
        services.iter().map(|s| (s.organization, s.offer.organization.clone())).collect();
    organizations.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    organizations.dedup();
    let kinds: BTreeSet<String> = services.iter().map(|s| s.offer.kind.clone()).collect();
    let all = crate::cube::organization_names(app).await?;
    let now = app.now();
    let shown = |kept: Kept| {
        let Kept { consent, by, revoked } = kept;
        let revoked = consent.revoked_at.zip(revoked).map(|(at, (by, how))| (at, name(by), how));
        WordShown {
            id: consent.id,
            word: consent.word,
            to: match &consent.scope.grantee {
                Grantee::Network => To::Network,
                Grantee::Kind(kind) => To::Kind(kind.clone()),
                Grantee::Organization(id) => To::Organization(all.get(id).cloned().unwrap_or_default()),
            },
            holds: consent.holds(now),
            categories: consent.scope.categories.iter().copied().collect(),
            purposes: consent.scope.purposes.iter().copied().collect(),
            uses: consent.scope.uses.iter().copied().collect(),
            last_day: consent
                .until
                .and_then(|until| until.to_zoned(app.time_zone().clone()).date().yesterday().ok()),
            grantor: consent.grantor,
            captured: consent.captured,
            by: name(by),
            at: consent.at,
            revoked,
        }
    };
    let tellings = safety::tellings(db, row.id).await?;
    let holds = tellings.iter().position(|t| t.confirmed.is_some());
    let told =
        |t: &Telling| PlanShown { id: t.id, plan: t.plan.clone(), told: t.told, by: name(t.by), at: t.at };
    let concealed = safety::concealments(db, row.id).await?.into_iter().map(|c| ConcealedShown {
        id: c.id,
        address: c.address,
        phone: c.phone,
        reason: c.reason,
        programme: c.programme,
        substitute: c.substitute,
        by: name(c.by),
        at: c.at,
    });
    let concealed: Vec<ConcealedShown> = concealed.collect();
    let sharing = sharing(app).await?;
    let real = match sharing.real_address.contains(&actor.role) && !concealed.is_empty() {
        true => Some(real(app, row.id).await?),
        false => None,
    };
    let (proxies, may_be_spoken_for) = proxies::shown(app, &row).await?;
    let works_on_cases = app.may(actor, crate::Page::Triage);
    let case = care_case::of_person(db, row.id).await?.first().map(|c| c.id).filter(|_| works_on_cases);
    let relation = relation(app, actor, row.id).await?;
    audited(app, actor, "see_privacy", Some(about(row.id)), &why(relation, false, row.id)).await?;
    Ok(PrivacyPage {
        case,
        words: words::of_person(db, row.id).await?.into_iter().map(shown).collect(),
        plan: holds.map(|at| told(&tellings[at])),
        waiting: tellings[..holds.unwrap_or(tellings.len())].iter().map(told).collect(),
        concealed,
        proxies,
        may_be_spoken_for,
        real,
        organizations,
        kinds: kinds.into_iter().collect(),
        unasked: sharing
            .unasked
            .iter()
            .map(|(purpose, of)| (*purpose, of.iter().copied().collect()))
            .collect(),
        today: app.today(),
        version: FORM_VERSION,
        person: card(&row),
    })
}

/// What her newest record says of where she lives and of her number.
async fn real(app: &App, person: PersonId) -> Result<(Option<String>, Option<String>), Error> {
    let (mut address, mut phone) = (None, None);
    for stated in facts::of_people(app.db(), &[person]).await? {
        if let Body::Person(said) = stated.fact.body {
            address = said.addresses.first().map(one_line).or(address);
            phone = said.telecoms.iter().find(|t| t.system == "phone").map(|t| t.value.clone()).or(phone);
        }
    }
    Ok((address, phone))
}

/// The form that is read to her, to be printed.
pub async fn blank(app: &App, actor: &Actor, person: PersonId) -> Result<ConsentForm, Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let row = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    opened(app, actor, "see_consent_form", about(row.id), row.id).await?;
    Ok(ConsentForm {
        name: card(&row).name,
        person: row.id,
        network: app.network_name().to_owned(),
        programme: app.programme().title.clone(),
        version: FORM_VERSION,
    })
}

/// Takes a word down.
pub async fn give(app: &App, actor: &Actor, person: PersonId, new: NewWord) -> Result<ConsentId, Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let row = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?;
    let subject = row.id;
    let anothers = new.word == Word::Permit && new.grantor.kind != GrantorKind::Herself;
    let sensitive = new.categories.iter().any(|category| category.is_sensitive());
    if anothers && sensitive && is_minor(app, &row, &sharing(app).await?) {
        if people::mother_of(app.db(), subject).await?.is_some() {
            return Err(wrong(
                "category",
                "what is sensitive of a baby is its mother's: write down what she says on her own page",
                "lo delicado de un bebé es de su madre: anote lo que ella dice en la página de ella",
            ));
        }
        return Err(wrong(
            "category",
            "somebody under age decides alone about what is sensitive: take it off this yes, and ask her herself",
            "quien es menor de edad decide sola sobre lo delicado: quítelo de este sí y pregúntele a ella",
        ));
    }
    if new.on > app.today() {
        return Err(wrong(
            "on",
            "write a day that has happened, such as today",
            "escriba un día que ya pasó, como hoy",
        ));
    }
    if !matches!(new.language.as_str(), "en" | "es") {
        return Err(wrong("language", "choose English or Spanish", "elija inglés o español"));
    }
    let until = match new.last_day.map(|day| day.tomorrow()) {
        Some(Ok(day)) => Some(begins(app, day)?),
        Some(Err(_)) => return Err(wrong("last_day", "this is no day", "esto no es un día")),
        None => None,
    };
    let consent = Consent {
        id: ConsentId(0),
        subject,
        word: new.word,
        scope: Scope {
            grantee: new.grantee,
            categories: new.categories,
            purposes: new.purposes,
            uses: new.uses,
        },
        grantor: Grantor {
            kind: new.grantor.kind,
            name: text("grantor_name", new.grantor.name)?,
            evidence: text("evidence", new.grantor.evidence)?,
        },
        captured: Captured {
            channel: new.channel,
            on: new.on,
            kept_by: text("kept_by", new.kept_by)?,
            language: new.language,
            version: FORM_VERSION.to_owned(),
        },
        from: begins(app, new.on)?,
        until,
        at: app.now(),
        revoked_at: None,
    };
    if let Some(missing) = consent.incomplete() {
        let field = match missing {
            Incomplete::Evidence => "evidence",
            Incomplete::Paper | Incomplete::Witness => "kept_by",
            Incomplete::Ends => "last_day",
        };
        let es = match missing {
            Incomplete::Evidence => "escriba quién dio la palabra y qué muestra que puede hacerlo",
            Incomplete::Paper => "escriba quién guarda el papel",
            Incomplete::Witness => "escriba quién fue testigo",
            Incomplete::Ends => "el último día viene después del primero",
        };
        return Err(wrong(field, missing.to_string(), es));
    }
    let id = words::add(app.db(), &consent, actor.account).await?;
    let detail = format!("consent/{id} {}", consent.word.name());
    audited(app, actor, "give_consent", Some(about(subject)), &detail).await?;
    Ok(id)
}

/// Takes a word back: from now on it shares nothing, whatever was opened or sent before. To take back a no opens what it
/// closed, so it has to be sure that it is she who says it; a yes ends by the first word of it.
pub async fn revoke(
    app: &App,
    actor: &Actor,
    id: ConsentId,
    how: Option<String>,
    told: Option<Told>,
) -> Result<PersonId, Error> {
    let Some((person, word, revoked)) = words::find(app.db(), id).await? else {
        return Err(crate::not_there(actor, Action::ManageConsent, "this consent"));
    };
    allowed(app, actor, Action::ManageConsent, person).await?;
    if word == Word::Deny && !told.is_some_and(Told::is_sure) {
        return Err(not_sure());
    }
    let how = text("how", how)?;
    if revoked.is_none() && words::revoke(app.db(), id, actor.account, how.as_deref(), app.now()).await? {
        let told = told.map_or(String::new(), |told| format!(" {}", told.name()));
        audited(app, actor, "revoke_consent", Some(about(person)), &format!("consent/{id}{told}")).await?;
    }
    Ok(person)
}

/// Takes down how she may be contacted. It holds at once where it is sure that it was she who said it.
pub async fn tell(
    app: &App,
    actor: &Actor,
    person: PersonId,
    plan: Plan,
    told: Told,
) -> Result<SafePlanId, Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let subject = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?.id;
    let plan = Plan {
        may_tell: text("may_tell", plan.may_tell)?,
        code_word: text("code_word", plan.code_word)?,
        if_another: text("if_another", plan.if_another)?,
        ..plan
    };
    if plan.from.zip(plan.until).is_some_and(|(from, until)| from >= until) {
        return Err(wrong(
            "until",
            "the safe hours end after they begin",
            "las horas seguras terminan después de empezar",
        ));
    }
    if plan == Plan::default() {
        return Err(wrong(
            "ways",
            "write down at least one thing that she said",
            "anote al menos una cosa que ella haya dicho",
        ));
    }
    let id = safety::tell(app.db(), subject, &plan, told, actor.account, app.now()).await?;
    audited(app, actor, "tell_plan", Some(about(subject)), told.name()).await?;
    Ok(id)
}

/// Makes sure of how she may be contacted: she said it again, in person or called back.
pub async fn confirm(
    app: &App,
    actor: &Actor,
    person: PersonId,
    id: SafePlanId,
    told: Told,
) -> Result<(), Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    if !told.is_sure() {
        return Err(not_sure());
    }
    let hers = safety::tellings(app.db(), person).await?.iter().any(|t| t.id == id);
    if !hers || !safety::confirm(app.db(), id, told, actor.account, app.now()).await? {
        return Err(Error::NotFound("a plan to confirm"));
    }
    audited(app, actor, "confirm_plan", Some(about(person)), told.name()).await
}

/// Conceals where she lives, or her numbers, from everybody at once.
pub async fn conceal(app: &App, actor: &Actor, person: PersonId, new: NewConcealment) -> Result<(), Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    let subject = people::find(app.db(), person).await?.ok_or(Error::NotFound("this person"))?.id;
    if !new.address && !new.phone {
        return Err(wrong("what", "choose what is to be concealed", "elija qué se debe ocultar"));
    }
    let reason = text("reason", Some(new.reason))?.ok_or_else(|| {
        wrong(
            "reason",
            "write why, or which order or programme says so",
            "escriba por qué, o qué orden o programa lo dice",
        )
    })?;
    let concealment = Concealment {
        id: 0,
        person: subject,
        address: new.address,
        phone: new.phone,
        reason,
        programme: text("programme", new.programme)?,
        substitute: text("substitute", new.substitute)?,
        by: actor.account,
        at: app.now(),
    };
    safety::conceal(app.db(), &concealment).await?;
    // What is concealed is no more in the log than anywhere else.
    audited(app, actor, "conceal", Some(about(subject)), "").await?;
    scans::erase_of(app, actor, subject).await
}

/// Ends a concealment. Who asks for it has to be sure that it is she: as with a change of how she is contacted.
pub async fn revealed(app: &App, actor: &Actor, person: PersonId, id: i64, told: Told) -> Result<(), Error> {
    allowed(app, actor, Action::ManageConsent, person).await?;
    if !told.is_sure() {
        return Err(not_sure());
    }
    let hers = safety::concealments(app.db(), person).await?.iter().any(|c| c.id == id);
    if !hers || !safety::reveal(app.db(), id, actor.account, app.now()).await? {
        return Err(Error::NotFound("something concealed"));
    }
    audited(app, actor, "reveal", Some(about(person)), told.name()).await
}
