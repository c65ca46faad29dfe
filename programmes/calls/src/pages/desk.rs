//! The officer's desk: what waits for a decision today, lists of files, sessions.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::Actor;
use store::Tx;
use web::parts::{Badge, Cell, Column, Crumb, Fields, Html, Table};
use web::{Ctx, Form, Listing, PageHead, Refused, Voice};

use super::tone_of;
use crate::model::{
    Call, CallId, Decision, File, FileId, FileState, Reading, ReadingState, Rules, Session,
    SessionId,
};
use crate::rules::{self, Mean};
use crate::waiting::{self, Desk, Step, WaitingFile};
use crate::{calls, decisions, files, looks, readings};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage<'a> {
    voice: &'a Voice,
    waiting: Vec<Waiting>,
    calls: Vec<(Call, usize)>,
    makes_calls: bool,
}

/// Something that waits for an officer.
pub(super) struct Waiting {
    kind: &'static str,
    title: String,
    who: String,
    call: String,
    number: String,
    href: String,
}

#[derive(Template)]
#[template(path = "desk_files.html")]
struct FilesPage<'a> {
    call: &'a Call,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "desk_session.html")]
struct SessionPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    session: &'a Session,
    call: &'a Call,
    charts: Vec<Html>,
    table: Table<'a>,
    undecided: usize,
    fields: Fields<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    let makes_calls = actor.holds_in(people::Role::Officer, "");
    let Desk { calls, files, sessions } =
        ctx.app.store().read(move |tx| waiting::desk(tx, &actor)).await?;
    let titles: BTreeMap<CallId, &str> =
        calls.iter().map(|(call, _)| (call.id, call.title.as_str())).collect();
    let title_of = |call: CallId| titles.get(&call).copied().unwrap_or("").to_owned();
    let mut waiting: Vec<Waiting> = Vec::new();
    waiting.extend(files.into_iter().map(|file| waiting_file(title_of(file.call), file)));
    waiting.extend(sessions.into_iter().map(|session| Waiting {
        kind: "publish",
        title: session.title,
        who: String::new(),
        call: title_of(session.call),
        number: ctx.voice.day(session.cut_off_at),
        href: format!("/bureau/sessions/{}", session.id),
    }));
    let main = DeskPage { voice: &ctx.voice, waiting, calls, makes_calls };
    let title = ctx.voice.say("calls-desk");
    Ok(ctx.page_with(&PageHead { title: &title, wide: true, ..PageHead::default() }, &main)?)
}

fn waiting_file(call: String, file: WaitingFile) -> Waiting {
    let (kind, end) = match file.step {
        Step::Check => ("check", ""),
        Step::Readers => ("readers", ""),
        Step::Decide => ("decide", "/decision"),
    };
    let href = format!("/bureau/dossiers/{}{end}", file.id);
    Waiting {
        kind,
        title: file.title,
        who: file.organisation_name,
        call,
        number: file.number,
        href,
    }
}

impl DeskPage<'_> {
    fn count(&self, kind: &str) -> usize {
        self.waiting.iter().filter(|item| item.kind == kind).count()
    }
}

fn undecided(state: FileState) -> bool {
    matches!(state, FileState::Submitted | FileState::Incomplete | FileState::Complete)
}

/// A line of the table of files.
pub(super) struct Line {
    file: File,
    asked: Cents,
    mean: Option<Mean>,
    readers: usize,
    given: usize,
    decision: Option<Decision>,
}

fn lines(tx: &mut Tx, call: &Call, files: Vec<File>) -> Outcome<Vec<Line>> {
    let mut revisions: BTreeMap<i64, Rules> = BTreeMap::new();
    for file in &files {
        if let std::collections::btree_map::Entry::Vacant(entry) = revisions.entry(file.revision) {
            entry.insert(calls::rules_of(tx, call.id, file.revision)?);
        }
    }
    let mut decided: BTreeMap<FileId, Decision> = BTreeMap::new();
    for session in calls::sessions_of(tx, call.id)? {
        decided.extend(decisions::decisions(tx, session.id)?);
    }
    let mut by_file: BTreeMap<FileId, Vec<Reading>> = BTreeMap::new();
    for reading in readings::readings_of_call(tx, call.id)? {
        by_file.entry(reading.file).or_default().push(reading);
    }
    let empty = Rules::default();
    let line = |file: File| {
        let rules = revisions.get(&file.revision).unwrap_or(&empty);
        let own = by_file.remove(&file.id).unwrap_or_default();
        let given: Vec<_> = own.iter().filter(|r| r.state == ReadingState::Given).collect();
        Line {
            asked: rules::asked_total(rules, &file.answers),
            mean: rules::file_mean(&rules.rubric, given.iter().map(|r| &r.scores)),
            readers: own.iter().filter(|r| r.state != ReadingState::Recused).count(),
            given: given.len(),
            decision: decided.remove(&file.id),
            file,
        }
    };
    Ok(files.into_iter().map(line).collect())
}

