//! The requests, and the socket that carries them.

#[cfg(target_os = "linux")]
mod descriptors;
mod hostile;
#[cfg(unix)]
mod races;
mod requests;
#[cfg(unix)]
mod socket;
mod targets;
#[cfg(unix)]
mod users;

use logkit::handler::Memory;
use logkit::{ControlResponse, control};
use serde_json::Value;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use support::alone::PATIENCE;

/// Logs as a third party does: in a module without a logger.
fn third_party(text: &str) {
    tracing::info!(target: "hyper", "{text}");
}

/// Logs as a part of that third party does.
fn client(text: &str) {
    tracing::warn!(target: "hyper::client", "{text}");
}

fn json(response: &ControlResponse) -> Value {
    assert_eq!(response.content_type(), "application/json");
    serde_json::from_str(response.body()).unwrap()
}

fn get(path: &str) -> Value {
    let response = control().handle("GET", path, "");
    assert_eq!(response.status(), 200, "{response:?}");
    json(&response)
}

fn post(path: &str, body: &Value) {
    let response = control().handle("POST", path, body.to_string());
    assert_eq!((response.status(), response.body()), (204, ""), "{response:?}");
}

/// The status of a wrong request, and its message.
fn refused(method: &str, path: &str, body: &str) -> (u16, String) {
    let response = control().handle(method, path, body);
    let answer = json(&response);
    assert_eq!(answer["status"], response.status());
    (response.status(), answer["message"].as_str().unwrap().to_owned())
}

/// The parts of a line without its last field, the time of the end.
fn told(memory: &Memory) -> Vec<String> {
    let until = |line: String| line.split(" until=").next().map(str::to_owned);
    support::lines::of(memory).into_iter().filter_map(until).collect()
}

/// Waits until a condition holds.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// An empty folder, which is removed when this is dropped. It lies near the root, because the path of a
/// socket has at most 107 bytes.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("logkit-{test}-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Self(folder)
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
