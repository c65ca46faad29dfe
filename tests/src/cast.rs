//! People of every role around one open call of two lines, made by the verbs that pages use.

use std::collections::BTreeMap;

use base::{Cents, Moment, Outcome};
use calls::{
    Answers, BudgetLine, CallId, CallState, CallText, Check, Condition, Criterion, Field,
    FieldKind, FileId, NewSession, Rules, Section, SessionId, Test,
};
use people::{Actor, NewGrant, NewOrganisation, OrgId, PersonId, Role};
use store::Tx;

use crate::House;

/// A small document that is taken as an attachment.
pub const PDF: &[u8] = b"%PDF-1.7\n% a small document\n";

/// Somebody with a session.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their address.
    pub email: String,
    /// The token of their session, as in the cookie.
    pub token: String,
    /// Themselves, for verbs; rights as they were at the beginning.
    pub actor: Actor,
}

/// People and what they have to do with.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Keeps the instance running.
    pub administrator: Person,
    /// Runs calls.
    pub officer: Person,
    /// Reads files.
    pub reader: Person,
    /// Reads files too.
    pub second_reader: Person,
    /// Manages organisation A.
    pub manager: Person,
    /// Works for organisation A.
    pub member: Person,
    /// Manages organisation B.
    pub other: Person,
    /// Has an account and nothing else.
    pub resident: Person,
    /// An association with an RNA number.
    pub org_a: OrgId,
    /// A cooperative with a SIRET.
    pub org_b: OrgId,
    /// The open call.
    pub call: CallId,
    /// Its name in addresses.
    pub slug: String,
    /// Its first session, open for ten days.
    pub session: SessionId,
}

/// So many who are nobody in particular.
pub async fn crowd(house: &House, count: usize) -> Vec<Actor> {
    let each = move |tx: &mut Tx| {
        let person = |number: usize| {
            let email = format!("foule{number}@parvis.test");
            let person = people::create_account(tx, &email, "Foule", "fr")?;
            Actor::of(tx, person)
        };
        (0..count).map(person).collect::<Outcome<Vec<_>>>()
    };
    house.write(each).await
}

/// The people of a house and their call.
pub async fn gather(house: &House) -> Cast {
    house.write(make).await
}

/// People with a right in one thing alone.
#[derive(Clone, Debug)]
pub struct Scoped {
    /// Runs [`call`](Self::call) alone.
    pub officer: Person,
    /// Reads [`file`](Self::file) alone.
    pub guest: Person,
    /// Writes [`file`](Self::file) alone.
    pub contributor: Person,
    /// Keeps the book of organisation A, to which they do not belong.
    pub treasurer: Person,
    /// A second call.
    pub call: CallId,
    /// A draft of organisation B for the second call.
    pub file: FileId,
}

/// People with a right in one thing alone, beside a cast.
pub async fn scoped(house: &House, cast: &Cast) -> Scoped {
    let cast = cast.clone();
    house.write(move |tx| make_scoped(tx, &cast)).await
}

fn make_scoped(tx: &mut Tx, cast: &Cast) -> Outcome<Scoped> {
    let (call, _) = open_call(tx, &cast.officer.actor, "Économie circulaire")?;
    let file = calls::begin_file(tx, &cast.other.actor, call, cast.org_b)?;
    calls::save_answers(tx, &cast.other.actor, file, 1, &answers("Atelier partagé"))?;
    calls::attach(tx, &cast.other.actor, file, "statuts", "statuts.pdf", PDF.to_vec())?;
    let officer = person(tx, "Oscar", None)?;
    let (guest, contributor) = (person(tx, "Gaëlle", None)?, person(tx, "Corentin", None)?);
    let treasurer = person(tx, "Thomas", None)?;
    let book = ledger::begin_book(tx, &cast.manager.actor, cast.org_a)?;
    ledger::add_treasurer(tx, &cast.manager.actor, book, treasurer.id, None)?;
    let new = NewGrant {
        person: officer.id,
        role: Role::Officer,
        scope: call.to_string(),
        valid_until: None,
    };
    calls::give_call_right(tx, &cast.officer.actor, call, &new)?;
    let until = tx.now().plus_days(30);
    for (who, role) in [(&guest, Role::Guest), (&contributor, Role::Contributor)] {
        calls::invite_guest(tx, &cast.other.actor, file, who.id, (role, until))?;
    }
    Ok(Scoped {
        officer: renewed(tx, officer)?,
        guest: renewed(tx, guest)?,
        contributor: renewed(tx, contributor)?,
        treasurer: renewed(tx, treasurer)?,
        call,
        file,
    })
}

