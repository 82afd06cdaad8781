//! Finds values that are bound to the names of secrets: `password=..`, `"api_key": ".."`, headers, query
//! parameters, and the other [`GRAMMARS`].

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use arc_swap::ArcSwapOption;

use crate::redact::name_rule::is_random;
use crate::redact::names::{generation, last_words};
use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::blanks::closed_end;
use crate::scrub::blocks;
use crate::scrub::credential::{after_scheme, joined};
use crate::scrub::grammars::GRAMMARS;
use crate::scrub::harmless::{is_generated, is_harmless_under, is_mixed, may_be_random};
use crate::scrub::markup;
use crate::scrub::named::{
    NamePlace, REDIS, ValueKind, escape_before, kind, name_end, name_start, second_word,
};
use crate::scrub::surroundings::Surroundings;
use crate::scrub::values::{ValueSpan, WordEnds, is_of_key, quote_at, value};
use crate::scrub::{prose, stated};

/// Length limit of a value that is a secret only if it looks like one, in bytes.
const MOST_SHORT: usize = 264;

/// The result of a search at a needle.
pub(super) enum AssignmentMatch {
    /// A secret. `true` if it is a query parameter whose name is a secret's only in URLs.
    Secret(Range<usize>, bool),
    /// No secret. The name ends here; other needles in it need no search.
    NoneBefore(usize),
}

/// Returns whether a value may be bound to the name around the needle. Only words of prose after it,
/// and the end of the text, exclude that.
pub(super) fn may_be_at(text: &[u8], needle: usize) -> bool {
    let end = name_end(text, needle);
    let is_bound = |end: usize| {
        let rest = text.get(end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        rest.get(blanks).is_some_and(|byte| !byte.is_ascii_alphanumeric())
    };
    let rest = text.get(end..).unwrap_or_default();
    // Longer than any name.
    if rest.first().is_some_and(|byte| is_of_key(*byte)) {
        return false;
    }
    // Escapes may look like letters before the dashes.
    let is_option = || {
        let name = text.get(name_start(text, needle)..needle).unwrap_or_default();
        name.contains(&b'-') && matches!(rest.first(), Some(b' ' | b'\t'))
    };
    // A column, and the next one.
    let is_column = || text.get(closed_end(text, end)) == Some(&b'\t');
    let is_for = || rest.get(..5).is_some_and(|words| words.eq_ignore_ascii_case(b" for "));
    let is_stated = || {
        let ends = [Some(end), second_word(text, end)];
        ends.into_iter().flatten().any(|end| stated::value_after(text, end).is_some())
            || stated::words_after(text, end).is_some()
    };
    is_bound(end)
        || second_word(text, end).is_some_and(is_bound)
        || is_option()
        || is_for()
        || is_column()
        || is_stated()
        || is_command(text, needle)
}

/// Returns whether the name that ends with the needle is a secret's, alone or with the word before it
/// or after it. Most names that end with `url` are not, so the words that may precede are compared first.
pub(super) fn is_head(text: &[u8], needle: Range<usize>, words: &[&str]) -> bool {
    let before = text.get(..needle.start).unwrap_or_default();
    let before = match before.split_last() {
        Some((b'_' | b'-' | b' ' | b'.', rest)) => rest,
        _ => before,
    };
    let precedes = |word: &&str| {
        let start = before.len().checked_sub(word.len());
        let found = start.and_then(|start| before.get(start..)).unwrap_or_default();
        found.eq_ignore_ascii_case(word.as_bytes())
    };
    if !words.is_empty() && !words.iter().any(precedes) {
        return false;
    }
    // In a longer word, like `uri` in `during`. A plural goes on.
    let is_word = text.get(needle.end - 1).is_some_and(u8::is_ascii_alphabetic);
    let next = text.get(needle.end).filter(|_| is_word);
    if next.is_some_and(|byte| byte.is_ascii_lowercase() && *byte != b's') {
        return false;
    }
    let end = name_end(text, needle.start);
    if text.get(end).is_some_and(|byte| is_of_key(*byte)) {
        return false;
    }
    each_place(text, needle.start, end).any(|place| kind(&place, true).is_some())
}

/// The names around the needle: with and without the letters of an escape before it, and a second word.
fn each_place(text: &[u8], needle: usize, end: usize) -> impl Iterator<Item = NamePlace<'_>> {
    let start = name_start(text, needle);
    let escape = escape_before(text, start);
    let starts = [Some(start), (escape > 0 && start + escape <= needle).then_some(start + escape)];
    let ends = [Some(end), second_word(text, end)];
    starts.into_iter().flatten().flat_map(move |start| {
        ends.into_iter().flatten().map(move |end| NamePlace { text, start, end })
    })
}

