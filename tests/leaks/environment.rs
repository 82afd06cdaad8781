//! No environment variable, no `cfg` and no feature turns masking off.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use logkit::handler::Stream;
use logkit::{Format, Logger, Redact, Sensitive, info, keep_first, masked, module_logger};

use crate::routes::uncolored;
use crate::search::Needles;
use crate::secrets::{api_key, card, password};
use support::alone::{child_of, is_child_of, succeeded};
use support::lines::without_times;

#[module_logger("environment")]
static LOGGER: Logger;

#[derive(Redact)]
struct Account {
    user: &'static str,
    #[redact]
    password: String,
    #[redact(keep_first = 7)]
    api_key: String,
    #[redact(each, keep_last = 4)]
    cards: Vec<String>,
    #[redact(text = "<set>", show_none)]
    second: Option<String>,
}

const SHOWN: &str = "Account { user: \"ada\", password: [redacted], api_key: sk_live****, \
                     cards: [****6467], second: <set> }";
const PRETTY: &str = "Account { user: \"ada\", password: [redacted], api_key: sk_live****, \
                      cards: [ ****6467, ], second: <set>, }";
const NESTED: &str = r#"{"user":"ada","password":"[redacted]","api_key":"sk_live****","cards":["****6467"],"second":"<set>"}"#;

fn account() -> Account {
    Account {
        user: "ada",
        password: password(),
        api_key: api_key(),
        cards: vec![card()],
        second: Some(password()),
    }
}

/// A program that tries to print its secrets in every way.
fn program() {
    let account = account();
    LOGGER.add_handler(Stream::stderr());
    LOGGER.add_handler(Stream::stdout().with_format(Format::json()));
    info!(?account, "by ? and {account:?}");
    info!(account, view = %account.redacted(), "as it is");
    let (hidden, api_key) = (Sensitive::new(password()), api_key());
    info!(hidden, api_key = keep_first(7, &api_key), "{}", masked(&api_key));
    let _ = dbg!(&account);
    let _ = catch_unwind(move || panic!("{account:?}"));
}

/// Checks its output, with runs of white space made one space.
fn assert_masked(stdout: &str, stderr: &str, variables: &[(String, String)]) {
    let mut needles = Needles::of(&password());
    needles.add(&api_key()[7..]);
    for text in [stdout, stderr] {
        assert_eq!(needles.find_in(text), None, "{variables:?}");
    }
    let stderr = uncolored(stderr);
    let lines: Vec<String> = without_times(&stderr)
        .into_iter()
        .filter(|line| line.starts_with("environment - "))
        .collect();
    let quoted = SHOWN.replace('"', "\\\"");
    let wanted = [
        format!("environment - INFO - by ? and {SHOWN} account={SHOWN}"),
        format!("environment - INFO - as it is account={SHOWN} view=\"{quoted}\""),
        "environment - INFO - [redacted] hidden=[redacted] api_key=sk_live****".to_owned(),
    ];
    assert_eq!(lines, wanted, "{variables:?}");
    let words = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&format!("&account = {PRETTY}")), "{variables:?}\n{stderr}");
    assert!(words.contains(&format!(": {SHOWN} ")), "{variables:?}\n{stderr}");
    assert_eq!(stdout.matches(&format!("\"account\":{NESTED}")).count(), 2, "{variables:?}");
    let last = r#""fields":{"hidden":"[redacted]","api_key":"sk_live****"}}"#;
    assert!(stdout.contains(last), "{variables:?}\n{stdout}");
}

/// Variables that may control a log, a mask, a backtrace or colors, and all words in capitals in
/// the sources.
fn environments() -> Vec<Vec<(String, String)>> {
    let known = [
        ("RUST_LOG", "trace"),
        ("LOGKIT_LOG", "trace"),
        ("RUST_BACKTRACE", "full"),
        ("RUST_LIB_BACKTRACE", "1"),
        ("NO_COLOR", "1"),
        ("CLICOLOR_FORCE", "1"),
        ("TERM", "dumb"),
        ("DEBUG", "1"),
        ("RUST_TEST_NOCAPTURE", "1"),
        ("VEIL_DISABLE_REDACTION", "1"),
        ("LOGKIT_UNMASK", "1"),
        ("LOGKIT_REDACT", "0"),
        ("LOGKIT_DISABLE_REDACTION", "1"),
        ("APP_ENV", "development"),
        ("PROFILE", "debug"),
        ("CI", "true"),
    ];
    let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut environments = vec![Vec::new()];
    environments.extend(known.map(|known| vec![pair(known)]));
    environments.push(known.map(pair).to_vec());
    let words: BTreeSet<String> =
        sources().values().flat_map(|source| words_in_capitals(source)).collect();
    assert!(words.contains("CLICOLOR_FORCE") && words.len() > 20);
    // The machine's own variables, `PATH` among them, stay.
    let words: Vec<String> =
        words.into_iter().filter(|word| std::env::var_os(word).is_none()).collect();
    for value in ["1", "true", "debug"] {
        let all = words.iter().filter(|word| !matches!(&***word, "LOGKIT_LOG" | "RUST_LOG"));
        environments.push(all.map(|word| (word.clone(), value.to_owned())).collect());
    }
    environments
}

