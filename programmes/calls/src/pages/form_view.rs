//! The form of a call as controls, as typed answers, and as a summary to read.

use askama::Template;
use base::{Fault, Outcome, Refusal};
use web::parts::{Budget, BudgetLine, Choice, Fields, Html, Kind};
use web::{Form, Voice};

use super::apply::Loaded;
use crate::model::{Answers, Attachment, Field, FieldKind, Rules};
use crate::rules::{self, BUDGET_ROWS};

/// Rows of a table without answers that are shown.
const SPARE_ROWS: usize = 3;
/// Kinds of files that are taken, for browsers.
const ACCEPTED: &str = ".pdf,.png,.jpg,.jpeg,.odt,.ods,.docx,.xlsx,.doc,.xls,.zip";

#[derive(Template)]
#[template(path = "request_line.html")]
struct RequestLine<'a> {
    name: &'a str,
    rule: String,
    base: web::parts::Field<'a>,
    amount: web::parts::Field<'a>,
}

#[derive(Template)]
#[template(path = "answer_table.html")]
struct AnswerTable<'a> {
    field: &'a Field,
    columns: &'a [String],
    rows: Vec<Vec<String>>,
    faults: Vec<String>,
}

#[derive(Template)]
#[template(path = "answer_address.html")]
struct AnswerAddress<'a> {
    field: &'a Field,
    parts: [web::parts::Field<'a>; 3],
}

#[derive(Template)]
#[template(path = "piece_form.html")]
struct PieceForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: crate::FileId,
    field: &'a Field,
    attachments: Vec<&'a Attachment>,
    control: web::parts::Field<'a>,
    faults: Vec<String>,
    max: usize,
}

/// Forms that send files, one a field of files: apart from the step's own form, because a page
/// without script can only send one at a time.
pub(super) fn piece_forms(
    voice: &Voice,
    csrf: &str,
    loaded: &Loaded,
    number: usize,
    faults: &[Fault],
) -> Vec<Html> {
    let section = number.checked_sub(2).and_then(|at| loaded.rules.form.get(at));
    let fields = section.map_or(&[][..], |section| section.fields.as_slice());
    let nothing: Vec<(String, String)> = Vec::new();
    let said = voice.with(
        "calls-accepted",
        "limit",
        words::bytes(voice.lang, web::FILE_LIMIT_BYTES as u64),
    );
    let form = |field: &Field, max: usize| {
        let wrong = faults.iter().filter(|fault| fault.field == field.id);
        let faults: Vec<String> = wrong.map(|fault| voice.it(&fault.say)).collect();
        let mut control =
            Fields::new(voice, &nothing, &[]).file(&field.id, "calls-choose-file", ACCEPTED, &said);
        control.label = voice.with("calls-choose-file-for", "name", &field.label);
        control.faults.clone_from(&faults);
        Html::of(&PieceForm {
            voice,
            csrf,
            file: loaded.file.id,
            field,
            attachments: loaded.attachments.iter().filter(|p| p.field == field.id).collect(),
            control,
            faults,
            max,
        })
    };
    let files = fields.iter().filter_map(|field| match field.kind {
        FieldKind::Files { max } => Some(form(field, max)),
        _ => None,
    });
    files.collect()
}

/// The controls of one step, without those of its files.
pub(super) fn items(
    voice: &Voice,
    loaded: &Loaded,
    number: usize,
    answers: &Answers,
    faults: &[Fault],
) -> Outcome<Vec<Html>> {
    let typed: Vec<(String, String)> =
        answers.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let fields = Fields::new(voice, &typed, faults);
    if number == 1 {
        return Ok(request_items(voice, &fields, &loaded.rules));
    }
    let section = number.checked_sub(2).and_then(|at| loaded.rules.form.get(at));
    let section = section.ok_or(Refusal::Unknown)?;
    let item = |field: &Field| control(&fields, field, answers);
    Ok(section.fields.iter().filter_map(item).collect())
}

