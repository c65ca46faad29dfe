//! Signing in by another service: FranceConnect for residents, ProConnect for professionals, as
//! OpenID Connect with code, PKCE, a signed answer on who it is, and a required level of assurance.
//!
//! What they require of a relying party, and this does: `state` and `nonce` of 64 characters, no
//! parameter that they do not know, the answer's issuer verified (RFC 9207), an address to come
//! back to for each service, a session of theirs ended with ours. The instance registers there
//! with RS256 for both answers. Deliberately absent: finding an account by the address that a
//! service tells; whoever comes the first time proves that they read it.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use base::{Moment, Outcome, Refusal};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AsyncHttpClient, AuthType, AuthenticationContextClass,
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, Scope,
    SubjectIdentifier, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use web::{App, Service};

/// What a service says of itself is asked anew after so many seconds, an hour.
const METADATA_S: i64 = 3_600;

type ServiceClient = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the services of an instance say of themselves, kept for an hour; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Services {
    known: Arc<Mutex<BTreeMap<&'static str, (Moment, ProviderMetadataWithLogout)>>>,
}

/// Why somebody is sent to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Errand {
    /// To sign in.
    Enter,
    /// To join the identity to the account that they are signed in to.
    Join,
    /// To prove again who they are.
    Prove,
}

/// What is kept while somebody is at a service.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Journey {
    pub(crate) service: String,
    pub(crate) errand: Errand,
    /// Where to go on afterwards.
    pub(crate) back: String,
    nonce: String,
    verifier: String,
}

impl Journey {
    pub(crate) fn new(app: &App, service: &Service, errand: Errand, back: &str) -> Self {
        Self {
            service: service.code.to_owned(),
            errand,
            back: back.to_owned(),
            nonce: app.world().token(),
            verifier: app.world().token(),
        }
    }
}

/// Who somebody is, as a service answers for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Proved {
    pub(crate) service: String,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) email: String,
    pub(crate) name: String,
    /// The establishment that they work for.
    pub(crate) siret: String,
    /// Its name.
    pub(crate) employer: String,
    /// The civil identity, JSON: of FranceConnect alone.
    pub(crate) pivot: Option<String>,
    /// Whether they were known in two ways.
    pub(crate) strong: bool,
    /// What ends the service's session.
    pub(crate) id_token: String,
}

/// Claims that the standard does not name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Claims {
    siret: Option<String>,
    usual_name: Option<String>,
    organization_label: Option<String>,
    birthplace: Option<String>,
    birthcountry: Option<String>,
}

impl AdditionalClaims for Claims {}

/// The civil identity as FranceConnect gives it: what identifies a person in France.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pivot {
    pub(crate) given_names: String,
    pub(crate) birth_name: String,
    pub(crate) gender: String,
    pub(crate) birth_date: String,
    pub(crate) birth_place: String,
    pub(crate) birth_country: String,
}

/// The service of a code, if this instance uses it.
pub(crate) fn service<'a>(app: &'a App, code: &str) -> Outcome<&'a Service> {
    app.settings().services.iter().find(|one| one.code == code).ok_or(Refusal::Unknown)
}

/// Names of the data asked for. FranceConnect knows `identite_pivot` for the civil identity.
fn scopes(service: &Service) -> &'static [&'static str] {
    match service.code {
        "franceconnect" => &["identite_pivot", "email"],
        _ => &["given_name", "usual_name", "email", "uid", "siret", "organization_label"],
    }
}

