//! Forms that keep themselves, and budgets that add themselves up.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::Voice;

/// Put inside a form, keeps what is typed: sends it to `url` shortly after each change and says
/// how that went. Without script it is empty and the form has its button.
///
/// The request is the form itself with the header `X-Parvis-Autosave: 1`. The answer is JSON:
/// `{"version": 8, "saved_at_text": "14 h 32", "faults": {"field": "what is wrong"}}` with 200;
/// 409 when the record was changed elsewhere; problem+json with 422 is understood too.
#[derive(Clone, Template)]
#[template(path = "parts/autosave.html")]
pub struct Autosave<'a> {
    /// What it speaks with.
    pub voice: &'a Voice,
    /// Where the form is sent.
    pub url: String,
    /// What names this form among all the visitor's: for the copy kept in the browser.
    pub key: String,
    /// When it was last kept, as `saved_at_text` would say it.
    pub saved_at: Option<String>,
}

impl HtmlSafe for Autosave<'_> {}

/// A line of a budget as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BudgetLine {
    /// What it is for.
    pub label: String,
    /// The amount, as typed.
    pub amount: String,
    /// What is wrong with it, already said.
    pub fault: Option<String>,
}

/// A provisional budget: expenses and income, each with a total, and whether they balance.
///
/// A line's fields are `{name}-expense-label` and `{name}-expense-amount` (`income` likewise),
/// repeated in the order of the lines; lines left empty mean nothing.
#[derive(Clone, Template)]
#[template(path = "parts/budget.html")]
pub struct Budget<'a> {
    /// What it speaks with.
    pub voice: &'a Voice,
    /// How its fields begin.
    pub name: String,
    /// What it is a budget of.
    pub caption: String,
    /// What is spent.
    pub expenses: Vec<BudgetLine>,
    /// What comes in.
    pub income: Vec<BudgetLine>,
    /// Totals of expenses and of income as typed before, already shown; for pages without script.
    pub totals: Option<(String, String)>,
    /// Empty lines at the end of each side.
    pub spare: u8,
    /// What is wrong with the whole of it, already said.
    pub fault: Option<String>,
}

impl HtmlSafe for Budget<'_> {}

struct Side<'b> {
    key: &'static str,
    title: String,
    total: Option<&'b str>,
    lines: Vec<BudgetLine>,
}

impl Budget<'_> {
    fn id(&self) -> String {
        super::field_id(&self.name)
    }

    fn sides(&self) -> [Side<'_>; 2] {
        let totals = self.totals.as_ref();
        let with_spare = |lines: &[BudgetLine]| {
            let spare = std::iter::repeat_with(BudgetLine::default).take(self.spare.into());
            lines.iter().cloned().chain(spare).collect()
        };
        [
            Side {
                key: "expense",
                title: self.voice.say("web-budget-expenses"),
                total: totals.map(|(expenses, _)| expenses.as_str()),
                lines: with_spare(&self.expenses),
            },
            Side {
                key: "income",
                title: self.voice.say("web-budget-income"),
                total: totals.map(|(_, income)| income.as_str()),
                lines: with_spare(&self.income),
            },
        ]
    }
}
