//! What a batch of transfers does to the accounts that it names: pure, all in memory.
//!
//! The order of the tests is TigerBeetle's, so that of several faults the same one is told. An
//! account may be in debit up to its own limit, where TigerBeetle knows only a limit of nothing.
//! Deliberately absent: closing transfers (accounts are closed by a verb) and imports with their
//! own moments; 128-bit numbers: amounts fit 63 bits.

use std::collections::{BTreeMap, HashMap};

use base::Moment;

use crate::model::{
    ALL, AccountId, Balances, Booked, Day, EntityId, Phase, Status, Transfer, TransferId,
};
use crate::trail::Trail;

/// Characters of a purpose, a reference and a label, at most.
pub const TEXT_LIMITS: [usize; 3] = [40, 80, 200];
/// Seconds after which a pending transfer may expire, at most: ten years.
const TIMEOUT_LIMIT_S: i64 = 10 * 366 * 86_400;
/// The first day that a transfer may take effect: 2000-01-01.
const FIRST_DAY: Day = Day(10_957);
/// Days ahead of today that a transfer may take effect, at most.
const DAYS_AHEAD: i64 = 2 * 366;

/// An account, as far as transfers are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// In what it counts; transfers stay within a unit.
    pub unit: String,
    /// How far debits, pending ones too, may exceed credits.
    pub max_debit: Option<i64>,
    /// How far credits, pending ones too, may exceed debits.
    pub max_credit: Option<i64>,
    /// Whether it takes part no more.
    pub closed: bool,
    /// What stands in it.
    pub balances: Balances,
    /// The transfers that touched it.
    pub trail: Trail,
}

/// Where a pending transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// The amount is set aside.
    Waiting,
    /// It was moved, all or in part.
    Posted,
    /// It was freed.
    Voided,
    /// Its time ran out.
    Expired,
}

/// The part of the book that a batch touches.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The present moment.
    pub now: Moment,
    /// Its day in France: when transfers take effect that say nothing else.
    pub today: Day,
    /// Accounts named by the batch that exist.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Transfers named by the batch that exist already.
    pub known: HashMap<TransferId, Booked>,
    /// Those of them that were pending, and where they stand.
    pub pendings: HashMap<TransferId, PendingState>,
    /// Ids that are spent.
    pub failed: HashMap<TransferId, Status>,
    /// Of each entity, the number of its last transfer and the last day of its closed periods.
    pub heads: BTreeMap<EntityId, (i64, Day)>,
    /// What was booked, in order.
    pub booked: Vec<TransferId>,
    /// Transfers to be marked: of an account, by number.
    pub marks: Vec<(AccountId, i64)>,
    undo: Vec<Undo>,
}

#[derive(Clone, Debug)]
enum Undo {
    Account(AccountId, Balances, Trail),
    Pending(TransferId, Option<PendingState>),
    Booked(TransferId, EntityId),
}

/// When a pending transfer expires, if it does.
pub fn expires_at(booked: &Booked) -> Option<Moment> {
    match booked.transfer.phase {
        Phase::Pending { timeout_s } if timeout_s > 0 => Some(booked.at.plus_seconds(timeout_s)),
        _ => None,
    }
}

impl Desk {
    /// An empty desk at a moment.
    pub fn at(now: Moment) -> Self {
        Self { now, today: today(now), ..Self::default() }
    }

    /// Carries out a batch; what became of each, in order.
    pub fn create_transfers(&mut self, asked: &[Transfer]) -> Vec<Status> {
        let mut statuses = Vec::with_capacity(asked.len());
        let mut chain: Option<(usize, bool)> = None;
        for (at, event) in asked.iter().enumerate() {
            if event.linked && chain.is_none() {
                chain = Some((at, false));
                self.undo.clear();
            }
            let open = event.linked && at + 1 == asked.len();
            let status = match chain {
                _ if open => Status::LinkedEventChainOpen,
                Some((_, true)) => Status::LinkedEventFailed,
                _ => self.create(event),
            };
            if let Some((begun, broken)) = &mut chain
                && status != Status::Created
                && !*broken
            {
                *broken = true;
                statuses.truncate(*begun);
                statuses.resize(at, Status::LinkedEventFailed);
                self.roll_back();
            }
            if status.is_transient() {
                self.failed.insert(event.id, status);
            }
            statuses.push(status);
            if !event.linked || open {
                chain = None;
            }
        }
        statuses
    }

