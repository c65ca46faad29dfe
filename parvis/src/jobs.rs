//! What this process does in the background.

use std::sync::Arc;

use paper::SmtpSettings;
use people::data_map::{COMMAND_DAYS, DEAD_MAIL_DAYS, MAIL_DAYS};
use store::Store;
use work::{Failure, Job, Periodic, Runner};

use crate::{bounces, purge};

/// The job that forgets what is no longer needed.
const TIDY: &str = "home.tidy";
/// The job that takes in the mails that came back.
const BOUNCES: &str = "home.bounces";
/// The job that ends accounts that nobody uses.
const IDLE: &str = "home.idle";

/// All handlers; without mail settings none that sends mail, so that mails wait, visible.
pub fn runner(app: &web::App, smtp: Option<SmtpSettings>) -> Runner {
    let mut handlers = calls::handlers(app.words());
    handlers.extend(reservations::handlers());
    handlers.extend(third_places::agenda::handlers());
    handlers.extend(ledger::handlers(app));
    handlers.extend(people::notices::handlers(app, crate::NOTICE_KINDS.concat().into()));
    handlers.push(work::handler(BOUNCES, |store, _| bounces::take_in(store)));
    let keys = app.keys().clone();
    handlers.push(work::handler(TIDY, move |store, _| tidy(store, keys.clone())));
    handlers.push(people::key_handler(app));
    handlers.push(third_places::childcare::forget_handler(app));
    handlers.push(third_places::childcare::seats_handler());
    handlers.extend(third_places::meeting::handlers());
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
    periodic.extend(reservations::periodic());
    periodic.extend(third_places::agenda::periodic());
    periodic.extend(people::notices::periodic());
    periodic.push(third_places::childcare::seats_periodic());
    periodic.extend(third_places::meeting::periodic());
    periodic.push(Periodic { kind: BOUNCES, every_s: 60 });
    periodic.push(Periodic { kind: TIDY, every_s: 3_600 });
    periodic.push(Periodic { kind: IDLE, every_s: 86_400 });
    if app.settings().demonstration {
        // Its people are invented, and have been idle for years.
        periodic.retain(|turn| ![IDLE, calls::DRAFTS_JOB].contains(&turn.kind));
    }
    Runner { handlers, periodic }
}

async fn tidy(store: Store, keys: store::Keys) -> Result<(), Failure> {
    store
        .write(|tx| {
            let now = tx.now();
            web::sessions::forget_ended(tx)?;
            web::rates::forget_quiet(tx)?;
            people::forget_ended(tx)?;
            third_places::forget_uploads(tx, now.plus_days(-third_places::UPLOAD_DAYS))?;
            work::delete_done(tx, now.plus_days(-MAIL_DAYS))?;
            work::delete_dead(tx, now.plus_days(-DEAD_MAIL_DAYS))?;
            store::forget_commands(tx, now.plus_days(-COMMAND_DAYS)).map(drop)
        })
        .await
        .map_err(Failure::passing)?;
    keys.settle().await.map_err(Failure::passing)?;
    store.settle().await.map_err(Failure::passing)
}

async fn send(store: Store, job: Job, smtp: Arc<SmtpSettings>) -> Result<(), Failure> {
    let (outgoing, manner) = work::posted(&job.payload).map_err(Failure::permanent)?;
    let (to, asked) = (outgoing.to.clone(), manner.asked);
    let failing = store.read(move |tx| people::address_fails(tx, &to)).await;
    if failing.map_err(Failure::passing)? && !asked {
        return Err(Failure::permanent("mails to this address come back"));
    }
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
        to: outgoing.to.clone(),
        subject: outgoing.subject,
        text: outgoing.text,
        // The same at every try, so that a mail sent twice is seen to be one.
        message_id: format!("{}@parvis", job.id),
        attachments,
        unsubscribe: manner.unsubscribe,
    };
    let sent = tokio::task::spawn_blocking(move || paper::send(&smtp, &mail)).await;
    match sent.map_err(Failure::passing)? {
        Ok(()) => Ok(()),
        Err(error) if error.is_temporary() => Err(Failure::passing(error)),
        Err(error) => {
            let status = error.status();
            let (id, code) = (job.id.to_string(), status.clone());
            let verdict = people::verdict(&status);
            let record =
                store.write(move |tx| people::bounced(tx, &id, &outgoing.to, verdict, &code));
            record.await.map_err(Failure::passing)?;
            Err(Failure::permanent(error))
        }
    }
}
