//! When things are let: opening hours, closures, and the life of a site.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

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

/// Texts of opening hours that are kept as read.
const KEPT_HOURS: usize = 1_000;

/// Opening hours as they were read before: reading a text costs more than all the rest of a wish.
pub(crate) fn hours_once(text: &str) -> Outcome<Arc<Hours>> {
    static READ: LazyLock<RwLock<HashMap<String, Arc<Hours>>>> = LazyLock::new(RwLock::default);
    let kept = READ.read().ok().and_then(|read| read.get(text).cloned());
    if let Some(hours) = kept {
        return Ok(hours);
    }
    let hours = Arc::new(hours_of(text, "hours")?);
    if let Ok(mut read) = READ.write() {
        if read.len() >= KEPT_HOURS {
            read.clear();
        }
        read.insert(text.to_owned(), hours.clone());
    }
    Ok(hours)
}

/// When things of one site are let within a span: each text of opening hours is laid on the
/// calendar once, for all things that have it.
pub(crate) struct Openings {
    within: Span,
    zone: jiff::tz::TimeZone,
    laid: Vec<(String, Vec<Span>)>,
    closures: Vec<Closure>,
}

impl Openings {
    /// For a site, with its closures within a span.
    pub(crate) fn of(tx: &mut Tx, site: &Site, within: Span) -> Outcome<Self> {
        let closures = closures(tx, site.id, within)?;
        Ok(Self { within, zone: zone_of(&site.data.zone)?, laid: Vec::new(), closures })
    }

    /// The spans in which a thing is let, disjoint and in order.
    pub(crate) fn open(&mut self, site: &Site, resource: &Resource) -> Outcome<Vec<Span>> {
        let text = match resource.data.hours.as_str() {
            "" => &site.data.hours,
            _ => &resource.data.hours,
        };
        let gaps: Vec<Span> = self
            .closures
            .iter()
            .filter(|one| one.resource.is_none_or(|id| id == resource.id))
            .map(|one| one.span)
            .collect();
        if let Some((_, spans)) = self.laid.iter().find(|(laid, _)| laid == text) {
            return Ok(rules::without(spans, &gaps, site));
        }
        let hours = hours_once(text)?;
        let (from, to) = (self.within.from.timestamp(), self.within.to.timestamp());
        let spans = hours.open(&self.zone, from, to).into_iter();
        let spans: Vec<Span> =
            spans.map(|(from, to)| Span { from: from.into(), to: to.into() }).collect();
        let open = rules::without(&spans, &gaps, site);
        self.laid.push((text.clone(), spans));
        Ok(open)
    }
}
