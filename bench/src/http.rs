//! A client for measuring: one kept connection, requests written and answers read to their end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A kept connection to a server on this machine.
pub(crate) struct Client {
    address: String,
    stream: BufReader<TcpStream>,
    pub(crate) cookie: String,
    /// Requests made so far.
    pub(crate) asked: usize,
}

/// An answer: status, where it sends to, body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    pub(crate) fn open(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|error| format!("{address}: {error}"))?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let stream = BufReader::with_capacity(64 * 1024, stream);
        Ok(Self { address: address.to_owned(), stream, cookie: String::new(), asked: 0 })
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.ask("GET", path, "", &[])
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
        let encode = |text: &str| -> String {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            text.bytes()
                .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
                .collect()
        };
        let pairs: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
        let body = pairs.join("&");
        self.ask("POST", path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    pub(crate) fn ask(
        &mut self,
        method: &str,
        path: &str,
        content_type: &str,
        body: &[u8],
    ) -> Result<Answer, String> {
        self.asked += 1;
        let Self { address, cookie, .. } = self;
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n");
        if !cookie.is_empty() {
            head += &format!("Cookie: {cookie}\r\n");
        }
        if method == "POST" {
            head += &format!("Content-Type: {content_type}\r\nContent-Length: {}\r\n", body.len());
        }
        head += "\r\n";
        let socket = self.stream.get_mut();
        socket
            .write_all(&[head.as_bytes(), body].concat())
            .and_then(|()| socket.flush())
            .map_err(|error| error.to_string())?;
        self.read().map_err(|error| format!("{method} {path}: {error}"))
    }

    fn read(&mut self) -> std::io::Result<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let (mut length, mut chunked, mut location) = (0, false, String::new());
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
                break;
            }
            let Some((name, value)) = line.trim_end().split_once(": ") else { continue };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().unwrap_or(0),
                "transfer-encoding" => chunked = value == "chunked",
                "location" => location = value.to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        while chunked {
            line.clear();
            self.stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim_end(), 16).unwrap_or(0);
            let mut chunk = vec![0; size + 2];
            self.stream.read_exact(&mut chunk)?;
            chunk.truncate(size);
            body.extend(chunk);
            chunked = size > 0;
        }
        Ok(Answer { status, location, body })
    }
}
