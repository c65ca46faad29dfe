//! The programs that tests need: found where they usually are, else installed.
//!
//! As root on a Debian-like system missing packages are installed; elsewhere the error says in a
//! sentence what to install by hand. Programs of other registries go into the cache folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{cache, cargo, output, run, said};

const CARGO_DENY: &str = "0.20.2";
const CARGO_FUZZ: &str = "0.13.2";
const FRICTIONLESS: &str = "5.21.0";
const LXML: &str = "6.1.3";
const SCHEMATHESIS: &str = "4.32.5";
const ACCOUNTING_FR: &str = "0.3.0";
const FACTUR_X: &str = "7.8";
const SAXON: &str = "13.1.1";
const PIKEPDF: &str = "10.18.0";
const SCIPY: &str = "1.15.3";
const ICALENDAR: &str = "7.3.2";
const RECURRING: &str = "3.8.2";
const PLACES: &str = "1.0.10";

/// Finds or installs everything, so that a missing tool is known before the long steps.
pub(crate) fn all(root: &Path) -> Result<(), String> {
    let mut missing = Vec::new();
    if find_postgres().is_none() {
        missing.push("postgresql");
    }
    if find_chromium().is_none() {
        missing.push("chromium");
    }
    if in_path("node").is_none() || in_path("npm").is_none() {
        missing.extend(["nodejs", "npm"]);
    }
    if in_path("python3").is_none() {
        missing.extend(["python3", "python3-pip", "python3-venv"]);
    }
    if in_path("hledger").is_none() {
        missing.push("hledger");
    }
    if in_path("bean-check").is_none() {
        missing.push("beancount");
    }
    if in_path("khal").is_none() {
        missing.push("khal");
    }
    if !missing.is_empty() {
        install(&missing)?;
    }
    println!("PostgreSQL    {}", postgres()?.display());
    println!("Chromium      {}", chromium()?.display());
    println!("Node.js       {}", node()?.display());
    println!("cargo-deny    {}", cargo_deny()?.display());
    println!("Python        {}", python(root)?.get_program().to_string_lossy());
    Ok(())
}

/// The folder with `initdb`, `pg_ctl` and `postgres`.
pub(crate) fn postgres() -> Result<PathBuf, String> {
    found(find_postgres, "postgresql", "the PostgreSQL server, version 15 or later")
}

/// hledger, which adds up what we wrote.
pub(crate) fn hledger() -> Result<PathBuf, String> {
    found(|| in_path("hledger"), "hledger", "hledger 1.25 or later")
}

/// The checker of beancount.
pub(crate) fn beancount() -> Result<PathBuf, String> {
    found(|| in_path("bean-check"), "beancount", "beancount 2.3 or later")
}

/// khal, which lists what stands in a calendar.
pub(crate) fn khal() -> Result<PathBuf, String> {
    found(|| in_path("khal"), "khal", "khal 0.10.5 or later")
}

/// Chromium or Chrome.
pub(crate) fn chromium() -> Result<PathBuf, String> {
    found(find_chromium, "chromium", "Chromium, or name it in PARVIS_CHROMIUM")
}

/// Node.js, checked to be recent enough.
pub(crate) fn node() -> Result<PathBuf, String> {
    let wanted = "Node.js 20.19 or later with npm";
    let node = found(|| in_path("npm").and(in_path("node")), "npm", wanted)?;
    let version = output(Command::new(&node).arg("--version"))?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (major, minor) = match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
        _ => return Err(format!("{} says its version is {version:?}", node.display())),
    };
    if (major, minor) < (20, 19) {
        return Err(format!("{} is {}: install {wanted}", node.display(), version.trim()));
    }
    Ok(node)
}

/// The program `cargo-deny` of our version.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    of_cargo("cargo-deny", CARGO_DENY)
}

/// The program `cargo-fuzz` of our version.
pub(crate) fn cargo_fuzz() -> Result<PathBuf, String> {
    of_cargo("cargo-fuzz", CARGO_FUZZ)
}

/// A program of ours or of the machine, in one version; else it is built.
fn of_cargo(name: &str, version: &str) -> Result<PathBuf, String> {
    let folder = cache().join("tools");
    let ours = folder.join("bin").join(name);
    let right = |program: &Path| {
        output(Command::new(program).arg("--version")).is_ok_and(|said| said.contains(version))
    };
    let known = [Some(ours.clone()), in_path(name)];
    if let Some(program) = known.into_iter().flatten().find(|program| right(program)) {
        return Ok(program);
    }
    println!("building {name} {version}: some minutes, once");
    let mut command = cargo();
    command.args(["install", name, "--locked", "--force", "--version", version]);
    run(command.arg("--root").arg(&folder).env_remove("CARGO_TARGET_DIR"))
        .map_err(|error| format!("{name} could not be built, so nothing checked: {error}"))?;
    Ok(ours)
}

