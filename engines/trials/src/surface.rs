//! A response surface of the second order: where it is flat, what it is there, and whether that may
//! be called an optimum.
//!
//! y = b₀ + x'b + x'Bx, with blocks. Terms are tested in groups and the model by its lack of fit;
//! the stationary point is -B⁻¹b/2, its kind that of B's eigenvalues; the ridge is the best point at
//! each distance from the centre (Box & Draper 2007; Myers, Montgomery & Anderson-Cook 2009; Lenth
//! 2009, JSS 32(7)). How far the point can be trusted is shown by refitting to resampled residuals.

mod paths;
mod trust;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::design_matrix::{Coding, Design};
use crate::distributions::f_upper;
use crate::fault::{Fault, Outcome};
use crate::formula::{Formula, Kind as NodeKind, Node};
use crate::frame::{Frame, Values};
use crate::linear::{Fit, coefficients, fit};
use crate::matrix::{Matrix, at, dot};
use crate::report::{AnovaRow, Coefficient};
use crate::table::Table;
use crate::terms::Spec;

/// An eigenvalue below this part of the largest is flat.
const FLAT: f64 = 1e-8;

/// What is asked of a surface.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Column or expression of the response.
    pub response: String,
    /// Columns, or codings of columns as `x1=(Time-85)/5`.
    pub factors: Vec<String>,
    /// Column of blocks.
    pub block: Option<String>,
    /// Whether the least is sought instead of the most.
    pub least: bool,
    /// Of the resampling.
    pub seed: u64,
}

/// The answer. Keys are those of `parvis trials surface --json`.
#[derive(Clone, Debug, Serialize)]
pub struct SurfaceFound {
    /// Rows used.
    pub n: usize,
    /// Rows left out.
    pub left_out: usize,
    /// Coded factors, in the order of the eigenvectors' rows.
    pub factors: Vec<String>,
    /// Intercept, blocks, factors, products, squares.
    pub coefficients: Vec<Coefficient>,
    /// Coefficient of determination.
    pub r_squared: f64,
    /// The same, adjusted.
    pub adjusted_r_squared: f64,
    /// Blocks, groups of terms, residual, and its parts.
    pub anova: Vec<AnovaRow>,
    /// The test of the model against differences between equal runs.
    pub lack_of_fit: Option<AnovaRow>,
    /// Where the surface is flat.
    pub stationary: Option<Point>,
    /// What it is there: `maximum`, `minimum`, `saddle`, `flat`.
    pub kind: Kind,
    /// Of B, descending.
    pub eigenvalues: Vec<f64>,
    /// Rows are factors, columns belong to the eigenvalues.
    pub eigenvectors: Vec<Vec<f64>>,
    /// The best points at distances from the centre.
    pub ridge: Vec<Point>,
    /// Points through the stationary one along the direction of least loss.
    pub canonical_path: Vec<Point>,
    /// How far the stationary point can be trusted.
    pub confidence: Option<Confidence>,
    /// Whether there is an optimum.
    pub verdict: Verdict,
}

/// A point of the design's space.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// Distance from the centre, or along a path.
    pub distance: f64,
    /// Coded factors.
    pub coded: BTreeMap<String, f64>,
    /// The columns they are coded from.
    pub units: BTreeMap<String, f64>,
    /// What the surface predicts, blocks averaged.
    pub predicted: f64,
    /// What it predicts in the first block.
    pub predicted_first_block: f64,
}

/// What a stationary point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All ways lead down.
    Maximum,
    /// All ways lead up.
    Minimum,
    /// Some lead up and some down.
    Saddle,
    /// In some direction nothing changes.
    Flat,
}

/// From refits to resampled residuals.
#[derive(Clone, Debug, Serialize)]
pub struct Confidence {
    /// How many refits.
    pub resamples: usize,
    /// Of the resampling.
    pub seed: u64,
    /// For each coded factor the middle 95 % of the stationary points.
    pub intervals: BTreeMap<String, (f64, f64)>,
    /// Share of refits of the kind that is sought.
    pub share_of_kind: f64,
}

/// Whether there is an optimum, and what to do next.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// Whether the stationary point may be called an optimum of these data.
    pub optimum: bool,
    /// Why, and what to do next.
    pub text: String,
}

/// A factor's coding: coded = (column - centre) / scale.
#[derive(Clone, Debug)]
struct Coded {
    name: String,
    column: String,
    centre: f64,
    scale: f64,
}