fn arrange(lines: &mut Vec<Line>, listing: &Listing) {
    let wanted = words::fold(&listing.search);
    lines.retain(|line| {
        let file = &line.file;
        let text = format!("{} {} {}", file.title, file.organisation_name, file.number);
        let state_fits = listing.filter.is_empty() || file.state.code() == listing.filter;
        state_fits && words::fold(&text).contains(&wanted)
    });
    match listing.sort.as_str() {
        "project" => lines.sort_by_key(|line| words::sort_key(&line.file.title)),
        "organisation" => lines.sort_by_key(|line| words::sort_key(&line.file.organisation_name)),
        "state" => lines.sort_by_key(|line| line.file.state),
        "asked" => lines.sort_by_key(|line| line.asked),
        "mean" => lines.sort_by_key(|line| line.mean.map(|mean| mean.basis_points)),
        _ => lines.sort_by(|a, b| a.file.number.cmp(&b.file.number)),
    }
    if listing.descending {
        lines.reverse();
    }
}

fn table<'a>(voice: &'a Voice, lines: &[Line], listing: &Listing, path: &str) -> Table<'a> {
    let column = |key: &str| super::sortable(voice, listing, path, "calls-column", key);
    let columns = vec![
        column("number"),
        column("project"),
        column("organisation"),
        column("state"),
        column("asked").numeric(),
        column("mean").numeric(),
        Column::new("amount", voice.say("calls-column-amount")).numeric(),
    ];
    let rows = lines.iter().map(|line| {
        let file = &line.file;
        let mean = line.mean.map_or_else(|| "–".to_owned(), |m| voice.percent(m.basis_points));
        let amount = line.decision.as_ref().filter(|decision| decision.awarded);
        let state = voice.named("calls-file", file.state.code());
        let read = voice.with_all(
            "calls-read-of",
            &[("given", line.given.into()), ("asked", line.readers.into())],
        );
        vec![
            Cell::link(&file.number, format!("/bureau/dossiers/{}", file.id)),
            Cell::text(&file.title),
            Cell::text(&file.organisation_name),
            Cell::badge(state, tone_of(file.state.code())),
            Cell::text(voice.money(line.asked)),
            Cell::text(mean).more(read),
            Cell::text(amount.map_or_else(String::new, |d| voice.money(d.total()))),
        ]
    });
    let caption = voice.say("calls-files-filed");
    let mut table = Table::new(voice, "dossiers", caption, columns, rows.collect());
    table.total = Some(voice.number(i64::try_from(lines.len()).unwrap_or(0)));
    let mut filter = super::search_filter(voice, listing, path);
    let mut states = vec![web::parts::Choice::new("", voice.say("calls-all-states"))];
    states.extend(FileState::ALL.iter().filter(|state| **state != FileState::Draft).map(|state| {
        web::parts::Choice::new(state.code(), voice.named("calls-file", state.code()))
    }));
    let select = web::parts::Field::new(
        voice,
        web::parts::Kind::Select(states),
        "filtre",
        voice.say("calls-column-state"),
    );
    filter.fields.push(select.value(listing.filter.as_str()).optional());
    table.filter = Some(filter);
    table.exports = listing.exports(path);
    table
}

