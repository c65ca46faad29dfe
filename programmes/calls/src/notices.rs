//! What this programme tells people: its kinds of notices, and reminders of cut-offs.
//!
//! Reminders are looked for every hour and made from six in the morning of France, before the
//! digests of seven. Each is one notice by its key, however often it is looked for.

use base::{Moment, Outcome};
use people::notices::{Channel, Kind};
use people::{Account, NewNotice, OrgId, PersonId, Policy, Role, Said};
use store::{Store, Tx, sql};
use work::Failure;

use crate::model::{CallId, File, FileId, SessionId};
use crate::rules;

/// Drafts and readers that one unit of work reminds.
const TOGETHER: usize = 50;
/// Drafts and readers that one round looks at.
const ROUND: usize = 5_000;
/// Readers are reminded so many days before a session freezes.
const READER_DAYS: i64 = 3;

const APPLICANTS: Kind = Kind {
    code: "calls.received",
    seen_by: Policy::Organisation,
    usual: Channel::Mail,
    fixed: false,
    urgent: false,
};
const READERS: Kind =
    Kind { seen_by: Policy::Holder(Role::Reader), usual: Channel::Daily, ..APPLICANTS };

/// A file of one's organisation was received.
pub(crate) const RECEIVED: Kind = APPLICANTS;
/// Pieces are asked for, or a file is found ineligible.
pub(crate) const CHECKED: Kind =
    Kind { code: "calls.checked", fixed: true, urgent: true, ..APPLICANTS };
/// A decision is notified.
pub(crate) const DECIDED: Kind =
    Kind { code: "calls.decided", fixed: true, urgent: true, ..APPLICANTS };
/// A draft that everybody left will end.
pub(crate) const ENDING: Kind =
    Kind { code: "calls.ending", fixed: true, urgent: true, ..APPLICANTS };
const REMINDER: Kind = Kind { code: "calls.reminder", urgent: true, ..APPLICANTS };
/// A file came in: for officers.
pub(crate) const FILED: Kind =
    Kind { code: "calls.filed", seen_by: Policy::Holder(Role::Officer), ..READERS };
/// A file is to be read: for readers.
pub(crate) const ASSIGNED: Kind = Kind { code: "calls.assigned", ..READERS };
const UNREAD: Kind = Kind { code: "calls.unread", usual: Channel::Mail, urgent: true, ..READERS };

/// All kinds of this programme.
pub const NOTICE_KINDS: &[Kind] =
    &[RECEIVED, CHECKED, DECIDED, ENDING, REMINDER, FILED, ASSIGNED, UNREAD];

/// The officers of a call.
pub(crate) fn officers(tx: &mut Tx, call: CallId) -> Outcome<Vec<Account>> {
    let mut officers = people::holders(tx, Role::Officer, "")?;
    officers.extend(people::holders(tx, Role::Officer, &call.to_string())?);
    Ok(officers)
}

/// Tells officers that a file came in.
pub(crate) fn tell_officers(tx: &mut Tx, file: &File, key: &str) -> Outcome<()> {
    for officer in officers(tx, file.call)? {
        let new = NewNotice {
            person: officer.id,
            kind: &FILED,
            unique_key: key.to_owned(),
            text: "calls-mail-filed",
            args: vec![
                ("number", Said::Text(file.number.clone())),
                ("organisation", Said::Text(file.organisation_name.clone())),
                ("title", Said::Text(file.title.clone())),
            ],
            link: format!("/bureau/dossiers/{}", file.id),
            attachments: Vec::new(),
        };
        people::notify(tx, &new)?;
    }
    Ok(())
}

