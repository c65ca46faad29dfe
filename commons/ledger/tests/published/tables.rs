//! How a table is carried out.
use base::{Id, Moment};
use parvis_ledger::rules::{Account, Desk};
use parvis_ledger::{
    ALL, AccountId, Balances, EntityId, Phase, Status, Trail, Transfer, TransferId,
};

const NOW: Moment = Moment(1_795_420_800_000_000);

fn account_id(name: &str) -> AccountId {
    match name.trim_start_matches('A').parse() {
        Ok(0) => AccountId::UNSET,
        Ok(serial) => AccountId::new(EntityId(1), serial),
        Err(_) => panic!("{name}"),
    }
}

fn transfer_id(name: &str) -> TransferId {
    let number: u128 = name.trim_start_matches('T').parse().unwrap();
    Id::from_bytes(number.to_be_bytes())
}

fn amount(text: &str) -> i64 {
    match text.strip_prefix("max") {
        Some("") => ALL,
        Some(less) => ALL + less.parse::<i64>().unwrap(),
        None => text.parse().unwrap(),
    }
}

fn transfer(words: &[&str]) -> Transfer {
    let [id, debit, credit, much, options @ ..] = words else { panic!("{words:?}") };
    let (id, debit, credit) = (transfer_id(id), account_id(debit), account_id(credit));
    let mut asked = Transfer { code: "1".into(), ..Transfer::new(id, debit, credit, amount(much)) };
    let (mut pending, mut timeout_s, mut phase) = (None, 0, "");
    for option in options {
        match option.split_once('=') {
            Some(("pending", id)) => pending = Some(transfer_id(id)),
            Some(("t", seconds)) => timeout_s = seconds.parse().unwrap(),
            Some(("u", reference)) => asked.reference = reference.to_owned(),
            Some(("c", code)) => asked.code = code.to_owned(),
            None if *option == "LNK" => asked.linked = true,
            None if *option == "BDR" => asked.balancing_debit = true,
            None if *option == "BCR" => asked.balancing_credit = true,
            None => phase = option,
            _ => panic!("{option}"),
        }
    }
    asked.phase = match (phase, pending) {
        ("", None) => Phase::Single,
        ("PEN", None) => Phase::Pending { timeout_s },
        ("POS", Some(pending)) => Phase::Post { pending },
        ("VOI", Some(pending)) => Phase::Void { pending },
        other => panic!("{other:?}"),
    };
    asked
}

fn balances(words: &[&str]) -> Balances {
    let numbers: Vec<i64> = words.iter().map(|word| amount(word)).collect();
    let [debits_pending, debits_posted, credits_pending, credits_posted] = numbers[..] else {
        panic!("{words:?}")
    };
    Balances { debits_pending, debits_posted, credits_pending, credits_posted }
}

/// What falls due is written before the next request, as the book does it.
fn sweep(desk: &mut Desk) {
    let waits = |id: &&TransferId| {
        desk.pendings.get(id) == Some(&parvis_ledger::rules::PendingState::Waiting)
    };
    let ended = |id: &&TransferId| {
        let end = desk.known.get(id).and_then(parvis_ledger::rules::expires_at);
        end.is_some_and(|end| end <= desk.now)
    };
    let due: Vec<TransferId> = desk.pendings.keys().filter(waits).filter(ended).copied().collect();
    let mut next = 1_000_000_u128;
    desk.expire(&due, || {
        next += 1;
        Id::from_bytes(next.to_be_bytes())
    });
}

pub(crate) fn check(table: &str) {
    let mut desk = Desk::at(NOW);
    let (mut asked, mut expected): (Vec<Transfer>, Vec<Status>) = (Vec::new(), Vec::new());
    for line in table.lines().map(|line| line.split("//").next().unwrap().trim()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [] => {}
            ["account", id, unit, ref flags @ ..] => {
                let account = Account {
                    unit: unit.to_owned(),
                    max_debit: flags.contains(&"D<C").then_some(0),
                    max_credit: flags.contains(&"C<D").then_some(0),
                    closed: false,
                    balances: Balances::default(),
                    trail: Trail::default(),
                };
                desk.accounts.insert(account_id(id), account);
            }
            ["setup", id, ref numbers @ ..] => {
                desk.accounts.get_mut(&account_id(id)).unwrap().balances = balances(numbers);
            }
            ["tick", seconds] => {
                desk.now = desk.now.plus_seconds(seconds.parse().unwrap());
                sweep(&mut desk);
            }
            ["transfer", ref rest @ .., status] => {
                asked.push(transfer(rest));
                expected.push(Status::from_name(status).unwrap_or_else(|| panic!("{status}")));
            }
            ["commit"] => {
                let statuses = desk.create_transfers(&asked);
                let names = |statuses: &[Status]| -> Vec<&str> {
                    statuses.iter().map(|status| status.name()).collect()
                };
                assert_eq!(names(&statuses), names(&expected), "{asked:#?}");
                (asked, expected) = (Vec::new(), Vec::new());
            }
            ["balance", id, ref numbers @ ..] => {
                let account = &desk.accounts[&account_id(id)];
                assert_eq!(account.balances, balances(numbers), "{line}");
            }
            ["amount", id, "none"] => assert!(!desk.known.contains_key(&transfer_id(id)), "{line}"),
            ["amount", id, much] => {
                assert_eq!(desk.known[&transfer_id(id)].transfer.amount, amount(much), "{line}");
            }
            _ => panic!("{line}"),
        }
    }
    assert!(asked.is_empty(), "a table ends with a commit or what stands in the accounts");
}
