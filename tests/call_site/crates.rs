//! Checks that need separate crates: editions, lints, names of dependencies.

use std::env;
use std::process::{Command, Output};

use support::generated::{Crate, Generated};

const LOGKIT: &str = "logkit = { path = \"{logkit}\" }";

/// Every form of module, statement and value, under lints that allow nothing.
const STRICT: &str = include_str!("crates/strict.rs");
/// A crate whose modules have the names that an expansion uses.
const OWN_NAMES: &str = include_str!("crates/own_names.rs");
/// A crate that renames the runtime.
const RENAMED: &str = include_str!("crates/renamed.rs");

fn crates() -> Generated {
    let mut generated = Generated::new(env!("CARGO_TARGET_TMPDIR"), "call_site");
    for edition in ["2018", "2021", "2024"] {
        for (name, dependencies, source) in [
            ("strict", LOGKIT, STRICT),
            ("own_names", LOGKIT, OWN_NAMES),
            ("renamed", "kit = { package = \"logkit\", path = \"{logkit}\" }", RENAMED),
        ] {
            let name = format!("{name}_{edition}");
            generated.add(Crate { name: &name, edition, dependencies, source });
        }
    }
    generated
}

fn assert_passes(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
#[ignore = "builds nine crates; run `cargo test --test call_site -- --ignored`"]
#[expect(clippy::print_stdout, reason = "reports a skipped check")]
fn an_expansion_compiles_in_every_edition_under_every_lint_and_name() {
    let crates = crates();
    assert_passes(&crates.cargo(&["check", "--quiet", "--all-targets"]));
    if clippy_is_of_this_rust() {
        assert_passes(&crates.cargo(&["clippy", "--quiet", "--all-targets"]));
    } else {
        println!("skipped: clippy's lints, because this Rust has no clippy");
    }
}

/// Returns whether clippy is installed and of the same toolchain: otherwise the two could not read
/// each other's crates.
fn clippy_is_of_this_rust() -> bool {
    let version = |command: &mut Command| {
        let output = command.output().ok().filter(|output| output.status.success())?;
        let text = String::from_utf8(output.stdout).ok()?;
        // `clippy 0.1.95 (..)`, `rustc 1.95.0 (..)`
        let version = text.split_whitespace().nth(1)?;
        let version = version.strip_prefix("0.").unwrap_or(version);
        Some(version.split('.').take(2).map(str::to_owned).collect::<Vec<_>>())
    };
    let clippy = version(Command::new(env!("CARGO")).args(["clippy", "--version"]));
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    clippy.is_some() && clippy == version(Command::new(rustc).arg("--version"))
}
