//! Third places: where people work, make, meet and are helped, and where they will.
//!
//! A place is permanent, or there from a day to a day; a tour is a place that is somewhere else at
//! every stage. The network (officers of the service) enters places and moves them on in their
//! life: draft, announced, open, closed, archived with what came of them. The members of the host
//! organisation write what the place says of itself, its spaces, its services, its pictures.
//!
//! Invariants: a draft is known to its host and to the network alone; every change is recorded with
//! who made it; a change made from an older version is refused; what is archived says what came of
//! it; a picture is known by its content and told in words. Deliberately absent: bookings (of the
//! reservations), money (of the ledger).

pub mod agenda;
mod check;
pub mod childcare;
mod custody;
mod data_map;
mod import;
mod inside;
mod media;
pub mod meeting;
mod model;
mod open_data;
mod pages;
mod places;
pub mod rules;
mod tours;
pub mod vocabulary;

pub use check::check;
pub use custody::CUSTODIAN;
pub use data_map::{DATA_MAP, UPLOAD_DAYS};
pub use import::{
    Difference, Doubt, Fate, Judged, Mapping, Plan, Report, Table, Upload, UploadId,
    forget_uploads, keep_upload, plan, run_import, set_mapping, upload, uploads,
};
pub use inside::{
    NewPicture, PICTURE_BYTES, add_picture, picture, pictures, remove_picture, remove_service,
    remove_space, save_service, save_space, services, spaces,
};
pub use model::*;
pub use open_data::{Dataset, Record, records, to_csv, to_json};
pub use pages::routes;
pub use places::{
    Host, change_place, close_place, create_place, host_of, is_network, let_things, own_place,
    own_places, place, place_events, public_places, runs, set_host, set_place_state,
};
pub use tours::{
    NewStage, change_tour, create_tour, remove_stage, save_stage, set_tour_state, stages, tour,
    tour_events, tours, tours_at,
};

/// The tables of this crate.
pub const MIGRATIONS: store::Migrations = store::Migrations {
    context: "third_places",
    steps: &[
        ("0001_start", include_str!("../sql/0001_start.sql")),
        ("0002_import", include_str!("../sql/0002_import.sql")),
        ("0003_plan", include_str!("../sql/0003_plan.sql")),
        ("0004_childcare", include_str!("../sql/0004_childcare.sql")),
        ("0005_agenda", include_str!("../sql/0005_agenda.sql")),
        ("0006_meeting", include_str!("../sql/0006_meeting.sql")),
        ("0007_childcare_wait", include_str!("../sql/0007_childcare_wait.sql")),
        ("0008_ideas", include_str!("../sql/0008_ideas.sql")),
    ],
};

/// The texts of this crate.
pub const TEXTS: &[(words::Lang, &str, &str)] = &[
    (words::Lang::Fr, "places", include_str!("../text/fr.ftl")),
    (words::Lang::En, "places", include_str!("../text/en.ftl")),
    (words::Lang::Fr, "places", include_str!("../text/childcare_fr.ftl")),
    (words::Lang::En, "places", include_str!("../text/childcare_en.ftl")),
    (words::Lang::Fr, "places", include_str!("../text/meeting_fr.ftl")),
    (words::Lang::En, "places", include_str!("../text/meeting_en.ftl")),
    (words::Lang::Fr, "places", include_str!("../text/agenda_fr.ftl")),
    (words::Lang::En, "places", include_str!("../text/agenda_en.ftl")),
];
