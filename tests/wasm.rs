//! A program for WebAssembly logs without a trap, although the target has no clock, no threads, no
//! process and perhaps no standard streams: `wasm32-unknown-unknown`, and `wasm32-wasip1`.
//!
//! Builds logkit for a target and runs the program in Node.js. Without the target (`rustup target add
//! wasm32-unknown-unknown wasm32-wasip1`) or without `node` there is nothing to run.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The features whose parts work without random bytes.
const FEATURES: &str =
    "config,control,formats,layer,log,panics,queue,resource,scrub,secrecy,serde,testing";

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

/// The functions return counts of lines. `panics_read` is called after `panics_traps`.
const NEIGHBOURS: &str = r#"
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use logkit::handler::{Memory, Queued, Stream};
use logkit::scrub::Scrubber;
use logkit::{Format, Level, Logger, Redact, debug, error, exception, info, masked, module_logger, trace, warn};

#[module_logger("wasm")]
static LOGGER: Logger;

fn memory() -> Memory {
    let memory = Memory::new();
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    memory
}

#[unsafe(no_mangle)]
pub extern "C" fn a_timed_override_and_its_end() -> usize {
    let memory = memory();
    let _ = LOGGER.override_level_for(Level::Trace, Duration::ZERO);
    let _ = LOGGER.override_level_for(Level::Trace, Duration::from_secs(3600));
    // Nothing can end it, so it was not set.
    trace!("shown for ever");
    let lasting = LOGGER.override_level(Level::Debug);
    debug!("shown");
    drop(lasting);
    debug!("not shown");
    memory.lines().len()
}

#[derive(Debug)]
struct Refused(std::num::ParseIntError);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order was refused")
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn an_error_with_its_sources() -> usize {
    let memory = memory();
    exception!(Refused("x".parse::<u32>().unwrap_err()), order = 7, "failed");
    let lines = memory.lines();
    assert!(lines[0].contains("the order was refused") && lines[0].contains("invalid digit"));
    lines.len()
}

#[derive(Redact)]
struct Account {
    user: String,
    #[redact]
    password: String,
    #[redact(keep_last = 4)]
    card: String,
}

#[unsafe(no_mangle)]
pub extern "C" fn a_masked_type_as_text_json_and_serde() -> usize {
    let (text, json) = (Memory::new(), Memory::new().with_format(Format::json()));
    LOGGER.set_handlers(vec![Box::new(text.clone()), Box::new(json.clone())]);
    let account = Account { user: "ada".into(), password: "hunter2".into(), card: "4111111111111111".into() };
    info!(?account, token = masked(&account.password), "read");
    let serde = serde_json::to_string(&account.redacted()).unwrap();
    let all = [text.lines().concat(), json.lines().concat(), serde];
    all.iter().filter(|shown| shown.contains("ada") && !shown.contains("hunter2") && !shown.contains("41111")).count()
}

#[unsafe(no_mangle)]
pub extern "C" fn captured_records_and_a_scrubbed_line() -> usize {
    let memory = Memory::new().with_scrubber(Scrubber::new());
    LOGGER.set_handlers(vec![Box::new(memory.clone())]);
    let capture = logkit::testing::capture(&LOGGER);
    info!(a = 2, "password=hunter2 x");
    assert!(memory.lines()[0].ends_with("wasm - INFO - password=[redacted] x a=2"));
    capture.records().len()
}

#[unsafe(no_mangle)]
pub extern "C" fn the_tree_and_why_a_record_is_not_shown() -> usize {
    let tree = logkit::logger_tree().to_string();
    let why = logkit::explain("wasm", Level::Debug).to_string();
    assert!(tree.contains("wasm") && why.contains("DEBUG"));
    logkit::loggers().count()
}

#[unsafe(no_mangle)]
pub extern "C" fn standard_streams_and_a_queue() -> usize {
    let memory = Memory::new();
    let queue = Queued::new(memory.clone());
    LOGGER.set_handlers(vec![
        Box::new(Stream::stdout()),
        Box::new(Stream::stderr().with_format(Format::pretty())),
        Box::new(queue),
    ]);
    info!("one");
    warn!("two");
    error!("three");
    logkit::flush_all();
    memory.lines().len()
}

#[unsafe(no_mangle)]
pub extern "C" fn third_parties_spans_and_the_end() -> usize {
    // The logger of this module claims what is logged here by other means.
    let memory = memory();
    let guard = logkit::try_init();
    tracing::info!(password = "hunter2", "by tracing");
    log::info!("by log");
    let span = tracing::info_span!("request", id = 7);
    span.in_scope(|| tracing::warn!("in a span"));
    drop(guard);
    logkit::shutdown();
    assert!(!memory.lines().concat().contains("hunter2"));
    memory.lines().len()
}

