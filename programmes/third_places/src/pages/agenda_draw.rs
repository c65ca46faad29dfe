//! A draw on pages: what can be asked for and until when, one's own wish and its answer, and what
//! anybody needs to do it again.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use base::{Fault, Moment, Outcome, Refusal};
use people::Actor;
use serde::Deserialize;
use web::parts::{Cell, Choice, Column, Crumb, Field, Fields, Kind, Table};
use web::{Ctx, Form, PageHead, Voice};

use super::agenda::{clock, counted, day_in_words, when};
use super::fields::{Kept, choices, kept};
use super::{Answer, Side, faults_of, shortened, titled};
use crate::agenda::{
    self, Draw, DrawId, DrawState, Gathering, GatheringId, NewDraw, PRIORITIES, State, WISHES_MAX,
    Wish,
};
use crate::model::{Place, PlaceId};
use crate::places;

#[derive(Template)]
#[template(path = "agenda_draw.html")]
struct DrawPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    draw: &'a Draw,
    place: &'a Place,
    lead: String,
    table: Table<'a>,
    wish: Option<Wish>,
    names: BTreeMap<GatheringId, String>,
    known: Vec<Gathering>,
    fields: Fields<'a>,
    rule: String,
    seed: Option<String>,
    results: Option<Table<'a>>,
    justified: usize,
    signed_in: bool,
    is_open: bool,
    refused: Option<String>,
}

impl DrawPage<'_> {
    /// So many wishes can be said.
    fn ranks(&self) -> Vec<usize> {
        (1..=self.known.len().min(WISHES_MAX)).collect()
    }

    fn wish_field(&self, rank: &usize) -> Field<'_> {
        let none = Choice::new("", self.voice.say("places-draw-no-wish"));
        let choice = |one: &Gathering| {
            let said = when(self.voice, one.text.span);
            Choice::new(one.id.to_string(), format!("{} – {said}", one.text.title))
        };
        let choices = std::iter::once(none).chain(self.known.iter().map(choice)).collect();
        let key = format!("places-draw-wish-{rank}");
        let field = self.fields.field(Kind::Select(choices), &format!("wish.{rank}"), &key);
        if *rank == 1 { field } else { field.optional() }
    }

    fn party_max(&self) -> i64 {
        self.known.iter().map(|one| one.text.party_max).max().unwrap_or(1)
    }

    fn quantities(&self) -> Vec<Choice> {
        let said = |count: i64| {
            Choice::new(count.to_string(), self.voice.with("places-agenda-with", "count", count))
        };
        (1..=self.party_max()).map(said).collect()
    }

    fn name(&self, id: &GatheringId) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    fn alone(&self) -> Option<&Gathering> {
        if let [one] = self.known.as_slice() { Some(one) } else { None }
    }

    /// Why one has nothing better, wish by wish, in words.
    fn reasons(&self, wish: &Wish) -> Vec<String> {
        let said = |(rank, ground, before): &(usize, String, usize)| {
            let id = wish.wishes.get(rank.checked_sub(1)?)?;
            let args = [("title", self.name(id).into()), ("before", counted(*before).into())];
            Some(self.voice.with_all(&format!("places-draw-ground-{ground}"), &args))
        };
        wish.reasons.iter().filter_map(said).collect()
    }

    fn answer(&self, wish: &Wish) -> String {
        let title = wish.gathering.as_ref().map(|id| self.name(id)).unwrap_or_default();
        self.voice.with(&format!("places-draw-answer-{}", wish.answer), "title", title)
    }
}

/// All that the page of a draw shows.
struct Found {
    draw: Draw,
    known: Vec<Gathering>,
    place: Place,
    wish: Option<Wish>,
    published: Option<Summary>,
}

/// What the page tells of a published file, which may be long.
#[derive(Deserialize)]
struct Summary {
    seed: String,
    envy: allocation::Envy,
}

async fn found(ctx: &Ctx, actor: &Actor, id: DrawId) -> Outcome<Found> {
    let acting = actor.clone();
    let read = move |tx: &mut store::Tx| {
        let (draw, known, place) = agenda::draw(tx, &acting, id)?;
        let wish = agenda::own_wish(tx, &acting, id)?;
        let published = match agenda::published(tx, &acting, id) {
            Ok(text) => Some(serde_json::from_str(&text).map_err(Refusal::broken)?),
            Err(Refusal::Unknown) => None,
            Err(other) => return Err(other),
        };
        Ok(Found { draw, known, place, wish, published })
    };
    ctx.app.store().read(read).await
}

/// A moment as people say it: the day and the hour.
fn moment(voice: &Voice, at: Moment) -> String {
    let local = at.in_france();
    let args = [
        ("day", day_in_words(voice, local.date()).into()),
        ("time", clock(voice, local.time()).into()),
    ];
    voice.with_all("places-draw-moment", &args)
}

