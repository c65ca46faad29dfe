//! The rules of a call as forms: rows to fill, spare rows to add, rows emptied to remove.
//!
//! It works without script: each row has the same few controls, named `PART.ROW.CONTROL`.

use askama::Template;
use base::{Cents, Outcome};
use web::parts::{Choice, Field, Fields, Html};
use web::{Form, Reader, Voice};

use crate::model::{
    BudgetLine, Condition, Criterion, Field as FormField, FieldKind, Rules, Section, Test,
};
use crate::rules;

/// Rows of one part, at most.
const ROWS: usize = 60;
/// Empty rows shown after those filled.
const SPARE: usize = 3;

/// A part of the rules, edited by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Lines,
    Eligibility,
    Form,
    Rubric,
}

impl Part {
    pub(super) const ALL: [Part; 4] = [Part::Lines, Part::Eligibility, Part::Form, Part::Rubric];

    pub(super) fn code(self) -> &'static str {
        match self {
            Part::Lines => "lignes",
            Part::Eligibility => "eligibilite",
            Part::Form => "formulaire",
            Part::Rubric => "grille",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Part::ALL.into_iter().find(|part| part.code() == code)
    }
}

#[derive(Template)]
#[template(path = "rules_row.html")]
struct RowView<'a> {
    legend: String,
    id: Option<(String, String)>,
    controls: Vec<Field<'a>>,
}

const FIELD_KINDS: [&str; 10] = [
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "table",
    "budget",
    "address",
    "files",
];
const TESTS: [&str; 6] = ["yes", "no", "kind_in", "postcode_starts", "at_least", "at_most"];

fn choices(voice: &Voice, prefix: &str, codes: &[&str]) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(*code, voice.named(prefix, code))).collect()
}

/// The controls of each row, filled and spare.
pub(super) fn rows(part: Part, fields: &Fields<'_>, form: &Form) -> Vec<Html> {
    let first = match part {
        Part::Lines => "name",
        Part::Eligibility => "question",
        Part::Form | Part::Rubric => "label",
    };
    let filled = (0..ROWS)
        .filter(|row| !form.value(&format!("{}.{row}.{first}", part.code())).is_empty())
        .max();
    let count = filled.map_or(SPARE, |last| last + 1 + SPARE).min(ROWS);
    (0..count).map(|row| row_view(part, fields, form, row)).collect()
}

fn row_view(part: Part, fields: &Fields<'_>, form: &Form, row: usize) -> Html {
    let voice = fields.voice;
    let name = |control: &str| format!("{}.{row}.{control}", part.code());
    let key = |control: &str| format!("calls-rule-{}-{control}", part.code());
    let text =
        |control: &str, max: usize| fields.text(&name(control), &key(control)).max(max).optional();
    let number = |control: &str, least: i64, most: i64| {
        fields.number(&name(control), &key(control), least, most).optional()
    };
    let controls = match part {
        Part::Lines => vec![
            text("name", 80),
            text("rate", 10).short(),
            fields.money(&name("cap"), &key("cap")).optional(),
        ],
        Part::Eligibility => vec![
            text("question", 300),
            fields
                .select(&name("test"), &key("test"), choices(voice, "calls-test", &TESTS))
                .optional(),
            text("value", 200).short(),
            text("otherwise", 500),
        ],
        Part::Form => vec![
            text("section", 100),
            text("label", 300),
            text("help", 500),
            fields
                .select(&name("kind"), &key("kind"), choices(voice, "calls-kind", &FIELD_KINDS))
                .optional(),
            text("detail", 500),
            fields.check(&name("required"), &key("required")).optional(),
        ],
        Part::Rubric => vec![
            text("label", 200),
            text("help", 500),
            number("max", 1, 100),
            number("weight", 1, 100),
        ],
    };
    let id = name("id");
    let legend = voice.with("calls-rule-row", "number", row + 1);
    let kept = form.value(&id).to_owned();
    Html::of(&RowView { legend, id: (!kept.is_empty()).then_some((id, kept)), controls })
}

