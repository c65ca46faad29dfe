//! The invoices of a month, for whoever keeps the site and its book: who owes what, what is missing,
//! and one key that issues them all.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use jiff::civil::Date;
use people::Actor;
use web::parts::Fields;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::amounts::{month, month_asked, month_code, vats};
use super::{crumbs, faults_of};
use crate::model::{Site, SiteId};
use crate::money::{
    Book, Due, Month, book_of, issue_for, month_of, payers_of, place_party, set_book,
};
use crate::sites::kept_site;

type Answer = Result<Response, Refused>;

/// A payer's lines on the page.
struct Line {
    name: String,
    lines: Vec<(String, String)>,
    sum: String,
    credit: String,
    invoiced: String,
    missing: Option<String>,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "invoicing.html")]
struct InvoicingPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    lead: String,
    lines: Vec<Line>,
    behind: Vec<(String, String)>,
    before: (String, String),
    after: Option<(String, String)>,
    month: String,
    may_issue: bool,
    book: Option<Book>,
    keeps: bool,
    fields: Fields<'a>,
}

impl InvoicingPage<'_> {
    fn vats(&self) -> Vec<web::parts::Choice> {
        vats(self.voice)
    }

    fn vat(&self) -> &str {
        self.book.as_ref().map_or("non-profit", |book| book.vat.as_str())
    }

    fn charges(&self) -> bool {
        self.book.as_ref().is_some_and(|book| book.charges)
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), (&[], Vec::new())).await
}

/// The site, its book, whether whoever asks keeps it, and the month.
type Read = (Site, Option<Book>, bool, Date, Option<Month>);

fn read(tx: &mut store::Tx, actor: &Actor, id: SiteId, asked: Option<&str>) -> Outcome<Read> {
    let site = kept_site(tx, actor, id)?;
    let now = tx.now();
    let first = month_asked(&site, asked, now)?;
    let book = book_of(tx, id)?;
    let own = ledger::entity_of(tx, site.data.organisation)?;
    let entity = book.as_ref().map(|book| book.entity).or(own.map(|own| own.id));
    let keeps = match entity {
        None => false,
        Some(entity) => match ledger::book(tx, actor, entity) {
            Ok(_) => true,
            Err(Refusal::Unknown) => false,
            Err(other) => return Err(other),
        },
    };
    let found = match (&book, keeps) {
        (Some(_), true) => Some(month_of(tx, actor, id, first)?),
        _ => None,
    };
    Ok((site, book, keeps, first, found))
}

async fn page(
    ctx: &Ctx,
    actor: &Actor,
    id: SiteId,
    form: &Form,
    (faults, behind): (&[Fault], Vec<(String, String)>),
) -> Answer {
    let asked = Some(form.value("month").to_owned()).filter(|month| !month.is_empty());
    let (acting, asked) = (actor.clone(), asked.or_else(|| ctx.query("mois")));
    let read = move |tx: &mut store::Tx| read(tx, &acting, id, asked.as_deref());
    let (site, book, keeps, first, found) = ctx.app.store().read(read).await?;
    let voice = &ctx.voice;
    let name = month(voice, first);
    let title = voice.with("reservations-invoicing-title", "month", name.as_str());
    let link = |first: Date| {
        (format!("/sites/{id}/facturation?mois={}", month_code(first)), month(voice, first))
    };
    let before = first.yesterday().map_err(Refusal::broken)?.first_of_month();
    let after = first.last_of_month().tomorrow().map_err(Refusal::broken)?;
    let entity = book.as_ref().map(|book| book.entity.0);
    let dues = found.as_ref().map(|found| found.dues.as_slice()).unwrap_or_default();
    let over = found.as_ref().is_some_and(|found| found.over);
    let open = dues.iter().any(|due| !due.lines.is_empty() || due.to_credit > 0);
    let main = InvoicingPage {
        voice,
        csrf: &ctx.visitor.csrf,
        site: &site,
        title: title.clone(),
        lead: lead(voice, (book.is_some(), keeps), (over, dues)),
        lines: dues.iter().map(|due| line(voice, entity, due)).collect(),
        behind,
        before: link(before),
        after: over.then(|| link(after)),
        month: month_code(first),
        may_issue: over && open,
        book,
        keeps,
        fields: Fields::new(voice, form, faults),
    };
    let crumbs = crumbs(&site, &voice.say("reservations-invoicing"));
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    let faulty = !main.behind.is_empty() || !faults.is_empty();
    Ok(if faulty { ctx.faulty_page(&head, &main)? } else { ctx.page_with(&head, &main)? })
}

