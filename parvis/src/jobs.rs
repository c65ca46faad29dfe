//! What this process does in the background.

use std::sync::Arc;

use paper::SmtpSettings;
use people::data_map::{COMMAND_DAYS, DEAD_MAIL_DAYS, MAIL_DAYS};
use store::Store;
use work::{Failure, Job, OutgoingMail, Periodic, Runner};

use crate::purge;

/// The job that forgets what is no longer needed.
const TIDY: &str = "home.tidy";
/// The job that ends accounts that nobody uses.
const IDLE: &str = "home.idle";

/// All handlers; without mail settings none that sends mail, so that mails wait, visible.
pub fn runner(app: &web::App, smtp: Option<SmtpSettings>) -> Runner {
    let mut handlers = calls::handlers(app.words(), &app.settings().public_url);
    handlers.push(work::handler(TIDY, |store, _| async move { tidy(store).await }));
    let (words, public_url) = (app.words().clone(), app.settings().public_url.clone());
    handlers.push(work::handler(IDLE, move |store, _| {
        purge::end_idle_accounts(store, words.clone(), public_url.clone())
    }));
    if let Some(smtp) = smtp {
        let smtp = Arc::new(smtp);
        handlers.push(work::handler(work::MAIL, move |store, job| {
            let smtp = smtp.clone();
            async move { send(store, job, smtp).await }
        }));
    }
    let mut periodic = calls::periodic();
    periodic.push(Periodic { kind: TIDY, every_s: 3_600 });
    periodic.push(Periodic { kind: IDLE, every_s: 86_400 });
    if app.settings().demonstration {
        // Its people are invented, and have been idle for years.
        periodic.retain(|turn| ![IDLE, calls::DRAFTS_JOB].contains(&turn.kind));
    }
    Runner { handlers, periodic }
}

async fn tidy(store: Store) -> Result<(), Failure> {
    store
        .write(|tx| {
            let now = tx.now();
            web::sessions::forget_ended(tx)?;
            web::rates::forget_quiet(tx)?;
            people::forget_ended(tx)?;
            work::delete_done(tx, now.plus_days(-MAIL_DAYS))?;
            work::delete_dead(tx, now.plus_days(-DEAD_MAIL_DAYS))?;
            store::forget_commands(tx, now.plus_days(-COMMAND_DAYS)).map(drop)
        })
        .await
        .map_err(Failure::passing)
}

async fn send(store: Store, job: Job, smtp: Arc<SmtpSettings>) -> Result<(), Failure> {
    let outgoing: OutgoingMail = serde_json::from_str(&job.payload).map_err(Failure::permanent)?;
    let attached = outgoing.attachments.clone();
    let attachments = store
        .read(move |tx| {
            let read = |a: &work::Attachment, tx: &mut store::Tx| {
                let bytes = store::get_blob(tx, &a.blob)?;
                Ok((a.name.clone(), a.media_type.clone(), bytes))
            };
            attached.iter().map(|a| read(a, tx)).collect::<base::Outcome<Vec<_>>>()
        })
        .await
        .map_err(Failure::passing)?;
    let mail = paper::Mail {
        to: outgoing.to,
        subject: outgoing.subject,
        text: outgoing.text,
        // The same at every try, so that a mail sent twice is seen to be one.
        message_id: format!("{}@parvis", job.id),
        attachments,
    };
    let sent = tokio::task::spawn_blocking(move || paper::send(&smtp, &mail)).await;
    match sent.map_err(Failure::passing)? {
        Ok(()) => Ok(()),
        Err(error) if error.is_temporary() => Err(Failure::passing(error)),
        Err(error) => Err(Failure::permanent(error)),
    }
}
