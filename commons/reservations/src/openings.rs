//! When things are let: opening hours, closures, and the life of a site.

use base::Outcome;
use store::{Tx, sql};

use crate::hours::Hours;
use crate::model::{Resource, ResourceId, Site, SiteId, Span};
use crate::rules;
use crate::sites::{hours_of, zone_of};

/// Closures that are looked at together.
const CLOSURES: usize = 1_000;

/// A time in which a site, or one thing of it, is not let.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Its id.
    pub id: String,
    /// One thing; nothing for the whole site.
    pub resource: Option<ResourceId>,
    /// When.
    pub span: Span,
    /// Why, as people read it.
    pub reason: String,
}

/// Closures of a site that meet a span.
pub fn closures(tx: &mut Tx, id: SiteId, within: Span) -> Outcome<Vec<Closure>> {
    tx.all(
        sql("SELECT id, resource, starts_at, ends_at, reason FROM reservations_closure
             WHERE site = $1 AND ends_at > $2 AND starts_at < $3 ORDER BY starts_at, id LIMIT $4"),
        &[id.into(), within.from.into(), within.to.into(), CLOSURES.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Closure {
            id: columns.take()?,
            resource: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
            span: Span { from: columns.take()?, to: columns.take()? },
            reason: columns.take()?,
        })
    })
    .collect()
}

/// When things of one site are let: the opening hours read once for all of them.
pub(crate) struct Openings {
    zone: jiff::tz::TimeZone,
    own: Hours,
    closures: Vec<Closure>,
}

impl Openings {
    /// For a site, with its closures within a span.
    pub(crate) fn of(tx: &mut Tx, site: &Site, within: Span) -> Outcome<Self> {
        Ok(Self {
            zone: zone_of(&site.data.zone)?,
            own: hours_of(&site.data.hours, "hours")?,
            closures: closures(tx, site.id, within)?,
        })
    }

    /// The spans in which a thing is let within a span, disjoint and in order.
    pub(crate) fn open(
        &self,
        site: &Site,
        resource: &Resource,
        within: Span,
    ) -> Outcome<Vec<Span>> {
        let special = match resource.data.hours.as_str() {
            "" => None,
            typed => Some(hours_of(typed, "hours")?),
        };
        let hours = special.as_ref().unwrap_or(&self.own);
        let spans = hours.open(&self.zone, within.from.timestamp(), within.to.timestamp());
        let spans: Vec<Span> =
            spans.into_iter().map(|(from, to)| Span { from: from.into(), to: to.into() }).collect();
        let gaps: Vec<Span> = self
            .closures
            .iter()
            .filter(|one| one.resource.is_none_or(|id| id == resource.id))
            .map(|one| one.span)
            .collect();
        Ok(rules::without(&spans, &gaps, site))
    }
}
