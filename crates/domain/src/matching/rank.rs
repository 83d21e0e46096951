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

/// The part of the order that is known before places, distances and when somebody was last asked.
type Before = (u8, i32, bool, i32, u8);

fn before(offer: &Offer, fit: &Fit, facts: &Facts, on: Date) -> Before {
    let (fits, closes) = match fit {
        Fit::Eligible(closes) => (0, closes.map(|(day, _)| day)),
        Fit::Ask(_) => (1, None),
        Fit::Unknown(_) => (2, None),
        Fit::Not(_) => (3, None),
    };
    let days = closes.map_or(SOON, |day| (day - on).get_days().clamp(0, SOON));
    let meant = offer.prefer_if.iter().any(|fact| facts.factors.get(fact) == Some(&true));
    let language = match speaks(offer, facts) {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    };
    (fits, days, !meant, offer.order, language)
}

/// Which of some services have to be looked at more closely to know the first `most` of the order of [`rank`], whatever
/// their places and distances are: their places in the list, in no order that means anything.
pub fn foremost(offers: &[(&Offer, Fit)], facts: &Facts, on: Date, most: usize) -> Vec<usize> {
    let mut all: Vec<(Before, usize)> =
        offers.iter().enumerate().map(|(at, (offer, fit))| (before(offer, fit, facts, on), at)).collect();
    all.sort_unstable();
    // Those that stand level with the last one may go before it.
    let Some((last, _)) = most.checked_sub(1).and_then(|at| all.get(at)) else {
        return if most == 0 { Vec::new() } else { all.into_iter().map(|(_, at)| at).collect() };
    };
    let last = *last;
    all.into_iter().take_while(|(key, _)| *key <= last).map(|(_, at)| at).collect()
}

#[allow(clippy::type_complexity, reason = "a key is its parts, in order")]
fn key<'o>(
    s: &Standing<'o>,
    facts: &Facts,
    on: Date,
) -> (Before, u8, (bool, u32), (bool, Option<Date>), &'o str) {
    let places = match s.places {
        Some(n) if n > 0 => 0,
        None => 1,
        Some(_) => 2,
    };
    let asked = (s.last_asked.is_some(), s.last_asked);
    (
        before(s.offer, &s.fit, facts, on),
        places,
        (s.distance.is_none(), s.distance.unwrap_or_default()),
        asked,
        &s.offer.id,
    )
}
