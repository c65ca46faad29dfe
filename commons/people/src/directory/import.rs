//! An import, batch by batch: each stands in one transaction with how far the file has been read,
//! so that an import that was killed goes on where it stopped.
//!
//! Every import is a run with a number; what a run has seen bears it. When the file is at its end,
//! entries that bear an older number are gone from the directory and marked as closed.

use base::{Moment, Outcome};
use store::{Tx, sql};

use super::layout::{NewEntry, Source};

/// Keys looked at in one transaction of [`close_gone`].
const CLOSE_STEP: i64 = 5_000;

/// How far an import has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryImport {
    /// Its number.
    pub run: i64,
    /// Bytes of the file that are done, its first line included.
    pub byte: i64,
    /// Lines that are done.
    pub line: i64,
    /// Entries stored.
    pub kept: i64,
    /// Lines left out: sole traders, the unpublished, other départements.
    pub skipped: i64,
    /// Lines that could not be taken.
    pub bad: i64,
    /// Entries that the import before this one had stored.
    pub kept_before: i64,
    /// Keys up to this one are looked through for those gone.
    pub closed_to: String,
    /// When it came to its end.
    pub ended_at: Option<Moment>,
}

/// Some lines of a file.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Entries of lines that could be taken.
    pub entries: Vec<NewEntry>,
    /// Lines left out.
    pub skipped: i64,
    /// Lines that could not be taken.
    pub bad: i64,
    /// Bytes of the file that are done after it.
    pub byte: i64,
    /// Lines that are done after it.
    pub line: i64,
}

/// The import of a file: of the one under way, if it is the same file; a new run otherwise.
pub fn begin_import(tx: &mut Tx, source: Source, digest: &str) -> Outcome<DirectoryImport> {
    let (now, known) = (progress(tx, source)?, digest_of(tx, source)?);
    let before = now.unwrap_or_default();
    if known.as_deref() == Some(digest) && before.ended_at.is_none() {
        return Ok(before);
    }
    let kept_before = if before.ended_at.is_some() { before.kept } else { before.kept_before };
    let import = DirectoryImport { run: before.run + 1, kept_before, ..Default::default() };
    tx.run(
        sql("INSERT INTO people_directory_import (source, run, digest, byte, line, kept, skipped,
                bad, kept_before, closed_to, ended_at)
             VALUES ($1, $2, $3, 0, 0, 0, 0, 0, $4, '', NULL)
             ON CONFLICT (source) DO UPDATE SET run = $2, digest = $3, byte = 0, line = 0,
                kept = 0, skipped = 0, bad = 0, kept_before = $4, closed_to = '',
                ended_at = NULL"),
        &[source.code().into(), import.run.into(), digest.into(), kept_before.into()],
    )?;
    Ok(import)
}

fn digest_of(tx: &mut Tx, source: Source) -> Outcome<Option<String>> {
    tx.maybe(
        sql("SELECT digest FROM people_directory_import WHERE source = $1"),
        &[source.code().into()],
    )?
    .map(store::Row::single)
    .transpose()
}

