//! What people are told of meetings. A notice names no person: it says where to look.

use base::Outcome;
use people::notices::{Channel, Kind};
use people::{NewNotice, PersonId, Policy, Said};
use store::Tx;

const MEETING: Kind = Kind {
    code: "places.meeting",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: false,
    urgent: false,
};
const SUGGESTED: Kind =
    Kind { code: "places.suggestions", usual: Channel::Daily, urgent: true, ..MEETING };

/// The kinds of meetings.
pub const KINDS: &[Kind] = &[MEETING, SUGGESTED];

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Suggested,
    Asked,
    Accepted,
    Invited,
    WhatCame,
}

impl Told {
    fn text(self) -> &'static str {
        match self {
            Told::Suggested => "places-mail-suggested",
            Told::Asked => "places-mail-asked",
            Told::Accepted => "places-mail-accepted",
            Told::Invited => "places-mail-invited",
            Told::WhatCame => "places-mail-what-came",
        }
    }

    fn link(self) -> &'static str {
        match self {
            Told::Suggested | Told::Asked | Told::Accepted => "/rencontres",
            Told::Invited => "/rencontres/idees",
            Told::WhatCame => "/rencontres/suites",
        }
    }

    fn kind(self) -> &'static Kind {
        match self {
            Told::Suggested => &SUGGESTED,
            _ => &MEETING,
        }
    }
}

/// Tells somebody of one thing, once.
pub(super) fn tell(
    tx: &mut Tx,
    person: PersonId,
    told: Told,
    of: &str,
    args: &[(&'static str, Said)],
) -> Outcome<()> {
    let new = NewNotice {
        person,
        kind: told.kind(),
        unique_key: format!("{}:{of}", told.text()),
        text: told.text(),
        args: args.to_vec(),
        link: told.link().to_owned(),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}
