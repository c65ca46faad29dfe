//! The types of third places: places and what is in them, tours and their stages.

use std::collections::BTreeMap;

use base::{Id, Moment};
use jiff::civil::Date;
use people::OrgId;
use serde::{Deserialize, Serialize};

/// Marks ids of places.
pub enum PlaceKind {}
/// The id of a place.
pub type PlaceId = Id<PlaceKind>;
/// Marks ids of spaces.
pub enum SpaceKind {}
/// The id of a space: a room of a place, or a part of one.
pub type SpaceId = Id<SpaceKind>;
/// Marks ids of services.
pub enum ServiceKind {}
/// The id of a service offered in a place.
pub type ServiceId = Id<ServiceKind>;
/// Marks ids of pictures.
pub enum PictureKind {}
/// The id of a picture.
pub type PictureId = Id<PictureKind>;
/// Marks ids of tours.
pub enum TourKind {}
/// The id of a tour.
pub type TourId = Id<TourKind>;
/// Marks ids of stages.
pub enum StageKind {}
/// The id of a stage of a tour.
pub type StageId = Id<StageKind>;

/// Where a place or a tour stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Life {
    /// The network prepares it; nobody else sees it but its host.
    Draft,
    /// It is public and will open.
    Announced,
    /// It is open.
    Open,
    /// It is over, for now or for good.
    Closed,
    /// It is over, and what came of it is told.
    Archived,
}

impl Life {
    /// All of them, in the order of a life.
    pub const ALL: [Life; 5] =
        [Life::Draft, Life::Announced, Life::Open, Life::Closed, Life::Archived];

    /// The code, as stored and as the end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            Life::Draft => "draft",
            Life::Announced => "announced",
            Life::Open => "open",
            Life::Closed => "closed",
            Life::Archived => "archived",
        }
    }

    /// The one of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Life::ALL.into_iter().find(|life| life.code() == code)
    }
}

impl store::FromValue for Life {
    fn from_value(value: store::Value) -> base::Outcome<Self> {
        let code = String::from_value(value)?;
        Life::from_code(&code)
            .ok_or_else(|| base::Refusal::broken(format_args!("unknown state {code}")))
    }
}

/// Whether a place stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stay {
    /// It has no end.
    #[default]
    Permanent,
    /// It is there from a day to a day.
    Ephemeral,
}

impl Stay {
    /// Both.
    pub const ALL: [Stay; 2] = [Stay::Permanent, Stay::Ephemeral];

    /// The code, as stored and as the end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            Stay::Permanent => "permanent",
            Stay::Ephemeral => "ephemeral",
        }
    }

    /// The one of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Stay::ALL.into_iter().find(|stay| stay.code() == code)
    }
}

/// Where something is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// INSEE code of the commune.
    pub commune_code: String,
    /// Name of the commune.
    pub commune: String,
    /// Latitude, millionths of a degree (WGS 84).
    pub lat_e6: Option<i64>,
    /// Longitude, millionths of a degree.
    pub lon_e6: Option<i64>,
}

impl Address {
    /// Latitude and longitude in degrees, if both are known.
    pub fn degrees(&self) -> Option<(f64, f64)> {
        Some((self.lat_e6? as f64 / 1e6, self.lon_e6? as f64 / 1e6))
    }

