//! What is promised, by whom, to whom, and where the promise stands.

use base::{Id, Moment, Outcome, Refusal};
use people::{OrgId, PersonId};
use serde::{Deserialize, Serialize};

/// Id of a site.
pub type SiteId = Id<Site>;
/// Id of a resource.
pub type ResourceId = Id<Resource>;
/// Id of a booking, chosen by whoever asks for it.
pub type BookingId = Id<Booking>;
/// Id of a place in a waiting list.
pub type WaitId = Id<Wait>;

/// What is promised until the end of time stands in this moment.
pub(crate) const FOR_GOOD: Moment = Moment(i64::MAX);

/// From when until when, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first moment.
    pub from: Moment,
    /// The moment after the last.
    pub to: Moment,
}

impl Span {
    /// Whether both have a moment in common.
    pub fn meets(self, other: Span) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Its length in whole minutes.
    pub fn minutes(self) -> i64 {
        self.to.seconds_since(self.from) / 60
    }
}

/// Where things are let: one host, one clock, one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSite {
    /// Whose it is.
    pub organisation: OrgId,
    /// What it is called.
    pub name: String,
    /// IANA zone of its wall clock.
    pub zone: String,
    /// When it is open, in the opening_hours syntax of OpenStreetMap.
    pub hours: String,
    /// A hold ends after so many minutes.
    pub hold_minutes: i64,
    /// Whoever did not come after so many minutes loses the place; 0 for never.
    pub no_show_minutes: i64,
    /// Until so many hours before, cancelling costs nothing.
    pub free_cancel_hours: i64,
    /// So much is given back of what is cancelled later, in hundredths.
    pub late_refund_percent: i64,
    /// It does not exist before.
    pub opens_at: Option<Moment>,
    /// Nor after.
    pub closes_at: Option<Moment>,
}

impl NewSite {
    /// A site as most begin: open on working days.
    pub fn usual(organisation: OrgId) -> Self {
        Self {
            organisation,
            name: String::new(),
            zone: "Europe/Paris".to_owned(),
            hours: "Mo-Fr 09:00-18:00; PH off".to_owned(),
            hold_minutes: 10,
            no_show_minutes: 30,
            free_cancel_hours: 24,
            late_refund_percent: 50,
            opens_at: None,
            closes_at: None,
        }
    }
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its version.
    pub version: i64,
    /// What its host laid down.
    pub data: NewSite,
    /// The secret in the code on its wall, by which people check in.
    pub code: String,
    /// The secret in the address of its host's calendar.
    pub feed: String,
}

/// How a thing is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One at a time: a room, a car.
    Exclusive,
    /// So many alike: which one is said on arrival.
    Units,
    /// So many seats.
    Pool,
    /// As many as its programme finds at each moment.
    Derived,
}

impl Kind {
    /// All kinds that a host can choose.
    pub const CHOSEN: [Kind; 3] = [Kind::Exclusive, Kind::Units, Kind::Pool];

    /// The kind as stored; its name is the text `reservations-kind-…`.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Exclusive => "exclusive",
            Kind::Units => "units",
            Kind::Pool => "pool",
            Kind::Derived => "derived",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Kind::Exclusive, Kind::Units, Kind::Pool, Kind::Derived]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// What a host lays down of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewResource {
    /// What it is called.
    pub name: String,
    /// What it is, in a few words.
    pub what: String,
    /// How it is promised.
    pub kind: Kind,
    /// How many at once.
    pub capacity: i64,
    /// When, if not when its site is open; opening_hours syntax.
    pub hours: String,
    /// Minutes kept free before.
    pub before_minutes: i64,
    /// Minutes kept free after.
    pub after_minutes: i64,
    /// Promises begin and end on multiples of these minutes.
    pub step_minutes: i64,
    /// The shortest promise.
    pub min_minutes: i64,
    /// The longest promise.
    pub max_minutes: i64,
    /// Not later than so many minutes before.
    pub notice_minutes: i64,
    /// Not earlier than so many days before.
    pub horizon_days: i64,
    /// Promises to come that one person may have.
    pub person_max: i64,
    /// A host must agree.
    pub approval: bool,
    /// The standing that one must have, such as a training; empty for none.
    pub requires: String,
    /// Price of an hour, in cents.
    pub hour_cents: i64,
    /// Most of a day, in cents; 0 for no ceiling.
    pub day_cents: i64,
}

impl Default for NewResource {
    fn default() -> Self {
        Self {
            name: String::new(),
            what: String::new(),
            kind: Kind::Exclusive,
            capacity: 1,
            hours: String::new(),
            before_minutes: 0,
            after_minutes: 0,
            step_minutes: 15,
            min_minutes: 15,
            max_minutes: 600,
            notice_minutes: 0,
            horizon_days: 90,
            person_max: 10,
            approval: false,
            requires: String::new(),
            hour_cents: 0,
            day_cents: 0,
        }
    }
}

