//! Streams of a process: closed, full, and cut by its end.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use logkit::handler::Stream;
use logkit::{Logger, info, module_logger};

use crate::{counted, output_of, stats};
use support::alone::{alone, child, is_child, seen, succeeded};
use support::lines::without_times;

#[module_logger("streams")]
static LOGGER: Logger;

/// Plays a scene with the given stderr, after its other end has been prepared.
fn with_stderr<F: FnOnce()>(stderr: Stdio, break_it: bool, scene: F) {
    if is_child::<F>() {
        // Waits until the parent has closed the other end.
        let _ = io::stdin().read(&mut [0]);
        return scene();
    }
    let mut child =
        child::<F>().stdin(Stdio::piped()).stderr(stderr).stdout(Stdio::piped()).spawn().unwrap();
    if break_it {
        drop(child.stderr.take());
    }
    succeeded(&output_of(child));
}

#[test]
fn a_closed_reader_is_harmless() {
    with_stderr(Stdio::piped(), true, || {
        for number in 0..1_000 {
            info!(number, "discarded");
        }
        assert_eq!(counted(LOGGER.stats()), stats(0, 1_000));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_harmless() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    with_stderr(full.into(), false, || {
        for number in 0..1_000 {
            info!(number, "there is no room for this");
        }
        assert_eq!(counted(LOGGER.stats()), stats(0, 1_000));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn at_most_one_diagnostic_a_second() {
    // Measured in the child, which prints the result to its stdout.
    let Some(seen) = alone(|| {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        LOGGER.add_handler(Stream::new(full));
        let started = Instant::now();
        let mut lost = 0;
        while started.elapsed() < Duration::from_millis(2_300) {
            info!("the text of a secret");
            lost += 1;
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(counted(LOGGER.stats()), stats(0, lost));
        writeln!(io::stdout(), "\n{lost} in {}", started.elapsed().as_secs()).unwrap();
    }) else {
        return;
    };
    let measured = seen.stdout.lines().find_map(|line| line.split_once(" in ")).unwrap();
    let (lost, seconds): (u64, usize) = (measured.0.parse().unwrap(), measured.1.parse().unwrap());
    let said: Vec<&str> = seen.stderr.lines().collect();
    assert!((2..=seconds + 1).contains(&said.len()), "{said:?} in {seconds} s");
    let text = "logkit: streams: stream: a record was lost: No space left on device (os error 28)";
    let reports = said.iter().map(|line| {
        let more = line.strip_prefix(text).unwrap_or_else(|| panic!("{line}"));
        let number = more.strip_prefix(" (").and_then(|more| more.split_once(' '));
        1 + number.map_or(0, |(number, _)| number.parse::<u64>().unwrap())
    });
    // No loss is announced twice; losses after the last line are not announced yet.
    let told: u64 = reports.sum();
    assert!(told > lost / 2 && told <= lost, "{told} of {lost}");
}

fn file(name: &str) -> (PathBuf, File) {
    let path = std::env::temp_dir().join(format!("logkit-{}-{name}", std::process::id()));
    let file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
    (path, file)
}

#[test]
fn lines_logged_before_an_exit_are_in_the_file() {
    let scene = || {
        let (path, file) = file("exit");
        LOGGER.add_handler(Stream::new(file));
        writeln!(io::stdout(), "\n{}", path.display()).unwrap();
        for _ in 0..4 {
            // Logs until the process ends.
            thread::spawn(|| (0..u64::MAX).for_each(|number| info!(number, "busy")));
        }
        for number in 0..1_000 {
            info!(number, "mine");
        }
        std::process::exit(3);
    };
    let output = run_to_the_end(scene);
    let Some(output) = output else { return };
    assert_eq!(output.status.code(), Some(3));
    let seen = seen(&output);
    assert_eq!(seen.stderr, "");
    let path = seen.stdout.lines().find(|line| line.ends_with("-exit")).unwrap();
    let text = fs::read_to_string(path).unwrap();
    fs::remove_file(path).unwrap();
    let mut counts = BTreeMap::new();
    for line in without_times(&text) {
        let (message, number) = line.rsplit_once(" number=").unwrap();
        number.parse::<u64>().unwrap();
        *counts.entry(message.to_owned()).or_insert(0) += 1;
    }
    assert_eq!(counts.remove("streams - INFO - mine"), Some(1_000));
    // Every other line is whole.
    counts.remove("streams - INFO - busy");
    assert_eq!(counts, BTreeMap::new());
}

/// Plays a scene that ends the process in its own way.
fn run_to_the_end<F: FnOnce()>(scene: F) -> Option<std::process::Output> {
    if is_child::<F>() {
        scene();
        return None;
    }
    let child = child::<F>().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    Some(output_of(child))
}
