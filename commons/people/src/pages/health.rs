//! How the instance fares: what its administrator should look at today.

use askama::Template;
use axum::response::Response;
use base::{Moment, Outcome, Refusal};
use store::Condition;
use web::parts::{Tabs, Tone};
use web::{Ctx, Refused, Voice};
use work::Backlog;

use crate::certificate::{self, Certified};
use crate::second_step;

type Answer = Result<Response, Refused>;

/// Less room than this on the disk is soon too little, in bytes.
const ROOM_WATCH: u64 = 5_000_000_000;
const ROOM_BAD: u64 = 1_000_000_000;
/// A backup is old after so many seconds.
const BACKUP_WATCH_S: i64 = 26 * 3_600;
const BACKUP_BAD_S: i64 = 7 * 86_400;
/// A certificate that ends sooner should have been renewed: 21 days.
const CERTIFICATE_WATCH_S: i64 = 21 * 86_400;
/// Jobs are late after so many seconds.
const LATE_S: i64 = 10 * 60;

#[derive(Template)]
#[template(path = "health.html")]
struct HealthPage<'a> {
    voice: &'a Voice,
    tabs: Tabs,
    worst: Tone,
    lines: Vec<Line>,
}

/// One thing to watch: how it is, what is known of it, and what to do if it is not well.
struct Line {
    key: &'static str,
    tone: Tone,
    said: String,
}

impl Line {
    fn new(key: &'static str, tone: Tone, said: String) -> Self {
        Self { key, tone, said }
    }
}

fn tone(bad: bool, watch: bool) -> Tone {
    match (bad, watch) {
        (true, _) => Tone::Bad,
        (_, true) => Tone::Waiting,
        _ => Tone::Good,
    }
}

pub(super) async fn show(ctx: Ctx) -> Answer {
    let store = ctx.app.store();
    let (backlog, without, failing) = store
        .read(|tx| {
            let failing = crate::addresses::count_failing(tx)?;
            Ok((work::backlog(tx)?, second_step::count_without(tx)?, failing))
        })
        .await?;
    let asked = store.clone();
    let condition =
        tokio::task::spawn_blocking(move || asked.condition()).await.map_err(Refusal::broken)??;
    let (voice, now) = (&ctx.voice, ctx.app.world().now());
    let mut lines = place_lines(voice, now, condition);
    lines.extend(job_lines(voice, now, backlog, ctx.app.settings().mails_leave));
    let said = voice.with("people-health-addresses-said", "count", failing);
    lines.push(Line::new("addresses", tone(false, failing > 0), said));
    let wanted = ctx.app.settings().second_step;
    let said = voice.with("people-health-second-step-said", "count", without);
    lines.push(Line::new("second-step", tone(false, !wanted || without > 0), said));
    lines.push(settings_line(voice, &ctx.visitor.publisher));
    lines.extend(certificate_line(&ctx, now).await?);
    let has = |wanted: Tone| lines.iter().any(|line| line.tone == wanted);
    let main = HealthPage {
        voice,
        tabs: super::administration::tabs(voice, "/administration/sante"),
        worst: tone(has(Tone::Bad), has(Tone::Waiting)),
        lines,
    };
    super::administration::page(&ctx, "people-health", &main, &[])
}

/// How long the certificate of the public address lasts; nothing where there is none to be had.
async fn certificate_line(ctx: &Ctx, now: Moment) -> Outcome<Option<Line>> {
    let (voice, settings) = (&ctx.voice, ctx.app.settings());
    if !settings.secure() {
        return Ok(None);
    }
    let Some(path) = settings.certificate.clone() else {
        let said = voice.say("people-health-certificate-untold");
        return Ok(Some(Line::new("certificate", Tone::Waiting, said)));
    };
    let read = tokio::task::spawn_blocking(move || certificate::read_certificate(&path)).await;
    let line = match read.map_err(Refusal::broken)? {
        Ok(Certified { names, ends }) => {
            let left_s = ends.seconds_since(now);
            let tone = tone(left_s <= 0, left_s < CERTIFICATE_WATCH_S);
            let key = match left_s > 0 {
                true => "people-health-certificate-said",
                false => "people-health-certificate-ended",
            };
            let days = left_s / 86_400;
            let args = [("names", names.into()), ("at", ends.into()), ("days", days.into())];
            Line::new("certificate", tone, voice.with_all(key, &args))
        }
        Err(why) => {
            let said = voice.with("people-health-certificate-unread", "why", why);
            Line::new("certificate", Tone::Bad, said)
        }
    };
    Ok(Some(line))
}

fn settings_line(voice: &Voice, publisher: &web::Publisher) -> Line {
    let missing = super::settings::unfilled(voice, publisher);
    let said = match missing.is_empty() {
        true => voice.say("people-settings-whole"),
        false => voice.with("people-settings-missing", "what", missing.join(", ")),
    };
    Line::new("settings", tone(false, !missing.is_empty()), said)
}

fn place_lines(voice: &Voice, now: Moment, condition: Option<Condition>) -> Vec<Line> {
    let Some(Condition { size, free, backed_up_at }) = condition else {
        let said = voice.say("people-health-postgresql");
        return vec![Line::new("database", Tone::Good, said)];
    };
    let bytes = |count: u64| words::bytes(voice.lang, count);
    let backup = match backed_up_at {
        None => Line::new("backup", Tone::Bad, voice.say("people-health-backup-never")),
        Some(at) => {
            let age_s = now.seconds_since(at);
            let tone = tone(age_s > BACKUP_BAD_S, age_s > BACKUP_WATCH_S);
            Line::new("backup", tone, voice.with("people-health-backup-said", "at", at))
        }
    };
    let room = tone(free < ROOM_BAD, free < ROOM_WATCH);
    vec![
        Line::new(
            "database",
            Tone::Good,
            voice.with("people-health-database-said", "size", bytes(size)),
        ),
        Line::new("disk", room, voice.with("people-health-disk-said", "free", bytes(free))),
        backup,
    ]
}

fn job_lines(voice: &Voice, now: Moment, backlog: Backlog, mails_leave: bool) -> Vec<Line> {
    let Backlog { dead, mails, late_since } = backlog;
    let late = late_since.is_some_and(|since| now.seconds_since(since) > LATE_S);
    let said = match (dead, late_since.filter(|_| late)) {
        (0, Some(since)) => voice.with("people-health-jobs-late", "at", since),
        (0, None) => voice.say("people-health-jobs-well"),
        _ => voice.with("people-health-jobs-dead", "count", dead),
    };
    let jobs = Line::new("jobs", tone(dead > 0, late), said);
    let said = match mails_leave {
        true => voice.with("people-health-mail-said", "count", mails),
        false => voice.with("people-health-mail-stays", "count", mails),
    };
    vec![jobs, Line::new("mail", tone(false, !mails_leave || mails > 100), said)]
}
