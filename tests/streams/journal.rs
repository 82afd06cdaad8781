//! Each line that goes to the systemd journal has its record's priority, and no date; no other line
//! has one.

#![allow(unsafe_code, reason = "libc's calls for descriptors are unsafe")]
#![allow(clippy::print_stdout, reason = "ends a line of the test harness")]

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};

use logkit::handler::Stream;
use logkit::{
    Format, Level, Logger, critical, debug, error, event, exception, info, module_logger, trace,
    warn,
};
use support::alone::{child, child_of, is_child, is_child_of, seen};
use support::lines::without_times;

#[module_logger("journal", level = "trace")]
static LOGGER: Logger;

/// The stream of the child that is the journal.
#[derive(Clone, Copy)]
enum Descriptor {
    Stdout,
    Stderr,
}

/// Runs `scene` in a child, one of whose streams is a socket that `JOURNAL_STREAM` names. Returns the
/// lines of the socket in the parent, `None` in the child.
fn on_journal<F: FnOnce()>(descriptor: Descriptor, scene: F) -> Option<Vec<String>> {
    if is_child::<F>() {
        scene();
        return None;
    }
    let (mut journal, stream) = UnixStream::pair().unwrap();
    let stream = File::from(OwnedFd::from(stream));
    let identity = stream.metadata().unwrap();
    let mut command = child::<F>();
    command.env("JOURNAL_STREAM", format!("{}:{}", identity.dev(), identity.ino()));
    match descriptor {
        Descriptor::Stdout => command.stdout(stream).stderr(Stdio::piped()),
        Descriptor::Stderr => command.stderr(stream).stdout(Stdio::piped()),
    };
    let process = command.spawn().unwrap();
    // It holds this process's end of the stream.
    drop(command);
    let mut text = String::new();
    journal.read_to_string(&mut text).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{:?}\n{text}", seen(&output));
    Some(text.lines().map(str::to_owned).collect())
}

#[derive(Debug)]
struct Refused(Option<Box<Refused>>);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "refused" } else { "down\n<0>forged" })
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_deref().map(|source| source as _)
    }
}

#[test]
fn every_line_of_the_default_handler_has_its_priority() {
    let Some(lines) = on_journal(Descriptor::Stderr, || {
        trace!("one");
        debug!("two");
        info!("three\n<0>forged");
        warn!("four");
        error!("five");
        critical!("six");
        exception!(Refused(Some(Box::new(Refused(None)))), "seven");
    }) else {
        return;
    };
    assert_eq!(
        lines,
        [
            "<7>journal - TRACE - one",
            "<7>journal - DEBUG - two",
            r"<6>journal - INFO - three\n<0>forged",
            "<4>journal - WARNING - four",
            "<3>journal - ERROR - five",
            "<2>journal - CRITICAL - six",
            "<3>journal - ERROR - seven error=refused",
            r"<3>    caused by: down\n<0>forged",
        ]
    );
}

#[test]
fn json_keeps_its_time() {
    let Some(lines) = on_journal(Descriptor::Stdout, || {
        println!();
        LOGGER.add_handler(Stream::stdout().with_format(Format::json()));
        error!("one");
    }) else {
        return;
    };
    let json = lines.iter().find_map(|line| line.strip_prefix("<3>")).unwrap();
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(value["level"], "ERROR");
    assert!(value["time"].is_string());
}

#[test]
fn another_stream_than_the_variable_names_is_no_journal() {
    let Some(lines) = on_journal(Descriptor::Stdout, || {
        println!();
        LOGGER.add_handler(Stream::stderr());
        error!("one");
        assert!(std::env::var_os("JOURNAL_STREAM").is_some());
        LOGGER.set_handlers(vec![Box::new(Stream::stdout())]);
        error!("two");
    }) else {
        return;
    };
    let ours: Vec<_> = lines.iter().filter(|line| line.contains("journal - ")).collect();
    assert_eq!(ours, ["<3>journal - ERROR - two"]);
}

/// Makes descriptor 2 a copy of another one.
fn redirect_stderr(to: i32) {
    // SAFETY: always safe; the descriptor is not owned by anything that closes it.
    assert_eq!(unsafe { libc::dup2(to, 2) }, 2);
}

#[test]
fn a_redirected_stream_is_recognized_line_by_line() {
    let Some(lines) = on_journal(Descriptor::Stderr, || {
        error!("one");
        let path = std::env::temp_dir().join(format!("logkit-journal-{}", std::process::id()));
        let file = File::create(&path).unwrap();
        // SAFETY: always safe.
        let journal = unsafe { libc::dup(2) };
        redirect_stderr(file.as_raw_fd());
        error!("two");
        redirect_stderr(journal);
        error!("three");
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_ne!(text, "journal - ERROR - two\n");
        assert_eq!(without_times(&text), ["journal - ERROR - two"]);
    }) else {
        return;
    };
    assert_eq!(lines, ["<3>journal - ERROR - one", "<3>journal - ERROR - three"]);
}

#[test]
fn the_notice_of_lost_lines_has_a_priority() {
    let Some(lines) = on_journal(Descriptor::Stderr, || {
        info!("one");
        // SAFETY: always safe.
        let journal = unsafe { libc::dup(2) };
        // SAFETY: nothing else uses the descriptor before it is made again.
        unsafe { libc::close(2) };
        info!("two");
        redirect_stderr(journal);
        info!("three");
        assert_eq!((LOGGER.stats().written, LOGGER.stats().dropped), (2, 1));
    }) else {
        return;
    };
    assert_eq!(
        lines,
        [
            "<6>journal - INFO - one",
            "<4>logkit - WARNING - 1 line lost: Bad file descriptor (os error 9)",
            "<6>journal - INFO - three"
        ]
    );
}

/// Journald as the judge: it stores each line under the priority of its record.
#[test]
fn journald_stores_the_priorities() {
    let scene = || {
        for level in [Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Critical] {
            event!(level, "stored");
        }
    };
    if is_child_of(&scene) {
        return scene();
    }
    if !Path::new("/run/systemd/journal/stdout").exists() {
        // Not by a macro, which the test harness would capture.
        let note = b"skipped: journald does not run on this machine\n";
        std::io::stderr().write_all(note).unwrap();
        return;
    }
    let name = format!("logkit-{}", std::process::id());
    let child = child_of(&scene);
    // Older versions of systemd-cat do not set the variable, as systemd does for its services.
    let script =
        "export JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2); exec \"$@\" >/dev/null";
    let status = Command::new("systemd-cat")
        .args(["--identifier", &name, "sh", "-c", script, "sh"])
        .arg(child.get_program())
        .args(child.get_args())
        .envs(child.get_envs().filter_map(|(key, value)| Some((key, value?))))
        .status();
    assert!(status.unwrap().success());
    assert!(Command::new("journalctl").arg("--sync").status().unwrap().success());
    let stored =
        Command::new("journalctl").args(["--identifier", &name, "--output", "json"]).output();
    let entry = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {}", entry["PRIORITY"].as_str().unwrap(), entry["MESSAGE"].as_str().unwrap())
    };
    let stored: Vec<_> = seen(&stored.unwrap()).stdout.lines().map(entry).collect();
    assert_eq!(
        stored,
        [
            "7 journal - DEBUG - stored",
            "6 journal - INFO - stored",
            "4 journal - WARNING - stored",
            "3 journal - ERROR - stored",
            "2 journal - CRITICAL - stored"
        ]
    );
}
