//! Who runs and who reads one call alone: given and ended by officers of the whole service.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Refusal};
use people::{Account, Actor, Grant, NewGrant, Role};
use web::parts::{Choice, Fields, Tabs};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::desk::desk_crumbs;
use super::desk_call::{self, Tab};
use crate::model::{Call, CallId};
use crate::{calls, rights};

type Answer = Result<Response, Refused>;

/// What can be given in one call.
const ROLES: [Role; 2] = [Role::Officer, Role::Reader];

#[derive(Template)]
#[template(path = "desk_rights.html")]
struct RightsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    call: &'a Call,
    tabs: Tabs,
    held: Vec<(Account, Grant)>,
    fields: Fields<'a>,
}

impl RightsPage<'_> {
    fn roles(&self) -> Vec<Choice> {
        let choice =
            |role: Role| Choice::new(role.code(), self.voice.named("people-role", role.code()));
        ROLES.map(choice).to_vec()
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: CallId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (call, held) = ctx
        .app
        .store()
        .read(move |tx| {
            let call = calls::officer_call(tx, &acting, id)?;
            Ok((call, rights::call_rights(tx, &acting, id)?))
        })
        .await?;
    let main = RightsPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        tabs: desk_call::tabs(&ctx.voice, actor, &call, Tab::Rights),
        call: &call,
        held,
        fields: Fields::new(&ctx.voice, form, faults),
    };
    let title = ctx.voice.say("calls-rights");
    let crumbs = desk_crumbs(&ctx.voice, &call);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: true };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

pub(super) async fn give(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let call: CallId = id.parse()?;
    let mut reader = form.reader();
    let email = reader.email("email");
    let name = reader.required("name", 120);
    let role = reader.choice("role", &ROLES.map(Role::code));
    let valid_until = people::end_of_right(&ctx, &mut reader, "until");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &actor, call, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let role = Role::from_code(&role).ok_or(Refusal::Malformed)?;
    let lang = ctx.voice.lang.code();
    ctx.app
        .store()
        .write(move |tx| {
            let person = people::create_account(tx, &email, &name, lang)?;
            let new = NewGrant { person, role, scope: call.to_string(), valid_until };
            rights::give_call_right(tx, &actor, call, &new)
        })
        .await?;
    Ok(ctx.see(&format!("/bureau/appels/{id}/droits"), "people-notice-right-given"))
}

pub(super) async fn end(
    ctx: Ctx,
    actor: Actor,
    Path((id, grant)): Path<(String, String)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (call, grant): (CallId, people::GrantId) = (id.parse()?, grant.parse()?);
    ctx.app.store().write(move |tx| rights::end_call_right(tx, &actor, call, grant)).await?;
    Ok(ctx.see(&format!("/bureau/appels/{id}/droits"), "people-notice-right-ended"))
}
