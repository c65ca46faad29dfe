//! The file inside a Factur-X invoice: Cross Industry Invoice D22B of UN/CEFACT, profile EN 16931 of
//! Factur-X 1.09. Elements stand in the order of its schema.

use bank::writer::Xml;
use bank::{Bic, euros};
use jiff::civil::Date;

use crate::faults::Fault;
use crate::model::{
    Adjustment, Buyer, Delivered, Endpoint, Invoice, Kind, Line, Nature, Party, Payment, Registered,
};
use crate::platform::endpoint;
use crate::totals::{Totals, VatPart, total};
use crate::vat::Vat;

const STANDARD: &str = "urn:un:unece:uncefact:data:standard";

/// The invoice as a file of CII, in UTF-8.
///
/// # Errors
/// Those of [`total`].
pub fn write_cii(invoice: &Invoice) -> Result<String, Vec<Fault>> {
    let totals = total(invoice)?;
    let names = [
        ("rsm", format!("{STANDARD}:CrossIndustryInvoice:100")),
        ("ram", format!("{STANDARD}:ReusableAggregateBusinessInformationEntity:100")),
        ("udt", format!("{STANDARD}:UnqualifiedDataType:100")),
        ("qdt", format!("{STANDARD}:QualifiedDataType:100")),
    ];
    let name = |(prefix, name): &(&str, String)| format!("\n    xmlns:{prefix}=\"{name}\"");
    let names: String = names.iter().map(name).collect();
    let mut xml = Xml::document("rsm:CrossIndustryInvoice", &names);
    xml.within("rsm:ExchangedDocumentContext", |xml| {
        xml.within("ram:BusinessProcessSpecifiedDocumentContextParameter", |xml| {
            xml.leaf("ram:ID", &process(invoice.nature, &totals));
        });
        xml.within("ram:GuidelineSpecifiedDocumentContextParameter", |xml| {
            xml.leaf("ram:ID", "urn:cen.eu:en16931:2017");
        });
    });
    xml.within("rsm:ExchangedDocument", |xml| write_head(xml, invoice));
    xml.within("rsm:SupplyChainTradeTransaction", |xml| {
        for (at, (line, net)) in invoice.lines.iter().zip(&totals.lines).enumerate() {
            xml.within("ram:IncludedSupplyChainTradeLineItem", |xml| {
                write_line(xml, at + 1, line, *net);
            });
        }
        xml.within("ram:ApplicableHeaderTradeAgreement", |xml| {
            write_agreement(xml, invoice, &totals)
        });
        xml.within("ram:ApplicableHeaderTradeDelivery", |xml| {
            let (Delivered::On(day) | Delivered::During(_, day)) = invoice.delivered;
            xml.within("ram:ActualDeliverySupplyChainEvent", |xml| {
                write_day(xml, "ram:OccurrenceDateTime", day);
            });
        });
        xml.within("ram:ApplicableHeaderTradeSettlement", |xml| {
            write_settlement(xml, invoice, &totals);
        });
    });
    Ok(xml.end())
}

/// BT-23 by the French list (BR-FR-08): goods, services or both; 2 if nothing is left to pay.
fn process(nature: Nature, totals: &Totals) -> String {
    let letter = match nature {
        Nature::Goods => 'B',
        Nature::Services => 'S',
        Nature::Both => 'M',
    };
    let paid = totals.prepaid > 0 && totals.due == 0;
    format!("{letter}{}", if paid { 2 } else { 1 })
}

fn write_head(xml: &mut Xml, invoice: &Invoice) {
    let code = match invoice.kind {
        Kind::Invoice => "380",
        Kind::CreditNote(_) => "381",
    };
    xml.leaf("ram:ID", &invoice.number);
    xml.leaf("ram:TypeCode", code);
    write_day(xml, "ram:IssueDateTime", invoice.issued);
    let mentions = &invoice.mentions;
    for (text, subject) in [
        (&mentions.recovery, "PMT"),
        (&mentions.penalties, "PMD"),
        (&mentions.discount, "AAB"),
        (&invoice.note, ""),
    ] {
        if text.trim().is_empty() {
            continue;
        }
        xml.within("ram:IncludedNote", |xml| {
            xml.leaf("ram:Content", text);
            xml.leaf_if("ram:SubjectCode", subject);
        });
    }
}

