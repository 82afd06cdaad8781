//! A text in its plain spelling: without colors, and with the escapes of other languages replaced by
//! the characters they mean. So each rule has to know one spelling only.
//!
//! | written | meant | by |
//! |---|---|---|
//! | `ESC[3m`, `\u{1b}[3m`, `\x1b[3m`, `\033[3m` | nothing | terminals, also after a logger has escaped them |
//! | `\u0022`, `\u003c`, `\/` | `\"`, `<`, `/` | JSON of .NET, Go and PHP |
//! | `&quot;`, `&#39;`, `&lt;` | `"`, `'`, `<` | HTML and XML |

use std::ops::Range;

/// A text in its plain spelling, with the way back to the text it was made from.
pub(super) struct Respelled {
    pub(super) text: String,
    /// The offsets behind each replacement, in both texts, and its length in the plain one.
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
        while let Some(byte) = bytes.get(at) {
            let found = matches!(byte, b'\\' | b'&' | 0x1b).then(|| spelling(bytes, at)).flatten();
            let Some(Spelling { length, backslashes, meant }) = found else {
                // All backslashes of a run belong to what follows them.
                let run = if *byte == b'\\' { run_of_backslashes(bytes, at) } else { 1 };
                at += run;
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

fn spelling(text: &[u8], at: usize) -> Option<Spelling> {
    let rest = text.get(at..)?;
    match rest.first()? {
        0x1b => color(rest, 1),
        b'&' => entity(rest),
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

/// Reads `u0022` or `/` after a run of backslashes.
fn character(run: usize, escaped: &[u8]) -> Option<Spelling> {
    if escaped.first() == Some(&b'/') {
        return Some(Spelling { length: run + 1, backslashes: 0, meant: Some('/') });
    }
    let digits = escaped.strip_prefix(b"u00")?.get(..2)?;
    let code = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    let is_quote = matches!(code, b'"' | b'\\');
    // Text that is escaped n times has twice as many backslashes before a quote, less one.
    let backslashes = if is_quote { 2 * run - 1 } else { 0 };
    matches!(code, b' '..=b'~').then_some(Spelling {
        length: run + b"u0022".len(),
        backslashes,
        meant: Some(char::from(code)),
    })
}

/// Reads `&quot;` and the like.
fn entity(rest: &[u8]) -> Option<Spelling> {
    const ENTITIES: &[(&[u8], char)] = &[
        (b"&quot;", '"'),
        (b"&#34;", '"'),
        (b"&#x22;", '"'),
        (b"&apos;", '\''),
        (b"&#39;", '\''),
        (b"&#x27;", '\''),
        (b"&lt;", '<'),
        (b"&#60;", '<'),
        (b"&#x3c;", '<'),
        (b"&gt;", '>'),
        (b"&#62;", '>'),
        (b"&#x3e;", '>'),
        (b"&amp;", '&'),
        (b"&#38;", '&'),
        (b"&#x26;", '&'),
    ];
    let is_here = |entity: &[u8]| {
        rest.get(..entity.len()).is_some_and(|found| found.eq_ignore_ascii_case(entity))
    };
    let (written, meant) = ENTITIES.iter().find(|(written, _)| is_here(written))?;
    Some(Spelling { length: written.len(), backslashes: 0, meant: Some(*meant) })
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
