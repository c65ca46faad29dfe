//! PostgreSQL goes away and comes back.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use base::Refusal;
use parvis_store::testing::{Ground, open, postgres_ground};
use parvis_store::{Isolation, Place, Store, Tx, once, sql};

use crate::ground::{ALL, insert_pair, open_as_is, said, whole_pairs, write_pair};

fn url(ground: &Ground) -> String {
    match &ground.place {
        Place::Database { url, .. } => url.clone(),
        Place::Folder(_) => panic!("this is no database"),
    }
}

/// Ends connections to this database from outside, as an administrator does.
fn terminate(url: &str, which: &str) {
    let url = url.to_owned();
    let statement = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND {which}"
    );
    let ended = thread::spawn(move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.query(&statement, &[]).unwrap().len()
    });
    assert!(ended.join().unwrap() > 0, "no connection was ended");
}

#[tokio::test]
async fn a_connection_ended_in_the_middle_of_a_unit_is_made_up_for() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    let store = open(&ground, ALL).await;
    let url = url(&ground);
    let runs = Arc::new(AtomicU32::new(0));
    let counted = runs.clone();
    let unit = move |tx: &mut Tx| {
        insert_pair(tx, "a")?;
        let pid: i64 = tx.one(sql("SELECT pg_backend_pid()"), &[])?.single()?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            terminate(&url, &format!("pid = {pid}"));
        }
        insert_pair(tx, "b")
    };
    store.write(unit).await.unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(whole_pairs(&store).await, ["a", "b"]);
}

#[tokio::test]
async fn connections_ended_while_idle_are_made_up_for() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    let store = open(&ground, ALL).await;
    for round in 0..5 {
        terminate(&url(&ground), "true");
        let writes: Vec<_> = (0..20)
            .map(|at| {
                let store = store.clone();
                tokio::spawn(async move { write_pair(&store, format!("{round}-{at}")).await })
            })
            .collect();
        for write in writes {
            write.await.unwrap().unwrap();
        }
    }
    assert_eq!(whole_pairs(&store).await.len(), 100);
}

/// Runs statements as an administrator.
fn administer(url: &str, statements: &str) {
    let (url, statements) = (url.to_owned(), statements.to_owned());
    let done = thread::spawn(move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.batch_execute(&statements).unwrap();
    });
    done.join().unwrap();
}

/// To fill the disk of the server itself would trouble every other test on it.
#[tokio::test]
async fn a_server_that_says_its_disk_is_full_refuses_writes_and_nothing_else() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    let store = open(&ground, ALL).await;
    write_pair(&store, "a".into()).await.unwrap();
    let fill = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON trial_pair EXECUTE FUNCTION full_disk();";
    administer(&url(&ground), fill);
    assert_eq!(write_pair(&store, "b".into()).await, Err(Refusal::NoSpace));
    assert_eq!(whole_pairs(&store).await, ["a"]);
    administer(&url(&ground), "DROP TRIGGER full_disk ON trial_pair");
    write_pair(&store, "b".into()).await.unwrap();
    assert_eq!(whole_pairs(&store).await, ["a", "b"]);
}

/// Its order of texts would not be that of SQLite.
#[tokio::test]
async fn a_database_that_sorts_by_a_language_is_refused() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    let (address, name) =
        url(&ground).rsplit_once('/').map(|(a, n)| (a.to_owned(), n.to_owned())).unwrap();
    let french =
        format!("CREATE DATABASE {name}_fr TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'fr'");
    administer(&url(&ground), &french);
    let refused = open_as_is(&Place::database(format!("{address}/{name}_fr"))).map(drop);
    assert!(said(refused).contains("create it with TEMPLATE template0 LOCALE 'C.UTF-8'"));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("postgres://parvis@{}/parvis", listener.local_addr().unwrap());
    drop(listener);
    said(open_as_is(&Place::database(nobody)).map(drop));
}

/// Between us and the server: when armed, lets one COMMIT through and swallows what the server
/// answers to it, then cuts the connection.
struct Between {
    place: Place,
    armed: Arc<AtomicBool>,
}

fn between(ground: &Ground) -> Between {
    let url = url(ground);
    let (user, rest) = url.split_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = format!("{user}@{}/{database}", listener.local_addr().unwrap());
    let armed = Arc::new(AtomicBool::new(false));
    let (server, trap) = (server.to_owned(), armed.clone());
    thread::spawn(move || {
        for client in listener.incoming() {
            let (client, trap) = (client.unwrap(), trap.clone());
            let server = TcpStream::connect(&server).unwrap();
            thread::spawn(move || carry(&client, &server, &trap));
        }
    });
    let place = Place::Database { url: own, isolation: Isolation::Serializable, workers: 1 };
    Between { place, armed }
}

fn carry(client: &TcpStream, server: &TcpStream, trap: &AtomicBool) {
    let cut = Arc::new(AtomicBool::new(false));
    let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let cut_here = cut.clone();
    thread::spawn(move || {
        let mut bytes = [0; 16_384];
        while let Ok(length @ 1..) = answers.read(&mut bytes) {
            if cut_here.load(Ordering::SeqCst) {
                break;
            }
            back.write_all(&bytes[..length]).unwrap();
        }
        let _ = back.shutdown(std::net::Shutdown::Both);
    });
    let (mut questions, mut forth) = (client, server);
    let mut bytes = [0; 16_384];
    while let Ok(length @ 1..) = questions.read(&mut bytes) {
        let commits = bytes[..length].windows(6).any(|window| window == b"COMMIT");
        if commits && trap.swap(false, Ordering::SeqCst) {
            cut.store(true, Ordering::SeqCst);
        }
        forth.write_all(&bytes[..length]).unwrap();
    }
    let _ = server.shutdown(std::net::Shutdown::Both);
}

async fn make(store: &Store) -> Result<String, Refusal> {
    let work = |tx: &mut Tx| {
        once(tx, "ana:1", "a pair", |tx| {
            let id = tx.world().token();
            insert_pair(tx, &id)?;
            Ok(id)
        })
    };
    store.write_once(work).await
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_happens_once_when_it_has_a_key() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    drop(open(&ground, ALL).await);
    let between = between(&ground);
    let store = open_as_is(&between.place).unwrap();
    assert_eq!(whole_pairs(&store).await.len(), 0);
    between.armed.store(true, Ordering::SeqCst);
    let id = make(&store).await.unwrap();
    assert!(!between.armed.load(Ordering::SeqCst), "nothing was cut");
    assert_eq!(whole_pairs(&store).await, [id.as_str()]);
    assert_eq!(make(&store).await, Ok(id));
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_not_tried_again_without_a_key() {
    let Some(ground) = postgres_ground(Isolation::Serializable) else { return };
    drop(open(&ground, ALL).await);
    let between = between(&ground);
    let store = open_as_is(&between.place).unwrap();
    assert_eq!(whole_pairs(&store).await.len(), 0);
    between.armed.store(true, Ordering::SeqCst);
    let work = |tx: &mut Tx| {
        let id = tx.world().token();
        insert_pair(tx, &id)
    };
    assert_eq!(store.write(work).await, Err(Refusal::Busy));
    assert_eq!(whole_pairs(&store).await.len(), 1);
    store.write(work).await.unwrap();
    assert_eq!(whole_pairs(&store).await.len(), 2);
}
