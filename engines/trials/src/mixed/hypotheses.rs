//! What is tested for each term: rows of combinations of the model's columns.

use crate::design_matrix::Design;
use crate::fault::Outcome;
use crate::frame::Frame;
use crate::linear::type_three;
use crate::matrix::Matrix;
use crate::mixed::Problem;
use crate::mixed::state::State;
use crate::qr::Qr;
use crate::report::AnovaType;
use crate::terms::Spec;

/// For each term its hypothesis as rows over the basis; none where nothing of it is estimable.
pub(crate) fn hypotheses(
    spec: &Spec,
    frame: &Frame,
    design: &Design,
    problem: &Problem,
    state: &State,
    kind: AnovaType,
) -> Outcome<Vec<Option<Matrix>>> {
    match kind {
        // One term is what it is in its own order; lmerTest takes it so.
        AnovaType::III if spec.terms.len() == 1 => {
            let qr = Qr::new(&design.x);
            let triangle = qr.triangle();
            let rows = (0..qr.rank).filter(|&i| {
                qr.order.get(i).and_then(|&column| design.term_of.get(column)) == Some(&1)
            });
            let rows: Vec<usize> = rows.collect();
            let own = Matrix::from_fn(rows.len(), qr.rank, |i, j| {
                let row = rows.get(i).copied().unwrap_or(0);
                triangle[(row, j)] / triangle[(row, row)]
            });
            Ok(vec![Some(own.times(&problem.triangle_inverse))])
        }
        AnovaType::III => {
            let found = type_three(spec, frame, design)?;
            let in_basis = |rows: &Matrix| {
                let mut out = Matrix::zeros(rows.rows(), problem.p);
                for i in 0..rows.rows() {
                    let row = problem.in_basis(&rows.row_values(i));
                    (0..problem.p).for_each(|j| out[(i, j)] = row[(0, j)]);
                }
                Some(out)
            };
            Ok(found.iter().map(in_basis).collect())
        }
        AnovaType::I | AnovaType::II => {
            let one = |term: usize| after(spec, design, problem, state, term, kind);
            Ok((1..=spec.terms.len()).map(one).collect())
        }
    }
}

/// The term after those before it (I), or after all that do not contain it (II): its rows of the
/// Cholesky factor of the information, columns in that order.
fn after(
    spec: &Spec,
    design: &Design,
    problem: &Problem,
    state: &State,
    term: usize,
    kind: AnovaType,
) -> Option<Matrix> {
    let own = spec.terms.get(term.checked_sub(1)?)?;
    let rank = |column: usize| {
        let of = design.term_of.get(column).copied().unwrap_or(0);
        let contains = of > 0
            && spec.terms.get(of - 1).is_some_and(|other| own.iter().all(|v| other.contains(v)));
        match kind {
            _ if of == term => 1,
            AnovaType::II => u8::from(contains) * 2,
            _ => u8::from(of > term) * 2,
        }
    };
    let kept: Vec<usize> = problem.qr.order.iter().copied().take(problem.p).collect();
    let mut places: Vec<usize> = (0..kept.len()).collect();
    places.sort_by_key(|&place| kept.get(place).map_or(3, |&column| rank(column)));
    // Rows of R in that order: X'V⁻¹X = R'(Q'V⁻¹Q)R.
    let triangle = problem.qr.triangle().columns(&places);
    let information = triangle.t_times(&state.information.times(&triangle));
    let factor = information.cholesky()?;
    let upper = factor.whiten(&information);
    let of_term: Vec<usize> = places
        .iter()
        .enumerate()
        .filter(|(_, place)| kept.get(**place).is_some_and(|&column| rank(column) == 1))
        .map(|(row, _)| row)
        .collect();
    if of_term.is_empty() {
        return None;
    }
    // Back to the order of the columns, and to the basis.
    let mut back = vec![0; places.len()];
    for (to, &from) in places.iter().enumerate() {
        *back.get_mut(from)? = to;
    }
    Some(upper.select_rows(&of_term).columns(&back).times(&problem.triangle_inverse))
}
