//! Passkeys, with a device made here: it answers as an authenticator does, honestly or not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ciborium::value::Value as Cbor;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use parvis_tests::{Browser, House, Page, Person, gather, hidden_fields, house_on, settings};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::testing::grounds;

const ORIGIN: &str = "http://parvis.test";
const KEYS: &str = "/compte/cles";

/// A device with one key for one person.
#[derive(Clone)]
struct Device {
    key: SigningKey,
    id: Vec<u8>,
    holder: Vec<u8>,
    counter: u32,
    origin: &'static str,
    verifies: bool,
}

impl Device {
    fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 16],
            holder: Vec::new(),
            counter: 1,
            origin: ORIGIN,
            verifies: true,
        }
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let data = json!({ "type": kind, "challenge": challenge, "origin": self.origin });
        serde_json::to_vec(&data).unwrap()
    }

    fn state(&self, more: u8) -> Vec<u8> {
        let mut bytes = Sha256::digest(b"parvis.test").to_vec();
        bytes.push(1 | if self.verifies { 4 } else { 0 } | more);
        bytes.extend(self.counter.to_be_bytes());
        bytes
    }

    /// Answers a request to make the key.
    fn make(&mut self, options: &Value) -> String {
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        self.holder = BASE64.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let point = self.key.verifying_key().to_sec1_point(false);
        let int = |number: i64| Cbor::Integer(number.into());
        let key = Cbor::Map(vec![
            (int(1), int(2)),
            (int(3), int(-7)),
            (int(-1), int(1)),
            (int(-2), Cbor::Bytes(point.x().unwrap().to_vec())),
            (int(-3), Cbor::Bytes(point.y().unwrap().to_vec())),
        ]);
        let mut state = self.state(0x40);
        state.extend([0; 16]);
        state.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        state.extend(&self.id);
        ciborium::into_writer(&key, &mut state).unwrap();
        let text = |text: &str| Cbor::Text(text.to_owned());
        let attestation = Cbor::Map(vec![
            (text("fmt"), text("none")),
            (text("attStmt"), Cbor::Map(Vec::new())),
            (text("authData"), Cbor::Bytes(state)),
        ]);
        let mut object = Vec::new();
        ciborium::into_writer(&attestation, &mut object).unwrap();
        let data = self.client_data("webauthn.create", &options["challenge"]);
        self.answer(&json!({
            "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(data),
        }))
    }

    /// Answers a request to show the key.
    fn show(&mut self, options: &Value) -> String {
        self.counter += 1;
        let (state, data) =
            (self.state(0), self.client_data("webauthn.get", &options["challenge"]));
        let mut signed = state.clone();
        signed.extend(Sha256::digest(&data));
        let signature: Signature = self.key.sign(&signed);
        self.answer(&json!({
            "authenticatorData": BASE64.encode(state),
            "clientDataJSON": BASE64.encode(data),
            "signature": BASE64.encode(signature.to_der()),
            "userHandle": BASE64.encode(&self.holder),
        }))
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response,
            "clientExtensionResults": {},
        })
        .to_string()
    }
}

async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for ground in grounds() {
        let settings = web::Settings { second_step: true, ..settings() };
        houses.push(house_on(ground, "strict", settings).await);
    }
    houses
}

/// What the page's element asks for: the options and the token of the ceremony.
async fn asked(browser: &mut Browser, page: &str, form: &str, options: &str) -> (Value, String) {
    let mut csrf = hidden_fields(&browser.get(page).await.expect(200).body, form);
    csrf.retain(|(name, _)| name == "_csrf");
    let answer = browser.post(options, &csrf).await.expect(200);
    let body: Value = serde_json::from_slice(&answer.bytes).unwrap();
    (body["options"].clone(), body["suite"].as_str().unwrap().to_owned())
}

async fn add(browser: &mut Browser, device: &mut Device) -> Page {
    let (options, suite) = asked(browser, KEYS, KEYS, "/compte/cles/options").await;
    let credential = device.make(&options);
    send(browser, KEYS, KEYS, &suite, &credential, ("name", "téléphone")).await
}

async fn send(
    browser: &mut Browser,
    page: &str,
    form: &str,
    suite: &str,
    credential: &str,
    (name, value): (&str, &str),
) -> Page {
    let mut fields = hidden_fields(&browser.get(page).await.body, form);
    fields.retain(|(name, _)| !["_suite", "_credential"].contains(&name.as_str()));
    for (name, value) in [("_suite", suite), ("_credential", credential), (name, value)] {
        fields.push((name.to_owned(), value.to_owned()));
    }
    browser.post(form, &fields).await
}

const ENTER: &str = "/connexion/cle";

async fn sign_in(house: &House, device: &mut Device) -> Browser {
    let mut browser = house.browser();
    let (options, suite) = asked(&mut browser, "/connexion", ENTER, "/connexion/cle/options").await;
    let credential = device.show(&options);
    let page = send(&mut browser, "/connexion", ENTER, &suite, &credential, ("retour", "/")).await;
    page.expect(303);
    browser
}

fn is_in(browser: &Browser) -> bool {
    browser.cookies.get("parvis-session").is_some_and(|token| !token.is_empty())
}

