//! Childcare: the rules of the code de la santé publique, worked by hand.

use jiff::Timestamp;
use jiff::civil::date;
use parvis_reservations::capacity::Amount;
use parvis_reservations::childcare::{
    Bound, House, Mix, Norm, Plan, Presence, Qualification, Ratio, Shift, Staff, TABLE, WhyNot,
    capacity_at, curve, norms, touched, weeks, why_not,
};
use proptest::prelude::*;

use super::{paris, utc};

fn house(places: u32, ratio: Ratio) -> House {
    House { places, ratio, surplus: true, zone: paris() }
}

fn staff(first: u32, second: u32) -> Staff {
    Staff { first, second }
}

fn there(walking: u32, not_walking: u32) -> Mix {
    Mix { walking, not_walking }
}

/// How many may be there, if who comes walks or not, and why no more; in November 2026.
fn limits(house: &House, staff: Staff, mix: Mix) -> [(u32, Bound); 2] {
    let found = capacity_at(house, date(2026, 11, 27), house.places, staff, mix);
    [found.walking, found.not_walking].map(|limit| (limit.children, limit.bound))
}

#[test]
fn twelve_places_are_fourteen_children_if_the_staff_suffices() {
    let micro = house(12, Ratio::ByWalking);
    let nobody = there(0, 0);
    assert_eq!(limits(&micro, staff(2, 0), nobody), [(14, Bound::Places), (10, Bound::Ratio)]);
    assert_eq!(limits(&micro, staff(1, 2), nobody), [(14, Bound::Places), (14, Bound::Places)]);
    let six = house(12, Ratio::ForAll);
    assert_eq!(limits(&six, staff(1, 1), nobody), [(12, Bound::Ratio); 2]);
    assert_eq!(limits(&six, staff(1, 2), nobody), [(14, Bound::Places); 2]);
    // 11.5 and 13.8 are rounded up, 23 is not.
    for (places, children) in [(10, 12), (12, 14), (20, 23), (25, 29), (60, 69)] {
        let many = limits(&house(places, Ratio::ForAll), staff(20, 0), nobody);
        assert_eq!(many, [(children, Bound::Places); 2]);
    }
    // Without a règlement that describes it there is no surplus.
    let strict = House { surplus: false, ..house(12, Ratio::ForAll) };
    assert_eq!(limits(&strict, staff(3, 0), nobody), [(12, Bound::Places); 2]);
}

#[test]
fn who_is_there_decides_on_who_may_come() {
    let micro = house(12, Ratio::ByWalking);
    // Two can have 80 parts: 8 for each who does not walk, 5 for each who does.
    assert_eq!(limits(&micro, staff(2, 0), there(5, 5)), [(13, Bound::Ratio), (11, Bound::Ratio)]);
    assert_eq!(limits(&micro, staff(2, 0), there(8, 5)), [(13, Bound::Ratio); 2]);
    // Eleven who do not walk are too many for two, whoever else goes.
    assert_eq!(limits(&micro, staff(2, 0), there(0, 11))[1], (10, Bound::Ratio));
    assert_eq!(limits(&micro, staff(2, 0), there(1, 11))[0].0, 10);
}

#[test]
fn somebody_is_never_alone_with_more_than_three() {
    let micro = house(12, Ratio::ByWalking);
    let on = |day, staff| {
        let limit = capacity_at(&micro, day, 12, staff, there(0, 0)).walking;
        (limit.children, limit.bound)
    };
    let (before, since) = (date(2026, 8, 31), date(2026, 9, 1));
    assert_eq!(on(before, staff(0, 1)), (3, Bound::Alone));
    assert_eq!(on(since, staff(0, 1)), (0, Bound::AloneUnqualified));
    assert_eq!(on(since, staff(1, 0)), (3, Bound::Alone));
    assert_eq!(on(since, staff(0, 2)), (14, Bound::Places));
    assert_eq!(on(since, staff(0, 0)), (0, Bound::LeastStaff));
    // Larger places need two from the first child on, and above 24 places one of category 1°.
    let nobody = there(0, 0);
    assert_eq!(limits(&house(13, Ratio::ForAll), staff(1, 0), nobody)[0], (0, Bound::LeastStaff));
    assert_eq!(limits(&house(24, Ratio::ForAll), staff(0, 2), nobody)[0], (12, Bound::Ratio));
    assert_eq!(
        limits(&house(25, Ratio::ForAll), staff(0, 3), nobody)[0],
        (0, Bound::FirstCategory)
    );
    assert_eq!(limits(&house(25, Ratio::ForAll), staff(1, 2), nobody)[0], (18, Bound::Ratio));
}

