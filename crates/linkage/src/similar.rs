//! How alike two folded words are.

/// Jaro–Winkler similarity (Winkler 1990), 0 to 1, with the usual prefix of four and weight of 0.1.
/// Words longer than 64 bytes are compared by their first 64.
pub(crate) fn jaro_winkler(left: &str, right: &str) -> f32 {
    let (a, b) = (cut(left), cut(right));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut taken_a, mut taken_b) = (0_u64, 0_u64);
    for (i, letter) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        if let Some(j) = (from..to).find(|&j| taken_b >> j & 1 == 0 && b[j] == *letter) {
            taken_a |= 1 << i;
            taken_b |= 1 << j;
        }
    }
    let matches = taken_a.count_ones();
    if matches == 0 {
        return 0.0;
    }
    let (mut rest, mut out_of_place) = (taken_b, 0);
    for (i, letter) in a.iter().enumerate() {
        if taken_a >> i & 1 == 1 {
            let j = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            out_of_place += u32::from(b[j] != *letter);
        }
    }
    let m = matches as f32;
    let jaro = (m / a.len() as f32 + m / b.len() as f32 + (m - (out_of_place / 2) as f32) / m) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + prefix as f32 * 0.1 * (1.0 - jaro)
}

/// What [`jaro_winkler`] comes to at most, from the letters that only one of the words has: a cheap look before it.
pub(crate) fn at_most(left: &str, right: &str) -> f32 {
    let (a, b) = (cut(left), cut(right));
    let letters = |word: &[u8]| word.iter().fold(0_u32, |seen, letter| seen | 1 << (letter & 31));
    let (x, y) = (letters(a), letters(b));
    let shared = |word: &[u8], without: u32| word.len() - without.count_ones() as usize;
    let m = shared(a, x & !y).min(shared(b, y & !x)) as f32;
    let jaro = (m / a.len().max(1) as f32 + m / b.len().max(1) as f32 + 1.0) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + prefix as f32 * 0.1 * (1.0 - jaro)
}

fn cut(word: &str) -> &[u8] {
    let bytes = word.as_bytes();
    &bytes[..bytes.len().min(64)]
}

/// Whether one letter put in, left out, replaced, or exchanged with its neighbour makes the words equal.
pub(crate) fn one_edit(left: &[u8], right: &[u8]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short[same..], &long[same..]);
    if s.len() < l.len() {
        return s == &l[1..];
    }
    s.is_empty() || s[1..] == l[1..] || (s.len() > 1 && s[0] == l[1] && s[1] == l[0] && s[2..] == l[2..])
}

/// How a word sounds to an English or Spanish ear, as up to seven consonants; vowels count only in front.
pub(crate) fn sound(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut code = [0_u8; 8];
    let mut len = 0;
    for i in 0..bytes.len() {
        if len == code.len() {
            break;
        }
        let next = bytes.get(i + 1).copied().unwrap_or(b' ');
        let last = if len == 0 { 0 } else { code[len - 1] };
        let letter = match bytes[i] {
            b'A' | b'E' | b'I' | b'O' | b'U' | b'Y' if i == 0 => b'A',
            b'H' if i == 0 && b"AEIOUY".contains(&next) => 0,
            b'A' | b'E' | b'I' | b'O' | b'U' | b'Y' | b'H' | b'W' => {
                if len == 0 && i == 1 && bytes[0] == b'H' { b'A' } else { 0 }
            }
            b'P' if next == b'H' => b'F',
            b'B' | b'V' => b'B',
            b'C' if b"EIY".contains(&next) => b'S',
            b'C' if next == b'H' => b'X',
            b'C' | b'K' | b'Q' => b'K',
            b'S' | b'Z' => b'S',
            b'X' if i == 0 => b'S',
            b'G' if b"EIY".contains(&next) => b'J',
            b'T' | b'D' => b'T',
            b'M' | b'N' => b'N',
            other => other,
        };
        if letter != 0 && letter != last {
            code[len] = letter;
            len += 1;
        }
    }
    u64::from_le_bytes(code)
}
