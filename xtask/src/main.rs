//! The command line of the developer commands; see `cargo xtask help`.

use std::process::{Command, ExitCode};

const HELP: &str = "\
Usage: cargo xtask COMMAND

  demo [ARGUMENTS]            build everything and serve the demonstration
  test [--only STEP] [--list] install what the tests need and run all of them
  tidy                        the rules of the house: floors, tables, sizes, words, dependencies
  browser [FILES]             the tests that look at Parvis through a browser
  screenshots                 write docs/screenshots from the demonstration
  bench [ARGUMENTS]           the benchmarks, in the release profile
  fuzz [--seconds N] [NAME…]  every parser of outside input, for so long each (60 s)
  postgres -- COMMAND…        run a command with a private PostgreSQL; its address is in
                              PARVIS_TEST_POSTGRES, and it is gone when the command ends
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return ExitCode::from(2);
    };
    match dispatch(command, rest) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("xtask {command}: {message}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<ExitCode, String> {
    if command == "postgres-keeper" {
        return xtask::keep_postgres().map(|()| ExitCode::SUCCESS);
    }
    if matches!(command, "help" | "--help" | "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let root = xtask::find_root()?;
    let rest = without_separator(rest);
    match command {
        "demo" => {
            let build = ["build", "--release", "--package", "parvis"];
            xtask::run(xtask::cargo().args(build).current_dir(&root))?;
            let binary = xtask::target_dir(&root)?.join("release").join("parvis");
            xtask::replace_with(Command::new(binary).arg("demo").args(rest))
        }
        "bench" => {
            // In one build, so that both share what they are made of.
            let build = ["build", "--release", "--package", "parvis", "--package", "parvis-bench"];
            xtask::run(xtask::cargo().args(build).current_dir(&root))?;
            let binary = xtask::target_dir(&root)?.join("release").join("parvis-bench");
            xtask::replace_with(Command::new(binary).args(rest))
        }
        "tidy" => tidy(&root),
        "fuzz" => fuzz(&root, rest),
        "test" => test(&root, rest),
        "browser" => xtask::browser(&root, rest, None).map(|()| ExitCode::SUCCESS),
        "screenshots" => xtask::screenshots(&root).map(|()| ExitCode::SUCCESS),
        "postgres" => postgres(rest),
        _ => Err(format!("there is no such command.\n\n{HELP}")),
    }
}

/// `--` before the arguments is allowed and means nothing.
fn without_separator(rest: &[String]) -> &[String] {
    match rest.split_first() {
        Some((first, others)) if first == "--" => others,
        _ => rest,
    }
}

fn fuzz(root: &std::path::Path, rest: &[String]) -> Result<ExitCode, String> {
    let words: Vec<&str> = rest.iter().map(String::as_str).collect();
    let (seconds, names) = match words.as_slice() {
        ["--seconds", number, names @ ..] => {
            (number.parse().map_err(|_| format!("{number} is no number of seconds"))?, names)
        }
        names => (60, names),
    };
    xtask::fuzz(root, seconds, names).map(|()| ExitCode::SUCCESS)
}

fn tidy(root: &std::path::Path) -> Result<ExitCode, String> {
    let findings = xtask::tidy(root)?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: nothing found");
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("{} findings", findings.len()))
}

fn test(root: &std::path::Path, rest: &[String]) -> Result<ExitCode, String> {
    let words: Vec<&str> = rest.iter().map(String::as_str).collect();
    let only = match words.as_slice() {
        [] => None,
        ["--list"] => {
            for step in xtask::STEPS {
                println!("{:<10} {}", step.name, step.headline);
            }
            return Ok(ExitCode::SUCCESS);
        }
        ["--only", name] => Some(*name),
        _ => return Err("usage: cargo xtask test [--only STEP] [--list]".to_owned()),
    };
    xtask::test(root, only).map(|()| ExitCode::SUCCESS)
}

fn postgres(rest: &[String]) -> Result<ExitCode, String> {
    let Some((program, arguments)) = rest.split_first() else {
        return Err("usage: cargo xtask postgres -- COMMAND…".to_owned());
    };
    let cluster = xtask::start_postgres()?;
    let mut command = Command::new(program);
    command.args(arguments).env("PARVIS_TEST_POSTGRES", &cluster.url);
    let status = command.status().map_err(|error| format!("{program}: {error}"))?;
    drop(cluster);
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, Into::into))
}
