//! The whole network, for those who look after it: how much each place is used, and which communes
//! have none within reach.

use std::collections::BTreeMap;

use askama::Template;
use paper::{Cell as Held, Sheet};
use people::Actor;
use reservations::SiteUse;
use territory::{COMMUNES, Commune, Point, minutes_on_foot};
use web::chart::{BarChart, Datum, bar_chart};
use web::parts::{Cell, Column, Crumb, Figure, Figures, Html, Table};
use web::{Ctx, Listing, PageHead, Voice};

use super::{Answer, tone_of};
use crate::model::{Life, Place};
use crate::places;

/// Days back that use is counted.
const DAYS: i64 = 28;
/// Minutes on foot that people are ready to go, as the distances of the page are cut.
const REACH: [i64; 3] = [15, 30, 60];

#[derive(Template)]
#[template(path = "network_use.html")]
struct UsePage<'a> {
    voice: &'a Voice,
    title: String,
    figures: Figures,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "network_reach.html")]
struct ReachPage<'a> {
    voice: &'a Voice,
    title: String,
    chart: Html,
    table: Table<'a>,
}

pub(super) async fn usage(ctx: Ctx, actor: Actor) -> Answer {
    let listing = Listing::of(&ctx);
    let since = ctx.app.world().now().plus_days(-DAYS);
    let (places, used) = ctx
        .app
        .store()
        .read(move |tx| {
            let places = places::own_places(tx, &actor)?;
            Ok((places, reservations::use_of_sites(tx, &actor, since)?))
        })
        .await?;
    let voice = &ctx.voice;
    let mut lines: Vec<(Place, SiteUse)> = places
        .into_iter()
        .filter(|place| place.state != Life::Draft)
        .map(|place| {
            let used = used.get(&place.id.cast()).copied().unwrap_or_default();
            (place, used)
        })
        .collect();
    lines.sort_by_key(|(_, used)| std::cmp::Reverse(used.minutes));
    if let Some(format) = &listing.format {
        return Ok(web::download(&use_sheet(voice, &lines), format, "reseau")?);
    }
    let sum = |part: fn(&SiteUse) -> i64| lines.iter().map(|(_, used)| part(used)).sum::<i64>();
    let minutes = sum(|used| used.minutes);
    let title = voice.with("places-network-hours", "count", minutes / 60);
    let figures = Figures(vec![
        Figure::new(voice.say("places-network-promises"), voice.number(sum(|used| used.promises))),
        Figure::new(voice.say("places-network-missed"), voice.number(sum(|used| used.missed))),
        Figure::new(voice.say("places-network-in-vain"), voice.number(sum(|used| used.in_vain))),
    ]);
    let mut table = use_table(voice, &lines);
    table.exports = listing.exports("/bureau/reseau");
    let main = UsePage { voice, title: title.clone(), figures, table };
    let crumbs = crumbs(voice, "places-network");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn crumbs(voice: &Voice, here: &str) -> [Crumb; 2] {
    let desk = voice.say("places-desk");
    [
        Crumb { label: desk, href: Some("/bureau/lieux".to_owned()) },
        Crumb { label: voice.say(here), href: None },
    ]
}

const USE: [&str; 4] = ["hours", "promises", "missed", "in-vain"];

fn counts(used: &SiteUse) -> [i64; 4] {
    [used.minutes / 60, used.promises, used.missed, used.in_vain]
}

fn use_table<'a>(voice: &'a Voice, lines: &[(Place, SiteUse)]) -> Table<'a> {
    let mut columns = ["name", "commune", "state"]
        .map(|key| Column::new(key, voice.named("places-column", key)))
        .to_vec();
    columns.extend(
        USE.map(|key| Column::new(key, voice.named("places-network-column", key)).numeric()),
    );
    let row = |(place, used): &(Place, SiteUse)| {
        let mut cells = vec![
            Cell::link(&place.text.name, format!("/bureau/lieux/{}", place.id)),
            Cell::text(&place.text.address.commune),
            Cell::badge(voice.named("places-state", place.state.code()), tone_of(place.state)),
        ];
        cells.extend(counts(used).map(|count| Cell::text(voice.number(count))));
        cells
    };
    let rows = lines.iter().map(row).collect();
    Table::new(voice, "reseau", voice.say("places-network"), columns, rows)
}

