//! Places and tours of the demonstration: the ephemeral place of June 2014 on the forecourt of La
//! Défense and the tour that stopped there, as far as they are known; whatever is not is marked
//! « démonstration », and so are the other places and the tour under way.

use base::{Moment, Outcome};
use jiff::civil::Date;
use people::{Actor, OrgId};
use store::Tx;
use third_places::{
    Address, Days, Energy, Host, Life, NewPicture, NewStage, PlaceId, PlaceText, ServiceText,
    SpaceText, StageText, Stay, TourText,
};

use super::people_of_demo::Cast;
use super::plan;

/// Enters the places and the tours; the workshop among them.
pub(super) fn tell(tx: &mut Tx, cast: &Cast, today: Moment) -> Outcome<PlaceId> {
    let forecourt = forecourt(tx, &cast.officer)?;
    tour_of_2014(tx, &cast.officer, forecourt)?;
    let (own, _) = cast.own;
    let atelier = atelier(tx, &cast.officer, own, today)?;
    others(tx, cast, own, today)?;
    tour_under_way(tx, &cast.officer, atelier, today)?;
    let file = ("demonstration", "lieux-demonstration.csv");
    third_places::keep_upload(tx, &cast.officer, file, LIST.as_bytes())?;
    Ok(atelier)
}

/// A file that waits to be imported: its second line is refused, its third contradicts itself.
const LIST: &str = "ID;NOM;ADRESSE;CP;INSEECOM;NOMCOM;TYPO;DEP
1;Garage des Possibles (démonstration);4 rue des Démonstrations;92240;92046;Malakoff;coworking;92
2;;5 rue des Démonstrations;92220;92007;Bagneux;fablab;92
3;Gare d’en face (démonstration);1 place de la Gare;78220;78686;Viroflay;fablab;92
";

fn address(street: &str, (code, postcode, commune): (&str, &str, &str), at: (i64, i64)) -> Address {
    Address {
        street: street.to_owned(),
        postcode: postcode.to_owned(),
        commune_code: code.to_owned(),
        commune: commune.to_owned(),
        lat_e6: Some(at.0),
        lon_e6: Some(at.1),
    }
}

fn days(first: Date, last: Date) -> Days {
    Days { first: Some(first), last: Some(last) }
}

/// The days from so many days after today, for so many days.
fn after(today: Moment, start: i64, length: i64) -> Days {
    let day = |shift: i64| today.plus_days(shift).in_france().date();
    days(day(start), day(start + length - 1))
}

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

fn move_on(
    tx: &mut Tx,
    officer: &Actor,
    id: PlaceId,
    states: &[Life],
    results: &str,
) -> Outcome<()> {
    for state in states {
        later(tx);
        let version = third_places::place(tx, officer, id)?.version;
        third_places::set_place_state(tx, officer, id, version, *state, results)?;
    }
    Ok(())
}

fn forecourt(tx: &mut Tx, officer: &Actor) -> Outcome<PlaceId> {
    let host = Host { organisation: None, name: "Département des Hauts-de-Seine".to_owned() };
    let text = PlaceText {
        name: "Tiers-lieu éphémère du parvis de La Défense".to_owned(),
        stay: Stay::Ephemeral,
        // Two days of June 2014: which ones is not known.
        days: days(jiff::civil::date(2014, 6, 12), jiff::civil::date(2014, 6, 13)),
        address: address(
            "Parvis de La Défense",
            ("92062", "92800", "Puteaux"),
            (48_892_000, 2_238_500),
        ),
        description: "Un tiers-lieu de 250 m² ouvert deux jours de juin 2014 sur le parvis, avec \
            des conférences et des ateliers, pour faire connaître le télétravail aux salariés de \
            La Défense : quinzième étape du Tour de France du télétravail et des tiers-lieux.\n\n\
            *Démonstration : les jours exacts sont inventés.*"
            .to_owned(),
        typologies: codes(&["coworking"]),
        surface_m2: Some(250),
        ..PlaceText::default()
    };
    let id = third_places::create_place(tx, officer, &host, &text)?;
    let space = SpaceText {
        kind: "open-desks".to_owned(),
        name: "Postes partagés (démonstration)".to_owned(),
        seats: Some(40),
        ..SpaceText::default()
    };
    third_places::save_space(tx, officer, (id, 1), None, &space)?;
    let results = "Deux jours d’ouverture, des conférences et des ateliers. Un atelier de travail a \
        suivi le 19 septembre 2014 : « Quels tiers-lieux pour les Hauts-de-Seine ? », avec une \
        quarantaine d’acteurs.\n\n*Démonstration : la fréquentation n’a pas été relevée.*";
    let lived = [Life::Announced, Life::Open, Life::Closed, Life::Archived];
    move_on(tx, officer, id, &lived, results)?;
    Ok(id)
}

