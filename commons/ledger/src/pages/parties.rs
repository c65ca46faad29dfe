//! The people and organisations that a book has to do with: found, written down, looked at.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Cell, Column, Empty, Field, Fields, Filter, Kind, Next, Table};
use web::{Ctx, Form, Listing, PageHead, Refused, Voice};

use super::identifiers::{bic, creditor, faults_of, iban};
use super::{claims, crumbs, mandates, sub_crumbs};
use crate::books::book;
use crate::claims::claims_on;
use crate::entities::Entity;
use crate::mandates::mandates_of;
use crate::model::EntityId;
use crate::parties::{
    Details, LISTED, NewParty, Party, PartyId, add_party, change_party, details, parties, party,
    set_details,
};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "parties.html")]
struct PartiesPage<'a> {
    voice: &'a Voice,
    entity: &'a Entity,
    title: &'a str,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "party_form.html")]
struct PartyForm<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    title: &'a str,
    action: String,
    back: String,
    key: String,
    version: i64,
    known: NewParty,
}

impl PartyForm<'_> {
    fn iban(&self) -> String {
        self.known.iban.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn bic(&self) -> &str {
        self.known.bic.as_ref().map_or("", bank::Bic::as_str)
    }
}

#[derive(Template)]
#[template(path = "party.html")]
struct PartyPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    entity: &'a Entity,
    party: &'a Party,
    iban: String,
    collects: bool,
    claims: Table<'a>,
    mandates: Table<'a>,
}

#[derive(Template)]
#[template(path = "details.html")]
struct DetailsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    entity: &'a Entity,
    title: &'a str,
    known: Option<Details>,
}

impl DetailsPage<'_> {
    fn known(&self, part: &str) -> String {
        let Some(known) = &self.known else { return String::new() };
        match part {
            "iban" => known.iban.to_string(),
            "bic" => known.bic.as_ref().map(|bic| bic.as_str().to_owned()).unwrap_or_default(),
            _ => known.creditor.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
        }
    }
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let listing = Listing::of(&ctx);
    let wanted = listing.search.clone();
    let (entity, mut found) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let found = parties(tx, &actor, entity.id, &wanted)?;
            Ok((entity, found))
        })
        .await?;
    let voice = &ctx.voice;
    let path = format!("/livres/{id}/tiers");
    let columns = vec![
        Column::new("nom", voice.say("ledger-party-name")),
        Column::new("commune", voice.say("ledger-party-town")),
        Column::new("iban", voice.say("ledger-party-iban")),
    ];
    let more = found.len() > LISTED;
    found.truncate(LISTED);
    let row = |party: &Party| {
        let iban = party.data.iban.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = Cell::link(&party.data.name, format!("{path}/{}", party.id));
        vec![name.more(&party.data.email), Cell::text(&party.data.town), Cell::text(iban)]
    };
    let title = voice.say("ledger-parties");
    let rows = found.iter().map(row).collect();
    let mut table = Table::new(voice, "tiers", title.clone(), columns, rows);
    let label = voice.say("ledger-search-parties");
    let field = Field::new(voice, Kind::Input("search"), "q", label);
    table.filter = Some(Filter {
        action: path.clone(),
        fields: vec![field.value(listing.search.as_str()).optional()],
        kept: Vec::new(),
        clear_url: (!listing.search.is_empty()).then(|| path.clone()),
    });
    table.total = more.then(|| voice.with("ledger-more-than", "count", LISTED));
    table.empty = Some(Empty {
        title: voice.say("ledger-parties-none"),
        what: voice.say("ledger-parties-none-what"),
        next: Some(Next {
            label: voice.say("ledger-party-first"),
            href: format!("{path}/nouveau"),
        }),
    });
    let main = PartiesPage { voice, entity: &entity, title: &title, table };
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn read(form: &Form) -> Outcome<NewParty> {
    let mut reader = form.reader();
    let email = match form.value("email").trim() {
        "" => String::new(),
        _ => reader.email("email"),
    };
    let siren: String = reader.text("siren", 20).split_whitespace().collect();
    let nine = siren.len() == 9 && siren.bytes().all(|digit| digit.is_ascii_digit());
    if !siren.is_empty() && !nine {
        reader.fault("siren", "ledger-fault-siren");
    }
    let new = NewParty {
        name: reader.required("name", 70),
        email,
        street: reader.text("street", 70),
        postcode: reader.text("postcode", 16),
        town: reader.text("town", 35),
        siren,
        iban: iban(&mut reader, form, "iban"),
        bic: bic(&mut reader, form, "bic"),
    };
    reader.finish()?;
    Ok(new)
}

pub(super) async fn new(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    form_page(&ctx, &actor, (EntityId(id), None), &Form::default(), &[]).await
}

pub(super) async fn edit(ctx: Ctx, actor: Actor, Path((id, of)): Path<(i64, String)>) -> Answer {
    let of = of.parse()?;
    form_page(&ctx, &actor, (EntityId(id), Some(of)), &Form::default(), &[]).await
}

