//! The offset of a place from UTC at any time.

use crate::format::time::posix_tz::PosixZone;

/// The local time zone: plain data that does not change once it has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LocalZone {
    /// The offset before the first transition, in seconds east of UTC.
    pub(super) before: i32,
    /// In order of time.
    pub(super) transitions: Vec<Step>,
    /// The rule from the last transition on; without it the last offset stays.
    pub(super) rule: Option<PosixZone>,
    /// The sums of all leap seconds, which only the zones under `right/` count.
    pub(super) leaps: Vec<Step>,
}

/// The offset, or the sum of leap seconds, from a time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Seconds since the epoch, leap seconds counted.
    pub(super) time: i64,
    /// Seconds east of UTC, or leap seconds.
    pub(super) seconds: i32,
}

impl LocalZone {
    /// The zone without offset and rule.
    pub(super) const UTC: Self =
        Self { before: 0, transitions: Vec::new(), rule: None, leaps: Vec::new() };

    /// A zone that consists of a rule alone.
    pub(super) fn of_rule(rule: PosixZone) -> Self {
        Self { rule: Some(rule), ..Self::UTC }
    }

    /// The seconds to add to a time in UTC.
    pub(super) fn offset_at(&self, seconds: i64) -> i32 {
        // Before the first transition the file's own offset holds, not the rule.
        let is_after_last = self.transitions.last().is_none_or(|last| last.time <= seconds);
        let offset = match self.rule {
            Some(rule) if is_after_last => rule.offset_at(seconds),
            _ => last_step(&self.transitions, seconds).unwrap_or(self.before),
        };
        offset - last_step(&self.leaps, seconds).unwrap_or(0)
    }
}

/// The seconds of the last step up to a time.
fn last_step(steps: &[Step], time: i64) -> Option<i32> {
    let passed = steps.partition_point(|step| step.time <= time);
    Some(steps.get(passed.checked_sub(1)?)?.seconds)
}

#[cfg(test)]
mod tests {
    use super::{LocalZone, Step};

    #[test]
    fn the_first_second_of_a_transition_has_its_offset() {
        let transitions = vec![Step { time: 0, seconds: 60 }, Step { time: 100, seconds: -60 }];
        let zone = LocalZone { before: 5, transitions, ..LocalZone::UTC };
        for (seconds, offset) in
            [(i64::MIN, 5), (-1, 5), (0, 60), (99, 60), (100, -60), (i64::MAX, -60)]
        {
            assert_eq!(zone.offset_at(seconds), offset, "{seconds}");
        }
    }
}
