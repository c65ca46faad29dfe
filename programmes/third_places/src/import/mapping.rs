//! Which column is which field: guessed from names as lists of third places use them, decided by
//! whoever imports; and what a line then says of a place.

use base::Say;

use super::table::Table;
use crate::model::{PlaceText, Stay};
use crate::rules;

/// What a column may be, in the order of the choice; the first two are needed.
pub(crate) const FIELDS: &[&str] = &[
    "id",
    "name",
    "street",
    "postcode",
    "commune-code",
    "commune",
    "department",
    "lat",
    "lon",
    "website",
    "phone",
    "typology",
    "surface",
    "hours",
    "description",
    "host",
];

/// Names of columns, as letters and digits alone: those of the lists of 2019 (CGET) and 2023
/// (France Tiers-Lieux), of the schemas of schema.data.gouv.fr, and what people write.
const NAMES: &[(&str, &[&str])] = &[
    ("id", &["id", "iduniq", "idunique", "identifiant", "idtl", "idlocal"]),
    ("name", &["nomtl", "nom", "name", "nomdulieu", "nomlieu", "title"]),
    ("street", &["adresse", "address", "rue", "voie", "adrs", "adressepostale"]),
    ("postcode", &["cp", "codpost", "codepost", "codepostal", "postcode"]),
    (
        "commune-code",
        &["inseecom", "insee", "codeinsee", "codecommune", "depcom", "codeinseecommune"],
    ),
    ("commune", &["nomcom", "commune", "ville", "nomcommune", "city"]),
    ("department", &["inseedep", "dep", "departement", "codedepartement", "codedep"]),
    ("lat", &["lat", "latitude", "ylat"]),
    ("lon", &["long", "lon", "lng", "longitude", "xlong"]),
    ("website", &["web", "siteweb", "siteinternet", "internet", "url", "website", "site"]),
    ("phone", &["tel", "telephone", "phone"]),
    ("typology", &["typo", "typologie", "type"]),
    ("surface", &["surface", "surfacem2"]),
    ("hours", &["horaires", "openinghours", "horairesouverture"]),
    ("description", &["description", "presentation"]),
    ("host", &["porteur", "structure", "nomstrcport", "gestionnaire"]),
];

/// A column's field; nothing for one that is left out.
pub type Mapping = Vec<Option<String>>;

/// The fields that the names of columns suggest, each once.
pub(crate) fn guessed(head: &[String]) -> Mapping {
    let mut taken: Vec<&str> = Vec::new();
    let guess = |name: &String| {
        let plain: String = words::fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
        let (field, _) = NAMES
            .iter()
            .find(|(field, names)| names.contains(&plain.as_str()) && !taken.contains(field))?;
        taken.push(field);
        Some((*field).to_owned())
    };
    head.iter().map(guess).collect()
}

/// What is wrong with a mapping: a field that is needed or taken twice.
pub(crate) fn faults(mapping: &Mapping) -> Vec<Say> {
    let count = |field: &str| mapping.iter().flatten().filter(|one| *one == field).count();
    let mut faults = Vec::new();
    if count("id") == 0 || count("name") == 0 {
        faults.push(Say::new("places-fault-mapping-needed"));
    }
    if FIELDS.iter().any(|field| count(field) > 1) {
        faults.push(Say::new("places-fault-mapping-twice"));
    }
    faults
}

/// A line understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number in the file.
    pub number: u64,
    /// What the source calls the place.
    pub id: String,
    /// Who runs the place.
    pub host: String,
    /// What is known of it: empty where the file says nothing.
    pub text: PlaceText,
    /// Fields whose content could not be taken and is left out.
    pub left_out: Vec<&'static str>,
}

/// The cell of a field, empty if there is none.
pub(crate) fn cell<'a>(row: &'a [String], mapping: &Mapping, field: &str) -> &'a str {
    let column = mapping.iter().position(|mapped| mapped.as_deref() == Some(field));
    column.and_then(|column| row.get(column)).map_or("", String::as_str)
}

/// A code of digits as it should be: a zero in front that an office took away comes back, and
/// nothing but zeros is nothing.
pub(crate) fn code(text: &str) -> String {
    match text {
        text if text.chars().all(|c| c == '0') => String::new(),
        text if text.len() == 4 && text.chars().all(|c| c.is_ascii_digit()) => format!("0{text}"),
        text => text.to_uppercase(),
    }
}

fn typologies(text: &str) -> Vec<String> {
    const WORDS: [(&str, &str); 8] = [
        ("coworking", "coworking"),
        ("bureaux partages", "coworking"),
        ("fablab", "fablab"),
        ("fab lab", "fablab"),
        ("living lab", "living-lab"),
        ("culturel", "culture"),
        ("artisan", "craft"),
        ("cuisine", "kitchen"),
    ];
    let folded = words::sort_key(text);
    let found = WORDS.iter().filter(|(word, _)| folded.contains(word)).map(|(_, code)| *code);
    rules::known(crate::vocabulary::TYPOLOGIES, &found.map(str::to_owned).collect::<Vec<_>>())
}

