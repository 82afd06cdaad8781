//! The socket: its path, its clients, its end. `curl` is the client that most operators have.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Output};

use logkit::handler::Memory;
use logkit::{ControlSocket, LevelFilter, Logger, control, module_logger};

use super::{Folder, wait_until};

/// Calls curl; `None` if it is not installed.
pub(super) fn curl(socket: &Path, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new("curl");
    command.args(["--silent", "--show-error", "--max-time", "30", "--unix-socket"]);
    match command.arg(socket).args(arguments).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            #[allow(clippy::print_stdout, reason = "says that nothing ran")]
            {
                println!("skipped: curl is not installed");
            }
            None
        }
        output => Some(output.unwrap()),
    }
}

/// The status and the body that curl got.
pub(super) fn answer(output: &Output) -> (u16, String) {
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    (status.parse().unwrap(), body.to_owned())
}

const STATUS: [&str; 2] = ["--write-out", "\n%{http_code}"];

fn raw(path: &Path, request: &[u8]) -> String {
    let mut stream = UnixStream::connect(path).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn curl_changes_a_level_and_sees_it_revert() {
    #[module_logger("by_curl")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());
    let folder = Folder::new("curl");
    let path = folder.join("door.sock");
    let _door = control().serve_unix(&path).unwrap();
    let tree = || curl(&path, &["http://localhost/tree"]).map(|output| output.stdout);
    let row = |tree: &[u8]| {
        let tree = String::from_utf8(tree.to_vec()).unwrap();
        let row = tree.lines().find(|line| line.starts_with("by_curl ")).unwrap();
        let cells: Vec<&str> = row.split_whitespace().take(3).collect();
        cells.join(" ")
    };
    let Some(before) = tree() else { return };
    assert_eq!(row(&before), "by_curl INFO default");
    let change = r#"{"configuredLevel": "DEBUG", "for": "2 s"}"#;
    let changed =
        curl(&path, &["--data", change, STATUS[0], STATUS[1], "http://localhost/loggers/by_curl"]);
    assert_eq!(answer(&changed.unwrap()), (204, String::new()));
    assert_eq!(row(&tree().unwrap()), "by_curl DEBUG override");
    wait_until("the level reverts", || memory.records().len() == 2);
    assert_eq!(row(&tree().unwrap()), "by_curl INFO default");
    assert_eq!(LOGGER.level(), LevelFilter::INFO);
}

#[test]
fn a_megabyte_is_refused_and_curl_sees_why() {
    let folder = Folder::new("megabyte");
    let path = folder.join("door.sock");
    let _door = control().serve_unix(&path).unwrap();
    let body = folder.join("body");
    fs::write(&body, vec![b' '; 1024 * 1024]).unwrap();
    let data = format!("@{}", body.display());
    // With and without the wait for `100 Continue`.
    for header in ["Expect: 100-continue", "Expect:"] {
        let arguments = [
            "-H",
            header,
            "--data-binary",
            &data,
            STATUS[0],
            STATUS[1],
            "http://localhost/loggers/x",
        ];
        let Some(output) = curl(&path, &arguments) else { return };
        let (status, body) = answer(&output);
        assert_eq!(status, 413, "{body}");
        assert!(body.contains("the body has more than 65536 bytes"), "{body}");
    }
    fs::write(&body, vec![b' '; 60 * 1024]).unwrap();
    let arguments = [
        "-H",
        "Expect: 100-continue",
        "--data-binary",
        &data,
        STATUS[0],
        STATUS[1],
        "http://localhost/flush",
    ];
    assert_eq!(answer(&curl(&path, &arguments).unwrap()).0, 204);
}

#[test]
fn the_answers_are_whole_messages_of_http() {
    let folder = Folder::new("http");
    let path = folder.join("door.sock");
    let _door = control().serve_unix(&path).unwrap();
    let answer = raw(&path, b"PUT /tree HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(
        head.lines().collect::<Vec<_>>(),
        [
            "HTTP/1.1 405 Method Not Allowed",
            "Connection: close",
            "Allow: GET",
            "Content-Type: application/json",
            &format!("Content-Length: {}", body.len()),
        ]
    );
    assert_eq!(
        raw(&path, b"POST /flush HTTP/1.1\r\n\r\n"),
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
    );
    assert!(raw(&path, b"\x16\x03\x01\x02\0\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

#[test]
fn clients_that_say_nothing_block_no_other() {
    let folder = Folder::new("silent");
    let path = folder.join("door.sock");
    let _door = control().serve_unix(&path).unwrap();
    let silent: Vec<UnixStream> = (0..8).map(|_| UnixStream::connect(&path).unwrap()).collect();
    let mut half = UnixStream::connect(&path).unwrap();
    half.write_all(b"POST /loggers/x HTTP/1.1\r\nContent-Length: 100\r\n\r\n{").unwrap();
    let gone = UnixStream::connect(&path).unwrap();
    drop(gone);
    assert!(raw(&path, b"GET /tree HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
    // Of more clients than are served at once, some are told so.
    let more: Vec<UnixStream> = (0..16).map(|_| UnixStream::connect(&path).unwrap()).collect();
    for stream in &more {
        stream.set_nonblocking(true).unwrap();
    }
    wait_until("a client is refused", || {
        more.iter().any(|mut stream| {
            let mut start = [0; 64];
            let read = stream.read(&mut start).unwrap_or_default();
            start[..read].starts_with(b"HTTP/1.1 503 Service Unavailable\r\n")
        })
    });
    drop((silent, half, more));
    wait_until("a client is served again", || {
        let mut stream = UnixStream::connect(&path).unwrap();
        // The door may have refused and closed already.
        let _ = stream.write_all(b"GET /tree HTTP/1.1\r\n\r\n");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer.starts_with("HTTP/1.1 200 OK\r\n")
    });
}

#[test]
fn the_socket_is_the_users_alone_and_goes_with_the_door() {
    let folder = Folder::new("mode");
    let path = folder.join("door.sock");
    let door = control().serve_unix(&path).unwrap();
    let metadata = fs::symlink_metadata(&path).unwrap();
    assert!(metadata.file_type().is_socket());
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    assert_eq!(door.path(), path);
    drop(door);
    assert!(!path.exists());
    // The path is free again.
    drop(control().serve_unix(&path).unwrap());

    // A door does not remove a file that has taken its place.
    let door = control().serve_unix(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, "precious").unwrap();
    drop(door);
    assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
}

#[test]
fn only_a_dead_socket_is_replaced() {
    let folder = Folder::new("taken");
    let refused = |path: &Path| {
        let error = control().serve_unix(path).map(drop).unwrap_err();
        let text = error.to_string();
        let start = format!("control socket `{}`: ", path.display());
        (error.kind(), text.strip_prefix(&start).unwrap_or(&text).to_owned())
    };
    let exists = |reason: &str| (ErrorKind::AlreadyExists, reason.to_owned());

    let file = folder.join("file");
    fs::write(&file, "precious").unwrap();
    assert_eq!(refused(&file), exists("the path exists and is not a socket"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    assert_eq!(refused(&folder), exists("the path exists and is not a socket"));

    let dead = folder.join("dead.sock");
    drop(UnixListener::bind(&dead).unwrap());
    let link = folder.join("link.sock");
    symlink(&dead, &link).unwrap();
    assert_eq!(refused(&link), exists("the path is a symbolic link"));
    let dangling = folder.join("dangling.sock");
    symlink(folder.join("nowhere"), &dangling).unwrap();
    assert_eq!(refused(&dangling), exists("the path is a symbolic link"));

    let door = control().serve_unix(&dead).unwrap();
    assert!(raw(&dead, b"GET /tree HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
    let in_use = (ErrorKind::AddrInUse, "this process or another one serves it".to_owned());
    assert_eq!(refused(&dead), in_use);
    assert!(raw(&dead, b"GET /tree HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
    drop::<ControlSocket>(door);

    assert_eq!(refused(&folder.join("missing/door.sock")).0, ErrorKind::NotFound);
    assert_eq!(refused(&folder.join("x".repeat(200))).0, ErrorKind::InvalidInput);
    let open = folder.join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    let (kind, reason) = refused(&open.join("door.sock"));
    assert_eq!(kind, ErrorKind::PermissionDenied);
    assert!(reason.starts_with("every user may replace files of its directory"), "{reason}");
}
