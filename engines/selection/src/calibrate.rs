//! What scores say of proposals, once it is known how much scores say.
//!
//! The variances of proposals, reviewers and residual are estimated by restricted maximum
//! likelihood (REML), then each proposal is drawn towards the mean by as much as its readings are
//! few and noisy, and each reviewer's severity is taken out by as much as the data show that there
//! is any. The data decide: a reviewer variance of zero is a result, and then no score is
//! corrected. No reviewer is standardised by an own mean and deviation, which at three to five
//! readings each destroys what they say.
//!
//! Effects and their standard errors are those of lme4 (`ranef` with `condVar`): conditional on
//! the mean and the variances, which are themselves estimates; with few readings the truth is
//! less certain than they say.

use statrs::distribution::{ChiSquared, ContinuousCDF};
use statrs::function::erf::erfc;

use crate::draws;
use crate::mixed::{Design, PROPOSAL, Posterior, REVIEWER, Solved};
use crate::scores::{Rating, Scores};
use crate::search::least;

/// The most levels that the smaller of the two factors may have, and the most proposals.
pub const LEVELS_MAX: usize = 5_000;
/// The half width of an interval of 95 % in standard errors.
const WIDTH: f64 = 1.959_963_984_540_054;
/// Below this share of the variance of all scores a residual variance is rounding.
const RESIDUAL_MIN: f64 = 1e-6;
/// With fewer degrees of freedom nothing is said of a reviewer's spread.
const FREEDOM_MIN: f64 = 1.0;
/// Where the search may start, as relative standard deviations.
const STARTS: [f64; 3] = [0.15, 0.5, 1.2];

/// What is asked besides the estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The best score is the lowest.
    pub lowest_is_best: bool,
    /// For the probability of being among the first so many.
    pub first: Option<usize>,
    /// Readings of one proposal for which the reliability of their mean is told; otherwise what
    /// proposals have on average, rounded.
    pub readings: Option<usize>,
    /// Draws for that probability.
    pub draws: usize,
    /// Seed of those draws.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { lowest_is_best: false, first: None, readings: None, draws: 10_000, seed: 1 }
    }
}

/// Why there is nothing to tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalibrateFault {
    /// No score.
    #[error("there is no score")]
    Empty,
    /// More proposals than can be compared.
    #[error("{found} proposals: at most {LEVELS_MAX} can be compared")]
    Proposals {
        /// How many there are.
        found: usize,
    },
    /// As many as there are proposals, or more, are asked for.
    #[error("the first {asked} of {found} proposals: ask for fewer than there are")]
    First {
        /// How many were asked for.
        asked: usize,
        /// How many proposals there are.
        found: usize,
    },
}

/// What the reader of an answer must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// All scores are the same: nothing can be told apart.
    AllEqual,
    /// The data show no difference between proposals beyond chance.
    NoProposalVariance,
    /// The data show no difference in severity: no score is corrected for it.
    NoReviewerVariance,
    /// One proposal only: what proposals differ by cannot be told.
    OneProposal,
    /// One reviewer only: severity cannot be told.
    OneReviewer,
    /// No proposal was read twice: what proposals differ by cannot be told from noise.
    ProposalsOnce,
    /// No reviewer read twice: severity cannot be told from noise.
    ReviewersOnce,
    /// The effects explain every score: there is no noise to measure by.
    NoResidual,
    /// Proposals and reviewers fall into groups without a common reading, which only the
    /// assumption of equal means compares.
    Groups(usize),
    /// Fewer than three readings for each reviewer on average: little is known of severity.
    FewPerReviewer,
}

/// Variances of the three parts of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variance {
    /// Between proposals.
    pub proposal: f64,
    /// Between reviewers.
    pub reviewer: f64,
    /// What is left.
    pub residual: f64,
}

/// How much of a score is the proposal's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Of one score by any reviewer.
    pub single: f64,
    /// Readings of which the mean is meant.
    pub readings: usize,
    /// Of the mean of so many scores by different reviewers.
    pub mean: f64,
}

