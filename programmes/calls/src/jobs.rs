//! What is done after the answer: receipts, notices, letters, freezing of sessions.

use base::{Moment, Outcome, Refusal};
use people::data_map::NOTICE_DAYS;
use people::notices::Kind;
use people::{NewNotice, Role, Said};
use store::{Store, Tx};
use web::Voice;
use words::Lang;
use work::{Attachment, Failure, Handler, Job, Periodic};

use crate::data_map::DRAFT_DAYS;
use crate::model::{File, FileId, FileState};
use crate::{calls, custody, decisions, files, letters, notices};

/// The handlers of this programme. `words` speak to organisations in their letters.
pub fn handlers(words: &std::sync::Arc<words::Words>) -> Vec<Handler> {
    let voice = Voice::new(words.clone(), Lang::Fr);
    vec![
        work::handler(crate::FREEZE_JOB, |store, _| async move { freeze(store).await }),
        work::handler(crate::RECEIPT_JOB, receipt),
        work::handler(crate::NOTICE_JOB, notice),
        work::handler(crate::LETTER_JOB, move |store, job| letter(store, job, voice.clone())),
        work::handler(crate::REMINDERS_JOB, |store, _| notices::remind(store)),
        work::handler(crate::DRAFTS_JOB, |store, _| async move { end_drafts(store).await }),
    ]
}

/// The periodic jobs of this programme: a session freezes at its cut-off, at the latest here.
pub fn periodic() -> Vec<Periodic> {
    vec![
        Periodic { kind: crate::FREEZE_JOB, every_s: 3_600 },
        Periodic { kind: crate::REMINDERS_JOB, every_s: 3_600 },
        Periodic { kind: crate::DRAFTS_JOB, every_s: 86_400 },
    ]
}

/// Announces the end of drafts that everybody has left, and ends those announced. Each is a unit
/// of work by itself: one that cannot be ended holds up no other.
async fn end_drafts(store: Store) -> Result<(), Failure> {
    let now = store.world().now();
    let since = now.plus_days(NOTICE_DAYS - DRAFT_DAYS);
    let left = store.read(move |tx| custody::left_since(tx, since)).await;
    for id in left.map_err(Failure::passing)? {
        let told = store.write(move |tx| announce_end(tx, id, since)).await;
        told.map_err(Failure::passing)?;
    }
    let (since, warned) = (now.plus_days(-DRAFT_DAYS), now.plus_days(-NOTICE_DAYS));
    let ended = store.read(move |tx| custody::abandoned(tx, since, warned)).await;
    for id in ended.map_err(Failure::passing)? {
        let done = store.write(move |tx| custody::end_draft(tx, id, since)).await;
        done.map_err(Failure::passing)?;
    }
    Ok(())
}

fn announce_end(tx: &mut Tx, id: FileId, since: Moment) -> Outcome<()> {
    if !custody::warn(tx, id, since)? {
        return Ok(());
    }
    let file = files::file(tx, id)?;
    let end = file.saved_at.plus_days(DRAFT_DAYS).max(tx.now().plus_days(NOTICE_DAYS));
    let args = vec![
        ("organisation", Said::Text(file.organisation_name.clone())),
        ("call", Said::Text(calls::call(tx, file.call)?.title)),
        ("date", Said::Day(end.in_france().date().to_string())),
    ];
    let key = format!("draft-end:{id}:{}", file.saved_at.0);
    tell(tx, &file, &notices::ENDING, ("calls-mail-draft", &key), &args, &[])
}

async fn freeze(store: Store) -> Result<(), Failure> {
    store.write(calls::freeze_due).await.map(drop).map_err(Failure::passing)
}

fn payload<T: serde::de::DeserializeOwned>(job: &Job) -> Result<T, Failure> {
    serde_json::from_str(&job.payload).map_err(Failure::permanent)
}

