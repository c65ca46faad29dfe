//! Receipts for gifts, all at once for a year that is over; and what somebody paid in a year.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use num2words::{Lang as Spoken, Num2Words};
use paper::{Block, Document};
use people::Actor;
use store::Tx;
use web::parts::{Badge, Cell, Choice, Column, Empty, Fields, Table, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::crumbs;
use super::identifiers::faults_of;
use super::invoice_paper::named;
use crate::books::book;
use crate::entities::Entity;
use crate::model::EntityId;
use crate::parties::PartyId;
use crate::receipts::{
    Charity, Donor, Paid, QUALITIES, Receipt, charity, donors, make_receipts, receipt, set_charity,
    summaries_of, summary,
};

type Answer = Result<Response, Refused>;

/// The first year of which there can be something here.
const FIRST_YEAR: i16 = 2000;

#[derive(Template)]
#[template(path = "receipts.html")]
struct ReceiptsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    title: String,
    year: i16,
    before: i16,
    after: Option<i16>,
    to_make: usize,
    over: bool,
    known: Option<Charity>,
    fields: Fields<'a>,
    table: Table<'a>,
}

impl ReceiptsPage<'_> {
    fn qualities(&self) -> Vec<Choice> {
        let name = |code: &&str| Choice::new(*code, self.voice.named("ledger-quality", code));
        QUALITIES.iter().map(name).collect()
    }

    fn known(&self, part: &str) -> &str {
        let Some(known) = &self.known else { return "" };
        match part {
            "object" => &known.object,
            "quality" => &known.quality,
            _ => &known.signer,
        }
    }
}

/// The year that is asked for, or another.
fn year(ctx: &Ctx, otherwise: i16) -> i16 {
    let asked = ctx.query("annee").and_then(|typed| typed.parse().ok());
    asked.filter(|year| (FIRST_YEAR..2200).contains(year)).unwrap_or(otherwise)
}

fn this_year(ctx: &Ctx) -> i16 {
    ctx.app.world().now().in_france().date().year()
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    receipts_page(&ctx, &actor, EntityId(id), &Form::default(), &[]).await
}

async fn receipts_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let this = this_year(ctx);
    let year = form.value("year").parse().unwrap_or_else(|_| year(ctx, this - 1));
    let acting = actor.clone();
    let (entity, donors, known) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &acting, id)?;
            let donors = donors(tx, &acting, entity.id, year)?;
            Ok((entity, donors, charity(tx, &acting, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let main = ReceiptsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: voice.with("ledger-receipts-of", "year", i64::from(year).to_string()),
        year,
        before: year - 1,
        after: (year < this).then_some(year + 1),
        to_make: donors.iter().filter(|donor| donor.is_ready()).count(),
        over: year < this,
        known,
        fields: Fields::new(voice, form, faults),
        table: table(voice, &entity, &donors),
        entity: &entity,
    };
    let title = voice.say("ledger-receipts");
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn table<'a>(voice: &'a Voice, entity: &Entity, donors: &[Donor]) -> Table<'a> {
    let columns = vec![
        Column::new("donateur", voice.say("ledger-donor")),
        Column::new("montant", voice.say("ledger-column-amount")).numeric(),
        Column::new("recu", voice.say("ledger-receipt")),
    ];
    let book = format!("/livres/{}", entity.id.0);
    let row = |donor: &Donor| {
        let state = match donor.receipt {
            Some(number) => {
                let args = [("name", donor.name.as_str().into()), ("number", number.into())];
                let said = voice.with_all("ledger-receipt-see", &args);
                Cell::link(said, format!("{book}/recus/{number}/recu.pdf"))
            }
            None if donor.is_company => {
                Cell::badge(voice.say("ledger-receipt-company"), Tone::Plain)
            }
            None if !donor.has_address => {
                let badge = Badge::new(voice.say("ledger-receipt-no-address"), Tone::Bad);
                Cell::badge(badge.text, badge.tone)
            }
            None => Cell::badge(voice.say("ledger-receipt-waits"), Tone::Waiting),
        };
        vec![
            Cell::link(&donor.name, format!("{book}/tiers/{}", donor.party)),
            Cell::text(voice.money(Cents(donor.amount))),
            state,
        ]
    };
    let rows = donors.iter().map(row).collect();
    let mut table = Table::new(voice, "donateurs", voice.say("ledger-donors"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("ledger-donors-none"),
        what: voice.say("ledger-donors-none-what"),
        next: None,
    });
    table
}