impl Services {
    /// The address at the service to which to send somebody; `state` is 64 characters.
    pub(crate) async fn address(
        &self,
        app: &App,
        service: &Service,
        journey: &Journey,
        state: String,
    ) -> Outcome<String> {
        let client = client(app, service, &self.metadata(app, service).await?)?;
        let verifier = PkceCodeVerifier::new(journey.verifier.clone());
        let nonce = journey.nonce.clone();
        let mut asked = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(scopes(service).iter().map(|scope| Scope::new((*scope).to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if journey.errand == Errand::Prove {
            asked = asked.add_prompt(CoreAuthPrompt::Login);
        }
        if service.code == "franceconnect" {
            for level in &service.levels {
                asked =
                    asked.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
            }
        } else {
            asked = asked.add_extra_param("claims", essential(service).to_string());
        }
        Ok(asked.url().0.into())
    }

    /// Who somebody is, from the code with which they came back.
    pub(crate) async fn proved(
        &self,
        app: &App,
        service: &Service,
        journey: &Journey,
        code: String,
    ) -> Outcome<Proved> {
        let metadata = self.metadata(app, service).await?;
        let client = client(app, service, &metadata)?;
        let http = Http(app.outgoing().clone());
        let verifier = PkceCodeVerifier::new(journey.verifier.clone());
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(Refusal::broken)?
            .set_pkce_verifier(verifier)
            .request_async(&http)
            .await
            .map_err(|error| self.unproved(service, &error))?;
        let id_token = answer.id_token().ok_or_else(unclear)?;
        let now = app.world().now();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256])
            .set_time_fn(move || moment(now));
        let nonce = Nonce::new(journey.nonce.clone());
        let claims = match id_token.claims(&verifier, &nonce) {
            Ok(claims) => claims,
            Err(error) => {
                // Keys may have been renewed meanwhile: they are asked for again next time.
                self.known.lock().await.remove(service.code);
                return Err(self.unproved(service, &error));
            }
        };
        let level = claims.auth_context_ref().map(|level| level.to_string()).unwrap_or_default();
        if !service.levels.is_empty() && !service.levels.contains(&level) {
            return Err(self.unproved(service, &"its level of assurance is another"));
        }
        let methods = claims.auth_method_refs().map(Vec::as_slice).unwrap_or_default();
        let strong = is_strong(&level) || methods.iter().any(|method| method.as_str() == "mfa");
        let subject = claims.subject().clone();
        let token = answer.access_token().clone();
        let said = self.said(app, service, &client, token, subject).await?;
        Ok(Proved { strong, id_token: id_token.to_string(), ..said })
    }

    /// What the service says of a person: a signed answer, on the same subject.
    async fn said(
        &self,
        app: &App,
        service: &Service,
        client: &ServiceClient,
        token: AccessToken,
        subject: SubjectIdentifier,
    ) -> Outcome<Proved> {
        let http = Http(app.outgoing().clone());
        let person: UserInfoClaims<Claims, CoreGenderClaim> = client
            .user_info(token, Some(subject))
            .map_err(Refusal::broken)?
            .require_signed_response(true)
            .request_async(&http)
            .await
            .map_err(|error| self.unproved(service, &error))?;
        let more = person.additional_claims();
        let given = person.given_name().and_then(|name| name.get(None)).map(|n| n.to_string());
        let family = person.family_name().and_then(|name| name.get(None)).map(|n| n.to_string());
        let (given, family) = (given.unwrap_or_default(), family.unwrap_or_default());
        let called = person.preferred_username().map(|name| name.to_string());
        let called = called.or_else(|| more.usual_name.clone()).filter(|name| !name.is_empty());
        let first = given.split_whitespace().next().unwrap_or_default();
        let name = format!("{first} {}", called.unwrap_or_else(|| family.clone()));
        let pivot = Pivot {
            given_names: given.clone(),
            birth_name: family,
            gender: person.gender().map(|gender| gender.to_string()).unwrap_or_default(),
            birth_date: person.birthdate().map(|date| date.to_string()).unwrap_or_default(),
            birth_place: more.birthplace.clone().unwrap_or_default(),
            birth_country: more.birthcountry.clone().unwrap_or_default(),
        };
        let known = service.code == "franceconnect" && !pivot.birth_date.is_empty();
        let pivot = serde_json::to_string(&pivot).map_err(Refusal::broken)?;
        Ok(Proved {
            service: service.code.to_owned(),
            issuer: service.issuer.clone(),
            subject: person.subject().to_string(),
            email: person.email().map(|email| email.to_lowercase()).unwrap_or_default(),
            name: name.trim().chars().take(120).collect(),
            siret: more
                .siret
                .clone()
                .filter(|siret| crate::rules::is_siret(siret))
                .unwrap_or_default(),
            employer: more
                .organization_label
                .clone()
                .unwrap_or_default()
                .chars()
                .take(200)
                .collect(),
            pivot: known.then_some(pivot),
            strong: false,
            id_token: String::new(),
        })
    }

    /// The address that ends the service's session with ours, if it has one.
    pub(crate) async fn farewell(
        &self,
        app: &App,
        service: &Service,
        id_token: &str,
    ) -> Outcome<Option<String>> {
        let metadata = self.metadata(app, service).await?;
        let Some(end) = metadata.additional_metadata().end_session_endpoint.clone() else {
            return Ok(None);
        };
        let back = format!("{}/deconnexion/retour", app.settings().public_url);
        let back = PostLogoutRedirectUrl::new(back).map_err(Refusal::broken)?;
        let mut address = LogoutRequest::from(end)
            .set_post_logout_redirect_uri(back)
            .set_state(CsrfToken::new(app.world().token()))
            .http_get_url();
        address.query_pairs_mut().append_pair("id_token_hint", id_token);
        Ok(Some(address.into()))
    }

    async fn metadata(&self, app: &App, service: &Service) -> Outcome<ProviderMetadataWithLogout> {
        let now = app.world().now();
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.get(service.code)
            && now.seconds_since(*at) < METADATA_S
        {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(service.issuer.clone()).map_err(Refusal::broken)?;
        let http = Http(app.outgoing().clone());
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http)
            .await
            .map_err(|error| self.unproved(service, &error))?;
        known.insert(service.code, (now, metadata.clone()));
        Ok(metadata)
    }

    /// The person is told that it failed, the log why; what the service sent is in neither.
    fn unproved(&self, service: &Service, why: &dyn std::fmt::Display) -> Refusal {
        tracing::warn!(service = service.code, %why, "a service has not proved who somebody is");
        unclear()
    }
}

fn unclear() -> Refusal {
    Refusal::conflict("people-conflict-service-unclear")
}

/// `eidas2` and `eidas3`, and ProConnect's levels of two ways.
fn is_strong(level: &str) -> bool {
    matches!(level, "eidas2" | "eidas3") || level.ends_with("-mfa") || level.ends_with("-2fa")
}

/// What an answer of ProConnect must hold: how somebody was known and, where one is required, the
/// level. A level that cannot be reached is then refused there.
fn essential(service: &Service) -> serde_json::Value {
    let mut wanted = serde_json::json!({ "id_token": { "amr": { "essential": true } } });
    if !service.levels.is_empty()
        && let Some(serde_json::Value::Object(claims)) = wanted.get_mut("id_token")
    {
        let level = serde_json::json!({ "essential": true, "values": service.levels });
        claims.insert("acr".to_owned(), level);
    }
    wanted
}

fn client(
    app: &App,
    service: &Service,
    metadata: &ProviderMetadataWithLogout,
) -> Outcome<ServiceClient> {
    let back = format!("{}/connexion/service/{}/retour", app.settings().public_url, service.code);
    let secret = ClientSecret::new(service.client_secret.reveal().to_owned());
    let id = ClientId::new(service.client_id.clone());
    Ok(CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret))
        .set_auth_type(AuthType::RequestBody)
        .set_redirect_uri(RedirectUrl::new(back).map_err(Refusal::broken)?))
}

fn moment(at: Moment) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_micros(at.0).unwrap_or_default()
}

/// The way out, as openidconnect wants it.
struct Http(web::Outgoing);

type Sent<'c> = Pin<
    Box<dyn Future<Output = Result<openidconnect::HttpResponse, web::Undelivered>> + Send + 'c>,
>;

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = web::Undelivered;
    type Future = Sent<'c>;

    fn call(&'c self, request: openidconnect::HttpRequest) -> Self::Future {
        Box::pin(self.0.send(request))
    }
}