/// What is known of a proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its name.
    pub id: String,
    /// Its readings.
    pub readings: usize,
    /// Their plain mean.
    pub mean: Option<f64>,
    /// How far it is from the mean of all, drawn towards it.
    pub effect: f64,
    /// Mean of all and effect together.
    pub estimate: f64,
    /// Standard error of the effect.
    pub se: f64,
    /// The mean of its rank, 1 is best, over what the scores leave open (Heyard et al. 2022).
    pub expected_rank: f64,
    /// Probability of being among the first, if it was asked for.
    pub selected: Option<f64>,
}

/// What is known of a reviewer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewer {
    /// Its name.
    pub id: String,
    /// Its readings.
    pub readings: usize,
    /// By how much its scores lie above others' of the same proposals.
    pub effect: f64,
    /// Standard error of the effect.
    pub se: f64,
    /// Where the effect lies with 95 %.
    pub interval: [f64; 2],
    /// Standard deviation of what is left of its scores; nothing where too little is left.
    pub spread: Option<f64>,
    /// Where that lies with 95 %.
    pub spread_interval: Option<[f64; 2]>,
}

/// Whether severity matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Severity {
    /// Restricted log-likelihood of the model in which all reviewers are equally severe.
    pub log_likelihood_without: f64,
    /// Probability of so large a gain by chance alone, were they (half a χ² with one degree of
    /// freedom: Self and Liang 1987).
    pub p_value: f64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Mean of all, by generalised least squares.
    pub mean: f64,
    /// Variances.
    pub variance: Variance,
    /// Restricted log-likelihood; nothing where scores do not vary or nothing is left of them.
    pub log_likelihood: Option<f64>,
    /// Reliability; nothing where scores do not vary.
    pub reliability: Option<Reliability>,
    /// Whether severity matters; nothing where it cannot be told.
    pub severity: Option<Severity>,
    /// Proposals, in the order of the scores.
    pub proposals: Vec<Proposal>,
    /// Reviewers, in the order of the scores.
    pub reviewers: Vec<Reviewer>,
    /// What one must know besides.
    pub notes: Vec<Note>,
}

/// Calibrates scores.
///
/// # Errors
/// [`CalibrateFault`], where there is nothing to tell or too much is asked.
pub fn calibrate(scores: &Scores, options: &Options) -> Result<Calibration, CalibrateFault> {
    let count = scores.proposals().len();
    if scores.ratings().is_empty() {
        return Err(CalibrateFault::Empty);
    }
    if count > LEVELS_MAX {
        return Err(CalibrateFault::Proposals { found: count });
    }
    if let Some(asked) = options.first.filter(|asked| *asked >= count.max(2)) {
        return Err(CalibrateFault::First { asked, found: count });
    }
    let levels = [count, scores.reviewers().len()];
    let design = Design::new(scores.ratings(), levels);
    let (free, mut notes) = estimable(scores);
    let Some(fitted) = fit(&design, free) else {
        return Ok(nothing(scores, options));
    };
    let solved = fitted.solved;
    let variance = Variance {
        proposal: solved.residual * solved.theta[PROPOSAL].powi(2),
        reviewer: solved.residual * solved.theta[REVIEWER].powi(2),
        residual: solved.residual,
    };
    let total = variance.proposal + variance.reviewer + variance.residual;
    let is_left = variance.residual > RESIDUAL_MIN * total;
    for (is_free, theta, note) in [
        (free[PROPOSAL], solved.theta[PROPOSAL], Note::NoProposalVariance),
        (free[REVIEWER], solved.theta[REVIEWER], Note::NoReviewerVariance),
    ] {
        notes.extend((is_free && theta == 0.0).then_some(note));
    }
    notes.extend((!is_left).then_some(Note::NoResidual));
    let posterior = design.posterior(&solved);
    let effects = design.effects(&solved);
    Ok(Calibration {
        mean: solved.mean,
        variance,
        log_likelihood: is_left.then_some(-solved.criterion / 2.0),
        reliability: Some(reliability(scores, options, variance)),
        severity: fitted.without.filter(|_| is_left).map(|without| Severity {
            log_likelihood_without: -without / 2.0,
            p_value: match solved.theta[REVIEWER] {
                0.0 => 1.0,
                _ => chance_of(without - solved.criterion),
            },
        }),
        proposals: proposals(scores, options, solved.mean, &effects[PROPOSAL], &posterior),
        reviewers: reviewers(scores, &effects[REVIEWER], &posterior),
        notes,
    })
}

