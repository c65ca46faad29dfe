//! The own account: organisations, sessions, tokens.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use web::parts::{Choice, Fields};
use web::sessions::Session;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::workplaces::{Workplace, workplaces};
use crate::identities::{Identity, identities_of};
use crate::services::Pivot;
use crate::{Account, Actor, Grant, Organisation, Role, Scopes, TokenInfo, scopes, tokens};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    account: Account,
    roles: Vec<String>,
    organisations: Vec<Organisation>,
    services: Vec<ServiceRow>,
    workplaces: Vec<Workplace>,
    sessions: Vec<Session>,
    current: Option<String>,
    tokens: Vec<TokenInfo>,
    new_token: Option<String>,
    fields: Fields<'a>,
    scopes: Vec<Choice>,
}

/// A service of sign-in, and the identity there that is joined to the account.
struct ServiceRow {
    code: &'static str,
    joined: Option<Identity>,
    pivot: Option<Pivot>,
}

async fn services_of(ctx: &Ctx, actor: &Actor) -> Outcome<(Vec<ServiceRow>, Vec<Workplace>)> {
    let (settings, person) = (ctx.app.settings().services.clone(), actor.person()?);
    let acting = actor.clone();
    if settings.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (joined, workplaces) = ctx
        .app
        .store()
        .read(move |tx| Ok((identities_of(tx, person)?, workplaces(tx, &acting)?)))
        .await?;
    let sealed = joined.iter().any(Identity::has_pivot);
    let key = if sealed { ctx.app.keys().existing(person.to_string()).await? } else { None };
    let mut joined: BTreeMap<String, Identity> =
        joined.into_iter().map(|one| (one.service.clone(), one)).collect();
    let row = |service: &web::Service| {
        let joined = joined.remove(service.code);
        let pivot = joined.as_ref().and_then(|one| one.pivot(person, key.as_ref()));
        ServiceRow { code: service.code, joined, pivot }
    };
    Ok((settings.iter().map(row).collect(), workplaces))
}

pub(super) async fn show(ctx: Ctx, actor: Actor, scopes: &'static [Scopes]) -> Answer {
    account_page(&ctx, &actor, (&Form::default(), &[]), None, scopes).await
}

async fn account_page(
    ctx: &Ctx,
    actor: &Actor,
    (form, faults): (&Form, &[Fault]),
    new_token: Option<String>,
    scopes: &'static [Scopes],
) -> Answer {
    let person = actor.person()?;
    let given = |role: Role| !matches!(role, Role::Manager | Role::Member);
    let rights: Vec<Grant> = actor.grants.iter().filter(|g| given(g.role)).cloned().collect();
    let held: Vec<String> = rights.iter().map(|grant| grant.scope.clone()).collect();
    let (account, organisations, sessions, tokens, names) = ctx
        .app
        .store()
        .read(move |tx| {
            Ok((
                crate::account(tx, person)?,
                crate::organisations_of(tx, person)?,
                web::sessions::of_subject(tx, &person.to_string())?,
                crate::tokens_of(tx, person)?,
                scopes::names(tx, scopes, held.iter().cloned())?,
            ))
        })
        .await?;
    let (services, workplaces) = services_of(ctx, actor).await?;
    let right = |grant: &Grant| {
        let what = scopes::in_words(&ctx.voice, &names, grant.role, &grant.scope);
        match grant.valid_until {
            Some(_) => format!("{what}, {}", scopes::end_in_words(&ctx.voice, grant)),
            None => what,
        }
    };
    let scope = |scope: &str| {
        Choice::new(
            scope.to_owned(),
            ctx.voice.say(&format!("people-token-scope-{}", scope.replace(' ', "-"))),
        )
    };
    let main = AccountPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        account,
        roles: rights.iter().map(right).collect(),
        organisations,
        services,
        workplaces,
        sessions,
        current: ctx.visitor.session.as_ref().map(|session| session.id.to_string()),
        tokens,
        new_token,
        fields: Fields::new(&ctx.voice, form, faults),
        scopes: vec![scope("read"), scope("read write")],
    };
    let title = ctx.voice.say("people-account");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

pub(super) async fn end_session(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let acting = actor.clone();
    ctx.app.store().read(move |tx| crate::accounts::own_session(tx, &acting, id)).await?;
    if let Some(page) = super::ask_again::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.app.store().write(move |tx| crate::accounts::end_session(tx, &actor, id)).await?;
    Ok(ctx.see("/compte", "people-notice-session-ended"))
}

pub(super) async fn new_token(
    ctx: Ctx,
    actor: Actor,
    form: Form,
    scopes: &'static [Scopes],
) -> Answer {
    let mut reader = form.reader();
    let name = reader.required("name", 80);
    let reach = reader.choice("scopes", &["read", "read write"]);
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return account_page(&ctx, &actor, (&form, &faults), None, scopes).await;
    }
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    if !actor.waiting.is_empty() {
        return Err(Refusal::conflict("people-conflict-second-step").into());
    }
    debug_assert!(reach.split(' ').all(|scope| tokens::SCOPES.contains(&scope)));
    let person = actor.person()?;
    let token =
        ctx.app.store().write(move |tx| crate::create_token(tx, person, &name, &reach)).await?;
    account_page(&ctx, &actor, (&Form::default(), &[]), Some(token), scopes).await
}

pub(super) async fn end_token(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    _form: Form,
) -> Answer {
    let (id, person) = (id.parse()?, actor.person()?);
    ctx.app.store().write(move |tx| crate::revoke_token(tx, person, id)).await?;
    Ok(ctx.see("/compte", "people-notice-token-ended"))
}

/// A browser and its system by their names, from what the browser says of itself.
pub(crate) fn device(agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = known(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        _ => agent.to_owned(),
    }
}