fn use_sheet(voice: &Voice, lines: &[(Place, SiteUse)]) -> Sheet {
    let row = |(place, used): &(Place, SiteUse)| {
        let mut cells = vec![
            Held::Text(place.text.name.clone()),
            Held::Text(place.text.address.commune.clone()),
            Held::Text(voice.named("places-state", place.state.code())),
        ];
        cells.extend(counts(used).map(|count| Held::Number(count as f64)));
        cells
    };
    let mut head =
        ["name", "commune", "state"].map(|key| voice.named("places-column", key)).to_vec();
    head.extend(USE.map(|key| voice.named("places-network-column", key)));
    Sheet { name: voice.say("places-network"), head, rows: lines.iter().map(row).collect() }
}

/// A commune, its open places, and the nearest of all with the minutes to it on foot.
struct Served<'a> {
    commune: &'a Commune,
    places: usize,
    nearest: Option<(&'a Place, i64)>,
}

/// How each commune is served, from its town hall; the worst first.
fn served(open: &[Place]) -> Vec<Served<'_>> {
    let at = |place: &Place| {
        let address = &place.text.address;
        Some(Point { lat_e6: address.lat_e6?, lon_e6: address.lon_e6? })
    };
    let mut communes: Vec<Served<'_>> = COMMUNES
        .iter()
        .map(|commune| {
            let here = |place: &&Place| place.text.address.commune_code == commune.code;
            let way = |place| Some((place, minutes_on_foot(commune.town_hall, at(place)?)));
            Served {
                commune,
                places: open.iter().filter(here).count(),
                nearest: open.iter().filter_map(way).min_by_key(|(_, minutes)| *minutes),
            }
        })
        .collect();
    communes.sort_by_key(|one| {
        let minutes = one.nearest.map_or(i64::MAX, |(_, minutes)| minutes);
        (std::cmp::Reverse(minutes), one.commune.code)
    });
    communes
}

pub(super) async fn reach(ctx: Ctx, actor: Actor) -> Answer {
    let listing = Listing::of(&ctx);
    let all = ctx.app.store().read(move |tx| places::own_places(tx, &actor)).await?;
    let open: Vec<Place> = all.into_iter().filter(|place| place.state == Life::Open).collect();
    let voice = &ctx.voice;
    let communes = served(&open);
    if let Some(format) = &listing.format {
        return Ok(web::download(&reach_sheet(voice, &communes), format, "desserte")?);
    }
    let far = |one: &&Served<'_>| one.nearest.is_none_or(|(_, minutes)| minutes > REACH[1]);
    let left_out: i64 = communes.iter().filter(far).map(|one| one.commune.population).sum();
    let args = [("count", left_out.into()), ("minutes", REACH[1].into())];
    let title = voice.with_all("places-reach-left-out", &args);
    let mut table = reach_table(voice, &communes);
    table.exports = listing.exports("/bureau/desserte");
    let main = ReachPage { voice, title, chart: reach_chart(voice, &communes), table };
    let head = voice.say("places-reach");
    let crumbs = crumbs(voice, "places-reach");
    Ok(ctx.page_with(&PageHead { title: &head, crumbs: &crumbs, wide: true }, &main)?)
}

