//! Employers that a service of sign-in names: to be entered, or asked for a place in.

use axum::response::Response;
use base::{Outcome, Refusal};
use store::Tx;
use web::{Ctx, Form, Refused, Voice};
use work::OutgoingMail;

use crate::identities::identities_of;
use crate::{Actor, Role, organisations};

/// An employer that a service names and that the person does not act for yet.
pub(super) struct Workplace {
    pub(super) siret: String,
    pub(super) name: String,
    /// It is in Parvis already: its managers can be asked.
    pub(super) known: bool,
}

/// The employers of a person for whom they do not act yet.
pub(super) fn workplaces(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Workplace>> {
    let person = actor.person()?;
    let own = crate::organisations_of(tx, person)?;
    let mut found = Vec::new();
    for identity in identities_of(tx, person)? {
        if identity.siret.is_empty() || own.iter().any(|one| one.data.siret == identity.siret) {
            continue;
        }
        let known = organisations::by_siret(tx, &identity.siret)?;
        let name = known.as_ref().map(|one| one.data.name.clone());
        found.push(Workplace {
            name: name.unwrap_or(identity.employer),
            siret: identity.siret,
            known: known.is_some(),
        });
    }
    Ok(found)
}

/// Asks the managers of the organisation where a service says that one works.
pub(super) async fn ask(ctx: Ctx, actor: Actor, form: Form) -> Result<Response, Refused> {
    let (person, siret) = (actor.person()?, form.value("siret").to_owned());
    let name = actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    let (words, url) = (ctx.app.words().clone(), ctx.app.settings().public_url.clone());
    ctx.app
        .store()
        .write(move |tx| {
            let place = workplaces(tx, &actor)?.into_iter().find(|place| place.siret == siret);
            let place = place.ok_or(Refusal::Unknown)?;
            let organisation = organisations::by_siret(tx, &place.siret)?;
            let organisation = organisation.ok_or(Refusal::Unknown)?;
            let day = tx.now().in_france().date();
            let link = format!("{url}/organisations/{}", organisation.id);
            for manager in crate::holders(tx, Role::Manager, &organisation.id.to_string())? {
                let lang = words::Lang::from_code(&manager.lang).unwrap_or(words::Lang::Fr);
                let voice = Voice::new(words.clone(), lang);
                let args = [
                    ("name", name.clone().into()),
                    ("organisation", organisation.data.name.clone().into()),
                    ("link", link.clone().into()),
                ];
                let mail = OutgoingMail {
                    to: manager.email,
                    subject: voice.say("people-mail-workplace-subject"),
                    text: voice.with_all("people-mail-workplace-text", &args),
                    attachments: Vec::new(),
                };
                let key = format!("workplace:{person}:{}:{}:{day}", organisation.id, manager.id);
                work::post(tx, &key, &mail)?;
            }
            let (who, what) = (person.to_string(), organisation.id.to_string());
            crate::record(tx, &who, "people.workplace-asked", &what, "")
        })
        .await?;
    Ok(ctx.see("/compte", "people-notice-workplace-asked"))
}
