//! Writes a hundred invoices of any kind, always the same ones, to be validated like the samples.
//! The folder is the only argument.

use std::path::Path;
use std::process::ExitCode;

use bank::{CreditorId, Iban, Reference};
use invoice::{
    Address, Adjustment, Buyer, BuyerKind, Delivered, Endpoint, Exemption, Invoice, Kind, Line,
    Mentions, Nature, Party, Payment, Rate, Registered, Siren, Unit, Vat, VatNumber, total,
    write_cii,
};
use jiff::ToSpan;
use jiff::civil::date;

const INVOICES: usize = 100;
const TEXTS: [&str; 5] =
    ["Panier", "Réparation & <réemploi>", "Œuf ]]> d’été", "\"Atelier\" 'vélo'", "Ծիրան 🌱"];

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("random_invoices: name a folder");
        return ExitCode::from(2);
    };
    match write_all(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("random_invoices: {message}");
            ExitCode::FAILURE
        }
    }
}

fn write_all(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut chance = Chance(2_026);
    let mut written = 0;
    while written < INVOICES {
        let mut invoice = invoice(&mut chance)?;
        // What came back may be more than what was sold: that takes a credit note.
        let Ok(totals) = total(&invoice) else { continue };
        invoice.prepaid = match chance.below(4) {
            0 => totals.gross,
            1 => totals.gross / 3,
            _ => 0,
        };
        if chance.below(4) == 0 {
            invoice = invoice.credit_note("AV-1", date(2026, 12, 31));
        }
        let text = write_cii(&invoice).map_err(|faults| format!("{faults:?}"))?;
        let path = folder.join(format!("{written:03}.xml"));
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        written += 1;
    }
    Ok(())
}

/// A generator of Knuth's (MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn of<T: Clone>(&mut self, things: &[T]) -> Result<T, String> {
        let count = i64::try_from(things.len()).unwrap_or(1);
        let at = usize::try_from(self.below(count)).unwrap_or(0);
        things.get(at).cloned().ok_or_else(|| "nothing to choose from".to_owned())
    }

    /// Small amounts mostly, large ones sometimes.
    fn size(&mut self) -> Result<i64, String> {
        let most = self.of(&[10, 1_000, 10_000, 1_000_000, 100_000_000])?;
        Ok(self.below(most) + 1)
    }
}

fn invoice(chance: &mut Chance) -> Result<Invoice, String> {
    let vats = if chance.below(8) == 0 {
        vec![Vat::OutOfScope]
    } else {
        let exemption = chance.of(&[Exemption::NonProfit, Exemption::Franchise])?;
        let rates = Rate::ALL.map(Vat::Rate);
        [&rates[..], &[Vat::Zero, Vat::Exempt(exemption)]].concat()
    };
    let vat = |chance: &mut Chance| chance.of(&vats);
    let mut lines = Vec::new();
    for _ in 0..=chance.below(40) {
        let vat = vat(chance)?;
        lines.push(line(chance, vat)?);
    }
    let mut adjustments = Vec::new();
    for _ in 0..chance.below(4) {
        let cents = chance.size()? * if chance.below(2) == 0 { 1 } else { -1 };
        let reason = chance.of(&TEXTS)?.to_owned();
        adjustments.push(Adjustment { reason, cents, vat: vat(chance)? });
    }
    let issued = date(2026, 12, 1).saturating_add(chance.below(29).days());
    let kind = chance.of(&[BuyerKind::Association, BuyerKind::Company])?;
    Ok(Invoice {
        kind: Kind::Invoice,
        number: format!("FA-{}", chance.below(1_000_000)),
        issued,
        due: issued.saturating_add(chance.below(60).days()),
        delivered: chance.of(&[
            Delivered::On(issued),
            Delivered::During(date(2026, 11, 1), date(2026, 11, 30)),
        ])?,
        nature: chance.of(&[Nature::Goods, Nature::Services, Nature::Both])?,
        seller: party(chance, "732829320")?,
        buyer: Buyer {
            party: party(chance, "552100554")?,
            kind,
            reference: chance.of(&["", "Service 7"])?.to_owned(),
            order: chance.of(&["", "BC <12>"])?.to_owned(),
        },
        lines,
        adjustments,
        prepaid: 0,
        payment: payment(chance)?,
        mentions: Mentions::usual(kind),
        note: chance.of(&["", "Merci & à bientôt"])?.to_owned(),
    })
}

fn line(chance: &mut Chance, vat: Vat) -> Result<Line, String> {
    let quantity = chance.size()? * if chance.below(8) == 0 { -1 } else { 1 };
    let price = chance.size()? - 1;
    // Less than what the line comes to: whole cents of the product, cut off.
    let gross = (quantity.max(0) * price / 10_000).min(100_000);
    let discount = if chance.below(3) == 0 { chance.below(gross + 1) } else { 0 };
    let name = chance.of(&TEXTS)?.to_owned();
    let description = chance.of(&["", "Première ligne\nseconde ligne"])?.to_owned();
    Ok(Line { name, description, quantity, unit: chance.of(&Unit::ALL)?, price, discount, vat })
}

fn party(chance: &mut Chance, siren: &str) -> Result<Party, String> {
    let siren = Siren::parse(siren).map_err(|fault| format!("{fault:?}"))?;
    let mail = Endpoint::Mail("factures@exemple.fr".to_owned());
    Ok(Party {
        name: chance.of(&TEXTS)?.to_owned(),
        address: Address {
            street: chance.of(&["", "7 bis rue des Essais"])?.to_owned(),
            complement: chance.of(&["", "Bâtiment <B>"])?.to_owned(),
            postcode: "92000".to_owned(),
            town: "Nanterre".to_owned(),
            country: "FR".to_owned(),
        },
        vat_number: Some(VatNumber::of(&siren)),
        registered: Some(Registered::Siren(siren)),
        rna: None,
        endpoint: chance.of(&[None, Some(mail)])?,
    })
}

fn payment(chance: &mut Chance) -> Result<Option<Payment>, String> {
    let iban = Iban::parse("FR1420041010050500013M02606").map_err(|fault| format!("{fault:?}"))?;
    let creditor = CreditorId::parse("FR72ZZZ123456").map_err(|fault| format!("{fault:?}"))?;
    chance.of(&[
        None,
        Some(Payment::Cash),
        Some(Payment::Cheque),
        Some(Payment::Card),
        Some(Payment::Transfer { iban: iban.clone(), bic: None, reference: None }),
        Some(Payment::Transfer {
            iban: iban.clone(),
            bic: None,
            reference: Reference::make("FA1").ok(),
        }),
        Some(Payment::Debit { mandate: "RUM 1".to_owned(), creditor, iban }),
    ])
}
