//! What takes place, and where it stands.

use base::{Id, Moment};
use people::{OrgId, PersonId};
use reservations::Span;
use serde::{Deserialize, Serialize};

use crate::model::{PictureId, PlaceId, SpaceId, TourId};

/// Marks ids of gatherings.
pub enum GatheringKind {}
/// The id of a gathering; its occasion in the reservations has the same.
pub type GatheringId = Id<GatheringKind>;
/// Marks ids of draws.
pub enum DrawKind {}
/// The id of a draw.
pub type DrawId = Id<DrawKind>;

/// What a gathering is: each a text `places-agenda-kind-…`.
pub const KINDS: &[&str] =
    &["workshop", "conference", "open-house", "meal", "visit", "course", "other"];

/// In which language it is held: each a text `places-agenda-language-…`.
pub const LANGUAGES: &[&str] = &["fr", "en", "ar", "pt", "lsf", "several"];

/// Seats at most, as of any occasion.
pub const SEATS_MAX: i64 = reservations::OCCASION_SEATS_MAX;
/// Seats that one person may ask for, for those who come with them.
pub const PARTY_MAX: i64 = 10;
/// Dates made at once.
pub const DATES_MAX: usize = 12;

/// Where a gathering stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Whoever runs the place prepares it; nobody else sees it.
    Draft,
    /// It is public, and one can take part.
    Announced,
    /// It does not take place.
    Cancelled,
    /// It has taken place, and what came of it is told.
    Over,
}

impl State {
    /// All of them, in the order of a life.
    pub const ALL: [State; 4] = [State::Draft, State::Announced, State::Cancelled, State::Over];

    /// The code, as stored and as the end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Announced => "announced",
            State::Cancelled => "cancelled",
            State::Over => "over",
        }
    }
}

impl store::FromValue for State {
    fn from_value(value: store::Value) -> base::Outcome<Self> {
        let code = String::from_value(value)?;
        State::ALL
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| base::Refusal::broken(format_args!("unknown state {code}")))
    }
}

/// What is told of a gathering besides its time and its seats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// What it is.
    pub description: String,
    /// Some of [`crate::vocabulary::PUBLICS`].
    pub publics: Vec<String>,
    /// Where in the place.
    pub space: Option<SpaceId>,
    /// The tour at whose stage it is.
    pub tour: Option<TourId>,
    /// What it costs, in words; nothing for free.
    pub price: String,
    /// Whether and how everybody can come, in words.
    pub access: String,
    /// Who leads it, as everybody reads it; nothing for the host.
    pub led_by: String,
    /// A picture of the place.
    pub picture: Option<PictureId>,
}

/// What whoever runs a place writes of a gathering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatheringText {
    /// What it is called.
    pub title: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// One of [`LANGUAGES`].
    pub language: String,
    /// When.
    pub span: Span,
    /// How many seats.
    pub seats: i64,
    /// How many of them one person may ask for.
    pub party_max: i64,
    /// The account that leads it and sees who comes, if it is not the host.
    pub leader: Option<PersonId>,
    /// The organisation that leads it and sees who comes, if it is not the host.
    pub partner: Option<OrgId>,
    /// The rest.
    pub told: Told,
}

/// A gathering.
#[derive(Clone, Debug)]
pub struct Gathering {
    /// Its id.
    pub id: GatheringId,
    /// Counts the changes to it.
    pub version: i64,
    /// Where it is.
    pub place: PlaceId,
    /// Where it stands.
    pub state: State,
    /// What there is to say of it.
    pub text: GatheringText,
    /// The draw that gives its seats out.
    pub draw: Option<DrawId>,
    /// What came of it, in words.
    pub results: String,
    /// How many came.
    pub came: Option<i64>,
    /// Why it does not take place.
    pub reason: String,
    /// What it is found by, folded.
    pub folded: String,
    /// When it was changed last.
    pub changed_at: Moment,
}

impl Gathering {
    /// Its occasion in the reservations.
    pub fn occasion(&self) -> reservations::ResourceId {
        self.id.cast()
    }

    /// Whether one can still come to it.
    pub fn is_to_come(&self, now: Moment) -> bool {
        self.state == State::Announced && self.text.span.from > now
    }
}
