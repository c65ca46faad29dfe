//! How far a stationary point can be trusted, and what to say of it.

use crate::chance::Chance;
use crate::frame::Frame;
use crate::matrix::{at, dot};
use crate::report::AnovaRow;
use crate::surface::{Confidence, Fitted, Kind, Verdict, kind, parts, stationary};

/// Refits to resampled residuals.
const RESAMPLES: usize = 999;
/// A lack of fit as unlikely as this is one.
const LACK_P: f64 = 0.05;

/// Residuals, scaled to their variance, are drawn anew and the surface refitted.
pub(super) fn confidence(
    fitted: &Fitted,
    frame: &Frame,
    seeking: Kind,
    seed: u64,
) -> Option<Confidence> {
    let k = fitted.coded.len();
    if fitted.fit.perfect {
        return None;
    }
    let residuals = fitted.fit.residuals();
    let stretch = (frame.n() as f64 / fitted.fit.df as f64).sqrt();
    let mut chance = Chance::new(seed);
    let mut found: Vec<Vec<f64>> = vec![Vec::new(); k];
    let mut of_kind = 0;
    for _ in 0..RESAMPLES {
        let y: Vec<f64> = frame
            .response
            .values
            .iter()
            .zip(&residuals)
            .map(|(y, r)| y - r + stretch * at(&residuals, chance.below(frame.n())))
            .collect();
        let effects = fitted.fit.qr.effects(&y);
        let (linear, quadratic) = parts(&fitted.fit.qr.solve(&effects), fitted.blocks, k);
        of_kind += usize::from(kind(&quadratic.eigen().0) == seeking);
        if let Some(place) = stationary(&linear, &quadratic) {
            found.iter_mut().zip(place).for_each(|(all, v)| all.push(v));
        }
    }
    let interval = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        let part = |share: f64| at(&all, (share * (all.len() - 1) as f64).round() as usize);
        (part(0.025), part(0.975))
    };
    let names = fitted.coded.iter().map(|coded| coded.name.clone());
    Some(Confidence {
        resamples: RESAMPLES,
        seed,
        intervals: names.zip(found.into_iter().map(interval)).collect(),
        share_of_kind: of_kind as f64 / RESAMPLES as f64,
    })
}

/// Whether the stationary point may be called an optimum.
pub(super) fn verdict(
    fitted: &Fitted,
    place: Option<&[f64]>,
    kind: Kind,
    seeking: Kind,
    lack: Option<&AnovaRow>,
) -> Verdict {
    let none = |text: &str| Verdict { optimum: false, text: format!("No optimum found: {text}.") };
    let sought = if seeking == Kind::Maximum { "maximum" } else { "minimum" };
    if lack.is_some_and(|row| row.p < LACK_P) {
        return none(
            "the surface does not fit the runs (lack of fit). Next: transform the response, leave \
             out a factor's far levels, or add runs for a model of higher order",
        );
    }
    let Some(place) = place else {
        return none("in some direction nothing changes. Next: runs along the ridge");
    };
    if kind != seeking {
        return none(&format!(
            "the stationary point is no {sought}. Next: runs along the ridge, away from the centre"
        ));
    }
    let length = |row: usize| {
        let point = fitted.points.row_values(row);
        dot(&point, &point).sqrt()
    };
    let radius = (0..fitted.points.rows()).map(length).fold(0.0_f64, f64::max);
    let inside = |(j, v): (usize, &f64)| {
        let column = fitted.points.col(j);
        let (low, high) = column
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
        (low..=high).contains(v)
    };
    // A distance from the centre means something only where the factors are coded about it.
    let centred = (0..fitted.points.cols()).all(|j| {
        let column = fitted.points.col(j);
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        mean.abs() < 0.5
    });
    let far = centred && dot(place, place).sqrt() > radius * (1.0 + 1e-9);
    if far || !place.iter().enumerate().all(inside) {
        return none(
            "the stationary point lies outside the region of the runs. Next: a new design around \
             the ridge's end",
        );
    }
    Verdict {
        optimum: true,
        text: format!(
            "A {sought} inside the region of the runs. It is an optimum once a confirmation run \
             at that point agrees."
        ),
    }
}
