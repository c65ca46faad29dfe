//! Writes the invoices that are validated against the schema and rules of Factur-X: together they
//! hold every element that Parvis writes. The folder is the only argument.

use std::path::Path;
use std::process::ExitCode;

use bank::{Bic, CreditorId, Iban, Reference};
use invoice::{
    Address, Adjustment, Buyer, BuyerKind, Delivered, Endpoint, Exemption, Invoice, Kind, Line,
    Mentions, Nature, Party, Payment, Rate, Registered, Rna, Siren, Siret, Unit, Vat, VatNumber,
    platform_gaps, write_cii,
};
use jiff::civil::date;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("samples: name a folder");
        return ExitCode::from(2);
    };
    match write_all(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("samples: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Files of `platform` must satisfy the French platforms as well; those of `plain` lack what
/// `platform_gaps` says, and nothing else.
fn write_all(folder: &Path) -> Result<(), String> {
    let rates = two_rates()?;
    let credit = rates.credit_note("AV-2026-0003", date(2026, 12, 8));
    let invoices = [
        ("two-rates", rates),
        ("credit-note", credit),
        ("exempt", exempt()?),
        ("franchise", franchise()?),
        ("public-body", public_body()?),
        ("out-of-scope", out_of_scope()?),
        ("paid", paid()?),
        ("units", units()?),
        ("unregistered", unregistered()?),
    ];
    for (name, invoice) in invoices {
        let gaps = platform_gaps(&invoice);
        let kind = if gaps.is_empty() { "platform" } else { "plain" };
        let path = folder.join(kind).join(format!("{name}.xml"));
        let text = write_cii(&invoice).map_err(said)?;
        let made = std::fs::create_dir_all(folder.join(kind));
        made.and_then(|()| std::fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// A cooperative's baskets and a delivery by the kilometre, with discounts and a charge, part of it
/// paid, the rest by transfer.
fn two_rates() -> Result<Invoice, String> {
    let mut invoice = invoice("FA-2026-0017", company("Le Panier & Cie <SCIC>", "732829320")?);
    invoice.delivered = Delivered::During(date(2026, 11, 1), date(2026, 11, 30));
    invoice.nature = Nature::Both;
    let mut basket = line("Panier de légumes", 40_000, 12_500, Vat::Rate(Rate::Reduced));
    basket.description = "Légumes du toit de l’école,\ncueillis le matin".to_owned();
    basket.discount = 2_500;
    let mut ride = line("Livraison à vélo-cargo", 12_345, 636, Vat::Rate(Rate::Normal));
    ride.unit = Unit::Kilometre;
    invoice.lines = vec![
        basket,
        line("Caisse rendue", -3_000, 4_000, Vat::Rate(Rate::Normal)),
        ride,
        line("Location de la salle", 1_000, 180_000, Vat::Rate(Rate::Normal)),
        line("Repas", 2_000, 14900, Vat::Rate(Rate::Intermediate)),
        line("Abonnement au journal", 1_000, 48_000, Vat::Rate(Rate::Special)),
        line("Pièce à taux nul", 1_000, 1_000, Vat::Zero),
    ];
    invoice.adjustments = vec![
        Adjustment {
            reason: "Remise de fidélité".to_owned(),
            cents: -1_000,
            vat: Vat::Rate(Rate::Normal),
        },
        Adjustment {
            reason: "Frais de port".to_owned(),
            cents: 490,
            vat: Vat::Rate(Rate::Reduced),
        },
    ];
    invoice.prepaid = 10_000;
    invoice.note = "Merci ! ]]> & à bientôt <ici>".to_owned();
    Ok(invoice)
}

/// An association's training for a company, paid by direct debit.
fn exempt() -> Result<Invoice, String> {
    let mut invoice = invoice("2026/12/001", association()?);
    invoice.seller.vat_number = None;
    let mut course = line("Atelier de compostage", 3_500, 120_000, exemption(Exemption::NonProfit));
    course.unit = Unit::Hour;
    invoice.lines = vec![course];
    invoice.payment = Some(Payment::Debit {
        mandate: "RUM-2026-7".to_owned(),
        creditor: CreditorId::parse("FR72ZZZ123456").map_err(said)?,
        iban: Iban::parse("CH9300762011623852957").map_err(said)?,
    });
    Ok(invoice)
}

fn franchise() -> Result<Invoice, String> {
    let mut invoice = invoice("F-1", company("Atelier Vélo", "732829320")?);
    invoice.seller.vat_number = None;
    invoice.nature = Nature::Goods;
    invoice.lines =
        vec![line("Vélo remis à neuf", 1_000, 150_000, exemption(Exemption::Franchise))];
    invoice.payment = Some(Payment::Cheque);
    Ok(invoice)
}

fn public_body() -> Result<Invoice, String> {
    let mut invoice = invoice("FA-2026-0018", company("Le Panier & Cie <SCIC>", "732829320")?);
    invoice.buyer = Buyer {
        party: party("Département de démonstration", Some(siret("22920050600017")?)),
        kind: BuyerKind::PublicBody,
        reference: "SERVICE-ESS".to_owned(),
        order: "EJ2026-000123".to_owned(),
    };
    invoice.mentions = Mentions::usual(BuyerKind::PublicBody);
    let mut cleaning = line("Entretien du toit-potager", 2_000, 1_250_000, Vat::Rate(Rate::Normal));
    cleaning.unit = Unit::Month;
    invoice.lines = vec![cleaning];
    Ok(invoice)
}

fn out_of_scope() -> Result<Invoice, String> {
    let mut invoice = invoice("C-12", association()?);
    invoice.lines = vec![line("Cotisation de membre", 1_000, 60_000, Vat::OutOfScope)];
    invoice.adjustments =
        vec![Adjustment { reason: "Demi-tarif".to_owned(), cents: -3_000, vat: Vat::OutOfScope }];
    invoice.payment = Some(Payment::Cash);
    Ok(invoice)
}

/// Bought by a private person with a mailbox, and paid on the spot the day before.
fn paid() -> Result<Invoice, String> {
    let mut invoice = invoice("FA-2026-0019", company("Le Panier & Cie <SCIC>", "732829320")?);
    invoice.due = date(2026, 12, 1);
    invoice.buyer.party = party("Anne Élémentaire", None);
    invoice.buyer.party.endpoint = Some(Endpoint::Mail("anne@exemple.fr".to_owned()));
    invoice.buyer.kind = BuyerKind::Person;
    invoice.mentions = Mentions::usual(BuyerKind::Person);
    invoice.lines = vec![line("Panier", 1_000, 10_000, Vat::Rate(Rate::Reduced))];
    invoice.prepaid = 1_055;
    invoice.payment = Some(Payment::Card);
    Ok(invoice)
}

fn units() -> Result<Invoice, String> {
    let mut invoice = invoice("FA-2026-0020", company("Le Panier & Cie <SCIC>", "732829320")?);
    let of = |unit: Unit| Line {
        unit,
        ..line(unit.code(), 1, 999_999_999_999, Vat::Rate(Rate::Normal))
    };
    invoice.lines = Unit::ALL.map(of).to_vec();
    Ok(invoice)
}

/// An association without a SIREN, to a person without a mailbox.
fn unregistered() -> Result<Invoice, String> {
    let mut seller = association()?;
    seller.registered = None;
    seller.vat_number = None;
    let mut invoice = invoice("1", seller);
    invoice.buyer.party = party("Awa Diallo", None);
    invoice.buyer.kind = BuyerKind::Person;
    invoice.mentions = Mentions::usual(BuyerKind::Person);
    invoice.lines = vec![line("Sortie", 2_000, 5_000, exemption(Exemption::NonProfit))];
    invoice.payment = None;
    Ok(invoice)
}

fn invoice(number: &str, seller: Party) -> Invoice {
    Invoice {
        kind: Kind::Invoice,
        number: number.to_owned(),
        issued: date(2026, 12, 2),
        due: date(2027, 1, 1),
        delivered: Delivered::On(date(2026, 12, 1)),
        nature: Nature::Services,
        seller,
        buyer: Buyer {
            party: party("Coop’ des Toits", Siren::parse("552100554").ok().map(Registered::Siren)),
            kind: BuyerKind::Company,
            reference: String::new(),
            order: String::new(),
        },
        lines: vec![],
        adjustments: vec![],
        prepaid: 0,
        payment: transfer(number),
        mentions: Mentions::usual(BuyerKind::Company),
        note: String::new(),
    }
}

fn transfer(number: &str) -> Option<Payment> {
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    Some(Payment::Transfer {
        iban: Iban::parse("FR1420041010050500013M02606").ok()?,
        bic: Bic::parse("PSSTFRPPPAR").ok(),
        reference: Reference::make(&plain).ok(),
    })
}

fn line(name: &str, quantity: i64, price: i64, vat: Vat) -> Line {
    Line {
        name: name.to_owned(),
        description: String::new(),
        quantity,
        unit: Unit::One,
        price,
        discount: 0,
        vat,
    }
}

const fn exemption(exemption: Exemption) -> Vat {
    Vat::Exempt(exemption)
}

fn company(name: &str, siren: &str) -> Result<Party, String> {
    let siren = Siren::parse(siren).map_err(said)?;
    let mut party = party(name, Some(Registered::Siren(siren.clone())));
    party.vat_number = Some(VatNumber::of(&siren));
    Ok(party)
}

/// With every number that an association may have.
fn association() -> Result<Party, String> {
    let registered = siret("73282932000074")?;
    let mut party = party("Les Jardins suspendus", Some(registered.clone()));
    party.rna = Some(Rna::parse("W923001234").map_err(said)?);
    party.vat_number = Siren::parse(registered.siren()).ok().map(|siren| VatNumber::of(&siren));
    party.endpoint = Some(Endpoint::Directory("732829320_COMPTA".to_owned()));
    Ok(party)
}

fn siret(number: &str) -> Result<Registered, String> {
    Siret::parse(number).map(Registered::Siret).map_err(said)
}

fn party(name: &str, registered: Option<Registered>) -> Party {
    Party {
        name: name.to_owned(),
        address: Address {
            street: "7 bis rue des Essais".to_owned(),
            complement: "Bâtiment B".to_owned(),
            postcode: "92000".to_owned(),
            town: "Nanterre".to_owned(),
            country: "FR".to_owned(),
        },
        registered,
        rna: None,
        vat_number: None,
        endpoint: None,
    }
}

fn said(fault: impl std::fmt::Debug) -> String {
    format!("{fault:?}")
}
