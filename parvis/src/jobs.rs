//! What this process does in the background.

use std::sync::Arc;

use paper::SmtpSettings;
use store::Store;
use work::{Failure, Job, OutgoingMail, Periodic, Runner};

/// The job that forgets what is no longer needed.
const TIDY: &str = "home.tidy";

/// All handlers; without mail settings none that sends mail, so that mails wait, visible.
pub fn runner(app: &web::App, smtp: Option<SmtpSettings>) -> Runner {
    let mut handlers = calls::handlers(app.words(), &app.settings().public_url);
    handlers.push(work::handler(TIDY, |store, _| async move { tidy(store).await }));
    if let Some(smtp) = smtp {
        let smtp = Arc::new(smtp);
        handlers.push(work::handler(work::MAIL, move |store, job| {
            let smtp = smtp.clone();
            async move { send(store, job, smtp).await }
        }));
    }
    let mut periodic = calls::periodic();
    periodic.push(Periodic { kind: TIDY, every_s: 3_600 });
    Runner { handlers, periodic }
}

async fn tidy(store: Store) -> Result<(), Failure> {
    store
        .write(|tx| {
            let now = tx.now();
            web::sessions::forget_ended(tx)?;
            work::delete_done(tx, now.plus_days(-30))?;
            store::forget_commands(tx, now.plus_days(-30)).map(drop)
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
