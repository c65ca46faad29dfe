//! Reserving under contention, and what is free of a large place.
//!
//! A thousand times thirty-two clients ask for the same hour of the same room at once: each time
//! one has it. Beside it, in the same run, what most systems do: look whether the hour is free,
//! then write, on PostgreSQL. Then a month of five hundred things, and a promise in a place that
//! has a million behind it.
//!
//! `PARVIS_BENCH_PAST` sets how many those are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base::{Moment, Outcome, World};
use people::{Actor, PersonId};
use reservations::{Asked, Kind, NewResource, NewSite, ResourceId, SiteId, Span};
use store::{Place, Store, Tx};

use crate::{Line, scratch};

const CLIENTS: usize = 32;
const ROUNDS: usize = 1_000;
const THINGS: usize = 500;
const PAST: i64 = 1_000_000;
const LOOKS: usize = 21;
const HOUR: i64 = 3_600_000_000;
/// Noon of a Monday: the clock of these measurements.
const NOW: Moment = Moment(1_795_420_800_000_000);

struct Ground {
    store: Store,
    site: SiteId,
    things: Vec<ResourceId>,
    host: Actor,
    people: Vec<PersonId>,
}

pub(crate) fn measure() -> Result<Vec<Line>, String> {
    let runtime = scratch::runtime()?;
    let folder = scratch::folder()?;
    let rival = xtask::start_postgres()?;
    let (sqlite, doubled) =
        runtime.block_on(contended(Place::Folder(folder.path().join("data"))))?;
    let (server, server_doubled) =
        runtime.block_on(contended(Place::database(rival.url.as_str())))?;
    let (checked, overlaps) = check_then_insert(&rival.url)?;
    println!(
        "{ROUNDS} rounds of {CLIENTS}: SQLite {sqlite:.0} attempts/s, {doubled} doubled; PostgreSQL \
         {server:.0}/s, {server_doubled} doubled; looking first, then writing: {checked:.0}/s, \
         {overlaps} doubled"
    );
    let line = |what, ours: f64, doubled: usize, target, least: f64| Line {
        what,
        ours: format!("{ours:.0} /s, {doubled} doubled"),
        rival: format!("{checked:.0} /s, {overlaps} doubled"),
        ratio: Some(ours / checked),
        target,
        met: ours >= least && doubled == 0,
    };
    let mut lines = vec![
        line("one hour, 32 clients, SQLite", sqlite, doubled, "≥ 5,000", 5_000.0),
        line("the same on PostgreSQL", server, server_doubled, "≥ 1,500", 1_500.0),
    ];
    let folder = scratch::folder()?;
    lines.extend(runtime.block_on(large(Place::Folder(folder.path().join("data"))))?);
    Ok(lines)
}

fn said(refusal: base::Refusal) -> String {
    refusal.to_string()
}

async fn begin(place: Place, things: usize, kind: Kind) -> Result<Ground, String> {
    let store = Store::open(place, World::fixed(NOW, 7)).map_err(said)?;
    store::migrate(&store, parvis::CONTEXTS, |_, _, _| {}).await.map_err(said)?;
    let (site, things, host, people) =
        store.write(move |tx| laid_out(tx, things, kind)).await.map_err(said)?;
    Ok(Ground { store, site, things, host, people })
}

type LaidOut = (SiteId, Vec<ResourceId>, Actor, Vec<PersonId>);

fn laid_out(tx: &mut Tx, count: usize, kind: Kind) -> Outcome<LaidOut> {
    let host = people::create_account(tx, "host@bench.example", "Ada", "fr")?;
    let new = people::NewOrganisation {
        name: "Bench".to_owned(),
        kind: "association".to_owned(),
        siret: String::new(),
        rna: "W922012345".to_owned(),
        address: "1 rue".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        invented: true,
    };
    let organisation = people::create_organisation(tx, host, &new)?;
    let host = Actor::of(tx, host)?;
    let site = NewSite {
        organisation,
        name: "Bench".to_owned(),
        zone: "Europe/Paris".to_owned(),
        hours: "Mo-Su 00:00-24:00".to_owned(),
        hold_minutes: 10,
        no_show_minutes: 0,
        free_cancel_hours: 24,
        late_refund_percent: 50,
        opens_at: None,
        closes_at: None,
    };
    let id = tx.id();
    let site = reservations::open_site(tx, &host, id, &site)?;
    let mut things = Vec::with_capacity(count);
    for number in 0..count {
        let new = NewResource {
            name: format!("Thing {number}"),
            kind,
            horizon_days: 730,
            person_max: 1_000,
            ..NewResource::default()
        };
        let id = tx.id();
        things.push(reservations::add_resource(tx, &host, site, id, &new)?);
    }
    let people = (0..CLIENTS)
        .map(|number| people::create_account(tx, &format!("p{number}@bench.example"), "Ada", "fr"))
        .collect::<Outcome<Vec<_>>>()?;
    Ok((site, things, host, people))
}

