//! What takes place: in the whole network week by week, and at one place with what came of it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use base::{Moment, Outcome};
use paper::{Cell as Held, Sheet};
use people::Actor;
use web::parts::{Badge, Choice, Crumb, Field, Kind};
use web::{Ctx, Listing, PageHead, Voice};

use super::agenda::{
    REFRESH, badge, counted, day_asked, day_in_words, event, first_moment, when, where_in_words,
};
use super::{Answer, Side, fields, titled};
use crate::agenda::{self, Gathering, GatheringId, KINDS, LANGUAGES, State, rules};
use crate::model::{Place, PlaceId};
use crate::places;

/// Gatherings on one page.
const PAGE: usize = 60;
/// What is over that the page of a place tells of.
const PAST: usize = 20;

/// A gathering as a line.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) when: String,
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) badge: Badge,
    /// What came of it.
    pub(super) results: String,
}

/// The gatherings of a week.
struct Week {
    id: String,
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "agenda_list.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    title: String,
    lead: String,
    /// Where one can propose something.
    place: Option<&'a Place>,
    edit: Option<String>,
    action: String,
    fields: Vec<Field<'a>>,
    clear: Option<String>,
    exports: Vec<(&'static str, String)>,
    weeks: Vec<Week>,
    past: Vec<Line>,
    next: Option<String>,
    before: Option<String>,
}

/// What the address asks of the agenda.
struct Asked {
    path: String,
    listing: Listing,
    kind: String,
    language: String,
    commune: String,
    from: Option<jiff::civil::Date>,
}

impl Asked {
    fn of(ctx: &Ctx) -> Outcome<Self> {
        let get = |name| ctx.query(name).unwrap_or_default();
        Ok(Self {
            path: ctx.uri.path().to_owned(),
            listing: Listing::of(ctx),
            kind: get("genre"),
            language: get("langue"),
            commune: get("commune"),
            from: day_asked(ctx, "du")?,
        })
    }

    fn url(&self, set: &[(&str, &str)]) -> String {
        let own = [
            ("q", self.listing.search.as_str()),
            ("genre", &self.kind),
            ("langue", &self.language),
            ("commune", &self.commune),
        ];
        let query = web::query_of(&own.into_iter().chain(set.iter().copied()).collect::<Vec<_>>());
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }

    fn narrows(&self) -> bool {
        let texts = [&self.listing.search, &self.kind, &self.language, &self.commune];
        texts.iter().any(|text| !text.is_empty())
    }

    fn takes(&self, (one, place): &(Gathering, Place), words: &[&str]) -> bool {
        let is = |asked: &str, value: &str| asked.is_empty() || asked == value;
        let found = |word: &&str| one.folded.contains(*word) || place.folded.contains(*word);
        is(&self.kind, &one.text.kind)
            && is(&self.language, &one.text.language)
            && (self.commune.is_empty()
                || words::sort_key(&self.commune) == words::sort_key(&place.text.address.commune))
            && words.iter().all(found)
    }

    fn fields<'a>(&self, voice: &'a Voice, communes: &BTreeSet<String>) -> Vec<Field<'a>> {
        let select = |name: &str, key: &str, choices: Vec<Choice>, value: &str| {
            let choices = [vec![Choice::new("", voice.say("places-all"))], choices].concat();
            Field::new(voice, Kind::Select(choices), name, voice.say(key)).value(value).optional()
        };
        let search = Field::new(voice, Kind::Input("search"), "q", voice.say("places-search"));
        let named = |prefix: &str, codes: &[&str]| fields::choices(voice, prefix, codes);
        let mut all = vec![
            search.value(self.listing.search.as_str()).optional(),
            select("genre", "places-agenda-kind", named("places-agenda-kind", KINDS), &self.kind),
            select(
                "langue",
                "places-agenda-language",
                named("places-agenda-language", LANGUAGES),
                &self.language,
            ),
        ];
        if communes.len() > 1 || !self.commune.is_empty() {
            let towns = communes.iter().map(|town| Choice::new(town, town)).collect();
            all.push(select("commune", "places-column-commune", towns, &self.commune));
        }
        all
    }
}

fn line(
    voice: &Voice,
    (one, place): &(Gathering, Place),
    left: &BTreeMap<GatheringId, i64>,
    now: Moment,
) -> Line {
    let left = left.get(&one.id).copied();
    Line {
        href: format!("/rendez-vous/{}", one.id),
        title: one.text.title.clone(),
        when: when(voice, one.text.span),
        place: where_in_words(place),
        kind: voice.named("places-agenda-kind", &one.text.kind),
        badge: badge(voice, one, left, now),
        results: one.results.clone(),
    }
}