/// The rules now in force, as form values.
pub(super) fn kept(part: Part, rules: &Rules) -> Vec<(String, String)> {
    let mut values = Vec::new();
    let mut put = |row: usize, control: &str, value: String| {
        values.push((format!("{}.{row}.{control}", part.code()), value));
    };
    match part {
        Part::Lines => {
            for (row, line) in rules.lines.iter().enumerate() {
                put(row, "id", line.code.clone());
                put(row, "name", line.name.clone());
                put(row, "rate", percent_text(line.rate_basis_points));
                put(row, "cap", line.cap.decimal());
            }
            let cap = rules.project_cap.map_or_else(String::new, Cents::decimal);
            values.push(("project_cap".to_owned(), cap));
        }
        Part::Eligibility => {
            for (row, condition) in rules.eligibility.iter().enumerate() {
                let (test, value) = test_text(&condition.test);
                put(row, "id", condition.id.clone());
                put(row, "question", condition.question.clone());
                put(row, "test", test.to_owned());
                put(row, "value", value);
                put(row, "otherwise", condition.otherwise.clone());
            }
        }
        Part::Form => {
            let fields = rules.form.iter().flat_map(|s| s.fields.iter().map(move |f| (s, f)));
            for (row, (section, field)) in fields.enumerate() {
                let (kind, detail) = kind_text(&field.kind);
                put(row, "id", field.id.clone());
                put(row, "section", section.title.clone());
                put(row, "label", field.label.clone());
                put(row, "help", field.help.clone());
                put(row, "kind", kind.to_owned());
                put(row, "detail", detail);
                put(row, "required", if field.required { "1" } else { "" }.to_owned());
            }
        }
        Part::Rubric => {
            for (row, criterion) in rules.rubric.iter().enumerate() {
                put(row, "id", criterion.id.clone());
                put(row, "label", criterion.label.clone());
                put(row, "help", criterion.help.clone());
                put(row, "max", criterion.max_points.to_string());
                put(row, "weight", criterion.weight.to_string());
            }
            values.push(("readers_per_file".to_owned(), rules.readers_per_file.to_string()));
            if rules.four_eyes {
                values.push(("four_eyes".to_owned(), "1".to_owned()));
            }
        }
    }
    values
}

fn percent_text(basis_points: u32) -> String {
    match basis_points % 100 {
        0 => (basis_points / 100).to_string(),
        part => format!("{},{part:02}", basis_points / 100),
    }
}

fn test_text(test: &Test) -> (&'static str, String) {
    match test {
        Test::Yes => ("yes", String::new()),
        Test::No => ("no", String::new()),
        Test::KindIn(kinds) => ("kind_in", kinds.join(" ; ")),
        Test::PostcodeStarts(start) => ("postcode_starts", start.clone()),
        Test::AtLeast(least) => ("at_least", least.to_string()),
        Test::AtMost(most) => ("at_most", most.to_string()),
    }
}

fn kind_text(kind: &FieldKind) -> (&'static str, String) {
    match kind {
        FieldKind::Text { max } => ("text", max.to_string()),
        FieldKind::LongText { max } => ("long_text", max.to_string()),
        FieldKind::Number { min, max } => ("number", format!("{min} ; {max}")),
        FieldKind::Money => ("money", String::new()),
        FieldKind::Date => ("date", String::new()),
        FieldKind::Choice { options } => ("choice", options.join(" ; ")),
        FieldKind::Table { columns, rows } => {
            ("table", format!("{rows} ; {}", columns.join(" ; ")))
        }
        FieldKind::Budget => ("budget", String::new()),
        FieldKind::Address => ("address", String::new()),
        FieldKind::Files { max } => ("files", max.to_string()),
    }
}

/// Reads a part over the rules that were in force.
pub(super) fn read(part: Part, form: &Form, mut rules: Rules) -> Outcome<Rules> {
    let mut reader = form.reader();
    match part {
        Part::Lines => {
            rules.lines = read_lines(form, &mut reader);
            rules.project_cap = reader.money("project_cap");
        }
        Part::Eligibility => rules.eligibility = read_conditions(form, &mut reader),
        Part::Form => rules.form = read_form(form, &mut reader),
        Part::Rubric => {
            rules.rubric = read_rubric(form, &mut reader);
            rules.readers_per_file = reader.number("readers_per_file", 1, 20).unwrap_or(1);
            rules.four_eyes = reader.ticked("four_eyes");
        }
    }
    reader.finish()?;
    Ok(rules)
}

