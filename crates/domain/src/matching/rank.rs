//! Which service to ask first.

use jiff::civil::Date;

use super::{Facts, Fit, Offer, speaks};

/// How a service stands when it is ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'o> {
    /// The service.
    pub offer: &'o Offer,
    /// Whether she may have it.
    pub fit: Fit,
    /// Free places; none where it is not known, or was said too long ago.
    pub places: Option<i64>,
    /// Metres from her, where known.
    pub distance: Option<u32>,
    /// When somebody was last referred to it.
    pub last_asked: Option<Date>,
}

/// Orders services for somebody, the best first: who fits before who has to be asked; a window that closes soon before
/// one that stays open; one meant for what happened to her before its like; her language; a free place; near; and, of
/// those alike, the one that was asked the longest ago. The order does not depend on that of the list.
pub fn rank(standings: &mut [Standing], facts: &Facts, on: Date) {
    standings.sort_by_cached_key(|s| key(s, facts, on));
}

/// Days within which a closing window goes first.
const SOON: i32 = 60;

#[allow(clippy::type_complexity, reason = "a key is its parts, in order")]
fn key<'o>(
    s: &Standing<'o>,
    facts: &Facts,
    on: Date,
) -> (u8, i32, bool, i32, u8, u8, (bool, u32), (bool, Option<Date>), &'o str) {
    let (fit, closes) = match &s.fit {
        Fit::Eligible(closes) => (0, closes.map(|(day, _)| day)),
        Fit::Ask(_) => (1, None),
        Fit::Unknown(_) => (2, None),
        Fit::Not(_) => (3, None),
    };
    let days = closes.map_or(SOON, |day| (day - on).get_days().clamp(0, SOON));
    let meant = s.offer.prefer_if.iter().any(|fact| facts.factors.get(fact) == Some(&true));
    let language = match speaks(s.offer, facts) {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    };
    let places = match s.places {
        Some(n) if n > 0 => 0,
        None => 1,
        Some(_) => 2,
    };
    let asked = (s.last_asked.is_some(), s.last_asked);
    (
        fit,
        days,
        !meant,
        s.offer.order,
        language,
        places,
        (s.distance.is_none(), s.distance.unwrap_or_default()),
        asked,
        &s.offer.id,
    )
}