type Known = Vec<(Gathering, Place)>;

/// The lines of some weeks, in order.
fn weeks(
    voice: &Voice,
    shown: &[(Gathering, Place)],
    left: &BTreeMap<GatheringId, i64>,
    now: Moment,
) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    for one in shown {
        let monday = rules::monday(one.0.text.span.from.in_france().date());
        let id = format!("semaine-{monday}");
        if weeks.last().is_none_or(|week| week.id != id) {
            let title = voice.with("places-agenda-week", "day", voice.date(monday));
            weeks.push(Week { id, title, lines: Vec::new() });
        }
        if let Some(week) = weeks.last_mut() {
            week.lines.push(line(voice, one, left, now));
        }
    }
    weeks
}

/// What is next, in one sentence.
fn lead(voice: &Voice, asked: &Asked, known: &[(Gathering, Place)], now: Moment) -> String {
    if asked.narrows() {
        return voice.with("places-agenda-found", "count", counted(known.len()));
    }
    let next = known.iter().find(|(one, _)| one.is_to_come(now));
    match next {
        None => voice.say("places-agenda-none"),
        Some((one, place)) => {
            let args = [
                ("title", one.text.title.as_str().into()),
                ("when", when(voice, one.text.span).into()),
                ("place", where_in_words(place).into()),
            ];
            voice.with_all("places-agenda-next", &args)
        }
    }
}

/// Seats left of what a page shows.
async fn left_of(ctx: &Ctx, shown: &[(Gathering, Place)]) -> Outcome<BTreeMap<GatheringId, i64>> {
    let known: Vec<Gathering> = shown.iter().map(|(one, _)| one.clone()).collect();
    let read = move |tx: &mut store::Tx| {
        agenda::seats_left(tx, &known.iter().collect::<Vec<&Gathering>>())
    };
    ctx.app.store().read(read).await
}

/// What the address asks for among what is known, with the day on which the next page begins.
fn narrowed(asked: &Asked, mut known: Known) -> (Known, Option<jiff::civil::Date>) {
    let key = words::sort_key(&asked.listing.search);
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    known.retain(|one| asked.takes(one, &words));
    if asked.listing.format.is_some() || known.len() <= PAGE {
        return (known, None);
    }
    let day = |one: &(Gathering, Place)| one.0.text.span.from.in_france().date();
    let next = known.get(PAGE).map(day);
    // A page begins with a whole day, unless one day fills it.
    let first = known.first().map(day);
    let cut = known.iter().position(|one| Some(day(one)) == next).unwrap_or(PAGE);
    known.truncate(if next == first { PAGE } else { cut });
    (known, next.filter(|_| next != first))
}

fn exports(asked: &Asked) -> Vec<(&'static str, String)> {
    ["csv", "xlsx", "json"].map(|format| (format, asked.url(&[("format", format)]))).to_vec()
}

pub(super) async fn network(ctx: Ctx, actor: Actor) -> Answer {
    let asked = Asked::of(&ctx)?;
    let now = ctx.app.world().now();
    let from = asked.from.map_or(now, |day| first_moment(day).max(now));
    let all = ctx.app.store().read(move |tx| agenda::to_come(tx, &actor, from)).await?;
    let communes: BTreeSet<String> = all
        .iter()
        .map(|(_, place)| place.text.address.commune.clone())
        .filter(|town| !town.is_empty())
        .collect();
    let (shown, next) = narrowed(&asked, all);
    if let Some(format) = &asked.listing.format {
        return Ok(web::download(&sheet(&ctx.voice, &shown), format, "agenda")?);
    }
    let left = left_of(&ctx, &shown).await?;
    let voice = &ctx.voice;
    let main = ListPage {
        voice,
        title: voice.say("places-agenda-title"),
        lead: lead(voice, &asked, &shown, now),
        place: None,
        edit: None,
        action: asked.path.clone(),
        fields: asked.fields(voice, &communes),
        clear: asked.narrows().then(|| asked.path.clone()),
        exports: exports(&asked),
        weeks: weeks(voice, &shown, &left, now),
        past: Vec::new(),
        next: next.map(|day| asked.url(&[("du", &day.to_string())])),
        before: asked.from.map(|_| asked.url(&[])),
    };
    let title = voice.say("places-agenda-title");
    Ok(ctx.page_with(&PageHead { title: &title, ..PageHead::default() }, &main)?)
}

