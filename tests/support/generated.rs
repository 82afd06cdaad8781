//! Crates that a test writes and has cargo look at: editions, lints and names of dependencies are a
//! crate's own affair.

#![allow(dead_code, reason = "every file of promises uses its own part of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A workspace of generated crates, under the target directory.
pub(crate) struct Generated {
    root: PathBuf,
    members: Vec<String>,
}

/// One crate of it.
#[derive(Clone, Copy)]
pub(crate) struct Crate<'a> {
    pub(crate) name: &'a str,
    pub(crate) edition: &'a str,
    /// Lines of `[dependencies]`; `{logkit}` stands for the path of the crate.
    pub(crate) dependencies: &'a str,
    pub(crate) source: &'a str,
}

impl Generated {
    /// A new one; what an earlier run left is written over.
    pub(crate) fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&root).unwrap();
        Self { root, members: Vec::new() }
    }

    /// Writes a library.
    pub(crate) fn add(&mut self, krate: Crate<'_>) {
        self.add_with(krate, "src/lib.rs");
    }

    /// Writes a program.
    pub(crate) fn add_program(&mut self, krate: Crate<'_>) {
        self.add_with(krate, "src/main.rs");
    }

    fn add_with(&mut self, krate: Crate<'_>, file: &str) {
        let Crate { name, edition, dependencies, source } = krate;
        let folder = self.root.join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        let logkit = repository().join("logkit");
        let dependencies = dependencies.replace("{logkit}", logkit.to_str().unwrap());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
             [dependencies]\n{dependencies}\n"
        );
        write(&folder.join("Cargo.toml"), &manifest);
        write(&folder.join(file), source);
        self.members.push(format!("{name:?}"));
    }

    /// Runs cargo over all crates. They share a target directory, and take the versions of
    /// dependencies that this workspace has.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let members = self.members.join(", ");
        let manifest = format!("[workspace]\nresolver = \"2\"\nmembers = [{members}]\n");
        write(&self.root.join("Cargo.toml"), &manifest);
        let lock = repository().join("Cargo.lock");
        if lock.exists() {
            fs::copy(lock, self.root.join("Cargo.lock")).unwrap();
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).env("CARGO_NET_OFFLINE", "true").current_dir(&self.root);
        cargo.env("CARGO_TARGET_DIR", Self::target());
        // Both make other code of the same source, and these programs are measured.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_INCREMENTAL").output().unwrap()
    }

    /// Where cargo leaves what it makes, for all of them.
    pub(crate) fn target() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated")
    }
}

/// Where this repository is.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes a file, unless it is the same already: cargo goes by the time of change.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).unwrap();
}
