//! An invoice on paper: a page that people read, with the file that machines read inside (Factur-X).

use base::{Cents, Outcome, Refusal};
use invoice::{Totals, factur_x};
use paper::{Archive, Attachment, Block, Document, Property, Relation, Schema};
use web::Voice;

use crate::invoice_file::{Issued, Named};
use crate::invoices::Kept;

/// What an invoice is called.
pub(super) fn title(voice: &Voice, issued: &Issued) -> String {
    let key = if issued.credits.is_some() { "ledger-credit-title" } else { "ledger-invoice-title" };
    voice.with(key, "number", issued.number.as_str())
}

/// A number of thousandths, without the zeros that say nothing.
fn decimal(voice: &Voice, thousandths: i64) -> String {
    let sign = if thousandths < 0 { "−" } else { "" };
    let (whole, rest) = (thousandths.abs() / 1_000, thousandths.abs() % 1_000);
    let mark = if voice.lang == words::Lang::Fr { ',' } else { '.' };
    let rest = format!("{rest:03}");
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{}", voice.number(whole)),
        rest => format!("{sign}{}{mark}{rest}", voice.number(whole)),
    }
}

/// A price: in cents where it is one, with a third decimal where it has one.
fn price(voice: &Voice, thousandths: i64) -> String {
    match thousandths % 10 {
        0 => voice.money(Cents(thousandths / 10)),
        _ => format!("{}\u{a0}€", decimal(voice, thousandths)),
    }
}

/// The lines as rows: what, how much, price, tax, amount.
pub(super) fn lines(voice: &Voice, issued: &Issued, totals: &Totals) -> Vec<Vec<String>> {
    let row = |(line, net): (&crate::invoice_file::InvoiceLine, &i64)| {
        let unit = voice.named("ledger-unit", &line.unit);
        vec![
            line.name.clone(),
            format!("{} {unit}", decimal(voice, line.quantity)),
            price(voice, line.price),
            voice.named("ledger-vat-short", &line.vat),
            voice.money(Cents(*net)),
        ]
    };
    issued.lines.iter().zip(&totals.lines).map(row).collect()
}

/// What an invoice comes to; `sign` is −1 for a credit note.
pub(super) fn sums(voice: &Voice, totals: &Totals, sign: i64) -> Vec<(String, String)> {
    let money = |cents: i64| voice.money(Cents(sign * cents));
    let mut sums = vec![(voice.say("ledger-invoice-net"), money(totals.net))];
    for part in totals.vat.iter().filter(|part| part.tax != 0) {
        let rate = voice.percent(i64::from(part.vat.tenths()) * 10);
        sums.push((voice.with("ledger-invoice-vat", "rate", rate), money(part.tax)));
    }
    sums.push((voice.say("ledger-invoice-gross"), money(totals.gross)));
    sums
}

