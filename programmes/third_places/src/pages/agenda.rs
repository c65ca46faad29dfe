//! The programme of places on pages: its routes, and how gatherings are said.

use base::{Moment, Outcome};
use jiff::civil::{Date, Time};
use people::Policy;
use reservations::Span;
use web::parts::{Badge, Tone};
use web::{Routes, Voice};

use super::{Side, agenda_desk, agenda_draw, agenda_list, agenda_one, agenda_propose};
use crate::agenda::{Gathering, State};
use crate::model::Place;

/// The routes of the programme.
pub(super) fn routes(routes: Routes<Policy>) -> Routes<Policy> {
    let (anyone, own) = (Policy::Anyone, Policy::SignedIn);
    let routes = routes
        .get("/agenda", anyone, agenda_list::network)
        .get("/lieux/{id}/agenda", anyone, agenda_list::of_place)
        .get("/lieux/{id}/agenda.ics", anyone, agenda_list::feed_of_place)
        .get("/rendez-vous/{gathering}", anyone, agenda_one::show)
        .get("/rendez-vous/{gathering}/rendez-vous.ics", anyone, agenda_one::calendar)
        .post("/rendez-vous/{gathering}/participation", own, agenda_one::ask)
        .get("/rendez-vous/{gathering}/presences", own, agenda_one::attendance)
        .get("/lieux/{id}/proposer", own, agenda_propose::form)
        .post("/lieux/{id}/proposer", own, agenda_propose::send)
        .get("/propositions", own, agenda_propose::own)
        .get("/propositions/{proposal}", own, agenda_propose::show)
        .post("/propositions/{proposal}/message", own, agenda_propose::say)
        .post("/propositions/{proposal}/accord", own, agenda_propose::agree)
        .post("/propositions/{proposal}/refus", own, agenda_propose::decline)
        .post("/propositions/{proposal}/retrait", own, agenda_propose::withdraw)
        .get("/tirages/{draw}", anyone, agenda_draw::show)
        .post("/tirages/{draw}", own, agenda_draw::ask)
        .post("/tirages/{draw}/retrait", own, agenda_draw::take_back)
        .get("/tirages/{draw}/resultat.json", anyone, agenda_draw::file);
    desk(desk(routes, Side::Host), Side::Network)
}

fn desk(routes: Routes<Policy>, side: Side) -> Routes<Policy> {
    let (base, who) = (format!("{}/{{id}}/agenda", side.base()), side.policy());
    let one = format!("{base}/{{gathering}}");
    routes
        .get(&base, who, agenda_desk::list)
        .get(&format!("{base}/nouveau"), who, agenda_desk::new)
        .post(&format!("{base}/nouveau"), who, agenda_desk::create)
        .get(&format!("{}/{{id}}/propositions", side.base()), who, agenda_propose::host_list)
        .get(&format!("{base}/tirage"), who, agenda_draw::new)
        .post(&format!("{base}/tirage"), who, agenda_draw::create)
        .get(&one, who, agenda_desk::edit)
        .post(&one, who, agenda_desk::change)
        .post(&format!("{one}/annonce"), who, agenda_desk::announce)
        .post(&format!("{one}/annulation"), who, agenda_desk::call_off)
        .post(&format!("{one}/bilan"), who, agenda_desk::finish)
}

/// A time of the clock as it is read out.
pub(super) fn clock(voice: &Voice, time: Time) -> String {
    let hour = i64::from(time.hour());
    match time.minute() {
        0 => voice.with("places-agenda-hour", "hour", hour),
        minute => {
            let args = [("hour", hour.into()), ("minute", format!("{minute:02}").into())];
            voice.with_all("places-agenda-clock", &args)
        }
    }
}

/// A day with its name.
pub(super) fn day_in_words(voice: &Voice, day: Date) -> String {
    const NAMES: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    let name = NAMES.get(at).copied().unwrap_or_default();
    let args = [
        ("weekday", voice.named("places-agenda-day", name).into()),
        ("day", voice.date(day).into()),
    ];
    voice.with_all("places-agenda-day", &args)
}

/// From when until when, with the day.
pub(super) fn when(voice: &Voice, span: Span) -> String {
    let (from, to) = (span.from.in_france(), span.to.in_france());
    let args = [
        ("day", day_in_words(voice, from.date()).into()),
        ("from", clock(voice, from.time()).into()),
        ("to", clock(voice, to.time()).into()),
    ];
    voice.with_all("places-agenda-when", &args)
}

/// The place with its commune.
pub(super) fn where_in_words(place: &Place) -> String {
    match place.text.address.commune.as_str() {
        "" => place.text.name.clone(),
        commune => format!("{}, {commune}", place.text.name),
    }
}

/// Where a gathering stands at a glance: seats left if they are not to be drawn, or that it is no
/// longer to come.
pub(super) fn badge(voice: &Voice, known: &Gathering, left: Option<i64>, now: Moment) -> Badge {
    match known.state {
        State::Draft => Badge::new(voice.say("places-agenda-state-draft"), Tone::Plain),
        State::Cancelled => Badge::new(voice.say("places-agenda-state-cancelled"), Tone::Bad),
        State::Over => Badge::new(voice.say("places-agenda-state-over"), Tone::Plain),
        State::Announced if known.text.span.to <= now => {
            Badge::new(voice.say("places-agenda-past"), Tone::Plain)
        }
        State::Announced if known.text.span.from <= now => {
            Badge::new(voice.say("places-agenda-now"), Tone::Good)
        }
        State::Announced if left == Some(0) => {
            Badge::new(voice.say("places-agenda-full"), Tone::Waiting)
        }
        State::Announced => match left {
            Some(left) => Badge::new(voice.with("places-agenda-left", "count", left), Tone::Good),
            None => Badge::new(voice.say("places-draw-title"), Tone::Good),
        },
    }
}

/// A gathering as calendars understand it.
pub(super) fn event(
    known: &Gathering,
    place: &Place,
    public_url: &str,
) -> reservations::calendar::Event {
    use reservations::calendar::{Event, Status, When};
    let text = &known.text;
    Event {
        uid: format!("rendez-vous-{}@parvis", known.id),
        when: When::Once { start: text.span.from.timestamp(), end: text.span.to.timestamp() },
        sequence: u32::try_from(known.version).unwrap_or(u32::MAX),
        status: if known.state == State::Cancelled { Status::Cancelled } else { Status::Confirmed },
        modified: known.changed_at.timestamp(),
        summary: text.title.clone(),
        location: [place.text.name.as_str(), &place.text.address.line()].join(", "),
        description: text.told.description.clone(),
        url: format!("{public_url}/rendez-vous/{}", known.id),
        organizer: None,
    }
}

/// How often a calendar is worth asking again, in minutes.
pub(super) const REFRESH: u32 = 60;

/// The moment at which a day begins in France.
pub(super) fn first_moment(day: Date) -> Moment {
    Moment::from_france(day.to_datetime(Time::midnight()))
}

/// A number for texts that count.
pub(super) fn counted(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A day that an address asks for; nothing for what is no day.
pub(super) fn day_asked(ctx: &web::Ctx, name: &str) -> Outcome<Option<Date>> {
    Ok(ctx.query(name).and_then(|text| web::parse_date(&text)))
}