fn request_items(voice: &Voice, fields: &Fields<'_>, rules: &Rules) -> Vec<Html> {
    let title = Html::of(&fields.text("title", "calls-project-title").max(200));
    let lines = rules.lines.iter().map(|line| {
        let (base, amount) = rules::line_keys(line);
        let rule = voice.with_all(
            "calls-line-rule",
            &[
                ("rate", voice.percent(i64::from(line.rate_basis_points)).into()),
                ("cap", line.cap.into()),
            ],
        );
        Html::of(&RequestLine {
            name: &line.name,
            rule,
            base: fields.money(&base, "calls-line-base").optional(),
            amount: fields.money(&amount, "calls-line-amount").optional(),
        })
    });
    std::iter::once(title).chain(lines).collect()
}

fn control(fields: &Fields<'_>, field: &Field, answers: &Answers) -> Option<Html> {
    let voice = fields.voice;
    let wrong = |key: &str| -> Vec<String> {
        let faults = fields.faults.iter().filter(|fault| fault.field == key);
        faults.map(|fault| voice.it(&fault.say)).collect()
    };
    let simple = |kind: Kind| {
        let mut control = web::parts::Field::new(voice, kind, &field.id, &field.label);
        control.values = fields.filled.typed(&field.id);
        control.faults = wrong(&field.id);
        control.required = field.required;
        if field.help.is_empty() { control } else { control.hint(&field.help) }
    };
    Some(match &field.kind {
        FieldKind::Text { max } => Html::of(&simple(Kind::Input("text")).max(*max)),
        FieldKind::LongText { max } => Html::of(&simple(Kind::Area { rows: 8 }).max(*max)),
        FieldKind::Number { min, max } => {
            Html::of(&simple(Kind::Input("number")).between(min, max).short())
        }
        FieldKind::Money => Html::of(&simple(Kind::Money).short()),
        FieldKind::Date => Html::of(&simple(Kind::Input("date")).short()),
        FieldKind::Choice { options } => {
            let choices = options.iter().map(|o| Choice::new(o.as_str(), o.as_str())).collect();
            Html::of(&simple(Kind::Radios(choices)))
        }
        FieldKind::Table { columns, rows } => Html::of(&AnswerTable {
            field,
            columns,
            rows: table_rows(field, columns.len(), *rows, answers),
            faults: wrong(&field.id),
        }),
        FieldKind::Budget => budget(fields, field, answers, wrong(&field.id).pop()),
        FieldKind::Address => Html::of(&AnswerAddress {
            field,
            parts: [
                ("street", "calls-street"),
                ("postcode", "people-org-postcode"),
                ("city", "people-org-city"),
            ]
            .map(|(part, key)| {
                let control = fields.text(&format!("{}.{part}", field.id), key).max(200);
                if field.required { control } else { control.optional() }
            }),
        }),
        FieldKind::Files { .. } => return None,
    })
}

fn cell_key(field: &Field, row: usize, column: usize) -> String {
    format!("{}.{row}.{column}", field.id)
}

fn table_rows(field: &Field, width: usize, most: usize, answers: &Answers) -> Vec<Vec<String>> {
    let row = |at: usize| -> Vec<String> {
        let cell = |column| answers.get(&cell_key(field, at, column)).cloned().unwrap_or_default();
        (0..width).map(cell).collect()
    };
    let filled = (0..most).filter(|&at| row(at).iter().any(|cell| !cell.is_empty())).max();
    let count = filled.map_or(SPARE_ROWS, |last| last + 1 + SPARE_ROWS).min(most);
    (0..count).map(row).collect()
}