/// What there is to do, in one sentence.
fn lead(voice: &Voice, (chosen, keeps): (bool, bool), (over, dues): (bool, &[Due])) -> String {
    let sum: i64 = dues.iter().map(Due::sum).sum();
    let args = [
        ("count", dues.iter().filter(|due| !due.lines.is_empty()).count().into()),
        ("amount", voice.money(Cents(sum)).into()),
    ];
    match (chosen, keeps, over) {
        (false, false, _) => voice.say("reservations-invoicing-no-book"),
        (false, true, _) => voice.say("reservations-invoicing-choose"),
        (true, false, _) => voice.say("reservations-invoicing-not-yours"),
        (true, true, false) => voice.with_all("reservations-invoicing-not-over", &args),
        (true, true, true) if sum > 0 => voice.with_all("reservations-invoicing-due", &args),
        (true, true, true) => voice.say("reservations-invoicing-none"),
    }
}

fn line(voice: &Voice, entity: Option<i64>, due: &Due) -> Line {
    let money = |cents: i64| match cents {
        0 => String::new(),
        cents => voice.money(Cents(cents)),
    };
    let name = match due.name.as_str() {
        "" => voice.say("reservations-payer-gone"),
        name => name.to_owned(),
    };
    let party = entity.zip(due.party);
    Line {
        name,
        lines: due.lines.iter().map(|(label, cents)| (label.clone(), money(*cents))).collect(),
        sum: money(due.sum()),
        credit: money(due.to_credit),
        invoiced: match due.papers.as_slice() {
            [] => String::new(),
            papers => voice.with_all(
                "reservations-invoiced-on",
                &[
                    ("papers", papers.join(", ").into()),
                    ("amount", voice.money(Cents(due.invoiced)).into()),
                ],
            ),
        },
        missing: (!due.lines.is_empty())
            .then(|| due.missing.as_ref().map(|say| voice.it(say)))
            .flatten(),
        href: party.map(|(book, party)| format!("/livres/{book}/tiers/{party}/modifier")),
    }
}

pub(super) async fn act(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: SiteId = id.parse()?;
    match form.value("do") {
        "issue" => issue(ctx, actor, id, form).await,
        todo => {
            let charges = todo == "book";
            let (acting, vat) = (actor.clone(), form.value("vat").to_owned());
            let set = move |tx: &mut store::Tx| set_book(tx, &acting, id, &vat, charges);
            match ctx.app.store().write(set).await {
                Ok(()) => {
                    Ok(ctx.see(&format!("/sites/{id}/facturation"), "reservations-notice-changed"))
                }
                Err(refusal) => {
                    let faults = faults_of(refusal)?;
                    page(&ctx, &actor, id, &form, (&faults, Vec::new())).await
                }
            }
        }
    }
}

/// Each payer is a unit of work: one whose invoice cannot be stays behind with the reason.
async fn issue(ctx: Ctx, actor: Actor, id: SiteId, form: Form) -> Answer {
    let month = form.value("month").to_owned();
    let acting = actor.clone();
    let (first, payers) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            let first = month_asked(&site, Some(&month), tx.now())?;
            Ok((first, payers_of(tx, &acting, id, first)?))
        })
        .await?;
    let mut behind = Vec::new();
    for payer in payers {
        if let Err(refusal) = issue_one(&ctx, &actor, (id, first), payer.clone()).await {
            behind.push((payer, why(&ctx.voice, refusal)?));
        }
    }
    if behind.is_empty() {
        let to = format!("/sites/{id}/facturation?mois={}", month_code(first));
        return Ok(ctx.see(&to, "reservations-notice-invoiced"));
    }
    let (acting, wanted) = (actor.clone(), behind.clone());
    let named = ctx
        .app
        .store()
        .read(move |tx| {
            let found = month_of(tx, &acting, id, first)?;
            let name = |payer: &str| found.dues.iter().find(|due| due.payer == payer);
            let known = wanted.iter().map(|(payer, why)| {
                let name = name(payer).map(|due| due.name.clone()).unwrap_or_default();
                (name, why.clone())
            });
            Ok(known.collect::<Vec<_>>())
        })
        .await?;
    page(&ctx, &actor, id, &form, (&[], named)).await
}

async fn issue_one(
    ctx: &Ctx,
    actor: &Actor,
    (id, first): (SiteId, Date),
    payer: String,
) -> Outcome<()> {
    let (acting, known) = (actor.clone(), payer.clone());
    ctx.app.store().write(move |tx| place_party(tx, &acting, id, &known)).await?;
    let acting = actor.clone();
    ctx.app.store().write(move |tx| issue_for(tx, &acting, id, first, &payer)).await.map(drop)
}

/// Why an invoice was not made, if it is for people to mend.
fn why(voice: &Voice, refusal: Refusal) -> Outcome<String> {
    match refusal {
        Refusal::Conflict(say) => Ok(voice.it(&say)),
        Refusal::Invalid(faults) => {
            let said: Vec<String> = faults.iter().map(|fault| voice.it(&fault.say)).collect();
            Ok(said.join(" "))
        }
        Refusal::Unknown => Ok(voice.say("reservations-payer-gone")),
        other => Err(other),
    }
}
