//! Organisations: entering one, correcting it, its members.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use store::Tx;
use web::parts::{Choice, Field, Fields};
use web::{Ctx, Form, PageHead, Refused, Voice};
use work::OutgoingMail;

use crate::{
    Account, Actor, DirectoryEntry, Grant, NewGrant, NewOrganisation, OrgId, Organisation, Role,
    Source, accounts, directory, kinds, organisations, rules,
};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "new_organisation.html")]
struct NewPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    kinds: Vec<Choice>,
    back: String,
    key: String,
    search: Option<Search>,
}

/// The search in the official directories, where there are any.
#[derive(Default)]
struct Search {
    typed: String,
    found: Vec<DirectoryEntry>,
    chosen: bool,
}

/// Entries shown of a search.
const FOUND_MAX: usize = 20;

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    kinds: Vec<Choice>,
    organisation: Organisation,
    members: Vec<(Account, Grant)>,
    failing: Vec<String>,
    manages: bool,
}

impl OrganisationPage<'_> {
    fn member_roles(&self) -> Vec<Choice> {
        let role = |role: Role| {
            let label = self.voice.say(&format!("people-role-{}", role.code()));
            Choice::new(role.code().to_owned(), label)
        };
        vec![role(Role::Member), role(Role::Manager)]
    }
}

impl NewPage<'_> {
    /// The page with the form filled in from an entry.
    fn choose(&self, entry: &DirectoryEntry) -> String {
        let choice = format!("{}.{}", entry.source.code(), entry.key);
        let query = web::query_of(&[("choix", &choice), ("retour", &self.back)]);
        format!("/organisations/nouvelle?{query}")
    }

    fn search_field(&self, search: &Search) -> Field<'_> {
        let kind = web::parts::Kind::Input("search");
        self.fields.field(kind, "cherche", "people-directory-typed").value(&search.typed).optional()
    }
}

fn kind_choices(voice: &Voice) -> Vec<Choice> {
    let choice =
        |kind: &&str| Choice::new((*kind).to_owned(), voice.say(&format!("people-kind-{kind}")));
    kinds::KINDS.iter().map(choice).collect()
}

fn read(form: &Form) -> Outcome<NewOrganisation> {
    let mut reader = form.reader();
    let new = NewOrganisation {
        name: reader.required("name", 200),
        kind: reader.choice("kind", kinds::KINDS),
        siret: rules::compact(&reader.text("siret", 40)),
        rna: rules::compact(&reader.text("rna", 40)),
        address: reader.required("address", 200),
        postcode: rules::compact(&reader.required("postcode", 20)),
        city: reader.required("city", 100),
        invented: false,
    };
    for (field, key) in new.faults() {
        if !form.value(field).is_empty() || key == "people-fault-siret-or-rna" {
            reader.fault(field, key);
        }
    }
    reader.finish()?;
    Ok(new)
}

pub(super) async fn show_new(ctx: Ctx) -> Answer {
    let told = [("name", "nom"), ("siret", "siret")];
    let told = told.map(|(field, asked)| (field.to_owned(), ctx.query(asked).unwrap_or_default()));
    new_page(&ctx, Form::from_values(told.to_vec()), &[]).await
}

/// What the address asks of the directories, and the form that it fills in.
fn asked(tx: &mut Tx, typed: &str, choice: &str) -> Outcome<(Option<Search>, Option<Form>)> {
    if !directory::has_directory(tx)? {
        return Ok((None, None));
    }
    let chosen = match choice.split_once('.').map(|(code, key)| (Source::from_code(code), key)) {
        Some((Some(source), key)) => directory::entry(tx, source, key)?,
        _ => None,
    };
    let found = match typed.trim() {
        "" => Vec::new(),
        typed => crate::search_directory(tx, typed, FOUND_MAX)?,
    };
    let search = Search { typed: typed.to_owned(), found, chosen: chosen.is_some() };
    Ok((Some(search), chosen.as_ref().map(filled)))
}

fn filled(entry: &DirectoryEntry) -> Form {
    let values = [
        ("name", entry.name.as_str()),
        ("kind", entry.kind()),
        ("siret", &entry.siret),
        ("rna", &entry.rna),
        ("address", &entry.address),
        ("postcode", &entry.postcode),
        ("city", &entry.city),
    ];
    Form::from_values(values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec())
}

async fn new_page(ctx: &Ctx, form: Form, faults: &[Fault]) -> Answer {
    let get = |name: &str| ctx.query(name).unwrap_or_default().chars().take(200).collect();
    let (typed, choice): (String, String) = (get("cherche"), get("choix"));
    let read = ctx.app.store().read(move |tx| asked(tx, &typed, &choice)).await;
    let (search, chosen) = read?;
    let back = if form.has("retour") {
        form.value("retour").to_owned()
    } else {
        ctx.query("retour").unwrap_or_default()
    };
    let key: base::Id<Form> = ctx.app.world().id();
    let main = NewPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, chosen.as_ref().unwrap_or(&form), faults),
        kinds: kind_choices(&ctx.voice),
        back,
        key: key.to_string(),
        search,
    };
    let title = ctx.voice.say("people-new-organisation");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

