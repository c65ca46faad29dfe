//! The declaration of accessibility, made from the state of each criterion in `docs/rgaa.toml`.
//!
//! The state in law is computed: as long as one criterion is not assessed there is no audit, and a
//! service without an audit is not conforming, whatever holds already. The foot of every page says
//! the same state; a test compares them. Deliberately absent: a rate before the audit is whole.

use std::sync::LazyLock;

use askama::Template;
use axum::response::Response;
use base::{Outcome, Refusal};
use jiff::civil::Date;
use serde::Deserialize;
use web::parts::{Cell, Column, Table, Tone};
use web::{Ctx, Publisher, Refused, Voice};
use words::Lang;

/// What is known of each criterion; proofs and notes of the file are for its readers and the tests.
#[derive(Deserialize)]
struct Audit {
    #[serde(rename = "referentiel")]
    version: String,
    date: String,
    #[serde(rename = "theme")]
    themes: Vec<Theme>,
    #[serde(rename = "critere")]
    criteria: Vec<Criterion>,
}

#[derive(Deserialize)]
struct Theme {
    #[serde(rename = "numero")]
    number: u8,
    #[serde(flatten)]
    name: Said,
}

#[derive(Deserialize)]
struct Criterion {
    #[serde(rename = "numero")]
    number: String,
    #[serde(flatten)]
    asks: Said,
    #[serde(rename = "statut")]
    status: Status,
    #[serde(rename = "moyen")]
    means: Option<Means>,
    #[serde(rename = "constat")]
    finding: Option<Said>,
}

/// The same in both languages.
#[derive(Deserialize)]
struct Said {
    fr: String,
    en: String,
}

impl Said {
    fn to(&self, voice: &Voice) -> &str {
        if voice.lang == Lang::Fr { &self.fr } else { &self.en }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Status {
    #[serde(rename = "conforme")]
    Holds,
    #[serde(rename = "non conforme")]
    Fails,
    #[serde(rename = "non applicable")]
    Absent,
    #[serde(rename = "non évalué")]
    Open,
}

impl Status {
    const ALL: [Status; 4] = [Status::Holds, Status::Fails, Status::Absent, Status::Open];

    fn code(self) -> &'static str {
        match self {
            Status::Holds => "holds",
            Status::Fails => "fails",
            Status::Absent => "absent",
            Status::Open => "open",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Status::Holds => Tone::Good,
            Status::Fails => Tone::Bad,
            Status::Absent | Status::Open => Tone::Plain,
        }
    }
}

/// How a state was found.
#[derive(Clone, Copy, Deserialize)]
enum Means {
    #[serde(rename = "automatique")]
    Rule,
    #[serde(rename = "script")]
    Script,
    #[serde(rename = "lecture du code")]
    Reading,
    #[serde(rename = "à la main")]
    Hand,
}

impl Means {
    fn code(self) -> &'static str {
        match self {
            Means::Rule => "rule",
            Means::Script => "script",
            Means::Reading => "reading",
            Means::Hand => "hand",
        }
    }
}

/// The three states that the law knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Total,
    Partial,
    None,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            State::Total => "total",
            State::Partial => "partial",
            State::None => "none",
        }
    }
}

/// Criteria of one theme, or of all.
struct Counts {
    holds: i64,
    fails: i64,
    absent: i64,
    open: i64,
}

impl Counts {
    fn of<'a>(criteria: impl Iterator<Item = &'a Criterion>) -> Self {
        let mut counts = Self { holds: 0, fails: 0, absent: 0, open: 0 };
        for criterion in criteria {
            *match criterion.status {
                Status::Holds => &mut counts.holds,
                Status::Fails => &mut counts.fails,
                Status::Absent => &mut counts.absent,
                Status::Open => &mut counts.open,
            } += 1;
        }
        counts
    }

    fn state(&self) -> State {
        match (self.open, self.fails) {
            (1.., _) => State::None,
            (_, 0) => State::Total,
            _ if self.holds >= self.fails => State::Partial,
            _ => State::None,
        }
    }

    /// The share that holds of what applies, in ten-thousandths, once all is assessed.
    fn rate(&self) -> Option<i64> {
        (self.holds * 10_000).checked_div(self.holds + self.fails).filter(|_| self.open == 0)
    }

    fn cells(&self, voice: &Voice) -> [Cell; 4] {
        [self.holds, self.fails, self.absent, self.open]
            .map(|count| Cell::text(voice.number(count)))
    }
}

