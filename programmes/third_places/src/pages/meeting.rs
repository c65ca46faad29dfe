//! The pages of meetings: what waits for somebody, whom they could meet, whom they have met. Their
//! profile is in `meeting_profile`, the others' in `meeting_people`.

use askama::Template;
use axum::extract::Path;
use base::{Outcome, Refusal};
use people::{Actor, Policy, Role};
use web::parts::Crumb;
use web::{Ctx, Form, PageHead, Routes, Voice};

use super::{Answer, meeting_ideas, meeting_outcomes, meeting_people, meeting_profile};
use crate::meeting::{self, Introduction, IntroductionId, Profile, Seen, Suggested, rules};

pub(super) fn routes(routes: Routes<Policy>) -> Routes<Policy> {
    let who = Policy::SignedIn;
    let at = |end: &str| format!("/rencontres{end}");
    routes
        .get(&at(""), who, show)
        .get(&at("/fiche"), who, meeting_profile::show)
        .post(&at("/fiche"), who, meeting_profile::save)
        .post(&at("/fiche/retrait"), who, meeting_profile::withdraw)
        .get(&at("/personnes"), who, meeting_people::list)
        .get(&at("/personnes/{profile}"), who, meeting_people::show)
        .post(&at("/personnes/{profile}/demande"), who, meeting_people::ask)
        .post(&at("/personnes/{profile}/ecart"), who, meeting_people::dismiss)
        .post(&at("/personnes/{profile}/blocage"), who, meeting_people::block)
        .post(&at("/blocages"), who, meeting_people::unblock)
        .post(&at("/demandes/{introduction}"), who, answer)
        .get(&at("/idees"), who, meeting_ideas::list)
        .post(&at("/idees"), who, meeting_ideas::open)
        .get(&at("/idees/{idea}"), who, meeting_ideas::show)
        .post(&at("/idees/{idea}"), who, meeting_ideas::save)
        .post(&at("/idees/{idea}/invitation"), who, meeting_ideas::invite)
        .post(&at("/idees/{idea}/reponse"), who, meeting_ideas::answer)
        .post(&at("/idees/{idea}/depart"), who, meeting_ideas::leave)
        .get(&at("/suites"), who, meeting_outcomes::show)
        .post(&at("/suites/{subject}"), who, meeting_outcomes::answer)
        .get("/bureau/rencontres", Policy::Service(Role::Officer), meeting_outcomes::figures)
}

#[derive(Template)]
#[template(path = "meeting.html")]
struct HomePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    own: Option<&'a Profile>,
    suggested: &'a [Suggested],
    all: &'a [Introduction],
    questions: usize,
}

impl HomePage<'_> {
    fn asked_of_me(&self) -> impl Iterator<Item = &Introduction> {
        self.all.iter().filter(|one| one.seen == Seen::AskedOfMe)
    }

    fn unanswered(&self) -> impl Iterator<Item = &Introduction> {
        self.all.iter().filter(|one| one.seen == Seen::NoAnswer)
    }

    fn met(&self) -> impl Iterator<Item = (&Introduction, &str)> {
        self.all.iter().filter_map(|one| match &one.seen {
            Seen::Met(address) => Some((one, address.as_str())),
            _ => None,
        })
    }

    fn why(&self, one: &Suggested) -> Vec<String> {
        why(self.voice, one)
    }

    fn points(&self, one: &Suggested) -> Vec<String> {
        let said = |(part, points): &(rules::Part, i64)| {
            let what = self.voice.named("places-meet-part", part.code());
            let args = [("what", what.into()), ("count", (*points).into())];
            self.voice.with_all("places-meet-part-points", &args)
        };
        one.suggestion.parts.iter().map(said).collect()
    }

    fn sum(&self) -> Vec<String> {
        let said = |(part, points): (rules::Part, i64)| {
            let what = self.voice.named("places-meet-each", part.code());
            let args = [("what", what.into()), ("count", points.into())];
            self.voice.with_all("places-meet-part-points", &args)
        };
        rules::POINTS.map(said).to_vec()
    }
}

/// A day with its name: `jeudi 3 décembre 2026`.
pub(super) fn weekday(voice: &Voice, day: jiff::civil::Date) -> String {
    let number = day.weekday().to_monday_one_offset().to_string();
    let args = [
        ("weekday", voice.named("places-weekday", &number).into()),
        ("day", voice.date(day).into()),
    ];
    voice.with_all("places-meet-day", &args)
}

/// Domains by their names, words as they were typed.
pub(super) fn in_words(voice: &Voice, codes: &[String]) -> String {
    let name = |code: &String| match meeting::DOMAINS.contains(&code.as_str()) {
        true => voice.named("places-meet-domain", code),
        false => code.clone(),
    };
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Why somebody is suggested.
fn why(voice: &Voice, one: &Suggested) -> Vec<String> {
    let found = &one.suggestion;
    let there = [("place", one.place.clone().into()), ("day", weekday(voice, found.day).into())];
    let mut said = vec![voice.with_all("places-meet-both-there", &there)];
    for (key, list) in [("places-meet-given", &found.given), ("places-meet-taken", &found.taken)] {
        if !list.is_empty() {
            let args = [("name", one.name.clone().into()), ("what", in_words(voice, list).into())];
            said.push(voice.with_all(key, &args));
        }
    }
    said
}

/// The way up from a page of meetings.
pub(super) fn crumbs(voice: &Voice, here: &str) -> Vec<Crumb> {
    vec![
        Crumb { label: voice.say("places-meet"), href: Some("/rencontres".to_owned()) },
        Crumb { label: here.to_owned(), href: None },
    ]
}

async fn show(ctx: Ctx, actor: Actor) -> Answer {
    let (own, suggested, all, questions) = ctx
        .app
        .store()
        .read(move |tx| {
            let own = meeting::own_profile(tx, &actor)?;
            let suggested = meeting::suggested(tx, &actor)?;
            let questions = meeting::questions(tx, &actor)?;
            Ok((own, suggested, meeting::introductions(tx, &actor)?, questions))
        })
        .await?;
    let voice = &ctx.voice;
    let main = HomePage {
        voice,
        csrf: &ctx.visitor.csrf,
        own: own.as_ref(),
        suggested: &suggested,
        all: &all,
        questions: questions.iter().filter(|one| one.answer.is_empty()).count(),
    };
    let title = voice.say("places-meet");
    Ok(ctx.page_with(&PageHead { title: &title, ..PageHead::default() }, &main)?)
}

async fn answer(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: IntroductionId = id.parse()?;
    let yes = match form.value("answer") {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::Malformed.into()),
    };
    let answer = move |tx: &mut store::Tx| meeting::answer(tx, &actor, id, yes);
    ctx.app.store().write(answer).await?;
    let notice = if yes { "places-notice-met" } else { "places-notice-not-met" };
    Ok(ctx.see("/rencontres", notice))
}

/// What somebody may not do reads as a sentence beside the form.
pub(super) fn said<T>(written: Outcome<T>, field: &str) -> Outcome<Result<T, Vec<base::Fault>>> {
    match written {
        Err(Refusal::Conflict(say)) => Ok(Err(vec![base::Fault::new(field, say)])),
        other => super::faults_of(other),
    }
}
