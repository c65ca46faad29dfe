//! The browser files inside the binary: style, scripts and mark, compressed when it was built.
//!
//! Invariants: a file's address holds a digest of its content, so that it may be kept for ever; an
//! address not made by this build is unknown. Deliberately absent: files of other crates, and
//! whatever people upload.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

struct Asset {
    name: &'static str,
    url: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
    brotli: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of a file by its plain name: `parvis.css` is at `/assets/parvis.3f2a91c0.css`. An
/// unknown name has the address `/assets/`, where nothing is.
pub fn url(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/", |asset| asset.url)
}

/// The content of a file by its plain name, uncompressed.
pub fn bytes(name: &str) -> Option<&'static [u8]> {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.bytes)
}

/// Compressed sizes by plain name, for the test that keeps pages light.
pub fn compressed_sizes() -> impl Iterator<Item = (&'static str, usize)> {
    ASSETS.iter().map(|asset| (asset.name, asset.brotli.len()))
}

/// Answers `GET /assets/{file}`.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let found = ASSETS.iter().find(|asset| asset.url.strip_prefix("/assets/") == Some(&file));
    let Some(asset) = found else { return StatusCode::NOT_FOUND.into_response() };
    let compressed = accepts_brotli(&headers);
    let body = if compressed { asset.brotli } else { asset.bytes };
    let mut response = ([(header::CONTENT_TYPE, asset.media_type)], body).into_response();
    let answered = response.headers_mut();
    let fixed = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in fixed {
        answered.insert(name, HeaderValue::from_static(value));
    }
    if compressed {
        answered.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// Whether a browser takes brotli; `br;q=0` says no.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    accepted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
        |item| {
            let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            coding.trim().eq_ignore_ascii_case("br") && weight.parse::<f32>().unwrap_or(1.0) > 0.0
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(encoding: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, encoding.parse().unwrap());
        headers
    }

    #[test]
    fn brotli_is_sent_only_to_those_who_take_it() {
        assert!(accepts_brotli(&asking("gzip, deflate, br, zstd")));
        assert!(accepts_brotli(&asking("br;q=0.5")));
        assert!(!accepts_brotli(&asking("gzip, br;q=0")));
        assert!(!accepts_brotli(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn files_are_kept_for_ever_and_unknown_ones_are_unknown() {
        let file = url("parvis.css").trim_start_matches("/assets/").to_owned();
        let response = serve(Path(file), asking("br")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-encoding"], "br");
        assert_eq!(response.headers()["content-type"], "text/css; charset=utf-8");
        assert!(response.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        let response = serve(Path("parvis.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn all_files_together_leave_room_for_the_page() {
        let all: usize = compressed_sizes().map(|(_, size)| size).sum();
        assert!(all < 40_000, "{all} bytes of assets");
    }
}
