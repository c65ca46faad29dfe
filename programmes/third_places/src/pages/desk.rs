//! The places that somebody runs: their list, and one of them with what was done to it; for the
//! network, its life and its host.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Badge, Cell, Column, Crumb, Field, Fields, Filter, Kind, Table, Tabs, Timeline};
use web::{Ctx, Form, Listing, PageHead, Voice};

use super::{Answer, Side, faults_of, timeline, titled, tone_of};
use crate::model::{Life, Place, PlaceId, Tour};
use crate::{places, rules, tours};

#[derive(Template)]
#[template(path = "desk_list.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    title: String,
    network: bool,
    places: Table<'a>,
    tours: Option<Table<'a>>,
}

#[derive(Template)]
#[template(path = "desk_place.html")]
struct PlacePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    place: &'a Place,
    network: bool,
    tabs: Tabs,
    missing: Vec<String>,
    fields: Fields<'a>,
    timeline: Timeline,
    base: &'static str,
    is_let: bool,
    /// What closing the place would end, in words, and as it is sent back.
    ending: Vec<String>,
    shown: String,
}

impl PlacePage<'_> {
    fn badge(&self) -> Badge {
        let state = self.place.state;
        Badge::new(self.voice.named("places-state", state.code()), tone_of(state))
    }

    fn next_states(&self) -> Vec<Life> {
        rules::next_states(self.place.state)
    }
}

/// A page about a place on the desk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Summary,
    Text,
    Access,
    Spaces,
    Services,
    Nurseries,
    Agenda,
    Energy,
    Pictures,
}

pub(super) fn tabs(voice: &Voice, side: Side, place: &Place, current: Tab) -> Tabs {
    let base = format!("{}/{}", side.base(), place.id);
    let tab = |key: &str, end: &str, here: Tab| web::parts::Tab {
        label: voice.say(key),
        href: format!("{base}{end}"),
        current: here == current,
        count: None,
    };
    let tabs = vec![
        tab("places-summary", "", Tab::Summary),
        tab("places-text", "/fiche", Tab::Text),
        tab("places-access", "/acces", Tab::Access),
        tab("places-spaces", "/espaces", Tab::Spaces),
        tab("places-services", "/services", Tab::Services),
        tab("places-child-nurseries", "/creches", Tab::Nurseries),
        tab("places-agenda-title", "/agenda", Tab::Agenda),
        tab("places-energy", "/energie", Tab::Energy),
        tab("places-pictures", "/images", Tab::Pictures),
    ];
    Tabs { label: place.text.name.clone(), tabs }
}

/// Rows of the list on one page.
const PAGE: usize = 100;

fn places_table<'a>(
    voice: &'a Voice,
    side: Side,
    (places, listing): (&[Place], &Listing),
) -> Outcome<Table<'a>> {
    let columns = ["name", "commune", "host", "state"]
        .map(|key| Column::new(key, voice.named("places-column", key)))
        .to_vec();
    let row = |place: &Place| {
        vec![
            Cell::link(&place.text.name, format!("{}/{}", side.base(), place.id)),
            Cell::text(&place.text.address.commune),
            Cell::text(&place.host_name),
            Cell::badge(voice.named("places-state", place.state.code()), tone_of(place.state)),
        ]
    };
    let start = match &listing.after {
        Some(id) => {
            let at = places.iter().position(|place| place.id.to_string() == *id);
            at.ok_or(Refusal::Unknown)? + 1
        }
        None => 0,
    };
    let shown: Vec<&Place> = places.iter().skip(start).take(PAGE).collect();
    let rows = shown.iter().map(|place| row(place)).collect();
    let mut table = Table::new(voice, "lieux", voice.say("places-title"), columns, rows);
    let search = Field::new(voice, Kind::Input("search"), "q", voice.say("places-search"));
    table.filter = Some(Filter {
        action: side.base().to_owned(),
        fields: vec![search.value(listing.search.as_str()).optional()],
        kept: Vec::new(),
        clear_url: (!listing.search.is_empty()).then(|| side.base().to_owned()),
    });
    table.prev_url = (start > 0).then(|| listing.url(side.base(), &[]));
    let more = places.len() > start + PAGE;
    table.next_url = shown
        .last()
        .filter(|_| more)
        .map(|place| listing.url(side.base(), &[("apres", place.id.to_string().as_str())]));
    Ok(table)
}

