//! What an applied configuration changes.

use std::fs;

use logkit::handler::Memory;
use logkit::{Config, Level, LevelFilter, debug, info, logger_tree};
use support::alone::{alone, child_of, is_child_of, succeeded};

use super::{GATEWAY, MAIL, PAYMENTS, new_folder};

fn apply(text: &str) {
    Config::from_toml(text).unwrap_or_else(|error| panic!("{error}")).apply().unwrap();
}

fn levels() -> [LevelFilter; 3] {
    [PAYMENTS.level(), GATEWAY.level(), MAIL.level()]
}

#[test]
fn a_files_levels_replace_those_of_attributes_and_of_the_file_before() {
    alone(|| {
        let (info, debug, error) = (LevelFilter::INFO, LevelFilter::DEBUG, LevelFilter::ERROR);
        assert_eq!(levels(), [info, info.max(error), info]);
        apply("level = 'debug'");
        assert_eq!(levels(), [debug; 3]);
        apply("[loggers.payments]\nlevel = 'Warn'");
        assert_eq!(levels(), [LevelFilter::WARNING, LevelFilter::WARNING, info]);
        apply("level = 50\n[loggers.'payments.gateway']\nlevel = 'debug'");
        assert_eq!(levels(), [LevelFilter::CRITICAL, debug, LevelFilter::CRITICAL]);
        PAYMENTS.set_level(Level::Trace);
        // The logger below has a level of its own in the file.
        assert_eq!(levels(), [LevelFilter::TRACE, debug, LevelFilter::CRITICAL]);
        apply("[loggers.payments]\nlevel = 'error'");
        assert_eq!(levels(), [LevelFilter::TRACE, error, info]);
        PAYMENTS.clear_level();
        assert_eq!(PAYMENTS.level(), error);
        let tree = logger_tree();
        let row = tree.rows().find(|row| row.name() == "payments").unwrap();
        assert_eq!(row.level_source(), "file");
        apply("");
        assert_eq!(levels(), [info, error, info]);
    });
}

#[test]
fn the_environment_outranks_the_file() {
    let scene = || {
        apply("level = 'off'\n[loggers.mail]\nlevel = 'error'");
        assert_eq!(levels(), [LevelFilter::DEBUG, LevelFilter::DEBUG, LevelFilter::ERROR]);
    };
    if is_child_of(&scene) {
        return scene();
    }
    succeeded(&child_of(&scene).env("RUST_LOG", "payments=debug").output().unwrap());
}

