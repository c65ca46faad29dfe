//! What somebody says of themselves to be found, and how two people were introduced.

use base::{Id, Moment, Outcome, Refusal};
use people::PersonId;
use serde::{Deserialize, Serialize};

use crate::model::PlaceId;

/// Marks ids of profiles.
pub enum ProfileKind {}
/// The id of a profile: it leads to nobody once the profile is withdrawn.
pub type ProfileId = Id<ProfileKind>;
/// Marks ids of introductions.
pub enum IntroductionKind {}
/// The id of an introduction, chosen by whoever asks for it.
pub type IntroductionId = Id<IntroductionKind>;

/// In what one offers or seeks something; each has a text `places-meet-domain-…`.
pub const DOMAINS: &[&str] = &[
    "accounting",
    "funding",
    "law",
    "hiring",
    "training",
    "digital",
    "communication",
    "purchasing",
    "premises",
    "mobility",
    "crafts",
    "reuse",
    "food",
    "care",
    "culture",
    "energy",
    "facilitation",
    "measuring",
];

/// For what kind of body one works; each has a text `places-meet-form-…`.
pub const FORMS: &[&str] = &["social", "classic", "other"];

/// In which language one speaks; each has a text `places-meet-language-…`.
pub const LANGUAGES: &[&str] = &["fr", "en", "es", "pt", "ar", "de", "it", "zh", "lsf"];

/// Domains on one side, at most.
pub const DOMAINS_MAX: usize = 6;
/// Places that a profile names, at most.
pub const PLACES_MAX: usize = 16;
/// Words of one's own on one side, at most.
pub const WORDS_MAX: usize = 6;

/// Who may see a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visible {
    /// Nobody: it rests, and suggests nobody.
    Nobody,
    /// Those who have one too and may be found at one of the same places.
    Places,
    /// Whoever is signed in.
    Everybody,
}

impl Visible {
    /// All of them.
    pub const ALL: [Visible; 3] = [Visible::Places, Visible::Everybody, Visible::Nobody];

    /// The code, as stored; its name is the text `places-meet-visible-…`.
    pub fn code(self) -> &'static str {
        match self {
            Visible::Nobody => "nobody",
            Visible::Places => "places",
            Visible::Everybody => "everybody",
        }
    }

    /// The one of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Visible::ALL.into_iter().find(|visible| visible.code() == code)
    }
}

impl store::FromValue for Visible {
    fn from_value(value: store::Value) -> Outcome<Self> {
        let code = String::from_value(value)?;
        Visible::from_code(&code)
            .ok_or_else(|| Refusal::broken(format_args!("visible to unknown {code}")))
    }
}

/// What somebody says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileText {
    /// Domains in which they offer something, of [`DOMAINS`].
    pub offers: Vec<String>,
    /// The same in their own words, each a few.
    pub offer_words: Vec<String>,
    /// Domains in which they seek something.
    pub seeks: Vec<String>,
    /// The same in their own words.
    pub seek_words: Vec<String>,
    /// For whom they work.
    pub employer: String,
    /// What that is: one of [`FORMS`].
    pub form: String,
    /// The places at which they may be found, by id.
    pub places: Vec<String>,
    /// Languages that they speak, of [`LANGUAGES`].
    pub languages: Vec<String>,
    /// What else they say.
    pub about: String,
}

/// A profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Whose it is.
    pub person: PersonId,
    /// Its id.
    pub id: ProfileId,
    /// Its version.
    pub version: i64,
    /// Who may see it.
    pub visible: Visible,
    /// What it says.
    pub text: ProfileText,
}

impl Profile {
    /// The places that it names.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.text.places.iter().filter_map(|id| id.parse().ok())
    }

    /// Whether it names a place.
    pub fn is_at(&self, place: PlaceId) -> bool {
        self.places().any(|one| one == place)
    }
}

/// Where an introduction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// One has said yes.
    Asked,
    /// Both have.
    Accepted,
    /// The other does not want it; whoever asked sees no answer.
    Declined,
}

impl Stand {
    /// The code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Stand::Asked => "asked",
            Stand::Accepted => "accepted",
            Stand::Declined => "declined",
        }
    }

    /// The one of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Stand::Asked, Stand::Accepted, Stand::Declined].into_iter().find(|s| s.code() == code)
    }
}

impl store::FromValue for Stand {
    fn from_value(value: store::Value) -> Outcome<Self> {
        let code = String::from_value(value)?;
        Stand::from_code(&code)
            .ok_or_else(|| Refusal::broken(format_args!("an introduction is {code}")))
    }
}

/// What one of two sees of their introduction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The other asks for it.
    AskedOfMe,
    /// One has asked for it oneself; whether the other has declined is not told.
    NoAnswer,
    /// Both said yes: the other's address.
    Met(String),
}

/// An introduction, as one of the two sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Its id.
    pub id: IntroductionId,
    /// The other.
    pub other: PersonId,
    /// Their name.
    pub name: String,
    /// Their profile.
    pub profile: Option<Profile>,
    /// What was said when it was asked for.
    pub words: String,
    /// When that was.
    pub asked_at: Moment,
    /// What one sees.
    pub seen: Seen,
}
