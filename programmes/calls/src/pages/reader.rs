//! What a reader sees: the files assigned, the declaration, the opinion.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Crumb, Field, Fields, Kind};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::apply::{Loaded, load};
use super::{form_view, pieces, tone_of};
use crate::looks::{self, As};
use crate::model::{
    Attachment, Call, Criterion, File, FileState, Reading, ReadingId, ReadingState, Score,
};
use crate::readings::{self, Opinion, ToRead};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "readings.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    readings: Vec<ToRead>,
    waiting: usize,
}

#[derive(Template)]
#[template(path = "declare.html")]
struct DeclarePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    reading: &'a Reading,
    file: &'a File,
    call: &'a Call,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "reading.html")]
struct ReadingPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    reading: &'a Reading,
    file: &'a File,
    call: &'a Call,
    summary: Vec<form_view::Answered>,
    attachments: &'a [Attachment],
    criteria: Vec<(&'a Criterion, Field<'a>, Field<'a>)>,
    fields: Fields<'a>,
    closed: bool,
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let readings = ctx.app.store().read(move |tx| readings::own_readings(tx, &actor)).await?;
    let waiting = readings.iter().filter(|one| waits(one.reading.state)).count();
    let main = ListPage { voice: &ctx.voice, readings, waiting };
    Ok(ctx.page(&ctx.voice.say("calls-readings"), &main)?)
}

fn waits(state: ReadingState) -> bool {
    matches!(state, ReadingState::Asked | ReadingState::Reading)
}

impl ListPage<'_> {
    fn tone(&self, code: &str) -> web::parts::Tone {
        tone_of(code)
    }

    fn waits(&self, state: ReadingState) -> bool {
        waits(state)
    }
}

async fn loaded(ctx: &Ctx, actor: &Actor, id: &str) -> Outcome<(Reading, Loaded)> {
    let (id, actor): (ReadingId, Actor) = (id.parse()?, actor.clone());
    ctx.app
        .store()
        .read(move |tx| {
            let (reading, file) = readings::own_reading(tx, &actor, id)?;
            Ok((reading, load(tx, file)?))
        })
        .await
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (reading, loaded) = loaded(&ctx, &actor, &id).await?;
    match reading.state {
        ReadingState::Asked | ReadingState::Recused => {
            declare_page(&ctx, &reading, &loaded, &Form::default(), &[])
        }
        ReadingState::Reading | ReadingState::Given => {
            let form = kept(&reading);
            reading_page(&ctx, &reading, &loaded, &form, &[])
        }
    }
}

/// What was given so far, as a form.
fn kept(reading: &Reading) -> Form {
    let mut values = vec![("comment".to_owned(), reading.comment.clone())];
    for (criterion, score) in &reading.scores {
        let points = score.points.map_or_else(|| "none".to_owned(), |points| points.to_string());
        values.push((format!("points.{criterion}"), points));
        values.push((format!("comment.{criterion}"), score.comment.clone()));
    }
    Form::from_values(values)
}

fn answer(ctx: &Ctx, file: &File, main: &impl Template, faults: &[Fault]) -> Answer {
    let crumbs = [
        Crumb { label: ctx.voice.say("calls-readings"), href: Some("/lectures".to_owned()) },
        Crumb { label: file.number.clone(), href: None },
    ];
    let title = ctx.voice.with("calls-reading-of", "number", &file.number);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: true };
    Ok(if faults.is_empty() { ctx.page_with(&head, main)? } else { ctx.faulty_page(&head, main)? })
}

fn declare_page(
    ctx: &Ctx,
    reading: &Reading,
    loaded: &Loaded,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let main = DeclarePage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        reading,
        file: &loaded.file,
        call: &loaded.call,
        fields: Fields::new(&ctx.voice, form, faults),
    };
    answer(ctx, &loaded.file, &main, faults)
}

