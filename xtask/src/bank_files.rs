//! The files that Parvis writes for banks, and the samples that its readers are tested with,
//! validated against the schemas of ISO 20022 by libxml2.
//!
//! The schemas come with the crate `sepa`, which Cargo.lock pins: none is kept in the tree.

use std::path::{Path, PathBuf};

use crate::run::{cargo, output, run, said};
use crate::tools;

/// Writes one file of each kind, and validates them with the samples.
pub(crate) fn bank_files(root: &Path, folder: &Path) -> Result<(), String> {
    let folder = folder.join("bank");
    std::fs::create_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    let example = ["run", "--quiet", "--package", "parvis-bank", "--example", "samples"];
    run(cargo().args(example).arg(&folder).current_dir(root))?;
    for name in ["camt.053.001.08.xml", "pain.002.001.10.xml"] {
        let from = root.join("engines/bank/tests/files").join(name);
        std::fs::copy(&from, folder.join(name)).map_err(|error| said(&from, &error))?;
    }
    let script = root.join("tests/standards/bank.py");
    let mut command = tools::python(root)?;
    run(command.arg(script).arg(&folder).arg(schemas(root)?))
}

/// The folder of schemas in the sources of the crate `sepa`.
fn schemas(root: &Path) -> Result<PathBuf, String> {
    let mut command = cargo();
    let text = output(command.args(["metadata", "--format-version", "1"]).current_dir(root))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata.get("packages").and_then(serde_json::Value::as_array);
    let manifest = packages
        .into_iter()
        .flatten()
        .find(|package| package.get("name").is_some_and(|name| name == "sepa"))
        .and_then(|package| package.get("manifest_path")?.as_str());
    let folder = manifest.and_then(|path| Path::new(path).parent());
    Ok(folder.ok_or("cargo metadata names no crate sepa")?.join("tests/xsd"))
}
