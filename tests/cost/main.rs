//! The cost of a statement, counted and never timed: instructions, bytes, allocations.
//!
//! The limits are for release builds on x86-64. On other machines, and if a tool is missing, a test
//! reports that it was skipped and why.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use logkit::handler::Stream;
use logkit::{Logger, info, module_logger};

use support::generated::{Crate, Generated};

const TMP: &str = env!("CARGO_TARGET_TMPDIR");
const PROBE: &str = include_str!("probe.rs");
/// The limit for the instructions of an enabled line; tracing's fmt layer needs 11,281 for it.
const MOST_INSTRUCTIONS: u64 = 900;
/// The limit for the instructions of the same line as JSON; tracing needs 16,303 for it.
const MOST_INSTRUCTIONS_OF_JSON: u64 = 1_165;
/// The limit for the instructions of a line with a masked struct of three fields.
const MOST_INSTRUCTIONS_OF_MASKED: u64 = 1_560;
/// The limits for the instructions of a line with one field to each destination; those of the queue's
/// thread are included.
const MOST_INSTRUCTIONS_TO: [(&str, u64); 4] =
    [("stream", 700), ("file", 760), ("buffer", 820), ("queue", 985)];
/// The limit for the instructions of scrubbing a clean line of 120 bytes; they take some 120 ns.
const MOST_FOR_SCRUBBING: u64 = 1_950;
/// The limit for the bytes of code of a statement; tracing needs 306 for it.
const MOST_TEXT: u64 = 160;

#[module_logger("net")]
static LOGGER: Logger;

#[test]
fn an_enabled_line_allocates_nothing() {
    LOGGER.set_handlers(vec![Box::new(Stream::new(io::sink()))]);
    let line = |number: u64| {
        let (user, status, path) = ("alice", 200_u16, "/api/v1/items");
        info!(status, path, "request {} for user {user}", number);
    };
    line(0);
    let allocations = allocation_counter::measure(|| (1..=1_000).for_each(line));
    assert_eq!(allocations.count_total, 0);
    assert_eq!(LOGGER.stats().written, 1_001);
}

#[test]
#[ignore = "measures release builds; run `cargo test --test cost -- --ignored`"]
fn a_disabled_statement_is_a_load_a_comparison_a_branch_and_a_return() {
    if !is_x86_64() {
        return;
    }
    let cost = program("disabled", PROBE);
    // One unit, because rustc writes the assembly of each unit into a file of its own.
    let emit = ["--emit=asm", "-Ccodegen-units=1"];
    cargo(&cost, &[&["rustc", "-p", "disabled", "--release", "--"][..], &emit].concat());
    let assembly = newest_assembly("disabled");
    let function = assembly.split_once("\ndisabled:\n").expect("the function is there").1;
    let until_return: Vec<&str> = function
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with(['.', '#']) && !line.ends_with(':'))
        .scan(false, |returned, line| {
            let before = *returned;
            *returned |= line.starts_with("ret");
            (!before).then_some(line)
        })
        .collect();
    let names: Vec<&str> =
        until_return.iter().filter_map(|line| line.split_whitespace().next()).collect();
    // The load may be a part of the comparison.
    let rest = names.strip_prefix(&["movzbl"]).unwrap_or(&names);
    let [compare, branch, back] = rest else {
        panic!("more than four instructions: {until_return:#?}");
    };
    assert_eq!((*compare, *back), ("cmpb", "retq"), "{until_return:#?}");
    assert!(branch.starts_with('j') && *branch != "jmp", "{until_return:#?}");
}

