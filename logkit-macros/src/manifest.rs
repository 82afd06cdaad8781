//! The table `[package.metadata.logkit]` of a `Cargo.toml`.
//!
//! A reader for this one table, because a dependency that reads all of TOML would be in every build.
//! It steps over other tables and values by their brackets and quotes.

/// The last part of the table's path, and its only key.
const TABLE: [&str; 3] = ["package", "metadata", "logkit"];
const KEY: &str = "harmless";

const EXAMPLE: &str = "`harmless = [\"session_id\"]` below `[package.metadata.logkit]`";

/// The words of `harmless` in the text of a manifest; none without the table.
///
/// # Errors
///
/// Returns a message about the first mistake in the table. Mistakes elsewhere are cargo's to report.
pub(crate) fn harmless_words(text: &str) -> Result<Vec<String>, String> {
    let mut reader = ManifestReader { rest: text };
    let mut table = Vec::new();
    let mut words = Vec::new();
    loop {
        reader.skip_space(true);
        if reader.rest.is_empty() {
            return Ok(words);
        }
        if reader.take('[') {
            reader.take('[');
            table = reader.path(']');
            reader.skip_line();
            continue;
        }
        let mut path = table.clone();
        path.append(&mut reader.path('='));
        if !reader.take('=') {
            reader.skip_line();
            continue;
        }
        match path.as_slice() {
            [a, b, c, key @ ..] if [a, b, c] == TABLE => match key {
                [key] if key == KEY => words.append(&mut reader.words()?),
                [] => return Err(format!("`logkit` must be a table; write {EXAMPLE}")),
                [key, ..] => {
                    return Err(format!(
                        "unknown key `{key}`; the only one is `{KEY}`: write {EXAMPLE}"
                    ));
                }
            },
            _ => reader.skip_value(),
        }
    }
}

/// The text that has not been read yet.
struct ManifestReader<'a> {
    rest: &'a str,
}

