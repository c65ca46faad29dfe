//! Bringing in files of places: whatever office wrote them, which column is what, what would happen,
//! and that doing it twice does nothing new.

use base::Outcome;
use parvis_tests::{Cast, House, gather, house, houses};
use store::Tx;
use third_places::{Fate, Life, Place, PlaceText, Plan, Report, UploadId};

/// Columns as in the list of 2019; the lines are made up, in the manner of those that contradict
/// themselves there.
const LIST: &str = "ID,NOM_TL,ADRESSE,CP,INSEECOM,NOMCOM,WEB,TYPO,LAT,LONG,INSEEDEP
1,La Halle,3 rue des Essais,92000,92050,Nanterre,www.halle.example,Tiers lieux à dominante coworking,48.8924,2.2065,92
2,\"Le Quai, l’atelier\",1 quai des Essais,92110,92024,Clichy,,Tiers lieux à dominante fablab,48.9045,2.3048,92
3,Ailleurs,1 place du Marché,78220,78686,Viroflay,,,48.80,2.17,92
4,Quelque part,,0,0,,,,0,0,92
5,Lyon Plage,1 rue Sèche,69001,69381,Lyon,,,45.77,4.83,69
2,Encore le Quai,,92110,92024,Clichy,,,,,92
6,,4 rue sans Nom,92000,92050,Nanterre,,,,,92
";

/// Sends a file from its page; the address of the page of its columns.
async fn sent(house: &House, cast: &Cast, bytes: &[u8]) -> String {
    let page = "/bureau/import-lieux";
    let mut officer = house.browser_of(&cast.officer);
    let file = ("file", "lieux.csv", bytes);
    let answer = officer.upload_with(page, page, &[("source", "essai-2019")], file).await;
    answer.expect(303).leads_to().to_owned()
}

fn id_of(page: &str) -> UploadId {
    page.rsplit('/').next().unwrap().parse().unwrap()
}

fn planned(tx: &mut Tx, cast: &Cast, page: &str) -> Outcome<Plan> {
    let upload = third_places::upload(tx, &cast.officer.actor, id_of(page))?;
    third_places::plan(tx, &cast.officer.actor, &upload)
}

async fn places(house: &House, cast: &Cast) -> Vec<Place> {
    let by = cast.officer.actor.clone();
    house.read(move |tx| third_places::own_places(tx, &by)).await
}

/// What the columns of a page are mapped to, as it serves them, with some others.
fn mapping(wanted: &[(usize, &str)], department: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        wanted.iter().map(|(at, field)| (format!("column.{at}"), (*field).to_owned())).collect();
    fields.push(("department".to_owned(), department.to_owned()));
    fields
}

const ALL: &[(usize, &str)] = &[
    (0, "id"),
    (1, "name"),
    (2, "street"),
    (3, "postcode"),
    (4, "commune-code"),
    (5, "commune"),
    (6, "website"),
    (7, "typology"),
    (8, "lat"),
    (9, "lon"),
    (10, "department"),
];

async fn mapped(house: &House, cast: &Cast, page: &str, department: &str) {
    let mut officer = house.browser_of(&cast.officer);
    let mut fields = officer.form(page, page).await;
    fields.extend(mapping(ALL, department));
    let answer = officer.post(page, &fields).await.expect(303);
    assert_eq!(answer.leads_to(), format!("{page}/rapport"));
}

