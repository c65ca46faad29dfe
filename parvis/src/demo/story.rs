//! What happened: three editions and a permanent call, told by the verbs of the programme.

use std::collections::BTreeMap;

use base::{Cents, Moment, Outcome};
use calls::{Answers, CallId, CallState, Check, FileId, NewSession, Opinion, Score};
use people::Actor;
use store::Tx;

use super::calls_of_92::{self, Edition, FIRST, SECOND, THIRD};
use super::day;
use super::people_of_demo::{Cast, cast};

const PROJECTS: [&str; 12] = [
    "Épicerie solidaire de quartier",
    "Ressourcerie et ateliers de réparation",
    "Conciergerie de proximité pour les aînés",
    "Jardin partagé et paniers de légumes",
    "Cantine de quartier à prix libre",
    "Garage associatif",
    "Accompagnement au numérique à domicile",
    "Laverie solidaire",
    "Couture et insertion",
    "Vélo-école et prêt de vélos",
    "Ludothèque itinérante",
    "Compost et biodéchets en pied d’immeuble",
];

/// Tells the whole story, from 2022 to today.
pub(super) fn tell(tx: &mut Tx, hash: &str, statutes: &[u8], today: Moment) -> Outcome<()> {
    let cast = cast(tx, hash)?;
    edition(tx, &cast, &FIRST, 0)?;
    edition(tx, &cast, &SECOND, 31)?;
    edition(tx, &cast, &THIRD, 15)?;
    super::meetings_of_92::long_before(tx, &cast)?;
    let before = today.plus_days(-65);
    go_to(tx, before);
    let local = super::local_of_toits::open(tx, &cast, today)?;
    permanent(tx, &cast, statutes, today)?;
    super::book_of_toits::keep(tx, &cast.own, &cast.resident, today)?;
    super::payments_of_toits::keep(tx, &cast.own, &cast.resident, today)?;
    super::local_of_toits::invoice(tx, &cast, local, before)?;
    let atelier = super::places_of_92::tell(tx, &cast, today)?;
    super::promises_of_92::tell(tx, &cast, atelier, today)?;
    super::meetings_of_92::tell(tx, &cast, atelier)?;
    super::agenda_of_92::tell(tx, &cast, atelier, today)
}

fn go_to(tx: &Tx, moment: Moment) {
    let seconds = moment.seconds_since(tx.now());
    if seconds > 0 {
        tx.world().advance_seconds(seconds);
    }
}

fn open_call(
    tx: &mut Tx,
    officer: &Actor,
    (text, rules): &(calls::CallText, calls::Rules),
    session: &NewSession,
) -> Outcome<CallId> {
    let call = calls::create_call(tx, officer, text, rules)?;
    calls::add_session(tx, officer, call, session)?;
    let version = calls::call(tx, call)?.version;
    calls::set_call_state(tx, officer, call, version, CallState::Open)?;
    Ok(call)
}

fn edition(tx: &mut Tx, cast: &Cast, edition: &Edition, first: usize) -> Outcome<()> {
    let (y, m, d) = edition.opened;
    go_to(tx, day(y, m, d));
    let (y, m, d) = edition.cut_off;
    let cut_off_at = Moment::from_france(jiff::civil::date(y, m, d).at(23, 59, 59, 0));
    let envelope = Cents::euros(edition.envelope);
    let session = NewSession {
        title: format!("Édition {}", edition.number),
        cut_off_at,
        envelopes: BTreeMap::from([("subvention".to_owned(), envelope)]),
    };
    let call = open_call(tx, &cast.officer, &calls_of_92::progress(edition), &session)?;
    let mut files = Vec::new();
    for number in 0..edition.filed {
        tx.world().advance_seconds(80_000);
        let at = (first + number) % cast.organisations.len();
        let Some((organisation, actor)) = cast.organisations.get(at) else { continue };
        let file = calls::begin_file(tx, actor, call, *organisation)?;
        let wanted = edition.amounts.get(number).copied().unwrap_or(9_000);
        let answers = simple_answers(number, Cents::euros(wanted));
        let version = calls::save_answers(tx, actor, file, 1, &answers)?;
        calls::submit_file(tx, actor, file, version)?;
        files.push(file);
    }
    go_to(tx, cut_off_at.plus_days(1));
    calls::freeze_due(tx)?;
    let version = calls::call(tx, call)?.version;
    calls::set_call_state(tx, &cast.officer, call, version, CallState::Closed)?;
    if edition.amounts.is_empty() {
        return half_way(tx, cast, &files);
    }
    for (number, file) in files.iter().enumerate() {
        let amount = edition.amounts.get(number).copied();
        read_and_decide(tx, cast, *file, number, amount)?;
    }
    go_to(tx, cut_off_at.plus_days(75));
    let frozen = calls::sessions_of(tx, call)?.into_iter().next();
    let frozen = frozen.ok_or(base::Refusal::Unknown)?;
    let decided_on = tx.now().in_france().date().to_string();
    let version = frozen.version;
    calls::publish(tx, &cast.officer, frozen.id, version, edition.reference, &decided_on)
}

