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
use utoipa::{OpenApi, ToSchema};
use web::api::{Body, Problem, Refusals, json};
use web::{Ctx, Refused, Routes};

use crate::availability::availability;
use crate::bookings::{booking, hold};
use crate::life::{cancel, confirm};
use crate::model::{Asked, Booking, BookingId, Resource, Site, SiteId, Span, State};
use crate::own::own_bookings;
use crate::sites::{resource, resources_of, site};

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
    /// What is to be paid, as a decimal in euros.
    total_payment_due: String,
    /// Until when it is held at this price.
    #[serde(skip_serializing_if = "Option::is_none")]
    lease_expires: Option<String>,
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
    }
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
    let held = ctx
        .app
        .store()
        .write(move |tx| {
            crate::occasions::by_its_programme(&resource(tx, asked.resource)?)?;
            hold(tx, &actor, id, &asked)
        })
        .await?;
    Ok(json(&shown(&held, now))?)
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
            let (known, _, _) = booking(tx, &actor, id)?;
            if Cents(known.price_cents).decimal() != agreed.total_payment_due {
                return Err(Refusal::conflict("reservations-conflict-price"));
            }
            confirm(tx, &actor, id)?;
            booking(tx, &actor, id)
        })
        .await?;
    Ok(json(&shown(&done.0, now))?)
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
            booking(tx, &actor, id)
        })
        .await?;
    Ok(json(&shown(&done.0, now))?)
}

/// The orders of whoever owns the token, latest first.
#[utoipa::path(get, path = "/api/v1/orders", tag = "reservations",
    responses((status = 200, body = Vec<Order>), (status = 401, body = Problem)))]
async fn orders(ctx: Ctx, actor: Actor) -> Answer {
    let now = ctx.app.world().now();
    let own = ctx.app.store().read(move |tx| own_bookings(tx, &actor)).await?;
    let own: Vec<Order> = own.iter().map(|booking| shown(booking, now)).collect();
    Ok(json(&own)?)
}
