//! A door whose descriptor the program closes behind its back, as daemons close all that they do not know.

#![allow(unsafe_code, reason = "libc's calls for descriptors are unsafe")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::fd::{AsRawFd as _, RawFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

use logkit::{ControlSocket, control};
use support::alone::{alone, or_abort};

use super::{Folder, wait_until};

/// The descriptors that are open now, the one that reads the folder aside.
fn open_numbers() -> BTreeSet<RawFd> {
    let entries = fs::read_dir("/proc/self/fd").unwrap().map(|entry| entry.unwrap().path());
    let all: Vec<_> = entries.collect();
    let numbers = all.iter().filter(|path| fs::read_link(path).is_ok());
    numbers.map(|path| path.file_name().unwrap().to_str().unwrap().parse().unwrap()).collect()
}

/// Opens a door, and returns the number of its descriptor.
fn open(path: &Path) -> (ControlSocket, RawFd) {
    let before = open_numbers();
    let door = control().serve_unix(path).unwrap();
    let new: Vec<RawFd> = open_numbers().difference(&before).copied().collect();
    let [number] = new[..] else { panic!("one descriptor, not {new:?}") };
    (door, number)
}

fn ask(path: &Path) -> String {
    let mut answer = String::new();
    if let Ok(mut stream) = UnixStream::connect(path) {
        let _ = stream.write_all(b"GET /tree HTTP/1.1\r\n\r\n");
        let _ = stream.read_to_string(&mut answer);
    }
    answer
}

#[test]
fn a_door_whose_descriptor_is_closed_ends_and_says_so() {
    // A debug build of the standard library aborts a process that closes a descriptor twice.
    let Some(seen) = alone(|| {
        or_abort();
        let folder = Folder::new("closed");
        for asks in [false, true] {
            let path = folder.join("door.sock");
            let (door, number) = open(&path);
            assert!(ask(&path).starts_with("HTTP/1.1 200 OK"));
            // SAFETY: nothing else uses the descriptor. The door has to live with it.
            assert_eq!(unsafe { libc::close(number) }, 0);
            if asks {
                // The wait for this client had begun before.
                ask(&path);
                wait_until("the socket is removed", || !path.exists());
            }
            drop(door);
            assert!(!path.exists());
        }
    }) else {
        return;
    };
    let [report] = &seen.errors()[..] else { panic!("one report: {seen:?}") };
    assert!(report.contains("door.sock`: the program has closed its descriptor"), "{report}");
}

#[test]
fn no_other_socket_of_the_program_is_served_or_closed() {
    let Some(_) = alone(|| {
        or_abort();
        let folder = Folder::new("replaced");
        for asks in [false, true] {
            let (path, others) = (folder.join("door.sock"), folder.join("other.sock"));
            let (door, number) = open(&path);
            let other = UnixListener::bind(&others).unwrap();
            // SAFETY: both are open. The door has to live with it.
            assert_eq!(unsafe { libc::dup2(other.as_raw_fd(), number) }, number);
            if asks {
                ask(&path);
                wait_until("the socket is removed", || !path.exists());
            }
            let client = UnixStream::connect(&others).unwrap();
            drop(door);
            assert!(!path.exists());
            other.set_nonblocking(true).unwrap();
            let mut served = other.accept().expect("the program's own socket gets its client").0;
            served.write_all(b"own").unwrap();
            drop(served);
            let mut text = String::new();
            (&client).read_to_string(&mut text).unwrap();
            assert_eq!(text, "own");
            assert_eq!(unsafe { libc::close(number) }, 0, "it was not closed");
            fs::remove_file(&others).unwrap();
        }
    }) else {
        return;
    };
}
