#!/usr/bin/env python3
"""The cost of a call site: bytes of code, and time of compilation, for 1,000 statements.

Builds a program of ten modules of ten functions of ten statements, each with two fields and two
interpolated values, and a twin without these statements. The twin has the same loggers, and both log
one line in `main`, so both contain the library's code for a line, whichever library it is. The
difference of the two, divided by 1,000, is the cost of one statement.

Two further sizes: that of one statement more, against a program with a tenth of the statements, and
one that includes the library's code, against a program that neither declares a logger nor logs.

    bench/sites.py                          # logkit alone
    bench/sites.py logkit tracing log       # beside its peers, built in the same run
    bench/sites.py --check                  # exits with 1 if logkit is over a limit
    bench/sites.py --only-text              # the sizes alone: one release build of each program

CPU time is user and system time of cargo and its child processes, without dependencies. Needs
`size` of binutils.
"""

import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent
MODULES = FUNCTIONS = STATEMENTS = 10
SITES = MODULES * FUNCTIONS * STATEMENTS

# The limits of `--check`.
MAX_TEXT = 240
MAX_RELEASE = 2.5
MAX_INCREMENTAL = 0.6

# Per library: its dependencies, the head of every module and of `main.rs`, a statement, the start of
# `main`.
PEERS = {
    "logkit": (
        f'logkit = {{ path = "{BENCH.parent / "logkit"}" }}',
        "use logkit::{Logger, info, module_logger};\n"
        '#[module_logger("net")]\nstatic LOGGER: Logger;\n',
        'info!(status = a, path = b, "request {place} {{}} of {{}}", c, d);',
        "",
    ),
    "tracing": (
        'tracing = "0.1"\ntracing-subscriber = "0.3"',
        "use tracing::info;\n",
        'info!(status = a, path = b, "request {place} {{}} of {{}}", c, d);',
        "tracing_subscriber::fmt::init();",
    ),
    "log": (
        'log = { version = "0.4", features = ["kv"] }\n'
        'env_logger = { version = "0.11", default-features = false }',
        "use log::info;\n",
        'info!(status = a, path = b; "request {place} {{}} of {{}}", c, d);',
        "env_logger::init();",
    ),
}


def module(peer, index, statements):
    """One module's source; `statements` is None in a program that does not use the library."""
    _, head, statement, _ = PEERS[peer]
    lines = ["" if statements is None else head]
    for function in range(FUNCTIONS):
        lines.append(f"#[inline(never)]\npub fn f{function}(a: u64, b: &str, c: u64, d: &str) {{")
        lines.append("    std::hint::black_box((a, b, c, d));")
        for number in range(statements or 0):
            place = f"{index}.{function}.{number}"
            lines.append("    " + statement.format(place=place))
        lines.append("}")
    return "\n".join(lines) + "\n"


def write(root, peer, name, statements):
    """The program `name`: a main function that logs a line and calls every function of every module."""
    _, head, _, start = PEERS[peer]
    if statements is None:
        head = start = line = ""
    else:
        line = 'info!("started");'
    crate = root / name
    (crate / "src").mkdir(parents=True, exist_ok=True)
    (crate / "Cargo.toml").write_text(
        f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n'
        f"[dependencies]\n{PEERS[peer][0]}\n"
    )
    main = [head]
    for index in range(MODULES):
        (crate / "src" / f"m{index}.rs").write_text(module(peer, index, statements))
        main.append(f"mod m{index};")
    main.append(f"fn main() {{\n    {start}\n    {line}\n    let n = std::env::args().count() as u64;")
    for index in range(MODULES):
        for function in range(FUNCTIONS):
            main.append(f'    m{index}::f{function}(n, "b", n, "d");')
    (crate / "src" / "main.rs").write_text("\n".join(main) + "\n}\n")


