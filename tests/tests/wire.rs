//! The server on a real socket, against clients that are slow, many, or do not speak HTTP.

use std::net::SocketAddr;
use std::time::Duration;

use parvis_tests::{House, gather, house};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server of a house; it stops with this value.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<std::io::Result<()>>,
}

const PATIENT: Duration = Duration::from_secs(600);
const BRIEF: Duration = Duration::from_millis(200);

/// Whose limits no test meets by chance.
fn patient() -> web::Wire {
    web::Wire { connections: 4_096, per_address: 4_096, head: PATIENT, idle: PATIENT }
}

async fn serve(house: &House, wire: web::Wire) -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopping = async move {
        let _ = stopped.await;
    };
    let running = tokio::spawn(web::serve(listener, house.router.clone(), wire, stopping));
    Server { address, stop: Some(stop), running }
}

impl Server {
    async fn open(&self) -> TcpStream {
        #[expect(clippy::disallowed_methods, reason = "a client on the wire is what is tested")]
        TcpStream::connect(self.address).await.unwrap()
    }

    /// All that is answered to some bytes, until the server closes.
    async fn say(&self, bytes: &[u8]) -> String {
        let mut stream = self.open().await;
        // It may have refused and closed before all is sent.
        let _ = stream.write_all(bytes).await;
        rest(&mut stream).await
    }

    async fn answers(&self) {
        let request = b"GET /connexion HTTP/1.1\r\nHost: parvis.test\r\nConnection: close\r\n\r\n";
        let answer = self.say(request).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }

