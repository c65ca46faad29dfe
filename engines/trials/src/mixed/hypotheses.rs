//! What is tested for each term: rows of combinations of the model's columns.

use crate::design_matrix::Design;
use crate::fault::Outcome;
use crate::frame::Frame;
use crate::linear::type_three;
use crate::matrix::Matrix;
use crate::mixed::Problem;
use crate::qr::Qr;
use crate::report::AnovaType;
use crate::terms::Spec;

/// For each term its hypothesis as rows over the basis; none where nothing of it is estimable.
pub(crate) fn hypotheses(
    spec: &Spec,
    frame: &Frame,
    design: &Design,
    problem: &Problem,
    kind: AnovaType,
) -> Outcome<Vec<Option<Matrix>>> {
    match kind {
        // One term is what it is in its own order; lmerTest takes it so.
        AnovaType::III if spec.terms.len() == 1 => {
            Ok(vec![after(spec, design, problem, 1, AnovaType::I)])
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
            let one = |term: usize| after(spec, design, problem, term, kind);
            Ok((1..=spec.terms.len()).map(one).collect())
        }
    }
}

/// The term after those before it (I), or after all that do not contain it (II): its rows of the
/// triangle of the columns in that order, each over its diagonal (Goodnight 1979). The hypothesis is
/// that of least squares, whatever the variances, as in lmerTest.
fn after(
    spec: &Spec,
    design: &Design,
    problem: &Problem,
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
    let columns: Vec<usize> = places.iter().filter_map(|&p| kept.get(p).copied()).collect();
    let qr = Qr::new(&design.x.columns(&columns));
    if qr.rank < columns.len() {
        return None;
    }
    let triangle = qr.triangle();
    let of_term: Vec<usize> = (0..columns.len())
        .filter(|&row| columns.get(row).is_some_and(|&column| rank(column) == 1))
        .collect();
    if of_term.is_empty() {
        return None;
    }
    let mut rows = triangle.select_rows(&of_term);
    for (i, &row) in of_term.iter().enumerate() {
        let diagonal = triangle[(row, row)];
        (0..columns.len()).for_each(|j| rows[(i, j)] /= diagonal);
    }
    // Back to the order of the columns, and to the basis.
    let mut back = vec![0; places.len()];
    for (to, &from) in places.iter().enumerate() {
        *back.get_mut(from)? = to;
    }
    Some(rows.columns(&back).times(&problem.triangle_inverse))
}
