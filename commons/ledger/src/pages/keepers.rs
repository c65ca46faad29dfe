//! Who keeps a book beside the managers of its organisation.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Refusal};
use people::{Account, Actor, Grant};
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::crumbs;
use super::identifiers::faults_of;
use crate::entities::Entity;
use crate::keepers::{add_treasurer, end_treasurer, managed_book, treasurers};
use crate::model::EntityId;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "keepers.html")]
struct KeepersPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    title: &'a str,
    held: Vec<(Account, Grant)>,
    fields: Fields<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    page(&ctx, &actor, EntityId(id), &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: EntityId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (entity, held) = ctx
        .app
        .store()
        .read(move |tx| Ok((managed_book(tx, &acting, id)?, treasurers(tx, &acting, id)?)))
        .await?;
    let title = ctx.voice.say("ledger-keepers");
    let main = KeepersPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        title: &title,
        held,
        fields: Fields::new(&ctx.voice, form, faults),
        entity: &entity,
    };
    let crumbs = crumbs(&ctx.voice, &entity, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn give(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let name = reader.required("name", 120);
    let email = reader.email("email");
    let until = people::end_of_right(&ctx, &mut reader, "until");
    if let Err(refusal) = reader.finish() {
        return page(&ctx, &actor, id, &form, &faults_of(refusal)?).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.mails(&email).await?;
    let (acting, lang) = (actor.clone(), ctx.voice.lang.code());
    let given = ctx.app.store().write(move |tx| {
        // Nobody makes accounts for a book that they do not manage.
        managed_book(tx, &acting, id)?;
        let person = people::create_account(tx, &email, &name, lang)?;
        add_treasurer(tx, &acting, id, person, until)
    });
    match given.await {
        Ok(()) => Ok(ctx.see(&format!("/livres/{}/tresorerie", id.0), "people-notice-right-given")),
        Err(Refusal::Conflict(say)) => {
            page(&ctx, &actor, id, &form, &[Fault::new("email", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn end(
    ctx: Ctx,
    actor: Actor,
    Path((id, grant)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let grant = grant.parse()?;
    let end = move |tx: &mut store::Tx| end_treasurer(tx, &actor, EntityId(id), grant);
    ctx.app.store().write(end).await?;
    Ok(ctx.see(&format!("/livres/{id}/tresorerie"), "people-notice-right-ended"))
}
