//! `logkit::explain()`: would a record be shown, and if not, why?

use std::fmt;
use std::sync::Arc;

use crate::level::{Level, LevelFilter};
#[cfg(feature = "log")]
use crate::log_crate::to_log;
use crate::registry::declaration::Declaration;
use crate::registry::level_rules::is_below;
use crate::registry::report::{HandlerInfo, shown_source};
#[cfg(feature = "layer")]
use crate::registry::roots::RootState;
use crate::registry::route::Attached;
#[cfg(feature = "layer")]
use crate::registry::settings::ROOT;
use crate::registry::settings::Settings;
#[cfg(feature = "layer")]
use crate::registry::targets::TargetRule;
use crate::tracing::{self, HostAnswer};
use crate::util::nearest::nearest;

/// The reasons why a record would be shown or not, as [`explain`](crate::explain) finds them.
/// `Display` writes one line for each.
///
/// ```
/// use logkit::{Finding, Level};
/// # use logkit::{Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
///
/// let explanation = logkit::explain("payments", Level::Debug);
/// assert!(!explanation.is_shown());
/// let threshold = explanation.findings().next();
/// assert!(matches!(threshold, Some(Finding::Threshold { passes: false, .. })));
/// ```
#[derive(Clone, Debug)]
pub struct Explanation {
    name: String,
    level: Level,
    findings: Vec<Finding>,
}

