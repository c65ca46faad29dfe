//! Digests: one mail of all that waits for one, a person and period.
//!
//! The person's row holds when their last digest was due: moving it on is the fence by which of
//! several nodes, or of a job run twice, one makes the digest. What comes too late for it waits
//! for the next.

use ::store::{Store, Tx, sql};
use base::{Moment, Outcome};
use web::App;
use work::{Failure, Manner, OutgoingMail};

use super::{Channel, NoticeId, mails, rules, say, unsubscribe, voice_of};
use crate::PersonId;

/// Digests that one round makes of one period; the next hour makes the others.
const ROUND: usize = 5_000;
/// Notices that one digest names; it counts the others.
const NAMED: usize = 50;

/// Makes every digest that is due. Each is a unit of work by itself.
pub(super) async fn make_due(store: Store, app: App) -> Result<(), Failure> {
    let now = store.world().now();
    for channel in [Channel::Daily, Channel::Weekly] {
        let due = rules::digest_due(now, channel);
        let waiting = store.read(move |tx| waiting(tx, channel, due)).await;
        for person in waiting.map_err(Failure::passing)? {
            let app = app.clone();
            let made = store.write(move |tx| make(tx, &app, person, channel, due)).await;
            made.map_err(Failure::passing)?;
        }
    }
    Ok(())
}

/// Those who have something to read that was told before a digest was due.
fn waiting(tx: &mut Tx, channel: Channel, due: Moment) -> Outcome<Vec<PersonId>> {
    tx.all(
        sql("SELECT DISTINCT n.person FROM people_notice n JOIN people_person p ON p.id = n.person
             WHERE n.channel = $1 AND n.sent_at IS NULL AND n.read_at IS NULL AND n.made_at < $2
               AND ((n.channel = 'daily' AND p.daily_at < $2)
                    OR (n.channel = 'weekly' AND p.weekly_at < $2))
               AND NOT EXISTS (SELECT 1 FROM people_failing f WHERE f.email = p.email)
             ORDER BY n.person LIMIT $3"),
        &[channel.code().into(), due.into(), ROUND.into()],
    )?
    .into_iter()
    .map(::store::Row::single)
    .collect()
}

/// Makes the digest of a person, unless it was made.
fn make(tx: &mut Tx, app: &App, person: PersonId, channel: Channel, due: Moment) -> Outcome<()> {
    let fence = match channel {
        Channel::Weekly => {
            sql("UPDATE people_person SET weekly_at = $1 WHERE id = $2 AND weekly_at < $1")
        }
        _ => sql("UPDATE people_person SET daily_at = $1 WHERE id = $2 AND daily_at < $1"),
    };
    if tx.run(fence, &[due.into(), person.into()])? == 0 {
        return Ok(());
    }
    let account = crate::account(tx, person)?;
    let voice = voice_of(app.words(), &account.lang);
    let url = &app.settings().public_url;
    let lines = taken(tx, person, channel, due)?;
    let Some(first) = lines.first() else { return Ok(()) };
    let said = |(_, text, args, link): &(NoticeId, String, String, String)| {
        let line = mails::one_line(&say(&voice, &format!("{text}-subject"), args, ""));
        format!("- {line}\n  {url}{link}")
    };
    let mut list: Vec<String> = lines.iter().take(NAMED).map(said).collect();
    if lines.len() > NAMED {
        list.push(voice.with("people-mail-digest-more", "count", lines.len() - NAMED));
    }
    let stop = unsubscribe::address(app, person, channel.code());
    let told = [
        ("list", list.join("\n").into()),
        ("count", lines.len().into()),
        ("link", stop.as_str().into()),
        ("settings", format!("{url}/compte/avis").into()),
    ];
    let subject = match lines.len() {
        1 => mails::one_line(&say(&voice, &format!("{}-subject", first.1), &first.2, "")),
        count => voice.with("people-mail-digest-subject", "count", count),
    };
    let text = voice.with_all(&format!("people-mail-{}-text", channel.code()), &told);
    let mail = OutgoingMail { to: account.email, subject, text, attachments: Vec::new() };
    let key = format!("digest:{}:{person}:{}", channel.code(), due.0);
    work::post_with(tx, &key, &mail, &Manner { unsubscribe: Some(stop), asked: false })
}

/// Takes what waits for a digest, oldest first: id, text, arguments, link.
fn taken(
    tx: &mut Tx,
    person: PersonId,
    channel: Channel,
    due: Moment,
) -> Outcome<Vec<(NoticeId, String, String, String)>> {
    let now = tx.now();
    let rows = tx.all(
        sql("UPDATE people_notice SET sent_at = $1
             WHERE person = $2 AND channel = $3 AND made_at < $4 AND sent_at IS NULL
               AND read_at IS NULL RETURNING id, text_key, args, link"),
        &[now.into(), person.into(), channel.code().into(), due.into()],
    )?;
    let line = |row: ::store::Row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?, columns.take()?, columns.take()?))
    };
    let mut lines: Vec<(NoticeId, String, String, String)> =
        rows.into_iter().map(line).collect::<Outcome<_>>()?;
    lines.sort_by_key(|(id, ..)| *id);
    Ok(lines)
}
