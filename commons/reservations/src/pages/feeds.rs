//! Calendars to subscribe to. Whoever has the address sees what it shows: that of a person and of
//! a host hold a secret; that of a thing says only when it is taken.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use people::Actor;
use web::{Ctx, Refused};

use crate::bookings::booking;
use crate::calendar::{Event, feed};
use crate::feeds::{event, own_calendar, site_calendar, taken_times};
use crate::model::{Booking, BookingId, Resource, ResourceId, Site};

type Answer = Result<Response, Refused>;

/// How often a calendar is worth asking again, in minutes.
const REFRESH: u32 = 60;

fn calendar(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
}

pub(super) async fn of_person(ctx: Ctx, Path(token): Path<String>) -> Answer {
    let url = &ctx.app.settings().public_url;
    let known = ctx.app.store().read(move |tx| own_calendar(tx, &token)).await?;
    let events: Vec<Event> =
        known.iter().map(|one| event(one, url, one.1.data.name.clone())).collect();
    Ok(calendar(feed(&ctx.voice.say("reservations-feed"), REFRESH, &events)))
}

pub(super) async fn of_site(ctx: Ctx, Path(token): Path<String>) -> Answer {
    let url = &ctx.app.settings().public_url;
    let (site, known, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let (site, known) = site_calendar(tx, &token)?;
            let ids: Vec<people::PersonId> = known.iter().filter_map(|one| one.0.person).collect();
            Ok((site, known, people::names_of(tx, &ids)?))
        })
        .await?;
    let summary = |one: &(Booking, Resource, Site)| {
        let who = one.0.person.and_then(|id| names.get(&id).cloned());
        format!("{} · {}", one.1.data.name, who.unwrap_or_else(|| one.0.asked.title.clone()))
    };
    let events: Vec<Event> = known.iter().map(|one| event(one, url, summary(one))).collect();
    Ok(calendar(feed(&site.data.name, REFRESH, &events)))
}

/// When a thing is taken; not by whom, nor what for.
pub(super) async fn of_thing(ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id: ResourceId = id.parse()?;
    let (thing, known) = ctx.app.store().read(move |tx| taken_times(tx, id)).await?;
    let taken = ctx.voice.say("reservations-feed-taken");
    // Not the name of the promise: nobody could follow it from day to day.
    let bare = |one: &(Booking, Resource, Site)| Event {
        uid: format!("{}-{}@parvis", one.1.id, one.0.asked.span.from.0),
        sequence: 0,
        modified: one.0.asked.span.from.timestamp(),
        url: String::new(),
        ..event(one, "", taken.clone())
    };
    let events: Vec<Event> = known.iter().map(bare).collect();
    Ok(calendar(feed(&thing.data.name, REFRESH, &events)))
}

/// One promise, for one's own calendar.
pub(super) async fn one(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: BookingId = id.parse()?;
    let known = ctx.app.store().read(move |tx| booking(tx, &actor, id)).await?;
    let name = known.1.data.name.clone();
    let one = event(&known, &ctx.app.settings().public_url, name.clone());
    let text = feed(&name, REFRESH, &[one]);
    Ok(web::file(text.into_bytes(), "text/calendar; charset=utf-8", "reservation.ics"))
}
