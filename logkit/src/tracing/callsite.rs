//! The `tracing` call site of a record, made and leaked when the first such record becomes an
//! event.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use ::tracing::Metadata as TracingMetadata;
use ::tracing::callsite::{self, Callsite, Identifier};
use ::tracing::field::FieldSet;
use ::tracing::metadata::Kind;
use ::tracing::subscriber::Interest;

use crate::level::Level;
use crate::record::metadata::{Location, Metadata};
use crate::record::{DynamicMetadata, Record};
#[cfg(feature = "layer")]
use crate::tracing::callsite_info::CallsiteInfo;
use crate::tracing::fields::{CRITICAL, ERROR, FIELDS_LEFT_OUT, MESSAGE};
use crate::util::intern::Interner;

/// The maximum number of fields of an event; further ones are counted in one field more. It leaves room
/// for the message and the like in the largest array of values.
const MAX_FIELDS: usize = 1_000;

/// A `tracing` call site for a logkit statement, or for records without one. It is made at run
/// time, because most statements never become events, and a second static beside each would enlarge
/// the binary.
pub(crate) struct TracingCallsite {
    site: &'static Metadata,
    target: &'static str,
    location: Location<'static>,
    /// The fields. Masks by name are applied before, so none is masked here.
    pub(super) keys: Vec<&'static str>,
    /// Records have more fields than these.
    pub(super) is_cut: bool,
    /// Set before anything else sees the call site, whose address it contains.
    metadata: OnceLock<&'static TracingMetadata<'static>>,
    registered: AtomicBool,
    unwanted: AtomicBool,
}

/// The call sites of statements, by the statements' addresses.
static STATIC: Interner<TracingCallsite> = Interner::new();

/// The call sites of other records, identified by their dynamic metadata. Each is leaked, and every
/// record may have a new target, so their number is limited to [`MOST_DYNAMIC`].
static DYNAMIC: Interner<TracingCallsite> = Interner::new();

const MOST_DYNAMIC: usize = 4_096;

impl TracingCallsite {
    /// Returns the record's call site. Beyond the limit of dynamic ones, that has the record's
    /// static metadata alone.
    pub(super) fn of(record: &Record<'_>) -> &'static Self {
        let dynamic = match record.dynamic {
            Some(dynamic) => Self::of_dynamic(record.metadata, dynamic),
            None => None,
        };
        match dynamic {
            Some(callsite) => callsite,
            None => Self::of_static(record.metadata, record.logger),
        }
    }

    /// `target` is the logger's name.
    fn of_static(site: &'static Metadata, target: &'static str) -> &'static Self {
        let keys = site.fields().names();
        let make = || Self::leak(site, target, site.location, keys.to_vec(), false);
        // Statics of that size are at multiples of eight.
        let hash = ptr::from_ref(site).addr() / 8;
        let known = STATIC.find_or_add(
            hash,
            &|known| ptr::eq(known.site, site) && known.target == target,
            &make,
        );
        known.unwrap_or_else(make)
    }

