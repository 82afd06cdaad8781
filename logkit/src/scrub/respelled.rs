//! A text in its plain spelling: without colors, and with the escapes of other languages replaced by
//! the characters they mean. So each rule needs to know only one spelling.
//!
//! | written | meant | by |
//! |---|---|---|
//! | `ESC[3m`, `\u{1b}[3m`, `\x1b[3m`, `\033[3m`, `^[[3m` | nothing | terminals, also after a logger has escaped them |
//! | `\u0022`, `\u003c`, `\/` | `\"`, `<`, `/` | JSON of .NET, Go and PHP |
//! | `\x22` | `\"` | access logs of nginx, JavaScript |
//! | `&quot;`, `&#39;`, `&lt;` | `"`, `'`, `<` | HTML and XML |
//! | `%3A%2F%2F` | `://` | URLs in URLs (RFC 3986) |

use std::ops::Range;

/// A text in its plain spelling, with the way back to the text it was made from.
pub(super) struct Respelled {
    pub(super) text: String,
    /// The offsets after each replacement, in both texts, and its length in the plain one.
    marks: Vec<Mark>,
}

struct Mark {
    plain: usize,
    source: usize,
    /// The replaced bytes of the source.
    length: usize,
    /// The bytes that replace them.
    width: usize,
}

impl Respelled {
    /// Returns `None` if the text is spelled plainly.
    pub(super) fn of(source: &str) -> Option<Self> {
        let bytes = source.as_bytes();
        let mut text = String::new();
        let mut marks = Vec::new();
        let (mut copied, mut at) = (0, 0);
        let is_mark = |byte: &u8| matches!(byte, b'\\' | b'&' | b'%' | b'^' | 0x1b);
        while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(is_mark)) {
            at += next;
            let Some(Spelling { length, backslashes, meant }) = spelling(bytes, at) else {
                // All backslashes of a run belong to what follows them.
                at += run_of_backslashes(bytes, at);
                continue;
            };
            text.push_str(source.get(copied..at).unwrap_or_default());
            let before = text.len();
            text.extend(std::iter::repeat_n('\\', backslashes));
            text.extend(meant);
            at += length;
            copied = at;
            let width = text.len() - before;
            marks.push(Mark { plain: text.len(), source: at, length, width });
        }
        if marks.is_empty() {
            return None;
        }
        text.push_str(source.get(copied..).unwrap_or_default());
        Some(Self { text, marks })
    }

    /// Maps a range of the plain text to the source. Colors at its ends are left out.
    pub(super) fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.marks.partition_point(|mark| mark.plain <= range.start);
        let end = self.marks.partition_point(|mark| mark.plain < range.end);
        let start = self.origin(start, range.start, false);
        // Removed colors may make an empty range of two ends that meet.
        start..self.origin(end, range.end, true).max(start)
    }

    /// Maps an offset, of which `marks` lie before it.
    fn origin(&self, marks: usize, at: usize, is_end: bool) -> usize {
        let before = marks.checked_sub(1).and_then(|last| self.marks.get(last));
        let origin = before.map_or(at, |mark| mark.source + (at - mark.plain));
        match self.marks.get(marks) {
            // Inside of a replacement: its end belongs to a value, its start does not.
            Some(next) if at > next.plain - next.width => {
                if is_end {
                    next.source
                } else {
                    next.source - next.length
                }
            }
            _ => origin,
        }
    }
}

/// A spelling that is not plain.
struct Spelling {
    /// The number of bytes of the source.
    length: usize,
    /// The number of backslashes before the character it means.
    backslashes: usize,
    /// `None` for a color.
    meant: Option<char>,
}

fn run_of_backslashes(text: &[u8], at: usize) -> usize {
    let run = text.iter().skip(at).take_while(|byte| **byte == b'\\');
    run.count().max(1)
}

/// Returns the length of the color sequence at `at`, raw or escaped.
pub(super) fn color_at(text: &[u8], at: usize) -> Option<usize> {
    spelling(text, at).filter(|spelling| spelling.meant.is_none()).map(|spelling| spelling.length)
}

fn spelling(text: &[u8], at: usize) -> Option<Spelling> {
    let rest = text.get(at..)?;
    match rest.first()? {
        0x1b => color(rest, 1),
        b'&' => entity(rest),
        b'%' => plain(code(rest.get(1..3)?)?, 0, b"%22".len()),
        b'^' => color(rest.strip_prefix(b"^[").map(|_| rest)?, b"^[".len()),
        _ => {
            let run = run_of_backslashes(text, at);
            let escaped = rest.get(run..)?;
            color_after(rest, run, escaped).or_else(|| character(run, escaped))
        }
    }
}