/// A fitted surface.
struct Fitted {
    coded: Vec<Coded>,
    blocks: usize,
    fit: Fit,
    names: Vec<String>,
    points: Matrix,
    block_of: Vec<usize>,
    /// b₀ with blocks averaged.
    level: f64,
    first_level: f64,
    linear: Vec<f64>,
    quadratic: Matrix,
}

/// Fits a surface and judges it.
///
/// # Errors
/// Data or expressions that cannot be read; too few runs for the model.
pub fn surface(table: &Table, asked: &Surface) -> Outcome<SurfaceFound> {
    let coded = asked.factors.iter().map(|text| coding(text)).collect::<Outcome<Vec<Coded>>>()?;
    if coded.is_empty() {
        return Err(Fault::Data("a surface needs a factor".into()));
    }
    let mut table = table.clone();
    if let Some(block) = &asked.block {
        table.make_categorical(block, block)?;
    }
    let terms: Vec<String> =
        asked.block.iter().cloned().chain(coded.iter().map(Coded::expression)).collect();
    let formula = Formula::parse(&format!("{} ~ {}", asked.response, terms.join(" + ")))?;
    let spec = Spec::new(&formula)?;
    let frame = Frame::new(&table, &spec)?;
    let fitted = fitted(&spec, &frame, coded)?;
    let (eigenvalues, vectors) = fitted.quadratic.eigen();
    let kind = kind(&eigenvalues);
    let place = stationary(&fitted.linear, &fitted.quadratic).filter(|_| kind != Kind::Flat);
    let anova = groups(&fitted);
    let lack = anova.iter().find(|row| row.term == "Lack of fit").cloned();
    let seeking = if asked.least { Kind::Minimum } else { Kind::Maximum };
    let verdict = trust::verdict(&fitted, place.as_deref(), kind, seeking, lack.as_ref());
    let n = frame.n() as f64;
    let r_squared = 1.0 - fitted.fit.rss / fitted.fit.total;
    Ok(SurfaceFound {
        n: frame.n(),
        left_out: table.rows() - frame.n(),
        factors: fitted.coded.iter().map(|coded| coded.name.clone()).collect(),
        coefficients: named(&fitted, frame.response.centre),
        r_squared,
        adjusted_r_squared: 1.0 - (1.0 - r_squared) * (n - 1.0) / fitted.fit.df as f64,
        lack_of_fit: lack.filter(|row| !row.f.is_nan()),
        anova,
        stationary: place.as_ref().map(|place| fitted.point(dot(place, place).sqrt(), place)),
        kind,
        ridge: paths::ridge(&fitted, asked.least),
        canonical_path: place
            .as_ref()
            .map(|place| paths::canonical(&fitted, place, &vectors, asked.least))
            .unwrap_or_default(),
        confidence: trust::confidence(&fitted, &frame, seeking, asked.seed),
        eigenvectors: (0..vectors.rows()).map(|i| vectors.row_values(i)).collect(),
        eigenvalues,
        verdict,
    })
}

impl Coded {
    fn expression(&self) -> String {
        format!("I((`{}` - ({})) / ({}))", self.column, self.centre, self.scale)
    }
}

/// `Column`, or `name=(Column - centre)/scale`.
fn coding(text: &str) -> Outcome<Coded> {
    let Some((name, expression)) = text.split_once('=') else {
        let name = text.trim().to_owned();
        return Ok(Coded { column: name.clone(), name, centre: 0.0, scale: 1.0 });
    };
    let formula = Formula::parse(&format!("~{expression}"))?;
    let mut columns = Vec::new();
    formula.right.columns(&mut columns);
    let wanted =
        || Fault::Data(format!("“{text}” is no coding; one is written x1=(Column-centre)/scale"));
    let [(_, column)] = columns.as_slice() else {
        return Err(wanted());
    };
    let value = |v: f64| -> Outcome<f64> {
        let table = Table::from_columns(&[(*column, &[v])]);
        let node = Node { at: 0, kind: NodeKind::Call("I".into(), vec![formula.right.clone()]) };
        crate::frame::numbers(&table, &formula, &node).map(|found| at(&found, 0))
    };
    let (zero, one, two) = (value(0.0)?, value(1.0)?, value(2.0)?);
    let slope = one - zero;
    if slope == 0.0 || (two - one - slope).abs() > 1e-9 * slope.abs() {
        return Err(wanted());
    }
    let (scale, centre) = (1.0 / slope, -zero / slope);
    // Centre and scale as they were written: to nine digits.
    let tidy = |v: f64| format!("{v:.9e}").parse().unwrap_or(v);
    Ok(Coded {
        name: name.trim().into(),
        column: (*column).into(),
        centre: tidy(centre),
        scale: tidy(scale),
    })
}

