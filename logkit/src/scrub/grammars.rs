//! The table of grammars: the forms in which texts bind a value to a name.
//!
//! A new form is a row of [`GRAMMARS`]: a function that looks at the text around a name and returns the
//! [`Binding`] of its value. Names, extents and harmless values are the same for all rows, and so are
//! the tests: each row's example is masked, and only by the row.

use crate::redact::name_rule::is_random;
use crate::scrub::binding::{Binding, ValueForm};
use crate::scrub::blanks::{closed_end, line_end, skip_blanks, skip_line_ends};
use crate::scrub::named::{
    NamePlace, REDIS, after_comma, constructor_end, is_spelled, word_before,
};
use crate::scrub::values::quote_at;
use crate::scrub::{blocks, markup, options, pairs, prose, stated};

/// A form in which a text binds a value to a name.
pub(super) struct Grammar {
    /// A text in which `hunter2` is the value, and no other grammar finds it.
    #[cfg_attr(not(test), expect(dead_code, reason = "documents the grammar, and tests it"))]
    pub(super) example: &'static str,
    /// Returns the binding if the text around the name has this form.
    pub(super) bind: fn(&NamePlace<'_>) -> Option<Binding>,
}

/// All grammars; the first that fits counts.
pub(super) const GRAMMARS: &[Grammar] = &[
    // A block comes before an assignment, whose value would be its sign.
    Grammar { example: "password: |\n  hunter2\nuser: ada", bind: blocks::bind },
    // So does a type, which an assignment would take for the value.
    Grammar { example: "let password: &str = \"hunter2\"", bind: typed },
    Grammar { example: "password=hunter2", bind: assignment },
    Grammar { example: "(\"password\", Some(\"hunter2\"))", bind: tuple },
    Grammar { example: "{:password, \"hunter2\"}", bind: atom },
    Grammar { example: "[\"--password\", \"hunter2\"]", bind: options::argument },
    Grammar { example: "[\"password\", \"hunter2\"]", bind: pair },
    Grammar { example: "password (new): hunter2", bind: remark },
    Grammar { example: "run --password hunter2", bind: options::option },
    Grammar { example: "<password type=\"x\">hunter2</password>", bind: markup::bind },
    Grammar { example: "{\"name\":\"password\",\"value\":\"hunter2\"}", bind: pairs::bind },
    Grammar { example: "setenv PASSWORD hunter2", bind: command },
    Grammar { example: "ALTER USER ada PASSWORD 'hunter2'", bind: literal },
    Grammar { example: "WHERE password LIKE 'hunter2'", bind: compared },
    Grammar { example: "SET PASSWORD FOR ada = 'hunter2'", bind: set_password },
    Grammar { example: "PASSWORD('hunter2')", bind: call },
    Grammar { example: "ApiKey(\"hunter2\")", bind: newtype },
    Grammar { example: "the password is hunter2", bind: stated::bind },
];

/// Binds by an operator: `=`, `:`, `=>` and similar.
fn assignment(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let closed = constructor_end(place, closed_end(text, end));
    let is_closed = closed > end;
    let at = skip_blanks(text, closed);
    let (length, is_encoded, is_colon) = operator(text, at)?;
    // A host and port in a URL.
    if is_colon && !is_closed && matches!(place.before(), [.., b'/', b'/'] | [.., b'@']) {
        return None;
    }
    // `**Password:** hunter2`
    let operator_end = at + length + closed_emphasis(place, at + length);
    let is_arrow = text.get(at..operator_end) == Some(b"=>");
    let value = if is_arrow && is_closed {
        skip_type(text, skip_line_ends(text, operator_end).0)
    } else {
        skip_blanks(text, operator_end)
    };
    // An escaped line end, and perhaps indented lines.
    let is_indented = |next: usize| matches!(text.get(next), Some(b' ' | b'\t'));
    if line_end(text, value).is_some_and(|next| is_colon || is_indented(next)) {
        return None;
    }
    // A parameter in Markdown: `?token=`
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    if text.get(value) == Some(&b'`') && text.get(value + 1).is_none_or(is_blank) {
        return None;
    }
    let form = match place.before().last() {
        _ if is_encoded => ValueForm::Encoded,
        Some(b'"' | b'\'')
            if place.is_option()
                && !is_closed
                && (options::is_in_list(place) || options::is_argument(place)) =>
        {
            ValueForm::Argument
        }
        _ => ValueForm::Any,
    };
    // Prose has a space after the colon and no quotes.
    let is_prose = is_colon && operator_end < value && quote_at(text, value).1.is_none();
    Some(Binding { at: value, form, is_prose, by_colon: is_colon, is_closed })
}

/// Returns the length of the marks at `at` that close an emphasis which the name opens, as in Markdown.
fn closed_emphasis(place: &NamePlace<'_>, at: usize) -> usize {
    let rest = place.text.get(at..).unwrap_or_default();
    // `<b>Password:</b> hunter2`
    if rest.starts_with(b"</") && place.before().last() == Some(&b'>') {
        return rest.iter().take(16).position(|byte| *byte == b'>').map_or(0, |last| last + 1);
    }
    let is_closed = |mark: &&&[u8]| rest.starts_with(mark) && phrase_before(place).ends_with(mark);
    [&b"**"[..], b"__", b"*", b"`"].iter().find(is_closed).map_or(0, |mark| mark.len())
}

/// Returns the text before the name and the words before it.
fn phrase_before<'t>(place: &NamePlace<'t>) -> &'t [u8] {
    const MOST: usize = 32;
    let before = place.before();
    let is_of_phrase = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b' ';
    let length = before.iter().rev().take(MOST).take_while(is_of_phrase).count();
    before.get(..before.len() - length).unwrap_or_default()
}