fn sheet(lines: &[Line]) -> paper::Sheet {
    let head = ["number", "project", "organisation", "state", "asked", "mean", "readers", "amount"];
    let rows = lines.iter().map(|line| {
        let text = |text: &str| paper::Cell::Text(text.to_owned());
        let mean = |mean: Mean| paper::Cell::Number(mean.basis_points as f64 / 10_000.0);
        let amount = line.decision.as_ref().map(|d| paper::Cell::Money(d.total()));
        vec![
            text(&line.file.number),
            text(&line.file.title),
            text(&line.file.organisation_name),
            text(line.file.state.code()),
            paper::Cell::Money(line.asked),
            line.mean.map_or(paper::Cell::Empty, mean),
            paper::Cell::Number(line.given as f64),
            amount.unwrap_or(paper::Cell::Empty),
        ]
    });
    paper::Sheet {
        name: "dossiers".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

pub(super) async fn files(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: CallId = id.parse()?;
    let acting = actor.clone();
    let (call, mut lines) = ctx
        .app
        .store()
        .read(move |tx| {
            let call = calls::officer_call(tx, &acting, id)?;
            let files = files::filed_files(tx, call.id)?;
            let lines = lines(tx, &call, files)?;
            Ok((call, lines))
        })
        .await?;
    let listing = Listing::of(&ctx);
    arrange(&mut lines, &listing);
    if let Some(format) = &listing.format {
        people::looked(&ctx, &actor, vec![looks::at_list(id.to_string(), format)]).await?;
        return Ok(web::download(&sheet(&lines), format, "dossiers")?);
    }
    let path = format!("/bureau/appels/{id}/dossiers");
    let main = FilesPage { call: &call, table: table(&ctx.voice, &lines, &listing, &path) };
    let crumbs = desk_crumbs(&ctx.voice, &call);
    let title = ctx.voice.say("calls-files-filed");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

pub(super) fn desk_crumbs(voice: &Voice, call: &Call) -> Vec<Crumb> {
    vec![
        Crumb { label: voice.say("calls-desk"), href: Some("/bureau".to_owned()) },
        Crumb { label: call.title.clone(), href: Some(format!("/bureau/appels/{}", call.id)) },
    ]
}

pub(super) async fn session(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    session_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn session_page(
    ctx: &Ctx,
    actor: &Actor,
    id: SessionId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (session, call, rules, spent, mut lines) = ctx
        .app
        .store()
        .read(move |tx| {
            let session = calls::officer_session(tx, &acting, id)?;
            let call = calls::call(tx, session.call)?;
            let rules = calls::rules_of(tx, call.id, call.revision)?;
            let spent = decisions::spent(tx, session.id, None)?;
            let batch = files::batch(tx, session.id)?;
            let lines = lines(tx, &call, batch)?;
            Ok((session, call, rules, spent, lines))
        })
        .await?;
    let undecided = lines.iter().filter(|line| undecided(line.file.state)).count();
    let listing = Listing::of(ctx);
    let charts = envelope_charts(&ctx.voice, &session, &rules, &spent, &lines);
    arrange(&mut lines, &listing);
    if let Some(format) = &listing.format {
        people::looked(ctx, actor, vec![looks::at_list(id.to_string(), format)]).await?;
        return Ok(web::download(&sheet(&lines), format, "session")?);
    }
    let path = format!("/bureau/sessions/{id}");
    let main = SessionPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        session: &session,
        call: &call,
        charts,
        table: table(&ctx.voice, &lines, &listing, &path),
        undecided,
        fields: Fields::new(&ctx.voice, form, faults),
    };
    let crumbs = desk_crumbs(&ctx.voice, &call);
    let head = PageHead { title: &session.title, crumbs: &crumbs, wide: true };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

/// One picture an envelope: what each laureate takes of it and what is left.
pub(super) fn envelope_charts(
    voice: &Voice,
    session: &Session,
    rules: &Rules,
    spent: &BTreeMap<String, Cents>,
    lines: &[Line],
) -> Vec<Html> {
    let chart = |(code, &envelope): (&String, &Cents)| {
        let name = rules.lines.iter().find(|line| line.code == *code);
        let name = name.map_or_else(|| code.clone(), |line| line.name.clone());
        let parts = lines.iter().filter_map(|line| {
            let amount = *line.decision.as_ref()?.amounts.get(code)?;
            let label = &line.file.organisation_name;
            Some(web::chart::Datum::new(label, amount.0 as f64 / 100.0, voice.money(amount)))
        });
        let used = spent.get(code).copied().unwrap_or_default();
        let left = envelope.minus(used).unwrap_or_default();
        web::chart::stacked_budget(
            voice,
            &web::chart::StackedBudget {
                title: voice.with("calls-envelope-of", "line", &name),
                total: web::chart::Datum::new(
                    voice.say("calls-envelope"),
                    envelope.0 as f64 / 100.0,
                    voice.money(envelope),
                ),
                parts: parts.collect(),
                left_shown: voice.money(left),
                caption: voice.say("calls-source-decisions"),
            },
        )
    };
    session.envelopes.iter().map(chart).collect()
}

pub(super) async fn publish(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: SessionId = id.parse()?;
    let version = form.version()?;
    let mut reader = form.reader();
    let reference = reader.required("reference", 100);
    let decided_on = reader.date("decided_on");
    if decided_on.is_none() && form.value("decided_on").is_empty() {
        reader.fault("decided_on", "web-fault-required");
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return session_page(&ctx, &actor, id, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let decided_on = decided_on.map(|date| date.to_string()).unwrap_or_default();
    let acting = actor.clone();
    let published = ctx
        .app
        .store()
        .write(move |tx| decisions::publish(tx, &acting, id, version, &reference, &decided_on))
        .await;
    match published {
        Ok(()) => Ok(ctx.see(&format!("/bureau/sessions/{id}"), "calls-notice-published")),
        Err(Refusal::Conflict(say)) => {
            session_page(&ctx, &actor, id, &form, &[Fault::new("", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

impl SessionPage<'_> {
    fn badge(&self) -> Badge {
        let code = self.session.state.code();
        Badge::new(self.voice.named("calls-session", code), tone_of(code))
    }
}
