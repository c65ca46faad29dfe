//! What is in a place: its spaces, the services offered there, its pictures.
//!
//! A picture’s bytes stand in its own row: kept files are shared by their hash, and whoever forgets
//! one of them knows only its own rows. Each change fences the place. A space that is removed takes its pictures along.

use base::{Fault, Outcome, Refusal};
use people::Actor;
use store::{Row, Tx, sql};

use crate::media;
use crate::model::{
    Picture, PictureId, PlaceId, Service, ServiceId, ServiceText, Space, SpaceId, SpaceText,
};
use crate::places::{self, note, refuse, written};
use crate::{rules, vocabulary};

/// Spaces of a place, at most.
const SPACE_LIMIT: usize = 60;
/// Services of a place, at most.
const SERVICE_LIMIT: usize = 60;
/// Pictures of a place, at most.
const PICTURE_LIMIT: usize = 30;
/// A picture, in bytes: pages are looked at by telephone.
pub const PICTURE_BYTES: usize = 1_500_000;

/// The spaces of a place that is known to whoever asks.
pub fn spaces(tx: &mut Tx, actor: &Actor, place: PlaceId) -> Outcome<Vec<Space>> {
    places::place(tx, actor, place)?;
    tx.all(
        sql("SELECT id, kind, name, surface_m2, seats, description, equipment
             FROM third_places_space WHERE place = $1 ORDER BY id"),
        &[place.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Space {
            id: columns.take()?,
            text: SpaceText {
                kind: columns.take()?,
                name: columns.take()?,
                surface_m2: columns.take()?,
                seats: columns.take()?,
                description: columns.take()?,
                equipment: columns.take()?,
            },
        })
    })
    .collect()
}

