//! Proposals on pages: a short form for whoever has an idea, one's own list, and the page on which
//! host and person answer each other.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use jiff::civil::Time;
use people::{Actor, OrgId};
use web::parts::{
    Badge, Cell, Choice, Column, Crumb, Empty, Event, Field, Fields, Html, Kind, Table, Timeline,
    Tone,
};
use web::{Ctx, Form, PageHead, Voice};

use super::agenda::{counted, when};
use super::fields::kept;
use super::{Answer, Side, faults_of, shortened, titled};
use crate::agenda::{self, Proposal, ProposalId, ProposalText, Step, rules};
use crate::model::{Life, Place, PlaceId};
use crate::places;

#[derive(Template)]
#[template(path = "agenda_propose.html")]
struct ProposePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    key: String,
    place: &'a Place,
    organisations: Vec<Choice>,
    fields: Fields<'a>,
    is_open: bool,
}

pub(super) async fn form(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    form_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn form_page(ctx: &Ctx, actor: &Actor, id: PlaceId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (place, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::place(tx, &acting, id)?;
            let own = acting.organisations();
            Ok((place, people::organisation_names(tx, &own)?))
        })
        .await?;
    let voice = &ctx.voice;
    let none = Choice::new("", voice.say("places-proposal-no-organisation"));
    let own = names.iter().map(|(id, name)| Choice::new(id.to_string(), name));
    let main = ProposePage {
        voice,
        csrf: &ctx.visitor.csrf,
        key: ctx.key_of(form),
        organisations: if names.is_empty() {
            Vec::new()
        } else {
            std::iter::once(none).chain(own).collect()
        },
        fields: Fields::new(voice, form, faults),
        is_open: matches!(place.state, Life::Open | Life::Announced),
        place: &place,
    };
    let title = titled(voice, "places-proposal-new", &place.text.name);
    let crumbs = [
        Crumb { label: voice.say("places-title"), href: Some("/lieux".to_owned()) },
        Crumb { label: place.text.name.clone(), href: Some(format!("/lieux/{id}")) },
        Crumb { label: voice.say("places-proposal-new"), href: None },
    ];
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn read(form: &Form) -> Outcome<(Option<OrgId>, ProposalText)> {
    let mut reader = form.reader();
    let text = ProposalText {
        title: reader.required("title", 120),
        about: reader.required("about", 2_000),
        public: reader.text("public", 300),
        when: reader.text("when", 300),
        needs: reader.text("needs", 500),
        led_by: reader.text("led_by", 150),
    };
    reader.finish()?;
    let organisation = match form.value("organisation") {
        "" => None,
        typed => {
            Some(typed.parse().map_err(|_| Refusal::field("organisation", "web-fault-choice"))?)
        }
    };
    Ok((organisation, text))
}

pub(super) async fn send(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: PlaceId = id.parse()?;
    let key: ProposalId = ctx.key_of(&form).parse()?;
    let acting = actor.clone();
    let made = match read(&form) {
        Ok((organisation, text)) => {
            let propose = move |tx: &mut store::Tx| {
                agenda::propose(tx, &acting, id, key, (organisation, &text))
            };
            ctx.app.store().write(propose).await
        }
        Err(refusal) => Err(refusal),
    };
    match faults_of(made)? {
        Ok(made) => Ok(ctx.see(&format!("/propositions/{made}"), "places-notice-proposed")),
        Err(faults) => form_page(&ctx, &actor, id, &form, &faults).await,
    }
}

fn tone(state: &str) -> Tone {
    match state {
        "waiting" | "asked" => Tone::Waiting,
        "accepted" => Tone::Good,
        "declined" => Tone::Bad,
        _ => Tone::Plain,
    }
}

#[derive(Template)]
#[template(path = "agenda_proposals.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    /// What one leads: address, title, when.
    led: Vec<(String, String, String)>,
    title: String,
    lead: String,
    table: Table<'a>,
}

