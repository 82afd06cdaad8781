//! Wrong words in directives.

use support::alone::is_child_of;

use crate::{levels, net, seen};

/// Checks the reports of a variable's text, and that its right words hold.
fn check<F: FnOnce()>(scene: &F, variable: &str, text: &str, expected: &[&str]) {
    let seen = seen(scene, &[(variable, text)]);
    let reports: Vec<&str> =
        seen.stderr.lines().filter(|line| line.starts_with("logkit: ")).collect();
    let expected: Vec<String> =
        expected.iter().map(|report| format!("logkit: {variable}: {report}")).collect();
    assert_eq!(reports, expected, "{variable}={text}");
    assert!(levels(&seen).starts_with("audit=DEBUG "), "{variable}={text}");
}

const EXPECTED: &str = "expected one of trace, debug, info, warning, error, critical, off";
const BY_SPAN: &str = "filters by spans or fields, which logkit does not; the directive is ignored";

#[test]
fn each_wrong_word_is_reported_once_with_the_nearest_right_one() {
    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    let long = "x".repeat(200);
    for (text, reports) in [
        ("debgu", vec!["unknown level `debgu`; did you mean `debug`?".to_owned()]),
        ("payments=debgu", vec!["unknown level `debgu` in `payments=debgu`; did you mean `debug`?".to_owned()]),
        ("payments=loud", vec![format!("unknown level `loud` in `payments=loud`; {EXPECTED}")]),
        ("payments=WRAN", vec!["unknown level `WRAN` in `payments=WRAN`; did you mean `warn`?".to_owned()]),
        ("payments=6", vec![format!("unknown level `6` in `payments=6`; {EXPECTED}")]),
        ("payments=-1", vec![format!("unknown level `-1` in `payments=-1`; {EXPECTED}")]),
        ("payments==debug", vec!["unknown level `=debug` in `payments==debug`; did you mean `debug`?".to_owned()]),
        ("a=b=c", vec![format!("unknown level `b=c` in `a=b=c`; {EXPECTED}")]),
        ("=info", vec!["`` in `=info` is not the name of a logger, a module or a target".to_owned()]),
        ("*=info", vec!["`*` in `*=info` is not the name of a logger, a module or a target".to_owned()]),
        ("pay ments=info", vec!["`pay ments` in `pay ments=info` is not the name of a logger, a module or a target".to_owned()]),
        ("[request]=info", vec![format!("`[request]=info` {BY_SPAN}")]),
        ("[request{id=7,user=ada}]=info", vec![format!("`[request{{id=7,user=ada}}]=info` {BY_SPAN}")]),
        ("payments[request]=info", vec![format!("`payments[request]=info` {BY_SPAN}")]),
        ("{id}=info", vec![format!("`{{id}}=info` {BY_SPAN}")]),
        ("6", vec![format!("unknown level `6`; {EXPECTED}")]),
        ("-1", vec![format!("unknown level `-1`; {EXPECTED}")]),
        ("!", vec!["`!` is not the name of a logger, a module or a target".to_owned()]),
        ("payments:debug", vec!["`payments:debug` has no level; did you mean `payments=debug`?".to_owned()]),
        ("hyper::client:warn", vec!["`hyper::client:warn` has no level; did you mean `hyper::client=warn`?".to_owned()]),
        ("info;payments=debug", vec!["`info;payments` in `info;payments=debug` is not the name of a logger, a module or a target".to_owned()]),
        ("::payments=info", vec!["`::payments` in `::payments=info` is not the name of a logger, a module or a target".to_owned()]),
        ("hyper.=info", vec!["`hyper.` in `hyper.=info` is not the name of a logger, a module or a target".to_owned()]),
        ("'payments'=info", vec!["`'payments'` in `'payments'=info` is not the name of a logger, a module or a target".to_owned()]),
        ("info/regex", vec!["`info/regex` filters by the text of messages, which logkit does not; the directive is ignored".to_owned()]),
        ("payments=infoo,hyper=eror", vec![
            "unknown level `infoo` in `payments=infoo`; did you mean `info`?".to_owned(),
            "unknown level `eror` in `hyper=eror`; did you mean `error`?".to_owned(),
        ]),
        ("payments=\u{1b}x", vec![format!("unknown level `\\u{{1b}}x` in `payments=\\u{{1b}}x`; {EXPECTED}")]),
        ("[request{id=7,payments=infoo", vec![
            format!("`[request{{id=7` {BY_SPAN}"),
            "unknown level `infoo` in `payments=infoo`; did you mean `info`?".to_owned(),
        ]),
        (&format!("payments={long}"), vec![format!("unknown level `{}..` in `payments={}..`; {EXPECTED}", "x".repeat(80), "x".repeat(71))]),
    ] {
        let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
        for variable in ["LOGKIT_LOG", "RUST_LOG"] {
            check(&scene, variable, &format!("audit=debug,{text}"), &reports);
        }
    }
}

