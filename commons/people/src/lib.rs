//! Who is who and who may what: accounts, organisations, roles, the audit log.
//!
//! A right is a grant: a person, a role, a scope, from when until when, by whom; it is looked up at
//! every request, so that its end takes effect at the next one. Files and places belong to
//! organisations, never to a person. Whatever changes is written to a hash-chained log in the same
//! transaction.
//!
//! Invariants: an e-mail address names one account and nobody learns from outside whether it does;
//! secrets (passwords, links, tokens) are stored hashed; each entry of the log holds the hash of
//! the one before. Deliberately absent: any word of a programme; a role stored on a person.

mod accounts;
mod actor;
mod addresses;
mod audit;
mod ceremonies;
mod certificate;
mod custody;
pub mod data_map;
mod delegations;
mod directory;
mod first;
mod grants;
mod identities;
mod keys;
pub mod kinds;
mod looks;
pub mod notices;
mod organisations;
mod pages;
mod passkeys;
mod passwords;
pub mod rules;
mod scopes;
mod second_step;
mod services;
mod tokens;

pub use accounts::{
    Account, PersonId, PersonKind, account, account_by_email, create_account, invite, names_of,
    request_link, set_password_by_link, sign_in_hash,
};
pub use actor::{Actor, Policy, Role, guard, identify};
pub use addresses::{Verdict, address_fails, bounced, verdict};
pub use audit::{Entry, chain_head, check_chain, entries, entries_after, goes_on_from, record};
pub use custody::{
    CUSTODIAN, forget_ended, idle_since, name_or_gone, sole_charge, still_idle, warn,
    warned_and_idle,
};
pub use delegations::{
    DELEGATION_DAYS, Delegation, delegate, delegations_by, delegations_to, end_delegation,
};
pub use directory::{
    BadLine, Batch, DirectoryEntry, DirectoryImport, Gone, Layout, NewEntry, Source, begin_import,
    close_gone, directory_entry, end_import, has_directory, import_progress, search_directory,
    take_batch,
};
pub use first::first_link;
pub use grants::{
    Grant, GrantId, NewGrant, end_scope, grant, grants_of, holders, revoke, scope_members,
    service_rights,
};
pub use identities::civil_identities;
pub use keys::handler as key_handler;
pub use looks::{Look, looked, looks_at};
pub use notices::{NewNotice, Said, notify};
pub use organisations::{
    NewOrganisation, OrgId, OrgKind, Organisation, create_organisation, organisation,
    organisation_names, organisations, organisations_of, update_organisation,
};
pub use pages::{NavEntry, ask_again, end_of_right, routes};
pub use passwords::{hash_password, verify_password};
pub use scopes::{NamedScopes, Scopes};
pub use second_step::{
    begin_second_step, confirm_second_step, end_second_step, forget_second_step, has_second_step,
};
pub use tokens::{TokenInfo, create_token, revoke_token, tokens_of};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "people",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_sign_in", include_str!("../sql/0002_sign_in.sql")),
        ("0003_notices", include_str!("../sql/0003_notices.sql")),
        ("0004_directory", include_str!("../sql/0004_directory.sql")),
        ("0005_delegation", include_str!("../sql/0005_delegation.sql")),
        ("0006_guests", include_str!("../sql/0006_guests.sql")),
        ("0007_guests", include_str!("../sql/0007_guests.sql")),
        ("0008_treasurers", include_str!("../sql/0008_treasurers.sql")),
        ("0009_treasurers", include_str!("../sql/0009_treasurers.sql")),
    ],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "people", include_str!("../text/fr.ftl")),
    (words::Lang::En, "people", include_str!("../text/en.ftl")),
];
