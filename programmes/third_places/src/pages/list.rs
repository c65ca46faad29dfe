//! The list of places and tours, for everybody: filtered, sorted, searched, exported.

use std::collections::BTreeSet;

use askama::Template;
use base::Refusal;
use jiff::civil::Date;
use paper::{Cell as Held, Sheet};
use people::Actor;
use web::parts::{Cell, Choice, Column, Empty, Export, Field, Filter, Kind, Order, Table};
use web::{Ctx, Listing, PageHead, Voice};

use super::{Answer, in_words, names_of, tone_of};
use crate::model::{Days, Life, Place, Tour};
use crate::{places, tours, vocabulary};

const PATH: &str = "/lieux";
/// Communes that one is chosen from in a list; of more, one is typed.
const COMMUNES_MOST: usize = 80;
/// Rows on one page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    lead: String,
    runs: Option<&'static str>,
    table: Table<'a>,
}

/// A place or a tour as a line.
struct Line {
    id: String,
    href: String,
    name: String,
    host: String,
    kind: &'static str,
    commune: String,
    postcode: String,
    typologies: Vec<String>,
    surface_m2: Option<i64>,
    days: Days,
    state: Life,
    folded: String,
}

impl Line {
    fn of_place(place: Place) -> Self {
        Self {
            id: place.id.to_string(),
            href: format!("{PATH}/{}", place.id),
            host: place.host_name,
            kind: place.text.stay.code(),
            commune: place.text.address.commune,
            postcode: place.text.address.postcode,
            typologies: place.text.typologies,
            surface_m2: place.text.surface_m2,
            days: place.text.days,
            state: place.state,
            folded: place.folded,
            name: place.text.name,
        }
    }

    fn of_tour(tour: Tour) -> Self {
        Self {
            id: tour.id.to_string(),
            href: format!("/tournees/{}", tour.id),
            name: tour.text.name,
            host: tour.text.host_name,
            kind: "touring",
            commune: String::new(),
            postcode: String::new(),
            typologies: Vec::new(),
            surface_m2: None,
            days: Days::default(),
            state: tour.state,
            folded: tour.folded,
        }
    }
}

/// What the address asks of the list.
struct Asked {
    listing: Listing,
    kind: String,
    commune: String,
    typology: String,
    state: String,
}

impl Asked {
    fn of(ctx: &Ctx) -> Self {
        let get = |name| ctx.query(name).unwrap_or_default();
        Self {
            listing: Listing::of(ctx),
            kind: get("genre"),
            commune: get("commune"),
            typology: get("typologie"),
            state: get("etat"),
        }
    }

    fn url(&self, set: &[(&str, &str)]) -> String {
        let order = if self.listing.descending { "desc" } else { "" };
        let own = [
            ("q", self.listing.search.as_str()),
            ("genre", &self.kind),
            ("commune", &self.commune),
            ("typologie", &self.typology),
            ("etat", &self.state),
            ("tri", &self.listing.sort),
            ("ordre", order),
        ];
        let kept = own.into_iter().filter(|(name, _)| !set.iter().any(|(other, _)| other == name));
        let query = web::query_of(&kept.chain(set.iter().copied()).collect::<Vec<_>>());
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }

    fn narrows(&self) -> bool {
        let texts = [&self.listing.search, &self.kind, &self.commune, &self.typology, &self.state];
        texts.iter().any(|text| !text.is_empty())
    }

    fn takes(&self, line: &Line, words: &[&str]) -> bool {
        let is = |asked: &str, value: &str| asked.is_empty() || asked == value;
        is(&self.kind, line.kind)
            && (self.commune.is_empty()
                || words::sort_key(&self.commune) == words::sort_key(&line.commune))
            && is(&self.state, line.state.code())
            && (self.typology.is_empty() || line.typologies.contains(&self.typology))
            && words.iter().all(|word| line.folded.contains(word))
    }

