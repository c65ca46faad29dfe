//! The pages of calls: for the public, for organisations, for officers, for readers.

mod apply;
mod desk;
mod desk_call;
mod desk_file;
mod pieces;
mod public;
mod reader;

use people::{Policy, Role};
use web::Routes;

/// The routes of this programme.
pub fn routes() -> Routes<Policy> {
    public_routes(Routes::new(people::guard))
        .merge(applicant_routes(Routes::new(people::guard)))
        .merge(officer_routes(Routes::new(people::guard)))
        .merge(reader_routes(Routes::new(people::guard)))
        .merge(crate::api::routes())
}

fn public_routes(routes: Routes<Policy>) -> Routes<Policy> {
    routes
        .get("/appels", Policy::Anyone, public::list)
        .get("/appels/{slug}", Policy::Anyone, public::show)
        .get("/appels/{slug}/eligibilite", Policy::Anyone, public::eligibility)
        .get("/appels/{slug}/laureats", Policy::Anyone, public::laureates)
        .get("/donnees", Policy::Anyone, public::data)
        .get("/donnees/subventions.csv", Policy::Anyone, public::scdl)
}

fn applicant_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let who = Policy::Applicant;
    routes
        .get("/appels/{slug}/deposer", Policy::SignedIn, apply::choose_organisation)
        .post("/appels/{slug}/deposer", Policy::SignedIn, apply::begin)
        .get("/dossiers", Policy::SignedIn, apply::list)
        .get("/dossiers/{id}", who, apply::show)
        .get("/dossiers/{id}/etape/{step}", who, apply::step)
        .post("/dossiers/{id}/etape/{step}", who, apply::save)
        .post("/dossiers/{id}/enregistrement", who, apply::autosave)
        .get("/dossiers/{id}/depot", who, apply::review)
        .post("/dossiers/{id}/depot", who, apply::submit)
        .post("/dossiers/{id}/retrait", who, apply::withdraw)
        .get("/dossiers/{id}/versions/{version}", who, apply::version)
        .get("/dossiers/{id}/recepisse.pdf", who, pieces::receipt)
        .get("/dossiers/{id}/lettre.pdf", who, pieces::letter)
        .post("/dossiers/{id}/pieces", who, pieces::attach)
        .get("/dossiers/{id}/pieces/{piece}", who, pieces::download)
        .post("/dossiers/{id}/pieces/{piece}/retrait", who, pieces::detach)
}

fn officer_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let who = Policy::Holder(Role::Officer);
    routes
        .get("/bureau", who, desk::show)
        .get("/bureau/appels/nouveau", who, desk_call::new)
        .post("/bureau/appels/nouveau", who, desk_call::create)
        .get("/bureau/appels/{id}", who, desk_call::show)
        .post("/bureau/appels/{id}", who, desk_call::save_text)
        .post("/bureau/appels/{id}/etat", who, desk_call::set_state)
        .get("/bureau/appels/{id}/regles/{part}", who, desk_call::rules)
        .post("/bureau/appels/{id}/regles/{part}", who, desk_call::save_rules)
        .post("/bureau/appels/{id}/sessions", who, desk_call::add_session)
        .get("/bureau/appels/{id}/dossiers", who, desk::files)
        .get("/bureau/sessions/{id}", who, desk::session)
        .post("/bureau/sessions/{id}/publication", who, desk::publish)
        .get("/bureau/dossiers/{id}", who, desk_file::show)
        .post("/bureau/dossiers/{id}/controle", who, desk_file::check)
        .post("/bureau/dossiers/{id}/lecteurs", who, desk_file::assign)
        .get("/bureau/dossiers/{id}/decision", who, desk_file::decision)
        .post("/bureau/dossiers/{id}/decision", who, desk_file::decide)
        .get("/bureau/dossiers/{id}/pieces/{piece}", who, desk_file::download)
}

fn reader_routes(routes: Routes<Policy>) -> Routes<Policy> {
    let who = Policy::Holder(Role::Reader);
    routes
        .get("/lectures", who, reader::list)
        .get("/lectures/{id}", who, reader::show)
        .post("/lectures/{id}/conflit", who, reader::declare)
        .post("/lectures/{id}", who, reader::give)
        .get("/lectures/{id}/pieces/{piece}", who, reader::download)
}
