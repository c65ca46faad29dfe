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

use web::parts::NavItem;
use web::{Routes, Voice};

use crate::{Actor, Policy, Role};

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
        Policy::Applicant => actor.holds(Role::Manager) || actor.holds(Role::Member),
        Policy::Token(_) => false,
    }
}

pub(crate) fn nav_for(entries: &[NavEntry], actor: &Actor, voice: &Voice) -> Vec<NavItem> {
    entries
        .iter()
        .filter(|entry| sees(actor, entry.policy))
        .map(|entry| NavItem { label: voice.say(entry.key), href: entry.href.to_owned() })
        .collect()
}

/// The routes of this crate.
pub fn routes() -> Routes<Policy> {
    let admin = Policy::Holder(Role::Administrator);
    let routes = Routes::new(crate::guard)
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
        .get("/compte", Policy::SignedIn, account::show)
        .get("/compte/cles", Policy::SignedIn, passkeys::show)
        .post("/compte/cles", Policy::SignedIn, passkeys::add)
        .post("/compte/cles/options", Policy::SignedIn, passkeys::new_options)
        .post("/compte/cles/{id}/fin", Policy::SignedIn, passkeys::remove)
        .get("/compte/mot-de-passe", Policy::SignedIn, password::show)
        .post("/compte/mot-de-passe", Policy::SignedIn, password::submit)
        .get("/compte/delegations", Policy::SignedIn, delegations::show)
        .post("/compte/delegations", Policy::SignedIn, delegations::give)
        .post("/compte/delegations/{id}/fin", Policy::SignedIn, delegations::end)
        .post("/compte/identites/{service}", Policy::SignedIn, services::set_out_to_join)
        .post("/compte/identites/{service}/fin", Policy::SignedIn, services::leave)
        .post("/compte/sessions/{id}/fin", Policy::SignedIn, account::end_session)
        .get("/compte/second-facteur", Policy::SignedIn, second_step::show)
        .post("/compte/second-facteur", Policy::SignedIn, second_step::begin)
        .post("/compte/second-facteur/confirmation", Policy::SignedIn, second_step::confirm)
        .post("/compte/second-facteur/fin", Policy::SignedIn, second_step::end)
        .post("/compte/jetons", Policy::SignedIn, account::new_token)
        .post("/compte/jetons/{id}/fin", Policy::SignedIn, account::end_token);
    routes
        .get("/organisations/nouvelle", Policy::SignedIn, organisations::show_new)
        .post("/organisations/nouvelle", Policy::SignedIn, organisations::create)
        .post("/organisations/demande", Policy::SignedIn, workplaces::ask)
        .get("/organisations/{id}", Policy::Applicant, organisations::show)
        .post("/organisations/{id}", Policy::Applicant, organisations::update)
        .post("/organisations/{id}/membres", Policy::Applicant, organisations::invite)
        .post("/organisations/{id}/membres/{grant}/fin", Policy::Applicant, organisations::remove)
        .get("/administration", admin, administration::show)
        .post("/administration/droits", admin, administration::give)
        .post("/administration/droits/{grant}/fin", admin, administration::end)
        .post("/administration/sessions", admin, administration::end_sessions)
        .get("/administration/reglages", admin, settings::show)
        .post("/administration/reglages", admin, settings::save)
        .get("/administration/sante", admin, health::show)
        .get("/administration/taches", admin, administration::jobs)
        .post("/administration/taches/{id}/relance", admin, administration::retry)
        .get("/administration/journal", admin, administration::journal)
        .merge(crate::addresses::routes())
}