pub(super) fn named(voice: &Voice, named: &Named) -> Vec<String> {
    let town = format!("{} {}", named.postcode, named.town).trim().to_owned();
    let number = |key: &str, number: &str| match number {
        "" => String::new(),
        number => voice.with(key, "number", number),
    };
    let siret = if named.siret.len() == 14 { "ledger-siret" } else { "ledger-siren" };
    let lines = [
        named.name.clone(),
        named.street.clone(),
        town,
        number(siret, &named.siret),
        number("ledger-rna", &named.rna),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// The PDF of an invoice as it was issued.
pub(super) fn print(voice: &Voice, kept: &Kept) -> Outcome<Vec<u8>> {
    let issued = &kept.content;
    let invoice = issued.invoice();
    let broken = |_| Refusal::broken("an invoice that was issued does not add up");
    let totals = invoice::total(&invoice).map_err(broken)?;
    let property = |(name, value, description): (&str, &str, &str)| Property {
        name: name.to_owned(),
        value: value.to_owned(),
        description: description.to_owned(),
    };
    let archive = Archive {
        made_on: issued.issued.date(),
        files: vec![Attachment {
            name: factur_x::FILE_NAME.to_owned(),
            media_type: factur_x::MEDIA_TYPE.to_owned(),
            description: voice.say("ledger-invoice-file"),
            relation: Relation::Alternative,
            bytes: kept.xml.clone().into_bytes(),
        }],
        schema: Some(Schema {
            title: factur_x::SCHEMA_TITLE.to_owned(),
            namespace: factur_x::SCHEMA_NAMESPACE.to_owned(),
            prefix: factur_x::SCHEMA_PREFIX.to_owned(),
            properties: factur_x::PROPERTIES.map(property).to_vec(),
        }),
    };
    let document = document(voice, issued, &invoice, &totals);
    paper::archive(&document, &archive).map_err(Refusal::broken)
}

fn document(
    voice: &Voice,
    issued: &Issued,
    invoice: &invoice::Invoice,
    totals: &Totals,
) -> Document {
    let sign = invoice.kind.sign();
    let heads = ["ledger-invoice-what", "ledger-quantity", "ledger-price", "ledger-vat"];
    let mut head: Vec<String> = heads.iter().map(|key| voice.say(key)).collect();
    head.push(voice.say("ledger-column-amount"));
    let mut pairs = vec![
        (voice.say("ledger-invoice-issued"), voice.date(issued.issued.date())),
        (voice.say("ledger-invoice-delivered"), voice.date(issued.delivered.date())),
    ];
    if let Some((number, on)) = &issued.credits {
        let args = [("number", number.as_str().into()), ("date", voice.date(on.date()).into())];
        pairs.push((voice.say("ledger-credit-of"), voice.with_all("ledger-numbered-on", &args)));
    } else {
        pairs.push((voice.say("ledger-claim-due"), voice.date(issued.due.date())));
    }
    if let Some(number) = &invoice.seller.vat_number {
        pairs.push((voice.say("ledger-vat-number"), number.as_str().to_owned()));
    }
    let nature = if issued.goods { "ledger-nature-goods" } else { "ledger-nature-services" };
    pairs.push((voice.say("ledger-nature"), voice.say(nature)));
    let more = [
        ("ledger-invoice-service", &issued.service),
        ("ledger-invoice-order", &issued.order),
        ("ledger-details-iban", &issued.iban),
        ("ledger-claim-reference", &issued.reference),
    ];
    let said = more.iter().filter(|(_, value)| !value.is_empty());
    pairs.extend(said.map(|(key, value)| (voice.say(key), (*value).clone())));
    let mut blocks = vec![
        Block::Pairs(pairs),
        Block::Table { head, rows: lines(voice, issued, totals), right_aligned: vec![1, 2, 3, 4] },
        Block::Pairs(sums(voice, totals, sign)),
    ];
    let mentions = totals.vat.iter().filter_map(|part| part.vat.mention());
    blocks.extend(mentions.map(|mention| Block::Paragraph(mention.to_owned())));
    let asked = invoice::transfer_asked(invoice, totals);
    if let Some(code) = asked.and_then(|asked| bank::epc_qr::payload(&asked).ok()) {
        blocks.push(Block::Code {
            text: code.text,
            caption: voice.say("ledger-code-caption"),
            label: voice.say("ledger-claim-code"),
        });
    }
    if !issued.note.is_empty() {
        blocks.push(Block::Paragraph(issued.note.clone()));
    }
    let said =
        [&invoice.mentions.penalties, &invoice.mentions.recovery, &invoice.mentions.discount];
    if issued.credits.is_none() {
        blocks.push(Block::Paragraph(said.map(String::as_str).join("\n")));
    }
    Document {
        lang: voice.lang,
        title: title(voice, issued),
        sender: named(voice, &issued.seller),
        recipient: named(voice, &issued.buyer),
        place_date: voice.date(issued.issued.date()),
        reference: Some(issued.number.clone()),
        blocks,
        footer: named(voice, &issued.seller).join(" · "),
    }
}
