//! A question to the host's subscriber: would it take an event of a target and a level?

use std::thread;

use ::tracing::callsite::{Callsite, Identifier};
use ::tracing::dispatcher::get_default;
use ::tracing::field::FieldSet;
use ::tracing::level_filters::LevelFilter;
use ::tracing::metadata::Kind;
use ::tracing::subscriber::Interest;
use ::tracing::{Dispatch, Metadata as TracingMetadata};

use crate::level::Level;
use crate::tracing::fields::MESSAGE;
use crate::tracing::host::listens;
use crate::util::catch_panic::catch_panic;

/// The answer of the host's subscriber, or of its `log` logger, to the question whether it would take a
/// record.
///
/// ```
/// use logkit::{Finding, HostAnswer, Level, Logger, module_logger};
///
/// #[module_logger("freight", propagate = true)]
/// static LOGGER: Logger;
///
/// let explanation = logkit::explain("freight", Level::Info);
/// let answer = explanation.findings().find_map(|finding| match finding {
///     Finding::Host { answer } => Some(*answer),
///     _ => None,
/// });
/// assert_eq!(answer, Some(HostAnswer::Missing));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostAnswer {
    /// No subscriber is installed, or it cannot be asked.
    Missing,
    /// Its filters refuse the record.
    Refuses,
    /// It takes the record.
    Takes,
}

/// Asks the host's subscriber about a record of the logger of that name.
pub(crate) fn ask_host(name: &str, level: Level) -> HostAnswer {
    ask(&OF_LOGGER, name, level)
}

/// Asks the host's subscriber about a third party's event.
#[cfg(feature = "layer")]
pub(crate) fn ask_host_for_target(target: &str, level: Level) -> HostAnswer {
    ask(&OF_TARGET, target, level)
}

/// Returns whether the question is about a record that has passed its logger's level.
#[cfg(feature = "layer")]
pub(super) fn is_about_logger(metadata: &TracingMetadata<'_>) -> bool {
    metadata.callsite() == Identifier(&OF_LOGGER)
}

fn ask(callsite: &'static AskedCallsite, target: &str, level: Level) -> HostAnswer {
    let dispatch = get_default(Dispatch::clone);
    if !listens(&dispatch) {
        return HostAnswer::Missing;
    }
    if ::tracing::Level::from(level) > LevelFilter::current() {
        return HostAnswer::Refuses;
    }
    // On a thread of its own, because filters of single layers keep their verdicts in a thread-local
    // until the event that follows, and none follows.
    let mut answer = None;
    // A box, so that `spawn` is compiled once for all threads.
    let ask: Box<dyn FnOnce() + Send> = Box::new(|| {
        answer = catch_panic(|| is_enabled(&dispatch, callsite, target, level)).ok();
    });
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("logkit-explain".to_owned());
        // Without a thread there is no answer.
        if let Ok(thread) = thread.spawn_scoped(scope, ask) {
            let _ = thread.join();
        }
    });
    match answer {
        None => HostAnswer::Missing,
        Some(false) => HostAnswer::Refuses,
        Some(true) => HostAnswer::Takes,
    }
}

fn is_enabled(
    dispatch: &Dispatch,
    callsite: &'static AskedCallsite,
    target: &str,
    level: Level,
) -> bool {
    let fields = FieldSet::new(&[MESSAGE], Identifier(callsite));
    let (level, kind) = (level.into(), Kind::EVENT);
    let metadata = TracingMetadata::new("explain", target, level, None, None, None, fields, kind);
    dispatch.enabled(&metadata)
}

/// The call site of the event that is asked about.
struct AskedCallsite(#[expect(dead_code, reason = "a static needs an address of its own")] u8);

static OF_LOGGER: AskedCallsite = AskedCallsite(0);

#[cfg(feature = "layer")]
static OF_TARGET: AskedCallsite = AskedCallsite(0);

static METADATA: TracingMetadata<'static> = TracingMetadata::new(
    "explain",
    "logkit",
    ::tracing::Level::ERROR,
    None,
    None,
    None,
    FieldSet::new(&[MESSAGE], Identifier(&OF_LOGGER)),
    Kind::EVENT,
);

impl Callsite for AskedCallsite {
    fn set_interest(&self, _interest: Interest) {}

    fn metadata(&self) -> &TracingMetadata<'_> {
        &METADATA
    }
}