/// Enters a space, or changes the one of an id.
pub fn save_space(
    tx: &mut Tx,
    actor: &Actor,
    (place, version): (PlaceId, i64),
    id: Option<SpaceId>,
    text: &SpaceText,
) -> Outcome<SpaceId> {
    places::fenced(tx, actor, place, version)?;
    if !vocabulary::SPACES.contains(&text.kind.as_str()) {
        return Err(Refusal::field("kind", "web-fault-choose"));
    }
    let own = spaces(tx, actor, place)?;
    if id.is_none() && own.len() >= SPACE_LIMIT {
        return Err(Refusal::field("name", "places-fault-many"));
    }
    if own.iter().any(|space| Some(space.id) != id && space.text.name == text.name) {
        return Err(Refusal::field("name", "places-fault-name-taken"));
    }
    let values: [store::Value; 6] = [
        text.kind.as_str().into(),
        text.name.as_str().into(),
        text.surface_m2.into(),
        text.seats.into(),
        text.description.as_str().into(),
        text.equipment.as_str().into(),
    ];
    let space = match id {
        Some(space) => {
            let params = [&values[..], &[space.into(), place.into()]].concat();
            tx.fence(
                sql("UPDATE third_places_space SET kind = $1, name = $2, surface_m2 = $3,
                        seats = $4, description = $5, equipment = $6
                     WHERE id = $7 AND place = $8"),
                &params,
            )?;
            space
        }
        None => {
            let space: SpaceId = tx.id();
            let params = [&values[..], &[space.into(), place.into()]].concat();
            tx.run(
                sql("INSERT INTO third_places_space (kind, name, surface_m2, seats, description,
                        equipment, id, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
                &params,
            )?;
            space
        }
    };
    note(tx, actor, &place.to_string(), "space", &text.name)?;
    Ok(space)
}

/// Removes a space with its pictures.
pub fn remove_space(
    tx: &mut Tx,
    actor: &Actor,
    (place, version): (PlaceId, i64),
    id: SpaceId,
) -> Outcome<()> {
    places::fenced(tx, actor, place, version)?;
    let name: String = tx
        .one(
            sql("DELETE FROM third_places_space WHERE id = $1 AND place = $2 RETURNING name"),
            &[id.into(), place.into()],
        )?
        .single()?;
    tx.run(
        sql("DELETE FROM third_places_picture WHERE space = $1 AND place = $2"),
        &[id.into(), place.into()],
    )?;
    note(tx, actor, &place.to_string(), "space-removed", &name)
}

/// The services offered in a place that is known to whoever asks.
pub fn services(tx: &mut Tx, actor: &Actor, place: PlaceId) -> Outcome<Vec<Service>> {
    places::place(tx, actor, place)?;
    tx.all(
        sql("SELECT id, place, data, changed_at FROM third_places_service
             WHERE place = $1 ORDER BY id"),
        &[place.into()],
    )?
    .into_iter()
    .map(read_service)
    .collect()
}

pub(crate) fn read_service(row: Row) -> Outcome<Service> {
    let mut columns = row.columns();
    Ok(Service {
        id: columns.take()?,
        place: columns.take()?,
        text: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        changed_at: columns.take()?,
    })
}

/// Enters a service, or changes the one of an id.
pub fn save_service(
    tx: &mut Tx,
    actor: &Actor,
    (place, version): (PlaceId, i64),
    id: Option<ServiceId>,
    text: &ServiceText,
) -> Outcome<ServiceId> {
    places::fenced(tx, actor, place, version)?;
    refuse(rules::service_faults(text))?;
    let own = services(tx, actor, place)?;
    if id.is_none() && own.len() >= SERVICE_LIMIT {
        return Err(Refusal::field("name", "places-fault-many"));
    }
    if own.iter().any(|service| Some(service.id) != id && service.text.name == text.name) {
        return Err(Refusal::field("name", "places-fault-name-taken"));
    }
    let now = tx.now();
    let data = written(text)?;
    let service = match id {
        Some(service) => {
            tx.fence(
                sql("UPDATE third_places_service SET name = $1, data = $2, changed_at = $3
                     WHERE id = $4 AND place = $5"),
                &[text.name.as_str().into(), data.into(), now.into(), service.into(), place.into()],
            )?;
            service
        }
        None => {
            let service: ServiceId = tx.id();
            tx.run(
                sql("INSERT INTO third_places_service (id, place, name, data, changed_at)
                     VALUES ($1, $2, $3, $4, $5)"),
                &[service.into(), place.into(), text.name.as_str().into(), data.into(), now.into()],
            )?;
            service
        }
    };
    note(tx, actor, &place.to_string(), "service", &text.name)?;
    Ok(service)
}

/// Removes a service.
pub fn remove_service(
    tx: &mut Tx,
    actor: &Actor,
    (place, version): (PlaceId, i64),
    id: ServiceId,
) -> Outcome<()> {
    places::fenced(tx, actor, place, version)?;
    let name: String = tx
        .one(
            sql("DELETE FROM third_places_service WHERE id = $1 AND place = $2 RETURNING name"),
            &[id.into(), place.into()],
        )?
        .single()?;
    note(tx, actor, &place.to_string(), "service-removed", &name)
}

/// The pictures of a place that is known to whoever asks, without their bytes.
pub fn pictures(tx: &mut Tx, actor: &Actor, place: PlaceId) -> Outcome<Vec<Picture>> {
    places::place(tx, actor, place)?;
    tx.all(
        sql("SELECT id, space, kind, alt, width, height FROM third_places_picture WHERE place = $1
             ORDER BY id"),
        &[place.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Picture {
            id: columns.take()?,
            space: columns.take::<String>()?.parse().ok(),
            kind: columns.take()?,
            alt: columns.take()?,
            width: columns.take()?,
            height: columns.take()?,
        })
    })
    .collect()
}

/// The media type and the bytes of a picture of a place that is known to whoever asks.
pub fn picture(
    tx: &mut Tx,
    actor: &Actor,
    place: PlaceId,
    id: PictureId,
) -> Outcome<(String, Vec<u8>)> {
    places::place(tx, actor, place)?;
    let row = tx.one(
        sql("SELECT media_type, bytes FROM third_places_picture WHERE id = $1 AND place = $2"),
        &[id.into(), place.into()],
    )?;
    let mut columns = row.columns();
    Ok((columns.take()?, columns.take()?))
}

/// What is said of a picture that is sent.
#[derive(Clone, Debug, Default)]
pub struct NewPicture {
    /// The space that it shows; none for the whole place.
    pub space: Option<SpaceId>,
    /// One of [`vocabulary::PICTURES`].
    pub kind: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// Adds a picture: known by its content, told in words.
pub fn add_picture(
    tx: &mut Tx,
    actor: &Actor,
    (place, version): (PlaceId, i64),
    new: &NewPicture,
    bytes: &[u8],
) -> Outcome<PictureId> {
    places::fenced(tx, actor, place, version)?;
    let mut faults = Vec::new();
    if new.alt.trim().is_empty() {
        faults.push(Fault::new("alt", "places-fault-alt"));
    }
    if !vocabulary::PICTURES.contains(&new.kind.as_str()) {
        faults.push(Fault::new("kind", "web-fault-choose"));
    }
    if bytes.len() > PICTURE_BYTES {
        return Err(Refusal::TooLarge { limit_bytes: PICTURE_BYTES as u64 });
    }
    let Some(image) = media::image(bytes) else {
        faults.push(Fault::new("file", "places-fault-picture"));
        return Err(Refusal::Invalid(faults));
    };
    if let Some(space) = new.space
        && !spaces(tx, actor, place)?.iter().any(|known| known.id == space)
    {
        return Err(Refusal::Unknown);
    }
    if pictures(tx, actor, place)?.len() >= PICTURE_LIMIT {
        faults.push(Fault::new("file", "places-fault-many"));
    }
    refuse(faults)?;
    let id: PictureId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_picture (id, place, space, kind, alt, media_type, width,
                height, author, at, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
        &[
            id.into(),
            place.into(),
            new.space.map(|space| space.to_string()).unwrap_or_default().into(),
            new.kind.as_str().into(),
            new.alt.trim().into(),
            image.media_type.into(),
            image.width.into(),
            image.height.into(),
            actor.name_in_log().into(),
            now.into(),
            image.bytes.into(),
        ],
    )?;
    note(tx, actor, &place.to_string(), "picture", "")?;
    Ok(id)
}

/// Removes a picture.
pub fn remove_picture(
    tx: &mut Tx,
    actor: &Actor,
    (place, version): (PlaceId, i64),
    id: PictureId,
) -> Outcome<()> {
    places::fenced(tx, actor, place, version)?;
    let gone = tx.run(
        sql("DELETE FROM third_places_picture WHERE id = $1 AND place = $2"),
        &[id.into(), place.into()],
    )?;
    if gone == 0 {
        return Err(Refusal::Unknown);
    }
    note(tx, actor, &place.to_string(), "picture-removed", "")
}