fn lead(voice: &Voice, draw: &Draw, now: Moment) -> String {
    let at = moment(voice, draw.closes_at);
    match draw.state {
        DrawState::Open if now < draw.closes_at => voice.with("places-draw-lead-open", "at", at),
        DrawState::Open => voice.say("places-draw-lead-due"),
        DrawState::Done => {
            let args = [("at", at.into()), ("count", draw.asked.into())];
            voice.with_all("places-draw-lead-done", &args)
        }
        DrawState::Cancelled => voice.say("places-draw-lead-cancelled"),
    }
}

/// Who goes first, in a sentence.
fn rule(voice: &Voice, draw: &Draw) -> String {
    let code = match (&draw.kept, draw.priority.join("-").as_str()) {
        (Some(_), _) => "resident-half".to_owned(),
        (None, "") => "equal".to_owned(),
        (None, codes) => codes.to_owned(),
    };
    voice.named("places-draw-rule", &code)
}

fn gatherings_table<'a>(voice: &'a Voice, known: &[Gathering]) -> Table<'a> {
    let columns = ["title", "day", "seats"]
        .map(|key| Column::new(key, voice.named("places-agenda-column", key)))
        .to_vec();
    let row = |one: &Gathering| {
        let title = Cell::link(&one.text.title, format!("/rendez-vous/{}", one.id));
        let off = one.state == State::Cancelled;
        vec![
            if off { title.more(voice.say("places-agenda-state-cancelled")) } else { title },
            Cell::text(when(voice, one.text.span)),
            Cell::text(one.text.seats.to_string()),
        ]
    };
    let rows = known.iter().map(row).collect();
    Table::new(voice, "a-tirer", voice.say("places-draw-gatherings"), columns, rows)
}

/// How many have their first wish, their second, and so on.
fn results_table<'a>(voice: &'a Voice, published: &Summary) -> Table<'a> {
    let columns = ["wish", "people"]
        .map(|key| Column::new(key, voice.named("places-draw-column", key)))
        .to_vec();
    let got = published.envy.by_wish.iter().enumerate().map(|(at, count)| {
        let label = voice.with("places-draw-got", "rank", counted(at + 1));
        vec![Cell::text(label), Cell::text(count.to_string())]
    });
    let none = vec![
        Cell::text(voice.say("places-draw-got-none")),
        Cell::text(published.envy.without.to_string()),
    ];
    let rows = got.chain(std::iter::once(none)).collect();
    Table::new(voice, "resultat", voice.say("places-draw-results"), columns, rows)
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, None, (&[], None)).await
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    id: DrawId,
    form: Option<&Form>,
    (faults, refused): (&[Fault], Option<String>),
) -> Answer {
    let Found { draw, mut known, place, wish, published } = found(ctx, actor, id).await?;
    let (voice, now) = (&ctx.voice, ctx.app.world().now());
    let filled = wish.as_ref().map(keep).unwrap_or_default();
    let names = known.iter().map(|one| (one.id, one.text.title.clone())).collect();
    let table = gatherings_table(voice, &known);
    known.retain(|one| one.state == State::Announced);
    let no = refused.is_some();
    let main = DrawPage {
        voice,
        csrf: &ctx.visitor.csrf,
        lead: lead(voice, &draw, now),
        rule: rule(voice, &draw),
        table,
        names,
        known,
        fields: match form {
            Some(form) => Fields::new(voice, form, faults),
            None => Fields::new(voice, &filled, faults),
        },
        seed: published.as_ref().map(|one| one.seed.clone()),
        results: published.as_ref().map(|one| results_table(voice, one)),
        justified: published.as_ref().map_or(0, |one| one.envy.justified),
        signed_in: actor.account.is_some(),
        is_open: draw.state == DrawState::Open && now < draw.closes_at,
        refused,
        wish,
        draw: &draw,
        place: &place,
    };
    let title = format!("{} – {}", voice.say("places-draw-title"), shortened(&draw.title));
    let crumbs = [
        Crumb { label: voice.say("places-agenda-title"), href: Some("/agenda".to_owned()) },
        Crumb { label: place.text.name.clone(), href: Some(format!("/lieux/{}/agenda", place.id)) },
        Crumb { label: draw.title.clone(), href: None },
    ];
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    if no {
        return Ok(ctx.faulty_page(&head, &main)?);
    }
    Ok(ctx.form_page(&head, &main, faults)?)
}

fn keep(wish: &Wish) -> Kept {
    let mut all = kept(&[("quantity", wish.quantity.to_string())]);
    let ranked = wish.wishes.iter().enumerate();
    all.extend(ranked.map(|(at, id)| (format!("wish.{}", at + 1), id.to_string())));
    all
}