/// Tells those who are written to about a file: the managers of its organisation.
fn tell(
    tx: &mut Tx,
    file: &File,
    kind: &'static Kind,
    (text, key): (&'static str, &str),
    args: &[(&'static str, Said)],
    attachments: &[Attachment],
) -> Outcome<()> {
    for account in people::holders(tx, Role::Manager, &file.organisation.to_string())? {
        let new = NewNotice {
            person: account.id,
            kind,
            unique_key: key.to_owned(),
            text,
            args: args.to_vec(),
            link: format!("/dossiers/{}", file.id),
            attachments: attachments.to_vec(),
        };
        people::notify(tx, &new)?;
    }
    Ok(())
}

async fn receipt(store: Store, job: Job) -> Result<(), Failure> {
    let id: FileId = payload(&job)?;
    let told = store.write(move |tx| {
        let file = files::file(tx, id)?;
        let args = [
            ("number", Said::Text(file.number.clone())),
            ("title", Said::Text(file.title.clone())),
        ];
        let key = format!("receipt:{}", job.id);
        tell(tx, &file, &notices::RECEIVED, ("calls-mail-receipt", &key), &args, &[])?;
        notices::tell_officers(tx, &file, &format!("filed:{}", job.id))
    });
    told.await.map_err(Failure::passing)
}

async fn notice(store: Store, job: Job) -> Result<(), Failure> {
    let (id, state, message, due_on): (FileId, String, String, String) = payload(&job)?;
    let told = store.write(move |tx| {
        let file = files::file(tx, id)?;
        let args = [
            ("number", Said::Text(file.number.clone())),
            ("message", Said::Text(message.clone())),
            ("due", Said::Day(due_on.clone())),
        ];
        let missing = state == FileState::Incomplete.code();
        let text = if missing { "calls-mail-missing" } else { "calls-mail-ineligible" };
        let key = format!("check:{}", job.id);
        tell(tx, &file, &notices::CHECKED, (text, &key), &args, &[])
    });
    told.await.map_err(Failure::passing)
}

async fn letter(store: Store, job: Job, voice: Voice) -> Result<(), Failure> {
    let id: FileId = payload(&job)?;
    let document =
        store.read(move |tx| letter_of(tx, &voice, id)).await.map_err(Failure::passing)?;
    let printed = tokio::task::spawn_blocking(move || paper::pdf(&document)).await;
    let pdf = printed.map_err(Failure::passing)?.map_err(Failure::permanent)?;
    let told = store.write(move |tx| {
        let file = files::file(tx, id)?;
        let blob = store::put_blob(tx, pdf.clone())?;
        let name = format!("{}.pdf", file.number);
        let letter = Attachment { name, media_type: "application/pdf".to_owned(), blob };
        let args = [("number", Said::Text(file.number.clone()))];
        let key = format!("letter:{}", job.id);
        tell(tx, &file, &notices::DECIDED, ("calls-mail-letter", &key), &args, &[letter])
    });
    told.await.map_err(Failure::passing)
}

/// The letter of a published decision.
pub(crate) fn letter_of(tx: &mut Tx, voice: &Voice, id: FileId) -> Outcome<paper::Document> {
    let file = files::file(tx, id)?;
    let session = calls::session(tx, file.session.ok_or(Refusal::Unknown)?)?;
    if session.published_at.is_none() {
        return Err(Refusal::Unknown);
    }
    let decision = decisions::decisions(tx, session.id)?.remove(&id).ok_or(Refusal::Unknown)?;
    let organisation = people::organisation(tx, file.organisation)?;
    let call = calls::call(tx, file.call)?;
    let rules = calls::rules_of(tx, file.call, file.revision)?;
    let from = web::publisher(tx)?;
    from.need(&letters::FOR_LETTER)?;
    let published = letters::Published { call: &call, rules: &rules, session: &session };
    Ok(letters::decision_letter(voice, &from, &file, &organisation, &published, &decision))
}
