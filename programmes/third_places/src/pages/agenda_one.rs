//! One gathering: what it is, when and where in its first line, and one thing to do: take part.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use reservations::BookingId;
use web::parts::{Badge, Cell, Choice, Column, Crumb, Fields, Table, Tone};
use web::{Ctx, Form, PageHead, Voice};

use super::agenda::{REFRESH, badge, counted, event, when, where_in_words};
use super::agenda_list::short_day;
use super::{Answer, Side, faults_of, names_of, shortened};
use crate::agenda::{self, Gathering, GatheringId, Standing, State};
use crate::model::{Picture, Place, Tour};
use crate::{inside, places, tours};

#[derive(Template)]
#[template(path = "agenda_one.html")]
struct OnePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    key: String,
    known: &'a Gathering,
    place: &'a Place,
    lead: String,
    badge: Badge,
    when: String,
    space: String,
    tour: Option<Tour>,
    picture: Option<Picture>,
    description: String,
    publics: String,
    standing: Standing,
    fields: Fields<'a>,
    refused: Option<String>,
    left: i64,
    signed_in: bool,
    leads: bool,
    edit: Option<String>,
    is_past: bool,
    began: bool,
    /// The draw that is still open.
    draw: Option<agenda::Draw>,
}

impl OnePage<'_> {
    fn is_held(&self) -> bool {
        self.standing.seats.as_ref().is_some_and(|one| one.state == reservations::State::Held)
    }

    /// The turn of who waits.
    fn turn(&self) -> String {
        let turn = self.standing.wait.map_or(0, |(_, turn, _)| turn);
        self.voice.with("places-agenda-turn", "turn", turn)
    }

    /// Whether its seats wait to be drawn.
    fn is_drawn(&self) -> bool {
        self.draw.as_ref().is_some_and(|draw| draw.state == agenda::DrawState::Open)
    }

    fn is_full(&self) -> bool {
        self.left == 0
    }

    /// How many one may ask for.
    fn quantities(&self) -> Vec<Choice> {
        let said = |count: i64| {
            Choice::new(count.to_string(), self.voice.with("places-agenda-with", "count", count))
        };
        (1..=self.known.text.party_max).map(said).collect()
    }
}

/// All that the page of a gathering shows.
struct Found {
    known: Gathering,
    place: Place,
    space: String,
    tour: Option<Tour>,
    picture: Option<Picture>,
    standing: Standing,
    left: Option<i64>,
    leads: bool,
    draw: Option<agenda::Draw>,
}

