//! Pages of the real binary: a public list under load, a whole application, start, memory, sizes.
//!
//! The peers' figures were measured on two cores of a like machine: pretix' public list 13 requests
//! a second, pretalx' schedule 42, Indico's overview 62; a whole proposal in pretalx takes 563 ms
//! of processor time.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use base::{Cents, Outcome, World};
use calls::{BudgetLine, CallState, CallText, Field, FieldKind, NewSession, Rules, Section};
use people::{Actor, NewGrant, NewOrganisation, Role};
use store::{Place, Store, Tx};

use crate::http::Client;
use crate::server::{self, Server};
use crate::{Line, scratch};

const CALLS: usize = 50;
const CONNECTIONS: usize = 8;
const LOAD: Duration = Duration::from_secs(5);
const APPLICATIONS: usize = 50;

/// What the prepared data are reached with.
struct Prepared {
    session: String,
    organisation: String,
    slug: String,
}

/// Measures the list and the application.
pub(crate) fn measure() -> Result<Vec<Line>, String> {
    let folder = scratch::folder()?;
    let data = folder.path().join("data");
    let prepared = prepare(&data)?;
    let server = server::start(&data, "serve")?;
    let mut lines = public_list(&server)?;
    lines.push(applications(&server, &prepared)?);
    Ok(lines)
}

/// Measures start, memory and size with the demonstration.
pub(crate) fn footprint() -> Result<Vec<Line>, String> {
    let folder = scratch::folder()?;
    let data = folder.path().join("data");
    drop(server::start(&data, "demo")?);
    let server = server::start(&data, "demo")?;
    thread::sleep(Duration::from_secs(4));
    let start_s = server.started_in.as_secs_f64();
    let memory = server.memory_mb()?;
    let size = std::fs::metadata(server::binary()?).map_err(|e| e.to_string())?.len();
    let size_mb = size as f64 / 1e6;
    let line = |what, ours: String, target, met| Line {
        what,
        ours,
        rival: "–".to_owned(),
        ratio: None,
        target,
        met,
    };
    Ok(vec![
        line("start with the demonstration", format!("{start_s:.2} s"), "< 0.5 s", start_s < 0.5),
        line("idle memory", format!("{memory:.0} MB"), "< 80 MB", memory < 80.0),
        line("release binary", format!("{size_mb:.0} MB"), "< 80 MB", size_mb < 80.0),
    ])
}

fn prepare(data: &Path) -> Result<Prepared, String> {
    let runtime = scratch::runtime()?;
    runtime
        .block_on(async {
            let store = Store::open(Place::Folder(data.to_owned()), World::system())?;
            store::migrate(&store, parvis::CONTEXTS, |_, _, _| {}).await?;
            store.write(fill).await
        })
        .map_err(|refusal| refusal.to_string())
}

fn fill(tx: &mut Tx) -> Outcome<Prepared> {
    let officer = people::create_account(tx, "officer@bench.example", "Officer", "fr")?;
    let new =
        NewGrant { person: officer, role: Role::Officer, scope: String::new(), valid_until: None };
    people::grant(tx, "system", &new)?;
    let officer = Actor::of(tx, officer)?;
    let mut slug = String::new();
    for number in 0..CALLS {
        slug = open_call(tx, &officer, number)?;
    }
    let manager = people::create_account(tx, "manager@bench.example", "Manager", "fr")?;
    let organisation = people::create_organisation(
        tx,
        manager,
        &NewOrganisation {
            name: "Bench".to_owned(),
            kind: "association".to_owned(),
            rna: "W922000001".to_owned(),
            address: "1 rue".to_owned(),
            postcode: "92000".to_owned(),
            city: "Nanterre".to_owned(),
            ..NewOrganisation::default()
        },
    )?;
    let session = web::sessions::begin(tx, &manager.to_string(), "bench")?;
    Ok(Prepared { session, organisation: organisation.to_string(), slug })
}