/// How far the last import has come, if there was one.
pub fn progress(tx: &mut Tx, source: Source) -> Outcome<Option<DirectoryImport>> {
    let row = tx.maybe(
        sql("SELECT run, byte, line, kept, skipped, bad, kept_before, closed_to, ended_at
             FROM people_directory_import WHERE source = $1"),
        &[source.code().into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut columns = row.columns();
    Ok(Some(DirectoryImport {
        run: columns.take()?,
        byte: columns.take()?,
        line: columns.take()?,
        kept: columns.take()?,
        skipped: columns.take()?,
        bad: columns.take()?,
        kept_before: columns.take()?,
        closed_to: columns.take()?,
        ended_at: columns.take()?,
    }))
}

/// Stores a batch that begins where `from` stands; how far it has come then. Refused as stale when
/// another process has taken it.
pub fn take_batch(
    tx: &mut Tx,
    source: Source,
    from: &DirectoryImport,
    batch: &Batch,
) -> Outcome<DirectoryImport> {
    let mut import = from.clone();
    tx.fence(
        sql("UPDATE people_directory_import SET byte = $1, line = $2
             WHERE source = $3 AND run = $4 AND byte = $5 AND ended_at IS NULL"),
        &[
            batch.byte.into(),
            batch.line.into(),
            source.code().into(),
            import.run.into(),
            import.byte.into(),
        ],
    )?;
    (import.byte, import.line) = (batch.byte, batch.line);
    import.skipped += batch.skipped;
    import.bad += batch.bad;
    for entry in &batch.entries {
        match whole(tx, source, entry)? {
            Some(entry) => {
                put(tx, source, import.run, &entry)?;
                import.kept += 1;
            }
            None => import.skipped += 1,
        }
    }
    tx.run(
        sql("UPDATE people_directory_import SET kept = $1, skipped = $2, bad = $3
             WHERE source = $4"),
        &[import.kept.into(), import.skipped.into(), import.bad.into(), source.code().into()],
    )?;
    Ok(import)
}

/// An entry with what its legal person says; nothing of an establishment whose legal person is not
/// in the directory, for it may be a sole trader.
fn whole(tx: &mut Tx, source: Source, entry: &NewEntry) -> Outcome<Option<NewEntry>> {
    if source != Source::Site {
        return Ok(Some(entry.clone()));
    }
    let unit = tx.maybe(
        sql("SELECT name, sought, rna, category, ess, state FROM people_directory
             WHERE source = 'unit' AND key = $1"),
        &[entry.key.get(..9).unwrap_or("").into()],
    )?;
    let Some(unit) = unit else { return Ok(None) };
    let mut columns = unit.columns();
    let mut entry = NewEntry {
        name: columns.take()?,
        sought: columns.take()?,
        rna: columns.take()?,
        category: columns.take()?,
        ess: columns.take()?,
        ..entry.clone()
    };
    entry.open = entry.open && columns.take::<String>()? == "open";
    if entry.sign == entry.name {
        entry.sign.clear();
    }
    Ok(Some(entry))
}

fn put(tx: &mut Tx, source: Source, run: i64, entry: &NewEntry) -> Outcome<()> {
    tx.run(
        sql("INSERT INTO people_directory (source, key, name, sought, sign, siret, rna, category,
                activity, ess, seat, address, postcode, city, commune, state, seen)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (source, key) DO UPDATE SET name = $3, sought = $4, sign = $5,
                siret = $6, rna = $7, category = $8, activity = $9, ess = $10, seat = $11,
                address = $12, postcode = $13, city = $14, commune = $15, state = $16,
                seen = $17"),
        &[
            source.code().into(),
            entry.key.as_str().into(),
            entry.name.as_str().into(),
            entry.sought.as_str().into(),
            entry.sign.as_str().into(),
            entry.siret.as_str().into(),
            entry.rna.as_str().into(),
            entry.category.as_str().into(),
            entry.activity.as_str().into(),
            entry.ess.into(),
            entry.seat.into(),
            entry.address.as_str().into(),
            entry.postcode.as_str().into(),
            entry.city.as_str().into(),
            entry.commune.as_str().into(),
            if entry.open { "open" } else { "closed" }.into(),
            run.into(),
        ],
    )
    .map(drop)
}

/// What a step of [`close_gone`] has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Entries marked as closed.
    pub closed: u64,
    /// Whether keys remain.
    pub more: bool,
}

/// Marks entries as closed that the run has not seen, some thousand keys at a time. `department`
/// is the beginning of the communes that the file was read for, or empty.
pub fn close_gone(
    tx: &mut Tx,
    source: Source,
    import: &mut DirectoryImport,
    department: &str,
) -> Outcome<Gone> {
    let next: Option<String> = tx
        .maybe(
            sql("SELECT key FROM people_directory WHERE source = $1 AND key > $2
                 ORDER BY key LIMIT 1 OFFSET $3"),
            &[source.code().into(), import.closed_to.as_str().into(), CLOSE_STEP.into()],
        )?
        .map(store::Row::single)
        .transpose()?;
    let to = next.clone().unwrap_or_else(|| "\u{10ffff}".to_owned());
    let communes = format!("{department}\u{10ffff}");
    let closed = tx.run(
        sql("UPDATE people_directory SET state = 'closed'
             WHERE source = $1 AND key > $2 AND key <= $3 AND seen < $4 AND state = 'open'
               AND commune >= $5 AND commune < $6"),
        &[
            source.code().into(),
            import.closed_to.as_str().into(),
            to.as_str().into(),
            import.run.into(),
            department.into(),
            communes.into(),
        ],
    )?;
    tx.fence(
        sql("UPDATE people_directory_import SET closed_to = $1
             WHERE source = $2 AND run = $3 AND ended_at IS NULL"),
        &[to.as_str().into(), source.code().into(), import.run.into()],
    )?;
    import.closed_to = to;
    Ok(Gone { closed, more: next.is_some() })
}

/// The file is at its end.
pub fn end_import(tx: &mut Tx, source: Source, import: &DirectoryImport) -> Outcome<()> {
    let now = tx.now();
    tx.fence(
        sql("UPDATE people_directory_import SET ended_at = $1
             WHERE source = $2 AND run = $3 AND ended_at IS NULL"),
        &[now.into(), source.code().into(), import.run.into()],
    )?;
    let told = format!(
        "{}: {} kept, {} left out, {} bad",
        source.code(),
        import.kept,
        import.skipped,
        import.bad
    );
    crate::record(tx, "system", "people.directory-imported", source.code(), &told)
}
