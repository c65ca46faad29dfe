//! Gathers the browser files, names them after their content, compresses them, and writes the
//! table that `src/assets.rs` serves.
//!
//! Own files are `assets/mark.svg`, `assets/css/*.css`, which together, in the order of their names,
//! make one style sheet, and `assets/js/*.js`, which likewise make one module. htmx comes from npm
//! by lockfile into `assets/node_modules` and is not committed.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use sha2::Digest;

const HTMX: &str = "node_modules/htmx.org/dist/htmx.min.js";

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<(), Failed> {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for watched in ["css", "js", "mark.svg", "package-lock.json"] {
        println!("cargo:rerun-if-changed=assets/{watched}");
    }
    fetch_packages(&assets)?;
    let files = [
        ("htmx.js", "text/javascript; charset=utf-8", fs::read(assets.join(HTMX))?),
        ("mark.svg", "image/svg+xml", fs::read(assets.join("mark.svg"))?),
        ("parvis.css", "text/css; charset=utf-8", joined(&assets.join("css"))?),
        ("parvis.js", "text/javascript; charset=utf-8", joined(&assets.join("js"))?),
    ];
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    for (name, media_type, bytes) in &files {
        let served = hashed_name(name, bytes);
        let compressed = compressed(bytes)?;
        fs::write(out.join(&served), bytes)?;
        fs::write(out.join(format!("{served}.br")), compressed)?;
        writeln!(
            table,
            "    Asset {{ name: {name:?}, url: \"/assets/{served}\", media_type: {media_type:?}, \
             bytes: include_bytes!({served:?}), brotli: include_bytes!(\"{served}.br\") }},"
        )?;
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// Runs npm when the packages are missing or older than the lockfile.
fn fetch_packages(assets: &Path) -> Result<(), Failed> {
    let wanted = fs::metadata(assets.join("package-lock.json"))?.modified()?;
    let there = fs::metadata(assets.join("node_modules/.package-lock.json"))
        .and_then(|lock| lock.modified())
        .is_ok_and(|fetched| fetched >= wanted);
    if there && assets.join(HTMX).exists() {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let status = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(assets)
        .status()
        .map_err(|why| {
            format!(
                "npm could not be started ({why}). Parvis takes htmx from npm when it is built: \
                 install Node.js 20 or later, or put `{HTMX}` under kernel/web/assets yourself."
            )
        })?;
    if !status.success() {
        return Err(format!("`npm ci` in {} failed: {status}", assets.display()).into());
    }
    Ok(())
}

/// All files of a folder as one.
fn joined(folder: &Path) -> Result<Vec<u8>, Failed> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut joined = Vec::new();
    for path in paths {
        joined.extend(fs::read(path)?);
        joined.push(b'\n');
    }
    Ok(joined)
}

/// `parvis.css` becomes `parvis.3f2a91c0.css`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let digest = sha2::Sha256::digest(bytes);
    let hash = digest.iter().take(4).fold(String::new(), |mut hash, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
        hash
    });
    match name.split_once('.') {
        Some((stem, kind)) => format!("{stem}.{hash}.{kind}"),
        None => format!("{name}.{hash}"),
    }
}

fn compressed(bytes: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}
