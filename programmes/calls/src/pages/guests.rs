//! Letting somebody from outside read or write one file.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Moment, Outcome, Refusal};
use people::{Actor, Role};
use store::Tx;
use web::parts::{Choice, Fields};
use web::{Ctx, Form, PageHead, Refused, Voice};
use work::OutgoingMail;

use super::apply::file_crumbs;
use crate::guests::{self, GUEST_DAYS};
use crate::model::{File, FileId};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "guests.html")]
struct InvitePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    file: &'a File,
    fields: Fields<'a>,
}

/// What a guest may be given, the least first.
const ROLES: [Role; 2] = [Role::Guest, Role::Contributor];

impl InvitePage<'_> {
    fn roles(&self) -> Vec<Choice> {
        let choice =
            |role: Role| Choice::new(role.code(), self.voice.named("calls-guest-may", role.code()));
        ROLES.map(choice).to_vec()
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: FileId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let file = ctx.app.store().read(move |tx| guests::managed_file(tx, &acting, id)).await?;
    let main = InvitePage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        file: &file,
        fields: Fields::new(&ctx.voice, form, faults),
    };
    let title = ctx.voice.say("calls-guest-invite");
    let crumbs = file_crumbs(&ctx.voice, &file);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    Ok(if faults.is_empty() {
        ctx.page_with(&head, &main)?
    } else {
        ctx.faulty_page(&head, &main)?
    })
}

pub(super) async fn invite(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let file: FileId = id.parse()?;
    let mut reader = form.reader();
    let email = reader.email("email");
    let name = reader.required("name", 120);
    let role = reader.choice("role", &ROLES.map(Role::code));
    let until = people::end_of_right(&ctx, &mut reader, "until");
    if until.is_none() && form.value("until").is_empty() {
        reader.fault("until", "web-fault-required");
    }
    let latest = ctx.app.world().now().plus_days(GUEST_DAYS);
    if until.is_some_and(|until| until > latest) {
        let say = base::Say::new("calls-fault-guest-long").with("date", ctx.voice.day(latest));
        reader.fault("until", say);
    }
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return page(&ctx, &actor, file, &form, &faults).await;
    }
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    ctx.mails(&email).await?;
    let role = Role::from_code(&role).ok_or(Refusal::Malformed)?;
    let until = until.ok_or(Refusal::Malformed)?;
    let (acting, voice) = (actor.clone(), ctx.voice.clone());
    let url = ctx.app.settings().public_url.clone();
    let invited = ctx
        .app
        .store()
        .write(move |tx| let_in(tx, &acting, file, (&email, &name), (role, until), (&voice, &url)))
        .await;
    match invited {
        Ok(()) => Ok(ctx.see(&format!("/dossiers/{id}"), "calls-notice-guest")),
        Err(Refusal::Conflict(say)) => {
            page(&ctx, &actor, file, &form, &[Fault::new("email", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn let_in(
    tx: &mut Tx,
    actor: &Actor,
    id: FileId,
    (email, name): (&str, &str),
    right: (Role, Moment),
    (voice, url): (&Voice, &str),
) -> Outcome<()> {
    guests::managed_file(tx, actor, id)?;
    let guest = people::create_account(tx, email, name, voice.lang.code())?;
    let file = guests::invite_guest(tx, actor, id, guest, right)?;
    let token = people::invite(tx, guest)?;
    let args = [
        ("organisation", file.organisation_name.into()),
        ("date", voice.day(right.1).into()),
        ("link", format!("{url}/mot-de-passe/{token}").into()),
        ("file", format!("{url}/dossiers/{id}").into()),
    ];
    let mail = OutgoingMail {
        to: email.to_lowercase(),
        subject: voice.say("calls-mail-guest-subject"),
        text: voice.with_all("calls-mail-guest-text", &args),
        attachments: Vec::new(),
    };
    work::post(tx, &format!("guest:{}", base::sha256(token.as_bytes())), &mail)
}

pub(super) async fn end(
    ctx: Ctx,
    actor: Actor,
    Path((id, grant)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let file: FileId = id.parse()?;
    let acting = actor.clone();
    ctx.app.store().read(move |tx| guests::managed_file(tx, &acting, file)).await?;
    if let Some(page) = people::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let grant = grant.parse()?;
    ctx.app.store().write(move |tx| guests::end_guest(tx, &actor, file, grant)).await?;
    Ok(ctx.see(&format!("/dossiers/{id}"), "calls-notice-guest-ended"))
}
