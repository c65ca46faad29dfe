//! Amounts, durations, months and what is left of a pass, in words.

use base::{Cents, Outcome, Refusal};
use jiff::civil::Date;
use web::Voice;
use web::parts::Choice;

use super::local;
use crate::model::Site;
use crate::money::{Left, NewPlan, Unit};
use crate::rules::Part;

/// So many minutes as hours are read out: 2 h 30.
pub(super) fn duration(voice: &Voice, minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, rest) => voice.with("reservations-duration-minutes", "count", rest),
        (hours, 0) => voice.with("reservations-hour", "hour", voice.number(hours)),
        (hours, rest) => {
            let args =
                [("hour", voice.number(hours).into()), ("minute", format!("{rest:02}").into())];
            voice.with_all("reservations-clock", &args)
        }
    }
}

/// How much of a unit.
pub(super) fn amount(voice: &Voice, unit: Unit, amount: i64) -> String {
    match unit {
        Unit::Entries => voice.with("reservations-entries", "count", amount),
        Unit::Minutes => duration(voice, amount),
        Unit::Budget => voice.money(Cents(amount)),
    }
}

/// What is left of a pass.
pub(super) fn left(voice: &Voice, left: &[Left]) -> String {
    let said: Vec<String> = left.iter().map(|one| amount(voice, one.unit, one.left)).collect();
    match said.as_slice() {
        [] => String::new(),
        all => voice.with("reservations-left", "left", all.join(", ")),
    }
}

/// What an offer gives, in words: so much, each month, for how long, which standing.
pub(super) fn gives(voice: &Voice, plan: &NewPlan, things: &[String]) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(unit) = plan.unit {
        let much = amount(voice, unit, plan.amount);
        said.push(match plan.each_month {
            true => voice.with("reservations-plan-monthly", "amount", much),
            false => much,
        });
    }
    if plan.budget_cents > 0 {
        let much = voice.money(Cents(plan.budget_cents));
        said.push(voice.with("reservations-plan-budget-of", "amount", much));
    }
    if !plan.standing.is_empty() {
        said.push(voice.with("reservations-plan-standing-of", "standing", plan.standing.as_str()));
    }
    said.push(lasts(voice, plan));
    if !things.is_empty() {
        said.push(voice.with("reservations-plan-for", "things", things.join(", ")));
    }
    said
}

fn lasts(voice: &Voice, plan: &NewPlan) -> String {
    let months = voice.with("reservations-lasts-months", "count", plan.months);
    let days = voice.with("reservations-lasts-days", "count", plan.days);
    match (plan.months, plan.days) {
        (0, _) => days,
        (_, 0) => months,
        _ => format!("{months}, {days}"),
    }
}

/// A price without tax, and with it where there is one.
pub(super) fn price(voice: &Voice, cents: i64, vat: &str) -> String {
    match (cents, basis_points(vat)) {
        (0, _) => voice.say("reservations-free-of-charge"),
        (cents, None) => voice.money(Cents(cents)),
        (cents, Some(points)) => {
            let gross = cents + (cents * points + 5_000) / 10_000;
            let args = [
                ("net", voice.money(Cents(cents)).into()),
                ("gross", voice.money(Cents(gross)).into()),
            ];
            voice.with_all("reservations-with-tax", &args)
        }
    }
}

/// The rate of a tax in hundredths of a percent, if it is one that is paid.
fn basis_points(vat: &str) -> Option<i64> {
    match vat {
        "20" => Some(2_000),
        "10" => Some(1_000),
        "5-5" => Some(550),
        "2-1" => Some(210),
        _ => None,
    }
}

/// The taxes of what is sold, to choose from.
pub(super) fn vats(voice: &Voice) -> Vec<Choice> {
    let name = |(code, _): &(&str, _)| Choice::new(*code, voice.named("ledger-vat", code));
    ledger::VATS.iter().map(name).collect()
}

/// The parts of a price, each with its reason.
pub(super) fn parts(voice: &Voice, parts: &[Part]) -> Vec<String> {
    let said = |part: &Part| {
        let cents = voice.money(Cents(part.cents));
        if part.minutes == 0 {
            return voice.with("reservations-part-ceiling", "price", cents);
        }
        let args = [
            ("duration", duration(voice, part.minutes).into()),
            ("hour", voice.money(Cents(part.hour_cents)).into()),
            ("price", cents.into()),
            ("name", part.label.clone().into()),
        ];
        let key = if part.label.is_empty() { "reservations-part" } else { "reservations-part-of" };
        voice.with_all(key, &args)
    };
    parts.iter().map(said).collect()
}

/// A month by its name: novembre 2026.
pub(super) fn month(voice: &Voice, first: Date) -> String {
    let name = voice.named("reservations-month", &first.month().to_string());
    format!("{name} {}", first.year())
}

/// The first day of the month that a query names, or of the last one that is over.
pub(super) fn month_asked(site: &Site, asked: Option<&str>, now: base::Moment) -> Outcome<Date> {
    let typed = asked.and_then(|month| web::parse_date(&format!("{month}-01")));
    let today = local(site, now)?.date();
    let last = today.first_of_month().yesterday().map_err(Refusal::broken)?.first_of_month();
    Ok(typed.unwrap_or(last))
}

/// A month as an address names it.
pub(super) fn month_code(first: Date) -> String {
    format!("{:04}-{:02}", first.year(), first.month())
}
