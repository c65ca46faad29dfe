//! Writes a random book into a folder, as files that programs of others read: the accounting file
//! of each of two years, journals of hledger and beancount, and the balances that we find in it.
//! The standards tests compare. `random_book FOLDER [SEED]`.

use std::path::{Path, PathBuf};

use base::{Id, Moment, Outcome, Refusal, World};
use parvis_ledger::{
    AccountId, Day, Entity, NewAccount, PlainText, Purpose, Transfer, accounts_in,
    create_transfers, entity_of, open_account, open_book, plain_name, write_fec, write_plain_text,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use store::{Place, Store, Tx};

const TRANSFERS: usize = 3_000;
const LABELS: [&str; 6] = [
    "Panier de légumes",
    "Adhésion « famille »",
    "Reçu\tavec tabulation; et point-virgule",
    "Don d’« Élodie \"Lo\" Ñáñez »",
    "",
    "Facture 12 | 2026\\A",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), String> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("usage: random_book FOLDER [SEED]")?);
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    write(&folder, seed).await.map_err(|refusal| refusal.to_string())
}

async fn write(folder: &Path, seed: u64) -> Outcome<()> {
    let now = Moment::from_france(jiff::civil::date(2027, 3, 1).at(9, 0, 0, 0));
    let place = Place::Folder(folder.join("data"));
    let store = Store::open(place, World::fixed(now, seed))?;
    let contexts = [
        store::MIGRATIONS,
        work::MIGRATIONS,
        web::MIGRATIONS,
        people::MIGRATIONS,
        parvis_ledger::MIGRATIONS,
    ];
    store::migrate(&store, &contexts, |_, _, _| {}).await?;
    let entity = store.write(move |tx| fill(tx, seed)).await?;
    for year in [2025, 2026] {
        let day = |month, day| Day::of(jiff::civil::date(year, month, day));
        let mut text = String::new();
        let mut to = |part: &str| {
            text.push_str(part);
            Ok(())
        };
        let name = write_fec(&store, &entity, day(1, 1), day(12, 31), &mut to).await?;
        keep(&folder.join(name), &text)?;
    }
    for (kind, name) in
        [(PlainText::Hledger, "book.journal"), (PlainText::Beancount, "book.beancount")]
    {
        let mut text = String::new();
        let mut to = |part: &str| {
            text.push_str(part);
            Ok(())
        };
        write_plain_text(&store, &entity, kind, &mut to).await?;
        keep(&folder.join(name), &text)?;
    }
    let accounts = store.read(move |tx| accounts_in(tx, entity.id)).await?;
    let mut balances = String::new();
    for account in accounts.iter().filter(|account| account.balances.net() != 0) {
        let net = -account.balances.net();
        let unit = &account.data.unit;
        let shown = if unit == "EUR" { base::Cents(net).decimal() } else { net.to_string() };
        balances.push_str(&format!("{},{shown} {unit}\n", plain_name(account)));
    }
    keep(&folder.join("balances.csv"), &balances)
}

fn keep(path: &Path, text: &str) -> Outcome<()> {
    std::fs::write(path, text).map_err(Refusal::broken)
}

fn fill(tx: &mut Tx, seed: u64) -> Outcome<Entity> {
    let mut chance = ChaCha20Rng::seed_from_u64(seed);
    let manager = people::create_account(tx, "a@test.example", "Ada", "fr")?;
    let new = people::NewOrganisation {
        name: "Les Toits d’essai".to_owned(),
        kind: "association".to_owned(),
        siret: "22920050600017".to_owned(),
        rna: String::new(),
        address: "1 rue du Test".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        invented: true,
    };
    let organisation = people::create_organisation(tx, manager, &new)?;
    let entity = open_book(tx, organisation)?;
    let mut euros: Vec<AccountId> = Vec::new();
    for purpose in Purpose::all() {
        let owners = if purpose.is_auxiliary() { 3 } else { 1 };
        for _ in 0..owners {
            let owner = if owners > 1 { tx.id::<()>().to_string() } else { String::new() };
            euros.push(open_account(tx, entity, &NewAccount::euros(purpose, owner))?);
        }
    }
    let mut hours = Vec::new();
    for _ in 0..4 {
        let owner: Id<()> = tx.id();
        let unit = "MIN".to_owned();
        let account = NewAccount { unit, ..NewAccount::euros(Purpose::Wallet, owner) };
        hours.push(open_account(tx, entity, &account)?);
    }
    let mut asked: Vec<Transfer> = Vec::new();
    for _ in 0..TRANSFERS {
        let accounts = if chance.random_bool(0.1) { &hours } else { &euros };
        let mut pick = || accounts.get(chance.random_range(0..accounts.len())).copied();
        let (Some(debit), Some(credit)) = (pick(), pick()) else { continue };
        let label = LABELS.get(chance.random_range(0..LABELS.len())).copied().unwrap_or_default();
        let amount = chance.random_range(0..500_000);
        let mut transfer =
            Transfer::new(tx.id(), debit, credit, amount).about("test.random", "", label);
        let day = chance.random_range(0..2 * 365);
        transfer.effective = Some(Day(Day::of(jiff::civil::date(2025, 1, 1)).0 + day));
        let kind = chance.random_range(0..10);
        if kind < 2 {
            transfer = transfer.pending(0);
        }
        let first = transfer.id;
        asked.push(transfer);
        if kind == 0 {
            asked.push(Transfer::post(tx.id(), first, amount / 2));
        }
    }
    for batch in asked.chunks(1_000) {
        create_transfers(tx, batch)?;
    }
    entity_of(tx, organisation)?.ok_or(Refusal::Unknown)
}
