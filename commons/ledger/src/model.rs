//! What the book is made of: accounts and transfers, in the terms that TigerBeetle publishes.

use std::fmt;
use std::str::FromStr;

use base::{Id, Outcome, Refusal};
use serde::{Deserialize, Serialize};

/// Marks ids of transfers.
pub enum TransferKind {}
/// The id of a transfer, given by whoever asks for it: the same id is the same transfer.
pub type TransferId = Id<TransferKind>;

/// The number of a legal entity that keeps a book, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub i64);

/// Accounts of one entity, at most.
pub(crate) const ACCOUNTS_LIMIT: i64 = 1 << 32;

/// The number of an account: that of its entity and, from 1, its own in there. Written `3-17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub(crate) i64);

impl AccountId {
    /// No account: in a second phase, that of the first.
    pub const UNSET: AccountId = AccountId(0);

    /// The `serial`th account of an entity.
    pub fn new(entity: EntityId, serial: i64) -> Self {
        Self(entity.0 * ACCOUNTS_LIMIT + serial)
    }

    /// The entity in whose book it is.
    pub fn entity(self) -> EntityId {
        EntityId(self.0 / ACCOUNTS_LIMIT)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.entity().0, self.0 % ACCOUNTS_LIMIT)
    }
}

impl FromStr for AccountId {
    type Err = Refusal;

    fn from_str(text: &str) -> Outcome<Self> {
        let number = |digits: &str| digits.parse().ok().filter(|n| (1..ACCOUNTS_LIMIT).contains(n));
        let (entity, serial) = text.split_once('-').ok_or(Refusal::Unknown)?;
        match (number(entity).filter(|n| *n < 1 << 21), number(serial)) {
            (Some(entity), Some(serial)) => Ok(Self::new(EntityId(entity), serial)),
            _ => Err(Refusal::Unknown),
        }
    }
}

/// A day, counted from 1970-01-01: when a transfer takes effect.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Day(pub i64);

impl Day {
    /// The day of a date.
    pub fn of(date: jiff::civil::Date) -> Self {
        let start = jiff::civil::Date::constant(1970, 1, 1);
        Self(date.since(start).map_or(0, |span| i64::from(span.get_days())))
    }

    /// The date of a day; beyond the calendar, its end.
    pub fn date(self) -> jiff::civil::Date {
        let days = jiff::Span::new().try_days(self.0);
        let moved = days.and_then(|days| jiff::civil::Date::constant(1970, 1, 1).checked_add(days));
        moved.unwrap_or(jiff::civil::Date::MAX)
    }
}

/// An account: what was taken from it (debits) and given to it (credits), in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// Debits of transfers that wait for their second phase.
    pub debits_pending: i64,
    /// Debits that are final.
    pub debits_posted: i64,
    /// Credits of transfers that wait for their second phase.
    pub credits_pending: i64,
    /// Credits that are final.
    pub credits_posted: i64,
}

impl Balances {
    /// Credits less debits, both final.
    pub fn net(&self) -> i64 {
        self.credits_posted - self.debits_posted
    }

    /// What can still be taken: credits less all debits, final or pending.
    pub fn available(&self) -> i64 {
        self.net() - self.debits_pending
    }
}

/// What a transfer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Moves the amount.
    Single,
    /// Sets the amount aside, for so many seconds or, when 0, until its second phase.
    Pending {
        /// Seconds after which it expires.
        timeout_s: i64,
    },
    /// Moves what a pending transfer set aside, or part of it; the rest is free again.
    Post {
        /// The pending transfer.
        pending: TransferId,
    },
    /// Frees what a pending transfer set aside.
    Void {
        /// The pending transfer.
        pending: TransferId,
    },
    /// Written by the book itself when a pending transfer has expired.
    Expire {
        /// The pending transfer.
        pending: TransferId,
    },
}

/// As much as there is: for balancing transfers and for posting in full.
pub const ALL: i64 = i64::MAX;

/// A transfer that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its id, chosen by who asks.
    pub id: TransferId,
    /// From which account.
    pub debit: AccountId,
    /// To which account.
    pub credit: AccountId,
    /// How much, in minor units; [`ALL`] posts in full.
    pub amount: i64,
    /// What it does.
    pub phase: Phase,
    /// All or none, together with the next one.
    pub linked: bool,
    /// At most what the debit account has.
    pub balancing_debit: bool,
    /// At most what the credit account owes.
    pub balancing_credit: bool,
    /// What for, as `programme.act`: a word that reports count by.
    pub code: String,
    /// The business object, as `kind:id`.
    pub reference: String,
    /// In words, for statements.
    pub label: String,
    /// When it takes effect; the day of its booking if not said.
    pub effective: Option<Day>,
}

