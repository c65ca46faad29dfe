//! Pages of accounts, organisations and the instance's administration.

mod account;
mod administration;
mod ask_again;
mod delegations;
mod first;
mod health;
mod organisations;
mod passkeys;
mod password;
mod second_step;
mod services;
mod settings;
mod sign_in;
mod workplaces;

use base::Moment;
use web::parts::NavItem;
use web::{Ctx, Form, Reader, Routes, Voice};

use crate::{Actor, Policy, Role, Scopes};

pub(crate) use account::device;
pub use ask_again::ask_again;
pub(crate) use ask_again::is_fresh;

/// An entry of the main navigation and who sees it.
#[derive(Clone, Copy, Debug)]
pub struct NavEntry {
    /// Key of its text.
    pub key: &'static str,
    /// Its address.
    pub href: &'static str,
    /// Who sees it.
    pub policy: Policy,
}

/// Whether what is for holders of a policy is for whoever acts.
pub(crate) fn sees(actor: &Actor, policy: Policy) -> bool {
    match policy {
        Policy::Anyone => true,
        Policy::SignedIn => actor.account.is_some(),
        Policy::Holder(role) => actor.holds(role),
        Policy::Service(role) => actor.holds_in(role, ""),
        Policy::Organisation => actor.holds(Role::Manager) || actor.holds(Role::Member),
        Policy::Applicant => {
            sees(actor, Policy::Organisation)
                || actor.holds(Role::Contributor)
                || actor.holds(Role::Guest)
        }
        Policy::Host => {
            sees(actor, Policy::Organisation) || sees(actor, Policy::Service(Role::Officer))
        }
        Policy::Token(_) => false,
    }
}

/// The end of a right that a form gives, the whole day included; it is to come.
pub fn end_of_right(ctx: &Ctx, reader: &mut Reader<'_>, field: &str) -> Option<Moment> {
    let end = Moment::from_france(reader.date(field)?.at(23, 59, 59, 0));
    if end <= ctx.app.world().now() {
        reader.fault(field, "people-fault-right-over");
    }
    Some(end)
}

pub(crate) fn nav_for(entries: &[NavEntry], actor: &Actor, voice: &Voice) -> Vec<NavItem> {
    entries
        .iter()
        .filter(|entry| sees(actor, entry.policy))
        .map(|entry| NavItem { label: voice.say(entry.key), href: entry.href.to_owned() })
        .collect()
}

/// The routes of this crate; the other contexts say what their scopes of rights are called.
pub fn routes(scopes: &'static [Scopes]) -> Routes<Policy> {
    sign_in_routes(Routes::new(crate::guard))
        .merge(account_routes(Routes::new(crate::guard), scopes))
        .merge(other_routes(Routes::new(crate::guard), scopes))
        .merge(crate::addresses::routes())
}

fn sign_in_routes(routes: Routes<Policy>) -> Routes<Policy> {
    routes
        .get("/connexion", Policy::Anyone, sign_in::show)
        .post("/connexion", Policy::Anyone, sign_in::submit)
        .post("/connexion/code", Policy::Anyone, sign_in::code)
        .post("/connexion/cle", Policy::Anyone, passkeys::sign_in)
        .post("/connexion/cle/options", Policy::Anyone, passkeys::use_options)
        .get("/connexion/service/{service}", Policy::Anyone, services::set_out_to_enter)
        .get("/connexion/service/{service}/retour", Policy::Anyone, services::come_back)
        .get("/connexion/identite", Policy::Anyone, services::show_newcomer)
        .post("/connexion/identite", Policy::Anyone, services::send_code)
        .post("/connexion/identite/code", Policy::Anyone, services::enter_code)
        .post("/deconnexion", Policy::Anyone, sign_in::sign_out)
        .get("/deconnexion/retour", Policy::Anyone, services::come_back_from_farewell)
        .get("/inscription", Policy::Anyone, sign_in::show_register)
        .post("/inscription", Policy::Anyone, sign_in::register)
        .get("/mot-de-passe", Policy::Anyone, sign_in::show_forgotten)
        .post("/mot-de-passe", Policy::Anyone, sign_in::forgotten)
        .get("/mot-de-passe/{token}", Policy::Anyone, sign_in::show_choose)
        .post("/mot-de-passe/{token}", Policy::Anyone, sign_in::choose)
        .get("/premier-administrateur/{token}", Policy::Anyone, first::show)
        .post("/premier-administrateur/{token}", Policy::Anyone, first::submit)
}

