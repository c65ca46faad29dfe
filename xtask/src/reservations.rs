//! What the reservations say of time, read again by programs that are not ours: opening hours by
//! npm's `opening_hours`, calendars by PyPI's `icalendar` and `recurring_ical_events` and by Debian's
//! `khal`.

use std::path::Path;
use std::process::Command;

use crate::run::{cargo, run, said};
use crate::tools;

/// Writes samples, and has them read.
pub(crate) fn reservations(root: &Path, folder: &Path) -> Result<(), String> {
    let folder = folder.join("reservations");
    std::fs::create_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    let example = ["run", "--quiet", "--package", "parvis-reservations", "--example", "samples"];
    run(cargo().args(example).arg("--").arg(&folder).current_dir(root))?;
    let scripts = root.join("tests/standards");
    let node = tools::node()?;
    let npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    run(Command::new("npm").args(npm).current_dir(&scripts))?;
    let mut command = Command::new(node);
    run(command.arg("hours.mjs").arg(folder.join("hours.json")).current_dir(&scripts))?;
    let mut command = tools::python(root)?;
    run(command.arg(scripts.join("feeds.py")).arg(&folder).arg(tools::khal()?))
}