fn table<'a>(voice: &'a Voice, all: &[Proposal]) -> Table<'a> {
    let columns = ["title", "made", "state"]
        .map(|key| Column::new(key, voice.named("places-proposal-column", key)))
        .to_vec();
    let row = |one: &Proposal| {
        let title = match one.text.title.as_str() {
            "" => voice.say("places-proposal-gone"),
            title => title.to_owned(),
        };
        vec![
            Cell::link(title, format!("/propositions/{}", one.id)),
            Cell::text(voice.day(one.created_at)),
            Cell::badge(voice.named("places-proposal-state", &one.state), tone(&one.state)),
        ]
    };
    let rows = all.iter().map(row).collect();
    let mut table =
        Table::new(voice, "propositions", voice.say("places-proposal-all"), columns, rows);
    table.empty = Some(Empty {
        title: voice.say("places-proposal-none"),
        what: voice.say("places-proposal-none-what"),
        next: None,
    });
    table
}

pub(super) async fn own(ctx: Ctx, actor: Actor) -> Answer {
    let (all, led) = ctx
        .app
        .store()
        .read(move |tx| Ok((agenda::own_proposals(tx, &actor)?, agenda::led_by(tx, &actor)?)))
        .await?;
    let voice = &ctx.voice;
    let open = all.iter().filter(|one| one.is_open()).count();
    let main = ListPage {
        voice,
        led: led
            .into_iter()
            .map(|one| {
                let said = when(voice, one.text.span);
                (format!("/rendez-vous/{}", one.id), one.text.title, said)
            })
            .collect(),
        title: voice.say("places-proposal-own"),
        lead: voice.with("places-proposal-open", "count", counted(open)),
        table: table(voice, &all),
    };
    let title = voice.say("places-proposal-own");
    Ok(ctx.page_with(&PageHead { title: &title, ..PageHead::default() }, &main)?)
}

