//! A browser without a screen: it keeps cookies, fills in forms as they were served, and is led on
//! by redirections when told so.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt;

/// Whose requests these are.
#[derive(Clone)]
pub struct Browser {
    router: axum::Router,
    /// Cookies by name.
    pub cookies: BTreeMap<String, String>,
    /// Headers sent with every request.
    pub headers: Vec<(&'static str, String)>,
    /// The address that the requests come from.
    pub address: SocketAddr,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body as it came.
    pub bytes: Vec<u8>,
    /// Its body as text.
    pub body: String,
}

impl Page {
    /// A header's value, or the empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Where it redirects to, or the empty text.
    pub fn leads_to(&self) -> &str {
        self.header("location")
    }

    /// What people read: the notice and the main part, without tags.
    pub fn words(&self) -> String {
        let main = self.body.split("<div role=\"status\" id=\"notice\"").nth(1);
        let main = main.unwrap_or(&self.body);
        let main = main.split("</main>").next().unwrap_or("");
        let mut words = String::new();
        for part in main.split('<').skip(1) {
            words.push_str(part.split_once('>').map_or("", |(_, text)| text));
            words.push(' ');
        }
        unescape(&words)
    }

    /// Fails the test unless the status is this.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let got = self.status.as_u16();
        assert_eq!(got, status, "to {}\n{}", self.leads_to(), self.words());
        self
    }

    /// Fails the test unless the page says this, as it is read.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.words().contains(text), "« {text} » is not in:\n{}", self.words());
        self
    }

    /// Fails the test unless this stands in the body, tags and all.
    #[track_caller]
    pub fn holds(self, text: &str) -> Self {
        assert!(self.body.contains(text), "« {text} » is not in:\n{}", self.body);
        self
    }

    /// Fails the test if the page says this.
    #[track_caller]
    pub fn says_not(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "« {text} » is in:\n{}", self.words());
        self
    }
}

impl Browser {
    pub(crate) fn new(router: axum::Router) -> Self {
        let address = SocketAddr::from(([192, 0, 2, 1], 4_000));
        Self { router, cookies: BTreeMap::new(), headers: Vec::new(), address }
    }

    /// The same browser at another router.
    #[must_use]
    pub fn at(mut self, router: axum::Router) -> Self {
        self.router = router;
        self
    }

    /// Sends a request as it is, with this browser's cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        if !self.cookies.is_empty() {
            let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
            let cookies = pairs.collect::<Vec<_>>().join("; ");
            request.headers_mut().insert(header::COOKIE, cookies.parse().unwrap());
        }
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, bytes, body }
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends fields as they are, without what a served form would add.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(encode(fields))).unwrap()).await
    }

    /// Sends an empty object by PUT, as a program would.
    pub async fn put(&mut self, path: &str) -> Page {
        let request = Request::put(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from("{}")).unwrap()).await
    }

    /// The fields that a page's form to `action` holds already, hidden ones only.
    pub async fn form(&mut self, page: &str, action: &str) -> Vec<(String, String)> {
        let page = self.get(page).await;
        let fields = hidden_fields(&page.body, action);
        assert!(!fields.is_empty(), "no form to {action}: {} {}", page.status, page.words());
        fields
    }

    /// Fills in the form to `action` that `page` serves, and sends it.
    pub async fn fill(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Page {
        let page = self.get(page).await;
        self.fill_on(&page, action, typed).await
    }

    /// Fills in the form to `action` of a page that was answered already, and sends it.
    pub async fn fill_on(&mut self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let mut fields = hidden_fields(&page.body, action);
        assert!(!fields.is_empty(), "no form to {action}: {} {}", page.status, page.words());
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(action, &fields).await
    }

    /// Fills in a form that sends a file.
    pub async fn upload(&mut self, page: &str, action: &str, file: (&str, &str, &[u8])) -> Page {
        self.upload_with(page, action, &[], file).await
    }

    /// The same, with fields that are typed beside it.
    pub async fn upload_with(
        &mut self,
        page: &str,
        action: &str,
        typed: &[(&str, &str)],
        (field, name, bytes): (&str, &str, &[u8]),
    ) -> Page {
        let mut body = Vec::new();
        let mut fields = self.form(page, action).await;
        fields.extend(typed.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        for (key, value) in fields {
            let head = format!("--bound\r\nContent-Disposition: form-data; name=\"{key}\"");
            body.extend(format!("{head}\r\n\r\n{value}\r\n").into_bytes());
        }
        let head = format!("name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/x");
        body.extend(format!("--bound\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--bound--\r\n");
        let kind = "multipart/form-data; boundary=bound";
        let request = Request::post(action).header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// The page that an answer redirects to.
    pub async fn follow(&mut self, answer: Page) -> Page {
        let there = answer.expect(303).leads_to().to_owned();
        self.get(&there).await
    }
}

/// Hidden fields of the form to `action`; a form without one goes to its own page.
pub fn hidden_fields(body: &str, action: &str) -> Vec<(String, String)> {
    let wanted = format!("action=\"{action}\"");
    let forms: Vec<&str> = body
        .split("<form ")
        .skip(1)
        .filter_map(|form| form.split("</form>").next())
        .filter(|form| form.contains("method=\"post\""))
        .collect();
    let named = forms.iter().find(|form| form.contains(&wanted));
    let own = || forms.iter().find(|form| !form.contains("action="));
    let Some(form) = named.or_else(own) else { return Vec::new() };
    form.split("<input type=\"hidden\" ")
        .skip(1)
        .filter_map(|input| {
            let (_, rest) = input.split_once("name=\"")?;
            let (name, rest) = rest.split_once('"')?;
            let (value, _) = rest.split_once("value=\"")?.1.split_once('"')?;
            Some((unescape(name), unescape(value)))
        })
        .collect()
}

/// Text of HTML with its named characters put back.
pub fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

/// Fields as browsers send them.
pub fn encode(fields: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        quote(name, &mut text);
        text.push('=');
        quote(value, &mut text);
    }
    text
}

fn quote(plain: &str, text: &mut String) {
    for byte in plain.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                text.push(char::from(byte));
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
}
