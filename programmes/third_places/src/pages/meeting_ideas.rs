//! Project ideas: opened with people whom one met, written together.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::{Actor, PersonId};
use web::parts::{Choice, Crumb, Fields, Filled};
use web::{Ctx, Form, PageHead, Reader, Voice};

use super::fields::{Kept, kept};
use super::{Answer, faults_of, meeting::crumbs};
use crate::meeting::{self, Idea, IdeaId, IdeaText, Together, Written};
use crate::model::{Place, PlaceId};

#[derive(Template)]
#[template(path = "meeting_ideas.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    all: &'a [(Idea, bool)],
    may_invite: &'a BTreeMap<PersonId, String>,
    id: String,
    places: &'a [Place],
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "meeting_idea.html")]
struct IdeaPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    idea: &'a Idea,
    action: String,
    joined: bool,
    place: Option<String>,
    together: &'a [Together],
    others: Vec<Choice>,
    versions: Vec<String>,
    draft: Option<String>,
    drafted: bool,
    places: &'a [Place],
    fields: Fields<'a>,
}

impl ListPage<'_> {
    fn at(&self) -> Vec<Choice> {
        at(self.voice, self.places)
    }

    fn others(&self) -> Vec<Choice> {
        named(self.may_invite)
    }

    fn state(&self, idea: &Idea, joined: &bool) -> String {
        self.voice.say(match (*joined, &idea.draft, idea.opened_at) {
            (false, ..) => "places-meet-idea-invited",
            (true, Some(_), _) => "places-meet-idea-drafted",
            (true, None, Some(_)) => "places-meet-idea-open",
            (true, None, None) => "places-meet-idea-alone",
        })
    }
}

impl IdeaPage<'_> {
    fn at(&self) -> Vec<Choice> {
        at(self.voice, self.places)
    }
}

fn at(voice: &Voice, places: &[Place]) -> Vec<Choice> {
    let named = |place: &Place| Choice::new(place.id.to_string(), place.text.name.as_str());
    let nowhere = Choice::new("", voice.say("places-meet-nowhere"));
    [nowhere].into_iter().chain(places.iter().map(named)).collect()
}

fn named(people: &BTreeMap<PersonId, String>) -> Vec<Choice> {
    people.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str())).collect()
}

fn keep(idea: &Idea) -> Kept {
    kept(&[
        ("title", idea.text.title.clone()),
        ("purpose", idea.text.purpose.clone()),
        ("who", idea.text.who.clone()),
        ("body", idea.text.body.clone()),
        ("place", idea.place.map(|place| place.to_string()).unwrap_or_default()),
    ])
}

fn read(mut reader: Reader<'_>, form: &Form) -> Outcome<(Option<PlaceId>, IdeaText)> {
    let text = IdeaText {
        title: reader.required("title", 150),
        purpose: reader.required("purpose", 600),
        who: reader.text("who", 600),
        body: reader.text("body", 5_000),
    };
    let place = form.value("place").trim();
    let place = if place.is_empty() { None } else { place.parse().ok() };
    if place.is_none() && !form.value("place").trim().is_empty() {
        reader.fault("place", "web-fault-choice");
    }
    reader.finish()?;
    Ok((place, text))
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    list_page(&ctx, &actor, &Form::default(), &[]).await
}

