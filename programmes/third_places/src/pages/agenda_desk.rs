//! The programme of a place for whoever runs it: what is prepared, announced, to be told of.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use jiff::civil::{Date, Time};
use people::{Actor, OrgId, PersonId};
use reservations::Span;
use web::parts::{Badge, Cell, Choice, Column, Empty, Field, Fields, Kind, Table, Tabs};
use web::{Ctx, Form, PageHead, Reader, Voice};

use super::agenda::{badge, counted, when};
use super::desk::{Tab, tabs};
use super::fields::{Kept, choices, kept};
use super::{Answer, Side, faults_of, titled};
use crate::agenda::{
    self, DATES_MAX, Gathering, GatheringId, GatheringText, KINDS, LANGUAGES, PARTY_MAX, SEATS_MAX,
    State, Told, rules as agenda_rules,
};
use crate::model::{Picture, Place, PlaceId, Space, Tour};
use crate::{inside, places, rules, tours, vocabulary};

#[derive(Template)]
#[template(path = "agenda_desk.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    place: &'a Place,
    base: String,
    tabs: Tabs,
    lead: String,
    table: Table<'a>,
    draws: Vec<agenda::Draw>,
    drafts: bool,
    /// Proposals that were made, and where they are.
    proposals: i64,
    up: String,
}

fn base_of(side: Side, place: PlaceId) -> String {
    format!("{}/{place}/agenda", side.base())
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (id, side): (PlaceId, Side) = (id.parse()?, Side::of(&ctx));
    let (place, known, left, draws, proposed) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::own_place(tx, &actor, id)?;
            let known = agenda::gatherings_at(tx, &actor, id)?;
            let left = agenda::seats_left(tx, &known.iter().collect::<Vec<_>>())?;
            let draws = agenda::draws_at(tx, &actor, id)?;
            let proposed = agenda::proposals_at(tx, &actor, id)?;
            Ok((place, known, left, draws, proposed))
        })
        .await?;
    let (voice, now) = (&ctx.voice, ctx.app.world().now());
    let base = base_of(side, id);
    let columns = ["title", "day", "taken", "state"]
        .map(|key| Column::new(key, voice.named("places-agenda-column", key)))
        .to_vec();
    let row = |one: &Gathering| {
        let left = left.get(&one.id).copied();
        let taken = one.text.seats - left.unwrap_or(one.text.seats);
        let taken = format!("{taken} / {}", one.text.seats);
        let shown = badge(voice, one, left, now);
        vec![
            Cell::link(&one.text.title, format!("{base}/{}", one.id)),
            Cell::text(when(voice, one.text.span)),
            Cell::text(taken),
            Cell::badge(shown.text, shown.tone),
        ]
    };
    let rows = known.iter().map(row).collect();
    let untold =
        known.iter().filter(|one| one.state == State::Announced && one.text.span.to <= now).count();
    let ahead = known.iter().filter(|one| one.is_to_come(now)).count();
    let mut table = Table::new(voice, "agenda", voice.say("places-agenda-title"), columns, rows);
    table.total = Some(voice.number(counted(known.len())));
    table.empty = Some(Empty {
        title: voice.say("places-agenda-empty"),
        what: voice.say("places-agenda-empty-what"),
        next: None,
    });
    let args = [("ahead", counted(ahead).into()), ("untold", counted(untold).into())];
    let main = ListPage {
        voice,
        tabs: tabs(voice, side, &place, Tab::Agenda),
        lead: voice.with_all("places-agenda-desk-lead", &args),
        table,
        drafts: known.iter().any(|one| one.state == State::Draft),
        draws,
        proposals: counted(proposed.len()),
        up: format!("{}/{id}", side.base()),
        base,
        place: &place,
    };
    let title = titled(voice, "places-agenda-title", &place.text.name);
    let crumbs = side.crumbs(voice, &place, "places-agenda-title");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

#[derive(Template)]
#[template(path = "agenda_form.html")]
struct FormPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    key: String,
    title: String,
    /// The one that is changed; none for a new one.
    one: Option<&'a Gathering>,
    badge: Option<Badge>,
    when: String,
    fields: Fields<'a>,
    spaces: Vec<Space>,
    pictures: Vec<Picture>,
    tours: Vec<Tour>,
    is_past: bool,
    may_change: bool,
}

