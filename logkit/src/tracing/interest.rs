//! The interest of a root in third parties' call sites, some of which it turns off for the whole
//! process.

use ::tracing::Metadata as TracingMetadata;
use ::tracing::subscriber::Interest;

use crate::level::Level;
use crate::root::Root;
use crate::root::claims::{claimant_for, passes};
use crate::tracing::callsite_info::{CallsiteInfo, is_of_log};
use crate::tracing::inquiry::is_about_logger;

/// Returns whether events or spans of a call site may be wanted, for `tracing` to keep in it.
pub(crate) fn interest(
    root: &Root,
    claims: bool,
    metadata: &'static TracingMetadata<'static>,
) -> Interest {
    if metadata.is_event() && !CallsiteInfo::is_of_logkit(metadata) {
        // The records of `log` share call sites, and a logger's threshold changes more often than
        // the call sites of a process should be asked.
        if is_of_log(metadata) || claimant_for(claims, metadata.module_path()).is_some() {
            return Interest::sometimes();
        }
    }
    if enables(root, claims, metadata) { Interest::always() } else { Interest::never() }
}

/// Returns whether an event or a span is wanted. `tracing-log` asks with the target and the module of
/// a record.
pub(crate) fn enables(root: &Root, claims: bool, metadata: &TracingMetadata<'_>) -> bool {
    let (target, level) = (metadata.target(), Level::from(*metadata.level()));
    if metadata.is_span() {
        return root.filter(|filter| filter.enables_span(target, level));
    }
    let is_of_logkit = || CallsiteInfo::is_of_logkit(metadata) || is_about_logger(metadata);
    if is_of_log(metadata) || is_of_logkit() {
        // Those of logkit have passed their logger's level. The target of a record of `log` is not
        // known yet.
        return true;
    }
    match claimant_for(claims, metadata.module_path().or(Some(target))) {
        Some(logger) => passes(&logger, level),
        None => root.filter(|filter| filter.enables(target, level)),
    }
}
