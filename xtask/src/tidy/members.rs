//! The crates of the workspace, read from their manifests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::run::said;

/// Where a crate stands in the house, from the ground up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Floor {
    Kernel,
    Engines,
    Commons,
    Programmes,
    Parvis,
    /// Beside the house: developer tools, tests, benchmarks.
    Beside,
    /// In a folder that has no floor.
    Nowhere,
}

/// A crate of the workspace.
pub(super) struct Member {
    /// Its package name.
    pub(super) package: String,
    /// The package name without `parvis-`, with underscores: the prefix of its tables.
    pub(super) short: String,
    /// Its folder, from the root.
    pub(super) dir: PathBuf,
    pub(super) floor: Floor,
    /// Its manifest as text, to find lines in.
    pub(super) text: String,
    pub(super) imports: Vec<Import>,
}

/// A dependency that a crate declares.
pub(super) struct Import {
    /// The name in the manifest.
    pub(super) key: String,
    /// The name of the package.
    pub(super) package: String,
    /// Whether it is a crate of this workspace.
    pub(super) ours: bool,
    /// Whether only its tests use it.
    pub(super) for_tests: bool,
}

/// The workspace.
pub(super) struct Workspace {
    pub(super) members: Vec<Member>,
    /// Third-party packages declared for the workspace.
    pub(super) declared: Vec<String>,
}

impl Workspace {
    /// The crate with this package name.
    pub(super) fn member(&self, package: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.package == package)
    }
}

impl Member {
    /// The line of the manifest where a dependency is named.
    pub(super) fn line_of(&self, key: &str) -> usize {
        let names = |line: &str| {
            line.strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', '.', '=']))
                || line.starts_with('[') && line.ends_with(&format!(".{key}]"))
        };
        self.text.lines().position(names).map_or(1, |line| line + 1)
    }
}

/// Reads the manifest of the workspace and of every member.
pub(super) fn read(root: &Path) -> Result<Workspace, String> {
    let (_, manifest) = manifest(&root.join("Cargo.toml"))?;
    let none = toml::Table::new();
    let workspace = table(&manifest, "workspace").unwrap_or(&none);
    let shared = table(workspace, "dependencies").unwrap_or(&none);
    let mut members = Vec::new();
    let listed = workspace.get("members").and_then(toml::Value::as_array);
    for dir in listed.into_iter().flatten().filter_map(toml::Value::as_str) {
        members.push(member(root, dir, shared)?);
    }
    let declared = shared
        .iter()
        .filter(|(_, value)| value.get("path").is_none())
        .map(|(key, value)| package_of(key, value))
        .collect();
    Ok(Workspace { members, declared })
}

fn member(root: &Path, dir: &str, shared: &toml::Table) -> Result<Member, String> {
    let (text, manifest) = manifest(&root.join(dir).join("Cargo.toml"))?;
    let package = table(&manifest, "package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str)
        .ok_or_else(|| format!("{dir}/Cargo.toml names no package"))?
        .to_owned();
    let mut imports = of_tables(&manifest, shared);
    let targets = table(&manifest, "target").into_iter().flat_map(toml::Table::values);
    for target in targets.filter_map(toml::Value::as_table) {
        imports.extend(of_tables(target, shared));
    }
    let short = package.strip_prefix("parvis-").unwrap_or(&package).replace('-', "_");
    Ok(Member { short, package, dir: dir.into(), floor: floor_of(dir), text, imports })
}

fn of_tables(manifest: &toml::Table, shared: &toml::Table) -> Vec<Import> {
    let mut imports = Vec::new();
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        for (key, value) in table(manifest, section).into_iter().flatten() {
            let inherited = value.get("workspace").is_some();
            let value = if inherited { shared.get(key).unwrap_or(value) } else { value };
            imports.push(Import {
                key: key.clone(),
                package: package_of(key, value),
                ours: value.get("path").is_some(),
                for_tests: section == "dev-dependencies",
            });
        }
    }
    imports
}

fn floor_of(dir: &str) -> Floor {
    let floors = BTreeMap::from([
        ("kernel", Floor::Kernel),
        ("engines", Floor::Engines),
        ("commons", Floor::Commons),
        ("programmes", Floor::Programmes),
        ("parvis", Floor::Parvis),
        ("xtask", Floor::Beside),
        ("tests", Floor::Beside),
        ("bench", Floor::Beside),
    ]);
    let first = dir.split('/').next().unwrap_or_default();
    floors.get(first).copied().unwrap_or(Floor::Nowhere)
}

fn package_of(key: &str, value: &toml::Value) -> String {
    value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned()
}

fn table<'a>(from: &'a toml::Table, key: &str) -> Option<&'a toml::Table> {
    from.get(key).and_then(toml::Value::as_table)
}

fn manifest(path: &Path) -> Result<(String, toml::Table), String> {
    let text = std::fs::read_to_string(path).map_err(|error| said(path, &error))?;
    let table = text.parse().map_err(|error| format!("{}: {error}", path.display()))?;
    Ok((text, table))
}
