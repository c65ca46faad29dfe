//! What reads outside input, as plain functions of bytes: each either takes them or refuses them,
//! and keeps what it promises. `cargo xtask fuzz` feeds them for as long as one likes, guided by
//! coverage; the test `fuzz` feeds them their corpus and some hundreds of variations of it.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, header};
use base::Cents;
use tokio::runtime::Runtime;

use crate::{Cast, House, gather, house_on, settings};

/// What feeds one parser.
pub type Target = fn(&Mouth, &[u8]);

/// The parsers by name; the corpus of each is `fuzz/corpus/NAME`.
pub const TARGETS: &[(&str, Target)] = &[
    ("backup", backup),
    ("bank", bank_messages),
    ("code", code),
    ("fields", fields),
    ("files", files),
    ("form", form),
    ("headers", headers),
    ("json", json),
    ("letter", letter),
    ("markdown", markdown),
    ("media", media),
    ("numbers", numbers),
    ("query", query),
    ("selection", selections),
    ("trial", trial),
    ("words", text),
];

/// An instance that is fed.
pub struct Mouth {
    runtime: Runtime,
    house: House,
    cast: Cast,
    file: calls::FileId,
    token: String,
    folder: tempfile::TempDir,
}

impl Mouth {
    /// An instance with people, a call and a file.
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (house, cast, file, token) = runtime.block_on(async {
            let open = web::Settings { requests_per_second: 4_000_000, ..settings() };
            let house = house_on(store::testing::sqlite_ground(), "SQLite", open).await;
            let cast = gather(&house).await;
            let acting = cast.clone();
            let (file, token) = house
                .write(move |tx| {
                    people::begin_second_step(tx, acting.resident.id)?;
                    let file =
                        calls::begin_file(tx, &acting.manager.actor, acting.call, acting.org_a)?;
                    let token = people::create_token(tx, acting.manager.id, "t", "read write")?;
                    Ok((file, token))
                })
                .await;
            (house, cast, file, token)
        });
        let folder = tempfile::tempdir().unwrap();
        Self { runtime, house, cast, file, token, folder }
    }

    /// Feeds one target.
    pub fn feed(&self, name: &str, bytes: &[u8]) {
        let target = TARGETS.iter().find(|(known, _)| *known == name);
        target.unwrap_or_else(|| panic!("there is no target {name}")).1(self, bytes);
    }

    /// Whatever is sent, the answer is not an apology for a fault of ours.
    fn ask(&self, person: &crate::Person, request: Request<Body>) {
        // No limit on rates is met.
        self.house.app.world().advance_seconds(2);
        let what = format!("{} {}", request.method(), request.uri());
        let mut browser = self.house.browser_of(person);
        let page = self.runtime.block_on(browser.send(request));
        assert!(page.status.as_u16() < 500, "{what}: {}\n{}", page.status, page.words());
    }

    fn post(&self, person: &crate::Person, path: &str, kind: &str, body: Vec<u8>) {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.ask(person, request.body(Body::from(body)).unwrap());
    }

    fn csrf(&self, person: &crate::Person) -> String {
        self.house.app.keyed_digest("csrf", &person.token)
    }
}

impl Default for Mouth {
    fn default() -> Self {
        Self::new()
    }
}

/// One of some, chosen by the first byte from `0` on, and the rest.
fn choose<'a, T>(bytes: &'a [u8], among: &'a [T]) -> Option<(&'a T, &'a [u8])> {
    let (first, rest) = bytes.split_first()?;
    among.get(usize::from(first.wrapping_sub(b'0')) % among.len()).map(|one| (one, rest))
}

fn numbers(_: &Mouth, bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    if let Some(amount) = Cents::parse(&typed) {
        assert_eq!(Cents::parse(&amount.decimal()), Some(amount), "{typed:?}");
    }
    if let Some(date) = web::parse_date(&typed) {
        assert_eq!(web::parse_date(&date.to_string()), Some(date), "{typed:?}");
    }
    let compact = people::rules::compact(&typed);
    assert_eq!(people::rules::compact(&compact), compact, "{typed:?}");
    let told = [
        people::rules::is_siret(&compact),
        people::rules::is_siren(&compact),
        people::rules::is_rna(&compact),
    ];
    assert!(told.iter().filter(|told| **told).count() <= 1, "{typed:?}");
    if let Ok(id) = typed.parse::<calls::FileId>() {
        assert_eq!(id.to_string().parse(), Ok(id), "{typed:?}");
    }
    people::rules::password_fault(&typed, "rose@parvis.test", "Rose Diallo");
}

