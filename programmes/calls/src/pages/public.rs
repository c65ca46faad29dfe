//! What everybody sees: calls, who may apply, laureates, open data.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base::{Cents, Moment};
use web::parts::{Cell, Choice, Column, Crumb, Field, Html, Kind, Table};
use web::{Ctx, Listing, PageHead, Refused, Voice};

use crate::calls;
use crate::decisions::{PublicAward, award_totals, public_awards};
use crate::model::{
    Call, CallHead, CallId, CallState, Condition, Rules, Session, SessionState, Test,
};
use crate::{open_data, rules};

pub(super) type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "calls.html")]
struct ListPage<'a> {
    voice: &'a Voice,
    open: Vec<CallHead>,
    closed: Vec<CallHead>,
    cut_offs: BTreeMap<CallId, Moment>,
    next: Option<String>,
    search: Field<'a>,
    searched: bool,
}

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage<'a> {
    voice: &'a Voice,
    call: &'a Call,
    rules: &'a Rules,
    body: String,
    sessions: Vec<Session>,
    next: Option<Moment>,
    pieces: Vec<String>,
    awards: i64,
}

#[derive(Template)]
#[template(path = "eligibility.html")]
struct EligibilityPage<'a> {
    voice: &'a Voice,
    call: &'a Call,
    fields: Vec<Field<'a>>,
    verdicts: Vec<(bool, &'a Condition)>,
    asked: bool,
    answered: bool,
    complete: bool,
}

#[derive(Template)]
#[template(path = "laureates.html")]
struct LaureatesPage<'a> {
    voice: &'a Voice,
    call: &'a Call,
    total: Cents,
    count: usize,
    chart: Option<Html>,
    table: Table<'a>,
}

#[derive(Template)]
#[template(path = "data.html")]
struct DataPage<'a> {
    voice: &'a Voice,
    count: i64,
}

impl EligibilityPage<'_> {
    fn all_met(&self) -> bool {
        self.verdicts.iter().all(|(met, _)| *met)
    }
}

/// Calls on one page of the public list.
const PAGE: usize = 50;

pub(super) async fn list(ctx: Ctx) -> Answer {
    let listing = Listing::of(&ctx);
    let query = listing.search.clone();
    let searched = !query.trim().is_empty();
    let before = ctx.query("avant").map(|id| id.parse()).transpose()?;
    let (mut found, cut_offs) = ctx
        .app
        .store()
        .read(move |tx| {
            let calls = if searched {
                calls::search_calls(tx, &query)?
            } else {
                calls::calls_in(tx, [CallState::Open, CallState::Closed], before, PAGE + 1)?
            };
            Ok((calls, calls::next_cut_offs(tx)?))
        })
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|call| format!("/appels?avant={}", call.id));
    let (open, closed) = found.into_iter().partition(|call| call.state == CallState::Open);
    let label = ctx.voice.say("calls-search");
    let main = ListPage {
        voice: &ctx.voice,
        open,
        closed,
        cut_offs,
        next,
        search: Field::new(&ctx.voice, Kind::Input("search"), "q", label)
            .value(listing.search)
            .optional(),
        searched,
    };
    Ok(ctx.page(&ctx.voice.say("calls-title"), &main)?)
}

fn crumbs(voice: &Voice, call: &Call, here: &str) -> Vec<Crumb> {
    vec![
        Crumb { label: voice.say("calls-title"), href: Some("/appels".to_owned()) },
        Crumb { label: call.title.clone(), href: Some(format!("/appels/{}", call.slug)) },
        Crumb { label: voice.say(here), href: None },
    ]
}

/// A public call with its rules now in force.
async fn public_call(ctx: &Ctx, slug: String) -> base::Outcome<(Call, Rules)> {
    ctx.app
        .store()
        .read(move |tx| {
            let call = calls::public_call(tx, &slug)?;
            let rules = calls::rules_of(tx, call.id, call.revision)?;
            Ok((call, rules))
        })
        .await
}

pub(super) async fn show(ctx: Ctx, Path(slug): Path<String>) -> Answer {
    let (call, rules) = public_call(&ctx, slug).await?;
    let id = call.id;
    let (sessions, awards) = ctx
        .app
        .store()
        .read(move |tx| Ok((calls::sessions_of(tx, id)?, award_totals(tx, Some(id))?.0)))
        .await?;
    let now = ctx.app.world().now();
    let next = sessions
        .iter()
        .find(|session| session.state == SessionState::Open && session.cut_off_at > now)
        .map(|session| session.cut_off_at);
    let fields = rules.form.iter().flat_map(|section| &section.fields);
    let files = fields.filter(|field| matches!(field.kind, crate::FieldKind::Files { .. }));
    let pieces = files.filter(|field| field.required).map(|field| field.label.clone()).collect();
    let main = CallPage {
        voice: &ctx.voice,
        body: web::markdown(&call.body),
        call: &call,
        rules: &rules,
        sessions,
        next,
        pieces,
        awards,
    };
    let crumbs = [
        Crumb { label: ctx.voice.say("calls-title"), href: Some("/appels".to_owned()) },
        Crumb { label: call.title.clone(), href: None },
    ];
    let head = PageHead { title: &call.title, crumbs: &crumbs, ..PageHead::default() };
    Ok(ctx.page_with(&head, &main)?)
}

