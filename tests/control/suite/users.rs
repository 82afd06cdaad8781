//! Other users and other processes: who may connect, and what a child of a fork leaves alone.

#![allow(unsafe_code, reason = "libc's fork, waitpid and _exit are unsafe to call")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use logkit::control;

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

#[test]
fn process_exit_removes_the_socket() {
    let folder = Folder::new("exit");
    let path = folder.join("door.sock");
    let scene = || {
        let door = control().serve_unix(std::env::var_os("DOOR").unwrap()).unwrap();
        assert!(door.path().exists());
        std::process::exit(7);
    };
    if support::alone::is_child_of(&scene) {
        return scene();
    }
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
