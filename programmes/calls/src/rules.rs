//! Pure rules of calls: eligibility, money, answers, scores, changes of state.

use std::collections::BTreeMap;

use base::{Cents, Fault, Moment, Say};

use crate::model::{
    Answers, BudgetLine, Condition, Criterion, Field, FieldKind, FileState, Rules, Score, Test,
};

/// Rows of each side of a budget, at most.
pub const BUDGET_ROWS: usize = 30;

/// Whether an answer has its place in the form: the part of its name before a full stop is that
/// of a field, or of what is asked for.
pub fn asks_for(rules: &Rules, answer: &str) -> bool {
    let name = answer.split('.').next().unwrap_or("");
    let mut fields = rules.form.iter().flat_map(|section| &section.fields);
    matches!(name, "title" | "line") || fields.any(|field| field.id == name)
}

/// Whether an answer meets a condition; nothing when it is not answered.
pub fn meets(condition: &Condition, answer: &str) -> Option<bool> {
    let answer = answer.trim();
    if answer.is_empty() {
        return None;
    }
    let number = || answer.replace(char::is_whitespace, "").parse::<i64>().ok();
    Some(match &condition.test {
        Test::Yes => answer == "oui",
        Test::No => answer == "non",
        Test::KindIn(kinds) => kinds.iter().any(|kind| kind == answer),
        Test::PostcodeStarts(start) => answer.len() == 5 && answer.starts_with(start.as_str()),
        Test::AtLeast(least) => number().is_some_and(|number| number >= *least),
        Test::AtMost(most) => number().is_some_and(|number| number <= *most),
    })
}

/// What a line can give for a base: its rate, up to its cap.
pub fn obtainable(line: &BudgetLine, base: Cents) -> Cents {
    base.share(line.rate_basis_points).min(line.cap)
}

/// What is asked for on one line: the eligible base and the amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Expenses that the line counts.
    pub base: Cents,
    /// What the organisation asks for.
    pub amount: Cents,
}

/// Keys of the two answers of a line.
pub fn line_keys(line: &BudgetLine) -> (String, String) {
    (format!("line.{}.base", line.code), format!("line.{}.amount", line.code))
}

/// What is asked for on every line; lines without readable answers are absent.
pub fn asked(rules: &Rules, answers: &Answers) -> BTreeMap<String, Asked> {
    let read = |key: &str| answers.get(key).and_then(|typed| Cents::parse(typed));
    rules
        .lines
        .iter()
        .filter_map(|line| {
            let (base, amount) = line_keys(line);
            let asked = Asked { base: read(&base)?, amount: read(&amount)? };
            Some((line.code.clone(), asked))
        })
        .collect()
}

/// All that is asked for.
pub fn asked_total(rules: &Rules, answers: &Answers) -> Cents {
    Cents::sum(asked(rules, answers).values().map(|asked| asked.amount)).unwrap_or_default()
}

/// What is wrong with the money asked for.
pub fn money_faults(rules: &Rules, answers: &Answers) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut any = false;
    for line in &rules.lines {
        let (base_key, amount_key) = line_keys(line);
        let read = |key: &str| answers.get(key).map_or("", |typed| typed.trim());
        if read(&base_key).is_empty() && read(&amount_key).is_empty() {
            continue;
        }
        let parse = |key: &str| Cents::parse(read(key)).filter(|amount| amount.0 >= 0);
        let base = parse(&base_key);
        let amount = parse(&amount_key);
        if base.is_none() {
            faults.push(Fault::new(&base_key, "web-fault-money"));
        }
        match (base, amount) {
            (_, None) => faults.push(Fault::new(&amount_key, "web-fault-money")),
            (Some(base), Some(amount)) if amount > obtainable(line, base) => {
                let say = Say::new("calls-fault-above-obtainable")
                    .with("most", obtainable(line, base))
                    .with("cap", line.cap);
                faults.push(Fault::new(&amount_key, say));
            }
            (_, Some(amount)) => any |= amount > Cents::ZERO,
        }
    }
    if let (Some(first), true) = (rules.lines.first(), faults.is_empty() && !any) {
        faults.push(Fault::new(line_keys(first).1, "calls-fault-nothing-asked"));
    }
    if let (Some(cap), Some(first)) = (rules.project_cap, rules.lines.first())
        && asked_total(rules, answers) > cap
    {
        let say = Say::new("calls-fault-above-project-cap").with("cap", cap);
        faults.push(Fault::new(line_keys(first).1, say));
    }
    faults
}

/// Totals of a budget field: expenses and income.
pub fn budget_totals(field: &str, answers: &Answers) -> (Cents, Cents) {
    let side = |mark: &str| {
        let start = format!("{field}.{mark}.");
        let amounts = answers
            .range(start.clone()..)
            .take_while(|(key, _)| key.starts_with(&start))
            .filter(|(key, _)| key.ends_with(".amount"))
            .filter_map(|(_, typed)| Cents::parse(typed));
        Cents::sum(amounts).unwrap_or(Cents(i64::MAX))
    };
    (side("e"), side("i"))
}