fn complete(tx: &mut Tx, cast: &Cast, file: FileId) -> Outcome<()> {
    let version = calls::officer_file(tx, &cast.officer, file)?.version;
    calls::check_file(tx, &cast.officer, file, version, &Check::Complete)
}

/// Points of one reader for one file: laureates are read better, no two readers alike.
fn opinion(number: usize, reader: usize, good: bool) -> Opinion {
    let base = if good { 4 } else { 2 };
    let mut scores = BTreeMap::new();
    for (at, criterion) in ["finalite", "ancrage", "viabilite", "innovation"].iter().enumerate() {
        let shift = i64::try_from((number * 7 + reader * 5 + at * 3) % 3).unwrap_or(0) - 1;
        let silent = (number + reader + at).is_multiple_of(11);
        let points = (!silent).then_some((base + shift).clamp(0, 5));
        scores.insert((*criterion).to_owned(), Score { points, comment: String::new() });
    }
    let comment = if good {
        "Projet solide, équipe engagée, besoin bien établi."
    } else {
        "L’idée est utile, mais le budget et les partenaires restent à préciser."
    };
    Opinion { scores, comment: comment.to_owned() }
}

fn read(tx: &mut Tx, cast: &Cast, file: FileId, number: usize, good: bool) -> Outcome<()> {
    for (at, reader) in cast.readers.iter().enumerate().skip(number % 2).step_by(2) {
        calls::assign_reader(tx, &cast.officer, file, reader.person()?)?;
        let mine = calls::readings_of_file(tx, file)?;
        let person = reader.person()?;
        let Some(reading) = mine.into_iter().find(|r| r.reader == person) else { continue };
        calls::declare(tx, reader, reading.id, reading.version, None)?;
        let given = opinion(number, at, good);
        calls::give_opinion(tx, reader, reading.id, reading.version + 1, &given, true)?;
    }
    Ok(())
}

fn read_and_decide(
    tx: &mut Tx,
    cast: &Cast,
    file: FileId,
    number: usize,
    amount: Option<i64>,
) -> Outcome<()> {
    complete(tx, cast, file)?;
    read(tx, cast, file, number, amount.is_some())?;
    let version = calls::officer_file(tx, &cast.officer, file)?.version;
    let amounts = amount
        .map(|euros| BTreeMap::from([("subvention".to_owned(), Cents::euros(euros))]))
        .unwrap_or_default();
    let reason = if amount.is_some() {
        "Le projet répond à un besoin établi et son budget est crédible."
    } else {
        "D’autres projets répondaient davantage au thème de l’édition."
    };
    calls::decide(tx, &cast.officer, file, version, &amounts, reason)
}

/// An edition that waits on the officer's desk at every stage.
fn half_way(tx: &mut Tx, cast: &Cast, files: &[FileId]) -> Outcome<()> {
    for (number, &file) in files.iter().enumerate() {
        match number % 4 {
            0 => {}
            1 => complete(tx, cast, file)?,
            2 => {
                complete(tx, cast, file)?;
                read(tx, cast, file, number, number % 3 == 0)?;
            }
            _ => {
                complete(tx, cast, file)?;
                for reader in cast.readers.iter().take(2) {
                    calls::assign_reader(tx, &cast.officer, file, reader.person()?)?;
                }
            }
        }
    }
    Ok(())
}

