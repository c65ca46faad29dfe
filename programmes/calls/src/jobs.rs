//! What is done after the answer: receipts, notices, letters, freezing of sessions.

use base::{Moment, Outcome, Refusal};
use people::data_map::NOTICE_DAYS;
use people::{Account, Role};
use store::{Store, Tx};
use web::Voice;
use words::Lang;
use work::{Attachment, Failure, Handler, Job, OutgoingMail, Periodic};

use crate::data_map::DRAFT_DAYS;
use crate::model::{File, FileId, FileState};
use crate::{calls, custody, decisions, files, letters};

/// The handlers of this programme. `words` speak to organisations; `public_url` is where they
/// find their files.
pub fn handlers(words: &std::sync::Arc<words::Words>, public_url: &str) -> Vec<Handler> {
    let voice = Voice::new(words.clone(), Lang::Fr);
    let url = public_url.to_owned();
    let (for_notice, for_letter, for_drafts) = (voice.clone(), voice.clone(), voice.clone());
    let (notice_url, letter_url, drafts_url) = (url.clone(), url.clone(), url.clone());
    vec![
        work::handler(crate::FREEZE_JOB, |store, _| async move { freeze(store).await }),
        work::handler(crate::RECEIPT_JOB, move |store, job| {
            let (voice, url) = (voice.clone(), url.clone());
            async move { receipt(store, job, voice, url).await }
        }),
        work::handler(crate::NOTICE_JOB, move |store, job| {
            let (voice, url) = (for_notice.clone(), notice_url.clone());
            async move { notice(store, job, voice, url).await }
        }),
        work::handler(crate::LETTER_JOB, move |store, job| {
            let (voice, url) = (for_letter.clone(), letter_url.clone());
            async move { letter(store, job, voice, url).await }
        }),
        work::handler(crate::DRAFTS_JOB, move |store, _| {
            let (voice, url) = (for_drafts.clone(), drafts_url.clone());
            async move { end_drafts(store, voice, url).await }
        }),
    ]
}

/// The periodic jobs of this programme: a session freezes at its cut-off, at the latest here.
pub fn periodic() -> Vec<Periodic> {
    vec![
        Periodic { kind: crate::FREEZE_JOB, every_s: 3_600 },
        Periodic { kind: crate::DRAFTS_JOB, every_s: 86_400 },
    ]
}