/// Python with the validators of other people, in an environment of their own.
pub(crate) fn python(root: &Path) -> Result<Command, String> {
    let python = found(|| in_path("python3"), "python3", "Python 3.10 or later")?;
    let versions = [
        FRICTIONLESS,
        LXML,
        SCHEMATHESIS,
        ACCOUNTING_FR,
        FACTUR_X,
        SAXON,
        PIKEPDF,
        SCIPY,
        ICALENDAR,
        RECURRING,
        PLACES,
    ];
    let name = format!("standards-{}", versions.join("-"));
    let folder = cache().join("tools").join(name);
    let inside = folder.join("bin").join("python");
    let pages = folder.join("pages");
    let call = || {
        if !pages.exists() {
            return Command::new(&inside);
        }
        let mut command = Command::new(&python);
        command.env("PYTHONPATH", &pages);
        command
    };
    let there = "import frictionless, lxml.etree, schemathesis, accounting_fr.fec_check, \
                 facturx, saxonche, pikepdf, scipy, icalendar, recurring_ical_events, \
                 data_inclusion.schema.v1";
    if output(call().args(["-c", there])).is_ok() {
        return Ok(call());
    }
    println!(
        "installing frictionless, factur-x, schemathesis, SciPy and what else checks exports, once"
    );
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| said(&folder, &error))?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    let listed = root.join("tests/standards");
    let mut command = if output(Command::new(&python).args(["-m", "venv"]).arg(&folder)).is_ok() {
        let mut command = Command::new(&inside);
        command.args(pip);
        command
    } else {
        let mut command = Command::new(&python);
        command.args(pip).arg("--target").arg(&pages);
        command
    };
    command.arg("--requirement").arg(listed.join("requirements.txt"));
    run(command.arg("--constraint").arg(listed.join("constraints.txt")))?;
    Ok(call())
}

fn found(
    find: impl Fn() -> Option<PathBuf>,
    package: &str,
    wanted: &str,
) -> Result<PathBuf, String> {
    if let Some(path) = find() {
        return Ok(path);
    }
    install(&[package]).map_err(|error| format!("install {wanted} ({error})"))?;
    find().ok_or_else(|| format!("install {wanted}: the package {package} did not bring it"))
}

fn install(packages: &[&str]) -> Result<(), String> {
    let names = packages.join(" ");
    let Some(apt) = in_path("apt-get").filter(|_| is_root()) else {
        return Err(format!("please install by hand: {names}"));
    };
    let quiet = |command: &mut Command| {
        run(command.env("DEBIAN_FRONTEND", "noninteractive").stdin(std::process::Stdio::null()))
    };
    println!("installing {names}");
    quiet(Command::new(&apt).args(["update", "-qq"]))?;
    let install = ["install", "-qq", "-y", "--no-install-recommends"];
    quiet(Command::new(&apt).args(install).args(packages))
}

/// Whether we run as the super-user.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|said| said.trim() == "0")
}

fn find_postgres() -> Option<PathBuf> {
    let mut folders = Vec::new();
    for place in ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt"] {
        let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
        folders.extend(entries.map(|entry| entry.path().join("bin")));
    }
    folders.sort_by_key(|folder| std::cmp::Reverse(version_of(folder)));
    let in_path = in_path("initdb").and_then(|program| program.canonicalize().ok());
    let near = in_path.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    let complete = |folder: &PathBuf| {
        ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
    };
    near.into_iter().chain(folders).find(complete)
}

/// The number in `…/postgresql/15/bin` or `…/postgresql@15/bin`.
fn version_of(folder: &Path) -> u32 {
    let parent = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    parent.and_then(|name| name.trim_start_matches("postgresql@").parse().ok()).unwrap_or(0)
}

fn find_chromium() -> Option<PathBuf> {
    let named = std::env::var_os("PARVIS_CHROMIUM").map(PathBuf::from).filter(|path| path.exists());
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    named.or_else(|| names.into_iter().find_map(in_path)).or(Some(mac).filter(|path| path.exists()))
}

/// A program of this name in the folders of PATH.
fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}
