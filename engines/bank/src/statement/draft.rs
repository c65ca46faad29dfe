//! Statements and entries while their elements come in.

use std::io::BufRead;

use jiff::civil::Date;

use super::{
    Balance, BatchDetails, COUNT_MAX, Code, Counterparty, Entry, EntryStatus, Number, Statement,
    Transaction,
};
use crate::Iban;
use crate::xml::{Message, ReadFault, ReadFaultKind, Step};

#[derive(Default)]
pub(super) struct StatementDraft {
    id: Option<String>,
    electronic_number: Option<u64>,
    legal_number: Option<u64>,
    page: Option<u64>,
    last_page: Option<bool>,
    from: Option<Date>,
    to: Option<Date>,
    account: Option<Number>,
    currency: Option<String>,
    opening: Option<(Balance, String)>,
    previous: Option<(Balance, String)>,
    closing: Option<(Balance, String)>,
    balance: BalanceDraft,
}

#[derive(Default)]
struct BalanceDraft {
    code: Option<String>,
    amount: Option<(i64, String)>,
    credit: Option<bool>,
    on: Option<Date>,
}

impl StatementDraft {
    /// Takes one step; `place` is its path below the statement.
    pub(super) fn take<R: BufRead>(
        &mut self,
        message: &Message<R>,
        place: &str,
        step: Step,
    ) -> Result<(), ReadFault> {
        match (place, step) {
            ("/Bal", Step::Opened) => self.balance = BalanceDraft::default(),
            ("/Bal", Step::Closed(_)) => return self.finish_balance(message),
            (_, Step::Closed(Some(text))) => match place.strip_prefix("/Bal/") {
                Some(below) => return self.balance.take(message, below, text),
                None => return self.take_head(message, place, text),
            },
            _ => {}
        }
        Ok(())
    }

    fn take_head<R: BufRead>(
        &mut self,
        message: &Message<R>,
        place: &str,
        text: String,
    ) -> Result<(), ReadFault> {
        match place {
            "/Id" => message.once(&mut self.id, text),
            "/ElctrncSeqNb" => message.once(&mut self.electronic_number, number(message, &text)?),
            "/LglSeqNb" => message.once(&mut self.legal_number, number(message, &text)?),
            "/StmtPgntn/PgNb" => message.once(&mut self.page, number(message, &text)?),
            "/StmtPgntn/LastPgInd" => message.once(&mut self.last_page, truth(message, &text)?),
            "/FrToDt/FrDtTm" => message.once(&mut self.from, message.date(&text)?),
            "/FrToDt/ToDtTm" => message.once(&mut self.to, message.date(&text)?),
            "/Acct/Id/IBAN" => {
                let iban = Iban::parse(&text)
                    .map_err(|fault| message.fault(ReadFaultKind::Iban(fault)))?;
                message.once(&mut self.account, Number::Iban(iban))
            }
            "/Acct/Id/Othr/Id" => message.once(&mut self.account, Number::Other(text)),
            "/Acct/Ccy" => message.once(&mut self.currency, text),
            _ => Ok(()),
        }
    }

    fn finish_balance<R: BufRead>(&mut self, message: &Message<R>) -> Result<(), ReadFault> {
        let missing = |name| message.fault(ReadFaultKind::Missing(name));
        let draft = std::mem::take(&mut self.balance);
        let place = match draft.code.as_deref() {
            Some("OPBD") => &mut self.opening,
            Some("PRCD") => &mut self.previous,
            Some("CLBD") => &mut self.closing,
            // Other balances, as CLAV and FWAV, are not booked ones.
            _ => return Ok(()),
        };
        let (minor, currency) = draft.amount.ok_or_else(|| missing("Amt"))?;
        let credit = draft.credit.ok_or_else(|| missing("CdtDbtInd"))?;
        let on = draft.on.ok_or_else(|| missing("Dt"))?;
        message.once(place, (Balance { minor: signed(minor, credit), on }, currency))
    }

    pub(super) fn finish<R: BufRead>(
        self,
        message: &Message<R>,
        message_id: &str,
    ) -> Result<Statement, ReadFault> {
        let missing = |name| message.fault(ReadFaultKind::Missing(name));
        let opening = self.opening.or(self.previous);
        let (opening, currency) = opening.ok_or_else(|| missing("Bal OPBD"))?;
        let (closing, other) = self.closing.ok_or_else(|| missing("Bal CLBD"))?;
        let mut told = self.currency.into_iter().chain([other]);
        if let Some(other) = told.find(|other| *other != currency) {
            return Err(message.fault(ReadFaultKind::OtherCurrency(other)));
        }
        Ok(Statement {
            message: message_id.to_owned(),
            id: self.id.ok_or_else(|| missing("Id"))?,
            electronic_number: self.electronic_number,
            legal_number: self.legal_number,
            page: self.page.zip(self.last_page),
            from: self.from,
            to: self.to,
            account: self.account.ok_or_else(|| missing("Acct"))?,
            currency,
            opening,
            closing,
        })
    }
}