#[test]
fn the_rules_are_dated_and_have_their_source() {
    assert_eq!(norms(date(2021, 8, 31)), None);
    assert!(!norms(date(2021, 9, 1)).unwrap().alone_needs_first);
    assert!(norms(date(2030, 1, 1)).unwrap().alone_needs_first);
    assert!(TABLE.iter().all(|row| !row.source.is_empty()));
    for row in TABLE {
        let of: Vec<_> = TABLE.iter().filter(|other| other.norm == row.norm).collect();
        assert!(of.windows(2).all(|pair| pair[0].since < pair[1].since), "{:?}", row.norm);
    }
    assert_eq!(TABLE.iter().filter(|row| row.norm == Norm::AloneNeedsFirst).count(), 2);
    let old =
        capacity_at(&house(12, Ratio::ForAll), date(2020, 1, 1), 12, staff(9, 0), there(0, 0));
    assert_eq!((old.walking.children, old.walking.bound), (0, Bound::NoRule));
}

/// A moment of the last Monday of November 2026, in Paris.
fn at(hour: i64, minute: i64) -> Timestamp {
    utc("2026-11-29 23:00") + jiff::SignedDuration::from_mins(hour * 60 + minute)
}

fn open(from: i64, to: i64, quantity: u32) -> Amount<Timestamp> {
    Amount { from: at(from, 0), to: at(to, 0), quantity }
}

fn shift(from: i64, to: i64, qualification: Qualification) -> Shift {
    Shift { from: at(from, 0), to: at(to, 0), qualification }
}

fn child(from: i64, to: i64, walks: bool) -> Presence {
    Presence { from: at(from, 0), to: at(to, 0), walks }
}

#[test]
fn capacity_is_a_curve_under_the_plan_of_staff() {
    let house = house(12, Ratio::ForAll);
    let opening = [open(8, 9, 6), open(9, 18, 12)];
    let shifts = [
        shift(8, 14, Qualification::First),
        shift(9, 18, Qualification::Second),
        shift(10, 16, Qualification::Second),
    ];
    let plan = Plan { house: &house, opening: &opening, shifts: &shifts, presences: &[] };
    let found: Vec<(Timestamp, u32, Bound)> = curve(&plan)
        .iter()
        .map(|point| (point.from, point.capacity.walking.children, point.capacity.walking.bound))
        .collect();
    assert_eq!(
        found,
        [
            (at(8, 0), 3, Bound::Alone),
            (at(9, 0), 12, Bound::Ratio),
            (at(10, 0), 14, Bound::Places),
            (at(14, 0), 12, Bound::Ratio),
            (at(16, 0), 0, Bound::AloneUnqualified),
        ]
    );
    assert_eq!(curve(&plan).last().unwrap().to, at(18, 0));
    // One relieves another of the same kind: nothing changes, and nothing is told.
    let relieved = [
        shift(8, 13, Qualification::First),
        shift(13, 18, Qualification::First),
        shift(8, 18, Qualification::Second),
    ];
    let opening = [open(8, 18, 12)];
    let plan = Plan { shifts: &relieved, opening: &opening, ..plan };
    assert_eq!(curve(&plan).len(), 1);
}

