//! What people are told of money: who may approve an order, who prepared it, whose account will be
//! debited, who is late.
//!
//! Those who keep books are told by notices. Debtors are told by mail, with or without an account: to
//! the address of theirs if the party is somebody here, otherwise to the one that the book knows.

use ::store::{Store, Tx, sql};
use base::{Cents, Outcome, Refusal};
use people::notices::{Channel, Kind};
use people::{Actor, NewNotice, PersonId, Policy, Role, Said};
use web::{App, Voice};
use words::Lang;
use work::{Failure, Handler, OutgoingMail};

use crate::claims::{Claim, ClaimState, claim_in};
use crate::debits::{Debit, debit_in};
use crate::entities::{Entity, entity};
use crate::mandates::{Mandate, mandate_in};
use crate::model::{Day, EntityId};
use crate::orders::Order;
use crate::parties::{PartyId, details_of};
use crate::reminders::Level;

/// Days before a debit at which its payer is told, unless they agreed on others (EPC016-06, §4.3.1).
pub const TOLD_BEFORE: i64 = 14;

/// The job that tells a payer of a debit.
const DEBIT_JOB: &str = "ledger.debit-announced";
/// The job that mails a reminder.
pub(crate) const REMINDER_JOB: &str = "ledger.reminder";

/// Payments that wait for somebody's approval.
const TO_APPROVE: Kind = Kind {
    code: "ledger.to-approve",
    seen_by: Policy::Keeper,
    usual: Channel::Daily,
    fixed: false,
    urgent: true,
};
/// What became of a payment that one prepared.
const ANSWERED: Kind = Kind { code: "ledger.answered", usual: Channel::Mail, ..TO_APPROVE };

/// All kinds of notices of the ledger.
pub const NOTICE_KINDS: &[Kind] = &[TO_APPROVE, ANSWERED];

fn notice(
    entity: &Entity,
    order: (i64, &str),
    (person, kind, text): (PersonId, &'static Kind, &'static str),
) -> NewNotice {
    let (number, label) = order;
    NewNotice {
        person,
        kind,
        unique_key: format!("{text}:{}-{number}", entity.id.0),
        text,
        args: vec![
            ("organisation", Said::Text(entity.name.clone())),
            ("title", Said::Text(label.to_owned())),
            ("number", Said::Text(number.to_string())),
        ],
        link: format!("/livres/{}/virements/{number}", entity.id.0),
        attachments: Vec::new(),
    }
}

/// Tells all others who keep a book that an order waits for one of them.
pub(crate) fn tell_approvers(
    tx: &mut Tx,
    actor: &Actor,
    entity: &Entity,
    order: (i64, &str),
) -> Outcome<()> {
    let own = actor.person().ok();
    let mut keepers = people::holders(tx, Role::Manager, &entity.organisation.to_string())?;
    keepers.extend(people::holders(tx, Role::Treasurer, &crate::keepers::scope(entity.id))?);
    for keeper in keepers.into_iter().filter(|keeper| Some(keeper.id) != own) {
        let to = (keeper.id, &TO_APPROVE, "ledger-mail-to-approve");
        people::notify(tx, &notice(entity, order, to))?;
    }
    Ok(())
}

/// Tells who prepared an order what became of it, unless it was their own doing.
pub(crate) fn tell_preparer(
    tx: &mut Tx,
    by: &str,
    entity: EntityId,
    order: &Order,
    text: &'static str,
) -> Outcome<()> {
    let Ok(person) = order.prepared_by.parse::<PersonId>() else { return Ok(()) };
    if order.prepared_by == by {
        return Ok(());
    }
    let entity = crate::entities::entity(tx, entity)?;
    let told = (order.number, order.data.label.as_str());
    people::notify(tx, &notice(&entity, told, (person, &ANSWERED, text))).map(drop)
}

