//! How many children may be there: the French rules of collective childcare, instant by instant
//! and over the week.
//!
//! At every instant the smallest of these holds: the places open then (authorised capacity, as
//! modulated over the day) with what is allowed above them, rounded up; what the ratio allows for
//! the staff on duty and the children who are there; the least staff there must be. Over a week the
//! hours of presence must not exceed the hours of capacity. A shift is a booking that adds capacity.
//! The figures are dated data ([`TABLE`]), each with its source; before the first date nothing is
//! allowed, because nothing is known.
//!
//! Whether a child walks is said, never derived from its age. The need for staff is the sum of both
//! parts, rounded up once: 5 who do not walk and 8 who do need two. Deliberately absent: which child
//! has to go where there are too many, the share of diplomas over the year (R2324-42), outings.

mod norms;
mod plan;

pub use norms::{Norm, Norms, Row, TABLE, norms};
pub use plan::{
    Breach, Plan, Point, Presence, Shift, Week, WhyNot, curve, touched, weeks, why_not, worsened,
};

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Which ratio a manager has chosen (R2324-43; arrêté of 8 October 2021, art. 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratio {
    /// One for five who do not walk, one for eight who do.
    ByWalking,
    /// One for six, whatever their age.
    ForAll,
}

/// A place of childcare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// Places authorised.
    pub places: u32,
    /// The ratio chosen.
    pub ratio: Ratio,
    /// Whether its règlement describes children above the places (R2324-27, 4°); else none are.
    pub surplus: bool,
    /// On whose wall its days and weeks begin.
    pub zone: TimeZone,
}

/// What somebody who looks after children has (R2324-42).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualification {
    /// 1°: puéricultrice, éducateur de jeunes enfants, auxiliaire de puériculture, infirmier,
    /// psychomotricien.
    First,
    /// 2°: another that the arrêté of 29 July 2022 lists.
    Second,
}

/// Who is on duty with the children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// With a qualification of 1°.
    pub first: u32,
    /// With one of 2°.
    pub second: u32,
}

impl Staff {
    /// All.
    pub fn count(self) -> u32 {
        self.first + self.second
    }
}

/// Which children are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mix {
    /// Who walk.
    pub walking: u32,
    /// Who do not.
    pub not_walking: u32,
}

impl Mix {
    /// All.
    pub fn count(self) -> u32 {
        self.walking + self.not_walking
    }
}

/// What keeps more children out. In the order in which one is named where several do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// No rule is known for the day.
    NoRule,
    /// No place is open.
    Closed,
    /// Fewer are on duty than must be there.
    LeastStaff,
    /// Somebody alone has no qualification of 1°.
    AloneUnqualified,
    /// Somebody alone may have so many.
    Alone,
    /// Nobody on duty has a qualification of 1°, in a large place.
    FirstCategory,
    /// The ratio.
    Ratio,
    /// The places, with what is allowed above them.
    Places,
}

/// How many children may be there, and why no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many in all.
    pub children: u32,
    /// What keeps more out.
    pub bound: Bound,
}

/// How many children may be there in all, by who would come. Below the number of those who are
/// there, there are too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// If only children come, or go, who walk.
    pub walking: Limit,
    /// If only children come, or go, who do not.
    pub not_walking: Limit,
}

/// How many children may be there on a day, with so many places open, this staff, and these
/// children there already.
pub fn capacity_at(house: &House, on: Date, open: u32, staff: Staff, there: Mix) -> Capacity {
    let Some(norms) = norms(on) else {
        let none = Limit { children: 0, bound: Bound::NoRule };
        return Capacity { walking: none, not_walking: none };
    };
    let whole = whole(house, &norms, open, staff);
    let with = |by_ratio: u32| {
        let ratio = Limit { children: by_ratio, bound: Bound::Ratio };
        whole.into_iter().flatten().fold(ratio, |least, one| {
            let order = |limit: &Limit| (limit.children, limit.bound);
            if order(&one) < order(&least) { one } else { least }
        })
    };
    let staff = u64::from(staff.count());
    let (small, large) = (u64::from(norms.per_not_walking), u64::from(norms.per_walking));
    let most = |other: u32, other_per: u64, per: u64| {
        // In parts of a person: 1/small for who does not walk, 1/large for who does.
        let left =
            (staff * small * large).checked_sub(u64::from(other) * small * large / other_per);
        let most = match left {
            Some(left) => u64::from(other) + left * per / (small * large),
            None => staff * other_per,
        };
        u32::try_from(most).unwrap_or(u32::MAX)
    };
    match house.ratio {
        Ratio::ForAll => {
            let limit = with(u32::try_from(staff * u64::from(norms.per_any)).unwrap_or(u32::MAX));
            Capacity { walking: limit, not_walking: limit }
        }
        Ratio::ByWalking => Capacity {
            walking: with(most(there.not_walking, small, large)),
            not_walking: with(most(there.walking, large, small)),
        },
    }
}

/// The limits that do not ask who walks.
fn whole(house: &House, norms: &Norms, open: u32, staff: Staff) -> [Option<Limit>; 3] {
    let limit = |children, bound| Some(Limit { children, bound });
    let micro = house.places <= norms.micro_places;
    let places = match (open, house.surplus) {
        (0, _) => limit(0, Bound::Closed),
        (_, true) => limit(above(open, norms.surplus_percent), Bound::Places),
        (_, false) => limit(open, Bound::Places),
    };
    let least = match staff.count() {
        count if count >= norms.least_staff => None,
        0 => limit(0, Bound::LeastStaff),
        _ if !micro => limit(0, Bound::LeastStaff),
        _ if norms.alone_needs_first && staff.first == 0 => limit(0, Bound::AloneUnqualified),
        _ => limit(norms.micro_alone, Bound::Alone),
    };
    let large = house.places > norms.first_above_places && staff.first == 0;
    [places, least, large.then_some(Limit { children: 0, bound: Bound::FirstCategory })]
}

/// So many per cent of places, rounded up (arrêté of 8 October 2021, art. 6).
fn above(places: u32, percent: u32) -> u32 {
    let children = (u64::from(places) * u64::from(percent)).div_ceil(100);
    u32::try_from(children).unwrap_or(u32::MAX)
}
