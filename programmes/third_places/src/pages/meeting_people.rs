//! The people who agreed to be found: their list, one of them, asking to be introduced.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use base::{Fault, Refusal};
use people::{Actor, PersonId};
use web::parts::{Cell, Choice, Column, Empty, Field, Fields, Filter, Kind, Next, Table};
use web::{Ctx, Form, PageHead, Voice};

use super::meeting::{crumbs, in_words, said};
use super::{Answer, names_of};
use crate::meeting::{
    self, DOMAINS, Introduction, IntroductionId, Profile, ProfileId, Seen, Visible, WORDS_CHARS,
};
use crate::model::PlaceId;

#[derive(Template)]
#[template(path = "meeting_people.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "meeting_person.html")]
struct PersonPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    name: &'a str,
    profile: &'a Profile,
    places: Vec<String>,
    known: Option<&'a Introduction>,
    own: bool,
    may_ask: bool,
    id: String,
    place: String,
    fields: Fields<'a>,
}

impl PersonPage<'_> {
    fn action(&self, end: &str) -> String {
        format!("/rencontres/personnes/{}/{end}", self.profile.id)
    }

    fn offers(&self) -> String {
        let text = &self.profile.text;
        in_words(self.voice, &[text.offers.clone(), text.offer_words.clone()].concat())
    }

    fn seeks(&self) -> String {
        let text = &self.profile.text;
        in_words(self.voice, &[text.seeks.clone(), text.seek_words.clone()].concat())
    }

    fn languages(&self) -> String {
        names_of(self.voice, "places-meet-language", &self.profile.text.languages)
    }

    fn address(&self) -> Option<&str> {
        match &self.known?.seen {
            Seen::Met(address) => Some(address),
            _ => None,
        }
    }

    fn chars(&self) -> usize {
        WORDS_CHARS
    }
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let (own, all) = ctx
        .app
        .store()
        .read(move |tx| {
            let own = meeting::own_profile(tx, &actor)?;
            Ok((own, meeting::profiles(tx, &actor)?))
        })
        .await?;
    let voice = &ctx.voice;
    let asked = ctx.query("domaine").filter(|code| DOMAINS.contains(&code.as_str()));
    let says = |one: &Profile| match &asked {
        Some(code) => one.text.offers.contains(code) || one.text.seeks.contains(code),
        None => true,
    };
    let row = |(one, name): &(Profile, String)| {
        let (text, href) = (&one.text, format!("/rencontres/personnes/{}", one.id));
        vec![
            Cell::link(name.clone(), href).more(text.employer.clone()),
            Cell::text(in_words(voice, &[text.offers.clone(), text.offer_words.clone()].concat())),
            Cell::text(in_words(voice, &[text.seeks.clone(), text.seek_words.clone()].concat())),
        ]
    };
    let rows: Vec<Vec<Cell>> = all.iter().filter(|(one, _)| says(one)).map(row).collect();
    let column = |code: &str| Column::new(code, voice.named("places-meet-column", code));
    let columns = vec![column("who"), column("offers"), column("seeks")];
    let table = Table {
        filter: Some(filter(voice, asked.as_deref())),
        empty: rows.is_empty().then(|| Empty {
            title: voice.say("places-meet-people-none"),
            what: voice.say("places-meet-people-none-what"),
            next: own.is_none().then(|| Next {
                label: voice.say("places-meet-write"),
                href: "/rencontres/fiche".to_owned(),
            }),
        }),
        ..Table::new(voice, "people", voice.say("places-meet-people"), columns, rows)
    };
    let title = voice.say("places-meet-people");
    let crumbs = crumbs(voice, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: true };
    Ok(ctx.page_with(&head, &ListPage { voice, table })?)
}

fn filter<'a>(voice: &'a Voice, asked: Option<&str>) -> Filter<'a> {
    let all = Choice::new("", voice.say("places-all"));
    let domains = super::fields::choices(voice, "places-meet-domain", DOMAINS);
    let kind = Kind::Select([vec![all], domains].concat());
    let field = Field::new(voice, kind, "domaine", voice.say("places-meet-domain"));
    Filter {
        action: "/rencontres/personnes".to_owned(),
        fields: vec![field.value(asked.unwrap_or_default()).optional()],
        kept: Vec::new(),
        clear_url: asked.map(|_| "/rencontres/personnes".to_owned()),
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    person_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn person_page(
    ctx: &Ctx,
    actor: &Actor,
    id: ProfileId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, person) = (actor.clone(), actor.person()?);
    let (own, profile, names, at, all) = ctx
        .app
        .store()
        .read(move |tx| {
            let profile = meeting::profile(tx, &acting, id)?;
            let names = people::names_of(tx, &[profile.person])?;
            let places: Vec<PlaceId> = profile.places().collect();
            let at = meeting::place_names(tx, &acting, &places)?;
            let own = meeting::own_profile(tx, &acting)?;
            Ok((own, profile, names, at, meeting::introductions(tx, &acting)?))
        })
        .await?;
    let names: BTreeMap<PersonId, String> = names;
    let name = names.get(&profile.person).ok_or(Refusal::Unknown)?;
    let voice = &ctx.voice;
    let main = PersonPage {
        voice,
        csrf: &ctx.visitor.csrf,
        name,
        profile: &profile,
        places: at.into_values().collect(),
        known: all.iter().find(|one| one.other == profile.person),
        own: profile.person == person,
        may_ask: own.is_some_and(|own| own.visible != Visible::Nobody),
        id: match form.value("_id") {
            "" => ctx.app.world().id::<meeting::IntroductionKind>().to_string(),
            sent => sent.to_owned(),
        },
        place: ctx.query("lieu").unwrap_or_else(|| form.value("place").to_owned()),
        fields: Fields::new(voice, form, faults),
    };
    let title = super::shortened(name);
    let crumbs = crumbs(voice, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn ask(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (of, id): (ProfileId, IntroductionId) = (id.parse()?, form.value("_id").parse()?);
    let mut reader = form.reader();
    let words = reader.text("words", WORDS_CHARS);
    let place: Option<PlaceId> = form.value("place").parse().ok();
    let written = match super::faults_of(reader.finish())? {
        Ok(()) => {
            let acting = actor.clone();
            let ask = move |tx: &mut store::Tx| meeting::ask(tx, &acting, id, of, (place, &words));
            said(ctx.app.store().write(ask).await, "words")?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see("/rencontres", "places-notice-asked")),
        Err(faults) => person_page(&ctx, &actor, of, &form, &faults).await,
    }
}

pub(super) async fn dismiss(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let of: ProfileId = id.parse()?;
    ctx.app.store().write(move |tx| meeting::dismiss(tx, &actor, of)).await?;
    Ok(ctx.see("/rencontres", "places-notice-dismissed"))
}

pub(super) async fn block(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let of: ProfileId = id.parse()?;
    ctx.app.store().write(move |tx| meeting::block(tx, &actor, of)).await?;
    Ok(ctx.see("/rencontres", "places-notice-blocked"))
}

pub(super) async fn unblock(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let other: PersonId = form.value("person").parse()?;
    ctx.app.store().write(move |tx| meeting::unblock(tx, &actor, other)).await?;
    Ok(ctx.see("/rencontres/fiche", "places-notice-unblocked"))
}
