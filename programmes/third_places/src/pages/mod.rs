//! The pages of third places: for everybody, for whoever runs a place, for the network.
//!
//! A place is edited by the same pages on two sides, which differ in who is let in: those of its
//! host under `/mes-lieux`, those of the network under `/bureau/lieux`.

mod agenda;
mod agenda_desk;
mod agenda_draw;
mod agenda_list;
mod agenda_one;
mod agenda_propose;
mod childcare;
mod childcare_book;
mod childcare_family;
mod childcare_people;
mod childcare_picture;
mod childcare_plan;
mod childcare_reception;
mod childcare_record;
mod desk;
mod desk_inside;
mod desk_text;
mod desk_tour;
mod fields;
mod import;
mod list;
mod meeting;
mod meeting_ideas;
mod meeting_outcomes;
mod meeting_people;
mod meeting_profile;
mod network;
mod open_data;
mod pictures;
mod place;
mod route;
mod tour;

use std::collections::BTreeMap;

use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use people::{PersonId, Policy, Role};
use web::parts::{Crumb, Html, Timeline, Tone};
use web::{Ctx, Refused, Routes, Voice};

use crate::model::{Days, Event, Life, Place};

type Answer = Result<Response, Refused>;

/// The routes of this programme.
pub fn routes() -> Routes<Policy> {
    public_routes(Routes::new(people::guard))
        .merge(desk_routes(Routes::new(people::guard), Side::Host))
        .merge(desk_routes(Routes::new(people::guard), Side::Network))
        .merge(network_routes(Routes::new(people::guard)))
        .merge(childcare::routes(Routes::new(people::guard)))
        .merge(meeting::routes(Routes::new(people::guard)))
        .merge(agenda::routes(Routes::new(people::guard)))
}

fn public_routes(routes: Routes<Policy>) -> Routes<Policy> {
    routes
        .get("/lieux", Policy::Anyone, list::show)
        .get("/lieux/{id}", Policy::Anyone, place::show)
        .get("/lieux/{id}/images/{picture}", Policy::Anyone, pictures::send)
        .get("/tournees/{id}", Policy::Anyone, tour::show)
        .get("/donnees/lieux/structures.json", Policy::Anyone, open_data::structures_json)
        .get("/donnees/lieux/structures.csv", Policy::Anyone, open_data::structures_csv)
        .get("/donnees/lieux/services.json", Policy::Anyone, open_data::services_json)
        .get("/donnees/lieux/services.csv", Policy::Anyone, open_data::services_csv)
}

fn desk_routes(routes: Routes<Policy>, side: Side) -> Routes<Policy> {
    let (base, who) = (side.base(), side.policy());
    let at = |end: &str| format!("{base}/{{id}}{end}");
    routes
        .get(base, who, desk::list)
        .get(&at(""), who, desk::show)
        .get(&at("/fiche"), who, desk_text::show)
        .post(&at("/fiche"), who, desk_text::save)
        .get(&at("/acces"), who, desk_text::show_access)
        .post(&at("/acces"), who, desk_text::save_access)
        .get(&at("/energie"), who, desk_text::show_energy)
        .post(&at("/energie"), who, desk_text::save_energy)
        .get(&at("/espaces"), who, desk_inside::spaces)
        .post(&at("/espaces"), who, desk_inside::add_space)
        .get(&at("/espaces/{space}"), who, desk_inside::space)
        .post(&at("/espaces/{space}"), who, desk_inside::change_space)
        .post(&at("/espaces/{space}/retrait"), who, desk_inside::remove_space)
        .get(&at("/services"), who, desk_inside::services)
        .post(&at("/services"), who, desk_inside::add_service)
        .get(&at("/services/{offer}"), who, desk_inside::service)
        .post(&at("/services/{offer}"), who, desk_inside::change_service)
        .post(&at("/services/{offer}/retrait"), who, desk_inside::remove_service)
        .post(&at("/reservations"), who, desk::let_things)
        .get(&at("/images"), who, pictures::show)
        .post(&at("/images"), who, pictures::add)
        .post(&at("/images/{picture}/retrait"), who, pictures::remove)
}

fn network_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let who = Policy::Service(Role::Officer);
    routes
        .get("/bureau/lieux/nouveau", who, desk_text::new)
        .post("/bureau/lieux/nouveau", who, desk_text::create)
        .post("/bureau/lieux/{id}/etat", who, desk::set_state)
        .post("/bureau/lieux/{id}/porteur", who, desk::set_host)
        .get("/bureau/reseau", who, network::usage)
        .get("/bureau/desserte", who, network::reach)
        .get("/bureau/import-lieux", who, import::show)
        .post("/bureau/import-lieux", who, import::send)
        .get("/bureau/import-lieux/{upload}", who, import::mapping)
        .post("/bureau/import-lieux/{upload}", who, import::map)
        .get("/bureau/import-lieux/{upload}/rapport", who, import::report)
        .post("/bureau/import-lieux/{upload}/rapport", who, import::run)
        .get("/bureau/tournees/nouvelle", who, desk_tour::new)
        .post("/bureau/tournees/nouvelle", who, desk_tour::create)
        .get("/bureau/tournees/{id}", who, desk_tour::show)
        .post("/bureau/tournees/{id}", who, desk_tour::save)
        .post("/bureau/tournees/{id}/etat", who, desk_tour::set_state)
        .get("/bureau/tournees/{id}/etapes", who, desk_tour::stages)
        .post("/bureau/tournees/{id}/etapes", who, desk_tour::add_stage)
        .get("/bureau/tournees/{id}/etapes/{stage}", who, desk_tour::stage)
        .post("/bureau/tournees/{id}/etapes/{stage}", who, desk_tour::change_stage)
        .post("/bureau/tournees/{id}/etapes/{stage}/retrait", who, desk_tour::remove_stage)
}

