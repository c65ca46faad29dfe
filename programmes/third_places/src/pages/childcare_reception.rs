//! The reception of a nursery: a file opened and a seat asked for in the name of a family.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Refusal};
use people::Actor;
use reservations::{Booking, BookingId};
use web::parts::{Field, Fields, Tabs};
use web::{Ctx, Form, Voice};

use super::childcare::{Known, kept_by};
use super::childcare_family::read;
use super::childcare_picture::times;
use super::childcare_plan::{read_span, time_field};
use super::{Answer, faults_of, meeting};
use crate::childcare::{self, Child, ChildId, SeatOrdered, SeatWait};

#[derive(Template)]
#[template(path = "childcare_reception.html")]
struct ReceptionPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    base: String,
    booking: String,
    child: String,
    waits: Vec<String>,
    ordered: Vec<String>,
    fields: Fields<'a>,
}

impl ReceptionPage<'_> {
    fn time(&self, name: &str, key: &str) -> Field<'_> {
        time_field(&self.fields, name, key)
    }
}

async fn page(ctx: &Ctx, actor: &Actor, known: &Known, form: &Form, faults: &[Fault]) -> Answer {
    let (voice, world) = (&ctx.voice, ctx.app.world());
    let (acting, of) = (actor.clone(), known.nursery.id);
    let read = move |tx: &mut store::Tx| childcare::seat_waits(tx, &acting, of);
    let (waits, ordered) = ctx.app.store().read(read).await?;
    let sent = |name: &str, new: String| match form.value(name) {
        "" => new,
        sent => sent.to_owned(),
    };
    let main = ReceptionPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: known.tabs(voice, "/accueil"),
        base: format!("{}/accueil", known.base()),
        booking: sent("_booking", world.id::<Booking>().to_string()),
        child: sent("_id", world.id::<Child>().to_string()),
        waits: waits.iter().map(|one| waiting(voice, one)).collect(),
        ordered: ordered.iter().map(|one| moved(voice, one)).collect(),
        fields: Fields::new(voice, form, faults),
    };
    known.answer(ctx, "places-child-reception", &main, faults)
}

fn waiting(voice: &Voice, one: &SeatWait) -> String {
    let args = [
        ("count", one.children.len().into()),
        ("day", voice.day(one.span.from).into()),
        ("times", times(one.span).into()),
        ("at", one.asked_at.into()),
    ];
    voice.with_all("places-child-group-waits", &args)
}

/// A change of the list, with the rule that kept out whoever was before.
fn moved(voice: &Voice, one: &SeatOrdered) -> String {
    let what = voice.named("places-child-order", &one.what);
    let said = format!("{}, {what}", voice.moment(one.at));
    let rule = format!("places-child-rule-{}", one.reason);
    match voice.has(&rule) {
        true => format!("{said} ({})", voice.say(&rule)),
        false => said,
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let number = ctx.query("dossier").unwrap_or_default();
    let form = Form::from_values(vec![("number".to_owned(), number)]);
    page(&ctx, &actor, &known, &form, &[]).await
}

pub(super) async fn book(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (of, booking): (_, BookingId) = (known.nursery.id, form.value("_booking").parse()?);
    let mut reader = form.reader();
    let number = reader.number("number", 1, i64::from(u32::MAX));
    if number.is_none() && form.value("number").trim().is_empty() {
        reader.fault("number", "web-fault-required");
    }
    let asked = reader.finish().and_then(|()| {
        let span = read_span(&form, "day", "day")?;
        Ok((number.ok_or(Refusal::Malformed)?, span))
    });
    let written = match faults_of(asked)? {
        Ok((number, span)) => {
            let acting = actor.clone();
            let book = move |tx: &mut store::Tx| {
                childcare::book_for(tx, &acting, (of, number), booking, span)
            };
            meeting::said(ctx.app.store().write(book).await, "from")?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("{}/accueil", known.base()), "places-notice-seat-for")),
        Err(faults) => page(&ctx, &actor, &known, &form, &faults).await,
    }
}

pub(super) async fn declare(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (of, child): (_, ChildId) = (known.nursery.id, form.value("_id").parse()?);
    let mut reader = form.reader();
    let email = reader.email("email");
    let asked = reader.finish().and_then(|()| read(&ctx, &form));
    match faults_of(asked)? {
        Ok((walks, file)) => {
            let keys = (ctx.app.keys(), ctx.app.world());
            let sealed = childcare::seal_file(keys, child, &file).await?;
            let declare = move |tx: &mut store::Tx| {
                childcare::declare_for(tx, &actor, (of, &email), child, (walks, &sealed))
            };
            let number = ctx.app.store().write(declare).await?;
            let next = format!("{}/accueil?dossier={number}", known.base());
            Ok(ctx.see(&next, "places-notice-child-for"))
        }
        Err(faults) => page(&ctx, &actor, &known, &form, &faults).await,
    }
}