/// Which of the two variances can be told, and why not.
fn estimable(scores: &Scores) -> ([bool; 2], Vec<Note>) {
    let ratings = scores.ratings();
    let used = |of: fn(&Rating) -> usize, names: usize| {
        let mut seen = vec![false; names];
        for rating in ratings {
            if let Some(seen) = seen.get_mut(of(rating)) {
                *seen = true;
            }
        }
        seen.into_iter().filter(|seen| *seen).count()
    };
    let proposals = used(|rating| rating.proposal, scores.proposals().len());
    let reviewers = used(|rating| rating.reviewer, scores.reviewers().len());
    let mut notes = Vec::new();
    let mut free = |levels: usize, one: Note, once: Note| match levels {
        1 => {
            notes.push(one);
            false
        }
        _ if levels == ratings.len() => {
            notes.push(once);
            false
        }
        _ => true,
    };
    let free = [
        free(proposals, Note::OneProposal, Note::ProposalsOnce),
        free(reviewers, Note::OneReviewer, Note::ReviewersOnce),
    ];
    let groups = groups(scores) - (scores.proposals().len() - proposals);
    if groups > 1 && free[REVIEWER] {
        notes.push(Note::Groups(groups));
    }
    if free[REVIEWER] && ratings.len() < 3 * reviewers {
        notes.push(Note::FewPerReviewer);
    }
    (free, notes)
}

/// Groups of proposals that reviewers in common connect; one without reading is its own.
fn groups(scores: &Scores) -> usize {
    let mut parents: Vec<usize> = (0..scores.proposals().len()).collect();
    fn root(parents: &mut [usize], mut of: usize) -> usize {
        while let Some(parent) = parents.get(of).copied().filter(|parent| *parent != of) {
            let above = parents.get(parent).copied().unwrap_or(parent);
            if let Some(place) = parents.get_mut(of) {
                *place = above;
            }
            of = above;
        }
        of
    }
    let mut first: Vec<Option<usize>> = vec![None; scores.reviewers().len()];
    let mut count = parents.len();
    for rating in scores.ratings() {
        let Some(seen) = first.get_mut(rating.reviewer) else { continue };
        let other = *seen.get_or_insert(rating.proposal);
        let (one, other) = (root(&mut parents, rating.proposal), root(&mut parents, other));
        if one != other {
            count -= 1;
            if let Some(place) = parents.get_mut(one) {
                *place = other;
            }
        }
    }
    count
}

struct Fitted {
    solved: Solved,
    /// The criterion without a variance of reviewers.
    without: Option<f64>,
}

/// The variances that are most likely; nothing where scores do not vary.
fn fit(design: &Design, free: [bool; 2]) -> Option<Fitted> {
    if !design.varies() {
        return None;
    }
    let mut value = |theta| design.at(theta).map_or(f64::INFINITY, |solved| solved.criterion);
    let starts = |is_free: bool| if is_free { STARTS.as_slice() } else { &[0.0] };
    let mut start = [0.0; 2];
    let mut best = f64::INFINITY;
    for proposal in starts(free[PROPOSAL]) {
        for reviewer in starts(free[REVIEWER]) {
            let found = value([*proposal, *reviewer]);
            if found < best {
                (start, best) = ([*proposal, *reviewer], found);
            }
        }
    }
    let (mut theta, criterion) = least(start, free, &mut value);
    let mut without = None;
    if free[REVIEWER] {
        let alone = [free[PROPOSAL], false];
        let (there, found) = least([start[PROPOSAL], 0.0], alone, &mut value);
        if found <= criterion {
            theta = there;
        }
        without = Some(found);
    }
    design.at(theta).map(|solved| Fitted { solved, without })
}

/// Probability of at least such a gain in twice the log-likelihood, when a variance is zero.
fn chance_of(gain: f64) -> f64 {
    0.5 * erfc((gain.max(0.0) / 2.0).sqrt())
}

