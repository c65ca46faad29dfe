//! The invariants of third places, verified on a live or restored database.

use base::Outcome;
use store::{Finding, Sql, Tx, sql};

const RULES: [(&str, Sql); 10] = [
    (
        "an archived place or tour says what came of it",
        sql("SELECT id FROM third_places_place WHERE state = 'archived' AND results = ''
             UNION ALL
             SELECT id FROM third_places_tour WHERE state = 'archived' AND results = ''"),
    ),
    (
        "a public tour has a stage",
        sql("SELECT id FROM third_places_tour
             WHERE state <> 'draft' AND id NOT IN (SELECT tour FROM third_places_stage)"),
    ),
    ("a picture is told in words", sql("SELECT id FROM third_places_picture WHERE alt = ''")),
    (
        "a picture of a space is of a space of its place",
        sql("SELECT id FROM third_places_picture p WHERE space <> '' AND NOT EXISTS
                (SELECT id FROM third_places_space s WHERE s.id = p.space AND s.place = p.place)"),
    ),
    (
        "a stay is of a child of its nursery",
        sql("SELECT booking FROM third_places_stay y WHERE child IS NOT NULL AND NOT EXISTS
                (SELECT id FROM third_places_child c WHERE c.id = y.child AND c.nursery = y.nursery)"),
    ),
    (
        "a shift is of somebody of its nursery",
        sql("SELECT id FROM third_places_shift h WHERE NOT EXISTS
                (SELECT id FROM third_places_carer c WHERE c.id = h.carer AND c.nursery = h.nursery)"),
    ),
    (
        "what has taken place says what came of it",
        sql("SELECT id FROM third_places_gathering WHERE state = 'over' AND results = ''"),
    ),
    (
        "a draw gives out seats of its place",
        sql("SELECT g.id FROM third_places_gathering g JOIN third_places_draw d ON d.id = g.draw
             WHERE d.place <> g.place"),
    ),
    (
        "whoever asked in a draw that is done has an answer",
        sql("SELECT w.id FROM third_places_wish w JOIN third_places_draw d ON d.id = w.draw
             WHERE d.state <> 'open' AND w.answer = ''"),
    ),
    (
        "nobody is on duty twice at once",
        sql("SELECT a.id FROM third_places_shift a JOIN third_places_shift b
                ON b.carer = a.carer AND b.id > a.id
                AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at"),
    ),
];

/// Every record that breaks an invariant of this programme.
pub fn check(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for (invariant, query) in RULES {
        for row in tx.all(query, &[])? {
            findings.push(Finding { invariant, record: row.single()? });
        }
    }
    Ok(findings)
}
