//! Places and their services as open data, in the terms of data·inclusion, version 1: places are
//! its *structures*. <https://github.com/gip-inclusion/data-inclusion-schema>
//!
//! Invariants: what is announced or open is published and nothing else; a required field is never
//! empty, so a place whose name is too short for the schema is left out; a service belongs to a
//! structure that is published. Lists are lists in JSON, and joined by `|` in CSV.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Refusal};
use people::{Actor, OrgId};
use serde_json::{Map, Value, json};
use store::{Tx, sql};

use crate::inside::read_service;
use crate::model::{Address, Life, Place, PlaceId, Service};
use crate::places;

/// Which of the two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dataset {
    /// The places.
    Structures,
    /// The services offered in them.
    Services,
}

/// A record: columns in their order.
pub type Record = Vec<(&'static str, Value)>;

/// What every record says besides: who publishes, and where its pages are.
struct Publisher {
    source: String,
    url: String,
}

impl Publisher {
    fn of(tx: &mut Tx, url: &str) -> Outcome<Self> {
        let name = words::sort_key(&web::publisher(tx)?.name).replace(' ', "-");
        let source = if name.is_empty() { "parvis".to_owned() } else { name };
        Ok(Self { source, url: url.to_owned() })
    }

    fn id(&self, id: impl std::fmt::Display) -> Value {
        format!("{}--{id}", self.source).into()
    }

    fn page(&self, place: PlaceId) -> Value {
        format!("{}/lieux/{place}", self.url).into()
    }
}

/// The records of a table. `url` is the public address of the instance.
pub fn records(tx: &mut Tx, actor: &Actor, which: Dataset, url: &str) -> Outcome<Vec<Record>> {
    let publisher = Publisher::of(tx, url)?;
    let mut places = places::public_places(tx, actor)?;
    places.retain(|place| {
        let shown = matches!(place.state, Life::Announced | Life::Open);
        shown && name_of(&place.text.name).chars().count() >= 3
    });
    if which == Dataset::Structures {
        let sirets = sirets(tx)?;
        let siret = |place: &Place| place.host.and_then(|host| sirets.get(&host).cloned());
        return Ok(places.iter().map(|p| structure(&publisher, p, siret(p))).collect());
    }
    let places: BTreeMap<PlaceId, Place> = places.into_iter().map(|p| (p.id, p)).collect();
    let services: Vec<Service> = tx
        .all(
            sql("SELECT id, place, data, changed_at FROM third_places_service
                 WHERE place IN (SELECT id FROM third_places_place
                    WHERE state IN ('announced', 'open'))
                 ORDER BY place, id"),
            &[],
        )?
        .into_iter()
        .map(read_service)
        .collect::<Outcome<_>>()?;
    let known = services.iter().filter_map(|one| Some((one, places.get(&one.place)?)));
    Ok(known.map(|(service, place)| self::service(&publisher, service, place)).collect())
}

fn sirets(tx: &mut Tx) -> Outcome<BTreeMap<OrgId, String>> {
    let all = people::organisations(tx)?.into_iter();
    Ok(all.filter(|one| !one.data.siret.is_empty()).map(|one| (one.id, one.data.siret)).collect())
}

/// A name as the schema wants it: without a point at its end.
fn name_of(name: &str) -> &str {
    name.trim().trim_end_matches('.')
}

fn text(text: &str) -> Value {
    if text.trim().is_empty() { Value::Null } else { text.trim().into() }
}

/// A text of so many characters at least, as the schema wants it.
fn long(value: &str, least: usize) -> Value {
    if value.trim().chars().count() < least { Value::Null } else { text(value) }
}

fn list(codes: &[String]) -> Value {
    if codes.is_empty() { Value::Null } else { json!(codes) }
}

fn day(moment: Moment) -> Value {
    moment.in_france().date().to_string().into()
}

/// A French number as the whole world dials it; others as they are.
fn phone(typed: &str) -> Value {
    let digits: String = typed.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    match digits.strip_prefix('0') {
        Some(rest) if rest.len() == 9 => format!("+33{rest}").into(),
        _ => text(&digits),
    }
}

fn located(address: &Address) -> Record {
    let degrees = address.degrees();
    vec![
        ("commune", text(&address.commune)),
        ("code_postal", text(&address.postcode)),
        ("code_insee", text(&address.commune_code)),
        ("adresse", text(&address.street)),
        ("longitude", degrees.map_or(Value::Null, |(_, lon)| lon.into())),
        ("latitude", degrees.map_or(Value::Null, |(lat, _)| lat.into())),
    ]
}

fn structure(publisher: &Publisher, place: &Place, siret: Option<String>) -> Record {
    let said = &place.text;
    let mut record = vec![
        ("source", publisher.source.as_str().into()),
        ("id", publisher.id(place.id)),
        ("nom", name_of(&said.name).into()),
        ("date_maj", day(place.changed_at)),
        ("description", long(&said.description, 5)),
        ("lien_source", publisher.page(place.id)),
        ("siret", siret.map_or(Value::Null, Value::from)),
    ];
    record.extend(located(&said.address));
    record.extend([
        ("telephone", phone(&said.phone)),
        ("site_web", text(&said.website)),
        ("horaires_accueil", text(&said.hours)),
    ]);
    record
}

fn service(publisher: &Publisher, service: &Service, place: &Place) -> Record {
    let said = &service.text;
    let mut record = vec![
        ("source", publisher.source.as_str().into()),
        ("id", publisher.id(service.id)),
        ("structure_id", publisher.id(place.id)),
        ("nom", name_of(&said.name).into()),
        ("description", said.description.as_str().into()),
        ("date_maj", day(service.changed_at)),
        ("lien_source", publisher.page(place.id)),
        ("type", text(&said.kind)),
        ("thematiques", list(&said.themes)),
        ("frais", text(&said.fee)),
        ("frais_precisions", text(&said.fee_details)),
        ("publics", list(&said.publics)),
        ("modes_accueil", list(&said.modes)),
    ];
    record.extend(located(&place.text.address));
    record.push(("telephone", phone(&place.text.phone)));
    record
}

/// Records as JSON: a list of objects.
pub fn to_json(records: &[Record]) -> Outcome<Vec<u8>> {
    let object = |record: &Record| {
        let pairs = record.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let all: Vec<Value> = records.iter().map(object).collect();
    serde_json::to_vec(&all).map_err(Refusal::broken)
}

/// Records as CSV, comma and decimal point.
pub fn to_csv(records: &[Record]) -> Outcome<Vec<u8>> {
    let cell = |(_, value): &(&str, Value)| match value {
        Value::Null => paper::Cell::Empty,
        Value::Number(number) => paper::Cell::Number(number.as_f64().unwrap_or_default()),
        Value::Array(codes) => {
            let codes: Vec<&str> = codes.iter().filter_map(Value::as_str).collect();
            paper::Cell::Text(codes.join("|"))
        }
        other => paper::Cell::Text(other.as_str().unwrap_or_default().to_owned()),
    };
    let head = records.first().map(|one| one.iter().map(|(name, _)| (*name).to_owned()).collect());
    let sheet = paper::Sheet {
        name: "donnees".to_owned(),
        head: head.unwrap_or_default(),
        rows: records.iter().map(|record| record.iter().map(cell).collect()).collect(),
    };
    paper::to_csv(&sheet, paper::Csv::OPEN).map_err(Refusal::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_from_anywhere_and_names_end_without_a_point() {
        assert_eq!(phone("01 99 00 12 12"), "+33199001212");
        assert_eq!(phone("+44 20 7946 0000"), "+442079460000");
        assert_eq!(phone(""), Value::Null);
        assert_eq!(name_of(" L’Atelier. "), "L’Atelier");
        assert_eq!(long("Oui.", 5), Value::Null);
    }
}