/// What is read has been added up, and what is an identifier reads back.
fn bank_messages(_: &Mouth, bytes: &[u8]) {
    for (statement, entries) in bank::statement::read_all(bytes).unwrap_or_default() {
        let booked = entries.iter().filter(|e| e.status == bank::statement::EntryStatus::Booked);
        let sum: i64 = booked.map(|entry| entry.minor).sum();
        assert_eq!(statement.opening.minor + sum, statement.closing.minor);
    }
    let _ = bank::status::read(bytes);
    let typed = String::from_utf8_lossy(bytes);
    if let Ok(iban) = bank::Iban::parse(&typed) {
        assert_eq!(bank::Iban::parse(&iban.to_string()), Ok(iban));
    }
    if let Ok(reference) = bank::Reference::parse(&typed) {
        assert_eq!(bank::Reference::make(reference.number()), Ok(reference));
    }
    let _ = (bank::Bic::parse(&typed), bank::CreditorId::parse(&typed));
    let plain = bank::plain(&typed);
    assert_eq!(bank::plain(&plain.text).text, plain.text, "{typed:?}");
}

/// Tables and budgets are refused with their line, or answered with what can be.
fn selections(_: &Mouth, bytes: &[u8]) {
    use selection::{assign, calibrate, pabulib, portfolio, projects, tables};
    if let Ok(read) = pabulib::read(bytes) {
        let files = read.projects.into_iter().map(|(id, cost, value)| portfolio::File {
            id,
            value,
            costs: vec![cost],
            ..portfolio::File::default()
        });
        let files = files.take(30).collect();
        let call = portfolio::Call { budgets: vec![read.budget], files, ..Default::default() };
        let found = portfolio::exact(&call).expect("nothing is asked but money");
        assert!(found.bound.is_some_and(|bound| bound >= found.value));
        assert!(found.costs.iter().sum::<f64>() <= read.budget + 0.01);
    }
    let Ok(table) = tables::Table::read(bytes) else { return };
    let short = table.rows().count() <= 60;
    if let Ok((scores, _)) = tables::scores(&table, &tables::ScoreColumns::default())
        && let Ok(found) = calibrate::calibrate(&scores, &calibrate::Options::default())
        && short
    {
        assert!(found.proposals.iter().all(|proposal| proposal.estimate.is_finite()));
        assert!(found.proposals.iter().all(|proposal| proposal.expected_rank >= 1.0));
    }
    if let Ok(readers) = assign::Readers::read(&table).map_err(drop)
        && short
    {
        let loads = assign::Loads { per_proposal: 1, least: 0, most: 3, unlisted: true };
        if let Ok(found) = assign::assign(&readers, &loads, assign::Objective::Fair) {
            assert!(found.sum_bound >= found.sum);
        }
    }
    let line = projects::Line { column: "cost".to_owned(), budget: 100.0 };
    if let Ok(call) = projects::read(&table, &[line], &[])
        && short
    {
        let found = portfolio::exact(&call);
        assert!(found.is_ok_and(|found| found.costs.iter().all(|cost| *cost <= 100.0)));
    }
}

fn text(_: &Mouth, bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let terms = words::analyse(words::Lang::Fr, &typed);
    assert!(terms.len() <= words::TERMS, "{} terms", terms.len());
    let folded = words::fold(&typed);
    assert_eq!(words::fold(&folded), folded, "{typed:?}");
    words::negotiate(&typed);
}

fn markdown(_: &Mouth, bytes: &[u8]) {
    let html = web::markdown(&String::from_utf8_lossy(bytes));
    for (tag, attributes) in tags(&html) {
        let known = ["script", "style", "iframe", "object", "embed", "form", "input", "svg", "img"];
        assert!(!known.contains(&tag.as_str()), "{tag} in {html}");
        for (name, value) in attributes {
            assert!(!name.starts_with("on") && name != "style", "{name} in {html}");
            let plain: String = value.chars().filter(|c| !c.is_control()).collect();
            let plain = plain.trim().to_lowercase();
            let runs = ["javascript:", "data:", "vbscript:"];
            let addresses = ["href", "src", "action", "cite"].contains(&name.as_str());
            assert!(!addresses || !runs.iter().any(|run| plain.starts_with(run)), "{html}");
        }
    }
}