    /// Writes that pending transfers have expired. `id` makes ids.
    pub fn expire(&mut self, due: &[TransferId], mut id: impl FnMut() -> TransferId) {
        for pending in due {
            let Some(first) = self.known.get(pending).cloned() else { continue };
            let transfer = Transfer {
                id: id(),
                phase: Phase::Expire { pending: *pending },
                linked: false,
                balancing_debit: false,
                balancing_credit: false,
                // An expiry moves nothing: no closed period changes by it.
                effective: None,
                ..first.transfer.clone()
            };
            self.set_pending(*pending, PendingState::Expired);
            self.book(transfer, first.transfer.amount, 0);
        }
    }

    fn roll_back(&mut self) {
        while let Some(undo) = self.undo.pop() {
            match undo {
                Undo::Account(id, balances, trail) => {
                    if let Some(account) = self.accounts.get_mut(&id) {
                        (account.balances, account.trail) = (balances, trail);
                    }
                }
                Undo::Pending(id, Some(before)) => drop(self.pendings.insert(id, before)),
                Undo::Pending(id, None) => drop(self.pendings.remove(&id)),
                Undo::Booked(id, entity) => {
                    let gone = self.known.remove(&id).map_or(0, |booked| booked.number);
                    self.marks.retain(|(id, at)| id.entity() != entity || *at != gone);
                    self.booked.pop();
                    if let Some(head) = self.heads.get_mut(&entity) {
                        head.0 -= 1;
                    }
                }
            }
        }
    }

    fn create(&mut self, asked: &Transfer) -> Status {
        if let Some(known) = self.known.get(&asked.id) {
            return self.exists(asked, known);
        }
        if self.failed.contains_key(&asked.id) {
            return Status::IdAlreadyFailed;
        }
        let second_phase = asked.ends().is_some();
        let outcome = match asked.phase {
            Phase::Expire { .. } => Err(Status::ExpiryIsReserved),
            _ if asked.amount < 0 => Err(Status::AmountMustNotBeNegative),
            _ if texts_too_long(asked) => Err(Status::TextTooLong),
            _ if second_phase => self.second_phase(asked),
            _ => self.first_phase(asked),
        };
        outcome.err().unwrap_or(Status::Created)
    }

    fn first_phase(&mut self, asked: &Transfer) -> Result<(), Status> {
        if asked.debit == asked.credit {
            return Err(Status::AccountsMustBeDifferent);
        }
        let debit = self.accounts.get(&asked.debit).ok_or(Status::DebitAccountNotFound)?;
        let credit = self.accounts.get(&asked.credit).ok_or(Status::CreditAccountNotFound)?;
        if asked.debit.entity() != asked.credit.entity() || debit.unit != credit.unit {
            return Err(Status::AccountsMustHaveTheSameLedger);
        }
        if debit.closed {
            return Err(Status::DebitAccountAlreadyClosed);
        }
        if credit.closed {
            return Err(Status::CreditAccountAlreadyClosed);
        }
        self.effective_fault(asked)?;
        let amount = balanced(asked, debit, credit);
        let timeout_s = match asked.phase {
            Phase::Pending { timeout_s } => Some(timeout_s),
            _ => None,
        };
        overflows(&debit.balances, &credit.balances, amount, timeout_s.is_some())?;
        if timeout_s.is_some_and(|timeout_s| !(0..=TIMEOUT_LIMIT_S).contains(&timeout_s)) {
            return Err(Status::OverflowsTimeout);
        }
        if exceeds(debit.max_debit, debit.balances.debits_pending, -debit.balances.net(), amount) {
            return Err(Status::ExceedsCredits);
        }
        if exceeds(
            credit.max_credit,
            credit.balances.credits_pending,
            credit.balances.net(),
            amount,
        ) {
            return Err(Status::ExceedsDebits);
        }
        if timeout_s.is_some() {
            self.set_pending(asked.id, PendingState::Waiting);
            self.book(asked.clone(), amount, amount);
        } else {
            self.book(asked.clone(), amount, 0);
        }
        Ok(())
    }

