//! `parvis selection portfolio`.

use std::path::PathBuf;

use clap::Args;
use selection::equal_shares::{self, Ballot, Utility};
use selection::pabulib;
use selection::portfolio::{self, Call, File, PortfolioFault};
use selection::projects::{self, Asked, Line};
use serde_json::{Value, json};

use super::{
    Failed, INFEASIBLE, INPUT, aligned, bytes, draws, header, in_file, line, plain, shown, table,
};

/// Files and money.
#[derive(Args, Clone, Debug)]
pub struct Portfolio {
    /// A participatory budget of Pabulib. `-` is standard input.
    #[arg(long, conflicts_with_all = ["projects", "budget", "quota", "ballots"])]
    pabulib: Option<PathBuf>,
    /// CSV: id, value, and a column of costs for each line; se, minimum, exclusive if there.
    #[arg(long, required_unless_present = "pabulib", requires = "budget")]
    projects: Option<PathBuf>,
    /// What may be spent: AMOUNT for the column `cost`, or COLUMN=AMOUNT for each line.
    #[arg(long, value_parser = projects::line)]
    budget: Vec<Line>,
    /// COLUMN=VALUE>=N or COLUMN=VALUE<=N: so many files; with `amount:` before, so much money.
    #[arg(long, value_parser = projects::quota)]
    quota: Vec<Asked>,
    /// CSV: voter, project, points; for the method of equal shares.
    #[arg(long)]
    ballots: Option<PathBuf>,
    /// Percentages of what it asks that a file may get, as 60,80,100.
    #[arg(long, value_delimiter = ',', value_parser = percentage)]
    steps: Vec<f64>,
    /// Tells the chance of each file over so many draws of the values by their standard errors.
    #[arg(long, default_value_t = 0, value_parser = draws)]
    draws: usize,
    /// Seed of the draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// JSON.
    #[arg(long)]
    json: bool,
}

fn percentage(typed: &str) -> Result<f64, String> {
    let share = typed.trim().parse::<f64>().ok().filter(|share| *share > 0.0 && *share <= 100.0);
    share.map(|share| share / 100.0).ok_or_else(|| "a percentage above 0 and up to 100".to_owned())
}

/// What is chosen from, the names of its lines, and the ballots.
struct Matter {
    call: Call,
    lines: Vec<String>,
    ballots: Vec<Ballot>,
    utility: Utility,
}

fn matter(asked: &Portfolio) -> Result<Matter, Failed> {
    if let Some(path) = &asked.pabulib {
        let read = pabulib::read(&bytes(path)?).map_err(in_file(path))?;
        let files = read.projects.into_iter().map(|(id, cost, value)| File {
            id,
            value,
            costs: vec![cost],
            ..File::default()
        });
        let call = Call {
            budgets: vec![read.budget],
            files: files.collect(),
            steps: asked.steps.clone(),
            ..Call::default()
        };
        let lines = vec!["cost".to_owned()];
        return Ok(Matter { call, lines, ballots: read.ballots, utility: read.utility });
    }
    let Some(path) = &asked.projects else {
        return Err(Failed(super::USAGE, "name a file: --pabulib or --projects".to_owned()));
    };
    let mut call =
        projects::read(&table(path)?, &asked.budget, &asked.quota).map_err(in_file(path))?;
    call.steps.clone_from(&asked.steps);
    let (ballots, utility) = match &asked.ballots {
        Some(path) => projects::ballots(&table(path)?, &call).map_err(in_file(path))?,
        None => (Vec::new(), Utility::Points),
    };
    let lines = asked.budget.iter().map(|line| line.column.clone()).collect();
    Ok(Matter { call, lines, ballots, utility })
}

/// Answers.
pub(super) fn choose(asked: &Portfolio) -> Result<String, Failed> {
    let matter = matter(asked)?;
    let call = &matter.call;
    let refused = |fault: PortfolioFault| match fault {
        PortfolioFault::Files(_) | PortfolioFault::Rows(_) => Failed(INPUT, fault.to_string()),
        _ => Failed(INFEASIBLE, fault.to_string()),
    };
    let exact = portfolio::exact(call).map_err(refused)?;
    let greedy = portfolio::greedy(call);
    let prices = portfolio::prices(call, &exact).map_err(refused)?;
    let chances = match asked.draws {
        0 => None,
        draws => Some(portfolio::chances(call, draws, asked.seed).map_err(refused)?),
    };
    let shares = by_equal_shares(&matter);
    let answer = Answer { matter: &matter, exact, greedy, shares, prices, chances };
    Ok(if asked.json { line(&answer.json()) } else { answer.table() })
}

