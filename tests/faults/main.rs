//! A log call never panics, aborts, hangs or recurses endlessly, and every other line is whole,
//! with any values, handlers and writers, and at any moment of a process's life.

#[cfg(unix)]
mod forked_handlers;
#[cfg(unix)]
mod forks;
mod handlers;
#[cfg(unix)]
mod moments;
#[cfg(unix)]
mod spans;
mod streams;
mod threads;
mod values;
mod writers;
#[cfg(unix)]
mod zone;

use std::process::{Child, Output};
use std::sync::mpsc;
use std::thread;

use logkit::Stats;

use support::alone::PATIENCE;

fn stats(written: u64, lost: u64) -> (u64, u64) {
    (written, lost)
}

fn counted(stats: Stats) -> (u64, u64) {
    (stats.written, stats.dropped)
}

/// Returns the output of a child that ends. A child that hangs is killed, which is a failure.
fn output_of(mut child: Child) -> Output {
    let (done, ended) = mpsc::channel::<()>();
    let pid = child.id();
    // The sender is dropped if the child ended in time.
    let watch = thread::spawn(move || {
        let hung = ended.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout);
        if hung {
            // The standard library kills by handle only, and the handle is in use by the wait.
            let _ = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
        hung
    });
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("the child can be waited for");
    drop(done);
    assert!(!watch.join().expect("the watch does not panic"), "hung: {output:?}");
    output
}