/// Reads `[3m` after the `before` bytes of an ESC.
fn color(rest: &[u8], before: usize) -> Option<Spelling> {
    let parameters = rest.get(before..)?.strip_prefix(b"[")?;
    let is_parameter = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let count = parameters.iter().take(16).take_while(is_parameter).count();
    let is_color = matches!(parameters.get(count), Some(b'm' | b'K'));
    is_color.then_some(Spelling { length: before + count + 2, backslashes: 0, meant: None })
}

/// Reads a color whose ESC is escaped.
fn color_after(rest: &[u8], run: usize, escaped: &[u8]) -> Option<Spelling> {
    const ESCAPES: &[&[u8]] =
        &[b"u{1b}", b"u{1B}", b"x1b", b"x1B", b"u001b", b"u001B", b"033", b"e"];
    let escape = ESCAPES.iter().find(|escape| escaped.starts_with(escape))?;
    color(rest, run + escape.len())
}

/// Reads `u0022`, `x22` or `/` after a run of backslashes.
fn character(run: usize, escaped: &[u8]) -> Option<Spelling> {
    if escaped.first() == Some(&b'/') {
        return plain(b'/', 0, run + 1);
    }
    let (digits, length) = match escaped {
        [b'u', b'0', b'0', digits @ ..] => (digits, b"u0022".len()),
        [b'x', digits @ ..] => (digits, b"x22".len()),
        _ => return None,
    };
    let code = code(digits.get(..2)?)?;
    let is_quote = matches!(code, b'"' | b'\\');
    // Text that is escaped n times has twice as many backslashes before a quote, less one.
    plain(code, if is_quote { 2 * run - 1 } else { 0 }, run + length)
}

/// Reads two hexadecimal digits.
fn code(digits: &[u8]) -> Option<u8> {
    let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
    u8::from_str_radix(digits, 16).ok()
}

/// Replaces so many bytes by a printable character.
fn plain(code: u8, backslashes: usize, length: usize) -> Option<Spelling> {
    let is_printable = matches!(code, b' '..=b'~');
    is_printable.then_some(Spelling { length, backslashes, meant: Some(char::from(code)) })
}

/// Reads `&quot;`, `&#34;`, `&#x22;` and the like.
fn entity(rest: &[u8]) -> Option<Spelling> {
    const ENTITIES: &[(&[u8], u8)] =
        &[(b"quot", b'"'), (b"apos", b'\''), (b"lt", b'<'), (b"gt", b'>'), (b"amp", b'&')];
    /// The longest number, `#x0022`.
    const MOST: usize = 8;
    let length = rest.iter().take(MOST).position(|byte| *byte == b';')?;
    let name = rest.get(1..length)?;
    let code = match name {
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => ENTITIES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known))?.1,
    };
    plain(code, 0, length + 1)
}

fn number(digits: &[u8], radix: u32) -> Option<u8> {
    let is_number = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_number)?;
    u8::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::Respelled;

    #[test]
    fn spellings_become_what_they_mean_and_ranges_find_their_way_back() {
        for (source, plain) in [
            ("\u{1b}[3mpin\u{1b}[0m=7", "pin=7"),
            (r"\u{1b}[3mpin\x1b[0m=7", "pin=7"),
            (r"{\u0022pin\u0022:7}", r#"{\"pin\":7}"#),
            (r"{\\u0022pin\\u0022:7}", r#"{\\\"pin\\\":7}"#),
            (r"https:\/\/a:b@c", "https://a:b@c"),
            ("&lt;pin&gt;7&lt;/pin&gt;", "<pin>7</pin>"),
        ] {
            let respelled = Respelled::of(source).expect("it is not plain");
            assert_eq!(respelled.text, plain);
            for (at, _) in plain.match_indices('7') {
                assert_eq!(source.get(respelled.in_source(at..at + 1)), Some("7"));
            }
            let all = respelled.in_source(0..plain.len());
            assert_eq!(all.end, source.len());
        }
        for plain in ["", "pin=7", r"C:\new\u1234 & more", "a && b", "\u{1b}x"] {
            assert!(Respelled::of(plain).is_none(), "{plain}");
        }
    }
}
