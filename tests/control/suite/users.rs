//! Other users and other processes: who may connect, and what a child of a fork leaves alone.

#![allow(unsafe_code, reason = "libc's fork, waitpid and _exit are unsafe to call")]

use std::fs;
#[cfg(target_os = "linux")]
use std::io::ErrorKind;
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt;
#[cfg(target_os = "linux")]
use std::os::unix::net::{UnixListener, UnixStream};
use std::os::unix::process::CommandExt;
use std::process::Command;

use logkit::control;
#[cfg(target_os = "linux")]
use logkit::handler::Null;
#[cfg(target_os = "linux")]
use logkit::{LevelFilter, Logger, module_logger};

use super::Folder;

#[cfg(target_os = "linux")]
#[test]
fn another_user_is_refused() {
    // SAFETY: always safe.
    if unsafe { libc::geteuid() } != 0 {
        #[allow(clippy::print_stdout, reason = "says that nothing ran")]
        {
            println!("skipped: only root can become another user");
        }
        return;
    }
    let folder = Folder::new("user");
    let path = folder.join("door.sock");
    let _door = control().serve_unix(&path).unwrap();
    let as_nobody = || {
        let mut command = Command::new("curl");
        command.args(["--silent", "--max-time", "30", "--write-out", "\n%{http_code}"]);
        command.arg("--unix-socket").arg(&path).arg("http://localhost/tree");
        command.uid(65_534).gid(65_534).current_dir("/").output()
    };
    let Ok(output) = as_nobody() else { return };
    // The mode of the socket: curl's exit status 7 is "failed to connect".
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    // The check of the user, where someone has changed the mode.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
    let (status, body) = super::socket::answer(&as_nobody().unwrap());
    assert_eq!(status, 403);
    assert!(body.contains("this socket serves the user of its process only"), "{body}");
}

/// A level that nothing can revert is not set, and the operator is told so.
#[cfg(target_os = "linux")]
#[test]
fn without_a_thread_no_level_is_set_for_a_time() {
    #[module_logger("threadless")]
    static LOGGER: Logger;
    support::alone::alone(|| {
        LOGGER.set_handlers(vec![Box::new(Null)]);
        let post = |body: &str| {
            let response = control().handle("POST", "/loggers/threadless", body);
            (response.status(), response.body().to_owned())
        };
        let limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: `limit` outlives the call. The limit does not hold for root.
        unsafe {
            assert_eq!(libc::setrlimit(libc::RLIMIT_NPROC, &raw const limit), 0);
            assert!(libc::geteuid() != 0 || libc::setuid(65_534) == 0);
        }
        let refused = |(status, body): (u16, String)| {
            assert_eq!(status, 503, "{body}");
            assert!(body.contains("the level is as before, since nothing can end it: "), "{body}");
        };
        refused(post(r#"{"configuredLevel": "DEBUG", "for": "1 min"}"#));
        refused(post(r#"{"configuredLevel": "DEBUG"}"#));
        assert_eq!(LOGGER.level(), LevelFilter::INFO);
        let shown = || control().handle("GET", "/loggers/threadless", "").body().to_owned();
        assert!(shown().contains(r#""configuredLevel":null"#), "{}", shown());
        // What needs no end is possible, and outlives another refusal.
        assert_eq!(post(r#"{"configuredLevel": "ERROR", "for": "forever"}"#).0, 204);
        refused(post(r#"{"configuredLevel": "DEBUG"}"#));
        assert_eq!(LOGGER.level(), LevelFilter::ERROR);
        assert!(shown().contains(r#""configuredLevel":"ERROR""#), "{}", shown());
        assert_eq!(post(r#"{"configuredLevel": null}"#).0, 204);
        assert_eq!(LOGGER.level(), LevelFilter::INFO);
        // Nor is there a socket without a thread that serves it.
        let folder = Folder::new("threadless");
        let path = folder.join("door.sock");
        assert!(control().serve_unix(&path).is_err());
        assert!(!path.exists());
    });
}

/// A process that is stopped accepts no connection. To connect to it would take for ever.
#[cfg(target_os = "linux")]
#[test]
fn a_stopped_process_still_serves_its_socket() {
    support::alone::alone(|| {
        support::alone::or_abort();
        let folder = Folder::new("stopped");
        let path = folder.join("door.sock");
        let stopped = UnixListener::bind(&path).unwrap();
        // SAFETY: always safe. One connection may wait.
        assert_eq!(unsafe { libc::listen(stopped.as_raw_fd(), 0) }, 0);
        let _waiting = UnixStream::connect(&path).unwrap();
        let error = control().serve_unix(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrInUse, "{error}");
        assert!(path.exists());
    });
}

#[test]
fn process_exit_removes_the_socket() {
    let scene = || {
        let door = control().serve_unix(std::env::var_os("DOOR").unwrap()).unwrap();
        assert!(door.path().exists());
        std::process::exit(7);
    };
    if support::alone::is_child_of(&scene) {
        return scene();
    }
    let folder = Folder::new("exit");
    let path = folder.join("door.sock");
    let status = support::alone::child_of(&scene).env("DOOR", &path).status().unwrap();
    assert_eq!(status.code(), Some(7));
    assert!(!path.exists());
}

#[cfg(feature = "resource")]
#[test]
fn shutdown_removes_the_socket() {
    let Some(_seen) = support::alone::alone(|| {
        let folder = Folder::new("shutdown");
        let path = folder.join("door.sock");
        let door = control().serve_unix(&path).unwrap();
        logkit::shutdown();
        assert!(!path.exists());
        fs::write(&path, "another's").unwrap();
        drop(door);
        assert!(path.exists());
    }) else {
        return;
    };
}

#[test]
fn the_child_of_a_fork_leaves_the_socket_alone() {
    let folder = Folder::new("fork");
    let path = folder.join("door.sock");
    let door = control().serve_unix(&path).unwrap();
    // SAFETY: the child drops a value, which does nothing there, and ends.
    let child = unsafe { libc::fork() };
    if child == 0 {
        drop(door);
        // SAFETY: always safe.
        unsafe { libc::_exit(0) };
    }
    let mut status = 0;
    // SAFETY: `status` outlives the call.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0);
    assert!(path.exists());
    drop(door);
    assert!(!path.exists());
}
