//! Cookies: HttpOnly, SameSite=Lax, `__Host-` and Secure wherever the instance is on TLS.

use axum::http::HeaderMap;

use crate::App;

/// The cookie that holds a session's token.
pub(crate) const SESSION: &str = "parvis-session";
/// The cookie that lets a visitor without an account send a form.
pub(crate) const VISIT: &str = "parvis-visit";
/// The cookie by which a browser is known to an account.
pub(crate) const KNOWN: &str = "parvis-known";
/// The cookie that holds the language chosen.
pub(crate) const LANGUAGE: &str = "parvis-lang";

fn full_name(app: &App, name: &str) -> String {
    if app.settings().secure() { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of one of our cookies.
pub(crate) fn read(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    let name = full_name(app, name);
    headers
        .get_all(axum::http::header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// A Set-Cookie header; zero seconds removes the cookie.
pub(crate) fn set(app: &App, name: &str, value: &str, max_age_s: i64) -> String {
    let secure = if app.settings().secure() { "; Secure" } else { "" };
    let name = full_name(app, name);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}")
}