impl ManifestReader<'_> {
    fn take(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    /// Takes the characters for which `is` holds.
    fn word(&mut self, is: &dyn Fn(char) -> bool) -> &str {
        let before = self.rest;
        while self.rest.chars().next().is_some_and(is) {
            self.next();
        }
        before.get(..before.len() - self.rest.len()).unwrap_or_default()
    }

    /// Skips white space, and comments and line ends too if there may be some.
    fn skip_space(&mut self, is_over_lines: bool) {
        loop {
            self.word(&|c| match c {
                ' ' | '\t' | '\u{feff}' => true,
                c => is_over_lines && c.is_whitespace(),
            });
            if !is_over_lines || !self.rest.starts_with('#') {
                return;
            }
            self.skip_line();
        }
    }

    fn skip_line(&mut self) {
        self.word(&|c| c != '\n');
        self.next();
    }

    /// Reads a key with dots, and stops before the line ends or after `end` if that closes a table.
    fn path(&mut self, end: char) -> Vec<String> {
        let mut path = Vec::new();
        loop {
            self.skip_space(false);
            let part = if self.rest.starts_with('"') || self.rest.starts_with('\'') {
                self.string().unwrap_or_default()
            } else {
                self.word(&|c| c.is_alphanumeric() || c == '_' || c == '-').to_owned()
            };
            path.push(part);
            self.skip_space(false);
            if !self.take('.') {
                if end == ']' {
                    self.take(end);
                }
                return path;
            }
        }
    }

    /// Reads a string in one of its four forms; `None` if there is no string, or it has no end.
    fn string(&mut self) -> Option<String> {
        let Some(quote @ ('"' | '\'')) = self.rest.chars().next() else { return None };
        let long = format!("{quote}{quote}{quote}");
        let end = if self.rest.starts_with(&long) { long } else { quote.to_string() };
        self.rest = self.rest.get(end.len()..)?;
        let mut text = String::new();
        loop {
            if let Some(rest) = self.rest.strip_prefix(&end) {
                self.rest = rest;
                return Some(text);
            }
            let c = self.next()?;
            text.push(c);
            if c == '\\' && quote == '"' {
                text.push(self.next()?);
            }
        }
    }

    /// Skips a value of any type.
    fn skip_value(&mut self) {
        let mut depth = 0_u32;
        while let Some(c) = self.rest.chars().next() {
            match c {
                '"' | '\'' => {
                    if self.string().is_none() {
                        return;
                    }
                    continue;
                }
                '#' => {
                    self.skip_line();
                    if depth == 0 {
                        return;
                    }
                    continue;
                }
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                '\n' if depth == 0 => return,
                _ => {}
            }
            self.next();
        }
    }

    /// Reads an array of strings.
    fn words(&mut self) -> Result<Vec<String>, String> {
        let error = || format!("`{KEY}` must be a list of names; write {EXAMPLE}");
        self.skip_space(false);
        if !self.take('[') {
            return Err(error());
        }
        let mut words = Vec::new();
        loop {
            self.skip_space(true);
            if self.take(']') {
                return Ok(words);
            }
            let word = self.string().ok_or_else(error)?;
            words.push(word);
            self.skip_space(true);
            if !self.take(',') && !self.rest.starts_with(']') {
                return Err(error());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::harmless_words;

    #[test]
    fn the_words_are_found_in_any_form_of_the_table() {
        for text in [
            "[package.metadata.logkit]\nharmless = [\"token\", \"session_id\"]\n",
            "[package]\nname = \"a\"\n[package.metadata.logkit] # why\nharmless = [\n  'token', # of ERC-20\n  \"session_id\",\n]\n[lib]\n",
            "[package]\nmetadata.logkit.harmless = [\"token\",\"session_id\"]",
            "[package.metadata]\nlogkit.harmless = [\"token\", \"session_id\"]\r\n",
            "[ package . \"metadata\" . 'logkit' ]\r\nharmless=[\"token\",\r\n\"session_id\"]",
            "[dependencies]\na = { version = \"1\", features = [\"b\"] }\n[package.metadata.logkit]\nharmless = [\"token\", \"session_id\"]",
        ] {
            assert_eq!(harmless_words(text).unwrap(), ["token", "session_id"], "{text}");
        }
    }

    #[test]
    fn other_tables_and_texts_are_stepped_over() {
        for text in [
            "",
            "[package]\nname = \"a\"",
            "[package.metadata.logkit]\n",
            "[package.metadata.logkit-extra]\nharmless = 1",
            "[package.metadata.docs]\nharmless = true",
            "[workspace.metadata.logkit]\nharmless = 1",
            "[package]\ndescription = \"\"\"\n[package.metadata.logkit]\nharmless = 1\n\"\"\"\n",
            "[package]\ndescription = '''\n[package.metadata.logkit]\nharmless = 1'''",
            "[package]\nauthors = [\n\"a ]\", # [package.metadata.logkit]\n\"\\\"b\",\n]\n",
            "# [package.metadata.logkit]\n# harmless = 1",
            "[package.metadata.logkit]\nharmless = []",
            "[[bin]]\nname = \"a\"\n[package.metadata]\nother = { harmless = 1 }",
            "[package]\ndescription = \"no end\n",
        ] {
            assert_eq!(harmless_words(text).unwrap(), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_mistake_in_the_table_is_named() {
        for (text, mistake) in [
            ("[package.metadata.logkit]\nharmles = [\"token\"]", "unknown key `harmles`"),
            ("[package.metadata.logkit]\nharmless = \"token\"", "must be a list of names"),
            ("[package.metadata.logkit]\nharmless = [1]", "must be a list of names"),
            (
                "[package.metadata.logkit]\nharmless = [\"token\" \"pin\"]",
                "must be a list of names",
            ),
            ("[package.metadata.logkit]\nharmless = [\"token\"", "must be a list of names"),
            ("[package.metadata]\nlogkit = { harmless = [\"token\"] }", "must be a table"),
            ("[package.metadata.logkit.harmless]\ntoken = true", "unknown key `harmless`"),
        ] {
            let message = harmless_words(text).unwrap_err();
            assert!(message.contains(mistake), "{text}: {message}");
        }
    }
}
