//! The panic hook that logs.

use std::cell::Cell;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::handler;
use crate::level::Level;
use crate::loggers::logger_at;
use crate::record::field_names::FieldNames;
use crate::record::metadata::{Location, Metadata};
use crate::record::owned_record::OwnedRecord;
use crate::record::thread::ThreadInfo;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::registry::dispatch::dispatch_to_roots;
use crate::registry::settings::ROOT;
use crate::tracing;
use crate::util::catch_panic::{catch_panic, panic_message};
use crate::util::diagnostics;

/// The longest time that a panic waits until it is logged and the handlers are flushed.
const LIMIT: Duration = Duration::from_secs(5);

static METADATA: Metadata =
    Metadata::new(Level::Critical, Location::named("panic"), 0, &["panicked: "]);

thread_local! {
    // No destructor, so that it works in other destructors and in `atexit`.
    /// This thread logs the panic of another.
    static IS_LOGGING: Cell<bool> = const { Cell::new(false) };
}

/// Logs panics at CRITICAL from now on, flushes the handlers, and then calls the panic hook that was set
/// before. Requires the feature `panics`.
///
/// ```
/// #[logkit::module_logger("stock")]
/// mod stock {
///     pub fn take(boxes: u32) -> u32 {
///         4_u32.checked_sub(boxes).expect("enough boxes")
///     }
/// }
///
/// logkit::log_panics();
/// let thread = std::thread::spawn(|| stock::take(5));
/// assert!(thread.join().is_err());
/// assert_eq!(stock::LOGGER.stats().written, 1);
/// ```
/// ```text
/// 2026-11-22 07:31:00,123 - stock - CRITICAL - panicked: enough boxes thread=Thread-2 location=src/main.rs:4:34
/// ```
///
/// The line goes to the logger of the module in which the panic's location lies: an annotated inline
/// module, a file with a logger, or a file below such a file's module. The lines of an inline module that
/// declares a static itself are not known: of several such modules in a file, none gets the panics of the
/// file. A panic in any other place goes to the handlers of [`layer()`](crate#together-with-tracing-and-log), or else to stderr, under the name
/// `root`.
///
/// The message is that of the panic. It has no field's name by which it could be masked; a handler's
/// scrubber applies to it as to any other text.
///
/// A panic that logkit catches, such as one of a value's `Debug` in a log call, is not logged: a marker in
/// the line shows it. A program that is compiled with `panic = "abort"` catches none, so each is logged.
///
/// The record is written by another thread, because a handler that panicked in a panic hook would abort
/// the process, and a handler may need a lock that the panicking thread holds. The panicking thread waits
/// for at most 5 seconds. On WebAssembly, which has no other thread, the panicking thread writes it.
///
/// Further calls change nothing. A hook that is set later replaces this one, unless it calls it.
pub fn log_panics() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    // The hook of a thread that panics cannot be changed.
    if thread::panicking() || INSTALLED.swap(true, Relaxed) {
        return;
    }
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        log(info);
        previous(info);
    }));
}

/// Runs in the panic hook, where another panic aborts the process: it calls no handler and formats none
/// of the user's values.
fn log(info: &PanicHookInfo<'_>) {
    // With `panic = "abort"`, nothing catches a panic in a handler or a value.
    let is_caught = cfg!(panic = "unwind") && handler::is_active();
    if is_caught || IS_LOGGING.get() {
        return;
    }
    let (file, line) = info.location().map_or(("", 0), |place| (place.file(), place.line()));
    let logger = logger_at(file, line);
    let owned = with_record(info, logger.map_or(ROOT, |logger| logger.name()), |record| {
        tracing::with_host(record, |record, _| record.to_owned())
    });
    let (sender, receiver) = mpsc::sync_channel(1);
    let deliver = move || {
        IS_LOGGING.set(true);
        let _ = catch_panic(|| match logger {
            Some(logger) => {
                if logger.is_enabled_for(Level::Critical) {
                    owned.with_record(|record| logger.dispatch(record));
                    logger.flush();
                }
            }
            None => owned.with_record(dispatch_to_roots),
        });
        // The receiver is gone if the limit has passed.
        let _ = sender.send(());
    };
    if cfg!(all(target_family = "wasm", not(target_feature = "atomics"))) {
        // No thread can be started, and none can hold a lock.
        deliver();
        return;
    }
    let delivered = thread::Builder::new()
        .name("logkit-panic".into())
        .spawn(deliver)
        .is_ok_and(|_| receiver.recv_timeout(LIMIT).is_ok());
    if !delivered {
        diagnostics::report(format_args!(
            "a panic was not logged: no thread could write it in time"
        ));
    }
}

fn with_record(
    info: &PanicHookInfo<'_>,
    name: &'static str,
    take: impl FnOnce(&Record<'_>) -> OwnedRecord,
) -> OwnedRecord {
    const KEYS: FieldNames<'_> = FieldNames::new(&["thread", "location"]);
    let message = panic_message(info.payload()).unwrap_or("[a payload that is not text]");
    let (file, line) = info.location().map(|place| (place.file(), place.line())).unzip();
    let location = Location { file, line, ..Location::named("panic") };
    let shown = info.location().map(ToString::to_string);
    let shown = shown.as_deref().map_or(Value::Empty, Value::Str);
    ThreadInfo::current().with_name(|thread| {
        let values = [Value::Str(thread), shown, Value::Str(message)];
        let dynamic = DynamicMetadata { name, location, keys: KEYS };
        take(&Record::new(name, &METADATA, &values).with_dynamic(&dynamic))
    })
}
