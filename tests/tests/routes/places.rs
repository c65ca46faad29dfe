//! Something of every kind, so that each address of the router leads somewhere.

use std::collections::BTreeMap;

use parvis_tests::{Cast, House, assigned, camt, filed};

/// Parts of addresses by what stands before them, from things that exist.
pub(super) async fn places(house: &House, cast: &Cast) -> BTreeMap<&'static str, String> {
    let third_places = house_of_places(house, cast).await;
    let acting = cast.clone();
    let (file, piece, reading, link, grant, version, book, line, party) = house
        .write(move |tx| {
            let cast = &acting;
            let file = filed(tx, &cast.manager.actor, cast.call, cast.org_a, "Potager")?;
            let reading = assigned(tx, cast, file, &cast.reader)?;
            calls::declare(tx, &cast.reader.actor, reading, 1, None)?;
            let piece = calls::attachments(tx, file)?.remove(0).id;
            let link = people::request_link(tx, cast.resident.id)?;
            let grant = cast.manager.actor.grants.first().map(|grant| grant.id.to_string());
            let version = calls::versions(tx, file, 1)?.remove(0).0;
            let book = ledger::begin_book(tx, &cast.manager.actor, cast.org_a)?;
            let operation = ledger::Operation {
                kind: ledger::Kind::Receipt,
                treasury: ledger::Purpose::Bank,
                other: ledger::Purpose::Gifts,
                amount: 100,
                on: ledger::Day::of(tx.now().in_france().date()),
                label: "Don".to_owned(),
                reference: String::new(),
            };
            ledger::record_operation(tx, &cast.manager.actor, book, &operation)?;
            let line = bank_line(tx, &cast.manager.actor, book)?;
            let party = parvis_tests::paid_and_paying(tx, &cast.manager.actor, book)?;
            let grant = grant.unwrap_or_default();
            Ok((file, piece, reading, link, grant, version, book, line, party))
        })
        .await;
    let known = [
        ("/dossiers/{id}", file.to_string()),
        ("/api/v1/files/{id}", file.to_string()),
        ("/bureau/dossiers/{id}", file.to_string()),
        ("/bureau/appels/{id}", cast.call.to_string()),
        ("/bureau/sessions/{id}", cast.session.to_string()),
        ("/lectures/{id}", reading.to_string()),
        ("/organisations/{id}", cast.org_a.to_string()),
        ("{book}", book.0.to_string()),
        ("{account}", ledger::AccountId::new(book, 1).to_string()),
        ("{number}", "1".to_owned()),
        ("{kind}", "recette".to_owned()),
        ("{line}", line),
        ("{party}", party.to_string()),
        ("{claim}", "1".to_owned()),
        ("{debit}", "1".to_owned()),
        ("{order}", "1".to_owned()),
        ("{mandate}", "1".to_owned()),
        ("{bank_file}", "1".to_owned()),
        ("{invoice}", "1".to_owned()),
        ("{receipt}", "1".to_owned()),
        ("{piece}", piece.to_string()),
        ("{slug}", cast.slug.clone()),
        ("{step}", "1".to_owned()),
        ("{part}", "lignes".to_owned()),
        ("{version}", version.to_string()),
        ("{token}", link),
        ("{grant}", grant),
        ("{service}", "franceconnect".to_owned()),
        ("{id}", cast.org_b.to_string()),
    ];
    let promised = house_of_promises(house, cast).await;
    let met = house_of_meetings(house, cast).await;
    known.into_iter().chain(third_places).chain(promised).chain(met).collect()
}

/// The resident's profile, and the member who asks to meet them.
async fn house_of_meetings(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    use third_places::meeting;
    let acting = cast.clone();
    let (profile, asked, idea) = house
        .write(move |tx| {
            let place = parvis_tests::square(tx, &acting, "La Place d’Essai")?.place;
            let (one, other) = (&acting.resident.actor, &acting.member.actor);
            let text = parvis_tests::says("law", "food", &[place]);
            meeting::save_profile(tx, one, 0, meeting::Visible::Everybody, &text)?;
            let profile = meeting::own_profile(tx, one)?.ok_or(base::Refusal::Unknown)?;
            parvis_tests::opts_in(tx, other, &parvis_tests::says("food", "law", &[place]))?;
            let asked = tx.id();
            meeting::ask(tx, other, asked, profile.id, (None, "Bonjour."))?;
            meeting::answer(tx, one, asked, true)?;
            let (idea, text) = (
                tx.id(),
                meeting::IdeaText {
                    title: "Une presse".to_owned(),
                    purpose: "Presser.".to_owned(),
                    ..meeting::IdeaText::default()
                },
            );
            meeting::open_idea(tx, other, idea, (None, &text), &[acting.resident.id])?;
            Ok((profile.id, asked, idea))
        })
        .await;
    vec![
        ("{profile}", profile.to_string()),
        ("{introduction}", asked.to_string()),
        ("{idea}", idea.to_string()),
        ("{subject}", asked.to_string()),
    ]
}

