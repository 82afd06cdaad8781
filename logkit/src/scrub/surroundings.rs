//! The brackets and quotes that are open where a value starts: only those can end an unquoted value.

/// The kinds of brackets, in the order of [`Surroundings::brackets`].
const OPENING: &[u8; 4] = b"([{<";
const CLOSING: &[u8; 4] = b")]}>";
/// Quotes with more backslashes before them are not told apart.
const LEVELS: usize = 8;

/// The open brackets and quotes. They are counted while a search moves through a text, so that the
/// search stays linear.
#[derive(Default)]
pub(super) struct Surroundings {
    seen: usize,
    brackets: [u32; 4],
    /// By the number of backslashes before the quote.
    quotes: [bool; LEVELS],
    apostrophe: bool,
    backtick: bool,
}

/// The brackets that an unquoted value opens itself.
#[derive(Default)]
pub(super) struct OwnBrackets([u32; 4]);

impl Surroundings {
    /// Counts the brackets and quotes up to `end`.
    pub(super) fn advance(&mut self, text: &[u8], end: usize) {
        let mut backslashes = 0;
        let start = self.seen.min(end);
        for (index, byte) in text.get(start..end).unwrap_or_default().iter().enumerate() {
            let at = start + index;
            let before = at.checked_sub(1).and_then(|before| text.get(before));
            match byte {
                // Most bytes of a text.
                b' ' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {}
                b'\\' => {
                    backslashes += 1;
                    continue;
                }
                // No quoted text continues on the next line.
                b'\n' => self.close_quotes(),
                b'"' => {
                    if let Some(is_open) = self.quotes.get_mut(backslashes) {
                        *is_open = !*is_open;
                    }
                }
                b'`' => self.backtick = !self.backtick,
                b'\'' => {
                    let is_after_word = before.is_some_and(u8::is_ascii_alphanumeric);
                    let is_before_word = text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
                    // Between letters it is an apostrophe.
                    if !(is_after_word && (is_before_word || !self.apostrophe)) {
                        self.apostrophe = !self.apostrophe;
                    }
                }
                // An arrow or a comparison.
                b'>' if matches!(before, Some(b'-' | b'=')) => {}
                _ => self.count_bracket(*byte),
            }
            backslashes = 0;
        }
        self.seen = self.seen.max(end);
    }

    fn close_quotes(&mut self) {
        self.quotes = [false; LEVELS];
        self.apostrophe = false;
        self.backtick = false;
    }

    fn count_bracket(&mut self, byte: u8) {
        for ((opening, closing), open) in OPENING.iter().zip(CLOSING).zip(&mut self.brackets) {
            if byte == *opening {
                *open = open.saturating_add(1);
            } else if byte == *closing {
                *open = open.saturating_sub(1);
            }
        }
    }

    /// Returns whether this closing bracket has an opening one around the value.
    pub(super) fn has_opened(&self, closing: u8) -> bool {
        let kind = CLOSING.iter().position(|byte| *byte == closing);
        kind.and_then(|kind| self.brackets.get(kind)).is_some_and(|open| *open > 0)
    }

    /// Returns whether a quote with so many backslashes, or with more, is open around the value.
    pub(super) fn is_quoted(&self, quote: u8, backslashes: usize) -> bool {
        match quote {
            b'"' => self.quotes.iter().skip(backslashes).any(|is_open| *is_open),
            b'\'' => self.apostrophe,
            _ => self.backtick,
        }
    }

    /// Returns the number of texts in double quotes around the value.
    pub(super) fn depth(&self) -> usize {
        self.quotes.iter().filter(|is_open| **is_open).count()
    }

    /// Returns whether the value is inside of any text in double quotes.
    pub(super) fn is_in_string(&self) -> bool {
        self.quotes.contains(&true)
    }
}

impl OwnBrackets {
    pub(super) fn open(&mut self, opening: u8) {
        let kind = OPENING.iter().position(|byte| *byte == opening);
        if let Some(open) = kind.and_then(|kind| self.0.get_mut(kind)) {
            *open = open.saturating_add(1);
        }
    }

    /// Closes a bracket of the value. Returns false if the value has opened none.
    pub(super) fn close(&mut self, closing: u8) -> bool {
        let kind = CLOSING.iter().position(|byte| *byte == closing);
        match kind.and_then(|kind| self.0.get_mut(kind)) {
            Some(open) if *open > 0 => {
                *open -= 1;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Surroundings;

    fn around(text: &str) -> Surroundings {
        let mut around = Surroundings::default();
        let (start, end) = text.as_bytes().split_at(text.len() / 2);
        around.advance(text.as_bytes(), start.len());
        around.advance(text.as_bytes(), start.len() + end.len());
        around
    }

    #[test]
    fn brackets_and_quotes_are_open_until_they_are_closed() {
        let open = around(r#"f(a[1]) {"x": "it's \"#);
        assert!(open.has_opened(b'}') && !open.has_opened(b')') && !open.has_opened(b']'));
        assert!(open.is_quoted(b'"', 0) && !open.is_quoted(b'\'', 0));
        assert!(!around(r#"a "b" -> c => d"#).is_in_string());
        assert!(around(r#"a \"b"#).is_quoted(b'"', 1));
        assert!(around("say 'b").is_quoted(b'\'', 0) && !around("say 'b'").is_quoted(b'\'', 0));
        assert!(!around("a \"b\n").is_in_string());
    }
}
