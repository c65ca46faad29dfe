//! An agent leaves: one step hands their work, in all contexts, over to a colleague.

use askama::Template;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use people::{Account, Actor, PersonId, Policy, Role};
use store::Tx;
use web::parts::{Choice, Fields};
use web::{Ctx, Form, PageHead, Refused, Routes, Voice};

use crate::personal::CUSTODIANS;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "departure.html")]
struct DeparturePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    agents: Vec<Choice>,
}

pub(crate) fn routes() -> Routes<Policy> {
    let admin = Policy::Holder(Role::Administrator);
    Routes::new(people::guard).get("/administration/depart", admin, show).post(
        "/administration/depart",
        admin,
        submit,
    )
}

/// Hands all that waits for an agent over to another, who has the same rights from now on. What
/// was done stays under the name of who did it. How many things changed hands.
pub fn hand_over(tx: &mut Tx, by: &str, from: PersonId, to: PersonId) -> Outcome<u64> {
    if from == to {
        return Err(Refusal::field("to", "home-fault-departure-same"));
    }
    let mut count: u64 = 0;
    for custodian in CUSTODIANS {
        count = count.saturating_add((custodian.hand_over)(tx, from, to)?);
    }
    people::record(tx, by, "people.handed-over", &from.to_string(), &to.to_string())?;
    Ok(count)
}

async fn agents(ctx: &Ctx, actor: &Actor) -> Outcome<Vec<Account>> {
    let look = people::Look {
        action: "people.rights-seen",
        object: "service".to_owned(),
        detail: String::new(),
    };
    people::looked(ctx, actor, vec![look]).await?;
    let acting = actor.clone();
    let held = ctx.app.store().read(move |tx| people::service_rights(tx, &acting)).await?;
    let mut agents: Vec<Account> = held.into_iter().map(|(who, _)| who).collect();
    agents.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    agents.dedup_by_key(|agent| agent.id);
    Ok(agents)
}

async fn show(ctx: Ctx, actor: Actor) -> Answer {
    page(&ctx, &actor, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, form: &Form, faults: &[Fault]) -> Answer {
    let agents = agents(ctx, actor).await?;
    let choice = |agent: &Account| {
        Choice::new(agent.id.to_string(), format!("{} ({})", agent.name, agent.email))
    };
    let main = DeparturePage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        fields: Fields::new(&ctx.voice, form, faults),
        agents: agents.iter().map(choice).collect(),
    };
    let title = ctx.voice.say("home-departure");
    let head = PageHead { title: &title, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

async fn submit(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let known: Vec<String> =
        agents(&ctx, &actor).await?.iter().map(|agent| agent.id.to_string()).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let mut reader = form.reader();
    let (from, to) = (reader.choice("from", &known), reader.choice("to", &known));
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &actor, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (from, to, by) = (from.parse()?, to.parse()?, actor.name_in_log());
    let done = ctx.app.store().write(move |tx| hand_over(tx, &by, from, to)).await;
    match done {
        Ok(_) => Ok(ctx.see("/administration/depart", "home-notice-departure")),
        Err(Refusal::Invalid(faults)) => page(&ctx, &actor, &form, &faults).await,
        Err(refusal) => Err(refusal.into()),
    }
}
