//! The pages of calls: for the public, for organisations, for officers, for readers.

mod apply;
mod desk;
mod desk_call;
mod desk_file;
mod file;
mod form_view;
mod guests;
mod pieces;
mod public;
mod reader;
mod rights;
mod rules_form;

use std::collections::BTreeMap;

use base::Outcome;
use people::{PersonId, Policy, Role};
use web::parts::{Column, Field, Filter, Kind, Order, Timeline, Tone};
use web::{Ctx, Listing, Routes, Voice};

use crate::model::Event;

/// The routes of this programme.
pub fn routes() -> Routes<Policy> {
    public_routes(Routes::new(people::guard))
        .merge(applicant_routes(Routes::new(people::guard)))
        .merge(officer_routes(Routes::new(people::guard)))
        .merge(reader_routes(Routes::new(people::guard)))
        .merge(crate::api::routes())
}

fn public_routes(routes: Routes<Policy>) -> Routes<Policy> {
    routes
        .get("/appels", Policy::Anyone, public::list)
        .get("/appels/{slug}", Policy::Anyone, public::show)
        .get("/appels/{slug}/eligibilite", Policy::Anyone, public::eligibility)
        .get("/appels/{slug}/laureats", Policy::Anyone, public::laureates)
        .get("/donnees", Policy::Anyone, public::data)
        .get("/donnees/subventions.csv", Policy::Anyone, public::scdl)
}

fn applicant_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let (who, manager) = (Policy::Applicant, Policy::Holder(Role::Manager));
    routes
        .get("/appels/{slug}/deposer", Policy::SignedIn, apply::choose_organisation)
        .post("/appels/{slug}/deposer", Policy::SignedIn, apply::begin)
        .get("/dossiers", Policy::SignedIn, apply::list)
        .get("/dossiers/{id}", who, file::show)
        .get("/dossiers/{id}/etape/{step}", who, apply::step)
        .post("/dossiers/{id}/etape/{step}", who, apply::save)
        .post("/dossiers/{id}/enregistrement", who, apply::autosave)
        .get("/dossiers/{id}/depot", who, apply::review)
        .post("/dossiers/{id}/depot", who, apply::submit)
        .post("/dossiers/{id}/retrait", who, file::withdraw)
        .get("/dossiers/{id}/invites", manager, guests::show)
        .post("/dossiers/{id}/invites", manager, guests::invite)
        .post("/dossiers/{id}/invites/{grant}/fin", manager, guests::end)
        .get("/dossiers/{id}/versions/{version}", who, file::version)
        .get("/dossiers/{id}/recepisse.pdf", who, pieces::receipt)
        .get("/dossiers/{id}/lettre.pdf", who, pieces::letter)
        .post("/dossiers/{id}/pieces", who, pieces::attach)
        .get("/dossiers/{id}/pieces/{piece}", who, pieces::download)
        .post("/dossiers/{id}/pieces/{piece}/retrait", who, pieces::detach)
}

fn officer_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let (who, whole) = (Policy::Holder(Role::Officer), Policy::Service(Role::Officer));
    routes
        .get("/bureau", who, desk::show)
        .get("/bureau/appels/nouveau", whole, desk_call::new)
        .post("/bureau/appels/nouveau", whole, desk_call::create)
        .get("/bureau/appels/{id}", who, desk_call::show)
        .post("/bureau/appels/{id}", who, desk_call::save_text)
        .post("/bureau/appels/{id}/etat", who, desk_call::set_state)
        .get("/bureau/appels/{id}/regles/{part}", who, desk_call::rules)
        .post("/bureau/appels/{id}/regles/{part}", who, desk_call::save_rules)
        .post("/bureau/appels/{id}/sessions", who, desk_call::add_session)
        .get("/bureau/appels/{id}/droits", whole, rights::show)
        .post("/bureau/appels/{id}/droits", whole, rights::give)
        .post("/bureau/appels/{id}/droits/{grant}/fin", whole, rights::end)
        .get("/bureau/appels/{id}/dossiers", who, desk::files)
        .get("/bureau/sessions/{id}", who, desk::session)
        .post("/bureau/sessions/{id}/publication", who, desk::publish)
        .get("/bureau/dossiers/{id}", who, desk_file::show)
        .post("/bureau/dossiers/{id}/controle", who, desk_file::check)
        .post("/bureau/dossiers/{id}/lecteurs", who, desk_file::assign)
        .get("/bureau/dossiers/{id}/decision", who, desk_file::decision)
        .post("/bureau/dossiers/{id}/decision", who, desk_file::decide)
        .get("/bureau/dossiers/{id}/pieces/{piece}", who, desk_file::download)
}

