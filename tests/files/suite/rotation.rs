//! Rotation by size: the files of CPython's `RotatingFileHandler`, with the same bytes, and no file
//! touched that has another name than those.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use logkit::handler::File;
use logkit::sink::{FileBuilder, Rotation};
use support::repository;

use crate::suite::{Random, new_folder, skip, write};

/// One run of a program that logs.
#[derive(serde::Serialize)]
struct Run {
    max_bytes: u64,
    backup_count: u32,
    lines: Vec<String>,
}

const SEQUENCES: usize = 300;

fn runs(random: &mut Random) -> Vec<Run> {
    let max_bytes = [0, 1, 10, 40, 100, 257][random.below(6)];
    let backup_count = [0, 1, 2, 3, 5, 12][random.below(6)];
    let mut number = 0;
    (0..=random.below(3))
        .map(|_| {
            let mut line = |random: &mut Random| {
                number += 1;
                // Some are empty, some longer than any limit.
                let length = [0, 3, 9, 30, 31, 99, 300][random.below(7)];
                format!("{number}{}", "x".repeat(random.below(length + 1)))
            };
            // Some runs change the settings, so that backups with other numbers are there.
            let backup_count = if random.below(4) == 0 { random.below(5) } else { backup_count };
            let count = random.below(40);
            let lines = std::iter::repeat_with(|| line(random)).take(count).collect();
            Run { max_bytes, backup_count: u32::try_from(backup_count).unwrap(), lines }
        })
        .collect()
}

#[test]
fn three_hundred_sequences_leave_the_files_of_cpython() {
    let mut random = Random(7);
    let cases: Vec<_> = std::iter::repeat_with(|| (new_folder(), new_folder(), runs(&mut random)))
        .take(SEQUENCES)
        .collect();
    let theirs: Vec<_> = cases
        .iter()
        .map(|(theirs, _, runs)| (theirs.path("app.log"), runs))
        .map(|(path, runs)| serde_json::json!({ "path": path, "runs": runs }))
        .collect();
    let python = Command::new("python3")
        .arg(repository().join("tests/files/suite/rotation.py"))
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else {
        skip("python3 is not installed");
        return;
    };
    python.stdin.take().unwrap().write_all(&serde_json::to_vec(&theirs).unwrap()).unwrap();
    assert!(python.wait().unwrap().success());
    let mut files = 0;
    for (number, (theirs, ours, runs)) in cases.iter().enumerate() {
        for run in runs {
            let builder = File::builder(ours.path("app.log"));
            let builder = builder.with_max_bytes(run.max_bytes).with_backup_count(run.backup_count);
            let file = builder.build().unwrap();
            run.lines.iter().for_each(|line| write(&file, &[line]));
        }
        assert_eq!(ours.files(), theirs.files(), "sequence {number}");
        files += ours.files().len();
    }
    assert!(files > 3 * SEQUENCES, "{files}");
}

/// Names that look like a backup's. Each is one by some settings, or by none.
const LOOKALIKES: [&str; 11] = [
    "app.toml",
    "app-data.db",
    "app.log.bak",
    "app.log.notes",
    "app.log.old.1",
    "app.log.7",
    "app.log.2019-01-01",
    "app_r00000.txt",
    "app.log.gz",
    "app.log.1.gz",
    "other.log",
];

/// Rotates many times in a folder of such files and checks that all are untouched but those of the
/// names that the settings write.
fn assert_touches_only(own: &[&str], settings: impl Fn(FileBuilder) -> FileBuilder) {
    let folder = new_folder();
    for name in LOOKALIKES {
        folder.put(name, &format!("content of {name}"));
    }
    let builder = settings(File::builder(folder.path("app.log")).with_max_bytes(20));
    // A directory of a name that no settings write is not in the way either.
    fs::create_dir(folder.path("app.log.d")).unwrap();
    let file = builder.build().unwrap();
    for number in 0..50 {
        write(&file, &[&format!("line number {number}")]);
    }
    for name in LOOKALIKES.iter().filter(|name| !own.contains(name)) {
        assert_eq!(folder.text(name), format!("content of {name}"));
    }
    for name in own {
        let text = fs::read_to_string(folder.path(name)).unwrap_or_default();
        assert_ne!(text, format!("content of {name}"));
    }
    assert!(folder.path("app.log.d").is_dir());
}

#[test]
fn a_file_that_the_settings_do_not_write_is_never_touched() {
    assert_touches_only(&[], |file| file.with_backup_count(3));
    assert_touches_only(&["app.log.7"], |file| file.with_backup_count(9));
    assert_touches_only(&["app.log.7"], |file| file.with_direct_names().with_keep(2));
    let daily = |file: FileBuilder| file.with_rotation(Rotation::Daily).with_keep(2);
    assert_touches_only(&["app.log.2019-01-01"], daily);
    let hourly = |file: FileBuilder| file.with_rotation(Rotation::Hourly).with_keep(2);
    assert_touches_only(&[], hourly);
    #[cfg(feature = "gzip")]
    assert_touches_only(&["app.log.1.gz"], |file| file.with_backup_count(3).with_gzip());
}

