//! The page that makes the first administrator.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Refusal};
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::sign_in::{Proof, enter};
use crate::{first, passwords, rules};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "first.html")]
struct First<'a> {
    voice: &'a Voice,
    fields: Fields<'a>,
    csrf: &'a str,
}

pub(super) async fn show(ctx: Ctx, Path(token): Path<String>) -> Answer {
    ctx.app.store().read(move |tx| first::check_first_link(tx, &token)).await?;
    page(&ctx, &Form::default(), &[])
}

fn page(ctx: &Ctx, form: &Form, faults: &[Fault]) -> Answer {
    let main = First {
        voice: &ctx.voice,
        fields: Fields::new(&ctx.voice, form, faults),
        csrf: &ctx.visitor.csrf,
    };
    let title = ctx.voice.say("people-first");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn submit(ctx: Ctx, Path(token): Path<String>, form: Form) -> Answer {
    ctx.secret("first").await?;
    let mut reader = form.reader();
    let name = reader.required("name", 120);
    let email = reader.email("email");
    let password = form.value("password").to_owned();
    if let Some(key) = rules::password_fault(&password, &email, &name) {
        reader.fault("password", key);
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &form, &faults);
    }
    let hash = passwords::hash_password(ctx.app.world(), password).await?;
    let lang = ctx.voice.lang.code();
    let account = ctx
        .app
        .store()
        .write(move |tx| first::make_first(tx, &token, (&email, &name, lang), &hash))
        .await?;
    enter(&ctx, account, "/administration", Proof::One).await
}
