//! Lines are colored only for people: on a terminal, and if the environment allows it. Apart from
//! the colors, the line is the same.

use std::process::Command;

use logkit::handler::{Color, Stream};
use logkit::{Logger, exception, info, module_logger, warn};

use support::alone::{child_of, is_child_of, succeeded};
use support::lines::without_times;
use support::shared::Shared;

#[module_logger("paint")]
static LOGGER: Logger;

const LINES: [&str; 3] = [
    "paint - INFO - packed order_id=7 customer=\"Ada L\"",
    "paint - WARNING - low",
    "paint - ERROR - order_id=8 error=\"invalid digit found in string\"",
];

fn log() {
    info!(order_id = 7, customer = "Ada L", "packed");
    warn!("low");
    exception!("x".parse::<u8>().unwrap_err(), order_id = 8);
}

fn without_sequences(text: &str) -> String {
    let mut pieces = text.split('\x1b');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').expect("a color ends").1)
}

#[test]
fn the_environment_decides_where_there_is_no_terminal() {
    let cases: &[(&[(&str, &str)], bool)] = &[
        (&[], false),
        (&[("TERM", "xterm-256color")], false),
        (&[("CLICOLOR_FORCE", "1")], true),
        (&[("CLICOLOR_FORCE", "0")], false),
        (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], true),
    ];
    let scene = || {
        LOGGER.set_handlers(vec![Box::new(Stream::stderr())]);
        log();
    };
    if is_child_of(&scene) {
        return scene();
    }
    for (variables, colored) in cases {
        let mut child = uncolored(child_of(&scene));
        let seen = succeeded(&child.envs(variables.iter().copied()).output().unwrap());
        assert_eq!(seen.stderr.contains('\x1b'), *colored, "{variables:?}");
        assert_eq!(without_times(&without_sequences(&seen.stderr)), LINES, "{variables:?}");
    }
}

#[test]
#[cfg(unix)]
#[expect(clippy::print_stdout, reason = "reports a skipped check")]
fn a_terminal_is_colored_unless_it_is_dumb() {
    let scene = || {
        LOGGER.set_handlers(vec![Box::new(Stream::stderr())]);
        log();
    };
    if is_child_of(&scene) {
        return scene();
    }
    // `script` provides a terminal for the child.
    if Command::new("script").arg("--version").output().is_err() {
        println!("skipped: `script`, which provides a terminal, is not installed");
        return;
    }
    for (term, colored) in [("xterm", true), ("dumb", false)] {
        let child = child_of(&scene);
        let command = std::iter::once(child.get_program()).chain(child.get_args());
        let command: Vec<&str> = command.map(|word| word.to_str().unwrap()).collect();
        let mut script = uncolored(Command::new("script"));
        script.args(["--quiet", "--return", "--command", &command.join(" "), "/dev/null"]);
        let variables = child.get_envs().filter_map(|(name, value)| Some((name, value?)));
        let output = script.envs(variables).env("TERM", term).output().unwrap();
        let seen = String::from_utf8(output.stdout).unwrap();
        let line = seen.lines().find(|line| line.contains("packed")).expect(&seen);
        assert_eq!(line.contains('\x1b'), colored, "{term}: {line:?}");
    }
}

#[test]
fn any_other_writer_is_colored_on_request() {
    let plain = Shared::default();
    let colored = Shared::default();
    LOGGER.set_handlers(vec![
        Box::new(Stream::new(plain.clone())),
        Box::new(Stream::new(colored.clone()).with_color(Color::Always)),
    ]);
    log();
    assert_eq!(plain.lines(), LINES);
    assert_eq!(without_sequences(&colored.text()), plain.text());
    assert!(colored.text().lines().all(|line| line.contains('\x1b')));
}

/// Removes the variables about colors that the test inherits.
fn uncolored(mut command: Command) -> Command {
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(name);
    }
    command
}
