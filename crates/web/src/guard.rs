//! What stands between the world and a handler: headers, the origin of a form, its token, tries to sign in.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::Web;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every answer. What has no rule for keeping is not kept.
pub(crate) async fn headers(State(web): State<Web>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::CONTENT_SECURITY_POLICY, POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "no-referrer");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    );
    put(header::CACHE_CONTROL, "no-store");
    put(header::VARY, "Cookie, X-Kith-Fragment");
    if web.settings.secure_cookies {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// Whether a form may have come from a page of ours. Browsers say where a form comes from; what says nothing is no
/// browser, and has the token to get right all the same.
pub(crate) fn from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Whether two texts are the same, in a time that does not say how much of them is.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y)) == 0
}

/// Tries to sign in, by login and address: a bucket of five that fills again by one every twelve seconds. Nobody is
/// locked out for longer than a minute: that would be a tool for somebody who stalks.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

const FULL: f64 = 5.0;
const REFILL: Duration = Duration::from_secs(12);
const MOST_BUCKETS: usize = 20_000;

impl Tries {
    /// Takes one try; false where there is none left.
    pub(crate) fn take(&self, login: &str, address: &str, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(|broken| broken.into_inner());
        let filled = |(left, at): (f64, Instant)| {
            (left + now.saturating_duration_since(at).as_secs_f64() / REFILL.as_secs_f64()).min(FULL)
        };
        if buckets.len() >= MOST_BUCKETS {
            buckets.retain(|_, bucket| filled(*bucket) < FULL);
        }
        let login: String = login.trim().to_lowercase().chars().take(200).collect();
        let bucket = buckets.entry(format!("{address} {login}")).or_insert((FULL, now));
        let left = filled(*bucket);
        *bucket = (if left >= 1.0 { left - 1.0 } else { left }, now);
        left >= 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (HeaderName::from_static(n), v.parse().unwrap())).collect()
    }

    #[test]
    fn a_form_from_another_site_is_not_from_here() {
        assert!(from_here(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!from_here(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!from_here(&headers(&[("sec-fetch-site", "same-site")])));
        assert!(from_here(&headers(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")])));
        assert!(!from_here(&headers(&[("origin", "http://evil.example"), ("host", "127.0.0.1:8080")])));
        assert!(!from_here(&headers(&[("origin", "null"), ("host", "127.0.0.1:8080")])));
        assert!(from_here(&headers(&[("host", "127.0.0.1:8080")])));
    }

    #[test]
    fn tokens_are_the_same_only_when_every_byte_is() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", "ab"));
        assert!(!same("", "a"));
    }

    #[test]
    fn the_sixth_try_in_a_minute_waits_and_others_do_not() {
        let tries = Tries::default();
        let now = Instant::now();
        for _ in 0..5 {
            assert!(tries.take("Rosa", "10.0.0.1", now));
        }
        assert!(!tries.take("rosa ", "10.0.0.1", now));
        assert!(tries.take("rosa", "10.0.0.2", now));
        assert!(tries.take("sam", "10.0.0.1", now));
        assert!(!tries.take("rosa", "10.0.0.1", now + Duration::from_secs(11)));
        assert!(tries.take("rosa", "10.0.0.1", now + Duration::from_secs(25)));
    }
}