/// A thing that is promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// Its version: every promise counts it on.
    pub version: i64,
    /// Where it is.
    pub site: SiteId,
    /// What its host laid down.
    pub data: NewResource,
    /// Whether it is not let any more.
    pub closed: bool,
    /// The longest time that it was ever busy at once, µs.
    pub longest: i64,
    /// Whether it is there once, for the programme that holds it: lists of what is let leave it out.
    pub once: bool,
}

impl Resource {
    /// Its page: what is there once has one by its programme.
    pub fn page(&self) -> String {
        let of = if self.once { "rendez-vous" } else { "ressources" };
        format!("/{of}/{}", self.id)
    }
}

/// Where a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Kept for somebody who has not yet said yes.
    Held,
    /// Waits for the host.
    Requested,
    /// Promised.
    Confirmed,
    /// They are there.
    CheckedIn,
    /// It is over.
    Done,
    /// Nobody came.
    NoShow,
    /// Given back.
    Cancelled,
    /// The host did not agree.
    Refused,
    /// The hold ran out.
    Expired,
}

impl State {
    const ALL: [State; 9] = [
        State::Held,
        State::Requested,
        State::Confirmed,
        State::CheckedIn,
        State::Done,
        State::NoShow,
        State::Cancelled,
        State::Refused,
        State::Expired,
    ];

    /// The state as stored; its name is the text `reservations-state-…`.
    pub fn code(self) -> &'static str {
        match self {
            State::Held => "held",
            State::Requested => "requested",
            State::Confirmed => "confirmed",
            State::CheckedIn => "checked_in",
            State::Done => "done",
            State::NoShow => "no_show",
            State::Cancelled => "cancelled",
            State::Refused => "refused",
            State::Expired => "expired",
        }
    }

    pub(crate) fn from_code(code: &str) -> Outcome<Self> {
        State::ALL
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| Refusal::broken("a booking has an unknown state"))
    }

    /// Whether it may still come to something.
    pub fn is_open(self) -> bool {
        matches!(self, State::Held | State::Requested | State::Confirmed | State::CheckedIn)
    }
}

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What.
    pub resource: ResourceId,
    /// When.
    pub span: Span,
    /// How many.
    pub quantity: i64,
    /// What for, in a few words; for somebody without an account, their name.
    pub title: String,
    /// For which organisation.
    pub organisation: Option<OrgId>,
}

/// A promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// Its version.
    pub version: i64,
    /// What was asked for.
    pub asked: Asked,
    /// To whom; nobody for those who came without an account.
    pub person: Option<PersonId>,
    /// The first of the series that it belongs to.
    pub series: Option<BookingId>,
    /// The time that nobody else has, with what is kept free around it.
    pub busy: Span,
    /// Until when it counts.
    pub live_until: Moment,
    /// Where it stands.
    pub state: State,
    /// The price that was said, in cents.
    pub price_cents: i64,
    /// What is given back of it.
    pub refund_cents: i64,
    /// Which of the units, once somebody has come: their numbers, spaces between.
    pub units: String,
    /// How often it was changed, for calendars.
    pub sequence: i64,
    /// When it was made.
    pub made_at: Moment,
    /// When it was last changed.
    pub changed_at: Moment,
}

/// Where somebody in a waiting list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitState {
    /// They wait.
    Waiting,
    /// A place is kept for them.
    Offered,
    /// They took it.
    Taken,
    /// They left.
    Left,
    /// The time has passed, or they did not answer.
    Passed,
}

impl WaitState {
    /// The state as stored; its name is the text `reservations-wait-…`.
    pub fn code(self) -> &'static str {
        match self {
            WaitState::Waiting => "waiting",
            WaitState::Offered => "offered",
            WaitState::Taken => "taken",
            WaitState::Left => "left",
            WaitState::Passed => "passed",
        }
    }

    pub(crate) fn from_code(code: &str) -> Outcome<Self> {
        use WaitState::{Left, Offered, Passed, Taken, Waiting};
        [Waiting, Offered, Taken, Left, Passed]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| Refusal::broken("a waiting list has an unknown state"))
    }
}

/// Somebody in a waiting list: one, or a group that comes together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Its id.
    pub id: WaitId,
    /// What they wait for.
    pub asked: Asked,
    /// Who.
    pub person: PersonId,
    /// Their turn: lowest first.
    pub rank: i64,
    /// Where they stand.
    pub state: WaitState,
    /// What is kept for them.
    pub booking: Option<BookingId>,
    /// Since when.
    pub asked_at: Moment,
}
