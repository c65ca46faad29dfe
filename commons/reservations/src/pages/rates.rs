//! The prices by hours of a thing: the evening dearer, the morning cheaper.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Refusal};
use people::Actor;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::{crumbs, faults_of, thing};
use crate::model::{Resource, ResourceId};
use crate::money::{Rate, add_rate, end_rate, rates};
use crate::sites::kept_resource;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "rates.html")]
struct RatesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    resource: &'a Resource,
    title: String,
    usual: String,
    lines: Vec<(i64, Rate, String)>,
    fields: Fields<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: ResourceId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let ((site, resource), known) = ctx
        .app
        .store()
        .read(move |tx| Ok((kept_resource(tx, &acting, id)?, rates(tx, id)?)))
        .await?;
    let voice = &ctx.voice;
    let title = voice.with("reservations-rates-title", "name", resource.data.name.as_str());
    let price = |rate: &Rate| {
        voice.with("reservations-by-hour", "price", voice.money(Cents(rate.hour_cents)))
    };
    let main = RatesPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: title.clone(),
        usual: thing::price_of(voice, &resource),
        lines: known
            .into_iter()
            .map(|(number, rate)| {
                let price = price(&rate);
                (number, rate, price)
            })
            .collect(),
        fields: Fields::new(voice, form, faults),
        resource: &resource,
    };
    let crumbs = crumbs(&site, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn change(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: ResourceId = id.parse()?;
    let back = format!("/ressources/{id}/tarifs");
    if form.has("end") {
        let number: i64 = form.value("end").parse().map_err(|_| Refusal::Malformed)?;
        ctx.app.store().write(move |tx| end_rate(tx, &actor, id, number)).await?;
        return Ok(ctx.see(&back, "reservations-notice-changed"));
    }
    let mut reader = form.reader();
    let (label, hours) = (reader.required("label", 60), reader.required("hours", 500));
    let (standing, cents) = (reader.text("standing", 60), reader.money("hour_cents"));
    if cents.is_none() && form.value("hour_cents").is_empty() {
        reader.fault("hour_cents", "web-fault-required");
    }
    let added = match reader.finish() {
        Err(refusal) => Err(refusal),
        Ok(()) => {
            let hour_cents = cents.map_or(0, |cents| cents.0);
            let (acting, new) = (actor.clone(), Rate { label, hours, standing, hour_cents });
            ctx.app.store().write(move |tx| add_rate(tx, &acting, id, &new)).await
        }
    };
    match added {
        Ok(()) => Ok(ctx.see(&back, "reservations-notice-changed")),
        Err(refusal) => page(&ctx, &actor, id, &form, &faults_of(refusal)?).await,
    }
}
