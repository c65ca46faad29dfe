//! A service of OpenID Connect that answers as FranceConnect and ProConnect do, and lies when it
//! is told to. It verifies what a service verifies: secret, verifier, a code that serves once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base::Moment;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use rsa::pkcs1v15::SigningKey;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// One way to deceive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    IssuerOfToken,
    Audience,
    SecondAudience,
    Nonce,
    NoAlgorithm,
    PublicKeyAsSecret,
    UnknownKey,
    SignatureOfAnother,
    Expired,
    LowerLevel,
    NoLevel,
    UnsignedPerson,
    PersonOfAnother,
    PersonSignedByAnother,
    PersonFromElsewhere,
    PersonForAnother,
    IssuerOfAnswer,
    NoIssuerOfAnswer,
    NoToken,
    Unavailable,
}

impl Lie {
    /// Every lie.
    pub const ALL: &[Lie] = &[
        Lie::IssuerOfToken,
        Lie::Audience,
        Lie::SecondAudience,
        Lie::Nonce,
        Lie::NoAlgorithm,
        Lie::PublicKeyAsSecret,
        Lie::UnknownKey,
        Lie::SignatureOfAnother,
        Lie::Expired,
        Lie::LowerLevel,
        Lie::NoLevel,
        Lie::UnsignedPerson,
        Lie::PersonOfAnother,
        Lie::PersonSignedByAnother,
        Lie::PersonFromElsewhere,
        Lie::PersonForAnother,
        Lie::IssuerOfAnswer,
        Lie::NoIssuerOfAnswer,
        Lie::NoToken,
        Lie::Unavailable,
    ];
}

#[derive(Default)]
struct Mind {
    lie: Option<Lie>,
    now_s: i64,
    nonce: String,
    challenge: String,
    code: Option<String>,
    codes: u32,
    /// Claims of the person, and of how they were known.
    told: BTreeMap<String, Value>,
}

/// The service; it ends with the test.
#[derive(Clone)]
pub struct Liar {
    pub issuer: String,
    mind: Arc<Mutex<Mind>>,
}

struct Keys {
    own: rsa::RsaPrivateKey,
    other: rsa::RsaPrivateKey,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    let make = || {
        rsa::RsaPrivateKey::new(&mut rsa::rand_core::UnwrapErr(getrandom::SysRng), 2048).unwrap()
    };
    KEYS.get_or_init(|| Keys { own: make(), other: make() })
}

impl Liar {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/api/v2", listener.local_addr().unwrap());
        let liar = Self { issuer, mind: Arc::default() };
        for (name, value) in [
            ("sub", json!("f81d4fae7dec11d0a76500a0c91e6bf6")),
            ("given_name", json!("Angela Claire Louise")),
            ("family_name", json!("DUBOIS")),
            ("preferred_username", json!("Dubois")),
            ("gender", json!("female")),
            ("birthdate", json!("1962-08-24")),
            ("birthplace", json!("75107")),
            ("birthcountry", json!("99100")),
            ("email", json!("angela@residents.test")),
            ("acr", json!("eidas1")),
        ] {
            liar.tell(name, value);
        }
        let app = Router::new()
            .route("/api/v2/.well-known/openid-configuration", get(metadata))
            .route("/api/v2/jwks", get(jwks))
            .route("/api/v2/token", post(token))
            .route("/api/v2/userinfo", get(person))
            .with_state(liar.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        liar
    }

    /// What it says of the person from now on.
    pub fn tell(&self, claim: &str, value: Value) {
        self.mind.lock().unwrap().told.insert(claim.to_owned(), value);
    }

    pub fn lie(&self, lie: Option<Lie>) {
        self.mind.lock().unwrap().lie = lie;
    }

    /// What the browser does there: the path by which it comes back.
    pub fn authorise(&self, address: &str, now: Moment) -> String {
        let url = url::Url::parse(address).unwrap();
        assert!(address.starts_with(&format!("{}/authorize?", self.issuer)), "{address}");
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        self.expect_registered(&asked);
        let mut mind = self.mind.lock().unwrap();
        mind.codes += 1;
        let code = format!("code-{}", mind.codes);
        mind.code = Some(code.clone());
        mind.now_s = now.0 / 1_000_000;
        mind.nonce = asked["nonce"].clone();
        mind.challenge = asked["code_challenge"].clone();
        let issuer = match mind.lie {
            Some(Lie::IssuerOfAnswer) => "&iss=http://elsewhere.test/api/v2".to_owned(),
            Some(Lie::NoIssuerOfAnswer) => String::new(),
            _ => format!("&iss={}", self.issuer),
        };
        let back = asked["redirect_uri"].strip_prefix("http://parvis.test").unwrap();
        format!("{back}?code={code}&state={}{issuer}", asked["state"])
    }

    /// Parameters are those that the services know, and as long as they want them.
    fn expect_registered(&self, asked: &BTreeMap<String, String>) {
        let known = [
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "acr_values",
            "claims",
            "prompt",
            "code_challenge",
            "code_challenge_method",
        ];
        for name in asked.keys() {
            assert!(known.contains(&name.as_str()), "they do not know {name}");
        }
        assert!(asked["state"].len() >= 32 && asked["nonce"].len() >= 32);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(
            (asked["client_id"].as_str(), asked["response_type"].as_str()),
            ("parvis", "code")
        );
    }

