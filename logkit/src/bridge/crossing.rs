//! The `tracing` call site of one of ours; made and leaked when its first record crosses.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tracing_core::callsite::{self, Callsite, Identifier};
use tracing_core::field::FieldSet;
use tracing_core::subscriber::Interest;
use tracing_core::{Kind, Metadata};

use crate::level::Level;
use crate::site::Site;

/// A call site of `tracing`'s, one for each of our sites that has crossed. Made at run time rather
/// than beside every site's static: most sites never cross, and the binary stays smaller.
pub(crate) struct Crossing {
    metadata: OnceLock<Metadata<'static>>,
    registered: AtomicBool,
    unwanted: AtomicBool,
}

/// The names that our own values take in the event: the message's first, as `tracing` has it.
pub(crate) const MESSAGE: &str = "message";
pub(crate) const ERROR: &str = "error";
pub(crate) const CRITICAL: &str = "critical";

impl Crossing {
    /// The site's, made at its first call. `target` is the logger's name.
    pub(crate) fn of(site: &'static Site, target: &'static str) -> &'static Self {
        let any = site.crossing.get_or_init(|| Self::leak(site, target));
        // The slot holds nothing else; were it so, the site would cross anew each time.
        any.downcast_ref().unwrap_or_else(|| Self::leak(site, target))
    }

    fn leak(site: &'static Site, target: &'static str) -> &'static Self {
        let crossing: &'static Self = Box::leak(Box::new(Self {
            metadata: OnceLock::new(),
            registered: AtomicBool::new(false),
            unwanted: AtomicBool::new(false),
        }));
        let place = site.place;
        let name = place.name.unwrap_or_else(|| {
            Box::leak(format!("event {}:{}", place.file, place.line).into_boxed_str())
        });
        let critical = (site.level == Level::Critical).then_some(CRITICAL);
        let names = [MESSAGE].into_iter().chain(site.fields.iter().map(|key| key.name));
        let names: Vec<&'static str> = names.chain([ERROR]).chain(critical).collect();
        crossing.metadata.get_or_init(|| {
            Metadata::new(
                name,
                target,
                site.level.into(),
                Some(place.file),
                Some(place.line),
                Some(place.module_path),
                FieldSet::new(Box::leak(names.into_boxed_slice()), Identifier(crossing)),
                Kind::EVENT,
            )
        });
        crossing
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

impl Callsite for Crossing {
    fn set_interest(&self, interest: Interest) {
        self.unwanted.store(interest.is_never(), Relaxed);
    }

    fn metadata(&self) -> &Metadata<'_> {
        match self.metadata.get() {
            Some(metadata) => metadata,
            // `leak` sets it before anybody gets hold of the crossing.
            None => unreachable!("a crossing without metadata"),
        }
    }
}