pub(super) async fn make(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let year: i16 = form.value("year").parse().map_err(|_| Refusal::Malformed)?;
    let acting = actor.clone();
    match ctx.app.store().write(move |tx| make_receipts(tx, &acting, id, year)).await {
        Ok(_) => {
            let there = format!("/livres/{}/recus?annee={year}", id.0);
            Ok(ctx.see(&there, "ledger-notice-receipts"))
        }
        Err(refusal) => receipts_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await,
    }
}

pub(super) async fn tell(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let id = EntityId(id);
    let mut reader = form.reader();
    let new = Charity {
        object: reader.required("object", 300),
        quality: reader.choice("quality", &QUALITIES),
        signer: reader.required("signer", 120),
    };
    if let Err(refusal) = reader.finish() {
        return receipts_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await;
    }
    let year = year(&ctx, this_year(&ctx) - 1);
    ctx.app.store().write(move |tx| set_charity(tx, &actor, id, &new)).await?;
    let there = format!("/livres/{}/recus?annee={year}", id.0);
    Ok(ctx.see(&there, "ledger-notice-charity"))
}

pub(super) async fn pdf(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let read = move |tx: &mut Tx| receipt(tx, &actor, EntityId(id), number);
    let receipt = ctx.app.store().read(read).await?;
    // The model is French, whoever prints it.
    let voice = ctx.voice.in_language(words::Lang::Fr);
    let bytes = paper::pdf(&paper_of(&voice, &receipt)?).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("recu-{}.pdf", receipt.name)))
}

/// An amount in French words, as the model wants it.
fn spelled(cents: i64) -> Outcome<String> {
    let words = |number: i64| {
        Num2Words::new(number).lang(Spoken::French).to_words().map_err(Refusal::broken)
    };
    let (euros, rest) = (cents / 100, cents % 100);
    let of = if euros > 0 && euros % 1_000_000 == 0 { "d’euros" } else { "euros" };
    let euros = format!("{} {}", words(euros)?, if euros > 1 { of } else { "euro" });
    Ok(match rest {
        0 => euros,
        1 => format!("{euros} et un centime"),
        rest => format!("{euros} et {} centimes", words(rest)?),
    })
}

/// The receipt on paper, with the mentions of model CERFA 11580*05.
fn paper_of(voice: &Voice, receipt: &Receipt) -> Outcome<Document> {
    let pair = |key: &str, value: String| (voice.say(key), value);
    let row = |gift: &Paid| {
        vec![
            voice.date(gift.on.date()),
            voice.named("ledger-how", &gift.how),
            voice.money(Cents(gift.amount)),
        ]
    };
    let heads = ["ledger-column-date", "ledger-how", "ledger-column-amount"];
    Ok(Document {
        lang: voice.lang,
        title: voice.say("ledger-receipt-title"),
        sender: named(voice, &receipt.organisation),
        recipient: named(voice, &receipt.donor),
        place_date: voice.date(receipt.made_on.date()),
        reference: Some(receipt.name.clone()),
        blocks: vec![
            Block::Paragraph(voice.say("ledger-receipt-law")),
            Block::Pairs(vec![
                pair("ledger-receipt-beneficiary", named(voice, &receipt.organisation).join("\n")),
                pair("ledger-charity-object", receipt.charity.object.clone()),
                pair("ledger-quality", voice.named("ledger-quality", &receipt.charity.quality)),
                pair("ledger-donor", named(voice, &receipt.donor).join("\n")),
            ]),
            Block::Paragraph(voice.say("ledger-receipt-declares")),
            Block::Pairs(vec![
                pair("ledger-column-amount", voice.money(Cents(receipt.amount))),
                pair("ledger-receipt-spelled", spelled(receipt.amount)?),
                pair("ledger-receipt-year", receipt.year.to_string()),
                pair("ledger-receipt-form", voice.say("ledger-receipt-form-hand")),
                pair("ledger-receipt-nature", voice.say("ledger-receipt-nature-money")),
            ]),
            Block::Table {
                head: heads.map(|head| voice.say(head)).to_vec(),
                rows: receipt.gifts.iter().map(row).collect(),
                right_aligned: vec![2],
            },
            Block::Paragraph(voice.say("ledger-receipt-certifies")),
            Block::Signature(receipt.charity.signer.clone()),
        ],
        footer: voice.with("ledger-receipt-footer", "number", receipt.name.as_str()),
    })
}

