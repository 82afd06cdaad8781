//! A log call never panics, aborts, hangs or recurses without end, and every other line is whole:
//! whatever the values, handlers and writers do, and whenever in a process's life it is made.

#[cfg(unix)]
mod forked_handlers;
#[cfg(unix)]
mod forks;
mod handlers;
#[cfg(unix)]
mod moments;
#[cfg(unix)]
mod spans;
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

/// The output of a child that ends; one that hangs is killed, and is a failure.
fn output_of(mut child: Child) -> Output {
    let (done, ended) = mpsc::channel::<()>();
    let pid = child.id();
    // Dropped: the child ended in time.
    let watch = thread::spawn(move || {
        let hung = ended.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout);
        if hung {
            // The standard library kills by handle only, and that is being waited on.
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
