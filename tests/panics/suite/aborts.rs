//! A program that is compiled with `panic = "abort"`: nothing catches a panic, so each is logged.

use std::process::Command;

use support::alone::seen;
use support::generated::{Crate, Generated};
use support::lines::without_times;

const SOURCE: &str = r#"
#[logkit::module_logger("shop")]
mod shop {
    pub struct Order;
    impl std::fmt::Debug for Order {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("in a value")
        }
    }
    pub fn take() {
        info!(order = ?Order, "taken");
    }
}
fn main() {
    logkit::log_panics();
    shop::take();
}
"#;

#[test]
#[ignore = "builds a crate; run `cargo test --test panics --all-features -- --ignored`"]
fn a_panic_in_a_value_is_logged() {
    let mut generated = Generated::new(env!("CARGO_TARGET_TMPDIR"), "aborts");
    let dependencies = "logkit = { path = \"{logkit}\", features = [\"panics\"] }";
    let krate = Crate { name: "aborts", edition: "2024", dependencies, source: SOURCE };
    generated.add_program(krate);
    let abort = ["--config", "profile.dev.panic = \"abort\""];
    let built = generated.cargo(&[&["build", "--quiet"], &abort[..]].concat());
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let program = Generated::target(env!("CARGO_TARGET_TMPDIR")).join("debug/aborts");
    let output = Command::new(program).output().unwrap();
    assert!(!output.status.success());
    let lines = without_times(&seen(&output).stderr);
    let logged =
        lines.iter().filter(|line| line.starts_with("shop - CRITICAL - panicked: in a value"));
    assert_eq!(logged.count(), 1, "{lines:?}");
}
