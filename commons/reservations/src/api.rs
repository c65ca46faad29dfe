//! Promises for programs, in the shape of OpenActive's Open Booking: slots, a quote with a lease,
//! an order.
//!
//! The program chooses the id of its quote and of the order that comes of it; sent again, both are
//! the same. The price of the lease stands: an order that names another sum is refused.

use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Moment, Outcome, Refusal};
use people::{Actor, Policy};
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::{OpenApi, ToSchema};
use web::api::{Body, Problem, Refusals, json};
use web::{Ctx, Refused, Routes};

use crate::availability::availability;
use crate::bookings::{booking, hold_all};
use crate::life::{cancel, confirm};
use crate::model::{Asked, Booking, BookingId, Resource, Site, SiteId, Span, State};
use crate::occasions::by_its_programme;
use crate::own::{own_bookings, series_of};
use crate::quotes::{ask, quote_all};
use crate::series::Series;
use crate::sites::{resource, resources_of, site, zone_of};

type Answer = Result<Response, Refused>;

/// The document of these routes.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(slots, quote, order, cancel_order, orders), modifiers(&Refusals))]
struct Document;

pub(crate) fn routes() -> Routes<Policy> {
    let (read, write) = (Policy::Token("read"), Policy::Token("write"));
    Routes::new(people::guard)
        .get("/api/v1/sites/{site}/slots", Policy::Anyone, slots)
        .put("/api/v1/order-quotes/{booking}", write, quote)
        .put("/api/v1/orders/{booking}", write, order)
        .put("/api/v1/orders/{booking}/cancellation", write, cancel_order)
        .get("/api/v1/orders", read, orders)
}

/// What can be had at a time.
#[derive(Serialize, ToSchema)]
struct Slot {
    /// `Slot`.
    #[serde(rename = "type")]
    kind: String,
    /// Of which thing.
    facility_use: String,
    /// What it is called.
    name: String,
    /// From when, RFC 3339.
    start_date: String,
    /// Until when.
    end_date: String,
    /// How many are free: leases count as taken.
    remaining_uses: i64,
    /// How many there are.
    maximum_uses: i64,
    /// Price of an hour for one, as a decimal in euros.
    price: String,
    /// `EUR`.
    price_currency: String,
}

/// What is wanted.
#[derive(Deserialize, ToSchema)]
struct Wanted {
    /// Of which thing.
    #[schema(format = "uuid")]
    facility_use: String,
    /// From when, RFC 3339.
    #[schema(format = "date-time")]
    start_date: String,
    /// Until when.
    #[schema(format = "date-time")]
    end_date: String,
    /// How many.
    #[serde(default = "one", deserialize_with = "web::api::whole")]
    #[schema(minimum = 1)]
    quantity: i64,
    /// What for.
    #[serde(default)]
    #[schema(max_length = 120)]
    name: String,
    /// When it comes again: RRULE, and EXDATE or RDATE on lines after it (RFC 5545).
    #[serde(default)]
    #[schema(max_length = 2000)]
    recurrence: String,
    /// What to do with dates that cannot be had: refuse all (`refuse`), or go without them (`skip`).
    #[serde(default)]
    collisions: Collisions,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Collisions {
    #[default]
    Refuse,
    Skip,
}

fn one() -> i64 {
    1
}

/// What an order agrees to.
#[derive(Deserialize, ToSchema)]
struct Agreed {
    /// The sum of the quote, as a decimal in euros.
    total_payment_due: String,
}

/// A quote or an order.
#[derive(Serialize, ToSchema)]
struct Order {
    /// Its id, chosen by the program.
    id: String,
    /// `OrderQuote` while it is held, else `Order`.
    #[serde(rename = "type")]
    kind: String,
    /// Of which thing.
    facility_use: String,
    /// From when.
    start_date: String,
    /// Until when.
    end_date: String,
    /// How many.
    quantity: i64,
    /// Where it stands: `held`, `requested`, `confirmed`, `checked_in`, `done`, `no_show`,
    /// `cancelled`, `refused`, `expired`.
    order_item_status: String,
    /// What is to be paid, for a series all of it, as a decimal in euros.
    total_payment_due: String,
    /// Until when it is held at this price.
    #[serde(skip_serializing_if = "Option::is_none")]
    lease_expires: Option<String>,
    /// The other dates of a series, held, ordered and given back with the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dates: Vec<SeriesDate>,
    /// Dates of the rule that cannot be had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<SeriesDate>,
}

/// One date of a series.
#[derive(Serialize, ToSchema)]
struct SeriesDate {
    /// Its id, if it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// From when.
    start_date: String,
    /// Until when.
    end_date: String,
}

fn shown(booking: &Booking, now: Moment) -> Order {
    let ran_out = booking.state == State::Held && booking.live_until <= now;
    let state = if ran_out { State::Expired } else { booking.state };
    Order {
        id: booking.id.to_string(),
        kind: if booking.state == State::Held { "OrderQuote" } else { "Order" }.to_owned(),
        facility_use: booking.asked.resource.to_string(),
        start_date: booking.asked.span.from.to_string(),
        end_date: booking.asked.span.to.to_string(),
        quantity: booking.asked.quantity,
        order_item_status: state.code().to_owned(),
        total_payment_due: Cents(booking.price_cents).decimal(),
        lease_expires: (state == State::Held).then(|| booking.live_until.to_string()),
        dates: Vec::new(),
        skipped: Vec::new(),
    }
}

/// A series by its first: what all of it costs, and its other dates.
fn shown_all(all: &[Booking], skipped: &[Span], now: Moment) -> Outcome<Order> {
    let (first, others) = all.split_first().ok_or(Refusal::Unknown)?;
    let sum = all.iter().map(|one| one.price_cents).sum();
    let date = |id: Option<BookingId>, span: Span| SeriesDate {
        id: id.map(|id| id.to_string()),
        start_date: span.from.to_string(),
        end_date: span.to.to_string(),
    };
    Ok(Order {
        total_payment_due: Cents(sum).decimal(),
        dates: others.iter().map(|one| date(Some(one.id), one.asked.span)).collect(),
        skipped: skipped.iter().map(|span| date(None, *span)).collect(),
        ..shown(first, now)
    })
}

/// What is free of all things of a site. Nobody is named.
#[utoipa::path(get, path = "/api/v1/sites/{site}/slots", tag = "reservations",
    params(("site" = String, Path, description = "Id of the site"),
        ("from" = Option<String>, Query, description = "RFC 3339; now if left out"),
        ("to" = Option<String>, Query, description = "RFC 3339; a week later if left out, at most 62 days")),
    responses((status = 200, body = Vec<Slot>), (status = 404, body = Problem)))]
