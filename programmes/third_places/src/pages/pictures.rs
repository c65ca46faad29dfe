//! Pictures: sent as they are kept, added with the words that stand for them, removed.

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Fields};
use web::{Ctx, Form, PageHead, Voice};

use super::desk::{Tab, tabs};
use super::fields::choices;
use super::{Answer, Side, faults_of, titled};
use crate::inside::{self, NewPicture, PICTURE_BYTES};
use crate::model::{Picture, PictureId, Place, PlaceId, Space};
use crate::{places, vocabulary};

#[derive(Template)]
#[template(path = "desk_pictures.html")]
struct PicturesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: &'static str,
    place: &'a Place,
    tabs: web::parts::Tabs,
    spaces: Vec<Space>,
    pictures: Vec<Picture>,
    fields: Fields<'a>,
}

impl PicturesPage<'_> {
    fn file(&self) -> web::parts::Field<'_> {
        let limit = i64::try_from(PICTURE_BYTES).unwrap_or(i64::MAX);
        let said = self.voice.with("places-picture-kinds", "limit", self.voice.bytes(limit));
        self.fields.file("file", "places-picture-file", ".png,.jpg,.jpeg", &said)
    }

    fn kinds(&self) -> Vec<Choice> {
        choices(self.voice, "places-picture-kind", vocabulary::PICTURES)
    }

    fn shown_spaces(&self) -> Vec<Choice> {
        let whole = Choice::new("", self.voice.say("places-picture-whole"));
        let space = |space: &Space| Choice::new(space.id.to_string(), &space.text.name);
        [vec![whole], self.spaces.iter().map(space).collect()].concat()
    }

    fn of(&self, picture: &Picture) -> String {
        let own = self.spaces.iter().find(|space| Some(space.id) == picture.space);
        let shown = match own {
            Some(space) => space.text.name.clone(),
            None => self.voice.say("places-picture-whole"),
        };
        format!("{}, {shown}", self.voice.named("places-picture-kind", &picture.kind))
    }
}

/// A picture as it is kept: nothing else than a picture, whatever it holds.
pub(super) async fn send(
    ctx: Ctx,
    actor: Actor,
    Path((id, picture)): Path<(String, String)>,
) -> Answer {
    let (id, picture): (PlaceId, PictureId) = (id.parse()?, picture.parse()?);
    let (kind, bytes) =
        ctx.app.store().read(move |tx| inside::picture(tx, &actor, id, picture)).await?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "private, max-age=86400".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: PlaceId, form: &Form, faults: &[Fault]) -> Answer {
    let (side, acting) = (Side::of(ctx), actor.clone());
    let (place, spaces, pictures) = ctx
        .app
        .store()
        .read(move |tx| {
            let place = places::own_place(tx, &acting, id)?;
            Ok((place, inside::spaces(tx, &acting, id)?, inside::pictures(tx, &acting, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let main = PicturesPage {
        voice,
        csrf: &ctx.visitor.csrf,
        base: side.base(),
        tabs: tabs(voice, side, &place, Tab::Pictures),
        place: &place,
        spaces,
        pictures,
        fields: Fields::new(voice, form, faults),
    };
    let title = titled(voice, "places-pictures", &place.text.name);
    let crumbs = side.crumbs(voice, &place, "places-pictures");
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn add(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (id, version): (PlaceId, i64) = (id.parse()?, form.version()?);
    let acting = actor.clone();
    let bytes = form.upload("file").map(|upload| upload.bytes.clone());
    let alt = form.value("alt").chars().take(300).collect::<String>();
    let kind = form.value("kind").to_owned();
    let space = Some(form.value("space")).filter(|space| !space.is_empty());
    let space = space.map(|space| space.parse()).transpose()?;
    let new = NewPicture { space, kind, alt };
    let added: Outcome<PictureId> = match bytes {
        None => Err(Refusal::field("file", "places-fault-no-picture")),
        Some(bytes) => {
            ctx.app
                .store()
                .write(move |tx| inside::add_picture(tx, &acting, (id, version), &new, &bytes))
                .await
        }
    };
    match faults_of(added)? {
        Ok(_) => {
            let there = format!("{}/{id}/images", Side::of(&ctx).base());
            Ok(ctx.see(&there, "places-notice-picture"))
        }
        Err(faults) => page(&ctx, &actor, id, &form, &faults).await,
    }
}

pub(super) async fn remove(
    ctx: Ctx,
    actor: Actor,
    Path((id, picture)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, picture): (PlaceId, PictureId) = (id.parse()?, picture.parse()?);
    let version = form.version()?;
    let there = format!("{}/{id}/images", Side::of(&ctx).base());
    ctx.app
        .store()
        .write(move |tx| inside::remove_picture(tx, &actor, (id, version), picture))
        .await?;
    Ok(ctx.see(&there, "places-notice-removed"))
}
