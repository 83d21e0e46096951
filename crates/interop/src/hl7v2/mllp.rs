//! MLLP: `0x0B` payload `0x1C 0x0D`.
//!
//! What stands between frames is skipped and counted. A frame that opens inside another, with a header after its start
//! sign, means that the first was never ended: what there was of it is counted as stray. A start sign with anything else
//! after it is a vertical tab in a text and stays. A frame over the limit is skipped to its end without being held, and
//! said.

/// Starts a frame.
pub const START: u8 = 0x0b;
/// Ends a frame, together with a carriage return.
pub const END: u8 = 0x1c;
const RETURN: u8 = b'\r';

/// What came out of a stream of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A message.
    Message(Vec<u8>),
    /// A frame over the limit.
    TooLarge {
        /// Its beginning.
        start: Vec<u8>,
        /// How many bytes it had.
        length: u64,
    },
}

/// How much of a frame over the limit is kept, for its header.
const KEPT: usize = 4 << 10;

/// Cuts a stream into frames, however it is split into reads.
#[derive(Debug)]
pub struct Framer {
    limit: usize,
    frame: Option<Vec<u8>>,
    /// Bytes of the frame so far, kept or not.
    length: usize,
    ending: bool,
    /// After a start sign inside a frame: how many letters of a header came so far, and which.
    opening: Option<(usize, [u8; 3])>,
    stray: u64,
}

/// How a message or a batch begins.
const HEADERS: [[u8; 3]; 3] = [*b"MSH", *b"FHS", *b"BHS"];

impl Framer {
    /// One that takes frames of up to so many bytes.
    pub fn new(limit: usize) -> Self {
        Self { limit, frame: None, length: 0, ending: false, opening: None, stray: 0 }
    }

    /// Bytes that belonged to no frame so far; line ends after a frame are not counted.
    pub fn stray(&self) -> u64 {
        self.stray
    }

    /// Bytes that are held of a frame that has begun.
    pub fn held(&self) -> usize {
        self.frame.as_ref().map_or(0, Vec::len)
    }

    /// Whether a frame has begun and not ended.
    pub fn is_inside(&self) -> bool {
        self.frame.is_some()
    }

    /// Takes bytes as they were read, and gives the frames that they complete.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        while !bytes.is_empty() {
            if self.frame.is_none() {
                let at = memchr::memchr(START, bytes);
                let before = &bytes[..at.unwrap_or(bytes.len())];
                self.stray += before.iter().filter(|b| !matches!(b, b'\r' | b'\n')).count() as u64;
                let Some(at) = at else { break };
                self.frame = Some(Vec::new());
                (self.length, self.ending) = (0, false);
                bytes = &bytes[at + 1..];
                continue;
            }
            if let Some((known, mut letters)) = self.opening {
                letters[known] = bytes[0];
                if !HEADERS.iter().any(|header| header.starts_with(&letters[..=known])) {
                    self.keep_start();
                    continue;
                }
                self.opening = Some((known + 1, letters));
                if known + 1 == letters.len() {
                    self.opening = None;
                    self.stray += self.length as u64;
                    self.frame = Some(Vec::new());
                    self.length = 0;
                    self.hold(&letters);
                }
                bytes = &bytes[1..];
                continue;
            }
            if self.ending {
                self.ending = false;
                // Without its carriage return the end is still an end, if another frame starts.
                if matches!(bytes[0], RETURN | b'\n' | START) {
                    bytes = &bytes[usize::from(bytes[0] != START)..];
                    frames.extend(self.close());
                } else {
                    self.hold(&[END]);
                }
                continue;
            }
            let at = memchr::memchr2(START, END, bytes);
            self.hold(&bytes[..at.unwrap_or(bytes.len())]);
            let Some(at) = at else { break };
            if bytes[at] == START {
                self.opening = Some((0, [0; 3]));
            } else {
                self.ending = true;
            }
            bytes = &bytes[at + 1..];
        }
        frames
    }

    /// Takes a start sign, and what came after it, as content.
    fn keep_start(&mut self) {
        if let Some((known, letters)) = self.opening.take() {
            self.hold(&[START]);
            self.hold(&letters[..known]);
        }
    }

    /// Adds content to the frame; of one over the limit only the beginning stays.
    fn hold(&mut self, content: &[u8]) {
        let Some(frame) = &mut self.frame else { return };
        self.length += content.len();
        if self.length <= self.limit {
            frame.extend(content);
            return;
        }
        let room = KEPT.saturating_sub(frame.len()).min(content.len());
        frame.extend(&content[..room]);
        frame.truncate(KEPT);
    }

    fn close(&mut self) -> Option<Frame> {
        let frame = self.frame.take()?;
        Some(match self.length > self.limit {
            true => Frame::TooLarge { start: frame, length: self.length as u64 },
            false => Frame::Message(frame),
        })
    }

    /// The last frame when the stream ends right after the end sign, without its carriage return.
    pub fn finish(&mut self) -> Option<Frame> {
        if self.ending {
            return self.close();
        }
        self.keep_start();
        self.stray += self.frame.take().map_or(0, |_| self.length as u64);
        None
    }
}

/// A payload in its frame.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(payload.len() + 3);
    framed.push(START);
    framed.extend(payload);
    framed.extend([END, RETURN]);
    framed
}
