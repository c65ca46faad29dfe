//! What `engines/trials` computes, against results that others certify.
//!
//! The sets of NIST and a table of the studentised range come with SciPy's wheel, as its own tests
//! read them: none is kept in the tree.

use std::path::Path;

use crate::run::{cargo, output, run};
use crate::tools;

/// Runs the example that reads them.
pub(crate) fn certified(root: &Path) -> Result<(), String> {
    let place = "import os, scipy; print(os.path.join(os.path.dirname(scipy.__file__), \
                 'stats', 'tests', 'data'))";
    let folder = output(tools::python(root)?.args(["-c", place]))?;
    let example = ["run", "--quiet", "--package", "parvis-trials", "--example", "certified"];
    run(cargo().args(example).arg(folder.trim()).current_dir(root))
}