    async fn end(mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.running.await.unwrap().unwrap();
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset after the answer is an end like any other.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
    status.unwrap_or_else(|| panic!("no answer: {answer:?}")).parse().unwrap()
}

const HEAD: &str = "POST /connexion HTTP/1.1\r\nHost: parvis.test\r\n\
    Content-Type: application/x-www-form-urlencoded\r\n";

#[tokio::test]
async fn a_thousand_slow_clients_keep_nobody_waiting() {
    let house = house().await;
    let server = serve(&house, patient()).await;
    let mut slow = Vec::new();
    for at in 0..1_000 {
        let mut stream = server.open().await;
        let begun = match at % 3 {
            0 => "GET / HTTP/1.1\r\nHost: parvis.te".to_owned(),
            1 => format!("{HEAD}Content-Length: 1000000\r\n\r\nemail="),
            _ => String::new(),
        };
        stream.write_all(begun.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    for _ in 0..20 {
        server.answers().await;
    }
    // All of them still hang.
    for stream in &mut slow {
        let nothing = stream.try_read(&mut [0; 1]).unwrap_err();
        assert_eq!(nothing.kind(), std::io::ErrorKind::WouldBlock);
    }
    drop(slow);
    server.end().await;
}

#[tokio::test]
async fn who_is_too_slow_is_left() {
    let house = house().await;
    let cast = gather(&house).await;
    let server = serve(&house, web::Wire { head: BRIEF, ..patient() }).await;
    assert_eq!(server.say(b"GET / HTTP/1.1\r\nHost: parvis.te").await, "", "a head without end");
    assert_eq!(server.say(b"").await, "", "a connection without a request");
    server.end().await;
    let server = serve(&house, web::Wire { idle: BRIEF, ..patient() }).await;
    let begun = format!("{HEAD}Content-Length: 1000000\r\n\r\nemail=");
    assert_eq!(status(&server.say(begun.as_bytes()).await), 400, "a form without end");
    let multipart = "POST /connexion HTTP/1.1\r\nHost: parvis.test\r\nContent-Length: 100000\r\n\
        Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n";
    assert_eq!(status(&server.say(multipart.as_bytes()).await), 400, "files without end");
    let api = format!(
        "POST /api/v1/files/x HTTP/1.1\r\nHost: parvis.test\r\nContent-Length: 100\r\n\
         Idempotency-Key: 12345678\r\nAuthorization: Bearer {}\r\n\r\n{{",
        house.write(move |tx| people::create_token(tx, cast.manager.id, "t", "read write")).await
    );
    assert_eq!(status(&server.say(api.as_bytes()).await), 400, "JSON without end");
    // Whoever goes on sending, however slowly, is heard out.
    let mut stream = server.open().await;
    stream.write_all(format!("{HEAD}Content-Length: 8\r\n\r\n").as_bytes()).await.unwrap();
    for byte in b"email=ab" {
        tokio::time::sleep(BRIEF / 4).await;
        stream.write_all(&[*byte]).await.unwrap();
    }
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    // Heard, and without its token.
    assert_eq!(&answer, b"HTTP/1.1 409");
    server.end().await;
}

#[tokio::test]
async fn who_takes_no_answer_is_left() {
    let house = house().await;
    let wire = web::Wire { idle: BRIEF, connections: 1, ..patient() };
    let server = serve(&house, wire).await;
    // More answers than the buffers between the two hold, and none is read.
    let mut greedy = server.open().await;
    let ask = b"GET /plan-du-site HTTP/1.1\r\nHost: parvis.test\r\n\r\n".repeat(4_000);
    let (read, mut write) = greedy.split();
    let sending = async {
        let _ = write.write_all(&ask).await;
    };
    // The only place becomes free for somebody else when the greedy one is left.
    tokio::join!(sending, server.answers());
    let _ = read;
    server.end().await;
}

#[tokio::test]
async fn connections_are_counted_by_address_and_given_back() {
    let house = house().await;
    let server = serve(&house, web::Wire { per_address: 8, ..patient() }).await;
    let mut held = Vec::new();
    for _ in 0..8 {
        let mut stream = server.open().await;
        let get = b"GET /healthz HTTP/1.1\r\nHost: parvis.test\r\n\r\n";
        stream.write_all(get).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        held.push(stream);
    }
    assert_eq!(rest(&mut server.open().await).await, "", "a ninth connection was taken");
    drop(held);
    // The places are free as soon as the server has seen the ends.
    loop {
        let get = b"GET /healthz HTTP/1.1\r\nHost: parvis.test\r\nConnection: close\r\n\r\n";
        if server.say(get).await.starts_with("HTTP/1.1 200") {
            break;
        }
    }
    server.end().await;
}

#[tokio::test]
async fn what_is_not_quite_http_is_refused() {
    let house = house().await;
    let server = serve(&house, patient()).await;
    let get = "GET /connexion HTTP/1.1\r\nHost: parvis.test\r\n";
    let body = "Content-Length: 5\r\n";
    let long = "x".repeat(1 << 20);
    let cases: Vec<(&str, String, u16)> = vec![
        ("a folded header", format!("{get}X-A: 1\r\n 2\r\n\r\n"), 400),
        ("a header of NUL", format!("{get}X-A: a\0b\r\n\r\n"), 400),
        ("a name with a space", format!("{get}X A: 1\r\n\r\n"), 400),
        ("a space before the colon", format!("{get}Host : a\r\n\r\n"), 400),
        ("a carriage return alone", format!("{get}X-A: a\rb\r\n\r\n"), 400),
        ("no host", "GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
        ("two hosts", format!("{get}Host: other.test\r\n\r\n"), 400),
        ("two lengths", format!("{HEAD}{body}Content-Length: 6\r\n\r\nhello"), 400),
        ("a length with a sign", format!("{HEAD}Content-Length: +5\r\n\r\nhello"), 400),
        ("a length in letters", format!("{HEAD}Content-Length: 0x5\r\n\r\nhello"), 400),
        (
            "a length beyond counting",
            format!("{HEAD}Content-Length: {}\r\n\r\n", "9".repeat(30)),
            400,
        ),
        (
            "a length and chunks",
            format!(
                "{HEAD}{body}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
            ),
            411,
        ),
        (
            "chunks and a length",
            format!(
                "{HEAD}Transfer-Encoding: chunked\r\n{body}\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
            ),
            411,
        ),
        ("chunks", format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), 411),
        (
            "chunks of another name",
            format!("{HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
            400,
        ),
        ("a header of a megabyte", format!("{get}X-A: {long}\r\n\r\n"), 431),
        ("a thousand headers", format!("{get}{}\r\n", "X-A: 1\r\n".repeat(1_000)), 431),
        ("an address of a megabyte", format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"), 431),
        ("another protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n".to_owned(), 400),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\r\n\r\n".to_owned(), 400),
    ];
    for (what, bytes, wanted) in cases {
        let answer = server.say(bytes.as_bytes()).await;
        assert_eq!(status(&answer), wanted, "{what}: {answer}");
        let answers = answer.matches("HTTP/1.1 ").count();
        assert_eq!(answers, 1, "{what}: understood as several requests: {answer}");
    }
    server.answers().await;
    server.end().await;
}
