//! `parvis trials design` and `parvis trials power`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use trials::designs::surfaces::{Star, box_behnken, central_composite, d_optimal};
use trials::designs::{Layout, factorial, plots};
use trials::power::{Simulation, power as power_of, simulate, units_for};
use trials::{Fault, Formula, Outcome};

use super::{Answer, json, nowhere, of_file, read};

/// A design.
#[derive(Args, Clone, Debug)]
pub struct Design {
    #[command(subcommand)]
    kind: Kind,
    /// Seed of the lot; the same one draws the same design.
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
    /// One JSON object instead of a field book in CSV.
    #[arg(long, global = true)]
    json: bool,
}

/// Kinds of designs.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum Kind {
    /// Completely randomised.
    Crd {
        /// Treatments.
        #[arg(long, value_delimiter = ',')]
        treatments: Vec<String>,
        /// Plots of each.
        #[arg(long)]
        reps: usize,
    },
    /// Randomised complete blocks.
    Blocks {
        /// Treatments.
        #[arg(long, value_delimiter = ',')]
        treatments: Vec<String>,
        /// Blocks.
        #[arg(long)]
        blocks: usize,
    },
    /// Latin square.
    Latin {
        /// Treatments.
        #[arg(long, value_delimiter = ',')]
        treatments: Vec<String>,
    },
    /// Graeco-Latin square.
    GraecoLatin {
        /// One set of treatments.
        #[arg(long, value_delimiter = ',')]
        first: Vec<String>,
        /// Another of as many.
        #[arg(long, value_delimiter = ',')]
        second: Vec<String>,
    },
    /// Split plot, split-split plot and so on.
    Split {
        /// A factor from the whole plot down: `water=low,high`.
        #[arg(long, required = true)]
        factor: Vec<String>,
        /// Blocks.
        #[arg(long)]
        blocks: usize,
    },
    /// Strip plot.
    Strip {
        /// The two factors: `water=low,high`.
        #[arg(long, required = true)]
        factor: Vec<String>,
        /// Blocks.
        #[arg(long)]
        blocks: usize,
    },
    /// Alpha design: incomplete blocks within replicates.
    Alpha {
        /// Treatments.
        #[arg(long, value_delimiter = ',')]
        treatments: Vec<String>,
        /// Plots of a block.
        #[arg(long)]
        size: usize,
        /// Replicates.
        #[arg(long)]
        reps: usize,
    },
    /// Checks in every block, new entries once.
    Augmented {
        /// Checks.
        #[arg(long, value_delimiter = ',')]
        checks: Vec<String>,
        /// New entries.
        #[arg(long, value_delimiter = ',')]
        entries: Vec<String>,
        /// Blocks.
        #[arg(long)]
        blocks: usize,
    },
    /// Factors at two levels, whole or a fraction, in blocks.
    TwoLevel {
        /// How many factors; they are called A, B, C.
        #[arg(long)]
        factors: usize,
        /// Generators of a fraction: `E=ABCD`.
        #[arg(long, value_delimiter = ',')]
        generators: Vec<String>,
        /// Effects that are given up to blocks: `ABC`.
        #[arg(long, value_delimiter = ',')]
        confound: Vec<String>,
        /// Replicates.
        #[arg(long, default_value_t = 1)]
        reps: usize,
    },
    /// Central composite.
    CentralComposite {
        /// How many factors.
        #[arg(long)]
        factors: usize,
        /// How far the star points are.
        #[arg(long, default_value = "rotatable")]
        star: StarAsked,
        /// Runs at the centre.
        #[arg(long, default_value_t = 4)]
        centre: usize,
    },
    /// Box-Behnken.
    BoxBehnken {
        /// How many factors.
        #[arg(long)]
        factors: usize,
        /// Runs at the centre.
        #[arg(long, default_value_t = 3)]
        centre: usize,
    },
    /// The best runs for a surface of the second order.
    DOptimal {
        /// How many factors.
        #[arg(long)]
        factors: usize,
        /// Levels of each.
        #[arg(long, default_value_t = 3)]
        levels: usize,
        /// Runs.
        #[arg(long)]
        runs: usize,
    },
}

/// Distances of star points.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StarAsked {
    /// Precision depends on distance alone.
    Rotatable,
    /// Squares are estimated independently.
    Orthogonal,
    /// On the faces of the cube.
    Face,
}

