//! An organisation's files: begun, written together step by step, submitted.
//!
//! A step shows what was typed, right or wrong; saving keeps it and says what is still wrong. The
//! page's script saves by itself at the same verb, so that nothing depends on the script.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use people::{Actor, Organisation};
use store::Tx;
use web::parts::{Autosave, Crumb, FaultSummary, Stage, Step, Steps};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::form_view;
use crate::model::{Answers, Attachment, Call, File, FileId, Rules, Session};
use crate::{attachments, calls, files, rules};

type Answer = Result<Response, Refused>;

/// Files on the list of an organisation's files.
const FILES: usize = 1_000;

#[derive(Template)]
#[template(path = "choose_organisation.html")]
struct ChoosePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    call: &'a Call,
    organisations: Vec<Organisation>,
}

#[derive(Template)]
#[template(path = "files.html")]
struct FilesPage<'a> {
    voice: &'a Voice,
    files: Vec<(File, String)>,
    organisations: Vec<Organisation>,
}

#[derive(Template)]
#[template(path = "step.html")]
struct StepPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: &'a File,
    number: usize,
    title: String,
    steps: Steps<'a>,
    summary: FaultSummary<'a>,
    autosave: Autosave<'a>,
    items: Vec<web::parts::Html>,
    pieces: Vec<web::parts::Html>,
    last: bool,
    call: &'a Call,
    asks: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: &'a File,
    call: &'a Call,
    steps: Steps<'a>,
    wrong: Vec<(usize, String, Vec<String>)>,
    summary: Vec<form_view::Answered>,
    session: Option<Session>,
    submits: bool,
}

/// A file with all that its pages need.
pub(super) struct Loaded {
    pub(super) file: File,
    pub(super) call: Call,
    pub(super) rules: Rules,
    pub(super) attachments: Vec<Attachment>,
}

pub(super) fn load(tx: &mut Tx, file: File) -> Outcome<Loaded> {
    let call = calls::call(tx, file.call)?;
    let rules = calls::rules_of(tx, file.call, file.revision)?;
    let attachments = attachments::attachments(tx, file.id)?;
    Ok(Loaded { file, call, rules, attachments })
}

pub(super) async fn readable(ctx: &Ctx, actor: &Actor, id: &str) -> Outcome<Loaded> {
    let (id, actor): (FileId, Actor) = (id.parse()?, actor.clone());
    ctx.app
        .store()
        .read(move |tx| {
            let file = files::readable_file(tx, &actor, id)?;
            load(tx, file)
        })
        .await
}

/// A file for whoever may write it.
async fn writable(ctx: &Ctx, actor: &Actor, id: &str) -> Outcome<Loaded> {
    let (id, actor): (FileId, Actor) = (id.parse()?, actor.clone());
    ctx.app
        .store()
        .read(move |tx| {
            let file = files::writable_file(tx, &actor, id)?;
            load(tx, file)
        })
        .await
}

pub(super) async fn choose_organisation(
    ctx: Ctx,
    actor: Actor,
    Path(slug): Path<String>,
) -> Answer {
    let person = actor.person()?;
    let (call, organisations) = ctx
        .app
        .store()
        .read(move |tx| Ok((calls::public_call(tx, &slug)?, people::organisations_of(tx, person)?)))
        .await?;
    let main =
        ChoosePage { voice: &ctx.voice, csrf: &ctx.visitor.csrf, call: &call, organisations };
    Ok(ctx.page(&ctx.voice.say("calls-apply"), &main)?)
}

pub(super) async fn begin(ctx: Ctx, actor: Actor, Path(slug): Path<String>, form: Form) -> Answer {
    let organisation = form.value("organisation").parse()?;
    let id = ctx
        .app
        .store()
        .write(move |tx| {
            let call = calls::public_call(tx, &slug)?;
            files::begin_file(tx, &actor, call.id, organisation)
        })
        .await?;
    Ok(ctx.see(&format!("/dossiers/{id}/etape/1"), ""))
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let person = actor.person()?;
    let (files, organisations) = ctx
        .app
        .store()
        .read(move |tx| {
            let files = files::own_files(tx, &actor, None, FILES)?;
            let titles = calls::titles(tx, &files)?;
            let named = |file: File| {
                let title = titles.get(&file.call).cloned().unwrap_or_default();
                (file, title)
            };
            let listed: Vec<_> = files.into_iter().map(named).collect();
            Ok((listed, people::organisations_of(tx, person)?))
        })
        .await?;
    let main = FilesPage { voice: &ctx.voice, files, organisations };
    Ok(ctx.page(&ctx.voice.say("calls-files"), &main)?)
}