/// The id that a row had, or a new one from its label; never the same twice.
fn row_id(form: &Form, name: &str, label: &str, taken: &mut Vec<String>) -> String {
    let kept = form.value(name);
    let good = |id: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !id.is_empty() && id.len() <= 60 && id.chars().all(plain)
    };
    let wanted = if good(kept) { kept.to_owned() } else { rules::slug_of(label) };
    let wanted = if wanted.is_empty() { "champ".to_owned() } else { wanted };
    let mut id = wanted.clone();
    let mut number = 2;
    while taken.contains(&id) {
        id = format!("{wanted}-{number}");
        number += 1;
    }
    taken.push(id.clone());
    id
}

fn read_lines(form: &Form, reader: &mut Reader<'_>) -> Vec<BudgetLine> {
    let mut taken = Vec::new();
    let mut lines = Vec::new();
    for row in 0..ROWS {
        let control = |name: &str| format!("lignes.{row}.{name}");
        let name = reader.text(&control("name"), 80);
        if name.is_empty() {
            continue;
        }
        let rate = Cents::parse(form.value(&control("rate")).trim_end_matches(['%', ' ']));
        let rate = rate.and_then(|rate| u32::try_from(rate.0).ok()).filter(|r| *r <= 10_000);
        if rate.is_none() {
            reader.fault(&control("rate"), "calls-fault-rate");
        }
        let cap = reader.money(&control("cap"));
        if cap.is_none() && form.value(&control("cap")).trim().is_empty() {
            reader.fault(&control("cap"), "web-fault-required");
        }
        lines.push(BudgetLine {
            code: row_id(form, &control("id"), &name, &mut taken),
            name,
            rate_basis_points: rate.unwrap_or(0),
            cap: cap.unwrap_or_default(),
        });
    }
    lines
}

fn read_conditions(form: &Form, reader: &mut Reader<'_>) -> Vec<Condition> {
    let mut taken = vec!["lang".to_owned()];
    let mut conditions = Vec::new();
    for row in 0..ROWS {
        let control = |name: &str| format!("eligibilite.{row}.{name}");
        let question = reader.text(&control("question"), 300);
        if question.is_empty() {
            continue;
        }
        let test = reader.choice(&control("test"), &TESTS);
        let value = reader.text(&control("value"), 200);
        let number = value.parse::<i64>();
        let test = match test.as_str() {
            "yes" => Test::Yes,
            "no" => Test::No,
            "kind_in" => {
                let kinds: Vec<String> = split(&value);
                let known = |kind: &String| people::kinds::KINDS.contains(&kind.as_str());
                if kinds.is_empty() || !kinds.iter().all(known) {
                    let all = people::kinds::KINDS.join(" ; ");
                    let say = base::Say::new("calls-fault-kinds").with("kinds", all);
                    reader.fault(&control("value"), say);
                }
                Test::KindIn(kinds)
            }
            "postcode_starts" => Test::PostcodeStarts(value),
            other => {
                if number.is_err() && !other.is_empty() {
                    reader.fault(&control("value"), "calls-fault-whole-number");
                }
                let number = number.unwrap_or(0);
                if other == "at_least" { Test::AtLeast(number) } else { Test::AtMost(number) }
            }
        };
        conditions.push(Condition {
            id: row_id(form, &control("id"), &question, &mut taken),
            otherwise: reader.required(&control("otherwise"), 500),
            question,
            test,
        });
    }
    conditions
}

