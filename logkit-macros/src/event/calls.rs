//! Which calls show what they are given, as far as their names tell.

/// The functions around a value that decide how it shows.
const MASKS: [&str; 5] = ["masked", "keep_first", "keep_last", "hashed", "unmasked"];

/// Methods that hand the same value on, be it in another shape.
#[rustfmt::skip]
const ADAPTERS: [&str; 53] = [
    "as_bytes", "as_deref", "as_deref_mut", "as_encoded_bytes", "as_mut", "as_os_str", "as_ref",
    "as_slice", "as_str", "borrow", "bytes", "chars", "clone", "cloned", "copied", "deref",
    "display", "escape_debug", "escape_default", "expose", "first", "get", "get_mut", "get_ref",
    "inner", "into", "into_boxed_str", "into_bytes", "into_inner", "into_iter", "into_string",
    "iter", "last", "lock", "ok", "read", "take", "to_ascii_lowercase", "to_ascii_uppercase",
    "to_bytes", "to_lowercase", "to_owned", "to_str", "to_string", "to_string_lossy",
    "to_uppercase", "to_vec", "trim", "trim_end", "trim_start", "unwrap", "unwrap_or_default",
    "value",
];

/// Methods that take an argument and hand the same value on where there is one.
const FALLBACKS: [&str; 3] = ["expect", "unwrap_or", "unwrap_or_else"];
/// Macros that make text of what they are given.
const FORMATTERS: [&str; 2] = ["format", "format_args"];
/// What shows as what it is given, or as the bytes that it reads.
const WRAPPERS: [&str; 5] = ["Some", "Ok", "Err", "from_utf8", "from_utf8_lossy"];
/// The same, as far as these types make it.
const MAKERS: [&str; 2] = ["new", "from"];
const MADE: [&str; 6] = ["Box", "Rc", "Arc", "String", "Cow", "OsString"];
/// What is given the name of the value that it looks up.
const LOOK_UPS: [&str; 6] = ["get", "get_all", "get_one", "header", "var", "var_os"];
/// The same of what the compiler looks up.
const VARIABLES: [&str; 2] = ["env", "option_env"];

/// Whether a function decides how what it is given shows.
pub(super) fn is_mask(function: &str) -> bool {
    MASKS.contains(&function)
}

/// Whether a method without arguments hands the same value on.
pub(super) fn adapts(method: &str) -> bool {
    ADAPTERS.contains(&method)
}

/// The same of one with an argument.
pub(super) fn falls_back(method: &str) -> bool {
    FALLBACKS.contains(&method)
}

/// Whether a macro makes text of what it is given.
pub(super) fn makes_text(name: &str) -> bool {
    FORMATTERS.contains(&name)
}

/// Whether a function shows as what it is given; `owner` is what stands before its name, `Box::new`.
pub(super) fn wraps(owner: Option<&str>, function: &str) -> bool {
    WRAPPERS.contains(&function)
        || MAKERS.contains(&function) && owner.is_some_and(|owner| MADE.contains(&owner))
}

/// Whether a function or a method is given the name of the value that it looks up.
pub(super) fn looks_up(function: &str) -> bool {
    LOOK_UPS.contains(&function)
}

/// Whether a macro is given the name of a variable.
pub(super) fn reads_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}
