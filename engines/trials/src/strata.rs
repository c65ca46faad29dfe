//! The analysis of variance by error strata: `Error(block/whole_plot)`.
//!
//! The space of rows is divided into strata, each the part that one unit adds to those before it.
//! Response and columns are projected on each and the terms tested there against what they leave,
//! as R's `aov` does (Chambers, Freeny & Heiberger 1992). Within a stratum terms are taken in the
//! order of the formula.

use crate::design_matrix::{Coding, Design};
use crate::frame::{Frame, Units};
use crate::linear::{fit, marginal, rows, sequential};
use crate::matrix::Matrix;
use crate::qr::Qr;
use crate::report::{AnovaRow, AnovaType};
use crate::terms::Spec;

/// A column whose part in a stratum is less than this is not in it (R's bound).
const IN_STRATUM_MIN: f64 = 1e-5;

/// All strata from the coarsest; the last is `Within`.
pub(crate) fn strata(spec: &Spec, frame: &Frame, kind: AnovaType) -> Vec<AnovaRow> {
    let design = Design::new(spec, &frame.variables, frame.n(), Coding::Treatment);
    let (units, stratum_of) = unit_columns(&frame.strata, frame.n());
    let qr = Qr::new(&units);
    let mut rotated = Matrix::zeros(frame.n(), design.x.cols());
    for j in 0..design.x.cols() {
        rotated.col_mut(j).copy_from_slice(&qr.effects(design.x.col(j)));
    }
    let response = qr.effects(&frame.response.values);
    let names = frame.strata.iter().map(|units| units.name.as_str()).chain(["Within"]);
    let mut out = Vec::new();
    for (place, name) in names.enumerate() {
        let own = |row: &usize| match qr.order.get(*row) {
            Some(&column) if *row < qr.rank => stratum_of.get(column) == Some(&(place + 1)),
            _ => place == frame.strata.len(),
        };
        let selected: Vec<usize> = (0..frame.n()).filter(own).collect();
        let part = rotated.select_rows(&selected);
        let large = |j: &usize| part.col(*j).iter().map(|v| v * v).sum::<f64>() > IN_STRATUM_MIN;
        let columns: Vec<usize> = (0..design.x.cols()).filter(large).collect();
        let y: Vec<f64> = selected.iter().filter_map(|&row| response.get(row).copied()).collect();
        let here = Design {
            x: part.columns(&columns),
            names: Vec::new(),
            term_of: columns.iter().filter_map(|&j| design.term_of.get(j).copied()).collect(),
        };
        let fitted = fit(&here.x, &y, false);
        let parts = match kind {
            AnovaType::I => sequential(&fitted, &here, spec.terms.len()),
            AnovaType::II | AnovaType::III => marginal(spec, &here, &y),
        };
        out.extend(rows(spec, &parts, &fitted, name));
    }
    out
}

/// Intercept and indicators of all units; for each column its stratum, counted from 1.
fn unit_columns(strata: &[Units], rows: usize) -> (Matrix, Vec<usize>) {
    let count: usize = strata.iter().map(|units| units.levels.len()).sum();
    let mut out = Matrix::zeros(rows, count + 1);
    out.col_mut(0).fill(1.0);
    let mut stratum_of = vec![0];
    for (place, units) in strata.iter().enumerate() {
        let first = stratum_of.len();
        for (row, code) in units.codes.iter().enumerate() {
            out[(row, first + code)] = 1.0;
        }
        stratum_of.extend(std::iter::repeat_n(place + 1, units.levels.len()));
    }
    (out, stratum_of)
}
