//! Settings of an instance: a file `parvis.toml`, the environment, the command line.

use std::path::{Path, PathBuf};

use base::{Outcome, Refusal, Secret};
use serde::Deserialize;
use store::Place;

/// What `parvis.toml` may say; every entry is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address that people type.
    pub public_url: Option<String>,
    /// A proxy on this machine sets X-Forwarded-For.
    #[serde(default)]
    pub behind_proxy: bool,
    /// Requests a second that one address may make.
    pub requests_per_second: Option<u32>,
    /// Whether officers and administrators need a second step to use their rights; they do, unless
    /// this says otherwise.
    pub second_step: Option<bool>,
    /// File of passwords known from thefts: SHA-1 in ascending order, one a line, as published by
    /// Have I Been Pwned.
    pub breached_passwords: Option<PathBuf>,
    /// FranceConnect, for residents.
    pub franceconnect: Option<Registered>,
    /// ProConnect, for professionals.
    pub proconnect: Option<Registered>,
    /// Where the keys of persons are kept, if not beside the data: a folder, or the address of a
    /// PostgreSQL database.
    pub keys: Option<String>,
    /// The log is written as JSON, one object a line, for programs that gather logs.
    #[serde(default)]
    pub json_log: bool,
    /// File of the certificate with which the proxy serves `public_url`, PEM: the page on the state
    /// of the service tells when it ends.
    pub certificate: Option<PathBuf>,
    /// Mail server, `smtps://user:password@host:port`; without it mails wait in the outbox.
    pub smtp_url: Option<String>,
    /// Sender of mails.
    pub mail_from: Option<String>,
    /// Address to which mails that cannot be delivered come back, with the id of each after a plus
    /// sign.
    pub mail_bounces: Option<String>,
}

/// What an instance and a service of sign-in know of each other since it was registered there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The service's address.
    pub issuer: String,
    /// The name under which it knows this instance.
    pub client_id: String,
    /// What proves that it is this instance; left out where the environment says it, in
    /// `PARVIS_FRANCECONNECT_SECRET` or `PARVIS_PROCONNECT_SECRET`.
    pub client_secret: Option<Secret>,
    /// Levels of assurance of which one is required.
    pub levels: Option<Vec<String>>,
}

impl Config {
    /// Reads a settings file; a missing one says nothing.
    pub fn read(path: &Path) -> Outcome<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text)
                .map_err(|error| Refusal::broken(format_args!("{}: {error}", path.display()))),
            Err(_) => Ok(Self::default()),
        }
    }

    /// Where the keys of persons are kept, if not beside the data.
    pub fn keys_place(&self) -> Option<Place> {
        let said = self.keys.as_deref()?;
        let database = said.starts_with("postgres");
        Some(if database { Place::database(said) } else { Place::Folder(PathBuf::from(said)) })
    }

    /// The services by which people may sign in.
    fn services(&self) -> Vec<web::Service> {
        let known = [
            ("franceconnect", "PARVIS_FRANCECONNECT_SECRET", &self.franceconnect, &["eidas1"][..]),
            ("proconnect", "PARVIS_PROCONNECT_SECRET", &self.proconnect, &[]),
        ];
        let registered = known.into_iter().filter_map(|(code, variable, registered, levels)| {
            let registered = registered.clone()?;
            let told = std::env::var(variable).ok().map(Secret::new);
            let levels = levels.iter().map(|level| (*level).to_owned());
            Some(web::Service {
                code,
                issuer: registered.issuer,
                client_id: registered.client_id,
                client_secret: told.or(registered.client_secret).unwrap_or_default(),
                levels: registered.levels.unwrap_or_else(|| levels.collect()),
            })
        });
        registered.collect()
    }

    /// The mail settings, if there are any.
    pub fn smtp(&self) -> Option<paper::SmtpSettings> {
        let url = self.smtp_url.clone()?;
        let from = self.mail_from.clone()?;
        Some(paper::SmtpSettings { url, from, bounces: self.mail_bounces.clone() })
    }

    /// The settings of the web edge.
    pub fn settings(&self, listen: &str, demonstration: bool) -> web::Settings {
        web::Settings {
            public_url: self.public_url.clone().unwrap_or_else(|| format!("http://{listen}")),
            behind_proxy: self.behind_proxy,
            requests_per_second: self.requests_per_second.unwrap_or(50),
            second_step: self.second_step.unwrap_or(!demonstration),
            mails_leave: self.smtp().is_some(),
            breached_passwords: self.breached_passwords.clone(),
            services: self.services(),
            keys: self.keys_place(),
            certificate: self.certificate.clone(),
            demonstration,
        }
    }
}

/// Where the data are, from the two options of the command line.
pub fn place(data: &Option<PathBuf>, database: &Option<String>) -> Place {
    match (database, data) {
        (Some(url), _) => Place::database(url.clone()),
        (None, Some(folder)) => Place::Folder(folder.clone()),
        (None, None) => Place::Folder(PathBuf::from("parvis-data")),
    }
}