fn reader_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let who = Policy::Holder(Role::Reader);
    routes
        .get("/lectures", who, reader::list)
        .get("/lectures/{id}", who, reader::show)
        .post("/lectures/{id}/conflit", who, reader::declare)
        .post("/lectures/{id}", who, reader::give)
        .get("/lectures/{id}/pieces/{piece}", who, reader::download)
}

/// A column that sorts the list by itself.
fn sortable(voice: &Voice, listing: &Listing, path: &str, prefix: &str, key: &str) -> Column {
    let sorted = (listing.sort == key).then_some(match listing.descending {
        true => Order::Descending,
        false => Order::Ascending,
    });
    Column::new(key, voice.named(prefix, key)).sort(listing.sorted_url(path, key), sorted)
}

/// A form that searches the list, keeping its order.
fn search_filter<'a>(voice: &'a Voice, listing: &Listing, path: &str) -> Filter<'a> {
    let field = Field::new(voice, Kind::Input("search"), "q", voice.say("calls-search"));
    let order = [("tri", listing.sort.clone())].into_iter().filter(|(_, value)| !value.is_empty());
    Filter {
        action: path.to_owned(),
        fields: vec![field.value(listing.search.as_str()).optional()],
        kept: order.map(|(name, value)| (name.to_owned(), value)).collect(),
        clear_url: (!listing.search.is_empty()).then(|| path.to_owned()),
    }
}

/// Names of the people in a timeline, and of some more.
async fn names(
    ctx: &Ctx,
    events: &[Event],
    more: impl Iterator<Item = PersonId>,
) -> Outcome<BTreeMap<PersonId, String>> {
    let authors = events.iter().filter_map(|event| event.author.parse().ok());
    let ids: Vec<PersonId> = authors.chain(more).collect();
    ctx.app.store().read(move |tx| people::names_of(tx, &ids)).await
}

/// The timeline of a file, oldest first.
fn timeline(voice: &Voice, events: &[Event], names: &BTreeMap<PersonId, String>) -> Timeline {
    let shown = |event: &Event| {
        let due = event.due_on.parse().map(|date| words::date(voice.lang, date)).ok();
        let due = due.map(|date| voice.with("calls-due", "date", date));
        let by = event.author.parse().ok().map(|author| people::name_or_gone(voice, names, author));
        let text = [Some(event.message.clone()), due].into_iter().flatten();
        let text = text.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" — ");
        web::parts::Event {
            time: event.at.to_string(),
            shown: voice.moment(event.at),
            title: voice.named("calls-event", &event.kind),
            body: web::parts::Html::text(&text),
            by,
            tone: tone_of(&event.kind),
        }
    };
    Timeline(events.iter().map(shown).collect())
}

/// How a state, or an event named like it, is coloured.
fn tone_of(code: &str) -> Tone {
    match code {
        "awarded" | "complete" | "given" | "open" => Tone::Good,
        "submitted" | "incomplete" | "asked" | "frozen" | "reading" => Tone::Waiting,
        "refused" | "ineligible" | "recused" => Tone::Bad,
        _ => Tone::Plain,
    }
}
