//! What expansions may name: re-exports only. Nothing in here is covered by semantic versioning.

pub use core::fmt;
pub use core::marker::Sized;
pub use core::option::Option;
pub use core::result::Result::Ok;
pub use core::{compile_error, file, format_args, line, module_path};

pub use inventory::submit;
pub use logkit_macros::{enabled_macro, event_macro};

pub use crate::callsite::{Callsite, FieldName, LevelCallsites, Location, Metadata, enabled};
pub use crate::level::{Level, LevelFilter};
pub use crate::logger::{Declaration, name_of_module};
pub use crate::logger::{Registration, declare};
pub use crate::record::Parent;
pub use crate::record::to_value::ToValue;
pub use crate::record::value::Value;
pub use crate::redact::elements::{Elements, OptionLike};
pub use crate::redact::graphemes::Ends;
#[cfg(feature = "hash")]
pub use crate::redact::hash::{Hash, HashInput};
pub use crate::redact::mask::{Text, keep};
pub use crate::redact::part::Part;
pub use crate::redact::policy::{Each, Masking, ShowNone, behind};
pub use crate::redact::strict::{
    MadeStrict, check, check_unseen, declare_strict, strict_registration,
};
pub use crate::redact::with::With;
pub use crate::redact::{KeepText, LogSafe, Mask, Masked, Redact, Shape, Visitor};
#[cfg(feature = "testing")]
pub use crate::testing::{leak_test::LeakTest, probe::Returned};
pub use crate::tracing::parent;
pub use crate::util::specialize::{AsError, Probe, display, level, typed};