/// A site of organisation A with a thing, a promise of it and somebody who waits.
async fn house_of_promises(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    let acting = cast.clone();
    let (site, thing, booking, wait, own, (plan, pass)) = house
        .write(move |tx| {
            let host = &acting.manager.actor;
            let site = parvis_tests::let_site(tx, host, acting.org_a)?;
            let thing = parvis_tests::let_room(tx, host, site)?;
            let booking = parvis_tests::promised(tx, &acting.member.actor, thing)?;
            let wait = parvis_tests::waiting(tx, &acting.resident.actor, thing)?;
            let own = reservations::feed_of(tx, &acting.resident.actor)?;
            ledger::begin_book(tx, host, acting.org_a)?;
            reservations::set_book(tx, host, site, "non-profit", true)?;
            let sold = parvis_tests::bought(tx, host, &acting.resident.actor, site)?;
            Ok((reservations::site(tx, site)?, thing, booking, wait, own, sold))
        })
        .await;
    vec![
        ("{site}", site.id.to_string()),
        ("{door_token}", site.code),
        ("{feed_token}", site.feed),
        ("{own_token}", own),
        ("{thing}", thing.to_string()),
        ("{booking}", booking.to_string()),
        ("{wait}", wait.to_string()),
        ("{plan}", plan.to_string()),
        ("{pass}", pass.to_string()),
    ]
}

/// A place of organisation A with all that can be in one, and a tour that stops there.
async fn house_of_places(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    let acting = cast.clone();
    let (place, inside, tour, stage, upload, (workshop, draw, proposal)) = house
        .write(move |tx| {
            let (officer, org) = (&acting.officer.actor, acting.org_a);
            let place = parvis_tests::opened_place(tx, officer, org, "La Halle d’Essai")?;
            let inside = parvis_tests::furnished(tx, officer, place)?;
            let (tour, stage) = parvis_tests::toured(tx, officer, place)?;
            let lines = b"ID,NOM,VILLE\n1,Le Quai,Clichy\n";
            let upload = third_places::keep_upload(tx, officer, ("essai", "a.csv"), lines)?;
            let workshop = parvis_tests::announced(tx, &acting.manager.actor, place, 8)?;
            let draw = parvis_tests::to_draw(tx, &acting.manager.actor, place, 4)?;
            let proposal = parvis_tests::proposed(tx, &acting.resident.actor, place)?;
            Ok((place, inside, tour, stage, upload, (workshop, draw.0, proposal)))
        })
        .await;
    let nursery = house_of_children(house, cast).await;
    let (space, service, picture) = inside;
    let place = place.to_string();
    vec![
        ("/lieux/{id}", place.clone()),
        ("/mes-lieux/{id}", place.clone()),
        ("/bureau/lieux/{id}", place),
        ("/tournees/{id}", tour.to_string()),
        ("/bureau/tournees/{id}", tour.to_string()),
        ("{gathering}", workshop.to_string()),
        ("{draw}", draw.to_string()),
        ("{proposal}", proposal.to_string()),
        ("{space}", space.to_string()),
        ("{offer}", service.to_string()),
        ("{picture}", picture.to_string()),
        ("{stage}", stage.to_string()),
        ("{upload}", upload.to_string()),
    ]
    .into_iter()
    .chain(nursery)
    .collect()
}

/// A nursery of organisation A with somebody on duty and a child of the resident's, who has a seat.
async fn house_of_children(house: &House, cast: &Cast) -> Vec<(&'static str, String)> {
    use parvis_tests::{TUESDAY, hours};
    let acting = cast.clone();
    let (crib, shift, child, stay, wait) = house
        .write(move |tx| {
            let crib = parvis_tests::crib(tx, &acting, &parvis_tests::nursery_text(12))?;
            let (day, parent) = (hours(TUESDAY, (8, 0), (18, 0)), &acting.resident.actor);
            let shift = parvis_tests::on_duty(tx, &acting, &crib, crib.auxiliary, day)?;
            let (child, stay) = (tx.id(), tx.id());
            third_places::childcare::declare_child(tx, parent, crib.id, child, (true, ""))?;
            let morning = hours(TUESDAY, (9, 0), (12, 0));
            third_places::childcare::book(tx, parent, crib.id, &[(stay, child)], morning)?;
            let (wait, late) = (tx.id(), hours(TUESDAY, (13, 0), (14, 0)));
            for _ in 0..3 {
                parvis_tests::comes(tx, crib.id, true, late)?;
            }
            third_places::childcare::join_wait(tx, parent, crib.id, (wait, &[child]), late)?;
            Ok((crib, shift, child, stay, wait))
        })
        .await;
    vec![
        ("{nursery}", crib.id.to_string()),
        ("{carer}", crib.auxiliary.to_string()),
        ("{shift}", shift.to_string()),
        ("{child}", child.to_string()),
        ("{stay}", stay.to_string()),
        ("{seat_wait}", wait.to_string()),
    ]
}

/// A line of a bank's statement that is left to explain.
fn bank_line(
    tx: &mut store::Tx,
    actor: &people::Actor,
    book: ledger::EntityId,
) -> base::Outcome<String> {
    let days = (("2026-11-01", 0), ("2026-11-02", 700));
    let file = camt("R-1", days.0, days.1, &[(700, "2026-11-02", "Mairie", "Virement")]);
    let statements = bank::statement::read_all(file.as_bytes()).unwrap();
    ledger::take_statements(tx, actor, book, &statements)?;
    let (_, now) = ledger::situation(tx, actor, book)?;
    Ok(now.lines[0].line.id.to_string())
}
