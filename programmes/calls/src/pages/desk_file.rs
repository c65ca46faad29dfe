//! One file on the officer's desk: what it says, its check, its readers, its decision.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::{Account, Actor, Organisation, PersonId, Role};
use web::parts::{Choice, Fields, Html, Timeline};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::apply::{Loaded, load};
use super::desk::desk_crumbs;
use super::{form_view, pieces, tone_of};
use crate::decisions::Check;
use crate::looks::{self, As};
use crate::model::{
    Attachment, Criterion, Decision, File, FileId, FileState, Reading, ReadingState, Session,
};
use crate::rules::{self, Asked, Mean};
use crate::{calls, decisions, files, readings};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "desk_file.html")]
struct FilePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: &'a File,
    organisation: &'a Organisation,
    summary: Vec<form_view::Answered>,
    attachments: &'a [Attachment],
    timeline: Timeline,
    readings: Vec<(Reading, String)>,
    readers: Vec<Choice>,
    wanted: i64,
    fields: Fields<'a>,
    may_check: bool,
    session: Option<&'a Session>,
}

#[derive(Template)]
#[template(path = "desk_decision.html")]
struct DecisionPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: &'a File,
    session: Option<&'a Session>,
    mean: Option<Mean>,
    chart: Option<Html>,
    opinions: Vec<OpinionView>,
    money: Vec<Money<'a>>,
    fields: Fields<'a>,
    decided: Option<&'a Decision>,
    may_decide: bool,
    recused: usize,
}

/// One reader's opinion, to be read beside the others.
struct OpinionView {
    reader: String,
    mean: Option<String>,
    comment: String,
    scores: Vec<(String, String, String)>,
}

/// What is asked and left on one line.
struct Money<'a> {
    name: String,
    asked: Asked,
    left: Cents,
    field: web::parts::Field<'a>,
}

/// All that both pages show of a file.
struct Desk {
    loaded: Loaded,
    organisation: Organisation,
    readings: Vec<Reading>,
    session: Option<Session>,
    spent: BTreeMap<String, Cents>,
    decision: Option<Decision>,
    names: BTreeMap<PersonId, String>,
    events: Vec<crate::Event>,
    readers: Vec<Account>,
}

async fn desk(ctx: &Ctx, actor: &Actor, id: &str) -> Outcome<Desk> {
    let (id, actor): (FileId, Actor) = (id.parse()?, actor.clone());
    ctx.app
        .store()
        .read(move |tx| {
            let file = files::officer_file(tx, &actor, id)?;
            let loaded = load(tx, file)?;
            let file = &loaded.file;
            let readings = readings::readings_of_file(tx, file.id)?;
            let events = files::events(tx, file.id)?;
            let authors = events.iter().filter_map(|event| event.author.parse().ok());
            let people: Vec<PersonId> = authors.chain(readings.iter().map(|r| r.reader)).collect();
            let mut readers = people::holders(tx, Role::Reader, &file.call.to_string())?;
            readers.extend(people::holders(tx, Role::Reader, "")?);
            let session = calls::session_of(tx, file)?;
            let (spent, decision) = match &session {
                Some(session) => (
                    decisions::spent(tx, session.id, Some(file.id))?,
                    decisions::decisions(tx, session.id)?.remove(&id),
                ),
                None => (BTreeMap::new(), None),
            };
            Ok(Desk {
                organisation: people::organisation(tx, file.organisation)?,
                names: people::names_of(tx, &people)?,
                readings,
                session,
                spent,
                decision,
                events,
                readers,
                loaded,
            })
        })
        .await
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    shown(&ctx, &actor, &id, &Form::default(), &[]).await
}

async fn shown(ctx: &Ctx, actor: &Actor, id: &str, form: &Form, faults: &[Fault]) -> Answer {
    let desk = desk(ctx, actor, id).await?;
    people::looked(ctx, actor, looks::at_conflicts(&desk.readings)).await?;
    file_page(ctx, &desk, form, faults)
}

fn file_page(ctx: &Ctx, desk: &Desk, form: &Form, faults: &[Fault]) -> Answer {
    let voice = &ctx.voice;
    let Loaded { file, rules, attachments, .. } = &desk.loaded;
    let asked = |account: &&Account| !desk.readings.iter().any(|r| r.reader == account.id);
    let readers = desk.readers.iter().filter(asked);
    let name = |reading: &Reading| people::name_or_gone(voice, &desk.names, reading.reader);
    let main = FilePage {
        voice,
        csrf: &ctx.visitor.csrf,
        file,
        organisation: &desk.organisation,
        summary: form_view::summary(voice, rules, &file.answers, attachments),
        attachments,
        timeline: super::timeline(voice, &desk.events, &desk.names),
        readings: desk.readings.iter().map(|r| (r.clone(), name(r))).collect(),
        readers: readers.map(|who| Choice::new(who.id.to_string(), who.name.as_str())).collect(),
        wanted: rules.readers_per_file,
        fields: Fields::new(voice, form, faults),
        may_check: rules::may_move(file.state, FileState::Complete),
        session: desk.session.as_ref(),
    };
    answer(ctx, desk, &file.number, &main, faults)
}

