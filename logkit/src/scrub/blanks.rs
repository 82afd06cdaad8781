//! The text between a name and its value: closing quotes, blanks and line ends, raw or escaped.

/// Returns the end of the quotes and brackets that close a name: `"password\"`, `user[password]`,
/// `user%5Bpassword%5D`.
pub(super) fn closed_end(text: &[u8], end: usize) -> usize {
    let mut at = end;
    loop {
        match text.get(at..).unwrap_or_default() {
            [b'\\', b't' | b'n' | b'r', ..] => return at,
            // `**password**`, `~~password~~`, `password[]`
            [b'*', b'*', ..] | [b'~', b'~', ..] | [b'[', b']', ..] => at += 2,
            // `password[0]`
            [b'[', rest @ ..] => {
                let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
                if digits == 0 || rest.get(digits) != Some(&b']') {
                    return at;
                }
                at += digits + 2;
            }
            [b'*' | b'"' | b'\'' | b'`' | b']' | b'\\', ..] => at += 1,
            [b'%', b'5', b'D' | b'd', ..] | [b'%', b'2', b'2', ..] => at += 3,
            _ => return at,
        }
    }
}

/// Skips spaces and tabs, raw or escaped any number of times, and the spaces U+00A0, U+202F and U+3000.
pub(super) fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    loop {
        match text.get(at..).unwrap_or_default() {
            [b' ' | b'\t', ..] => at += 1,
            [0xc2, 0xa0, ..] => at += 2,
            [0xe2, 0x80, 0xaf, ..] | [0xe3, 0x80, 0x80, ..] => at += 3,
            [b'\\', ..] => {
                let letter = at + escapes(text, at);
                if text.get(letter) != Some(&b't') {
                    return at;
                }
                at = letter + 1;
            }
            _ => return at,
        }
    }
}

/// Returns the number of backslashes at `at`. A character that is escaped n times has 2^(n-1).
fn escapes(text: &[u8], at: usize) -> usize {
    const MOST: usize = 8;
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take(MOST).take_while(|byte| **byte == b'\\').count()
}

/// Returns the offset after a line end, raw or escaped any number of times.
pub(super) fn line_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..).unwrap_or_default() {
        [b'\n', ..] => Some(at + 1),
        [b'\r', b'\n', ..] => Some(at + 2),
        [b'\\', ..] => {
            let letter = at + escapes(text, at);
            match text.get(letter) {
                Some(b'n') => Some(letter + 1),
                Some(b'r') => line_end(text, letter + 1),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Skips line ends, raw or escaped, and the blanks after them. Returns their number, too.
pub(super) fn skip_line_ends(text: &[u8], at: usize) -> (usize, usize) {
    let (mut at, mut count) = (skip_blanks(text, at), 0);
    while let Some(end) = line_end(text, at) {
        at = skip_blanks(text, end);
        count += 1;
    }
    (at, count)
}