#[test]
fn a_directory_with_the_name_of_a_backup_is_refused_at_opening() {
    let folder = new_folder();
    fs::create_dir(folder.path("app.log.3")).unwrap();
    let open = |count| {
        File::builder(folder.path("app.log")).with_max_bytes(20).with_backup_count(count).build()
    };
    let error = open(3).unwrap_err();
    assert_eq!(error.path(), folder.path("app.log.3"));
    assert!(error.to_string().ends_with("expected a regular file, or none"), "{error}");
    fs::remove_dir(folder.path("app.log.3")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", folder.path("app.log.1")).unwrap();
        assert_eq!(open(3).unwrap_err().path(), folder.path("app.log.1"));
        fs::remove_file(folder.path("app.log.1")).unwrap();
    }
    // One that appears later stops the rotation, not the lines.
    let file = open(3).unwrap();
    write(&file, &["one", "two"]);
    fs::create_dir(folder.path("app.log.1")).unwrap();
    write(&file, &["three four five six", "seven"]);
    assert_eq!(folder.text("app.log"), "one\ntwo\nthree four five six\nseven\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_leaves_no_room_for_those_of_backups_is_refused_at_opening() {
    let folder = new_folder();
    // A name has at most 255 bytes.
    for (length, expected) in
        [(255, [true, false, false]), (245, [true, true, false]), (230, [true; 3])]
    {
        let name = "a".repeat(length);
        let builder = || File::builder(folder.path(&name));
        // One after the other: only one may rotate the file.
        let built = [
            builder().build().map(drop),
            builder().with_max_bytes(100).with_backup_count(9).build().map(drop),
            builder().with_rotation(Rotation::Hourly).build().map(drop),
        ];
        for (built, expected) in built.into_iter().zip(expected) {
            match built {
                Ok(()) => assert!(expected, "{length}"),
                Err(error) => {
                    let error = error.to_string();
                    assert!(
                        !expected
                            && error.contains("cannot name a backup like this: File name too long"),
                        "{error}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_regular_file_with_the_name_of_a_backup_is_one_of_an_earlier_run() {
    let folder = new_folder();
    folder.put("app.log.1", "former\n");
    let builder = File::builder(folder.path("app.log")).with_max_bytes(5).with_backup_count(2);
    let file = builder.build().unwrap();
    write(&file, &["one", "two"]);
    assert_eq!(folder.text("app.log.2"), "former\n");
    assert_eq!(folder.text("app.log.1"), "one\n");
}

#[cfg(unix)]
#[test]
fn a_chmod_lasts_over_rotations() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = new_folder();
    let builder = File::builder(folder.path("app.log")).with_max_bytes(5).with_backup_count(2);
    let file = builder.build().unwrap();
    write(&file, &["one"]);
    fs::set_permissions(folder.path("app.log"), fs::Permissions::from_mode(0o644)).unwrap();
    write(&file, &["two", "three"]);
    for name in ["app.log", "app.log.1", "app.log.2"] {
        let mode = fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o7777;
        assert_eq!(mode, 0o644, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_never_rotated() {
    let builder = File::builder("/dev/null").with_max_bytes(1).with_backup_count(1);
    let file = builder.build().unwrap();
    write(&file, &["one", "two"]);
    assert!(!Path::new("/dev/null.1").exists());
}

#[cfg(unix)]
#[test]
fn a_second_handler_may_append_but_not_rotate() {
    let folder = new_folder();
    let path = folder.path("app.log");
    let rotating = || File::builder(&path).with_max_bytes(30).with_backup_count(9).build();
    let file = rotating().unwrap();
    let error = rotating().unwrap_err().to_string();
    assert!(error.contains("another handler or process rotates the file"), "{error}");
    let second = File::open(&path).unwrap();
    write(&second, &["second"]);
    for number in 0..6 {
        write(&file, &[&format!("line number {number}")]);
    }
    // The second one follows within a tenth of a second.
    std::thread::sleep(std::time::Duration::from_millis(110));
    write(&second, &["second"]);
    let last: Vec<_> = folder.text("app.log").lines().map(str::to_owned).collect();
    assert_eq!(last, ["line number 4", "line number 5", "second"]);
    drop((file, second));
    rotating().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_backup_is_named_after_the_local_time_of_its_last_line() {
    use std::time::{Duration, SystemTime};

    use support::alone::{child_of, is_child_of, succeeded};

    const PATH: &str = "LOGKIT_TEST_FILE";
    let rotate = || {
        let path = std::env::var_os(PATH).unwrap();
        let file = File::builder(path).with_rotation(Rotation::Hourly).build().unwrap();
        write(&file, &["now"]);
    };
    if is_child_of(&rotate) {
        return rotate();
    }
    for (zone, days) in [("Asia/Kathmandu", 2), ("America/St_Johns", 100), ("Europe/Berlin", 250)] {
        let folder = new_folder();
        folder.put("app.log", "former\n");
        let file = fs::File::options().append(true).open(folder.path("app.log")).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(days * 86_400)).unwrap();
        let mut date = Command::new("date");
        date.env("TZ", zone).arg("-r").arg(folder.path("app.log")).arg("+app.log.%Y-%m-%d_%H");
        let expected = String::from_utf8(date.output().unwrap().stdout).unwrap();
        let output = child_of(&rotate).env("TZ", zone).env(PATH, folder.path("app.log")).output();
        succeeded(&output.unwrap());
        assert_eq!(folder.text(expected.trim_end()), "former\n", "{zone}");
        assert_eq!(folder.text("app.log"), "now\n");
    }
}