fn answer(ctx: &Ctx, desk: &Desk, title: &str, main: &impl Template, faults: &[Fault]) -> Answer {
    let crumbs = desk_crumbs(&ctx.voice, &desk.loaded.call);
    let head = PageHead { title, crumbs: &crumbs, wide: true };
    Ok(if faults.is_empty() { ctx.page_with(&head, main)? } else { ctx.faulty_page(&head, main)? })
}

pub(super) async fn check(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (file, version) = (id.parse()?, form.version()?);
    let mut reader = form.reader();
    let verdict = reader.choice("verdict", &["complete", "missing", "ineligible"]);
    let message = reader.text("message", 4_000);
    let due_on = reader.date("due_on").map(|date| date.to_string()).unwrap_or_default();
    if verdict != "complete" && message.is_empty() {
        reader.fault("message", "web-fault-required");
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return shown(&ctx, &actor, &id, &form, &faults).await;
    }
    let check = match verdict.as_str() {
        "complete" => Check::Complete,
        "missing" => Check::Missing { message, due_on },
        _ => Check::Ineligible { reason: message },
    };
    ctx.app
        .store()
        .write(move |tx| decisions::check_file(tx, &actor, file, version, &check))
        .await?;
    Ok(ctx.see(&format!("/bureau/dossiers/{id}"), "calls-notice-checked"))
}