fn asked(resource: ResourceId, span: Span) -> Asked {
    Asked { resource, span, quantity: 1, title: String::new(), organisation: None }
}

fn hour(number: i64) -> Span {
    let from = Moment(NOW.0 + 24 * HOUR + number * HOUR);
    Span { from, to: Moment(from.0 + HOUR) }
}

/// Attempts a second, and hours that more than one had.
async fn contended(place: Place) -> Result<(f64, usize), String> {
    let ground = begin(place, 1, Kind::Exclusive).await?;
    let Some(room) = ground.things.first().copied() else { return Err("no room".to_owned()) };
    let actors = ground.people.clone();
    let actors = ground
        .store
        .read(move |tx| actors.iter().map(|id| Actor::of(tx, *id)).collect::<Outcome<Vec<_>>>())
        .await
        .map_err(said)?;
    let granted: Arc<Vec<AtomicUsize>> =
        Arc::new((0..ROUNDS).map(|_| AtomicUsize::new(0)).collect());
    let begun = Instant::now();
    let mut clients = Vec::new();
    for actor in actors {
        let (store, granted) = (ground.store.clone(), granted.clone());
        clients.push(tokio::spawn(async move {
            for (round, granted) in granted.iter().enumerate() {
                let wish = asked(room, hour(i64::try_from(round).unwrap_or(0)));
                let actor = actor.clone();
                let id = store.world().id();
                let held = match reservations::ask(&store, actor.clone(), id, wish).await {
                    Ok(_) => store.write(move |tx| reservations::confirm(tx, &actor, id)).await,
                    Err(refusal) => Err(refusal),
                };
                match held {
                    Ok(_) => _ = granted.fetch_add(1, Ordering::Relaxed),
                    Err(base::Refusal::Conflict(_)) => {}
                    Err(other) => return Err(other.to_string()),
                }
            }
            Ok(())
        }));
    }
    for client in clients {
        client.await.map_err(|error| error.to_string())??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let counts: Vec<usize> = granted.iter().map(|one| one.load(Ordering::Relaxed)).collect();
    if counts.contains(&0) {
        return Err("an hour that everybody asked for went to nobody".to_owned());
    }
    let findings = ground.store.read(reservations::check).await.map_err(said)?;
    let doubled = counts.iter().filter(|count| **count > 1).count() + findings.len();
    Ok(((CLIENTS * ROUNDS) as f64 / seconds, doubled))
}

/// What most systems do: look whether the hour is free, then write.
fn check_then_insert(address: &str) -> Result<(f64, usize), String> {
    let connect = || postgres::Client::connect(address, postgres::NoTls);
    let mut setup = connect().map_err(|error| error.to_string())?;
    setup
        .batch_execute(
            "CREATE TABLE plain (id BIGSERIAL PRIMARY KEY, hour BIGINT NOT NULL);
             CREATE INDEX plain_hour ON plain (hour)",
        )
        .map_err(|error| error.to_string())?;
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let mut clients = Vec::new();
        for _ in 0..CLIENTS {
            clients.push(scope.spawn(|| -> Result<(), postgres::Error> {
                let mut client = connect()?;
                for hour in 0..ROUNDS as i64 {
                    let mut unit = client.transaction()?;
                    let taken = unit.query("SELECT 1 FROM plain WHERE hour = $1", &[&hour])?;
                    if taken.is_empty() {
                        unit.execute("INSERT INTO plain (hour) VALUES ($1)", &[&hour])?;
                    }
                    unit.commit()?;
                }
                Ok(())
            }));
        }
        clients.into_iter().try_for_each(|client| match client.join() {
            Ok(done) => done.map_err(|error| error.to_string()),
            Err(_) => Err("a client of the rival panicked".to_owned()),
        })
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let doubled = setup
        .query_one(
            "SELECT COUNT(*) FROM (SELECT hour FROM plain GROUP BY hour HAVING COUNT(*) > 1) t",
            &[],
        )
        .map_err(|error| error.to_string())?;
    let doubled: i64 = doubled.get(0);
    let doubled = usize::try_from(doubled).unwrap_or(0);
    Ok(((CLIENTS * ROUNDS) as f64 / seconds, doubled))
}

/// A month of five hundred things, and a promise before and after a million.
async fn large(place: Place) -> Result<Vec<Line>, String> {
    let ground = begin(place, THINGS, Kind::Exclusive).await?;
    let past = std::env::var("PARVIS_BENCH_PAST").ok().and_then(|text| text.parse().ok());
    let past = past.unwrap_or(PAST);
    let each = past / THINGS as i64;
    // At an hour that is not filled below, and past once the clock goes on.
    let before = promise_time(&ground, each + 10).await?;
    fill(&ground, each).await?;
    ground.store.world().advance_seconds((each + 48) * 3_600);
    fill(&ground, 60).await?;
    let after = promise_time(&ground, 61).await?;
    let month = month(&ground).await?;
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let ratio = ms(after) / ms(before);
    println!(
        "a promise: {:.2} ms in an empty place, {:.2} ms with {past} behind it; a month of {THINGS} \
         things: {:.1} ms",
        ms(before),
        ms(after),
        ms(month)
    );
    Ok(vec![
        Line {
            what: "a promise, 1,000,000 behind it",
            ours: format!("{:.2} ms", ms(after)),
            rival: format!("{:.2} ms in an empty one", ms(before)),
            ratio: Some(ratio),
            target: "≤ 1.25 ×",
            met: ratio <= 1.25,
        },
        Line {
            what: "a month of 500 things",
            ours: format!("{:.1} ms", ms(month)),
            rival: String::new(),
            ratio: None,
            target: "< 10 ms",
            met: ms(month) < 10.0,
        },
    ])
}

/// So many hours of each thing, one after the other, from tomorrow on.
async fn fill(ground: &Ground, hours: i64) -> Result<(), String> {
    for thing in ground.things.clone() {
        let host = ground.host.clone();
        let work = move |tx: &mut Tx| {
            let begin = Moment((tx.now().0 / HOUR + 24) * HOUR);
            for number in 0..hours {
                let from = Moment(begin.0 + number * HOUR);
                let id = tx.id();
                let wish = asked(thing, Span { from, to: Moment(from.0 + HOUR) });
                reservations::walk_in(tx, &host, id, &wish)?;
            }
            Ok(())
        };
        ground.store.write(work).await.map_err(said)?;
    }
    Ok(())
}

/// The median of promises on several things, at an hour that is free.
async fn promise_time(ground: &Ground, ahead: i64) -> Result<Duration, String> {
    let Some(person) = ground.people.first().copied() else { return Err("nobody".to_owned()) };
    let actor = ground.store.read(move |tx| Actor::of(tx, person)).await.map_err(said)?;
    let mut times = Vec::new();
    for thing in ground.things.iter().copied().take(LOOKS) {
        let actor = actor.clone();
        let begun = Instant::now();
        let work = move |tx: &mut Tx| {
            let from = Moment((tx.now().0 / HOUR + 24 + ahead) * HOUR);
            let id = tx.id();
            let wish = asked(thing, Span { from, to: Moment(from.0 + HOUR) });
            reservations::hold(tx, &actor, id, &wish)?;
            reservations::confirm(tx, &actor, id)
        };
        ground.store.write(work).await.map_err(said)?;
        times.push(begun.elapsed());
    }
    Ok(median(times))
}

async fn month(ground: &Ground) -> Result<Duration, String> {
    let site = ground.site;
    let mut times = Vec::new();
    for _ in 0..LOOKS {
        let begun = Instant::now();
        let look = move |tx: &mut Tx| {
            let now = tx.now();
            let things = reservations::resources_of(tx, site)?;
            let site = reservations::site(tx, site)?;
            let within = Span { from: now, to: now.plus_days(30) };
            let free = reservations::availability(tx, &site, &things, within)?;
            Ok(free.iter().map(|one| one.spans.len()).sum::<usize>())
        };
        let spans: usize = ground.store.read(look).await.map_err(said)?;
        if spans < THINGS {
            return Err("a month without anything free".to_owned());
        }
        times.push(begun.elapsed());
    }
    Ok(median(times))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