#[tokio::test]
async fn a_list_is_looked_at_then_imported_once() {
    for house in houses().await {
        let cast = gather(&house).await;
        let page = sent(&house, &cast, LIST.as_bytes()).await;
        let mut officer = house.browser_of(&cast.officer);
        let columns = officer.get(&page).await.expect(200);
        columns.says("7 lignes").says("Colonne NOM_TL").says("La Halle · Le Quai, l’atelier");
        mapped(&house, &cast, &page, "92").await;
        let report = format!("{page}/rapport");
        let told = officer.get(&report).await.expect(200);
        told.says("Lieux que l’import créerait\u{a0}: 3")
            .says("Code INSEE de la commune  4")
            .says("Département  6")
            .says("Code postal  4")
            .says("Ailleurs")
            .says("L’identifiant 2 figure déjà plus haut")
            .says("Le nom manque")
            .says("Non repris, illisible\u{a0}: Latitude.");
        assert_eq!(places(&house, &cast).await.len(), 0, "looking changes nothing");
        officer.fill(&report, &report, &[("open", "1")]).await.expect(303);
        let made = places(&house, &cast).await;
        let names: Vec<(&str, Life)> =
            made.iter().map(|place| (place.text.name.as_str(), place.state)).collect();
        assert_eq!(
            names,
            [
                ("La Halle", Life::Open),
                ("Le Quai, l’atelier", Life::Open),
                ("Quelque part", Life::Draft),
            ]
        );
        assert_eq!(made[0].text.website, "https://www.halle.example");
        assert_eq!(made[1].text.typologies, ["fablab"]);
        let again = officer.get(&report).await.expect(200);
        again.says("Rien à importer").says("lieux créés\u{a0}: 3");
        let anew = sent(&house, &cast, LIST.as_bytes()).await;
        mapped(&house, &cast, &anew, "92").await;
        let (acting, id) = (cast.clone(), id_of(&anew));
        let report = house
            .write(move |tx| third_places::run_import(tx, &acting.officer.actor, (id, 2), false))
            .await;
        assert_eq!(report, Report { same: 3, refused: 2, outside: 2, ..Report::default() });
        assert_eq!(places(&house, &cast).await.len(), 3);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_new_list_changes_what_nobody_touched_and_shows_the_rest() {
    for house in houses().await {
        let cast = gather(&house).await;
        let page = sent(&house, &cast, LIST.as_bytes()).await;
        mapped(&house, &cast, &page, "").await;
        let (acting, id) = (cast.clone(), id_of(&page));
        house
            .write(move |tx| third_places::run_import(tx, &acting.officer.actor, (id, 2), false))
            .await;
        let made = places(&house, &cast).await;
        let halle = made.iter().find(|place| place.text.name == "La Halle").unwrap().clone();
        let acting = cast.clone();
        house
            .write(move |tx| {
                let website = "https://nouvelle-halle.example".to_owned();
                let text = PlaceText { website, ..halle.text.clone() };
                let by = &acting.officer.actor;
                third_places::change_place(tx, by, halle.id, halle.version, &text)
            })
            .await;
        let list = LIST.replace("3 rue des Essais", "5 rue des Essais");
        let list = list.replace("1 quai des Essais", "2 quai des Essais");
        let page = sent(&house, &cast, list.as_bytes()).await;
        mapped(&house, &cast, &page, "").await;
        let report = format!("{page}/rapport");
        let mut officer = house.browser_of(&cast.officer);
        let told = officer.get(&report).await.expect(200);
        told.says("ici «\u{a0}https://nouvelle-halle.example\u{a0}»")
            .says("dans le fichier «\u{a0}https://www.halle.example\u{a0}»");
        let acting = cast.clone();
        let plan = house.read(move |tx| planned(tx, &acting, &page)).await;
        assert_eq!((plan.report.changed, plan.report.kept, plan.report.new), (1, 1, 0));
        let kept = plan.lines.iter().find(|line| line.name == "La Halle").unwrap();
        assert!(matches!(&kept.fate, Fate::Kept(fields) if fields.len() == 2), "{kept:?}");
        officer.fill(&report, &report, &[]).await.expect(303);
        let after = places(&house, &cast).await;
        let street = |name: &str| {
            after.iter().find(|place| place.text.name.starts_with(name)).unwrap().text.clone()
        };
        assert_eq!(street("Le Quai").address.street, "2 quai des Essais");
        assert_eq!(street("La Halle").address.street, "3 rue des Essais", "touched: it stays");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn what_is_no_list_or_lacks_its_columns_is_told_and_nothing_happens() {
    let house = house().await;
    let cast = gather(&house).await;
    let page = "/bureau/import-lieux";
    let mut officer = house.browser_of(&cast.officer);
    let source = [("source", "essai-2019")];
    for (bytes, said) in [
        (&b"PK\x03\x04\0"[..], "n’est pas un texte"),
        (b"", "n’a pas de ligne"),
        (b"seul\n1\n", "une seule colonne"),
    ] {
        let file = ("file", "lieux.xlsx", bytes);
        let answer = officer.upload_with(page, page, &source, file).await;
        answer.expect(422).says(said);
    }
    let file = ("file", "lieux.csv", LIST.as_bytes());
    let answer = officer.upload_with(page, page, &[("source", "Liste n° 1")], file).await;
    answer.expect(422).says("lettres sans accent");
    let there = sent(&house, &cast, LIST.as_bytes()).await;
    for (wanted, department, said) in [
        (&[(0, "id"), (2, "street")][..], "", "laquelle le nom"),
        (&[(0, "id"), (1, "name"), (2, "name")], "", "ont reçu le même contenu"),
        (&[(0, "id"), (1, "name")], "9", "a deux ou trois caractères"),
    ] {
        let mut fields = officer.form(&there, &there).await;
        fields.extend(mapping(wanted, department));
        officer.post(&there, &fields).await.expect(422).says(said);
    }
    house.browser_of(&cast.manager).get(page).await.expect(403);
    house.days_pass(31);
    house.run_jobs().await;
    let mut officer = house.fresh_browser_of(&cast.officer).await;
    officer.get(&there).await.expect(404);
}
