//! A place that charges: the room and the desks of the demonstration's own association, its offers,
//! who bought them, and a month that waits for its invoices.

use base::{Moment, Outcome, Refusal};
use jiff::civil::Date;
use people::Actor;
use reservations::{
    Asked, Holder, Kind, Means, NewPlan, NewResource, NewSite, PassId, PlanId, Rate, ResourceId,
    SiteId, Span, Unit,
};
use store::Tx;

use super::people_of_demo::Cast;

/// Opens the site, sells its offers, and takes promises for the last whole month before `today`.
pub(super) fn open(tx: &mut Tx, cast: &Cast, today: Moment) -> Outcome<SiteId> {
    let (organisation, host) = &cast.own;
    ledger::begin_book(tx, host, *organisation)?;
    let new = NewSite {
        name: "Le Local des toits (démonstration)".to_owned(),
        hours: "Mo-Fr 08:00-22:00; PH off".to_owned(),
        hold_minutes: 15,
        no_show_minutes: 0,
        ..NewSite::usual(*organisation)
    };
    let id = tx.id();
    let site = reservations::open_site(tx, host, id, &new)?;
    reservations::set_book(tx, host, site, "non-profit", true)?;
    let (room, desks) = let_things(tx, host, site)?;
    let [ten, month, team] = offers(tx, host, site)?;
    let since = tx.now().in_france().date();
    let own = |actor: &Actor| actor.person().map(Holder::Person);
    let pass = bought(tx, &cast.resident, (ten, since), own(&cast.resident)?)?;
    let Some((company, manager)) = cast.organisations.first() else { return Ok(site) };
    bought(tx, manager, (month, since), own(manager)?)?;
    let account = bought(tx, manager, (team, since), Holder::Organisation(*company))?;
    for (_, actor) in cast.organisations.iter().skip(1).take(2) {
        reservations::name_user(tx, manager, account, actor.person()?)?;
    }
    // Its own people have an account too, which nobody pays.
    let id = tx.id();
    let holder = Holder::Organisation(*organisation);
    let crew = reservations::give(tx, host, team, id, (holder, since), true)?;
    reservations::name_user(tx, host, crew, host.person()?)?;
    let days = working_days(today.in_france().date())?;
    promises(tx, cast, (room, desks), (pass, account, crew), &days)?;
    Ok(site)
}

/// Invoices the company for the month in which it bought its account.
pub(super) fn invoice(tx: &mut Tx, cast: &Cast, site: SiteId, bought: Moment) -> Outcome<()> {
    let (_, host) = &cast.own;
    let Some((company, _)) = cast.organisations.first() else { return Ok(()) };
    let (payer, month) = (company.to_string(), bought.in_france().date().first_of_month());
    reservations::place_party(tx, host, site, &payer)?;
    reservations::issue_for(tx, host, site, month, &payer).map(drop)
}

fn let_things(tx: &mut Tx, host: &Actor, site: SiteId) -> Outcome<(ResourceId, ResourceId)> {
    let room = NewResource {
        name: "Grande salle".to_owned(),
        what: "Vingt personnes, une cuisine.".to_owned(),
        hour_cents: 1_200,
        ..NewResource::default()
    };
    let desks = NewResource {
        name: "Bureaux sous les toits".to_owned(),
        what: "Une entrée vaut une journée.".to_owned(),
        kind: Kind::Units,
        capacity: 6,
        hour_cents: 300,
        day_cents: 1_800,
        ..NewResource::default()
    };
    let (first, second) = (tx.id(), tx.id());
    let room = reservations::add_resource(tx, host, site, first, &room)?;
    let desks = reservations::add_resource(tx, host, site, second, &desks)?;
    let evening = Rate {
        label: "Soirée".to_owned(),
        hours: "Mo-Fr 18:00-22:00".to_owned(),
        standing: String::new(),
        hour_cents: 2_000,
    };
    reservations::add_rate(tx, host, room, &evening)?;
    Ok((room, desks))
}

fn offers(tx: &mut Tx, host: &Actor, site: SiteId) -> Outcome<[PlanId; 3]> {
    let ten = NewPlan {
        name: "Dix entrées".to_owned(),
        unit: Some(Unit::Entries),
        amount: 10,
        price_cents: 12_000,
        vat: "non-profit".to_owned(),
        months: 6,
        ..NewPlan::default()
    };
    let month = NewPlan {
        name: "Trimestre au local".to_owned(),
        unit: Some(Unit::Minutes),
        amount: 1_200,
        each_month: true,
        standing: "adhérent".to_owned(),
        price_cents: 9_000,
        months: 3,
        ..ten.clone()
    };
    let team = NewPlan {
        name: "Compte d’équipe".to_owned(),
        pooled: true,
        unit: Some(Unit::Minutes),
        amount: 2_400,
        each_month: true,
        budget_cents: 10_000,
        price_cents: 25_000,
        months: 12,
        ..ten.clone()
    };
    let mut ids = [tx.id(), tx.id(), tx.id()];
    for (id, new) in ids.iter_mut().zip([ten, month, team]) {
        *id = reservations::add_plan(tx, host, site, *id, &new)?;
    }
    Ok(ids)
}

fn bought(
    tx: &mut Tx,
    actor: &Actor,
    (plan, since): (PlanId, Date),
    holder: Holder,
) -> Outcome<PassId> {
    let id = tx.id();
    reservations::buy(tx, actor, plan, id, (holder, since))
}

/// Some working days of the last whole month.
fn working_days(today: Date) -> Outcome<Vec<Date>> {
    let first = today.first_of_month().yesterday().map_err(Refusal::broken)?.first_of_month();
    let days = first.series(jiff::Span::new().days(1)).skip(4).take(20);
    Ok(days.filter(|day| day.weekday().to_monday_zero_offset() < 5).collect())
}

fn promises(
    tx: &mut Tx,
    cast: &Cast,
    (room, desks): (ResourceId, ResourceId),
    (pass, account, crew): (PassId, PassId, PassId),
    days: &[Date],
) -> Outcome<()> {
    let users: Vec<&Actor> =
        cast.organisations.iter().skip(1).take(2).map(|(_, actor)| actor).collect();
    for (turn, day) in days.iter().enumerate() {
        match turn % 4 {
            0 => promise(tx, &cast.resident, (desks, Means::Pass(pass)), (*day, 9, 17))?,
            1 => promise(tx, &cast.resident, (room, Means::Hours), (*day, 17, 20))?,
            2 => promise(tx, &cast.own.1, (desks, Means::Pass(crew)), (*day, 10, 16))?,
            _ => {}
        }
        if let Some(actor) = users.get(turn % 3) {
            promise(tx, actor, (desks, Means::Pass(account)), (*day, 9, 13))?;
        }
    }
    Ok(())
}

/// Holds and confirms; what is closed on that day, a public holiday, is left out.
fn promise(
    tx: &mut Tx,
    actor: &Actor,
    (resource, means): (ResourceId, Means),
    (day, from, to): (Date, i8, i8),
) -> Outcome<()> {
    let at = |hour| Moment::from_france(day.at(hour, 0, 0, 0));
    let span = Span { from: at(from), to: at(to) };
    let asked = Asked { resource, span, quantity: 1, title: String::new(), organisation: None };
    if reservations::quote(tx, actor, &asked)?.is_err() {
        return Ok(());
    }
    let id = tx.id();
    reservations::hold_with(tx, actor, &[(id, asked)], means)?;
    reservations::confirm(tx, actor, id).map(drop)
}
