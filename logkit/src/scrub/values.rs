//! The extent of a value: quoted, structured as in a `Debug`, or a bare word.

use std::ops::Range;

use crate::scrub::surroundings::{OwnBrackets, Surroundings};

/// The span of a value, without its quotes.
pub(super) struct ValueSpan {
    pub(super) range: Range<usize>,
    pub(super) is_quoted: bool,
}

/// The ends of a bare word, apart from white space.
#[derive(Clone, Copy)]
pub(super) struct WordEnds<'a> {
    pub(super) around: &'a Surroundings,
    /// The name is assigned with a colon, and so are the names after it.
    pub(super) by_colon: bool,
    /// An ampersand ends the value whatever follows.
    pub(super) in_query: bool,
}

/// Returns the value at `at`. Without a closing quote it extends to the end of the text.
pub(super) fn value(text: &[u8], at: usize, ends: WordEnds<'_>) -> ValueSpan {
    let prefix = literal_prefix(text, at);
    let is_literal = prefix > 0 && closing(text, at + prefix + 1, b'\'', 0).is_some();
    let at = at + if is_literal { prefix } else { 0 };
    let (backslashes, quote) = quote_at(text, at);
    if let Some(range) = triple_quoted(text, at).or_else(|| within_doubled(text, at)) {
        return ValueSpan { range, is_quoted: true };
    }
    if let Some(quote) = quote {
        let start = at + backslashes + 1;
        let end = closing(text, start, quote, backslashes).unwrap_or(text.len());
        let end = if end > start { after_doubled(text, end, quote, backslashes) } else { end };
        return ValueSpan { range: start..end, is_quoted: true };
    }
    ValueSpan { range: at..word_end(text, at, ends), is_quoted: false }
}

/// Returns the text in the triple quotes of Python and TOML at `at`.
fn triple_quoted(text: &[u8], at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 4096;
    let (backslashes, quote) = quote_at(text, at);
    let unit = text.get(at..at + backslashes + 1)?;
    let opening = text.get(at..at + 3 * unit.len())?;
    let is_triple = opening.chunks(unit.len()).all(|quote| quote == unit);
    if !is_triple || !matches!(quote, Some(b'"' | b'\'')) {
        return None;
    }
    let start = at + opening.len();
    let rest = text.get(start..)?;
    let rest = rest.get(..rest.len().min(LONGEST))?;
    let length = rest.windows(opening.len()).position(|three| three == opening)?;
    (length > 0).then_some(start..start + length)
}

/// Returns the text between doubled quotes, which stand for a quote inside of CSV and of SQL: `""x""`.
fn within_doubled(text: &[u8], at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 512;
    let (backslashes, quote) = quote_at(text, at);
    let quote = quote.filter(|byte| matches!(byte, b'"' | b'\''))?;
    let length = backslashes + 1;
    let start = at + 2 * length;
    let doubled = text.get(at..start)?;
    let (first, second) = doubled.split_at_checked(length)?;
    let inside = text.get(start..).filter(|_| first == second)?;
    let inside = inside.get(..inside.len().min(LONGEST))?;
    let is_end =
        |byte: &u8| *byte == quote || byte.is_ascii_control() || b",;)}]\\ ".contains(byte);
    let length = inside.iter().position(is_end)?;
    let is_closed = inside.get(length..)?.starts_with(doubled);
    (length > 0 && is_closed).then_some(start..start + length)
}