/// What waits at a place, for whoever runs it.
pub(super) async fn host_list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let (id, side): (PlaceId, Side) = (id.parse()?, Side::of(&ctx));
    let (place, all) = ctx
        .app
        .store()
        .read(move |tx| {
            Ok((places::own_place(tx, &actor, id)?, agenda::proposals_at(tx, &actor, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let open = all.iter().filter(|one| one.state == "waiting").count();
    let main = ListPage {
        voice,
        led: Vec::new(),
        title: voice.say("places-proposal-all"),
        lead: voice.with("places-proposal-waiting", "count", counted(open)),
        table: table(voice, &all),
    };
    let title = titled(voice, "places-proposal-all", &place.text.name);
    let crumbs = side.crumbs(voice, &place, "places-proposal-all");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

#[derive(Template)]
#[template(path = "agenda_proposal.html")]
struct OnePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    known: &'a Proposal,
    place: &'a Place,
    badge: Badge,
    lead: String,
    name: String,
    timeline: Timeline,
    fields: Fields<'a>,
    is_host: bool,
    is_own: bool,
    became: Option<String>,
}

impl OnePage<'_> {
    fn time(&self, name: &str, key: &str) -> Field<'_> {
        self.fields.field(Kind::Input("time"), name, key).short()
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, None, &[]).await
}

fn timeline(voice: &Voice, steps: &[Step]) -> Timeline {
    let event = |step: &Step| Event {
        time: step.at.to_string(),
        shown: voice.moment(step.at),
        title: voice.named("places-proposal-step", &step.what),
        body: Html::text(&step.said),
        ..Event::default()
    };
    Timeline(steps.iter().rev().map(event).collect())
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    id: ProposalId,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (known, place, steps, is_host, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let (known, place, steps, runs) = agenda::proposal(tx, &acting, id)?;
            let ids: Vec<people::PersonId> = known.person.into_iter().collect();
            let names = people::names_of(tx, &ids)?;
            Ok((known, place, steps, runs, names))
        })
        .await?;
    let voice = &ctx.voice;
    let is_own = actor.account.as_ref().is_some_and(|account| known.person == Some(account.id));
    let side = if places::is_network(actor) { Side::Network } else { Side::Host };
    let filled = kept(&[("seats", "12".to_owned())]);
    let became = (!known.became.is_empty()).then(|| match is_host {
        true => format!("{}/{}/agenda/{}", side.base(), place.id, known.became),
        false => format!("/rendez-vous/{}", known.became),
    });
    let main = OnePage {
        voice,
        csrf: &ctx.visitor.csrf,
        badge: Badge::new(voice.named("places-proposal-state", &known.state), tone(&known.state)),
        lead: voice.named("places-proposal-means", &known.state),
        name: known.person.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        timeline: timeline(voice, &steps),
        fields: match form {
            Some(form) => Fields::new(voice, form, faults),
            None => Fields::new(voice, &filled, faults),
        },
        is_host: is_host && !is_own,
        is_own,
        became: became.filter(|_| is_host || is_own),
        known: &known,
        place: &place,
    };
    let title = format!("{} – {}", voice.say("places-proposal"), shortened(&known.text.title));
    let up = match is_host && !is_own {
        true => (place.text.name.clone(), format!("{}/{}/propositions", side.base(), place.id)),
        false => (voice.say("places-proposal-own"), "/propositions".to_owned()),
    };
    let crumbs = [
        Crumb { label: up.0, href: Some(up.1) },
        Crumb { label: voice.say("places-proposal"), href: None },
    ];
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// Back to the page of a proposal, with what is wrong or what was done.
async fn done(
    ctx: &Ctx,
    actor: &Actor,
    id: ProposalId,
    form: &Form,
    (written, notice): (Outcome<()>, &str),
) -> Answer {
    match faults_of(written)? {
        Ok(()) => Ok(ctx.see(&format!("/propositions/{id}"), notice)),
        Err(faults) => page(ctx, actor, id, Some(form), &faults).await,
    }
}

pub(super) async fn say(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let at: (ProposalId, i64) = (id.parse()?, form.version()?);
    let said: String = form.value("said").trim().chars().take(2_000).collect();
    let acting = actor.clone();
    let written = ctx.app.store().write(move |tx| agenda::say(tx, &acting, at, &said)).await;
    done(&ctx, &actor, at.0, &form, (written, "places-notice-said")).await
}

pub(super) async fn agree(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let at: (ProposalId, i64) = (id.parse()?, form.version()?);
    let acting = actor.clone();
    if form.has("service") {
        let accept = move |tx: &mut store::Tx| agenda::accept_service(tx, &acting, at);
        let written = ctx.app.store().write(accept).await;
        return done(&ctx, &actor, at.0, &form, (written, "places-notice-accepted")).await;
    }
    let mut reader = form.reader();
    let day = reader.date("day");
    if day.is_none() && form.value("day").is_empty() {
        reader.fault("day", "web-fault-required");
    }
    let seats = reader.number("seats", 1, agenda::SEATS_MAX);
    let mut hour = |name: &str| {
        let parsed = form.value(name).get(..5).and_then(|typed| typed.parse::<Time>().ok());
        if parsed.is_none() {
            reader.fault(name, "places-agenda-fault-clock");
        }
        parsed
    };
    let (from, to) = (hour("from"), hour("to"));
    let written = match (reader.finish(), day, from, to) {
        (Ok(()), Some(day), Some(from), Some(to)) => {
            let span = (rules::span(day, from, to), seats.unwrap_or(12));
            let accept =
                move |tx: &mut store::Tx| agenda::accept_event(tx, &acting, at, span).map(drop);
            ctx.app.store().write(accept).await
        }
        (Err(refusal), _, _, _) => Err(refusal),
        (Ok(()), _, _, _) => Err(Refusal::Malformed),
    };
    done(&ctx, &actor, at.0, &form, (written, "places-notice-accepted")).await
}

pub(super) async fn decline(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let at: (ProposalId, i64) = (id.parse()?, form.version()?);
    let reason: String = form.value("reason").trim().chars().take(1_000).collect();
    let acting = actor.clone();
    let written = ctx.app.store().write(move |tx| agenda::decline(tx, &acting, at, &reason)).await;
    done(&ctx, &actor, at.0, &form, (written, "places-notice-declined")).await
}

pub(super) async fn withdraw(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let at: (ProposalId, i64) = (id.parse()?, form.version()?);
    let acting = actor.clone();
    let written = ctx.app.store().write(move |tx| agenda::withdraw(tx, &acting, at)).await;
    done(&ctx, &actor, at.0, &form, (written, "places-notice-withdrawn")).await
}
