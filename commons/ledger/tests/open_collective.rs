//! Open Collective's worked cases of a fiscal host (opencollective-api, test/stories/ledger.test.ts,
//! MIT): a contribution of 10,000 cents, the host's fee, a tip and a share for the platform, and a
//! refund after a processor took its fee. Balances are those that it publishes.
//!
//! There a refund drives the host below nothing afterwards; here whoever opens the host's account
//! decides it beforehand: without an overdraft the refund is refused as a whole.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use base::{Outcome, Refusal};
use parvis_ledger::{
    AccountId, NewAccount, Purpose, Transfer, account, open_account, open_book, transfer_all,
};
use people::NewOrganisation;
use store::testing::on_each_engine;
use store::{Migrations, Store, Tx};

const CONTEXTS: &[Migrations] = &[
    store::MIGRATIONS,
    work::MIGRATIONS,
    web::MIGRATIONS,
    people::MIGRATIONS,
    parvis_ledger::MIGRATIONS,
];

/// The host's bank, and whose money is on it.
#[derive(Clone, Copy)]
struct Hosted {
    bank: AccountId,
    collective: AccountId,
    host: AccountId,
    platform: AccountId,
}

fn hosted(tx: &mut Tx, overdraft: bool) -> Outcome<Hosted> {
    let email = format!("{}@test.example", tx.id::<()>());
    let manager = people::create_account(tx, &email, "Ada", "fr")?;
    let new = NewOrganisation {
        name: "L’Hôte".to_owned(),
        kind: "association".to_owned(),
        rna: String::new(),
        address: "1 rue du Test".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        siret: String::new(),
        invented: true,
    };
    let organisation = people::create_organisation(tx, manager, &new)?;
    let entity = open_book(tx, organisation)?;
    let owned = |owner: &str| NewAccount::euros(Purpose::HeldForOthers, owner);
    let host = if overdraft { owned("host") } else { owned("host").never_overdrawn() };
    Ok(Hosted {
        bank: open_account(tx, entity, &NewAccount::euros(Purpose::Bank, ""))?,
        collective: open_account(tx, entity, &owned("collective").never_overdrawn())?,
        host: open_account(tx, entity, &host)?,
        platform: open_account(tx, entity, &owned("platform").never_overdrawn())?,
    })
}

/// Moves what is more than nothing, all of it or none.
fn moves(tx: &mut Tx, asked: &[(AccountId, AccountId, i64)]) -> Outcome<()> {
    let asked = asked.iter().filter(|(_, _, amount)| *amount > 0);
    let transfers: Vec<Transfer> = asked
        .map(|(debit, credit, amount)| Transfer::new(tx.id(), *debit, *credit, *amount))
        .collect();
    transfer_all(tx, &transfers)
}

/// A contribution of 10,000: the tip goes to the host, who owes it to the platform with its share.
fn contribute(tx: &mut Tx, of: Hosted, (percent, tip, share): (i64, i64, i64)) -> Outcome<()> {
    let fee = (10_000 - tip) * percent / 100;
    moves(
        tx,
        &[
            (of.bank, of.collective, 10_000),
            (of.collective, of.host, tip + fee),
            (of.host, of.platform, if share > 0 { tip + share } else { 0 }),
        ],
    )
}

fn nets(tx: &mut Tx, of: Hosted) -> Outcome<[i64; 4]> {
    let mut nets = [0; 4];
    for (net, id) in nets.iter_mut().zip([of.collective, of.host, of.platform, of.bank]) {
        *net = account(tx, id)?.balances.net();
    }
    Ok(nets)
}

async fn after(store: &Store, terms: (i64, i64, i64)) -> [i64; 3] {
    let [collective, host, platform, bank] = store
        .write(move |tx| {
            let of = hosted(tx, true)?;
            contribute(tx, of, terms)?;
            nets(tx, of)
        })
        .await
        .unwrap();
    assert_eq!(collective + host + platform, -bank, "what is held is what the bank holds");
    [collective, host, platform]
}

#[tokio::test]
async fn a_contribution_is_shared_as_published() {
    on_each_engine(CONTEXTS, async |store| {
        assert_eq!(after(&store, (0, 0, 0)).await, [10_000, 0, 0]);
        assert_eq!(after(&store, (5, 0, 0)).await, [9_500, 500, 0]);
        assert_eq!(after(&store, (5, 1_000, 0)).await, [8_550, 1_450, 0]);
        assert_eq!(after(&store, (5, 1_000, 68)).await, [8_550, 382, 1_068]);
    })
    .await;
}

#[tokio::test]
async fn who_carries_a_refund_is_decided_before_it() {
    on_each_engine(CONTEXTS, async |store| {
        for overdraft in [true, false] {
            let (before, refunded, afterwards) = store
                .write(move |tx| {
                    let of = hosted(tx, overdraft)?;
                    contribute(tx, of, (5, 1_000, 68))?;
                    moves(tx, &[(of.collective, of.bank, 200)])?;
                    let before = nets(tx, of)?;
                    // The payer gets all back; the platform keeps its share, the processor its fee.
                    let refund = moves(
                        tx,
                        &[(of.collective, of.bank, 8_350), (of.host, of.bank, 10_000 - 8_350)],
                    );
                    let refunded = match refund {
                        Ok(()) => true,
                        Err(Refusal::Conflict(_)) => false,
                        Err(other) => return Err(other),
                    };
                    Ok((before, refunded, nets(tx, of)?))
                })
                .await
                .unwrap();
            assert_eq!(before, [8_350, 382, 1_068, -9_800]);
            assert_eq!(refunded, overdraft);
            let wanted = if overdraft { [0, -1_268, 1_068, 200] } else { before };
            assert_eq!(afterwards, wanted);
        }
    })
    .await;
}
