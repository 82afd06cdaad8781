//! The model of a `tracing` call site: made and leaked when the first event of it arrives.

use std::ptr;

use ::tracing::Metadata as TracingMetadata;

use crate::level::Level;
use crate::record::field_names::FieldNames;
use crate::record::metadata::{Location, Metadata};
use crate::redact::allowance::is_harmless_in;
use crate::registry::declaration::Declared;
use crate::root::claims::claimant;
use crate::tracing::fields::MESSAGE;
use crate::util::intern::Interner;
use crate::util::once::TryOnce;

/// A `tracing` call site as logkit's metadata: its message, if it has one, is the only argument.
pub(crate) struct CallsiteInfo {
    pub(crate) site: Metadata,
    pub(crate) target: &'static str,
    /// The role of each of the metadata's fields, in their order.
    roles: Box<[FieldRole]>,
    origin: Origin,
    /// The logger that claims the call site. All loggers are known before the first event.
    claimant: TryOnce<Option<Declared>>,
}

/// The author of a call site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A statement of a logkit logger.
    Logkit,
    /// A record of `log`, brought by `tracing-log`. Its target and module are values.
    Log,
    /// A statement of `tracing`.
    Tracing,
}

/// The role of a `tracing` field in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldRole {
    Message,
    /// The site's field of that index.
    Field(usize),
    /// The error of a record that came from logkit.
    Error,
    /// The origin of a record of `log`, as `tracing-log` describes it.
    LogTarget,
    LogModulePath,
    LogFile,
    LogLine,
    /// Not part of the record.
    Ignored,
}

impl CallsiteInfo {
    /// The model of the call site with these metadata, by their address: call sites themselves may
    /// share one, because those of `tracing-log` are zero-sized.
    pub(crate) fn of(metadata: &'static TracingMetadata<'static>) -> &'static Self {
        find(metadata, || Self::new(metadata))
    }

    /// Registers a call site that was made for a logkit statement, so that a record that returns
    /// through `tracing` keeps its masks and its level CRITICAL.
    pub(crate) fn register(
        metadata: &'static TracingMetadata<'static>,
        level: Level,
        location: Location<'static>,
        keys: &'static [&'static str],
    ) {
        let last = keys.len() + 1;
        find(metadata, || {
            let role = |index| match index {
                0 => FieldRole::Message,
                index if index < last => FieldRole::Field(index - 1),
                index if index == last => FieldRole::Error,
                _ => FieldRole::Ignored,
            };
            Self {
                site: Metadata { explicit: u64::MAX, ..site(level, location, keys.to_vec(), true) },
                target: metadata.target(),
                roles: (0..metadata.fields().len()).map(role).collect(),
                origin: Origin::Logkit,
                claimant: TryOnce::new(),
            }
        });
    }

    fn new(metadata: &'static TracingMetadata<'static>) -> Self {
        let is_log = is_of_log(metadata);
        let (mut keys, mut explicit) = (Vec::new(), 0);
        let mut role = |name| match name {
            MESSAGE if metadata.is_event() => FieldRole::Message,
            "log.target" if is_log => FieldRole::LogTarget,
            "log.module_path" if is_log => FieldRole::LogModulePath,
            "log.file" if is_log => FieldRole::LogFile,
            "log.line" if is_log => FieldRole::LogLine,
            name => {
                if is_harmless_in(metadata.module_path(), name) {
                    explicit |= FieldNames::bit(keys.len());
                }
                keys.push(name);
                FieldRole::Field(keys.len() - 1)
            }
        };
        let roles: Box<[FieldRole]> =
            metadata.fields().iter().map(|field| role(field.name())).collect();
        let has_message = roles.contains(&FieldRole::Message);
        let location = Location {
            name: Some(metadata.name()),
            module_path: metadata.module_path(),
            file: metadata.file(),
            line: metadata.line(),
        };
        Self {
            site: Metadata {
                explicit,
                ..site((*metadata.level()).into(), location, keys, has_message)
            },
            target: metadata.target(),
            roles,
            origin: if is_log { Origin::Log } else { Origin::Tracing },
            claimant: TryOnce::new(),
        }
    }

    /// Returns whether the call site was made for a logkit statement.
    pub(super) fn is_of_logkit(metadata: &TracingMetadata<'_>) -> bool {
        let address = ptr::from_ref(metadata).addr();
        let known = KNOWN.find(address / 8, &|known| known.address == address);
        known.is_some_and(|known| known.info.origin == Origin::Logkit)
    }

    pub(super) fn origin(&self) -> Origin {
        self.origin
    }

    /// The logger in whose module the statement is.
    pub(super) fn claimant(&self) -> Option<Declared> {
        let find = || claimant(self.site.location.module_path);
        match self.claimant.get_or_try_init(find) {
            Some(claimant) => *claimant,
            None => find(),
        }
    }

    pub(super) fn role(&self, index: usize) -> FieldRole {
        self.roles.get(index).copied().unwrap_or(FieldRole::Ignored)
    }
}

/// Returns whether a call site is one of `tracing-log`'s, which all its records share.
pub(super) fn is_of_log(metadata: &TracingMetadata<'_>) -> bool {
    metadata.target() == "log" && metadata.fields().field("log.target").is_some()
}

/// Returns metadata with the names, which are leaked, and a message of one argument and no literal.
fn site(
    level: Level,
    location: Location<'static>,
    mut texts: Vec<&'static str>,
    has_message: bool,
) -> Metadata {
    let fields = texts.len();
    if has_message {
        texts.push("");
    }
    Metadata::new(level, location, fields, texts.leak())
}

/// Every call site seen so far, by the address of its metadata.
static KNOWN: Interner<KnownCallsite> = Interner::new();

struct KnownCallsite {
    address: usize,
    info: CallsiteInfo,
}

fn find(
    metadata: &'static TracingMetadata<'static>,
    make: impl Fn() -> CallsiteInfo,
) -> &'static CallsiteInfo {
    let address = ptr::from_ref(metadata).addr();
    let leak = || -> &'static KnownCallsite {
        Box::leak(Box::new(KnownCallsite { address, info: make() }))
    };
    // Statics of that size are at multiples of eight.
    let known = KNOWN.find_or_add(address / 8, &|known| known.address == address, &leak);
    &known.unwrap_or_else(leak).info
}
