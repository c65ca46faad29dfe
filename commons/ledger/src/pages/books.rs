//! The books that one keeps or could keep.

use askama::Template;
use axum::response::Response;
use people::{Actor, OrgId};
use web::{Ctx, Form, Refused, Voice};

use crate::books::{begin_book, books_of};
use crate::entities::Entity;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "books.html")]
struct BooksPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    kept: Vec<(String, Entity)>,
    others: Vec<(OrgId, String)>,
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let books = ctx.app.store().read(move |tx| books_of(tx, &actor)).await?;
    let mut main = BooksPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        kept: Vec::new(),
        others: Vec::new(),
    };
    for (id, name, entity) in books {
        match entity {
            Some(entity) => main.kept.push((name, entity)),
            None => main.others.push((id, name)),
        }
    }
    Ok(ctx.page(&ctx.voice.say("ledger-books"), &main)?)
}

pub(super) async fn begin(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let organisation: OrgId = form.value("organisation").parse()?;
    let id = ctx.app.store().write(move |tx| begin_book(tx, &actor, organisation)).await?;
    Ok(ctx.see(&format!("/livres/{}", id.0), "ledger-notice-begun"))
}