/// The steps of a form: what is asked for, its sections, the review.
fn steps<'a>(voice: &'a Voice, loaded: &Loaded, current: usize) -> Steps<'a> {
    let id = loaded.file.id;
    let count = loaded.rules.form.len() + 1;
    let titles = std::iter::once(voice.say("calls-step-request"))
        .chain(loaded.rules.form.iter().map(|section| section.title.clone()))
        .chain([voice.say("calls-step-review")]);
    let step = |(at, label): (usize, String)| {
        let number = at + 1;
        let href = if number > count {
            format!("/dossiers/{id}/depot")
        } else {
            format!("/dossiers/{id}/etape/{number}")
        };
        // Done is what is right, wherever one is.
        let right = || step_faults(loaded, number, &loaded.file.answers).is_empty();
        let stage = match number {
            _ if number == current => Stage::Current,
            _ if number <= count && right() => Stage::Done,
            _ => Stage::Ahead,
        };
        Step { label, href: (number != current).then_some(href), stage }
    };
    let steps = titles.enumerate().map(step).collect();
    Steps { voice, label: voice.say("calls-steps"), steps }
}

/// What is wrong in one step now.
fn step_faults(loaded: &Loaded, number: usize, answers: &Answers) -> Vec<Fault> {
    if number == 1 {
        let untitled = answers.get("title").is_none_or(|title| title.trim().is_empty());
        let missing = untitled.then(|| Fault::new("title", "web-fault-required"));
        return missing.into_iter().chain(rules::money_faults(&loaded.rules, answers)).collect();
    }
    let section = loaded.rules.form.get(number.saturating_sub(2));
    let fields = section.map_or(&[][..], |section| section.fields.as_slice());
    let attached = |id: &str| loaded.attachments.iter().filter(|piece| piece.field == id).count();
    fields
        .iter()
        .flat_map(|field| rules::field_faults(field, answers, attached(&field.id)))
        .collect()
}

pub(super) async fn step(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(String, usize)>,
) -> Answer {
    let loaded = readable(&ctx, &actor, &id).await?;
    if !rules::may_write(loaded.file.state) || !files::may_write(&actor, &loaded.file) {
        return Ok(ctx.see(&format!("/dossiers/{id}"), ""));
    }
    let faults = match ctx.query("controle") {
        Some(_) => step_faults(&loaded, number, &loaded.file.answers),
        None => Vec::new(),
    };
    step_page(&ctx, &loaded, number, &loaded.file.answers, &faults)
}

/// Names the copy that the browser keeps: one for each person who uses it.
fn autosave_key(ctx: &Ctx, loaded: &Loaded, number: usize) -> String {
    let person = ctx.visitor.session.as_ref().map_or("", |session| &session.subject);
    format!("{person}-{}-{number}", loaded.file.id)
}

