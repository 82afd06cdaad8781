//! Opening and appending: which paths are accepted, and the bits of a new file.

use std::fs;
use std::io::ErrorKind;

use logkit::Level;
use logkit::handler::File;
use logkit::sink::Sink as _;
use support::alone::alone;
use support::lines::without_times;
use support::logger::RuntimeLogger;

use crate::suite::{new_folder, write};

#[test]
fn lines_are_appended_to_those_of_earlier_runs() {
    let folder = new_folder();
    let logger = RuntimeLogger::new("files.appended", None, false);
    for message in ["one", "two"] {
        let file = File::open(folder.path("app.log")).unwrap();
        logger.logger.set_handlers(vec![Box::new(file.clone().with_level(Level::Info))]);
        logger.log(Level::Info, message);
        // A clone shares the file.
        write(&file, &["---"]);
    }
    logger.logger.clear_handlers();
    let expected = ["files.appended - INFO - one", "---", "files.appended - INFO - two", "---"];
    assert_eq!(without_times(&folder.text("app.log")), expected);
}

#[test]
fn a_line_that_a_dead_process_left_is_ended_first() {
    let folder = new_folder();
    folder.put("app.log", "one\ncut sho");
    let file = File::open(folder.path("app.log")).unwrap();
    write(&file, &["two"]);
    assert_eq!(folder.text("app.log"), "one\ncut sho\ntwo\n");
}

