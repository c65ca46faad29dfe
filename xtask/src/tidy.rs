//! The rules of the house that no compiler checks; one module a rule.
//!
//! A rule reads the tree and returns findings; an unreadable tree is an error. Rules that can be
//! broken on purpose have no switch for it: change the rule, or the code.

mod actors;
mod asvs;
mod dependencies;
mod floors;
mod members;
mod ownership;
mod size;
mod statements;
mod subset;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{output, said};
pub use statements::{Statement, migrations, statements};

/// A rule broken somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, from the root of the tree.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

impl Finding {
    fn new(file: impl Into<PathBuf>, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.into(), line, what: what.into() }
    }
}

/// A text file of the tree.
struct Source {
    /// Its path from the root.
    file: PathBuf,
    text: String,
}

impl Source {
    fn extension(&self) -> &str {
        self.file.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
    }

    fn name(&self) -> &str {
        self.file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }
}

/// All that breaks a rule in the tree at `root`, sorted by file and line.
pub fn tidy(root: &Path) -> Result<Vec<Finding>, String> {
    let sources = sources(root)?;
    let workspace = members::read(root)?;
    let statements = statements::find(&workspace, &sources)?;
    let mut findings = statements.findings;
    findings.extend(floors::check(&workspace));
    findings.extend(ownership::check(&workspace, &statements.all, &statements.migrations));
    for statement in statements.all.iter().chain(&statements.migrations) {
        findings.extend(subset::check(statement));
    }
    findings.extend(size::check(&sources)?);
    findings.extend(words::check(&sources));
    findings.extend(dependencies::check(&workspace, &sources));
    findings.extend(actors::check(&workspace, &sources)?);
    findings.extend(asvs::check(&sources));
    findings.extend(openings(&workspace, &sources));
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// Each module of a crate opens with a paragraph on what it is.
fn openings(workspace: &members::Workspace, sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| source.extension() == "rs")
        .filter(|source| {
            workspace.members.iter().any(|member| source.file.starts_with(member.dir.join("src")))
        })
        .filter(|source| !source.text.trim_start().starts_with("//!"))
        .map(|source| Finding::new(&source.file, 1, "begin with a paragraph `//!` on what this is"))
        .collect()
}

/// The text files of the tree: those that git knows or would add, else all but build folders.
fn sources(root: &Path) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    for file in files(root)? {
        let path = root.join(&file);
        if !path.is_file() {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|error| said(&path, &error))?;
        if let Ok(text) = String::from_utf8(bytes)
            && !text.contains('\0')
        {
            sources.push(Source { file, text });
        }
    }
    Ok(sources)
}

fn files(root: &Path) -> Result<Vec<PathBuf>, String> {
    if root.join(".git").exists() {
        let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let names = output(Command::new("git").args(list).current_dir(root))?;
        return Ok(names.split_terminator('\0').map(PathBuf::from).collect());
    }
    let skipped = ["target", "node_modules"];
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    let kept = walk.filter_entry(|entry| !skipped.iter().any(|name| entry.file_name() == *name));
    for entry in kept {
        let entry = entry.map_err(|error| error.to_string())?;
        if let Ok(file) = entry.path().strip_prefix(root)
            && entry.file_type().is_file()
        {
            files.push(file.to_path_buf());
        }
    }
    Ok(files)
}
