//! Whose table: a statement names only tables of its own crate, which bear the crate's name.

use std::collections::BTreeSet;

use super::Finding;
use super::members::Workspace;
use super::statements::Statement;
use super::subset::{Token, tokens};

/// Statements and migrations that name another crate's table; tables without their crate's name.
pub(super) fn check(
    workspace: &Workspace,
    statements: &[Statement],
    migrations: &[Statement],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for statement in statements.iter().chain(migrations) {
        for (table, made, line) in tables(&tokens(&statement.text)) {
            let owner = owner(workspace, &table);
            let own = owner == Some(statement.context.as_str());
            let what = match owner {
                _ if own => continue,
                Some(owner) => format!("the table {table} is of {owner}: ask its public verbs"),
                None if made => format!("name the table {}_{table}", statement.context),
                None => continue,
            };
            findings.push(Finding::new(&statement.file, statement.line + line, what));
        }
    }
    findings
}

/// The crate whose name begins the table's, the longest if several do.
fn owner<'a>(workspace: &'a Workspace, table: &str) -> Option<&'a str> {
    let shorts = workspace.members.iter().map(|member| member.short.as_str());
    shorts
        .filter(|short| table.strip_prefix(*short).is_some_and(|rest| rest.starts_with('_')))
        .max_by_key(|short| short.len())
}

/// Tables named in a statement: the name, whether it is created here, and on which line.
fn tables(tokens: &[Token]) -> Vec<(String, bool, usize)> {
    let word = |place: usize| tokens.get(place).map(|token| token.text.as_str()).unwrap_or("");
    let common = common_table_expressions(tokens);
    let mut found = Vec::new();
    for place in 0..tokens.len() {
        let before = place.checked_sub(1).map(word).unwrap_or("");
        let mut next = match word(place) {
            "from" if before != "distinct" => place + 1,
            "join" | "into" | "references" | "table" => place + 1,
            "update" if !matches!(before, "do" | "on" | "for") => place + 1,
            "on" if indexes(tokens, place) => place + 1,
            _ => continue,
        };
        let made = word(place) == "table" && before == "create";
        while matches!(word(next), "if" | "not" | "exists" | "only") {
            next += 1;
        }
        loop {
            if let Some(token) = tokens.get(next)
                && token.is_name()
                && !common.contains(&token.text)
            {
                found.push((token.text.clone(), made, token.line));
            }
            match further(tokens, next).filter(|_| word(place) == "from") {
                Some(place) => next = place,
                None => break,
            }
        }
    }
    found
}

/// After a name in FROM: the place of the next one, if a comma follows the name or its alias.
fn further(tokens: &[Token], place: usize) -> Option<usize> {
    if !tokens.get(place)?.is_name() {
        return None;
    }
    let ends = [",", ")", "(", "where", "join", "left", "inner", "cross", "full", "group", "order"];
    for (offset, token) in tokens.get(place + 1..)?.iter().enumerate().take(3) {
        if token.text == "," {
            return Some(place + offset + 2);
        }
        if ends.contains(&token.text.as_str()) {
            return None;
        }
    }
    None
}

/// Whether this ON belongs to CREATE INDEX.
fn indexes(tokens: &[Token], place: usize) -> bool {
    let before = place.saturating_sub(7)..place;
    tokens.get(before).unwrap_or_default().iter().any(|token| token.text == "index")
}

/// The names that WITH gives: `name AS (`, `name (columns) AS (` after WITH.
fn common_table_expressions(tokens: &[Token]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (place, token) in tokens.iter().enumerate() {
        let word = |offset: usize| tokens.get(place + offset).map_or("", |t| t.text.as_str());
        let opens = matches!(word(2), "(" | "materialized" | "not");
        if word(1) == "as" && opens && token.is_name() {
            names.insert(token.text.clone());
        }
        let skip = 1 + usize::from(word(1) == "recursive");
        if token.text == "with" {
            names.insert(word(skip).to_owned());
        }
        let closes =
            token.text == ")" && word(1) == "as" && matches!(word(2), "(" | "materialized");
        let open = tokens.get(..place).unwrap_or_default().iter().rposition(|t| t.text == "(");
        if closes && let Some(name) = open.and_then(|open| tokens.get(open.checked_sub(1)?)) {
            names.insert(name.text.clone());
        }
    }
    names
}
