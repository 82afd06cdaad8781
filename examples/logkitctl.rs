//! A client for the door of any program that serves it, such as the example `control`. Without arguments it
//! prints:
//!
//! ```text
//! logkitctl SOCKET tree                      every logger with its level
//! logkitctl SOCKET level NAME                the level of a logger
//! logkitctl SOCKET level NAME LEVEL [TIME]   sets it, for 10 minutes or a time such as "5 min"
//! logkitctl SOCKET reset NAME                reverts it
//! logkitctl SOCKET explain NAME LEVEL        why a record is shown or not
//! logkitctl SOCKET stats                     the counts of loggers and handlers
//! logkitctl SOCKET flush                     flushes all handlers
//! logkitctl SOCKET reopen                    opens the log files again by their names
//! ```

use std::error::Error;
use std::io::{self, Read, Write};
use std::process::ExitCode;

const USAGE: &str = "\
logkitctl SOCKET tree                      every logger with its level
logkitctl SOCKET level NAME                the level of a logger
logkitctl SOCKET level NAME LEVEL [TIME]   sets it, for 10 minutes or a time such as \"5 min\"
logkitctl SOCKET reset NAME                reverts it
logkitctl SOCKET explain NAME LEVEL        why a record is shown or not
logkitctl SOCKET stats                     the counts of loggers and handlers
logkitctl SOCKET flush                     flushes all handlers
logkitctl SOCKET reopen                    opens the log files again by their names";

/// A request: the method, the path and the body.
type Request = (&'static str, String, String);

/// The request of a command; `None` if there is no such command.
fn request(command: &[&str]) -> Option<Request> {
    let get = |path: String| Some(("GET", path, String::new()));
    let set = |name: &str, body: serde_json::Value| {
        Some(("POST", format!("/loggers/{name}"), body.to_string()))
    };
    match *command {
        ["tree" | "stats"] => get(format!("/{}", command[0])),
        ["level", name] => get(format!("/loggers/{name}")),
        ["level", name, level] => set(name, serde_json::json!({ "configuredLevel": level })),
        ["level", name, level, time] => {
            set(name, serde_json::json!({ "configuredLevel": level, "for": time }))
        }
        ["reset", name] => set(name, serde_json::json!({ "configuredLevel": null })),
        ["explain", name, level] => get(format!("/explain/{name}/{level}")),
        ["flush" | "reopen"] => Some(("POST", format!("/{}", command[0]), String::new())),
        _ => None,
    }
}

/// Sends the request over a connection and returns the status and the body of the answer.
fn ask(
    mut connection: impl Read + Write,
    (method, path, body): &Request,
) -> Result<(u16, String), Box<dyn Error>> {
    let length = body.len();
    write!(
        connection,
        "{method} {path} HTTP/1.1\r\nHost: logkit\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("the answer is no HTTP")?;
    let status = head.split(' ').nth(1).ok_or("the answer has no status")?;
    Ok((status.parse()?, body.to_owned()))
}

#[cfg(unix)]
fn connect(socket: &str) -> io::Result<impl Read + Write> {
    std::os::unix::net::UnixStream::connect(socket)
}

#[cfg(not(unix))]
fn connect(_socket: &str) -> io::Result<io::Cursor<Vec<u8>>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Runs the command of the arguments. Returns its output.
fn run(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let Some((socket, command)) = arguments.split_first() else {
        return Ok(USAGE.to_owned());
    };
    let request = request(command).ok_or("no such command; without arguments, all are listed")?;
    let connection =
        connect(socket).map_err(|error| format!("cannot connect to {socket}: {error}"))?;
    let (status, body) = ask(connection, &request)?;
    if status < 400 {
        return Ok(body);
    }
    // A failure says what is wrong in its `message`.
    let failure: serde_json::Value = serde_json::from_str(&body)?;
    Err(failure["message"].as_str().unwrap_or(&body))?
}

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(output) if output.is_empty() => {}
        Ok(output) => writeln!(io::stdout(), "{}", output.trim_end())?,
        Err(error) => {
            writeln!(io::stderr(), "{error}")?;
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