async fn form_page(
    ctx: &Ctx,
    actor: &Actor,
    (id, of): (EntityId, Option<PartyId>),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, known) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &acting, id)?;
            let known = of.map(|of| party(tx, &acting, id, of)).transpose()?;
            Ok((entity, known))
        })
        .await?;
    let voice = &ctx.voice;
    let list = format!("/livres/{}/tiers", id.0);
    let own = of.map(|of| format!("{list}/{of}"));
    let title = match &known {
        Some(known) => voice.with("ledger-party-change", "name", known.data.name.as_str()),
        None => voice.say("ledger-party-new"),
    };
    let main = PartyForm {
        voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(voice, form, faults),
        title: &title,
        action: own.as_ref().map_or_else(|| list.clone(), |own| format!("{own}/modifier")),
        back: own.unwrap_or_else(|| list.clone()),
        key: ctx.key_of(form),
        version: known.as_ref().map_or(0, |known| known.version),
        known: known.map(|known| known.data).unwrap_or_default(),
    };
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-parties"), &list), &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn add(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    let new = match read(&form) {
        Ok(new) => new,
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            return form_page(&ctx, &actor, (EntityId(id), None), &form, &faults).await;
        }
    };
    let key = form.key("ledger-party", &actor.name_in_log())?;
    let write = move |tx: &mut store::Tx| {
        let request = format!("{id} {new:?}");
        store::once(tx, &key, &request, |tx| {
            add_party(tx, &actor, EntityId(id), &new).map(|id| id.to_string())
        })
    };
    let added: String = ctx.app.store().write_once(write).await?;
    Ok(ctx.see(&format!("/livres/{id}/tiers/{added}"), "ledger-notice-party"))
}

pub(super) async fn change(
    ctx: Ctx,
    actor: Actor,
    Path((id, of)): Path<(i64, String)>,
    form: Form,
) -> Answer {
    let of: PartyId = of.parse()?;
    let new = match read(&form) {
        Ok(new) => new,
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            return form_page(&ctx, &actor, (EntityId(id), Some(of)), &form, &faults).await;
        }
    };
    // Whoever changes an account number decides where money goes.
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let version = form.version()?;
    let write =
        move |tx: &mut store::Tx| change_party(tx, &actor, EntityId(id), (of, version), &new);
    ctx.app.store().write(write).await?;
    Ok(ctx.see(&format!("/livres/{id}/tiers/{of}"), "ledger-notice-party"))
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path((id, of)): Path<(i64, String)>) -> Answer {
    let of: PartyId = of.parse()?;
    let (entity, known, claims, mandates, own) = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            let known = party(tx, &actor, entity.id, of)?;
            let claims = claims_on(tx, &actor, entity.id, of)?;
            let mandates = mandates_of(tx, &actor, entity.id, of)?;
            let own = details(tx, &actor, entity.id)?;
            Ok((entity, known, claims, mandates, own))
        })
        .await?;
    let voice = &ctx.voice;
    let today = ctx.app.world().now().in_france().date();
    let main = PartyPage {
        voice,
        csrf: &ctx.visitor.csrf,
        iban: known.data.iban.as_ref().map(ToString::to_string).unwrap_or_default(),
        collects: own.is_some_and(|own| own.creditor.is_some()),
        claims: claims::table(voice, &entity, &claims, (today, false)),
        mandates: mandates::table(voice, &entity, &mandates),
        entity: &entity,
        party: &known,
    };
    let list = format!("/livres/{id}/tiers");
    let name = &known.data.name;
    let crumbs = sub_crumbs(voice, &entity, (&voice.say("ledger-parties"), &list), name);
    Ok(ctx.page_with(&PageHead { title: name, crumbs: &crumbs, wide: true }, &main)?)
}

pub(super) async fn details_show(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    details_page(&ctx, &actor, EntityId(id), &Form::default(), &[]).await
}

async fn details_page(
    ctx: &Ctx,
    actor: &Actor,
    id: EntityId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (entity, known) = ctx
        .app
        .store()
        .read(move |tx| Ok((book(tx, &acting, id)?, details(tx, &acting, id)?)))
        .await?;
    let voice = &ctx.voice;
    let title = voice.say("ledger-details");
    let main = DetailsPage {
        voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(voice, form, faults),
        entity: &entity,
        title: &title,
        known,
    };
    let crumbs = crumbs(voice, &entity, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn details_tell(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<i64>,
    form: Form,
) -> Answer {
    let mut reader = form.reader();
    let own = iban(&mut reader, &form, "iban");
    if form.value("iban").trim().is_empty() {
        reader.fault("iban", "web-fault-required");
    }
    let (bic, creditor) =
        (bic(&mut reader, &form, "bic"), creditor(&mut reader, &form, "creditor"));
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return details_page(&ctx, &actor, EntityId(id), &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let new = Details { iban: own.ok_or(Refusal::Malformed)?, bic, creditor };
    ctx.app.store().write(move |tx| set_details(tx, &actor, EntityId(id), &new)).await?;
    Ok(ctx.see(&format!("/livres/{id}/virements"), "ledger-notice-details"))
}
