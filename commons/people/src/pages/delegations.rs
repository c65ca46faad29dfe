//! Lending one's rights for a time.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Moment, Outcome, Refusal};
use web::parts::{Choice, Fields};
use web::{Ctx, Form, PageHead, Refused, Voice};
use work::OutgoingMail;

use super::ask_again;
use crate::delegations::{self, Delegation};
use crate::{Actor, Grant, Role, Scopes, accounts, scopes};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "delegations.html")]
struct DelegationsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    rights: Vec<Choice>,
    lent: Vec<Delegation>,
    received: Vec<Delegation>,
    names: BTreeMap<String, String>,
}

impl DelegationsPage<'_> {
    fn named(&self, role: Role, scope: &str) -> String {
        scopes::in_words(self.voice, &self.names, role, scope)
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, scopes: &'static [Scopes]) -> Answer {
    page(&ctx, &actor, &Form::default(), &[], scopes).await
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    form: &Form,
    faults: &[Fault],
    scopes: &'static [Scopes],
) -> Answer {
    let person = actor.person()?;
    let own: Vec<String> = actor.grants.iter().map(|grant| grant.scope.clone()).collect();
    let (lent, received, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let lent = crate::delegations_by(tx, person)?;
            let all = lent.iter().map(|one| one.scope.clone()).chain(own.iter().cloned());
            let names = scopes::names(tx, scopes, all)?;
            Ok((lent, crate::delegations_to(tx, person)?, names))
        })
        .await?;
    let borrowed = |grant: &&Grant| !received.iter().any(|lent| lent.id == grant.id);
    let rights = delegations::lendable(actor).filter(borrowed);
    let choice = |grant: &Grant| {
        let label = scopes::in_words(&ctx.voice, &names, grant.role, &grant.scope);
        Choice::new(grant.id.to_string(), label)
    };
    let main = DelegationsPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form, faults),
        rights: rights.map(choice).collect(),
        lent,
        received,
        names,
    };
    let title = ctx.voice.say("people-delegations");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn give(ctx: Ctx, actor: Actor, form: Form, scopes: &'static [Scopes]) -> Answer {
    let mut reader = form.reader();
    let held: Vec<String> = delegations::lendable(&actor).map(|g| g.id.to_string()).collect();
    let held: Vec<&str> = held.iter().map(String::as_str).collect();
    let right = reader.choice("right", &held);
    let email = reader.email("email");
    let name = reader.required("name", 120);
    let until = reader.date("until");
    if until.is_none() {
        reader.fault("until", "web-fault-required");
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &actor, &form, &faults, scopes).await;
    }
    if let Some(page) = ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let until = until.ok_or(Refusal::Malformed)?;
    let until = Moment::from_france(until.at(23, 59, 59, 0));
    let latest = ctx.app.world().now().plus_days(delegations::DELEGATION_DAYS);
    if until > latest {
        let say =
            base::Say::new("people-fault-delegation-long").with("date", ctx.voice.day(latest));
        return page(&ctx, &actor, &form, &[Fault::new("until", say)], scopes).await;
    }
    lend(&ctx, &actor, right.parse()?, email, name, until).await?;
    Ok(ctx.see("/compte/delegations", "people-notice-delegation"))
}

async fn lend(
    ctx: &Ctx,
    actor: &Actor,
    right: crate::GrantId,
    email: String,
    name: String,
    until: Moment,
) -> Outcome<()> {
    let (voice, url, actor) =
        (ctx.voice.clone(), ctx.app.settings().public_url.clone(), actor.clone());
    ctx.app
        .store()
        .write(move |tx| {
            let to = accounts::create_account(tx, &email, &name, voice.lang.code())?;
            crate::delegate(tx, &actor, right, to, until)?;
            let from = actor.account.as_ref().map(|who| who.name.clone()).unwrap_or_default();
            let args = [
                ("name", from.into()),
                ("date", voice.day(until).into()),
                ("link", format!("{url}/compte/delegations").into()),
            ];
            let mail = OutgoingMail {
                to: email.clone(),
                subject: voice.say("people-mail-delegation-subject"),
                text: voice.with_all("people-mail-delegation-text", &args),
                attachments: Vec::new(),
            };
            work::post(tx, &format!("delegation:{right}:{to}:{}", tx.now().0), &mail)
        })
        .await
}

pub(super) async fn end(ctx: Ctx, actor: Actor, Path(id): Path<String>, _form: Form) -> Answer {
    let (person, id) = (actor.person()?, id.parse()?);
    ctx.app.store().write(move |tx| crate::end_delegation(tx, person, id)).await?;
    Ok(ctx.see("/compte/delegations", "people-notice-delegation-ended"))
}
