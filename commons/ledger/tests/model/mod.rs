//! The book as a list of what happened: each answer adds it all up anew.

use std::collections::{BTreeMap, BTreeSet};

use base::Moment;
use parvis_ledger::{
    ALL, AccountId, Balances, Day, EntityId, NewAccount, Phase, Transfer, TransferId,
};

#[derive(Clone)]
struct Account {
    unit: String,
    max_debit: Option<i64>,
    max_credit: Option<i64>,
    closed: bool,
}

#[derive(Clone, PartialEq)]
enum State {
    Final,
    Waiting,
    Posted,
    Voided,
    Expired,
}

#[derive(Clone)]
struct Happened {
    asked: Transfer,
    /// With the accounts and the amount that it got.
    got: Transfer,
    at: Moment,
    state: State,
}

#[derive(Clone, Default)]
pub(crate) struct Model {
    accounts: BTreeMap<AccountId, Account>,
    happened: Vec<Happened>,
    spent: BTreeSet<TransferId>,
    closed: BTreeMap<EntityId, Day>,
}

impl Model {
    pub(crate) fn open(&mut self, id: AccountId, new: &NewAccount) {
        let NewAccount { unit, max_debit, max_credit, .. } = new.clone();
        self.accounts.insert(id, Account { unit, max_debit, max_credit, closed: false });
    }

    pub(crate) fn close(&mut self, id: AccountId) -> bool {
        let Balances { debits_pending, debits_posted, credits_pending, credits_posted } =
            self.balances(id);
        let empty = debits_pending + credits_pending == 0 && debits_posted == credits_posted;
        self.accounts.get_mut(&id).unwrap().closed |= empty;
        empty
    }

    pub(crate) fn close_period(&mut self, entity: EntityId, through: Day) {
        let day = self.closed.entry(entity).or_default();
        *day = (*day).max(through);
    }

    pub(crate) fn asked(&self, id: TransferId) -> Option<Transfer> {
        self.find(id).map(|happened| happened.asked.clone())
    }

    pub(crate) fn waiting(&self) -> Vec<TransferId> {
        let waits = self.happened.iter().filter(|one| one.state == State::Waiting);
        waits.map(|one| one.got.id).collect()
    }

    pub(crate) fn forget_the_last(&mut self, which: impl Fn(&Transfer) -> bool) {
        if let Some(at) = self.happened.iter().rposition(|one| which(&one.got)) {
            self.happened.remove(at);
        }
    }

    pub(crate) fn all_balances(&self) -> Vec<(AccountId, Balances)> {
        self.accounts.keys().map(|id| (*id, self.balances(*id))).collect()
    }

    fn find(&self, id: TransferId) -> Option<&Happened> {
        self.happened.iter().find(|one| one.got.id == id)
    }

    fn balances(&self, id: AccountId) -> Balances {
        let mut sum = Balances::default();
        for one in &self.happened {
            let amount = one.got.amount;
            let (pending, posted) = match (one.got.phase, &one.state) {
                (Phase::Single | Phase::Post { .. }, _) => (0, amount),
                (Phase::Pending { .. }, State::Waiting) => (amount, 0),
                _ => (0, 0),
            };
            if one.got.debit == id {
                sum.debits_pending += pending;
                sum.debits_posted += posted;
            }
            if one.got.credit == id {
                sum.credits_pending += pending;
                sum.credits_posted += posted;
            }
        }
        sum
    }