/// Returns the length of the operator at `at`, and whether it is percent-encoded and a colon.
fn operator(text: &[u8], at: usize) -> Option<(usize, bool, bool)> {
    Some(match text.get(at..).unwrap_or_default() {
        // Rust paths and URL schemes.
        [b':', b':', ..] | [b':', b'/', b'/', ..] => return None,
        [b'%', b'3', b'D' | b'd' | b'A' | b'a', ..] => (3, true, false),
        // The equals sign of Chinese and Japanese texts, U+FF1D, and an arrow.
        [b':' | b'=' | b'!', b'=' | b'>', b'=', ..]
        | [b'=', b'=', b'>', ..]
        | [0xef, 0xbc, 0x9d, ..]
        | [0xe2, 0x86, 0x92, ..] => (3, false, false),
        // Their colon, U+FF1A.
        [0xef, 0xbc, 0x9a, ..] => (3, false, true),
        [b':' | b'=' | b'!', b'=' | b'>', ..] | [b'-', b'>', ..] | [b'?', b'=', ..] => {
            (2, false, false)
        }
        [b':', ..] => (1, false, true),
        [b'=', ..] => (1, false, false),
        _ => return None,
    })
}

/// Binds the literal of a declaration with a type: `const PASSWORD: &str = "hunter2"`.
fn typed(place: &NamePlace<'_>) -> Option<Binding> {
    const MOST: usize = 32;
    let NamePlace { text, end, .. } = *place;
    let kind = skip_blanks(text, end + 1);
    let rest = text.get(kind..).filter(|_| text.get(end) == Some(&b':'))?;
    // `&'static str`
    let lifetime = rest.strip_prefix(b"&'").unwrap_or_default();
    let lifetime = lifetime.iter().take(16).position(|byte| *byte == b' ');
    let kind = kind + lifetime.map_or(0, |length| length + 3);
    let rest = text.get(kind..)?;
    let is_of_type = |byte: &&u8| byte.is_ascii_alphanumeric() || b"&_:<>[]".contains(*byte);
    let length = rest.iter().take(MOST).take_while(is_of_type).count();
    let is_type = rest.get(..length).is_some_and(prose::is_type);
    let operator = skip_blanks(text, kind + length);
    let value = skip_blanks(text, operator + 1);
    let is_literal = text.get(operator) == Some(&b'=') && quote_at(text, value).1.is_some();
    (is_type && is_literal).then_some(Binding::new(value, ValueForm::Any))
}

