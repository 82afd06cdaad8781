//! A watched file is replaced in all the ways that editors, deployments and accidents do.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use logkit::{Config, ConfigWatch, LevelFilter};
use support::alone::{PATIENCE, alone};
use support::folder::Folder;

use super::{MAIL, new_folder};

const EVERY: Duration = Duration::from_millis(10);

fn text(level: &str) -> String {
    format!("[loggers.mail]\nlevel = '{level}'\n")
}

/// Waits until the level is in force.
fn wait_for(level: LevelFilter) {
    let start = Instant::now();
    while MAIL.level() != level {
        assert!(start.elapsed() < PATIENCE, "{} is not {level}", MAIL.level());
        thread::sleep(EVERY);
    }
}

/// Gives the watcher the time of many looks.
fn some_looks() {
    thread::sleep(50 * EVERY);
}

/// Replaces the file in one step, as many editors do.
fn save(folder: &Folder, text: &str) {
    folder.put("log.toml~", text);
    fs::rename(folder.path("log.toml~"), folder.path("log.toml")).unwrap();
}

fn watch(path: &Path) -> ConfigWatch {
    Config::from_path(path).unwrap().watch_every(EVERY).unwrap()
}

#[test]
fn a_program_may_change_its_directory() {
    let Some(seen) = alone(|| {
        let folder = new_folder();
        folder.put("log.toml", &text("debug"));
        std::env::set_current_dir(&folder.0).unwrap();
        // An interval of nothing is one of a millisecond.
        let watch = Config::from_path("log.toml").unwrap().watch_every(Duration::ZERO).unwrap();
        std::env::set_current_dir("/").unwrap();
        save(&folder, &text("error"));
        wait_for(LevelFilter::ERROR);
        watch.stop();
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_log_file_stays_where_it_was_in_a_program_that_changed_its_directory() {
    let Some(seen) = alone(|| {
        let folder = new_folder();
        fs::create_dir(folder.path("elsewhere")).unwrap();
        let text = |level: &str, size: u32| {
            let file = "[handlers.main]\ntype = 'file'\npath = 'mail.log'\nbackup_count = 2\n";
            format!("{}handlers = ['main']\n{file}max_bytes = {size}\n", text(level))
        };
        folder.put("log.toml", &text("debug", 1_000));
        std::env::set_current_dir(&folder.0).unwrap();
        let config = Config::from_path("log.toml").unwrap();
        // Before the file is opened for the first time, and before it is opened with other settings.
        std::env::set_current_dir(folder.path("elsewhere")).unwrap();
        let watch = config.watch_every(EVERY).unwrap_or_else(|error| panic!("{error}"));
        logkit::info!(logger: MAIL, "first");
        save(&folder, &text("error", 2_000));
        wait_for(LevelFilter::ERROR);
        logkit::error!(logger: MAIL, "second");
        watch.stop();
        assert_eq!(folder.text("mail.log").lines().count(), 2);
        assert_eq!(fs::read_dir(folder.path("elsewhere")).unwrap().count(), 0);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn each_kind_of_replacement_is_applied() {
    let Some(seen) = alone(|| {
        let folder = new_folder();
        folder.put("log.toml", &text("debug"));
        let watch = watch(&folder.path("log.toml"));
        assert_eq!(MAIL.level(), LevelFilter::DEBUG);
        // Written in place, with as many bytes as before.
        folder.put("log.toml", &text("trace"));
        wait_for(LevelFilter::TRACE);
        save(&folder, &text("error"));
        wait_for(LevelFilter::ERROR);
        // Deleted, and there again later.
        fs::remove_file(folder.path("log.toml")).unwrap();
        some_looks();
        assert_eq!(MAIL.level(), LevelFilter::ERROR);
        folder.put("log.toml", &text("off"));
        wait_for(LevelFilter::OFF);
        watch.stop();
        some_looks();
        folder.put("log.toml", &text("debug"));
        some_looks();
        assert_eq!(MAIL.level(), LevelFilter::OFF);
    }) else {
        return;
    };
    let gone = "log.toml is gone; its settings stay in force";
    let reports = seen.stderr.lines().filter(|line| line.starts_with("logkit: "));
    // A file that is written in place is empty for a moment.
    let other: Vec<&str> = reports.filter(|report| !report.contains(" is empty; ")).collect();
    assert!(matches!(other[..], [report] if report.ends_with(gone)), "{other:?}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_elsewhere_is_noticed() {
    use std::os::unix::fs::symlink;

    let Some(seen) = alone(|| {
        let folder = new_folder();
        for (name, level) in [("one", "debug"), ("two", "trace"), ("three", "error")] {
            fs::create_dir(folder.path(name)).unwrap();
            folder.put(&format!("{name}/log.toml"), &text(level));
        }
        let swap = |target: &str| {
            symlink(target, folder.path("..tmp")).unwrap();
            fs::rename(folder.path("..tmp"), folder.path("..data")).unwrap();
        };
        // As Kubernetes mounts a ConfigMap: the file is a link through a link that is swapped.
        swap("one");
        symlink("..data/log.toml", folder.path("log.toml")).unwrap();
        let watch = watch(&folder.path("log.toml"));
        assert_eq!(MAIL.level(), LevelFilter::DEBUG);
        swap("two");
        fs::remove_dir_all(folder.path("one")).unwrap();
        wait_for(LevelFilter::TRACE);
        swap("three");
        wait_for(LevelFilter::ERROR);
        // `ln -sfn`: gone for a moment.
        fs::remove_file(folder.path("log.toml")).unwrap();
        symlink("two/log.toml", folder.path("log.toml")).unwrap();
        wait_for(LevelFilter::TRACE);
        watch.stop();
    }) else {
        return;
    };
    let reports = seen.stderr.lines().filter(|line| line.starts_with("logkit: "));
    // `ln -sfn` leaves no file for a moment.
    let other: Vec<&str> = reports.filter(|report| !report.contains(" is gone; ")).collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn a_content_with_mistakes_is_reported_once_and_changes_nothing() {
    let Some(seen) = alone(|| {
        let folder = new_folder();
        folder.put("log.toml", &text("debug"));
        let watch = watch(&folder.path("log.toml"));
        let half = "[loggers.mail]\nlevel = 'tra";
        for _ in 0..2 {
            save(&folder, half);
            some_looks();
            assert_eq!(MAIL.level(), LevelFilter::DEBUG);
        }
        save(&folder, "[loggers.mial]\nlevel = 'loud'\n");
        some_looks();
        save(&folder, &text("error"));
        wait_for(LevelFilter::ERROR);
        watch.stop();
    }) else {
        return;
    };
    let reports: Vec<&str> = seen
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("logkit: ")?.split_once("log.toml:"))
        .map(|(_, report)| report)
        .collect();
    let levels = "expected one of trace, debug, info, warn, warning, error, critical, off";
    let expected = [
        "2:13: invalid literal string, expected `'`".to_owned(),
        " the previous settings stay in force".to_owned(),
        "1:1: loggers.mial: unknown logger `mial`; did you mean `mail`?".to_owned(),
        format!("2:9: loggers.mial.level: unknown level `loud`; {levels}"),
        " the previous settings stay in force".to_owned(),
    ];
    assert_eq!(reports, expected);
}

#[test]
fn a_text_cannot_be_watched() {
    let error = Config::from_toml("").unwrap().watch().unwrap_err();
    let expected = "the configuration is not from a file, so none can be watched";
    assert_eq!(error.to_string(), expected);
}
