//! The requests, and the socket that carries them.

mod hostile;
mod requests;
#[cfg(unix)]
mod socket;
#[cfg(unix)]
mod users;

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
