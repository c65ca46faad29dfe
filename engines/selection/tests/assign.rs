//! Assignments against every assignment that there is, and what is said where there is none.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use proptest::prelude::*;
use selection::assign::{AssignFault, Assignment, Loads, Objective, Readers, assign};
use selection::tables::Table;

const LOADS: Loads = Loads { per_proposal: 2, least: 0, most: 3, unlisted: true };

fn table(text: &str) -> Table {
    Table::read(text.as_bytes()).unwrap()
}

fn readers(text: &str) -> Readers {
    Readers::read(&table(&format!("reviewer,proposal,score\n{text}"))).unwrap()
}

/// Three proposals, four readers: the greatest sum leaves the third to those who know it least.
const CLUB: &str = "ana,bread,9\nana,soap,8\nana,bike,5\nben,bread,8\nben,soap,9\nben,bike,5\n\
    cleo,bread,2\ncleo,soap,2\ncleo,bike,1\ndov,bread,2\ndov,soap,1\ndov,bike,1\n";

#[test]
fn the_greatest_sum_and_the_fairest() {
    let loads = Loads { most: 2, ..LOADS };
    let sum = assign(&readers(CLUB), &loads, Objective::Sum).unwrap();
    assert_eq!((sum.sum, sum.sum_bound, sum.smallest), (36.0, 36.0, 2.0));
    assert_eq!(sum.pairs.len(), 6);
    let fair = assign(&readers(CLUB), &loads, Objective::Fair).unwrap();
    assert_eq!((fair.smallest, fair.smallest_bound), (10.0, Some(10.0)));
    assert_eq!((fair.sum, fair.sum_bound), (32.0, 32.0));
}

#[test]
fn conflicts_and_least_loads_are_kept() {
    let mut club = readers(CLUB);
    club.read_conflicts(&table("proposal;reviewer\nbread;ana\nbread;ana\n")).unwrap();
    let found = assign(&club, &LOADS, Objective::Sum).unwrap();
    assert!(!found.pairs.contains(&("ana".to_owned(), "bread".to_owned())));
    let even = Loads { least: 1, most: 2, ..LOADS };
    let found = assign(&readers(CLUB), &even, Objective::Fair).unwrap();
    for name in ["ana", "ben", "cleo", "dov"] {
        let read = found.pairs.iter().filter(|(reviewer, _)| reviewer == name).count();
        assert!((1..=2).contains(&read), "{name} reads {read}");
    }
}

fn refused(readers: &Readers, loads: &Loads) -> String {
    assign(readers, loads, Objective::Fair).unwrap_err().to_string()
}

#[test]
fn whoever_cannot_be_served_is_named() {
    let mut club = readers(CLUB);
    club.read_conflicts(&table("reviewer,proposal\nana,soap\nben,soap\ncleo,soap\n")).unwrap();
    assert_eq!(
        refused(&club, &LOADS),
        "proposal soap: 2 readings needed, 1 possible by those who may read them (reviewer dov)"
    );
    let few = Loads { most: 1, ..LOADS };
    assert_eq!(
        refused(&readers(CLUB), &few),
        "proposals bread, soap, bike: 6 readings needed, 4 possible by those who may read them \
         (reviewers ana, ben, cleo, dov)"
    );
    let listed = Loads { unlisted: false, ..LOADS };
    assert_eq!(
        refused(&readers("ana,bread,1\nben,soap,2\nana,soap,1\n"), &listed),
        "proposal bread: 2 readings needed, 1 possible by those who may read them (reviewer ana)"
    );
    let many = Loads { least: 2, ..LOADS };
    let said = refused(&readers(CLUB), &many);
    assert!(said.ends_with("cannot be given 2 proposals each"), "{said}");
    assert_eq!(
        assign(&readers(CLUB), &Loads { least: 4, ..LOADS }, Objective::Sum),
        Err(AssignFault::Loads)
    );
}