/// Tells a reader that a file is to be read.
pub(crate) fn tell_reader(
    tx: &mut Tx,
    reader: PersonId,
    file: &File,
    reading: crate::model::ReadingId,
) -> Outcome<()> {
    let new = NewNotice {
        person: reader,
        kind: &ASSIGNED,
        unique_key: format!("assigned:{reading}"),
        text: "calls-mail-assigned",
        args: vec![
            ("number", Said::Text(file.number.clone())),
            ("title", Said::Text(file.title.clone())),
        ],
        link: format!("/lectures/{reading}"),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}

/// A draft whose call has a cut-off soon.
#[derive(Clone)]
struct Draft {
    id: FileId,
    begun: Moment,
    organisation: OrgId,
    organisation_name: String,
    session: SessionId,
    cut_off: Moment,
    call: String,
}

/// A reader with files still to be read in a session that freezes soon.
#[derive(Clone)]
struct Late {
    reader: PersonId,
    session: SessionId,
    cut_off: Moment,
    call: String,
    count: i64,
}

/// Makes the reminders that are due.
pub(crate) async fn remind(store: Store) -> Result<(), Failure> {
    let now = store.world().now();
    let (drafts, readers) =
        store.read(|tx| Ok((drafts(tx)?, readers(tx)?))).await.map_err(Failure::passing)?;
    let due = |draft: &Draft| rules::reminder_due(now, draft.cut_off, draft.begun);
    let drafts: Vec<(Draft, i64)> =
        drafts.iter().filter_map(|draft| Some((draft.clone(), due(draft)?))).collect();
    for some in drafts.chunks(TOGETHER) {
        let some = some.to_vec();
        let told = store
            .write(move |tx| some.iter().try_for_each(|(draft, days)| remind_of(tx, draft, *days)));
        told.await.map_err(Failure::passing)?;
    }
    let soon = |late: &&Late| rules::days_until(now, late.cut_off) <= READER_DAYS;
    let readers: Vec<Late> =
        readers.iter().filter(soon).filter(|_| rules::is_morning(now)).cloned().collect();
    for some in readers.chunks(TOGETHER) {
        let some = some.to_vec();
        let told = store.write(move |tx| some.iter().try_for_each(|late| remind_reader(tx, late)));
        told.await.map_err(Failure::passing)?;
    }
    Ok(())
}

fn drafts(tx: &mut Tx) -> Outcome<Vec<Draft>> {
    let now = tx.now();
    tx.all(
        sql("SELECT f.id, f.created_at, f.organisation, f.organisation_name, s.id, s.cut_off_at,
                c.title
             FROM calls_file f JOIN calls_call c ON c.id = f.call
             JOIN calls_session s ON s.call = f.call
             WHERE f.state = 'draft' AND c.state = 'open' AND s.state = 'open'
               AND s.cut_off_at > $1 AND s.cut_off_at < $2
               AND NOT EXISTS (SELECT 1 FROM calls_session e WHERE e.call = s.call
                    AND e.state = 'open' AND e.cut_off_at > $1 AND e.cut_off_at < s.cut_off_at)
             ORDER BY f.id LIMIT $3"),
        &[now.into(), now.plus_days(9).into(), ROUND.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Draft {
            id: columns.take()?,
            begun: columns.take()?,
            organisation: columns.take()?,
            organisation_name: columns.take()?,
            session: columns.take()?,
            cut_off: columns.take()?,
            call: columns.take()?,
        })
    })
    .collect()
}

fn readers(tx: &mut Tx) -> Outcome<Vec<Late>> {
    let now = tx.now();
    tx.all(
        sql("SELECT r.reader, s.id, s.cut_off_at, c.title, count(*)
             FROM calls_reading r JOIN calls_file f ON f.id = r.file
             JOIN calls_session s ON s.id = f.session JOIN calls_call c ON c.id = f.call
             WHERE r.state IN ('asked', 'reading') AND s.state = 'open'
               AND s.cut_off_at > $1 AND s.cut_off_at < $2
             GROUP BY r.reader, s.id, s.cut_off_at, c.title ORDER BY r.reader, s.id LIMIT $3"),
        &[now.into(), now.plus_days(READER_DAYS + 2).into(), ROUND.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Late {
            reader: columns.take()?,
            session: columns.take()?,
            cut_off: columns.take()?,
            call: columns.take()?,
            count: columns.take()?,
        })
    })
    .collect()
}

/// Reminds everybody who acts for an organisation of its draft, if it still is one.
fn remind_of(tx: &mut Tx, draft: &Draft, days: i64) -> Outcome<()> {
    let still = tx.maybe(
        sql("SELECT id FROM calls_file WHERE id = $1 AND state = 'draft'"),
        &[draft.id.into()],
    )?;
    if still.is_none() {
        return Ok(());
    }
    for (account, held) in people::scope_members(tx, &draft.organisation.to_string())? {
        if !matches!(held.role, Role::Manager | Role::Member) {
            continue;
        }
        let new = NewNotice {
            person: account.id,
            kind: &REMINDER,
            unique_key: format!("draft:{}:{}:{days}", draft.id, draft.session),
            text: "calls-mail-reminder",
            args: vec![
                ("organisation", Said::Text(draft.organisation_name.clone())),
                ("call", Said::Text(draft.call.clone())),
                ("at", Said::When(draft.cut_off)),
            ],
            link: format!("/dossiers/{}", draft.id),
            attachments: Vec::new(),
        };
        people::notify(tx, &new)?;
    }
    Ok(())
}

fn remind_reader(tx: &mut Tx, late: &Late) -> Outcome<()> {
    let new = NewNotice {
        person: late.reader,
        kind: &UNREAD,
        unique_key: format!("readings:{}", late.session),
        text: "calls-mail-unread",
        args: vec![
            ("count", Said::Count(late.count)),
            ("call", Said::Text(late.call.clone())),
            ("at", Said::When(late.cut_off)),
        ],
        link: "/lectures".to_owned(),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}