async fn list_page(ctx: &Ctx, actor: &Actor, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (all, may_invite, places) = ctx
        .app
        .store()
        .read(move |tx| {
            let all = meeting::ideas(tx, &acting)?;
            let may_invite = meeting::may_invite(tx, &acting)?;
            Ok((all, may_invite, meeting::meeting_places(tx, &acting)?))
        })
        .await?;
    let voice = &ctx.voice;
    let main = ListPage {
        voice,
        csrf: &ctx.visitor.csrf,
        all: &all,
        may_invite: &may_invite,
        id: match form.value("_id") {
            "" => ctx.app.world().id::<meeting::IdeaKind>().to_string(),
            sent => sent.to_owned(),
        },
        places: &places,
        fields: Fields::new(voice, form, faults),
    };
    let title = voice.say("places-meet-ideas");
    let crumbs = crumbs(voice, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn open(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let id: IdeaId = form.value("_id").parse()?;
    let others: Vec<PersonId> =
        form.values("others").map(str::parse).collect::<Result<_, Refusal>>()?;
    let written = match faults_of(read(form.reader(), &form))? {
        Ok((place, text)) => {
            let acting = actor.clone();
            let open = move |tx: &mut store::Tx| {
                meeting::open_idea(tx, &acting, id, (place, &text), &others)
            };
            faults_of(ctx.app.store().write(open).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("/rencontres/idees/{id}"), "places-notice-idea")),
        Err(faults) => list_page(&ctx, &actor, &form, &faults).await,
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    idea_page(&ctx, &actor, id.parse()?, None, &[]).await
}

/// An idea with all that its page shows.
struct Shown {
    idea: Idea,
    together: Vec<Together>,
    versions: Vec<Written>,
    may_invite: BTreeMap<PersonId, String>,
    places: Vec<Place>,
    place: Option<String>,
}

async fn shown(ctx: &Ctx, actor: &Actor, id: IdeaId) -> Outcome<Shown> {
    let acting = actor.clone();
    ctx.app
        .store()
        .read(move |tx| {
            let idea = meeting::idea(tx, &acting, id)?;
            let at: Vec<PlaceId> = idea.place.into_iter().collect();
            let place = meeting::place_names(tx, &acting, &at)?.into_values().next();
            Ok(Shown {
                idea,
                together: meeting::together(tx, &acting, id)?,
                versions: meeting::idea_versions(tx, &acting, id)?,
                may_invite: meeting::may_invite(tx, &acting)?,
                places: meeting::meeting_places(tx, &acting)?,
                place,
            })
        })
        .await
}

async fn idea_page(
    ctx: &Ctx,
    actor: &Actor,
    id: IdeaId,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let person = actor.person()?;
    let shown = shown(ctx, actor, id).await?;
    let (voice, idea) = (&ctx.voice, &shown.idea);
    let mut left = shown.may_invite.clone();
    left.retain(|one, _| !shown.together.iter().any(|known| known.person == *one));
    let name_of = |author: Option<PersonId>| {
        let known = shown.together.iter().find(|one| Some(one.person) == author);
        known.map_or_else(|| voice.say("places-meet-somebody"), |one| one.name.clone())
    };
    let said = |one: &Written| {
        let args = [
            ("version", one.version.into()),
            ("name", name_of(one.author).into()),
            ("at", one.at.into()),
        ];
        voice.with_all("places-meet-idea-version", &args)
    };
    let filled = keep(idea);
    let filled: &dyn Filled = match form {
        Some(form) => form,
        None => &filled,
    };
    // Whoever may open the file is led to it.
    let draft = idea.draft.as_ref().filter(|(organisation, _)| actor.acts_for(*organisation));
    let main = IdeaPage {
        voice,
        csrf: &ctx.visitor.csrf,
        idea,
        action: format!("/rencontres/idees/{id}"),
        joined: shown.together.iter().any(|one| one.person == person && one.joined),
        place: shown.place.clone(),
        together: &shown.together,
        others: named(&left),
        versions: shown.versions.iter().map(said).collect(),
        draft: draft.map(|(_, file)| format!("/dossiers/{file}")),
        drafted: idea.draft.is_some(),
        places: &shown.places,
        fields: Fields::new(voice, filled, faults),
    };
    let title = super::shortened(&idea.text.title);
    let ideas = Some("/rencontres/idees".to_owned());
    let mut crumbs = crumbs(voice, &title);
    crumbs.insert(1, Crumb { label: voice.say("places-meet-ideas"), href: ideas });
    let head = PageHead { title: &title, crumbs: &crumbs, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn save(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (id, version): (IdeaId, i64) = (id.parse()?, form.version()?);
    let written = match faults_of(read(form.reader(), &form))? {
        Ok((place, text)) => {
            let acting = actor.clone();
            let save = move |tx: &mut store::Tx| {
                meeting::save_idea(tx, &acting, (id, version), (place, &text))
            };
            faults_of(ctx.app.store().write(save).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("/rencontres/idees/{id}"), "places-notice-saved")),
        Err(faults) => idea_page(&ctx, &actor, id, Some(&form), &faults).await,
    }
}

pub(super) async fn invite(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: IdeaId = id.parse()?;
    let other = form.value("other").trim().to_owned();
    let invited = match other.parse::<PersonId>() {
        Ok(other) => {
            let acting = actor.clone();
            let invite = move |tx: &mut store::Tx| meeting::invite(tx, &acting, id, other);
            faults_of(ctx.app.store().write(invite).await)?
        }
        Err(_) => Err(vec![Fault::new("other", "web-fault-choose")]),
    };
    match invited {
        Ok(()) => Ok(ctx.see(&format!("/rencontres/idees/{id}"), "places-notice-invited")),
        Err(faults) => idea_page(&ctx, &actor, id, None, &faults).await,
    }
}

pub(super) async fn answer(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: IdeaId = id.parse()?;
    let yes = match form.value("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::Malformed.into()),
    };
    let answer = move |tx: &mut store::Tx| meeting::answer_invitation(tx, &actor, id, yes);
    ctx.app.store().write(answer).await?;
    match yes {
        true => Ok(ctx.see(&format!("/rencontres/idees/{id}"), "places-notice-joined")),
        false => Ok(ctx.see("/rencontres/idees", "places-notice-left")),
    }
}

pub(super) async fn leave(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: IdeaId = id.parse()?;
    ctx.app.store().write(move |tx| meeting::leave_idea(tx, &actor, id)).await?;
    Ok(ctx.see("/rencontres/idees", "places-notice-left"))
}