#[test]
fn a_shift_taken_away_names_the_children_it_touches() {
    let house = house(12, Ratio::ForAll);
    let opening = [open(8, 18, 12)];
    let shifts = [
        shift(8, 18, Qualification::First),
        shift(8, 13, Qualification::Second),
        shift(13, 18, Qualification::Second),
        shift(8, 18, Qualification::Second),
    ];
    // Three all day, then from 12 to 15 eleven more.
    let mut presences = vec![child(8, 18, true), child(8, 18, false), child(9, 17, true)];
    presences.extend([child(12, 15, true); 11]);
    let plan = Plan { house: &house, opening: &opening, shifts: &shifts, presences: &presences };
    assert!(curve(&plan).iter().all(|point| point.there.count() <= 14));
    let breaches = touched(&plan, 2);
    // Two may have twelve: from 13 to 15 two are too many.
    assert_eq!(breaches.len(), 1);
    assert_eq!((breaches[0].from, breaches[0].to), (at(13, 0), at(15, 0)));
    assert_eq!((breaches[0].bound, breaches[0].too_many), (Bound::Ratio, 2));
    assert_eq!(breaches[0].there, (0..14).collect::<Vec<_>>());
    // Nobody needs the first shift's category here, but its hands.
    let first = touched(&plan, 0);
    assert_eq!((first[0].from, first.len()), (at(12, 0), 1));
    // Nobody is missed where nobody is.
    let empty = Plan { presences: &presences[..2], ..plan };
    assert_eq!(touched(&empty, 2), []);
    assert_eq!(touched(&plan, 99), []);
}

#[test]
fn a_child_comes_if_every_instant_of_its_stay_allows_it() {
    let house = house(12, Ratio::ByWalking);
    let opening = [open(8, 18, 12)];
    // The second of the staff leaves at 16.
    let shifts = [shift(8, 18, Qualification::First), shift(8, 16, Qualification::Second)];
    let presences = [child(8, 18, true); 3];
    let plan = Plan { house: &house, opening: &opening, shifts: &shifts, presences: &presences };
    assert_eq!(why_not(&plan, child(10, 16, false)), None);
    let Some(WhyNot::Instant(breach)) = why_not(&plan, child(15, 17, false)) else {
        panic!("it would be the fourth with one of the staff")
    };
    assert_eq!((breach.from, breach.to), (at(16, 0), at(17, 0)));
    assert_eq!((breach.bound, breach.too_many), (Bound::Alone, 1));
    assert_eq!(breach.there, [0, 1, 2, 3]);
    let Some(WhyNot::Instant(breach)) = why_not(&plan, child(6, 9, true)) else {
        panic!("it is closed at six")
    };
    assert_eq!(breach.bound, Bound::Closed);
}

#[test]
fn over_the_week_presence_stays_within_the_hours_of_capacity() {
    let house = house(10, Ratio::ForAll);
    // One day of ten hours, half the places in the last two: 90 hours of places.
    let opening = [open(8, 16, 10), open(16, 18, 5)];
    let shifts = [shift(8, 18, Qualification::First); 2];
    // Twelve from 8 to 15 are 84 hours; two more until 18 are 90.
    let mut presences = vec![child(8, 15, true); 10];
    presences.extend([child(8, 18, true); 2]);
    let plan = Plan { house: &house, opening: &opening, shifts: &shifts, presences: &presences };
    let week = weeks(&plan)[0];
    assert_eq!(week.monday, date(2026, 11, 30));
    assert_eq!((week.present, week.capacity), (90 * 3600, 90 * 3600));
    assert_eq!((week.is_over(), week.percent()), (false, Some(100)));
    // At 15 there is room for more, in the week there is none.
    let Some(WhyNot::Week(over)) = why_not(&plan, child(16, 17, true)) else {
        panic!("the week is full")
    };
    assert_eq!((over.is_over(), over.percent()), (true, Some(102)));
    // A second over is over, and is shown so.
    let second = Presence {
        from: at(16, 0),
        to: at(16, 0) + jiff::SignedDuration::from_secs(1),
        walks: true,
    };
    let Some(WhyNot::Week(over)) = why_not(&plan, second) else { panic!("a second more") };
    assert_eq!(over.percent(), Some(101));
}

#[test]
fn weeks_begin_on_monday_on_the_wall() {
    let house = house(12, Ratio::ForAll);
    // From Sunday 22:00 to Monday 02:00, in the week in which the clocks go back: 25 hours.
    let night = Amount { from: utc("2026-10-25 21:00"), to: utc("2026-10-26 01:00"), quantity: 3 };
    let plan = Plan { house: &house, opening: &[night], shifts: &[], presences: &[] };
    let found: Vec<_> = weeks(&plan).iter().map(|week| (week.monday, week.capacity)).collect();
    assert_eq!(found, [(date(2026, 10, 19), 2 * 3 * 3600), (date(2026, 10, 26), 2 * 3 * 3600)]);
}

