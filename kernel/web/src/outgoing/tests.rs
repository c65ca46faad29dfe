//! The client against addresses made to lead it astray. Names are resolved and connections made by
//! the test, which so sees whatever would be dialled.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::http::{Request, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use super::{ANSWER_LIMIT_BYTES, Means, Outgoing, Undelivered, Wire};

const PUBLIC: &str = "93.184.216.34:443";

type Dialled = (SocketAddr, Option<String>);

/// A network of the test: names with their addresses at each look-up, hosts with their answers.
#[derive(Clone, Default)]
struct Net {
    names: Arc<Mutex<BTreeMap<&'static str, Vec<&'static str>>>>,
    hosts: Arc<BTreeMap<&'static str, String>>,
    dialled: Arc<Mutex<Vec<Dialled>>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Net {
    fn new(
        names: &[(&'static str, &[&'static str])],
        hosts: &[(&'static str, &'static str)],
    ) -> Self {
        let names = names.iter().map(|(name, found)| (*name, found.to_vec())).collect();
        let hosts = hosts.iter().map(|(address, said)| (*address, (*said).to_owned())).collect();
        Self { names: Arc::new(Mutex::new(names)), hosts: Arc::new(hosts), ..Self::default() }
    }

    fn client(&self, trusted: &[&str]) -> Outgoing {
        let (resolving, dialling) = (self.clone(), self.clone());
        let means = Means {
            resolve: Box::new(move |name, port| {
                let found = resolving.look_up(&name, port);
                Box::pin(async move { Ok(found) })
            }),
            dial: Box::new(move |address, name| {
                dialling.dialled.lock().unwrap().push((address, name));
                let said = dialling.hosts.get(address.to_string().as_str()).cloned();
                let heard = dialling.heard.clone();
                Box::pin(async move {
                    let said = said.ok_or(std::io::ErrorKind::ConnectionRefused)?;
                    let (ours, theirs) = tokio::io::duplex(1 << 16);
                    tokio::spawn(play(theirs, said, heard));
                    Ok(Box::new(ours) as Box<dyn Wire>)
                })
            }),
        };
        let trusted = trusted.iter().map(|origin| (*origin).to_owned()).collect();
        Outgoing::with_means(trusted, means).unwrap()
    }

    /// The addresses of a name: those before a `/` at the first look-up, the others from then on.
    fn look_up(&self, name: &str, port: u16) -> Vec<SocketAddr> {
        let mut names = self.names.lock().unwrap();
        let Some(all) = names.get_mut(name) else { return Vec::new() };
        let cut = all.iter().position(|one| *one == "/").unwrap_or(all.len());
        let now: Vec<_> = all.iter().take(cut).map(|one| one.parse::<IpAddr>().unwrap()).collect();
        if cut < all.len() {
            all.drain(..=cut);
        }
        now.into_iter().map(|ip| (ip, port).into()).collect()
    }

    fn dialled(&self) -> Vec<String> {
        self.dialled.lock().unwrap().iter().map(|(address, _)| address.to_string()).collect()
    }
}

/// The other side: hears one head, says its answer.
async fn play(mut wire: DuplexStream, said: String, heard: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        match wire.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    heard.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    if said == "silence" {
        std::future::pending::<()>().await;
    }
    let _ = wire.write_all(said.as_bytes()).await;
}

fn get(url: &str) -> Request<Vec<u8>> {
    Request::get(url).header("authorization", "Bearer secret").body(Vec::new()).unwrap()
}

fn sends_on_to(url: &str) -> &'static str {
    format!("HTTP/1.1 302 Found\r\nlocation: {url}\r\ncontent-length: 0\r\n\r\n").leak()
}

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