impl FormPage<'_> {
    fn of(&self, prefix: &str, codes: &[&str]) -> Vec<Choice> {
        choices(self.voice, prefix, codes)
    }

    fn time(&self, name: &str, key: &str) -> Field<'_> {
        self.fields.field(Kind::Input("time"), name, key).short()
    }

    fn with_none(&self, all: Vec<Choice>) -> Vec<Choice> {
        [vec![Choice::new("", self.voice.say("places-agenda-edit-none"))], all].concat()
    }

    fn spaces(&self) -> Vec<Choice> {
        let choice = |one: &Space| Choice::new(one.id.to_string(), &one.text.name);
        self.with_none(self.spaces.iter().map(choice).collect())
    }

    fn pictures(&self) -> Vec<Choice> {
        let choice = |one: &Picture| Choice::new(one.id.to_string(), &one.alt);
        self.with_none(self.pictures.iter().map(choice).collect())
    }

    fn tours(&self) -> Vec<Choice> {
        let choice = |one: &Tour| Choice::new(one.id.to_string(), &one.text.name);
        self.with_none(self.tours.iter().map(choice).collect())
    }

    /// Whether its time can still be chosen.
    fn is_open(&self) -> bool {
        self.one.is_none_or(|one| one.state == State::Draft)
    }

    fn is(&self, state: State) -> bool {
        self.one.is_some_and(|one| one.state == state)
    }
}

/// What the form of a place offers to choose from.
type Offered = (Vec<Space>, Vec<Picture>, Vec<Tour>);

fn offered(tx: &mut store::Tx, actor: &Actor, id: PlaceId) -> Outcome<Offered> {
    let spaces = inside::spaces(tx, actor, id)?;
    let pictures = inside::pictures(tx, actor, id)?;
    let tours = tours::tours_at(tx, actor, id)?.into_iter().map(|(tour, _)| tour).collect();
    Ok((spaces, pictures, tours))
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    form_page(&ctx, &actor, (id.parse()?, None), None, &[]).await
}

pub(super) async fn edit(
    ctx: Ctx,
    actor: Actor,
    Path((id, one)): Path<(String, String)>,
) -> Answer {
    form_page(&ctx, &actor, (id.parse()?, Some(one.parse()?)), None, &[]).await
}

async fn form_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, of): (PlaceId, Option<GatheringId>),
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let (acting, side) = (actor.clone(), Side::of(ctx));
    let (place, one, (spaces, pictures, tours), names) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::own_place(tx, &acting, id)?;
            let one = match of {
                Some(of) => Some(own(tx, &acting, id, of)?),
                None => None,
            };
            let names = match &one {
                Some(one) => agenda::who_leads(tx, &acting, one)?,
                None => (String::new(), String::new()),
            };
            Ok((place, one, offered(tx, &acting, id)?, names))
        })
        .await?;
    let (voice, now) = (&ctx.voice, ctx.app.world().now());
    let filled = one.as_ref().map(|one| keep(one, &names)).unwrap_or_else(fresh);
    let is_past = one.as_ref().is_some_and(|one| one.text.span.to <= now);
    let state = one.as_ref().map(|one| one.state);
    let ended = matches!(state, Some(State::Cancelled | State::Over));
    let main = FormPage {
        voice,
        csrf: &ctx.visitor.csrf,
        base: base_of(side, id),
        key: match form {
            Some(form) => ctx.key_of(form),
            None => ctx.key_of(&Form::default()),
        },
        title: match &one {
            Some(one) => one.text.title.clone(),
            None => voice.say("places-agenda-new"),
        },
        badge: one
            .as_ref()
            .map(|one| badge(voice, one, Some(1), now))
            .filter(|_| state != Some(State::Announced) || is_past),
        when: one.as_ref().map(|one| when(voice, one.text.span)).unwrap_or_default(),
        fields: match form {
            Some(form) => Fields::new(voice, form, faults),
            None => Fields::new(voice, &filled, faults),
        },
        spaces,
        pictures,
        tours,
        is_past,
        may_change: !(ended || (is_past && state == Some(State::Announced))),
        one: one.as_ref(),
    };
    let title = titled(voice, "places-agenda-title", &main.title);
    let mut crumbs = side.crumbs(voice, &place, "places-agenda-title");
    if let Some(last) = crumbs.last_mut() {
        last.href = Some(base_of(side, id));
    }
    crumbs.push(web::parts::Crumb { label: main.title.clone(), href: None });
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// A gathering of this place, for whoever runs it.
fn own(tx: &mut store::Tx, actor: &Actor, id: PlaceId, of: GatheringId) -> Outcome<Gathering> {
    let (one, _) = agenda::own_gathering(tx, actor, of)?;
    if one.place == id { Ok(one) } else { Err(Refusal::Unknown) }
}

/// What a new gathering begins with.
fn fresh() -> Kept {
    kept(&[
        ("kind", "workshop".to_owned()),
        ("language", "fr".to_owned()),
        ("seats", "12".to_owned()),
        ("party_max", "1".to_owned()),
    ])
}