/// Returns whether a command that takes a name and a value precedes: `setenv NAME ..`, `ENV NAME ..`,
/// `configure set NAME ..`, `login ada NAME ..`
fn is_command(text: &[u8], needle: usize) -> bool {
    const MOST: usize = 72;
    let start = name_start(text, needle);
    let name = text.get(start..name_end(text, needle)).unwrap_or_default();
    if REDIS.iter().any(|setting| name == setting.as_bytes()) {
        return true;
    }
    let near = text.get(start.saturating_sub(MOST)..start).unwrap_or_default();
    let Some(near) = near.strip_suffix(b" ") else { return false };
    let mut words = near.rsplit(u8::is_ascii_whitespace);
    let mut is_next = |known: &[&str]| {
        let word = words.next().unwrap_or_default();
        known.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
    };
    is_next(&["setenv", "setx", "env", "set"]) || is_next(&["login"])
}

/// Finds the value bound to the name around the needle.
pub(super) fn find(text: &[u8], needle: usize, around: &mut Surroundings) -> AssignmentMatch {
    let end = name_end(text, needle);
    if text.get(end).is_some_and(|byte| is_of_key(*byte)) {
        return AssignmentMatch::NoneBefore(end);
    }
    around.advance(text, name_start(text, needle));
    let found = each_place(text, needle, end).find_map(|place| {
        let binding = GRAMMARS.iter().find_map(|grammar| (grammar.bind)(&place))?;
        secret(&place, binding, around)
    });
    found.unwrap_or(AssignmentMatch::NoneBefore(end))
}

/// Returns the secret that is bound so, if the name is a secret's and the value is one.
fn secret(
    place: &NamePlace<'_>,
    binding: Binding,
    around: &Surroundings,
) -> Option<AssignmentMatch> {
    let in_prose = !binding.is_closed || matches!(binding.form, ValueForm::Quoted);
    let kind = kind(place, in_prose)?;
    if prose::is_heading(place, &binding) {
        return None;
    }
    let in_query = place.is_in_query();
    let ends = WordEnds { around, by_colon: binding.by_colon, in_query };
    // Values that are shown if they are long are not searched for their ends.
    let is_literal = binding.form == ValueForm::Quoted;
    // `seed=legal winner thank ..`
    let is_wallet = kind == ValueKind::IfRandom
        && name_ends_with_seed(place)
        && stated::are_words_at(place.text, binding.at);
    let kind = if is_wallet { ValueKind::Words } else { kind };
    let is_short = kind == ValueKind::IfRandom || is_literal;
    if kind == ValueKind::IfRandom && !may_be_random(place.text, binding.at) {
        return None;
    }
    let near = place.text.get(..(binding.at + MOST_SHORT).min(place.text.len()))?;
    let searched = if is_short { NamePlace { text: near, ..*place } } else { *place };
    let range = extent(&searched, &binding, kind, ends);
    if is_short && range.end == binding.at + MOST_SHORT {
        return None;
    }
    let value = place.text.get(range.clone())?;
    let name = place.name()?;
    let is_shown = is_harmless_under(name, value)
        || kind == ValueKind::IfRandom && !is_random(inside_some(value))
        || kind == ValueKind::Signature && is_code(place, value)
        || is_literal && !prose::takes_literal(place) && !is_generated(value)
        || prose::is_message(place, &binding, &range);
    (!is_shown).then(|| AssignmentMatch::Secret(range, kind == ValueKind::Signature))
}

fn name_ends_with_seed(place: &NamePlace<'_>) -> bool {
    let name = place.name().unwrap_or_default();
    let end = name.len().checked_sub("seed".len()).and_then(|start| name.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("seed"))
}

/// Returns the text in the `Debug` of an `Option`: `Some("..")`.
fn inside_some(value: &[u8]) -> &[u8] {
    let inner = value.strip_prefix(b"Some(").and_then(|rest| rest.strip_suffix(b")"));
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\\');
    let Some(inner) = inner else { return value };
    let start = inner.iter().position(|byte| !is_quote(byte)).unwrap_or(inner.len());
    let end = inner.iter().rposition(|byte| !is_quote(byte)).map_or(start, |last| last + 1);
    inner.get(start..end).unwrap_or_default()
}

/// Returns `true` for a query's `code` or `session` that is a number or a word of a list, not OAuth's.
fn is_code(place: &NamePlace<'_>, value: &[u8]) -> bool {
    const LONG: usize = 16;
    let is_one = |name: &str| ["code", "session"].iter().any(|n| name.eq_ignore_ascii_case(n));
    let is_code = place.name().is_some_and(is_one);
    is_code && value.len() < LONG && !is_mixed(value, 6)
}