fn open_call(tx: &mut Tx, officer: &Actor, number: usize) -> Outcome<String> {
    let text = CallText {
        title: format!("Appel {number}"),
        summary: "Un appel pour mesurer : deux phrases, comme les vrais. Ouvert toute l’année."
            .to_owned(),
        body: "### Texte\n\nUn paragraphe.".to_owned(),
        legal_basis: "CGCT L. 3211-1".to_owned(),
    };
    let field = |id: &str, kind| Field {
        id: id.to_owned(),
        label: id.to_owned(),
        help: String::new(),
        required: true,
        kind,
    };
    let rules = Rules {
        lines: vec![BudgetLine {
            code: "aide".to_owned(),
            name: "Aide".to_owned(),
            rate_basis_points: 5_000,
            cap: Cents::euros(50_000),
        }],
        form: vec![
            Section {
                title: "Projet".to_owned(),
                fields: vec![
                    field("resume", FieldKind::LongText { max: 3_000 }),
                    field("debut", FieldKind::Date),
                ],
            },
            Section {
                title: "Pièces".to_owned(),
                fields: vec![field("statuts", FieldKind::Files { max: 1 })],
            },
        ],
        readers_per_file: 2,
        four_eyes: false,
        ..Rules::default()
    };
    let call = calls::create_call(tx, officer, &text, &rules)?;
    let envelopes = BTreeMap::from([("aide".to_owned(), Cents::euros(1_000_000))]);
    let cut_off_at = tx.now().plus_days(30);
    let session = NewSession { title: "Session".to_owned(), cut_off_at, envelopes };
    calls::add_session(tx, officer, call, &session)?;
    let call = calls::call(tx, call)?;
    calls::set_call_state(tx, officer, call.id, call.version, CallState::Open)?;
    Ok(call.slug)
}

fn public_list(server: &Server) -> Result<Vec<Line>, String> {
    let warm = Client::open(&server.address)?.get("/appels")?;
    if warm.status != 200 || !warm.text().contains("Appel 49") {
        return Err("the public list does not hold the calls".to_owned());
    }
    let before = server.cpu_seconds()?;
    let address = server.address.clone();
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let address = address.clone();
            thread::spawn(move || load(&address))
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.join().map_err(|_| "a client panicked")??);
    }
    let cpu: f64 = used_since(server, before)?.iter().sum();
    times.sort_by(f64::total_cmp);
    let per_core = times.len() as f64 / cpu;
    let p99_ms = times.get(times.len() * 99 / 100).copied().unwrap_or(f64::NAN) * 1_000.0;
    Ok(vec![
        Line {
            what: "public list of 50 calls, a core",
            ours: format!("{per_core:.0} requests/s"),
            rival: "62/s on two cores".to_owned(),
            ratio: Some(per_core / 31.0),
            target: "≥ 3000",
            met: per_core >= 3_000.0,
        },
        Line {
            what: "the same, p99 at 8 connections",
            ours: format!("{p99_ms:.1} ms"),
            rival: "–".to_owned(),
            ratio: None,
            target: "< 20 ms",
            met: p99_ms < 20.0,
        },
    ])
}

fn load(address: &str) -> Result<Vec<f64>, String> {
    let mut client = Client::open(address)?;
    let end = Instant::now() + LOAD;
    let mut times = Vec::new();
    while Instant::now() < end {
        let begun = Instant::now();
        let answer = client.get("/appels")?;
        times.push(begun.elapsed().as_secs_f64());
        if answer.status != 200 {
            return Err(format!("the public list answered {}", answer.status));
        }
    }
    Ok(times)
}

