//! The tables of notices: reading, marking, setting, and what is owed to the person told.

use ::store::{Tx, sql};
use base::{Moment, Outcome, Refusal};
use serde_json::{Value, json};

use super::{Channel, Kind, NoticeId, rules};
use crate::data_map::{NOTICE_KEPT_DAYS, NOTICE_UNREAD_DAYS};
use crate::{Account, PersonId};

/// A notice as it was kept.
pub(super) struct Notice {
    pub(super) id: NoticeId,
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) args: String,
    pub(super) link: String,
    pub(super) made_at: Moment,
    pub(super) read: bool,
}

/// What the page around every page says of the person's notices and mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Notices not read yet.
    pub unread: i64,
    /// Mails to their address come back.
    pub address_fails: bool,
}

/// The account of an id with what waits for its owner: one statement, asked at every request.
pub(crate) fn account_and_told(tx: &mut Tx, id: PersonId) -> Outcome<(Account, Told)> {
    let mut row = tx
        .one(
            sql("SELECT p.id, p.email, p.name, p.lang,
                    (SELECT count(*) FROM people_notice n
                     WHERE n.person = p.id AND n.read_at IS NULL),
                    (SELECT count(*) FROM people_failing f WHERE f.email = p.email)
                 FROM people_person p WHERE p.id = $1"),
            &[id.into()],
        )?
        .columns();
    let account =
        Account { id: row.take()?, email: row.take()?, name: row.take()?, lang: row.take()? };
    let (unread, failing): (i64, i64) = (row.take()?, row.take()?);
    Ok((account, Told { unread, address_fails: failing > 0 }))
}

/// How a kind goes to a person.
pub(super) fn channel(tx: &mut Tx, person: PersonId, kind: &Kind) -> Outcome<Channel> {
    if kind.fixed {
        return Ok(Channel::Mail);
    }
    let chosen = tx.maybe(
        sql("SELECT channel FROM people_notice_choice WHERE person = $1 AND kind = $2"),
        &[person.into(), kind.code.into()],
    )?;
    let chosen = chosen.map(|row| row.single::<String>()).transpose()?;
    Ok(rules::channel(kind, chosen.as_deref().and_then(Channel::from_code)))
}

/// Sets how a kind goes; what waits for a digest goes the new way. The way before is kept, for
/// whoever unsubscribed by mistake.
pub(super) fn choose(tx: &mut Tx, person: PersonId, kind: &Kind, to: Channel) -> Outcome<()> {
    let before = channel(tx, person, kind)?;
    if kind.fixed || before == to {
        return Ok(());
    }
    let now = tx.now();
    tx.run(
        sql("INSERT INTO people_notice_choice (person, kind, channel, previous, at)
             SELECT p.id, $1, $2, $3, $4 FROM people_person p WHERE p.id = $5
             ON CONFLICT (person, kind) DO UPDATE SET channel = excluded.channel,
                previous = excluded.previous, at = excluded.at"),
        &[kind.code.into(), to.code().into(), before.code().into(), now.into(), person.into()],
    )?;
    let waits = match to {
        Channel::Daily | Channel::Weekly => to,
        Channel::Page | Channel::Off => Channel::Page,
        Channel::Mail => return Ok(()),
    };
    tx.run(
        sql("UPDATE people_notice SET channel = $1 WHERE person = $2 AND kind = $3
               AND sent_at IS NULL AND channel IN ('daily', 'weekly', 'mail')"),
        &[waits.code().into(), person.into(), kind.code.into()],
    )
    .map(drop)
}

/// How a kind went before it was last set.
pub(super) fn previous(tx: &mut Tx, person: PersonId, kind: &Kind) -> Outcome<Option<Channel>> {
    let row = tx.maybe(
        sql("SELECT previous FROM people_notice_choice WHERE person = $1 AND kind = $2"),
        &[person.into(), kind.code.into()],
    )?;
    let before = row.map(|row| row.single::<String>()).transpose()?;
    Ok(before.as_deref().and_then(Channel::from_code))
}

/// The notices of a person, newest first, older than one when paging.
pub(super) fn list(
    tx: &mut Tx,
    person: PersonId,
    before: Option<NoticeId>,
    limit: usize,
) -> Outcome<Vec<Notice>> {
    let before = before.map_or_else(|| ::store::Value::from("~"), ::store::Value::from);
    tx.all(
        sql("SELECT id, kind, text_key, args, link, made_at, read_at FROM people_notice
             WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
        &[person.into(), before, limit.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Notice {
            id: columns.take()?,
            kind: columns.take()?,
            text: columns.take()?,
            args: columns.take()?,
            link: columns.take()?,
            made_at: columns.take()?,
            read: columns.take::<Option<Moment>>()?.is_some(),
        })
    })
    .collect()
}

/// Marks a notice of a person as read; where it leads, if it is theirs.
pub(super) fn read(tx: &mut Tx, person: PersonId, id: NoticeId) -> Outcome<Option<String>> {
    let now = tx.now();
    let row = tx.maybe(
        sql("UPDATE people_notice SET read_at = COALESCE(read_at, $1)
             WHERE id = $2 AND person = $3 RETURNING link"),
        &[now.into(), id.into(), person.into()],
    )?;
    row.map(::store::Row::single).transpose()
}

/// Marks all notices of a person as read, up to the newest that they saw.
pub(super) fn read_all(tx: &mut Tx, person: PersonId, newest: NoticeId) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("UPDATE people_notice SET read_at = $1
             WHERE person = $2 AND id <= $3 AND read_at IS NULL"),
        &[now.into(), person.into(), newest.into()],
    )
    .map(drop)
}

/// Says of notices just made that another mail tells the same.
pub(crate) fn sent_otherwise(
    tx: &mut Tx,
    person: PersonId,
    kind: &Kind,
    link: &str,
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("UPDATE people_notice SET sent_at = $1
             WHERE person = $2 AND kind = $3 AND link = $4 AND sent_at IS NULL"),
        &[now.into(), person.into(), kind.code.into(), link.into()],
    )
    .map(drop)
}

/// All that is kept about a person's notices, by section.
pub(crate) fn export(tx: &mut Tx, person: PersonId) -> Outcome<Vec<(&'static str, Value)>> {
    let notices = tx.all(
        sql("SELECT made_at, kind, text_key, args, link, channel, read_at, sent_at
             FROM people_notice WHERE person = $1 ORDER BY id"),
        &[person.into()],
    )?;
    let notices = notices.into_iter().map(exported).collect::<Outcome<Vec<_>>>()?;
    let choices = tx.all(
        sql("SELECT kind, channel, at FROM people_notice_choice WHERE person = $1 ORDER BY kind"),
        &[person.into()],
    )?;
    let choice = |row: ::store::Row| {
        let mut columns = row.columns();
        let (kind, channel): (String, String) = (columns.take()?, columns.take()?);
        Ok(json!({"kind": kind, "channel": channel, "at": columns.take::<Moment>()?.to_string()}))
    };
    let choices = choices.into_iter().map(choice).collect::<Outcome<Vec<_>>>()?;
    let browsers = tx.all(
        sql("SELECT seen_at FROM people_browser WHERE person = $1 ORDER BY seen_at"),
        &[person.into()],
    )?;
    let browser = |row: ::store::Row| Ok(json!({"last_use": row.single::<Moment>()?.to_string()}));
    let browsers = browsers.into_iter().map(browser).collect::<Outcome<Vec<_>>>()?;
    Ok(vec![
        ("notices", notices.into()),
        ("notice_choices", choices.into()),
        ("browsers", browsers.into()),
    ])
}

fn exported(row: ::store::Row) -> Outcome<Value> {
    let mut columns = row.columns();
    let at: Moment = columns.take()?;
    let (kind, text): (String, String) = (columns.take()?, columns.take()?);
    let args: Vec<(String, super::Said)> =
        serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?;
    let detail = |(name, said): (String, super::Said)| match said {
        super::Said::Text(text) | super::Said::Day(text) | super::Said::Key(text) => {
            format!("{name}: {text}")
        }
        super::Said::Count(count) => format!("{name}: {count}"),
        super::Said::When(at) => format!("{name}: {at}"),
    };
    let detail: Vec<String> = args.into_iter().map(detail).collect();
    let (link, channel): (String, String) = (columns.take()?, columns.take()?);
    let shown = |at: Option<Moment>| at.map(|at| at.to_string());
    let (read_at, sent_at) = (columns.take()?, columns.take()?);
    Ok(json!({
        "at": at.to_string(), "kind": kind, "subject": text, "detail": detail.join("; "),
        "link": link, "channel": channel, "read_at": shown(read_at), "sent_at": shown(sent_at),
    }))
}

/// Erases what a person was told, what they set and where they signed in from.
pub(crate) fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    for table in [
        sql("DELETE FROM people_notice WHERE person = $1"),
        sql("DELETE FROM people_notice_choice WHERE person = $1"),
        sql("DELETE FROM people_browser WHERE person = $1"),
    ] {
        tx.run(table, &[person.into()])?;
    }
    Ok(())
}

/// Forgets notices a year after they were read, or two years after they were made; and browsers
/// that were not seen for as long as a read notice is kept.
pub(crate) fn forget_old(tx: &mut Tx) -> Outcome<()> {
    let now = tx.now();
    let (read, made) = (now.plus_days(-NOTICE_KEPT_DAYS), now.plus_days(-NOTICE_UNREAD_DAYS));
    tx.run(
        sql("DELETE FROM people_notice WHERE read_at < $1 OR made_at < $2"),
        &[read.into(), made.into()],
    )?;
    tx.run(sql("DELETE FROM people_browser WHERE seen_at < $1"), &[read.into()]).map(drop)
}
