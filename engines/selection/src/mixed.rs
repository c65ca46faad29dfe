//! The linear model with two crossed random factors: score = mean + proposal + reviewer + residual.
//!
//! Bates, Mächler, Bolker and Walker 2015 (Journal of Statistical Software 67(1), section 3): the
//! two relative standard deviations θ are what is searched; given them the mean, the effects and
//! the residual variance are a penalised least-squares problem. Of its matrix the block of the
//! factor with more levels is diagonal: it is folded away, and only the Schur complement of the
//! other factor is factored, as a dense matrix.
//!
//! The criterion is even in each θ, so that zero is a point like any other and needs no bound.
#![expect(
    clippy::indexing_slicing,
    reason = "indices are numbers of levels, given out below the lengths of these vectors"
)]

use faer::linalg::solvers::{DenseSolveCore, Llt, Solve};
use faer::{Mat, Side};

use crate::scores::Rating;

/// Which of the two factors.
pub(crate) const PROPOSAL: usize = 0;
pub(crate) const REVIEWER: usize = 1;

/// One rating: level of the factor that is kept, level of the one folded away, centred score.
#[derive(Clone, Copy)]
struct Cell {
    kept: usize,
    folded: usize,
    score: f64,
}

/// The ratings, ordered for elimination.
pub(crate) struct Design {
    cells: Vec<Cell>,
    /// Where the cells of each folded level begin; one more at the end.
    starts: Vec<usize>,
    kept_counts: Vec<f64>,
    folded_counts: Vec<f64>,
    /// Which factor is kept.
    kept: usize,
    centre: f64,
}

/// What is left of the matrix when the folded factor is gone.
enum Core {
    Diagonal(Vec<f64>),
    Dense(Llt<f64>),
}

/// The model solved for one θ.
pub(crate) struct Solved {
    /// Relative standard deviations: proposals, reviewers.
    pub(crate) theta: [f64; 2],
    /// Twice the negative restricted log-likelihood.
    pub(crate) criterion: f64,
    /// The mean, by generalised least squares.
    pub(crate) mean: f64,
    /// The residual variance.
    pub(crate) residual: f64,
    core: Core,
    folded: Vec<f64>,
    /// Spherical effects, and what the mean takes from each: kept, then folded.
    spherical: [Vec<f64>; 2],
    of_mean: [Vec<f64>; 2],
    /// Information on the mean.
    information: f64,
}

impl Design {
    /// Orders ratings. `levels` counts proposals and reviewers.
    pub(crate) fn new(ratings: &[Rating], levels: [usize; 2]) -> Design {
        let kept = if levels[PROPOSAL] <= levels[REVIEWER] { PROPOSAL } else { REVIEWER };
        let count = ratings.len().max(1) as f64;
        let centre = ratings.iter().map(|rating| rating.score / count).sum();
        let mut cells: Vec<Cell> = ratings
            .iter()
            .map(|rating| {
                let level = [rating.proposal, rating.reviewer];
                let score = rating.score - centre;
                Cell { kept: level[kept], folded: level[1 - kept], score }
            })
            .collect();
        cells.sort_by_key(|cell| (cell.folded, cell.kept));
        let mut kept_counts = vec![0.0; levels[kept]];
        let mut folded_counts = vec![0.0; levels[1 - kept]];
        for cell in &cells {
            kept_counts[cell.kept] += 1.0;
            folded_counts[cell.folded] += 1.0;
        }
        let mut starts = vec![0];
        let mut end = 0;
        for count in &folded_counts {
            end += *count as usize;
            starts.push(end);
        }
        Design { cells, starts, kept_counts, folded_counts, kept, centre }
    }

    /// Whether any score differs from another.
    pub(crate) fn varies(&self) -> bool {
        self.cells.iter().any(|cell| cell.score != self.cells[0].score)
    }

    /// θ of the kept and of the folded factor.
    fn order(&self, theta: [f64; 2]) -> [f64; 2] {
        [theta[self.kept], theta[1 - self.kept]]
    }

    fn groups(&self) -> impl Iterator<Item = &[Cell]> {
        self.starts.windows(2).map(|ends| &self.cells[ends[0]..ends[1]])
    }

    fn core(&self, theta: [f64; 2], folded: &[f64]) -> Option<Core> {
        let [kept_theta, folded_theta] = self.order(theta);
        let diagonal = |count: &f64| kept_theta * kept_theta * count + 1.0;
        let product = kept_theta * folded_theta;
        if product == 0.0 {
            return Some(Core::Diagonal(self.kept_counts.iter().map(diagonal).collect()));
        }
        let size = self.kept_counts.len();
        let mut schur = Mat::<f64>::zeros(size, size);
        for (level, count) in self.kept_counts.iter().enumerate() {
            schur[(level, level)] = diagonal(count);
        }
        for (group, pivot) in self.groups().zip(folded) {
            let weight = product * product / pivot;
            for one in group {
                let column = schur.col_as_slice_mut(one.kept);
                for other in group.iter().filter(|other| other.kept >= one.kept) {
                    column[other.kept] -= weight;
                }
            }
        }
        schur.llt(Side::Lower).ok().map(Core::Dense)
    }