fn fitted(spec: &Spec, frame: &Frame, coded: Vec<Coded>) -> Outcome<Fitted> {
    let base = Design::new(spec, &frame.variables, frame.n(), Coding::Treatment);
    let k = coded.len();
    let blocks = base.x.cols() - 1 - k;
    let points = base.x.columns(&(1 + blocks..1 + blocks + k).collect::<Vec<usize>>());
    let mut names = base.names.iter().take(1 + blocks).cloned().collect::<Vec<String>>();
    let mut columns: Vec<Vec<f64>> = (0..1 + blocks).map(|j| base.x.col(j).to_vec()).collect();
    let name = |j: usize| coded.get(j).map_or("", |c| c.name.as_str());
    for j in 0..k {
        names.push(name(j).to_owned());
        columns.push(points.col(j).to_vec());
    }
    let product = |i: usize, j: usize| -> Vec<f64> {
        points.col(i).iter().zip(points.col(j)).map(|(a, b)| a * b).collect()
    };
    for i in 0..k {
        for j in i + 1..k {
            names.push(format!("{}:{}", name(i), name(j)));
            columns.push(product(i, j));
        }
    }
    for j in 0..k {
        names.push(format!("{}^2", name(j)));
        columns.push(product(j, j));
    }
    let x = Matrix::from_fn(frame.n(), columns.len(), |i, j| {
        columns.get(j).map_or(0.0, |column| at(column, i))
    });
    let fit = fit(&x, &frame.response.values, true);
    if let Some((column, _)) = fit.qr.dependencies().first() {
        let name = names.get(*column).cloned().unwrap_or_default();
        return Err(Fault::NoAnswer(format!(
            "the runs do not determine “{name}”: a surface of the second order needs three levels \
             of each factor and enough combinations"
        )));
    }
    if fit.df == 0 {
        return Err(Fault::NoAnswer("as many coefficients as runs: nothing is left over".into()));
    }
    let (linear, quadratic) = parts(&fit.coefficients, blocks, k);
    let means: f64 = (1..=blocks)
        .map(|j| at(&fit.coefficients, j) * x.col(j).iter().sum::<f64>() / frame.n() as f64)
        .sum();
    let first_level = at(&fit.coefficients, 0) + frame.response.centre;
    let level = first_level + means;
    let block_of = match frame.variables.first().map(|v| &v.values) {
        Some(Values::Levels { codes, .. }) => codes.clone(),
        _ => vec![0; frame.n()],
    };
    Ok(Fitted {
        coded,
        blocks,
        fit,
        names,
        points,
        block_of,
        level,
        first_level,
        linear,
        quadratic,
    })
}

/// b and B from the coefficients.
fn parts(coefficients: &[f64], blocks: usize, k: usize) -> (Vec<f64>, Matrix) {
    let first = 1 + blocks;
    let linear = (0..k).map(|j| at(coefficients, first + j)).collect();
    let mut quadratic = Matrix::zeros(k, k);
    let mut place = first + k;
    for i in 0..k {
        for j in i + 1..k {
            quadratic[(i, j)] = 0.5 * at(coefficients, place);
            quadratic[(j, i)] = quadratic[(i, j)];
            place += 1;
        }
    }
    for j in 0..k {
        quadratic[(j, j)] = at(coefficients, place + j);
    }
    (linear, quadratic)
}

impl Fitted {
    fn point(&self, distance: f64, place: &[f64]) -> Point {
        let named = |value: &dyn Fn(&Coded, f64) -> (String, f64)| {
            self.coded.iter().zip(place).map(|(coded, v)| value(coded, *v)).collect()
        };
        let column = Matrix::column(place);
        let above = dot(&self.linear, place) + self.quadratic.times(&column).dot(&column);
        Point {
            distance,
            coded: named(&|coded, v| (coded.name.clone(), v)),
            units: named(&|coded, v| (coded.column.clone(), coded.centre + coded.scale * v)),
            predicted: self.level + above,
            predicted_first_block: self.first_level + above,
        }
    }
}