proptest! {
    #[test]
    fn the_limit_is_that_of_counting_heads(
        places in 1_u32..70, on_duty in (0_u32..4, 0_u32..6), mix in (0_u32..40, 0_u32..40),
        six in any::<bool>(), surplus in any::<bool>(),
    ) {
        let ratio = if six { Ratio::ForAll } else { Ratio::ByWalking };
        let house = House { surplus, ..house(places, ratio) };
        let staff = staff(on_duty.0, on_duty.1);
        let count = staff.count();
        // Said again as the texts say it.
        let allowed = |walking: u32, not_walking: u32| {
            let all = walking + not_walking;
            let needed = if six { all.div_ceil(6) } else { (8 * not_walking + 5 * walking).div_ceil(40) };
            let least = if places > 12 || all >= 4 { 2 } else { 1 };
            let qualified = count > 1 || staff.first > 0;
            let most = if surplus { (places * 115).div_ceil(100) } else { places };
            all == 0
                || (all <= most
                    && needed <= count
                    && least <= count
                    && qualified
                    && (places <= 24 || staff.first > 0))
        };
        let there = there(mix.0, mix.1);
        let found = capacity_at(&house, date(2026, 11, 27), places, staff, there);
        let most = |other: u32, walks: bool| {
            let fits = |more: &u32| if walks { allowed(*more, other) } else { allowed(other, *more) };
            (0..400_u32).take_while(fits).last().map(|more| more + other)
        };
        for (limit, other, walks) in
            [(found.walking, there.not_walking, true), (found.not_walking, there.walking, false)]
        {
            match most(other, walks) {
                Some(most) => prop_assert_eq!(limit.children, most),
                // The others alone are too many.
                None => prop_assert!(limit.children < other),
            }
        }
    }

    #[test]
    fn who_was_let_in_may_be_there(
        stays in prop::collection::vec((0_i64..40, 1_i64..20, any::<bool>()), 1..40),
        shifts in prop::collection::vec((0_i64..30, 4_i64..24, any::<bool>()), 1..8),
        six in any::<bool>(),
    ) {
        let house = house(12, if six { Ratio::ForAll } else { Ratio::ByWalking });
        let quarter = |number: i64| at(8, number * 15);
        let opening = [Amount { from: at(8, 0), to: at(18, 0), quantity: 12 }];
        let shifts: Vec<Shift> = shifts.iter().map(|(from, long, first)| Shift {
            from: quarter(*from),
            to: quarter(from + long),
            qualification: if *first { Qualification::First } else { Qualification::Second },
        }).collect();
        let mut presences = Vec::new();
        for (from, long, walks) in stays {
            let child = Presence { from: quarter(from), to: quarter(from + long), walks };
            let plan = Plan { house: &house, opening: &opening, shifts: &shifts, presences: &presences };
            if why_not(&plan, child).is_none() {
                presences.push(child);
            }
        }
        let plan = Plan { house: &house, opening: &opening, shifts: &shifts, presences: &presences };
        for point in curve(&plan) {
            prop_assert!(point.there.count() <= point.capacity.walking.children);
            prop_assert!(point.there.count() <= point.capacity.not_walking.children);
        }
        prop_assert!(weeks(&plan).iter().all(|week| !week.is_over()));
        // Without a shift, whoever is not named may still be there.
        for index in 0..shifts.len() {
            let mut rest = shifts.clone();
            rest.remove(index);
            let named: Vec<usize> =
                touched(&plan, index).iter().flat_map(|breach| breach.there.clone()).collect();
            let kept: Vec<Presence> = presences
                .iter()
                .enumerate()
                .filter(|(child, _)| !named.contains(child))
                .map(|(_, child)| *child)
                .collect();
            let left = Plan { shifts: &rest, presences: &kept, ..plan };
            for point in curve(&left) {
                prop_assert!(point.there.count() <= point.capacity.not_walking.children);
            }
        }
    }
}