    /// Sums over each level, kept and folded, scaled by θ.
    fn sums(&self, theta: [f64; 2], of: impl Fn(&Cell) -> f64) -> [Vec<f64>; 2] {
        let [kept_theta, folded_theta] = self.order(theta);
        let mut kept = vec![0.0; self.kept_counts.len()];
        let mut folded = vec![0.0; self.folded_counts.len()];
        for cell in &self.cells {
            kept[cell.kept] += kept_theta * of(cell);
            folded[cell.folded] += folded_theta * of(cell);
        }
        [kept, folded]
    }

    /// Solves the system of the effects for one right-hand side.
    fn solve(
        &self,
        theta: [f64; 2],
        core: &Core,
        folded: &[f64],
        of: [Vec<f64>; 2],
    ) -> [Vec<f64>; 2] {
        let [kept_theta, folded_theta] = self.order(theta);
        let product = kept_theta * folded_theta;
        let [mut kept, mut rest] = of;
        for cell in &self.cells {
            kept[cell.kept] -= product * rest[cell.folded] / folded[cell.folded];
        }
        core.solve(&mut kept);
        for cell in &self.cells {
            rest[cell.folded] -= product * kept[cell.kept];
        }
        for (value, pivot) in rest.iter_mut().zip(folded) {
            *value /= pivot;
        }
        [kept, rest]
    }

    /// Solves the model for one θ; nothing where rounding leaves no positive matrix.
    pub(crate) fn at(&self, theta: [f64; 2]) -> Option<Solved> {
        let [kept_theta, folded_theta] = self.order(theta);
        let pivot = |count: &f64| folded_theta * folded_theta * count + 1.0;
        let folded: Vec<f64> = self.folded_counts.iter().map(pivot).collect();
        let core = self.core(theta, &folded)?;
        let fitted = |cell: &Cell, effects: &[Vec<f64>; 2]| {
            kept_theta * effects[0][cell.kept] + folded_theta * effects[1][cell.folded]
        };
        let of_mean = self.solve(theta, &core, &folded, self.sums(theta, |_| 1.0));
        let (mut information, mut product) = (0.0, 0.0);
        for cell in &self.cells {
            let left = 1.0 - fitted(cell, &of_mean);
            information += left;
            product += left * cell.score;
        }
        let mean = product / information;
        let sums = self.sums(theta, |cell| cell.score - mean);
        let spherical = self.solve(theta, &core, &folded, sums);
        let penalty: f64 = spherical.iter().flatten().map(|effect| effect * effect).sum();
        let squares: f64 = self
            .cells
            .iter()
            .map(|cell| (cell.score - mean - fitted(cell, &spherical)).powi(2))
            .sum();
        let freedom = self.cells.len() as f64 - 1.0;
        let residual = (squares + penalty) / freedom;
        let folded_log: f64 = folded.iter().map(|pivot| pivot.ln()).sum();
        let criterion = folded_log
            + core.log_determinant()
            + information.ln()
            + freedom * (1.0 + (std::f64::consts::TAU * residual).ln());
        let mean = mean + self.centre;
        Some(Solved {
            theta,
            criterion,
            mean,
            residual,
            core,
            folded,
            spherical,
            of_mean,
            information,
        })
    }

    /// The effects of proposals and reviewers, on the scale of the scores.
    pub(crate) fn effects(&self, solved: &Solved) -> [Vec<f64>; 2] {
        let scaled = |factor: usize| -> Vec<f64> {
            let place = usize::from(factor != self.kept);
            solved.spherical[place].iter().map(|effect| solved.theta[factor] * effect).collect()
        };
        [scaled(PROPOSAL), scaled(REVIEWER)]
    }
}

impl Core {
    fn log_determinant(&self) -> f64 {
        match self {
            Core::Diagonal(pivots) => pivots.iter().map(|pivot| pivot.ln()).sum(),
            Core::Dense(factor) => {
                let lower = factor.L();
                (0..lower.nrows()).map(|level| 2.0 * lower[(level, level)].ln()).sum()
            }
        }
    }

    fn solve(&self, values: &mut [f64]) {
        match self {
            Core::Diagonal(pivots) => {
                for (value, pivot) in values.iter_mut().zip(pivots) {
                    *value /= pivot;
                }
            }
            Core::Dense(factor) => {
                let rows = values.len();
                factor.solve_in_place(faer::MatMut::from_column_major_slice_mut(values, rows, 1));
            }
        }
    }
}

impl Design {
    /// Covariance of the effects of the factor that is kept, given mean and variances.
    fn kept_covariance(&self, solved: &Solved) -> Mat<f64> {
        let scale = solved.residual * solved.theta[self.kept].powi(2);
        let inverse = solved.core.inverse();
        Mat::from_fn(inverse.nrows(), inverse.ncols(), |row, column| scale * inverse[(row, column)])
    }