/// One reason why a record would be shown or not.
///
/// ```
/// use logkit::{Finding, Level, LevelFilter};
/// # use logkit::{Logger, module_logger};
/// # #[module_logger("payments")]
/// # static LOGGER: Logger;
///
/// let explanation = logkit::explain("payments", Level::Debug);
/// let Some(Finding::Threshold { threshold, passes, .. }) = explanation.findings().next() else {
///     panic!("the threshold comes first");
/// };
/// assert_eq!((*threshold, *passes), (LevelFilter::INFO, false));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Finding {
    /// No logger has the name.
    UnknownLogger {
        /// The logger whose name is most like it, or else the first one of the module or below the name.
        nearest: Option<String>,
    },
    /// No logger has the name or one like it, so it is taken for a target of third parties; the other
    /// findings are those of the process's layers. Only in a process with a layer.
    ThirdParty,
    /// The name is the path of a module whose statements of `tracing` and `log` are records of a logger;
    /// the other findings are those of that logger. Only in a process with a layer.
    Claimed {
        /// The logger of the module.
        by: String,
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
    /// The host's subscriber refuses third parties' events of that target and level, so that they reach
    /// no layer.
    Refused,
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
            None => findings_of_unknown(settings, name, level),
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

    /// Returns `true` if a record reaches a handler, stderr or the host's subscriber.
    pub fn is_shown(&self) -> bool {
        let is_refused = self.findings.iter().any(|finding| matches!(finding, Finding::Refused));
        // Each layer has a threshold, which its handlers follow.
        let mut passes_layer = false;
        let mut reaches = |finding: &Finding| match finding {
            Finding::Threshold { passes, .. } => {
                passes_layer = *passes;
                false
            }
            destination => passes_layer && destination.is_reached(),
        };
        !is_refused && self.findings.iter().any(&mut reaches)
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
    for (owner, handler) in destinations.handlers {
        findings.push(handler_finding(owner, handler, level));
    }
    let answer = if destinations.to_host { Some(ask_host(name, level)) } else { None };
    if is_alone && matches!(answer, None | Some(HostAnswer::Missing)) {
        findings.push(Finding::LastResort);
    }
    findings.push(match answer {
        Some(answer) => Finding::Host { answer },
        None => Finding::PropagationEnds { at: settings.end_of_propagation(name).to_owned() },
    });
    findings
}

/// A name that no logger has may be that of the layers, or a target of third parties, unless it looks
/// like a slip.
fn findings_of_unknown(settings: &Settings, name: &str, level: Level) -> Vec<Finding> {
    let nearest = nearest(name, settings.names()).map(str::to_owned);
    #[cfg(feature = "layer")]
    if name == ROOT && settings.has_roots() {
        return findings_of_target(settings, name, level);
    }
    #[cfg(feature = "layer")]
    if let Some(claimant) = settings.logger_around(name).filter(|_| settings.has_roots()) {
        let logger = claimant.declaration.name;
        let claimed = [Finding::Claimed { by: logger.to_owned() }];
        return claimed.into_iter().chain(findings(settings, logger, level)).collect();
    }
    #[cfg(feature = "layer")]
    if nearest.is_none() && settings.has_roots() {
        let mut findings = findings_of_target(settings, name, level);
        findings.insert(0, Finding::ThirdParty);
        return findings;
    }
    let _ = level;
    vec![Finding::UnknownLogger { nearest: nearest.or_else(|| nearest_below(settings, name)) }]
}

/// The first logger of a module or crate, by its path, or below a name that no logger has: both are names
/// in `RUST_LOG`.
fn nearest_below(settings: &Settings, name: &str) -> Option<String> {
    let is_named = |declaration: &Declaration| {
        is_below(declaration.module_path, name, "::") || is_below(declaration.name, name, ".")
    };
    let logger = settings.loggers().into_iter().find(|logger| is_named(logger.declaration))?;
    Some(logger.declaration.name.to_owned())
}

/// The levels and the handlers of the process's layers for a target.
#[cfg(feature = "layer")]
fn findings_of_target(settings: &Settings, target: &str, level: Level) -> Vec<Finding> {
    let mut findings = Vec::new();
    for RootState { level: of_root, source, handlers, .. } in settings.roots() {
        let of_target =
            |rule: &TargetRule| Some((rule.level()?.0, rule.source_for(target)?.into()));
        let (threshold, source) = settings
            .target_rule(target)
            .and_then(of_target)
            .unwrap_or_else(|| (of_root, source.to_string()));
        let passes = threshold.enables(level);
        findings.push(Finding::Threshold { threshold, source, passes });
        findings.extend(handlers.iter().map(|handler| handler_finding(ROOT, handler, level)));
        if handlers.is_empty() {
            findings.push(Finding::LastResort);
        }
    }
    let is_passed =
        findings.iter().any(|finding| matches!(finding, Finding::Threshold { passes: true, .. }));
    if is_passed && tracing::ask_host_for_target(target, level) == HostAnswer::Refuses {
        findings.push(Finding::Refused);
    }
    findings
}

fn handler_finding(owner: &str, attached: &Arc<Attached>, level: Level) -> Finding {
    let handler = HandlerInfo::new(attached);
    let takes = handler.level().is_none_or(|own| own.enables(level));
    Finding::Handler { owner: owner.to_owned(), handler, takes }
}

/// Asks the host's subscriber, or else its `log` logger.
fn ask_host(name: &str, level: Level) -> HostAnswer {
    let answer = tracing::ask_host(name, level);
    #[cfg(feature = "log")]
    if answer == HostAnswer::Missing && to_log::has_host() {
        return to_log::ask_host(name, level);
    }
    answer
}

impl Finding {
    /// The finding is a destination that gets the record.
    fn is_reached(&self) -> bool {
        match self {
            Self::Handler { takes, .. } => *takes,
            Self::Host { answer } => *answer == HostAnswer::Takes,
            Self::LastResort => true,
            Self::UnknownLogger { .. }
            | Self::ThirdParty
            | Self::Refused
            | Self::Claimed { .. }
            | Self::Threshold { .. }
            | Self::PropagationEnds { .. } => false,
        }
    }

    fn is_passed(&self) -> bool {
        match self {
            Self::ThirdParty | Self::Claimed { .. } => true,
            Self::Threshold { passes, .. } => *passes,
            _ => self.is_reached(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLogger { nearest: Some(name) } => {
                write!(f, "no logger has this name; the nearest is {name}")
            }
            Self::UnknownLogger { nearest: None } => f.write_str("no logger has this name"),
            Self::ThirdParty => {
                f.write_str("a target of third parties, because no logger has this name")
            }
            Self::Claimed { by } => write!(f, "a module of the logger {by}, which claims it"),
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
            Self::Refused => f.write_str("the host's subscriber: its filters refuse it"),
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
        for finding in &self.findings {
            writeln!(f, "  {:<3}  {finding}", if finding.is_passed() { "yes" } else { "no" })?;
        }
        Ok(())
    }
}
