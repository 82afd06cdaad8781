//! Processes that take and leave one path at the same time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, Stdio};

use logkit::control;
use support::alone::{child_of, is_child_of};

use super::Folder;

const PROCESSES: usize = 8;
const ROUNDS: usize = 40;

/// A process that opens and closes a door when it is told to.
struct Process {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStderr>,
}

impl Process {
    fn tell(&mut self, order: u8) {
        self.orders.write_all(&[order]).unwrap();
    }

    fn tell_all(processes: &mut [Self], order: u8) {
        for process in processes {
            process.tell(order);
        }
    }

    /// Its answer to an order.
    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// It serves the path after the order that it got.
    fn serves(&mut self) -> bool {
        match &*self.answer() {
            "served" => true,
            "this process or another one serves it" => false,
            other => panic!("{other}"),
        }
    }
}

/// Obeys each byte on stdin with a line on stderr, to its end.
fn obey() {
    let path = std::env::var_os("DOOR").unwrap();
    let mut door = None;
    for order in std::io::stdin().lock().bytes() {
        let answer = if order.unwrap() == b'o' {
            match control().serve_unix(&path) {
                Ok(opened) => {
                    door = Some(opened);
                    "served".to_owned()
                }
                Err(error) => error.to_string().rsplit_once(": ").unwrap().1.to_owned(),
            }
        } else {
            drop(door.take());
            "closed".to_owned()
        };
        std::io::stderr().write_all(format!("{answer}\n").as_bytes()).unwrap();
    }
}

fn answers(path: &Path) -> bool {
    let Ok(mut stream) = UnixStream::connect(path) else { return false };
    stream.write_all(b"POST /flush HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.starts_with("HTTP/1.1 204 ")
}

#[test]
fn of_eight_processes_one_serves_and_none_removes_anothers_socket() {
    let scene = || {
        obey();
    };
    if is_child_of(&scene) {
        return scene();
    }
    let folder = Folder::new("races");
    let path = folder.join("door.sock");
    let mut processes: Vec<Process> = (0..PROCESSES)
        .map(|_| {
            let mut command = child_of(&scene);
            command.env("DOOR", &path).stdin(Stdio::piped()).stdout(Stdio::null());
            let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
            let orders = child.stdin.take().unwrap();
            let answers = BufReader::new(child.stderr.take().unwrap());
            Process { child, orders, answers }
        })
        .collect();
    for round in 0..ROUNDS {
        // The socket of a process that was killed.
        drop(UnixListener::bind(&path).unwrap());
        Process::tell_all(&mut processes, b'o');
        let serves: Vec<bool> = processes.iter_mut().map(Process::serves).collect();
        assert_eq!(serves.iter().filter(|serves| **serves).count(), 1, "round {round}: {serves:?}");
        assert!(answers(&path), "round {round}");
        // One leaves while the others come.
        let leaving = serves.iter().position(|serves| *serves).unwrap();
        for (index, process) in processes.iter_mut().enumerate() {
            process.tell(if index == leaving { b'c' } else { b'o' });
        }
        let mut count = 0;
        for (index, process) in processes.iter_mut().enumerate() {
            if index == leaving {
                assert_eq!(process.answer(), "closed");
            } else {
                count += usize::from(process.serves());
            }
        }
        assert!(count <= 1, "round {round}");
        assert_eq!(answers(&path), count == 1, "round {round}");
        Process::tell_all(&mut processes, b'c');
        assert!(processes.iter_mut().all(|process| process.answer() == "closed"));
        assert!(!path.exists(), "round {round}");
    }
    for Process { mut child, orders, .. } in processes {
        drop(orders);
        assert!(child.wait().unwrap().success());
    }
}