/// The control that a condition is asked with.
fn question<'a>(voice: &'a Voice, condition: &Condition, answer: &str) -> Field<'a> {
    let kind = match &condition.test {
        Test::Yes | Test::No => Kind::Radios(vec![
            Choice::new("oui", voice.say("calls-yes")),
            Choice::new("non", voice.say("calls-no")),
        ]),
        Test::KindIn(_) => Kind::Select(
            people::kinds::KINDS
                .iter()
                .map(|kind| Choice::new(*kind, voice.named("people-kind", kind)))
                .collect(),
        ),
        Test::PostcodeStarts(_) | Test::AtLeast(_) | Test::AtMost(_) => Kind::Input("text"),
    };
    let field = Field::new(voice, kind, condition.id.as_str(), condition.question.as_str());
    let field = if answer.is_empty() { field } else { field.value(answer) };
    let short = !matches!(condition.test, Test::Yes | Test::No | Test::KindIn(_));
    if short { field.short() } else { field }
}

pub(super) async fn eligibility(ctx: Ctx, Path(slug): Path<String>) -> Answer {
    let (call, rules) = public_call(&ctx, slug).await?;
    let answers: Vec<String> = rules
        .eligibility
        .iter()
        .map(|condition| ctx.query(&condition.id).unwrap_or_default())
        .collect();
    let asked = || rules.eligibility.iter().zip(&answers);
    let verdicts: Vec<(bool, &Condition)> = asked()
        .filter_map(|(condition, answer)| Some((rules::meets(condition, answer)?, condition)))
        .collect();
    let main = EligibilityPage {
        voice: &ctx.voice,
        call: &call,
        fields: asked().map(|(c, answer)| question(&ctx.voice, c, answer)).collect(),
        asked: rules.eligibility.iter().any(|condition| ctx.query(&condition.id).is_some()),
        answered: !verdicts.is_empty(),
        complete: verdicts.len() == rules.eligibility.len(),
        verdicts,
    };
    let crumbs = crumbs(&ctx.voice, &call, "calls-eligibility");
    let title = ctx.voice.say("calls-eligibility");
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

/// A name as it fits into the title of a page, which has 70 characters.
fn shortened(name: &str) -> String {
    const MOST: usize = 48;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let start: String = name.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}

pub(super) async fn laureates(ctx: Ctx, Path(slug): Path<String>) -> Answer {
    let (call, _) = public_call(&ctx, slug).await?;
    let id = call.id;
    let mut awards = ctx.app.store().read(move |tx| public_awards(tx, Some(id))).await?;
    let listing = Listing::of(&ctx);
    let wanted = words::fold(&listing.search);
    awards.retain(|award| {
        words::fold(&format!("{} {}", award.organisation_name, award.title)).contains(&wanted)
    });
    sort(&mut awards, &listing);
    if let Some(format) = &listing.format {
        return Ok(web::download(&open_data::awards_sheet(&awards), format, "laureats")?);
    }
    let path = format!("/appels/{}/laureats", call.slug);
    let main = LaureatesPage {
        voice: &ctx.voice,
        call: &call,
        total: open_data::total(&awards),
        count: awards.len(),
        chart: by_session(&ctx.voice, &awards),
        table: awards_table(&ctx.voice, &awards, &listing, &path),
    };
    let crumbs = crumbs(&ctx.voice, &call, "calls-laureates");
    let title = ctx.voice.with("calls-laureates-of", "call", shortened(&call.title));
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

fn sort(awards: &mut [PublicAward], listing: &Listing) {
    match listing.sort.as_str() {
        "amount" => awards.sort_by_key(|award| award.amount),
        "project" => awards.sort_by_key(|award| words::sort_key(&award.title)),
        _ => awards.sort_by_key(|award| words::sort_key(&award.organisation_name)),
    }
    if listing.descending {
        awards.reverse();
    }
}

fn by_session(voice: &Voice, awards: &[PublicAward]) -> Option<Html> {
    let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
    for award in awards {
        let sum = sums.entry(&award.session_title).or_default();
        *sum = sum.plus(award.amount).unwrap_or(*sum);
    }
    if sums.len() < 2 {
        return None;
    }
    let bars = sums.into_iter().map(|(session, sum)| {
        web::chart::Datum::new(session, sum.0 as f64 / 100.0, voice.money(sum))
    });
    let chart = web::chart::BarChart {
        title: voice.say("calls-awarded-by-session"),
        unit: "€".to_owned(),
        bars: bars.collect(),
        caption: voice.say("calls-source-decisions"),
    };
    Some(web::chart::bar_chart(voice, &chart))
}

fn awards_table<'a>(
    voice: &'a Voice,
    awards: &[PublicAward],
    listing: &Listing,
    path: &str,
) -> Table<'a> {
    let column = |key: &str| super::sortable(voice, listing, path, "calls-column", key);
    let columns = vec![
        column("organisation"),
        column("project"),
        Column::new("session", voice.say("calls-column-session")),
        column("amount").numeric(),
    ];
    let rows = awards.iter().map(|award| {
        vec![
            Cell::text(&award.organisation_name),
            Cell::text(&award.title).more(award.number.clone()),
            Cell::text(&award.session_title),
            Cell::text(voice.money(award.amount)),
        ]
    });
    let caption = voice.say("calls-laureates");
    let mut table = Table::new(voice, "laureats", caption, columns, rows.collect());
    table.filter = Some(super::search_filter(voice, listing, path));
    table.exports = listing.exports(path);
    table
}

pub(super) async fn data(ctx: Ctx) -> Answer {
    let (count, _) = ctx.app.store().read(|tx| award_totals(tx, None)).await?;
    let main = DataPage { voice: &ctx.voice, count };
    Ok(ctx.page(&ctx.voice.say("calls-data"), &main)?)
}

pub(super) async fn scdl(ctx: Ctx) -> Answer {
    let csv = ctx.app.store().read(|tx| open_data::scdl(tx, None)).await?;
    let name = "attachment; filename=\"subventions.csv\"";
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, csv).into_response())
}
