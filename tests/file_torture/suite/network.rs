//! File systems of networks, foreign ones and those with quotas, which fail in ways of their own.

use std::env;
use std::fs;
#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
use std::mem;
use std::path::PathBuf;
#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
use std::process::{self, Command};

use logkit::Level;
use logkit::handler::File;
use logkit::sink::{FileBuilder, Sink as _};
use support::alone::{self, Seen};

use crate::suite::shim::{Mode, apply};
use crate::suite::{found, new_folder};
use support::folder::Folder;

/// The variable that names the folder for a child.
const FOLDER: &str = "LOGKIT_TEST_FOLDER";

fn folder() -> PathBuf {
    PathBuf::from(env::var_os(FOLDER).unwrap())
}

fn line(number: usize) -> String {
    format!("line {number:03}\n")
}

/// Runs a test's scene in a child that meets the fault from a call on.
fn child<F: FnOnce()>(_scene: &F, folder: &Folder, mode: Mode, call: usize) -> Seen {
    let mut child = alone::child::<F>();
    apply(&mut child, folder, mode, call);
    alone::succeeded(&child.env(FOLDER, &folder.0).output().unwrap())
}

fn builder() -> FileBuilder {
    File::builder(folder().join("app.log"))
}

/// Writes lines and says which were refused.
fn write(file: &File, numbers: std::ops::Range<usize>, level: Level) {
    for number in numbers {
        match file.sink().write_line(line(number).as_bytes()) {
            Ok(()) => file.sink().after_line(level),
            Err(_) => println!("\nlost {number}"),
        }
    }
}

fn lost(seen: &Seen) -> usize {
    seen.stdout.lines().filter(|line| line.starts_with("lost ")).count()
}

/// The reports on stderr.
fn reports(seen: &Seen) -> Vec<&str> {
    seen.stderr.lines().filter(|line| line.starts_with("logkit: ")).collect()
}

#[test]
fn a_file_whose_handle_is_stale_is_opened_again() {
    let here = || {
        // The first file may be stale at once.
        let file = (0..2).find_map(|_| builder().build().ok()).unwrap();
        write(&file, 0..50, Level::Info);
    };
    if alone::is_child_of(&here) {
        return here();
    }
    for call in 0..10 {
        let folder = new_folder();
        let seen = child(&here, &folder, Mode::Stale(libc::ESTALE), call);
        let text = found::text(&folder, 0);
        let (lines, announced) = found::lines(&text);
        // One line finds it out.
        assert!(lost(&seen) <= 1, "{call}: {seen:?}");
        assert_eq!((lines.len() + lost(&seen), announced), (50, lost(&seen) as u64), "{call}");
    }
}

#[test]
fn lines_that_the_disk_refuses_after_they_were_written_are_announced() {
    let here = || {
        let file = builder().with_sync_level(Level::Error).build().unwrap();
        write(&file, 0..3, Level::Info);
        write(&file, 3..4, Level::Error);
        write(&file, 4..5, Level::Info);
    };
    if alone::is_child_of(&here) {
        return here();
    }
    let folder = new_folder();
    let seen = child(&here, &folder, Mode::Named("fsync", libc::ENOSPC), 0);
    let text = found::text(&folder, 0);
    assert_eq!(lost(&seen), 0);
    assert!(text.starts_with("line 000\nline 001\nline 002\nline 003\n"), "{text}");
    let full = "No space left on device (os error 28)";
    assert!(text.contains(&format!(" - up to 4 lines lost: {full}\nline 004\n")), "{text}");
    // The last line is no exception.
    assert!(text.ends_with(&format!(" - up to 1 line lost: {full}\n")), "{text}");
    assert_eq!(reports(&seen).len(), 1, "{seen:?}");
    assert!(seen.stderr.contains("app.log`: cannot write to the disk: No space left"), "{seen:?}");
    // A file system that cannot do it has lost nothing.
    let folder = new_folder();
    child(&here, &folder, Mode::Named("fsync", libc::EINVAL), 0);
    assert_eq!(found::text(&folder, 0).lines().count(), 5);
}

#[test]
fn a_file_system_that_refuses_permission_bits_is_reported_once() {
    let here = || {
        let rotated = builder().with_mode(0o666).with_max_bytes(20).with_backup_count(9);
        write(&rotated.build().unwrap(), 0..9, Level::Info);
    };
    if alone::is_child_of(&here) {
        return here();
    }
    for error in [libc::EPERM, libc::EOPNOTSUPP] {
        let folder = new_folder();
        let seen = child(&here, &folder, Mode::Named("fchmod", error), 0);
        assert_eq!((lost(&seen), found::text(&folder, 9).lines().count()), (0, 9));
        let [report] = reports(&seen)[..] else { panic!("{seen:?}") };
        assert!(
            report.ends_with("app.log`: its file system set mode 0644 instead of 0666"),
            "{report}"
        );
    }
}

#[test]
fn a_file_system_without_links_is_refused_with_direct_names_only() {
    let here = || {
        let sized = || builder().with_max_bytes(20);
        let error = sized().with_direct_names().build().unwrap_err().to_string();
        assert!(error.contains("app.log`: cannot link to the current file: "), "{error}");
        fs::remove_file(folder().join("app.log.1")).unwrap();
        write(&sized().with_backup_count(9).build().unwrap(), 0..9, Level::Info);
    };
    if alone::is_child_of(&here) {
        return here();
    }
    let folder = new_folder();
    let seen = child(&here, &folder, Mode::Named("symlink", libc::EPERM), 0);
    assert_eq!((lost(&seen), found::text(&folder, 9).lines().count()), (0, 9));
}

/// The answer of `fstatfs` for NFS, in the memory of `strace`'s syntax.
#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
const NFS: &str = "inject=fstatfs:poke_exit=@arg2=6969000000000000";

#[cfg(all(target_pointer_width = "64", target_endian = "little"))]
#[test]
fn a_full_network_disk_is_found_out_at_the_end_of_the_process() {
    let here = || {
        let file = builder().build().unwrap();
        write(&file, 0..3, Level::Info);
        // As a logger's handler, it is not dropped.
        mem::forget(file);
        process::exit(7);
    };
    if alone::is_child_of(&here) {
        return here();
    }
    if Command::new("strace").arg("-V").output().is_err() {
        return eprintln!("skipped: no strace");
    }
    let folder = new_folder();
    let scene = alone::child_of(&here);
    let mut child = Command::new("strace");
    child.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fstatfs,fsync", "-e", NFS]);
    child.args(["-e", "inject=fsync:error=ENOSPC"]).arg(scene.get_program()).args(scene.get_args());
    for (name, value) in scene.get_envs() {
        match value {
            Some(value) => child.env(name, value),
            None => child.env_remove(name),
        };
    }
    let seen = child.env(FOLDER, &folder.0).output().unwrap();
    assert_eq!(seen.status.code(), Some(7));
    let seen = alone::seen(&seen);
    assert!(seen.stderr.contains("app.log`: cannot write to the disk: No space left"), "{seen:?}");
    let text = found::text(&folder, 0);
    assert!(text.contains(" - up to 3 lines lost: No space left on device"), "{text}");
}
