//! A line that is lost after its log call counts as lost, for its logger and its handler.

use std::io::{self, ErrorKind, Write};
use std::sync::Mutex;
use std::thread;

use logkit::handler::{Delivery, Handler, Lines, Stream};
use logkit::sink::{Receipt, Sink};
use logkit::{HandlerInfo, Logger, Record, Stats, info, module_logger};
use support::alone::{alone, or_abort};

/// In a module of its own, so that it claims no statement of these tests.
mod declared {
    use logkit::{Logger, module_logger};

    #[module_logger("losses")]
    pub(super) static LOGGER: Logger;
}
use declared::LOGGER;

#[module_logger("losses.child")]
static CHILD: Logger;

fn counts(stats: Stats) -> (u64, u64) {
    (stats.written, stats.dropped)
}

fn handler_counts(logger: &'static Logger) -> Vec<(u64, u64)> {
    logger.handlers().iter().map(HandlerInfo::stats).map(counts).collect()
}

/// Waits in the write of the first line for a thread that logs, and loses the line of that thread.
struct LosesThreadsLine;

impl Write for LosesThreadsLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.ends_with(b"outer\n") {
            thread::spawn(|| info!(logger: CHILD, "inner")).join().unwrap();
        }
        if bytes.ends_with(b"inner\n") {
            Err(ErrorKind::StorageFull.into())
        } else {
            Ok(bytes.len())
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_line_that_was_left_to_another_thread_and_lost_by_it_is_counted() {
    let Some(seen) = alone(|| {
        or_abort();
        LOGGER.add_handler(Stream::new(LosesThreadsLine));
        info!("outer");
        // The writer got the line of the other logger after that logger's call had returned.
        assert_eq!((counts(LOGGER.stats()), counts(CHILD.stats())), ((1, 0), (0, 1)));
        assert_eq!(handler_counts(&LOGGER), [(1, 1)]);
        let tree = logkit::logger_tree().to_string();
        assert!(tree.contains("stream (1 of 2 lost)"), "{tree}");
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "logkit: losses.child: 1 accepted record was lost: no storage space\n");
}

/// Keeps lines until it is flushed, and loses them then.
#[derive(Default)]
struct Delayed(Mutex<Vec<Receipt>>);

impl Sink for Delayed {
    fn write_line(&self, line: &[u8]) -> io::Result<()> {
        self.accept_line(line, Receipt::default())
    }

    fn accept_line(&self, _line: &[u8], receipt: Receipt) -> io::Result<()> {
        self.0.lock().unwrap().push(receipt);
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        for receipt in self.0.lock().unwrap().drain(..) {
            receipt.add_dropped(1, &io::Error::other("the text of a secret"));
        }
        Ok(())
    }
}

impl Drop for Delayed {
    fn drop(&mut self) {
        self.flush().unwrap();
    }
}

#[test]
fn a_sink_reports_later_losses_of_several_loggers_by_their_receipts() {
    let Some(seen) = alone(|| {
        LOGGER.add_handler(Lines::over(Delayed::default()));
        info!("one");
        info!(logger: CHILD, "two");
        info!(logger: CHILD, "three");
        assert_eq!((counts(LOGGER.stats()), counts(CHILD.stats())), ((1, 0), (2, 0)));
        assert_eq!(handler_counts(&LOGGER), [(3, 0)]);
        LOGGER.flush();
        assert_eq!((counts(LOGGER.stats()), counts(CHILD.stats())), ((0, 1), (0, 2)));
        assert_eq!(handler_counts(&LOGGER), [(0, 3)]);
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "logkit: losses: 1 accepted record was lost: other error\n");
}

#[test]
fn losses_of_a_handler_that_was_removed_count_for_its_loggers() {
    alone(|| {
        let id = LOGGER.add_handler(Lines::over(Delayed::default()));
        info!(logger: CHILD, "one");
        info!("two");
        // The handler's destructor loses its lines.
        assert!(LOGGER.remove_handler(id));
        assert_eq!((counts(LOGGER.stats()), counts(CHILD.stats())), ((0, 1), (0, 1)));
        LOGGER.add_handler(Lines::over(Delayed::default()));
        assert_eq!(handler_counts(&LOGGER), [(0, 0)]);
    });
}

#[test]
fn the_losses_of_a_layer_count_for_the_layer() {
    use logkit::RootLayer;
    use tracing_subscriber::layer::SubscriberExt as _;

    alone(|| {
        let layer = logkit::layer().with_handler(Lines::over(Delayed::default()));
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        tracing::error!("one");
        logkit::flush_all();
        let root = || {
            tracing::dispatcher::get_default(|host| {
                host.downcast_ref::<RootLayer>().map(RootLayer::stats)
            })
        };
        assert_eq!(root().map(counts), Some((0, 1)));
    });
}

/// Passes on a kept record's receipt, as a queue does.
struct Kept<H>(H);

impl<H: Handler> Handler for Kept<H> {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        self.0.emit(record)
    }

    fn deliver(&self, record: &Record<'_>, delivery: &Delivery) -> io::Result<()> {
        let receipt = delivery.receipt();
        record
            .to_owned()
            .with_record(|record| self.0.deliver(record, &Delivery::with_receipt(receipt)))
    }

    fn flush(&self) -> io::Result<()> {
        self.0.flush()
    }
}

#[test]
fn a_wrapped_handler_reports_later_losses_too() {
    alone(|| {
        LOGGER.add_handler(Kept(Lines::over(Delayed::default())));
        info!("one");
        LOGGER.flush();
        assert_eq!((counts(LOGGER.stats()), handler_counts(&LOGGER)), ((0, 1), vec![(0, 1)]));
    });
}
