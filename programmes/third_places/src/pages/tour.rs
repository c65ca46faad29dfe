//! The page of a tour: its stages in order, the next one marked, what came of those that are over.

use askama::Template;
use axum::extract::Path;
use people::Actor;
use web::parts::{Badge, Crumb, Html, Tone};
use web::{Ctx, PageHead, Voice};

use super::{Answer, in_words, route, tone_of};
use crate::model::{Stage, Tour, TourId};
use crate::rules::{self, Mark};
use crate::{places, tours};

#[derive(Template)]
#[template(path = "tour.html")]
struct TourPage<'a> {
    voice: &'a Voice,
    tour: &'a Tour,
    lead: String,
    description: String,
    results: String,
    route: Option<Html>,
    lines: Vec<Line<'a>>,
    edit: Option<String>,
    /// What takes place at its stages: address, title, when.
    agenda: Vec<(String, String, String)>,
}

/// A stage as it is shown.
struct Line<'a> {
    stage: &'a Stage,
    mark: Badge,
    when: Option<String>,
    results: String,
}

impl TourPage<'_> {
    fn badge(&self) -> Badge {
        let state = self.tour.state;
        Badge::new(self.voice.named("places-state", state.code()), tone_of(state))
    }
}

/// How many stages, and which one is next.
fn lead(voice: &Voice, stages: &[Stage], marks: &[Mark]) -> String {
    let count = voice.with("places-stages", "count", stages.len());
    let next = stages.iter().zip(marks).find(|(_, mark)| **mark == Mark::Next);
    let then = match next {
        Some((stage, _)) => {
            let when = in_words(voice, &stage.text.days).unwrap_or_default();
            let args = [("title", stage.text.title.as_str().into()), ("when", when.into())];
            voice.with_all("places-next-stage", &args)
        }
        None => voice.say("places-no-next-stage"),
    };
    format!("{count} {then}")
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: TourId = id.parse()?;
    let acting = actor.clone();
    let (tour, stages, agenda) = ctx
        .app
        .store()
        .read(move |tx| {
            let stages = tours::stages(tx, &acting, id)?;
            let agenda = crate::agenda::to_come_on_tour(tx, &acting, id)?;
            Ok((tours::tour(tx, &acting, id)?, stages, agenda))
        })
        .await?;
    let voice = &ctx.voice;
    let today = ctx.app.world().now().in_france().date();
    let marks = rules::marks(&stages, today);
    let tone = |mark: &Mark| if *mark == Mark::Next { Tone::Good } else { Tone::Plain };
    let lines = stages.iter().zip(&marks).map(|(stage, mark)| Line {
        stage,
        mark: Badge::new(voice.named("places-mark", mark.code()), tone(mark)),
        when: in_words(voice, &stage.text.days),
        results: web::markdown(&stage.results),
    });
    let main = TourPage {
        voice,
        lead: lead(voice, &stages, &marks),
        description: web::markdown(&tour.text.description),
        results: web::markdown(&tour.results),
        route: route::drawn(voice, &stages, &marks),
        lines: lines.collect(),
        edit: places::is_network(&actor).then(|| format!("/bureau/tournees/{id}")),
        agenda: agenda
            .into_iter()
            .map(|one| {
                let said = super::agenda::when(voice, one.text.span);
                (format!("/rendez-vous/{}", one.id), one.text.title, said)
            })
            .collect(),
        tour: &tour,
    };
    let crumbs = [
        Crumb { label: voice.say("places-title"), href: Some("/lieux".to_owned()) },
        Crumb { label: tour.text.name.clone(), href: None },
    ];
    let title: String = tour.text.name.chars().take(55).collect();
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}
