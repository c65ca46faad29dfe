//! People who want to be met, for the tests: a place where desks are let, profiles, days there.

use base::{Moment, Outcome};
use people::Actor;
use reservations::{Asked, BookingId, Kind, NewResource, ResourceId, Span};
use store::Tx;
use third_places::PlaceId;
use third_places::meeting::{Profile, ProfileText, Visible};

use crate::Cast;

/// A place with desks.
#[derive(Clone, Copy, Debug)]
pub struct Square {
    /// The place.
    pub place: PlaceId,
    /// Its desks.
    pub desks: ResourceId,
}

/// A place of organisation A where desks are let, day and night.
pub fn square(tx: &mut Tx, cast: &Cast, name: &str) -> Outcome<Square> {
    let place = crate::opened_place(tx, &cast.officer.actor, cast.org_a, name)?;
    let site = crate::let_site_of(tx, &cast.manager.actor, place.cast(), cast.org_a)?;
    let desks = NewResource {
        name: "Bureaux".to_owned(),
        kind: Kind::Units,
        capacity: 10,
        ..NewResource::default()
    };
    let id = tx.id();
    let desks = reservations::add_resource(tx, &cast.manager.actor, site, id, &desks)?;
    Ok(Square { place, desks })
}

/// What somebody says: what they offer, what they seek, at which places they may be found.
pub fn says(offers: &str, seeks: &str, places: &[PlaceId]) -> ProfileText {
    ProfileText {
        offers: vec![offers.to_owned()],
        seeks: vec![seeks.to_owned()],
        employer: "Les Essais".to_owned(),
        form: "social".to_owned(),
        places: places.iter().map(ToString::to_string).collect(),
        languages: vec!["fr".to_owned()],
        ..ProfileText::default()
    }
}

/// Opts in, for people of the same places.
pub fn opts_in(tx: &mut Tx, who: &Actor, text: &ProfileText) -> Outcome<Profile> {
    third_places::meeting::save_profile(tx, who, 0, Visible::Places, text)?;
    third_places::meeting::own_profile(tx, who)?.ok_or(base::Refusal::Unknown)
}

/// Has a desk, in so many days.
pub fn comes_in(tx: &mut Tx, who: &Actor, desks: ResourceId, days: i64) -> Outcome<BookingId> {
    let day = tx.now().plus_days(days).in_france().date();
    let from = Moment::from_france(day.at(10, 0, 0, 0));
    let span = Span { from, to: from.plus_seconds(7_200) };
    let asked =
        Asked { resource: desks, span, quantity: 1, title: String::new(), organisation: None };
    let id = tx.id();
    reservations::hold(tx, who, id, &asked)?;
    reservations::confirm(tx, who, id)?;
    Ok(id)
}

/// Two who could meet in three days: the member offers what the other seeks.
pub fn two_who_could_meet(tx: &mut Tx, cast: &Cast) -> Outcome<(Square, Profile, Profile)> {
    let square = square(tx, cast, "La Halle")?;
    let one = opts_in(tx, &cast.member.actor, &says("accounting", "reuse", &[square.place]))?;
    let mut text = says("training", "accounting", &[square.place]);
    text.form = "classic".to_owned();
    let other = opts_in(tx, &cast.other.actor, &text)?;
    for who in [&cast.member.actor, &cast.other.actor] {
        comes_in(tx, who, square.desks, 3)?;
    }
    Ok((square, one, other))
}