fn budget(fields: &Fields<'_>, field: &Field, answers: &Answers, fault: Option<String>) -> Html {
    let voice = fields.voice;
    let side = |mark: &str| -> Vec<BudgetLine> {
        let line = |at: usize| {
            let key = |part: &str| format!("{}.{mark}.{at}.{part}", field.id);
            let get = |part: &str| answers.get(&key(part)).cloned().unwrap_or_default();
            let wrong = fields.faults.iter().find(|fault| fault.field == key("amount"));
            BudgetLine {
                label: get("label"),
                amount: get("amount"),
                fault: wrong.map(|fault| voice.it(&fault.say)),
            }
        };
        let filled = |line: &BudgetLine| !line.label.is_empty() || !line.amount.is_empty();
        (0..BUDGET_ROWS).map(line).filter(filled).collect()
    };
    let (expenses, income) = rules::budget_totals(&field.id, answers);
    Html::of(&Budget {
        voice,
        name: field.id.clone(),
        caption: field.label.clone(),
        expenses: side("e"),
        income: side("i"),
        totals: Some((voice.money(expenses), voice.money(income))),
        spare: 3,
        fault,
    })
}

/// What a sent step says, as answers; fields that it did not have are left alone.
pub(super) fn changes(rules: &Rules, number: usize, form: &Form) -> Answers {
    let mut answers = Answers::new();
    let mut take = |key: String, form: &Form| {
        if form.has(&key) {
            let typed: String = form.value(&key).chars().take(web::TEXT_LIMIT_CHARS).collect();
            answers.insert(key, typed);
        }
    };
    if number == 1 {
        take("title".to_owned(), form);
        for line in &rules.lines {
            let (base, amount) = rules::line_keys(line);
            take(base, form);
            take(amount, form);
        }
        return answers;
    }
    let section = number.checked_sub(2).and_then(|at| rules.form.get(at));
    let fields = section.map_or(&[][..], |section| section.fields.as_slice());
    for field in fields {
        match &field.kind {
            FieldKind::Table { columns, rows } => {
                for row in 0..*rows {
                    for column in 0..columns.len() {
                        take(cell_key(field, row, column), form);
                    }
                }
            }
            FieldKind::Address => {
                for part in ["street", "postcode", "city"] {
                    take(format!("{}.{part}", field.id), form);
                }
            }
            FieldKind::Budget | FieldKind::Files { .. } => {}
            _ => take(field.id.clone(), form),
        }
    }
    for field in fields.iter().filter(|field| field.kind == FieldKind::Budget) {
        answers.extend(budget_changes(field, form));
    }
    answers
}

/// The rows of a sent budget, closed up; rows beyond them are emptied.
fn budget_changes(field: &Field, form: &Form) -> Answers {
    let mut answers = Answers::new();
    for (mark, side) in [("e", "expense"), ("i", "income")] {
        let name = |part: &str| format!("{}-{side}-{part}", field.id);
        let (label_name, amount_name) = (name("label"), name("amount"));
        if !form.has(&label_name) {
            continue;
        }
        let labels = form.values(&label_name);
        let amounts = form.values(&amount_name);
        let typed = labels
            .zip(amounts)
            .filter(|(label, amount)| !label.trim().is_empty() || !amount.trim().is_empty());
        let mut rows: Vec<(&str, &str)> = typed.take(BUDGET_ROWS).collect();
        rows.resize(BUDGET_ROWS, ("", ""));
        for (at, (label, amount)) in rows.into_iter().enumerate() {
            let key = |part: &str| format!("{}.{mark}.{at}.{part}", field.id);
            answers.insert(key("label"), label.chars().take(200).collect());
            answers.insert(key("amount"), amount.chars().take(40).collect());
        }
    }
    answers
}

/// One answer to read.
pub(super) struct Answered {
    /// The section's title, on its first answer.
    pub(super) section: Option<String>,
    /// What was asked.
    pub(super) label: String,
    /// What was answered, line by line; empty when nothing was.
    pub(super) lines: Vec<String>,
    /// The sides of a budget.
    pub(super) sums: Vec<Sums>,
}

/// One side of a budget, to read.
pub(super) struct Sums {
    pub(super) title: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) total: String,
}

