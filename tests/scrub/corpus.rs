//! A generated corpus: names x grammars x random values, specials included. It prints the share that is
//! masked whole, by grammar, and each value of which a part remains, with the reason.
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

/// In place of `NAME` and `SECRET` are a name and a value.
#[rustfmt::skip]
const GRAMMARS: &[(&str, &str, Alphabet)] = &[
    ("k=v", "job NAME=SECRET", Alphabet::Any),
    ("k=v, more", "NAME=SECRET user=ada", Alphabet::Any),
    ("k: v", "NAME: SECRET", Alphabet::Any),
    ("header", "GET / NAME: SECRET\r\nHost: x", Alphabet::Any),
    ("brackets", "(NAME=SECRET) next", Alphabet::Any),
    ("option=", "run --NAME=SECRET -v", Alphabet::Any),
    ("option", "run --NAME SECRET -v", Alphabet::Any),
    ("query", "GET /x?a=1&NAME=SECRET&b=2 ok", Alphabet::Without("&#+%\"'<>[]{}|\\^`=/:;,?@")),
    ("quoted", "NAME=\"SECRET\" user=ada", Alphabet::Without("\"\\")),
    ("JSON", "{\"NAME\":\"SECRET\",\"n\":1}", Alphabet::Without("\"\\")),
    ("JSON in JSON", "{\"a\":\"{\\\"NAME\\\":\\\"SECRET\\\"}\"}", Alphabet::Without("\"\\")),
    ("Debug", "Login { NAME: \"SECRET\", n: 1 }", Alphabet::Without("\"\\")),
    ("Debug of Some", "Login { NAME: Some(\"SECRET\"), n: 1 }", Alphabet::Without("\"\\")),
    ("tuple", "(\"NAME\", \"SECRET\")", Alphabet::Without("\"\\")),
    ("arguments", "[\"run\", \"--NAME=SECRET\"]", Alphabet::Without("\"'\\")),
    ("XML", "<NAME>SECRET</NAME>", Alphabet::Without("<>&")),
    ("attribute", "<add key=\"NAME\" value=\"SECRET\"/>", Alphabet::Without("<>&\"\\")),
    ("pair", "{\"name\":\"NAME\",\"value\":\"SECRET\"}", Alphabet::Without("\"\\")),
    ("YAML block", "NAME: |\n  SECRET\nuser: ada", Alphabet::Any),
    ("ADO.NET", "Server=x;NAME=SECRET;User Id=sa;", Alphabet::Without("\";'")),
    ("URL", "postgres://app:SECRET@db/shop", Alphabet::Without("@/?#[]%\"\\<>{}|^` ")),
    ("URL, not encoded", "postgres://app:SECRET@db/shop", Alphabet::Without("@/?# ")),
    ("tuple of Some", "(\"NAME\", Some(\"SECRET\"))", Alphabet::Without("\"\\")),
    ("list of arguments", "[\"run\", \"--NAME\", \"SECRET\"]", Alphabet::Without("\"\\")),
    ("value, then name", "{\"value\":\"SECRET\",\"name\":\"NAME\"}", Alphabet::Without("\"\\")),
    ("compound keys", "{\"ParameterKey\":\"NAME\",\"ParameterValue\":\"SECRET\"}", Alphabet::Without("\"\\")),
    ("SQL, literal", "UPDATE t SET NAME = 'SECRET' WHERE id = 1", Alphabet::Without("'\\")),
    ("SQL, INSERT", "INSERT INTO t (a, NAME) VALUES (1, 'SECRET')", Alphabet::Without("'\\")),
    ("IDENTIFIED BY", "CREATE USER NAME IDENTIFIED BY 'SECRET'", Alphabet::Without("'\\")),
    ("JSON, \\u0022", "{\\u0022NAME\\u0022:\\u0022SECRET\\u0022}", Alphabet::Without("\"\\&%<>'")),
    ("JSON, &quot;", "{&quot;NAME&quot;:&quot;SECRET&quot;}", Alphabet::Without("\"\\&%<>'")),
    ("percent-encoded JSON", "x=%7B%22NAME%22%3A%22SECRET%22%7D", Alphabet::Without("&#+%\"'<>[]{}|\\^`=/:;,?@")),
    ("Go's DSN", "app:SECRET@tcp(127.0.0.1:3306)/shop?NAME=1", Alphabet::Without("\"'` ")),
    ("colored", "\u{1b}[3mNAME\u{1b}[0m\u{1b}[2m=\u{1b}[0mSECRET ok", Alphabet::Any),
    ("CSV", "id,NAME\n7,SECRET\n", Alphabet::Without("\"',\\")),
    ("CSV, quoted", "\"id\",\"NAME\"\n\"7\",\"SECRET\"\n", Alphabet::Without("\"\\")),
    ("tabs", "NAME\tid\nSECRET\t7\n", Alphabet::Without("\"'\\")),
    ("table in a frame", "| id | NAME |\n|---|---|\n| 7 | SECRET |", Alphabet::Without("|\"'\\")),
    ("pair in a list", "[\"NAME\", \"SECRET\"]", Alphabet::Without("\"\\")),
    ("remark", "NAME (new): SECRET ok", Alphabet::Any),
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

/// Returns why a part of the value remains. A miss without an explanation fails the test.
fn explanation(value: &str) -> Option<&'static str> {
    let is_name = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        end > 1 && rest[end..].starts_with([':', '='])
    };
    let has_name = value.match_indices([',', ';', '&']).any(|(at, _)| is_name(&value[at + 1..]));
    let digits = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let quote = value.chars().next().filter(|c| "'`\"".contains(*c));
    let groups = [")(", "][", "}{", "><"];
    if has_name {
        Some("looks like the next name")
    } else if quote.is_some_and(|quote| value[1..].contains(quote)) {
        Some("a pair of quotes looks like the whole value")
    } else if groups.iter().any(|group| value.contains(group)) {
        Some("looks like the next group in brackets")
    } else if ["\\n", "\\r", "\\t"].iter().any(|escape| value.contains(escape)) {
        Some("looks like an escaped line end or tab")
    } else if digits.len() < value.len() && digits.starts_with([',', ';']) {
        Some("looks like a port")
    } else if value.starts_with('-') {
        Some("looks like the next option")
    } else {
        None
    }
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
        let mut is_explained = true;
        for name in NAMES {
            let template = template.replace("NAME", name);
            let (before, after) = template.split_once("SECRET").unwrap();
            for _ in 0..each {
                let value = random.value(*alphabet);
                let text = format!("{before}{value}{after}");
                let shown = scrubber.scrub(&text);
                all += 1;
                if is_whole(&shown, before, &value, after) {
                    whole += 1;
                } else {
                    let explained = explanation(&value);
                    is_explained &= explained.is_some();
                    rest.push(format!("{text:?} -> {shown:?}: {}", explained.unwrap_or("why?")));
                }
            }
        }
        let share = 100.0 * f64::from(whole) / f64::from(all);
        println!("{grammar:18} {share:7.2} % of {all}");
        for text in rest {
            println!("    {text}");
        }
        if share < 99.9 || !is_explained {
            failed.push(*grammar);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

/// Texts that were not written for a scrubber: the READMEs and changelogs of the crates that cargo has
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