/// Of one score and of the mean of several (absolute agreement).
fn reliability(scores: &Scores, options: &Options, variance: Variance) -> Reliability {
    let average = scores.ratings().len() as f64 / scores.proposals().len().max(1) as f64;
    let readings = options.readings.unwrap_or(average.round() as usize).max(1);
    let noise = variance.reviewer + variance.residual;
    let of = |readings: f64| match variance.proposal + noise / readings {
        total if total > 0.0 => variance.proposal / total,
        _ => 0.0,
    };
    Reliability { single: of(1.0), readings, mean: of(readings as f64) }
}

fn proposals(
    scores: &Scores,
    options: &Options,
    mean: f64,
    effects: &[f64],
    posterior: &Posterior,
) -> Vec<Proposal> {
    let worth: Vec<f64> = effects
        .iter()
        .map(|effect| if options.lowest_is_best { -effect } else { *effect })
        .collect();
    let ranks = draws::expected_ranks(&worth, &posterior.proposals);
    let selected =
        options.first.map(|first| draws::selected(&worth, &posterior.proposals, first, options));
    let by_proposal = scores.by_proposal();
    let variances = &posterior.variances[PROPOSAL];
    let each = scores.proposals().iter().zip(&by_proposal).zip(effects).zip(variances).zip(ranks);
    each.enumerate()
        .map(|(index, ((((id, given), effect), variance), expected_rank))| {
            let sum: f64 = given.iter().map(|(_, score)| score).sum();
            Proposal {
                id: id.clone(),
                readings: given.len(),
                mean: (!given.is_empty()).then(|| sum / given.len() as f64),
                effect: *effect,
                estimate: mean + effect,
                se: variance.max(0.0).sqrt(),
                expected_rank,
                selected: selected.as_ref().and_then(|all| all.get(index).copied()),
            }
        })
        .collect()
}

fn reviewers(scores: &Scores, effects: &[f64], posterior: &Posterior) -> Vec<Reviewer> {
    let mut readings = vec![0; scores.reviewers().len()];
    for rating in scores.ratings() {
        if let Some(count) = readings.get_mut(rating.reviewer) {
            *count += 1;
        }
    }
    let variances = &posterior.variances[REVIEWER];
    let names = scores.reviewers().iter().zip(readings);
    let known = effects.iter().zip(variances).zip(&posterior.spreads);
    names
        .zip(known)
        .map(|((id, readings), ((effect, variance), spread))| {
            let se = variance.max(0.0).sqrt();
            let (squares, freedom) = *spread;
            Reviewer {
                id: id.clone(),
                readings,
                effect: *effect,
                se,
                interval: [effect - WIDTH * se, effect + WIDTH * se],
                spread: (freedom >= FREEDOM_MIN).then(|| (squares / freedom).sqrt()),
                spread_interval: spread_interval(squares, freedom),
            }
        })
        .collect()
}

/// Where a standard deviation lies with 95 %, from a sum of squares and its degrees of freedom.
fn spread_interval(squares: f64, freedom: f64) -> Option<[f64; 2]> {
    let chi = ChiSquared::new(freedom).ok().filter(|_| freedom >= FREEDOM_MIN)?;
    Some([0.975, 0.025].map(|share| (squares / chi.inverse_cdf(share)).sqrt()))
}

/// The answer where all scores are the same.
fn nothing(scores: &Scores, options: &Options) -> Calibration {
    let mean = scores.ratings().first().map_or(0.0, |rating| rating.score);
    let levels = [scores.proposals().len(), scores.reviewers().len()];
    let posterior = Posterior::none(levels);
    Calibration {
        mean,
        variance: Variance { proposal: 0.0, reviewer: 0.0, residual: 0.0 },
        log_likelihood: None,
        reliability: None,
        severity: None,
        proposals: proposals(scores, options, mean, &vec![0.0; levels[0]], &posterior),
        reviewers: reviewers(scores, &vec![0.0; levels[1]], &posterior),
        notes: vec![Note::AllEqual],
    }
}
