//! logkit's event macros accept the input of `tracing`'s: `tracing`'s own tests are compiled with
//! logkit's macros. With `target:`, each statement is refused.

use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::Command;

use support::generated::{Crate, Generated};

/// logkit's macros that have the names of `tracing`'s.
const OURS: [&str; 7] = ["event", "trace", "debug", "info", "warn", "error", "enabled"];
/// `tracing`'s macros in the code around the statements.
const THEIRS: [&str; 6] =
    ["span", "trace_span", "debug_span", "info_span", "warn_span", "error_span"];

#[test]
#[ignore = "builds two crates; run `cargo test --test tracing_grammar -- --ignored`"]
fn every_event_statement_of_tracing_s_own_tests_compiles() {
    let functions = functions(&oracle());
    let statements = functions.iter().flat_map(|function| &function.statements);
    let events = statements.filter(|statement| is_ours(statement)).count();
    assert!(functions.len() >= 20, "{} functions", functions.len());
    assert!(events >= 400, "{events} statements");

    let mut body = String::new();
    for Function { name, statements } in &functions {
        writeln!(body, "    pub fn {name}() {{").unwrap();
        for statement in statements {
            writeln!(body, "        {}", without_target(statement)).unwrap();
        }
        writeln!(body, "    }}").unwrap();
    }
    let used = |name: &&&str| body.contains(&format!(" {name}!("));
    let spans: Vec<&str> = THEIRS.iter().filter(used).copied().collect();
    let source = format!(
        "#![deny(warnings)]\n#![no_implicit_prelude]\n\n\
         #[::logkit::module_logger(\"oracle\")]\npub mod oracle {{\n    \
         use ::tracing::{{{}, Level}};\n\n{DISPLAY_DEBUG}{body}}}\n",
        spans.join(", "),
    );
    let mut generated = Generated::new(env!("CARGO_TARGET_TMPDIR"), "tracing_grammar");
    generated.add(Crate {
        name: "oracle",
        edition: "2018",
        dependencies: DEPENDENCIES,
        source: &source,
    });
    let output = generated.cargo(&["check", "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
#[ignore = "builds two crates; run `cargo test --test tracing_grammar -- --ignored`"]
fn every_statement_with_a_target_is_refused() {
    let functions = functions(&oracle());
    let statements = functions.iter().flat_map(|function| &function.statements);
    let refused: Vec<&String> =
        statements.filter(|statement| is_ours(statement) && has_target(statement)).collect();
    assert!(refused.len() >= 150, "{} statements", refused.len());

    let mut source = String::from(
        "#[::logkit::module_logger(\"oracle\")]\npub mod oracle {\n    use ::tracing::Level;\n",
    );
    let mut places: Vec<RangeInclusive<usize>> = Vec::new();
    for (index, statement) in refused.iter().enumerate() {
        let first = source.lines().count() + 1;
        writeln!(source, "    pub fn refused_{index}() {{ {statement} }}").unwrap();
        places.push(first..=source.lines().count());
    }
    source.push_str("}\n");
    let mut generated = Generated::new(env!("CARGO_TARGET_TMPDIR"), "tracing_targets");
    generated.add(Crate {
        name: "targets",
        edition: "2018",
        dependencies: DEPENDENCIES,
        source: &source,
    });

    let output = generated.cargo(&["check", "--message-format=json"]);
    let errors = errors(&String::from_utf8_lossy(&output.stdout));
    for (statement, place) in refused.iter().zip(&places) {
        let told = errors.iter().filter(|error| place.contains(&error.line)).count();
        assert_eq!(told, 1, "{statement}");
    }
    assert_eq!(errors.len(), refused.len());
    for error in errors {
        assert!(
            error.message.starts_with("found `target:`, but the target is the logger's name"),
            "{error:?}"
        );
    }
}

const DEPENDENCIES: &str =
    "logkit = { path = \"{logkit}\" }\ntracing = { version = \"0.1\", default-features = false }";

/// A type of the oracle's own.
const DISPLAY_DEBUG: &str = "    \
    #[derive(Debug)]
    struct DisplayDebug;

    impl ::std::fmt::Display for DisplayDebug {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            ::std::write!(f, \"Foo\")
        }
    }

";

/// Reads `tests/macros.rs` of the `tracing` version that this workspace uses.
fn oracle() -> String {
    // Without a platform, cargo looks for the packages of all platforms, which no build downloads.
    let mut cargo = Command::new(env!("CARGO"));
    let platform = format!("--filter-platform={}", host());
    let cargo = cargo.args(["metadata", "--format-version=1", "--offline", &platform]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let tracing = packages.iter().find(|package| package["name"] == "tracing").unwrap();
    let manifest = PathBuf::from(tracing["manifest_path"].as_str().unwrap());
    fs::read_to_string(manifest.with_file_name("tests").join("macros.rs")).unwrap()
}

/// The platform that this test was built for: `x86_64-unknown-linux-gnu`.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc has a host").to_owned()
}

/// A test function of the oracle that has a statement of a macro that logkit has, too.
struct Function {
    name: String,
    statements: Vec<String>,
}

fn functions(oracle: &str) -> Vec<Function> {
    let mut functions = Vec::new();
    for function in oracle.split("\nfn ").skip(1) {
        let (name, body) = function.split_once("() {\n").unwrap();
        let (body, _) = body.split_once("\n}\n").unwrap();
        let statements = statements(body);
        if statements.iter().any(|statement| is_ours(statement)) {
            functions.push(Function { name: name.to_owned(), statements });
        }
    }
    functions
}

/// The statements of a body. They end with a semicolon, or, like items, with a brace.
fn statements(body: &str) -> Vec<String> {
    let body: String = body
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |body, line| body + line + "\n");
    let mut statements = Vec::new();
    let mut statement = String::new();
    let mut depth = 0;
    let mut in_string = false;
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        statement.push(c);
        match c {
            '"' => in_string = !in_string,
            _ if in_string => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        let ends = c == ';' || c == '}' && chars.peek() == Some(&'\n');
        if ends && depth == 0 && !in_string {
            statements.push(statement.trim().to_owned());
            statement.clear();
        }
    }
    assert_eq!(statement.trim(), "", "a statement without an end");
    statements
}

fn is_ours(statement: &str) -> bool {
    statement.split_once("!(").is_some_and(|(name, _)| OURS.contains(&name))
}

fn has_target(statement: &str) -> bool {
    statement.contains("target: \"")
}

/// Removes `target: "..",` from a statement of one of these macros, if it has one.
fn without_target(statement: &str) -> String {
    match statement.split_once("target: \"") {
        Some((before, after)) if is_ours(statement) => {
            let (_, after) = after.split_once("\",").unwrap();
            format!("{before}{after}")
        }
        _ => statement.to_owned(),
    }
}

#[derive(Debug)]
struct CompileError {
    line: usize,
    message: String,
}

/// The errors at a place, by the line of the user's code that they point to.
fn errors(messages: &str) -> Vec<CompileError> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    messages
        .filter_map(|message: serde_json::Value| {
            let message = message.get("message").filter(|message| message["level"] == "error")?;
            let spans = message["spans"].as_array()?;
            let primary = spans.iter().find(|span| span["is_primary"] == true)?;
            Some(CompileError {
                line: usize::try_from(primary["line_start"].as_u64()?).ok()?,
                message: message["message"].as_str()?.to_owned(),
            })
        })
        .collect()
}
