//! Places from a file of whatever office: sent, its columns mapped to fields, looked at as a plan,
//! then entered.
//!
//! A line is known by its source and the id it has there, so that importing twice does nothing new.
//! What somebody has changed in this service is never overwritten: the difference is shown. A line
//! that cannot be taken is refused with its number and the reason, and the others go on.

mod department;
mod mapping;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use base::{Id, Moment, Outcome, Refusal, Say};
use people::Actor;
use serde::{Deserialize, Serialize};
use store::{Tx, sql};

pub(crate) use mapping::FIELDS;
pub use mapping::Mapping;
pub use table::Table;

use crate::model::{Life, Place, PlaceId, PlaceText};
use crate::places::{self, Host, network, note};
use crate::rules;

/// Marks ids of uploads.
pub enum UploadKind {}
/// The id of a file that was sent.
pub type UploadId = Id<UploadKind>;

/// A file that was sent, with what was decided of it.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// Counts the changes to it.
    pub version: i64,
    /// What its ids are ids of: `cget-2019`.
    pub source: String,
    /// The name of the file.
    pub name: String,
    /// What it holds.
    pub table: Table,
    /// Which column is which field.
    pub mapping: Mapping,
    /// The département whose places are taken; empty takes all.
    pub department: String,
    /// What the last import did.
    pub report: Option<Report>,
}

/// How many lines had which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Places entered.
    pub new: usize,
    /// Places changed.
    pub changed: usize,
    /// Places that say already what the file says.
    pub same: usize,
    /// Places that somebody has changed here, and that stay as they are.
    pub kept: usize,
    /// Lines that cannot be taken.
    pub refused: usize,
    /// Lines of other départements.
    pub outside: usize,
}

/// A field that differs: its name, what it says here, what the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What it says here.
    pub ours: String,
    /// What it would say.
    pub theirs: String,
}

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is a place that is not here yet.
    New,
    /// Its place is changed so.
    Changed(Vec<Difference>),
    /// Its place says the same.
    Same,
    /// Its place was changed here and stays.
    Kept(Vec<Difference>),
    /// It cannot be taken.
    Refused(Say),
}

/// A line and what becomes of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its number in the file.
    pub number: u64,
    /// What its place is called.
    pub name: String,
    /// The place that it is already.
    pub place: Option<PlaceId>,
    /// What becomes of it.
    pub fate: Fate,
    /// Fields whose content cannot be taken and is left out.
    pub left_out: Vec<&'static str>,
    line: Option<mapping::Line>,
}

/// A line whose columns name different départements.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// Its number in the file.
    pub number: u64,
    /// What its place is called.
    pub name: String,
    /// What each sign says, in the order of [`SIGNS`](department::SIGNS).
    pub told: [Option<String>; 3],
    /// Whether it is taken.
    pub taken: bool,
}

/// What an import would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The lines that are looked at, in their order.
    pub lines: Vec<Judged>,
    /// How many lines are of the département by each sign, where one was chosen.
    pub by_sign: Vec<(&'static str, usize)>,
    /// Lines that contradict themselves about the département.
    pub doubts: Vec<Doubt>,
    /// The sums.
    pub report: Report,
}

/// Keeps a file that was sent, its columns guessed.
pub fn keep_upload(
    tx: &mut Tx,
    actor: &Actor,
    (source, name): (&str, &str),
    bytes: &[u8],
) -> Outcome<UploadId> {
    network(actor)?;
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if source.is_empty() || source.len() > 60 || !source.chars().all(good) {
        return Err(Refusal::field("source", "places-fault-source"));
    }
    let wrong = |key| Refusal::field("file", key);
    let text = table::decoded(bytes).map_err(wrong)?;
    let table = table::table(&text).map_err(wrong)?;
    let mapping = places::written(&mapping::guessed(&table.head))?;
    let id: UploadId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_upload (id, version, source, name, text, mapping,
                department, report, author, at) VALUES ($1, 1, $2, $3, $4, $5, '', '', $6, $7)"),
        &[
            id.into(),
            source.into(),
            name.into(),
            text.into(),
            mapping.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "places.upload", &id.to_string(), source)?;
    Ok(id)
}