/// A whole file to read: by its organisation, officers and readers.
pub(super) fn summary(
    voice: &Voice,
    rules: &Rules,
    answers: &Answers,
    attachments: &[Attachment],
) -> Vec<Answered> {
    let mut summary = vec![Answered {
        section: Some(voice.say("calls-step-request")),
        label: voice.say("calls-project-title"),
        lines: answers.get("title").cloned().into_iter().collect(),
        sums: Vec::new(),
    }];
    for (line, asked) in rules::asked(rules, answers) {
        let known = rules.lines.iter().find(|known| known.code == line);
        let of = voice.with("calls-asked-of", "base", asked.base);
        summary.push(Answered {
            section: None,
            label: known.map_or(line, |known| known.name.clone()),
            lines: vec![format!("{} {of}", voice.money(asked.amount))],
            sums: Vec::new(),
        });
    }
    for section in &rules.form {
        for (at, field) in section.fields.iter().enumerate() {
            summary.push(Answered {
                section: (at == 0).then(|| section.title.clone()),
                label: field.label.clone(),
                lines: lines(voice, field, answers, attachments),
                sums: match field.kind {
                    FieldKind::Budget => budget_sums(voice, field, answers),
                    _ => Vec::new(),
                },
            });
        }
    }
    summary
}

fn lines(
    voice: &Voice,
    field: &Field,
    answers: &Answers,
    attachments: &[Attachment],
) -> Vec<String> {
    let get = |key: &str| answers.get(key).cloned().unwrap_or_default();
    match &field.kind {
        FieldKind::Table { columns, rows } => (0..*rows)
            .map(|row| {
                let cells = (0..columns.len()).map(|column| get(&cell_key(field, row, column)));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
            })
            .filter(|row| !row.is_empty())
            .collect(),
        FieldKind::Address => {
            let part = |name: &str| get(&format!("{}.{name}", field.id));
            let line = format!("{}, {} {}", part("street"), part("postcode"), part("city"));
            if part("street").is_empty() { Vec::new() } else { vec![line] }
        }
        FieldKind::Budget => Vec::new(),
        FieldKind::Files { .. } => {
            let own = attachments.iter().filter(|piece| piece.field == field.id);
            own.map(|piece| format!("{} ({})", piece.name, voice.bytes(piece.size))).collect()
        }
        FieldKind::Money => base::Cents::parse(&get(&field.id))
            .map(|amount| voice.money(amount))
            .into_iter()
            .collect(),
        FieldKind::Date => match get(&field.id).parse() {
            Ok(date) => vec![words::date(voice.lang, date)],
            Err(_) => Vec::new(),
        },
        _ => get(&field.id).lines().map(str::to_owned).collect(),
    }
}

fn budget_sums(voice: &Voice, field: &Field, answers: &Answers) -> Vec<Sums> {
    let (expenses, income) = rules::budget_totals(&field.id, answers);
    let side = |mark: &str, key: &str, total: base::Cents| {
        let rows = (0..BUDGET_ROWS).filter_map(|at| {
            let get = |part: &str| answers.get(&format!("{}.{mark}.{at}.{part}", field.id));
            let amount = base::Cents::parse(get("amount")?)?;
            let name = get("label").map_or_else(String::new, |label| label.trim().to_owned());
            Some((name, voice.money(amount)))
        });
        Sums { title: voice.say(key), rows: rows.collect(), total: voice.money(total) }
    };
    let both = [side("e", "web-budget-expenses", expenses), side("i", "web-budget-income", income)];
    both.into_iter().filter(|side| !side.rows.is_empty()).collect()
}

/// A fault with the name of its field, for a list away from the form.
pub(super) fn named_fault(voice: &Voice, rules: &Rules, fault: &Fault) -> String {
    let name = if fault.field == "title" {
        voice.say("calls-project-title")
    } else {
        let line = rules.lines.iter().find(|line| {
            fault.field.strip_prefix("line.").is_some_and(|rest| rest.starts_with(&line.code))
        });
        let mut fields = rules.form.iter().flat_map(|section| &section.fields);
        let field = fields.find(|field| {
            let rest = fault.field.strip_prefix(field.id.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        match (line, field) {
            (Some(line), _) => line.name.clone(),
            (None, Some(field)) => field.label.clone(),
            (None, None) => String::new(),
        }
    };
    voice.with_all(
        "calls-named-fault",
        &[("name", name.into()), ("what", voice.it(&fault.say).into())],
    )
}
