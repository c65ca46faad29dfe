//! For tests of every crate: the same test on both engines, each time on an empty database.
//!
//! PostgreSQL is used when `PARVIS_TEST_POSTGRES` names a server, as `cargo xtask test` sees to.

use base::{Moment, World};

use crate::{Isolation, Migrations, Place, Store, migrate};

/// 23 November 2026, 09:00 in France.
pub const TEST_NOW: Moment = Moment(1_795_420_800_000_000);

/// An empty place that vanishes with this value.
pub struct Ground {
    /// The place.
    pub place: Place,
    _folder: Option<tempfile::TempDir>,
}

impl Ground {
    /// A place that stays when this value goes.
    pub fn at(place: Place) -> Self {
        Self { place, _folder: None }
    }
}

/// An empty SQLite folder.
pub fn sqlite_ground() -> Ground {
    let folder = tempfile::tempdir().unwrap();
    Ground { place: Place::Folder(folder.path().join("data")), _folder: Some(folder) }
}

/// An empty PostgreSQL database, when there is a server. It stays until the server goes.
pub fn postgres_ground(isolation: Isolation) -> Option<Ground> {
    let Ok(server) = std::env::var("PARVIS_TEST_POSTGRES") else {
        println!("PostgreSQL left out: PARVIS_TEST_POSTGRES is not set");
        return None;
    };
    let name = format!("test_{}", base::hex(&World::system().bytes::<8>()));
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut client = postgres::Client::connect(&server, postgres::NoTls).unwrap();
            client.batch_execute(&create).unwrap();
        });
    });
    let (address, _) = server.rsplit_once('/').unwrap();
    let place = Place::Database { url: format!("{address}/{name}"), isolation, workers: 8 };
    Some(Ground::at(place))
}

/// Empty places on every engine there is.
pub fn grounds() -> Vec<Ground> {
    let mut grounds = vec![sqlite_ground()];
    grounds.extend(postgres_ground(Isolation::Serializable));
    grounds
}

/// The columns, as `table.column`, in which a text stands: in texts whatever its case, in bytes as
/// it is.
pub fn places_of(tx: &mut crate::Tx, text: &str) -> base::Outcome<Vec<String>> {
    let (mut places, wanted) = (Vec::new(), text.to_lowercase());
    for (table, columns) in crate::schema(tx)? {
        tx.each(&format!("SELECT {} FROM {table}", columns.join(", ")), &mut |row| {
            for (column, value) in columns.iter().zip(&row.0) {
                let stands = match value {
                    crate::Value::Text(held) => held.to_lowercase().contains(&wanted),
                    crate::Value::Bytes(held) => {
                        held.windows(text.len()).any(|window| window == text.as_bytes())
                    }
                    crate::Value::Null | crate::Value::Int(_) => false,
                };
                if stands {
                    places.push(format!("{table}.{column}"));
                }
            }
            Ok(())
        })?;
    }
    places.sort();
    places.dedup();
    Ok(places)
}

/// A store at a place, migrated, with the test clock.
pub async fn open(ground: &Ground, contexts: &[Migrations]) -> Store {
    let store = Store::open(ground.place.clone(), World::fixed(TEST_NOW, 7)).unwrap();
    migrate(&store, contexts, |_, _, _| {}).await.unwrap();
    store
}

/// Runs a test on every engine there is.
pub async fn on_each_engine<F, Fut>(contexts: &[Migrations], test: F)
where
    F: Fn(Store) -> Fut,
    Fut: Future<Output = ()>,
{
    for ground in grounds() {
        println!("engine: {:?}", ground.place);
        test(open(&ground, contexts).await).await;
    }
}