pub(super) async fn create(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let person = actor.person()?;
    let key = form.key("new-organisation", &person.to_string())?;
    let created = match read(&form) {
        Ok(new) => {
            ctx.app
                .store()
                .write_once(move |tx| {
                    let request = format!("{new:?}");
                    store::once(tx, &key, &request, |tx| {
                        crate::create_organisation(tx, person, &new)
                    })
                })
                .await
        }
        Err(refusal) => Err(refusal),
    };
    match created {
        Ok(id) => {
            let back = form.value("retour");
            let own = back.starts_with("/appels/") && !back.contains("//");
            let there = if own { back.to_owned() } else { format!("/organisations/{id}") };
            Ok(ctx.see(&there, "people-notice-organisation"))
        }
        Err(Refusal::Invalid(faults)) => new_page(&ctx, form, &faults).await,
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    organisation_page(&ctx, &actor, id.parse()?, None, &[]).await
}

async fn organisation_page(
    ctx: &Ctx,
    actor: &Actor,
    id: OrgId,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let acting = actor.clone();
    let (organisation, members, failing) = ctx
        .app
        .store()
        .read(move |tx| {
            let organisation = organisations::own_organisation(tx, &acting, id)?;
            let failing = match acting.holds_in(Role::Manager, &id.to_string()) {
                true => crate::addresses::failing_in(tx, &organisation.id.to_string())?,
                false => Vec::new(),
            };
            let members = crate::scope_members(tx, &organisation.id.to_string())?;
            Ok((organisation, members, failing))
        })
        .await?;
    let data = &organisation.data;
    let kept: Vec<(String, String)> = [
        ("name", &data.name),
        ("kind", &data.kind),
        ("address", &data.address),
        ("postcode", &data.postcode),
        ("city", &data.city),
    ]
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .to_vec();
    let fields = match form {
        Some(form) => Fields::new(&ctx.voice, form, faults),
        None => Fields::new(&ctx.voice, &kept, faults),
    };
    let title = data.name.clone();
    let main = OrganisationPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields,
        kinds: kind_choices(&ctx.voice),
        manages: actor.holds_in(Role::Manager, &id.to_string()),
        organisation,
        members,
        failing,
    };
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

fn managed(actor: &Actor, id: OrgId) -> Outcome<()> {
    let scope = id.to_string();
    match (actor.holds_in(Role::Manager, &scope), actor.acts_for(id)) {
        (true, _) => Ok(()),
        (false, true) => Err(Refusal::Forbidden),
        (false, false) => Err(Refusal::Unknown),
    }
}

pub(super) async fn update(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: OrgId = id.parse()?;
    managed(&actor, id)?;
    let (person, version) = (actor.person()?, form.version()?);
    let mut reader = form.reader();
    let new = NewOrganisation {
        name: reader.required("name", 200),
        kind: reader.choice("kind", kinds::KINDS),
        address: reader.required("address", 200),
        postcode: rules::compact(&reader.required("postcode", 20)),
        city: reader.required("city", 100),
        ..NewOrganisation::default()
    };
    let written = match reader.finish() {
        Ok(()) => {
            ctx.app
                .store()
                .write(move |tx| crate::update_organisation(tx, person, id, version, &new))
                .await
        }
        Err(refusal) => Err(refusal),
    };
    match written {
        Ok(()) => Ok(ctx.see(&format!("/organisations/{id}"), "people-notice-saved")),
        Err(Refusal::Invalid(faults)) => {
            organisation_page(&ctx, &actor, id, Some(&form), &faults).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn invite(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: OrgId = id.parse()?;
    managed(&actor, id)?;
    let mut reader = form.reader();
    let email = reader.email("email");
    let name = reader.required("member_name", 120);
    let role = reader.choice("role", &[Role::Manager.code(), Role::Member.code()]);
    let valid_until = super::end_of_right(&ctx, &mut reader, "until");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return organisation_page(&ctx, &actor, id, Some(&form), &faults).await;
    }
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.mails(&email).await?;
    let role = Role::from_code(&role).unwrap_or(Role::Member);
    let (by, voice) = (actor.name_in_log(), ctx.voice.clone());
    let public_url = ctx.app.settings().public_url.clone();
    ctx.app
        .store()
        .write(move |tx| {
            let organisation = organisations::managed_organisation(tx, &actor, id)?;
            let person = accounts::create_account(tx, &email, &name, voice.lang.code())?;
            let new = NewGrant { person, role, scope: id.to_string(), valid_until };
            crate::grant(tx, &by, &new)?;
            let link = format!("/organisations/{id}");
            crate::notices::sent_otherwise(tx, person, &crate::notices::MEMBERSHIP, &link)?;
            let token = accounts::invite(tx, person)?;
            let link = format!("{public_url}/mot-de-passe/{token}");
            let mail = OutgoingMail {
                to: email.clone(),
                subject: voice.say("people-mail-invited-subject"),
                text: voice.with_all(
                    "people-mail-invited-text",
                    &[("organisation", organisation.data.name.into()), ("link", link.into())],
                ),
                attachments: Vec::new(),
            };
            work::post(tx, &format!("invited:{}", base::sha256(token.as_bytes())), &mail)
        })
        .await?;
    Ok(ctx.see(&format!("/organisations/{id}"), "people-notice-invited"))
}

pub(super) async fn remove(
    ctx: Ctx,
    actor: Actor,
    Path((id, grant)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let id: OrgId = id.parse()?;
    managed(&actor, id)?;
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (by, grant) = (actor.name_in_log(), grant.parse()?);
    let remove = move |tx: &mut Tx| {
        let organisation = organisations::managed_organisation(tx, &actor, id)?;
        crate::revoke(tx, &by, &organisation.id.to_string(), grant)
    };
    ctx.app.store().write(remove).await?;
    Ok(ctx.see(&format!("/organisations/{id}"), "people-notice-removed"))
}
