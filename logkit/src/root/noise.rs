//! `logkit::silence(..)`: levels of third parties' targets, from code. The targets that belong to loggers
//! are reported, here and for configuration files.

use std::fmt::Write as _;

use crate::level::IntoLevelFilter;
use crate::logger::read;
use crate::registry::target_form::is_target;
use crate::registry::{self, SettingLayer};
use crate::util::diagnostics;

/// Sets the level of third parties' targets, and of all targets below them.
///
/// ```
/// use logkit::Level;
/// use logkit::handler::Memory;
/// use tracing_subscriber::layer::SubscriberExt as _;
///
/// let memory = Memory::new();
/// let host = tracing_subscriber::registry().with(logkit::layer().with_handler(memory.clone()));
/// let _default = tracing::subscriber::set_default(host);
///
/// logkit::silence(["hyper", "h2"], Level::Error);
/// tracing::warn!(target: "hyper::client", "retrying");
/// tracing::error!(target: "hyper::client", "giving up");
/// tracing::warn!(target: "hyperx", "another crate");
/// let records = memory.records();
/// let levels: Vec<Level> = records.iter().map(|record| record.level()).collect();
/// assert_eq!(levels, [Level::Error, Level::Warning]);
/// ```
///
/// Without a level of its own, a target has the level of the root, WARNING. Targets are compared by
/// segments, which `::` and `.` separate, and `-` equals `_`: `hyper` covers `hyper::client`, but not
/// `hyperx`, and `tokio-postgres` covers `tokio_postgres::connection`. The most specific target
/// decides. A level below WARNING makes a third party more verbose:
/// `silence(["tower_http"], Level::Debug)`.
///
/// These are the program's defaults: a configuration file and the environment outrank them. The rules
/// hold for [`init`](crate::init) and for every [`layer`](crate::layer()), and may be changed at any
/// time.
///
/// Modules with a logger are not third parties: the level of their statements is the logger's, and a
/// target in such a module is reported on stderr. A text that is not a target, such as `*`, `hyper::*` or
/// `hyper::`, sets nothing and is reported as well.
/// The level of all third parties is that of the [layer](crate::RootLayer::with_level).
///
/// Requires the feature `layer`.
pub fn silence<T: AsRef<str>>(targets: impl IntoIterator<Item = T>, level: impl IntoLevelFilter) {
    let (targets, level): (Vec<T>, _) = (targets.into_iter().collect(), level.into());
    // `as_ref` is the caller's code, so it runs before the lock is taken.
    let targets = targets.iter().map(|target| target.as_ref().trim().to_owned());
    let (targets, wrong): (Vec<String>, Vec<String>) =
        targets.partition(|target| is_target(target));
    registry::update(|settings| {
        for target in &targets {
            settings.set_target_level(target, SettingLayer::Attribute, Some(level));
        }
    });
    report_claimed("logkit::silence()", targets.iter().map(String::as_str));
    if !wrong.is_empty() {
        let wrong: Vec<_> = wrong.iter().map(|text| format!("`{}`", text.escape_debug())).collect();
        diagnostics::report(format_args!(
            "logkit::silence() passed over {}: not a target; expected a path such as `hyper::client`",
            wrong.join(", ")
        ));
    }
}

/// Reports the targets in modules of loggers, which claim the statements there: a level for them, which
/// `source` sets, holds for spans only.
pub(crate) fn report_claimed<'t>(source: &str, targets: impl Iterator<Item = &'t str>) {
    let mut claimed = String::new();
    read(|settings| {
        for target in targets {
            if let Some(logger) = settings.logger_around(target) {
                let start = if claimed.is_empty() { "" } else { ", " };
                let name = logger.declaration.name;
                // Writing to a string cannot fail.
                let _ = write!(claimed, "{start}`{target}` (logger `{name}`)");
            }
        }
    });
    if !claimed.is_empty() {
        diagnostics::report_always(format_args!(
            "{source} sets no level of records in {claimed}: the logger's level holds there"
        ));
    }
}
