//! The common subset of SQL: what SQLite and PostgreSQL both accept with the same meaning.
//!
//! The test that prepares every statement on both finds what one of them refuses; this finds what
//! both accept and understand differently, and says what to write instead.

use super::Finding;
use super::statements::Statement;

/// A word, number or sign of SQL, in lower case; texts in quotes are `''`.
pub(super) struct Token {
    pub(super) text: String,
    /// Lines from the beginning of the statement.
    pub(super) line: usize,
}

impl Token {
    pub(super) fn is_name(&self) -> bool {
        let keyword = ["select", "values", "set", "lateral"].contains(&self.text.as_str());
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_') && !keyword
    }
}

const OURS: &str = "ids are made by us";
const CLOCK: &str = "the time comes from the application's clock";
const CAST: &str = "write CAST(x AS …)";
const JSON: &str = "keep JSON in TEXT and read it in Rust";
const FOLD: &str = "fold letters in Rust, into a column of their own";
const FENCE: &str = "use a fence row or a lease";
const OUTBOX: &str = "poll the outbox";
const STORE: &str = "the store owns transactions";
const RUST: &str = "compute it in Rust";

/// Words that have no place in our SQL, one after the other, and what to do instead.
const FORBIDDEN: &[(&[&str], &str)] = &[
    (&["autoincrement"], OURS),
    (&["as", "identity"], OURS),
    (&["gen_random_uuid"], OURS),
    (&["uuidv7"], OURS),
    (&["now", "("], CLOCK),
    (&["current_timestamp"], CLOCK),
    (&["current_date"], CLOCK),
    (&["current_time"], CLOCK),
    (&[")", "strict"], "tables are not STRICT on PostgreSQL"),
    (&["->"], JSON),
    (&["->>"], JSON),
    (&["::"], CAST),
    (&["ilike"], FOLD),
    (&["lower", "("], FOLD),
    (&["upper", "("], FOLD),
    (&["collate"], "order by a stored key made in Rust"),
    (&["for", "update"], FENCE),
    (&["for", "share"], FENCE),
    (&["skip", "locked"], FENCE),
    (&["exclude", "using"], FENCE),
    (&["without", "overlaps"], FENCE),
    (&["pg_advisory_lock"], FENCE),
    (&["pg_advisory_xact_lock"], FENCE),
    (&["pg_try_advisory_lock"], FENCE),
    (&["pg_notify"], OUTBOX),
    (&["create", "trigger"], "write the consequence in the verb"),
    (&["create", "function"], "write it in Rust"),
    (&["create", "procedure"], "write it in Rust"),
    (&["create", "extension"], "PostgreSQL serves us as it is installed"),
    (&["insert", "or"], "write ON CONFLICT"),
    (&["replace", "into"], "write ON CONFLICT"),
    (&["glob"], "PostgreSQL has no GLOB"),
    (&["lateral"], "write a subquery"),
    (&["generate_series"], RUST),
    (&["round", "("], RUST),
    (&["random", "("], "chance is passed in"),
    (&["?"], "placeholders are $1, $2, …"),
];

/// Types that one of the two has not. Their names may be those of columns.
const TYPES: &[(&str, &str)] =
    &[("serial", OURS), ("bigserial", OURS), ("blob", "write BYTEA"), ("jsonb", JSON)];

/// Words with which a statement may not begin.
const BEGINNINGS: &[(&str, &str)] = &[
    ("listen", OUTBOX),
    ("notify", OUTBOX),
    ("begin", STORE),
    ("commit", STORE),
    ("rollback", STORE),
    ("savepoint", STORE),
    ("pragma", "SQLite's settings are the store's"),
    ("set", "PostgreSQL's settings are the store's"),
    ("vacuum", STORE),
];

/// What is wrong with a statement, or with the statements of a migration.
pub(super) fn check(statement: &Statement) -> Vec<Finding> {
    let all = tokens(&statement.text);
    let mut findings = Vec::new();
    for single in all.split(|token| token.text == ";").filter(|single| !single.is_empty()) {
        let mut report = |line: usize, what: String| {
            findings.push(Finding::new(&statement.file, statement.line + line, what));
        };
        forbidden(single, &mut report);
        types(single, &mut report);
        beginnings(single, &mut report);
        sums(single, &mut report);
        placeholders(single, &mut report);
    }
    findings
}

fn forbidden(tokens: &[Token], report: &mut impl FnMut(usize, String)) {
    for (words, instead) in FORBIDDEN {
        for window in tokens.windows(words.len()) {
            if window.iter().map(|token| token.text.as_str()).eq(words.iter().copied()) {
                let line = window.first().map_or(0, |token| token.line);
                let shown = words.join(" ").to_uppercase();
                report(line, format!("no {shown} in our SQL: {instead}"));
            }
        }
    }
}

