//! The `tracing` call site of one of ours, or of a record that comes from none; made and leaked when
//! its first record crosses.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tracing_core::callsite::{self, Callsite, Identifier};
use tracing_core::field::FieldSet;
use tracing_core::subscriber::Interest;
use tracing_core::{Kind, Metadata as TracingMetadata};

use crate::callsite::{FieldName, Location, Metadata};
use crate::level::Level;
use crate::tracing::callsite_info::{CallsiteInfo, MESSAGE};

/// A call site of `tracing`'s, one for each of our sites that has crossed. Made at run time rather
/// than beside every site's static: most sites never cross, and the binary stays smaller.
pub(crate) struct TracingCallsite {
    pub(super) site: &'static Metadata,
    pub(super) target: &'static str,
    pub(super) place: Location<'static>,
    /// The fields': no name says any more how one shows.
    pub(super) keys: Box<[FieldName<'static>]>,
    metadata: OnceLock<&'static TracingMetadata<'static>>,
    registered: AtomicBool,
    unwanted: AtomicBool,
}

/// The names that our own values take in the event, behind the message and the fields.
const ERROR: &str = "error";
const CRITICAL: &str = "critical";

impl TracingCallsite {
    /// The site's, made at its first call. `target` is the logger's name.
    pub(crate) fn of(site: &'static Metadata, target: &'static str) -> &'static Self {
        let keys =
            || site.fields.iter().map(|key| FieldName::explicit(key.name, key.in_line)).collect();
        let leak = || -> &'static Self {
            Box::leak(Box::new(Self::new(site, target, site.place, keys())))
        };
        // The slot holds nothing else; were it so, the site would cross anew each time.
        site.tracing_callsite.get_or_init(|| leak()).downcast_ref().unwrap_or_else(leak)
    }

    pub(super) const fn new(
        site: &'static Metadata,
        target: &'static str,
        place: Location<'static>,
        keys: Box<[FieldName<'static>]>,
    ) -> Self {
        let (registered, unwanted) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { site, target, place, keys, metadata: OnceLock::new(), registered, unwanted }
    }

    /// What `tracing` is told of the site.
    pub(crate) fn metadata(&'static self) -> &'static TracingMetadata<'static> {
        self.metadata.get_or_init(|| {
            let Self { site, target, place, keys, .. } = self;
            let name = place.name.unwrap_or_else(|| {
                let (file, line) = (place.file.unwrap_or("?"), place.line.unwrap_or_default());
                Box::leak(format!("event {file}:{line}").into_boxed_str())
            });
            let critical = (site.level == Level::Critical).then_some(CRITICAL);
            let names = [MESSAGE].into_iter().chain(keys.iter().map(|key| key.name));
            let names: Vec<&'static str> = names.chain([ERROR]).chain(critical).collect();
            let metadata: &'static TracingMetadata<'static> =
                Box::leak(Box::new(TracingMetadata::new(
                    name,
                    target,
                    site.level.into(),
                    place.file,
                    place.line,
                    place.module_path,
                    FieldSet::new(Box::leak(names.into_boxed_slice()), Identifier(self)),
                    Kind::EVENT,
                )));
            CallsiteInfo::register(metadata, site.level, *place, keys);
            metadata
        })
    }

    /// Whether the host's subscribers want to be asked at all. Registers with `tracing` at the
    /// first call, as its own macros do, so that filters which look at fields know the site. Who
    /// comes meanwhile, be it the host from within, does not wait: `enabled` is asked anyway.
    pub(crate) fn is_wanted(&'static self) -> bool {
        if !self.registered.swap(true, Relaxed) {
            callsite::register(self);
        }
        !self.unwanted.load(Relaxed)
    }
}

impl Callsite for TracingCallsite {
    fn set_interest(&self, interest: Interest) {
        self.unwanted.store(interest.is_never(), Relaxed);
    }

    fn metadata(&self) -> &TracingMetadata<'_> {
        // Only the site's own is ever registered: it is this one, with the lifetime that it has.
        Self::of(self.site, self.target).metadata()
    }
}
