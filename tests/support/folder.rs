//! A folder for the files of one test.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A folder for one test, and its path. It is deleted when this is dropped.
#[derive(Debug)]
pub struct Folder(pub PathBuf);

impl Folder {
    /// Makes an empty folder in `tmp`, which is `env!("CARGO_TARGET_TMPDIR")`.
    ///
    /// # Panics
    ///
    /// It cannot be made.
    pub fn new(tmp: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("folder-{}-{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let path = Path::new(tmp).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The content of a file.
    ///
    /// # Panics
    ///
    /// It cannot be read, or is not text.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a file.
    ///
    /// # Panics
    ///
    /// It cannot be written.
    #[track_caller]
    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// The names of all files, sorted.
    ///
    /// # Panics
    ///
    /// They cannot be listed.
    pub fn names(&self) -> Vec<String> {
        self.files().into_iter().map(|(name, _)| name).collect()
    }

    /// The names and contents of all files, sorted by name; those of folders are empty.
    ///
    /// # Panics
    ///
    /// They cannot be listed.
    pub fn files(&self) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.0).unwrap() {
            let entry = entry.unwrap();
            let content = fs::read(entry.path()).unwrap_or_default();
            files.push((text(entry.file_name().as_encoded_bytes()), text(&content)));
        }
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
