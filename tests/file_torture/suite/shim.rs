//! A library that is loaded into child processes and makes their calls to the system fail: see `shim.c`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::suite::Folder;

/// What happens at a call.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "gzip"), expect(dead_code, reason = "`each_call` needs compression"))]
pub(crate) enum Mode {
    /// The process is killed.
    Kill,
    /// The call fails.
    Once(i32),
    /// The call and all later ones fail.
    From(i32),
    /// The disk is full from that call on.
    Full,
    /// One in so many calls fails.
    Every(i32),
    /// The open file fails from that call on.
    Stale(i32),
    /// All calls with the name fail from that call on.
    Named(&'static str, i32),
}

/// Builds the library; with it, `command` meets the fault at a call that concerns the folder.
pub(crate) fn apply(command: &mut Command, folder: &Folder, mode: Mode, call: usize) {
    let (name, error) = match mode {
        Mode::Kill => ("kill", 0),
        Mode::Once(error) => ("once", error),
        Mode::From(error) | Mode::Named(_, error) => ("from", error),
        Mode::Full => ("full", libc::ENOSPC),
        Mode::Every(error) => ("every", error),
        Mode::Stale(error) => ("stale", error),
    };
    if let Mode::Named(name, _) = mode {
        command.env("SHIM_CALL", name);
    }
    command
        .env("LD_PRELOAD", library())
        .env("SHIM_DIR", &folder.0)
        .env("SHIM_MODE", name)
        .env("SHIM_AT", call.to_string())
        .env("SHIM_ERRNO", error.to_string());
}

fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let name = format!("shim-{}.so", std::process::id());
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // Rust needs a C compiler as its linker, so there is one.
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(support::repository().join("tests/file_torture/suite/shim.c"))
            .arg("-ldl")
            .status();
        assert!(built.expect("cc can be started").success());
        library
    })
}