fn account_routes(routes: Routes<Policy>, scopes: &'static [Scopes]) -> Routes<Policy> {
    routes
        .get("/compte", Policy::SignedIn, move |ctx: Ctx, actor: Actor| {
            account::show(ctx, actor, scopes)
        })
        .get("/compte/cles", Policy::SignedIn, passkeys::show)
        .post("/compte/cles", Policy::SignedIn, passkeys::add)
        .post("/compte/cles/options", Policy::SignedIn, passkeys::new_options)
        .post("/compte/cles/{id}/fin", Policy::SignedIn, passkeys::remove)
        .get("/compte/mot-de-passe", Policy::SignedIn, password::show)
        .post("/compte/mot-de-passe", Policy::SignedIn, password::submit)
        .get("/compte/delegations", Policy::SignedIn, move |ctx: Ctx, actor: Actor| {
            delegations::show(ctx, actor, scopes)
        })
        .post("/compte/delegations", Policy::SignedIn, move |ctx: Ctx, actor: Actor, form: Form| {
            delegations::give(ctx, actor, form, scopes)
        })
        .post("/compte/delegations/{id}/fin", Policy::SignedIn, delegations::end)
        .post("/compte/identites/{service}", Policy::SignedIn, services::set_out_to_join)
        .post("/compte/identites/{service}/fin", Policy::SignedIn, services::leave)
        .post("/compte/sessions/{id}/fin", Policy::SignedIn, account::end_session)
        .get("/compte/second-facteur", Policy::SignedIn, second_step::show)
        .post("/compte/second-facteur", Policy::SignedIn, second_step::begin)
        .post("/compte/second-facteur/confirmation", Policy::SignedIn, second_step::confirm)
        .post("/compte/second-facteur/fin", Policy::SignedIn, second_step::end)
        .post("/compte/jetons", Policy::SignedIn, move |ctx: Ctx, actor: Actor, form: Form| {
            account::new_token(ctx, actor, form, scopes)
        })
        .post("/compte/jetons/{id}/fin", Policy::SignedIn, account::end_token)
}

fn other_routes(routes: Routes<Policy>, scopes: &'static [Scopes]) -> Routes<Policy> {
    let admin = Policy::Holder(Role::Administrator);
    routes
        .get("/organisations/nouvelle", Policy::SignedIn, organisations::show_new)
        .post("/organisations/nouvelle", Policy::SignedIn, organisations::create)
        .post("/organisations/demande", Policy::SignedIn, workplaces::ask)
        .get("/organisations/{id}", Policy::Organisation, organisations::show)
        .post("/organisations/{id}", Policy::Organisation, organisations::update)
        .post("/organisations/{id}/membres", Policy::Organisation, organisations::invite)
        .post(
            "/organisations/{id}/membres/{grant}/fin",
            Policy::Organisation,
            organisations::remove,
        )
        .get("/administration", admin, move |ctx: Ctx, actor: Actor| {
            administration::show(ctx, actor, scopes)
        })
        .post("/administration/droits", admin, move |ctx: Ctx, actor: Actor, form: Form| {
            administration::give(ctx, actor, form, scopes)
        })
        .post("/administration/droits/{grant}/fin", admin, administration::end)
        .post("/administration/sessions", admin, move |ctx: Ctx, actor: Actor, form: Form| {
            administration::end_sessions(ctx, actor, form, scopes)
        })
        .get("/administration/reglages", admin, settings::show)
        .post("/administration/reglages", admin, settings::save)
        .get("/administration/sante", admin, health::show)
        .get("/administration/taches", admin, administration::jobs)
        .post("/administration/taches/{id}/relance", admin, administration::retry)
        .get("/administration/journal", admin, administration::journal)
}
