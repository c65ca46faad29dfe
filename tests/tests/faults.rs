//! A process that is killed at any moment loses nothing that it has acknowledged: rounds of
//! submissions at once against the real server, ended by SIGKILL in their midst.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use base::World;
use calls::FileId;
use parvis::commands::Serving;
use parvis::config::Config;
use parvis_tests::{Cast, PDF, answers, gather, house_in, settings};
use store::testing::{Ground, postgres_ground, sqlite_ground};
use store::{Isolation, Place, Store, Tx};

const TABS: usize = 4;
const FILES_A_TAB: usize = 5;

/// Not a test: what the tests run in a process of its own, to kill it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "only the tests of this file start it"]
async fn serve_until_killed() {
    let Ok(place) = std::env::var("PARVIS_TEST_PLACE") else { return };
    let place = match place.strip_prefix("folder:") {
        Some(folder) => Place::Folder(folder.into()),
        None => Place::database(place),
    };
    let config = Config { requests_per_second: Some(100_000), ..Config::default() };
    let listen = "127.0.0.1:0".to_owned();
    let serving = Serving { place, listen, config, demonstration: false };
    parvis::commands::serve(serving).await.unwrap();
}

fn started(place: &Place) -> (Child, String) {
    let place = match place {
        Place::Folder(folder) => format!("folder:{}", folder.display()),
        Place::Database { url, .. } => url.clone(),
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "serve_until_killed", "--ignored", "--nocapture", "--test-threads=1"])
        .env("PARVIS_TEST_PLACE", place)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = loop {
        let line = lines.next().expect("the server ended").unwrap();
        if let Some((_, address)) = line.split_once("Parvis: http://") {
            break address.to_owned();
        }
    };
    // Whatever it says later must not stop it.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address)
}

/// The number that the server acknowledged a submission with, if it lived to do so.
fn submitted(address: &str, token: &str, file: FileId) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let body = r#"{"version":2}"#;
    let request = format!(
        "POST /api/v1/files/{file}/submission HTTP/1.1\r\nHost: {address}\r\n\
         Authorization: Bearer {token}\r\nIdempotency-Key: submit-{file}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    if !answer.starts_with("HTTP/1.1 ") {
        return None;
    }
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (_, rest) = answer.split_once("\"number\":\"")?;
    Some(rest.split_once('"')?.0.to_owned())
}

fn draft(tx: &mut Tx, cast: &Cast, at: usize) -> base::Outcome<FileId> {
    let new = people::NewOrganisation {
        name: format!("Organisation {at}"),
        kind: "association".to_owned(),
        rna: format!("W93{at:07}"),
        ..people::NewOrganisation::default()
    };
    let org = people::create_organisation(tx, cast.manager.id, &new)?;
    let actor = people::Actor::of(tx, cast.manager.id)?;
    let file = calls::begin_file(tx, &actor, cast.call, org)?;
    calls::save_answers(tx, &actor, file, 1, &answers("Course"))?;
    calls::attach(tx, &actor, file, "statuts", "statuts.pdf", PDF.to_vec())?;
    Ok(file)
}

/// A call and drafts, at the machine's own time; a token of their manager.
async fn prepared(ground: Ground, drafts: usize) -> (Ground, Cast, String, Vec<FileId>) {
    let house = house_in(World::system(), ground, "to be killed", settings()).await;
    let cast = gather(&house).await;
    let acting = cast.clone();
    let (token, files) = house
        .write(move |tx| {
            let token = people::create_token(tx, acting.manager.id, "essai", "read write")?;
            let files = (0..drafts).map(|at| draft(tx, &acting, at));
            Ok((token, files.collect::<base::Outcome<Vec<FileId>>>()?))
        })
        .await;
    (house.ground, cast, token, files)
}

/// One round: submissions at once, a kill after so many were acknowledged; all that were.
fn round(place: &Place, token: &str, files: &[FileId], enough: usize) -> Vec<(FileId, String)> {
    let (mut child, address) = started(place);
    let (tell, told) = mpsc::channel();
    std::thread::scope(|scope| {
        for own in files.chunks(FILES_A_TAB) {
            let (address, tell) = (&address, tell.clone());
            scope.spawn(move || {
                for &file in own {
                    let Some(number) = submitted(address, token, file) else { break };
                    tell.send((file, number)).unwrap();
                }
            });
        }
        drop(tell);
        let mut acknowledged: Vec<_> = told.iter().take(enough).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(told.iter());
        acknowledged
    })
}

async fn verify(place: &Place, cast: &Cast, known: &BTreeMap<FileId, String>) {
    let store = Store::inspect(place.clone(), World::system()).unwrap();
    let call = cast.call;
    let filed = store.read(move |tx| calls::filed_files(tx, call)).await.unwrap();
    let numbers: BTreeMap<FileId, &str> =
        filed.iter().map(|file| (file.id, file.number.as_str())).collect();
    for (file, number) in known {
        assert_eq!(numbers.get(file), Some(&number.as_str()), "{file} was lost");
    }
    let distinct: BTreeSet<&&str> = numbers.values().collect();
    assert_eq!(distinct.len(), numbers.len(), "a number was given twice");
    let findings = store.read(parvis::check).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

async fn killed(ground: Ground, rounds: usize) {
    let (ground, cast, token, files) = prepared(ground, rounds * TABS * FILES_A_TAB).await;
    let mut known: BTreeMap<FileId, String> = BTreeMap::new();
    let mut cut = 0;
    for (at, files) in files.chunks(TABS * FILES_A_TAB).enumerate() {
        let told = round(&ground.place, &token, files, 1 + at % (TABS * 2));
        cut += usize::from(told.len() < files.len());
        known.extend(told);
        if at % 10 == 9 || at + 1 == rounds {
            verify(&ground.place, &cast, &known).await;
        }
    }
    println!("{} acknowledged, {cut} of {rounds} rounds cut in their midst", known.len());
    assert!(known.len() >= rounds, "hardly anything was acknowledged: {}", known.len());
    assert!(cut * 2 > rounds, "only {cut} of {rounds} rounds were cut in their midst");
}

#[tokio::test]
async fn what_was_acknowledged_outlives_kill_9_on_sqlite() {
    killed(sqlite_ground(), 50).await;
}

#[tokio::test]
async fn what_was_acknowledged_outlives_kill_9_on_postgresql() {
    if let Some(ground) = postgres_ground(Isolation::Serializable) {
        killed(ground, 10).await;
    }
}
