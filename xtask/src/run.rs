//! Running other programs, and where things are: the root of the tree, the build folder, the cache.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The root of the workspace: the nearest folder upwards whose `Cargo.toml` has a `[workspace]`.
pub fn find_root() -> Result<PathBuf, String> {
    let start = std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
    start
        .ancestors()
        .find(|folder| {
            std::fs::read_to_string(folder.join("Cargo.toml"))
                .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
        })
        .map(Path::to_path_buf)
        .ok_or_else(|| "run this inside the tree of Parvis".to_owned())
}

/// A call of cargo: the one that started us, else the one in PATH.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end with our own input and output; fails if it fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    let shown = shown(command);
    let status = command.status().map_err(|error| format!("{shown}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown}: {status}")) }
}

/// Runs a command and returns what it printed; on failure the error ends with its error output.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let shown = shown(command);
    let done =
        command.stdin(Stdio::null()).output().map_err(|error| format!("{shown}: {error}"))?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(format!("{shown}: {}\n{}", done.status, said.trim_end()));
    }
    String::from_utf8(done.stdout).map_err(|error| format!("{shown}: {error}"))
}

/// Becomes the command, so that signals reach it directly.
pub fn replace_with(command: &mut Command) -> Result<ExitCode, String> {
    let error = std::os::unix::process::CommandExt::exec(command);
    Err(format!("{}: {error}", shown(command)))
}

/// The folder where cargo puts what it builds.
pub fn target_dir(root: &Path) -> Result<PathBuf, String> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps"];
    let text = output(cargo().args(arguments).current_dir(root))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
    metadata
        .get("target_directory")
        .and_then(serde_json::Value::as_str)
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata names no target folder".to_owned())
}

/// The cache folder: `PARVIS_CACHE`, else `parvis` in `XDG_CACHE_HOME`, else in `~/.cache`.
pub(crate) fn cache() -> PathBuf {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = variable("PARVIS_CACHE") {
        return folder.into();
    }
    let caches = variable("XDG_CACHE_HOME").map(PathBuf::from).unwrap_or_else(|| {
        variable("HOME").map(PathBuf::from).unwrap_or_else(std::env::temp_dir).join(".cache")
    });
    caches.join("parvis")
}

/// A fresh empty folder for a run; the caller removes it.
pub(crate) fn scratch(purpose: &str) -> Result<PathBuf, String> {
    let folder = std::env::temp_dir().join(format!("parvis-{purpose}-{}", std::process::id()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    Ok(folder)
}

/// An error of the file system with the path that it is about.
pub(crate) fn said(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