#[test]
fn lines_go_to_the_handlers_of_the_file() {
    let Some(seen) = alone(|| {
        let folder = new_folder();
        let path = folder.path("app.log");
        apply(&format!(
            "[loggers.payments]\nhandlers = ['main', 'stdout', 'errors']\npropagate = true\n\
             [loggers.mail]\nhandlers = ['main']\nlevel = 'debug'\n\
             [handlers.main]\ntype = 'queued'\nover = 'file'\ncapacity = '1 MiB'\non_full = 'drop'\n\
             [handlers.file]\ntype = 'file'\npath = {path:?}\nformat = 'short'\nmode = '0640'\n\
             max_bytes = '10 MB'\nbackup_count = 3\n\
             [handlers.errors]\ntype = 'stderr'\nlevel = 'error'\ncolors = 'never'\n\
             [formats.short]\ntype = 'template'\ntemplate = '%(levelname)s %(name)s %(message)s'\n"
        ));
        info!(logger: PAYMENTS, order = 7, "charging");
        logkit::error!(logger: PAYMENTS, "refused");
        // The gateway inherits its parent's handlers.
        logkit::error!(logger: GATEWAY, "timed out");
        debug!(logger: MAIL, "sent");
        logkit::flush_all();
        assert_eq!(
            folder.text("app.log"),
            "INFO payments charging order=7\nERROR payments refused\nERROR payments.gateway timed out\n\
             DEBUG mail sent\n"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        }
        let tree = logger_tree().to_string();
        assert!(
            tree.contains(&format!("queued file {}, stdout, stderr at ERROR", path.display())),
            "{tree}"
        );
        apply("");
        assert!(PAYMENTS.handlers().is_empty());
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        ["payments - ERROR - refused", "payments.gateway - ERROR - timed out"]
    );
    assert!(seen.stdout.contains(" - payments - INFO - charging order=7\n"), "{}", seen.stdout);
}

#[test]
fn handlers_of_the_program_stay() {
    alone(|| {
        let memory = Memory::new();
        let id = PAYMENTS.add_handler(memory.clone());
        apply("[loggers.payments]\nhandlers = ['null']");
        assert_eq!(PAYMENTS.handlers().len(), 2);
        info!(logger: PAYMENTS, "one");
        apply("[loggers.payments]\nhandlers = ['null']\nlevel = 'debug'");
        apply("");
        info!(logger: PAYMENTS, "two");
        assert_eq!(memory.records().len(), 2);
        assert!(PAYMENTS.remove_handler(id));
    });
}

/// Loggers share a handler of the file, so a record that propagates reaches it once.
#[test]
fn a_shared_handler_gets_a_record_once() {
    alone(|| {
        let folder = new_folder();
        let path = folder.path("app.log");
        apply(&format!(
            "[loggers.payments]\nhandlers = ['main']\n\
             [loggers.'payments.gateway']\nhandlers = ['main']\npropagate = true\nlevel = 'info'\n\
             [handlers.main]\ntype = 'file'\npath = {path:?}\n"
        ));
        info!(logger: GATEWAY, "once");
        assert_eq!(folder.text("app.log").lines().count(), 1);
        let [handler] = &PAYMENTS.handlers()[..] else { panic!("there is one") };
        assert_eq!(handler.stats().written, 1);
        // The same file, with other settings of its lines, and the counts of a new handler.
        apply(&format!(
            "[loggers.payments]\nhandlers = ['main']\n\
             [handlers.main]\ntype = 'file'\npath = {path:?}\nformat = 'json'\n"
        ));
        info!(logger: PAYMENTS, "twice");
        assert!(folder.text("app.log").ends_with("\"message\":\"twice\"}\n"));
    });
}

/// The counts of a handler show that it is the same one.
#[test]
fn a_handler_that_did_not_change_keeps_running() {
    alone(|| {
        let folder = new_folder();
        let path = folder.path("app.log");
        let text = |level: &str, rest: &str| {
            format!(
                "# {level}\n[loggers.payments]\nlevel = '{level}'\nhandlers = ['queue']\n{rest}\
                 [handlers.file]\npath = {path:?}\ntype = 'file'\nmax_bytes = '1 MB'\nbackup_count = 1\n\
                 [handlers.queue]\ntype = 'queued'\nover = 'file'\n"
            )
        };
        apply(&text("info", ""));
        let before = PAYMENTS.handlers()[0].id();
        info!(logger: PAYMENTS, "one");
        apply(&text("debug", "\n\n[loggers.mail]\nhandlers = ['queue', 'file']\n"));
        assert_eq!(PAYMENTS.handlers()[0].id(), before);
        assert_eq!(PAYMENTS.handlers()[0].stats().written, 1);
        // Other settings of the file: a new handler takes the rotation over.
        apply(&text("debug", "").replace("backup_count = 1", "backup_count = 2"));
        assert_ne!(PAYMENTS.handlers()[0].id(), before);
        info!(logger: PAYMENTS, "two");
        logkit::flush_all();
        assert_eq!(folder.text("app.log").lines().count(), 2);
    });
}

/// Also if the layer is made after the file was applied, and a target in the file is more specific than
/// the level of all others.
#[test]
fn third_parties_follow_root_and_noise() {
    use tracing_subscriber::layer::SubscriberExt as _;

    alone(|| {
        let folder = new_folder();
        let text = |rest: &str| {
            format!(
                "[handlers.main]\ntype = 'file'\npath = {:?}\nformat = 'short'\n[formats.short]\n\
                 type = 'template'\ntemplate = '%(name)s %(message)s'\n{rest}",
                folder.path("app.log"),
            )
        };
        let log = || {
            tracing::info!(target: "hyper::client", "pooled");
            tracing::error!(target: "hyper::client", "failed");
            tracing::info!(target: "h2", "window");
        };
        apply(&text("[root]\nhandlers = ['main']\nlevel = 'info'\n[noise]\nhyper = 'error'\n"));
        let host = tracing_subscriber::registry().with(logkit::layer());
        tracing::subscriber::with_default(host, || {
            log();
            assert_eq!(folder.text("app.log"), "hyper::client failed\nh2 window\n");
            apply(&text("[root]\nhandlers = ['main', 'null']\n[noise]\nhyper = 20\n"));
            log();
            let more = "hyper::client pooled\nhyper::client failed\n";
            assert_eq!(folder.text("app.log"), format!("hyper::client failed\nh2 window\n{more}"));
            apply("level = 'off'\n[root]\nhandlers = ['null']\n");
            log();
            assert_eq!(folder.text("app.log").lines().count(), 4);
        });
    });
}

#[logkit::module_logger("claimant")]
mod claimed {}

/// Such a target has no effect, but a program does not fail to start because a library got a logger.
#[test]
fn noise_in_a_loggers_module_is_reported() {
    let Some(seen) = alone(|| {
        apply("[noise]\nhyper = 'error'\n'config::suite::applied::claimed' = 'off'\n");
        apply("[noise]\nhyper = 'error'\n");
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "logkit: the configuration sets no level of records in `config::suite::applied::claimed` (logger \
          `claimant`): the logger's level holds there"
        ]
    );
}

#[test]
fn names_of_secrets_stay_masked() {
    alone(|| {
        let memory = Memory::new();
        MAIL.add_handler(memory.clone());
        info!(logger: MAIL, shoe_size = 42, "before");
        apply("scrub.names = ['shoe size']");
        info!(logger: MAIL, shoe_size = 42, "after");
        apply("");
        info!(logger: MAIL, shoe_size = 42, "later");
        let ends: Vec<bool> =
            memory.lines().iter().map(|line| line.ends_with("shoe_size=[redacted]")).collect();
        assert_eq!(ends, [false, true, true]);
    });
}

#[cfg(feature = "scrub")]
#[test]
fn lines_are_scrubbed_on_request() {
    let Some(seen) = alone(|| {
        apply(
            "[scrub]\nemails = true\npatterns.badge = 'AB[0-9]{6}'\n[loggers.mail]\nhandlers = ['a']\n\
             [handlers.a]\ntype = 'stderr'\nscrub = true\n",
        );
        info!(logger: MAIL, "to ada@example.com with AB123456 by 4111 1111 1111 1111");
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["mail - INFO - to [redacted] with [redacted] by [redacted]"]);
}

#[cfg(not(feature = "scrub"))]
#[test]
fn a_mask_that_is_not_built_in_is_a_mistake() {
    let text = "[scrub]\nemails = true\n[handlers.a]\ntype = 'stderr'\nscrub = true\n";
    let error = Config::from_toml(text).unwrap_err().to_string();
    let message = "the program is built without logkit's feature `scrub`";
    assert_eq!(error, format!("2:10: scrub.emails: {message}\n5:9: handlers.a.scrub: {message}"));
}

#[test]
fn formats_are_those_of_the_program() {
    alone(|| {
        let folder = new_folder();
        for (format, line) in [
            ("type = 'standard'\ndatefmt = 'x'", "x - mail - INFO - sent\n"),
            ("type = 'logfmt'\ndatefmt = 'x'", "time=x level=info logger=mail msg=\"sent\"\n"),
            ("type = 'pretty'\ndatefmt = 'x'", "x INFO     mail: sent\n"),
            (
                "type = 'json'\ndatefmt = 'x'\nkeys.level = 'severity'\nconstants.service = 'shop'",
                "{\"time\":\"x\",\"severity\":\"INFO\",\"logger\":\"mail\",\"message\":\"sent\",\"service\":\"shop\"}\n",
            ),
            (
                "type = 'template'\ntemplate = '{asctime} {message}'\ndatefmt = '%z'\nzone = '-05:30'",
                "-0530 sent\n",
            ),
        ] {
            let path = folder.path("app.log");
            let _ = fs::remove_file(&path);
            apply(&format!(
                "[formats.f]\n{format}\n[loggers.mail]\nhandlers = ['a']\n\
                 [handlers.a]\ntype = 'file'\npath = {path:?}\nformat = 'f'\n"
            ));
            info!(logger: MAIL, "sent");
            assert_eq!(folder.text("app.log"), line, "{format}");
            apply("");
        }
    });
}

#[expect(clippy::print_stdout, reason = "the parent compares it")]
#[test]
fn a_variable_names_the_file() {
    let folder = new_folder();
    folder.put("log.toml", "[loggers.mail]\nlevel = 'trace'");
    let scene = || {
        let config = Config::from_env().unwrap();
        if let Some(config) = &config {
            config.apply().unwrap();
        }
        println!("{} {}", config.is_some(), MAIL.level());
    };
    if is_child_of(&scene) {
        return scene();
    }
    for (path, expected) in [(folder.path("log.toml"), "true TRACE"), ("".into(), "false INFO")] {
        let output = child_of(&scene).env("LOGKIT_CONFIG", path).output().unwrap();
        assert!(succeeded(&output).stdout.contains(expected));
    }
}
