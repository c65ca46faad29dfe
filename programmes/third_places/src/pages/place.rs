//! The page of a place: what it is, where and when in its first line; then what is in it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use people::Actor;
use web::chart::{BarChart, Datum, bar_chart};
use web::parts::{Badge, Crumb, Html};
use web::{Ctx, PageHead, Voice};

use super::{Answer, Side, in_words, names_of, tone_of};
use crate::model::{Energy, Life, Picture, Place, PlaceId, Service, Space, SpaceId, Stay, Tour};
use crate::{inside, places, tours, vocabulary};

#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage<'a> {
    voice: &'a Voice,
    place: &'a Place,
    lead: String,
    edit: Option<String>,
    description: String,
    house_rules: String,
    results: String,
    hours: Vec<(String, String)>,
    access: Vec<(String, bool)>,
    spaces: Vec<Space>,
    services: Vec<Service>,
    nurseries: Vec<crate::childcare::Nursery>,
    pictures: Vec<Picture>,
    energy: Option<Html>,
    tours: Vec<(Tour, i64)>,
    is_let: bool,
    agenda: Vec<(String, String, String)>,
}

impl PlacePage<'_> {
    fn badge(&self) -> Badge {
        let state = self.place.state;
        Badge::new(self.voice.named("places-state", state.code()), tone_of(state))
    }

    /// The pictures of the place itself.
    fn own_pictures(&self) -> Vec<&Picture> {
        self.pictures.iter().filter(|picture| picture.space.is_none()).collect()
    }

    fn pictures_of(&self, space: &SpaceId) -> Vec<&Picture> {
        self.pictures.iter().filter(|picture| picture.space == Some(*space)).collect()
    }

    fn unsaid(&self) -> usize {
        vocabulary::ACCESS.len() - self.access.len()
    }

    /// What a space holds, in one line.
    fn measures(&self, space: &Space) -> String {
        let surface = space.text.surface_m2.map(|m2| self.voice.with("places-m2", "count", m2));
        let seats = space.text.seats.map(|count| self.voice.with("places-seats", "count", count));
        let kind = self.voice.named("places-space", &space.text.kind);
        [Some(kind), surface, seats].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// For whom, how and for how much a service is, in one line.
    fn terms(&self, service: &Service) -> String {
        let text = &service.text;
        let fee = match text.fee.as_str() {
            "" => String::new(),
            fee => self.voice.named("places-fee", fee),
        };
        let parts = [
            names_of(self.voice, "places-public", &text.publics),
            names_of(self.voice, "places-mode", &text.modes),
            fee,
            text.fee_details.clone(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn themes(&self, service: &Service) -> String {
        names_of(self.voice, "places-theme", &service.text.themes)
    }

    /// The number as it is read out, on one line.
    fn phone(&self) -> String {
        self.place.text.phone.replace(' ', "\u{a0}")
    }

    fn tel(&self) -> String {
        self.place.text.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

/// What it is, where, and when: one sentence.
fn lead(voice: &Voice, place: &Place) -> String {
    let text = &place.text;
    let what = match (text.typologies.as_slice(), text.stay) {
        ([], stay) => voice.named("places-what", stay.code()),
        (codes, Stay::Permanent) => names_of(voice, "places-typology", codes),
        (codes, Stay::Ephemeral) => {
            let codes = names_of(voice, "places-typology", codes);
            format!("{} ({codes})", voice.say("places-what-ephemeral"))
        }
    };
    let commune = Some(text.address.commune.as_str()).filter(|commune| !commune.is_empty());
    let known = (place.state == Life::Open && !text.hours.is_empty()).then(|| {
        voice.with("places-open-when", "hours", reservations::hours_in_a_line(voice, &text.hours))
    });
    let when = match in_words(voice, &text.days) {
        Some(days) => Some(days),
        None => known.or_else(|| Some(voice.named("places-when", place.state.code()))),
    };
    let parts = [Some(what), commune.map(str::to_owned), when];
    let sentence = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letters = sentence.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// Whether something of a place can be reserved: its site lets things, and is of its host.
fn is_let(tx: &mut store::Tx, place: &Place) -> base::Outcome<bool> {
    let site = reservations::find_site(tx, place.id.cast())?;
    match site.filter(|site| Some(site.data.organisation) == place.host) {
        Some(site) => Ok(!reservations::resources_of(tx, site.id)?.is_empty()),
        None => Ok(false),
    }
}

/// What it used in the last year that is known, source by source.
fn energy_chart(voice: &Voice, energy: &[Energy]) -> Option<Html> {
    let year = energy.iter().map(|one| one.year).max()?;
    let last: Vec<&Energy> = energy.iter().filter(|one| one.year == year).collect();
    let origins: BTreeMap<&str, ()> = last.iter().map(|one| (one.origin.as_str(), ())).collect();
    let origins = origins.into_keys().collect::<Vec<_>>().join(", ");
    let bars = last.iter().map(|one| {
        let label = voice.named("places-energy", &one.source);
        Datum::new(label, one.kwh as f64, voice.with("places-kwh", "count", one.kwh))
    });
    let chart = BarChart {
        title: voice.with("places-energy-of", "year", year.to_string()),
        unit: "kWh".to_owned(),
        bars: bars.collect(),
        caption: voice.with("places-energy-from", "origin", origins),
    };
    Some(bar_chart(voice, &chart))
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: PlaceId = id.parse()?;
    let acting = actor.clone();
    let now = ctx.app.world().now();
    let (place, spaces, services, nurseries, pictures, tours, is_let, agenda) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::place(tx, &acting, id)?;
            let spaces = inside::spaces(tx, &acting, id)?;
            let services = inside::services(tx, &acting, id)?;
            let pictures = inside::pictures(tx, &acting, id)?;
            let nurseries = crate::childcare::nurseries_at(tx, &acting, id)?;
            let tours = tours::tours_at(tx, &acting, id)?;
            let is_let = is_let(tx, &place)?;
            let mut agenda = crate::agenda::agenda_of(tx, &acting, id)?;
            agenda.retain(|one| one.is_to_come(now));
            agenda.reverse();
            agenda.truncate(3);
            Ok((place, spaces, services, nurseries, pictures, tours, is_let, agenda))
        })
        .await?;
    let voice = &ctx.voice;
    let side = if places::is_network(&actor) { Side::Network } else { Side::Host };
    let said = |(key, _): &(&str, &str)| {
        let answer = place.text.access.get(*key)?;
        Some((voice.named("places-access", key), *answer))
    };
    let main = PlacePage {
        voice,
        lead: lead(voice, &place),
        edit: places::runs(&actor, &place).then(|| format!("{}/{id}", side.base())),
        description: web::markdown(&place.text.description),
        house_rules: web::markdown(&place.text.house_rules),
        results: web::markdown(&place.results),
        hours: reservations::hours_in_words(voice, &place.text.hours),
        access: vocabulary::ACCESS.iter().filter_map(said).collect(),
        energy: energy_chart(voice, &place.text.energy),
        place: &place,
        spaces,
        services,
        nurseries,
        pictures,
        tours,
        is_let,
        agenda: agenda
            .into_iter()
            .map(|one| {
                let said = super::agenda::when(voice, one.text.span);
                (format!("/rendez-vous/{}", one.id), one.text.title, said)
            })
            .collect(),
    };
    let name = &place.text.name;
    let crumbs = [
        Crumb { label: voice.say("places-title"), href: Some("/lieux".to_owned()) },
        Crumb { label: name.clone(), href: None },
    ];
    let title: String = name.chars().take(55).collect();
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}
