//! Private keys in PEM, whole or cut short, on many lines or with their line breaks escaped.

use std::ops::Range;

/// The longest label is that of `BEGIN SSH2 ENCRYPTED PRIVATE KEY`.
const MOST: usize = 40;

/// The block whose first `PRIVATE KEY` is at `at`, from its first dash to its last. Where its end
/// is missing it reaches as far as there is base64; `has_end` remembers that no more ends follow.
pub(super) fn find(text: &[u8], at: usize, has_end: &mut bool) -> Option<Range<usize>> {
    let from = at.saturating_sub(MOST);
    let begin = from + last(text.get(from..at)?, b"BEGIN ")?;
    let head = text.get(..begin)?;
    let head = head.strip_suffix(b" ").unwrap_or(head);
    let dashes = head.iter().rev().take_while(|byte| **byte == b'-').count();
    if dashes < 4 {
        return None;
    }
    let start = head.len() - dashes;
    let body = at + b"PRIVATE KEY".len();
    let rest = text.get(body..)?;
    let end =
        if *has_end { first(rest, b"---END ").or_else(|| first(rest, b"--- END ")) } else { None };
    let Some(end) = end else {
        *has_end = false;
        return Some(start..open_end(text, body));
    };
    let label = body + end + b"---END ".len();
    let foot = text.get(label..)?;
    // Behind the label, if its dashes are there.
    let closing = foot.iter().take(2 * MOST).position(|byte| *byte == b'-');
    let closing = closing
        .map_or(0, |dash| dash + foot.iter().skip(dash).take_while(|byte| **byte == b'-').count());
    Some(start..label + closing)
}

/// A key in the format of `PuTTY`'s `.ppk` files, which ends with its MAC; else all that follows.
pub(super) fn putty(text: &[u8], at: usize) -> Option<Range<usize>> {
    const MAC: &[u8] = b"Private-MAC: ";
    let rest = text.get(at..)?;
    let Some(mac) = first(rest, MAC) else { return Some(at..text.len()) };
    let digits = rest.iter().skip(mac + MAC.len()).take_while(|byte| byte.is_ascii_hexdigit());
    Some(at..at + mac + MAC.len() + digits.count())
}

/// Where the dashes, headers and base64 of a block end that has no end.
fn open_end(text: &[u8], body: usize) -> usize {
    let rest = text.get(body..).unwrap_or_default();
    let is_of_body = |byte: &u8| {
        byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=-,:\\".contains(byte)
    };
    let mut end = body + rest.iter().take_while(|byte| is_of_body(byte)).count();
    // The line's own end, and what an escape before a quote is made of, are not of the block.
    while end > body && matches!(text.get(end - 1), Some(b'\n' | b' ' | b'\\')) {
        end -= 1;
    }
    end
}

fn first(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

fn last(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).rposition(|window| window == needle)
}