/// The file of an id, for the network.
pub fn upload(tx: &mut Tx, actor: &Actor, id: UploadId) -> Outcome<Upload> {
    network(actor)?;
    let row = tx.one(
        sql("SELECT id, version, source, name, text, mapping, department, report
             FROM third_places_upload WHERE id = $1"),
        &[id.into()],
    )?;
    let mut columns = row.columns();
    Ok(Upload {
        id: columns.take()?,
        version: columns.take()?,
        source: columns.take()?,
        name: columns.take()?,
        table: table::table(&columns.take::<String>()?).map_err(Refusal::broken)?,
        mapping: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        department: columns.take()?,
        report: serde_json::from_str(&columns.take::<String>()?).ok(),
    })
}

/// The files that were sent, newest first: id, name, source, when.
pub fn uploads(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<(UploadId, String, String, Moment)>> {
    network(actor)?;
    tx.all(
        sql("SELECT id, name, source, at FROM third_places_upload ORDER BY id DESC LIMIT 50"),
        &[],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok((columns.take()?, columns.take()?, columns.take()?, columns.take()?))
    })
    .collect()
}

/// Decides which column is which field, and of which département places are taken.
pub fn set_mapping(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (UploadId, i64),
    mapping: &Mapping,
    department: &str,
) -> Outcome<()> {
    network(actor)?;
    let say = |say: Say| base::Fault::new("mapping", say);
    places::refuse(mapping::faults(mapping).into_iter().map(say).collect())?;
    let good = department.len() <= 3 && department.chars().all(|c| c.is_ascii_alphanumeric());
    if !good || department.len() == 1 {
        return Err(Refusal::field("department", "places-fault-department"));
    }
    tx.fence(
        sql("UPDATE third_places_upload SET version = version + 1, mapping = $1, department = $2
             WHERE id = $3 AND version = $4"),
        &[
            places::written(mapping)?.into(),
            department.to_uppercase().into(),
            id.into(),
            version.into(),
        ],
    )
}

/// Whether a mapping says what is needed, and nothing twice.
pub(crate) fn is_whole(mapping: &Mapping) -> bool {
    mapping::faults(mapping).is_empty()
}

/// Forgets the files that were sent before a moment.
pub fn forget_uploads(tx: &mut Tx, before: Moment) -> Outcome<u64> {
    tx.run(sql("DELETE FROM third_places_upload WHERE at < $1"), &[before.into()])
}

/// The places of a source, by the id they have there, and whether somebody has changed them here.
fn known(tx: &mut Tx, source: &str) -> Outcome<BTreeMap<String, (Place, bool)>> {
    let edited: BTreeMap<PlaceId, (String, bool)> = tx
        .all(
            sql("SELECT id, source_id, CASE WHEN edited_at IS NULL THEN 0 ELSE 1 END
                 FROM third_places_place WHERE source = $1"),
            &[source.into()],
        )?
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok((columns.take()?, (columns.take()?, columns.take()?)))
        })
        .collect::<Outcome<_>>()?;
    let places = tx.all(
        sql("SELECT id, version, state, host, host_name, data, results, folded, changed_at
             FROM third_places_place WHERE source = $1"),
        &[source.into()],
    )?;
    let mut known = BTreeMap::new();
    for row in places {
        let place = places::read(row)?;
        if let Some((id, edited)) = edited.get(&place.id) {
            known.insert(id.clone(), (place, *edited));
        }
    }
    Ok(known)
}

/// What importing a file would do now.
pub fn plan(tx: &mut Tx, actor: &Actor, upload: &Upload) -> Outcome<Plan> {
    network(actor)?;
    let known = known(tx, &upload.source)?;
    let mut plan = Plan::default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut by_sign = [0; 3];
    for row in &upload.table.rows {
        let name = mapping::cell(&row.1, &upload.mapping, "name").to_owned();
        if !upload.department.is_empty() {
            let told = department::told(&row.1, &upload.mapping);
            let wanted = |one: &Option<String>| one.as_deref() == Some(upload.department.as_str());
            let taken = department::of(&told) == Some(upload.department.as_str());
            for (count, _) in by_sign.iter_mut().zip(&told).filter(|(_, one)| wanted(one)) {
                *count += 1;
            }
            if told.iter().any(wanted) && department::disagree(&told) {
                plan.doubts.push(Doubt { number: row.0, name: name.clone(), told, taken });
            }
            if !taken {
                plan.report.outside += 1;
                continue;
            }
        }
        let id = mapping::cell(&row.1, &upload.mapping, "id");
        let line = match seen.insert(id) || id.is_empty() {
            true => mapping::line(&upload.table, &upload.mapping, row),
            false => Err(Say::new("places-refused-twice").with("id", id)),
        };
        plan.lines.push(judged(row.0, name, line, &known)?);
    }
    if !upload.department.is_empty() {
        plan.by_sign = department::SIGNS.into_iter().zip(by_sign).collect();
    }
    for line in &plan.lines {
        let report = &mut plan.report;
        *match line.fate {
            Fate::New => &mut report.new,
            Fate::Changed(_) => &mut report.changed,
            Fate::Same => &mut report.same,
            Fate::Kept(_) => &mut report.kept,
            Fate::Refused(_) => &mut report.refused,
        } += 1;
    }
    Ok(plan)
}

fn judged(
    number: u64,
    name: String,
    line: Result<mapping::Line, Say>,
    known: &BTreeMap<String, (Place, bool)>,
) -> Outcome<Judged> {
    let line = match line {
        Ok(line) => line,
        Err(why) => {
            let fate = Fate::Refused(why);
            return Ok(Judged {
                number,
                name,
                place: None,
                fate,
                left_out: Vec::new(),
                line: None,
            });
        }
    };
    let left_out = line.left_out.clone();
    let Some((place, edited)) = known.get(&line.id) else {
        let fate = Fate::New;
        return Ok(Judged { number, name, place: None, fate, left_out, line: Some(line) });
    };
    let differences = differences(&place.text, &mapping::merged(&place.text, &line.text))?;
    let fate = match (differences.is_empty(), edited) {
        (true, _) => Fate::Same,
        (false, true) => Fate::Kept(differences),
        (false, false) => Fate::Changed(differences),
    };
    Ok(Judged { number, name, place: Some(place.id), fate, left_out, line: Some(line) })
}

/// The fields that differ between two texts of a place, as they are read.
fn differences(ours: &PlaceText, theirs: &PlaceText) -> Outcome<Vec<Difference>> {
    let shown = |text: &PlaceText, field: &str| match field {
        "name" => text.name.clone(),
        "address" => {
            let degrees = text.address.degrees();
            let at = degrees.map(|(lat, lon)| format!(" ({lat:.6} ; {lon:.6})"));
            let code = Some(text.address.commune_code.as_str()).filter(|code| !code.is_empty());
            let code = code.map(|code| format!(" [{code}]")).unwrap_or_default();
            format!("{}{code}{}", text.address.line(), at.unwrap_or_default())
        }
        "website" => text.website.clone(),
        "phone" => text.phone.clone(),
        "hours" => text.hours.clone(),
        "typologies" => text.typologies.join(", "),
        "surface_m2" => text.surface_m2.map(|m2| m2.to_string()).unwrap_or_default(),
        _ => text.description.chars().take(200).collect(),
    };
    let fields = places::changed_fields(ours, theirs)?;
    let differ = fields.split(' ').filter(|field| !field.is_empty()).map(|field| Difference {
        field: field.to_owned(),
        ours: shown(ours, field),
        theirs: shown(theirs, field),
    });
    Ok(differ.collect())
}

/// Enters what a file says of places: new ones as drafts, or open where that is asked and enough is
/// known of them.
pub fn run_import(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (UploadId, i64),
    open: bool,
) -> Outcome<Report> {
    network(actor)?;
    tx.fence(
        sql("UPDATE third_places_upload SET version = version + 1
             WHERE id = $1 AND version = $2"),
        &[id.into(), version.into()],
    )?;
    let upload = upload(tx, actor, id)?;
    let say = |say: Say| base::Fault::new("mapping", say);
    places::refuse(mapping::faults(&upload.mapping).into_iter().map(say).collect())?;
    let plan = plan(tx, actor, &upload)?;
    for judged in &plan.lines {
        let Some(line) = &judged.line else { continue };
        match (&judged.fate, judged.place) {
            (Fate::New, _) => enter(tx, actor, &upload.source, line, open)?,
            (Fate::Changed(_), Some(place)) => change(tx, actor, place, line)?,
            _ => {}
        }
    }
    tx.run(
        sql("UPDATE third_places_upload SET report = $1 WHERE id = $2"),
        &[places::written(&plan.report)?.into(), id.into()],
    )?;
    let detail = format!("{} {}", upload.source, places::written(&plan.report)?);
    people::record(tx, &actor.name_in_log(), "places.import", &id.to_string(), &detail)?;
    Ok(plan.report)
}

fn enter(
    tx: &mut Tx,
    actor: &Actor,
    source: &str,
    line: &mapping::Line,
    open: bool,
) -> Outcome<()> {
    let host = Host { organisation: None, name: line.host.clone() };
    let id = places::create_place(tx, actor, &host, &line.text)?;
    tx.run(
        sql("UPDATE third_places_place SET source = $1, source_id = $2 WHERE id = $3"),
        &[source.into(), line.id.as_str().into(), id.into()],
    )?;
    if open && rules::public_faults(&line.text).is_empty() {
        places::set_place_state(tx, actor, id, 1, Life::Open, "")?;
    }
    Ok(())
}

fn change(tx: &mut Tx, actor: &Actor, id: PlaceId, line: &mapping::Line) -> Outcome<()> {
    let seen = places::own_place(tx, actor, id)?;
    let place = places::fenced(tx, actor, id, seen.version)?;
    let text = mapping::merged(&place.text, &line.text);
    places::rewrite(tx, &place, &text)?;
    let fields = places::changed_fields(&place.text, &text)?;
    note(tx, actor, &id.to_string(), "imported", &fields)
}
