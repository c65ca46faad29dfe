//! What people are told of their promises, and hosts of requests.

use base::Outcome;
use people::notices::{Channel, Kind};
use people::{NewNotice, Policy, Role, Said};
use store::Tx;

use crate::model::{Booking, Resource};
use crate::sites::site;

const OWN: Kind = Kind {
    code: "reservations.own",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: false,
    urgent: true,
};
const REQUESTS: Kind = Kind { code: "reservations.requests", seen_by: Policy::Organisation, ..OWN };

/// The kinds of this context.
pub const NOTICE_KINDS: &[Kind] = &[OWN, REQUESTS];

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
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}

/// Tells those who decide for the host that a request waits.
pub(crate) fn tell_hosts(tx: &mut Tx, booking: &Booking, resource: &Resource) -> Outcome<()> {
    let site = site(tx, resource.site)?;
    for account in people::holders(tx, Role::Manager, &site.data.organisation.to_string())? {
        let new = NewNotice {
            person: account.id,
            kind: &REQUESTS,
            unique_key: format!("request:{}:{}", booking.id, account.id),
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