fn keep(one: &Gathering, (leader, partner): &(String, String)) -> Kept {
    let text = &one.text;
    let (from, to) = (text.span.from.in_france(), text.span.to.in_france());
    let clock = |at: &jiff::ZonedDateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    let id = |id: Option<String>| id.unwrap_or_default();
    let mut all = kept(&[
        ("title", text.title.clone()),
        ("kind", text.kind.clone()),
        ("language", text.language.clone()),
        ("day", from.date().to_string()),
        ("from", clock(&from)),
        ("to", clock(&to)),
        ("seats", text.seats.to_string()),
        ("party_max", text.party_max.to_string()),
        ("description", text.told.description.clone()),
        ("space", id(text.told.space.map(|id| id.to_string()))),
        ("tour", id(text.told.tour.map(|id| id.to_string()))),
        ("picture", id(text.told.picture.map(|id| id.to_string()))),
        ("price", text.told.price.clone()),
        ("access", text.told.access.clone()),
        ("led_by", text.told.led_by.clone()),
        ("leader", leader.clone()),
        ("partner", partner.clone()),
        ("reason", one.reason.clone()),
        ("results", one.results.clone()),
        ("came", one.came.map(|came| came.to_string()).unwrap_or_default()),
    ]);
    all.extend(text.told.publics.iter().map(|code| ("publics".to_owned(), code.clone())));
    all
}

/// A gathering as typed, its other days, and who leads it as typed.
struct Typed {
    text: GatheringText,
    more: Vec<Span>,
    leader: String,
    partner: String,
}

fn time(reader: &mut Reader<'_>, form: &Form, name: &str) -> Option<Time> {
    let parsed = form.value(name).get(..5).and_then(|typed| typed.parse::<Time>().ok());
    if parsed.is_none() {
        reader.fault(name, "places-agenda-fault-clock");
    }
    parsed
}

/// Days typed beside each other or below each other.
fn more_days(reader: &mut Reader<'_>) -> Vec<Date> {
    let typed = reader.text("more_days", 400);
    let mut days = Vec::new();
    for word in typed.split([' ', ',', ';', '\n']).filter(|word| !word.trim().is_empty()) {
        match web::parse_date(word.trim()) {
            Some(day) => days.push(day),
            None => reader.fault("more_days", "places-agenda-fault-days"),
        }
    }
    if days.len() >= DATES_MAX {
        reader.fault("more_days", "places-agenda-fault-dates");
    }
    days
}

fn read(form: &Form, known: Option<&Gathering>) -> Outcome<Typed> {
    let mut reader = form.reader();
    let publics: Vec<String> = form.values("publics").map(str::to_owned).collect();
    let told = Told {
        description: reader.required("description", 5_000),
        publics: rules::known(vocabulary::PUBLICS, &publics),
        space: form.value("space").parse().ok(),
        tour: form.value("tour").parse().ok(),
        picture: form.value("picture").parse().ok(),
        price: reader.text("price", 200),
        access: reader.text("access", 500),
        led_by: reader.text("led_by", 150),
    };
    let title = reader.required("title", 120);
    let (kind, language) = (reader.choice("kind", KINDS), reader.choice("language", LANGUAGES));
    let seats = reader.number("seats", 1, SEATS_MAX);
    let party_max = reader.number("party_max", 1, PARTY_MAX);
    let (leader, partner) = (reader.text("leader", 200), reader.text("partner", 20));
    // The time of what was announced stands.
    let stands = known.filter(|one| one.state != State::Draft).map(|one| one.text.span);
    let (span, more) = match stands {
        Some(span) => (Some(span), Vec::new()),
        None => {
            let day = reader.date("day");
            let (from, to) = (time(&mut reader, form, "from"), time(&mut reader, form, "to"));
            let at = |day: Date| Some(agenda_rules::span(day, from?, to?));
            let more: Vec<Span> = more_days(&mut reader).into_iter().filter_map(at).collect();
            if day.is_none() && form.value("day").is_empty() {
                reader.fault("day", "web-fault-required");
            }
            (day.and_then(at), more)
        }
    };
    reader.finish()?;
    let (Some(span), Some(seats), Some(party_max)) = (span, seats, party_max) else {
        return Err(Refusal::field("seats", "web-fault-required"));
    };
    let text = GatheringText {
        title,
        kind,
        language,
        span,
        seats,
        party_max,
        leader: None::<PersonId>,
        partner: None::<OrgId>,
        told,
    };
    Ok(Typed { text, more, leader, partner })
}