/// The tags of clean HTML with their attributes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let name: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
        let mut inside = after.get(name.len()..).unwrap_or("");
        let mut attributes = Vec::new();
        while let Some((key, after)) = inside.split_once("=\"") {
            if key.contains('>') {
                break;
            }
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            attributes.push((key.trim().to_lowercase(), crate::unescape(value)));
            inside = after;
        }
        rest = inside;
        if !name.is_empty() {
            found.push((name.to_lowercase(), attributes));
        }
    }
    found
}

fn media(_: &Mouth, bytes: &[u8]) {
    let split = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (name, content) = bytes.split_at(split);
    let content = content.get(1..).unwrap_or_default();
    if let Some(kind) = calls::media_type(&String::from_utf8_lossy(name), content) {
        assert!(!kind.starts_with("text/") && !kind.contains("svg"), "{kind}");
        assert!(content.len() >= 3, "{kind} told by nothing");
    }
}

fn fields(_: &Mouth, bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes).into_owned();
    let form = web::Form::from_values(vec![
        ("a".to_owned(), typed.clone()),
        ("_version".to_owned(), typed.clone()),
        ("_key".to_owned(), typed),
    ]);
    let _ = (form.version(), form.key("verb", "subject"));
    let email = form.reader().email("a");
    let mut reader = form.reader();
    reader.email("a");
    if reader.finish().is_ok() {
        assert!(!email.chars().any(|c| c.is_whitespace() || c.is_control()), "{email:?}");
        assert_eq!(email.matches('@').count(), 1, "{email:?}");
    }
    let mut reader = form.reader();
    let (money, number) = (reader.money("a"), reader.number("a", -5, 5));
    assert!(money.is_none_or(|money| money.0 >= 0));
    assert!(number.is_none_or(|number| (-5..=5).contains(&number)));
    reader.date("a");
    reader.choice("a", &["one", "two"]);
    let text = reader.text("a", 10);
    assert!(reader.finish().is_err() || text.chars().count() <= 10);
}

fn form(mouth: &Mouth, bytes: &[u8]) {
    let Mouth { file, cast, .. } = mouth;
    let (manager, officer) = (&cast.manager, &cast.officer);
    let places = [
        (manager, format!("/dossiers/{file}/etape/1")),
        (manager, format!("/dossiers/{file}/etape/2")),
        (manager, format!("/dossiers/{file}/enregistrement")),
        (manager, format!("/organisations/{}", cast.org_a)),
        (manager, "/organisations/nouvelle".to_owned()),
        (officer, "/bureau/appels/nouveau".to_owned()),
        (officer, format!("/bureau/appels/{}", cast.call)),
        (officer, format!("/bureau/appels/{}/regles/lignes", cast.call)),
        (officer, format!("/bureau/appels/{}/regles/formulaire", cast.call)),
        (officer, format!("/bureau/appels/{}/sessions", cast.call)),
    ];
    let Some(((person, path), rest)) = choose(bytes, &places) else { return };
    let mut body = rest.to_vec();
    body.extend(format!("&_csrf={}", mouth.csrf(person)).into_bytes());
    mouth.post(person, path, "application/x-www-form-urlencoded", body);
}

fn files(mouth: &Mouth, bytes: &[u8]) {
    let manager = &mouth.cast.manager;
    let head = "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n";
    let body = [format!("{head}{}\r\n", mouth.csrf(manager)).as_bytes(), bytes].concat();
    let path = format!("/dossiers/{}/pieces", mouth.file);
    mouth.post(manager, &path, "multipart/form-data; boundary=b", body);
}

fn json(mouth: &Mouth, bytes: &[u8]) {
    let paths = [
        format!("/api/v1/calls/{}/files", mouth.cast.slug),
        format!("/api/v1/files/{}", mouth.file),
        format!("/api/v1/files/{}/submission", mouth.file),
    ];
    let Some((path, rest)) = choose(bytes, &paths) else { return };
    let request = Request::post(path)
        .header("idempotency-key", base::sha256(bytes))
        .header(header::AUTHORIZATION, format!("Bearer {}", mouth.token))
        .body(Body::from(rest.to_vec()));
    mouth.ask(&mouth.cast.resident, request.unwrap());
}

