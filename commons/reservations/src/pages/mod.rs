//! The pages of reservations: what can be had, what one has, and the desk of whoever lets it.

mod amounts;
mod booking;
mod desk;
mod feeds;
mod host;
mod invoicing;
mod own;
mod passes;
mod picture;
mod plans;
mod rates;
mod settings;
mod site;
mod standings;
mod thing;
mod usage;
mod waits;
mod week;
mod wish;

pub use week::{hours_in_a_line, hours_in_words, read_week, week_fields};

use base::{Moment, Outcome, Refusal};
use jiff::civil::{Date, Time};
use people::Policy;
use web::parts::{Badge, Crumb, Tone};
use web::{Routes, Voice};

use crate::local::{midnight, wall as local};
use crate::model::{Booking, Site, Span, State};

/// The routes of reservations.
pub fn routes() -> Routes<Policy> {
    let anyone = Policy::Anyone;
    let own = Policy::SignedIn;
    Routes::new(people::guard)
        .get("/sites/{site}", anyone, site::show)
        .get("/sites/{site}/ecran", anyone, site::display)
        .get("/sites/{site}/cadre", anyone, site::frame)
        .get("/ressources/{thing}", anyone, thing::show)
        .post("/ressources/{thing}", own, wish::ask)
        .post("/ressources/{thing}/attente", own, waits::join_list)
        .get("/reservations", own, own::list)
        .post("/reservations/agenda", own, own::renew)
        .get("/reservations/{booking}", own, booking::show)
        .post("/reservations/{booking}/confirmation", own, booking::say_yes)
        .post("/reservations/{booking}/annulation", own, booking::give_back)
        .get("/reservations/{booking}/deplacement", own, booking::other_time)
        .post("/reservations/{booking}/deplacement", own, booking::put_elsewhere)
        .get("/reservations/{booking}/rendez-vous.ics", own, feeds::one)
        .post("/attentes/{wait}/fin", own, waits::leave_list)
        .get("/sites/{site}/offres", anyone, plans::offers)
        .get("/offres/{plan}", own, plans::consider)
        .post("/offres/{plan}", own, plans::purchase)
        .get("/forfaits/{pass}", own, passes::show)
        .post("/forfaits/{pass}", own, passes::name)
        .get("/arrivees/{door_token}", own, own::arriving)
        .post("/arrivees/{door_token}", own, own::arrive)
        .get("/calendriers/personne/{own_token}/agenda.ics", anyone, feeds::of_person)
        .get("/calendriers/site/{feed_token}/agenda.ics", anyone, feeds::of_site)
        .get("/calendriers/ressource/{thing}/agenda.ics", anyone, feeds::of_thing)
        .merge(host_routes())
        .merge(crate::api::routes())
}

/// What hosts use; officers, who look after the whole network, come in by the same doors.
fn host_routes() -> Routes<Policy> {
    let host = Policy::Host;
    Routes::new(people::guard)
        .get("/sites", host, host::list)
        .get("/sites/nouveau", host, host::new)
        .post("/sites/nouveau", host, host::open)
        .get("/sites/{site}/accueil", host, desk::show)
        .post("/sites/{site}/accueil", host, desk::walk)
        .post("/reservations/{booking}/arrivee", host, desk::arrived)
        .post("/reservations/{booking}/depart", host, desk::left)
        .post("/reservations/{booking}/reponse", host, desk::answer_request)
        .get("/sites/{site}/occupation", host, usage::show)
        .get("/sites/{site}/fermetures", host, settings::closures_show)
        .post("/sites/{site}/fermetures", host, settings::close_times)
        .get("/sites/{site}/reglages", host, host::edit)
        .post("/sites/{site}/reglages", host, host::change)
        .post("/sites/{site}/secrets", host, host::renew)
        .get("/sites/{site}/formules", host, plans::list)
        .post("/sites/{site}/formules", host, plans::change)
        .get("/sites/{site}/forfaits", host, passes::members)
        .post("/sites/{site}/forfaits", host, passes::hand_out)
        .get("/sites/{site}/facturation", host, invoicing::show)
        .post("/sites/{site}/facturation", host, invoicing::act)
        .get("/ressources/{thing}/tarifs", host, rates::show)
        .post("/ressources/{thing}/tarifs", host, rates::change)
        .post("/reservations/{booking}/geste", host, booking::make_it_good)
        .get("/sites/{site}/affiche.pdf", host, host::poster)
        .get("/sites/{site}/ressources", host, settings::new_thing)
        .post("/sites/{site}/ressources", host, settings::add_thing)
        .get("/ressources/{thing}/reglages", host, settings::edit_thing)
        .post("/ressources/{thing}/reglages", host, settings::change_thing)
        .get("/sites/{site}/statuts", host, standings::list)
        .post("/sites/{site}/statuts", host, standings::change)
        .get("/ressources/{thing}/conditions", host, standings::terms)
        .post("/ressources/{thing}/conditions", host, standings::set_terms)
        .get("/ressources/{thing}/attentes", host, waits::list)
        .post("/attentes/{wait}/priorite", host, waits::prefer)
}

