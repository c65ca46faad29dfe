//! Every SQL statement of the tree.
//!
//! A statement is written as a call `sql("…")` with one literal, in the source of the crate that
//! owns its tables. Calls are found in the tokens of a file, so that those inside macros count
//! too. Modules under `#[cfg(test)]` are left out. Migrations are the files `sql/*.sql` of a crate.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::members::{self, Member, Workspace};
use super::{Finding, Source};

/// A statement, or a migration with all its statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The file, from the root of the tree.
    pub file: PathBuf,
    /// The line of the text's beginning, from 1.
    pub line: usize,
    /// The SQL.
    pub text: String,
    /// The short name of the crate, which is the prefix of its tables.
    pub context: String,
}

/// What `find` found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) all: Vec<Statement>,
    pub(super) migrations: Vec<Statement>,
    pub(super) findings: Vec<Finding>,
}

/// Every statement in the crates of the tree at `root`: each can be prepared on both databases.
pub fn statements(root: &Path) -> Result<Vec<Statement>, String> {
    let found = find(&members::read(root)?, &super::sources(root)?)?;
    match found.findings.first() {
        None => Ok(found.all),
        Some(finding) => Err(finding.to_string()),
    }
}

/// Every migration in the crates of the tree at `root`, by file name.
pub fn migrations(root: &Path) -> Result<Vec<Statement>, String> {
    Ok(find(&members::read(root)?, &super::sources(root)?)?.migrations)
}

/// The statements and migrations, and statements that cannot be read.
pub(super) fn find(workspace: &Workspace, sources: &[Source]) -> Result<Found, String> {
    let mut found = Found::default();
    for source in sources {
        let owner = |member: &&Member| source.file.starts_with(&member.dir);
        let Some(member) = workspace.members.iter().find(owner) else {
            continue;
        };
        if source.extension() == "rs" && source.file.starts_with(member.dir.join("src")) {
            let fault = |error| format!("{}: {error}", source.file.display());
            let tokens: TokenStream = source.text.parse().map_err(fault)?;
            scan(tokens, source, member, &mut found);
        }
        if source.extension() == "sql" && source.file.starts_with(member.dir.join("sql")) {
            found.migrations.push(Statement {
                file: source.file.clone(),
                line: 1,
                text: source.text.clone(),
                context: member.short.clone(),
            });
        }
    }
    Ok(found)
}

fn scan(tokens: TokenStream, source: &Source, member: &Member, found: &mut Found) {
    let mut before: Option<String> = None;
    let mut only_tests = false;
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match &tree {
            TokenTree::Group(group) => {
                let braces = group.delimiter() == Delimiter::Brace;
                let attribute = before.as_deref() == Some("#");
                if attribute && group.stream().to_string().replace(' ', "") == "cfg(test)" {
                    only_tests = true;
                } else if braces && std::mem::take(&mut only_tests) {
                    before = None;
                    continue;
                }
                scan(group.stream(), source, member, found);
                before = None;
            }
            TokenTree::Ident(name) => {
                if let Some(TokenTree::Group(group)) = trees.peek()
                    && group.delimiter() == Delimiter::Parenthesis
                    && !matches!(before.as_deref(), Some("fn" | "struct"))
                {
                    let line = name.span().start().line;
                    call(&name.to_string(), group.stream(), line, source, member, found);
                }
                before = Some(name.to_string());
            }
            TokenTree::Punct(mark) => {
                if mark.as_char() == ';' {
                    only_tests = false;
                }
                before = Some(mark.to_string());
            }
            TokenTree::Literal(_) => before = None,
        }
    }
}

fn call(
    name: &str,
    arguments: TokenStream,
    line: usize,
    source: &Source,
    member: &Member,
    found: &mut Found,
) {
    if name == "Sql" && member.short != "store" {
        let what = "write SQL as `sql(\"…\")`, which tidy reads and the tests prepare";
        found.findings.push(Finding::new(&source.file, line, what));
    }
    if name != "sql" {
        return;
    }
    let mut trees = arguments.into_iter();
    let (first, last) = (trees.next(), trees.last());
    let comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(p) if p.as_char() == ',');
    let literal = first.filter(|_| last.as_ref().is_none_or(comma));
    let text = literal.and_then(|tree| {
        let line = tree.span().start().line;
        let literal: syn::LitStr = syn::parse2(tree.into()).ok()?;
        Some((line, literal.value()))
    });
    let Some((line, text)) = text else {
        let what = "`sql` takes one literal, so that its text can be read here";
        found.findings.push(Finding::new(&source.file, line, what));
        return;
    };
    let (file, context) = (source.file.clone(), member.short.clone());
    found.all.push(Statement { file, line, text, context });
}
