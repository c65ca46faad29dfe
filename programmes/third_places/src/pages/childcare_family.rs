//! Families: their children's files, who else reads them, the seats to come.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::{Actor, Look, PersonId};
use reservations::BookingId;
use web::parts::{Fields, Filled};
use web::{Ctx, Form, Voice};

use super::childcare::{Known, known};
use super::childcare_picture::times;
use super::fields::{Kept, kept};
use super::{Answer, faults_of};
use crate::childcare::{self, Child, ChildFile, ChildId, NurseryId, SeatWait, SeatWaitId, Stay};

/// A child with what its parent said of it.
pub(super) struct Named {
    pub(super) child: Child,
    pub(super) name: String,
}

#[derive(Template)]
#[template(path = "childcare_children.html")]
struct ChildrenPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    children: &'a [Named],
    shared: Vec<Child>,
    stays: Vec<Row>,
    waits: Vec<(String, SeatWaitId)>,
    id: String,
    fields: Fields<'a>,
}

/// A stay in words.
struct Row {
    said: String,
    booking: BookingId,
    open: bool,
}

#[derive(Template)]
#[template(path = "childcare_child.html")]
struct ChildPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    action: String,
    child: &'a Child,
    file: &'a ChildFile,
    own: bool,
    readers: &'a BTreeMap<PersonId, String>,
    fields: Fields<'a>,
}

/// One's own children at a nursery, by the names that one gave them.
pub(super) async fn own(ctx: &Ctx, actor: &Actor, of: NurseryId) -> Outcome<Vec<Named>> {
    let acting = actor.clone();
    let all = ctx.app.store().read(move |tx| childcare::children_of(tx, &acting, of)).await?;
    let mut named = Vec::with_capacity(all.len());
    for child in all {
        let file = childcare::open_file(&ctx.app, &child).await?.unwrap_or_default();
        named.push(Named { child, name: file.given_name });
    }
    Ok(named)
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    list_page(&ctx, &actor, &known, &Form::default(), &[]).await
}

async fn list_page(
    ctx: &Ctx,
    actor: &Actor,
    known: &Known,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, of) = (actor.clone(), known.nursery.id);
    let children = own(ctx, actor, of).await?;
    let (stays, shared, waits) = ctx
        .app
        .store()
        .read(move |tx| {
            let stays = childcare::stays_of(tx, &acting, of)?;
            let waits = childcare::own_seat_waits(tx, &acting, of)?;
            Ok((stays, childcare::children_shared(tx, &acting, of)?, waits))
        })
        .await?;
    let voice = &ctx.voice;
    let said = |stay: &Stay| {
        let child = children.iter().find(|one| one.child.id == stay.child);
        let args = [
            ("name", child.map(|one| one.name.clone()).unwrap_or_default().into()),
            ("day", voice.day(stay.span.from).into()),
            ("times", times(stay.span).into()),
        ];
        Row {
            said: voice.with_all("places-child-stay", &args),
            booking: stay.booking,
            open: stay.state == reservations::State::Confirmed,
        }
    };
    let waiting = |(one, turn): &(SeatWait, usize)| {
        let named = children.iter().filter(|named| one.children.contains(&named.child.id));
        let names: Vec<&str> = named.map(|named| named.name.as_str()).collect();
        let args = [
            ("name", names.join(", ").into()),
            ("day", voice.day(one.span.from).into()),
            ("times", times(one.span).into()),
            ("turn", turn.into()),
        ];
        (voice.with_all("places-child-waits-for", &args), one.id)
    };
    let main = ChildrenPage {
        voice,
        csrf: &ctx.visitor.csrf,
        base: known.base(),
        stays: stays.iter().map(said).collect(),
        waits: waits.iter().map(waiting).collect(),
        children: &children,
        shared,
        id: ctx.app.world().id::<Child>().to_string(),
        fields: Fields::new(voice, form, faults),
    };
    known.answer(ctx, "places-child-own", &main, faults)
}

pub(super) fn read(ctx: &Ctx, form: &Form) -> Outcome<(bool, ChildFile)> {
    let mut reader = form.reader();
    let this_year = i64::from(ctx.app.world().now().in_france().date().year());
    for name in ["month", "year"] {
        if form.value(name).trim().is_empty() {
            reader.fault(name, "web-fault-required");
        }
    }
    let file = ChildFile {
        given_name: reader.required("given_name", 60),
        month: reader.number("month", 1, 12).unwrap_or(1),
        year: reader.number("year", this_year - 6, this_year).unwrap_or(this_year),
        contacts: reader.required("contacts", 500),
        health: reader.text("health", 1_000),
        fetchers: reader.required("fetchers", 500),
    };
    let walks = reader.ticked("walks");
    reader.finish()?;
    Ok((walks, file))
}

