//! `parvis selection calibrate`.

use std::path::PathBuf;

use clap::Args;
use selection::agreement::{self, Alpha, Icc};
use selection::calibrate::{self, CalibrateFault, Calibration, Note, Options};
use selection::next_reading;
use selection::tables::{self, ScoreColumns};
use serde_json::{Value, json};

use super::{Failed, INPUT, USAGE, aligned, header, in_file, line, positive, shown, table};

/// Scores.
#[derive(Args, Clone, Debug)]
pub struct Calibrate {
    /// CSV: proposal, reviewer, score; an empty score is an abstention. `-` is standard input.
    #[arg(long)]
    scores: PathBuf,
    /// Name of the column of proposals.
    #[arg(long, default_value = "proposal")]
    proposal: String,
    /// Name of the column of reviewers.
    #[arg(long, default_value = "reviewer")]
    reviewer: String,
    /// Name of the column of scores.
    #[arg(long, default_value = "score")]
    score: String,
    /// The best score is the lowest.
    #[arg(long)]
    lowest_is_best: bool,
    /// Tells the probability of being among the first so many, and where another reading counts.
    #[arg(long, value_parser = positive)]
    first: Option<usize>,
    /// Tells the reliability of the mean of so many readings; otherwise of as many as there are.
    #[arg(long, value_parser = positive)]
    readings: Option<usize>,
    /// Draws for the probability.
    #[arg(long, default_value_t = 10_000, value_parser = positive)]
    draws: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// JSON.
    #[arg(long)]
    json: bool,
}

/// Answers.
pub(super) fn calibrate(asked: &Calibrate) -> Result<String, Failed> {
    let columns = ScoreColumns {
        proposal: asked.proposal.clone(),
        reviewer: asked.reviewer.clone(),
        score: asked.score.clone(),
    };
    let table = table(&asked.scores)?;
    let (scores, abstained) = tables::scores(&table, &columns).map_err(in_file(&asked.scores))?;
    let options = Options {
        lowest_is_best: asked.lowest_is_best,
        first: asked.first,
        readings: asked.readings,
        draws: asked.draws,
        seed: asked.seed,
    };
    let found = calibrate::calibrate(&scores, &options).map_err(|fault| match fault {
        CalibrateFault::First { .. } => Failed(USAGE, fault.to_string()),
        _ => Failed(INPUT, format!("{}: {fault}", asked.scores.display())),
    })?;
    let icc = agreement::icc(&scores);
    let alpha = agreement::alpha(&scores);
    let gains = asked.first.map(|first| next_reading::gains(&found, first, asked.lowest_is_best));
    let gains: Vec<Option<f64>> = match gains {
        Some(gains) => gains.into_iter().map(Some).collect(),
        None => vec![None; found.proposals.len()],
    };
    Ok(match asked.json {
        true => line(&calibration_json(&found, abstained, icc, &alpha, &gains)),
        false => calibration_table(&found, abstained, &alpha, &gains),
    })
}

fn calibration_json(
    found: &Calibration,
    abstained: usize,
    icc: Option<Icc>,
    alpha: &Alpha,
    gains: &[Option<f64>],
) -> Value {
    let reliability = found.reliability;
    let proposals = found.proposals.iter().zip(gains).map(|(proposal, gain)| {
        json!({
            "id": proposal.id,
            "n": proposal.readings,
            "mean": proposal.mean,
            "effect": proposal.effect,
            "estimate": proposal.estimate,
            "se": proposal.se,
            "expected_rank": proposal.expected_rank,
            "p_selected": proposal.selected,
            "reading_gain": gain,
        })
    });
    let reviewers = found.reviewers.iter().map(|reviewer| {
        json!({
            "id": reviewer.id,
            "n": reviewer.readings,
            "effect": reviewer.effect,
            "se": reviewer.se,
            "interval": reviewer.interval,
            "spread": reviewer.spread,
            "spread_interval": reviewer.spread_interval,
        })
    });
    json!({
        "mean": found.mean,
        "variance": {
            "proposal": found.variance.proposal,
            "reviewer": found.variance.reviewer,
            "residual": found.variance.residual,
        },
        "log_likelihood": found.log_likelihood,
        "icc": {
            "single": reliability.map(|of| of.single),
            "k": reliability.map(|of| of.readings),
            "mean": reliability.map(|of| of.mean),
        },
        "severity": found.severity.map(|severity| json!({
            "log_likelihood_without": severity.log_likelihood_without,
            "p_value": severity.p_value,
        })),
        "agreement": agreement_json(icc, alpha),
        "proposals": proposals.collect::<Vec<_>>(),
        "reviewers": reviewers.collect::<Vec<_>>(),
        "abstained": abstained,
        "notes": found.notes.iter().map(note).collect::<Vec<_>>(),
    })
}

