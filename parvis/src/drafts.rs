//! A project idea becomes a draft in a call: programmes never import one another, so the house,
//! which knows both, writes it in one transaction (decision 20).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal, Say};
use calls::{Answers, CallId, CallState, FileId};
use people::{Actor, OrgId, Policy};
use store::Tx;
use third_places::meeting::{self, Idea, IdeaId};
use web::parts::{Choice, Crumb, Fields};
use web::{Ctx, Form, PageHead, Refused, Routes, Voice};

type Answer = Result<Response, Refused>;

/// Open calls that are offered.
const CALLS_MAX: usize = 100;
/// What forms of calls ask for in a few sentences, by the keys that they use.
const SUMMARIES: [&str; 3] = ["resume", "summary", "description"];

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    action: String,
    calls: Vec<Choice>,
    organisations: Vec<Choice>,
    fields: Fields<'a>,
}

pub(crate) fn routes() -> Routes<Policy> {
    let path = "/rencontres/idees/{idea}/dossier";
    Routes::new(people::guard).get(path, Policy::SignedIn, show).post(
        path,
        Policy::SignedIn,
        submit,
    )
}

/// Makes a draft of an idea in a call, for an organisation that one acts for: its title and its
/// summary where the form asks for them. Asked again, it is the same draft; a draft that the
/// organisation has begun before is left as it is.
pub fn draft_of_idea(
    tx: &mut Tx,
    actor: &Actor,
    id: IdeaId,
    (call, organisation): (CallId, OrgId),
) -> Outcome<FileId> {
    let idea = meeting::idea_to_draft(tx, actor, id)?;
    if let Some((_, file)) = idea.draft {
        return file.parse();
    }
    let begun = calls::begin_file(tx, actor, call, organisation)?;
    let file = calls::writable_file(tx, actor, begun)?;
    if !file.answers.is_empty() {
        return Err(Refusal::conflict("home-conflict-draft"));
    }
    calls::save_answers(tx, actor, begun, file.version, &answers_of(&idea))?;
    meeting::became_draft(tx, actor, id, (organisation, &begun.to_string()))?;
    Ok(begun)
}

/// What the form does not ask for is left out when it is saved.
fn answers_of(idea: &Idea) -> Answers {
    let text = &idea.text;
    let parts = [&text.purpose, &text.who, &text.body];
    let parts: Vec<&str> =
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let summary = parts.join("\n\n");
    let own = [("title".to_owned(), text.title.clone())];
    own.into_iter().chain(SUMMARIES.map(|key| (key.to_owned(), summary.clone()))).collect()
}

async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: IdeaId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (idea, open, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let idea = meeting::idea(tx, &acting, id)?;
            let open = calls::calls_in(tx, [CallState::Open, CallState::Open], None, CALLS_MAX)?;
            let names = people::organisation_names(tx, &acting.organisations())?;
            Ok((idea, open, names))
        })
        .await?;
    let voice = &ctx.voice;
    let main = DraftPage {
        voice,
        csrf: &ctx.visitor.csrf,
        action: format!("/rencontres/idees/{id}/dossier"),
        calls: open.iter().map(|call| Choice::new(call.id.to_string(), &*call.title)).collect(),
        organisations: names
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name.as_str()))
            .collect(),
        fields: Fields::new(voice, form, faults),
    };
    let title = voice.say("home-draft");
    let crumb = |label: String, href: Option<String>| Crumb { label, href };
    let crumbs = [
        crumb(voice.say("places-meet"), Some("/rencontres".to_owned())),
        crumb(idea.text.title.clone(), Some(format!("/rencontres/idees/{id}"))),
        crumb(title.clone(), None),
    ];
    let head = PageHead { title: &title, crumbs: &crumbs, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

async fn submit(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: IdeaId = id.parse()?;
    let (call, organisation) = (form.value("call"), form.value("organisation"));
    let missing = [("call", call), ("organisation", organisation)]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(field, _)| Fault::new(field, "web-fault-choose"))
        .collect::<Vec<_>>();
    if !missing.is_empty() {
        return page(&ctx, &actor, id, &form, &missing).await;
    }
    let (call, organisation): (CallId, OrgId) = (call.parse()?, organisation.parse()?);
    let acting = actor.clone();
    let write = move |tx: &mut Tx| draft_of_idea(tx, &acting, id, (call, organisation));
    match ctx.app.store().write(write).await {
        Ok(file) => Ok(ctx.see(&format!("/dossiers/{file}"), "home-notice-draft")),
        Err(Refusal::Conflict(say)) => page(&ctx, &actor, id, &form, &[said(say)]).await,
        Err(refusal) => Err(refusal.into()),
    }
}

fn said(say: Say) -> Fault {
    Fault::new("call", say)
}
