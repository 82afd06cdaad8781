//! The times of spans, for a line when a slow one closes.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use ::tracing::Metadata as TracingMetadata;

use crate::level::Level;
use crate::record::metadata::{Location, Metadata};
use crate::record::span::SpanSnapshot;
use crate::record::value::Value;
use crate::record::{DynamicMetadata, Record};
use crate::root::Root;
use crate::root::claims::claimant_for;
use crate::util::clock;
use crate::util::shards::Shards;

/// The times of all open spans. Those that another thread was changing during a fork are unknown to
/// the child.
pub(crate) struct SlowSpans {
    limit: Duration,
    shards: Shards<HashMap<u64, Timing>>,
}

/// The times of a closed span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SpanTimes {
    busy: Duration,
    idle: Duration,
}

/// The times of a span up to its last change.
struct Timing {
    times: SpanTimes,
    since: Instant,
    /// The number of entries that have not been left. Several threads may be in one span.
    entries: u32,
}

impl Timing {
    fn start(now: Instant) -> Self {
        let times = SpanTimes { busy: Duration::ZERO, idle: Duration::ZERO };
        Self { times, since: now, entries: 0 }
    }

    /// Counts the time since the last change.
    fn advance(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.since);
        let time = if self.entries > 0 { &mut self.times.busy } else { &mut self.times.idle };
        *time = time.saturating_add(passed);
        self.since = now;
    }
}

impl SlowSpans {
    /// Keeps times for a line about each span that lasts at least so long.
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, shards: Shards::new() }
    }

    pub(crate) fn create(&self, id: u64) {
        if let Some(now) = clock::monotonic() {
            self.shards.of(id).with(|shard| shard.insert(id, Timing::start(now)));
        }
    }

    pub(crate) fn enter(&self, id: u64) {
        self.change(id, |timing| timing.entries = timing.entries.saturating_add(1));
    }

    pub(crate) fn exit(&self, id: u64) {
        self.change(id, |timing| timing.entries = timing.entries.saturating_sub(1));
    }

    /// Forgets a span. Returns its times if it was slow.
    pub(crate) fn close(&self, id: u64) -> Option<SpanTimes> {
        let mut timing = self.shards.of(id).with(|shard| shard.remove(&id))?;
        timing.advance(clock::monotonic()?);
        let SpanTimes { busy, idle } = timing.times;
        (busy.saturating_add(idle) >= self.limit).then_some(timing.times)
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Timing)) {
        let Some(now) = clock::monotonic() else { return };
        self.shards.of(id).with(|shard| {
            if let Some(timing) = shard.get_mut(&id) {
                timing.advance(now);
                change(timing);
            }
        });
    }
}

/// Logs that a span, the innermost one of `spans`, was slow.
pub(crate) fn log_slow_span(
    root: &Root,
    claims: bool,
    span: &'static TracingMetadata<'static>,
    spans: &[SpanSnapshot],
    times: SpanTimes,
) {
    static METADATA: Metadata = Metadata::new(
        Level::Warning,
        Location::named("slow span"),
        2,
        &["busy_ms", "idle_ms", "slow span"],
    );
    let claimant = claimant_for(claims, span.module_path());
    let Some(receiver) = root.receiver(claimant, span.target(), METADATA.level) else { return };
    let location = Location {
        name: METADATA.location.name,
        module_path: span.module_path(),
        file: span.file(),
        line: span.line(),
    };
    let name = receiver.name().unwrap_or(span.target());
    let dynamic = DynamicMetadata { name, location, keys: METADATA.fields() };
    let values = [times.busy, times.idle].map(|time| Value::F64(milliseconds(time)));
    root.deliver(
        receiver,
        &Record::new(name, &METADATA, &values).with_dynamic(&dynamic).within(spans),
    );
}

/// Milliseconds with three digits after the point.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{SlowSpans, SpanTimes, Timing, milliseconds};

    #[test]
    fn a_span_is_busy_while_any_thread_is_in_it() {
        let start = Instant::now();
        let mut timing = Timing::start(start);
        // Idle until 10, busy from 10 to 40 with a second entry from 20 to 30, then idle.
        for (at, entries) in [(10, 1), (20, 2), (30, 1), (40, 0), (100, 0)] {
            timing.advance(start + Duration::from_millis(at));
            timing.entries = entries;
        }
        let [busy, idle] = [30, 70].map(Duration::from_millis);
        assert_eq!(timing.times, SpanTimes { busy, idle });
    }

    #[test]
    fn only_slow_spans_have_times() {
        let slow = SlowSpans::new(Duration::ZERO);
        slow.create(7);
        slow.enter(7);
        slow.exit(7);
        assert!(slow.close(7).is_some() && slow.close(7).is_none());
        let slow = SlowSpans::new(Duration::MAX);
        slow.create(7);
        assert!(slow.close(7).is_none());
        // A span that was opened before the fork.
        slow.enter(8);
        slow.exit(8);
        assert!(slow.close(8).is_none());
    }

    #[test]
    fn milliseconds_have_three_digits() {
        assert_eq!(milliseconds(Duration::from_nanos(1_234_567)).to_string(), "1.235");
        assert_eq!(milliseconds(Duration::from_secs(3)).to_string(), "3000");
    }
}