async fn found(ctx: &Ctx, actor: &Actor, id: GatheringId) -> Outcome<Found> {
    let acting = actor.clone();
    let read = move |tx: &mut store::Tx| {
        let (known, place) = agenda::gathering(tx, &acting, id)?;
        let told = &known.text.told;
        let spaces = match told.space {
            Some(_) => inside::spaces(tx, &acting, place.id)?,
            None => Vec::new(),
        };
        let space = spaces.into_iter().find(|one| Some(one.id) == told.space);
        let pictures = match told.picture {
            Some(_) => inside::pictures(tx, &acting, place.id)?,
            None => Vec::new(),
        };
        let picture = pictures.into_iter().find(|one| Some(one.id) == told.picture);
        let at = match told.tour {
            Some(_) => tours::tours_at(tx, &acting, place.id)?,
            None => Vec::new(),
        };
        let tour = at.into_iter().map(|(tour, _)| tour).find(|tour| Some(tour.id) == told.tour);
        let standing = agenda::own_standing(tx, &acting, id)?;
        let left = agenda::seats_left(tx, &[&known])?.remove(&id);
        let leads = agenda::leads(tx, &acting, &known)?;
        let space = space.map(|one| one.text.name).unwrap_or_default();
        let draw = match known.draw {
            Some(draw) => Some(agenda::draw(tx, &acting, draw)?.0),
            None => None,
        };
        Ok(Found { known, place, space, tour, picture, standing, left, leads, draw })
    };
    ctx.app.store().read(read).await
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), (&[], None)).await
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    id: GatheringId,
    form: &Form,
    (faults, refused): (&[Fault], Option<String>),
) -> Answer {
    let found = found(ctx, actor, id).await?;
    let (voice, now) = (&ctx.voice, ctx.app.world().now());
    let (known, place) = (&found.known, &found.place);
    let kind = voice.named("places-agenda-kind", &known.text.kind);
    let when = when(voice, known.text.span);
    let args = [
        ("kind", kind.into()),
        ("when", when.as_str().into()),
        ("place", where_in_words(place).into()),
    ];
    let side = if places::is_network(actor) { Side::Network } else { Side::Host };
    let no = refused.is_some();
    let main = OnePage {
        voice,
        csrf: &ctx.visitor.csrf,
        key: ctx.app.world().id::<reservations::Booking>().to_string(),
        lead: voice.with_all("places-agenda-lead", &args),
        badge: badge(voice, known, found.left, now),
        when,
        space: found.space,
        tour: found.tour,
        picture: found.picture,
        description: web::markdown(&known.text.told.description),
        publics: names_of(voice, "places-public", &known.text.told.publics),
        standing: found.standing,
        fields: Fields::new(voice, form, faults),
        refused,
        left: found.left.unwrap_or(0),
        signed_in: actor.account.is_some(),
        leads: found.leads && known.state != State::Draft,
        edit: places::runs(actor, place)
            .then(|| format!("{}/{}/agenda/{id}", side.base(), place.id)),
        is_past: known.text.span.to <= now,
        began: known.text.span.from <= now,
        draw: found.draw,
        known,
        place,
    };
    let title = format!("{}, {}", shortened(&known.text.title), short_day(voice, known));
    let crumbs = crumbs(voice, place, &known.text.title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    if no {
        return Ok(ctx.faulty_page(&head, &main)?);
    }
    Ok(ctx.form_page(&head, &main, faults)?)
}

fn crumbs(voice: &Voice, place: &Place, here: &str) -> [Crumb; 3] {
    [
        Crumb { label: voice.say("places-agenda-title"), href: Some("/agenda".to_owned()) },
        Crumb { label: place.text.name.clone(), href: Some(format!("/lieux/{}/agenda", place.id)) },
        Crumb { label: here.to_owned(), href: None },
    ]
}

/// One asks to take part: a seat, a turn, or a clear no.
pub(super) async fn ask(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: GatheringId = id.parse()?;
    let key: BookingId = ctx.key_of(&form).parse()?;
    let mut reader = form.reader();
    let quantity = match form.value("quantity") {
        "" => Some(1),
        _ => reader.number("quantity", 1, agenda::PARTY_MAX),
    };
    let acting = actor.clone();
    let asked = match (reader.finish(), quantity) {
        (Ok(()), Some(quantity)) => {
            let ask = move |tx: &mut store::Tx| agenda::take_part(tx, &acting, id, (key, quantity));
            faults_of(ctx.app.store().write(ask).await)
        }
        (Err(refusal), _) => faults_of(Err(refusal)),
        (Ok(()), None) => Err(Refusal::Malformed),
    };
    match asked {
        Ok(Ok(standing)) => {
            let notice = match standing.seats {
                Some(_) => "places-notice-takes-part",
                None => "places-notice-waits",
            };
            Ok(ctx.see(&format!("/rendez-vous/{id}"), notice))
        }
        Ok(Err(faults)) => page(&ctx, &actor, id, &form, (&faults, None)).await,
        Err(Refusal::Conflict(say)) => {
            let no = Some(ctx.voice.it(&say));
            page(&ctx, &actor, id, &Form::default(), (&[], no)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// A gathering for one's own calendar.
pub(super) async fn calendar(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: GatheringId = id.parse()?;
    let (known, place) = ctx.app.store().read(move |tx| agenda::gathering(tx, &actor, id)).await?;
    let one = event(&known, &place, &ctx.app.settings().public_url);
    let text = reservations::calendar::feed(&known.text.title, REFRESH, &[one]);
    Ok(web::file(text.into_bytes(), "text/calendar; charset=utf-8", "rendez-vous.ics"))
}

#[derive(Template)]
#[template(path = "agenda_attendance.html")]
struct AttendancePage<'a> {
    voice: &'a Voice,
    known: &'a Gathering,
    lead: String,
    desk: Option<String>,
    waits: Option<String>,
    table: Table<'a>,
}

/// Who comes: for who leads it and who keeps the place.
pub(super) async fn attendance(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: GatheringId = id.parse()?;
    let acting = actor.clone();
    let (known, coming, waiting, place) = ctx
        .app
        .store()
        .read(move |tx| {
            let (known, coming, waiting) = agenda::attendance(tx, &acting, id)?;
            let (_, place) = agenda::gathering(tx, &acting, id)?;
            Ok((known, coming, waiting, place))
        })
        .await?;
    let voice = &ctx.voice;
    let seats: i64 = coming.iter().map(|one| one.quantity).sum();
    let lead = voice.with_all(
        "places-agenda-coming",
        &[("count", seats.into()), ("seats", known.text.seats.into()), ("waiting", waiting.into())],
    );
    let columns = ["name", "quantity", "state"]
        .map(|key| Column::new(key, voice.named("places-agenda-column", key)))
        .to_vec();
    let rows = coming.iter().map(|one| {
        let tone = match one.state {
            reservations::State::CheckedIn | reservations::State::Done => Tone::Good,
            reservations::State::NoShow => Tone::Bad,
            _ => Tone::Plain,
        };
        vec![
            Cell::text(if one.name.is_empty() {
                voice.say("places-agenda-somebody")
            } else {
                one.name.clone()
            }),
            Cell::text(one.quantity.to_string()),
            Cell::badge(voice.named("reservations-state", one.state.code()), tone),
        ]
    });
    let mut table =
        Table::new(voice, "presences", voice.say("places-agenda-list"), columns, rows.collect());
    table.total = Some(voice.number(counted(coming.len())));
    let host = places::runs(&actor, &place);
    let day = known.text.span.from.in_france().date();
    let today = ctx.app.world().now().in_france().date();
    let main = AttendancePage {
        voice,
        lead,
        desk: (host && day == today).then(|| format!("/sites/{}/accueil", place.id)),
        waits: (host && waiting > 0).then(|| format!("/ressources/{}/attentes", known.id)),
        table,
        known: &known,
    };
    let title = format!("{} – {}", voice.say("places-agenda-list"), shortened(&known.text.title));
    let mut crumbs = crumbs(voice, &place, &known.text.title).to_vec();
    if let Some(last) = crumbs.last_mut() {
        last.href = Some(format!("/rendez-vous/{id}"));
    }
    crumbs.push(Crumb { label: voice.say("places-agenda-list"), href: None });
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}
