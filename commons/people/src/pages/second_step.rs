//! Setting up the second step of signing in.

use askama::Template;
use axum::response::Response;
use base::{Fault, Refusal};
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::ask_again;
use crate::{Actor, second_step};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "second_step.html")]
struct SecondStepPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    stage: Stage,
    waits: bool,
}

/// How far the second step has been set up.
enum Stage {
    Absent,
    /// The secret as a picture and to be typed.
    Begun {
        picture: String,
        secret: String,
    },
    Set,
    /// Just set: the spare codes, shown once.
    Spare(Vec<String>),
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    page(&ctx, &actor, &[], None).await
}

async fn page(ctx: &Ctx, actor: &Actor, faults: &[Fault], spare: Option<Vec<String>>) -> Answer {
    let account = actor.account.clone().ok_or(Refusal::SignInFirst)?;
    let id = account.id;
    let step = ctx.app.store().read(move |tx| second_step::second_step(tx, id)).await?;
    let stage = match (spare, step) {
        (Some(codes), _) => Stage::Spare(codes),
        (None, None) => Stage::Absent,
        (None, Some(step)) if step.confirmed => Stage::Set,
        (None, Some(step)) => {
            let label = ctx.voice.say("people-second-step-picture");
            let address = step.address(&account.email)?;
            let picture = paper::qr_svg(&address, &label).map_err(Refusal::broken)?;
            Stage::Begun { picture, secret: in_fours(&step.secret.to_base32()) }
        }
    };
    let nothing = Form::default();
    let main = SecondStepPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, &nothing, faults),
        stage,
        waits: !actor.waiting.is_empty(),
    };
    let title = ctx.voice.say("people-second-step");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.trim_end_matches('=').chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

pub(super) async fn begin(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    if let Some(page) = ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let person = actor.person()?;
    ctx.app.store().write(move |tx| crate::begin_second_step(tx, person)).await?;
    Ok(ctx.see("/compte/second-facteur", ""))
}

pub(super) async fn confirm(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let (person, code) = (actor.person()?, form.value("code").to_owned());
    ctx.secret(&person.to_string()).await?;
    let session = ctx.visitor.session.as_ref().map(|session| session.id);
    let set = ctx.app.store().write(move |tx| {
        let codes = crate::confirm_second_step(tx, person, &code)?;
        if let Some(session) = session {
            web::sessions::strengthen(tx, session)?;
        }
        Ok(codes)
    });
    match set.await {
        Ok(codes) => page(&ctx, &actor, &[], Some(codes)).await,
        Err(Refusal::Invalid(faults)) => page(&ctx, &actor, &faults, None).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn end(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let (person, code) = (actor.person()?, form.value("code").to_owned());
    ctx.secret(&person.to_string()).await?;
    let ended = ctx.app.store().write(move |tx| crate::end_second_step(tx, person, &code)).await;
    match ended {
        Ok(()) => Ok(ctx.see("/compte", "people-notice-second-step-ended")),
        Err(Refusal::Invalid(faults)) => page(&ctx, &actor, &faults, None).await,
        Err(refusal) => Err(refusal.into()),
    }
}