impl Transfer {
    /// A transfer in one phase.
    pub fn new(id: TransferId, debit: AccountId, credit: AccountId, amount: i64) -> Self {
        Self {
            id,
            debit,
            credit,
            amount,
            phase: Phase::Single,
            linked: false,
            balancing_debit: false,
            balancing_credit: false,
            code: String::new(),
            reference: String::new(),
            label: String::new(),
            effective: None,
        }
    }

    /// Sets an amount aside.
    #[must_use]
    pub fn pending(self, timeout_s: i64) -> Self {
        Self { phase: Phase::Pending { timeout_s }, ..self }
    }

    /// Moves all or part of what was set aside, between the accounts of the first phase.
    pub fn post(id: TransferId, pending: TransferId, amount: i64) -> Self {
        let phase = Phase::Post { pending };
        Self { phase, ..Self::new(id, AccountId::UNSET, AccountId::UNSET, amount) }
    }

    /// Frees what was set aside.
    pub fn void(id: TransferId, pending: TransferId) -> Self {
        let phase = Phase::Void { pending };
        Self { phase, ..Self::new(id, AccountId::UNSET, AccountId::UNSET, 0) }
    }

    /// The same, done only if the next one is.
    #[must_use]
    pub fn linked(self) -> Self {
        Self { linked: true, ..self }
    }

    /// The same, for a purpose, a business object, and in words.
    #[must_use]
    pub fn about(self, code: &str, reference: &str, label: &str) -> Self {
        let (code, reference, label) = (code.to_owned(), reference.to_owned(), label.to_owned());
        Self { code, reference, label, ..self }
    }

    /// The pending transfer that this one ends.
    pub(crate) fn ends(&self) -> Option<TransferId> {
        match self.phase {
            Phase::Post { pending } | Phase::Void { pending } | Phase::Expire { pending } => {
                Some(pending)
            }
            Phase::Single | Phase::Pending { .. } => None,
        }
    }
}

/// A transfer in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// As it was asked for, with the amount, the accounts and the day that it got.
    pub transfer: Transfer,
    /// Its place in the book of its entity, from 1.
    pub number: i64,
    /// When it was booked.
    pub at: base::Moment,
    /// When it takes effect.
    pub effective: Day,
    /// Credits less debits of the debit account, all that is final, after it.
    pub debit_balance: i64,
    /// Credits less debits of the credit account, all that is final, after it.
    pub credit_balance: i64,
    /// The number of the transfer before it on the debit account; 0 if it is the first.
    pub debit_before: i64,
    /// The same on the credit account.
    pub credit_before: i64,
}

/// What became of a transfer that was asked for. The names are those of TigerBeetle's statuses;
/// the last five are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "they say it themselves, and are documented where they come from")]
pub enum Status {
    Created,
    LinkedEventFailed,
    LinkedEventChainOpen,
    IdAlreadyFailed,
    Exists,
    ExistsWithDifferentFlags,
    ExistsWithDifferentDebitAccountId,
    ExistsWithDifferentCreditAccountId,
    ExistsWithDifferentAmount,
    ExistsWithDifferentPendingId,
    ExistsWithDifferentUserData,
    ExistsWithDifferentTimeout,
    ExistsWithDifferentCode,
    FlagsAreMutuallyExclusive,
    AccountsMustBeDifferent,
    PendingIdMustBeDifferent,
    DebitAccountNotFound,
    CreditAccountNotFound,
    AccountsMustHaveTheSameLedger,
    PendingTransferNotFound,
    PendingTransferNotPending,
    PendingTransferHasDifferentDebitAccountId,
    PendingTransferHasDifferentCreditAccountId,
    PendingTransferHasDifferentCode,
    PendingTransferHasDifferentAmount,
    ExceedsPendingTransferAmount,
    PendingTransferAlreadyPosted,
    PendingTransferAlreadyVoided,
    PendingTransferExpired,
    DebitAccountAlreadyClosed,
    CreditAccountAlreadyClosed,
    OverflowsDebitsPending,
    OverflowsCreditsPending,
    OverflowsDebitsPosted,
    OverflowsCreditsPosted,
    OverflowsDebits,
    OverflowsCredits,
    OverflowsTimeout,
    ExceedsCredits,
    ExceedsDebits,
    /// Amounts and timeouts are not negative.
    AmountMustNotBeNegative,
    /// Only the book itself writes that a transfer expired.
    ExpiryIsReserved,
    /// The day is in a period that is closed.
    PeriodIsClosed,
    /// The day is before 2000 or more than two years ahead.
    EffectiveOutOfRange,
    /// A purpose, a reference or a label is longer than the book takes.
    TextTooLong,
}