/// The roles by name, the last without a person.
pub fn names_a_role<'a>(
    cast: &'a Cast,
    scoped: &'a Scoped,
) -> [(&'static str, Option<&'a Person>); 10] {
    [
        ("administrator", Some(&cast.administrator)),
        ("officer", Some(&cast.officer)),
        ("officer of one call", Some(&scoped.officer)),
        ("reader", Some(&cast.reader)),
        ("manager", Some(&cast.manager)),
        ("member", Some(&cast.member)),
        ("guest of one file", Some(&scoped.guest)),
        ("treasurer of one book", Some(&scoped.treasurer)),
        ("resident", Some(&cast.resident)),
        ("nobody", None),
    ]
}

fn person(tx: &mut Tx, name: &str, role: Option<Role>) -> Outcome<Person> {
    let email = format!("{}@parvis.test", name.to_lowercase());
    let id = people::create_account(tx, &email, name, "fr")?;
    if let Some(role) = role {
        let new = NewGrant { person: id, role, scope: String::new(), valid_until: None };
        // By their own doing: of that nobody is told, and no story begins with mails.
        people::grant(tx, &id.to_string(), &new)?;
    }
    let token = web::sessions::begin(tx, &id.to_string(), "test browser")?;
    Ok(Person { id, email, token, actor: Actor::of(tx, id)? })
}

fn renewed(tx: &mut Tx, person: Person) -> Outcome<Person> {
    Ok(Person { actor: Actor::of(tx, person.id)?, ..person })
}

fn organisation(tx: &mut Tx, by: PersonId, name: &str, numbers: (&str, &str)) -> Outcome<OrgId> {
    let new = NewOrganisation {
        name: name.to_owned(),
        kind: if numbers.0.is_empty() { "association" } else { "cooperative" }.to_owned(),
        siret: numbers.0.to_owned(),
        rna: numbers.1.to_owned(),
        address: "3 rue des Essais".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        invented: true,
    };
    people::create_organisation(tx, by, &new)
}

/// All settings filled in.
pub fn publisher() -> web::Publisher {
    let mut publisher = web::Publisher { version: 1, ..web::Publisher::default() };
    for entry in web::ENTRIES {
        let value = match (entry.name, entry.kind) {
            ("name", _) => "Département des Hauts-de-Seine",
            ("siret", _) => "22920050600017",
            ("city", _) => "Nanterre",
            ("court", _) => "tribunal administratif de Cergy-Pontoise",
            ("signatory", _) => "Pour le Président du Conseil départemental",
            (_, web::EntryKind::Postcode) => "92000",
            (_, web::EntryKind::Contact) => "contact@parvis.test",
            (_, web::EntryKind::Languages) | ("town" | "controller" | "phone", _) => continue,
            _ => "Un réglage des essais",
        };
        (entry.set)(&mut publisher, value.to_owned());
    }
    publisher
}

fn make(tx: &mut Tx) -> Outcome<Cast> {
    web::change_publisher(tx, &publisher())?;
    let administrator = person(tx, "Ariane", Some(Role::Administrator))?;
    let officer = person(tx, "Olga", Some(Role::Officer))?;
    let reader = person(tx, "Rachid", Some(Role::Reader))?;
    let second_reader = person(tx, "Rosalie", Some(Role::Reader))?;
    let manager = person(tx, "Mathilde", None)?;
    let member = person(tx, "Moussa", None)?;
    let other = person(tx, "Basile", None)?;
    let resident = person(tx, "Habiba", None)?;
    let org_a = organisation(tx, manager.id, "Les Jardins d’Essai", ("", "W922000123"))?;
    let org_b = organisation(tx, other.id, "La Coop voisine", ("35600000000048", ""))?;
    let scope = org_a.to_string();
    let new = NewGrant { person: member.id, role: Role::Member, scope, valid_until: None };
    people::grant(tx, &member.id.to_string(), &new)?;
    let (call, session) = open_call(tx, &officer.actor, "Progrès 2026")?;
    let slug = calls::call(tx, call)?.slug;
    Ok(Cast {
        manager: renewed(tx, manager)?,
        member: renewed(tx, member)?,
        other: renewed(tx, other)?,
        administrator,
        officer,
        reader,
        second_reader,
        resident,
        org_a,
        org_b,
        call,
        slug,
        session,
    })
}

fn open_call(tx: &mut Tx, officer: &Actor, title: &str) -> Outcome<(CallId, SessionId)> {
    let text = CallText {
        title: title.to_owned(),
        summary: "Un appel pour les essais.".to_owned(),
        body: "# L’appel\n\nSon **texte**.".to_owned(),
        legal_basis: "Article L3211-1 du code général des collectivités territoriales".to_owned(),
    };
    let call = calls::create_call(tx, officer, &text, &call_rules())?;
    let new = NewSession {
        title: "Session d’hiver".to_owned(),
        cut_off_at: tx.now().plus_days(10),
        envelopes: BTreeMap::from([
            ("fonctionnement".to_owned(), Cents::euros(50_000)),
            ("investissement".to_owned(), Cents::euros(30_000)),
        ]),
    };
    let session = calls::add_session(tx, officer, call, &new)?;
    let version = calls::call(tx, call)?.version;
    calls::set_call_state(tx, officer, call, version, CallState::Open)?;
    Ok((call, session))
}