#[test]
fn the_handler_is_named_after_its_path() {
    let folder = new_folder();
    let path = folder.path("app.log");
    let logger = RuntimeLogger::new("files.named", None, false);
    logger.logger.set_handlers(vec![Box::new(File::open(&path).unwrap())]);
    let tree = logkit::logger_tree().to_string();
    assert!(tree.contains(&format!("file {}", path.display())), "{tree}");
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_mode_that_was_asked_for_under_any_umask() {
    let _ = alone(|| {
        use std::os::unix::fs::PermissionsExt as _;
        for umask in [0o000, 0o022, 0o077] {
            // SAFETY: `umask` has no preconditions.
            #[expect(unsafe_code, reason = "the standard library has no umask")]
            unsafe {
                libc::umask(umask)
            };
            let folder = new_folder();
            let mode =
                |name: &str| fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o7777;
            File::open(folder.path("default.log")).unwrap();
            File::builder(folder.path("group.log")).with_mode(0o640).build().unwrap();
            assert_eq!((mode("default.log"), mode("group.log")), (0o600, 0o640), "{umask:o}");
            // The bits of a file that exists stay as they are.
            File::builder(folder.path("default.log")).with_mode(0o640).build().unwrap();
            assert_eq!(mode("default.log"), 0o600);
        }
    });
}

#[test]
fn a_path_that_is_refused_is_named_with_the_reason() {
    let folder = new_folder();
    fs::create_dir(folder.path("folder")).unwrap();
    folder.put("plain", "");
    let refused = |path: &str, kind: ErrorKind, reason: &str| {
        let path = if path.is_empty() { path.into() } else { folder.path(path) };
        let error = File::open(&path).unwrap_err();
        assert_eq!(error.path(), path);
        assert_eq!(error.to_string(), format!("log file `{}`: {reason}", path.display()));
        assert_eq!(error.kind(), kind);
    };
    refused("", ErrorKind::InvalidInput, "the path is empty");
    refused("/", ErrorKind::InvalidInput, "the path has no file name");
    let contains = "the path contains `..`; expected a path without it";
    refused("../app.log", ErrorKind::InvalidInput, contains);
    refused("folder/../app.log", ErrorKind::InvalidInput, contains);
    let directory = "the path is a directory; expected a regular file";
    refused("folder", ErrorKind::InvalidInput, directory);
    refused(
        "missing/app.log",
        ErrorKind::NotFound,
        &format!(
            "the directory `{}` does not exist; create it or call `with_create_dirs()`",
            folder.path("missing").display()
        ),
    );
    #[cfg(target_os = "linux")]
    {
        let not = "cannot open: Not a directory (os error 20)";
        refused("plain/app.log", ErrorKind::NotADirectory, not);
        std::os::unix::fs::symlink("plain", folder.path("link")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path("dangling")).unwrap();
        let link = "the path is a symbolic link; expected a regular file";
        refused("link", ErrorKind::InvalidInput, link);
        refused("dangling", ErrorKind::InvalidInput, link);
        let status = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status();
        assert!(status.unwrap().success());
        let pipe = "the path is a pipe or a socket; expected a regular file";
        refused("pipe", ErrorKind::InvalidInput, pipe);
    }
    assert_eq!(folder.text("plain"), "");
    let mode = File::builder(folder.path("app.log")).with_mode(0o4755).build().unwrap_err();
    let expected = "unexpected mode 0o4755; expected permission bits that let the owner write";
    assert!(mode.to_string().contains(expected), "{mode}");
}

#[test]
fn a_missing_directory_is_created_when_asked_for() {
    let folder = new_folder();
    let path = folder.path("a/b/app.log");
    let file = File::builder(&path).with_create_dirs().build().unwrap();
    write(&file, &["one"]);
    assert_eq!(folder.text("a/b/app.log"), "one\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = fs::metadata(folder.path("a")).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o700);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_need_not_be_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = new_folder();
    let path = folder.path("").join(OsStr::from_bytes(b"app-\xff.log"));
    let builder = || File::builder(&path).with_max_bytes(7);
    write(&builder().with_backup_count(2).build().unwrap(), &["one", "two", "three"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "three\n");
    fs::remove_file(&path).unwrap();
    let direct = builder().with_direct_names().with_keep(2).build().unwrap();
    write(&direct, &["four", "five"]);
    let mut names: Vec<_> =
        fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let with_end =
        |end: &str| OsStr::from_bytes(&[b"app-\xff.log", end.as_bytes()].concat()).to_owned();
    assert_eq!(names, ["", ".2", ".3", ".4"].map(with_end));
    assert_eq!(fs::read_to_string(path).unwrap(), "five\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_counted_as_loss() {
    let Some(seen) = alone(|| {
        let logger = RuntimeLogger::new("files.full", None, false);
        logger.logger.set_handlers(vec![Box::new(File::open("/dev/full").unwrap())]);
        logger.log(Level::Info, "one");
        let stats = logger.logger.stats();
        assert_eq!((stats.written, stats.dropped), (0, 1));
    }) else {
        return;
    };
    assert!(seen.stderr.contains("No space left on device"), "{}", seen.stderr);
}

#[cfg(target_os = "linux")]
#[test]
#[expect(unsafe_code, reason = "the standard library sets no limits")]
fn lines_beyond_the_limit_of_a_file_s_size_are_announced_in_the_next_file() {
    let _ = alone(|| {
        // SAFETY: both calls have valid arguments.
        unsafe {
            // Otherwise the signal ends the process.
            libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
            let limit = libc::rlimit { rlim_cur: 100, rlim_max: libc::RLIM_INFINITY };
            libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit);
        }
        let folder = new_folder();
        let file = File::open(folder.path("app.log")).unwrap();
        let line = format!("{}\n", "x".repeat(59));
        let written: Vec<_> =
            (0..4).map(|_| file.sink().write_line(line.as_bytes()).is_ok()).collect();
        assert_eq!(written, [true, false, false, false]);
        fs::rename(folder.path("app.log"), folder.path("full.log")).unwrap();
        write(&file, &["one"]);
        assert_eq!(folder.text("full.log"), line.clone() + &line[..40]);
        let text = folder.text("app.log");
        assert!(text.ends_with(" 3 lines lost: File too large (os error 27)\none\n"), "{text}");
    });
}

#[cfg(target_os = "linux")]
#[test]
#[expect(unsafe_code, reason = "the standard library sets no limits")]
fn a_notice_that_is_lost_with_the_buffer_counts_as_no_record() {
    let _ = alone(|| {
        let limit = |bytes: u64| {
            // SAFETY: both calls have valid arguments. By default the signal ends the process.
            unsafe {
                libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
                let limit = libc::rlimit { rlim_cur: bytes, rlim_max: libc::RLIM_INFINITY };
                assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit), 0);
            }
        };
        let folder = new_folder();
        let logger = RuntimeLogger::new("files.notice", None, false);
        let counts = || (logger.logger.stats().written, logger.logger.stats().dropped);
        let file = File::builder(folder.path("app.log")).with_buffer(250).build().unwrap();
        logger.logger.set_handlers(vec![Box::new(file)]);
        limit(0);
        (0..6).for_each(|_| logger.log(Level::Info, &"x".repeat(50)));
        let (written, dropped) = counts();
        assert!(written > 0 && dropped > 0, "{written} {dropped}");
        limit(libc::RLIM_INFINITY);
        // The notice, and this one, are in the buffer.
        logger.log(Level::Info, "one");
        assert_eq!(counts(), (written + 1, dropped));
        assert!(!folder.text("app.log").contains("one"));
        limit(0);
        logger.logger.clear_handlers();
        assert_eq!(counts(), (written, dropped + 1));
    });
}

#[cfg(feature = "formats")]
#[test]
fn a_closure_for_traces_that_logs_is_not_called_while_a_loss_is_announced() {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    use logkit::Format;
    use support::alone::or_abort;

    alone(|| {
        or_abort();
        let folder = new_folder();
        let logger = RuntimeLogger::new("files.traced", None, false);
        let calls = AtomicU32::new(0);
        let trace = move || {
            // The first two calls are for "one" and "two".
            if calls.fetch_add(1, Relaxed) == 2 {
                logger.log(Level::Info, "looking for the trace");
            }
            None
        };
        let format =
            Format::template("%(trace_id)s %(message)s").unwrap().with_trace_context(trace);
        let file = File::open(folder.path("app.log")).unwrap().with_format(format);
        logger.logger.set_handlers(vec![Box::new(file)]);
        logger.log(Level::Info, "one");
        fs::remove_file(folder.path("app.log")).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(120));
        logger.log(Level::Info, "two");
        let text = folder.text("app.log");
        assert!(text.contains("lost: entity not found\n") && text.ends_with("two\n"), "{text}");
    });
}
