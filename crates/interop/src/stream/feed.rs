//! Bytes from a reader, gzip or not, taken line by line or whole, within limits.

use std::io::{self, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::Cut;
use crate::json;
use crate::problem::{Problem, Reason};

/// How much is asked of the reader at once.
const CHUNK: usize = 64 << 10;

/// A line of the file.
pub(super) enum Line {
    /// Without its line end.
    Whole(Vec<u8>),
    /// Longer than allowed; skipped to its end.
    TooLong { sample: Vec<u8>, cut: Cut },
    /// The file cannot be read on; what there was of this line.
    Broken { sample: Vec<u8>, problem: Problem },
    /// No more.
    End,
}

/// What was read and not yet taken, and the rest.
pub(super) struct Feed<'r> {
    reader: Box<dyn Read + Send + 'r>,
    buffer: Vec<u8>,
    start: usize,
    line: u64,
    ended: bool,
    gzip: bool,
    failed: Option<io::Error>,
}

impl<'r> Feed<'r> {
    pub fn open(mut reader: impl Read + Send + 'r) -> io::Result<Self> {
        let mut magic = Vec::with_capacity(2);
        reader.by_ref().take(2).read_to_end(&mut magic)?;
        let gzip = magic == [0x1f, 0x8b];
        let whole = Cursor::new(magic).chain(reader);
        let reader: Box<dyn Read + Send + 'r> = if gzip {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(CHUNK, whole)))
        } else {
            Box::new(whole)
        };
        Ok(Self { reader, buffer: Vec::new(), start: 0, line: 1, ended: false, gzip, failed: None })
    }

    /// The number of the line that comes next.
    pub fn line(&self) -> u64 {
        self.line
    }

    pub fn held_bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    pub fn held(&self) -> usize {
        self.buffer.len() - self.start
    }

    pub fn ended(&self) -> bool {
        self.ended
    }

    /// Why the file ended before its end, if it did.
    pub fn failure(&self) -> Option<Problem> {
        let error = self.failed.as_ref()?;
        Some(if self.gzip {
            Problem::new(Reason::BrokenGzip, "the compressed file breaks off or is damaged here")
        } else {
            Problem::new(Reason::Unreadable, format!("the file cannot be read on: {}", error.kind()))
        })
    }

    /// Reads one more chunk.
    pub fn fill_more(&mut self) {
        if self.ended {
            return;
        }
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        // What came before an error stays in the buffer.
        match self.reader.by_ref().take(CHUNK as u64).read_to_end(&mut self.buffer) {
            Ok(read) => self.ended = read == 0,
            Err(error) => {
                self.failed = Some(error);
                self.ended = true;
            }
        }
    }

    pub fn fill_to(&mut self, bytes: usize) {
        while !self.ended && self.held() < bytes {
            self.fill_more();
        }
    }

    /// Reads on until a whole line is held, or more than the limit, or all there is. Says whether there is one.
    pub fn fill_line(&mut self, limit: usize) -> bool {
        let mut searched = 0;
        loop {
            if memchr::memchr(b'\n', &self.held_bytes()[searched..]).is_some() {
                return true;
            }
            searched = self.held();
            if self.ended || searched > limit {
                return false;
            }
            self.fill_more();
        }
    }

    /// Skips a byte order mark.
    pub fn skip_mark(&mut self) -> bool {
        self.fill_to(3);
        let (_, marked) = json::without_mark(self.held_bytes());
        if marked {
            self.start += 3;
        }
        marked
    }

    pub fn skip_blank_lines(&mut self) {
        loop {
            let blank = self.held_bytes().iter().take_while(|b| b.is_ascii_whitespace()).count();
            self.line += memchr::memchr_iter(b'\n', &self.held_bytes()[..blank]).count() as u64;
            self.start += blank;
            if self.held() > 0 || self.ended {
                return;
            }
            self.fill_more();
        }
    }

    /// Takes the next line.
    pub fn next_line(&mut self, limit: usize, sample: usize) -> Line {
        let mut searched = 0;
        loop {
            let held = self.held_bytes();
            if let Some(at) = memchr::memchr(b'\n', &held[searched..]) {
                let end = searched + at;
                // The line end itself and a carriage return before it do not count.
                let text = held[..end].strip_suffix(b"\r").unwrap_or(&held[..end]);
                if text.len() > limit {
                    return self.skip_line(sample);
                }
                let line = text.to_vec();
                self.start += end + 1;
                self.line += 1;
                return Line::Whole(line);
            }
            searched = held.len();
            if searched > limit + 1 {
                return self.skip_line(sample);
            }
            if self.ended {
                let last = self.take_held();
                self.line += 1;
                return match self.failure() {
                    Some(problem) => {
                        self.failed = None;
                        Line::Broken { sample: last[..last.len().min(sample)].to_vec(), problem }
                    }
                    None if last.is_empty() => Line::End,
                    None => {
                        Line::Whole(last.strip_suffix(b"\r").map_or_else(|| last.clone(), <[u8]>::to_vec))
                    }
                };
            }
            self.fill_more();
        }
    }

    /// Skips a line that is too long, keeping its beginning, its length and its hash.
    fn skip_line(&mut self, sample: usize) -> Line {
        let mut kept = Kept::new(sample);
        loop {
            let held = self.held_bytes();
            let end = memchr::memchr(b'\n', held);
            let text = &held[..end.unwrap_or(held.len())];
            // A carriage return may be the first half of the line end, so it waits for what follows it.
            let plain = text.strip_suffix(b"\r").filter(|_| end.is_some() || !self.ended);
            kept.add(plain.unwrap_or(text));
            match end {
                Some(end) => {
                    self.start += end + 1;
                    break;
                }
                None if self.ended => {
                    self.start = self.buffer.len();
                    break;
                }
                None => self.start = self.buffer.len() - usize::from(plain.is_some()),
            }
            self.fill_more();
        }
        self.line += 1;
        let (sample, cut) = kept.finish();
        Line::TooLong { sample, cut }
    }

    /// Reads on to the end. If that is more than the limit, only its beginning, length and hash.
    pub fn rest(&mut self, limit: usize, sample: usize) -> Option<(Vec<u8>, Cut)> {
        while !self.ended && self.held() <= limit {
            self.fill_more();
        }
        if self.held() <= limit {
            return None;
        }
        let mut kept = Kept::new(sample);
        loop {
            kept.add(self.held_bytes());
            self.start = self.buffer.len();
            if self.ended {
                return Some(kept.finish());
            }
            self.fill_more();
        }
    }

    /// Takes everything that is held.
    pub fn take_held(&mut self) -> Vec<u8> {
        let mut held = std::mem::take(&mut self.buffer);
        held.drain(..self.start);
        self.start = 0;
        held
    }
}

/// What is kept of content that is not.
struct Kept {
    sample: Vec<u8>,
    wanted: usize,
    length: u64,
    hash: Sha256,
}

impl Kept {
    fn new(wanted: usize) -> Self {
        Self { sample: Vec::new(), wanted, length: 0, hash: Sha256::new() }
    }

    fn add(&mut self, bytes: &[u8]) {
        let missing = self.wanted.saturating_sub(self.sample.len()).min(bytes.len());
        self.sample.extend_from_slice(&bytes[..missing]);
        self.length += bytes.len() as u64;
        self.hash.update(bytes);
    }

    fn finish(self) -> (Vec<u8>, Cut) {
        (self.sample, Cut { length: self.length, sha256: self.hash.finalize().into() })
    }
}