async fn slots(ctx: Ctx, Path(id): Path<String>) -> Answer {
    let id: SiteId = id.parse()?;
    let now = ctx.app.world().now();
    let from = ctx.query("from").map(|text| moment("from", &text)).transpose()?.unwrap_or(now);
    let to = ctx.query("to").map(|text| moment("to", &text)).transpose()?;
    let within = Span { from, to: to.unwrap_or(from.plus_days(7)) };
    let (things, free) = ctx
        .app
        .store()
        .read(move |tx| {
            let site: Site = site(tx, id)?;
            let mut things: Vec<Resource> = resources_of(tx, id)?;
            things.retain(crate::rules::is_let);
            let free = availability(tx, &site, &things, within)?;
            Ok((things, free))
        })
        .await?;
    let mut slots = Vec::new();
    for (thing, free) in things.iter().zip(&free) {
        slots.extend(free.spans.iter().map(|(span, left)| Slot {
            kind: "Slot".to_owned(),
            facility_use: thing.id.to_string(),
            name: thing.data.name.clone(),
            start_date: span.from.to_string(),
            end_date: span.to.to_string(),
            remaining_uses: *left,
            maximum_uses: free.capacity,
            price: Cents(thing.data.hour_cents).decimal(),
            price_currency: "EUR".to_owned(),
        }));
    }
    Ok(json(&slots)?)
}

fn moment(field: &'static str, text: &str) -> Outcome<Moment> {
    let parsed: Result<jiff::Timestamp, _> = text.parse();
    parsed.map(Moment::from).map_err(|_| Refusal::field(field, "reservations-fault-moment"))
}