    fn of_dynamic(site: &'static Metadata, dynamic: &DynamicMetadata<'_>) -> Option<&'static Self> {
        let is = |known: &Self| known.is_of(site, dynamic);
        let make = || {
            let location = Location {
                name: dynamic.location.name.map(leak_text),
                module_path: dynamic.location.module_path.map(leak_text),
                file: dynamic.location.file.map(leak_text),
                line: dynamic.location.line,
            };
            let mut keys = Vec::new();
            for name in shown_keys(dynamic) {
                keys.push(leak_text(name));
            }
            Self::leak(
                site,
                leak_text(dynamic.name),
                location,
                keys,
                dynamic.keys.len() > MAX_FIELDS,
            )
        };
        DYNAMIC.find_or_add_within(MOST_DYNAMIC, hash_of(dynamic), &is, &make)
    }

    fn is_of(&self, site: &'static Metadata, dynamic: &DynamicMetadata<'_>) -> bool {
        ptr::eq(self.site, site)
            && self.target == dynamic.name
            && self.location == dynamic.location
            && self.is_cut == (dynamic.keys.len() > MAX_FIELDS)
            && *self.keys == *shown_keys(dynamic)
    }

    fn leak(
        site: &'static Metadata,
        target: &'static str,
        location: Location<'static>,
        keys: Vec<&'static str>,
        is_cut: bool,
    ) -> &'static Self {
        let callsite: &'static Self = Box::leak(Box::new(Self {
            site,
            target,
            location,
            keys,
            is_cut,
            metadata: OnceLock::new(),
            registered: AtomicBool::new(false),
            unwanted: AtomicBool::new(false),
        }));
        let metadata = callsite.describe();
        // No other thread knows the call site yet, so this neither fails nor waits.
        let _ = callsite.metadata.set(metadata);
        #[cfg(feature = "layer")]
        CallsiteInfo::register(metadata, site.level, location, &callsite.keys);
        callsite
    }

    fn describe(&'static self) -> &'static TracingMetadata<'static> {
        let Self { site, target, location, keys, is_cut, .. } = self;
        let name = location.name.unwrap_or_else(|| {
            let (file, line) = (location.file.unwrap_or("?"), location.line.unwrap_or_default());
            String::leak(format!("event {file}:{line}"))
        });
        let mut names = vec![MESSAGE];
        names.extend_from_slice(keys);
        names.push(ERROR);
        if site.level == Level::Critical {
            names.push(CRITICAL);
        }
        if *is_cut {
            names.push(FIELDS_LEFT_OUT);
        }
        Box::leak(Box::new(TracingMetadata::new(
            name,
            target,
            site.level.into(),
            location.file,
            location.line,
            location.module_path,
            FieldSet::new(names.leak(), Identifier(self)),
            Kind::EVENT,
        )))
    }

    /// The description of the site for `tracing`.
    pub(super) fn metadata(&self) -> &'static TracingMetadata<'static> {
        self.metadata.get().copied().unwrap_or(&UNPUBLISHED)
    }

    /// Returns whether the host's subscribers may want events of this site. The first call
    /// registers it with `tracing`, as `tracing`'s own macros do, so that filters that look at
    /// fields know it. Other threads do not wait for the registration: `enabled` is asked anyway.
    pub(super) fn is_wanted(&'static self) -> bool {
        if !self.registered.swap(true, Relaxed) {
            callsite::register(self);
        }
        !self.unwanted.load(Relaxed)
    }
}

/// The description of a call site that has none yet. `tracing` never sees it, because call sites are
/// published with their description.
static UNPUBLISHED: TracingMetadata<'static> = TracingMetadata::new(
    "event",
    "logkit",
    ::tracing::Level::ERROR,
    None,
    None,
    None,
    FieldSet::new(&[MESSAGE], Identifier(&Unpublished(()))),
    Kind::EVENT,
);

/// The call site of [`UNPUBLISHED`].
struct Unpublished(());

impl Callsite for Unpublished {
    fn set_interest(&self, _interest: Interest) {}

    fn metadata(&self) -> &TracingMetadata<'_> {
        &UNPUBLISHED
    }
}

impl Callsite for TracingCallsite {
    fn set_interest(&self, interest: Interest) {
        self.unwanted.store(interest.is_never(), Relaxed);
    }

    fn metadata(&self) -> &TracingMetadata<'_> {
        Self::metadata(self)
    }
}

/// The names of the fields that an event has.
fn shown_keys<'a>(dynamic: &DynamicMetadata<'a>) -> &'a [&'a str] {
    let names = dynamic.keys.names();
    names.get(..MAX_FIELDS).unwrap_or(names)
}

fn leak_text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn hash_of(dynamic: &DynamicMetadata<'_>) -> usize {
    let mut hasher = DefaultHasher::new();
    (dynamic.name, dynamic.location.file, dynamic.location.line).hash(&mut hasher);
    for name in dynamic.keys.names() {
        name.hash(&mut hasher);
    }
    // Any part of a hash is a hash.
    usize::try_from(hasher.finish() & 0xffff).unwrap_or_default()
}