async fn with_key(house: &House, person: &Person, seed: u8) -> Device {
    let mut device = Device::new(seed);
    let mut browser = house.fresh_browser_of(person).await;
    let page = add(&mut browser, &mut device).await.expect(303);
    assert_eq!(page.leads_to(), "/compte/cles?fait=people-notice-passkey-added");
    device
}

#[tokio::test]
async fn a_passkey_signs_in_and_stands_for_both_steps() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut device = with_key(&house, &cast.officer, 1).await;
        let mut browser = sign_in(&house, &mut device).await;
        browser.get("/bureau").await.expect(200);
        // It proves again who one is, and is taken off by its owner alone.
        house.app.world().advance_seconds(301);
        let page = browser.get(KEYS).await.expect(200);
        let remove = page.body.split("action=\"").find(|part| part.contains("/fin\"")).unwrap();
        let remove = remove.split('"').next().unwrap().to_owned();
        let mut other = house.fresh_browser_of(&cast.manager).await;
        let csrf = hidden_fields(&other.get("/compte").await.body, "/compte/jetons");
        other.post(&remove, &csrf).await.expect(404);
        let page = browser.fill_on(&page, &remove, &[]).await.expect(200);
        page.clone().says(&house.say("people-ask-again", &[]));
        let (options, suite) = asked(&mut browser, KEYS, KEYS, "/connexion/cle/options").await;
        let credential = device.show(&options);
        let proof = [("_suite", suite.as_str()), ("_credential", credential.as_str())];
        let mut fields = hidden_fields(&page.body, &remove);
        fields.retain(|(name, _)| name == "_csrf");
        fields.extend(proof.map(|(name, value)| (name.to_owned(), value.to_owned())));
        browser.post(&remove, &fields).await.expect(303);
        let gone = sign_in(&house, &mut device).await;
        assert!(!is_in(&gone), "a removed key opens");
        house.expect_sound().await;
    }
}

/// What a device does wrong.
type Lie<'a> = (&'a str, Box<dyn Fn(&mut Device) + 'a>);

#[tokio::test]
async fn what_a_device_does_not_prove_opens_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let device = with_key(&house, &cast.manager, 1).await;
        let other = with_key(&house, &cast.other, 2).await;
        let lies: [Lie; 6] = [
            ("another site", Box::new(|device| device.origin = "http://parvis.example")),
            ("a holder not verified", Box::new(|device| device.verifies = false)),
            (
                "another key",
                Box::new(|device| device.key = SigningKey::from_slice(&[9; 32]).unwrap()),
            ),
            ("an unknown key", Box::new(|device| device.id = vec![9; 16])),
            ("another holder", Box::new(|device| device.holder = other.holder.clone())),
            ("a counter that does not grow", Box::new(|device| device.counter = 0)),
        ];
        for (what, lie) in lies {
            let mut device = device.clone();
            lie(&mut device);
            assert!(!is_in(&sign_in(&house, &mut device).await), "{what} opens");
        }
        let mut honest = device.clone();
        assert!(is_in(&sign_in(&house, &mut honest).await));
        // A copy of the key, whose counter is behind: refused, and told in the log.
        assert!(!is_in(&sign_in(&house, &mut device.clone()).await), "a copied key opens");
        let log = house.read(|tx| people::entries(tx, None, None, 50)).await;
        assert!(log.iter().any(|entry| entry.action == "people.passkey-copied"), "not told");
    }
}

#[tokio::test]
async fn a_challenge_serves_once_for_five_minutes() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut device = with_key(&house, &cast.manager, 1).await;
        let mut browser = house.browser();
        let options = "/connexion/cle/options";
        let (challenge, suite) = asked(&mut browser, "/connexion", ENTER, options).await;
        let credential = device.show(&challenge);
        let to = ("retour", "/");
        send(&mut browser, "/connexion", ENTER, &suite, &credential, to).await.expect(303);
        assert!(is_in(&browser));
        let mut again = house.browser();
        send(&mut again, "/connexion", ENTER, &suite, &credential, to).await.expect(303);
        assert!(!is_in(&again), "an answer opens twice");
        let (_, fresh) = asked(&mut again, "/connexion", ENTER, options).await;
        send(&mut again, "/connexion", ENTER, &fresh, &credential, to).await.expect(303);
        assert!(!is_in(&again), "an answer opens by another challenge");
        let (challenge, suite) = asked(&mut again, "/connexion", ENTER, options).await;
        let credential = device.show(&challenge);
        house.app.world().advance_seconds(301);
        send(&mut again, "/connexion", ENTER, &suite, &credential, to).await.expect(303);
        assert!(!is_in(&again), "an old challenge opens");
        // A key is added in the session that asked for it, by whoever has just proved who they are.
        let mut own = house.fresh_browser_of(&cast.manager).await;
        let (wanted, suite) = asked(&mut own, KEYS, KEYS, "/compte/cles/options").await;
        let credential = Device::new(3).make(&wanted);
        let mut other = house.fresh_browser_of(&cast.other).await;
        let name = ("name", "volée");
        send(&mut other, KEYS, KEYS, &suite, &credential, name).await.expect(422);
        house.app.world().advance_seconds(301);
        let csrf = hidden_fields(&own.get(KEYS).await.body, KEYS);
        own.post("/compte/cles/options", &csrf).await.expect(409);
    }
}