fn stationary(linear: &[f64], quadratic: &Matrix) -> Option<Vec<f64>> {
    let (values, vectors) = quadratic.eigen();
    let largest = values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    if values.iter().any(|v| v.abs() <= FLAT * largest) {
        return None;
    }
    let turned = vectors.t_times(&Matrix::column(linear));
    let scaled = Matrix::from_fn(values.len(), 1, |i, _| -0.5 * turned[(i, 0)] / at(&values, i));
    Some(vectors.times(&scaled).col(0).to_vec())
}

fn kind(eigenvalues: &[f64]) -> Kind {
    let largest = eigenvalues.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    match eigenvalues {
        _ if eigenvalues.iter().any(|v| v.abs() <= FLAT * largest) => Kind::Flat,
        _ if eigenvalues.iter().all(|v| *v < 0.0) => Kind::Maximum,
        _ if eigenvalues.iter().all(|v| *v > 0.0) => Kind::Minimum,
        _ => Kind::Saddle,
    }
}

fn named(fitted: &Fitted, centre: f64) -> Vec<Coefficient> {
    let design =
        Design { x: Matrix::zeros(0, 0), names: fitted.names.clone(), term_of: Vec::new() };
    coefficients(&fitted.fit, &design, centre)
}

/// Blocks, factors, products and squares, then what is left and its parts.
fn groups(fitted: &Fitted) -> Vec<AnovaRow> {
    let k = fitted.coded.len();
    let names: Vec<&str> = fitted.coded.iter().map(|coded| coded.name.as_str()).collect();
    let list = names.join(", ");
    let sizes = [
        ("Block".to_owned(), fitted.blocks),
        (format!("FO({list})"), k),
        (format!("TWI({list})"), k * (k - 1) / 2),
        (format!("PQ({list})"), k),
    ];
    let mut out = Vec::new();
    let mut place = 1;
    let (df, variance) = (fitted.fit.df as f64, fitted.fit.variance());
    for (term, size) in sizes.into_iter().filter(|(_, size)| *size > 0) {
        let own = fitted.fit.effects.iter().skip(place).take(size);
        let sum_sq: f64 = own.map(|e| e * e).sum();
        place += size;
        out.push(tested(term, size as f64, sum_sq, df, variance, fitted.fit.perfect));
    }
    let plain = |term: &str, df: f64, sum_sq: f64| AnovaRow {
        term: term.into(),
        df,
        sum_sq,
        mean_sq: sum_sq / df,
        ..AnovaRow::default()
    };
    out.push(plain("Residuals", df, fitted.fit.rss));
    let (pure_df, pure) = pure_error(fitted);
    let lack_df = df - pure_df;
    if pure_df > 0.0 && lack_df > 0.0 {
        let lack = (fitted.fit.rss - pure).max(0.0);
        let none = pure <= 1e-12 * fitted.fit.total;
        out.push(tested("Lack of fit".into(), lack_df, lack, pure_df, pure / pure_df, none));
        out.push(plain("Pure error", pure_df, pure));
    }
    out
}

fn tested(term: String, df: f64, sum_sq: f64, ddf: f64, error: f64, perfect: bool) -> AnovaRow {
    let mean_sq = sum_sq / df;
    let f = if perfect { f64::NAN } else { mean_sq / error };
    AnovaRow { stratum: String::new(), term, df, sum_sq, mean_sq, ddf, f, p: f_upper(f, df, ddf) }
}

/// Differences between runs of the same block at the same point.
fn pure_error(fitted: &Fitted) -> (f64, f64) {
    let mut places: Vec<(Vec<u64>, f64)> = Vec::new();
    let y = fitted.fit.qr.unrotate(&fitted.fit.effects);
    for (row, value) in y.iter().enumerate() {
        let block = fitted.block_of.get(row).copied().unwrap_or(0) as u64;
        let bits = fitted.points.row_values(row).into_iter().map(|v| (v + 0.0).to_bits());
        places.push(([block].into_iter().chain(bits).collect(), *value));
    }
    places.sort_by(|a, b| a.0.cmp(&b.0));
    places
        .chunk_by(|a, b| a.0 == b.0)
        .map(|runs| {
            let mean = runs.iter().map(|(_, v)| v).sum::<f64>() / runs.len() as f64;
            (runs.len() as f64 - 1.0, runs.iter().map(|(_, v)| (v - mean) * (v - mean)).sum())
        })
        .fold((0.0, 0.0), |(df, sum), (d, s): (f64, f64)| (df + d, sum + s))
}