/// Addresses that a stranger would type to make the server ask where they cannot.
const ASTRAY: &[&str] = &[
    // In figures, in every notation that some reader takes.
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://93.184.216.34/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[2002:a00:1::]/",
    "https://[2001:4860:4860::8888]/",
    // With dots, digits and letters that browsers take for others.
    "https://127\u{3002}0\u{3002}0\u{3002}1/",
    "https://127\u{ff0e}0\u{ff0e}0\u{ff0e}1/",
    "https://\u{ff11}27.0.0.1/",
    "https://\u{2460}27.0.0.1/",
    "https://loc\u{ad}alhost/",
    "https://\u{ff4c}ocalhost/",
    "https://intra\u{3002}example/",
    "https://%31%32%37.0.0.1/",
    "https://127%E3%80%820%E3%80%820%E3%80%821/",
    "https://%EF%BC%91%EF%BC%92%EF%BC%97.1/",
    // Names that mean this machine or an inner network.
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST/",
    "https://a.localhost/",
    "https://intranet/",
    "https://intra.example/",
    "https://mixed.example/",
    "https://cloud.example/",
    "https://six.example/",
    "https://wrapped.example/",
    "https://nothing.example/",
    "https://good.example./",
    // Users' names that look like hosts.
    "https://good.example@127.0.0.1/",
    "https://good.example@intra.example/",
    "https://user:word@good.example/",
    "https://user@good.example/",
    "https://:word@good.example/",
    // Other ports and schemes.
    "http://good.example/",
    "http://good.example:443/",
    "https://good.example:22/",
    "https://good.example:8443/",
    "https://good.example:80/",
    "https://good.example:0/",
    "https://good.example:65536/",
    "ftp://good.example/",
    "file:///etc/passwd",
    "gopher://good.example:70/_x",
    "dict://127.0.0.1:11211/stat",
    "data:text/plain,x",
    "javascript:alert(1)",
    "ldap://good.example/",
    "unix:/run/docker.sock",
    // Trusted, but asked for by a stranger's redirection or in another form.
    "http://127.0.0.1:9000/",
    "http://trusted.example:8080/",
    "https://trusted.example:8080/",
    // Not addresses.
    "https://",
    "https:///",
    "https://\u{0}/",
    "https://a b/",
    "https://[::1/",
    "https://127.0.0.1\\@good.example/",
];

const NAMES: &[(&str, &[&str])] = &[
    ("good.example", &["93.184.216.34"]),
    ("localhost", &["127.0.0.1", "::1"]),
    ("a.localhost", &["127.0.0.1"]),
    ("intranet", &["93.184.216.34"]),
    ("intra.example", &["10.1.2.3"]),
    ("mixed.example", &["93.184.216.34", "10.1.2.3"]),
    ("cloud.example", &["169.254.169.254"]),
    ("six.example", &["fd12::1"]),
    ("wrapped.example", &["64:ff9b::a01:203"]),
    ("trusted.example", &["10.9.9.9"]),
];

#[tokio::test]
async fn no_address_that_leads_astray_is_dialled() {
    assert!(ASTRAY.len() >= 60);
    for url in ASTRAY {
        let net = Net::new(NAMES, &[(PUBLIC, HELLO), ("10.1.2.3:443", HELLO)]);
        // Asked for as it is, if a request can be made of it at all.
        if let Ok(request) = Request::get(*url).body(Vec::new()) {
            let answer = net.client(&[]).send(request).await;
            assert!(answer.is_err(), "{url}: {answer:?}");
        }
        assert_eq!(net.dialled(), [""; 0], "{url}");
    }
}

#[tokio::test]
async fn no_redirection_leads_astray() {
    for url in ASTRAY {
        // Relative to a good address some of these are good.
        let there = url::Url::parse("https://start.example/").unwrap().join(url);
        if there.is_ok_and(|there| there.host_str() == Some("start.example")) {
            continue;
        }
        let mut names = NAMES.to_vec();
        names.push(("start.example", &["93.184.216.35"]));
        let start = "93.184.216.35:443";
        let net = Net::new(
            &names,
            &[(start, sends_on_to(url)), (PUBLIC, HELLO), ("127.0.0.1:9000", HELLO)],
        );
        let client = net.client(&["http://127.0.0.1:9000", "http://trusted.example:8080"]);
        let answer = client.send(get("https://start.example/")).await;
        assert!(answer.is_err(), "{url}: {answer:?}");
        assert_eq!(net.dialled(), [start], "{url}");
    }
}

