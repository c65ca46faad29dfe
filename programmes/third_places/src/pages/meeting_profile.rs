//! One's own profile: written, changed, withdrawn; and whom one keeps away.

use askama::Template;
use base::{Fault, Outcome};
use people::{Actor, PersonId};
use web::parts::{Choice, Fields, Filled};
use web::{Ctx, Form, PageHead, Voice};

use super::fields::{Kept, choices, kept};
use super::{Answer, faults_of, meeting::crumbs};
use crate::meeting::{
    self, DOMAINS, DOMAINS_MAX, FORMS, LANGUAGES, Profile, ProfileText, Visible, rules,
};
use crate::model::Place;

#[derive(Template)]
#[template(path = "meeting_profile.html")]
struct ProfilePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    own: Option<&'a Profile>,
    places: &'a [Place],
    blocked: &'a [(PersonId, String)],
    fields: Fields<'a>,
}

impl ProfilePage<'_> {
    fn domains(&self) -> Vec<Choice> {
        choices(self.voice, "places-meet-domain", DOMAINS)
    }

    fn forms(&self) -> Vec<Choice> {
        choices(self.voice, "places-meet-form", FORMS)
    }

    fn languages(&self) -> Vec<Choice> {
        choices(self.voice, "places-meet-language", LANGUAGES)
    }

    fn who(&self) -> Vec<Choice> {
        choices(self.voice, "places-meet-visible", &Visible::ALL.map(Visible::code))
    }

    fn at(&self) -> Vec<Choice> {
        let named = |place: &Place| Choice::new(place.id.to_string(), place.text.name.as_str());
        self.places.iter().map(named).collect()
    }

    fn most(&self) -> String {
        self.voice.with("places-meet-edit-most", "most", DOMAINS_MAX)
    }
}

/// What a form for the first time is filled with: the organisation that one works for.
fn first(voice: &Voice, organisation: Option<people::Organisation>) -> Kept {
    let (name, kind) = organisation.map_or_else(Default::default, |o| (o.data.name, o.data.kind));
    let form = match kind.as_str() {
        "" => "",
        "entreprise" => "classic",
        "public" => "other",
        _ => "social",
    };
    kept(&[
        ("visible", Visible::Places.code().to_owned()),
        ("employer", name),
        ("form", form.to_owned()),
        ("languages", voice.lang.code().to_owned()),
    ])
}

fn keep(profile: &Profile) -> Kept {
    let text = &profile.text;
    let mut all = kept(&[
        ("visible", profile.visible.code().to_owned()),
        ("offer_words", text.offer_words.join(", ")),
        ("seek_words", text.seek_words.join(", ")),
        ("employer", text.employer.clone()),
        ("form", text.form.clone()),
        ("about", text.about.clone()),
    ]);
    let lists = [
        ("offers", &text.offers),
        ("seeks", &text.seeks),
        ("places", &text.places),
        ("languages", &text.languages),
    ];
    for (name, list) in lists {
        all.extend(list.iter().map(|one| (name.to_owned(), one.clone())));
    }
    all
}

fn read(form: &Form) -> Outcome<(Visible, ProfileText)> {
    let mut reader = form.reader();
    let list = |name: &str| -> Vec<String> {
        let mut all: Vec<String> = form.values(name).map(str::to_owned).collect();
        all.sort();
        all.dedup();
        all
    };
    let visible = reader.choice("visible", &Visible::ALL.map(Visible::code));
    let text = ProfileText {
        offers: list("offers"),
        offer_words: rules::words_typed(&reader.text("offer_words", 200)),
        seeks: list("seeks"),
        seek_words: rules::words_typed(&reader.text("seek_words", 200)),
        employer: reader.text("employer", 150),
        form: reader.choice("form", FORMS),
        places: list("places"),
        languages: list("languages"),
        about: reader.text("about", 600),
    };
    reader.finish()?;
    Ok((Visible::from_code(&visible).unwrap_or(Visible::Nobody), text))
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    page(&ctx, &actor, None, &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, form: Option<&Form>, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (own, places, blocked, organisation) = ctx
        .app
        .store()
        .read(move |tx| {
            let own = meeting::own_profile(tx, &acting)?;
            let places = meeting::meeting_places(tx, &acting)?;
            let organisation = meeting::employer(tx, &acting)?;
            Ok((own, places, meeting::blocked(tx, &acting)?, organisation))
        })
        .await?;
    let voice = &ctx.voice;
    let filled = own.as_ref().map_or_else(|| first(voice, organisation), keep);
    let filled: &dyn Filled = match form {
        Some(form) => form,
        None => &filled,
    };
    let main = ProfilePage {
        voice,
        csrf: &ctx.visitor.csrf,
        own: own.as_ref(),
        places: &places,
        blocked: &blocked,
        fields: Fields::new(voice, filled, faults),
    };
    let title = voice.say("places-meet-profile");
    let crumbs = crumbs(voice, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, ..PageHead::default() };
    Ok(ctx.form_page(&head, &main, faults)?)
}

pub(super) async fn save(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let version = form.version()?;
    let written = match faults_of(read(&form))? {
        Ok((visible, text)) => {
            let acting = actor.clone();
            let save = move |tx: &mut store::Tx| {
                meeting::save_profile(tx, &acting, version, visible, &text)
            };
            faults_of(ctx.app.store().write(save).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => Ok(ctx.see("/rencontres", "places-notice-profile")),
        Err(faults) => page(&ctx, &actor, Some(&form), &faults).await,
    }
}

pub(super) async fn withdraw(ctx: Ctx, actor: Actor, _: Form) -> Answer {
    ctx.app.store().write(move |tx| meeting::withdraw(tx, &actor)).await?;
    Ok(ctx.see("/rencontres", "places-notice-profile-withdrawn"))
}