/// A name that no logger has is reported only in logkit's own variable, and only where it cannot well be
/// a third party's target.
#[test]
fn a_name_that_no_logger_has_is_reported_with_the_nearest_one() {
    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    for (text, report) in [
        ("paymnets=info", "no logger is named `paymnets`; the nearest is `payments`"),
        (
            "payments.gatway=info",
            "no logger is named `payments.gatway`; the nearest is `payments.gateway`",
        ),
        ("x.y=info", "no logger is named `x.y`"),
        ("Payments=info", "no logger is named `Payments`; the nearest is `payments`"),
    ] {
        check(&scene, "LOGKIT_LOG", &format!("{text},audit=debug"), &[report]);
        check(&scene, "RUST_LOG", &format!("{text},audit=debug"), &[]);
    }
    for text in ["hyper=error", "h2::codec=error", "directives=info", "payments=info", "tower_http"]
    {
        for variable in ["LOGKIT_LOG", "RUST_LOG"] {
            check(&scene, variable, &format!("{text},audit=debug"), &[]);
        }
    }
}

/// A logger's level is that of all statements in its module, so a module inside it has no other one.
#[test]
fn a_module_inside_a_loggers_is_reported_with_that_logger() {
    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    for (text, report) in [
        (
            "directives::net::deep::er=info",
            "no logger is declared in `directives::net::deep::er`; the logger of the module around it is `audit`",
        ),
        (
            "directives::net::deep::er::still",
            "no logger is declared in `directives::net::deep::er::still`; the logger of the module around it is `audit`",
        ),
    ] {
        for variable in ["LOGKIT_LOG", "RUST_LOG"] {
            check(&scene, variable, &format!("{text},audit=debug"), &[report]);
        }
    }
    // Modules with loggers, and those of third parties. The statements of `net` name their loggers.
    for text in
        ["directives::net::deep=info", "directives::net::shallow=info", "hyper::client::pool=info"]
    {
        for variable in ["LOGKIT_LOG", "RUST_LOG"] {
            check(&scene, variable, &format!("{text},audit=debug"), &[]);
        }
    }
}

#[test]
fn more_than_ten_mistakes_are_counted() {
    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    let wrong = (0..15).map(|n| format!("x{n}=loud"));
    let text = wrong.chain(["audit=debug".to_owned()]).collect::<Vec<_>>().join(",");
    let reports: Vec<String> =
        (0..10).map(|n| format!("unknown level `loud` in `x{n}=loud`; {EXPECTED}")).collect();
    let reports = reports.iter().map(String::as_str).chain(["5 more mistakes"]);
    check(&scene, "RUST_LOG", &text, &reports.collect::<Vec<_>>());
}

#[cfg(unix)]
#[test]
fn a_value_that_is_no_text_is_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use support::alone::{child_of, succeeded};

    let scene = || net::print();
    if is_child_of(&scene) {
        return scene();
    }
    let mut command = child_of(&scene);
    command.env("RUST_LOG", OsStr::from_bytes(b"debug,\xff"));
    let seen = succeeded(&command.output().unwrap());
    assert!(seen.stderr.contains("logkit: RUST_LOG: the value is not UTF-8\n"), "{}", seen.stderr);
    assert!(levels(&seen).starts_with("audit=INFO "));
}
