//! What forms of places, spaces, services and stages have in common: their fields read and filled.

use base::Outcome;
use jiff::civil::Date;
use web::parts::Choice;
use web::{Form, Reader, Voice};

use crate::model::{Address, Days, PlaceText, ServiceText, SpaceText, Stay};
use crate::{rules, vocabulary};

/// What a form is filled with.
pub(super) type Kept = Vec<(String, String)>;

pub(super) fn kept(pairs: &[(&str, String)]) -> Kept {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

pub(super) fn choices(voice: &Voice, prefix: &str, codes: &[&str]) -> Vec<Choice> {
    codes.iter().map(|code| Choice::new(*code, voice.named(prefix, code))).collect()
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn degrees(e6: Option<i64>) -> String {
    e6.map(|e6| format!("{:.6}", e6 as f64 / 1e6)).unwrap_or_default()
}

fn several(form: &Form, name: &str, list: &[&str]) -> Vec<String> {
    let asked: Vec<String> = form.values(name).map(str::to_owned).collect();
    rules::known(list, &asked)
}

fn one_of(reader: &mut Reader<'_>, name: &str, list: &[&str]) -> String {
    let value = reader.text(name, 80);
    if !value.is_empty() && !list.contains(&value.as_str()) {
        reader.fault(name, "web-fault-choice");
    }
    value
}

fn degrees_of(reader: &mut Reader<'_>, name: &str, most: i64) -> Option<i64> {
    let typed = reader.text(name, 30);
    let e6 = rules::degrees_e6(&typed, most);
    if !typed.is_empty() && e6.is_none() {
        reader.fault(name, "places-fault-degrees");
    }
    e6
}

/// Reads an address.
pub(super) fn read_address(reader: &mut Reader<'_>) -> Address {
    Address {
        street: reader.text("street", 200),
        postcode: reader.text("postcode", 5),
        commune_code: reader.text("commune_code", 5).to_uppercase(),
        commune: reader.text("commune", 100),
        lat_e6: degrees_of(reader, "lat", 90),
        lon_e6: degrees_of(reader, "lon", 180),
    }
}

/// Fills an address in.
pub(super) fn keep_address(address: &Address) -> Kept {
    kept(&[
        ("street", address.street.clone()),
        ("postcode", address.postcode.clone()),
        ("commune_code", address.commune_code.clone()),
        ("commune", address.commune.clone()),
        ("lat", degrees(address.lat_e6)),
        ("lon", degrees(address.lon_e6)),
    ])
}

/// Reads days.
pub(super) fn read_days(reader: &mut Reader<'_>) -> Days {
    Days { first: reader.date("first_day"), last: reader.date("last_day") }
}

/// Fills days in.
pub(super) fn keep_days(days: &Days) -> Kept {
    kept(&[("first_day", day(days.first)), ("last_day", day(days.last))])
}

/// Reads what a place says of itself over what it said; access and energy have forms of their own.
pub(super) fn read_place(form: &Form, before: &PlaceText) -> Outcome<PlaceText> {
    let mut reader = form.reader();
    let stay = reader.choice("stay", &Stay::ALL.map(Stay::code));
    let text = PlaceText {
        name: reader.required("name", 150),
        stay: Stay::from_code(&stay).unwrap_or_default(),
        days: read_days(&mut reader),
        address: read_address(&mut reader),
        website: reader.text("website", 300),
        phone: reader.text("phone", 30),
        description: reader.text("description", 5_000),
        house_rules: reader.text("house_rules", 5_000),
        typologies: several(form, "typologies", vocabulary::TYPOLOGIES),
        surface_m2: reader.number("surface_m2", 1, 1_000_000),
        hours: reservations::read_week(form, &mut reader),
        access: before.access.clone(),
        energy: before.energy.clone(),
    };
    for fault in rules::place_faults(&text) {
        reader.fault(&fault.field, fault.say);
    }
    reader.finish()?;
    Ok(text)
}

/// Fills in what a place says of itself.
pub(super) fn keep_place(text: &PlaceText) -> Kept {
    let mut all = kept(&[
        ("name", text.name.clone()),
        ("stay", text.stay.code().to_owned()),
        ("website", text.website.clone()),
        ("phone", text.phone.clone()),
        ("description", text.description.clone()),
        ("house_rules", text.house_rules.clone()),
        ("surface_m2", number(text.surface_m2)),
    ]);
    all.extend(keep_address(&text.address));
    all.extend(keep_days(&text.days));
    all.extend(keep_codes("typologies", &text.typologies));
    all
}

fn keep_codes(name: &str, codes: &[String]) -> Kept {
    codes.iter().map(|code| (name.to_owned(), code.clone())).collect()
}

/// Reads a space.
pub(super) fn read_space(form: &Form) -> Outcome<SpaceText> {
    let mut reader = form.reader();
    let text = SpaceText {
        kind: reader.choice("kind", vocabulary::SPACES),
        name: reader.required("name", 120),
        surface_m2: reader.number("surface_m2", 1, 1_000_000),
        seats: reader.number("seats", 1, 100_000),
        description: reader.text("description", 2_000),
        equipment: reader.text("equipment", 1_000),
    };
    reader.finish()?;
    Ok(text)
}

/// Fills a space in.
pub(super) fn keep_space(text: &SpaceText) -> Kept {
    kept(&[
        ("kind", text.kind.clone()),
        ("name", text.name.clone()),
        ("surface_m2", number(text.surface_m2)),
        ("seats", number(text.seats)),
        ("description", text.description.clone()),
        ("equipment", text.equipment.clone()),
    ])
}

/// Reads a service.
pub(super) fn read_service(form: &Form) -> Outcome<ServiceText> {
    let mut reader = form.reader();
    let text = ServiceText {
        name: reader.required("name", 150),
        description: reader.required("description", 10_000),
        kind: one_of(&mut reader, "kind", vocabulary::SERVICE_TYPES),
        themes: several(form, "themes", vocabulary::THEMES),
        publics: several(form, "publics", vocabulary::PUBLICS),
        modes: several(form, "modes", vocabulary::MODES),
        fee: one_of(&mut reader, "fee", vocabulary::FEES),
        fee_details: reader.text("fee_details", 1_000),
        partner_name: reader.text("partner_name", 150),
    };
    for fault in rules::service_faults(&text)
        .into_iter()
        .filter(|f| f.field != "name" || !text.name.is_empty())
    {
        reader.fault(&fault.field, fault.say);
    }
    reader.finish()?;
    Ok(text)
}

/// Fills a service in.
pub(super) fn keep_service(text: &ServiceText) -> Kept {
    let mut all = kept(&[
        ("name", text.name.clone()),
        ("description", text.description.clone()),
        ("kind", text.kind.clone()),
        ("fee", text.fee.clone()),
        ("fee_details", text.fee_details.clone()),
        ("partner_name", text.partner_name.clone()),
    ]);
    all.extend(keep_codes("themes", &text.themes));
    all.extend(keep_codes("publics", &text.publics));
    all.extend(keep_codes("modes", &text.modes));
    all
}