fn agreement_json(icc: Option<Icc>, alpha: &Alpha) -> Value {
    let crossed = icc.and_then(|icc| icc.crossed);
    json!({
        "icc_1_1": icc.map(|icc| icc.one_way[0]),
        "icc_1_k": icc.map(|icc| icc.one_way[1]),
        "icc_2_1": crossed.map(|of| of[0][0]),
        "icc_2_k": crossed.map(|of| of[0][1]),
        "icc_3_1": crossed.map(|of| of[1][0]),
        "icc_3_k": crossed.map(|of| of[1][1]),
        "alpha_nominal": alpha.nominal,
        "alpha_ordinal": alpha.ordinal,
        "alpha_interval": alpha.interval,
        "alpha_ratio": alpha.ratio,
    })
}

fn note(note: &Note) -> String {
    match note {
        Note::AllEqual => "all scores are the same: nothing can be told apart".to_owned(),
        Note::NoProposalVariance => {
            "the scores show no difference between proposals beyond chance".to_owned()
        }
        Note::NoReviewerVariance => {
            "the scores show no difference in severity: none is corrected".to_owned()
        }
        Note::OneProposal => "one proposal only: there is nothing to compare it with".to_owned(),
        Note::OneReviewer => "one reviewer only: severity cannot be told".to_owned(),
        Note::ProposalsOnce => {
            "no proposal was read twice: differences cannot be told from noise".to_owned()
        }
        Note::ReviewersOnce => {
            "no reviewer read twice: severity cannot be told from noise".to_owned()
        }
        Note::NoResidual => "proposals and severity explain every score: no noise is left to \
            measure uncertainty by"
            .to_owned(),
        Note::Groups(count) => format!(
            "the proposals fall into {count} groups without a reviewer in common: between groups \
             they are compared by assuming that groups are alike"
        ),
        Note::FewPerReviewer => {
            "fewer than three readings for each reviewer: little is known of severity".to_owned()
        }
    }
}

fn calibration_table(
    found: &Calibration,
    abstained: usize,
    alpha: &Alpha,
    gains: &[Option<f64>],
) -> String {
    let variance = found.variance;
    let mut text = format!(
        "mean {:.4}; variance of proposals {:.4}, of reviewers {:.4}, residual {:.4}\n",
        found.mean, variance.proposal, variance.reviewer, variance.residual
    );
    if let Some(of) = found.reliability {
        text += &format!(
            "reliability of one reading {:.3}, of the mean of {} {:.3}; Krippendorff's alpha {}\n",
            of.single,
            of.readings,
            of.mean,
            shown(alpha.interval, 3)
        );
    }
    text += &format!("log-likelihood (REML) {}", shown(found.log_likelihood, 4));
    if let Some(severity) = found.severity {
        let without = severity.log_likelihood_without;
        text += &format!(", without severity {without:.4} (p = {:.3})", severity.p_value);
    }
    text += "\n";
    if abstained > 0 {
        text += &format!("abstentions: {abstained}\n");
    }
    found.notes.iter().for_each(|about| text += &format!("note: {}\n", note(about)));
    let mut best: Vec<_> = found.proposals.iter().zip(gains).collect();
    best.sort_by(|one, other| one.0.expected_rank.total_cmp(&other.0.expected_rank));
    let mut rows = vec![header(&[
        "proposal",
        "n",
        "mean",
        "estimate",
        "se",
        "expected rank",
        "p selected",
        "gain of a reading",
    ])];
    rows.extend(best.into_iter().map(|(of, gain)| {
        vec![
            of.id.clone(),
            of.readings.to_string(),
            shown(of.mean, 3),
            format!("{:.3}", of.estimate),
            format!("{:.3}", of.se),
            format!("{:.2}", of.expected_rank),
            shown(of.selected, 3),
            shown(*gain, 4),
        ]
    }));
    text += &format!("\n{}", aligned(&rows));
    let mut rows = vec![header(&["reviewer", "n", "effect", "se", "95 % from", "to", "spread"])];
    rows.extend(found.reviewers.iter().map(|of| {
        vec![
            of.id.clone(),
            of.readings.to_string(),
            format!("{:+.3}", of.effect),
            format!("{:.3}", of.se),
            format!("{:+.3}", of.interval[0]),
            format!("{:+.3}", of.interval[1]),
            shown(of.spread, 3),
        ]
    }));
    text + "\n" + &aligned(&rows)
}
