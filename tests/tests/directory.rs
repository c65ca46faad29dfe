//! The official directories: what is imported, and how it helps to enter an organisation.

use std::path::PathBuf;

use parvis::import::{Ending, Kind, Wanted};
use parvis_tests::{House, gather, house_on, settings};
use store::Place;
use store::testing::grounds;

const UNITS: &str = "siren,statutDiffusionUniteLegale,etatAdministratifUniteLegale,\
denominationUniteLegale,categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,\
economieSocialeSolidaireUniteLegale,identifiantAssociationUniteLegale,sigleUniteLegale
356000000,O,A,LA COOPERATIVE DES ESSAIS,5458,88.99B,O,,
229200506,O,A,LES AMIS DU TERRITOIRE,9220,94.99Z,O,W922000777,
552100554,O,A,JEANNE MARTIN,1000,88.99B,,,
732829320,P,A,[ND],5710,88.99B,,,
";

const SITES: &str = "siren,nic,siret,statutDiffusionEtablissement,etablissementSiege,\
numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,\
libelleCommuneEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,\
enseigne1Etablissement
356000000,00004,35600000000048,O,true,3,RUE,DES ESSAIS,92000,NANTERRE,92050,A,CHEZ NOUS
229200506,00017,22920050600017,O,true,1,PLACE,DU MARCHE,92110,CLICHY,92024,A,
552100554,00013,55210055400013,O,true,8,RUE,PRIVEE,92000,NANTERRE,92050,A,
";

const ASSOCIATIONS: &str = "id;siret;titre;objet;adrs_numvoie;adrs_typevoie;adrs_libvoie;\
adrs_codeinsee;adrs_codepostal;adrs_libcommune;position;date_disso
W922000888;;\"ASSOCIATION LES PETITS PAPIERS\";\"lire; écrire\";4;RUE;DES LETTRES;92050;92000;Nanterre;A;0001-01-01
W922000999;;\"LES PAPIERS DISSOUS\";\"rien\";4;RUE;DES LETTRES;92050;92000;Nanterre;D;2020-01-31
W752000111;;\"LES PAPIERS DE PARIS\";\"rien\";4;RUE;DES LETTRES;75101;75001;Paris;A;
";

fn file(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let file = folder.path().join(format!("{}.csv", base::sha256(text.as_bytes())));
    std::fs::write(&file, text).unwrap();
    file
}

async fn import(place: &Place, text: &str, kind: Option<Kind>, department: &str) -> Ending {
    let folder = tempfile::tempdir().unwrap();
    let wanted = Wanted { file: file(&folder, text), kind, department: department.to_owned() };
    parvis::import::directory(place.clone(), wanted).await.unwrap()
}

async fn found(house: &House, typed: &'static str) -> Vec<String> {
    let entries = house.read(move |tx| people::search_directory(tx, typed, 20)).await;
    entries.into_iter().map(|entry| entry.key).collect()
}