/// What keeps one field from being submitted; `attached` is how many files it has.
pub fn field_faults(field: &Field, answers: &Answers, attached: usize) -> Vec<Fault> {
    let part = |suffix: &str| {
        let key =
            if suffix.is_empty() { field.id.clone() } else { format!("{}.{suffix}", field.id) };
        let value = answers.get(&key).map_or("", |typed| typed.trim()).to_owned();
        (key, value)
    };
    let (key, value) = part("");
    let missing = |key: &str| vec![Fault::new(key, "web-fault-required")];
    match &field.kind {
        FieldKind::Files { max } => match attached {
            0 if field.required => vec![Fault::new(&key, "calls-fault-file")],
            n if n > *max => {
                vec![Fault::new(&key, Say::new("calls-fault-files").with("max", *max))]
            }
            _ => Vec::new(),
        },
        FieldKind::Budget => budget_faults(field, answers),
        FieldKind::Table { .. } => {
            let start = format!("{}.", field.id);
            let filled = answers.iter().any(|(k, v)| k.starts_with(&start) && !v.trim().is_empty());
            if field.required && !filled { missing(&key) } else { Vec::new() }
        }
        FieldKind::Address => {
            let parts = ["street", "postcode", "city"].map(part);
            let empty = parts.iter().all(|(_, value)| value.is_empty());
            if empty && !field.required {
                return Vec::new();
            }
            let mut faults: Vec<Fault> = parts
                .iter()
                .filter(|(_, value)| value.is_empty())
                .map(|(key, _)| Fault::new(key, "web-fault-required"))
                .collect();
            let (key, postcode) = part("postcode");
            let good = postcode.len() == 5 && postcode.bytes().all(|byte| byte.is_ascii_digit());
            if !postcode.is_empty() && !good {
                faults.push(Fault::new(key, "people-fault-postcode"));
            }
            faults
        }
        _ if value.is_empty() => {
            if field.required {
                missing(&key)
            } else {
                Vec::new()
            }
        }
        kind => value_fault(kind, &value).map(|say| Fault::new(&key, say)).into_iter().collect(),
    }
}

fn value_fault(kind: &FieldKind, value: &str) -> Option<Say> {
    match kind {
        FieldKind::Text { max } | FieldKind::LongText { max } => {
            let length = value.chars().count();
            let say = Say::new("web-fault-too-long").with("max", *max).with("length", length);
            (length > *max).then_some(say)
        }
        FieldKind::Number { min, max } => {
            let number = value.replace(char::is_whitespace, "").parse::<i64>().ok();
            let good = number.is_some_and(|number| (*min..=*max).contains(&number));
            (!good).then(|| Say::new("web-fault-number").with("min", *min).with("max", *max))
        }
        FieldKind::Money => {
            let good = Cents::parse(value).is_some_and(|amount| amount.0 >= 0);
            (!good).then(|| Say::new("web-fault-money"))
        }
        FieldKind::Date => web::parse_date(value).is_none().then(|| Say::new("web-fault-date")),
        FieldKind::Choice { options } => {
            (!options.iter().any(|option| option == value)).then(|| Say::new("web-fault-choice"))
        }
        _ => None,
    }
}

fn budget_faults(field: &Field, answers: &Answers) -> Vec<Fault> {
    let start = format!("{}.", field.id);
    let unreadable: Vec<Fault> = answers
        .iter()
        .filter(|(key, typed)| {
            key.starts_with(&start) && key.ends_with(".amount") && !typed.is_empty()
        })
        .filter(|(_, typed)| Cents::parse(typed).is_none_or(|amount| amount.0 < 0))
        .map(|(key, _)| Fault::new(key, "web-fault-money"))
        .collect();
    if !unreadable.is_empty() {
        return unreadable;
    }
    let (expenses, income) = budget_totals(&field.id, answers);
    let say = |key: &'static str| {
        let gap = Cents(expenses.0.abs_diff(income.0).try_into().unwrap_or(i64::MAX));
        Say::new(key).with("expenses", expenses).with("income", income).with("gap", gap)
    };
    match (expenses == income, expenses > Cents::ZERO) {
        (true, true) => Vec::new(),
        (true, false) if !field.required => Vec::new(),
        (true, false) => vec![Fault::new(&field.id, "web-fault-required")],
        (false, _) => vec![Fault::new(&field.id, say("calls-fault-unbalanced"))],
    }
}

/// All that keeps a file from being submitted. `attached` counts the files of each field.
pub fn submission_faults(
    rules: &Rules,
    answers: &Answers,
    attached: &BTreeMap<String, usize>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if answers.get("title").is_none_or(|title| title.trim().is_empty()) {
        faults.push(Fault::new("title", "web-fault-required"));
    }
    faults.extend(money_faults(rules, answers));
    for field in rules.form.iter().flat_map(|section| &section.fields) {
        let count = attached.get(&field.id).copied().unwrap_or(0);
        faults.extend(field_faults(field, answers, count));
    }
    faults
}