fn step_page(
    ctx: &Ctx,
    loaded: &Loaded,
    number: usize,
    answers: &Answers,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let items = form_view::items(voice, loaded, number, answers, faults)?;
    let steps = steps(voice, loaded, number);
    let title = steps.steps.get(number - 1).map_or_else(String::new, |step| step.label.clone());
    let said = |fault: &Fault| (fault.field.clone(), voice.it(&fault.say));
    let asks = loaded.rules.project_cap.filter(|_| number == 1);
    let main = StepPage {
        voice,
        csrf: &ctx.visitor.csrf,
        file: &loaded.file,
        number,
        title: title.clone(),
        steps,
        summary: FaultSummary { voice, faults: faults.iter().map(said).collect() },
        autosave: Autosave {
            voice,
            url: format!("/dossiers/{}/enregistrement", loaded.file.id),
            key: autosave_key(ctx, loaded, number),
            saved_at: Some(voice.moment(loaded.file.saved_at)),
        },
        items,
        pieces: form_view::piece_forms(voice, &ctx.visitor.csrf, loaded, number, faults),
        last: number > loaded.rules.form.len(),
        call: &loaded.call,
        asks: asks
            .map(|cap| (voice.money(cap), voice.money(rules::asked_total(&loaded.rules, answers)))),
    };
    let crumbs = file_crumbs(voice, &loaded.file);
    let title = format!("{title} ({number})");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

pub(super) fn file_crumbs(voice: &Voice, file: &File) -> Vec<Crumb> {
    let name = if file.title.is_empty() { voice.say("calls-untitled") } else { file.title.clone() };
    vec![
        Crumb { label: voice.say("calls-files"), href: Some("/dossiers".to_owned()) },
        Crumb { label: name, href: Some(format!("/dossiers/{}", file.id)) },
    ]
}

/// Saves what was typed and goes on to the next step, or stays and says what is wrong.
pub(super) async fn save(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(String, usize)>,
    form: Form,
) -> Answer {
    let loaded = writable(&ctx, &actor, &id).await?;
    let changes = form_view::changes(&loaded.rules, number, &form);
    let (file, version) = (loaded.file.id, form.version()?);
    let acting = actor.clone();
    let typed = changes.clone();
    let saved = ctx
        .app
        .store()
        .write(move |tx| files::save_answers(tx, &acting, file, version, &typed))
        .await;
    let mut answers = loaded.file.answers.clone();
    answers.extend(changes);
    if let Err(refusal) = saved {
        // What was typed is shown again, over what somebody else saved meanwhile.
        let say = match refusal {
            Refusal::Stale => "calls-conflict-stale".into(),
            Refusal::Conflict(say) => say,
            other => return Err(other.into()),
        };
        return step_page(&ctx, &loaded, number, &answers, &[Fault::new("", say)]);
    }
    answers.retain(|_, typed| !typed.trim().is_empty());
    let faults = step_faults(&loaded, number, &answers);
    if !faults.is_empty() && !form.has("quand-meme") {
        let again = writable(&ctx, &actor, &id).await?;
        return step_page(&ctx, &again, number, &answers, &faults);
    }
    let there = match number > loaded.rules.form.len() {
        true => format!("/dossiers/{id}/depot"),
        false => format!("/dossiers/{id}/etape/{}", number + 1),
    };
    Ok(ctx.see(&there, ""))
}

/// What the page's script is told after it saved.
#[derive(serde::Serialize)]
struct Saved {
    version: i64,
    saved_at_text: String,
    faults: BTreeMap<String, String>,
}

pub(super) async fn autosave(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let loaded = writable(&ctx, &actor, &id).await?;
    let number: usize = form.value("_step").parse().map_err(|_| Refusal::Malformed)?;
    let changes = form_view::changes(&loaded.rules, number, &form);
    let filled: Vec<String> = changes
        .iter()
        .filter(|(_, typed)| !typed.trim().is_empty())
        .map(|(key, _)| key.clone())
        .collect();
    let mut answers = loaded.file.answers.clone();
    answers.extend(changes.clone());
    let (file, version) = (loaded.file.id, form.version()?);
    let version = ctx
        .app
        .store()
        .write(move |tx| files::save_answers(tx, &actor, file, version, &changes))
        .await?;
    // What is not yet typed is not yet wrong.
    let faults = step_faults(&loaded, number, &answers)
        .into_iter()
        .filter(|fault| filled.contains(&fault.field))
        .map(|fault| (fault.field, ctx.voice.it(&fault.say)))
        .collect();
    let now = ctx.app.world().now().in_france();
    let saved_at_text = format!("{:02}:{:02}", now.hour(), now.minute());
    Ok(web::api::json(&Saved { version, saved_at_text, faults })?)
}

pub(super) async fn review(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let loaded = readable(&ctx, &actor, &id).await?;
    if !rules::may_write(loaded.file.state) || !files::may_write(&actor, &loaded.file) {
        return Ok(ctx.see(&format!("/dossiers/{id}"), ""));
    }
    review_page(&ctx, &actor, &loaded, None).await
}

async fn review_page(ctx: &Ctx, actor: &Actor, loaded: &Loaded, said: Option<base::Say>) -> Answer {
    let call = loaded.file.call;
    let session = ctx.app.store().read(move |tx| calls::open_session(tx, call)).await?;
    let voice = &ctx.voice;
    let count = loaded.rules.form.len() + 2;
    let steps = steps(voice, loaded, count);
    let mut wrong: Vec<(usize, String, Vec<String>)> = (1..count)
        .filter_map(|number| {
            let faults = step_faults(loaded, number, &loaded.file.answers);
            let mut texts: Vec<String> = faults
                .iter()
                .map(|fault| form_view::named_fault(voice, &loaded.rules, fault))
                .collect();
            // The parts of an address bear one name.
            texts.dedup();
            let label = steps.steps.get(number - 1)?.label.clone();
            (!texts.is_empty()).then_some((number, label, texts))
        })
        .collect();
    if let Some(say) = said {
        wrong.insert(0, (1, voice.say("calls-not-submitted"), vec![voice.it(&say)]));
    }
    let main = ReviewPage {
        voice,
        csrf: &ctx.visitor.csrf,
        file: &loaded.file,
        call: &loaded.call,
        steps,
        summary: form_view::summary(
            voice,
            &loaded.rules,
            &loaded.file.answers,
            &loaded.attachments,
        ),
        wrong,
        session,
        submits: actor.acts_for(loaded.file.organisation),
    };
    let crumbs = file_crumbs(voice, &loaded.file);
    let title = voice.say("calls-step-review");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

pub(super) async fn submit(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (file, version) = (id.parse()?, form.version()?);
    let acting = actor.clone();
    let submitted =
        ctx.app.store().write(move |tx| files::submit_file(tx, &acting, file, version)).await;
    match submitted {
        Ok(_) => Ok(ctx.see(&format!("/dossiers/{id}"), "calls-notice-submitted")),
        Err(Refusal::Invalid(_)) => {
            review_page(&ctx, &actor, &readable(&ctx, &actor, &id).await?, None).await
        }
        Err(Refusal::Conflict(say)) => {
            review_page(&ctx, &actor, &readable(&ctx, &actor, &id).await?, Some(say)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
