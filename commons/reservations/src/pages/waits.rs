//! Waiting lists: joining, leaving, and the host's view of their order with the reasons.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Refusal};
use people::Actor;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::wish::{span_of, time};
use super::{crumbs, faults_of, when};
use crate::model::{Asked, Resource, ResourceId, WaitId};
use crate::sites::{kept_resource, resource, site};
use crate::waiting::{join, leave, order_of, put_first, waits};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "waits.html")]
struct WaitsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    resource: &'a Resource,
    title: String,
    lines: Vec<(String, String, String)>,
    order: Vec<(String, String)>,
    fields: Fields<'a>,
}

pub(super) async fn join_list(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: ResourceId = id.parse()?;
    let key: WaitId = ctx.key_of(&form).parse()?;
    let mut reader = form.reader();
    let day = reader.date("day");
    let (from, to) = (time(&mut reader, &form, "from"), time(&mut reader, &form, "to"));
    let quantity = match form.value("quantity") {
        "" => Some(1),
        _ => reader.number("quantity", 1, 1_000),
    };
    let title = reader.text("title", 120);
    reader.finish()?;
    let (Some(day), Some(from), Some(to), Some(quantity)) = (day, from, to, quantity) else {
        return Err(Refusal::Malformed.into());
    };
    ctx.app
        .store()
        .write(move |tx| {
            let resource = resource(tx, id)?;
            crate::occasions::by_its_programme(&resource)?;
            let site = site(tx, resource.site)?;
            let end = if to <= from { day.tomorrow().map_err(Refusal::broken)? } else { day };
            let span = span_of(&site, day.to_datetime(from), end.to_datetime(to))?;
            let asked =
                Asked { resource: id, span, quantity, title: title.clone(), organisation: None };
            join(tx, &actor, key, &asked)
        })
        .await?;
    Ok(ctx.see("/reservations", "reservations-notice-waiting"))
}

pub(super) async fn leave_list(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: WaitId = id.parse()?;
    ctx.app.store().write(move |tx| leave(tx, &actor, id)).await?;
    Ok(ctx.see("/reservations", "reservations-notice-wait-left"))
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    waits_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn waits_page(
    ctx: &Ctx,
    actor: &Actor,
    id: ResourceId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (site, resource, waiting, order, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let (site, resource) = kept_resource(tx, &acting, id)?;
            let waiting = waits(tx, &acting, id)?;
            let order = order_of(tx, &acting, id)?;
            let ids: Vec<people::PersonId> = waiting.iter().map(|wait| wait.person).collect();
            let names = people::names_of(tx, &ids)?;
            Ok((site, resource, waiting, order, names))
        })
        .await?;
    let voice = &ctx.voice;
    let mut lines = Vec::new();
    for wait in &waiting {
        let name = names.get(&wait.person).cloned().unwrap_or_default();
        let many = match wait.asked.quantity {
            1 => String::new(),
            count => format!(" × {count}"),
        };
        let said = format!("{}{many}", when(voice, &site, wait.asked.span)?);
        lines.push((wait.id.to_string(), name, said));
    }
    let order = order
        .iter()
        .map(|one| {
            let what = voice.named("reservations-order", &one.what);
            let said =
                if one.reason.is_empty() { what } else { format!("{what} · {}", one.reason) };
            (voice.moment(one.at), said)
        })
        .collect();
    let title = voice.with_all(
        "reservations-waits-title",
        &[("count", lines.len().into()), ("name", resource.data.name.as_str().into())],
    );
    let main = WaitsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        resource: &resource,
        title: title.clone(),
        lines,
        order,
        fields: Fields::new(voice, form, faults),
    };
    let crumbs = crumbs(&site, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// Somebody goes first, for a reason that is kept.
pub(super) async fn prefer(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: WaitId = id.parse()?;
    let thing: ResourceId = form.value("thing").parse()?;
    let mut reader = form.reader();
    let reason = reader.required("reason", 300);
    let acting = actor.clone();
    let done = match reader.finish() {
        Ok(()) => ctx.app.store().write(move |tx| put_first(tx, &acting, id, &reason)).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(()) => {
            Ok(ctx.see(&format!("/ressources/{thing}/attentes"), "reservations-notice-first"))
        }
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            waits_page(&ctx, &actor, thing, &form, &faults).await
        }
    }
}
