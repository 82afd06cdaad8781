//! A statement with its parts in the right order, as text: the code in errors about the arrangement.

use crate::event::args;
use crate::event::ast::{is_field, is_valid_field};
use crate::event::message::{Shown, arguments_of, is_captured, name_of, shown};
use crate::event::repair::{self, formatted, pieces};
use crate::levels;
use crate::nearest::nearest;
use crate::paths::Runtime;
use crate::tokens::api::{Delimiter, Literal, TokenStream, TokenTree};
use crate::tokens::{
    Tokens, is_macro_call, is_path, split_at_commas, split_at_punct, split_rest_at_commas, stream,
    string_literal, text_of, written,
};

/// The parts of a statement, each as the user wrote it or corrected.
#[derive(Default)]
struct Draft {
    /// `logger: LOGGER`, `name: ".."` and `parent: &span`.
    args: Vec<String>,
    /// The level of `event!` and `enabled!`, the error of `exception!`.
    first: Option<String>,
    fields: Vec<String>,
    /// The token of the message.
    message: Option<String>,
    /// The text of a message that is a literal.
    text: Option<String>,
    arguments: Vec<Tokens>,
}

/// Returns the corrected statement; the input is `[$crate] info ..`.
pub(crate) fn statement(input: TokenStream, runtime: &Runtime) -> String {
    let mut tokens = input.into_iter();
    tokens.next();
    let name = text_of(tokens.next().as_ref());
    let mut items = Vec::new();
    for item in &split_rest_at_commas(tokens) {
        for part in &split_at_punct(item, ';') {
            for part in &without_braces(part) {
                for piece in &pieces(part) {
                    items.push(piece.to_vec());
                }
            }
        }
    }
    let takes_level = ["event", "enabled"].contains(&name.as_str());
    let mut draft = Draft::default();
    let mut rest = items.as_slice();
    while let [item, later @ ..] = rest {
        if takes_level && args::is_logger_before_level(item, later.first()) {
            draft.args.push(format!("logger: {}", written(item)));
        } else if !item.is_empty() {
            draft.add(item, &name, !has_literal(later), runtime);
        }
        rest = later;
    }
    draft.finish(&name, runtime)
}

/// Returns true if one of the items is a string literal.
pub(crate) fn has_literal(items: &[Tokens]) -> bool {
    items.iter().any(|item| string_literal(item).is_some())
}

/// The fields in braces at the beginning of an item, and the tokens after the braces.
fn without_braces(item: &[TokenTree]) -> Vec<Tokens> {
    match item {
        [TokenTree::Group(braces), after @ ..]
            if braces.delimiter() == Delimiter::Brace && !is_field(item) =>
        {
            let mut items = split_at_commas(braces.stream());
            items.push(after.to_vec());
            items
        }
        item => vec![item.to_vec()],
    }
}

impl Draft {
    fn add(&mut self, item: &Tokens, macro_name: &str, is_last: bool, runtime: &Runtime) {
        if let Some(argument) = argument(item) {
            self.argument(argument);
        } else if self.takes_first(item, macro_name) {
            self.first = Some(match levels::mistaken(item, runtime) {
                Some((_, code)) if macro_name != "exception" => code,
                _ => written(item),
            });
        } else if self.message.is_some() {
            self.after_message(item);
        } else if let Some(text) = string_of(item) {
            self.text = Some(text);
            self.message = Some(written(item));
        } else if let Some(inside) = formatted(item) {
            let mut inside = split_at_commas(stream(&inside));
            inside.reverse();
            let template = inside.pop().unwrap_or_default();
            inside.reverse();
            self.text = string_of(&template);
            self.message = Some(written(&template));
            self.arguments.append(&mut inside);
        } else if is_macro_call(item) {
            self.message = Some(written(item));
        } else if is_valid_field(item) {
            self.fields.push(written(item));
        } else if is_last && !is_field(item) && !repair::is_other_grammar(item) {
            self.message = Some(repair::message(item).code);
        } else {
            self.fields.push(repair::field(item).code);
        }
    }

