//! Files of messages: a batch between `FHS`/`BHS` and `BTS`/`FTS`, or one message after another.

/// Cuts a file into its messages. A message starts at a line that begins with `MSH`; the lines of the envelope
/// (`FHS`, `BHS`, `BTS`, `FTS`) end one, and MLLP signs inside a file are taken as line ends. Lines before the
/// first message are left out.
pub fn split_batch(bytes: &[u8]) -> Vec<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut messages = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes[at..].iter().position(|b| is_line_end(*b)).map_or(bytes.len(), |n| at + n);
        let line = &bytes[at..end];
        let starts = is_header(line, b"MSH");
        let envelope = [b"FHS", b"BHS", b"BTS", b"FTS"].into_iter().any(|name| is_header(line, name));
        if starts || envelope {
            messages.extend(open.take().map(|start| trimmed(&bytes[start..at])));
        }
        if starts {
            open = Some(at);
        }
        at = end + 1;
    }
    messages.extend(open.map(|start| trimmed(&bytes[start..])));
    messages
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | super::mllp::START | super::mllp::END)
}

/// The name of a header, and then a sign that can separate fields.
fn is_header(line: &[u8], name: &[u8; 3]) -> bool {
    line.starts_with(name) && line.get(3).is_none_or(|b| b.is_ascii_punctuation())
}

fn trimmed(message: &[u8]) -> &[u8] {
    let end = message.iter().rposition(|b| !is_line_end(*b)).map_or(0, |at| at + 1);
    &message[..end]
}