#[tokio::test]
async fn the_address_that_was_looked_at_is_the_one_dialled() {
    let rebinding: &[(&str, &[&str])] = &[("re.example", &["93.184.216.34", "/", "127.0.0.1"])];
    let net = Net::new(rebinding, &[(PUBLIC, HELLO)]);
    let client = net.client(&[]);
    let answer = client.send(get("https://re.example/a?b")).await.unwrap();
    assert_eq!(answer.body(), b"hello");
    assert_eq!(net.dialled(), [PUBLIC]);
    // The other side has to prove that it bears the name.
    let asked = net.dialled.lock().unwrap().first().unwrap().1.clone();
    assert_eq!(asked.as_deref(), Some("re.example"));
    // The next request looks again and finds the inner address.
    let again = client.send(get("https://re.example/")).await;
    assert!(matches!(again, Err(Undelivered::Refused(_))), "{again:?}");
    assert_eq!(net.dialled(), [PUBLIC]);
    let heard = net.heard.lock().unwrap().concat();
    assert!(heard.starts_with("GET /a?b HTTP/1.1\r\n"), "{heard}");
    assert!(heard.contains("host: re.example\r\n"), "{heard}");
}

#[tokio::test]
async fn two_redirections_are_followed_and_no_more() {
    let names: &[(&str, &[&str])] = &[
        ("a.example", &["93.184.0.1"]),
        ("b.example", &["93.184.0.2"]),
        ("c.example", &["93.184.0.3"]),
        ("d.example", &["93.184.0.4"]),
    ];
    let hosts = [
        ("93.184.0.1:443", sends_on_to("https://b.example/")),
        ("93.184.0.2:443", sends_on_to("https://c.example/x")),
        ("93.184.0.3:443", HELLO),
        ("93.184.0.4:443", sends_on_to("https://a.example/")),
    ];
    let net = Net::new(names, &hosts);
    let answer = net.client(&[]).send(get("https://a.example/")).await.unwrap();
    assert_eq!(answer.body(), b"hello");
    let heard = net.heard.lock().unwrap().clone();
    let told: Vec<_> = heard.iter().map(|head| head.contains("Bearer secret")).collect();
    assert_eq!(told, [true, false, false], "a secret went on to another host");
    let too_many = net.client(&[]).send(get("https://d.example/")).await;
    assert_eq!(too_many.map(drop), Err(Undelivered::Refused("too many redirections")));
    // What changes something is not sent on.
    let post = Request::post("https://a.example/").body(b"x=1".to_vec()).unwrap();
    let answer: Response<_> = net.client(&[]).send(post).await.unwrap();
    assert_eq!(answer.status(), 302);
}

#[tokio::test]
async fn a_trusted_origin_is_dialled_as_it_is_and_never_sends_on() {
    let hosts = [("127.0.0.1:9000", sends_on_to("http://127.0.0.1:9000/there"))];
    let net = Net::new(NAMES, &hosts);
    let client = net.client(&["http://127.0.0.1:9000"]);
    let answer = client.send(get("http://127.0.0.1:9000/token")).await.unwrap();
    assert_eq!(answer.status(), 302);
    assert_eq!(net.dialled(), ["127.0.0.1:9000"]);
    for near in ["http://127.0.0.1:9001/", "http://localhost:9000/", "https://127.0.0.1:9000/"] {
        let answer = client.send(get(near)).await;
        assert!(matches!(answer, Err(Undelivered::Refused(_))), "{near}: {answer:?}");
    }
    assert_eq!(net.dialled().len(), 1);
}

#[tokio::test]
async fn what_frames_a_request_is_not_the_callers_to_say() {
    let net = Net::new(NAMES, &[(PUBLIC, HELLO)]);
    let request = Request::post("https://good.example/")
        .header("host", "inner.example")
        .header("content-length", "3")
        .header("transfer-encoding", "chunked")
        .body(b"hello".to_vec());
    net.client(&[]).send(request.unwrap()).await.unwrap();
    let heard = net.heard.lock().unwrap().concat();
    assert!(heard.contains("host: good.example\r\n"), "{heard}");
    assert!(heard.contains("content-length: 5\r\n"), "{heard}");
    assert!(!heard.contains("inner.example") && !heard.contains("chunked"), "{heard}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_left() {
    let length = ANSWER_LIMIT_BYTES + 1;
    let told = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{}", "x".repeat(length));
    let grown = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(length));
    for said in [told, grown] {
        let net = Net::new(NAMES, &[(PUBLIC, said.leak())]);
        let answer = net.client(&[]).send(get("https://good.example/")).await;
        assert_eq!(answer.map(drop), Err(Undelivered::TooLarge));
    }
    let head = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "x".repeat(1 << 20));
    let net = Net::new(NAMES, &[(PUBLIC, head.leak())]);
    let answer = net.client(&[]).send(get("https://good.example/")).await;
    assert!(matches!(answer, Err(Undelivered::Unreachable(_))), "{answer:?}");
}