/// Announces the end of drafts that everybody has left, and ends those announced. Each is a unit
/// of work by itself: one that cannot be ended holds up no other.
async fn end_drafts(store: Store, voice: Voice, url: String) -> Result<(), Failure> {
    let now = store.world().now();
    let since = now.plus_days(NOTICE_DAYS - DRAFT_DAYS);
    let left = store.read(move |tx| custody::left_since(tx, since)).await;
    for id in left.map_err(Failure::passing)? {
        let (voice, url) = (voice.clone(), url.clone());
        let told = store.write(move |tx| announce_end(tx, id, since, &voice, &url)).await;
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

fn announce_end(tx: &mut Tx, id: FileId, since: Moment, voice: &Voice, url: &str) -> Outcome<()> {
    if !custody::warn(tx, id, since)? {
        return Ok(());
    }
    let file = files::file(tx, id)?;
    let end = file.saved_at.plus_days(DRAFT_DAYS).max(tx.now().plus_days(NOTICE_DAYS));
    let args = [
        ("organisation", file.organisation_name.as_str().into()),
        ("call", calls::call(tx, file.call)?.title.into()),
        ("date", voice.day(end).into()),
        ("link", format!("{url}/dossiers/{id}").into()),
    ];
    let mail = OutgoingMail {
        to: String::new(),
        subject: voice.say("calls-mail-draft-subject"),
        text: voice.with_all("calls-mail-draft-text", &args),
        attachments: Vec::new(),
    };
    for account in recipients(tx, &file)? {
        let key = format!("draft-end:{id}:{}:{}", file.saved_at.0, account.id);
        work::post(tx, &key, &OutgoingMail { to: account.email, ..mail.clone() })?;
    }
    Ok(())
}

async fn freeze(store: Store) -> Result<(), Failure> {
    store.write(calls::freeze_due).await.map(drop).map_err(Failure::passing)
}

fn payload<T: serde::de::DeserializeOwned>(job: &Job) -> Result<T, Failure> {
    serde_json::from_str(&job.payload).map_err(Failure::permanent)
}

/// Those who are written to about a file: the managers of its organisation.
fn recipients(tx: &mut Tx, file: &File) -> Outcome<Vec<Account>> {
    people::holders(tx, Role::Manager, &file.organisation.to_string())
}

/// One mail a manager; a job that runs again posts none twice.
fn post_all(tx: &mut Tx, job: &Job, file: &File, mail: &OutgoingMail) -> Outcome<()> {
    for account in recipients(tx, file)? {
        let key = format!("{}:{}", job.id, account.id);
        work::post(tx, &key, &OutgoingMail { to: account.email, ..mail.clone() })?;
    }
    Ok(())
}

async fn receipt(store: Store, job: Job, voice: Voice, url: String) -> Result<(), Failure> {
    let id: FileId = payload(&job)?;
    store
        .write(move |tx| {
            let file = files::file(tx, id)?;
            let args = [
                ("number", file.number.as_str().into()),
                ("title", file.title.as_str().into()),
                ("link", format!("{url}/dossiers/{id}").into()),
            ];
            let mail = OutgoingMail {
                to: String::new(),
                subject: voice.with("calls-mail-receipt-subject", "number", &file.number),
                text: voice.with_all("calls-mail-receipt-text", &args),
                attachments: Vec::new(),
            };
            post_all(tx, &job, &file, &mail)
        })
        .await
        .map_err(Failure::passing)
}

async fn notice(store: Store, job: Job, voice: Voice, url: String) -> Result<(), Failure> {
    let (id, state, message, due_on): (FileId, String, String, String) = payload(&job)?;
    store
        .write(move |tx| {
            let file = files::file(tx, id)?;
            let due = due_on.parse().map_or(String::new(), |date| words::date(voice.lang, date));
            let args = [
                ("number", file.number.as_str().into()),
                ("message", message.as_str().into()),
                ("due", due.into()),
                ("link", format!("{url}/dossiers/{id}").into()),
            ];
            let missing = state == FileState::Incomplete.code();
            let kind = if missing { "missing" } else { "ineligible" };
            let mail = OutgoingMail {
                to: String::new(),
                subject: voice.with(&format!("calls-mail-{kind}-subject"), "number", &file.number),
                text: voice.with_all(&format!("calls-mail-{kind}-text"), &args),
                attachments: Vec::new(),
            };
            post_all(tx, &job, &file, &mail)
        })
        .await
        .map_err(Failure::passing)
}

async fn letter(store: Store, job: Job, voice: Voice, url: String) -> Result<(), Failure> {
    let id: FileId = payload(&job)?;
    let speaking = voice.clone();
    let document =
        store.read(move |tx| letter_of(tx, &speaking, id)).await.map_err(Failure::passing)?;
    let printed = tokio::task::spawn_blocking(move || paper::pdf(&document)).await;
    let pdf = printed.map_err(Failure::passing)?.map_err(Failure::permanent)?;
    store
        .write(move |tx| {
            let file = files::file(tx, id)?;
            let blob = store::put_blob(tx, pdf.clone())?;
            let name = format!("{}.pdf", file.number);
            let media_type = "application/pdf".to_owned();
            let args = [
                ("number", file.number.as_str().into()),
                ("link", format!("{url}/dossiers/{id}").into()),
            ];
            let mail = OutgoingMail {
                to: String::new(),
                subject: voice.with("calls-mail-letter-subject", "number", &file.number),
                text: voice.with_all("calls-mail-letter-text", &args),
                attachments: vec![Attachment { name, media_type, blob }],
            };
            post_all(tx, &job, &file, &mail)
        })
        .await
        .map_err(Failure::passing)
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