/// A stage with its number, title, place and what came of it.
fn stage(
    number: i64,
    title: &str,
    address: Address,
    days: Days,
    (place, results): (Option<PlaceId>, &str),
) -> NewStage {
    let text = StageText { title: title.to_owned(), address, days, description: String::new() };
    NewStage { number, place, text, results: results.to_owned() }
}

fn tour(
    tx: &mut Tx,
    officer: &Actor,
    text: &TourText,
    stages: &[NewStage],
    (states, results): (&[Life], &str),
) -> Outcome<()> {
    let id = third_places::create_tour(tx, officer, text)?;
    for stage in stages {
        let version = third_places::tour(tx, officer, id)?.version;
        third_places::save_stage(tx, officer, (id, version), None, stage)?;
    }
    for state in states {
        let version = third_places::tour(tx, officer, id)?.version;
        third_places::set_tour_state(tx, officer, id, version, *state, results)?;
    }
    Ok(())
}

fn tour_of_2014(tx: &mut Tx, officer: &Actor, forecourt: PlaceId) -> Outcome<()> {
    let text = TourText {
        name: "Tour de France du télétravail et des tiers-lieux 2014".to_owned(),
        host_name: "LBMG Worklabs, Zevillage, OpenScop".to_owned(),
        description: "La deuxième édition, dont les Hauts-de-Seine étaient la quinzième étape.\n\n\
            *Démonstration : les étapes 13 et 14 sont inventées, les douze premières ne figurent \
            pas ici.*"
            .to_owned(),
        website: String::new(),
    };
    let town = |code: &str, postcode: &str, name: &str, at| address("", (code, postcode, name), at);
    let invented = "*Démonstration : étape inventée.*";
    let june =
        |first, last| days(jiff::civil::date(2014, 6, first), jiff::civil::date(2014, 6, last));
    let stages = [
        stage(
            13,
            "Tours (démonstration)",
            town("37261", "37000", "Tours", (47_394_100, 684_800)),
            june(3, 4),
            (None, invented),
        ),
        stage(
            14,
            "Orléans (démonstration)",
            town("45234", "45000", "Orléans", (47_902_900, 1_909_300)),
            june(6, 6),
            (None, invented),
        ),
        stage(
            15,
            "Hauts-de-Seine : La Défense",
            town("92062", "92800", "Puteaux", (48_892_000, 2_238_500)),
            june(12, 13),
            (Some(forecourt), "Un tiers-lieu éphémère de 250 m² sur le parvis, deux jours durant."),
        ),
    ];
    let lived = [Life::Announced, Life::Open, Life::Closed, Life::Archived];
    let results =
        "Le tour a montré des tiers-lieux à des salariés et à des élus de toute la France.";
    tour(tx, officer, &text, &stages, (&lived, results))
}

