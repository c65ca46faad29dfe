//! Mails of notices: one a notice that goes at once, and the jobs of this crate.

use std::sync::Arc;

use ::store::{Tx, sql};
use base::{Outcome, Refusal};
use web::App;
use work::{Attachment, Failure, Handler, Manner, OutgoingMail, Periodic};

use super::{Kind, NoticeId, digests, say, unsubscribe, voice_of};
use crate::PersonId;

/// The job that makes the mail of a notice.
pub const NOTICE_JOB: &str = "people.notice";
/// The periodic job that makes digests.
pub const DIGEST_JOB: &str = "people.digests";

/// What makes mails out of notices. `kinds` are those of all contexts.
pub fn handlers(app: &App, kinds: Arc<[Kind]>) -> Vec<Handler> {
    let (for_one, kinds_of_one, for_digests) = (app.clone(), kinds.clone(), app.clone());
    vec![
        work::handler(NOTICE_JOB, move |store, job| {
            let (app, kinds) = (for_one.clone(), kinds_of_one.clone());
            async move {
                let (id, attached): (NoticeId, Vec<Attachment>) =
                    serde_json::from_str(&job.payload).map_err(Failure::permanent)?;
                let made = store.write(move |tx| deliver(tx, &app, &kinds, id, &attached)).await;
                made.map_err(Failure::passing)
            }
        }),
        work::handler(DIGEST_JOB, move |store, _| {
            let app = for_digests.clone();
            async move { digests::make_due(store, app).await }
        }),
    ]
}

/// Digests are looked for every hour, so that an hour missed is made up for.
pub fn periodic() -> Vec<Periodic> {
    vec![Periodic { kind: DIGEST_JOB, every_s: 3_600 }]
}

/// Posts the mail of a notice, once. To an address from which mails come back none is posted: the
/// notice waits on the page.
fn deliver(
    tx: &mut Tx,
    app: &App,
    kinds: &[Kind],
    id: NoticeId,
    attached: &[Attachment],
) -> Outcome<()> {
    let now = tx.now();
    let Some(row) = tx.maybe(
        sql("SELECT n.person, n.kind, n.text_key, n.args, n.link, p.email, p.lang
             FROM people_notice n JOIN people_person p ON p.id = n.person
             WHERE n.id = $1 AND n.channel = 'mail' AND n.sent_at IS NULL"),
        &[id.into()],
    )?
    else {
        return Ok(());
    };
    let mut columns = row.columns();
    let (person, kind): (PersonId, String) = (columns.take()?, columns.take()?);
    let (text, args): (String, String) = (columns.take()?, columns.take()?);
    let (link, email, lang): (String, String, String) =
        (columns.take()?, columns.take()?, columns.take()?);
    if crate::addresses::fails(tx, &email)? {
        return Ok(());
    }
    let kind = kinds
        .iter()
        .find(|known| known.code == kind)
        .ok_or_else(|| Refusal::broken(format_args!("no kind of notices is called {kind}")))?;
    let sent = tx.run(
        sql("UPDATE people_notice SET sent_at = $1 WHERE id = $2 AND sent_at IS NULL"),
        &[now.into(), id.into()],
    )?;
    if sent == 0 {
        return Ok(());
    }
    let voice = voice_of(app.words(), &lang);
    let url = &app.settings().public_url;
    let mut body = say(&voice, &format!("{text}-text"), &args, &format!("{url}{link}"));
    let unsubscribe = (!kind.fixed).then(|| unsubscribe::address(app, person, kind.code));
    if let Some(unsubscribe) = &unsubscribe {
        let told = [
            ("kind", voice.say(&kind.name()).into()),
            ("link", unsubscribe.as_str().into()),
            ("settings", format!("{url}/compte/avis").into()),
        ];
        body.push_str("\n\n");
        body.push_str(&voice.with_all("people-mail-footer", &told));
    }
    let mail = OutgoingMail {
        to: email,
        subject: one_line(&say(&voice, &format!("{text}-subject"), &args, "")),
        text: body,
        attachments: attached.to_vec(),
    };
    let manner = Manner { unsubscribe, asked: false };
    work::post_with(tx, &format!("notice-mail:{id}"), &mail, &manner)
}

/// A subject: what was typed into a title may have lines.
pub(super) fn one_line(subject: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let parts: Vec<&str> = subject.split(ends).map(str::trim).filter(|p| !p.is_empty()).collect();
    parts.join(" ").chars().take(200).collect()
}
