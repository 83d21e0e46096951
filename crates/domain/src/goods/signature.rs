//! What somebody signed with: strokes drawn on a screen, or paper that somebody keeps.

use std::fmt::Write;

/// How many units the place to sign is wide; it is half as high.
const WIDTH: u16 = 1_000;
const HEIGHT: u16 = 500;
/// The most points of a signature.
const MOST_POINTS: usize = 6_000;
/// The longest name.
const LONGEST: usize = 200;

/// Strokes, each a line through points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    strokes: Vec<Vec<(u16, u16)>>,
}

/// Who signed for what she was given, and on what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// On the screen.
    Drawn {
        /// Her name, or whose it is who signed for her.
        name: String,
        /// What was drawn.
        signature: Signature,
    },
    /// On paper.
    Paper {
        /// Her name, or whose it is who signed for her.
        name: String,
        /// Who keeps the paper.
        holder: String,
    },
}

/// What is missing from a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// Nobody is named.
    #[error("write the name of who signs")]
    NoName,
    /// Neither drawn nor on paper.
    #[error("sign in the box, or say who keeps the signed paper")]
    NotSigned,
    /// What came is no drawing.
    #[error("the drawing cannot be read; sign again")]
    Unreadable,
}

impl Signed {
    /// From the fields of a form: what was drawn counts, and paper where nothing was.
    ///
    /// # Errors
    /// [`SignedError`] says what is missing.
    pub fn new(name: &str, drawn: &str, holder: &str) -> Result<Self, SignedError> {
        let cut = |text: &str| text.trim().chars().take(LONGEST).collect::<String>();
        let (name, holder) = (cut(name), cut(holder));
        match (name.is_empty(), drawn.trim().is_empty(), holder.is_empty()) {
            (true, ..) => Err(SignedError::NoName),
            (false, false, _) => Ok(Self::Drawn { name, signature: Signature::parse(drawn)? }),
            (false, true, false) => Ok(Self::Paper { name, holder }),
            (false, true, true) => Err(SignedError::NotSigned),
        }
    }

    /// Who signed.
    pub fn name(&self) -> &str {
        match self {
            Self::Drawn { name, .. } | Self::Paper { name, .. } => name,
        }
    }
}

impl Signature {
    /// Reads `x,y x,y;x,y x,y`: points of a stroke, strokes by semicolons.
    ///
    /// # Errors
    /// [`SignedError::Unreadable`] for anything else, for too much of it, and for a mere dot.
    pub fn parse(text: &str) -> Result<Self, SignedError> {
        let point = |text: &str| {
            let (x, y) = text.split_once(',')?;
            let (x, y) = (x.parse::<u16>().ok()?, y.parse::<u16>().ok()?);
            (x <= WIDTH && y <= HEIGHT).then_some((x, y))
        };
        let strokes: Option<Vec<Vec<(u16, u16)>>> = text
            .trim()
            .split(';')
            .filter(|stroke| !stroke.trim().is_empty())
            .map(|stroke| stroke.split_whitespace().map(point).collect())
            .collect();
        let strokes = strokes.ok_or(SignedError::Unreadable)?;
        let points: usize = strokes.iter().map(Vec::len).sum();
        if (2..=MOST_POINTS).contains(&points) { Ok(Self { strokes }) } else { Err(SignedError::Unreadable) }
    }

    /// As it is kept: what [`Signature::parse`] reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (at, stroke) in self.strokes.iter().enumerate() {
            text.push_str(if at > 0 { ";" } else { "" });
            for (at, (x, y)) in stroke.iter().enumerate() {
                let space = if at > 0 { " " } else { "" };
                write!(text, "{space}{x},{y}").expect("a string takes what is written");
            }
        }
        text
    }

    /// The points of each stroke as an SVG polyline takes them, in a box of 1000 by 500.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.strokes.iter().map(|stroke| {
            let points: Vec<String> = stroke.iter().map(|(x, y)| format!("{x},{y}")).collect();
            points.join(" ")
        })
    }
}