/// Returns the secret part of the value.
fn extent(
    place: &NamePlace<'_>,
    binding: &Binding,
    kind: ValueKind,
    ends: WordEnds<'_>,
) -> Range<usize> {
    let (text, at) = (place.text, binding.at);
    match binding.form {
        ValueForm::Encoded => return at..encoded_end(text, at),
        ValueForm::Element => return markup::element(text, at),
        ValueForm::Block => return blocks::block(text, at),
        ValueForm::Lone => return blocks::lone(text, at),
        ValueForm::Line => return blocks::line(text, at),
        ValueForm::Argument => return at..argument_end(text, at),
        ValueForm::Any | ValueForm::Word | ValueForm::Quoted => {}
    }
    // It may end before the word does.
    let rest = text.get(at..).unwrap_or_default();
    let is_bare = quote_at(text, at).1.is_none() && !rest.starts_with(b"Some(");
    if kind == ValueKind::SharedAccess && is_bare {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b";\"'\\".contains(byte);
        return at..at + rest.iter().position(is_end).unwrap_or(rest.len());
    }
    let ValueSpan { mut range, is_quoted } = value(text, at, ends);
    match kind {
        ValueKind::Authorization => range = after_scheme(text, range, is_quoted, ends),
        ValueKind::Fours if !is_quoted => {
            range = repeated(text, range, 4, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
        }
        // The words of BIP 39 have eight letters at most.
        ValueKind::Words if !is_quoted => range = repeated(text, range, 8, u8::is_ascii_lowercase),
        ValueKind::Cookies if !is_quoted => range = joined(text, range, b';', ends),
        _ => {}
    }
    range
}

/// Returns the end of an argument: the quote that closes the element of the list.
fn argument_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_end = |byte: &u8| matches!(byte, b'"' | b'\'');
    let quotes = rest.iter().enumerate().filter(|(_, byte)| is_end(byte));
    let closes = |at: usize| {
        rest.get(at + 1).is_none_or(|byte| b",])\\\"'".contains(byte) || byte.is_ascii_whitespace())
    };
    let end = quotes.map(|(index, _)| index).find(|index| closes(*index)).unwrap_or(rest.len());
    let argument = rest.get(..end).unwrap_or_default();
    at + argument.iter().rposition(|byte| *byte != b'\\').map_or(0, |last| last + 1)
}

/// Returns the end of a percent-encoded value: an ampersand, encoded or not, or a delimiter.
fn encoded_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_end = |(index, byte): (usize, &u8)| {
        byte.is_ascii_whitespace()
            || b"&;,\"'<>()[]{}\\".contains(byte)
            || *byte == b'%' && rest.get(index..).is_some_and(|rest| rest.starts_with(b"%26"))
    };
    at + rest.iter().enumerate().position(is_end).unwrap_or(rest.len())
}

/// Extends a short word of such bytes by the similar words that follow it.
fn repeated(text: &[u8], word: Range<usize>, most: usize, is: fn(&u8) -> bool) -> Range<usize> {
    let Range { start, mut end } = word;
    let goes_on = |byte: &u8| is_of_key(*byte) || b"=:([{/@".contains(byte);
    if !text.get(start..end).is_some_and(|word| word.len() <= most && word.iter().all(is)) {
        return start..end;
    }
    while let Some([b' ', rest @ ..]) = text.get(end..) {
        let length = rest.iter().take(most + 1).take_while(|byte| is(byte)).count();
        if length == 0 || length > most || rest.get(length).is_some_and(goes_on) {
            break;
        }
        end += 1 + length;
    }
    start..end
}

/// The search for names that the program has added. Built-in names are needles.
static ADDED: ArcSwapOption<AddedAssignments> = ArcSwapOption::const_empty();

struct AddedAssignments {
    /// The [`generation`] of the lists it was made from.
    generation: u64,
    /// Finds the last words of the names; `None` without names.
    search: Option<AhoCorasick>,
}

impl AddedAssignments {
    fn new() -> Self {
        let (words, generation) = last_words();
        // Building fails only for more words than fit into memory.
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(&words);
        Self { generation, search: search.ok().filter(|_| !words.is_empty()) }
    }
}

/// Calls `visit` at every place where the name may be one that the program has added, in order.
#[cold]
pub(super) fn each_added_name(
    text: &[u8],
    mut visit: impl FnMut(usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut added = ADDED.load_full();
    if added.as_ref().map(|added| added.generation) != Some(generation()) {
        added = Some(Arc::new(AddedAssignments::new()));
        ADDED.store(added.clone());
    }
    let search = added.as_ref().and_then(|added| added.search.as_ref());
    search.map_or(ControlFlow::Continue(()), |search| {
        search.find_iter(text).try_for_each(|hit| visit(hit.start()))
    })
}
