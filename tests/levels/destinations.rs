//! The destination of lines: handlers, those of ancestors, the host, or else stderr.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use logkit::handler::{Handler, Memory, Null, Stream};
use logkit::{Level, Record, debug, info, warn};

use crate::{AUDIT, GATEWAY, PAY, PAYMENTS, RETRY};
use support::alone::alone;
use support::host::Host;
use support::shared::Shared;

#[test]
fn lines_without_a_handler_go_to_stderr() {
    let Some(seen) = alone(|| {
        info!(logger: PAY, cents = 1999, "charging {}", "Ada");
        debug!(logger: PAY, "below the level");
        warn!(logger: RETRY, why = "timed out", "trying again");
        warn!(logger: PAYMENTS, "there is no host");
    }) else {
        return;
    };
    assert_eq!(
        seen.errors(),
        [
            "pay - INFO - charging Ada cents=1999",
            "pay.gateway.http.retry - WARNING - trying again why=\"timed out\"",
            "payments - WARNING - there is no host",
        ]
    );
    // No colors without a terminal.
    assert!(!seen.stderr.contains('\x1b'));
}

#[test]
fn null_silences() {
    let Some(seen) = alone(|| {
        PAY.set_handlers(vec![Box::new(Null)]);
        info!(logger: PAY, "discarded");
        info!(logger: RETRY, "nor this");
        assert_eq!(PAY.stats().written + RETRY.stats().written, 2);
        PAY.clear_handlers();
        info!(logger: PAY, "but this");
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["pay - INFO - but this"]);
}

#[test]
fn a_handler_that_refuses_a_record_still_replaces_stderr() {
    let Some(seen) = alone(|| {
        PAY.add_handler(Memory::new().with_level(Level::Error));
        info!(logger: PAY, "refused, and not taken by stderr instead");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_host_that_a_logger_propagates_to_is_its_handler() {
    let Some(seen) = alone(|| {
        let host = Host::new();
        host.install();
        assert!(
            logkit::logger_tree()
                .to_string()
                .contains("yes              0        0  the host's subscriber\n")
        );
        info!(logger: PAYMENTS, "to the host");
        info!(logger: PAY, "not to the host");
        assert_eq!(host.messages(), ["to the host"]);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["pay - INFO - not to the host"]);
}

#[test]
fn a_child_without_handlers_uses_its_nearest_ancestor_s() {
    let Some(seen) = alone(|| {
        let (lines, nearer) = (Shared::default(), Shared::default());
        PAY.add_handler(Stream::new(lines.clone()));
        info!(logger: RETRY, "one");
        let id = GATEWAY.add_handler(Stream::new(nearer.clone()));
        info!(logger: RETRY, "two");
        assert!(GATEWAY.remove_handler(id));
        assert!(!GATEWAY.remove_handler(id));
        info!(logger: RETRY, "three");
        info!(logger: PAYMENTS, "four");
        let name = "pay.gateway.http.retry - INFO -";
        assert_eq!(lines.lines(), [format!("{name} one"), format!("{name} three")]);
        assert_eq!(nearer.lines(), [format!("{name} two")]);
    }) else {
        return;
    };
    assert_eq!(seen.errors(), ["payments - INFO - four"]);
}

#[test]
fn everything_is_flushed_once() {
    /// Counts its flushes.
    struct Flushed(Arc<AtomicU32>);

    impl Handler for Flushed {
        fn emit(&self, _: &Record<'_>) -> io::Result<()> {
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            self.0.fetch_add(1, Relaxed);
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    let Some(seen) = alone(|| {
        let counts = [(); 3].map(|()| Arc::new(AtomicU32::new(0)));
        let [of_parent, of_child, of_host] = counts.each_ref().map(|count| Flushed(count.clone()));
        PAY.add_handler(of_parent);
        // Its records reach the parent's handler as well.
        AUDIT.add_handler(of_child);
        AUDIT.set_propagate(true);
        let layer = logkit::layer().with_handler(of_host);
        logkit::flush_all();
        assert_eq!(counts.each_ref().map(|count| count.load(Relaxed)), [1, 1, 1]);
        drop(layer);
        logkit::flush_all();
        assert_eq!(counts.each_ref().map(|count| count.load(Relaxed)), [2, 2, 1]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "logkit: pay: flushing failed: broken pipe\n");
}