fn atelier(tx: &mut Tx, officer: &Actor, own: OrgId, today: Moment) -> Outcome<PlaceId> {
    let host = Host { organisation: Some(own), name: String::new() };
    let year = i64::from(today.in_france().year()) - 1;
    let energy = |source: &str, kwh: i64| Energy {
        year,
        source: source.to_owned(),
        kwh,
        origin: "factures (démonstration)".to_owned(),
    };
    let said =
        [("transport", true), ("entrance-level", true), ("inside-lift", true), ("hearing", false)];
    let text = PlaceText {
        name: "Atelier des Toits partagés (démonstration)".to_owned(),
        address: address(
            "12 rue des Démonstrations",
            ("92050", "92000", "Nanterre"),
            (48_892_400, 2_206_500),
        ),
        website: "https://atelier.demo.parvis.example".to_owned(),
        phone: "01 99 00 12 12".to_owned(),
        description:
            "Un lieu inventé pour la démonstration : des bureaux partagés, un atelier bois \
            et une cuisine, au dernier étage d’un ancien garage."
                .to_owned(),
        house_rules:
            "- On range ce qu’on a sorti.\n- Les machines s’utilisent après une initiation."
                .to_owned(),
        typologies: codes(&["coworking", "craft"]),
        surface_m2: Some(620),
        hours: "Mo-Fr 08:30-19:00; Sa 10:00-13:00".to_owned(),
        access: said.iter().map(|(key, answer)| ((*key).to_owned(), *answer)).collect(),
        energy: vec![energy("electricity", 41_300), energy("heat", 28_900), energy("solar", 6_200)],
        ..PlaceText::default()
    };
    let id = third_places::create_place(tx, officer, &host, &text)?;
    furnish(tx, officer, id)?;
    move_on(tx, officer, id, &[Life::Announced, Life::Open], "")?;
    Ok(id)
}

type Version = (PlaceId, i64);

/// Some minutes later: things are listed in the order in which they happened.
fn later(tx: &Tx) {
    tx.world().advance_seconds(300);
}

fn version(tx: &mut Tx, officer: &Actor, id: PlaceId) -> Outcome<Version> {
    later(tx);
    Ok((id, third_places::place(tx, officer, id)?.version))
}

/// Spaces, services and pictures of the place that has all of them.
fn furnish(tx: &mut Tx, officer: &Actor, id: PlaceId) -> Outcome<()> {
    let space = |kind: &str, name: &str, m2, seats, equipment: &str| SpaceText {
        kind: kind.to_owned(),
        name: name.to_owned(),
        surface_m2: Some(m2),
        seats: Some(seats),
        description: String::new(),
        equipment: equipment.to_owned(),
    };
    let mut first = None;
    for space in [
        space("open-desks", "Plateau", 180, 24, "imprimante, deux cabines pour téléphoner"),
        space("meeting-room", "Salle du Mont-Valérien", 30, 12, "écran, boucle magnétique"),
        space("workshop", "Atelier bois", 140, 10, "scie à format, dégauchisseuse, établis"),
        space("kitchen", "Cuisine", 45, 16, "four, deux plaques, grande table"),
    ] {
        let at = version(tx, officer, id)?;
        let made = third_places::save_space(tx, officer, at, None, &space)?;
        first = first.or(Some(made));
    }
    for service in offered() {
        let at = version(tx, officer, id)?;
        third_places::save_service(tx, officer, at, None, &service)?;
    }
    let plan = plan::picture();
    for (space, alt) in [
        (first, "Une grande salle, deux cabines à gauche, l’entrée en bas"),
        (None, "Le lieu entier, à la même échelle"),
    ] {
        let new = NewPicture { space, kind: "plan".to_owned(), alt: alt.to_owned() };
        let at = version(tx, officer, id)?;
        third_places::add_picture(tx, officer, at, &new, &plan)?;
    }
    Ok(())
}