/// The method of equal shares, before and after completion; nothing without ballots. It knows one
/// purse and no quotas.
fn by_equal_shares(matter: &Matter) -> Option<[portfolio::Portfolio; 2]> {
    if matter.ballots.is_empty() {
        return None;
    }
    let files = &matter.call.files;
    let projects: Vec<(f64, f64)> =
        files.iter().map(|file| (file.costs.iter().sum(), file.value)).collect();
    let budget = matter.call.budgets.iter().sum();
    let bought = equal_shares::buy(&projects, &matter.ballots, matter.utility, budget);
    let completed = equal_shares::complete(&projects, &bought, budget);
    Some([bought, completed].map(|places| {
        let mut costs = vec![0.0; matter.lines.len()];
        let mut value = 0.0;
        for file in places.iter().filter_map(|place| files.get(*place)) {
            value += file.value;
            costs.iter_mut().zip(&file.costs).for_each(|(sum, cost)| *sum += cost);
        }
        let chosen = places.into_iter().map(|place| (place, 1.0)).collect();
        portfolio::Portfolio { value, bound: None, costs, chosen }
    }))
}

struct Answer<'a> {
    matter: &'a Matter,
    exact: portfolio::Portfolio,
    greedy: portfolio::Portfolio,
    shares: Option<[portfolio::Portfolio; 2]>,
    prices: Vec<(String, f64)>,
    chances: Option<Vec<f64>>,
}

impl Answer<'_> {
    fn id(&self, place: usize) -> &str {
        self.matter.call.files.get(place).map_or("", |file| file.id.as_str())
    }

    fn one(&self, of: &portfolio::Portfolio) -> Value {
        let ids: Vec<&str> = of.chosen.iter().map(|(place, _)| self.id(*place)).collect();
        let shares: Vec<f64> = of.chosen.iter().map(|(_, share)| *share).collect();
        let costs: serde_json::Map<String, Value> = self
            .matter
            .lines
            .iter()
            .cloned()
            .zip(of.costs.iter().map(|cost| json!(cost)))
            .collect();
        json!({
            "value": of.value,
            "bound": of.bound,
            "cost": of.costs.iter().sum::<f64>(),
            "costs": costs,
            "chosen": ids,
            "shares": shares,
        })
    }

    fn json(&self) -> Value {
        let files = &self.matter.call.files;
        let chances = self.chances.as_ref().map(|chances| {
            let each = files.iter().zip(chances);
            each.map(|(file, chance)| json!({"id": file.id, "p_selected": chance}))
                .collect::<Vec<_>>()
        });
        let quotas =
            self.prices.iter().map(|(quota, price)| json!({"quota": quota, "price": price}));
        json!({
            "exact": self.one(&self.exact),
            "greedy": self.one(&self.greedy),
            "equal_shares": self.shares.as_ref().map(|[bought, _]| self.one(bought)),
            "equal_shares_completed": self.shares.as_ref().map(|[_, completed]| self.one(completed)),
            "quotas": quotas.collect::<Vec<_>>(),
            "chances": chances,
        })
    }

    fn table(&self) -> String {
        let mut ways = vec![("exact", &self.exact), ("greedy", &self.greedy)];
        if let Some([bought, completed]) = &self.shares {
            ways.extend([("equal shares", bought), ("completed", completed)]);
        }
        let mut rows = vec![header(&["", "value", "bound", "files"])];
        rows.iter_mut().for_each(|row| row.extend(self.matter.lines.iter().cloned()));
        for (name, way) in &ways {
            let mut row = header(&[name]);
            let bound = way.bound.map_or_else(String::new, plain);
            row.extend([plain(way.value), bound, way.chosen.len().to_string()]);
            row.extend(way.costs.iter().map(|cost| format!("{cost:.2}")));
            rows.push(row);
        }
        let mut text = aligned(&rows);
        for (quota, price) in &self.prices {
            text += &format!(
                "without the quota {quota} the value would be {} greater\n",
                plain(*price)
            );
        }
        let mut rows = vec![header(&["file", "value"])];
        rows.iter_mut().for_each(|row| row.extend(ways.iter().map(|(name, _)| (*name).to_owned())));
        rows.iter_mut()
            .for_each(|row| row.extend(self.chances.iter().map(|_| "chance".to_owned())));
        for (place, file) in self.matter.call.files.iter().enumerate() {
            let mut row = vec![file.id.clone(), plain(file.value)];
            row.extend(ways.iter().map(|(_, way)| {
                let share = way.chosen.iter().find(|(of, _)| *of == place);
                share.map_or_else(String::new, |(_, share)| format!("{:.0} %", share * 100.0))
            }));
            let chance = self.chances.as_ref().map(|chances| chances.get(place).copied());
            row.extend(chance.map(|chance| shown(chance, 3)));
            rows.push(row);
        }
        text + "\n" + &aligned(&rows)
    }
}
