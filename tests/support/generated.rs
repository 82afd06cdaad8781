//! Crates that a test generates and builds with cargo, each with its own edition, lints and names
//! of dependencies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::repository;

/// A workspace of generated crates.
#[derive(Debug)]
pub struct Generated {
    root: PathBuf,
    target: PathBuf,
    members: Vec<String>,
}

/// One crate of a generated workspace.
#[derive(Clone, Copy, Debug)]
pub struct Crate<'a> {
    /// The name of the package.
    pub name: &'a str,
    /// The edition, as in a manifest: `2024`.
    pub edition: &'a str,
    /// Lines of `[dependencies]`; `{logkit}` is replaced by the path of `logkit`.
    pub dependencies: &'a str,
    /// The only source file.
    pub source: &'a str,
}

impl Generated {
    /// Creates a workspace in a folder of `tmp`, which is `env!("CARGO_TARGET_TMPDIR")`: cargo tells
    /// that path to test binaries only. Files of an earlier run are overwritten.
    ///
    /// # Panics
    ///
    /// Panics if the folder cannot be created.
    pub fn new(tmp: &str, name: &str) -> Self {
        let root = Path::new(tmp).join(name);
        fs::create_dir_all(&root).unwrap();
        Self { root, target: Self::target(tmp), members: Vec::new() }
    }

    /// Writes a library.
    ///
    /// # Panics
    ///
    /// Panics if its files cannot be written.
    pub fn add(&mut self, krate: Crate<'_>) {
        self.add_with(krate, "src/lib.rs");
    }

    /// Writes a program.
    ///
    /// # Panics
    ///
    /// Panics if its files cannot be written.
    pub fn add_program(&mut self, krate: Crate<'_>) {
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

    /// Runs cargo over all crates. They use one target directory and the dependency versions of
    /// this workspace.
    ///
    /// # Panics
    ///
    /// Panics if cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> Output {
        let members = self.members.join(", ");
        let manifest = format!("[workspace]\nresolver = \"2\"\nmembers = [{members}]\n");
        write(&self.root.join("Cargo.toml"), &manifest);
        let lock = repository().join("Cargo.lock");
        if lock.exists() {
            fs::copy(lock, self.root.join("Cargo.lock")).unwrap();
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).env("CARGO_NET_OFFLINE", "true").current_dir(&self.root);
        cargo.env("CARGO_TARGET_DIR", &self.target);
        // Both variables change the generated code, and the size and speed of these programs are
        // measured.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_INCREMENTAL").output().unwrap()
    }

    /// The target directory, shared by all generated workspaces.
    pub fn target(tmp: &str) -> PathBuf {
        Path::new(tmp).join("generated")
    }
}

/// Writes a file unless its content is the same already: cargo compares modification times.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).unwrap();
}
