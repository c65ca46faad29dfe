//! The sites of a host: which there are, how each is let, and the sheet for its wall.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use paper::{Block, Document};
use people::{Actor, OrgId};
use web::parts::{Choice, Empty, Fields, Html, Next};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::week::{read_week, week_fields};
use super::{crumbs, faults_of};
use crate::model::{NewSite, Site, SiteId};
use crate::sites::{change_site, kept_site, open_site, own_sites, renew_secrets};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "sites.html")]
struct SitesPage<'a> {
    voice: &'a Voice,
    title: String,
    sites: Vec<Site>,
    empty: Empty,
    may_open: bool,
}

#[derive(Template)]
#[template(path = "site_form.html")]
struct SiteForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    title: String,
    action: String,
    back: String,
    key: String,
    organisations: Vec<Choice>,
    data: NewSite,
    hours: Html,
    version: i64,
    known: Option<SiteId>,
    door: String,
}

pub(super) async fn list(ctx: Ctx, actor: Actor) -> Answer {
    let may_open = !actor.organisations().is_empty();
    let sites = ctx.app.store().read(move |tx| own_sites(tx, &actor)).await?;
    let voice = &ctx.voice;
    let title = match sites.len() {
        0 => voice.say("reservations-sites"),
        count => voice.with("reservations-sites-count", "count", count),
    };
    let empty = Empty {
        title: voice.say("reservations-sites-none"),
        what: voice.say("reservations-sites-none-what"),
        next: may_open.then(|| Next {
            label: voice.say("reservations-site-new"),
            href: "/sites/nouveau".into(),
        }),
    };
    let main = SitesPage { voice, title: title.clone(), sites, empty, may_open };
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &[], wide: false }, &main)?)
}

pub(super) async fn new(ctx: Ctx, actor: Actor) -> Answer {
    site_form(&ctx, &actor, None, &Form::default(), &[]).await
}

pub(super) async fn edit(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    site_form(&ctx, &actor, Some(id.parse()?), &Form::default(), &[]).await
}

async fn site_form(
    ctx: &Ctx,
    actor: &Actor,
    id: Option<SiteId>,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (known, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let known = id.map(|id| kept_site(tx, &acting, id)).transpose()?;
            Ok((known, people::organisation_names(tx, &acting.organisations())?))
        })
        .await?;
    let voice = &ctx.voice;
    let organisations: Vec<Choice> =
        names.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let title = match &known {
        None => voice.say("reservations-site-new"),
        Some(_) => voice.say("reservations-site-settings"),
    };
    let (data, version) = match (&known, names.keys().next()) {
        (Some(site), _) => (site.data.clone(), site.version),
        (None, Some(id)) => (NewSite::usual(*id), 0),
        (None, None) => return Err(Refusal::conflict("reservations-conflict-organisation").into()),
    };
    let fields = Fields::new(voice, form, faults);
    let main = SiteForm {
        voice,
        csrf: &ctx.visitor.csrf,
        hours: week_fields(fields, "reservations-site-hours", &data.hours),
        fields,
        title: title.clone(),
        action: match id {
            None => "/sites/nouveau".to_owned(),
            Some(id) => format!("/sites/{id}/reglages"),
        },
        back: id.map_or_else(|| "/sites".to_owned(), |id| format!("/sites/{id}/accueil")),
        key: ctx.key_of(form),
        organisations,
        data,
        version,
        known: id,
        door: known.as_ref().map(|site| site.code.clone()).unwrap_or_default(),
    };
    let crumbs = known.as_ref().map(|site| crumbs(site, &title)).unwrap_or_default();
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn read_site(form: &Form, organisation: OrgId, known: Option<&Site>) -> Outcome<NewSite> {
    let mut reader = form.reader();
    let name = reader.required("name", 80);
    let hours = read_week(form, &mut reader);
    if hours.is_empty() {
        reader.fault("hours_1", "reservations-fault-hours-none");
    }
    let hold_minutes = reader.number("hold_minutes", 1, 60);
    let no_show_minutes = reader.number("no_show_minutes", 0, 1_440);
    let free_cancel_hours = reader.number("free_cancel_hours", 0, 720);
    let late_refund_percent = reader.number("late_refund_percent", 0, 100);
    reader.finish()?;
    let need = |number: Option<i64>| number.ok_or(Refusal::Malformed);
    let usual = known.map_or_else(|| NewSite::usual(organisation), |site| site.data.clone());
    Ok(NewSite {
        name,
        hours,
        hold_minutes: need(hold_minutes)?,
        no_show_minutes: need(no_show_minutes)?,
        free_cancel_hours: need(free_cancel_hours)?,
        late_refund_percent: need(late_refund_percent)?,
        ..usual
    })
}

pub(super) async fn open(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let key = form.key("reservations-site", &actor.name_in_log())?;
    let organisation: OrgId = form.value("organisation").parse()?;
    let acting = actor.clone();
    let opened = match read_site(&form, organisation, None) {
        Ok(new) => {
            let work = move |tx: &mut store::Tx| {
                let request = format!("{new:?}");
                store::once(tx, &key, &request, |tx| {
                    let id = tx.id();
                    open_site(tx, &acting, id, &new)
                })
            };
            ctx.app.store().write_once(work).await
        }
        Err(refusal) => Err(refusal),
    };
    match opened {
        Ok(id) => Ok(ctx.see(&format!("/sites/{id}"), "reservations-notice-site")),
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            site_form(&ctx, &actor, None, &form, &faults).await
        }
    }
}

pub(super) async fn change(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: SiteId = id.parse()?;
    let version = form.version()?;
    let (acting, typed) = (actor.clone(), form.clone());
    let changed = ctx
        .app
        .store()
        .write(move |tx| {
            let known = kept_site(tx, &acting, id)?;
            let new = read_site(&typed, known.data.organisation, Some(&known))?;
            change_site(tx, &acting, id, version, &new)
        })
        .await;
    match changed {
        Ok(()) => Ok(ctx.see(&format!("/sites/{id}/accueil"), "reservations-notice-changed")),
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            site_form(&ctx, &actor, Some(id), &form, &faults).await
        }
    }
}

pub(super) async fn renew(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: SiteId = id.parse()?;
    ctx.app.store().write(move |tx| renew_secrets(tx, &actor, id)).await?;
    Ok(ctx.see(&format!("/sites/{id}/reglages"), "reservations-notice-renewed"))
}

/// The sheet for the wall: whoever reads its code with a telephone says that they have come.
pub(super) async fn poster(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: SiteId = id.parse()?;
    let site = ctx.app.store().read(move |tx| kept_site(tx, &actor, id)).await?;
    let voice = &ctx.voice;
    let address = format!("{}/arrivees/{}", ctx.app.settings().public_url, site.code);
    let title = voice.with("reservations-arriving", "name", site.data.name.as_str());
    let document = Document {
        lang: voice.lang,
        title: title.clone(),
        sender: vec![site.data.name.clone()],
        recipient: Vec::new(),
        place_date: String::new(),
        reference: None,
        blocks: vec![
            Block::Paragraph(voice.say("reservations-poster-what")),
            Block::Code { text: address.clone(), caption: address, label: title },
        ],
        footer: site.data.name.clone(),
    };
    let pdf = tokio::task::spawn_blocking(move || paper::pdf(&document))
        .await
        .map_err(Refusal::broken)?
        .map_err(Refusal::broken)?;
    Ok(web::file(pdf, "application/pdf", "affiche.pdf"))
}
