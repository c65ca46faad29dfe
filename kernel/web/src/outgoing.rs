//! All HTTP that this program asks of others.
//!
//! An origin that the operator configured is trusted: it is dialled as it is written, in an inner
//! network too, and its redirections are handed back, never followed. Any other address may come
//! from a stranger. It is dialled over HTTPS only, by name, at port 443; the name is resolved once,
//! all its addresses must be those of the open Internet, and one of these very addresses is
//! dialled, so that a second look-up cannot tell another. Each redirection is looked at in the same
//! way, and never as a trusted one.
//!
//! Deliberately absent: proxies, cookies, compression, connections kept for later.

mod addresses;
#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, header};
use base::{Outcome, Refusal};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::rustls;
use url::{Host, Origin, Url};

/// All of one request, its redirections included, in seconds.
pub const TIME_LIMIT_S: u64 = 10;
/// One answer, in bytes.
pub const ANSWER_LIMIT_BYTES: usize = 1 << 20;
/// So many redirections are followed.
const REDIRECTIONS: usize = 2;
/// So many addresses of one name are tried.
const ADDRESSES: usize = 4;
/// The head of one answer, in bytes.
const HEAD_LIMIT_BYTES: usize = 64 << 10;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// The request was not made, or went no further.
    #[error("not dialled: {0}")]
    Refused(&'static str),
    /// No connection, or one that broke.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The answer is larger than [`ANSWER_LIMIT_BYTES`].
    #[error("more than {ANSWER_LIMIT_BYTES} bytes")]
    TooLarge,
    /// It took longer than [`TIME_LIMIT_S`].
    #[error("no whole answer within {TIME_LIMIT_S} s")]
    TooSlow,
}

impl From<Undelivered> for Refusal {
    fn from(why: Undelivered) -> Self {
        Refusal::broken(why)
    }
}

type Coming<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

type Resolve = dyn Fn(String, u16) -> Coming<Vec<SocketAddr>> + Send + Sync;
type Dial = dyn Fn(SocketAddr, Option<String>) -> Coming<Box<dyn Wire>> + Send + Sync;

/// How names become addresses and addresses connections; tests bring their own.
struct Means {
    resolve: Box<Resolve>,
    /// With a name, the other side must prove by a certificate that it bears it.
    dial: Box<Dial>,
}

/// The client: cheap to clone.
#[derive(Clone)]
pub struct Outgoing {
    trusted: Arc<[Origin]>,
    means: Arc<Means>,
}

impl Outgoing {
    /// A client that trusts some origins, each written as `https://fca.example.fr`.
    pub fn new(trusted_origins: Vec<String>) -> Outcome<Self> {
        Self::with_means(trusted_origins, network()?)
    }

    fn with_means(trusted_origins: Vec<String>, means: Means) -> Outcome<Self> {
        let read = |text: &String| {
            let url = Url::parse(text).ok();
            let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
            let url = url.filter(|url| url.path() == "/" && !carries_name(url));
            let url = url.filter(|url| url.query().is_none() && url.fragment().is_none());
            let wrong = || Refusal::broken(format_args!("{text} is not an origin"));
            url.map(|url| url.origin()).ok_or_else(wrong)
        };
        let trusted = trusted_origins.iter().map(read).collect::<Outcome<_>>()?;
        Ok(Self { trusted, means: Arc::new(means) })
    }

    /// Sends a request and hands its answer back whole, whatever its status.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Undelivered> {
        let limit = Duration::from_secs(TIME_LIMIT_S);
        tokio::time::timeout(limit, self.follow(request)).await.unwrap_or(Err(Undelivered::TooSlow))
    }

    async fn follow(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Undelivered> {
        let (asked, body) = request.into_parts();
        let method = asked.method;
        if ![Method::GET, Method::HEAD, Method::POST].contains(&method) {
            return Err(Undelivered::Refused("the method"));
        }
        let url = asked.uri.to_string();
        let mut url = Url::parse(&url).map_err(|_| Undelivered::Refused("no address"))?;
        let mut headers = asked.headers;
        if self.trusted.contains(&url.origin()) {
            let addresses = self.addresses_of_trusted(&url).await?;
            return self.exchange(&url, &addresses, &method, &headers, body).await;
        }
        for _ in 0..=REDIRECTIONS {
            let addresses = self.public_addresses(&url).await?;
            let answer = self.exchange(&url, &addresses, &method, &headers, body.clone()).await?;
            let Some(next) = redirection(&url, &method, &answer)? else { return Ok(answer) };
            if next.origin() != url.origin() {
                headers = for_another(&headers);
            }
            url = next;
        }
        Err(Undelivered::Refused("too many redirections"))
    }

    async fn addresses_of_trusted(&self, url: &Url) -> Result<Vec<SocketAddr>, Undelivered> {
        if carries_name(url) {
            return Err(Undelivered::Refused("a user's name in the address"));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        match url.host() {
            Some(Host::Domain(name)) => self.resolve(name, port).await,
            Some(Host::Ipv4(ip)) => Ok(vec![(ip, port).into()]),
            Some(Host::Ipv6(ip)) => Ok(vec![(ip, port).into()]),
            None => Err(Undelivered::Refused("no host")),
        }
    }

    async fn public_addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Undelivered> {
        let found = self.resolve(public_name(url)?, HTTPS_PORT).await?;
        if !found.iter().all(|address| addresses::is_public(address.ip())) {
            return Err(Undelivered::Refused("not an address of the open Internet"));
        }
        Ok(found.into_iter().map(|found| (found.ip(), HTTPS_PORT).into()).collect())
    }

    async fn resolve(&self, name: &str, port: u16) -> Result<Vec<SocketAddr>, Undelivered> {
        (self.means.resolve)(name.to_owned(), port).await.map_err(unreachable)
    }

    /// One request and its answer, over a connection of their own.
    async fn exchange(
        &self,
        url: &Url,
        addresses: &[SocketAddr],
        method: &Method,
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Result<Response<Vec<u8>>, Undelivered> {
        let request = written(url, method, headers, body)?;
        let wire = self.connect(url, addresses).await?;
        let mut builder = hyper::client::conn::http1::Builder::new();
        builder.max_buf_size(HEAD_LIMIT_BYTES);
        #[expect(clippy::disallowed_methods, reason = "this is the one client there is")]
        let (mut sender, connection) =
            builder.handshake(TokioIo::new(wire)).await.map_err(unreachable)?;
        // Ends with this value, even when time runs out.
        let mut carrying = tokio::task::JoinSet::new();
        carrying.spawn(connection);
        let (head, body) = sender.send_request(request).await.map_err(unreachable)?.into_parts();
        let body = Limited::new(body, ANSWER_LIMIT_BYTES).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() { Undelivered::TooLarge } else { unreachable(error) }
        })?;
        Ok(Response::from_parts(head, body.to_bytes().to_vec()))
    }

    async fn connect(
        &self,
        url: &Url,
        addresses: &[SocketAddr],
    ) -> Result<Box<dyn Wire>, Undelivered> {
        let name = (url.scheme() == "https").then(|| host_of(url));
        let mut last = Undelivered::Unreachable("the name has no address".to_owned());
        for address in addresses.iter().take(ADDRESSES) {
            match (self.means.dial)(*address, name.clone()).await {
                Ok(wire) => return Ok(wire),
                Err(error) => last = unreachable(error),
            }
        }
        Err(last)
    }
}

