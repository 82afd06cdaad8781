//! A program for `wasm32-unknown-unknown`, which has no clock, logs lines without a time.
//!
//! Builds logkit for that target and runs the program in Node.js. Without the target (`rustup target add
//! wasm32-unknown-unknown`) or without `node` there is nothing to run.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A panic traps, and Node.js fails.
const PROGRAM: &str = r###"
use std::time::Duration;

use logkit::handler::Memory;
use logkit::{Format, Level, Logger, exception, info, module_logger, trace};

#[module_logger("wasm")]
static LOGGER: Logger;

#[module_logger("wasm.stderr")]
mod stderr {
    pub(super) fn log() {
        info!(a = 1, "to the last resort");
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn go() -> u32 {
    stderr::log();
    let (text, json) = (Memory::new(), Memory::new().with_format(Format::json()));
    LOGGER.set_handlers(vec![Box::new(text.clone()), Box::new(json.clone())]);
    info!(a = 1, "hi");
    exception!("x".parse::<u32>().unwrap_err(), "refused");
    let guard = LOGGER.override_level(Level::Trace);
    trace!("traced");
    drop(guard);
    drop(LOGGER.override_level_for(Level::Trace, Duration::from_secs(60)));
    info!(logger: LOGGER, elapsed = ?Duration::from_millis(5), "slow");
    LOGGER.set_propagate(true);
    info!("to the host");
    logkit::flush_all();
    let lines = text.lines();
    assert_eq!(lines[0], "wasm - INFO - hi a=1");
    assert_eq!(lines[1].split('\n').next(), Some("wasm - ERROR - refused error=\"invalid digit found in string\""));
    assert_eq!(lines[2..], ["wasm - TRACE - traced", "wasm - INFO - slow elapsed=5ms", "wasm - INFO - to the host"]);
    assert_eq!(json.lines()[0], r##"{"level":"INFO","logger":"wasm","message":"hi","fields":{"a":1}}"##);
    assert!(text.records()[0].time().is_none());
    7
}
"###;

const RUN: &str = "const fs = require('fs'); \
    WebAssembly.instantiate(fs.readFileSync(process.argv[1]), {}) \
        .then(it => console.log(it.instance.exports.go()))";

fn can_run() -> bool {
    let rustc = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"])
        .output();
    let folder = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let has_target = folder.is_ok_and(|folder| Path::new(&folder).is_dir());
    has_target && Command::new("node").arg("--version").output().is_ok()
}

#[test]
#[cfg_attr(miri, ignore = "it starts programs")]
fn a_target_without_a_clock_logs_without_times() {
    if !can_run() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm");
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[lib]\n\
         crate-type = [\"cdylib\"]\n[dependencies]\nlogkit = {{ path = {:?} }}\n[workspace]\n",
        root.join("logkit")
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/lib.rs"), PROGRAM).unwrap();
    // The versions that are there already.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let target = folder.join("target");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let program = target.join("wasm32-unknown-unknown/debug/program.wasm");
    let output = Command::new("node").args(["-e", RUN]).arg(program).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "7\n", "{stderr}");
}