/// A day on the wall of a site, from its first moment to the first of the next.
fn day_of(site: &Site, day: Date) -> Outcome<Span> {
    let next = day.tomorrow().map_err(Refusal::broken)?;
    Ok(Span { from: midnight(site, day)?, to: midnight(site, next)? })
}

/// A time of the clock as it is read out: 9 h 30.
fn clock(voice: &Voice, time: Time) -> String {
    let (hour, minute) = (i64::from(time.hour()), time.minute());
    match minute {
        0 => voice.with("reservations-hour", "hour", hour),
        _ => {
            let args = [("hour", hour.into()), ("minute", format!("{minute:02}").into())];
            voice.with_all("reservations-clock", &args)
        }
    }
}

/// From when until when on one day; over midnight with both days.
fn times(voice: &Voice, site: &Site, span: Span) -> Outcome<String> {
    let (from, to) = (local(site, span.from)?, local(site, span.to)?);
    let midnight =
        to.time() == Time::midnight() && to.date() == from.date().tomorrow().unwrap_or(to.date());
    if from.date() == to.date() || midnight {
        let args =
            [("from", clock(voice, from.time()).into()), ("to", clock(voice, to.time()).into())];
        return Ok(voice.with_all("reservations-times", &args));
    }
    let args = [
        ("from", clock(voice, from.time()).into()),
        ("day", voice.date(to.date()).into()),
        ("to", clock(voice, to.time()).into()),
    ];
    Ok(voice.with_all("reservations-times-over", &args))
}

/// A span in words: the day, from when until when.
fn when(voice: &Voice, site: &Site, span: Span) -> Outcome<String> {
    let day = voice.date(local(site, span.from)?.date());
    let args = [("day", day.into()), ("times", times(voice, site, span)?.into())];
    Ok(voice.with_all("reservations-when", &args))
}

/// Where a promise stands, at a glance.
fn badge(voice: &Voice, booking: &Booking, now: Moment) -> Badge {
    let state = match booking.state {
        State::Held if booking.live_until <= now => State::Expired,
        state => state,
    };
    let tone = match state {
        State::Held | State::Requested => Tone::Waiting,
        State::Confirmed | State::CheckedIn => Tone::Good,
        State::NoShow | State::Refused => Tone::Bad,
        State::Done | State::Cancelled | State::Expired => Tone::Plain,
    };
    Badge::new(voice.named("reservations-state", state.code()), tone)
}

/// The way to a page of a site.
fn crumbs(site: &Site, here: &str) -> Vec<Crumb> {
    let own = here.is_empty();
    let href = (!own).then(|| format!("/sites/{}", site.id));
    let mut crumbs = vec![Crumb { label: site.data.name.clone(), href }];
    if !own {
        crumbs.push(Crumb { label: here.to_owned(), href: None });
    }
    crumbs
}

/// What a form that was refused shows again, or the refusal itself.
fn faults_of(refusal: Refusal) -> Outcome<Vec<base::Fault>> {
    match refusal {
        Refusal::Invalid(faults) => Ok(faults),
        other => Err(other),
    }
}