const HTTPS_PORT: u16 = 443;

fn unreachable(error: impl std::fmt::Display) -> Undelivered {
    Undelivered::Unreachable(error.to_string())
}

fn carries_name(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// The host without the brackets of an address in figures.
fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned()
}

/// The name that an address from a stranger may be dialled by.
fn public_name(url: &Url) -> Result<&str, Undelivered> {
    if url.scheme() != "https" {
        return Err(Undelivered::Refused("not HTTPS"));
    }
    if carries_name(url) {
        return Err(Undelivered::Refused("a user's name in the address"));
    }
    if url.port_or_known_default() != Some(HTTPS_PORT) {
        return Err(Undelivered::Refused("another port than 443"));
    }
    match url.host() {
        Some(Host::Domain(name)) if name.contains('.') && !name.ends_with('.') => Ok(name),
        Some(Host::Domain(_)) => Err(Undelivered::Refused("not a full name")),
        _ => Err(Undelivered::Refused("an address in figures")),
    }
}

/// Where an answer sends on to; what changes something is never sent on.
fn redirection<B>(
    url: &Url,
    method: &Method,
    answer: &Response<B>,
) -> Result<Option<Url>, Undelivered> {
    let sends_on = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    if !sends_on || method == Method::POST {
        return Ok(None);
    }
    let Some(there) = answer.headers().get(header::LOCATION) else { return Ok(None) };
    let there = there.to_str().ok().and_then(|there| url.join(there).ok());
    there.map(Some).ok_or(Undelivered::Refused("no address to go on to"))
}

/// Another host is told nothing that was meant for the first.
fn for_another(headers: &HeaderMap) -> HeaderMap {
    let accept = headers.get(header::ACCEPT).cloned();
    accept.map(|accept| (header::ACCEPT, accept)).into_iter().collect()
}

/// The request as it goes over the wire; what frames it is ours to say.
fn written(
    url: &Url,
    method: &Method,
    headers: &HeaderMap,
    body: Vec<u8>,
) -> Result<Request<Body>, Undelivered> {
    let broken = |_| Undelivered::Refused("no request can be made of it");
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let request = Request::builder().method(method).uri(target).body(Body::from(body));
    let mut request = request.map_err(|_| Undelivered::Refused("no request can be made of it"))?;
    *request.headers_mut() = headers.clone();
    for framing in [
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::TE,
        header::TRAILER,
        header::UPGRADE,
        header::EXPECT,
        header::ACCEPT_ENCODING,
    ] {
        request.headers_mut().remove(framing);
    }
    let host = HeaderValue::try_from(host).map_err(broken)?;
    request.headers_mut().insert(header::HOST, host);
    request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Ok(request)
}

/// The network of this machine, with the roots that browsers trust.
fn network() -> Outcome<Means> {
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Refusal::broken)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tls = tokio_rustls::TlsConnector::from(Arc::new(config));
    Ok(Means {
        resolve: Box::new(|name, port| {
            Box::pin(async move {
                #[expect(clippy::disallowed_methods, reason = "this is the one client there is")]
                let found = tokio::net::lookup_host((name, port)).await?;
                Ok(found.collect())
            })
        }),
        dial: Box::new(move |address, name| {
            let tls = tls.clone();
            Box::pin(async move {
                #[expect(clippy::disallowed_methods, reason = "this is the one client there is")]
                let tcp = tokio::net::TcpStream::connect(address).await?;
                let Some(name) = name else { return Ok(Box::new(tcp) as Box<dyn Wire>) };
                let name = rustls::pki_types::ServerName::try_from(name);
                let name = name.map_err(io::Error::other)?;
                Ok(Box::new(tls.connect(name, tcp).await?) as Box<dyn Wire>)
            })
        }),
    })
}