fn reading_page(
    ctx: &Ctx,
    reading: &Reading,
    loaded: &Loaded,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let fields = Fields::new(voice, form, faults);
    let criteria = loaded.rules.rubric.iter().map(|criterion| {
        let points = (0..=criterion.max_points).map(|p| Choice::new(p.to_string(), p.to_string()));
        let none = Choice::new("none", voice.say("calls-no-opinion"));
        let choices = points.chain([none]).collect();
        let name = format!("points.{}", criterion.id);
        let mut points = fields.field(Kind::Radios(choices), &name, "calls-points").or("none");
        points.label = criterion.label.clone();
        points.hint = (!criterion.help.is_empty()).then(|| criterion.help.clone());
        let name = format!("comment.{}", criterion.id);
        let mut comment = fields.area(&name, "calls-criterion-comment", 1_000).optional();
        comment.label = voice.with("calls-criterion-comment", "criterion", &criterion.label);
        (criterion, points, comment)
    });
    let decided = matches!(loaded.file.state, FileState::Awarded | FileState::Refused);
    let main = ReadingPage {
        voice,
        csrf: &ctx.visitor.csrf,
        reading,
        file: &loaded.file,
        call: &loaded.call,
        summary: form_view::summary(
            voice,
            &loaded.rules,
            &loaded.file.answers,
            &loaded.attachments,
        ),
        attachments: &loaded.attachments,
        criteria: criteria.collect(),
        fields,
        closed: decided,
    };
    answer(ctx, &loaded.file, &main, faults)
}

pub(super) async fn declare(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (reading, version) = (id.parse()?, form.version()?);
    let mut reader = form.reader();
    let choice = reader.choice("conflict", &["none", "some"]);
    let what = reader.text("what", 1_000);
    if choice == "some" && what.is_empty() {
        reader.fault("what", "web-fault-required");
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        let (reading, loaded) = loaded(&ctx, &actor, &id).await?;
        return declare_page(&ctx, &reading, &loaded, &form, &faults);
    }
    let conflict = (choice == "some").then_some(what);
    let recused = conflict.is_some();
    ctx.app
        .store()
        .write(move |tx| readings::declare(tx, &actor, reading, version, conflict.as_deref()))
        .await?;
    Ok(if recused {
        ctx.see("/lectures", "calls-notice-recused")
    } else {
        ctx.see(&format!("/lectures/{id}"), "")
    })
}

pub(super) async fn give(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (reading, loaded) = loaded(&ctx, &actor, &id).await?;
    if !matches!(reading.state, ReadingState::Reading | ReadingState::Given) {
        // The page of an opinion shows the file: not to whoever stepped aside.
        return Err(Refusal::conflict("calls-conflict-declare-first").into());
    }
    let version = form.version()?;
    let mut reader = form.reader();
    let mut scores = BTreeMap::new();
    for criterion in &loaded.rules.rubric {
        let name = format!("points.{}", criterion.id);
        let points = match form.value(&name) {
            "none" | "" => None,
            _ => reader.number(&name, 0, criterion.max_points),
        };
        let comment = reader.text(&format!("comment.{}", criterion.id), 1_000);
        scores.insert(criterion.id.clone(), Score { points, comment });
    }
    let opinion = Opinion { scores, comment: reader.text("comment", 4_000) };
    let give = form.value("do") == "give";
    let written = match reader.finish() {
        Ok(()) => {
            let id = reading.id;
            ctx.app
                .store()
                .write(move |tx| readings::give_opinion(tx, &actor, id, version, &opinion, give))
                .await
        }
        Err(refusal) => Err(refusal),
    };
    match written {
        Ok(()) if give => Ok(ctx.see("/lectures", "calls-notice-opinion")),
        Ok(()) => Ok(ctx.see(&format!("/lectures/{id}"), "calls-notice-saved")),
        Err(Refusal::Invalid(faults)) => reading_page(&ctx, &reading, &loaded, &form, &faults),
        Err(Refusal::Conflict(say)) => {
            reading_page(&ctx, &reading, &loaded, &form, &[Fault::new("", say)])
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn download(
    ctx: Ctx,
    actor: Actor,
    Path((id, piece)): Path<(String, String)>,
) -> Answer {
    let (reading, piece): (ReadingId, crate::AttachmentId) = (id.parse()?, piece.parse()?);
    let acting = actor.clone();
    let (file, piece, bytes) = ctx
        .app
        .store()
        .read(move |tx| {
            let (reading, file) = readings::own_reading(tx, &acting, reading)?;
            if !matches!(reading.state, ReadingState::Reading | ReadingState::Given) {
                return Err(Refusal::Unknown);
            }
            let (piece, bytes) = pieces::piece_of(tx, &file, piece)?;
            Ok((file.id, piece, bytes))
        })
        .await?;
    people::looked(&ctx, &actor, vec![looks::at_piece(file, piece.id, As::Reader)]).await?;
    Ok(pieces::piece_response(&piece, bytes))
}

impl DeclarePage<'_> {
    fn answers(&self) -> Vec<Choice> {
        ["none", "some"]
            .map(|code| Choice::new(code, self.voice.named("calls-conflict-answer", code)))
            .to_vec()
    }
}
