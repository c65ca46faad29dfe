//! How Parvis behaves, a file a subject, all in one program: it is linked once, and its tests share
//! what the machine has. Apart stand those that need a process of their own (`faults`,
//! `traces`, and `ledger_bad_input`, which measures its memory).

mod addresses;
mod agenda;
mod api;
mod application;
mod bank;
mod books;
mod charges;
mod childcare;
mod childcare_pages;
mod data_map;
mod decisions;
mod delegations;
mod desk;
mod directory;
mod documents;
mod draws;
mod first;
mod fuzz;
mod grants;
mod headers;
mod health;
mod hostile;
mod looks;
mod meeting;
mod meeting_ideas;
mod notices;
mod objects;
mod passkeys;
mod payments;
mod places_import;
mod places_open_data;
mod proposals;
mod races;
mod rates;
mod reservations;
mod retention;
mod routes;
mod second_step;
mod services;
mod settings;
mod sign_in;
mod statements;
mod texts;
mod third_places;
mod treasury;
mod watch;
mod wire;

#[test]
fn every_file_beside_this_one_is_in_the_list() {
    let listed = include_str!("main.rs");
    let apart = ["main", "faults", "traces", "ledger_bad_input"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let known = listed.contains(&format!("\nmod {name};"));
        assert!(known != apart.contains(&name), "{name}");
    }
}