/// How many people live how far, by their town hall.
fn reach_chart(voice: &Voice, communes: &[Served<'_>]) -> Html {
    let mut people: BTreeMap<usize, i64> = (0..=REACH.len()).map(|band| (band, 0)).collect();
    for one in communes {
        let band = one.nearest.map_or(REACH.len(), |(_, minutes)| {
            REACH.iter().position(|most| minutes <= *most).unwrap_or(REACH.len())
        });
        *people.entry(band).or_default() += one.commune.population;
    }
    let name = |band: usize| match REACH.get(band) {
        Some(minutes) => voice.with("places-reach-within", "minutes", *minutes),
        None => voice.with("places-reach-beyond", "minutes", REACH[2]),
    };
    let bars = people
        .into_iter()
        .map(|(band, count)| Datum::new(name(band), count as f64, voice.number(count)));
    let chart = BarChart {
        title: voice.say("places-reach-chart"),
        unit: voice.say("places-reach-people"),
        bars: bars.collect(),
        caption: voice.say("places-reach-source"),
    };
    bar_chart(voice, &chart)
}

const REACHED: [&str; 5] = ["commune", "population", "places", "nearest", "minutes"];

fn reach_table<'a>(voice: &'a Voice, communes: &[Served<'_>]) -> Table<'a> {
    let column = |key: &str| {
        let column = Column::new(key, voice.named("places-reach-column", key));
        if matches!(key, "commune" | "nearest") { column } else { column.numeric() }
    };
    let row = |one: &Served<'_>| {
        let nearest = match one.nearest {
            Some((place, _)) => Cell::link(&place.text.name, format!("/lieux/{}", place.id)),
            None => Cell::text(voice.say("places-reach-none")),
        };
        let minutes = one.nearest.map_or_else(|| "–".to_owned(), |(_, way)| voice.number(way));
        vec![
            Cell::text(one.commune.name),
            Cell::text(voice.number(one.commune.population)),
            Cell::text(voice.number(i64::try_from(one.places).unwrap_or(i64::MAX))),
            nearest,
            Cell::text(minutes),
        ]
    };
    let (columns, rows) = (REACHED.map(column).to_vec(), communes.iter().map(row).collect());
    Table::new(voice, "desserte", voice.say("places-reach-table"), columns, rows)
}

fn reach_sheet(voice: &Voice, communes: &[Served<'_>]) -> Sheet {
    let row = |one: &Served<'_>| {
        let nearest = one
            .nearest
            .map_or(Held::Text(String::new()), |(place, _)| Held::Text(place.text.name.clone()));
        let minutes = one
            .nearest
            .map_or(Held::Text(String::new()), |(_, minutes)| Held::Number(minutes as f64));
        vec![
            Held::Text(one.commune.name.to_owned()),
            Held::Number(one.commune.population as f64),
            Held::Number(one.places as f64),
            nearest,
            minutes,
        ]
    };
    Sheet {
        name: voice.say("places-reach"),
        head: REACHED.map(|key| voice.named("places-reach-column", key)).to_vec(),
        rows: communes.iter().map(row).collect(),
    }
}

/// The states of a network that a test of its pages cannot see: none is open, one is near.
#[cfg(test)]
mod tests {
    use super::served;
    use crate::model::{Address, Life, Place, PlaceText};

    fn place(code: &str, lat_e6: i64, lon_e6: i64) -> Place {
        let address = Address {
            commune_code: code.to_owned(),
            lat_e6: Some(lat_e6),
            lon_e6: Some(lon_e6),
            ..Address::default()
        };
        Place {
            id: base::Id::from_bytes([7; 16]),
            version: 1,
            state: Life::Open,
            host: None,
            host_name: String::new(),
            text: PlaceText { address, ..PlaceText::default() },
            results: String::new(),
            folded: String::new(),
            changed_at: base::Moment(0),
        }
    }

    #[test]
    fn communes_are_served_by_the_nearest_place_wherever_it_is_and_the_worst_come_first() {
        assert!(served(&[]).iter().all(|one| one.nearest.is_none() && one.places == 0));
        // At the town hall of Nanterre.
        let open = [place("92050", 48_892_222, 2_206_936)];
        let communes = served(&open);
        let of = |name: &str| communes.iter().find(|one| one.commune.name == name);
        let minutes = |name: &str| of(name).and_then(|one| one.nearest).map(|(_, way)| way);
        assert_eq!(minutes("Nanterre"), Some(0));
        assert_eq!(of("Nanterre").map(|one| one.places), Some(1));
        assert_eq!(of("Puteaux").map(|one| one.places), Some(0));
        assert!(minutes("Puteaux") < minutes("Antony"));
        assert_eq!(communes.first().map(|one| one.commune.name), Some("Antony"));
        assert_eq!(communes.last().map(|one| one.commune.name), Some("Nanterre"));
    }
}