/// Returns the end of a literal that goes on after doubled quotes, as in `'it''s'`.
fn after_doubled(text: &[u8], mut end: usize, quote: u8, backslashes: usize) -> usize {
    const MOST: usize = 8;
    let length = backslashes + 1;
    for _ in 0..MOST {
        let (first, second) = (end..end + length, end + length..end + 2 * length);
        let start = second.end;
        let is_doubled = text.get(first).is_some_and(|unit| text.get(second) == Some(unit));
        let next = is_doubled.then(|| closing(text, start, quote, backslashes)).flatten();
        let goes_on = next.filter(|next| {
            let between = text.get(start..*next).unwrap_or_default();
            let is_other = |byte: &u8| byte.is_ascii_control() || b"=:".contains(byte);
            !between.is_empty() && !between.iter().any(is_other)
        });
        match goes_on {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

/// Returns the length of the prefix of a literal in single quotes, as in SQL's `N'..'` and Python's
/// `b'..'`.
fn literal_prefix(text: &[u8], at: usize) -> usize {
    match text.get(at..at + 2) {
        Some([b'N' | b'n' | b'E' | b'e' | b'b' | b'B' | b'u' | b'U' | b'r' | b'R', b'\'']) => 1,
        _ => 0,
    }
}

/// Returns the number of backslashes at `at`, and the quote after them, if there is one.
pub(super) fn quote_at(text: &[u8], at: usize) -> (usize, Option<u8>) {
    let rest = text.get(at..).unwrap_or_default();
    let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let quote = rest.get(backslashes).copied();
    (backslashes, quote.filter(|byte| matches!(byte, b'"' | b'\'' | b'`')))
}

/// Finds the end of a quoted value. In text escaped n times, the quotes around a value have 2^n - 1
/// backslashes. Quotes inside it have an odd multiple of 2^n more; a quote with fewer backslashes
/// closes the surrounding text.
fn closing(text: &[u8], start: usize, quote: u8, backslashes: usize) -> Option<usize> {
    let unit = 2 * (backslashes + 1);
    let mut before = 0;
    for (index, byte) in text.get(start..)?.iter().enumerate() {
        if *byte == b'\\' {
            before += 1;
            continue;
        }
        let closes = before < backslashes || (before - backslashes) % unit == 0;
        // Before a letter a quote is an apostrophe, as in `'it's'`, or was not escaped.
        if *byte == quote && closes && !is_before_letter(text, start + index) {
            return Some(start + index - before.min(backslashes));
        }
        before = 0;
    }
    None
}

/// Returns the end of an unquoted value: white space, a separator before the next name, or the
/// closing bracket or quote of the surrounding text. Text in the value's own brackets belongs to it.
pub(super) fn word_end(text: &[u8], start: usize, ends: WordEnds<'_>) -> usize {
    if let Some(end) = angled_end(text, start) {
        return end;
    }
    let (mut at, mut depth) = (start, 0_usize);
    let mut own = OwnBrackets::default();
    while let Some(byte) = text.get(at) {
        match byte {
            b'(' | b'[' | b'{' if depth > 0 || is_structure(text, start, at) => depth += 1,
            b')' | b']' | b'}' if depth > 0 => depth -= 1,
            b'"' => match quote_in_word(text, start, at, depth, ends) {
                QuoteInWord::Ends(end) => return end,
                QuoteInWord::Literal(end) => at = end,
                QuoteInWord::Text => {}
            },
            _ if depth > 0 => {}
            b'(' | b'[' | b'{' | b'<' => own.open(*byte),
            b')' | b']' | b'}' | b'>'
                if !own.close(*byte)
                    && ends.around.has_opened(*byte)
                    && separates(text, start, at, ends) =>
            {
                return at;
            }
            b'&' if ends.in_query => return at,
            b',' | b';' | b'&' if separates(text, start, at, ends) => return at,
            b'\'' | b'`' if ends.around.is_quoted(*byte, 0) && separates(text, start, at, ends) => {
                return at;
            }
            // `Token { value: "a b" }`, `Array [String("a b")]`
            b' ' if matches!(text.get(at + 1), Some(b'{' | b'['))
                && at > start
                && is_structure(text, start, at) => {}
            byte if byte.is_ascii_whitespace() => return at,
            b'\\' if is_escaped_line_end(text, at, ends) => return at,
            _ => {}
        }
        at += 1;
    }
    at.min(text.len())
}

/// Returns the end of a value in angle brackets: `<missing>`, `<hunter2>`.
fn angled_end(text: &[u8], start: usize) -> Option<usize> {
    const MOST: usize = 64;
    let inner = text.get(start..)?.strip_prefix(b"<")?;
    let is_end = |byte: &u8| b"<>\"=\n".contains(byte);
    let end = inner.iter().take(MOST).position(is_end).filter(|end| *end > 0)?;
    let after = inner.get(end + 1);
    let ends =
        after.is_none_or(|byte| byte.is_ascii_whitespace() || b",;.&)]}\"'\\".contains(byte));
    (inner.get(end) == Some(&b'>') && ends).then_some(start + 1 + end + 1)
}

/// Returns whether an escaped line end is at `at`. In text without quotes, `\n` may also be the
/// start of a file's name. In a text inside of n texts in quotes, a line end has 2^(n-1) backslashes.
fn is_escaped_line_end(text: &[u8], at: usize, ends: WordEnds<'_>) -> bool {
    let is_alone = at.checked_sub(1).and_then(|before| text.get(before)) != Some(&b'\\');
    let rest = text.get(at..).unwrap_or_default();
    if rest.starts_with(b"\\r\\n") {
        return true;
    }
    let depth = ends.around.depth();
    let run = rest.iter().take(16).take_while(|byte| **byte == b'\\').count();
    let is_letter = matches!(rest.get(run), Some(b'n' | b'r' | b't'));
    is_alone && is_letter && run.is_power_of_two() && run < 1 << depth
}

/// The meaning of a double quote in an unquoted value.
enum QuoteInWord {
    /// It closes the text around the value, which ends here.
    Ends(usize),
    /// It opens a literal, which ends here.
    Literal(usize),
    /// It is a character of the value.
    Text,
}

fn quote_in_word(
    text: &[u8],
    start: usize,
    at: usize,
    depth: usize,
    ends: WordEnds<'_>,
) -> QuoteInWord {
    let backslashes = text.get(start..at).unwrap_or_default();
    let backslashes = backslashes.iter().rev().take_while(|b| **b == b'\\').count();
    if opens(text, start, at - backslashes) {
        let end = closing(text, at + 1, b'"', backslashes);
        QuoteInWord::Literal(end.map_or(text.len(), |end| end + backslashes))
    } else if depth == 0 && ends.around.is_quoted(b'"', backslashes) && !is_before_letter(text, at)
    {
        QuoteInWord::Ends(at - backslashes)
    } else {
        QuoteInWord::Text
    }
}

fn is_before_letter(text: &[u8], at: usize) -> bool {
    text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// Returns whether a quote opens: after a bracket, `=`, `:` or a literal's prefix as in `b"..."`.
fn opens(text: &[u8], start: usize, quote: usize) -> bool {
    let before = text.get(start..quote).unwrap_or_default();
    let is_after = |byte: &u8| matches!(byte, b'(' | b'[' | b'{' | b'=' | b':' | b',' | b' ');
    before.last().is_some_and(is_after)
        || matches!(before, b"b" | b"r" | b"c" | b"u" | b"f" | b"br" | b"cr" | b"r#")
}

/// Returns whether the bracket at `at` opens the value itself, as in a `Debug`: `Some(`, `[`.
fn is_structure(text: &[u8], start: usize, at: usize) -> bool {
    let name = text.get(start..at).unwrap_or_default();
    let name = name.strip_suffix(b" ").unwrap_or(name);
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_:<>".contains(byte);
    // A template's `${..}`, a shell's `$(..)`.
    matches!(name, b"$" | b"#" | b"%")
        || name.first().is_none_or(u8::is_ascii_uppercase) && name.iter().all(is_of_name)
}

/// Returns whether a value ends at the mark at `at`: punctuation up to white space or the end of the
/// text follows, another group in brackets, or the next name.
fn separates(text: &[u8], start: usize, at: usize, ends: WordEnds<'_>) -> bool {
    /// Longer runs are not punctuation.
    const MOST: usize = 8;
    let is_first = at == start;
    let rest = text.get(at + 1..).unwrap_or_default();
    let is_punctuation = |byte: &&u8| b")]}>,;&.:!?\"'`\\".contains(byte);
    let run = rest.iter().take(MOST).take_while(is_punctuation).count();
    let Some(next) = rest.get(run) else { return true };
    let mark = text.get(at).copied().unwrap_or_default();
    let is_end = next.is_ascii_whitespace();
    // `[a][b]`
    let is_next_group =
        || matches!((mark, next), (b')', b'(') | (b']', b'[') | (b'}', b'{') | (b'>', b'<'));
    is_end
        || ends.around.is_in_string()
            && matches!(rest.get(..=run), Some([.., b'\\', b'n' | b'r' | b't']))
        || !is_first && is_next_group()
        || !is_first && is_next_name(text, at + 1 + run, mark, ends)
}

/// Returns whether the next name and its operator are at `at`. A value contains such marks by chance,
/// so the name must look like one.
fn is_next_name(text: &[u8], at: usize, separator: u8, ends: WordEnds<'_>) -> bool {
    const MOST: usize = 64;
    let rest = text.get(at..).unwrap_or_default();
    let is_of_name = |byte: &&u8| {
        is_of_key(**byte) || b"[]%".contains(*byte) || separator == b';' && **byte == b' '
    };
    let length = rest.iter().take(MOST).take_while(is_of_name).count();
    let name = rest.get(..length).unwrap_or_default();
    let is_in_quotes = at
        .checked_sub(1)
        .and_then(|before| text.get(before))
        .is_some_and(|b| matches!(b, b'"' | b'\''));
    let mut end = length;
    while is_in_quotes && matches!(rest.get(end), Some(b'"' | b'\'' | b'\\')) {
        end += 1;
    }
    let is_closed = is_in_quotes && end > length;
    let is_assigned = match rest.get(end) {
        Some(b'=') => is_closed || !ends.by_colon,
        // Not the path `a::b`.
        Some(b':') if rest.get(end + 1) == Some(&b':') => false,
        Some(b':') => is_closed || ends.by_colon && separator != b'&',
        _ => false,
    };
    let is_short = || {
        let after = rest.get(end + 1..).unwrap_or_default();
        let digits = after.iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"&,;)]}\"'".contains(byte);
        digits > 0 && after.get(digits).is_none_or(is_end)
    };
    // `;User Id=`
    let is_phrase = name.contains(&b' ');
    let is_title = |word: &[u8]| {
        word.first().is_some_and(u8::is_ascii_uppercase) && word.iter().all(u8::is_ascii_alphabetic)
    };
    // A bracket that closes nothing is a character of the value.
    let bracket = |byte: u8| name.iter().position(|next| *next == byte);
    if bracket(b']').is_some_and(|close| bracket(b'[').is_none_or(|open| open > close)) {
        return false;
    }
    if is_phrase && !name.split(|byte| *byte == b' ').all(is_title) {
        return false;
    }
    is_assigned && (is_closed || is_word_like(name) || length > 0 && length < 3 && is_short())
}

/// Returns whether the name consists of words in one of the usual styles: `user`, `userId`, `DB_HOST`,
/// `X-Amz-Date`, `user[name]`.
pub(super) fn is_word_like(name: &[u8]) -> bool {
    let is_separator = |byte: &u8| !byte.is_ascii_alphabetic();
    let letters = name.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // Digits end a name: `user2`.
    let has_digits_inside = name
        .windows(2)
        .any(|two| matches!(two, [a, b] if a.is_ascii_digit() && b.is_ascii_alphabetic()));
    letters >= 3
        && !has_digits_inside
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.split(is_separator).all(is_word_in_one_case)
}

/// Accepts words of small or capital letters, and several such words: `userId`. A word has a vowel, or
/// is an abbreviation of at most three letters that is not a part of another word.
fn is_word_in_one_case(word: &[u8]) -> bool {
    let is_vowel = |byte: &u8| b"aeiouyAEIOUY".contains(byte);
    if word.iter().all(u8::is_ascii_uppercase) || word.iter().all(u8::is_ascii_lowercase) {
        return word.len() <= 4 || word.iter().any(is_vowel);
    }
    let mut parts = word.chunk_by(|_, next| !next.is_ascii_uppercase());
    parts.all(|part| part.len() >= 2 && part.iter().any(is_vowel))
}

/// Accepts the bytes of a value's name.
pub(super) const fn is_of_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}
