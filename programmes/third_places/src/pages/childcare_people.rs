//! The people of a nursery's staff: who they are, when they are away, when they leave.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use reservations::Span;
use web::parts::{Choice, Field, Fields, Filled, Tabs};
use web::{Ctx, Form, Voice};

use super::childcare::{Known, kept_by};
use super::childcare_plan::{Asked, read_span, time_field};
use super::fields::choices;
use super::{Answer, faults_of};
use crate::childcare::{
    self, Absence, AbsenceId, Carer, CarerId, Changed, NurseryId, QUALIFICATIONS,
};

#[derive(Template)]
#[template(path = "childcare_people.html")]
struct PeoplePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    base: String,
    carers: &'a [Carer],
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "childcare_person.html")]
struct PersonPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    away: String,
    gone: String,
    carer: &'a Carer,
    absences: Vec<(String, AbsenceId)>,
    leaving: bool,
    asked: Option<Asked<'a>>,
    fields: Fields<'a>,
}

impl PersonPage<'_> {
    fn time(&self, name: &str, key: &str) -> Field<'_> {
        time_field(&self.fields, name, key)
    }
}

impl PeoplePage<'_> {
    fn qualifications(&self) -> Vec<Choice> {
        choices(self.voice, "places-child-carer", QUALIFICATIONS)
    }
}

fn people_page(
    ctx: &Ctx,
    known: &Known,
    carers: &[Carer],
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let main = PeoplePage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: known.tabs(voice, "/personnes"),
        base: format!("{}/personnes", known.base()),
        carers,
        fields: Fields::new(voice, filled, faults),
    };
    known.answer(ctx, "places-child-people", &main, faults)
}

async fn carers(ctx: &Ctx, actor: &Actor, id: NurseryId) -> Outcome<Vec<Carer>> {
    let acting = actor.clone();
    let all = ctx.app.store().read(move |tx| childcare::carers(tx, &acting, id)).await?;
    Ok(all.into_iter().filter(|carer| carer.left_at.is_none()).collect())
}

pub(super) async fn people(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let carers = carers(&ctx, &actor, known.nursery.id).await?;
    people_page(&ctx, &known, &carers, &Form::default(), &[])
}

pub(super) async fn add_person(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let id = known.nursery.id;
    let acting = actor.clone();
    let mut reader = form.reader();
    let name = reader.required("name", 60);
    let qualification = reader.choice("qualification", QUALIFICATIONS);
    let written = match faults_of(reader.finish())? {
        Ok(()) => {
            let add = move |tx: &mut store::Tx| {
                childcare::add_carer(tx, &acting, id, &name, &qualification).map(drop)
            };
            faults_of(ctx.app.store().write(add).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("{}/personnes", known.base()), "places-notice-saved")),
        Err(faults) => {
            let carers = carers(&ctx, &actor, id).await?;
            people_page(&ctx, &known, &carers, &form, &faults)
        }
    }
}

async fn person_page(
    ctx: &Ctx,
    actor: &Actor,
    (known, id): (&Known, CarerId),
    (asked, leaving): (Option<Asked<'_>>, bool),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, of) = (actor.clone(), known.nursery.id);
    let now = ctx.app.world().now();
    let ahead = Span { from: now, to: now.plus_days(400) };
    let (all, away): (Vec<Carer>, Vec<Absence>) = ctx
        .app
        .store()
        .read(move |tx| {
            Ok((childcare::carers(tx, &acting, of)?, childcare::absences(tx, &acting, of, ahead)?))
        })
        .await?;
    let carer = all.iter().find(|one| one.id == id && one.left_at.is_none());
    let carer = carer.ok_or(Refusal::Unknown)?;
    let voice = &ctx.voice;
    let own = away.iter().filter(|one| one.carer == id);
    let until = |one: &Absence| {
        let args = [
            ("from", voice.moment(one.span.from).into()),
            ("to", voice.moment(one.span.to).into()),
        ];
        (voice.with_all("places-child-away-span", &args), one.id)
    };
    let main = PersonPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: known.tabs(voice, "/personnes"),
        away: format!("{}/personnes/{id}/absence", known.base()),
        gone: format!("{}/personnes/{id}/depart", known.base()),
        carer,
        absences: own.map(until).collect(),
        leaving,
        asked,
        fields: Fields::new(voice, form, faults),
    };
    known.answer(ctx, "places-child-person", &main, faults)
}

pub(super) async fn person(
    ctx: Ctx,
    actor: Actor,
    Path((id, carer)): Path<(String, String)>,
) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let at = (&known, carer.parse()?);
    person_page(&ctx, &actor, at, (None, false), &Form::default(), &[]).await
}

pub(super) async fn absent(
    ctx: Ctx,
    actor: Actor,
    Path((id, carer)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (of, carer): (NurseryId, CarerId) = (known.nursery.id, carer.parse()?);
    let acting = actor.clone();
    if let Ok(ended) = form.value("ended").parse::<AbsenceId>() {
        let end = move |tx: &mut store::Tx| childcare::remove_absence(tx, &acting, of, ended);
        ctx.app.store().write(end).await?;
        let page = format!("{}/personnes/{carer}", known.base());
        return Ok(ctx.see(&page, "places-notice-removed"));
    }
    let seen = form.value("seen").to_owned();
    let done = match faults_of(read_span(&form, "first", "last"))? {
        Ok(span) => {
            let away = move |tx: &mut store::Tx| {
                childcare::add_absence(tx, &acting, (of, carer), span, &seen)
            };
            faults_of(ctx.app.store().write(away).await)?
        }
        Err(faults) => Err(faults),
    };
    let at = (&known, carer);
    match done {
        Ok(Changed::Done) => {
            let page = format!("{}/personnes/{carer}", known.base());
            Ok(ctx.see(&page, "places-notice-absence"))
        }
        Ok(Changed::Touches(touched, seen)) => {
            let names = ["first", "last", "from", "to"];
            let kept = names.map(|name| (name, form.value(name).to_owned())).to_vec();
            let asked = Asked { touched: &touched, seen: &seen, kept };
            person_page(&ctx, &actor, at, (Some(asked), false), &form, &[]).await
        }
        Err(faults) => person_page(&ctx, &actor, at, (None, false), &form, &faults).await,
    }
}

pub(super) async fn leave(
    ctx: Ctx,
    actor: Actor,
    Path((id, carer)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (of, carer): (NurseryId, CarerId) = (known.nursery.id, carer.parse()?);
    let (seen, acting) = (form.value("seen").to_owned(), actor.clone());
    let end = move |tx: &mut store::Tx| childcare::end_carer(tx, &acting, (of, carer), &seen);
    match ctx.app.store().write(end).await? {
        Changed::Done => {
            Ok(ctx.see(&format!("{}/personnes", known.base()), "places-notice-removed"))
        }
        Changed::Touches(touched, seen) => {
            let asked = Asked { touched: &touched, seen: &seen, kept: Vec::new() };
            person_page(&ctx, &actor, (&known, carer), (Some(asked), true), &form, &[]).await
        }
    }
}