pub(super) async fn party_summary(
    ctx: Ctx,
    actor: Actor,
    Path((id, of)): Path<(i64, String)>,
) -> Answer {
    let (of, year): (PartyId, i16) = (of.parse()?, year(&ctx, this_year(&ctx)));
    let (entity, (known, paid)) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let summary = summary(tx, &actor, entity.id, (of, year))?;
            Ok((entity, summary))
        })
        .await?;
    let recipient = super::letters::address(&known);
    let document = summary_of(&ctx.voice, year, recipient, &[(entity.name, paid)]);
    let bytes = paper::pdf(&document).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("recapitulatif-{year}.pdf")))
}

pub(super) async fn own_summary(ctx: Ctx, actor: Actor) -> Answer {
    let (person, year) = (actor.person()?, year(&ctx, this_year(&ctx)));
    let name = actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    let summaries = ctx.app.store().read(move |tx| summaries_of(tx, person, year)).await?;
    let document = summary_of(&ctx.voice, year, vec![name], &summaries);
    let bytes = paper::pdf(&document).map_err(Refusal::broken)?;
    Ok(web::file(bytes, "application/pdf", &format!("recapitulatif-{year}.pdf")))
}

fn summary_of(
    voice: &Voice,
    year: i16,
    recipient: Vec<String>,
    summaries: &[(String, Vec<Paid>)],
) -> Document {
    let heads = ["ledger-column-date", "ledger-claim-label", "ledger-how", "ledger-column-amount"];
    let mut blocks = Vec::new();
    for (name, paid) in summaries {
        let row = |one: &Paid| {
            vec![
                voice.date(one.on.date()),
                one.label.clone(),
                voice.named("ledger-how", &one.how),
                voice.money(Cents(one.amount)),
            ]
        };
        let sum: i64 = paid.iter().map(|one| one.amount).sum();
        blocks.push(Block::Heading(name.clone()));
        blocks.push(Block::Table {
            head: heads.map(|head| voice.say(head)).to_vec(),
            rows: paid.iter().map(row).collect(),
            right_aligned: vec![3],
        });
        blocks.push(Block::Pairs(vec![(voice.say("ledger-sum"), voice.money(Cents(sum)))]));
    }
    if summaries.iter().all(|(_, paid)| paid.is_empty()) {
        blocks = vec![Block::Paragraph(voice.say("ledger-summary-none"))];
    }
    Document {
        lang: voice.lang,
        title: voice.with("ledger-summary-of", "year", year.to_string()),
        sender: match summaries {
            [(name, _)] => vec![name.clone()],
            _ => vec![voice.say("ledger-wallet")],
        },
        recipient,
        place_date: String::new(),
        reference: None,
        blocks,
        footer: voice.say("ledger-summary-footer"),
    }
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn amounts_are_spelled_as_on_a_cheque() {
        for (cents, words) in [
            (100, "un euro"),
            (8_000, "quatre-vingts euros"),
            (12_150, "cent vingt et un euros et cinquante centimes"),
            (100_000_001, "un million d’euros et un centime"),
            (100_000_100, "un million un euros"),
        ] {
            assert_eq!(spelled(cents).unwrap(), words);
        }
    }
}