/// Holds what is wanted for some minutes, at the price that it has now. Sent again, it is the same.
#[utoipa::path(put, path = "/api/v1/order-quotes/{booking}", tag = "reservations",
    params(("booking" = String, Path, description = "A UUID that the program chose")),
    request_body = Wanted,
    responses((status = 200, body = Order), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn quote(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    Body(wanted, _): Body<Wanted>,
) -> Answer {
    let id: BookingId = id.parse()?;
    let asked = Asked {
        resource: wanted.facility_use.parse()?,
        span: Span {
            from: moment("start_date", &wanted.start_date)?,
            to: moment("end_date", &wanted.end_date)?,
        },
        quantity: wanted.quantity,
        title: wanted.name.chars().filter(|sign| !sign.is_control()).take(120).collect(),
        organisation: None,
    };
    let now = ctx.app.world().now();
    let store = ctx.app.store();
    let thing = asked.resource;
    let let_freely = move |tx: &mut Tx| by_its_programme(&resource(tx, thing)?);
    store.read(let_freely).await?;
    let held = if wanted.recurrence.trim().is_empty() {
        (vec![ask(store, actor, id, asked).await?], Vec::new())
    } else {
        let rule = (wanted.recurrence, wanted.collisions);
        store.write(move |tx| hold_series(tx, &actor, (id, &asked), (&rule.0, rule.1))).await?
    };
    Ok(json(&shown_all(&held.0, &held.1, now)?)?)
}

/// Holds the dates of a rule together. The first has the id that the program chose, each other one
/// that follows from it and its turn, so that all are the same when it is sent again.
fn hold_series(
    tx: &mut Tx,
    actor: &Actor,
    (id, first): (BookingId, &Asked),
    (rule, collisions): (&str, Collisions),
) -> Outcome<(Vec<Booking>, Vec<Span>)> {
    let thing = resource(tx, first.resource)?;
    let zone = zone_of(&site(tx, thing.site)?.data.zone)?;
    let wall = |at: Moment| zone.to_datetime(at.timestamp());
    let series = Series::parse(rule, wall(first.span.from), wall(first.span.to), &zone)
        .map_err(|fault| Refusal::field("recurrence", fault.say()))?;
    let all: Vec<Asked> = series
        .occurrences()
        .iter()
        .map(|one| Span { from: one.start.into(), to: one.end.into() })
        .map(|span| Asked { span, ..first.clone() })
        .collect();
    let known = series_of(tx, actor, id)?;
    let kept = |asked: &Asked| known.iter().any(|one| one.asked.span == asked.span);
    let (mut wanted, mut skipped) = (Vec::new(), Vec::new());
    let answers = if known.is_empty() { quote_all(tx, actor, &all)? } else { Vec::new() };
    for (turn, asked) in all.into_iter().enumerate() {
        let possible = match answers.get(turn) {
            Some(answer) => answer.is_ok(),
            None => kept(&asked),
        };
        match possible || collisions == Collisions::Refuse {
            true => wanted.push(asked),
            false => skipped.push(asked.span),
        }
    }
    if wanted.is_empty() {
        let why = answers.into_iter().find_map(Result::err);
        return Err(why.map_or(Refusal::Malformed, Refusal::conflict));
    }
    let pairs: Vec<(BookingId, Asked)> =
        wanted.into_iter().enumerate().map(|(turn, asked)| (id_of(id, turn), asked)).collect();
    Ok((hold_all(tx, actor, &pairs)?, skipped))
}

/// The id of a date of a series: that of the first, or one that follows from it.
fn id_of(first: BookingId, turn: usize) -> BookingId {
    if turn == 0 {
        return first;
    }
    let digest = base::sha256(format!("{first} {turn}").as_bytes());
    let mut bytes = first.bytes();
    for (place, byte) in bytes.iter_mut().enumerate().skip(6) {
        let two = digest.get(place * 2..place * 2 + 2).unwrap_or_default();
        *byte = u8::from_str_radix(two, 16).unwrap_or(*byte);
    }
    // The bits that make it a UUID of the seventh version stay.
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    BookingId::from_bytes(bytes)
}

/// Makes an order of a quote, at the sum that it said.
#[utoipa::path(put, path = "/api/v1/orders/{booking}", tag = "reservations",
    params(("booking" = String, Path, description = "The id of the quote")),
    request_body = Agreed,
    responses((status = 200, body = Order), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn order(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    Body(agreed, _): Body<Agreed>,
) -> Answer {
    let id: BookingId = id.parse()?;
    let now = ctx.app.world().now();
    let done = ctx
        .app
        .store()
        .write(move |tx| {
            let all = series_of(tx, &actor, id)?;
            let to_be = all.iter().filter(|one| one.state != State::Cancelled);
            let sum = to_be.map(|one| one.price_cents).sum();
            if Cents(sum).decimal() != agreed.total_payment_due {
                return Err(Refusal::conflict("reservations-conflict-price"));
            }
            confirm(tx, &actor, id)?;
            series_of(tx, &actor, id)
        })
        .await?;
    Ok(json(&shown_all(&done, &[], now)?)?)
}

/// Gives an order or a quote back. Sent again, it is given back once.
#[utoipa::path(put, path = "/api/v1/orders/{booking}/cancellation", tag = "reservations",
    params(("booking" = String, Path, description = "Id of the order")),
    responses((status = 200, body = Order), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn cancel_order(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: BookingId = id.parse()?;
    let now = ctx.app.world().now();
    let done = ctx
        .app
        .store()
        .write(move |tx| {
            let (known, _, _) = booking(tx, &actor, id)?;
            if known.state != State::Cancelled {
                cancel(tx, &actor, id, "")?;
            }
            // With the first of a series go its other dates.
            let open = [State::Held, State::Requested, State::Confirmed];
            for one in series_of(tx, &actor, id)? {
                if one.series == Some(id) && open.contains(&one.state) {
                    cancel(tx, &actor, one.id, "")?;
                }
            }
            series_of(tx, &actor, id)
        })
        .await?;
    Ok(json(&shown_all(&done, &[], now)?)?)
}

/// The orders of whoever owns the token, latest first; 200 at once.
#[utoipa::path(get, path = "/api/v1/orders", tag = "reservations",
    params(("after" = Option<String>, Query, description = "The id of the last order of the page before")),
    responses((status = 200, body = Vec<Order>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn orders(ctx: Ctx, actor: Actor) -> Answer {
    let now = ctx.app.world().now();
    let after = ctx.query("after").map(|id| id.parse()).transpose()?;
    let own = ctx.app.store().read(move |tx| own_bookings(tx, &actor, after)).await?;
    let own: Vec<Order> = own.iter().map(|booking| shown(booking, now)).collect();
    Ok(json(&own)?)
}