static PANICS: OnceLock<Memory> = OnceLock::new();

#[unsafe(no_mangle)]
pub extern "C" fn panics_traps() -> usize {
    let memory = PANICS.get_or_init(memory);
    logkit::log_panics();
    info!("before");
    panic!("on purpose, after {} line", memory.lines().len())
}

#[unsafe(no_mangle)]
pub extern "C" fn panics_read() -> usize {
    let lines = PANICS.get().map(Memory::lines).unwrap_or_default();
    lines.iter().filter(|line| line.contains("before") || line.contains("on purpose, after 1 line")).count()
}
"#;

/// Calls each function in an instance of its own, and behind one that traps the one that reads.
const RUN: &str = r"
const fs = require('fs');
const { WASI } = require('node:wasi');
(async () => {
    const program = await WebAssembly.compile(fs.readFileSync(process.argv[1]));
    const start = async () => {
        const wasi = new WASI({ version: 'preview1' });
        const instance = await WebAssembly.instantiate(program, wasi.getImportObject());
        if (instance.exports._initialize) wasi.initialize(instance);
        else if (WebAssembly.Module.imports(program).length) wasi.initialize({ exports: { memory: instance.exports.memory } });
        return instance.exports;
    };
    for (const name of process.argv.slice(2)) {
        const exports = await start();
        let seen;
        try {
            seen = exports[name]();
        } catch (error) {
            seen = name.endsWith('_traps') ? exports[name.replace('_traps', '_read')]() : error.stack;
        }
        process.stdout.write(`${name} ${seen}\n`);
    }
})();
";

fn can_run(target: &str) -> bool {
    let rustc =
        Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output();
    let folder = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let has_target = folder.is_ok_and(|folder| Path::new(&folder).is_dir());
    has_target && Command::new("node").arg("--version").output().is_ok()
}

/// Builds the program for the target, calls its functions, and returns the lines on stdout that start
/// with one of their names.
fn run(target: &str, name: &str, features: &str, program: &str, functions: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm");
    let package = folder.join(name);
    fs::create_dir_all(package.join("src")).unwrap();
    let features: Vec<_> = features.split(',').filter(|feature| !feature.is_empty()).collect();
    let others = if features.is_empty() {
        ""
    } else {
        "log = \"0.4.21\"\nserde_json = \"1\"\n\
         tracing = { version = \"0.1.41\", default-features = false, features = [\"std\"] }\n"
    };
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[lib]\n\
         crate-type = [\"cdylib\"]\n[dependencies]\n{others}\
         logkit = {{ path = \"{}\", features = {features:?} }}\n[workspace]\n",
        root.join("logkit").display()
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::write(package.join("src/lib.rs"), program).unwrap();
    // The versions that are there already.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--target", target])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .current_dir(&package)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let file = folder.join("target").join(target).join("debug").join(format!("{name}.wasm"));
    let output = Command::new("node")
        .args(["--no-warnings", "-e", RUN])
        .arg(file)
        .args(functions)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout);
    let of_function = |line: &&str| functions.iter().any(|name| line.starts_with(name));
    lines.lines().filter(of_function).map(str::to_owned).collect()
}

#[test]
#[cfg_attr(miri, ignore = "it starts programs")]
fn a_target_without_a_clock_logs_without_times() {
    let target = "wasm32-unknown-unknown";
    if can_run(target) {
        assert_eq!(run(target, "program", "", PROGRAM, &["go"]), ["go 7"]);
    }
}

#[test]
#[cfg_attr(miri, ignore = "it starts programs")]
fn nothing_traps_that_needs_a_clock_a_thread_or_a_stream() {
    let expected = [
        "a_timed_override_and_its_end 1",
        "an_error_with_its_sources 1",
        "a_masked_type_as_text_json_and_serde 3",
        "captured_records_and_a_scrubbed_line 1",
        "the_tree_and_why_a_record_is_not_shown 1",
        "standard_streams_and_a_queue 3",
        "third_parties_spans_and_the_end 3",
        "panics_traps 2",
    ];
    let functions = expected.map(|line| line.split(' ').next().unwrap());
    for target in ["wasm32-unknown-unknown", "wasm32-wasip1"] {
        if can_run(target) {
            assert_eq!(
                run(target, "neighbours", FEATURES, NEIGHBOURS, &functions),
                expected,
                "{target}"
            );
        }
    }
}
