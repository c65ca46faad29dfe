//! The people and organisations of the demonstration, all invented.

use base::Outcome;
use people::{Actor, NewGrant, NewOrganisation, OrgId, PersonId, Role};
use store::Tx;

use super::ACCOUNTS;

/// Those who act in the story.
pub(super) struct Cast {
    pub(super) officer: Actor,
    pub(super) readers: Vec<Actor>,
    pub(super) organisations: Vec<(OrgId, Actor)>,
    /// The organisation of the demonstration's manager and member.
    pub(super) own: (OrgId, Actor),
    /// Has an account and what it paid.
    pub(super) resident: Actor,
}

const READERS: [(&str, &str); 4] = [
    ("lectrice1@demo.parvis.example", "Inès Carpentier"),
    ("lecteur2@demo.parvis.example", "Mamadou Sy"),
    ("lectrice3@demo.parvis.example", "Hélène Aubry"),
    ("lecteur4@demo.parvis.example", "Paul Nguyen"),
];

const COMMUNES: [(&str, &str); 16] = [
    ("92000", "Nanterre"),
    ("92700", "Colombes"),
    ("92600", "Asnières-sur-Seine"),
    ("92230", "Gennevilliers"),
    ("92110", "Clichy"),
    ("92160", "Antony"),
    ("92240", "Malakoff"),
    ("92220", "Bagneux"),
    ("92120", "Montrouge"),
    ("92500", "Rueil-Malmaison"),
    ("92150", "Suresnes"),
    ("92800", "Puteaux"),
    ("92300", "Levallois-Perret"),
    ("92130", "Issy-les-Moulineaux"),
    ("92320", "Châtillon"),
    ("92260", "Fontenay-aux-Roses"),
];

const WHAT: [&str; 9] = [
    "L’Atelier",
    "Les Voisins",
    "La Fabrique",
    "Le Jardin",
    "La Ressource",
    "Le Relais",
    "La Cuisine",
    "Les Mains",
    "La Halte",
];
const WHOSE: [&str; 8] = [
    "du Mont-Valérien",
    "des Deux Rives",
    "du Parc",
    "de la Boucle",
    "des Coteaux",
    "du Moulin",
    "de l’Écluse",
    "des Grands Champs",
];

fn person(tx: &mut Tx, email: &str, name: &str, hash: &str) -> Outcome<PersonId> {
    let id = people::create_account(tx, email, name, "fr")?;
    let token = people::request_link(tx, id)?;
    people::set_password_by_link(tx, &token, hash)?;
    Ok(id)
}

fn role(tx: &mut Tx, person: PersonId, role: Role) -> Outcome<()> {
    let new = NewGrant { person, role, scope: String::new(), valid_until: None };
    people::grant(tx, "system", &new)
}

/// Makes the accounts and organisations.
pub(super) fn cast(tx: &mut Tx, hash: &str) -> Outcome<Cast> {
    let [(_, admin), (_, officer), _, (_, manager), (_, member), (_, resident)] = ACCOUNTS;
    let admin = person(tx, admin, "Camille Roux", hash)?;
    role(tx, admin, Role::Administrator)?;
    let officer = person(tx, officer, "Nadia Belkacem", hash)?;
    role(tx, officer, Role::Officer)?;
    let mut readers = Vec::new();
    for (email, name) in READERS {
        let reader = person(tx, email, name, hash)?;
        role(tx, reader, Role::Reader)?;
        readers.push(Actor::of(tx, reader)?);
    }
    let resident = person(tx, resident, "Rose Diallo", hash)?;
    let resident = Actor::of(tx, resident)?;
    let own = own_organisation(tx, manager, member, hash)?;
    let mut organisations = Vec::new();
    for number in 0..WHAT.len() * WHOSE.len() {
        organisations.push(organisation(tx, number)?);
    }
    Ok(Cast { officer: Actor::of(tx, officer)?, readers, organisations, own, resident })
}

fn own_organisation(
    tx: &mut Tx,
    manager: &str,
    member: &str,
    hash: &str,
) -> Outcome<(OrgId, Actor)> {
    let manager = person(tx, manager, "Sofia Marchetti", hash)?;
    let new = NewOrganisation {
        name: "Les Toits partagés".to_owned(),
        kind: "association".to_owned(),
        siret: String::new(),
        rna: "W922099999".to_owned(),
        address: "12 rue des Démonstrations".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        invented: true,
    };
    let organisation = people::create_organisation(tx, manager, &new)?;
    let member = person(tx, member, "Yann Le Goff", hash)?;
    let scope = organisation.to_string();
    let new = NewGrant { person: member, role: Role::Member, scope, valid_until: None };
    people::grant(tx, &manager.to_string(), &new)?;
    Ok((organisation, Actor::of(tx, manager)?))
}

fn organisation(tx: &mut Tx, number: usize) -> Outcome<(OrgId, Actor)> {
    let pick = |list: &'static [&'static str], at: usize| list.get(at % list.len()).copied();
    let what = pick(&WHAT, number).unwrap_or_default();
    let whose = pick(&WHOSE, number / WHAT.len()).unwrap_or_default();
    let (postcode, city) = COMMUNES.get(number % COMMUNES.len()).copied().unwrap_or_default();
    let email = format!("association{number}@demo.parvis.example");
    let manager = people::create_account(tx, &email, &format!("Gestionnaire {number}"), "fr")?;
    let new = NewOrganisation {
        name: format!("{what} {whose}"),
        kind: if number % 7 == 3 { "esus" } else { "association" }.to_owned(),
        siret: String::new(),
        rna: format!("W9220{number:05}"),
        address: format!("{} rue des Démonstrations", number + 1),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        invented: true,
    };
    let id = people::create_organisation(tx, manager, &new)?;
    Ok((id, Actor::of(tx, manager)?))
}
