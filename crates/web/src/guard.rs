//! What stands between the world and a handler: headers, the origin of a form, its token, tries to sign in.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::Instant;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::Web;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Of a page that may stand within any other: it shows, and does nothing.
pub(crate) const FRAMED: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; \
    base-uri 'none'; frame-ancestors *";

/// The headers of every answer. What has no rule for keeping is not kept.
pub(crate) async fn headers(State(web): State<Web>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    let framed = headers.get(header::CONTENT_SECURITY_POLICY).is_some_and(|policy| policy == FRAMED);
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::CONTENT_SECURITY_POLICY, POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    if !framed {
        put(header::X_FRAME_OPTIONS, "DENY");
    }
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    let resource = if framed { "cross-origin" } else { "same-origin" };
    put(HeaderName::from_static("cross-origin-resource-policy"), resource);
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
/// locked out for longer than a minute: that would be a tool for somebody who stalks. An address has a larger bucket
/// for all logins together, so that one password is not tried on everybody.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    of_login: Buckets<5, 12>,
    of_address: Buckets<30, 2>,
}

impl Tries {
    /// Takes one try; false where there is none left.
    pub(crate) fn take(&self, login: &str, address: &str, now: Instant) -> bool {
        let network = network(address);
        let login: String = login.trim().to_lowercase().chars().take(200).collect();
        // The address first: whoever has none left makes no buckets of logins.
        self.of_address.take(&network, now) && self.of_login.take(&format!("{network} {login}"), now)
    }
}

/// The part of an address that one household or clinic holds: all of an IPv4 address, half of an IPv6 one.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => {
            v6.segments()[..4].iter().map(|s| format!("{s:x}:")).collect()
        }
        _ => address.chars().take(100).collect(),
    }
}

const MOST_BUCKETS: usize = 20_000;

/// Buckets of `FULL` that fill again by one every `REFILL` seconds.
#[derive(Debug, Default)]
struct Buckets<const FULL: u32, const REFILL: u64> {
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

impl<const FULL: u32, const REFILL: u64> Buckets<FULL, REFILL> {
    fn take(&self, key: &str, now: Instant) -> bool {
        let full = f64::from(FULL);
        let filled = |(left, at): (f64, Instant)| {
            (left + now.saturating_duration_since(at).as_secs_f64() / REFILL as f64).min(full)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(|broken| broken.into_inner());
        if buckets.len() >= MOST_BUCKETS && !buckets.contains_key(key) {
            buckets.retain(|_, bucket| filled(*bucket) < full);
            // Still too many: those that hold somebody back are kept, then none.
            if buckets.len() >= MOST_BUCKETS {
                buckets.retain(|_, bucket| filled(*bucket) < 1.0);
            }
            if buckets.len() >= MOST_BUCKETS {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key.to_owned()).or_insert((full, now));
        let left = filled(*bucket);
        *bucket = (if left >= 1.0 { left - 1.0 } else { left }, now);
        left >= 1.0
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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

    #[test]
    fn one_address_does_not_try_everybody() {
        let tries = Tries::default();
        let now = Instant::now();
        let let_in = |address: &dyn Fn(usize) -> String| {
            (0..100).filter(|i| tries.take(&format!("login{i}"), &address(*i), now)).count()
        };
        assert_eq!(let_in(&|_| "10.0.0.1".to_owned()), 30);
        assert_eq!(let_in(&|i| format!("2001:db8:1:2::{i:x}")), 30, "one network of IPv6 is one address");
        assert_eq!(let_in(&|i| format!("10.0.1.{i}")), 100);
    }

    #[test]
    fn buckets_are_bounded() {
        let buckets = Buckets::<5, 12>::default();
        let now = Instant::now();
        for i in 0..MOST_BUCKETS + 100 {
            buckets.take(&i.to_string(), now);
        }
        assert!(buckets.buckets.lock().unwrap().len() <= MOST_BUCKETS);
    }
}
