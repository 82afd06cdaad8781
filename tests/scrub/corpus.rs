//! A generated corpus: names x grammars x random values, specials included. It prints the share that is
//! masked whole, by grammar, and some of the values of which a part remains.
//!
//! MASKING.md shows its figures. `SCRUB_CORPUS=400 cargo test --all-features --test scrub corpus -- --nocapture`
//! generates 400 values for each name and grammar.

#![expect(clippy::print_stdout, reason = "MASKING.md quotes the shares that these tests print")]

use std::fs;
use std::path::PathBuf;

use logkit::scrub::Scrubber;

use crate::fakes::MASK;

#[rustfmt::skip]
const NAMES: &[&str] = &[
    "password", "DB_PASSWORD", "apiKey", "x-api-key", "client_secret", "accessToken", "passphrase", "user.pwd",
];

/// The characters that a grammar lets a value have.
#[derive(Clone, Copy, PartialEq)]
enum Alphabet {
    /// Letters, digits and all ASCII punctuation.
    Any,
    /// Without those that the syntax around it would escape or encode.
    Without(&'static str),
}

/// `N` is the name, `V` the value.
#[rustfmt::skip]
const GRAMMARS: &[(&str, &str, Alphabet)] = &[
    ("k=v", "job N=V", Alphabet::Any),
    ("k=v, more", "N=V user=ada", Alphabet::Any),
    ("k: v", "N: V", Alphabet::Any),
    ("header", "GET / N: V\r\nHost: x", Alphabet::Any),
    ("brackets", "(N=V) next", Alphabet::Any),
    ("option=", "run --N=V -v", Alphabet::Any),
    ("option", "run --N V -v", Alphabet::Any),
    ("query", "GET /x?a=1&N=V&b=2 ok", Alphabet::Without("&#+%\"'<>[]{}|\\^`=/:;,?@")),
    ("quoted", "N=\"V\" user=ada", Alphabet::Without("\"\\")),
    ("JSON", "{\"N\":\"V\",\"n\":1}", Alphabet::Without("\"\\")),
    ("JSON in JSON", "{\"a\":\"{\\\"N\\\":\\\"V\\\"}\"}", Alphabet::Without("\"\\")),
    ("Debug", "Login { N: \"V\", n: 1 }", Alphabet::Without("\"\\")),
    ("Debug of Some", "Login { N: Some(\"V\"), n: 1 }", Alphabet::Without("\"\\")),
    ("tuple", "(\"N\", \"V\")", Alphabet::Without("\"\\")),
    ("arguments", "[\"run\", \"--N=V\"]", Alphabet::Without("\"'\\")),
    ("XML", "<N>V</N>", Alphabet::Without("<>&")),
    ("attribute", "<add key=\"N\" value=\"V\"/>", Alphabet::Without("<>&\"\\")),
    ("pair", "{\"name\":\"N\",\"value\":\"V\"}", Alphabet::Without("\"\\")),
    ("YAML block", "N: |\n  V\nuser: ada", Alphabet::Any),
    ("ADO.NET", "Server=x;N=V;User Id=sa;", Alphabet::Without("\";'")),
    ("URL", "postgres://app:V@db/shop", Alphabet::Without("@/?#[]%\"\\<>{}|^` ")),
    ("URL, not encoded", "postgres://app:V@db/shop", Alphabet::Without("@/?# ")),
    ("colored", "\u{1b}[3mN\u{1b}[0m\u{1b}[2m=\u{1b}[0mV ok", Alphabet::Any),
];

/// A linear congruential generator (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// Returns 15 letters and digits, and two to four specials among them.
    fn value(&mut self, alphabet: Alphabet) -> String {
        let specials: Vec<u8> = (b'!'..=b'~')
            .filter(u8::is_ascii_punctuation)
            .filter(|byte| match alphabet {
                Alphabet::Any => true,
                Alphabet::Without(others) => !others.as_bytes().contains(byte),
            })
            .collect();
        let letters: Vec<u8> = (b'0'..=b'z').filter(u8::is_ascii_alphanumeric).collect();
        let mut value: Vec<u8> = (0..15).map(|_| letters[self.below(letters.len())]).collect();
        for _ in 0..2 + self.below(3) {
            let at = self.below(value.len() + 1);
            value.insert(at, specials[self.below(specials.len())]);
        }
        String::from_utf8(value).unwrap()
    }
}

/// Returns whether nothing of the value is left but punctuation at its ends, which a reader cannot tell
/// from that of the text around it.
fn is_whole(shown: &str, before: &str, value: &str, after: &str) -> bool {
    let rest = shown.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let Some((start, end)) = rest.and_then(|rest| rest.split_once(MASK)) else {
        // More than the value is masked.
        let pieces =
            value.as_bytes().windows(3).filter_map(|three| std::str::from_utf8(three).ok());
        let is_around = |piece: &str| before.contains(piece) || after.contains(piece);
        let left = shown.replace(MASK, " ");
        return left != shown && !pieces.into_iter().any(|p| left.contains(p) && !is_around(p));
    };
    start.len() + end.len() <= 2
        && (start.to_owned() + end).bytes().all(|byte| byte.is_ascii_punctuation())
}

#[test]
fn corpus_is_masked_whole() {
    let each: usize =
        std::env::var("SCRUB_CORPUS").ok().and_then(|each| each.parse().ok()).unwrap_or(50);
    let scrubber = Scrubber::new();
    let mut random = Random(10);
    let mut failed = Vec::new();
    for (grammar, template, alphabet) in GRAMMARS {
        let (mut whole, mut all, mut rest) = (0_u32, 0_u32, Vec::new());
        for name in NAMES {
            let template = template.replace('N', name);
            let (before, after) = template.split_once('V').unwrap();
            for _ in 0..each {
                let value = random.value(*alphabet);
                let text = format!("{before}{value}{after}");
                let shown = scrubber.scrub(&text);
                all += 1;
                if is_whole(&shown, before, &value, after) {
                    whole += 1;
                } else if rest.len() < 3 {
                    rest.push(format!("{text} -> {shown}"));
                }
            }
        }
        let share = 100.0 * f64::from(whole) / f64::from(all);
        println!("{grammar:18} {share:7.2} % of {all}");
        for text in rest {
            println!("    {text:?}");
        }
        if share < 99.9 {
            failed.push(*grammar);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

/// Texts that nobody wrote for a scrubber: the READMEs and changelogs of the crates that cargo has
/// unpacked on this machine. It prints the changed lines.
#[test]
#[ignore = "reads cargo's registry; run with `-- --ignored --nocapture`"]
fn honest_lines_stay() {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let Some(registry) = home.map(|home| home.join("registry/src")) else { return };
    let folders = |path: PathBuf| {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let scrubber = Scrubber::new();
    let (mut all, mut changed) = (0_u32, 0_u32);
    let files = folders(registry).into_iter().flat_map(folders).flat_map(folders);
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "md")) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            all += 1;
            let shown = scrubber.scrub(line);
            if shown != line {
                changed += 1;
                println!("{line}\n  -> {shown}");
            }
        }
    }
    let share = 100.0 * f64::from(changed) / f64::from(all.max(1));
    println!("changed {changed} of {all} lines, {share:.3} %");
    assert!(share <= 0.05, "{share} %");
}