    fn sort(&self, lines: &mut [Line]) {
        match self.listing.sort.as_str() {
            "commune" => lines.sort_by_cached_key(|line| words::sort_key(&line.commune)),
            "kind" => lines.sort_by_key(|line| line.kind),
            "surface" => lines.sort_by_key(|line| line.surface_m2),
            "state" => lines.sort_by_key(|line| line.state),
            _ => lines.sort_by_cached_key(|line| words::sort_key(&line.name)),
        }
        if self.listing.descending {
            lines.reverse();
        }
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    let acting = actor.clone();
    let (places, tours) = ctx
        .app
        .store()
        .read(move |tx| Ok((places::public_places(tx, &acting)?, tours::tours(tx, &acting)?)))
        .await?;
    let public = tours.into_iter().filter(|tour| tour.state != Life::Draft);
    let all: Vec<Line> =
        places.into_iter().map(Line::of_place).chain(public.map(Line::of_tour)).collect();
    let voice = &ctx.voice;
    let asked = Asked::of(&ctx);
    let communes: BTreeSet<&str> = all.iter().map(|line| line.commune.as_str()).collect();
    let filter = filter(voice, &asked, &communes);
    let open = all.iter().filter(|line| line.state == Life::Open).count();
    let key = words::sort_key(&asked.listing.search);
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    let mut lines: Vec<Line> = all.into_iter().filter(|line| asked.takes(line, &words)).collect();
    asked.sort(&mut lines);
    if let Some(format) = &asked.listing.format {
        return Ok(web::download(&sheet(voice, &lines), format, "lieux")?);
    }
    let lead = match asked.narrows() {
        true => voice.with("places-found", "count", lines.len()),
        false => voice.with("places-lead-list", "count", open),
    };
    let runs = match places::is_network(&actor) {
        true => Some("/bureau/lieux"),
        false => (!actor.organisations().is_empty()).then_some("/mes-lieux"),
    };
    let table = table(voice, &asked, &lines, filter)?;
    let main = ListPage { voice, lead, runs, table };
    let title = voice.say("places-title");
    Ok(ctx.page_with(&PageHead { title: &title, wide: true, ..PageHead::default() }, &main)?)
}

fn filter<'a>(voice: &'a Voice, asked: &Asked, communes: &BTreeSet<&str>) -> Filter<'a> {
    let select = |name: &str, key: &str, choices: Vec<Choice>, value: &str| {
        let all = Choice::new("", voice.say("places-all"));
        let choices = [vec![all], choices].concat();
        Field::new(voice, Kind::Select(choices), name, voice.say(key)).value(value).optional()
    };
    let named = |prefix: &str, codes: &[&str]| super::fields::choices(voice, prefix, codes);
    let known: Vec<&&str> = communes.iter().filter(|commune| !commune.is_empty()).collect();
    let commune = match known.len() {
        0..=COMMUNES_MOST => {
            let choices = known.iter().map(|commune| Choice::new(**commune, **commune)).collect();
            select("commune", "places-column-commune", choices, &asked.commune)
        }
        _ => {
            let label = voice.say("places-column-commune");
            let field = Field::new(voice, Kind::Input("text"), "commune", label);
            field.value(asked.commune.as_str()).optional()
        }
    };
    let states: Vec<&str> =
        Life::ALL.into_iter().filter(|state| *state != Life::Draft).map(Life::code).collect();
    let search = Field::new(voice, Kind::Input("search"), "q", voice.say("places-search"));
    let kinds = named("places-kind", &["permanent", "ephemeral", "touring"]);
    let order = [("tri", asked.listing.sort.clone())].into_iter().filter(|(_, v)| !v.is_empty());
    Filter {
        action: PATH.to_owned(),
        fields: vec![
            search.value(asked.listing.search.as_str()).optional(),
            select("genre", "places-column-kind", kinds, &asked.kind),
            commune,
            select(
                "typologie",
                "places-column-typologies",
                named("places-typology", vocabulary::TYPOLOGIES),
                &asked.typology,
            ),
            select("etat", "places-column-state", named("places-state", &states), &asked.state),
        ],
        kept: order.map(|(name, value)| (name.to_owned(), value)).collect(),
        clear_url: asked.narrows().then(|| PATH.to_owned()),
    }
}

