//! Where a service is and where she lives, and how far that is.
//!
//! A distance is as the crow flies between the middles of postal codes, or to the point that a directory gives. What is
//! not known of either stays unknown: nobody is near by default.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Offer;
use crate::priority::Problem;

/// The mean radius of the earth, in metres (IUGG).
const RADIUS: f64 = 6_371_008.8;

/// A point on the earth, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    latitude: i32,
    longitude: i32,
}

impl Point {
    /// A point from degrees; none for what is no place on earth, and for 0, 0, which stands for no place in many a file.
    pub fn of_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let micro = |degrees: f64| (degrees * 1e6).round() as i32;
        let point = Self { latitude: micro(latitude), longitude: micro(longitude) };
        (on_earth && (point.latitude, point.longitude) != (0, 0)).then_some(point)
    }

    /// The same from two texts.
    pub fn parse(latitude: &str, longitude: &str) -> Option<Self> {
        Self::of_degrees(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
    }

    /// Latitude and longitude, in degrees.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / 1e6, f64::from(self.longitude) / 1e6)
    }

    /// Metres to another point along a great circle.
    pub fn metres_to(self, other: Self) -> u32 {
        let radians = |degrees: (f64, f64)| (degrees.0.to_radians(), degrees.1.to_radians());
        let ((a, b), (c, d)) = (radians(self.degrees()), radians(other.degrees()));
        let h = ((c - a) / 2.0).sin().powi(2) + a.cos() * c.cos() * ((d - b) / 2.0).sin().powi(2);
        (2.0 * RADIUS * h.clamp(0.0, 1.0).sqrt().asin()).round() as u32
    }
}

/// The middles of postal codes, as a programme gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Centroids(BTreeMap<String, Point>);

impl Centroids {
    /// Reads `postal_code,latitude,longitude`, a header first; everything that is wrong at once.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut all = BTreeMap::new();
        let mut say = |line: usize, message: String| problems.push(Problem { line, message });
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        for (place, row) in lines.map(|(at, row)| (at + 1, row.trim())).filter(|(_, row)| !row.is_empty()) {
            if place == 1 {
                if row != "postal_code,latitude,longitude" {
                    say(1, "the header is `postal_code,latitude,longitude`".into());
                }
                continue;
            }
            let cells: Vec<&str> = row.split(',').map(str::trim).collect();
            let [code, latitude, longitude] = cells[..] else {
                say(place, "a row has a postal code, a latitude and a longitude".into());
                continue;
            };
            match Point::parse(latitude, longitude) {
                Some(point) if !code.is_empty() => {
                    if all.insert(spelled(code), point).is_some() {
                        say(place, format!("`{code}` is there twice: leave one"));
                    }
                }
                _ => say(place, format!("`{latitude}, {longitude}` is no place on earth, in degrees")),
            }
        }
        if problems.is_empty() { Ok(Self(all)) } else { Err(problems) }
    }

    /// The middle of a postal code; `00001-1234` lies where `00001` does.
    pub fn of(&self, postal_code: &str) -> Option<Point> {
        let code = spelled(postal_code);
        self.0.get(&code).or_else(|| self.0.get(code.split('-').next()?)).copied()
    }

    /// Metres from a point to the nearest place of a service; none where neither a point nor a known postal code is given.
    pub fn metres(&self, from: Option<Point>, offer: &Offer) -> Option<u32> {
        let sites = offer.details.sites.iter();
        let points = sites.filter_map(|site| site.point.or_else(|| self.of(site.postal_code.as_deref()?)));
        let from = from?;
        points.map(|point| from.metres_to(point)).min()
    }
}

/// A postal code as it is compared.
fn spelled(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}