    fn second_phase(&mut self, asked: &Transfer) -> Result<(), Status> {
        let pending = asked.ends().ok_or(Status::PendingTransferNotFound)?;
        if asked.balancing_debit || asked.balancing_credit {
            return Err(Status::FlagsAreMutuallyExclusive);
        }
        if pending == asked.id {
            return Err(Status::PendingIdMustBeDifferent);
        }
        let first = self.known.get(&pending).ok_or(Status::PendingTransferNotFound)?;
        let state = self.pendings.get(&pending).ok_or(Status::PendingTransferNotPending)?;
        let before = &first.transfer;
        if asked.debit != AccountId::UNSET && asked.debit != before.debit {
            return Err(Status::PendingTransferHasDifferentDebitAccountId);
        }
        if asked.credit != AccountId::UNSET && asked.credit != before.credit {
            return Err(Status::PendingTransferHasDifferentCreditAccountId);
        }
        if !asked.code.is_empty() && asked.code != before.code {
            return Err(Status::PendingTransferHasDifferentCode);
        }
        let voids = matches!(asked.phase, Phase::Void { .. });
        let amount = match asked.amount {
            0 if voids => before.amount,
            ALL if !voids => before.amount,
            amount => amount,
        };
        if amount > before.amount {
            return Err(Status::ExceedsPendingTransferAmount);
        }
        if voids && amount < before.amount {
            return Err(Status::PendingTransferHasDifferentAmount);
        }
        match state {
            // Not yet swept.
            PendingState::Waiting if expires_at(first).is_some_and(|end| end <= self.now) => {
                return Err(Status::PendingTransferExpired);
            }
            PendingState::Waiting => {}
            PendingState::Posted => return Err(Status::PendingTransferAlreadyPosted),
            PendingState::Voided => return Err(Status::PendingTransferAlreadyVoided),
            PendingState::Expired => return Err(Status::PendingTransferExpired),
        }
        let closed = |id| self.accounts.get(id).is_some_and(|account: &Account| account.closed);
        if !voids && closed(&before.debit) {
            return Err(Status::DebitAccountAlreadyClosed);
        }
        if !voids && closed(&before.credit) {
            return Err(Status::CreditAccountAlreadyClosed);
        }
        let or = |own: &str, first: &str| if own.is_empty() { first } else { own }.to_owned();
        let transfer = Transfer {
            debit: before.debit,
            credit: before.credit,
            code: or(&asked.code, &before.code),
            reference: or(&asked.reference, &before.reference),
            label: or(&asked.label, &before.label),
            ..asked.clone()
        };
        let set_aside = before.amount;
        if !voids {
            self.effective_fault(&transfer)?;
        }
        self.set_pending(pending, if voids { PendingState::Voided } else { PendingState::Posted });
        self.book(transfer, amount, set_aside);
        Ok(())
    }

    fn effective_fault(&self, asked: &Transfer) -> Result<(), Status> {
        let day = asked.effective.unwrap_or(self.today);
        let closed = self.heads.get(&asked.debit.entity()).map_or(Day(0), |head| head.1);
        if day < FIRST_DAY || day.0 > self.today.0 + DAYS_AHEAD {
            Err(Status::EffectiveOutOfRange)
        } else if day <= closed {
            Err(Status::PeriodIsClosed)
        } else {
            Ok(())
        }
    }

    fn set_pending(&mut self, id: TransferId, state: PendingState) {
        let before = self.pendings.insert(id, state);
        self.undo.push(Undo::Pending(id, before));
    }

    /// Writes a transfer into the book and moves what it moves. `set_aside` is what a first phase
    /// sets aside, or what the one had set aside that a second phase ends.
    fn book(&mut self, transfer: Transfer, amount: i64, set_aside: i64) {
        let (pending, posted) = match transfer.phase {
            Phase::Single => (0, amount),
            Phase::Pending { .. } => (set_aside, 0),
            Phase::Post { .. } => (-set_aside, amount),
            Phase::Void { .. } => (-set_aside, 0),
            Phase::Expire { .. } => (-amount, 0),
        };
        let entity = transfer.debit.entity();
        let head = self.heads.entry(entity).or_insert((0, Day(0)));
        head.0 += 1;
        let number = head.0;
        let (debit_balance, debit_before) = self.change(transfer.debit, number, |balances| {
            balances.debits_pending += pending;
            balances.debits_posted += posted;
        });
        let (credit_balance, credit_before) = self.change(transfer.credit, number, |balances| {
            balances.credits_pending += pending;
            balances.credits_posted += posted;
        });
        let effective = transfer.effective.unwrap_or(self.today);
        let id = transfer.id;
        let transfer = Transfer { amount, ..transfer };
        let at = self.now;
        let booked = Booked {
            transfer,
            number,
            at,
            effective,
            debit_balance,
            credit_balance,
            debit_before,
            credit_before,
        };
        self.known.insert(id, booked);
        self.booked.push(id);
        self.undo.push(Undo::Booked(id, entity));
    }

    /// Changes an account; its balance after, and the number of the transfer before.
    fn change(
        &mut self,
        id: AccountId,
        number: i64,
        change: impl FnOnce(&mut Balances),
    ) -> (i64, i64) {
        let Some(account) = self.accounts.get_mut(&id) else { return (0, 0) };
        self.undo.push(Undo::Account(id, account.balances, account.trail));
        change(&mut account.balances);
        let (before, marked) = account.trail.add(number);
        if marked {
            self.marks.push((id, number));
        }
        (account.balances.net(), before)
    }