pub(super) async fn assign(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let file: FileId = id.parse()?;
    let chosen: Result<Vec<PersonId>, Refusal> = form.values("reader").map(str::parse).collect();
    let chosen = chosen?;
    let acting = actor.clone();
    let assigned = ctx
        .app
        .store()
        .write(move |tx| {
            files::officer_file(tx, &acting, file)?;
            for &reader in &chosen {
                readings::assign_reader(tx, &acting, file, reader)?;
            }
            Ok(())
        })
        .await;
    match assigned {
        Ok(()) => Ok(ctx.see(&format!("/bureau/dossiers/{id}"), "calls-notice-assigned")),
        Err(Refusal::Invalid(faults)) => shown(&ctx, &actor, &id, &form, &faults).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn decision(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let desk = desk(&ctx, &actor, &id).await?;
    let mut kept: Vec<(String, String)> = Vec::new();
    if let Some(decision) = &desk.decision {
        kept.push(("reason".to_owned(), decision.reason.clone()));
        for (line, amount) in &decision.amounts {
            kept.push((format!("amount.{line}"), amount.decimal()));
        }
    }
    decision_page(&ctx, &desk, &Form::from_values(kept), &[])
}

fn decision_page(ctx: &Ctx, desk: &Desk, form: &Form, faults: &[Fault]) -> Answer {
    let voice = &ctx.voice;
    let Loaded { file, rules, .. } = &desk.loaded;
    let given: Vec<&Reading> =
        desk.readings.iter().filter(|r| r.state == ReadingState::Given).collect();
    let fields = Fields::new(voice, form, faults);
    let published = desk.session.as_ref().is_some_and(|session| session.published_at.is_some());
    let main = DecisionPage {
        voice,
        csrf: &ctx.visitor.csrf,
        file,
        session: desk.session.as_ref(),
        mean: rules::file_mean(&rules.rubric, given.iter().map(|r| &r.scores)),
        chart: dots(voice, &rules.rubric, &given, &desk.names),
        opinions: given.iter().map(|r| opinion(voice, &rules.rubric, r, &desk.names)).collect(),
        money: money(voice, desk, &fields),
        fields,
        decided: desk.decision.as_ref(),
        may_decide: !published
            && desk.session.is_some()
            && rules::may_move(file.state, FileState::Awarded),
        recused: desk.readings.iter().filter(|r| r.state == ReadingState::Recused).count(),
    };
    let title = voice.with("calls-decision-on", "number", &file.number);
    answer(ctx, desk, &title, &main, faults)
}

fn opinion(
    voice: &Voice,
    rubric: &[Criterion],
    reading: &Reading,
    names: &BTreeMap<PersonId, String>,
) -> OpinionView {
    let score = |criterion: &Criterion| {
        let score = reading.scores.get(&criterion.id).cloned().unwrap_or_default();
        let points = score.points.map_or_else(
            || voice.say("calls-no-opinion"),
            |points| format!("{points} / {}", criterion.max_points),
        );
        (criterion.label.clone(), points, score.comment)
    };
    OpinionView {
        reader: people::name_or_gone(voice, names, reading.reader),
        mean: rules::reader_mean(rubric, &reading.scores).map(|mean| voice.percent(mean)),
        comment: reading.comment.clone(),
        scores: rubric.iter().map(score).collect(),
    }
}

fn dots(
    voice: &Voice,
    rubric: &[Criterion],
    given: &[&Reading],
    names: &BTreeMap<PersonId, String>,
) -> Option<Html> {
    let dot = |reading: &&Reading| {
        let mean = rules::reader_mean(rubric, &reading.scores)?;
        let name = people::name_or_gone(voice, names, reading.reader);
        Some(web::chart::Datum::new(name, mean as f64 / 100.0, voice.percent(mean)))
    };
    let dots: Vec<web::chart::Datum> = given.iter().filter_map(dot).collect();
    let mean = rules::file_mean(rubric, given.iter().map(|r| &r.scores))?;
    let chart = web::chart::Dots {
        title: voice.say("calls-scores"),
        least: 0.0,
        most: 100.0,
        dots,
        mean: Some((mean.basis_points as f64 / 100.0, voice.percent(mean.basis_points))),
        caption: voice.say("calls-scores-caption"),
    };
    Some(web::chart::dots(voice, &chart))
}

fn money<'a>(voice: &'a Voice, desk: &Desk, fields: &Fields<'a>) -> Vec<Money<'a>> {
    let rules = &desk.loaded.rules;
    let asked = rules::asked(rules, &desk.loaded.file.answers);
    let line = |line: &crate::BudgetLine| {
        let envelopes = desk.session.as_ref().map(|session| &session.envelopes);
        let envelope = envelopes.and_then(|all| all.get(&line.code)).copied().unwrap_or_default();
        let spent = desk.spent.get(&line.code).copied().unwrap_or_default();
        let name = format!("amount.{}", line.code);
        let mut field = fields.money(&name, "calls-awarded-on").optional();
        field.label = voice.with("calls-awarded-on", "line", &line.name);
        Money {
            name: line.name.clone(),
            asked: asked.get(&line.code).copied().unwrap_or_default(),
            left: envelope.minus(spent).unwrap_or_default(),
            field,
        }
    };
    rules.lines.iter().map(line).collect()
}

pub(super) async fn decide(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (file, version) = (id.parse()?, form.version()?);
    let desk_now = desk(&ctx, &actor, &id).await?;
    let mut reader = form.reader();
    let outcome = reader.choice("outcome", &["awarded", "refused"]);
    let mut amounts = BTreeMap::new();
    for line in &desk_now.loaded.rules.lines {
        let amount = reader.money(&format!("amount.{}", line.code)).unwrap_or_default();
        amounts.insert(line.code.clone(), amount);
    }
    let reason = reader.required("reason", 4_000);
    let nothing = amounts.values().all(|amount| *amount == Cents::ZERO);
    let first = desk_now.loaded.rules.lines.first().map(|line| format!("amount.{}", line.code));
    if outcome == "awarded" && nothing {
        reader.fault(&first.unwrap_or_default(), "calls-fault-nothing-awarded");
    }
    if outcome == "refused" {
        amounts.clear();
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return decision_page(&ctx, &desk_now, &form, &faults);
    }
    let decided = ctx
        .app
        .store()
        .write(move |tx| decisions::decide(tx, &actor, file, version, &amounts, &reason))
        .await;
    match decided {
        Ok(()) => {
            let there = match desk_now.session {
                Some(session) => format!("/bureau/sessions/{}", session.id),
                None => format!("/bureau/dossiers/{id}"),
            };
            Ok(ctx.see(&there, "calls-notice-decided"))
        }
        Err(Refusal::Invalid(faults)) => decision_page(&ctx, &desk_now, &form, &faults),
        Err(Refusal::Conflict(say)) => {
            decision_page(&ctx, &desk_now, &form, &[Fault::new("", say)])
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn download(
    ctx: Ctx,
    actor: Actor,
    Path((id, piece)): Path<(String, String)>,
) -> Answer {
    let (file, piece): (FileId, crate::AttachmentId) = (id.parse()?, piece.parse()?);
    let acting = actor.clone();
    let (piece, bytes) = ctx
        .app
        .store()
        .read(move |tx| {
            let file = files::officer_file(tx, &acting, file)?;
            pieces::piece_of(tx, &file, piece)
        })
        .await?;
    people::looked(&ctx, &actor, vec![looks::at_piece(file, piece.id, As::Officer)]).await?;
    Ok(pieces::piece_response(&piece, bytes))
}

impl FilePage<'_> {
    fn tone(&self, code: &str) -> web::parts::Tone {
        tone_of(code)
    }

    fn verdicts(&self) -> Vec<Choice> {
        ["complete", "missing", "ineligible"]
            .map(|code| Choice::new(code, self.voice.named("calls-verdict", code)))
            .to_vec()
    }
}

impl DecisionPage<'_> {
    fn outcomes(&self) -> Vec<Choice> {
        ["awarded", "refused"]
            .map(|code| Choice::new(code, self.voice.named("calls-outcome", code)))
            .to_vec()
    }

    fn chosen(&self) -> &'static str {
        match self.decided {
            Some(decision) if decision.awarded => "awarded",
            Some(_) => "refused",
            None => "",
        }
    }
}