fn applications(server: &Server, prepared: &Prepared) -> Result<Line, String> {
    let before = server.cpu_seconds()?;
    let mut requests = 0;
    for _ in 0..APPLICATIONS {
        requests += application(server, prepared)?;
    }
    // The receipts' jobs belong to the applications.
    thread::sleep(Duration::from_secs(3));
    let [own_ms, system_ms] =
        used_since(server, before)?.map(|seconds| seconds * 1_000.0 / APPLICATIONS as f64);
    let cpu_ms = own_ms + system_ms;
    let each = requests / APPLICATIONS;
    println!(
        "an application: {each} requests, {own_ms:.1} ms in the program and {system_ms:.1} ms in the system"
    );
    Ok(Line {
        what: "a whole application, server time",
        ours: format!("{cpu_ms:.1} ms"),
        rival: "563 ms".to_owned(),
        ratio: Some(563.0 / cpu_ms),
        target: "< 20 ms",
        met: cpu_ms < 20.0,
    })
}

fn used_since(server: &Server, before: [f64; 2]) -> Result<[f64; 2], String> {
    let [own, system] = server.cpu_seconds()?;
    let [own_before, system_before] = before;
    Ok([own - own_before, system - system_before])
}

fn hidden(page: &str, name: &str) -> Result<String, String> {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, after) = page.split_once(&mark).ok_or(format!("the page has no {name}"))?;
    Ok(after.split('"').next().unwrap_or("").to_owned())
}

/// Everything a browser asks for, from the call's page to the submitted file's.
fn application(server: &Server, prepared: &Prepared) -> Result<usize, String> {
    let mut client = Client::open(&server.address)?;
    client.cookie = format!("parvis-session={}", prepared.session);
    let Prepared { slug, organisation, .. } = prepared;
    let first = client.get(&format!("/appels/{slug}"))?.text();
    for asset in first.split('"').filter(|part| part.starts_with("/assets/")) {
        client.get(asset)?;
    }
    let page = client.get(&format!("/appels/{slug}/deposer"))?.text();
    let csrf = hidden(&page, "_csrf")?;
    let begin = [("_csrf", csrf.as_str()), ("organisation", organisation.as_str())];
    let begun = client.post(&format!("/appels/{slug}/deposer"), &begin)?;
    let base = begun.location.trim_end_matches("/etape/1").to_owned();
    let step = |client: &mut Client, number: &str, fields: &[(&str, &str)]| {
        let page = client.get(&format!("{base}/etape/{number}"))?.text();
        let mut version = hidden(&page, "_version")?;
        for typed in 1..=fields.len() {
            let mut sent = vec![("_csrf", csrf.as_str()), ("_step", number)];
            sent.push(("_version", &version));
            sent.extend(fields.iter().take(typed));
            let saved = client.post(&format!("{base}/enregistrement"), &sent)?.text();
            let found = saved.split("\"version\":").nth(1).and_then(|v| v.split(',').next());
            version = found.ok_or(format!("autosave answered {saved}"))?.to_owned();
        }
        let mut sent = vec![("_csrf", csrf.as_str()), ("_version", &version)];
        sent.extend(fields);
        client.post(&format!("{base}/etape/{number}"), &sent)
    };
    let request =
        [("title", "Un projet"), ("line.aide.base", "10000"), ("line.aide.amount", "5000")];
    step(&mut client, "1", &request)?;
    step(&mut client, "2", &[("resume", "Un texte de quelques mots."), ("debut", "2027-03-01")])?;
    client.get(&format!("{base}/etape/3"))?;
    let mut body = Vec::new();
    for part in [
        format!("--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{csrf}\r\n"),
        "--b\r\nContent-Disposition: form-data; name=\"statuts\"; filename=\"s.pdf\"\r\n\r\n"
            .to_owned(),
        format!("%PDF-1.4 {}\r\n--b--\r\n", "x".repeat(100_000)),
    ] {
        body.extend(part.into_bytes());
    }
    client.ask("POST", &format!("{base}/pieces"), "multipart/form-data; boundary=b", &body)?;
    let review = client.get(&format!("{base}/depot"))?.text();
    let version = hidden(&review, "_version")?;
    let submit = [("_csrf", csrf.as_str()), ("_version", version.as_str())];
    client.post(&format!("{base}/depot"), &submit)?;
    let done = client.get(&base)?.text();
    if !done.contains("recepisse.pdf") {
        return Err("an application was not submitted".to_owned());
    }
    Ok(client.asked)
}