fn tours_table<'a>(voice: &'a Voice, tours: &[Tour]) -> Table<'a> {
    let columns = ["name", "host", "state"]
        .map(|key| Column::new(key, voice.named("places-column", key)))
        .to_vec();
    let row = |tour: &Tour| {
        vec![
            Cell::link(&tour.text.name, format!("/bureau/tournees/{}", tour.id)),
            Cell::text(&tour.text.host_name),
            Cell::badge(voice.named("places-state", tour.state.code()), tone_of(tour.state)),
        ]
    };
    let rows = tours.iter().map(row).collect();
    Table::new(voice, "tournees", voice.say("places-tours"), columns, rows)
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let side = Side::of(&ctx);
    let network = side == Side::Network;
    let (places, tours) = ctx
        .app
        .store()
        .read(move |tx| {
            let mut places = places::own_places(tx, &actor)?;
            if side == Side::Host {
                let mine = |place: &Place| place.host.is_some_and(|host| actor.acts_for(host));
                places.retain(mine);
            }
            Ok((places, tours::tours(tx, &actor)?))
        })
        .await?;
    let voice = &ctx.voice;
    let listing = Listing::of(&ctx);
    let key = words::sort_key(&listing.search);
    let wanted = |place: &Place| key.split(' ').all(|word| place.folded.contains(word));
    let shown: Vec<Place> = places.iter().filter(|place| wanted(place)).cloned().collect();
    let title = voice.say(side.title());
    let main = ListPage {
        voice,
        title: voice.with("places-run-count", "count", places.len()),
        network,
        places: places_table(voice, side, (&shown, &listing))?,
        tours: network.then(|| tours_table(voice, &tours)),
    };
    Ok(ctx.page_with(&PageHead { title: &title, wide: true, ..PageHead::default() }, &main)?)
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, None, &[]).await
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    id: PlaceId,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let (side, acting) = (Side::of(ctx), actor.clone());
    let (place, events, number) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::own_place(tx, &acting, id)?;
            let number = match side {
                Side::Network => places::host_number(tx, &acting, &place)?,
                Side::Host => String::new(),
            };
            let is_let = reservations::find_site(tx, id.cast())?.is_some();
            let ending = match side == Side::Network {
                true => places::ending(tx, &acting, id)?,
                false => Vec::new(),
            };
            Ok((place, places::place_events(tx, &acting, id)?, (number, is_let, ending)))
        })
        .await?;
    let (number, is_let, ending) = number;
    let voice = &ctx.voice;
    // The name of an organisation is its own; that of a host without one is typed here.
    let name = if place.host.is_none() { place.host_name.clone() } else { String::new() };
    let kept = super::fields::kept(&[
        ("host_number", number),
        ("host_name", name),
        ("results", place.results.clone()),
    ]);
    let lacks = rules::public_faults(&place.text);
    let timeline = timeline(ctx, &events).await?;
    let main = PlacePage {
        voice,
        csrf: &ctx.visitor.csrf,
        network: side == Side::Network,
        tabs: tabs(voice, side, &place, Tab::Summary),
        missing: lacks
            .iter()
            .map(|fault| voice.named("places-edit", &fault.field.replace('_', "-")))
            .collect(),
        fields: match form {
            Some(form) => Fields::new(voice, form, faults),
            None => Fields::new(voice, &kept, faults),
        },
        timeline,
        base: side.base(),
        is_let,
        shown: reservations::mark_of(&ending),
        ending: ending.iter().map(|one| voice.moment(one.asked.span.from)).collect(),
        place: &place,
    };
    let title = titled(voice, "places-run", &place.text.name);
    let crumbs = [
        Crumb { label: voice.say(side.title()), href: Some(side.base().to_owned()) },
        Crumb { label: place.text.name.clone(), href: None },
    ];
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main, faults)?)
}

pub(super) async fn set_state(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, version): (PlaceId, i64) = (id.parse()?, form.version()?);
    let state = Life::from_code(form.value("state")).ok_or(Refusal::Malformed)?;
    let results: String = form.value("results").trim().chars().take(5_000).collect();
    let shown = form.value("shown").to_owned();
    let reason: String = form.value("reason").trim().chars().take(200).collect();
    let acting = actor.clone();
    let written = ctx
        .app
        .store()
        .write(move |tx| match state {
            Life::Closed => places::close_place(tx, &acting, id, version, (&reason, &shown)),
            _ => places::set_place_state(tx, &acting, id, version, state, &results),
        })
        .await;
    match faults_of(written)? {
        Ok(()) => Ok(ctx.see(&format!("/bureau/lieux/{id}"), "places-notice-state")),
        Err(faults) => page(&ctx, &actor, id, Some(&form), &faults).await,
    }
}

pub(super) async fn let_things(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: PlaceId = id.parse()?;
    ctx.app.store().write(move |tx| places::let_things(tx, &actor, id)).await?;
    Ok(ctx.see(&format!("/sites/{id}/reglages"), "places-notice-let"))
}

pub(super) async fn set_host(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (id, version): (PlaceId, i64) = (id.parse()?, form.version()?);
    let number = form.value("host_number").to_owned();
    let name: String = form.value("host_name").trim().chars().take(150).collect();
    let acting = actor.clone();
    let written = ctx
        .app
        .store()
        .write(move |tx| {
            let host = places::host_of(tx, &acting, &number, &name)?;
            places::set_host(tx, &acting, id, version, &host)
        })
        .await;
    match faults_of(written)? {
        Ok(()) => Ok(ctx.see(&format!("/bureau/lieux/{id}"), "places-notice-saved")),
        Err(faults) => page(&ctx, &actor, id, Some(&form), &faults).await,
    }
}