/// Power.
#[derive(Args, Clone, Debug)]
pub struct PowerAsked {
    /// Treatments.
    #[arg(long, required_unless_present = "data")]
    groups: Option<f64>,
    /// Units of each; or `--power`.
    #[arg(long, required_unless_present_any = ["power", "data"], conflicts_with = "power")]
    n: Option<f64>,
    /// Wanted power: how many units give it?
    #[arg(long)]
    power: Option<f64>,
    /// Cohen's f: standard deviation of the means over that within; or both variances.
    #[arg(long, required_unless_present_any = ["between", "data"])]
    f: Option<f64>,
    /// Variance of the means of the treatments.
    #[arg(long, requires = "within")]
    between: Option<f64>,
    /// Variance within treatments.
    #[arg(long, requires = "between")]
    within: Option<f64>,
    /// Probability of a difference found where there is none.
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
    /// Field book on which trials are simulated, instead of a formula.
    #[arg(long, requires_all = ["model", "effect", "variance"])]
    data: Option<PathBuf>,
    /// Columns of it that are factors; `new=old` makes one under a new name.
    #[arg(long, value_delimiter = ',')]
    categorical: Vec<String>,
    /// The model by which the trial will be analysed.
    #[arg(long)]
    model: Option<String>,
    /// A factor and the mean of each level, in their order: `treatment=0,2,4`.
    #[arg(long)]
    effect: Option<String>,
    /// Variances: `block=9`, `residual=4`.
    #[arg(long, value_delimiter = ',')]
    variance: Vec<String>,
    /// Trials to draw.
    #[arg(long, default_value_t = 1000)]
    trials: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// The answer as text.
pub(super) fn design(asked: &Design) -> Answer {
    let found = drawn(&asked.kind, asked.seed).map_err(nowhere)?;
    if asked.json {
        return json(&found);
    }
    for (name, value) in &found.facts {
        eprintln!("{name}: {value}");
    }
    for alias in &found.aliases {
        eprintln!("{alias}");
    }
    eprintln!("seed {}; the experimental unit is the {}", found.seed, found.unit);
    let mut out = csv::Writer::from_writer(Vec::new());
    let written =
        [&found.columns].into_iter().chain(&found.rows).try_for_each(|row| out.write_record(row));
    let fault = |why: String| nowhere(Fault::Data(why));
    written.map_err(|error| fault(error.to_string()))?;
    let bytes = out.into_inner().map_err(|error| fault(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| fault(error.to_string()))
}

fn drawn(kind: &Kind, seed: u64) -> Outcome<Layout> {
    match kind {
        Kind::Crd { treatments, reps } => plots::completely_randomised(treatments, *reps, seed),
        Kind::Blocks { treatments, blocks } => plots::blocks(treatments, *blocks, seed),
        Kind::Latin { treatments } => plots::latin(treatments, seed),
        Kind::GraecoLatin { first, second } => plots::graeco_latin(first, second, seed),
        Kind::Split { factor, blocks } => plots::split(&named(factor)?, *blocks, seed),
        Kind::Strip { factor, blocks } => match named(factor)?.as_slice() {
            [first, second] => plots::strip(first, second, *blocks, seed),
            _ => Err(Fault::Data("a strip plot has two factors".into())),
        },
        Kind::Alpha { treatments, size, reps } => plots::alpha(treatments, *size, *reps, seed),
        Kind::Augmented { checks, entries, blocks } => {
            plots::augmented(checks, entries, *blocks, seed)
        }
        Kind::TwoLevel { factors, generators, confound, reps } => {
            factorial::two_level(*factors, generators, confound, *reps, seed)
        }
        Kind::CentralComposite { factors, star, centre } => {
            let star = match star {
                StarAsked::Rotatable => Star::Rotatable,
                StarAsked::Orthogonal => Star::Orthogonal,
                StarAsked::Face => Star::Face,
            };
            central_composite(*factors, star, *centre, seed)
        }
        Kind::BoxBehnken { factors, centre } => box_behnken(*factors, *centre, seed),
        Kind::DOptimal { factors, levels, runs } => d_optimal(*factors, *levels, *runs, seed),
    }
}

/// `water=low,high` as a name and its levels.
fn named(factors: &[String]) -> Outcome<Vec<(String, Vec<String>)>> {
    let one = |text: &String| {
        let wanted =
            || Fault::Data(format!("“{text}” is no factor; one is written water=low,high"));
        let (name, levels) = text.split_once('=').ok_or_else(wanted)?;
        Ok((name.to_owned(), levels.split(',').map(str::to_owned).collect()))
    };
    factors.iter().map(one).collect()
}

/// The answer as text.
pub(super) fn power(asked: &PowerAsked) -> Answer {
    if let Some(file) = &asked.data {
        let table = read(file, &asked.categorical)?;
        let question = simulation(asked).map_err(nowhere)?;
        let found = simulate(&table, &question).map_err(|fault| of_file(file, fault))?;
        return if asked.json { json(&found) } else { Ok(format!("{}\n", found.sentence)) };
    }
    let groups = asked.groups.unwrap_or(f64::NAN);
    let f = match (asked.f, asked.between, asked.within) {
        (_, Some(between), Some(within)) => ((groups - 1.0) / groups * between / within).sqrt(),
        (f, ..) => f.unwrap_or(f64::NAN),
    };
    let found = match (asked.n, asked.power) {
        (Some(n), _) => power_of(groups, n, f, asked.alpha),
        (None, wanted) => units_for(groups, wanted.unwrap_or(f64::NAN), f, asked.alpha),
    };
    let found = found.map_err(nowhere)?;
    if asked.json { json(&found) } else { Ok(format!("{}\n", found.sentence)) }
}

fn simulation(asked: &PowerAsked) -> Outcome<Simulation> {
    let wanted = |text: &str| Fault::Data(format!("“{text}” is not written like a=1 or a=0,2,4"));
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| wanted(text));
    let effect = asked.effect.as_deref().unwrap_or_default();
    let (factor, means) = effect.split_once('=').ok_or_else(|| wanted(effect))?;
    let mut groups = Vec::new();
    let mut residual = None;
    for text in &asked.variance {
        let (name, value) = text.split_once('=').ok_or_else(|| wanted(text))?;
        let value = number(value)?;
        if value.is_nan() || value < 0.0 {
            return Err(wanted(text));
        }
        match name.trim() {
            "residual" => residual = Some(value),
            name => groups.push((name.to_owned(), value)),
        }
    }
    let none = || Fault::Data("the variance of the residual is not given".into());
    Ok(Simulation {
        model: Formula::parse(asked.model.as_deref().unwrap_or_default())?,
        effect: (factor.trim().into(), means.split(',').map(number).collect::<Outcome<_>>()?),
        groups,
        residual: residual.ok_or_else(none)?,
        alpha: asked.alpha,
        trials: asked.trials,
        seed: asked.seed,
    })
}