fn split(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn read_form(form: &Form, reader: &mut Reader<'_>) -> Vec<Section> {
    let mut taken = vec!["title".to_owned()];
    let mut sections: Vec<Section> = Vec::new();
    for row in 0..ROWS {
        let control = |name: &str| format!("formulaire.{row}.{name}");
        let label = reader.text(&control("label"), 300);
        if label.is_empty() {
            continue;
        }
        let code = reader.choice(&control("kind"), &FIELD_KINDS);
        let detail = reader.text(&control("detail"), 500);
        let kind = read_kind(&code, &detail);
        if kind.is_none() {
            reader.fault(&control("detail"), "calls-fault-detail");
        }
        let field = FormField {
            id: row_id(form, &control("id"), &label, &mut taken),
            label,
            help: reader.text(&control("help"), 500),
            required: reader.ticked(&control("required")),
            kind: kind.unwrap_or(FieldKind::Money),
        };
        let title = reader.required(&control("section"), 100);
        match sections.iter_mut().find(|section| section.title == title) {
            Some(section) => section.fields.push(field),
            None => sections.push(Section { title, fields: vec![field] }),
        }
    }
    sections
}

fn read_kind(code: &str, detail: &str) -> Option<FieldKind> {
    let count = |usual: usize, most: usize| match detail {
        "" => Some(usual),
        text => text.parse().ok().filter(|number| (1..=most).contains(number)),
    };
    let parts = split(detail);
    Some(match code {
        "text" => FieldKind::Text { max: count(200, 1_000)? },
        "long_text" => FieldKind::LongText { max: count(3_000, 50_000)? },
        "number" => match parts.as_slice() {
            [] => FieldKind::Number { min: 0, max: 1_000_000_000 },
            [min, max] => FieldKind::Number { min: min.parse().ok()?, max: max.parse().ok()? },
            _ => return None,
        },
        "money" => FieldKind::Money,
        "date" => FieldKind::Date,
        "choice" if parts.len() >= 2 => FieldKind::Choice { options: parts },
        "table" => match parts.split_first() {
            Some((rows, columns)) if !columns.is_empty() && columns.len() <= 8 => {
                let rows = rows.parse().ok().filter(|rows| (1..=50).contains(rows))?;
                FieldKind::Table { columns: columns.to_vec(), rows }
            }
            _ => return None,
        },
        "budget" => FieldKind::Budget,
        "address" => FieldKind::Address,
        "files" => FieldKind::Files { max: count(1, 10)? },
        _ => return None,
    })
}

fn read_rubric(form: &Form, reader: &mut Reader<'_>) -> Vec<Criterion> {
    let mut taken = Vec::new();
    let mut rubric = Vec::new();
    for row in 0..ROWS {
        let control = |name: &str| format!("grille.{row}.{name}");
        let label = reader.text(&control("label"), 200);
        if label.is_empty() {
            continue;
        }
        rubric.push(Criterion {
            id: row_id(form, &control("id"), &label, &mut taken),
            label,
            help: reader.text(&control("help"), 500),
            max_points: reader.number(&control("max"), 1, 100).unwrap_or(5),
            weight: reader.number(&control("weight"), 1, 100).unwrap_or(1),
        });
    }
    rubric
}

/// The condition that the project is in the département, whose number begins its postcodes.
fn in_the_department(postcode: &str) -> Option<Condition> {
    let overseas = postcode.starts_with("97") || postcode.starts_with("98");
    let number = postcode.get(..if overseas { 3 } else { 2 })?;
    Some(Condition {
        id: "code-postal".to_owned(),
        question: "Dans quel code postal le projet se déroule-t-il ?".to_owned(),
        otherwise: format!("Le projet doit se dérouler dans le département ({number})."),
        test: Test::PostcodeStarts(number.to_owned()),
    })
}

/// What a new call begins with: a form, a rubric and a condition that most calls need.
pub(super) fn usual(publisher: &web::Publisher) -> Rules {
    let field = |id: &str, label: &str, required: bool, kind: FieldKind| FormField {
        id: id.to_owned(),
        label: label.to_owned(),
        help: String::new(),
        required,
        kind,
    };
    let section = |title: &str, fields: Vec<FormField>| Section { title: title.to_owned(), fields };
    let criterion = |id: &str, label: &str, weight: i64| Criterion {
        id: id.to_owned(),
        label: label.to_owned(),
        help: String::new(),
        max_points: 5,
        weight,
    };
    Rules {
        eligibility: in_the_department(&publisher.postcode).into_iter().collect(),
        lines: Vec::new(),
        project_cap: None,
        form: vec![
            section(
                "Le projet",
                vec![
                    field(
                        "resume",
                        "Le projet en quelques phrases",
                        true,
                        FieldKind::LongText { max: 1_500 },
                    ),
                    field(
                        "besoin",
                        "À quel besoin du territoire répond-il ?",
                        true,
                        FieldKind::LongText { max: 3_000 },
                    ),
                    field("debut", "Date de démarrage", true, FieldKind::Date),
                ],
            ),
            section(
                "Le budget",
                vec![field("budget", "Budget prévisionnel", true, FieldKind::Budget)],
            ),
            section(
                "Les pièces",
                vec![field("statuts", "Statuts signés", true, FieldKind::Files { max: 1 })],
            ),
        ],
        rubric: vec![
            criterion("utilite", "Utilité sociale et environnementale", 3),
            criterion("ancrage", "Ancrage territorial", 2),
            criterion("viabilite", "Viabilité économique", 2),
        ],
        readers_per_file: 2,
        four_eyes: false,
    }
}
