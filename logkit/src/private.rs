//! What expansions may name: re-exports only. Nothing in here is covered by semantic versioning.

pub use core::fmt;
pub use core::marker::Sized;
pub use core::option::Option;
pub use core::result::Result::Ok;
pub use core::{file, format_args, line, module_path};

pub use inventory::submit;
pub use logkit_macros::{enabled_macro, event_macro};

pub use crate::bridge::parent;
pub use crate::callsite::{Callsite, LevelCallsites, enabled};
pub use crate::declaration::{Declaration, name_of_module};
pub use crate::level::{Level, LevelFilter};
pub use crate::logger::{Registration, declare};
pub use crate::record::Parent;
pub use crate::redact::elements::{Elements, OptionLike};
pub use crate::redact::graphemes::Ends;
#[cfg(feature = "hash")]
pub use crate::redact::hash::{Hash, HashInput};
pub use crate::redact::mask::{Text, keep};
pub use crate::redact::part::Part;
pub use crate::redact::policy::{Each, Masking, ShowNone, behind};
pub use crate::redact::with::With;
pub use crate::redact::{KeepText, LogSafe, Mask, Masked, Redact, Shape, Visitor};
pub use crate::site::{Key, Place, Site};
pub use crate::specialize::{AsError, Probe, display, level, typed};
pub use crate::strict::{MadeStrict, check, check_unseen, declare_strict, strict_registration};
pub use crate::testing::probe::Returned;
pub use crate::testing::watch::Watch;
pub use crate::to_value::ToValue;
pub use crate::value::Value;
