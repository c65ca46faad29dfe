//! The command line of Parvis.

use std::path::PathBuf;
use std::process::ExitCode;

use base::{Outcome, Refusal};
use clap::{Args, Parser, Subcommand, ValueEnum};
use parvis::allocation;
use parvis::books;
use parvis::commands::{self, Exported, Format, Serving};
use parvis::config::{self, Config};
use parvis::import;
use parvis::selection;
use parvis::siting;
use parvis::trials;
use people::Role;
use store::Place;

// Pages are made of many small texts, by several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const THREADS_MIN: usize = 4;

/// Software for a département's programme for the social and solidarity economy.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where an instance lives.
#[derive(Args, Clone)]
struct Instance {
    /// Folder of the data (SQLite).
    #[arg(long, global = true, env = "PARVIS_DATA")]
    data: Option<PathBuf>,
    /// Address of a PostgreSQL database, instead of a folder.
    #[arg(long, global = true, env = "PARVIS_DATABASE")]
    database: Option<String>,
    /// Settings file.
    #[arg(long, global = true, env = "PARVIS_CONFIG", default_value = "parvis.toml")]
    config: PathBuf,
}

impl Instance {
    fn place(&self) -> Place {
        config::place(&self.data, &self.database)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serves an instance.
    Serve {
        #[command(flatten)]
        instance: Instance,
        /// Address and port.
        #[arg(long, env = "PARVIS_LISTEN", default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// Serves the demonstration: the real calls, invented organisations and people.
    Demo {
        #[command(flatten)]
        instance: Instance,
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Prepares the data and ends.
        #[arg(long)]
        prepare_only: bool,
    },
    /// Verifies every invariant of the data: 0 when all hold, 1 otherwise.
    Check {
        #[command(flatten)]
        instance: Instance,
        /// An end of the log that an earlier check printed: the log must go on from it.
        #[arg(long)]
        log_end: Option<String>,
    },
    /// Writes the log of acts to standard output, one JSON object a line.
    Log {
        #[command(flatten)]
        instance: Instance,
    },
    /// Copies an instance, while it runs, into one file.
    Backup {
        #[command(flatten)]
        instance: Instance,
        /// The new file.
        #[arg(long)]
        to: PathBuf,
        /// The keys of persons instead of the data: to be kept for days, not months.
        #[arg(long)]
        keys: bool,
    },
    /// Fills an empty folder or database from a backup.
    Restore {
        #[command(flatten)]
        instance: Instance,
        /// The backup.
        #[arg(long)]
        from: PathBuf,
        /// The keys of persons instead of the data.
        #[arg(long)]
        keys: bool,
    },
    /// Brings the data to this release.
    Migrate {
        #[command(flatten)]
        instance: Instance,
    },
    /// Writes data to standard output.
    Export {
        #[command(flatten)]
        instance: Instance,
        /// What.
        what: Exported,
        /// In which form.
        #[arg(long, default_value = "csv")]
        format: Format,
    },
    /// Answers from the books of the instance.
    Ledger {
        #[command(flatten)]
        instance: Instance,
        #[command(subcommand)]
        asked: books::Asked,
    },
    /// Scores, readers and portfolios, on files, without an instance.
    #[command(subcommand)]
    Selection(selection::Asked),
    /// Fair draws and stable matchings, on files: 0 done, 2 bad usage, 3 bad input, 4 none stable.
    Allocation {
        #[command(subcommand)]
        asked: allocation::Asked,
    },
    /// Where to open the next places, on files: 0 done, 2 bad usage, 3 bad input, 4 not feasible.
    Siting {
        #[command(subcommand)]
        asked: siting::Asked,
    },
    /// Analyses trials, from files: 0 done, 2 bad usage, 3 bad input, 4 no answer that would hold.
    Trials {
        #[command(subcommand)]
        asked: trials::Asked,
    },
    /// Takes in a mail that came back, from standard input: for the mail server to call.
    Bounce {
        #[command(flatten)]
        instance: Instance,
    },
    /// Reads data from a file: 0 done, 2 bad usage, 3 something in the file cannot be taken.
    Import {
        #[command(flatten)]
        instance: Instance,
        /// What.
        what: Imported,
        /// The file; `-` reads standard input.
        #[arg(long)]
        file: PathBuf,
        /// Which directory it is, if it must be that one.
        #[arg(long)]
        kind: Option<import::Kind>,
        /// Only what is in this département: 92, 2A, 974.
        #[arg(long, value_parser = import::department)]
        departement: Option<String>,
    },
    /// Makes an account with a role and prints the link to choose its password.
    User {
        #[command(flatten)]
        instance: Instance,
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Role for the whole instance.
        #[arg(long, default_value = "administrator")]
        role: ServiceRole,
        /// Takes the second step away from somebody who has lost it.
        #[arg(long)]
        forget_second_step: bool,
    },
}

impl Command {
    /// What the settings of a server say of its log; a faulty file is told when it is served.
    fn logs_json(&self) -> bool {
        match self {
            Command::Serve { instance, .. } | Command::Demo { instance, .. } => {
                Config::read(&instance.config).is_ok_and(|config| config.json_log)
            }
            _ => false,
        }
    }
}

/// What can be imported.
#[derive(Clone, Copy, ValueEnum)]
enum Imported {
    /// An official directory of organisations: SIRENE or RNA.
    Directory,
}

/// Roles that hold for the whole instance.
#[derive(Clone, Copy, ValueEnum)]
enum ServiceRole {
    Administrator,
    Officer,
    Reader,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let log = tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr);
    if cli.command.logs_json() {
        log.json().init();
    } else {
        log.init();
    }
    // What reads the database runs on these threads: a long export leaves some to the others.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.max(THREADS_MIN);
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = match builder.worker_threads(threads).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("parvis: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(Refusal::Broken(why)) => {
            eprintln!("parvis: {why}");
            ExitCode::FAILURE
        }
        Err(refusal) => {
            eprintln!("parvis: {refusal}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Outcome<ExitCode> {
    match command {
        Command::Serve { instance, listen } => {
            let config = Config::read(&instance.config)?;
            let place = instance.place();
            let serving = Serving { place, listen, config, demonstration: false };
            commands::serve(serving).await?;
        }
        Command::Demo { mut instance, listen, prepare_only } => {
            if instance.database.is_none() && instance.data.is_none() {
                instance.data = Some(commands::demo_folder());
            }
            if prepare_only {
                parvis::demo::prepare(&instance.place()).await?;
            } else {
                let config = Config::read(&instance.config)?;
                let place = instance.place();
                let serving = Serving { place, listen, config, demonstration: true };
                commands::serve(serving).await?;
            }
        }
        Command::Log { instance } => commands::log(instance.place()).await?,
        Command::Check { instance, log_end } => {
            if commands::check(instance.place(), log_end).await? > 0 {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Backup { instance, to, keys } => {
            let config = Config::read(&instance.config)?;
            commands::backup(instance.place(), &config, &to, keys).await?;
        }
        Command::Restore { instance, from, keys } => {
            let config = Config::read(&instance.config)?;
            if commands::restore(instance.place(), &config, &from, keys).await? > 0 {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Migrate { instance } => commands::migrate(instance.place()).await?,
        Command::Export { instance, what, format } => {
            commands::export(instance.place(), what, format).await?;
        }
        Command::Ledger { instance, asked } => books::answer(instance.place(), asked).await?,
        Command::Selection(asked) => return Ok(selection::answer(asked)),
        Command::Allocation { asked } => return Ok(allocation::answer(asked)?.into()),
        Command::Siting { asked } => return Ok(siting::answer(asked)?.into()),
        Command::Trials { asked } => return Ok(trials::answer(asked)),
        Command::Bounce { instance } => parvis::take_bounce(instance.place()).await?,
        Command::Import { instance, what: Imported::Directory, file, kind, departement } => {
            let department = departement.unwrap_or_default();
            let wanted = import::Wanted { file, kind, department };
            return Ok(import::directory(instance.place(), wanted).await?.into());
        }
        Command::User { instance, email, name, role, forget_second_step } => {
            let config = Config::read(&instance.config)?;
            let role = match role {
                ServiceRole::Administrator => Role::Administrator,
                ServiceRole::Officer => Role::Officer,
                ServiceRole::Reader => Role::Reader,
            };
            let forget = forget_second_step;
            commands::add_user(instance.place(), &config, email, name, role, forget).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
