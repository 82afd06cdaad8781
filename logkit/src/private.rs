//! The items that expansions name. Semantic versioning does not cover this module.

pub use core::fmt;
pub use core::marker::{Copy, Sized};
pub use core::option::Option;
pub use core::result::Result::Ok;
pub use core::{compile_error, concat, env, file, format_args, include_bytes, line, module_path};

pub use inventory::submit;
pub use logkit_macros::{enabled_macro, event_macro};

pub use crate::callsite::{Callsite, LevelCallsites};
pub use crate::level::{Level, LevelFilter};
pub use crate::logger::{Registration, declare};
pub use crate::record::Parent;
pub use crate::record::argument::level;
pub use crate::record::derived::debug;
pub use crate::record::exception::beside_error;
pub use crate::record::shape::TextForm;
pub use crate::record::to_value::ToValue;
pub use crate::record::value::Value;
pub use crate::redact::allowance::HarmlessNames;
pub use crate::redact::collection::{Collection, OptionLike};
pub use crate::redact::count::count;
pub use crate::redact::custom_mask::CustomMask;
pub use crate::redact::graphemes::KeptEnds;
#[cfg(feature = "hash")]
pub use crate::redact::hash::{Hash, HashInput};
pub use crate::redact::mask::{FixedText, keep};
pub use crate::redact::policy::{Each, Policed, ShowNone};
pub use crate::redact::sensitive::{MasksItself, truth};
pub use crate::redact::strict::{MadeStrict, declare_strict, logger, strict_registration};
pub use crate::redact::{KeepText, LogSafe, Mask, Masked, Redact, Visitor};
pub use crate::registry::declaration::Declaration;
pub use crate::sink::captured::UnderTest;
#[cfg(feature = "testing")]
pub use crate::testing::leak_test::LeakTest;
pub use crate::tracing::parent;
pub use crate::util::module_name::ModuleName;
pub use crate::util::specialize::Probe;

/// Expands to a log statement. `event_macro!` generates the input; this is the part that is the
/// same in all statements.
///
/// ```text
/// direct level variable = logger, name = name; fields explicit [names of fields, pieces of the message]
///     [values]
/// level variable = logger, name = name; fields explicit [names of fields, pieces of the message]
///     (variable = expression, ..) method [values] (, arguments)
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __statement {
    // The values need no variables.
    (
        direct $level:ident $logger:ident = $static:expr $(, name = $name:expr)?;
        $fields:tt $explicit:tt $texts:tt $values:tt
    ) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::Callsite::new(
            $crate::__private::Level::$level,
            $crate::__private::module_path!(),
            $crate::__private::file!(),
            $crate::__private::line!(),
            $fields,
            $explicit,
            &$texts,
        )$(.named($name))?;
        let $logger = $crate::__private::logger($static);
        if $logger.enabled($crate::__private::Level::$level) {
            __CALLSITE.emit($logger.logger, &$values);
        }
    }};
    (
        $level:ident $logger:ident = $static:expr $(, name = $name:expr)?;
        $fields:tt $explicit:tt $texts:tt ($($variable:ident = $value:expr,)*)
        $emit:ident $values:tt $(($($context:tt)*))?
    ) => {{
        static __CALLSITE: $crate::__private::Callsite = $crate::__private::Callsite::new(
            $crate::__private::Level::$level,
            $crate::__private::module_path!(),
            $crate::__private::file!(),
            $crate::__private::line!(),
            $fields,
            $explicit,
            &$texts,
        )$(.named($name))?;
        let $logger = $crate::__private::logger($static);
        if $logger.enabled($crate::__private::Level::$level) {
            match ($(&$value,)*) {
                ($($variable,)*) => __CALLSITE.$emit($logger.logger, &$values $($($context)*)?),
            }
        }
    }};
    // The level is an expression.
    (
        ($level:expr) $logger:ident = $static:expr $(, name = $name:expr)?;
        $fields:tt $explicit:tt $texts:tt ($($variable:ident = $value:expr,)*)
        $emit:ident $values:tt $(($($context:tt)*))?
    ) => {{
        static __CALLSITES: $crate::__private::LevelCallsites =
            $crate::__private::LevelCallsites::new(
                $crate::__private::module_path!(),
                $crate::__private::file!(),
                $crate::__private::line!(),
                $fields,
                $explicit,
                &$texts,
            )$(.named($name))?;
        let $logger = $crate::__private::logger($static);
        let level = $level;
        if $logger.enabled(level) {
            match ($(&$value,)*) {
                ($($variable,)*) => __CALLSITES.at(level).$emit($logger.logger, &$values $($($context)*)?),
            }
        }
    }};
}

pub use crate::__statement as statement;