pub(super) async fn create(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: PlaceId = id.parse()?;
    let key = form.key("new-gathering", &actor.name_in_log())?;
    let acting = actor.clone();
    let made = match read(&form, None) {
        Ok(Typed { text, more, leader, partner }) => {
            let create = move |tx: &mut store::Tx| {
                store::once(tx, &key, "", |tx| {
                    let text = agenda::with_leader(tx, &acting, id, &text, (&leader, &partner))?;
                    let made = agenda::create_gatherings(tx, &acting, id, &text, &more)?;
                    made.first().map(ToString::to_string).ok_or(Refusal::Malformed)
                })
            };
            ctx.app.store().write_once(create).await
        }
        Err(refusal) => Err(refusal),
    };
    match faults_of(made)? {
        Ok(first) => {
            let page = format!("{}/{first}", base_of(Side::of(&ctx), id));
            Ok(ctx.see(&page, "places-notice-prepared"))
        }
        Err(faults) => form_page(&ctx, &actor, (id, None), Some(&form), &faults).await,
    }
}

pub(super) async fn change(
    ctx: Ctx,
    actor: Actor,
    Path((id, one)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, of, version): (PlaceId, GatheringId, i64) =
        (id.parse()?, one.parse()?, form.version()?);
    let acting = actor.clone();
    let known = ctx.app.store().read(move |tx| own(tx, &acting, id, of)).await?;
    let acting = actor.clone();
    let changed = match read(&form, Some(&known)) {
        Ok(Typed { text, leader, partner, .. }) => {
            let change = move |tx: &mut store::Tx| {
                let text = agenda::with_leader(tx, &acting, id, &text, (&leader, &partner))?;
                agenda::change_gathering(tx, &acting, (of, version), &text)
            };
            ctx.app.store().write(change).await
        }
        Err(refusal) => Err(refusal),
    };
    done(&ctx, &actor, (id, of), &form, (changed, "places-notice-saved")).await
}

/// Back to the page of a gathering, with what is wrong or what was done.
async fn done(
    ctx: &Ctx,
    actor: &Actor,
    (id, of): (PlaceId, GatheringId),
    form: &Form,
    (written, notice): (Outcome<()>, &str),
) -> Answer {
    match faults_of(written)? {
        Ok(()) => {
            let page = format!("{}/{of}", base_of(Side::of(ctx), id));
            Ok(ctx.see(&page, notice))
        }
        Err(faults) => form_page(ctx, actor, (id, Some(of)), Some(form), &faults).await,
    }
}

type Named = Path<(String, String)>;

pub(super) async fn announce(ctx: Ctx, actor: Actor, Path((id, one)): Named, form: Form) -> Answer {
    let (id, of, version): (PlaceId, GatheringId, i64) =
        (id.parse()?, one.parse()?, form.version()?);
    let acting = actor.clone();
    let announce = move |tx: &mut store::Tx| agenda::announce(tx, &acting, (of, version));
    let written = ctx.app.store().write(announce).await;
    done(&ctx, &actor, (id, of), &form, (written, "places-notice-announced")).await
}

pub(super) async fn call_off(ctx: Ctx, actor: Actor, Path((id, one)): Named, form: Form) -> Answer {
    let (id, of, version): (PlaceId, GatheringId, i64) =
        (id.parse()?, one.parse()?, form.version()?);
    let reason: String = form.value("reason").trim().chars().take(300).collect();
    let acting = actor.clone();
    let call_off =
        move |tx: &mut store::Tx| agenda::call_off(tx, &acting, (of, version), &reason).map(drop);
    let written = ctx.app.store().write(call_off).await;
    done(&ctx, &actor, (id, of), &form, (written, "places-notice-called-off")).await
}

pub(super) async fn finish(ctx: Ctx, actor: Actor, Path((id, one)): Named, form: Form) -> Answer {
    let (id, of, version): (PlaceId, GatheringId, i64) =
        (id.parse()?, one.parse()?, form.version()?);
    let mut reader = form.reader();
    let came = reader.number("came", 0, 100_000);
    let results = reader.required("results", 2_000);
    if came.is_none() && form.value("came").is_empty() {
        reader.fault("came", "web-fault-required");
    }
    let acting = actor.clone();
    let written = match (reader.finish(), came) {
        (Ok(()), Some(came)) => {
            let finish = move |tx: &mut store::Tx| {
                agenda::finish(tx, &acting, (of, version), (came, &results))
            };
            ctx.app.store().write(finish).await
        }
        (Err(refusal), _) => Err(refusal),
        (Ok(()), None) => Err(Refusal::Malformed),
    };
    done(&ctx, &actor, (id, of), &form, (written, "places-notice-told")).await
}