    /// The address on one line.
    pub fn line(&self) -> String {
        let town = format!("{} {}", self.postcode, self.commune);
        let parts = [self.street.trim(), town.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Days from one to another, both included; kept as two texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(String, String)", into = "(String, String)")]
pub struct Days {
    /// The first one.
    pub first: Option<Date>,
    /// The last one.
    pub last: Option<Date>,
}

impl Days {
    /// Whether both are known and of one month.
    pub fn in_one_month(&self) -> bool {
        let month = |day: Date| (day.year(), day.month());
        self.first.is_some() && self.first.map(month) == self.last.map(month)
    }
}

impl From<(String, String)> for Days {
    fn from((first, last): (String, String)) -> Self {
        Self { first: first.parse().ok(), last: last.parse().ok() }
    }
}

impl From<Days> for (String, String) {
    fn from(days: Days) -> Self {
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        (text(days.first), text(days.last))
    }
}

/// What a place used of one source of energy in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Energy {
    /// The year.
    pub year: i64,
    /// One of [`crate::vocabulary::ENERGY`].
    pub source: String,
    /// Kilowatt-hours.
    pub kwh: i64,
    /// Where the figure comes from.
    pub origin: String,
}

/// What a place says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceText {
    /// What it is called.
    pub name: String,
    /// Whether it stays.
    pub stay: Stay,
    /// From when until when it is there, when it does not stay.
    pub days: Days,
    /// Where it is.
    pub address: Address,
    /// Its web site.
    pub website: String,
    /// Its telephone.
    pub phone: String,
    /// What it is.
    pub description: String,
    /// What holds there.
    pub house_rules: String,
    /// Some of [`crate::vocabulary::TYPOLOGIES`].
    pub typologies: Vec<String>,
    /// Square metres in all.
    pub surface_m2: Option<i64>,
    /// Opening hours, as OpenStreetMap writes them.
    pub hours: String,
    /// What is known of access, by one of [`crate::vocabulary::ACCESS`]; what is not said is not here.
    pub access: BTreeMap<String, bool>,
    /// What it uses.
    pub energy: Vec<Energy>,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Counts the changes to it and to what is in it.
    pub version: i64,
    /// Where it stands.
    pub state: Life,
    /// The organisation that runs it, if it is one of this service.
    pub host: Option<OrgId>,
    /// What that is called.
    pub host_name: String,
    /// What it says of itself.
    pub text: PlaceText,
    /// What came of it.
    pub results: String,
    /// What it is found by, folded.
    pub folded: String,
    /// When it was changed last.
    pub changed_at: Moment,
}

/// What there is to say of a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpaceText {
    /// One of [`crate::vocabulary::SPACES`].
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Square metres.
    pub surface_m2: Option<i64>,
    /// For how many people.
    pub seats: Option<i64>,
    /// What it is.
    pub description: String,
    /// What is in it.
    pub equipment: String,
}

/// A space of a place.
#[derive(Clone, Debug)]
pub struct Space {
    /// Its id.
    pub id: SpaceId,
    /// What there is to say of it.
    pub text: SpaceText,
}

/// What there is to say of a service, in the terms of data·inclusion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceText {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub description: String,
    /// One of [`crate::vocabulary::SERVICE_TYPES`], or nothing.
    pub kind: String,
    /// Some of [`crate::vocabulary::THEMES`].
    pub themes: Vec<String>,
    /// Some of [`crate::vocabulary::PUBLICS`].
    pub publics: Vec<String>,
    /// Some of [`crate::vocabulary::MODES`].
    pub modes: Vec<String>,
    /// One of [`crate::vocabulary::FEES`], or nothing.
    pub fee: String,
    /// How much, for whom.
    pub fee_details: String,
    /// Who offers it, where it is not the host.
    pub partner_name: String,
}

/// A service offered in a place.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// The place.
    pub place: PlaceId,
    /// What there is to say of it.
    pub text: ServiceText,
    /// When it was changed last.
    pub changed_at: Moment,
}

/// A picture of a place, or the plan or photo of one of its spaces; without its bytes.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its id.
    pub id: PictureId,
    /// The space that it shows, if it shows one.
    pub space: Option<SpaceId>,
    /// One of [`crate::vocabulary::PICTURES`].
    pub kind: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Pixels from left to right.
    pub width: i64,
    /// Pixels from top to bottom.
    pub height: i64,
}

/// What there is to say of a tour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TourText {
    /// What it is called.
    pub name: String,
    /// Who organises it.
    pub host_name: String,
    /// What it is.
    pub description: String,
    /// Its web site.
    pub website: String,
}

/// A tour: a place that is somewhere else at every stage.
#[derive(Clone, Debug)]
pub struct Tour {
    /// Its id.
    pub id: TourId,
    /// Counts the changes to it and to its stages.
    pub version: i64,
    /// Where it stands.
    pub state: Life,
    /// What there is to say of it.
    pub text: TourText,
    /// What came of it.
    pub results: String,
    /// What it is found by, folded.
    pub folded: String,
}

/// What there is to say of a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageText {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub address: Address,
    /// When.
    pub days: Days,
    /// What happens there.
    pub description: String,
}

/// A stage of a tour.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// Its number, from 1.
    pub number: i64,
    /// The place where it is, if that is one of this service.
    pub place: Option<PlaceId>,
    /// What there is to say of it.
    pub text: StageText,
    /// What came of it.
    pub results: String,
}

/// Something that was done to a place or a tour.
#[derive(Clone, Debug)]
pub struct Event {
    /// What was done: the end of `places-event-…`.
    pub kind: String,
    /// More about it.
    pub detail: String,
    /// Who did it, as in the log.
    pub author: String,
    /// When.
    pub at: Moment,
}