/// A mean of scores: a share of the attainable points in ten-thousandths, and how many readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    /// Ten-thousandths of the attainable.
    pub basis_points: i64,
    /// Readers counted.
    pub readers: usize,
}

/// One reader's weighted mean over the criteria answered; a criterion without an answer does not
/// count, neither for nor against. Nothing when none is answered.
pub fn reader_mean(rubric: &[Criterion], scores: &BTreeMap<String, Score>) -> Option<i64> {
    let (mut sum, mut weights) = (0i128, 0i128);
    for criterion in rubric {
        let points = scores.get(&criterion.id).and_then(|score| score.points);
        if let Some(points) = points {
            let weight = i128::from(criterion.weight.max(0));
            sum += weight * i128::from(points) * 10_000 / i128::from(criterion.max_points.max(1));
            weights += weight;
        }
    }
    if weights == 0 { None } else { i64::try_from((sum + weights / 2) / weights).ok() }
}

/// The mean over readers who gave an opinion.
pub fn file_mean<'a>(
    rubric: &[Criterion],
    readings: impl IntoIterator<Item = &'a BTreeMap<String, Score>>,
) -> Option<Mean> {
    let means: Vec<i64> =
        readings.into_iter().filter_map(|scores| reader_mean(rubric, scores)).collect();
    let readers = means.len();
    let count = i64::try_from(readers).ok().filter(|&count| count > 0)?;
    let basis_points = (means.iter().sum::<i64>() + count / 2).div_euclid(count);
    Some(Mean { basis_points, readers })
}

/// Whether a file's organisation may still write in it.
pub fn may_write(state: FileState) -> bool {
    matches!(state, FileState::Draft | FileState::Incomplete)
}

/// Whether an officer may take a file from one state to another.
pub fn may_move(from: FileState, to: FileState) -> bool {
    use FileState::{Awarded, Complete, Incomplete, Ineligible, Refused, Submitted, Withdrawn};
    match to {
        Incomplete | Complete | Ineligible => matches!(from, Submitted | Incomplete | Complete),
        Awarded | Refused => matches!(from, Complete | Awarded | Refused),
        Withdrawn => matches!(from, FileState::Draft | Submitted | Incomplete | Complete),
        Submitted => matches!(from, FileState::Draft | Incomplete),
        FileState::Draft => false,
    }
}

/// A call's title as a part of an address: `progr-ess-2026`.
pub fn slug_of(title: &str) -> String {
    let folded = words::fold(title);
    let parts: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let slug: String = parts.join("-").chars().take(60).collect();
    slug.trim_matches('-').to_owned()
}

/// Reminders are made from this hour of France.
const REMINDER_HOUR: i8 = 6;

/// Days of France from one moment to another: none within a day.
pub fn days_until(now: Moment, then: Moment) -> i64 {
    let days = now.in_france().date().until(then.in_france().date());
    days.map_or(0, |span| i64::from(span.get_days()))
}

/// Whether it is late enough in the day to remind anybody.
pub fn is_morning(now: Moment) -> bool {
    now.in_france().hour() >= REMINDER_HOUR
}

/// The reminder of a cut-off that is due for what was begun at a moment: of seven days before, or
/// of one. What was begun on the day of a reminder or later needs none.
pub fn reminder_due(now: Moment, cut_off: Moment, begun: Moment) -> Option<i64> {
    let days = match days_until(now, cut_off) {
        ..=1 => 1,
        2..=7 => 7,
        _ => return None,
    };
    let open = now < cut_off && is_morning(now);
    (open && days_until(begun, cut_off) > days).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::reminder_due;
    use base::Moment;

    #[test]
    fn reminders_are_due_by_days_of_france_and_not_for_what_was_just_begun() {
        let france = |text: &str| Moment::from_france(text.parse().unwrap());
        let cut_off = france("2027-04-01T23:59");
        for (now, begun, due) in [
            ("2027-03-24T23:59", "2027-03-01T10:00", None),
            ("2027-03-25T05:59", "2027-03-01T10:00", None),
            ("2027-03-25T06:00", "2027-03-01T10:00", Some(7)),
            // Across the change of clocks of the 28th.
            ("2027-03-29T06:00", "2027-03-01T10:00", Some(7)),
            ("2027-03-29T06:00", "2027-03-25T00:30", None),
            ("2027-03-31T06:00", "2027-03-25T00:30", Some(1)),
            ("2027-03-31T06:00", "2027-03-31T00:30", None),
            ("2027-04-01T23:58", "2027-03-01T10:00", Some(1)),
            ("2027-04-01T23:59", "2027-03-01T10:00", None),
        ] {
            assert_eq!(reminder_due(france(now), cut_off, france(begun)), due, "{now} {begun}");
        }
    }
}
