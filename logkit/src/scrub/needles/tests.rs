//! Each word and phrase of the list of names is found in text: the value after it is masked, as a field
//! of that name is.

use crate::redact::name_cache::rule;
use crate::redact::name_rule::NameRule;
use crate::redact::name_table::{self, IF_RANDOM, NUMBER, SECRET, VERDICT};
use crate::scrub::Scrubber;
use secret_words::{LISTS, WordList};

mod secret_words;

/// A value that looks like any word.
const PLAIN: &str = "hunter2";
/// A value of the names whose values are secrets if they are long and random.
const RANDOM: &str = "q7Jd93kfLs02mXv8Zb41Nw";

/// The forms that every program writes, for names of one word.
#[rustfmt::skip]
const FORMS: &[&str] = &[
    "NAME=VALUE", "NAME = VALUE", "NAME: VALUE", "\"NAME\": \"VALUE\"", "{\"NAME\":\"VALUE\"}", "{\\\"NAME\\\":\\\"VALUE\\\"}",
    "('NAME', 'VALUE')", "X { NAME: Some(\"VALUE\") }", "/?a=1&NAME=VALUE&b=2", "NAME%3DVALUE", "user[NAME]=VALUE", "<NAME>VALUE</NAME>",
    "run --NAME VALUE", "x: 1\nNAME: VALUE", "x: 1\\nNAME: VALUE", "\x1b[3mNAME\x1b[0m\x1b[2m=\x1b[0mVALUE",
];

/// The same for names with spaces.
const PHRASE_FORMS: &[&str] =
    &["got NAME: VALUE", "NAME = VALUE", "NAME: \"VALUE\"", "{\"NAME\": \"VALUE\"}"];

/// The names that are not found, each with the forms and the reason.
#[rustfmt::skip]
const EXCEPTIONS: &[(&[&str], &[&str], &str)] = &[
    (&["auth", "oauth"], &["NAME: VALUE", "got NAME: VALUE", "x: 1\nNAME: VALUE", "x: 1\\nNAME: VALUE"],
        "they are headings of prose: `auth: signed in`; a literal or a generated value is masked"),
];

/// Returns the phrase in the styles that programs write names in.
fn styles(phrase: &str) -> Vec<String> {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    };
    let pascal: String = phrase.split(' ').map(capital).collect();
    let (first, rest) = pascal.split_at(1);
    let snake = phrase.replace(' ', "_");
    vec![
        phrase.replace(' ', "-"),
        phrase.replace(' ', "."),
        phrase.replace(' ', ""),
        snake.to_uppercase(),
        format!("{snake}s"),
        format!("db_{snake}"),
        format!("{snake}_value"),
        first.to_lowercase() + rest,
        pascal,
        snake,
    ]
}

/// Returns the words and phrases that the lists call a secret.
fn phrases() -> impl Iterator<Item = String> {
    let is_secret = |roles: u8| matches!(roles & VERDICT, SECRET | NUMBER | IF_RANDOM);
    LISTS.iter().filter(move |list| is_secret(list.roles())).flat_map(WordList::phrases)
}

fn is_masked(form: &str, name: &str) -> bool {
    let value = if rule(name) == NameRule::IfRandom { RANDOM } else { PLAIN };
    let text = form.replace("NAME", name).replace("VALUE", value);
    !Scrubber::new().scrub(&text).contains(value)
}

fn is_exception(form: &str, name: &str) -> bool {
    EXCEPTIONS.iter().any(|(names, forms, _)| {
        forms.contains(&form) && names.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}

#[test]
fn every_listed_name_is_found_in_text() {
    let mut missed = Vec::new();
    let mut count = 0;
    let mut check = |form: &str, name: &str| {
        if rule(name) != NameRule::Harmless {
            count += 1;
            if !is_masked(form, name) && !is_exception(form, name) {
                missed.push(format!("{name}\t{form:?}"));
            }
        }
    };
    for phrase in phrases() {
        for name in styles(&phrase) {
            for form in FORMS {
                check(form, &name);
            }
        }
        for form in PHRASE_FORMS {
            check(form, &phrase);
        }
    }
    assert!(missed.is_empty(), "{} of {count}:\n{}", missed.len(), missed.join("\n"));
    assert!(count > 50_000, "{count}");
}

#[test]
fn each_exception_has_a_reason_and_is_one() {
    for (names, forms, reason) in EXCEPTIONS {
        assert!(reason.len() > 20, "{names:?}");
        for form in *forms {
            assert!(names.iter().any(|name| !is_masked(form, name)), "{form:?} of {names:?}");
        }
    }
}