    fn claims(&self, names: &[&str]) -> serde_json::Map<String, Value> {
        let mind = self.mind.lock().unwrap();
        let told = mind.told.iter().filter(|(name, _)| names.contains(&name.as_str()));
        told.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

fn signed(key: &rsa::RsaPrivateKey, header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", in_base64(header), in_base64(claims));
    let signature = SigningKey::<Sha256>::new(key.clone()).sign(text.as_bytes()).to_bytes();
    format!("{text}.{}", BASE64.encode(signature))
}

fn in_base64(value: &Value) -> String {
    BASE64.encode(serde_json::to_vec(value).unwrap())
}

async fn metadata(State(liar): State<Liar>) -> Json<Value> {
    let at = |path: &str| format!("{}/{path}", liar.issuer);
    Json(json!({
        "issuer": liar.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "jwks_uri": at("jwks"),
        "end_session_endpoint": at("session/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "ES256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn jwks() -> Json<Value> {
    let key = keys().own.to_public_key();
    let number = |bytes: &[u8]| BASE64.encode(bytes);
    Json(json!({ "keys": [{
        "kty": "RSA", "use": "sig", "kid": "own", "alg": "RS256",
        "n": number(&key.n_bytes()), "e": number(&key.e_bytes()),
    }] }))
}

async fn token(State(liar): State<Liar>, Form(sent): Form<BTreeMap<String, String>>) -> Response {
    let (lie, challenge, code) = {
        let mut mind = liar.mind.lock().unwrap();
        (mind.lie, mind.challenge.clone(), mind.code.take())
    };
    let verifier = BASE64.encode(Sha256::digest(sent["code_verifier"].as_bytes()));
    let right = code.as_ref() == Some(&sent["code"])
        && verifier == challenge
        && sent["client_id"] == "parvis"
        && sent["client_secret"] == "un secret";
    if lie == Some(Lie::Unavailable) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if !right {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })))
            .into_response();
    }
    let mut answer = json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 60 });
    if lie != Some(Lie::NoToken) {
        answer["id_token"] = id_token(&liar, lie).into();
    }
    Json(answer).into_response()
}

fn id_token(liar: &Liar, lie: Option<Lie>) -> String {
    let (now, nonce) = {
        let mind = liar.mind.lock().unwrap();
        (mind.now_s, mind.nonce.clone())
    };
    let mut claims = Value::Object(liar.claims(&["sub", "acr", "amr"]));
    claims["iss"] = liar.issuer.clone().into();
    claims["aud"] = "parvis".into();
    claims["nonce"] = nonce.into();
    claims["iat"] = now.into();
    claims["exp"] = (now + 60).into();
    let mut header = json!({ "alg": "RS256", "typ": "JWT", "kid": "own" });
    match lie {
        Some(Lie::IssuerOfToken) => claims["iss"] = "http://elsewhere.test/api/v2".into(),
        Some(Lie::Audience) => claims["aud"] = "somebody else".into(),
        Some(Lie::SecondAudience) => claims["aud"] = json!(["parvis", "somebody else"]),
        Some(Lie::Nonce) => claims["nonce"] = "0".repeat(64).into(),
        Some(Lie::Expired) => claims["exp"] = (now - 1).into(),
        Some(Lie::LowerLevel) => claims["acr"] = "eidas0".into(),
        Some(Lie::NoLevel) => drop(claims.as_object_mut().unwrap().remove("acr")),
        Some(Lie::UnknownKey) => header["kid"] = "unknown".into(),
        Some(Lie::NoAlgorithm) => {
            let header = json!({ "alg": "none", "typ": "JWT" });
            return format!("{}.{}.", in_base64(&header), in_base64(&claims));
        }
        Some(Lie::PublicKeyAsSecret) => return with_public_key(&claims),
        _ => {}
    }
    let forged = lie == Some(Lie::SignatureOfAnother);
    signed(if forged { &keys().other } else { &keys().own }, &header, &claims)
}

/// HS256 with what everybody knows.
fn with_public_key(claims: &Value) -> String {
    use hmac::{KeyInit, Mac};
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": "own" });
    let text = format!("{}.{}", in_base64(&header), in_base64(claims));
    let public = keys().own.to_public_key().n_bytes();
    let mut mac = hmac::Hmac::<Sha256>::new_from_slice(&public).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

async fn person(State(liar): State<Liar>, headers: HeaderMap) -> Response {
    assert_eq!(headers[header::AUTHORIZATION], "Bearer access");
    let lie = liar.mind.lock().unwrap().lie;
    let names = [
        "sub",
        "given_name",
        "family_name",
        "preferred_username",
        "usual_name",
        "gender",
        "birthdate",
        "birthplace",
        "birthcountry",
        "email",
        "siret",
        "organization_label",
    ];
    let mut claims = Value::Object(liar.claims(&names));
    claims["iss"] = liar.issuer.clone().into();
    claims["aud"] = "parvis".into();
    match lie {
        Some(Lie::PersonOfAnother) => claims["sub"] = "somebody else".into(),
        Some(Lie::PersonFromElsewhere) => claims["iss"] = "http://elsewhere.test".into(),
        Some(Lie::PersonForAnother) => claims["aud"] = "somebody else".into(),
        Some(Lie::UnsignedPerson) => return Json(claims).into_response(),
        _ => {}
    }
    let forged = lie == Some(Lie::PersonSignedByAnother);
    let key = if forged { &keys().other } else { &keys().own };
    let text = signed(key, &json!({ "alg": "RS256", "typ": "JWT", "kid": "own" }), &claims);
    ([(header::CONTENT_TYPE, "application/jwt")], text).into_response()
}
