//! The method of equal shares: the budget is shared out equally among voters, and a project is
//! bought by those who support it, each paying in proportion to what it is to them, as far as
//! their share goes; always the one for which a voter pays least for a unit of that.
//!
//! Peters, Pierczyński and Skowron 2021, « Proportional participatory budgeting with additive
//! utilities ». Not completed: what supporters cannot pay stays unspent; [`complete`] then takes
//! greedily what still fits, by worth.

/// What one voter supports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ballot {
    /// Place of the project, and the points given to it.
    pub support: Vec<(usize, f64)>,
}

/// What a supported project is to a voter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Utility {
    /// The points given.
    #[default]
    Points,
    /// Its cost, where ballots only approve.
    Cost,
}

/// By how much a rate must be smaller to be smaller.
const EQUAL: f64 = 1e-12;

struct Project {
    place: usize,
    cost: f64,
    supporters: Vec<(usize, f64)>,
    /// No rate of it was ever smaller: shares only shrink.
    least: f64,
}

/// The places of the projects bought, in the order of purchase. Of equal rates the project worth
/// more is bought first, then the cheaper one, then the earlier one. `projects` are costs and
/// worths; shares are `budget` by the number of ballots.
pub fn buy(
    projects: &[(f64, f64)],
    ballots: &[Ballot],
    utility: Utility,
    budget: f64,
) -> Vec<usize> {
    if ballots.is_empty() {
        return Vec::new();
    }
    let mut shares = vec![budget / ballots.len() as f64; ballots.len()];
    let mut open: Vec<Project> = projects
        .iter()
        .enumerate()
        .map(|(place, (cost, _))| Project {
            place,
            cost: *cost,
            supporters: Vec::new(),
            least: 0.0,
        })
        .collect();
    for (voter, ballot) in ballots.iter().enumerate() {
        for (place, points) in ballot.support.iter().filter(|(_, points)| *points > 0.0) {
            if let Some(project) = open.get_mut(*place) {
                let weight = if utility == Utility::Cost { project.cost } else { *points };
                project.supporters.push((voter, weight));
            }
        }
    }
    open.retain(|project| project.supporters.iter().any(|(_, weight)| *weight > 0.0));
    let worth = |place: usize| projects.get(place).map_or(0.0, |(_, worth)| *worth);
    let mut bought = Vec::new();
    loop {
        open.sort_by(|one, other| one.least.total_cmp(&other.least));
        let mut best: Option<(f64, usize)> = None;
        for index in 0..open.len() {
            let Some(project) = open.get(index) else { break };
            if best.is_some_and(|(rate, _)| project.least > rate * (1.0 + EQUAL)) {
                break;
            }
            let rate = rate(project, &shares);
            let is_better = match best.and_then(|(least, at)| Some((least, open.get(at)?))) {
                None => rate.is_finite(),
                Some((least, _)) if rate < least * (1.0 - EQUAL) => true,
                Some((least, _)) if rate > least * (1.0 + EQUAL) => false,
                Some((_, other)) => {
                    let order = worth(project.place).total_cmp(&worth(other.place)).reverse();
                    let order = order.then(project.cost.total_cmp(&other.cost));
                    order.then(project.place.cmp(&other.place)).is_lt()
                }
            };
            if is_better {
                best = Some((rate, index));
            }
            if let Some(project) = open.get_mut(index) {
                project.least = rate;
            }
        }
        let Some((rate, index)) = best else { return bought };
        let project = open.remove(index);
        for (voter, weight) in &project.supporters {
            if let Some(share) = shares.get_mut(*voter) {
                *share = (*share - rate * weight).max(0.0);
            }
        }
        bought.push(project.place);
        open.retain(|project| project.least.is_finite());
    }
}

/// What a voter pays for a unit of utility, if supporters can pay the project.
fn rate(project: &Project, shares: &[f64]) -> f64 {
    let share = |voter: usize| shares.get(voter).copied().unwrap_or(0.0);
    let mut supporters: Vec<(f64, f64, f64)> = project
        .supporters
        .iter()
        .map(|(voter, weight)| (share(*voter) / weight, share(*voter), *weight))
        .collect();
    let all: f64 = supporters.iter().map(|(_, share, _)| share).sum();
    if all < project.cost * (1.0 - EQUAL) {
        return f64::INFINITY;
    }
    supporters.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut weights: f64 = supporters.iter().map(|(_, _, weight)| weight).sum();
    let mut cost = project.cost;
    let mut last = 0.0;
    for (limit, share, weight) in supporters {
        last = cost / weights;
        if last <= limit * (1.0 + EQUAL) {
            return last;
        }
        cost -= share;
        weights -= weight;
        last = limit;
    }
    last
}

/// Adds greedily what still fits into the budget: worth descending, then cost ascending.
pub fn complete(projects: &[(f64, f64)], bought: &[usize], budget: f64) -> Vec<usize> {
    let mut chosen = bought.to_vec();
    let cost = |place: usize| projects.get(place).map_or(0.0, |(cost, _)| *cost);
    let worth = |place: usize| projects.get(place).map_or(0.0, |(_, worth)| *worth);
    let mut left = budget - bought.iter().map(|place| cost(*place)).sum::<f64>();
    let mut rest: Vec<usize> =
        (0..projects.len()).filter(|place| !bought.contains(place)).collect();
    rest.sort_by(|one, other| {
        worth(*other).total_cmp(&worth(*one)).then(cost(*one).total_cmp(&cost(*other)))
    });
    for place in rest {
        if cost(place) <= left + 1e-9 {
            left -= cost(place);
            chosen.push(place);
        }
    }
    chosen
}