fn write_line(xml: &mut Xml, number: usize, line: &Line, net: i64) {
    xml.within("ram:AssociatedDocumentLineDocument", |xml| {
        xml.leaf("ram:LineID", &number.to_string());
    });
    xml.within("ram:SpecifiedTradeProduct", |xml| {
        xml.leaf("ram:Name", &line.name);
        xml.leaf_if("ram:Description", &line.description);
    });
    xml.within("ram:SpecifiedLineTradeAgreement", |xml| {
        xml.within("ram:NetPriceProductTradePrice", |xml| {
            xml.leaf("ram:ChargeAmount", &thousandths(line.price));
        });
    });
    xml.within("ram:SpecifiedLineTradeDelivery", |xml| {
        let unit = format!("unitCode=\"{}\"", line.unit.code());
        xml.marked("ram:BilledQuantity", &unit, &thousandths(line.quantity));
    });
    xml.within("ram:SpecifiedLineTradeSettlement", |xml| {
        xml.within("ram:ApplicableTradeTax", |xml| write_vat(xml, line.vat));
        if line.discount > 0 {
            xml.within("ram:SpecifiedTradeAllowanceCharge", |xml| {
                write_indicator(xml, false);
                xml.leaf("ram:ActualAmount", &euros(line.discount));
                // UNTDID 5189: discount.
                xml.leaf("ram:ReasonCode", "95");
            });
        }
        xml.within("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
            xml.leaf("ram:LineTotalAmount", &euros(net));
        });
    });
}

fn write_agreement(xml: &mut Xml, invoice: &Invoice, totals: &Totals) {
    let Buyer { party, reference, order, .. } = &invoice.buyer;
    // BR-O-02: what is out of scope names no VAT numbers.
    let out = totals.vat.iter().any(|part| part.vat == Vat::OutOfScope);
    let exempt = totals.vat.iter().any(|part| matches!(part.vat, Vat::Exempt(_)));
    xml.leaf_if("ram:BuyerReference", reference);
    xml.within("ram:SellerTradeParty", |xml| {
        write_party(xml, &invoice.seller, true);
        write_tax_number(xml, &invoice.seller, out, exempt);
    });
    xml.within("ram:BuyerTradeParty", |xml| {
        write_party(xml, party, party.registered.is_none());
        write_tax_number(xml, party, out, false);
    });
    if !order.trim().is_empty() {
        xml.within("ram:BuyerOrderReferencedDocument", |xml| {
            xml.leaf("ram:IssuerAssignedID", order);
        });
    }
}

fn write_party(xml: &mut Xml, party: &Party, with_rna: bool) {
    // RNA numbers have no code of ISO 6523, so that no scheme is named.
    if let Some(rna) = party.rna.as_ref().filter(|_| with_rna) {
        xml.leaf("ram:ID", rna.as_str());
    }
    if let Some(Registered::Siret(siret)) = &party.registered {
        xml.marked("ram:GlobalID", "schemeID=\"0009\"", siret.as_str());
    }
    xml.leaf("ram:Name", &party.name);
    if let Some(siren) = party.siren() {
        xml.within("ram:SpecifiedLegalOrganization", |xml| {
            xml.marked("ram:ID", "schemeID=\"0002\"", siren);
        });
    }
    let address = &party.address;
    xml.within("ram:PostalTradeAddress", |xml| {
        xml.leaf_if("ram:PostcodeCode", &address.postcode);
        xml.leaf_if("ram:LineOne", &address.street);
        xml.leaf_if("ram:LineTwo", &address.complement);
        xml.leaf("ram:CityName", &address.town);
        xml.leaf("ram:CountryID", &address.country);
    });
    let (scheme, address) = match endpoint(party) {
        None => return,
        Some(Endpoint::Directory(address)) => ("0225", address),
        Some(Endpoint::Mail(address)) => ("EM", address),
    };
    xml.within("ram:URIUniversalCommunication", |xml| {
        xml.marked("ram:URIID", &format!("schemeID=\"{scheme}\""), &address);
    });
}

/// The VAT number (BT-31, BT-48). An exempt seller without one is known to the tax office by its
/// other number (BT-32), which BR-E-02 wants in its place.
fn write_tax_number(xml: &mut Xml, party: &Party, out: bool, exempt: bool) {
    let (scheme, number) = match (&party.vat_number, &party.rna) {
        (Some(number), _) if !out => ("VA", number.as_str()),
        (None, rna) if exempt => match (party.siren(), rna) {
            (Some(siren), _) => ("FC", siren),
            (None, Some(rna)) => ("FC", rna.as_str()),
            (None, None) => return,
        },
        _ => return,
    };
    xml.within("ram:SpecifiedTaxRegistration", |xml| {
        xml.marked("ram:ID", &format!("schemeID=\"{scheme}\""), number);
    });
}