impl BalanceDraft {
    fn take<R: BufRead>(
        &mut self,
        message: &Message<R>,
        below: &str,
        text: String,
    ) -> Result<(), ReadFault> {
        match below {
            "Tp/CdOrPrtry/Cd" => message.once(&mut self.code, text),
            // Banks code many a balance; what is not booked may be in whatever currency.
            "Amt" if matches!(self.code.as_deref(), Some("OPBD" | "PRCD" | "CLBD")) => {
                message.once(&mut self.amount, message.amount(&text)?)
            }
            "CdtDbtInd" => message.once(&mut self.credit, credit(message, &text)?),
            "Dt/Dt" | "Dt/DtTm" => message.once(&mut self.on, message.date(&text)?),
            _ => Ok(()),
        }
    }
}

#[derive(Default)]
pub(super) struct EntryDraft {
    reference: Option<String>,
    minor: Option<i64>,
    credit: Option<bool>,
    reversal: Option<bool>,
    status: Option<EntryStatus>,
    booked_on: Option<Date>,
    value_on: Option<Date>,
    bank_reference: Option<String>,
    code: Code,
    batch: Option<BatchDetails>,
    transactions: Vec<TransactionDraft>,
    note: Option<String>,
}

#[derive(Default)]
struct TransactionDraft {
    minor: Option<i64>,
    credit: Option<bool>,
    debtor: Counterparty,
    creditor: Counterparty,
    told: Transaction,
}

