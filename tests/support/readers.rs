//! Readers of lines, by the documentation of the formats.

/// Decodes a line as go-logfmt's `Decoder` does: a key is a run of characters above the space without
/// `=` and quotes, a value is such a run or a string of JSON. Keys are unescaped like strings, which
/// go-logfmt leaves to its caller.
///
/// # Panics
///
/// Panics if the line has another form.
#[must_use]
pub fn logfmt(line: &str) -> Vec<(String, String)> {
    let is_end = |c| c <= ' ' || "=\"'".contains(c);
    let (mut pairs, mut rest) = (Vec::new(), line);
    while !rest.is_empty() {
        let (key, after) = rest.split_at(rest.find(is_end).expect(line));
        let after = after.strip_prefix('=').expect(line);
        let (value, after) = if after.starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(after).into_iter::<String>();
            let value = strings.next().expect(line).expect(line);
            (value, &after[strings.byte_offset()..])
        } else {
            let end = after.find(is_end).unwrap_or(after.len());
            (after[..end].to_owned(), &after[end..])
        };
        let key = serde_json::from_str(&format!("\"{key}\"")).expect(line);
        pairs.push((key, value));
        rest = if after.is_empty() { after } else { after.strip_prefix(' ').expect(line) };
    }
    pairs
}

/// Splits the fields of the standard format, `key=value key="value"`.
///
/// # Panics
///
/// Panics if the text has another form.
#[must_use]
pub fn fields(text: &str) -> Vec<(String, String)> {
    let (mut pairs, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (key, after) = word(rest).expect(text);
        let (value, after) = after.strip_prefix('=').and_then(word).expect(text);
        pairs.push((key, value));
        rest = if after.is_empty() { after } else { after.strip_prefix(' ').expect(text) };
    }
    pairs
}

/// Returns a word, plain or in quotes, and the rest. Only within quotes are there escapes.
fn word(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '=']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut word = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((word, &quoted[at + 1..])),
            '\\' => word.push(match chars.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits = chars.by_ref().map(|(_, digit)| digit).skip(1);
                    let digits: String = digits.take_while(|digit| *digit != '}').collect();
                    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?
                }
                escaped @ ('"' | '\\') => escaped,
                _ => return None,
            }),
            c => word.push(c),
        }
    }
    None
}