#[test]
#[ignore = "measures release builds; run `cargo test --test cost -- --ignored`"]
fn an_enabled_line_takes_few_instructions() {
    if !is_x86_64() || !is_there("valgrind") {
        return;
    }
    let cost = program("enabled", PROBE);
    cargo(&cost, &["build", "-p", "enabled", "--release"]);
    let text = instructions_each("enabled", &[]);
    say(&format!("{text} instructions for an enabled line"));
    assert!(text <= MOST_INSTRUCTIONS, "{text} instructions");
    let json = instructions_each("enabled", &["json"]);
    say(&format!("{json} instructions for a line of JSON"));
    assert!(json <= MOST_INSTRUCTIONS_OF_JSON, "{json} instructions");
    let masked = instructions_each("enabled", &["text", "masked"]);
    say(&format!("{masked} instructions for a line with a masked struct"));
    assert!(masked <= MOST_INSTRUCTIONS_OF_MASKED, "{masked} instructions");
    let masked = instructions_each("enabled", &["json", "masked"]);
    say(&format!("{masked} instructions for a line of JSON with a masked struct"));
    for format in ["text", "json"] {
        let [eight, sixteen, many] =
            ["8", "16", "24"].map(|fields| instructions_each("enabled", &[format, fields]));
        say(&format!("{eight}, {sixteen}, {many} instructions for 8, 16, 24 fields in {format}"));
        let (first, next) = (sixteen - eight, many - sixteen);
        assert!(next * 10 <= first * 12, "not linear: 8 more fields cost {first}, then {next}");
    }
}

#[test]
#[ignore = "measures release builds; run `cargo test --test cost -- --ignored`"]
fn a_line_to_each_destination_takes_few_instructions() {
    if !is_x86_64() || !is_there("valgrind") {
        return;
    }
    let source = include_str!("destinations.rs");
    let program = program_with("destinations", source, ", features = [\"file\", \"queue\"]");
    cargo(&program, &["build", "-p", "destinations", "--release"]);
    for (destination, most) in MOST_INSTRUCTIONS_TO {
        let each = instructions_each("destinations", &[destination]);
        say(&format!("{each} instructions for a line to the {destination}"));
        assert!(each <= most, "{each} instructions to the {destination}");
    }
}

#[test]
#[ignore = "measures release builds; run `cargo test --test cost -- --ignored`"]
fn scrubbing_a_clean_line_takes_few_instructions() {
    if !is_x86_64() || !is_there("valgrind") {
        return;
    }
    let source = include_str!("scrubbed.rs");
    let program = program_with("scrubbed", source, ", features = [\"scrub\"]");
    cargo(&program, &["build", "-p", "scrubbed", "--release"]);
    let each = instructions_each("scrubbed", &[]);
    say(&format!("{each} instructions for scrubbing a clean line"));
    assert!(each <= MOST_FOR_SCRUBBING, "{each} instructions");
}

#[test]
#[ignore = "measures release builds; run `cargo test --test cost -- --ignored`"]
fn a_disabled_third_party_costs_what_it_costs_behind_targets() {
    if !is_x86_64() || !is_there("valgrind") {
        return;
    }
    let dependencies = ", features = [\"layer\", \"log\"] }\n\
        tracing = { version = \"0.1.41\", default-features = false, features = [\"std\"] }\n\
        tracing-subscriber = { version = \"0.3.18\", default-features = false, \
        features = [\"registry\"]";
    let source = include_str!("disabled_event.rs");
    let program = program_with("disabled_event", source, dependencies);
    cargo(&program, &["build", "-p", "disabled_event", "--release"]);
    let [targets, logkit, changed] = [&["targets"][..], &["logkit"], &["logkit", "changed"]]
        .map(|arguments| instructions_each("disabled_event", arguments));
    say(&format!("{logkit} instructions for three disabled events, {changed} after a change"));
    say(&format!("{targets} instructions behind `Targets`"));
    for root in [logkit, changed] {
        assert!(root * 100 <= targets * 105, "{root} to {targets} instructions");
    }
}