fn table<'a>(
    voice: &'a Voice,
    asked: &Asked,
    lines: &[Line],
    filter: Filter<'a>,
) -> base::Outcome<Table<'a>> {
    let column = |key: &str| {
        let listing = &asked.listing;
        let here = listing.sort == key;
        let turn = if here && !listing.descending { "desc" } else { "asc" };
        let sorted = here.then_some(match listing.descending {
            true => Order::Descending,
            false => Order::Ascending,
        });
        Column::new(key, voice.named("places-column", key))
            .sort(asked.url(&[("tri", key), ("ordre", turn)]), sorted)
    };
    let columns = vec![
        column("name"),
        column("kind"),
        column("commune"),
        Column::new("typologies", voice.say("places-column-typologies")),
        column("surface").numeric(),
        column("state"),
    ];
    // A row that is gone meanwhile is answered as an address that nobody has.
    let start = match &asked.listing.after {
        Some(id) => lines.iter().position(|line| line.id == *id).ok_or(Refusal::Unknown)? + 1,
        None => 0,
    };
    let shown: Vec<&Line> = lines.iter().skip(start).take(PAGE).collect();
    let more = lines.len() > start + PAGE;
    let rows = shown.iter().map(|line| row(voice, line)).collect();
    let mut table = Table::new(voice, "lieux", voice.say("places-title"), columns, rows);
    table.total = Some(voice.number(i64::try_from(lines.len()).unwrap_or(i64::MAX)));
    table.filter = Some(filter);
    table.exports = ["csv", "xlsx", "json"]
        .map(|format| Export {
            label: format.to_uppercase(),
            url: asked.url(&[("format", format)]),
        })
        .to_vec();
    table.next_url =
        shown.last().filter(|_| more).map(|line| asked.url(&[("apres", line.id.as_str())]));
    table.prev_url = (start > 0).then(|| asked.url(&[]));
    table.empty = Some(Empty {
        title: voice.say("places-none"),
        what: voice.say("places-none-what"),
        next: None,
    });
    Ok(table)
}

fn row(voice: &Voice, line: &Line) -> Vec<Cell> {
    let surface = line.surface_m2.map(|m2| voice.with("places-m2", "count", m2));
    let kind = Cell::text(voice.named("places-kind", line.kind));
    let name = Cell::link(&line.name, &line.href);
    vec![
        if line.host.is_empty() { name } else { name.more(&line.host) },
        match in_words(voice, &line.days) {
            Some(days) => kind.more(days),
            None => kind,
        },
        Cell::text(&line.commune),
        Cell::text(names_of(voice, "places-typology", &line.typologies)),
        Cell::text(surface.unwrap_or_default()),
        Cell::badge(voice.named("places-state", line.state.code()), tone_of(line.state)),
    ]
}

fn sheet(voice: &Voice, lines: &[Line]) -> Sheet {
    let heads = [
        "id",
        "name",
        "kind",
        "host",
        "commune",
        "postcode",
        "typologies",
        "surface",
        "first",
        "last",
        "state",
    ];
    let day = |day: Option<Date>| day.map_or(Held::Empty, Held::Date);
    let row = |line: &Line| {
        vec![
            Held::Text(line.id.clone()),
            Held::Text(line.name.clone()),
            Held::Text(voice.named("places-kind", line.kind)),
            Held::Text(line.host.clone()),
            Held::Text(line.commune.clone()),
            Held::Text(line.postcode.clone()),
            Held::Text(names_of(voice, "places-typology", &line.typologies)),
            line.surface_m2.map_or(Held::Empty, |m2| Held::Number(m2 as f64)),
            day(line.days.first),
            day(line.days.last),
            Held::Text(voice.named("places-state", line.state.code())),
        ]
    };
    Sheet {
        name: voice.say("places-title"),
        head: heads.map(|head| voice.named("places-column", head)).to_vec(),
        rows: lines.iter().map(row).collect(),
    }
}