    /// What a batch is answered.
    pub(crate) fn answers(&mut self, asked: &[Transfer], now: Moment) -> Vec<&'static str> {
        self.sweep(asked, now);
        let mut answers: Vec<&'static str> = Vec::new();
        let mut at = 0;
        while at < asked.len() {
            let chain = asked[at..].iter().take_while(|event| event.linked).count() + 1;
            let open = at + chain > asked.len();
            let members = &asked[at..(at + chain).min(asked.len())];
            answers.extend(self.chain(members, open, now));
            at += chain;
        }
        answers
    }

    fn chain(&mut self, members: &[Transfer], open: bool, now: Moment) -> Vec<&'static str> {
        let before = self.clone();
        let mut answers = Vec::new();
        for (at, event) in members.iter().enumerate() {
            let last_of_open = open && at + 1 == members.len();
            let answer =
                if last_of_open { "linked_event_chain_open" } else { self.one(event, now) };
            answers.push(answer);
            if answer != "created" {
                break;
            }
        }
        let failed = answers.last().copied().filter(|answer| *answer != "created");
        let Some(failed) = failed else { return answers };
        *self = before;
        let transient = [
            "debit_account_not_found",
            "credit_account_not_found",
            "pending_transfer_not_found",
            "exceeds_credits",
            "exceeds_debits",
            "debit_account_already_closed",
            "credit_account_already_closed",
        ];
        let failed_at = answers.len() - 1;
        if transient.contains(&failed) {
            self.spent.insert(members[failed_at].id);
        }
        let mut answers = vec!["linked_event_failed"; members.len()];
        answers[failed_at] = failed;
        if open {
            *answers.last_mut().unwrap() = "linked_event_chain_open";
        }
        answers
    }

    /// Pending transfers whose time is over, in the books that a batch touches.
    fn sweep(&mut self, asked: &[Transfer], now: Moment) {
        let mut entities: BTreeSet<EntityId> =
            asked.iter().flat_map(|event| [event.debit.entity(), event.credit.entity()]).collect();
        for event in asked {
            if let Phase::Post { pending } | Phase::Void { pending } = event.phase {
                entities.extend(self.find(pending).map(|first| first.got.debit.entity()));
            }
        }
        for one in &mut self.happened {
            if let Phase::Pending { timeout_s } = one.got.phase
                && one.state == State::Waiting
                && timeout_s > 0
                && one.at.plus_seconds(timeout_s) <= now
                && entities.contains(&one.got.debit.entity())
            {
                one.state = State::Expired;
            }
        }
    }

    fn one(&mut self, event: &Transfer, now: Moment) -> &'static str {
        if let Some(known) = self.find(event.id) {
            return self.again(event, known);
        }
        if self.spent.contains(&event.id) {
            return "id_already_failed";
        }
        if event.amount < 0 {
            return "amount_must_not_be_negative";
        }
        let answer = match event.phase {
            Phase::Post { pending } => self.second(event, pending, false, now),
            Phase::Void { pending } => self.second(event, pending, true, now),
            _ => self.first(event, now),
        };
        answer.err().unwrap_or("created")
    }

    fn again(&self, event: &Transfer, known: &Happened) -> &'static str {
        let whole = match event.phase {
            Phase::Post { pending } | Phase::Void { pending } => {
                self.find(pending).map(|first| first.got.amount)
            }
            _ => None,
        };
        let matches = match event.phase {
            Phase::Post { .. } if event.amount == ALL => whole == Some(known.got.amount),
            Phase::Void { .. } if event.amount == 0 => true,
            _ if event.balancing_debit || event.balancing_credit => {
                event.amount >= known.got.amount
            }
            _ => event.amount == known.got.amount,
        };
        let said = !event.label.is_empty() || whole.is_none();
        if event.linked != known.asked.linked {
            "exists_with_different_flags"
        } else if !matches {
            "exists_with_different_amount"
        } else if said && event.label != known.got.label {
            "exists_with_different_user_data"
        } else {
            "exists"
        }
    }

    fn open_day(
        &self,
        event: &Transfer,
        entity: EntityId,
        now: Moment,
    ) -> Result<(), &'static str> {
        let day = event.effective.unwrap_or(Day::of(now.in_france().date()));
        let closed = self.closed.get(&entity).copied().unwrap_or_default();
        if day <= closed { Err("period_is_closed") } else { Ok(()) }
    }

    fn first(&mut self, event: &Transfer, now: Moment) -> Result<(), &'static str> {
        if event.debit == event.credit {
            return Err("accounts_must_be_different");
        }
        let debit = self.accounts.get(&event.debit).ok_or("debit_account_not_found")?.clone();
        let credit = self.accounts.get(&event.credit).ok_or("credit_account_not_found")?.clone();
        if event.debit.entity() != event.credit.entity() || debit.unit != credit.unit {
            return Err("accounts_must_have_the_same_ledger");
        }
        if debit.closed {
            return Err("debit_account_already_closed");
        }
        if credit.closed {
            return Err("credit_account_already_closed");
        }
        self.open_day(event, event.debit.entity(), now)?;
        let (from, to) = (self.balances(event.debit), self.balances(event.credit));
        let wide = i128::from;
        let mut amount = wide(event.amount);
        if event.balancing_debit {
            let there =
                wide(from.credits_posted) - wide(from.debits_posted) - wide(from.debits_pending)
                    + wide(debit.max_debit.unwrap_or(0));
            amount = amount.min(there.max(0));
        }
        if event.balancing_credit {
            let owed = wide(to.debits_posted) - wide(to.credits_posted) - wide(to.credits_pending)
                + wide(credit.max_credit.unwrap_or(0));
            amount = amount.min(owed.max(0));
        }
        let max = wide(i64::MAX);
        let pends = matches!(event.phase, Phase::Pending { .. });
        let sums = [
            (pends, wide(from.debits_pending), "overflows_debits_pending"),
            (pends, wide(to.credits_pending), "overflows_credits_pending"),
            (true, wide(from.debits_posted), "overflows_debits_posted"),
            (true, wide(to.credits_posted), "overflows_credits_posted"),
            (true, wide(from.debits_pending) + wide(from.debits_posted), "overflows_debits"),
            (true, wide(to.credits_pending) + wide(to.credits_posted), "overflows_credits"),
        ];
        for (applies, sum, name) in sums {
            if applies && sum + amount > max {
                return Err(name);
            }
        }
        let debit_after = wide(from.debits_pending) + wide(from.debits_posted) + amount;
        if debit.max_debit.is_some_and(|most| debit_after - wide(from.credits_posted) > wide(most))
        {
            return Err("exceeds_credits");
        }
        let credit_after = wide(to.credits_pending) + wide(to.credits_posted) + amount;
        if credit.max_credit.is_some_and(|most| credit_after - wide(to.debits_posted) > wide(most))
        {
            return Err("exceeds_debits");
        }
        let amount = i64::try_from(amount).unwrap();
        let state = if pends { State::Waiting } else { State::Final };
        let got = Transfer { amount, ..event.clone() };
        self.happened.push(Happened { asked: event.clone(), got, at: now, state });
        Ok(())
    }

    fn second(
        &mut self,
        event: &Transfer,
        pending: TransferId,
        voids: bool,
        now: Moment,
    ) -> Result<(), &'static str> {
        if event.balancing_debit || event.balancing_credit {
            return Err("flags_are_mutually_exclusive");
        }
        if pending == event.id {
            return Err("pending_id_must_be_different");
        }
        let at = self.happened.iter().position(|one| one.got.id == pending);
        let at = at.ok_or("pending_transfer_not_found")?;
        let first = self.happened[at].clone();
        if first.state == State::Final {
            return Err("pending_transfer_not_pending");
        }
        let all = event.amount == if voids { 0 } else { ALL };
        let amount = if all { first.got.amount } else { event.amount };
        if amount > first.got.amount {
            return Err("exceeds_pending_transfer_amount");
        }
        if voids && amount < first.got.amount {
            return Err("pending_transfer_has_different_amount");
        }
        match first.state {
            State::Posted => return Err("pending_transfer_already_posted"),
            State::Voided => return Err("pending_transfer_already_voided"),
            State::Expired => return Err("pending_transfer_expired"),
            State::Waiting | State::Final => {}
        }
        let (debit, credit) = (first.got.debit, first.got.credit);
        if !voids {
            if self.accounts[&debit].closed {
                return Err("debit_account_already_closed");
            }
            if self.accounts[&credit].closed {
                return Err("credit_account_already_closed");
            }
            self.open_day(event, debit.entity(), now)?;
        }
        self.happened[at].state = if voids { State::Voided } else { State::Posted };
        let label = if event.label.is_empty() { &first.got.label } else { &event.label }.clone();
        let got = Transfer { debit, credit, amount, label, ..event.clone() };
        let state = State::Final;
        self.happened.push(Happened { asked: event.clone(), got, at: now, state });
        Ok(())
    }
}