#[tokio::test(start_paused = true)]
async fn a_host_that_says_nothing_is_left() {
    let net = Net::new(NAMES, &[(PUBLIC, "silence")]);
    let answer = net.client(&[]).send(get("https://good.example/")).await;
    assert_eq!(answer.map(drop), Err(Undelivered::TooSlow));
}

#[test]
fn what_is_no_origin_is_told_at_the_start() {
    for wrong in ["fca.example.fr", "https://a.fr/path", "https://u@a.fr", "ftp://a.fr", ""] {
        assert!(Outgoing::new(vec![wrong.to_owned()]).is_err(), "{wrong}");
    }
    Outgoing::new(vec!["https://a.fr".to_owned(), "http://127.0.0.1:1/".to_owned()]).unwrap();
}

mod which_addresses {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use crate::outgoing::addresses::{SPECIAL_V4, SPECIAL_V6, is_public};

    proptest! {
        #[test]
        fn nothing_within_a_special_block_is_public(block in 0..SPECIAL_V4.len(), any: u32) {
            let (start, bits) = SPECIAL_V4[block];
            let host = any & u32::MAX.checked_shr(bits).unwrap_or(0);
            let v4 = Ipv4Addr::from_bits(Ipv4Addr::from(start).to_bits() | host);
            prop_assert!(!is_public(v4.into()), "{}", v4);
        }

        #[test]
        fn nothing_within_a_special_block_of_ipv6_is_public(
            block in 0..SPECIAL_V6.len(),
            any: u128,
        ) {
            let (start, bits) = SPECIAL_V6[block];
            let v6 = Ipv6Addr::from_bits(start.to_bits() | (any >> bits));
            prop_assert!(!is_public(v6.into()), "{}", v6);
        }

        #[test]
        fn no_ipv4_address_comes_in_wrapped(any: u32) {
            let v4 = Ipv4Addr::from_bits(any);
            let low = u128::from(any);
            let nat64 = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0).to_bits();
            let local_nat64 = Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0).to_bits();
            let six_to_four = Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0).to_bits();
            let teredo = Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0).to_bits();
            for wrapped in [
                v4.to_ipv6_mapped().to_bits(),
                low,
                nat64 | low,
                local_nat64 | low,
                six_to_four | (low << 80),
                teredo | u128::from(!any),
            ] {
                let wrapped = Ipv6Addr::from_bits(wrapped);
                prop_assert!(!is_public(wrapped.into()), "{}", wrapped);
            }
        }

        #[test]
        fn the_standard_library_calls_none_of_them_inner(any: u32, six: u128) {
            let v4 = Ipv4Addr::from_bits(any);
            if is_public(v4.into()) {
                let inner = v4.is_private() || v4.is_loopback() || v4.is_link_local();
                let none = v4.is_broadcast() || v4.is_documentation() || v4.is_multicast();
                prop_assert!(!inner && !none && !v4.is_unspecified(), "{}", v4);
            }
            let v6 = Ipv6Addr::from_bits(six);
            if is_public(v6.into()) {
                let inner = v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_loopback();
                prop_assert!(!inner && !v6.is_multicast() && v6.to_ipv4().is_none(), "{}", v6);
            }
        }
    }

    #[test]
    fn the_edges_of_the_blocks() {
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2a01:e0a::1",
            "2001:200::1",
        ];
        let special = [
            "0.0.0.0",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.255.255.255",
            "169.254.169.254",
            "172.31.255.255",
            "192.0.0.170",
            "192.168.255.255",
            "198.19.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "100::1",
            "2001:2::1",
            "2001:db8::1",
            "2002:101:101::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        let told = |text: &&str| is_public(text.parse::<IpAddr>().unwrap());
        assert_eq!(public.iter().filter(|text| !told(text)).collect::<Vec<_>>(), [&""; 0]);
        assert_eq!(special.iter().filter(|text| told(text)).collect::<Vec<_>>(), [&""; 0]);
    }
}