    /// The same id again: the same transfer, or in what it differs.
    fn exists(&self, asked: &Transfer, known: &Booked) -> Status {
        let before = &known.transfer;
        let set = |id: AccountId| id != AccountId::UNSET || asked.ends().is_none();
        let said = |text: &str| !text.is_empty() || asked.ends().is_none();
        if flags(asked) != flags(before) {
            Status::ExistsWithDifferentFlags
        } else if set(asked.debit) && asked.debit != before.debit {
            Status::ExistsWithDifferentDebitAccountId
        } else if set(asked.credit) && asked.credit != before.credit {
            Status::ExistsWithDifferentCreditAccountId
        } else if !self.same_amount(asked, before) {
            Status::ExistsWithDifferentAmount
        } else if asked.ends() != before.ends() {
            Status::ExistsWithDifferentPendingId
        } else if (said(&asked.reference) && asked.reference != before.reference)
            || (said(&asked.label) && asked.label != before.label)
            || asked.effective.is_some_and(|day| day != known.effective)
        {
            Status::ExistsWithDifferentUserData
        } else if asked.phase != before.phase {
            Status::ExistsWithDifferentTimeout
        } else if said(&asked.code) && asked.code != before.code {
            Status::ExistsWithDifferentCode
        } else {
            Status::Exists
        }
    }

    /// A balancing transfer may have moved less than it asked for, and one that posts or voids may
    /// leave the amount to the first phase.
    fn same_amount(&self, asked: &Transfer, before: &Transfer) -> bool {
        let first = asked.ends().or(before.ends()).and_then(|id| self.known.get(&id));
        let whole = first.is_some_and(|first| first.transfer.amount == before.amount);
        match asked.phase {
            Phase::Post { .. } if asked.amount == ALL => whole,
            Phase::Void { .. } if asked.amount == 0 => true,
            _ if asked.balancing_debit || asked.balancing_credit => asked.amount >= before.amount,
            _ => asked.amount == before.amount,
        }
    }
}

/// The day in France of a moment.
pub fn today(now: Moment) -> Day {
    Day::of(now.in_france().date())
}

fn texts_too_long(asked: &Transfer) -> bool {
    let texts = [&asked.code, &asked.reference, &asked.label];
    texts.iter().zip(TEXT_LIMITS).any(|(text, limit)| text.chars().count() > limit)
}

/// All that TigerBeetle calls flags: which phase, and what modifies it.
fn flags(transfer: &Transfer) -> (std::mem::Discriminant<Phase>, [bool; 3]) {
    let Transfer { linked, balancing_debit, balancing_credit, .. } = *transfer;
    (std::mem::discriminant(&transfer.phase), [linked, balancing_debit, balancing_credit])
}

fn balanced(asked: &Transfer, debit: &Account, credit: &Account) -> i64 {
    let mut amount = asked.amount;
    if asked.balancing_debit {
        let there = debit.balances.available().saturating_add(debit.max_debit.unwrap_or(0));
        amount = amount.min(there.max(0));
    }
    if asked.balancing_credit {
        let Balances { credits_pending, .. } = credit.balances;
        let owed = (-credit.balances.net()).saturating_sub(credits_pending);
        amount = amount.min(owed.saturating_add(credit.max_credit.unwrap_or(0)).max(0));
    }
    amount
}

/// Sums of pending and final amounts stay within 63 bits, so that no later sum overflows.
fn overflows(debit: &Balances, credit: &Balances, amount: i64, pends: bool) -> Result<(), Status> {
    let over =
        |sums: &[i64]| sums.iter().try_fold(amount, |sum, part| sum.checked_add(*part)).is_none();
    if pends && over(&[debit.debits_pending]) {
        Err(Status::OverflowsDebitsPending)
    } else if pends && over(&[credit.credits_pending]) {
        Err(Status::OverflowsCreditsPending)
    } else if over(&[debit.debits_posted]) {
        Err(Status::OverflowsDebitsPosted)
    } else if over(&[credit.credits_posted]) {
        Err(Status::OverflowsCreditsPosted)
    } else if over(&[debit.debits_pending, debit.debits_posted]) {
        Err(Status::OverflowsDebits)
    } else if over(&[credit.credits_pending, credit.credits_posted]) {
        Err(Status::OverflowsCredits)
    } else {
        Ok(())
    }
}

/// Whether one side would exceed the other by more than its limit.
fn exceeds(limit: Option<i64>, pending: i64, excess: i64, amount: i64) -> bool {
    let after = i128::from(pending) + i128::from(excess) + i128::from(amount);
    limit.is_some_and(|limit| after > i128::from(limit))
}