    /// Adds an argument with a colon, the first one of each name.
    fn argument(&mut self, argument: Argument) {
        let Argument::Kept(text) = argument else { return };
        for given in &self.args {
            if key_of(given) == key_of(&text) {
                return;
            }
        }
        self.args.push(text);
    }

    /// Returns true for the level of `event!`, or the error of `exception!`.
    fn takes_first(&self, item: &Tokens, macro_name: &str) -> bool {
        if self.first.is_some() || self.message.is_some() || is_field(item) {
            return false;
        }
        match (macro_name, string_of(item)) {
            ("exception" | "event" | "enabled", None) => true,
            ("event" | "enabled", Some(text)) => levels::variant(&text).is_some(),
            _ => false,
        }
    }

    /// Adds a field or an argument that is after the message.
    fn after_message(&mut self, item: &Tokens) {
        let is_argument = match (name_of(item), self.text.as_deref().and_then(shown)) {
            (Some((name, _)), Some(shown)) => shown.names.contains(&name),
            (Some(_), None) => true,
            (None, _) => !is_field(item) && !repair::is_other_grammar(item),
        };
        if is_argument {
            self.arguments.push(item.clone());
        } else if is_valid_field(item) {
            self.fields.push(written(item));
        } else {
            self.fields.push(repair::field(item).code);
        }
    }

    fn finish(mut self, macro_name: &str, runtime: &Runtime) -> String {
        if macro_name == "exception" && self.first.is_none() {
            self.find_error();
        }
        self.balance();
        let path = runtime.as_written();
        let (macro_name, first) = match (macro_name, self.first) {
            ("event", None) => ("event", Some(format!("{path}Level::Info"))),
            ("enabled", None) => ("enabled", Some(format!("{path}Level::Debug"))),
            // Without an error there is no exception.
            ("exception", None) => ("error", None),
            ("warning", first) => ("warn", first),
            (name, first) => (name, first),
        };
        let is_empty = self.message.is_none() && self.fields.is_empty();
        let needs_text = is_empty && !["enabled", "exception"].contains(&macro_name);
        let mut parts = self.args;
        if let Some(first) = first {
            parts.push(first);
        }
        parts.append(&mut self.fields);
        if let Some(message) = self.message {
            parts.push(message);
        } else if needs_text {
            parts.push("\"message\"".to_owned());
        }
        for argument in &self.arguments {
            parts.push(written(argument));
        }
        let mut text = format!("{macro_name}!(");
        for (index, part) in parts.iter().enumerate() {
            text.push_str(if index > 0 { ", " } else { "" });
            text.push_str(part);
        }
        text.push(')');
        text
    }

    /// Takes the error of an exception from a field of an error's name, or from the arguments.
    fn find_error(&mut self) {
        const NAMES: [&str; 4] = ["err", "error", "e", "cause"];
        for (index, field) in self.fields.iter().enumerate() {
            let (name, value) = name_and_value(field);
            if NAMES.contains(&without_sigil(name)) {
                self.first = Some(without_sigil(value).to_owned());
                self.fields.remove(index);
                return;
            }
        }
        for (at, argument) in self.arguments.iter().enumerate() {
            if is_path(argument) {
                self.first = Some(written(argument));
                // It stays an argument if the message shows it.
                let text = self.text.as_deref();
                if text.is_none_or(|text| at >= arguments_of(text, &self.arguments)) {
                    self.arguments.remove(at);
                }
                return;
            }
        }
        if let Some(shown) = self.text.as_deref().and_then(shown) {
            for name in &shown.names {
                if NAMES.contains(&name.as_str()) {
                    self.first = Some(name.clone());
                    return;
                }
            }
        }
    }

