//! Jobs: done after the answer, once, again when they fail, and never lost.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base::{Outcome, Refusal};
use parvis_work::{
    Failure, Handler, Job, MAIL, MAX_ATTEMPTS, MIGRATIONS, OutgoingMail, Periodic, Runner, State,
    delete_done, enqueue, enqueue_at, handler, list, post, retry, run_due,
};
use store::testing::{grounds, on_each_engine, open, postgres_ground};
use store::{Isolation, Migrations, Store};

const ALL: &[Migrations] = &[store::MIGRATIONS, MIGRATIONS];

/// What handlers have seen: the payload of each run, in order.
type Seen = Arc<Mutex<Vec<String>>>;

/// A runner for the kind `kind`, whose runs end as `end` says.
fn runner(
    kind: &'static str,
    seen: &Seen,
    end: impl Fn(&Job) -> Result<(), Failure> + Clone + Send + Sync + 'static,
) -> Runner {
    let seen = seen.clone();
    let handler = handler(kind, move |_, job| {
        let (seen, end) = (seen.clone(), end.clone());
        async move {
            seen.lock().unwrap().push(job.payload.clone());
            end(&job)
        }
    });
    Runner { handlers: vec![handler], periodic: Vec::new() }
}

fn done(_: &Job) -> Result<(), Failure> {
    Ok(())
}

async fn add(store: &Store, kind: &'static str, key: &str) {
    let key = key.to_owned();
    store.write(move |tx| enqueue(tx, kind, &key, &key.as_str())).await.unwrap();
}

async fn in_state(store: &Store, state: State) -> Vec<Job> {
    store.read(move |tx| list(tx, state, None, None, 1_000)).await.unwrap()
}