/// From which side a place is edited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Host,
    Network,
}

impl Side {
    fn of(ctx: &Ctx) -> Self {
        if ctx.uri.path().starts_with("/bureau/") { Side::Network } else { Side::Host }
    }

    fn base(self) -> &'static str {
        match self {
            Side::Host => "/mes-lieux",
            Side::Network => "/bureau/lieux",
        }
    }

    fn policy(self) -> Policy {
        match self {
            Side::Host => Policy::Organisation,
            Side::Network => Policy::Service(Role::Officer),
        }
    }

    /// What the list is called.
    fn title(self) -> &'static str {
        match self {
            Side::Host => "places-own",
            Side::Network => "places-desk",
        }
    }

    /// The way up from a page of a place.
    fn crumbs(self, voice: &Voice, place: &Place, here: &str) -> Vec<Crumb> {
        vec![
            Crumb { label: voice.say(self.title()), href: Some(self.base().to_owned()) },
            Crumb {
                label: place.text.name.clone(),
                href: Some(format!("{}/{}", self.base(), place.id)),
            },
            Crumb { label: voice.say(here), href: None },
        ]
    }
}

/// How a state is coloured.
fn tone_of(state: Life) -> Tone {
    match state {
        Life::Open => Tone::Good,
        Life::Announced => Tone::Waiting,
        Life::Draft | Life::Closed | Life::Archived => Tone::Plain,
    }
}

/// Days in words; nothing if none is known.
fn in_words(voice: &Voice, days: &Days) -> Option<String> {
    let first = voice.date(days.first?);
    let said = match days.last {
        Some(last) if Some(last) == days.first => voice.with("places-day", "day", first),
        Some(last) => {
            let first = if days.in_one_month() { day_alone(voice, days) } else { first };
            let args = [("first", first.into()), ("last", voice.date(last).into())];
            voice.with_all("places-days", &args)
        }
        None => voice.with("places-from", "day", first),
    };
    Some(said)
}

/// The first day without its month, which the last one tells.
fn day_alone(voice: &Voice, days: &Days) -> String {
    match days.first.map_or(1, |first| first.day()) {
        1 if voice.lang == words::Lang::Fr => "1er".to_owned(),
        day => day.to_string(),
    }
}

/// Names of codes, in one line.
fn names_of(voice: &Voice, prefix: &str, codes: &[String]) -> String {
    codes.iter().map(|code| voice.named(prefix, code)).collect::<Vec<_>>().join(", ")
}

/// A name as it fits into the title of a page, which has 70 characters.
fn shortened(name: &str) -> String {
    const MOST: usize = 34;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let start: String = name.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}

/// The title of a page about something with a name.
fn titled(voice: &Voice, key: &str, name: &str) -> String {
    format!("{} – {}", voice.say(key), shortened(name))
}

/// The faults of a form that was refused; any other refusal goes on.
fn faults_of<T>(written: Outcome<T>) -> Outcome<Result<T, Vec<Fault>>> {
    match written {
        Ok(value) => Ok(Ok(value)),
        Err(Refusal::Invalid(faults)) => Ok(Err(faults)),
        Err(refusal) => Err(refusal),
    }
}

/// What was done, newest first, with the names of who did it.
async fn timeline(ctx: &Ctx, events: &[Event]) -> Outcome<Timeline> {
    let ids: Vec<PersonId> = events.iter().filter_map(|event| event.author.parse().ok()).collect();
    let names: BTreeMap<PersonId, String> =
        ctx.app.store().read(move |tx| people::names_of(tx, &ids)).await?;
    let voice = &ctx.voice;
    let shown = |event: &Event| web::parts::Event {
        time: event.at.to_string(),
        shown: voice.moment(event.at),
        title: voice.named("places-event", &event.kind),
        body: Html::text(&detail(voice, event)),
        by: event.author.parse().ok().map(|author| people::name_or_gone(voice, &names, author)),
        tone: Tone::Plain,
    };
    Ok(Timeline(events.iter().map(shown).collect()))
}

/// What an event tells besides: names of fields and states in words, names of things as they are.
fn detail(voice: &Voice, event: &Event) -> String {
    match event.kind.as_str() {
        "changed" | "imported" => {
            let fields = event.detail.split(' ').filter(|field| !field.is_empty());
            let said = fields.map(|field| voice.named("places-field", &field.replace('_', "-")));
            said.collect::<Vec<_>>().join(", ")
        }
        "tour-state" => voice.named("places-state", &event.detail),
        _ => event.detail.clone(),
    }
}