/// One says one's wishes, or says them otherwise.
pub(super) async fn ask(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: DrawId = id.parse()?;
    let mut wishes: Vec<GatheringId> = Vec::new();
    for rank in 1..=WISHES_MAX {
        if let Ok(wish) = form.value(&format!("wish.{rank}")).parse() {
            wishes.push(wish);
        }
    }
    let quantity: i64 = form.value("quantity").parse().unwrap_or(1);
    let acting = actor.clone();
    let ask = move |tx: &mut store::Tx| agenda::wish(tx, &acting, id, (&wishes, quantity));
    match faults_of(ctx.app.store().write(ask).await) {
        Ok(Ok(_)) => Ok(ctx.see(&format!("/tirages/{id}"), "places-notice-wished")),
        Ok(Err(faults)) => page(&ctx, &actor, id, Some(&form), (&faults, None)).await,
        Err(Refusal::Conflict(say)) => {
            let no = Some(ctx.voice.it(&say));
            page(&ctx, &actor, id, Some(&form), (&[], no)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn take_back(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: DrawId = id.parse()?;
    ctx.app.store().write(move |tx| agenda::take_back(tx, &actor, id)).await?;
    Ok(ctx.see(&format!("/tirages/{id}"), "places-notice-wish-gone"))
}

/// The published file: whoever doubts does it again.
pub(super) async fn file(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: DrawId = id.parse()?;
    let text = ctx.app.store().read(move |tx| agenda::published(tx, &actor, id)).await?;
    Ok(web::file(text.into_bytes(), "application/json", "tirage.json"))
}

#[derive(Template)]
#[template(path = "agenda_draw_form.html")]
struct FormPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    key: String,
    base: String,
    drafts: Vec<Gathering>,
    fields: Fields<'a>,
}

impl FormPage<'_> {
    fn drafts(&self) -> Vec<Choice> {
        let choice = |one: &Gathering| {
            let said = when(self.voice, one.text.span);
            Choice::new(one.id.to_string(), format!("{} – {said}", one.text.title))
        };
        self.drafts.iter().map(choice).collect()
    }

    fn priorities(&self) -> Vec<Choice> {
        choices(self.voice, "places-draw-priority", PRIORITIES)
    }

    fn hour(&self) -> Field<'_> {
        self.fields.field(Kind::Input("time"), "closes_hour", "places-draw-edit-hour").short()
    }
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    form_page(&ctx, &actor, id.parse()?, None, &[]).await
}

async fn form_page(
    ctx: &Ctx,
    actor: &Actor,
    id: PlaceId,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let (acting, side) = (actor.clone(), Side::of(ctx));
    let (place, mut drafts) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::own_place(tx, &acting, id)?;
            Ok((place, agenda::gatherings_at(tx, &acting, id)?))
        })
        .await?;
    drafts.retain(|one| one.state == State::Draft && one.draw.is_none());
    drafts.reverse();
    let voice = &ctx.voice;
    let fresh = kept(&[("closes_hour", "20:00".to_owned()), ("priority", "equal".to_owned())]);
    let base = format!("{}/{id}/agenda", side.base());
    let main = FormPage {
        voice,
        csrf: &ctx.visitor.csrf,
        key: ctx.app.world().id::<Draw>().to_string(),
        base: base.clone(),
        drafts,
        fields: match form {
            Some(form) => Fields::new(voice, form, faults),
            None => Fields::new(voice, &fresh, faults),
        },
    };
    let title = titled(voice, "places-draw-new", &place.text.name);
    let mut crumbs = side.crumbs(voice, &place, "places-agenda-title");
    if let Some(last) = crumbs.last_mut() {
        last.href = Some(base);
    }
    crumbs.push(Crumb { label: voice.say("places-draw-new"), href: None });
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn create(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: PlaceId = id.parse()?;
    let key: DrawId = ctx.key_of(&form).parse()?;
    let mut reader = form.reader();
    let title = reader.required("title", 120);
    let day = reader.date("closes");
    if day.is_none() && form.value("closes").is_empty() {
        reader.fault("closes", "web-fault-required");
    }
    let typed = form.value("closes_hour").get(..5).and_then(|typed| typed.parse().ok());
    if typed.is_none() {
        reader.fault("closes_hour", "places-agenda-fault-clock");
    }
    let priority = reader.choice("priority", PRIORITIES);
    let gatherings = form.values("gatherings").filter_map(|id| id.parse().ok()).collect();
    let acting = actor.clone();
    let made = match (reader.finish(), day, typed) {
        (Ok(()), Some(day), Some(hour)) => {
            let closes_at = Moment::from_france(day.to_datetime(hour));
            let new = NewDraw { title, closes_at, priority, gatherings };
            let create = move |tx: &mut store::Tx| agenda::create_draw(tx, &acting, id, key, &new);
            ctx.app.store().write(create).await
        }
        (Err(refusal), _, _) => Err(refusal),
        (Ok(()), _, _) => Err(Refusal::Malformed),
    };
    match faults_of(made)? {
        Ok(draw) => Ok(ctx.see(&format!("/tirages/{draw}"), "places-notice-draw")),
        Err(faults) => form_page(&ctx, &actor, id, Some(&form), &faults).await,
    }
}
