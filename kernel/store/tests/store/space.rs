//! A full disk: reads go on, writes are refused, nothing is there by half, and space mends it.
//!
//! Two ways to a full disk: a limit on the size of files works everywhere, a small file system of
//! its own only where mounting is allowed. What PostgreSQL says of its full disk is in `links.rs`.

use std::path::PathBuf;
use std::process::Command;

use base::{Outcome, Refusal};
use parvis_store::testing::{Ground, open, sqlite_ground};
use parvis_store::{Place, Store, backup, check_engine, put_blob, sql};
use tempfile::TempDir;

use crate::child;
use crate::ground::{ALL, insert_pair, open_as_is, whole_pairs};

/// A pair with some weight, so that a disk fills soon.
async fn write_heavy(store: &Store, id: &str) -> Outcome<()> {
    let id = id.to_owned();
    let work = move |tx: &mut parvis_store::Tx| {
        insert_pair(tx, &id)?;
        let mut bytes = tx.world().bytes::<8_192>().to_vec();
        bytes.extend(id.bytes());
        put_blob(tx, bytes).map(drop)
    };
    store.write(work).await
}

/// Writes until the disk is full, checks what holds then, frees space, checks that all is well.
async fn fill_and_free(store: &Store, free: impl FnOnce()) {
    let mut acknowledged = Vec::new();
    let mut refused = 0;
    for round in 0..2_000 {
        let tasks: Vec<_> = (0..4)
            .map(|task| {
                let (store, id) = (store.clone(), format!("{round:04}-{task}"));
                tokio::spawn(async move { (write_heavy(&store, &id).await, id) })
            })
            .collect();
        for task in tasks {
            match task.await.unwrap() {
                (Ok(()), id) => acknowledged.push(id),
                (Err(Refusal::NoSpace), _) => refused += 1,
                (Err(other), _) => panic!("{other} after {} writes", acknowledged.len()),
            }
        }
        // A last small gap may still take a small unit: full is full after a few refusals.
        if refused > 40 {
            break;
        }
        assert_eq!(whole_pairs(store).await, acknowledged, "round {round}");
    }
    assert!(refused > 40, "the disk never filled");
    assert!(acknowledged.len() > 8, "the disk was full from the beginning");
    assert_eq!(whole_pairs(store).await, acknowledged);
    free();
    for at in 0..20 {
        let id = format!("after-{at:02}");
        write_heavy(store, &id).await.unwrap();
        acknowledged.push(id);
    }
    assert_eq!(whole_pairs(store).await, acknowledged);
    let blobs = store.read(|tx| tx.one(sql("SELECT count(*) FROM store_blob"), &[])?.single());
    assert_eq!(blobs.await.map(i64::unsigned_abs), Ok(acknowledged.len() as u64));
    assert_eq!(store.read(check_engine).await, Ok(Vec::new()));
}

#[tokio::test]
#[ignore = "the child of the test below"]
async fn limited_writer() {
    let Some(place) = child::place() else { return };
    let store = open_as_is(&place).unwrap();
    let lift = || {
        let own = std::process::id().to_string();
        let status = Command::new("prlimit").args(["--pid", &own, "--fsize=unlimited"]).status();
        assert!(status.unwrap().success());
    };
    fill_and_free(&store, lift).await;
    child::say("all is well");
}

#[tokio::test]
async fn files_that_may_not_grow_refuse_writes_and_nothing_else() {
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("left out: there is no prlimit to lift the limit with");
        return;
    }
    let ground = sqlite_ground();
    drop(open(&ground, ALL).await);
    let mut limited = Command::new("sh");
    let script = "trap '' XFSZ; ulimit -S -f 1500; exec \"$0\" \"$@\"";
    limited.args(["-c", script]).arg(std::env::current_exe().unwrap());
    limited.args(child::arguments("space::limited_writer"));
    child::tell(&mut limited, &ground.place, "");
    let (well, said) = child::start(limited).end();
    assert!(well && said == ["all is well"], "{said:?}");
    let store = open_as_is(&ground.place).unwrap();
    assert_eq!(store.read(check_engine).await, Ok(Vec::new()));
    assert!(whole_pairs(&store).await.contains(&"after-19".to_owned()));
}

/// A small file system of its own, unmounted with this value.
struct SmallDisk {
    path: PathBuf,
    _folder: TempDir,
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.path).status();
    }
}

fn small_disk(size: &str) -> Option<SmallDisk> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk");
    std::fs::create_dir(&path).unwrap();
    let options = format!("size={size}");
    let mount =
        Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&path).output();
    if mount.is_ok_and(|mount| mount.status.success()) {
        return Some(SmallDisk { path, _folder: folder });
    }
    println!("left out: no file system may be mounted here");
    None
}

/// A file that takes space until it is removed.
fn ballast(disk: &SmallDisk, bytes: usize) -> PathBuf {
    let path = disk.path.join("ballast");
    std::fs::write(&path, vec![1; bytes]).unwrap();
    path
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_nothing_else() {
    let Some(disk) = small_disk("2m") else { return };
    let ballast = ballast(&disk, 700_000);
    let place = Place::Folder(disk.path.join("data"));
    let ground = Ground::at(place);
    let store = open(&ground, ALL).await;
    fill_and_free(&store, || std::fs::remove_file(&ballast).unwrap()).await;
    drop(store);
    let store = open_as_is(&ground.place).unwrap();
    assert!(whole_pairs(&store).await.contains(&"after-19".to_owned()));
}

#[tokio::test]
async fn a_backup_to_a_full_disk_leaves_no_half_backup() {
    let Some(disk) = small_disk("2m") else { return };
    for ground in parvis_store::testing::grounds() {
        let store = open(&ground, ALL).await;
        for at in 0..300 {
            write_heavy(&store, &format!("{at}")).await.unwrap();
        }
        let to = disk.path.join("backup.db");
        assert_eq!(backup(&ground.place, ALL, &to).await, Err(Refusal::NoSpace));
        let left: Vec<_> = std::fs::read_dir(&disk.path).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