/// Each status with its name, as machines read it.
const NAMES: [(Status, &str); 45] = [
    (Status::Created, "created"),
    (Status::LinkedEventFailed, "linked_event_failed"),
    (Status::LinkedEventChainOpen, "linked_event_chain_open"),
    (Status::IdAlreadyFailed, "id_already_failed"),
    (Status::Exists, "exists"),
    (Status::ExistsWithDifferentFlags, "exists_with_different_flags"),
    (Status::ExistsWithDifferentDebitAccountId, "exists_with_different_debit_account_id"),
    (Status::ExistsWithDifferentCreditAccountId, "exists_with_different_credit_account_id"),
    (Status::ExistsWithDifferentAmount, "exists_with_different_amount"),
    (Status::ExistsWithDifferentPendingId, "exists_with_different_pending_id"),
    (Status::ExistsWithDifferentUserData, "exists_with_different_user_data"),
    (Status::ExistsWithDifferentTimeout, "exists_with_different_timeout"),
    (Status::ExistsWithDifferentCode, "exists_with_different_code"),
    (Status::FlagsAreMutuallyExclusive, "flags_are_mutually_exclusive"),
    (Status::AccountsMustBeDifferent, "accounts_must_be_different"),
    (Status::PendingIdMustBeDifferent, "pending_id_must_be_different"),
    (Status::DebitAccountNotFound, "debit_account_not_found"),
    (Status::CreditAccountNotFound, "credit_account_not_found"),
    (Status::AccountsMustHaveTheSameLedger, "accounts_must_have_the_same_ledger"),
    (Status::PendingTransferNotFound, "pending_transfer_not_found"),
    (Status::PendingTransferNotPending, "pending_transfer_not_pending"),
    (
        Status::PendingTransferHasDifferentDebitAccountId,
        "pending_transfer_has_different_debit_account_id",
    ),
    (
        Status::PendingTransferHasDifferentCreditAccountId,
        "pending_transfer_has_different_credit_account_id",
    ),
    (Status::PendingTransferHasDifferentCode, "pending_transfer_has_different_code"),
    (Status::PendingTransferHasDifferentAmount, "pending_transfer_has_different_amount"),
    (Status::ExceedsPendingTransferAmount, "exceeds_pending_transfer_amount"),
    (Status::PendingTransferAlreadyPosted, "pending_transfer_already_posted"),
    (Status::PendingTransferAlreadyVoided, "pending_transfer_already_voided"),
    (Status::PendingTransferExpired, "pending_transfer_expired"),
    (Status::DebitAccountAlreadyClosed, "debit_account_already_closed"),
    (Status::CreditAccountAlreadyClosed, "credit_account_already_closed"),
    (Status::OverflowsDebitsPending, "overflows_debits_pending"),
    (Status::OverflowsCreditsPending, "overflows_credits_pending"),
    (Status::OverflowsDebitsPosted, "overflows_debits_posted"),
    (Status::OverflowsCreditsPosted, "overflows_credits_posted"),
    (Status::OverflowsDebits, "overflows_debits"),
    (Status::OverflowsCredits, "overflows_credits"),
    (Status::OverflowsTimeout, "overflows_timeout"),
    (Status::ExceedsCredits, "exceeds_credits"),
    (Status::ExceedsDebits, "exceeds_debits"),
    (Status::AmountMustNotBeNegative, "amount_must_not_be_negative"),
    (Status::ExpiryIsReserved, "expiry_is_reserved"),
    (Status::PeriodIsClosed, "period_is_closed"),
    (Status::EffectiveOutOfRange, "effective_out_of_range"),
    (Status::TextTooLong, "text_too_long"),
];

impl Status {
    /// Its name, as machines read it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }

    /// The status of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(status, _)| *status)
    }

    /// Whether the state of the book refused it, which may be another tomorrow: its id is spent, so
    /// that a late copy of the request does not succeed where the first one failed.
    pub fn is_transient(self) -> bool {
        use Status::*;
        matches!(
            self,
            DebitAccountNotFound
                | CreditAccountNotFound
                | PendingTransferNotFound
                | ExceedsCredits
                | ExceedsDebits
                | DebitAccountAlreadyClosed
                | CreditAccountAlreadyClosed
        )
    }
}