fn permanent(tx: &mut Tx, cast: &Cast, statutes: &[u8], today: Moment) -> Outcome<()> {
    go_to(tx, today.plus_days(-60));
    let at = today.plus_days(45).in_france().date().at(23, 59, 59, 0);
    let session = |title: &str, cut_off_at| NewSession {
        title: title.to_owned(),
        cut_off_at,
        envelopes: BTreeMap::from([
            ("fonctionnement".to_owned(), Cents::euros(285_061)),
            ("investissement".to_owned(), Cents::euros(188_478)),
        ]),
    };
    let next = session("Prochaine session", Moment::from_france(at));
    let call = open_call(tx, &cast.officer, &calls_of_92::permanent(), &next)?;
    let after = session(
        "Session suivante",
        Moment::from_france(at.saturating_add(jiff::Span::new().days(120))),
    );
    calls::add_session(tx, &cast.officer, call, &after)?;
    for number in 0..6 {
        tx.world().advance_seconds(400_000);
        let Some((organisation, actor)) = cast.organisations.get(60 + number) else { continue };
        let file = calls::begin_file(tx, actor, call, *organisation)?;
        let version = calls::save_answers(tx, actor, file, 1, &whole_answers(number))?;
        calls::attach(tx, actor, file, "statuts", "statuts.pdf", statutes.to_vec())?;
        calls::submit_file(tx, actor, file, version)?;
    }
    go_to(tx, today.plus_days(-1));
    let (organisation, manager) = &cast.own;
    let draft = calls::begin_file(tx, manager, call, *organisation)?;
    let begun: Answers = [
        ("title", "Potager sur le toit du collège"),
        ("resume", "Cultiver avec les voisins 400 m² de légumes sur le toit du collège."),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect();
    calls::save_answers(tx, manager, draft, 1, &begun).map(drop)
}

fn answers(pairs: &[(&str, String)]) -> Answers {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

fn simple_answers(number: usize, asked: Cents) -> Answers {
    let project = PROJECTS.get(number % PROJECTS.len()).copied().unwrap_or_default();
    let base = asked.plus(Cents::euros(5_000)).unwrap_or(asked);
    answers(&[
        ("title", project.to_owned()),
        ("line.subvention.base", base.decimal()),
        ("line.subvention.amount", asked.decimal()),
        ("resume", format!("{project} : un service ouvert à tous, porté par les habitants.")),
        (
            "publics",
            "Une centaine de foyers du quartier, dont la moitié aux revenus modestes.".into(),
        ),
        ("debut", "2025-03-01".to_owned()),
        ("budget.e.0.label", "Salaires et charges".to_owned()),
        ("budget.e.0.amount", base.decimal()),
        ("budget.i.0.label", "Subvention demandée".to_owned()),
        ("budget.i.0.amount", asked.decimal()),
        ("budget.i.1.label", "Ressources propres".to_owned()),
        ("budget.i.1.amount", Cents::euros(5_000).decimal()),
    ])
}

fn whole_answers(number: usize) -> Answers {
    let project = PROJECTS.get((number + 3) % PROJECTS.len()).copied().unwrap_or_default();
    let part = |euros: i64| Cents::euros(euros).decimal();
    answers(&[
        ("title", project.to_owned()),
        ("line.fonctionnement.base", part(80_000)),
        ("line.fonctionnement.amount", part(38_000)),
        ("line.investissement.base", part(30_000)),
        ("line.investissement.amount", part(22_000)),
        ("resume", format!("{project}, avec deux emplois en insertion et trente bénévoles.")),
        ("besoin", "Le besoin est ressorti de trois réunions de quartier et d’une enquête.".into()),
        ("stade", "Prototype".to_owned()),
        ("debut", "2027-03-01".to_owned()),
        ("lieu.street", "4 place de la République".to_owned()),
        ("lieu.postcode", "92700".to_owned()),
        ("lieu.city", "Colombes".to_owned()),
        ("emplois", "2".to_owned()),
        ("partenaires.0.0", "Bailleur social".to_owned()),
        ("partenaires.0.1", "Prêt du local".to_owned()),
        ("partenaires.0.2", "Acquis".to_owned()),
        ("budget.e.0.label", "Salaires".to_owned()),
        ("budget.e.0.amount", part(80_000)),
        ("budget.e.1.label", "Équipement".to_owned()),
        ("budget.e.1.amount", part(30_000)),
        ("budget.i.0.label", "Subvention demandée".to_owned()),
        ("budget.i.0.amount", part(60_000)),
        ("budget.i.1.label", "Ventes et adhésions".to_owned()),
        ("budget.i.1.amount", part(50_000)),
    ])
}