/// Binds the literal in the `Debug` of a type that is named like a secret: `ApiKey("hunter2")`. Kinds of
/// tokens have this form, too, so under a single word the literal must look like a value.
fn newtype(place: &NamePlace<'_>) -> Option<Binding> {
    const MOST: usize = 264;
    let NamePlace { text, end, .. } = *place;
    let name = place.name()?;
    let value = end + 1;
    let (backslashes, quote) = quote_at(text, value);
    let is_type = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && name.bytes().any(|byte| byte.is_ascii_lowercase());
    if !is_type || text.get(end) != Some(&b'(') {
        return None;
    }
    let inside = text.get(value + backslashes + usize::from(quote.is_some())..)?;
    let near = inside.get(..inside.len().min(MOST))?;
    if quote != Some(b'"') {
        // `ApiKey(x7Q2..)`
        let length = near.iter().position(|byte| *byte == b')')?;
        let is_value = quote.is_none() && near.get(..length).is_some_and(is_random);
        return is_value.then_some(Binding::new(end, ValueForm::Any));
    }
    let has_words = name.bytes().filter(u8::is_ascii_uppercase).count() > 1;
    let is_unlike = |text| stated::is_unlike_words(stated::word_at(text));
    // `Credential("ada", "hunter2")`
    let second = near.iter().position(|byte| *byte == b'"').and_then(|length| {
        near.get(length + 1..)?.strip_prefix(b", ").filter(|rest| quote_at(rest, 0).1 == Some(b'"'))
    });
    let has_second = second.is_some();
    let is_value = has_words || is_unlike(inside) || second.is_some_and(is_unlike);
    is_value.then_some(Binding::new(if has_second { end } else { value }, ValueForm::Any))
}

/// Skips the type that PHP's `var_dump` writes before a text: `string(7) "hunter2"`.
fn skip_type(text: &[u8], at: usize) -> usize {
    let digits = text.get(at..).and_then(|rest| rest.strip_prefix(b"string(")).unwrap_or_default();
    let count = digits.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    let is_type = digits.get(count..).is_some_and(|rest| rest.starts_with(b") "));
    let value = at + b"string(".len() + count + b") ".len();
    if is_type && quote_at(text, value).1 == Some(b'"') { value } else { at }
}

/// Binds the second element of a tuple: `("password", "hunter2")`. In a list, `["token", "name"]`,
/// there are no names.
fn tuple(place: &NamePlace<'_>) -> Option<Binding> {
    let value = after_comma(place)?;
    let open = place.before().iter().rev().find(|byte| !matches!(byte, b'"' | b'\'' | b'\\'));
    (open == Some(&b'(')).then_some(Binding::new(value, ValueForm::Any))
}

/// Binds the second element of a tuple of Elixir or Erlang: `{:password, "hunter2"}`,
/// `{password, <<"hunter2">>}`.
fn atom(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    if !matches!(place.before(), [.., b'{'] | [.., b'{' | b'(' | b'[', b':']) {
        return None;
    }
    let at = skip_blanks(text, end + usize::from(text.get(end) == Some(&b',')));
    let at = if text.get(at..).is_some_and(|rest| rest.starts_with(b"<<")) { at + 2 } else { at };
    let is_text = quote_at(text, at).1 == Some(b'"');
    (at > end && is_text).then_some(Binding::new(at, ValueForm::Any))
}

/// Binds the second of two elements of a list, if the first one is the name and the second looks like a
/// value: `["password", "hunter2"]`. In most lists, `["token", "name"]`, there are no names.
fn pair(place: &NamePlace<'_>) -> Option<Binding> {
    const MOST: usize = 264;
    let value = after_comma(place)?;
    let (backslashes, quote) = quote_at(place.text, value);
    let quote = quote?;
    let mark = |byte: &&u8| matches!(byte, b'"' | b'\'' | b'\\');
    let marks = place.before().iter().rev().take_while(mark).count();
    let is_first = place.before().iter().rev().nth(marks) == Some(&b'[');
    let inside = place.text.get(value + backslashes + 1..)?;
    let length = inside.iter().take(MOST).position(|byte| *byte == quote)?;
    let is_last = inside.get(length + 1) == Some(&b']');
    let word = inside.get(..length - backslashes.min(length))?;
    let is_pair = marks > 0 && is_first && is_last && stated::is_unlike_words(word);
    is_pair.then_some(Binding::new(value, ValueForm::Any))
}

/// Binds a value that looks like one, after a remark in parentheses: `password (new): hunter2`.
fn remark(place: &NamePlace<'_>) -> Option<Binding> {
    const MOST: usize = 32;
    let NamePlace { text, end, .. } = *place;
    let inside = text.get(skip_blanks(text, end)..)?.strip_prefix(b"(")?;
    let is_of_remark = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-');
    let length = inside.iter().take(MOST).take_while(is_of_remark).count();
    let operator = inside.get(length..)?.strip_prefix(b")")?;
    let at = text.len() - operator.len();
    let at = skip_blanks(text, at);
    let is_assigned = matches!(text.get(at), Some(b':' | b'='));
    let value = skip_blanks(text, at + 1);
    let is_value = stated::is_unlike_words(stated::word_at(text.get(value..)?));
    let binding = Binding { is_closed: false, ..Binding::new(value, ValueForm::Any) };
    (is_assigned && length > 0 && is_value).then_some(binding)
}

