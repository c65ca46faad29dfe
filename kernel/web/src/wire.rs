//! The wire: connections, taken and ended, before any request is understood.
//!
//! A client that is slow holds a connection and nothing else, for a bounded time: the head of a
//! request must be whole within [`Wire::head`], the next part of a body, and the next part of an
//! answer taken, within [`Wire::idle`]. Connections are limited in all, and for each address where
//! addresses are people's and not the proxy's. A body says its length: what is sent in chunks is
//! refused, and with it every request that two servers could cut in two ways.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, Version, header};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::Sleep;
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

use crate::Settings;
use crate::rates::network_of;

/// The head of a request, in bytes: request line and headers.
pub const HEAD_LIMIT_BYTES: usize = 32 << 10;
/// Requests under way get so long to end when the server stops.
const STOP_LIMIT: Duration = Duration::from_secs(10);
/// Files that the process keeps for all but connections.
const OTHER_FILES: u64 = 512;

/// How much patience and room there is for connections.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    /// Connections in all; further ones wait.
    pub connections: usize,
    /// Connections of one address; further ones are closed.
    pub per_address: usize,
    /// A head must be whole after so long; a connection without a request ends after as long.
    pub head: Duration,
    /// More of a body must come, and more of an answer be taken, within so long.
    pub idle: Duration,
}

impl Wire {
    /// What an instance with these settings takes.
    pub fn of(settings: &Settings) -> Self {
        let connections = 4_096;
        Self {
            connections,
            // A proxy's address is everybody's.
            per_address: if settings.behind_proxy { connections } else { 256 },
            head: Duration::from_secs(15),
            idle: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` resolves; requests under way are ended, not cut.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    wire: Wire,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(wire.connections.min(room_for_files())));
    let addresses = Addresses::default();
    let graceful = GracefulShutdown::new();
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(wire.head)
        .max_buf_size(HEAD_LIMIT_BYTES)
        .max_header_size(HEAD_LIMIT_BYTES);
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            place = room.clone().acquire_owned() => place.map_err(io::Error::other)?,
            () = &mut stop => break,
        };
        let (stream, address) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        let Some(held) = addresses.hold(address.ip(), wire.per_address) else { continue };
        // Without it answers wait for the other side's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let stream = TokioIo::new(Patient { stream, limit: wire.idle, waiting: None });
        let router = router.clone();
        let service = hyper::service::service_fn(move |request| {
            answer(router.clone(), request, address, wire.idle)
        });
        let connection = graceful.watch(builder.serve_connection(stream, service));
        tokio::spawn(async move {
            // How a connection ends is the other side's affair.
            let _ = connection.await;
            drop((place, held));
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(STOP_LIMIT) => {}
    }
    Ok(())
}

/// The next connection; while there is no file for one, others may end.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be taken");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

/// Asks the system for as many open files as it gives; how many connections these allow.
fn room_for_files() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    let _ = setrlimit(Resource::Nofile, limit);
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let room = files.saturating_sub(OTHER_FILES).max(OTHER_FILES / 8);
    usize::try_from(room).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS)
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    address: SocketAddr,
    idle: Duration,
) -> Result<Response<Body>, std::convert::Infallible> {
    if let Some(status) = misframed(&request) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let close = header::HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
        return Ok(response);
    }
    let mut request = request.map(|body| Body::new(TimeoutBody::new(idle, body)));
    request.extensions_mut().insert(ConnectInfo(address));
    router.oneshot(request).await
}

/// What makes a request one that servers may understand differently.
fn misframed<B>(request: &Request<B>) -> Option<StatusCode> {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
        return Some(StatusCode::BAD_REQUEST);
    }
    let chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
    chunked.then_some(StatusCode::LENGTH_REQUIRED)
}

/// Connections by address.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<HashMap<String, usize>>>);

/// One connection of an address, counted until it is dropped.
struct Held(Addresses, String);

impl Addresses {
    fn hold(&self, ip: IpAddr, limit: usize) -> Option<Held> {
        let key = network_of(&ip.to_string());
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.clone()).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        Some(Held(self.clone(), key))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut counts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.1);
            }
        }
    }
}

/// A connection that ends when what is written to it is not taken.
struct Patient {
    stream: TcpStream,
    limit: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn waited<T>(&mut self, at: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if at.is_ready() {
            self.waiting = None;
            return at;
        }
        let limit = self.limit;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        waiting.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.waited(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.waited(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
