//! Places and services as open data: what is published, in which terms, and what stays at home.

use parvis_tests::{furnished, gather, houses, opened_place, place_text};
use serde_json::Value;
use third_places::{Host, Life, PlaceText};

/// Fields that a structure and a service must have: data·inclusion, version 1.
const REQUIRED: [(&str, &[&str]); 2] = [
    ("structures", &["source", "id", "nom", "date_maj"]),
    ("services", &["source", "structure_id", "id", "nom", "description", "date_maj"]),
];

#[tokio::test]
async fn what_is_open_is_published_with_its_services_and_nothing_else() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        house
            .write(move |tx| {
                let by = &acting.officer.actor;
                let open = opened_place(tx, by, acting.org_b, "La Halle")?;
                furnished(tx, by, open)?;
                let closed = opened_place(tx, by, acting.org_a, "Le Quai")?;
                furnished(tx, by, closed)?;
                let version = third_places::place(tx, by, closed)?.version;
                third_places::set_place_state(tx, by, closed, version, Life::Closed, "")?;
                third_places::create_place(tx, by, &Host::default(), &place_text("Caché"))?;
                let short = PlaceText { phone: "01 99 00 12 12".into(), ..place_text("8.") };
                let short = third_places::create_place(tx, by, &Host::default(), &short)?;
                third_places::set_place_state(tx, by, short, 1, Life::Open, "")
            })
            .await;
        let mut browser = house.browser();
        for (name, required) in REQUIRED {
            let page = browser.get(&format!("/donnees/lieux/{name}.json")).await.expect(200);
            let records: Vec<Value> = serde_json::from_slice(&page.bytes).unwrap();
            assert_eq!(records.len(), 1, "{name}: {}", page.body);
            for field in required {
                assert!(records[0][field].is_string(), "{field} of {}", records[0]);
            }
            let csv = browser.get(&format!("/donnees/lieux/{name}.csv")).await.expect(200);
            assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
            assert!(csv.body.starts_with("source,id,"), "{}", csv.body);
        }
        let page = browser.get("/donnees/lieux/structures.json").await;
        let structure: Vec<Value> = serde_json::from_slice(&page.bytes).unwrap();
        let structure = &structure[0];
        assert_eq!(structure["nom"], "La Halle");
        assert_eq!(structure["source"], "departement-des-hauts-de-seine");
        assert_eq!(structure["siret"], "35600000000048", "that of the host");
        assert_eq!(structure["code_insee"], "92050");
        assert_eq!(structure["longitude"], 2.2065);
        let link = structure["lien_source"].as_str().unwrap().to_owned();
        let there = link.strip_prefix("http://parvis.test").unwrap();
        browser.get(there).await.expect(200).says("La Halle");
        let page = browser.get("/donnees/lieux/services.json").await;
        let service: Vec<Value> = serde_json::from_slice(&page.bytes).unwrap();
        assert_eq!(service[0]["structure_id"], structure["id"]);
        assert_eq!(service[0]["nom"], "Aide aux démarches");
        assert_eq!(service[0]["publics"], Value::Null, "what is not said is not guessed");
    }
}
