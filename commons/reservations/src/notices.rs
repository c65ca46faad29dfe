//! What people are told of their promises, and hosts of requests.

use base::{Outcome, Refusal};
use people::notices::{Channel, Kind};
use people::{NewNotice, Policy, Role, Said};
use store::Tx;
use work::Attachment;

use crate::bookings::find;
use crate::calendar::{Attendee, Event, Method, Person, message};
use crate::feeds::event_of;
use crate::model::{Booking, Resource};
use crate::sites::site;

pub(crate) const OWN: Kind = Kind {
    code: "reservations.own",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: false,
    urgent: true,
};
const REQUESTS: Kind = Kind { code: "reservations.requests", seen_by: Policy::Organisation, ..OWN };

pub(crate) const PASSES: Kind = Kind { code: "reservations.passes", urgent: false, ..OWN };

/// The kinds of this context.
pub const NOTICE_KINDS: &[Kind] = &[OWN, REQUESTS, PASSES];

/// What somebody is told of their promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Confirmed,
    Refused,
    Cancelled,
    Moved,
    Unanswered,
    Missed,
    Offered,
}

impl Told {
    fn text(self) -> &'static str {
        match self {
            Told::Confirmed => "reservations-mail-confirmed",
            Told::Refused => "reservations-mail-refused",
            Told::Cancelled => "reservations-mail-cancelled",
            Told::Moved => "reservations-mail-moved",
            Told::Unanswered => "reservations-mail-unanswered",
            Told::Missed => "reservations-mail-missed",
            Told::Offered => "reservations-mail-offered",
        }
    }
}

/// Tells the person of a promise what has become of it; somebody without an account is told by the
/// host.
pub(crate) fn tell(
    tx: &mut Tx,
    booking: &Booking,
    resource: &Resource,
    told: Told,
    message: &str,
) -> Outcome<()> {
    let Some(person) = booking.person else { return Ok(()) };
    let site = site(tx, resource.site)?;
    let site_name = site.data.name.clone();
    let new = NewNotice {
        person,
        kind: &OWN,
        unique_key: format!("reservation:{}:{}:{}", booking.id, told.text(), booking.sequence),
        text: told.text(),
        args: vec![
            ("title", Said::Text(resource.data.name.clone())),
            ("organisation", Said::Text(site.data.name)),
            ("at", Said::When(booking.asked.span.from)),
            ("due", Said::When(booking.live_until)),
            ("message", Said::Text(message.to_owned())),
        ],
        link: format!("/reservations/{}", booking.id),
        attachments: invitation(tx, booking, (resource, &site_name), told)?,
    };
    people::notify(tx, &new).map(drop)
}

/// What calendars make of a mail (iMIP, RFC 6047): an entry, or that it is taken out. Feeds are
/// asked again after hours; what changes within the day comes by mail.
fn invitation(
    tx: &mut Tx,
    booking: &Booking,
    (resource, site): (&Resource, &str),
    told: Told,
) -> Outcome<Vec<Attachment>> {
    let method = match told {
        Told::Confirmed | Told::Moved => Method::Request,
        Told::Cancelled | Told::Missed => Method::Cancel,
        Told::Refused | Told::Unanswered | Told::Offered => return Ok(Vec::new()),
    };
    let Some(id) = booking.person else { return Ok(Vec::new()) };
    let account = match people::account(tx, id) {
        Ok(account) => account,
        // Their account went while this was on its way.
        Err(Refusal::Unknown) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    };
    let known = find(tx, booking.id)?.ok_or(Refusal::Unknown)?;
    let own = Person { name: account.name, address: account.email };
    let event = Event {
        location: format!("{}, {site}", resource.data.name),
        ..event_of(&known, resource.data.name.clone())
    };
    let taking_part = [Attendee { person: own.clone(), accepted: true }];
    let text = message(method, &event, &own, &taking_part, tx.now().timestamp());
    let blob = store::put_blob(tx, text.into_bytes())?;
    let until = tx.now().plus_days(KEPT_DAYS);
    work::enqueue_at(tx, crate::jobs::ENTRY_JOB, &format!("entry:{blob}"), &blob, until)?;
    let name = "reservation.ics".to_owned();
    Ok(vec![Attachment { name, media_type: method.content_type(), blob }])
}

/// An entry for a calendar is kept so many days: as long as the mail that brings it.
const KEPT_DAYS: i64 = 31;

/// Tells those who decide for the host that a request waits.
pub(crate) fn tell_hosts(tx: &mut Tx, booking: &Booking, resource: &Resource) -> Outcome<()> {
    let site = site(tx, resource.site)?;
    for account in people::holders(tx, Role::Manager, &site.data.organisation.to_string())? {
        let new = NewNotice {
            person: account.id,
            kind: &REQUESTS,
            unique_key: format!("request:{}:{}:{}", booking.id, booking.sequence, account.id),
            text: "reservations-mail-request",
            args: vec![
                ("title", Said::Text(resource.data.name.clone())),
                ("organisation", Said::Text(site.data.name.clone())),
                ("at", Said::When(booking.asked.span.from)),
            ],
            link: format!("/reservations/{}", booking.id),
            attachments: Vec::new(),
        };
        people::notify(tx, &new)?;
    }
    Ok(())
}
