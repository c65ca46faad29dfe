//! The command as a process of its own: killed in the middle, it goes on where it stopped.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use base::World;
use people::Source;
use store::testing::{Ground, grounds};
use store::{Place, Store};

const UNITS: i64 = 20_000;

fn keyed(digits: &str, good: fn(&str) -> bool) -> String {
    (0..10).map(|key| format!("{digits}{key}")).find(|number| good(number)).unwrap()
}

fn units() -> String {
    let mut text = "siren,statutDiffusionUniteLegale,etatAdministratifUniteLegale,\
        denominationUniteLegale,categorieJuridiqueUniteLegale\n"
        .to_owned();
    for number in 0..UNITS {
        let siren = keyed(&format!("{:08}", 30_000_000 + number), people::rules::is_siren);
        let category = if number % 3 == 0 { "1000" } else { "9220" };
        writeln!(text, "{siren},O,A,\"Les amis, du n° {number}\",{category}").unwrap();
    }
    text
}

fn command(place: &Place, file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.args(["import", "directory", "--file"]).arg(file).env("RUST_LOG", "error");
    match place {
        Place::Folder(folder) => command.arg("--data").arg(folder),
        Place::Database { url, .. } => command.arg("--database").arg(url),
    };
    command
}

fn imported(place: &Place, file: &Path) -> Output {
    command(place, file).output().unwrap()
}

/// Bytes done of an import that another process may be carrying out.
async fn done(place: &Place) -> i64 {
    let Ok(store) = Store::inspect(place.clone(), World::system()) else { return 0 };
    let read = store.read(|tx| people::import_progress(tx, Source::Unit)).await;
    read.ok().flatten().map_or(0, |import| import.byte)
}

async fn digest(place: &Place) -> (String, people::DirectoryImport) {
    let store = Store::inspect(place.clone(), World::system()).unwrap();
    store
        .read(|tx| {
            let digests = store::table_digests(tx)?;
            let own = digests.into_iter().find(|(table, _)| table == "people_directory");
            let import = people::import_progress(tx, Source::Unit)?.unwrap_or_default();
            Ok((own.unwrap_or_default().1, import))
        })
        .await
        .unwrap()
}

async fn killed_in_the_middle(place: &Place, file: &Path) {
    let mut child =
        command(place, file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while done(place).await == 0 && child.try_wait().unwrap().is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn an_import_that_is_killed_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("units.csv");
    std::fs::write(&file, units()).unwrap();
    let length = i64::try_from(std::fs::metadata(&file).unwrap().len()).unwrap();
    let fresh: Vec<Ground> = grounds();
    for (whole, ground) in grounds().iter().zip(&fresh) {
        let output = imported(&whole.place, &file);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        killed_in_the_middle(&ground.place, &file).await;
        let halfway = done(&ground.place).await;
        assert!(halfway > 0 && halfway < length, "killed at {halfway} of {length}");
        let output = imported(&ground.place, &file);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("going on after line"), "{told}");
        let (wanted, import) = digest(&whole.place).await;
        let (got, resumed) = digest(&ground.place).await;
        assert_eq!(got, wanted, "not the same table");
        let left_out = (UNITS + 2) / 3;
        for import in [import, resumed] {
            assert_eq!((import.kept, import.skipped), (UNITS - left_out, left_out));
            assert_eq!((import.run, import.byte, import.line), (1, length, UNITS));
        }
    }
}

#[test]
fn what_cannot_be_taken_is_told_and_the_command_ends_with_3() {
    let ground = store::testing::sqlite_ground();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("units.csv");
    let text = units().replacen("9220\n", "92\n", 1).replacen("30000042", "3000004X", 1);
    std::fs::write(&file, text).unwrap();
    let output = imported(&ground.place, &file);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("line 3, column categorieJuridiqueUniteLegale: not four"), "{told}");
    assert!(told.contains("column siren: not a SIREN"), "{told}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("2 bad"), "{output:?}");
    std::fs::write(&file, "a;b\n1;2\n").unwrap();
    let output = imported(&ground.place, &file);
    assert_eq!(output.status.code(), Some(3), "a file of something else");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("line 1: no column"), "{told}");
    assert_eq!(imported(&ground.place, &folder.path().join("none.csv")).status.code(), Some(3));
    let mut wrong = command(&ground.place, &file);
    assert_eq!(wrong.args(["--departement", "Paris"]).output().unwrap().status.code(), Some(2));
}