#[tokio::test]
async fn legal_persons_and_associations_are_found_and_nobody_else() {
    for ground in grounds() {
        let place = ground.place.clone();
        assert_eq!(import(&place, SITES, None, "").await, Ending::BadUsage, "units come first");
        assert_eq!(import(&place, UNITS, Some(Kind::Rna), "").await, Ending::BadUsage);
        assert_eq!(import(&place, UNITS, Some(Kind::Sirene), "92").await, Ending::Done);
        assert_eq!(import(&place, SITES, Some(Kind::Sirene), "92").await, Ending::Done);
        assert_eq!(import(&place, ASSOCIATIONS, Some(Kind::Rna), "92").await, Ending::Done);
        let house = house_on(ground, "either", settings()).await;
        for (typed, keys) in [
            ("356 000 000 00048", &["35600000000048"][..]),
            ("229 200 506", &["22920050600017"]),
            ("W922000888", &["W922000888"]),
            ("petits pap", &["W922000888"]),
            ("l’association Les Petits", &["W922000888"]),
            ("coopérative", &["35600000000048"]),
            ("papiers", &[]),
            ("jeanne", &[]),
            ("55210055400013", &[]),
            ("la", &[]),
            ("%", &[]),
        ] {
            assert_eq!(found(&house, typed).await, keys, "{typed}");
        }
        let entry = house.read(|tx| people::directory_entry(tx, "35600000000048")).await.unwrap();
        assert_eq!(entry.name, "LA COOPERATIVE DES ESSAIS");
        assert_eq!((entry.kind(), entry.sign.as_str()), ("cooperative", "CHEZ NOUS"));
        assert_eq!(entry.address, "3 RUE DES ESSAIS");
        assert!(entry.ess && entry.seat && entry.open);
        for hidden in ["JEANNE", "PRIVEE", "732829320"] {
            let places = house.read(move |tx| store::testing::places_of(tx, hidden)).await;
            assert!(places.is_empty(), "{hidden} is in {places:?}");
        }
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn a_newer_file_updates_and_closes_those_gone_and_no_others() {
    for ground in grounds() {
        let place = ground.place.clone();
        import(&place, ASSOCIATIONS, None, "").await;
        let newer = ASSOCIATIONS.replace("PETITS PAPIERS", "GRANDS PAPIERS");
        let gone: Vec<&str> = newer.lines().filter(|line| !line.contains("W922000999")).collect();
        let gone = format!("{}\n", gone.join("\n"));
        assert_eq!(import(&place, &gone, None, "92").await, Ending::Done);
        let bad = gone.replace("W922000888", "X922000888");
        assert_eq!(import(&place, &bad, None, "").await, Ending::BadInput);
        let house = house_on(ground, "either", settings()).await;
        let open = |key: &'static str| house.read(move |tx| people::search_directory(tx, key, 1));
        let renamed = open("W922000888").await;
        assert_eq!(renamed[0].name, "ASSOCIATION LES GRANDS PAPIERS");
        assert!(renamed[0].open, "a bad line closed what it meant");
        assert!(open("W752000111").await[0].open, "of another département");
        let empty: Vec<String> = Vec::new();
        assert_eq!(found(&house, "petits papiers").await, empty);
    }
}

#[tokio::test]
async fn what_is_gone_is_closed() {
    for ground in grounds() {
        let place = ground.place.clone();
        import(&place, ASSOCIATIONS, None, "").await;
        let fewer: Vec<&str> =
            ASSOCIATIONS.lines().filter(|line| !line.contains("W752000111")).collect();
        assert_eq!(import(&place, &fewer.join("\n"), None, "").await, Ending::Done);
        let house = house_on(ground, "either", settings()).await;
        let entries = house.read(|tx| people::search_directory(tx, "W752000111", 1)).await;
        assert!(!entries[0].open);
        assert_eq!(found(&house, "papiers paris").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn whoever_enters_an_organisation_chooses_it_from_the_directory() {
    for ground in grounds() {
        let place = ground.place.clone();
        import(&place, UNITS, None, "").await;
        import(&place, SITES, None, "").await;
        import(&place, ASSOCIATIONS, None, "").await;
        let house = house_on(ground, "either", settings()).await;
        let cast = gather(&house).await;
        let mut browser = house.browser_of(&cast.resident);
        let new = "/organisations/nouvelle";
        let page = browser.get(&format!("{new}?cherche=petits&retour=/appels/x")).await;
        let page = page.expect(200).says("ASSOCIATION LES PETITS PAPIERS");
        let choose = page.body.split("href=\"").find(|rest| rest.contains("choix=")).unwrap();
        let choose = parvis_tests::unescape(choose.split('"').next().unwrap());
        let filled = browser.get(&choose).await.expect(200);
        let filled = filled.says(&house.say("people-directory-filled", &[]));
        for value in ["W922000888", "4 RUE DES LETTRES", "92000", "Nanterre"] {
            assert!(filled.body.contains(&format!("value=\"{value}\"")), "{value}");
        }
        let typed = [
            ("name", "Les petits papiers"),
            ("kind", "association"),
            ("rna", "W922000888"),
            ("address", "4 rue des Lettres"),
            ("postcode", "92000"),
            ("city", "Nanterre"),
        ];
        let made = browser.fill_on(&filled, new, &typed).await.expect(303);
        assert!(made.leads_to().starts_with("/appels/x"), "{}", made.leads_to());
        let nothing = browser.get(&format!("{new}?cherche=introuvable")).await.expect(200);
        nothing.says(&house.say("people-directory-none", &[]));
        for odd in ["choix=site.1", "choix=x", "choix=rna.%27", "cherche=%00", "cherche=%F0%9F"] {
            browser.get(&format!("{new}?{odd}")).await.expect(200);
        }
    }
}

#[tokio::test]
async fn without_a_directory_there_is_nothing_to_search() {
    let house = parvis_tests::house().await;
    let cast = gather(&house).await;
    let page = house.browser_of(&cast.resident).get("/organisations/nouvelle").await.expect(200);
    page.says_not(&house.say("people-directory", &[]));
}
