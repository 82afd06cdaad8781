//! Every example prints the output in its header, and the quickstart the output in README.md.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use support::lines::without_time;

#[test]
fn every_example_prints_the_documented_output() {
    let readme = read("README.md");
    let executables = executables();
    for (name, source) in examples() {
        let header = header(&source);
        let written_down = fence(&header, "```text").unwrap_or_else(|| {
            let at = readme.find(&format!("--example {name}"));
            let after = at.and_then(|at| fence(&readme[at..], "```text"));
            after.unwrap_or_else(|| panic!("{name}: neither its header nor README.md has a fence"))
        });
        if executables.contains_key(&name) {
            assert_same(&name, &run(&name, &executables[&name]), &written_down);
        }
    }
}

#[test]
fn the_readme_begins_with_the_example_hello() {
    let readme = read("README.md");
    let hello = read("examples/hello.rs");
    let sample = fence(&readme, "```rust").expect("README.md shows code");
    assert!(hello.contains(&sample), "not in examples/hello.rs:\n{sample}");
    let printed = fence(&readme, "```text").expect("README.md shows a line");
    assert_eq!(Some(printed), fence(&header(&hello), "```text"));
}

/// The names of all examples with their sources.
fn examples() -> impl Iterator<Item = (String, String)> {
    let entries = fs::read_dir(support::repository().join("examples")).expect("there are examples");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        let main = if path.is_dir() { path.join("main.rs") } else { path };
        main.extension().filter(|extension| *extension == "rs")?;
        Some((name, fs::read_to_string(main).ok()?))
    })
}

/// Builds all examples and returns their executables by name. They are built with the features of
/// this test, so that cargo does not build logkit a second time.
fn executables() -> BTreeMap<String, PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let features: &[&str] = if cfg!(all(feature = "scrub", feature = "queue")) {
        &["--all-features"]
    } else {
        &["--features", "layer"]
    };
    let output = Command::new(cargo)
        .args(["build", "--quiet", "--examples", "--message-format=json"])
        .args(features)
        .current_dir(support::repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).unwrap();
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let name = message["target"]["name"].as_str()?.to_owned();
        Some((name, message["executable"].as_str()?.into()))
    };
    messages.lines().filter_map(executable).collect()
}

/// Runs a program and returns both of its streams, in the order in which it wrote to them.
fn run(name: &str, program: &Path) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("example-{name}.txt"));
    let out = File::create(&path).unwrap();
    let status = Command::new(program)
        .current_dir(support::repository())
        .env_remove("CLICOLOR_FORCE")
        .env_remove("LOGKIT_LOG")
        .env_remove("RUST_LOG")
        .stdout(out.try_clone().unwrap())
        .stderr(out)
        .status()
        .unwrap();
    let printed = fs::read_to_string(path).unwrap();
    assert!(status.success(), "{name}: {status}\n{printed}");
    printed
}

/// Compares line by line, so that a difference is readable.
fn assert_same(name: &str, printed: &str, written_down: &str) {
    let mut expected = written_down.lines();
    for (index, line) in printed.trim_end().lines().enumerate() {
        let expected = expected.next().unwrap_or("(nothing)");
        assert_eq!(without_time(line), without_time(expected), "{name}, line {}", index + 1);
    }
    assert_eq!(expected.next(), None, "{name} printed less");
}

/// Returns the content of the first fence that begins with `opening`.
fn fence(text: &str, opening: &str) -> Option<String> {
    let (_, after) = text.split_once(&format!("{opening}\n"))?;
    let (inside, _) = after.split_once("\n```")?;
    Some(inside.trim_end().to_owned())
}

/// Returns the `//!` lines, without the mark.
fn header(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn read(path: &str) -> String {
    fs::read_to_string(support::repository().join(path)).unwrap()
}

#[cfg(not(feature = "scrub"))]
#[test]
#[ignore = "the feature `scrub` is off; run `cargo test --all-features`"]
fn needs_the_feature_scrub() {}
