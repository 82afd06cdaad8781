//! The child of a fork opens values of its own and leaves those of its parent alone.

#![allow(unsafe_code, reason = "libc's fork and exit are unsafe to call")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use logkit::SyncResource;
use support::alone::{alone, or_abort};

static OPENED: AtomicU32 = AtomicU32::new(0);
static VALUE: SyncResource<Printed> =
    SyncResource::new("value", || Ok(Printed(OPENED.fetch_add(1, Relaxed)))).on_close(|value| {
        let number = value.0;
        say(&format!("closed {number}\n"));
        Ok(())
    });
/// The opening functions of "slow" that have started.
static STARTED: AtomicU32 = AtomicU32::new(0);
static SLOW: SyncResource<u32> = SyncResource::new("slow", || {
    STARTED.fetch_add(1, Relaxed);
    thread::sleep(Duration::from_millis(300));
    Ok(7)
});

struct Printed(u32);

impl Drop for Printed {
    fn drop(&mut self) {
        let number = self.0;
        say(&format!("dropped {number}\n"));
    }
}

/// Writes one text at once, without the standard library's locks.
fn say(text: &str) {
    // SAFETY: the pointer is valid for reading that many bytes.
    let written = unsafe { libc::write(2, text.as_ptr().cast(), text.len()) };
    assert_eq!(usize::try_from(written).ok(), Some(text.len()));
}

/// Forks, runs `scene` in the child, which ends as a program does, and waits for it.
fn fork(scene: impl FnOnce()) {
    // SAFETY: the child runs code of this test only.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        or_abort();
        scene();
        std::process::exit(0);
    }
    let mut status = 0;
    // SAFETY: the pointer is valid for writing the status.
    assert_eq!(unsafe { libc::waitpid(pid, &raw mut status, 0) }, pid);
    assert_eq!(status, 0);
}

#[test]
fn a_child_closes_its_own_resources_only() {
    let Some(seen) = alone(|| {
        let guard = Mutex::new(Some(logkit::shutdown_guard()));
        drop(VALUE.get().unwrap());
        fork(|| drop(guard.lock().unwrap().take()));
        fork(|| {
            assert!(VALUE.get_if_open().is_none());
            assert_eq!(VALUE.get().unwrap().0, 1);
        });
        fork(|| {
            assert_eq!(VALUE.get().unwrap().0, 1);
            logkit::shutdown();
            assert!(VALUE.get().is_err());
        });
        say("parent\n");
        assert_eq!(VALUE.get().unwrap().0, 0);
        drop(guard);
        assert!(VALUE.get().is_err());
    }) else {
        return;
    };
    assert_eq!(
        seen.stderr.lines().collect::<Vec<_>>(),
        ["closed 1", "dropped 1", "closed 1", "dropped 1", "parent", "closed 0", "dropped 0"]
    );
}

#[test]
fn a_child_does_not_wait_for_a_thread_of_its_parent() {
    alone(|| {
        thread::scope(|scope| {
            scope.spawn(|| SLOW.get().unwrap());
            while STARTED.load(Relaxed) == 0 {
                thread::yield_now();
            }
            // In the parent, the other thread is opening it.
            fork(|| assert_eq!(*SLOW.get().unwrap(), 7));
        });
    });
}
