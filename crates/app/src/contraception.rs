//! Contraception: which site has which methods, and what a mother was asked, offered and chose.
//!
//! What a site has is open to all who send or serve somebody, and said by the site itself. What a mother said is sensitive:
//! only who works on her case sees it, it is in no list and on no paper, and each look at it leaves an audit entry.

use std::collections::BTreeMap;

use kith_domain::access::{Action, Actor, Fields, Subject};
use kith_domain::contraception::{Access, Talk};
use kith_domain::id::{CaseId, OrganizationId};
use kith_store::{account, contraception as stored};

use crate::triage::load;
use crate::view::{MethodsPage, SiteShown, TalkPage};
use crate::{App, Error, audited, require};

/// Which site has which methods.
pub async fn methods(app: &App, actor: &Actor) -> Result<MethodsPage, Error> {
    let own = Subject { organization: actor.organization, worker: None };
    let fields = match require(actor, Action::SayMethods, own) {
        Ok(fields) => fields,
        Err(denied) => {
            audited(app, actor, "denied", None, "say_methods").await?;
            return Err(denied);
        }
    };
    let cube = app.cube().await?;
    let all = fields == Fields::Rows;
    let mut sites: BTreeMap<OrganizationId, SiteShown> = BTreeMap::new();
    let site = |id: OrganizationId, name: String| SiteShown {
        site: id,
        name,
        may_edit: all || actor.organization == Some(id),
        said: Vec::new(),
        at: None,
    };
    for account in account::list(app.db()).await? {
        if let Some(id) = account.organization {
            sites.entry(id).or_insert_with(|| site(id, cube.name(id)));
        }
    }
    for said in stored::sites(app.db()).await? {
        let (id, name) = said.organization;
        let shown = sites.entry(id).or_insert_with(|| site(id, name));
        shown.at = shown.at.max(Some(said.at));
        shown.said.push((said.method, said.access));
    }
    let mut sites: Vec<SiteShown> =
        sites.into_values().filter(|s| s.may_edit || !s.said.is_empty()).collect();
    sites.sort_by(|a, b| (&a.name, a.site).cmp(&(&b.name, b.site)));
    let methods = &app.programme().community.methods;
    Ok(MethodsPage { methods: methods.iter().map(|m| (m.id.clone(), m.name.clone())).collect(), sites })
}

/// Says which methods a site has, and how.
pub async fn set_site(
    app: &App,
    actor: &Actor,
    site: OrganizationId,
    said: Vec<(String, Access)>,
) -> Result<(), Error> {
    let about = format!("organization/{site}");
    if let Err(denied) =
        require(actor, Action::SayMethods, Subject { organization: Some(site), worker: None })
    {
        audited(app, actor, "denied", Some(about), "say_methods").await?;
        return Err(denied);
    }
    let known = |id: &str| app.programme().community.methods.iter().any(|m| m.id == id);
    if !said.iter().all(|(method, _)| known(method)) {
        return Err(Error::Invalid { field: "method", message: "choose one of the methods".into() });
    }
    stored::set_site(app.db(), site, &said, actor.account, app.now()).await?;
    audited(app, actor, "say_methods", Some(about), &said.len().to_string()).await
}

/// What she of a case said last.
pub async fn talk(app: &App, actor: &Actor, id: CaseId) -> Result<TalkPage, Error> {
    let case = load(app, actor, id).await?;
    let person =
        kith_store::people::find(app.db(), case.person).await?.ok_or(Error::NotFound("this person"))?;
    let said = stored::talk(app.db(), id).await?;
    crate::privacy::opened(app, actor, "open_reproductive", format!("case/{id}"), case.person).await?;
    let methods = &app.programme().community.methods;
    Ok(TalkPage {
        case: id,
        name: crate::worklist::card(&person).name,
        methods: methods.iter().map(|m| (m.id.clone(), m.name.clone())).collect(),
        version: said.as_ref().map_or(0, |s| s.version),
        noted: said.as_ref().map(|s| s.noted.clone()),
        talk: said.map(|s| s.talk).unwrap_or_default(),
    })
}

/// Writes down what she says now. `version` is the one that was read.
pub async fn say(app: &App, actor: &Actor, id: CaseId, version: i64, talk: Talk) -> Result<(), Error> {
    let case = load(app, actor, id).await?;
    let wrong = |message: String| Error::Invalid { field: "talk", message: message.into() };
    talk.check(&app.programme().community.methods).map_err(|e| wrong(e.to_string()))?;
    if !stored::say(app.db(), (id, case.person), version, &talk, actor.account, app.now()).await? {
        return Err(wrong("somebody changed this meanwhile: look at it again".into()));
    }
    audited(app, actor, "say_reproductive", Some(format!("case/{id}")), "").await
}
