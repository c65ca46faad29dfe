//! What `parvis siting` says: faults with their places, and the answer in words.

use std::fmt::Write;

use siting::files::{File, Named, ReadFault, ReadFaultKind};
use siting::{Fault, Siting, Uncovered, orlib};

use super::From;

/// File, line, column, and what is wrong.
pub(super) fn read_fault(fault: &ReadFault, from: &From) -> String {
    let path = match fault.file {
        File::Demands => &from.demands,
        File::Sites => &from.sites,
        File::Minutes => &from.minutes,
    };
    let mut text = path.as_ref().map_or_else(String::new, |path| path.display().to_string());
    if fault.line > 0 {
        let _ = write!(text, ", line {}", fault.line);
    }
    if fault.column > 0 {
        let _ = write!(text, ", column {}", fault.column);
    }
    let what = match &fault.kind {
        ReadFaultKind::Malformed(what) => format!("this is no CSV in UTF-8: {what}"),
        ReadFaultKind::NoColumn(name) => format!("the first line names no column `{name}`"),
        ReadFaultKind::Column(name) => format!("the column `{name}` is unknown, or named twice"),
        ReadFaultKind::Number(text) => {
            format!("`{text}` is no number that can stand here (1234.5; weights and minutes ≥ 0)")
        }
        ReadFaultKind::State(text) => format!("`{text}` is neither kept nor forbidden nor empty"),
        ReadFaultKind::Id(id) if id.is_empty() => "the identifier is empty".to_owned(),
        ReadFaultKind::Id(id) => format!("`{id}` was named before"),
        ReadFaultKind::Unknown(id) => format!("there is no `{id}`"),
        ReadFaultKind::Again => "this pair was given before".to_owned(),
        ReadFaultKind::Bytes(most) => format!("the file is larger than {most} bytes"),
        ReadFaultKind::Problem(fault) => {
            let named = |index: usize| index.to_string();
            of_problem(*fault, &named, &named)
        }
    };
    format!("{text}: {what}")
}

/// What is wrong with a network, with its line and column.
pub(super) fn network_fault(fault: &orlib::ReadFault) -> String {
    let what = match &fault.kind {
        orlib::ReadFaultKind::Number(text) => format!("`{text}` is no whole number"),
        orlib::ReadFaultKind::Length => {
            "the file ends too soon, or has more than the edges it announces".to_owned()
        }
        orlib::ReadFaultKind::Size => {
            format!("no vertices, or more than {} pairs of them", siting::CELLS_MAX)
        }
        orlib::ReadFaultKind::Vertex(number) => format!("there is no vertex {number}"),
        orlib::ReadFaultKind::Apart(a, b) => format!("no way leads from vertex {a} to {b}"),
    };
    format!(", line {}, column {}: {what}", fault.line, fault.column)
}

/// What is wrong with a question.
pub(super) fn fault(fault: Fault, named: &Named) -> String {
    let of = |names: &[String], index: usize| names.get(index).cloned().unwrap_or_default();
    of_problem(fault, &|demand| of(&named.demands, demand), &|site| of(&named.sites, site))
}

fn of_problem(
    fault: Fault,
    demand_of: &impl Fn(usize) -> String,
    site_of: &impl Fn(usize) -> String,
) -> String {
    match fault {
        Fault::Size => format!(
            "there is no demand or no site, or there are more than {} pairs of them",
            siting::CELLS_MAX
        ),
        Fault::Shape => "the minutes are not one for each pair".to_owned(),
        Fault::Weight { demand } => format!("the weight of `{}` is negative", demand_of(demand)),
        Fault::Minutes { demand, site } => {
            format!("the minutes from `{}` to `{}` are negative", demand_of(demand), site_of(site))
        }
        Fault::Site { site } => format!("`{}` is kept and forbidden", site_of(site)),
        Fault::Places { least, most } => {
            format!(
                "the number of places must be from {least} (kept ones) to {most} (allowed ones)"
            )
        }
        Fault::Unreached { demand, site } => format!(
            "no minutes are given from `{}` to `{}`: this question needs every pair",
            demand_of(demand),
            site_of(site)
        ),
    }
}

/// Why not everyone can be covered.
pub(super) fn uncovered(none: Uncovered, within: f64, named: &Named) -> String {
    let demand = named.demands.get(none.demand).map_or("", String::as_str);
    format!("no allowed site is within {within} minutes of `{demand}`")
}

/// The answer in words.
pub(super) fn table(question: &str, found: &Siting, named: &Named, seconds: f64) -> String {
    let (what, than) = match question {
        "median" => ("weight × minutes", "no choice of sites has less than"),
        "centre" => ("minutes of whoever is worst off", "no choice of sites has less than"),
        "cover" => ("weight within reach", "no choice of sites has more than"),
        _ => ("places", "no choice of sites has fewer than"),
    };
    let mut text = format!("{what}: {}\n", shown(found.objective));
    let all: f64 = named.problem.weights().iter().sum();
    if question == "median" && all > 0.0 {
        let _ = writeln!(text, "minutes on average: {:.2}", found.objective / all);
    }
    if question == "cover" && all > 0.0 {
        let _ = writeln!(text, "share of all: {:.2} %", 100.0 * found.objective / all);
    }
    let _ = match found.is_optimal() {
        true => writeln!(text, "optimal: proven"),
        false => writeln!(
            text,
            "{than} {}: at most {:.3} % from the best possible",
            shown(found.bound),
            // Rounded up, so that it is never said to be better than proven.
            (found.gap() * 100_000.0).ceil() / 1_000.0
        ),
    };
    if named.estimated {
        text.push_str("estimate: minutes are the straight line × 1.3 at 4.8 km/h on foot\n");
    }
    let _ = writeln!(text, "{seconds:.2} s\n\nopen ({}):", found.open.len());
    for &site in &found.open {
        let kept = named.problem.kept().binary_search(&site).is_ok();
        let name = named.sites.get(site).map_or("", String::as_str);
        let _ = writeln!(text, "{name}{}", if kept { "  (kept)" } else { "" });
    }
    text
}

fn shown(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}