/// Binds a literal after a name: `PASSWORD 'hunter2'` in SQL, `invalid password "hunter2"`.
fn literal(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let at = skip_blanks(text, end);
    let prefix = usize::from(matches!(text.get(at..at + 2), Some([b'N' | b'E', b'\''])));
    let has_quote = match quote_at(text, at + prefix).1 {
        // A word of code.
        Some(b'`') => stated::is_unlike_words(stated::word_at(text.get(at + 1..)?)),
        quote => quote.is_some(),
    };
    (at > end && has_quote).then_some(Binding::new(at, ValueForm::Quoted))
}

/// Binds the literal that SQL compares a column with by a word: `password LIKE 'hunter2'`.
fn compared(place: &NamePlace<'_>) -> Option<Binding> {
    const OPERATORS: &[&[u8]] = &[b"like ", b"ilike ", b"in (", b"in(", b"<> "];
    let NamePlace { text, end, .. } = *place;
    let at = skip_blanks(text, end);
    let rest = text.get(at..)?;
    let is_here = |operator: &&&[u8]| {
        rest.get(..operator.len()).is_some_and(|found| found.eq_ignore_ascii_case(operator))
    };
    let at = skip_blanks(text, at + OPERATORS.iter().find(is_here)?.len());
    let is_literal = at > end && text.get(at) == Some(&b'\'');
    is_literal.then_some(Binding::new(at, ValueForm::Any))
}

/// Binds the literal of `SET PASSWORD FOR 'ada'@'%' = 'hunter2'`.
fn set_password(place: &NamePlace<'_>) -> Option<Binding> {
    const MOST: usize = 96;
    let NamePlace { text, end, .. } = *place;
    let rest = text.get(end..)?;
    let is_set = word_before(place).eq_ignore_ascii_case(b"set");
    let is_for = rest.get(..5).is_some_and(|found| found.eq_ignore_ascii_case(b" for "));
    if !is_set || !is_for {
        return None;
    }
    let equals = rest.iter().take(MOST).position(|byte| *byte == b'=')?;
    let at = skip_blanks(text, end + equals + 1);
    quote_at(text, at).1.is_some().then_some(Binding::new(at, ValueForm::Any))
}

/// Binds the literal in a call of SQL's `PASSWORD('hunter2')`.
fn call(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let is_function = place.name().is_some_and(|name| {
        ["password", "old_password"].iter().any(|f| name.eq_ignore_ascii_case(f))
    });
    let at = skip_blanks(text, end + 1);
    let is_call = text.get(end) == Some(&b'(') && quote_at(text, at).1.is_some();
    (is_function && is_call).then_some(Binding::new(at, ValueForm::Any))
}

/// Binds the word after a name in a command: `setenv PASSWORD hunter2`, `aws configure set ..`, in a
/// Dockerfile's `ENV`, and in the lines of `.netrc`: `login ada password hunter2`.
fn command(place: &NamePlace<'_>) -> Option<Binding> {
    let NamePlace { text, end, .. } = *place;
    let at = skip_blanks(text, end);
    let before = word_before(place);
    let is = |word: &[u8], known: &str| word.eq_ignore_ascii_case(known.as_bytes());
    let start = place.start.saturating_sub(before.len() + 1);
    let second = || word_before(&NamePlace { start, ..*place });
    let is_command = is(before, "setenv")
        || is(before, "setx")
        || before == b"ENV"
        || is(before, "set") && (is(second(), "configure") || is(second(), "config"))
        || is(second(), "login") && place.name().is_some_and(|name| is_spelled(name, "password"));
    // The lines of a server's configuration.
    let is_setting = || place.name().is_some_and(|name| REDIS.contains(&name));
    let is_value = text.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'-');
    let is_command = is_command || is_setting();
    (is_command && at > end && is_value).then_some(Binding::new(at, ValueForm::Word))
}

#[cfg(test)]
mod tests {
    use super::GRAMMARS;
    use crate::scrub::Scrubber;

    #[test]
    fn the_value_of_each_example_is_masked_whole() {
        for grammar in GRAMMARS {
            let masked = grammar.example.replace("hunter2", "[redacted]");
            let masked = masked.replace("Some(\"[redacted]\")", "[redacted]");
            assert_eq!(Scrubber::new().scrub(grammar.example), masked);
        }
    }
}