fn offered() -> [ServiceText; 2] {
    let service = |name: &str, theme: &str, partner: &str, fee: (&str, &str)| ServiceText {
        name: name.to_owned(),
        description: "Un service inventé pour la démonstration, sur rendez-vous.".to_owned(),
        kind: "atelier".to_owned(),
        themes: codes(&[theme]),
        publics: codes(&["tous-publics"]),
        modes: codes(&["en-presentiel"]),
        fee: fee.0.to_owned(),
        fee_details: fee.1.to_owned(),
        partner_name: partner.to_owned(),
    };
    let fee = ("payant", "10 € par séance, gratuit pour les demandeurs d’emploi");
    let project = "creer-une-entreprise--definir-son-projet-de-creation-dentreprise";
    let digital = "numerique--maitriser-les-fondamentaux-du-numerique";
    [
        service("Aide au numérique", digital, "", ("gratuit", "")),
        service(
            "Conseil aux porteurs de projet",
            project,
            "La Fabrique du Parc (démonstration)",
            fee,
        ),
    ]
}

fn others(tx: &mut Tx, cast: &Cast, own: OrgId, today: Moment) -> Outcome<()> {
    let officer = &cast.officer;
    let place = |name: &str, commune: (&str, &str, &str), at, typologies: &[&str]| PlaceText {
        name: format!("{name} (démonstration)"),
        address: address("1 quai des Démonstrations", commune, at),
        description: "Un lieu inventé pour la démonstration.".to_owned(),
        typologies: codes(typologies),
        ..PlaceText::default()
    };
    let quay = place(
        "Quai de l’Écluse",
        ("92024", "92110", "Clichy"),
        (48_904_500, 2_304_800),
        &["fablab", "mediation"],
    );
    let host = cast.organisations.get(4).map(|(organisation, _)| *organisation);
    let host = Host { organisation: host, name: String::new() };
    let id = third_places::create_place(tx, officer, &host, &quay)?;
    move_on(tx, officer, id, &[Life::Announced, Life::Open], "")?;
    let own = Host { organisation: Some(own), name: String::new() };
    let hall = PlaceText {
        stay: Stay::Ephemeral,
        days: after(today, 40, 10),
        surface_m2: Some(300),
        ..place(
            "Halle du Moulin",
            ("92012", "92100", "Boulogne-Billancourt"),
            (48_835_200, 2_241_400),
            &["culture"],
        )
    };
    let id = third_places::create_place(tx, officer, &own, &hall)?;
    move_on(tx, officer, id, &[Life::Announced], "")?;
    let draft = place(
        "Serre des Coteaux",
        ("92073", "92150", "Suresnes"),
        (48_871_000, 2_225_200),
        &["food"],
    );
    third_places::create_place(tx, officer, &own, &draft).map(drop)
}

fn tour_under_way(tx: &mut Tx, officer: &Actor, atelier: PlaceId, today: Moment) -> Outcome<()> {
    let text = TourText {
        name: "Tournée des tiers-lieux (démonstration)".to_owned(),
        host_name: "Les Toits partagés".to_owned(),
        description: "Une caravane inventée va de place en place : chaque étape fait essayer un \
            poste partagé et rencontrer un atelier."
            .to_owned(),
        website: String::new(),
    };
    let town = |code: &str, postcode: &str, name: &str, at| address("", (code, postcode, name), at);
    let stages = [
        stage(
            1,
            "Antony",
            town("92002", "92160", "Antony", (48_753_500, 2_297_600)),
            after(today, -40, 2),
            (None, "Soixante visiteurs, trois idées de projet (démonstration)."),
        ),
        stage(
            2,
            "Issy-les-Moulineaux",
            town("92040", "92130", "Issy-les-Moulineaux", (48_824_300, 2_273_600)),
            after(today, -12, 2),
            (None, "Quatre-vingts visiteurs (démonstration)."),
        ),
        stage(
            3,
            "Nanterre : Atelier des Toits",
            town("92050", "92000", "Nanterre", (48_892_400, 2_206_500)),
            after(today, 9, 2),
            (Some(atelier), ""),
        ),
        stage(
            4,
            "Gennevilliers",
            town("92036", "92230", "Gennevilliers", (48_925_500, 2_294_000)),
            after(today, 30, 1),
            (None, ""),
        ),
    ];
    tour(tx, officer, &text, &stages, (&[Life::Announced, Life::Open], ""))
}