impl EntryDraft {
    /// Takes one step; `below` is its path below the entry.
    pub(super) fn take<R: BufRead>(
        &mut self,
        message: &Message<R>,
        below: &str,
        step: Step,
        currency: &str,
    ) -> Result<(), ReadFault> {
        if let Some(inside) = below.strip_prefix("NtryDtls/TxDtls") {
            return self.take_transaction(message, inside, step, currency);
        }
        let Step::Closed(Some(text)) = step else { return Ok(()) };
        if let Some(place) = below.strip_prefix("BkTxCd/") {
            self.code.take(place, text);
            return Ok(());
        }
        match below {
            "NtryRef" => message.once(&mut self.reference, text),
            "Amt" => message.once(&mut self.minor, amount(message, &text, currency)?),
            "CdtDbtInd" => message.once(&mut self.credit, credit(message, &text)?),
            "RvslInd" => message.once(&mut self.reversal, truth(message, &text)?),
            "Sts" | "Sts/Cd" | "Sts/Prtry" => message.once(&mut self.status, status(text)),
            "BookgDt/Dt" | "BookgDt/DtTm" => {
                message.once(&mut self.booked_on, message.date(&text)?)
            }
            "ValDt/Dt" | "ValDt/DtTm" => message.once(&mut self.value_on, message.date(&text)?),
            "AcctSvcrRef" => message.once(&mut self.bank_reference, text),
            "AddtlNtryInf" => message.once(&mut self.note, text),
            "NtryDtls/Btch/MsgId" => {
                self.batch.get_or_insert_default().message = Some(text);
                Ok(())
            }
            "NtryDtls/Btch/PmtInfId" => {
                self.batch.get_or_insert_default().payment_information = Some(text);
                Ok(())
            }
            "NtryDtls/Btch/NbOfTxs" => {
                self.batch.get_or_insert_default().count = Some(number(message, &text)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn take_transaction<R: BufRead>(
        &mut self,
        message: &Message<R>,
        inside: &str,
        step: Step,
        currency: &str,
    ) -> Result<(), ReadFault> {
        match (inside, step) {
            ("", Step::Opened) => {
                if self.transactions.len() >= COUNT_MAX {
                    return Err(message.fault(ReadFaultKind::Count));
                }
                self.transactions.push(TransactionDraft::default());
            }
            (_, Step::Closed(Some(text))) => {
                if let Some(last) = self.transactions.last_mut() {
                    return last.take(message, inside, text, currency);
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish<R: BufRead>(
        self,
        message: &Message<R>,
        statement: &Statement,
    ) -> Result<Entry, ReadFault> {
        let missing = |name| message.fault(ReadFaultKind::Missing(name));
        let minor = self.minor.ok_or_else(|| missing("Amt"))?;
        let credit = self.credit.ok_or_else(|| missing("CdtDbtInd"))?;
        let reversal = self.reversal.unwrap_or(false);
        let finish = |draft: TransactionDraft| draft.finish(credit, reversal, &statement.account);
        Ok(Entry {
            line: message.line(),
            reference: self.reference,
            minor: signed(minor, credit),
            reversal,
            status: self.status.ok_or_else(|| missing("Sts"))?,
            booked_on: self.booked_on,
            value_on: self.value_on,
            bank_reference: self.bank_reference,
            code: self.code,
            batch: self.batch,
            transactions: self.transactions.into_iter().map(finish).collect(),
            note: self.note,
        })
    }
}

impl TransactionDraft {
    fn take<R: BufRead>(
        &mut self,
        message: &Message<R>,
        inside: &str,
        text: String,
        currency: &str,
    ) -> Result<(), ReadFault> {
        if let Some(place) = inside.strip_prefix("/BkTxCd/") {
            self.told.code.take(place, text);
            return Ok(());
        }
        let told = &mut self.told;
        match inside {
            // The one directly below is the newer place for what the other said.
            "/Amt" | "/AmtDtls/TxAmt/Amt" if message.currency() == currency => {
                let minor = amount(message, &text, currency)?;
                if inside == "/Amt" || self.minor.is_none() {
                    self.minor = Some(minor);
                }
            }
            "/CdtDbtInd" => return message.once(&mut self.credit, credit(message, &text)?),
            "/Refs/EndToEndId" if text == "NOTPROVIDED" => {}
            "/Refs/EndToEndId" => return message.once(&mut told.end_to_end, text),
            "/Refs/MndtId" => return message.once(&mut told.mandate, text),
            "/Refs/PmtInfId" => return message.once(&mut told.payment_information, text),
            "/Refs/AcctSvcrRef" => return message.once(&mut told.bank_reference, text),
            "/RmtInf/Ustrd" => told.texts.push(text),
            "/RmtInf/Strd/CdtrRefInf/Ref" => told.references.push(text),
            "/RtrInf/Rsn/Cd" | "/RtrInf/Rsn/Prtry" => {
                return message.once(&mut told.return_reason, text);
            }
            "/RtrInf/AddtlInf" => told.return_notes.push(text),
            "/RltdPties/Dbtr/Nm" | "/RltdPties/Dbtr/Pty/Nm" => self.debtor.name = Some(text),
            "/RltdPties/Cdtr/Nm" | "/RltdPties/Cdtr/Pty/Nm" => self.creditor.name = Some(text),
            "/RltdPties/DbtrAcct/Id/IBAN" | "/RltdPties/DbtrAcct/Id/Othr/Id" => {
                self.debtor.account = Some(any_number(text));
            }
            "/RltdPties/CdtrAcct/Id/IBAN" | "/RltdPties/CdtrAcct/Id/Othr/Id" => {
                self.creditor.account = Some(any_number(text));
            }
            _ => {}
        }
        Ok(())
    }

    /// The other side is the debtor of what is credited and the creditor of what is debited; the
    /// other way round in a reversal, which names the parties of what it takes back. Whoever has
    /// the statement's own account is not the other side.
    fn finish(self, entry_credit: bool, reversal: bool, own: &Number) -> Transaction {
        let credit = self.credit.unwrap_or(entry_credit);
        let mut sides = [self.debtor, self.creditor];
        if credit == reversal {
            sides.reverse();
        }
        let other = |side: &&Counterparty| {
            **side != Counterparty::default() && side.account.as_ref() != Some(own)
        };
        let counterparty = sides.iter().find(other).cloned().unwrap_or_default();
        let minor = self.minor.map(|minor| signed(minor, credit));
        Transaction { minor, counterparty, ..self.told }
    }
}

impl Code {
    fn take(&mut self, place: &str, text: String) {
        let field = match place {
            "Domn/Cd" => &mut self.domain,
            "Domn/Fmly/Cd" => &mut self.family,
            "Domn/Fmly/SubFmlyCd" => &mut self.sub_family,
            "Prtry/Cd" => &mut self.proprietary,
            "Prtry/Issr" => &mut self.issuer,
            _ => return,
        };
        *field = Some(text);
    }
}

fn signed(minor: i64, credit: bool) -> i64 {
    if credit { minor } else { -minor }
}

fn status(text: String) -> EntryStatus {
    match text.as_str() {
        "BOOK" => EntryStatus::Booked,
        "PDNG" => EntryStatus::Pending,
        _ => EntryStatus::Other(text),
    }
}

fn any_number(text: String) -> Number {
    Iban::parse(&text).map_or(Number::Other(text), Number::Iban)
}

fn amount<R: BufRead>(message: &Message<R>, text: &str, currency: &str) -> Result<i64, ReadFault> {
    let (minor, found) = message.amount(text)?;
    if found == currency {
        return Ok(minor);
    }
    Err(message.fault(ReadFaultKind::OtherCurrency(found)))
}

fn credit<R: BufRead>(message: &Message<R>, text: &str) -> Result<bool, ReadFault> {
    message.word(text, &["CRDT"], &["DBIT"])
}

fn truth<R: BufRead>(message: &Message<R>, text: &str) -> Result<bool, ReadFault> {
    message.word(text, &["true", "1"], &["false", "0"])
}

/// A whole number; some banks write `5.0` into what the schema calls a number.
fn number<R: BufRead>(message: &Message<R>, text: &str) -> Result<u64, ReadFault> {
    let whole = text.split_once('.').filter(|(_, zeros)| zeros.bytes().all(|b| b == b'0'));
    let digits = whole.map_or(text, |(whole, _)| whole);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| plain);
    number.ok_or_else(|| message.fault(ReadFaultKind::Amount(text.to_owned())))
}
