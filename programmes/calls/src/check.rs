//! The invariants of calls, verified on a live or restored database.

use base::{Cents, Outcome};
use store::{Finding, Tx, sql};

use crate::model::CallId;
use crate::{calls, decisions, files, rules};

/// Every record that breaks an invariant of this programme.
pub fn check(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    let unnumbered = tx.all(
        sql("SELECT id FROM calls_file
             WHERE state NOT IN ('draft', 'withdrawn') AND (number = '' OR submitted_at IS NULL)"),
        &[],
    )?;
    for row in unnumbered {
        let record: String = row.single()?;
        findings.push(Finding { invariant: "a submitted file has a number and a date", record });
    }
    let undecided = tx.all(
        sql("SELECT id FROM calls_file WHERE (state IN ('awarded', 'refused'))
             <> (id IN (SELECT file FROM calls_decision))"),
        &[],
    )?;
    for row in undecided {
        let record: String = row.single()?;
        findings.push(Finding { invariant: "a decided file has its decision", record });
    }
    for call in tx.all(sql("SELECT id FROM calls_call ORDER BY id"), &[])? {
        findings.extend(check_money(tx, call.single()?)?);
    }
    Ok(findings)
}

fn check_money(tx: &mut Tx, call: CallId) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for session in calls::sessions_of(tx, call)? {
        for (line, spent) in decisions::spent(tx, session.id, None)? {
            let envelope = session.envelopes.get(&line).copied().unwrap_or(Cents::ZERO);
            if spent > envelope {
                let record = format!("session {} line {line}: {spent} of {envelope}", session.id);
                findings.push(Finding { invariant: "awards stay within the envelopes", record });
            }
        }
        let decided = decisions::decisions(tx, session.id)?;
        for file in files::batch(tx, session.id)? {
            let Some(decision) = decided.get(&file.id) else { continue };
            let asked = rules::asked(&calls::rules_of(tx, call, file.revision)?, &file.answers);
            for (line, amount) in &decision.amounts {
                if asked.get(line).is_none_or(|asked| *amount > asked.amount) {
                    let record = format!("file {} line {line}: {amount}", file.id);
                    findings.push(Finding { invariant: "no award exceeds what was asked", record });
                }
            }
        }
    }
    Ok(findings)
}