fn query(mouth: &Mouth, bytes: &[u8]) {
    let cast = &mouth.cast;
    let places = [
        (&cast.officer, "/appels".to_owned()),
        (&cast.officer, "/bureau".to_owned()),
        (&cast.officer, format!("/bureau/appels/{}/dossiers", cast.call)),
        (&cast.officer, format!("/appels/{}/laureats", cast.slug)),
        (&cast.officer, format!("/appels/{}/eligibilite", cast.slug)),
        (&cast.officer, "/donnees".to_owned()),
        (&cast.administrator, "/administration/journal".to_owned()),
        (&cast.administrator, "/administration/taches".to_owned()),
        (&cast.resident, "/api/v1/calls".to_owned()),
        (&cast.resident, "/api/v1/awards".to_owned()),
        (&cast.resident, "/connexion".to_owned()),
        (&cast.manager, "/dossiers".to_owned()),
    ];
    let Some(((person, path), rest)) = choose(bytes, &places) else { return };
    let encoded: String = rest
        .iter()
        .map(|byte| match byte {
            b'#' | b'"' | b'<' | b'>' | b'`' | b'{' | b'}' => format!("%{byte:02X}"),
            b'!'..=b'~' => char::from(*byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let Ok(request) = Request::get(format!("{path}?{encoded}")).body(Body::empty()) else { return };
    mouth.ask(person, request);
}

fn headers(mouth: &Mouth, bytes: &[u8]) {
    let mut request = Request::get("/api/v1/files").body(Body::empty()).unwrap();
    for line in bytes.split(|byte| *byte == b'\n') {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().and_then(|name| HeaderName::from_bytes(name).ok());
        let value = parts.next().and_then(|value| HeaderValue::from_bytes(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            request.headers_mut().append(name, value);
        }
    }
    mouth.ask(&mouth.cast.resident, request);
}

fn code(mouth: &Mouth, bytes: &[u8]) {
    let (typed, person) = (String::from_utf8_lossy(bytes).into_owned(), mouth.cast.resident.id);
    let told = mouth.runtime.block_on(mouth.house.app.store().write(move |tx| {
        let confirmed = people::confirm_second_step(tx, person, &typed);
        // Whatever was guessed is taken back.
        Err::<(), _>(confirmed.err().unwrap_or(base::Refusal::Stale))
    }));
    let refused = told.unwrap_err();
    assert!(matches!(refused, base::Refusal::Invalid(_) | base::Refusal::Stale), "{refused}");
}

fn backup(mouth: &Mouth, bytes: &[u8]) {
    let (from, to) = (mouth.folder.path().join("backup.db"), mouth.folder.path().join("restored"));
    std::fs::write(&from, bytes).unwrap();
    let place = store::Place::Folder(to.clone());
    let restored = mouth.runtime.block_on(store::restore(&place, parvis::CONTEXTS, &from));
    assert!(restored.is_err(), "{} bytes were taken for a backup", bytes.len());
    let _ = std::fs::remove_dir_all(to);
}

fn letter(_: &Mouth, bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes).into_owned();
    let document = paper::Document {
        lang: words::Lang::Fr,
        title: format!("Titre {typed}"),
        sender: vec![typed.clone()],
        recipient: vec![typed.clone()],
        place_date: typed.clone(),
        reference: Some(typed.clone()),
        blocks: vec![
            paper::Block::Heading(typed.clone()),
            paper::Block::Paragraph(typed.clone()),
            paper::Block::Pairs(vec![(typed.clone(), typed.clone())]),
        ],
        footer: typed,
    };
    match paper::pdf(&document) {
        Ok(pdf) => assert!(pdf.starts_with(b"%PDF-")),
        Err(error) => assert!(matches!(error, paper::PaperError::TooLarge { .. }), "{error}"),
    }
}

/// A formula in the first line, data in the others: an answer or a refusal.
fn trial(_: &Mouth, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (model, csv) = text.split_once('\n').unwrap_or_default();
    if let (Ok(table), Ok(formula)) = (trials::Table::from_csv(csv), trials::Formula::parse(model))
    {
        let _ = trials::analyse(&table, &formula, &trials::Options::default());
    }
}
