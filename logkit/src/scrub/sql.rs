//! Secrets in SQL that no name precedes: the passwords of `IDENTIFIED BY`, the values of `INSERT`.

use std::ops::Range;

use crate::scrub::blanks::{skip_blanks, skip_line_ends};
use crate::scrub::harmless::{is_harmless, is_harmless_under};
use crate::scrub::named::{ValueKind, kind_of_name};
use crate::scrub::surroundings::Surroundings;
use crate::scrub::values::{WordEnds, quote_at, value};

/// Finds the literal after `IDENTIFIED [WITH plugin] BY|AS [PASSWORD]` at `at`.
pub(super) fn identified(text: &[u8], at: usize) -> Option<Range<usize>> {
    /// Words between `IDENTIFIED` and the literal.
    const MOST: usize = 5;
    let mut at = skip_blanks(text, at + b"identified".len());
    let (mut is_by, mut is_as) = (false, false);
    for _ in 0..MOST {
        let rest = text.get(at..)?;
        if quote_at(text, at).1.is_some() && is_by {
            break;
        }
        let is_of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = rest.iter().take(64).take_while(is_of_word).count();
        let word = rest.get(..length)?;
        if is_by && !word.eq_ignore_ascii_case(b"password") || length == 0 {
            // Oracle's passwords need no quotes: `IDENTIFIED BY tiger`
            break;
        }
        is_as |= word.eq_ignore_ascii_case(b"as");
        is_by |= is_as || word.eq_ignore_ascii_case(b"by");
        let after = skip_blanks(text, at + length);
        if after == at + length {
            return None;
        }
        at = after;
    }
    let around = Surroundings::default();
    let ends = WordEnds { around: &around, by_colon: false, in_query: false };
    let found = value(text, at, ends);
    let secret = text.get(found.range.clone())?;
    let is_word =
        secret.eq_ignore_ascii_case(b"random") || secret.eq_ignore_ascii_case(b"externally");
    let is_sql = found.is_quoted || !is_as && secret.iter().any(u8::is_ascii_digit);
    (is_by && is_sql && !is_word && !is_harmless(secret)).then_some(found.range)
}

/// Calls `found` for the values of an `INSERT INTO` at `at` whose columns have the names of secrets.
/// Returns the end of the columns if there are such.
pub(super) fn each_inserted(
    text: &[u8],
    at: usize,
    mut found: impl FnMut(Range<usize>),
) -> Option<usize> {
    /// The longest statement that is searched, and the most rows.
    const MOST: usize = 2048;
    const MOST_ROWS: usize = 64;
    let statement = text.get(..text.len().min(at + MOST))?;
    let columns = SecretColumns::of(statement, at)?;
    let mut next = Some(columns.rows);
    for _ in 0..MOST_ROWS {
        let Some(end) = next.and_then(|at| columns.each_in_row(statement, at, &mut found)) else {
            break;
        };
        next = after(statement, end, b",");
    }
    Some(columns.end)
}

/// The columns of an `INSERT` that have the names of secrets.
struct SecretColumns<'t> {
    /// Indices and names.
    names: Vec<(usize, &'t str)>,
    /// The end of the list of columns.
    end: usize,
    /// The offset of the first row.
    rows: usize,
}

impl<'t> SecretColumns<'t> {
    fn of(text: &'t [u8], at: usize) -> Option<Self> {
        const MOST_OF_TABLE: usize = 128;
        let open = text.get(at..)?.iter().take(MOST_OF_TABLE).position(|byte| *byte == b'(')?;
        let start = at + open + 1;
        let end = start + text.get(start..)?.iter().position(|byte| *byte == b')')?;
        let columns = std::str::from_utf8(text.get(start..end)?).ok()?;
        let is_mark = |c: char| c.is_whitespace() || "\"'`[]\\".contains(c);
        let names = columns.split(',').map(|name| name.trim_matches(is_mark)).enumerate();
        let is_secret = |(_, name): &(usize, &str)| {
            kind_of_name(name).is_some_and(|kind| kind != ValueKind::IfRandom)
        };
        let names: Vec<(usize, &str)> = names.filter(is_secret).collect();
        let (values, _) = skip_line_ends(text, end + 1);
        let rows = values + b"values".len();
        let is_insert = text.get(values..rows)?.eq_ignore_ascii_case(b"values");
        (is_insert && !names.is_empty()).then_some(Self { names, end, rows })
    }

    /// Calls `found` for the secrets in the row at `at`, and returns its end.
    fn each_in_row(
        &self,
        text: &[u8],
        at: usize,
        found: &mut impl FnMut(Range<usize>),
    ) -> Option<usize> {
        let mut at = after(text, at, b"(")?;
        for column in 0.. {
            let literal = literal(text, at)?;
            let value = text.get(literal.clone())?;
            let name = self.names.iter().find(|(index, _)| *index == column);
            let is_quoted = text.get(literal.end) == Some(&b'\'');
            let is_secret =
                |name| !is_harmless_under(name, value) && (is_quoted || !is_expression(value));
            if name.is_some_and(|(_, name)| is_secret(name)) {
                found(literal.clone());
            }
            let end = literal.end + usize::from(is_quoted);
            match after(text, end, b",") {
                Some(next) => at = next,
                None => return after(text, end, b")"),
            }
        }
        None
    }
}

/// Returns the offset after the mark, if only blanks precede it.
fn after(text: &[u8], at: usize, mark: &[u8]) -> Option<usize> {
    let (at, _) = skip_line_ends(text, at);
    text.get(at..)?.starts_with(mark).then(|| skip_line_ends(text, at + 1).0)
}

/// Returns the extent of the literal at `at`, without its quotes.
fn literal(text: &[u8], at: usize) -> Option<Range<usize>> {
    const MOST: usize = 512;
    let prefix =
        usize::from(matches!(text.get(at..at + 2), Some([b'N' | b'E' | b'x' | b'X', b'\''])));
    let rest = text.get(at + prefix..)?;
    let Some(inside) = rest.strip_prefix(b"'") else {
        let is_end = |byte: &u8| b",)".contains(byte);
        let length = rest.iter().take(MOST).position(is_end)?;
        return Some(at..at + prefix + rest.get(..length)?.trim_ascii_end().len());
    };
    let start = at + prefix + 1;
    let mut index = 0;
    while index < MOST {
        match inside.get(index..)? {
            [b'\'', b'\'', ..] | [b'\\', _, ..] => index += 2,
            [b'\'', ..] => return Some(start..start + index),
            [] => return None,
            _ => index += 1,
        }
    }
    None
}

/// Matches a parameter, a keyword or a function without a literal: `?`, `$1`, `DEFAULT`, `now()`.
fn is_expression(value: &[u8]) -> bool {
    let is_word = |word: &[u8]| word.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    match value {
        [b'?' | b':' | b'@' | b'$' | b'%', ..] => true,
        [name @ .., b'(', b')'] => is_word(name),
        _ => value.eq_ignore_ascii_case(b"default"),
    }
}
