//! `logkit::explain()`: would a record be shown, and if not, why?

use std::fmt;

use crate::level::{Level, LevelFilter};
use crate::registry::report::{HandlerInfo, shown_source};
use crate::registry::settings::Settings;
use crate::tracing::{self, HostAnswer};
use crate::util::nearest::nearest;

/// The reasons why a record would be shown or not, as [`explain`](crate::explain) finds them.
/// `Display` writes one line for each.
#[derive(Clone, Debug)]
pub struct Explanation {
    name: String,
    level: Level,
    findings: Vec<Finding>,
}

/// One reason why a record would be shown or not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Finding {
    /// No logger has the name.
    UnknownLogger {
        /// The logger whose name is most like it.
        nearest: Option<String>,
    },
    /// The threshold of the logger.
    Threshold {
        /// The level that a record must reach.
        threshold: LevelFilter,
        /// The origin of the level; see [`LoggerRow::level_source`](crate::LoggerRow::level_source).
        source: String,
        /// The record reaches it.
        passes: bool,
    },
    /// A handler on the logger's way.
    Handler {
        /// The logger that the handler was added to.
        owner: String,
        /// The handler with its level and its counts.
        handler: HandlerInfo,
        /// The handler's own level lets the record pass.
        takes: bool,
    },
    /// Stderr, because the logger has no other destination.
    LastResort,
    /// Records do not reach the host's subscriber, because a logger does not propagate.
    PropagationEnds {
        /// The logger that does not propagate.
        at: String,
    },
    /// Records reach the host's subscriber.
    Host {
        /// Its answer to a record of that level.
        answer: HostAnswer,
    },
}

impl Explanation {
    pub(crate) fn new(settings: &Settings, name: &str, level: Level) -> Self {
        let findings = match settings.logger(name) {
            Some(_) => findings(settings, name, level),
            None => vec![unknown(settings, name)],
        };
        Self { name: name.to_owned(), level, findings }
    }

    /// The name that was asked about.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The level that was asked about.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Returns true if a record reaches a handler, stderr or the host's subscriber.
    pub fn is_shown(&self) -> bool {
        let passes = |finding: &Finding| matches!(finding, Finding::Threshold { passes: true, .. });
        self.findings.iter().any(passes) && self.findings.iter().any(Finding::is_reached)
    }

    /// The reasons: the threshold, then the destinations in the order in which they get a record.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }
}

fn findings(settings: &Settings, name: &str, level: Level) -> Vec<Finding> {
    let (threshold, source, owner) = settings.level(name);
    let mut findings = vec![Finding::Threshold {
        threshold,
        source: shown_source(name, source, owner),
        passes: threshold.enables(level),
    }];
    let destinations = settings.destinations(name);
    let is_alone = destinations.handlers.is_empty();
    findings.extend(destinations.handlers.into_iter().map(|(owner, attached)| {
        let handler = HandlerInfo::new(attached);
        let takes = handler.level().is_none_or(|own| own.enables(level));
        Finding::Handler { owner: owner.to_owned(), handler, takes }
    }));
    let answer = destinations.to_host.then(|| tracing::ask_host(name, level));
    if is_alone && matches!(answer, None | Some(HostAnswer::Missing)) {
        findings.push(Finding::LastResort);
    }
    findings.push(match answer {
        Some(answer) => Finding::Host { answer },
        None => Finding::PropagationEnds { at: settings.end_of_propagation(name).to_owned() },
    });
    findings
}

fn unknown(settings: &Settings, name: &str) -> Finding {
    let names = settings.loggers().map(|logger| logger.declaration.name);
    Finding::UnknownLogger { nearest: nearest(name, names).map(str::to_owned) }
}

impl Finding {
    /// The finding is a destination that gets the record.
    fn is_reached(&self) -> bool {
        match self {
            Self::Handler { takes, .. } => *takes,
            Self::Host { answer } => *answer == HostAnswer::Takes,
            Self::LastResort => true,
            Self::UnknownLogger { .. } | Self::Threshold { .. } | Self::PropagationEnds { .. } => {
                false
            }
        }
    }

    fn is_passed(&self) -> bool {
        matches!(self, Self::Threshold { passes: true, .. }) || self.is_reached()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLogger { nearest: Some(name) } => {
                write!(f, "no logger has this name; the nearest is {name}")
            }
            Self::UnknownLogger { nearest: None } => f.write_str("no logger has this name"),
            Self::Threshold { threshold, source, .. } => {
                write!(f, "threshold {threshold}, from {source}")
            }
            Self::Handler { owner, handler, .. } => {
                write!(f, "{} of {owner}", handler.description())?;
                if let Some(level) = handler.level() {
                    write!(f, " at {level}")?;
                }
                f.write_str(&handler.lost())
            }
            Self::LastResort => f.write_str("stderr, because no handler was given"),
            Self::PropagationEnds { at } => {
                write!(f, "the host's subscriber: {at} does not propagate")
            }
            Self::Host { answer } => f.write_str(match answer {
                HostAnswer::Missing => "the host's subscriber: none is installed",
                HostAnswer::Refuses => "the host's subscriber: its filters refuse it",
                HostAnswer::Takes => "the host's subscriber",
            }),
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_shown() { "is shown" } else { "is not shown" };
        writeln!(f, "{} of {} {verdict}", self.level, self.name.escape_debug())?;
        self.findings.iter().try_for_each(|finding| {
            writeln!(f, "  {:<3}  {finding}", if finding.is_passed() { "yes" } else { "no" })
        })
    }
}