    /// The inverse of the core, its columns summed over each folded level.
    fn gathered(&self, inverse: &Mat<f64>) -> Mat<f64> {
        let mut gathered = Mat::zeros(inverse.nrows(), self.folded_counts.len());
        for (level, group) in self.groups().enumerate() {
            let into = gathered.col_as_slice_mut(level);
            for cell in group {
                for (sum, value) in into.iter_mut().zip(inverse.col_as_slice(cell.kept)) {
                    *sum += value;
                }
            }
        }
        gathered
    }

    /// Covariance of the effects of the factor that is folded away.
    fn folded_covariance(&self, solved: &Solved, gathered: &Mat<f64>) -> Mat<f64> {
        let [kept_theta, folded_theta] = self.order(solved.theta);
        let scale = solved.residual * folded_theta.powi(2);
        let product = kept_theta * folded_theta;
        let size = self.folded_counts.len();
        let mut covariance = Mat::zeros(size, size);
        for (row, group) in self.groups().enumerate() {
            for column in 0..size {
                let sum: f64 = group.iter().map(|cell| gathered[(cell.kept, column)]).sum();
                let pivots = solved.folded[row] * solved.folded[column];
                covariance[(row, column)] = scale * product * product * sum / pivots;
            }
            covariance[(row, row)] += scale / solved.folded[row];
        }
        covariance
    }

    /// What is known of the effects, given mean and variances.
    pub(crate) fn posterior(&self, solved: &Solved) -> Posterior {
        let [kept_theta, folded_theta] = self.order(solved.theta);
        let product = kept_theta * folded_theta;
        let gathered = self.gathered(&solved.core.inverse());
        let kept = self.kept_covariance(solved);
        let kept_variances: Vec<f64> =
            (0..kept.nrows()).map(|level| kept[(level, level)]).collect();
        let folded_scale = solved.residual * folded_theta.powi(2);
        let mut folded_variances = Vec::new();
        let mut leverages = vec![0.0; self.cells.len()];
        for (level, group) in self.groups().enumerate() {
            let pivot = solved.folded[level];
            let sum: f64 = group.iter().map(|cell| gathered[(cell.kept, level)]).sum();
            let variance = folded_scale * (1.0 / pivot + product * product * sum / (pivot * pivot));
            folded_variances.push(variance);
            let first = self.starts[level];
            for (place, cell) in group.iter().enumerate() {
                let shared = -2.0 * product * product * gathered[(cell.kept, level)] / pivot;
                let of_mean = 1.0
                    - kept_theta * solved.of_mean[0][cell.kept]
                    - folded_theta * solved.of_mean[1][level];
                leverages[first + place] = (kept_variances[cell.kept] + variance) / solved.residual
                    + shared
                    + of_mean * of_mean / solved.information;
            }
        }
        let spreads = self.spreads(solved, &leverages);
        let (proposals, variances) = if self.kept == PROPOSAL {
            (kept, [kept_variances, folded_variances])
        } else {
            (self.folded_covariance(solved, &gathered), [folded_variances, kept_variances])
        };
        Posterior { proposals, variances, spreads }
    }

    /// For each reviewer: what the squared residuals sum to, and the degrees of freedom in them.
    ///
    /// The expectation of a squared residual is the residual variance times one less its leverage.
    fn spreads(&self, solved: &Solved, leverages: &[f64]) -> Vec<(f64, f64)> {
        let effects = self.effects(solved);
        let order = [&effects[self.kept], &effects[1 - self.kept]];
        let mut spreads = vec![(0.0, 0.0); effects[REVIEWER].len()];
        for (cell, leverage) in self.cells.iter().zip(leverages) {
            let fitted = solved.mean - self.centre + order[0][cell.kept] + order[1][cell.folded];
            let reviewer = if self.kept == REVIEWER { cell.kept } else { cell.folded };
            spreads[reviewer].0 += (cell.score - fitted).powi(2);
            spreads[reviewer].1 += 1.0 - leverage;
        }
        spreads
    }
}

/// What is known of the effects, given the mean and the variances.
pub(crate) struct Posterior {
    /// Covariance of the effects of the proposals.
    pub(crate) proposals: Mat<f64>,
    /// Variance of each effect: proposals, reviewers.
    pub(crate) variances: [Vec<f64>; 2],
    /// Of each reviewer: squared residuals, and the degrees of freedom in them.
    pub(crate) spreads: Vec<(f64, f64)>,
}

impl Core {
    fn inverse(&self) -> Mat<f64> {
        match self {
            Core::Diagonal(pivots) => {
                let mut inverse = Mat::zeros(pivots.len(), pivots.len());
                for (level, pivot) in pivots.iter().enumerate() {
                    inverse[(level, level)] = 1.0 / pivot;
                }
                inverse
            }
            Core::Dense(factor) => factor.inverse(),
        }
    }
}

impl Posterior {
    /// Where nothing varies.
    pub(crate) fn none(levels: [usize; 2]) -> Posterior {
        Posterior {
            proposals: Mat::zeros(levels[PROPOSAL], levels[PROPOSAL]),
            variances: levels.map(|count| vec![0.0; count]),
            spreads: vec![(0.0, 0.0); levels[REVIEWER]],
        }
    }
}