#[test]
fn masking_works_in_every_environment() {
    let scene = || program();
    if is_child_of(&scene) {
        return scene();
    }
    for variables in environments() {
        let mut command = child_of(&scene);
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "RUST_LIB_BACKTRACE"] {
            command.env_remove(name);
        }
        let output = command.envs(variables.clone()).output().expect("the child runs");
        let seen = succeeded(&output);
        assert_masked(&seen.stdout, &seen.stderr, &variables);
    }
}

/// Returns whether the file is compiled for the tests of its crate alone.
fn is_for_tests(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.components().any(|part| part.as_os_str() == "tests")
        || stem.ends_with("_tests")
        || stem == "lint_corpus"
}

#[test]
fn only_known_places_read_the_environment() {
    let reads = ["env::", "env!", "environ", "vars_os"];
    let readers: BTreeMap<PathBuf, BTreeSet<String>> = sources()
        .into_iter()
        .filter(|(path, _)| !is_for_tests(path))
        .map(|(path, source)| {
            (path, source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned())
        })
        .map(|(path, source)| (path, source.replace("environment", "")))
        .filter(|(_, source)| code(source).any(|line| reads.iter().any(|read| line.contains(read))))
        .map(|(path, source)| (path, words_in_capitals(&source).collect()))
        .collect();
    let expected = [
        ("logkit/src/config/mod.rs", &["LOGKIT_CONFIG"][..]),
        ("logkit/src/directives/mod.rs", &["LOGKIT_LOG", "RUST_LOG"]),
        ("logkit/src/format/time/local.rs", &["TZDIR"]),
        ("logkit/src/handler/color.rs", &["NO_COLOR", "CLICOLOR_FORCE", "TERM"]),
        ("logkit/src/sink/captured.rs", &["RUST_TEST_NOCAPTURE"]),
        ("logkit/src/sink/journal.rs", &["JOURNAL_STREAM"]),
        // Of the compiler, for the names that the crate's manifest declares harmless.
        ("logkit-macros/src/allowance.rs", &["CARGO_MANIFEST_DIR"]),
        ("logkit-macros/src/module_logger/expand.rs", &["LOGGER"]),
    ];
    let expected = expected.map(|(path, names)| {
        (PathBuf::from(path), names.iter().map(|name| (*name).to_owned()).collect())
    });
    assert_eq!(readers, expected.into());
}

/// A feature may add a mask; beyond that, no output may depend on how a program is built.
#[test]
fn a_mask_is_the_same_in_every_build() {
    let conditions: BTreeSet<String> = sources()
        .into_iter()
        .filter(|(path, _)| path.starts_with("logkit/src/redact") && !path.ends_with("tests.rs"))
        .flat_map(|(_, source)| {
            let lines: Vec<String> = code(&source).map(|line| line.trim().to_owned()).collect();
            lines.into_iter().filter(|line| line.contains("cfg") || line.contains("debug_assert"))
        })
        .collect();
    let allowed = |line: &String| {
        line == "#[cfg(test)]"
            || ["#[cfg(feature = \"", "#[cfg(any(feature = \""]
                .iter()
                .any(|of| line.starts_with(of))
    };
    assert!(!conditions.is_empty() && conditions.iter().all(allowed), "{conditions:?}");
}

/// The sources of the two libraries, by path from the repository's root.
fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(root.join(folder)).expect("there are sources") {
            let path = folder.join(entry.expect("as above").file_name());
            if root.join(&path).is_dir() {
                walk(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(root.join(&path)).expect("sources are text");
                found.insert(path, source);
            }
        }
    }
    let root = support::repository();
    let mut found = BTreeMap::new();
    for folder in ["logkit/src", "logkit-macros/src"] {
        walk(root, Path::new(folder), &mut found);
    }
    found
}

/// The lines that are not comments.
fn code(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// Strings that could be names of variables.
fn words_in_capitals(source: &str) -> impl Iterator<Item = String> + '_ {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    source
        .split('"')
        .filter(move |word| {
            word.len() > 2
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().all(is_part)
        })
        .map(str::to_owned)
}