pub(super) async fn declare(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let (of, child): (NurseryId, ChildId) = (known.nursery.id, form.value("_id").parse()?);
    match faults_of(read(&ctx, &form))? {
        Ok((walks, file)) => {
            let sealed =
                childcare::seal_file((ctx.app.keys(), ctx.app.world()), child, &file).await?;
            let declare = move |tx: &mut store::Tx| {
                childcare::declare_child(tx, &actor, of, child, (walks, &sealed))
            };
            ctx.app.store().write(declare).await?;
            Ok(ctx.see(&format!("{}/enfants", known.base()), "places-notice-child"))
        }
        Err(faults) => list_page(&ctx, &actor, &known, &form, &faults).await,
    }
}

/// A child with its file, and who else reads it if it is one's own.
struct Opened {
    child: Child,
    file: ChildFile,
    own: bool,
    readers: BTreeMap<PersonId, String>,
}

/// A child's file for its parent or, recorded first, for whoever else may read it.
async fn opened(ctx: &Ctx, actor: &Actor, (of, id): (NurseryId, ChildId)) -> Outcome<Opened> {
    let acting = actor.clone();
    let child = ctx.app.store().read(move |tx| childcare::child(tx, &acting, id)).await?;
    if child.nursery != of {
        return Err(Refusal::Unknown);
    }
    let own = actor.person()? == child.parent;
    if !own {
        let look = Look {
            action: "places.child-seen",
            object: id.to_string(),
            detail: format!("nursery {of}"),
        };
        people::looked(ctx, actor, vec![look]).await?;
    }
    let file = childcare::open_file(&ctx.app, &child).await?.unwrap_or_default();
    let acting = actor.clone();
    let readers = match own {
        true => ctx.app.store().read(move |tx| childcare::readers(tx, &acting, id)).await?,
        false => BTreeMap::new(),
    };
    Ok(Opened { child, file, own, readers })
}

fn child_page(
    ctx: &Ctx,
    known: &Known,
    opened: &Opened,
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let main = ChildPage {
        voice,
        csrf: &ctx.visitor.csrf,
        action: format!("{}/enfants/{}", known.base(), opened.child.id),
        child: &opened.child,
        file: &opened.file,
        own: opened.own,
        readers: &opened.readers,
        fields: Fields::new(voice, filled, faults),
    };
    known.answer(ctx, "places-child-file", &main, faults)
}

pub(super) async fn show(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let all = opened(&ctx, &actor, (known.nursery.id, child.parse()?)).await?;
    child_page(&ctx, &known, &all, &filled(&all), &[])
}

fn filled(opened: &Opened) -> Kept {
    let file = &opened.file;
    kept(&[
        ("given_name", file.given_name.clone()),
        ("month", file.month.to_string()),
        ("year", file.year.to_string()),
        ("walks", if opened.child.walks { "1" } else { "" }.to_owned()),
        ("contacts", file.contacts.clone()),
        ("health", file.health.clone()),
        ("fetchers", file.fetchers.clone()),
    ])
}

/// Lets somebody else read the file, or no more.
pub(super) async fn share(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let child: ChildId = child.parse()?;
    let acting = actor.clone();
    let page = format!("{}/enfants/{child}", known.base());
    if let Ok(gone) = form.value("person").parse::<PersonId>() {
        let end = move |tx: &mut store::Tx| childcare::end_reading(tx, &acting, child, gone);
        ctx.app.store().write(end).await?;
        return Ok(ctx.see(&page, "places-notice-saved"));
    }
    let mut reader = form.reader();
    let email = reader.email("email");
    let written = match faults_of(reader.finish())? {
        Ok(()) => {
            let share = move |tx: &mut store::Tx| childcare::let_read(tx, &acting, child, &email);
            faults_of(ctx.app.store().write(share).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&page, "places-notice-saved")),
        Err(faults) => {
            let all = opened(&ctx, &actor, (known.nursery.id, child)).await?;
            let mut kept = filled(&all);
            kept.push(("email".to_owned(), form.value("email").to_owned()));
            child_page(&ctx, &known, &all, &kept, &faults)
        }
    }
}

pub(super) async fn save(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let child: ChildId = child.parse()?;
    let all = opened(&ctx, &actor, (known.nursery.id, child)).await?;
    if !all.own {
        return Err(Refusal::Unknown.into());
    }
    let version = form.version()?;
    match faults_of(read(&ctx, &form))? {
        Ok((walks, file)) => {
            let sealed =
                childcare::seal_file((ctx.app.keys(), ctx.app.world()), child, &file).await?;
            let change = move |tx: &mut store::Tx| {
                childcare::change_child(tx, &actor, child, version, (walks, &sealed))
            };
            ctx.app.store().write(change).await?;
            Ok(ctx.see(&format!("{}/enfants", known.base()), "places-notice-saved"))
        }
        Err(faults) => child_page(&ctx, &known, &all, &form, &faults),
    }
}

pub(super) async fn remove(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
    _form: Form,
) -> Answer {
    let (id, child): (NurseryId, ChildId) = (id.parse()?, child.parse()?);
    ctx.app.store().write(move |tx| childcare::remove_child(tx, &actor, child)).await?;
    Ok(ctx.see(&format!("/creches/{id}/enfants"), "places-notice-removed"))
}