fn field(id: &str, label: &str, kind: FieldKind) -> Field {
    Field { id: id.to_owned(), label: label.to_owned(), help: String::new(), required: true, kind }
}

/// Two lines, three steps, two criteria.
pub fn call_rules() -> Rules {
    let line = |name: &str, rate: u32, cap: i64| BudgetLine {
        code: name.to_lowercase(),
        name: name.to_owned(),
        rate_basis_points: rate,
        cap: Cents::euros(cap),
    };
    let criterion = |id: &str, weight: i64| Criterion {
        id: id.to_owned(),
        label: format!("Critère {id}"),
        help: String::new(),
        max_points: 5,
        weight,
    };
    let section = |title: &str, fields: Vec<Field>| Section { title: title.to_owned(), fields };
    Rules {
        eligibility: vec![Condition {
            id: "code-postal".to_owned(),
            question: "Dans quel code postal ?".to_owned(),
            otherwise: "Le projet doit être dans les Hauts-de-Seine.".to_owned(),
            test: Test::PostcodeStarts("92".to_owned()),
        }],
        lines: vec![line("Fonctionnement", 8_000, 40_000), line("Investissement", 5_000, 25_000)],
        project_cap: Some(Cents::euros(60_000)),
        form: vec![
            section(
                "Le projet",
                vec![
                    field("resume", "Résumé", FieldKind::LongText { max: 1_500 }),
                    field("debut", "Début", FieldKind::Date),
                ],
            ),
            section("Le budget", vec![field("budget", "Budget", FieldKind::Budget)]),
            section("Les pièces", vec![field("statuts", "Statuts", FieldKind::Files { max: 2 })]),
        ],
        rubric: vec![criterion("utilite", 3), criterion("ancrage", 1)],
        readers_per_file: 2,
        four_eyes: false,
    }
}

/// Answers that can be submitted, asking for 20,000 € and 10,000 €.
pub fn answers(title: &str) -> Answers {
    [
        ("title", title),
        ("line.fonctionnement.base", "25000"),
        ("line.fonctionnement.amount", "20000"),
        ("line.investissement.base", "20000"),
        ("line.investissement.amount", "10000"),
        ("resume", "Un potager pour le quartier."),
        ("debut", "2027-03-01"),
        ("budget.e.0.label", "Salaires"),
        ("budget.e.0.amount", "45000"),
        ("budget.i.0.label", "Subvention"),
        ("budget.i.0.amount", "30000"),
        ("budget.i.1.label", "Ventes"),
        ("budget.i.1.amount", "15000"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

/// A submitted file of an organisation.
pub fn filed(tx: &mut Tx, by: &Actor, call: CallId, org: OrgId, title: &str) -> Outcome<FileId> {
    let file = calls::begin_file(tx, by, call, org)?;
    let version = calls::own_file(tx, by, file)?.version;
    let version = calls::save_answers(tx, by, file, version, &answers(title))?;
    calls::attach(tx, by, file, "statuts", "statuts.pdf", PDF.to_vec())?;
    calls::submit_file(tx, by, file, version)?;
    Ok(file)
}

/// A complete file assigned to a reader: the reading.
pub fn assigned(
    tx: &mut Tx,
    cast: &Cast,
    file: FileId,
    reader: &Person,
) -> Outcome<calls::ReadingId> {
    let officer = &cast.officer.actor;
    let seen = calls::officer_file(tx, officer, file)?;
    if seen.state == calls::FileState::Submitted {
        calls::check_file(tx, officer, file, seen.version, &Check::Complete)?;
    }
    calls::assign_reader(tx, officer, file, reader.id)?;
    let readings = calls::readings_of_file(tx, file)?;
    let own = readings.into_iter().find(|reading| reading.reader == reader.id);
    own.map(|reading| reading.id).ok_or(base::Refusal::Unknown)
}

/// A decision on a complete file: euros on the first line; none refuses it.
pub fn decided(tx: &mut Tx, cast: &Cast, file: FileId, euros: i64) -> Outcome<()> {
    let version = calls::officer_file(tx, &cast.officer.actor, file)?.version;
    let amounts = BTreeMap::from([("fonctionnement".to_owned(), Cents::euros(euros))]);
    calls::decide(tx, &cast.officer.actor, file, version, &amounts, "Un projet solide.")
}

/// Lets the cut-off of a session pass and freezes it.
pub fn frozen(tx: &mut Tx, session: SessionId) -> Outcome<()> {
    let cut_off: Moment = calls::session(tx, session)?.cut_off_at;
    let seconds = cut_off.seconds_since(tx.now());
    tx.world().advance_seconds(seconds.max(0) + 1);
    calls::freeze_due(tx).map(drop)
}