    /// Gives each placeholder an argument, and each argument a placeholder or a name.
    fn balance(&mut self) {
        let Some(text) = self.text.clone() else { return };
        let Some(Shown { positional, names, .. }) = shown(&text) else { return };
        if positional == 0 {
            self.arguments.retain(|argument| !is_captured(argument, &names));
        }
        let mut given = 0;
        for argument in &self.arguments {
            given += usize::from(name_of(argument).is_none());
        }
        let (mut text, positional) = match printf(&text) {
            Some(text) if positional == 0 && given > 0 => {
                let count = shown(&text).map_or(0, |shown| shown.positional);
                (text, count)
            }
            _ => (text, positional),
        };
        let extras = given.saturating_sub(positional);
        let mut at = positional.min(given);
        for _ in 0..extras {
            if matches!(self.arguments.get(at), Some(extra) if is_valid_field(extra)) {
                let extra = self.arguments.remove(at);
                self.fields.push(written(&extra));
            } else {
                text.push_str(if text.ends_with(' ') { "{}" } else { " {}" });
                at += 1;
            }
        }
        while self.arguments.len() < positional {
            self.arguments.push(vec![TokenTree::Literal(Literal::u8_unsuffixed(0))]);
        }
        if self.text.as_deref() != Some(&text) {
            self.message = Some(format!("{text:?}"));
        }
    }
}

/// The text with `{}` in place of `%s`, `%d` and the like; `None` without any.
fn printf(text: &str) -> Option<String> {
    let mut found = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        let placeholder = match after.as_bytes() {
            [b's' | b'd' | b'i' | b'f', ..] => "{}",
            [b'r', ..] => "{:?}",
            _ => "%",
        };
        found.push_str(before);
        found.push_str(placeholder);
        rest = if placeholder == "%" { after } else { after.get(1..).unwrap_or_default() };
    }
    found.push_str(rest);
    (found != text).then_some(found)
}

/// The text of a string literal.
fn string_of(item: &[TokenTree]) -> Option<String> {
    Some(string_literal(item)?.value().to_owned())
}

/// The sides of the ` = ` in a field; the whole field twice without one.
fn name_and_value(field: &str) -> (&str, &str) {
    let sides = field.split_once('=');
    let sides =
        sides.and_then(|(name, value)| Some((name.strip_suffix(' ')?, value.strip_prefix(' ')?)));
    sides.unwrap_or((field, field))
}

/// The text without the sigils of a field.
fn without_sigil(mut text: &str) -> &str {
    while let [b'%' | b'?', ..] = text.as_bytes() {
        text = text.get(1..).unwrap_or_default();
    }
    text
}

/// The name of an argument in text.
fn key_of(argument: &str) -> &str {
    argument.split(':').next().unwrap_or_default()
}

/// An argument with a colon as it should be.
enum Argument {
    Kept(String),
    LeftOut,
}

/// Corrects an argument with a colon; `None` if the item is something else.
fn argument(item: &[TokenTree]) -> Option<Argument> {
    let logger = match args::logger_as_field(item) {
        None if args::is_logger_static(item) => Some(item),
        logger => logger,
    };
    if let Some(logger) = logger {
        return Some(Argument::Kept(format!("logger: {}", written(logger))));
    }
    let (key, value) = args::arg(item)?;
    let known = nearest(&key.to_string(), args::ARGUMENTS.iter().copied())?;
    Some(match known {
        "target" => Argument::LeftOut,
        "logger" if !is_path(value) => Argument::Kept("logger: LOGGER".to_owned()),
        known => Argument::Kept(format!("{known}: {}", written(value))),
    })
}

#[cfg(test)]
mod tests {
    use super::{name_and_value, printf, without_sigil};

    #[test]
    fn fields_lose_their_sigils_and_texts_those_of_printf() {
        assert_eq!(["?%e", "%e?", "e", "?"].map(without_sigil), ["e", "e?", "e", ""]);
        assert_eq!(name_and_value("err = ?e"), ("err", "?e"));
        assert_eq!(name_and_value("error =: e"), ("error =: e", "error =: e"));
        assert_eq!(printf("%s of %d%% (%r)").as_deref(), Some("{} of {}%% ({:?})"));
        assert_eq!((printf("100 %"), printf("{}")), (None, None));
    }
}