static AUDIT: LazyLock<Result<Audit, toml::de::Error>> =
    LazyLock::new(|| toml::from_str(include_str!("../../docs/rgaa.toml")));

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Declaration<'a> {
    voice: &'a Voice,
    version: &'a str,
    made_on: String,
    counts: Counts,
    faults: Vec<&'a Criterion>,
    themes: Table<'a>,
    criteria: Table<'a>,
    method: String,
    appeal: String,
    pledge: String,
    contact: &'a str,
}

impl<'a> Declaration<'a> {
    fn new(voice: &'a Voice, audit: &'a Audit, publisher: &'a Publisher) -> Outcome<Self> {
        let name = match publisher.name.as_str() {
            "" => voice.say("home-publisher"),
            name => name.to_owned(),
        };
        let date: Date = audit.date.parse().map_err(Refusal::broken)?;
        let fails = |criterion: &&Criterion| criterion.status == Status::Fails;
        Ok(Self {
            voice,
            version: &audit.version,
            made_on: words::date(voice.lang, date),
            counts: Counts::of(audit.criteria.iter()),
            faults: audit.criteria.iter().filter(fails).collect(),
            themes: by_theme(voice, audit),
            criteria: one_by_one(voice, audit),
            method: web::markdown(&voice.say("home-declaration-method")),
            pledge: voice.with("home-declaration-pledge", "name", name),
            contact: &publisher.accessibility,
            appeal: web::markdown(&voice.say("home-declaration-appeal-how")),
        })
    }

    /// The state in the words of the law.
    fn verdict(&self) -> String {
        let key = format!("home-declaration-{}", self.counts.state().code());
        self.voice.with(&key, "version", self.version)
    }

    /// How many criteria hold, and their share once that means something.
    fn told(&self) -> String {
        let Counts { holds, fails, absent, open } = self.counts;
        let args = [
            ("date", self.made_on.as_str().into()),
            ("holds", holds.into()),
            ("fails", fails.into()),
            ("absent", absent.into()),
            ("open", open.into()),
        ];
        let told = self.voice.with_all("home-declaration-counts", &args);
        match self.counts.rate() {
            Some(rate) => {
                let rate = self.voice.percent(rate);
                format!("{told} {}", self.voice.with("home-declaration-rate", "rate", rate))
            }
            None => told,
        }
    }
}

fn by_theme<'a>(voice: &'a Voice, audit: &Audit) -> Table<'a> {
    let mut columns = vec![Column::new("theme", voice.say("home-declaration-theme"))];
    columns.extend(Status::ALL.map(|status| {
        Column::new(status.code(), voice.named("home-declaration", status.code())).numeric()
    }));
    let row = |theme: &Theme| {
        let start = format!("{}.", theme.number);
        let own = audit.criteria.iter().filter(|criterion| criterion.number.starts_with(&start));
        let name = Cell::text(format!("{start} {}", theme.name.to(voice)));
        [vec![name], Counts::of(own).cells(voice).to_vec()].concat()
    };
    let rows = audit.themes.iter().map(row).collect();
    Table::new(voice, "themes", voice.say("home-declaration-by-theme"), columns, rows)
}

fn one_by_one<'a>(voice: &'a Voice, audit: &Audit) -> Table<'a> {
    let column = |code: &str| Column::new(code, voice.named("home-declaration", code));
    let row = |criterion: &Criterion| {
        let means = criterion.means.map(|means| voice.named("home-means", means.code()));
        vec![
            Cell::text(format!("{} {}", criterion.number, criterion.asks.to(voice))),
            Cell::badge(
                voice.named("home-criterion", criterion.status.code()),
                criterion.status.tone(),
            ),
            Cell::text(means.unwrap_or_default()),
        ]
    };
    let rows = audit.criteria.iter().map(row).collect();
    let columns = ["criterion", "status", "means"].map(column).to_vec();
    Table::new(voice, "criteres", voice.say("home-declaration-one-by-one"), columns, rows)
}

pub(crate) async fn show(ctx: Ctx) -> Result<Response, Refused> {
    let audit = AUDIT.as_ref().map_err(Refusal::broken)?;
    let main = Declaration::new(&ctx.voice, audit, &ctx.visitor.publisher)?;
    Ok(ctx.page(&ctx.voice.say("home-declaration"), &main)?)
}

#[cfg(test)]
mod tests;