def cargo(root, *arguments, incremental=False):
    """Runs cargo; returns the CPU seconds that it and its children took."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(root / "target"),
                       CARGO_INCREMENTAL="1" if incremental else "0")
    for name in ("CARGO_PROFILE_DEV_DEBUG", "RUSTFLAGS"):
        environment.pop(name, None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["cargo", *arguments, "--quiet"], cwd=root, env=environment, check=True,
                   stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def sections(program):
    """The sizes of `.text`, and of all sections that are loaded."""
    table = subprocess.run(["size", "-A", program], capture_output=True, text=True, check=True)
    text = total = 0
    for line in table.stdout.splitlines():
        columns = line.split()
        if len(columns) == 3 and columns[0].startswith(".") and columns[2] != "0":
            total += int(columns[1])
            if columns[0] == ".text":
                text = int(columns[1])
    return text, total


def touch(path):
    """Makes cargo compile the crate again."""
    path.write_text(path.read_text() + "\n")


def change(root, name, turn):
    """Changes one literal of one module, and in the program without statements a number."""
    path = root / name / "src" / "m3.rs"
    source = path.read_text()
    changed = source.replace("request 3.4.5", f"request 3.4.5, turn {turn},", 1)
    path.write_text(changed if changed != source else source + f"const _: u64 = {turn};\n")


def measure(peer, root, only_text):
    """The figures of one library, per site or, for time, per 1,000 sites."""
    programs = {f"{peer}_sites": STATEMENTS, f"{peer}_few": STATEMENTS // 10, f"{peer}_twin": 0,
                f"{peer}_bare": None}
    for name, statements in programs.items():
        write(root, peer, name, statements)
    members = ", ".join(f'"{name}"' for name in programs)
    (root / "Cargo.toml").write_text(f'[workspace]\nresolver = "2"\nmembers = [{members}]\n')
    figures = {}
    cargo(root, "build", "--release")
    many, few, none, bare = (sections(root / "target" / "release" / name) for name in programs)
    figures["text"], figures["all"] = ((a - b) / SITES for a, b in zip(many, none))
    figures["more"] = (many[0] - few[0]) / (SITES - SITES // 10)
    figures["library"] = (many[0] - bare[0]) / SITES
    if only_text:
        return figures

    def difference(measured):
        return measured(f"{peer}_sites") - measured(f"{peer}_twin")

    def release(name):
        touch(root / name / "src" / "main.rs")
        return cargo(root, "build", "--release", "-p", name)

    def incremental(name):
        cargo(root, "build", "-p", name, incremental=True)
        change(root, name, 0)
        cargo(root, "build", "-p", name, incremental=True)
        seconds = []
        for turn in range(1, 4):
            write(root, peer, name, programs[name])
            change(root, name, turn)
            seconds.append(cargo(root, "build", "-p", name, incremental=True))
        return min(seconds)

    figures["release"] = difference(release)
    figures["incremental"] = difference(incremental)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peers", nargs="*", default=["logkit"])
    parser.add_argument("--check", action="store_true", help="fail over a limit")
    parser.add_argument("--only-text", action="store_true", help="measure sizes alone")
    parser.add_argument("--dir", type=pathlib.Path, default=BENCH / "target" / "sites")
    arguments = parser.parse_args()
    if shutil.which("size") is None:
        sys.exit("`size` of binutils is needed")
    print("| 1,000 sites | text B a site | text B of one more | with the library's text B "
          "| all sections B a site | release CPU s | incremental debug CPU s |"
          "\n|--|--:|--:|--:|--:|--:|--:|")
    over = []
    for peer in arguments.peers:
        if peer not in PEERS:
            sys.exit(f"unknown library `{peer}`; expected one of {', '.join(PEERS)}")
        root = arguments.dir / peer
        root.mkdir(parents=True, exist_ok=True)
        figures = measure(peer, root, arguments.only_text)
        time = [f"{figures[name]:.2f}" if name in figures else "" for name in ("release", "incremental")]
        sizes = " | ".join(f"{figures[name]:.0f}" for name in ("text", "more", "library", "all"))
        print(f"| {peer} | {sizes} | {time[0]} | {time[1]} |", flush=True)
        limits = {"text": MAX_TEXT, "release": MAX_RELEASE, "incremental": MAX_INCREMENTAL}
        if peer == "logkit":
            over = [name for name, limit in limits.items() if figures.get(name, 0) > limit]
    if arguments.check and over:
        sys.exit(f"over the limit: {', '.join(over)}")


if __name__ == "__main__":
    main()
