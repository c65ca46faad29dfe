//! Reminders of what is late: sent from the list of who owes what, or from one claim.

use axum::extract::Path;
use axum::response::Response;
use base::Refusal;
use people::Actor;
use store::Tx;
use web::{Ctx, Form, Refused};

use super::claims::list_page;
use super::identifiers::faults_of;
use crate::model::EntityId;
use crate::reminders::{Level, remind, remind_late};

type Answer = Result<Response, Refused>;

pub(super) async fn remind_all(ctx: Ctx, actor: Actor, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let all = move |tx: &mut Tx| remind_late(tx, &acting, EntityId(id));
    let (count, mails) = match ctx.app.store().write(all).await {
        Ok(made) => made,
        Err(refusal) => {
            return list_page(&ctx, &actor, EntityId(id), &faults_of(refusal)?).await;
        }
    };
    let notice = match mails == count {
        true => "ledger-notice-reminded-mail",
        false => "ledger-notice-reminded",
    };
    Ok(ctx.see(&format!("/livres/{id}/creances"), notice))
}

pub(super) async fn remind_one(
    ctx: Ctx,
    actor: Actor,
    Path((id, number)): Path<(i64, i64)>,
    form: Form,
) -> Answer {
    let level = Level::from_code(form.value("level")).ok_or(Refusal::Malformed)?;
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let one = move |tx: &mut Tx| remind(tx, &actor, EntityId(id), number, level);
    let notice = match ctx.app.store().write(one).await?.by_mail {
        true => "ledger-notice-reminded-mail",
        false => "ledger-notice-reminded",
    };
    Ok(ctx.see(&format!("/livres/{id}/creances/{number}"), notice))
}