fn clipped(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What a line says of a place, or why it cannot be taken.
pub(crate) fn line(
    table: &Table,
    mapping: &Mapping,
    (number, row): &(u64, Vec<String>),
) -> Result<Line, Say> {
    if row.len() > table.head.len() {
        return Err(Say::new("places-refused-cells"));
    }
    let get = |field: &str| cell(row, mapping, field);
    let (id, name) = (get("id"), get("name"));
    if id.is_empty() || id.chars().count() > 100 {
        return Err(Say::new("places-refused-id"));
    }
    if name.is_empty() || name.chars().count() > 150 {
        return Err(Say::new("places-refused-name"));
    }
    let mut left_out = Vec::new();
    let mut kept = |field: &'static str, text: String, good: bool| {
        if good || text.is_empty() {
            return text;
        }
        left_out.push(field);
        String::new()
    };
    let postcode = code(get("postcode"));
    let good = people::rules::is_postcode(&postcode);
    let postcode = kept("postcode", postcode, good);
    let commune_code = code(get("commune-code"));
    let good = rules::is_commune(&commune_code);
    let commune_code = kept("commune-code", commune_code, good);
    let website = match get("website") {
        "" => String::new(),
        page if page.starts_with("http://") || page.starts_with("https://") => page.to_owned(),
        page => format!("https://{page}"),
    };
    let good = rules::is_web_address(&website) && website.chars().count() <= 300;
    let website = kept("website", website, good);
    let (lat, lon) = (rules::degrees_e6(get("lat"), 90), rules::degrees_e6(get("lon"), 180));
    // Nought and nought is what programs write of a place that they do not find.
    let position = lat.zip(lon).filter(|position| *position != (0, 0));
    if position.is_none() && !(get("lat").is_empty() && get("lon").is_empty()) {
        left_out.push("lat");
    }
    let surface = get("surface");
    let surface_m2 = surface.parse().ok().filter(|m2| (1..=1_000_000).contains(m2));
    if surface_m2.is_none() && !surface.is_empty() {
        left_out.push("surface");
    }
    let text = PlaceText {
        name: name.to_owned(),
        stay: Stay::Permanent,
        address: crate::model::Address {
            street: clipped(get("street"), 200),
            postcode,
            commune_code,
            commune: clipped(get("commune"), 100),
            lat_e6: position.map(|(lat, _)| lat),
            lon_e6: position.map(|(_, lon)| lon),
        },
        website,
        phone: clipped(get("phone"), 30),
        description: clipped(get("description"), 5_000),
        typologies: typologies(get("typology")),
        surface_m2,
        hours: clipped(get("hours"), 500),
        ..PlaceText::default()
    };
    let host = clipped(get("host"), 150);
    Ok(Line { number: *number, id: id.to_owned(), host, text, left_out })
}

/// A place as it would be once it says what a line says; what the line does not say stays.
pub(crate) fn merged(before: &PlaceText, line: &PlaceText) -> PlaceText {
    let text = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
    let (old, new) = (&before.address, &line.address);
    let placed = new.lat_e6.is_some();
    PlaceText {
        name: line.name.clone(),
        address: crate::model::Address {
            street: text(&new.street, &old.street),
            postcode: text(&new.postcode, &old.postcode),
            commune_code: text(&new.commune_code, &old.commune_code),
            commune: text(&new.commune, &old.commune),
            lat_e6: if placed { new.lat_e6 } else { old.lat_e6 },
            lon_e6: if placed { new.lon_e6 } else { old.lon_e6 },
        },
        website: text(&line.website, &before.website),
        phone: text(&line.phone, &before.phone),
        description: text(&line.description, &before.description),
        hours: text(&line.hours, &before.hours),
        typologies: match line.typologies.is_empty() {
            true => before.typologies.clone(),
            false => line.typologies.clone(),
        },
        surface_m2: line.surface_m2.or(before.surface_m2),
        ..before.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn the_columns_of_2019_are_known_by_their_names() {
        let head = head("ID,NOM_TL,ADRESSE,CP,COMINIT,INSEECOM,NOMCOM,WEB,TYPO,LAT,LONG,INSEEDEP");
        let known: Vec<String> =
            guessed(&head).into_iter().map(Option::unwrap_or_default).collect();
        let wanted = [
            "id",
            "name",
            "street",
            "postcode",
            "",
            "commune-code",
            "commune",
            "website",
            "typology",
            "lat",
            "lon",
            "department",
        ];
        assert_eq!(known, wanted);
        assert!(faults(&guessed(&head)).is_empty());
    }

    #[test]
    fn a_field_is_guessed_once_and_what_is_needed_is_asked_for() {
        let mapping = guessed(&head("nom,name,ville"));
        assert_eq!(mapping.iter().flatten().filter(|one| *one == "name").count(), 1);
        assert_eq!(faults(&mapping), [Say::new("places-fault-mapping-needed")]);
        let twice = vec![Some("id".to_owned()), Some("name".to_owned()), Some("name".to_owned())];
        assert_eq!(faults(&twice), [Say::new("places-fault-mapping-twice")]);
    }

    #[test]
    fn a_line_is_taken_without_what_it_says_wrongly() {
        let table = Table { head: head("ID,NOM,CP,INSEE,WEB,LAT,LONG,TYPO"), rows: Vec::new() };
        let mapping = guessed(&table.head);
        let read = |cells: &str| line(&table, &mapping, &(7, head(cells)));
        let good = read("9,Le Lieu,1000,01053,www.lieu.fr,46.2,5.2,Tiers lieux à dominante fablab");
        let good = good.unwrap();
        assert_eq!((good.text.address.postcode.as_str(), good.text.typologies.len()), ("01000", 1));
        assert_eq!(good.text.website, "https://www.lieu.fr");
        let poor = read("9,Le Lieu,0,0,chez nous,0,0,").unwrap();
        assert_eq!(poor.left_out, ["website", "lat"]);
        assert_eq!(poor.text.address, crate::model::Address::default());
        assert_eq!(read(",Le Lieu"), Err(Say::new("places-refused-id")));
        assert_eq!(read("9"), Err(Say::new("places-refused-name")));
        assert_eq!(read("1,2,3,4,5,6,7,8,9"), Err(Say::new("places-refused-cells")));
    }
}