/// The programme of a place with the place, for everybody.
async fn known_at(ctx: &Ctx, actor: &Actor, id: PlaceId) -> Outcome<(Place, Known)> {
    let acting = actor.clone();
    let read = move |tx: &mut store::Tx| {
        let place = places::place(tx, &acting, id)?;
        let mut known = agenda::agenda_of(tx, &acting, id)?;
        known.reverse();
        let with = known.into_iter().map(|one| (one, place.clone())).collect();
        Ok((place, with))
    };
    ctx.app.store().read(read).await
}

pub(super) async fn of_place(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let asked = Asked::of(&ctx)?;
    let now = ctx.app.world().now();
    let from = asked.from.map_or(now, |day| first_moment(day).max(now));
    let (place, all) = known_at(&ctx, &actor, id.parse()?).await?;
    if let Some(format) = &asked.listing.format {
        let (all, _) = narrowed(&asked, all);
        return Ok(web::download(&sheet(&ctx.voice, &all), format, "agenda")?);
    }
    let to_come =
        |one: &(Gathering, Place)| one.0.state == State::Announced && one.0.text.span.to > from;
    let (ahead, mut gone): (Known, Known) = all.into_iter().partition(to_come);
    gone.retain(|(one, _)| one.text.span.to <= now);
    gone.reverse();
    gone.truncate(PAST);
    let (shown, next) = narrowed(&asked, ahead);
    let left = left_of(&ctx, &shown).await?;
    let voice = &ctx.voice;
    let side = if places::is_network(&actor) { Side::Network } else { Side::Host };
    let past = if asked.from.is_some() || asked.narrows() { Vec::new() } else { gone };
    let main = ListPage {
        voice,
        title: voice.with("places-agenda-of", "name", place.text.name.as_str()),
        lead: lead(voice, &asked, &shown, now),
        place: Some(&place),
        edit: places::runs(&actor, &place).then(|| format!("{}/{}/agenda", side.base(), place.id)),
        action: asked.path.clone(),
        fields: asked.fields(voice, &BTreeSet::new()),
        clear: asked.narrows().then(|| asked.path.clone()),
        exports: exports(&asked),
        weeks: weeks(voice, &shown, &left, now),
        past: past.iter().map(|one| line(voice, one, &left, now)).collect(),
        next: next.map(|day| asked.url(&[("du", &day.to_string())])),
        before: asked.from.map(|_| asked.url(&[])),
    };
    let crumbs = [
        Crumb { label: voice.say("places-title"), href: Some("/lieux".to_owned()) },
        Crumb { label: place.text.name.clone(), href: Some(format!("/lieux/{}", place.id)) },
        Crumb { label: voice.say("places-agenda-title"), href: None },
    ];
    let title = titled(voice, "places-agenda-title", &place.text.name);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

/// The programme of a place as a calendar to subscribe to.
pub(super) async fn feed_of_place(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (place, known) = known_at(&ctx, &actor, id.parse()?).await?;
    let url = &ctx.app.settings().public_url;
    let events: Vec<_> = known.iter().map(|(one, place)| event(one, place, url)).collect();
    let text = reservations::calendar::feed(&place.text.name, REFRESH, &events);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

fn sheet(voice: &Voice, known: &[(Gathering, Place)]) -> Sheet {
    let heads = [
        "id", "title", "kind", "language", "day", "from", "to", "place", "commune", "seats",
        "price", "state", "came", "results",
    ];
    let row = |(one, place): &(Gathering, Place)| {
        let text = &one.text;
        let (from, to) = (text.span.from.in_france(), text.span.to.in_france());
        let clock =
            |at: &jiff::ZonedDateTime| Held::Text(format!("{:02}:{:02}", at.hour(), at.minute()));
        vec![
            Held::Text(one.id.to_string()),
            Held::Text(text.title.clone()),
            Held::Text(voice.named("places-agenda-kind", &text.kind)),
            Held::Text(voice.named("places-agenda-language", &text.language)),
            Held::Date(from.date()),
            clock(&from),
            clock(&to),
            Held::Text(place.text.name.clone()),
            Held::Text(place.text.address.commune.clone()),
            Held::Number(text.seats as f64),
            Held::Text(text.told.price.clone()),
            Held::Text(voice.named("places-agenda-state", one.state.code())),
            one.came.map_or(Held::Empty, |came| Held::Number(came as f64)),
            Held::Text(one.results.clone()),
        ]
    };
    Sheet {
        name: voice.say("places-agenda-title"),
        head: heads.map(|head| voice.named("places-agenda-column", head)).to_vec(),
        rows: known.iter().map(row).collect(),
    }
}

/// The name of the day of a gathering, for titles.
pub(super) fn short_day(voice: &Voice, one: &Gathering) -> String {
    day_in_words(voice, one.text.span.from.in_france().date())
}