/// Where a party is written to, and in which language: as somebody who has an account here, otherwise
/// as the book knows it.
pub(crate) fn address_of(
    tx: &mut Tx,
    entity: EntityId,
    party: PartyId,
) -> Outcome<Option<(String, Lang)>> {
    let row = tx.one(
        sql("SELECT email, owner FROM ledger_party WHERE id = $1 AND entity = $2"),
        &[party.into(), entity.0.into()],
    )?;
    let mut columns = row.columns();
    let (email, owner): (String, String) = (columns.take()?, columns.take()?);
    if let Ok(person) = owner.parse::<PersonId>() {
        match people::account(tx, person) {
            Ok(account) => {
                let lang = Lang::from_code(&account.lang).unwrap_or(Lang::Fr);
                return Ok(Some((account.email, lang)));
            }
            // The account is gone; what the book knows is left.
            Err(Refusal::Unknown) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(Some((email, Lang::Fr)).filter(|(email, _)| !email.is_empty()))
}

/// Has the payer of a debit told.
pub(crate) fn announce_debit(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<()> {
    let key = format!("ledger-debit:{}-{number}", entity.0);
    work::enqueue(tx, DEBIT_JOB, &key, &(entity.0, number))
}

/// What makes the mails to those who owe.
pub fn handlers(app: &App) -> Vec<Handler> {
    let (debits, reminders) = (app.clone(), app.clone());
    vec![
        work::handler(DEBIT_JOB, move |store, job| {
            let app = debits.clone();
            async move {
                let of = serde_json::from_str(&job.payload).map_err(Failure::permanent)?;
                in_one(&store, move |tx| mail_debit(tx, &app, of)).await
            }
        }),
        work::handler(REMINDER_JOB, move |store, job| {
            let app = reminders.clone();
            async move {
                let of: (i64, i64, String, Day) =
                    serde_json::from_str(&job.payload).map_err(Failure::permanent)?;
                in_one(&store, move |tx| mail_reminder(tx, &app, &of)).await
            }
        }),
    ]
}

async fn in_one(
    store: &Store,
    work: impl FnMut(&mut Tx) -> Outcome<()> + Send + 'static,
) -> Result<(), Failure> {
    store.write(work).await.map_err(Failure::passing)
}

/// A debit to come, with all that its payer must know (EPC016-06, §4.3.1).
pub(crate) struct Announced {
    entity: Entity,
    debit: Debit,
    /// What it collects.
    pub(crate) claim: Claim,
    mandate: Mandate,
    creditor: String,
}

/// A debit of a book, to be announced.
pub(crate) fn announced(tx: &mut Tx, id: EntityId, number: i64) -> Outcome<Announced> {
    let entity = entity(tx, id)?;
    let debit = debit_in(tx, entity.id, number)?;
    let claim = claim_in(tx, entity.id, debit.claim)?;
    let mandate = mandate_in(tx, entity.id, debit.mandate)?;
    let creditor = details_of(tx, entity.id)?.and_then(|details| details.creditor);
    let creditor = creditor.map(|creditor| creditor.as_str().to_owned()).unwrap_or_default();
    Ok(Announced { entity, debit, claim, mandate, creditor })
}

impl Announced {
    /// The subject and the text of what the payer is told.
    pub(crate) fn said(&self, voice: &Voice) -> (String, String) {
        let iban = self.mandate.iban.as_str();
        let end = iban.get(iban.len().saturating_sub(4)..).unwrap_or_default();
        let args = [
            ("organisation", self.entity.name.as_str().into()),
            ("name", self.claim.name.as_str().into()),
            ("label", self.claim.data.label.as_str().into()),
            ("amount", voice.money(Cents(self.debit.amount)).into()),
            ("date", voice.date(self.debit.due.date()).into()),
            ("mandate", self.mandate.rum.as_str().into()),
            ("creditor", self.creditor.as_str().into()),
            ("account", end.into()),
        ];
        let subject = one_line(&voice.with_all("ledger-mail-debit-subject", &args));
        (subject, voice.with_all("ledger-mail-debit-text", &args))
    }
}

/// Tells a payer that their account will be debited: by whom, how much, when, on which mandate.
fn mail_debit(tx: &mut Tx, app: &App, (book, number): (i64, i64)) -> Outcome<()> {
    let told = announced(tx, EntityId(book), number)?;
    let to = address_of(tx, EntityId(book), told.claim.data.party)?;
    // Refused or freed meanwhile: nothing will be debited.
    let Some((to, lang)) = to.filter(|_| told.debit.state == "sent") else { return Ok(()) };
    let (subject, text) = told.said(&Voice::new(app.words().clone(), lang));
    let mail = OutgoingMail { to, subject, text, attachments: Vec::new() };
    work::post(tx, &format!("ledger-debit-mail:{book}-{number}"), &mail)?;
    let now = tx.now();
    tx.run(
        sql("UPDATE ledger_debit SET told_at = $1 WHERE entity = $2 AND number = $3"),
        &[now.into(), book.into(), number.into()],
    )
    .map(drop)
}

/// Reminds somebody who is late, unless they paid meanwhile.
fn mail_reminder(
    tx: &mut Tx,
    app: &App,
    (book, number, level, day): &(i64, i64, String, Day),
) -> Outcome<()> {
    let entity = entity(tx, EntityId(*book))?;
    let claim = claim_in(tx, entity.id, *number)?;
    let Some((to, lang)) = address_of(tx, entity.id, claim.data.party)? else { return Ok(()) };
    if claim.state != ClaimState::Open {
        return Ok(());
    }
    let level = Level::from_code(level).ok_or_else(|| Refusal::broken("no level"))?;
    let details = details_of(tx, entity.id)?;
    let voice = Voice::new(app.words().clone(), lang);
    let iban = details.as_ref().map(|details| details.iban.to_string()).unwrap_or_default();
    let args = [
        ("organisation", entity.name.as_str().into()),
        ("name", claim.name.as_str().into()),
        ("label", claim.data.label.as_str().into()),
        ("amount", voice.money(Cents(claim.left())).into()),
        ("due", voice.date(claim.data.due.date()).into()),
        ("date", voice.date(day.date()).into()),
        ("reference", claim.reference.to_string().into()),
        ("iban", iban.into()),
    ];
    let said =
        |part: &str| voice.with_all(&format!("ledger-reminder-{}-{part}", level.code()), &args);
    let how =
        if details.is_some() { "ledger-reminder-pay" } else { "ledger-reminder-pay-otherwise" };
    let pay = voice.with_all(how, &args);
    let mail = OutgoingMail {
        to,
        subject: one_line(&said("subject")),
        text: format!("{}\n\n{pay}\n\n{}", said("text"), entity.name),
        attachments: Vec::new(),
    };
    work::post(tx, &format!("ledger-reminder-mail:{book}-{number}-{}", day.0), &mail)
}

/// A subject: what was typed into a label may have lines.
fn one_line(subject: &str) -> String {
    subject.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}