#[tokio::test]
async fn a_job_of_a_refused_command_does_not_exist() {
    on_each_engine(ALL, async |store| {
        let refused = store.write(|tx| -> Outcome<()> {
            enqueue(tx, "greet", "a", &"a")?;
            Err(Refusal::Stale)
        });
        assert_eq!(refused.await, Err(Refusal::Stale));
        let seen = Seen::default();
        assert_eq!(run_due(&store, &runner("greet", &seen, done)).await, Ok(0));
        assert!(in_state(&store, State::Ready).await.is_empty());
        // Its key was not used up either.
        add(&store, "greet", "a").await;
        assert_eq!(run_due(&store, &runner("greet", &seen, done)).await, Ok(1));
        assert_eq!(*seen.lock().unwrap(), ["\"a\""]);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_again_enqueues_nothing() {
    on_each_engine(ALL, async |store| {
        let seen = Seen::default();
        let runner = runner("greet", &seen, done);
        for _ in 0..3 {
            add(&store, "greet", "a").await;
        }
        assert_eq!(run_due(&store, &runner).await, Ok(1));
        add(&store, "greet", "a").await;
        assert_eq!(run_due(&store, &runner).await, Ok(0));
        assert_eq!(in_state(&store, State::Done).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_waits_for_its_hour() {
    on_each_engine(ALL, async |store| {
        let seen = Seen::default();
        let runner = runner("greet", &seen, done);
        let later = store.world().now().plus_seconds(60);
        store.write(move |tx| enqueue_at(tx, "greet", "a", &1, later)).await.unwrap();
        store.world().advance_seconds(59);
        assert_eq!(run_due(&store, &runner).await, Ok(0));
        store.world().advance_seconds(1);
        assert_eq!(run_due(&store, &runner).await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn a_failing_job_is_tried_again_ever_later_and_dies_after_eight() {
    on_each_engine(ALL, async |store| {
        let seen = Seen::default();
        let runner = runner("greet", &seen, |job| {
            Err(Failure::passing(format!("no answer to {}", job.attempts)))
        });
        add(&store, "greet", "a").await;
        for wait_s in [10, 40, 160, 640, 2_560, 10_240, 21_600] {
            assert_eq!(run_due(&store, &runner).await, Ok(1));
            store.world().advance_seconds(wait_s - 1);
            assert_eq!(run_due(&store, &runner).await, Ok(0), "too early by a second");
            store.world().advance_seconds(1);
        }
        assert_eq!(in_state(&store, State::Ready).await.len(), 1);
        assert_eq!(run_due(&store, &runner).await, Ok(1));
        let dead = in_state(&store, State::Dead).await;
        assert_eq!((dead.len(), dead[0].attempts), (1, MAX_ATTEMPTS));
        assert_eq!(dead[0].last_error, "no answer to 8");
        store.world().advance_seconds(1_000_000);
        assert_eq!(run_due(&store, &runner).await, Ok(0));
        assert_eq!(seen.lock().unwrap().len(), 8);
    })
    .await;
}

#[tokio::test]
async fn a_permanent_failure_is_dead_at_once_and_can_be_sent_round_again() {
    on_each_engine(ALL, async |store| {
        let seen = Seen::default();
        let fails = runner("greet", &seen, |_| Err(Failure::permanent("no such address")));
        add(&store, "greet", "a").await;
        assert_eq!(run_due(&store, &fails).await, Ok(1));
        let dead = in_state(&store, State::Dead).await;
        assert_eq!(dead.len(), 1);
        let (id, error) = (dead[0].id, dead[0].last_error.clone());
        assert_eq!(error, "no such address");

        store.write(move |tx| retry(tx, id)).await.unwrap();
        assert_eq!(run_due(&store, &runner("greet", &seen, done)).await, Ok(1));
        let done = in_state(&store, State::Done).await;
        assert_eq!((done[0].id, done[0].attempts), (id, 1));
        let again = store.write(move |tx| retry(tx, id)).await;
        assert_eq!(again, Err(Refusal::Unknown), "what is done is not done again");
    })
    .await;
}

/// A handler that never comes to an end; says when it has begun.
fn stuck(begun: tokio::sync::mpsc::UnboundedSender<()>) -> Handler {
    handler("greet", move |_, _| {
        let begun = begun.clone();
        async move {
            begun.send(()).unwrap();
            std::future::pending::<()>().await;
            Ok(())
        }
    })
}

/// Begins the due job and then dies, as a process does.
async fn die_in_the_middle(store: &Store) {
    let (begun, mut begins) = tokio::sync::mpsc::unbounded_channel();
    let runner = Runner { handlers: vec![stuck(begun)], periodic: Vec::new() };
    let own = store.clone();
    let running = tokio::spawn(async move { run_due(&own, &runner).await });
    begins.recv().await.unwrap();
    running.abort();
    let _ = running.await;
}

#[tokio::test]
async fn another_runner_takes_over_when_the_lease_of_a_dead_one_has_run_out() {
    on_each_engine(ALL, async |store| {
        add(&store, "greet", "a").await;
        die_in_the_middle(&store).await;
        let seen = Seen::default();
        let other = runner("greet", &seen, done);
        store.world().advance_seconds(119);
        assert_eq!(run_due(&store, &other).await, Ok(0), "the lease still runs");
        assert_eq!(in_state(&store, State::Running).await.len(), 1);
        store.world().advance_seconds(2);
        assert_eq!(run_due(&store, &other).await, Ok(1));
        assert_eq!(in_state(&store, State::Done).await[0].attempts, 2);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_kills_every_runner_dies_too() {
    on_each_engine(ALL, async |store| {
        add(&store, "greet", "a").await;
        for _ in 0..MAX_ATTEMPTS {
            die_in_the_middle(&store).await;
            store.world().advance_seconds(121);
        }
        let seen = Seen::default();
        run_due(&store, &runner("greet", &seen, done)).await.unwrap();
        assert!(seen.lock().unwrap().is_empty(), "it was begun a ninth time");
        let dead = in_state(&store, State::Dead).await;
        assert_eq!(dead.len(), 1);
        assert!(!dead[0].last_error.is_empty());
    })
    .await;
}

/// One that was thought dead and comes back must not undo what was done since.
#[tokio::test]
async fn a_late_end_of_a_run_that_was_taken_over_changes_nothing() {
    on_each_engine(ALL, async |store| {
        add(&store, "greet", "a").await;
        let seen = Seen::default();
        let slow = handler("greet", |store: Store, _| async move {
            // Meanwhile the lease runs out and another does the job.
            store.world().advance_seconds(121);
            let quick = runner("greet", &Seen::default(), done);
            assert_eq!(run_due(&store, &quick).await, Ok(1));
            Err(Failure::permanent("late"))
        });
        let slow = Runner { handlers: vec![slow], periodic: Vec::new() };
        assert_eq!(run_due(&store, &slow).await, Ok(1));
        assert_eq!(in_state(&store, State::Done).await.len(), 1);
        assert!(in_state(&store, State::Dead).await.is_empty());
        assert_eq!(run_due(&store, &runner("greet", &seen, done)).await, Ok(0));
    })
    .await;
}

#[tokio::test]
async fn a_handler_that_panics_fails_its_job_and_no_other() {
    on_each_engine(ALL, async |store| {
        let seen = Seen::default();
        let runner = runner("greet", &seen, |job| {
            assert_ne!(job.payload, "\"bad\"", "on purpose");
            Ok(())
        });
        for key in ["before", "bad", "after"] {
            add(&store, "greet", key).await;
        }
        assert_eq!(run_due(&store, &runner).await, Ok(3));
        assert_eq!(in_state(&store, State::Done).await.len(), 2);
        let waiting = in_state(&store, State::Ready).await;
        assert_eq!((waiting.len(), waiting[0].attempts), (1, 1));
        assert!(waiting[0].last_error.contains("panicked"), "{}", waiting[0].last_error);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runners_side_by_side_do_each_job_once() {
    const JOBS: usize = 100;
    let mut places = grounds();
    places.extend(postgres_ground(Isolation::ReadCommitted));
    for ground in places {
        let store = open(&ground, ALL).await;
        let enqueued = store.write(|tx| {
            (0..JOBS).try_for_each(|at| enqueue(tx, "greet", &format!("{at:03}"), &at))
        });
        enqueued.await.unwrap();
        let seen = Seen::default();
        let shares: Vec<Arc<AtomicUsize>> = (0..4).map(|_| Arc::default()).collect();
        let runners: Vec<_> = shares
            .iter()
            .map(|share| {
                let (store, share) = (store.clone(), share.clone());
                let runner = runner("greet", &seen, move |_| {
                    share.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                });
                tokio::spawn(async move {
                    while !in_state(&store, State::Ready).await.is_empty() {
                        run_due(&store, &runner).await.unwrap();
                    }
                })
            })
            .collect();
        for runner in runners {
            runner.await.unwrap();
        }
        let mut payloads: Vec<usize> =
            seen.lock().unwrap().iter().map(|payload| payload.parse().unwrap()).collect();
        payloads.sort_unstable();
        assert_eq!(payloads, (0..JOBS).collect::<Vec<_>>(), "{:?}", ground.place);
        assert_eq!(in_state(&store, State::Done).await.len(), JOBS);
        let busy = shares.iter().filter(|share| share.load(Ordering::SeqCst) > 0).count();
        assert!(busy > 1, "one runner did it all");
    }
}

#[tokio::test]
async fn a_kind_without_a_handler_waits() {
    on_each_engine(ALL, async |store| {
        let mail = OutgoingMail {
            to: "ana@example.org".to_owned(),
            subject: "Bonjour".to_owned(),
            text: "À bientôt.".to_owned(),
            attachments: Vec::new(),
        };
        let sent = mail.clone();
        store.write(move |tx| post(tx, "mail:1", &mail)).await.unwrap();
        let seen = Seen::default();
        assert_eq!(run_due(&store, &runner("greet", &seen, done)).await, Ok(0));
        store.world().advance_seconds(1_000_000);
        let waiting = in_state(&store, State::Ready).await;
        assert_eq!((waiting.len(), waiting[0].attempts), (1, 0));
        assert_eq!(run_due(&store, &runner(MAIL, &seen, done)).await, Ok(1));
        let payload = seen.lock().unwrap()[0].clone();
        assert_eq!(serde_json::from_str::<OutgoingMail>(&payload).unwrap(), sent);
    })
    .await;
}

#[tokio::test]
async fn a_periodic_job_is_enqueued_once_a_turn() {
    on_each_engine(ALL, async |store| {
        let seen = Seen::default();
        let mut runner = runner("sweep", &seen, done);
        runner.periodic = vec![Periodic { kind: "sweep", every_s: 3_600 }];
        // The test clock stands at a full hour.
        for (advance_s, expected) in [(0, 1), (0, 0), (3_599, 0), (1, 1), (1_800, 0), (7_200, 1)] {
            store.world().advance_seconds(advance_s);
            assert_eq!(run_due(&store, &runner).await, Ok(expected), "after {advance_s} s");
        }
    })
    .await;
}

#[tokio::test]
async fn done_jobs_are_forgotten_and_others_are_not() {
    on_each_engine(ALL, async |store| {
        add(&store, "greet", "old").await;
        add(&store, "other", "waiting").await;
        let seen = Seen::default();
        run_due(&store, &runner("greet", &seen, done)).await.unwrap();
        store.world().advance_seconds(10);
        let now = store.world().now();
        add(&store, "greet", "new").await;
        run_due(&store, &runner("greet", &seen, done)).await.unwrap();
        assert_eq!(store.write(move |tx| delete_done(tx, now)).await, Ok(1));
        assert_eq!(in_state(&store, State::Done).await.len(), 1);
        assert_eq!(in_state(&store, State::Ready).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_newest_jobs_are_listed_page_by_page() {
    on_each_engine(ALL, async |store| {
        for at in 0..5 {
            add(&store, if at == 2 { "other" } else { "greet" }, &format!("{at}")).await;
            store.world().advance_seconds(1);
        }
        let page = |before, kind| {
            let store = store.clone();
            async move {
                let read = store.read(move |tx| list(tx, State::Ready, kind, before, 2));
                let jobs = read.await.unwrap();
                (
                    jobs.iter().map(|job| job.payload.clone()).collect::<Vec<_>>(),
                    jobs.last().map(|job| job.id),
                )
            }
        };
        let (first, last) = page(None, None).await;
        assert_eq!(first, ["\"4\"", "\"3\""]);
        let (second, _) = page(last, None).await;
        assert_eq!(second, ["\"2\"", "\"1\""]);
        let (greetings, _) = page(last, Some("greet")).await;
        assert_eq!(greetings, ["\"1\"", "\"0\""]);
    })
    .await;
}

#[tokio::test]
async fn a_running_runner_is_woken_by_the_commit() {
    on_each_engine(ALL, async |store| {
        let (begun, mut begins) = tokio::sync::mpsc::unbounded_channel();
        let runner = Runner { handlers: vec![stuck(begun)], periodic: Vec::new() };
        let own = store.clone();
        let running = tokio::spawn(async move { runner.run(&own).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        let began = std::time::Instant::now();
        add(&store, "greet", "a").await;
        begins.recv().await.unwrap();
        assert!(began.elapsed() < Duration::from_millis(1_500), "it was not woken, it polled");
        running.abort();
    })
    .await;
}
