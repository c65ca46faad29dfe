//! Letters to those who owe: the notice of what is to be paid, and reminders of what is late.

use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Refusal};
use jiff::civil::Date;
use paper::{Block, Document};
use people::Actor;
use store::Tx;
use web::{Ctx, Refused, Voice};

use super::claims::{Known, known};
use crate::books::book;
use crate::claims::{Claim, ClaimState, claim};
use crate::entities::Entity;
use crate::invoice_file::Named;
use crate::invoices::seller;
use crate::model::{Day, EntityId};
use crate::parties::{Details, Party, details, party};
use crate::reminders::{Level, next_level, reminders};
use crate::told::announced;

type Answer = Result<Response, Refused>;

pub(super) async fn notice(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let (known, payer) = ctx
        .app
        .store()
        .read(move |tx| {
            let known = known(tx, &actor, EntityId(id), number)?;
            let payer = party(tx, &actor, EntityId(id), known.claim.data.party)?;
            Ok((known, payer))
        })
        .await?;
    if known.claim.state != ClaimState::Open {
        return Err(Refusal::conflict("ledger-conflict-claim-under-way").into());
    }
    let today = ctx.app.world().now().in_france().date();
    let bytes =
        paper::pdf(&notice_of(&ctx.voice, &known, &payer, today)).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("avis-{}.pdf", known.claim.reference.as_str())))
}

/// The lines of an address, as on an envelope.
pub(super) fn address(party: &Party) -> Vec<String> {
    let data = &party.data;
    let town = format!("{} {}", data.postcode, data.town).trim().to_owned();
    let lines = [data.name.clone(), data.street.clone(), town];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

fn notice_of(voice: &Voice, known: &Known, payer: &Party, today: Date) -> Document {
    let Known { entity, claim, details, .. } = known;
    let pair = |key: &str, value: String| (voice.say(key), value);
    let mut pairs = vec![
        pair("ledger-claim-label", claim.data.label.clone()),
        pair("ledger-claim-left", voice.money(Cents(claim.left()))),
        pair("ledger-claim-due", voice.date(claim.data.due.date())),
        pair("ledger-claim-reference", claim.reference.to_string()),
    ];
    if let Some(details) = details {
        pairs.push(pair("ledger-details-iban", details.iban.to_string()));
        pairs.extend(details.bic.as_ref().map(|bic| pair("ledger-party-bic", bic.as_str().into())));
    }
    Document {
        lang: voice.lang,
        title: voice.say("ledger-claim-letter"),
        sender: vec![entity.name.clone()],
        recipient: address(payer),
        place_date: voice.date(today),
        reference: Some(claim.reference.to_string()),
        blocks: vec![
            Block::Paragraph(voice.say("ledger-claim-letter-what")),
            Block::Pairs(pairs),
            Block::Paragraph(voice.say("ledger-claim-letter-how")),
        ],
        footer: entity.name.clone(),
    }
}

/// What a payer without an address is told of a debit to come.
pub(super) async fn announcement(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
) -> Answer {
    let read = move |tx: &mut Tx| {
        let entity = book(tx, &actor, EntityId(id))?;
        let told = announced(tx, entity.id, number)?;
        let payer = party(tx, &actor, entity.id, told.claim.data.party)?;
        let today = crate::rules::today(tx.now());
        Ok((seller(tx, &entity)?, told, payer, today))
    };
    let (sender, told, payer, today) = ctx.app.store().read(read).await?;
    let (subject, text) = told.said(&ctx.voice);
    let document = Document {
        lang: ctx.voice.lang,
        title: subject,
        recipient: address(&payer),
        place_date: ctx.voice.date(today.date()),
        reference: None,
        blocks: text.split("\n\n").map(|part| Block::Paragraph(part.to_owned())).collect(),
        footer: sender.name.clone(),
        sender: lines_of(sender),
    };
    let bytes = paper::pdf(&document).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("annonce-{number}.pdf")))
}

/// The lines of an address.
fn lines_of(named: Named) -> Vec<String> {
    let town = format!("{} {}", named.postcode, named.town).trim().to_owned();
    let lines = [named.name, named.street, town];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// What a reminder on paper is made of.
struct Letter {
    entity: Entity,
    sender: Named,
    claim: Claim,
    payer: Party,
    details: Option<Details>,
    level: Level,
    on: Day,
}

/// The letter of the last reminder, or the one that a first reminder would be.
pub(super) async fn reminder(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
) -> Answer {
    let read = move |tx: &mut Tx| {
        let entity = book(tx, &actor, EntityId(id))?;
        let claim = claim(tx, &actor, entity.id, number)?;
        let made = reminders(tx, &actor, entity.id, number)?;
        let last = made.first();
        Ok(Letter {
            sender: seller(tx, &entity)?,
            payer: party(tx, &actor, entity.id, claim.data.party)?,
            details: details(tx, &actor, entity.id)?,
            level: last.map_or_else(|| next_level(&made), |last| last.level),
            on: last.map_or_else(|| crate::rules::today(tx.now()), |last| last.day),
            claim,
            entity,
        })
    };
    let letter = ctx.app.store().read(read).await?;
    let bytes = paper::pdf(&reminder_of(&ctx.voice, &letter)).map_err(Refusal::broken)?;
    let name = format!("relance-{}.pdf", letter.claim.reference.as_str());
    Ok(web::file(bytes, "application/pdf", &name))
}

fn reminder_of(voice: &Voice, letter: &Letter) -> Document {
    let Letter { entity, sender, claim, payer, details, level, on } = letter;
    let pair = |key: &str, value: String| (voice.say(key), value);
    let mut pairs = vec![
        pair("ledger-claim-label", claim.data.label.clone()),
        pair("ledger-claim-left", voice.money(Cents(claim.left()))),
        pair("ledger-claim-due", voice.date(claim.data.due.date())),
        pair("ledger-claim-reference", claim.reference.to_string()),
    ];
    pairs.extend(details.iter().map(|own| pair("ledger-details-iban", own.iban.to_string())));
    let args = [
        ("organisation", entity.name.as_str().into()),
        ("name", claim.name.as_str().into()),
        ("label", claim.data.label.as_str().into()),
        ("amount", voice.money(Cents(claim.left())).into()),
        ("due", voice.date(claim.data.due.date()).into()),
        ("date", voice.date(on.date()).into()),
    ];
    Document {
        lang: voice.lang,
        title: voice.named("ledger-reminder", level.code()),
        sender: lines_of(sender.clone()),
        recipient: address(payer),
        place_date: voice.date(on.date()),
        reference: Some(claim.reference.to_string()),
        blocks: vec![
            Block::Paragraph(
                voice.with_all(&format!("ledger-reminder-{}-text", level.code()), &args),
            ),
            Block::Pairs(pairs),
            Block::Paragraph(voice.say("ledger-claim-letter-how")),
        ],
        footer: entity.name.clone(),
    }
}