#[test]
#[ignore = "measures release builds; run `cargo test --test cost -- --ignored`"]
fn a_statement_is_few_bytes_of_code() {
    if !is_x86_64() || !is_there("size") {
        return;
    }
    let text = |name, sites| {
        cargo(&program(name, &program_of(sites)), &["build", "-p", name, "--release"]);
        bytes_of_text(name)
    };
    let each = (text("sites_1010", 1_010) - text("sites_10", 10)) / 1_000;
    say(&format!("{each} bytes of code for a statement"));
    assert!(each <= MOST_TEXT, "{each} bytes");
}

/// A program of so many statements with two fields and two message arguments, in ten functions.
fn program_of(sites: usize) -> String {
    let mut program = String::from(
        "use logkit::{Logger, info, module_logger};\n\
         #[module_logger(\"net\")]\nstatic LOGGER: Logger;\n",
    );
    for function in 0..10 {
        writeln!(program, "#[inline(never)]\nfn f{function}(a: u64, b: &str, c: u64, d: &str) {{")
            .unwrap();
        for site in 0..sites / 10 {
            writeln!(
                program,
                "info!(status = a, path = b, \"request {function}.{site} {{}} of {{}}\", c, d);"
            )
            .unwrap();
        }
        program.push_str("}\n");
    }
    program.push_str("fn main() { let n = std::env::args().count() as u64;\n");
    (0..10).for_each(|function| writeln!(program, "f{function}(n, \"b\", n, \"d\");").unwrap());
    program + "}\n"
}

fn program(name: &str, source: &str) -> Generated {
    program_with(name, source, "")
}

fn program_with(name: &str, source: &str, features: &str) -> Generated {
    let mut generated = Generated::new(TMP, &format!("cost_{name}"));
    let dependencies = &format!("logkit = {{ path = \"{{logkit}}\"{features} }}");
    generated.add_program(Crate { name, edition: "2024", dependencies, source });
    generated
}

fn cargo(programs: &Generated, arguments: &[&str]) {
    let output = programs.cargo(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn binary(name: &str) -> PathBuf {
    Generated::target(TMP).join("release").join(name)
}

fn newest_assembly(name: &str) -> String {
    let files = fs::read_dir(Generated::target(TMP).join("release/deps")).unwrap();
    let assembly = |path: &Path| {
        let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
        stem.starts_with(name) && path.extension() == Some(OsStr::new("s"))
    };
    let newest = files
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| assembly(path))
        .max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    fs::read_to_string(newest.expect("rustc has written the assembly")).unwrap()
}

/// Returns the instructions of a line, as a difference without the start of the program and the
/// first line.
fn instructions_each(name: &str, arguments: &[&str]) -> u64 {
    let [few, many] = [1_000, 6_000].map(|lines| instructions(name, lines, arguments));
    (many - few) / 5_000
}

fn instructions(name: &str, lines: u64, arguments: &[&str]) -> u64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    let output = succeed(valgrind.arg(binary(name)).arg(lines.to_string()).args(arguments));
    let report = String::from_utf8(output.stderr).unwrap();
    let collected = report.lines().find_map(|line| line.split_once("Collected :"));
    collected.expect("callgrind reports").1.trim().parse().unwrap()
}

fn bytes_of_text(name: &str) -> u64 {
    let output = succeed(Command::new("size").arg("-A").arg(binary(name)));
    let sections = String::from_utf8(output.stdout).unwrap();
    let text = sections.lines().find(|line| line.starts_with(".text "));
    text.and_then(|line| line.split_whitespace().nth(1)).unwrap().parse().unwrap()
}

fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn is_x86_64() -> bool {
    let is = cfg!(all(target_arch = "x86_64", target_os = "linux"));
    if !is {
        say("skipped: the figure is one of x86-64 Linux");
    }
    is
}

fn is_there(tool: &str) -> bool {
    let is = Command::new(tool).arg("--version").output().is_ok();
    if !is {
        say(&format!("skipped: `{tool}` is not installed"));
    }
    is
}

/// Prints a figure, even if the test runner captures the output of tests.
fn say(what: &str) {
    io::stderr().write_all(format!("{what}\n").as_bytes()).unwrap();
}