#[test]
fn a_conflict_of_somebody_unknown_is_a_fault() {
    let fault = readers(CLUB).read_conflicts(&table("reviewer,proposal\nana,bread\nAna,bread\n"));
    let said = "line 3, column reviewer: « Ana » is known nowhere else";
    assert_eq!(fault.unwrap_err().to_string(), said);
    let twice = Readers::read(&table("reviewer,proposal,score\na,x,1\na,x,2\n"));
    let said = "line 3, column reviewer: « a, x » stands in line 2 already";
    assert_eq!(twice.unwrap_err().to_string(), said);
}

/// The best sum, and the best smallest with its best sum, over all assignments.
fn by_trying(
    files: usize,
    readers: usize,
    scores: &[i32],
    loads: &Loads,
) -> Option<(i32, i32, i32)> {
    let pairs: Vec<Vec<usize>> = (0..readers)
        .flat_map(|one| (one + 1..readers).map(move |other| vec![one, other]))
        .collect();
    let mut best: Option<(i32, i32, i32)> = None;
    for code in 0..pairs.len().pow(files as u32) {
        let (mut rest, mut load) = (code, vec![0; readers]);
        let mut served = Vec::new();
        for file in 0..files {
            let pair = &pairs[rest % pairs.len()];
            rest /= pairs.len();
            pair.iter().for_each(|reader| load[*reader] += 1);
            let own = |reader: &usize| scores[file * readers + reader];
            served.push(
                pair.iter()
                    .map(own)
                    .min()
                    .filter(|least| *least > -90)
                    .map(|_| pair.iter().map(own).sum::<i32>()),
            );
        }
        let Some(served) = served.into_iter().collect::<Option<Vec<i32>>>() else { continue };
        if load.iter().all(|load| (loads.least..=loads.most).contains(load)) {
            let (sum, smallest) = (served.iter().sum(), *served.iter().min().unwrap());
            let (greatest, fairest, with) = best.unwrap_or((i32::MIN, i32::MIN, i32::MIN));
            let fair = (fairest, with).max((smallest, sum));
            best = Some((greatest.max(sum), fair.0, fair.1));
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// A score of -99 stands for a conflict.
    #[test]
    fn no_assignment_is_better(
        files in 1_usize..5,
        readers in 2_usize..5,
        drawn in prop::collection::vec(prop_oneof![6 => -2_i32..8, 1 => Just(-99)], 16),
        least in 0_usize..2,
        most in 1_usize..4,
    ) {
        let loads = Loads { least, most, ..LOADS };
        let scores = &drawn[..files * readers];
        let mut club = Readers::default();
        let mut conflicts = "reviewer,proposal\n".to_owned();
        for (place, score) in scores.iter().enumerate() {
            let (file, reader) = ((place / readers).to_string(), (place % readers).to_string());
            club.add(&file, &reader, f64::from(*score) / 4.0);
            if *score == -99 {
                conflicts += &format!("{reader},{file}\n");
            }
        }
        if conflicts.lines().count() > 1 {
            club.read_conflicts(&table(&conflicts)).unwrap();
        }
        let found = |objective| assign(&club, &loads, objective);
        let quarter = |value: f64| (value * 4.0).round() as i32;
        match by_trying(files, readers, scores, &loads) {
            None => {
                prop_assert!(matches!(found(Objective::Sum), Err(AssignFault::Impossible(_))));
                prop_assert!(matches!(found(Objective::Fair), Err(AssignFault::Impossible(_))));
            }
            Some((sum, smallest, with)) => {
                let Assignment { sum: value, sum_bound, .. } = found(Objective::Sum).unwrap();
                prop_assert_eq!((quarter(value), quarter(sum_bound)), (sum, sum));
                let fair = found(Objective::Fair).unwrap();
                prop_assert_eq!(quarter(fair.smallest), smallest);
                prop_assert_eq!(fair.smallest_bound.map(quarter), Some(smallest));
                prop_assert_eq!((quarter(fair.sum), quarter(fair.sum_bound)), (with, with));
            }
        }
    }
}