fn write_settlement(xml: &mut Xml, invoice: &Invoice, totals: &Totals) {
    match &invoice.payment {
        Some(Payment::Debit { creditor, .. }) => {
            xml.leaf("ram:CreditorReferenceID", creditor.as_str());
        }
        Some(Payment::Transfer { reference: Some(reference), .. }) => {
            xml.leaf("ram:PaymentReference", reference.as_str());
        }
        _ => {}
    }
    xml.leaf("ram:InvoiceCurrencyCode", "EUR");
    if let Some(payment) = &invoice.payment {
        xml.within("ram:SpecifiedTradeSettlementPaymentMeans", |xml| write_payment(xml, payment));
    }
    for part in &totals.vat {
        xml.within("ram:ApplicableTradeTax", |xml| write_vat_part(xml, part));
    }
    if let Delivered::During(first, last) = invoice.delivered {
        xml.within("ram:BillingSpecifiedPeriod", |xml| {
            write_day(xml, "ram:StartDateTime", first);
            write_day(xml, "ram:EndDateTime", last);
        });
    }
    for one in &invoice.adjustments {
        xml.within("ram:SpecifiedTradeAllowanceCharge", |xml| write_adjustment(xml, one));
    }
    xml.within("ram:SpecifiedTradePaymentTerms", |xml| {
        write_day(xml, "ram:DueDateDateTime", invoice.due);
        if let Some(Payment::Debit { mandate, .. }) = &invoice.payment {
            xml.leaf("ram:DirectDebitMandateID", mandate);
        }
    });
    xml.within("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
        xml.leaf("ram:LineTotalAmount", &euros(totals.sum));
        xml.leaf("ram:ChargeTotalAmount", &euros(totals.charges));
        xml.leaf("ram:AllowanceTotalAmount", &euros(totals.discounts));
        xml.leaf("ram:TaxBasisTotalAmount", &euros(totals.net));
        xml.marked("ram:TaxTotalAmount", "currencyID=\"EUR\"", &euros(totals.tax));
        xml.leaf("ram:GrandTotalAmount", &euros(totals.gross));
        xml.leaf("ram:TotalPrepaidAmount", &euros(totals.prepaid));
        xml.leaf("ram:DuePayableAmount", &euros(totals.due));
    });
    if let Kind::CreditNote(earlier) = &invoice.kind {
        xml.within("ram:InvoiceReferencedDocument", |xml| {
            xml.leaf("ram:IssuerAssignedID", &earlier.number);
            xml.within("ram:FormattedIssueDateTime", |xml| {
                xml.marked("qdt:DateTimeString", "format=\"102\"", &day(earlier.issued));
            });
        });
    }
}

/// Codes of UNTDID 4461.
fn write_payment(xml: &mut Xml, payment: &Payment) {
    let code = match payment {
        Payment::Transfer { .. } => "58",
        Payment::Debit { .. } => "59",
        Payment::Cash => "10",
        Payment::Cheque => "20",
        Payment::Card => "48",
    };
    xml.leaf("ram:TypeCode", code);
    match payment {
        Payment::Transfer { iban, bic, .. } => {
            xml.within("ram:PayeePartyCreditorFinancialAccount", |xml| {
                xml.leaf("ram:IBANID", iban.as_str());
            });
            if let Some(bic) = bic.as_ref().map(Bic::as_str) {
                xml.within("ram:PayeeSpecifiedCreditorFinancialInstitution", |xml| {
                    xml.leaf("ram:BICID", bic);
                });
            }
        }
        Payment::Debit { iban, .. } => xml.within("ram:PayerPartyDebtorFinancialAccount", |xml| {
            xml.leaf("ram:IBANID", iban.as_str());
        }),
        Payment::Cash | Payment::Cheque | Payment::Card => {}
    }
}

fn write_vat_part(xml: &mut Xml, part: &VatPart) {
    xml.leaf("ram:CalculatedAmount", &euros(part.tax));
    xml.leaf("ram:TypeCode", "VAT");
    xml.leaf_if("ram:ExemptionReason", part.vat.mention().unwrap_or_default());
    xml.leaf("ram:BasisAmount", &euros(part.base));
    xml.leaf("ram:CategoryCode", part.vat.category());
    xml.leaf_if("ram:ExemptionReasonCode", part.vat.exemption_code().unwrap_or_default());
    write_rate(xml, part.vat);
}

fn write_vat(xml: &mut Xml, vat: Vat) {
    xml.leaf("ram:TypeCode", "VAT");
    xml.leaf("ram:CategoryCode", vat.category());
    write_rate(xml, vat);
}

/// Out of scope there is no rate (BR-O-05 to 07), exempt it is nought.
fn write_rate(xml: &mut Xml, vat: Vat) {
    if vat != Vat::OutOfScope {
        let percent = format!("{}.{}", vat.tenths() / 10, vat.tenths() % 10);
        xml.leaf("ram:RateApplicablePercent", &percent);
    }
}

fn write_adjustment(xml: &mut Xml, one: &Adjustment) {
    write_indicator(xml, one.cents > 0);
    xml.leaf("ram:ActualAmount", &euros(one.cents.abs()));
    xml.leaf("ram:Reason", &one.reason);
    xml.within("ram:CategoryTradeTax", |xml| write_vat(xml, one.vat));
}

fn write_indicator(xml: &mut Xml, charge: bool) {
    xml.within("ram:ChargeIndicator", |xml| xml.leaf("udt:Indicator", &charge.to_string()));
}

fn write_day(xml: &mut Xml, element: &'static str, date: Date) {
    xml.within(element, |xml| xml.marked("udt:DateTimeString", "format=\"102\"", &day(date)));
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Thousandths as machines write them: `2.5`, `-0.125`, `3`.
fn thousandths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.unsigned_abs() / 1_000, value.unsigned_abs() % 1_000);
    let text = format!("{sign}{whole}.{rest:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
