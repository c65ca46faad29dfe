//! The commands on an instance.

use std::path::{Path, PathBuf};

use base::{Outcome, Refusal, World};
use people::{NewGrant, Role};
use store::{Place, Store};

use crate::config::Config;
use crate::{CONTEXTS, demo};

/// How the server is reached, and what it serves.
pub struct Serving {
    /// Where the data are.
    pub place: Place,
    /// Address and port; port 0 takes a free one.
    pub listen: String,
    /// The settings.
    pub config: Config,
    /// Invented data, said on every page.
    pub demonstration: bool,
}

/// Serves until SIGINT or SIGTERM.
pub async fn serve(serving: Serving) -> Outcome<()> {
    let listener = tokio::net::TcpListener::bind(&serving.listen).await.map_err(Refusal::broken)?;
    let address = listener.local_addr().map_err(Refusal::broken)?.to_string();
    let settings = serving.config.settings(&address, serving.demonstration);
    if serving.demonstration {
        demo::prepare(&serving.place).await?;
        demo::print_accounts();
    }
    let store = Store::open(serving.place, World::system())?;
    let app = crate::app(store.clone(), settings).await?;
    crate::personal::erase_again(&app).await?;
    if let Some(token) = store.write(people::first_link).await? {
        let url = &app.settings().public_url;
        println!("First administrator, once: {url}/premier-administrateur/{token}");
    }
    println!("Parvis: http://{address}");
    let router = crate::router(&app)?;
    let runner = crate::runner(&app, serving.config.smtp());
    let background = tokio::spawn(async move { runner.run(&store).await });
    let tidying = app.clone();
    let rates = tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(web::rates::EXCHANGE_S)).await;
            if let Err(refusal) = tidying.rates().exchange().await {
                tracing::warn!(?refusal, "the other nodes are not told of floods");
            }
        }
    });
    let wire = web::Wire::of(app.settings());
    let served = web::serve(listener, router, wire, stop_signal()).await.map_err(Refusal::broken);
    background.abort();
    rates.abort();
    served
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

/// Brings the database to this release.
pub async fn migrate(place: Place) -> Outcome<()> {
    let store = Store::open(place, World::system())?;
    store::migrate(&store, CONTEXTS, |context, step, at| {
        if at == store::Step::Committed {
            println!("{context} {step}");
        }
    })
    .await
}

/// Verifies every invariant, and that the log goes on from an end that was kept elsewhere; how
/// many records break one.
pub async fn check(place: Place, log_end: Option<String>) -> Outcome<usize> {
    let store = Store::inspect(place, World::system())?;
    let (findings, (entries, end)) = store
        .read(move |tx| {
            let mut findings = crate::check(tx)?;
            if let Some(end) = &log_end
                && !people::goes_on_from(tx, end)?
            {
                findings.push(store::Finding {
                    invariant: "the audit log goes on from the end that was kept elsewhere",
                    record: end.clone(),
                });
            }
            Ok((findings, people::chain_head(tx)?))
        })
        .await?;
    for finding in &findings {
        println!("broken: {}: {}", finding.invariant, finding.record);
    }
    println!("log: {entries} entries, end {end}");
    println!("{} finding(s)", findings.len());
    Ok(findings.len())
}

/// Writes the log to standard output, oldest first, one JSON object a line.
pub async fn log(place: Place) -> Outcome<()> {
    use std::io::Write;
    let store = Store::inspect(place, World::system())?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let mut last = 0;
    loop {
        let page = store.read(move |tx| people::entries_after(tx, last)).await?;
        let Some(end) = page.last() else { break };
        last = end.number;
        for entry in &page {
            serde_json::to_writer(&mut out, entry).map_err(Refusal::broken)?;
            out.write_all(b"\n").map_err(Refusal::broken)?;
        }
    }
    out.flush().map_err(Refusal::broken)
}

/// Copies the instance, or the keys of persons, into one file while others write.
pub async fn backup(place: Place, config: &Config, to: &Path, keys: bool) -> Outcome<()> {
    if keys {
        let keys = store::Keys::beside(&place, config.keys_place(), World::system());
        return keys.backup(to).await.map(drop);
    }
    for (table, rows) in store::backup(&place, CONTEXTS, to).await? {
        println!("{table}\t{rows}");
    }
    Ok(())
}

/// Fills an empty place from a backup and verifies it; or the keys of persons from theirs.
pub async fn restore(place: Place, config: &Config, from: &Path, keys: bool) -> Outcome<usize> {
    if keys {
        let keys = store::Keys::beside(&place, config.keys_place(), World::system());
        return keys.restore(from).await.map(|()| 0);
    }
    store::restore(&place, CONTEXTS, from).await?;
    check(place, None).await
}

/// What can be exported.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Exported {
    /// Published awards.
    Awards,
}

/// In which form.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Format {
    /// SCDL « subventions » 2.1.1.
    Scdl,
    /// CSV for spreadsheets.
    Csv,
    /// A workbook.
    Xlsx,
}

/// Writes published awards to standard output.
pub async fn export(place: Place, what: Exported, format: Format) -> Outcome<()> {
    use std::io::Write;
    let Exported::Awards = what;
    let store = Store::inspect(place, World::system())?;
    let bytes = store
        .read(move |tx| match format {
            Format::Scdl => calls::scdl(tx, None),
            Format::Csv | Format::Xlsx => {
                let sheet = calls::awards_sheet(&calls::public_awards(tx, None)?);
                match format {
                    Format::Xlsx => paper::to_xlsx(&sheet).map_err(Refusal::broken),
                    _ => paper::to_csv(&sheet, paper::Csv::OFFICE).map_err(Refusal::broken),
                }
            }
        })
        .await
        .map_err(|refusal| match refusal {
            Refusal::Conflict(_) => Refusal::broken(
                "the settings lack the name or SIRET of the publishing body; an administrator \
                 fills them in at /administration/reglages",
            ),
            other => other,
        })?;
    std::io::stdout().write_all(&bytes).map_err(Refusal::broken)
}

/// Makes an account, gives it a role for the whole instance, prints the link for its password.
pub async fn add_user(
    place: Place,
    config: &Config,
    email: String,
    name: String,
    role: Role,
    forget_second_step: bool,
) -> Outcome<()> {
    let store = Store::open(place, World::system())?;
    store::migrate(&store, CONTEXTS, |_, _, _| {}).await?;
    let token = store
        .write(move |tx| {
            let person = people::create_account(tx, &email, &name, "fr")?;
            let new = NewGrant { person, role, scope: String::new(), valid_until: None };
            people::grant(tx, "system", &new)?;
            if forget_second_step {
                people::forget_second_step(tx, person, "system")?;
            }
            people::invite(tx, person)
        })
        .await?;
    let url = config.public_url.clone().unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
    println!("{url}/mot-de-passe/{token}");
    Ok(())
}

/// Where the demonstration's data are kept when no folder is named.
pub fn demo_folder() -> PathBuf {
    std::env::temp_dir().join("parvis-demonstration")
}
