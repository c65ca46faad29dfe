//! Third places for the tests: one that is open, what is in it, a tour that stops there.

use base::Outcome;
use people::{Actor, OrgId};
use store::Tx;
use third_places::{
    Address, Days, Host, Life, NewPicture, NewStage, PictureId, PlaceId, PlaceText, ServiceId,
    ServiceText, SpaceId, SpaceText, StageId, StageText, TourId, TourText,
};

/// A picture of one point.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\x0aIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

/// What a place in Nanterre says of itself.
pub fn place_text(name: &str) -> PlaceText {
    PlaceText {
        name: name.to_owned(),
        address: Address {
            street: "3 rue des Essais".to_owned(),
            postcode: "92000".to_owned(),
            commune_code: "92050".to_owned(),
            commune: "Nanterre".to_owned(),
            lat_e6: Some(48_892_400),
            lon_e6: Some(2_206_500),
        },
        description: "Un lieu pour les essais.".to_owned(),
        typologies: vec!["coworking".to_owned()],
        surface_m2: Some(120),
        ..PlaceText::default()
    }
}

/// An open place that an organisation runs.
pub fn opened_place(tx: &mut Tx, officer: &Actor, org: OrgId, name: &str) -> Outcome<PlaceId> {
    let host = Host { organisation: Some(org), name: String::new() };
    let id = third_places::create_place(tx, officer, &host, &place_text(name))?;
    third_places::set_place_state(tx, officer, id, 1, Life::Open, "")?;
    Ok(id)
}

/// A space, a service and a picture in a place.
pub fn furnished(
    tx: &mut Tx,
    actor: &Actor,
    id: PlaceId,
) -> Outcome<(SpaceId, ServiceId, PictureId)> {
    let version = third_places::own_place(tx, actor, id)?.version;
    let space = SpaceText {
        kind: "meeting-room".to_owned(),
        name: "Salle claire".to_owned(),
        seats: Some(8),
        ..SpaceText::default()
    };
    let space = third_places::save_space(tx, actor, (id, version), None, &space)?;
    let service = ServiceText {
        name: "Aide aux démarches".to_owned(),
        description: "Deux matinées par semaine.".to_owned(),
        ..ServiceText::default()
    };
    let service = third_places::save_service(tx, actor, (id, version + 1), None, &service)?;
    let told = NewPicture {
        space: Some(space),
        kind: "photo".to_owned(),
        alt: "La salle claire, vue de la porte".to_owned(),
    };
    let picture = third_places::add_picture(tx, actor, (id, version + 2), &told, PNG)?;
    Ok((space, service, picture))
}

/// An announced tour with one stage at a place, in ten days.
pub fn toured(tx: &mut Tx, officer: &Actor, place: PlaceId) -> Outcome<(TourId, StageId)> {
    let text = TourText { name: "Tournée d’Essai".to_owned(), ..TourText::default() };
    let tour = third_places::create_tour(tx, officer, &text)?;
    let day = Some(tx.now().plus_days(10).in_france().date());
    let stage = NewStage {
        number: 1,
        place: Some(place),
        text: StageText {
            title: "Nanterre".to_owned(),
            days: Days { first: day, last: day },
            ..StageText::default()
        },
        results: String::new(),
    };
    let stage = third_places::save_stage(tx, officer, (tour, 1), None, &stage)?;
    third_places::set_tour_state(tx, officer, tour, 2, Life::Announced, "")?;
    Ok((tour, stage))
}
