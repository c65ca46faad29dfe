//! The floors of the house: a crate stands on those below it and on nothing else.
//!
//! Dependencies of tests are free: they do not reach the product.

use super::Finding;
use super::members::{Floor, Member, Workspace};

/// The kernel, each crate after those that it may import.
const KERNEL: &[&str] = &["base", "store", "words", "paper", "work", "web"];
/// The commons, each after those that it may import.
const COMMONS: &[&str] = &["people", "ledger", "reservations", "territory", "knowledge"];
/// The engines that import another, and those imported, each after those that it may import.
const ENGINES: &[&str] = &["bank", "invoice"];

/// Every import that climbs, and every crate without a place.
pub(super) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        let manifest = member.dir.join("Cargo.toml");
        if let Some(what) = misplaced(member) {
            findings.push(Finding::new(&manifest, 1, what));
        }
        for import in member.imports.iter().filter(|import| import.ours && !import.for_tests) {
            let line = member.line_of(&import.key);
            let what = match workspace.member(&import.package) {
                Some(other) => refusal(member, other),
                None => Some(format!("{} is no crate of the workspace", import.package)),
            };
            findings.extend(what.map(|what| Finding::new(&manifest, line, what)));
        }
    }
    findings
}

fn misplaced(member: &Member) -> Option<String> {
    let listed = match member.floor {
        Floor::Kernel => KERNEL.contains(&member.short.as_str()),
        Floor::Commons => COMMONS.contains(&member.short.as_str()),
        Floor::Nowhere => false,
        _ => true,
    };
    (!listed).then(|| format!("{} has no place in the house: see xtask/src/tidy", member.package))
}

/// Why `member` may not import `other`.
fn refusal(member: &Member, other: &Member) -> Option<String> {
    let before = |order: &[&str]| {
        let place = |short: &str| order.iter().position(|name| *name == short);
        place(&other.short).is_some() && place(&other.short) < place(&member.short)
    };
    let why = match (member.floor, other.floor) {
        (Floor::Beside, _) => return None,
        (Floor::Engines, Floor::Engines) if before(ENGINES) => return None,
        (Floor::Engines, _) => "an engine imports no crate of ours",
        (_, Floor::Engines) if member.floor == Floor::Kernel => "the kernel knows no engine",
        (Floor::Programmes, Floor::Programmes) => "programmes do not import each other",
        (Floor::Kernel, Floor::Kernel) if before(KERNEL) => return None,
        (Floor::Commons, Floor::Commons) if before(COMMONS) => return None,
        (Floor::Kernel, Floor::Kernel) => "in the kernel it comes later",
        (Floor::Commons, Floor::Commons) => "among the commons it comes later",
        (_, Floor::Beside | Floor::Nowhere) => "it is no part of the house",
        (above, below) if above > below => return None,
        _ => "it stands higher in the house",
    };
    Some(format!("{} may not import {}: {why}", member.package, other.package))
}
