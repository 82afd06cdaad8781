//! `logkit::silence(..)`: levels of third parties' targets, from code.

use crate::level::IntoLevelFilter;
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
/// time. Modules with a logger are not third parties; their level is the logger's.
///
/// A text that is not a target, such as `*`, `hyper::*` or `hyper::`, sets nothing and is reported on stderr.
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
    if !wrong.is_empty() {
        let wrong: Vec<_> = wrong.iter().map(|text| format!("`{}`", text.escape_debug())).collect();
        diagnostics::report(format_args!(
            "logkit::silence() passed over {}: not a target; expected a path such as `hyper::client`",
            wrong.join(", ")
        ));
    }
}
