//! What a statement costs, counted and never timed: instructions, bytes, allocations.
//!
//! The figures are those of release builds on x86-64; elsewhere, and where a tool is missing, a
//! test says that it was skipped and why.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use logkit::handler::Stream;
use logkit::{Logger, info, module_logger};

/// Instructions of an enabled line; tracing's fmt layer needs 11,281 for the same.
const MOST_INSTRUCTIONS: u64 = 1_100;
/// Bytes of code for a statement; tracing needs 306 for the same.
const MOST_TEXT: u64 = 240;

#[module_logger("net")]
static LOGGER: Logger;

#[test]
fn an_enabled_line_allocates_nothing() {
    LOGGER.set_handlers(vec![Box::new(Stream::new(std::io::sink()))]);
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
fn a_disabled_statement_is_a_load_a_comparison_a_branch_and_a_return() {
    if !is_x86_64() {
        return;
    }
    let krate = Crate::new("probe", &fs::read_to_string("tests/cost/probe.rs").unwrap());
    krate.cargo(&["rustc", "--release", "--", "--emit=asm", "-Ccodegen-units=1"]);
    let assembly = krate.assembly();
    let function = assembly.split_once("\ndisabled:\n").expect("the function is there").1;
    let until_return: Vec<&str> = function
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('.') && !line.ends_with(':') && !line.starts_with('#'))
        .scan(false, |returned, line| {
            let before = *returned;
            *returned |= line.starts_with("ret");
            (!before).then_some(line)
        })
        .collect();
    let names: Vec<&str> =
        until_return.iter().filter_map(|line| line.split_whitespace().next()).collect();
    let [load, compare, branch, back] = names[..] else {
        panic!("more than four instructions: {until_return:#?}");
    };
    assert_eq!((load, compare, back), ("movzbl", "cmpb", "retq"), "{until_return:#?}");
    assert!(branch.starts_with('j') && branch != "jmp", "{until_return:#?}");
}

#[test]
fn an_enabled_line_takes_few_instructions() {
    if !is_x86_64() || !is_there("valgrind") {
        return;
    }
    let krate = Crate::new("line", &fs::read_to_string("tests/cost/probe.rs").unwrap());
    krate.cargo(&["build", "--release"]);
    // The difference leaves the start of the program out, and the first line.
    let [few, many] = [1_000, 11_000].map(|lines| krate.instructions(lines));
    let each = (many - few) / 10_000;
    println!("{each} instructions for an enabled line");
    assert!(each <= MOST_INSTRUCTIONS, "{each} instructions");
}

#[test]
fn a_statement_is_few_bytes_of_code() {
    if !is_x86_64() || !is_there("size") {
        return;
    }
    let text = |sites| {
        let krate = Crate::new(&format!("sites{sites}"), &program_of(sites));
        krate.cargo(&["build", "--release"]);
        krate.bytes_of_text()
    };
    let each = (text(1_010) - text(10)) / 1_000;
    println!("{each} bytes of code for a statement");
    assert!(each <= MOST_TEXT, "{each} bytes");
}

/// A program of so many statements with two fields and two message arguments, in ten functions.
fn program_of(sites: usize) -> String {
    use std::fmt::Write as _;

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

/// A crate of its own beside this one, which depends on logkit as a user's would.
struct Crate {
    name: String,
    root: PathBuf,
}

impl Crate {
    fn new(name: &str, program: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cost").join(name);
        let logkit = Path::new(env!("CARGO_MANIFEST_DIR")).join("logkit");
        fs::create_dir_all(root.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [dependencies]\nlogkit = {{ path = {logkit:?} }}\n[workspace]\n"
        );
        fs::write(root.join("Cargo.toml"), manifest).unwrap();
        fs::write(root.join("src/main.rs"), program).unwrap();
        // The very versions that this build has resolved to.
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), root.join("Cargo.lock"))
            .unwrap();
        Self { name: name.to_owned(), root }
    }

    fn target(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("cost").join("target")
    }

    fn binary(&self) -> PathBuf {
        self.target().join("release").join(&self.name)
    }

    fn cargo(&self, arguments: &[&str]) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).current_dir(&self.root);
        // What a user's default profile does; flags from outside would change the figures.
        cargo.env("CARGO_TARGET_DIR", self.target()).env("CARGO_NET_OFFLINE", "true");
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        succeed(&mut cargo);
    }

    fn assembly(&self) -> String {
        let files = fs::read_dir(self.target().join("release/deps")).unwrap();
        let newest = files
            .filter_map(Result::ok)
            .filter(|file| {
                let name = file.file_name().into_string().unwrap_or_default();
                name.starts_with(&self.name) && name.ends_with(".s")
            })
            .max_by_key(|file| file.metadata().and_then(|data| data.modified()).ok());
        fs::read_to_string(newest.expect("rustc has written the assembly").path()).unwrap()
    }

    fn instructions(&self, lines: u64) -> u64 {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        let output = succeed(valgrind.arg(self.binary()).arg(lines.to_string()));
        let report = String::from_utf8(output.stderr).unwrap();
        let collected = report.lines().find_map(|line| line.split_once("Collected :"));
        collected.expect("callgrind reports").1.trim().parse().unwrap()
    }

    fn bytes_of_text(&self) -> u64 {
        let output = succeed(Command::new("size").arg("-A").arg(self.binary()));
        let sections = String::from_utf8(output.stdout).unwrap();
        let text = sections.lines().find(|line| line.starts_with(".text "));
        text.and_then(|line| line.split_whitespace().nth(1)).unwrap().parse().unwrap()
    }
}

fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn is_x86_64() -> bool {
    let is = cfg!(all(target_arch = "x86_64", target_os = "linux"));
    if !is {
        println!("skipped: the figure is one of x86-64 Linux");
    }
    is
}

fn is_there(tool: &str) -> bool {
    let is = Command::new(tool).arg("--version").output().is_ok();
    if !is {
        println!("skipped: `{tool}` is not installed");
    }
    is
}