/// A type follows the name of its column in CREATE or ALTER, or AS in a CAST.
fn types(tokens: &[Token], report: &mut impl FnMut(usize, String)) {
    let defines = tokens.first().is_some_and(|t| matches!(t.text.as_str(), "create" | "alter"));
    for pair in tokens.windows(2) {
        let [before, token] = pair else { continue };
        let column = defines && before.is_name() && before.text != "column";
        let known = TYPES.iter().find(|(name, _)| token.text == *name);
        if let Some((name, instead)) = known.filter(|_| column || before.text == "as") {
            report(token.line, format!("no {} in our SQL: {instead}", name.to_uppercase()));
        }
    }
}

fn beginnings(tokens: &[Token], report: &mut impl FnMut(usize, String)) {
    let word = |place: usize| tokens.get(place).map(|token| token.text.as_str());
    for (beginning, instead) in BEGINNINGS {
        if word(0) == Some(beginning) {
            let line = tokens.first().map_or(0, |token| token.line);
            report(line, format!("no {} in our SQL: {instead}", beginning.to_uppercase()));
        }
    }
    let using = tokens.iter().find(|token| token.text == "using");
    if let Some(token) = using.filter(|_| word(0) == Some("delete")) {
        report(token.line, "no DELETE USING in our SQL: write a subquery".to_owned());
    }
    let alters = word(0) == Some("alter");
    for window in tokens.windows(3) {
        if let [first, open, verb] = window
            && matches!(first.text.as_str(), "as" | "materialized")
            && open.text == "("
            && matches!(verb.text.as_str(), "insert" | "update" | "delete")
        {
            report(verb.line, "no change inside WITH in our SQL: two statements".to_owned());
        }
        if let [column, _, kind] = window
            && alters
            && column.text == "column"
            && kind.text == "type"
        {
            report(kind.line, "no ALTER COLUMN TYPE in our SQL: add, copy, drop".to_owned());
        }
    }
}

/// A sum or mean of BIGINT is NUMERIC on PostgreSQL: where it is read, it stands inside a CAST.
fn sums(tokens: &[Token], report: &mut impl FnMut(usize, String)) {
    let mut open: Vec<&str> = Vec::new();
    let (mut before, mut clause) = ("", "");
    for token in tokens {
        match token.text.as_str() {
            "select" | "from" | "where" | "having" | "order" | "returning" => clause = &token.text,
            "(" => {
                let read = !matches!(clause, "having" | "order") && !open.contains(&"cast");
                if read && matches!(before, "sum" | "avg") {
                    let shown = before.to_uppercase();
                    report(token.line, format!("write CAST({shown}(x) AS BIGINT)"));
                }
                open.push(before);
            }
            ")" => {
                open.pop();
            }
            _ => {}
        }
        before = &token.text;
    }
}

/// SQLite binds by position: the placeholders appear first in the order of their numbers.
fn placeholders(tokens: &[Token], report: &mut impl FnMut(usize, String)) {
    let mut seen = 0;
    for token in tokens {
        let Some(number) = token.text.strip_prefix('$').and_then(|n| n.parse::<usize>().ok())
        else {
            continue;
        };
        if number > seen + 1 {
            report(token.line, format!("${number} appears before ${}", seen + 1));
        }
        seen = seen.max(number);
    }
}

/// The words and signs of SQL without comments; what stands in single quotes becomes `''`.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = sql;
    let mut line = 0;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '\'' => quoted(rest),
            '-' if rest.starts_with("->>") => 3,
            '-' | ':' if rest.starts_with("->") || rest.starts_with("::") => 2,
            _ if first.is_alphanumeric() || matches!(first, '_' | '$') => {
                let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'));
                rest.find(ends).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let comment = text.starts_with("--") || text.starts_with("/*");
        if first == '\'' {
            found.push(Token { text: "''".to_owned(), line });
        } else if !comment && !first.is_whitespace() && first != '"' {
            found.push(Token { text: text.to_lowercase(), line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

/// The length of a text in single quotes; a doubled quote is part of it.
fn quoted(text: &str) -> usize {
    let mut length = 1;
    while let Some(end) = text.get(length..).and_then(|rest| rest.find('\'')) {
        length += end + 1;
        if !text.get(length..).is_some_and(|rest| rest.starts_with('\'')) {
            return length;
        }
        length += 1;
    }
    text.len()
}
