//! The offset of a place from UTC at any time.

use crate::format::time::posix_tz::PosixZone;

/// The local time zone: plain data that does not change once it has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LocalZone {
    /// The offset before the first transition, in seconds east of UTC.
    pub(super) before: i32,
    /// In order of time.
    pub(super) transitions: Vec<Transition>,
    /// The rule from the last transition on; without it the last offset stays.
    pub(super) rule: Option<PosixZone>,
    /// Leap seconds, which only the zones under `right/` count.
    pub(super) leaps: Vec<Leap>,
}

/// A change of the offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transition {
    /// Seconds since the epoch.
    pub(super) time: i64,
    /// Seconds east of UTC from then on.
    pub(super) offset: i32,
}

/// The sum of all leap seconds from a time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leap {
    /// Seconds since the epoch, leap seconds counted.
    pub(super) time: i64,
    pub(super) correction: i32,
}

impl LocalZone {
    /// The zone without offset and rule.
    pub(super) const UTC: Self =
        Self { before: 0, transitions: Vec::new(), rule: None, leaps: Vec::new() };

    /// A zone that is nothing but a rule.
    pub(super) fn of_rule(rule: PosixZone) -> Self {
        Self { rule: Some(rule), ..Self::UTC }
    }

    /// The seconds to add to a time in UTC.
    pub(super) fn offset_at(&self, seconds: i64) -> i32 {
        let passed = self.transitions.partition_point(|transition| transition.time <= seconds);
        let rule = self.rule.filter(|_| passed == self.transitions.len());
        let offset = match (rule, self.transitions.get(passed.wrapping_sub(1))) {
            // Before the first transition the file's own offset holds, not the rule.
            (Some(rule), Some(_)) => rule.offset_at(seconds),
            (Some(rule), None) if self.transitions.is_empty() => rule.offset_at(seconds),
            (_, Some(transition)) => transition.offset,
            (_, None) => self.before,
        };
        let leaps = self.leaps.partition_point(|leap| leap.time <= seconds);
        offset - self.leaps.get(leaps.wrapping_sub(1)).map_or(0, |leap| leap.correction)
    }
}

#[cfg(test)]
mod tests {
    use super::{LocalZone, Transition};

    #[test]
    fn the_first_second_of_a_transition_has_its_offset() {
        let transitions =
            vec![Transition { time: 0, offset: 60 }, Transition { time: 100, offset: -60 }];
        let zone = LocalZone { before: 5, transitions, ..LocalZone::UTC };
        for (seconds, offset) in
            [(i64::MIN, 5), (-1, 5), (0, 60), (99, 60), (100, -60), (i64::MAX, -60)]
        {
            assert_eq!(zone.offset_at(seconds), offset, "{seconds}");
        }
    }
}
