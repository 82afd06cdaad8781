//! The results of functions, methods and macros as far as their names tell: the value they were given,
//! a measure of it, or something else.

use crate::secret_names::secret;

/// Functions around a value that make its masking explicit.
const MASKS: [&str; 5] = ["masked", "keep_first", "keep_last", "hashed", "unmasked"];

/// Methods that return the same value, possibly in another representation. On the path of a secret
/// every method that is not known does; these also do on other paths, so that `session.lock().id` is
/// `session.id`.
#[rustfmt::skip]
const ADAPTERS: &[&str] = &[
    "as_bytes", "as_deref", "as_deref_mut", "as_encoded_bytes", "as_mut", "as_os_str", "as_ref",
    "as_slice", "as_str", "borrow", "borrow_mut", "bytes", "chain", "chars", "clone", "cloned",
    "collect", "concat", "copied", "deref", "display", "encode", "escape_debug", "escape_default",
    "expect", "expose", "expose_secret", "filter", "first", "get", "get_mut", "get_ref", "inner",
    "insert_str", "intersperse", "into", "into_boxed_str", "into_bytes", "into_inner", "into_iter",
    "into_string", "iter", "join", "last", "lines", "lock", "max", "min", "next", "nth", "ok", "once", "or",
    "or_else", "peekable", "read", "repeat", "replace", "replacen", "rev", "skip", "split", "split_at", "split_off", "split_once",
    "split_whitespace", "strip_prefix", "strip_suffix", "take", "to_ascii_lowercase",
    "to_ascii_uppercase", "to_be_bytes", "to_bytes", "to_le_bytes", "to_lowercase", "to_ne_bytes",
    "to_owned", "to_str", "to_string", "to_string_lossy", "to_uppercase", "to_vec", "trim",
    "trim_end", "trim_end_matches", "trim_matches", "trim_start", "trim_start_matches", "unwrap",
    "unwrap_or", "unwrap_or_default", "unwrap_or_else", "value", "wrapping_add", "zip",
];

/// First words of methods that return the same value in another form.
#[rustfmt::skip]
const CONVERSIONS: [&str; 9] =
    ["as", "checked", "into", "saturating", "strip", "to", "trim", "try", "wrapping"];

/// Methods whose result is that of a function which gets the value.
#[rustfmt::skip]
const TRANSFORMS: [&str; 12] = [
    "and_then", "filter_map", "flat_map", "fold", "map", "map_err", "map_or", "map_or_default",
    "map_or_else", "map_while", "then", "then_some",
];

/// Methods that answer a question or count.
#[rustfmt::skip]
const ANSWERS: [&str; 17] = [
    "all", "any", "cmp", "contains", "count", "count_ones", "count_zeros", "elapsed", "eq",
    "eq_ignore_ascii_case", "exists", "len", "ne", "partial_cmp", "size_of", "size_of_val", "sum",
];
/// First words of functions and variables whose value is a boolean or a number.
#[rustfmt::skip]
const QUESTIONS: [&str; 18] = [
    "are", "can", "contains", "did", "does", "ends", "has", "is", "n", "needs", "no", "num", "should",
    "starts", "supports", "was", "were", "without",
];
/// First words of functions that test their argument.
const TESTS: [&str; 5] = ["check", "compare", "matches", "validate", "verify"];
/// Last words of measures.
const MEASURES: [&str; 7] = ["bits", "capacity", "count", "len", "length", "size", "strength"];

/// Last words of methods that return an attribute of a secret.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "account", "addr", "address", "age", "alg", "algorithm", "at", "aud", "audience", "cancelled",
    "class", "col", "column", "date", "decimals", "domain", "duration", "end", "err", "error", "exp",
    "expiration", "expired", "expires", "expiry", "fingerprint", "flags", "format", "host", "id", "idx",
    "ids", "index", "iss", "issuer", "kid", "kind", "label", "level", "line", "loc", "location", "name",
    "names", "offset", "owner", "path", "permissions", "policy", "pos", "position", "precedence",
    "priority", "provider", "public", "range", "remaining", "revoked", "role", "roles", "scope", "scopes",
    "source", "span", "start", "state", "status", "sub", "subject", "symbol", "tenant", "thumbprint",
    "time", "timestamp", "ttl", "ty", "type", "user", "username", "valid", "validity", "version",
];

/// First words of functions that do something with a secret and do not return it.
#[rustfmt::skip]
const ACTIONS: &[&str] = &[
    "add", "cancel", "clear", "delete", "drop", "ensure", "expire", "forget", "from", "handle",
    "insert", "invalidate", "persist", "process", "push", "put", "register", "remove", "revoke",
    "rotate", "save", "send", "set", "store", "update", "write",
];

/// Macros that format their arguments.
const FORMATTERS: [&str; 2] = ["format", "format_args"];
/// Macros whose text is in the source.
#[rustfmt::skip]
const LITERALS: [&str; 9] = [
    "column", "concat", "file", "include_bytes", "include_str", "line", "module_path", "stringify",
    "type_name",
];
/// Macros that answer a question.
const TRUTHS: [&str; 2] = ["matches", "cfg"];
/// Functions whose value shows their argument unchanged.
#[rustfmt::skip]
const WRAPPERS: [&str; 14] = [
    "Some", "Ok", "Err", "Wrapping", "Saturating", "Reverse", "from_str", "from_utf8",
    "from_utf8_lossy", "from_utf8_unchecked", "display", "debug", "identity", "black_box",
];
/// Constructors that return their argument unchanged if they belong to one of [`MADE`].
const MAKERS: [&str; 6] = ["new", "from", "try_from", "from_iter", "Borrowed", "Owned"];
/// Types whose constructors keep their argument visible.
#[rustfmt::skip]
const MADE: &[&str] = &[
    "BString", "Box", "Bytes", "BytesMut", "CString", "Cell", "Cow", "HeaderValue", "ManuallyDrop",
    "Mutex", "NonZero", "Option", "OsString", "PathBuf", "Pin", "Arc", "Rc", "RefCell", "Reverse",
    "RwLock", "Saturating", "String", "Value", "Vec", "VecDeque", "Wrapping", "bool", "char", "f32", "f64",
    "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32", "u64", "u8", "usize",
];
/// Functions that take the name of the value they return.
#[rustfmt::skip]
const LOOK_UPS: [&str; 15] = [
    "cookie", "entry", "get", "get_all", "get_header", "get_mut", "get_one", "get_str", "get_string",
    "header", "param", "query", "remove", "var", "var_os",
];
/// Macros that take the name of an environment variable.
const VARIABLES: [&str; 2] = ["env", "option_env"];

/// Returns true for a function whose result is masked, or logged as it is by choice.
pub(super) fn is_mask(function: &str) -> bool {
    MASKS.contains(&function)
}

/// Returns true for a method that returns the value it is called on.
pub(super) fn hands_on(method: &str) -> bool {
    ADAPTERS.contains(&method)
}

/// Returns true for a conversion by its first word: `to_json`, `as_hex`.
pub(super) fn converts(method: &str) -> bool {
    CONVERSIONS.contains(&first_word(method)) && has_words(method)
}

/// Returns true for a method whose result is that of a function which gets the value.
pub(super) fn transforms(method: &str) -> bool {
    TRANSFORMS.contains(&method)
}

/// Returns true for a function or a method whose result is a boolean or a number.
pub(super) fn measures(function: &str) -> bool {
    ANSWERS.contains(&function)
        || is_measure(function)
        || has_words(function) && TESTS.contains(&first_word(function))
}

/// Returns true for a variable or a field whose value is a boolean or a number by its name.
pub(super) fn is_measure(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or_default();
    MEASURES.contains(&last_word(name)) || has_words(name) && QUESTIONS.contains(&first_word(name))
}

/// Returns true for a method that returns an attribute of a secret: `cookie.path()`.
pub(super) fn is_attribute(method: &str) -> bool {
    ATTRIBUTES.contains(&last_word(method))
}

/// Returns true for a function that does not return the secret in its name: `store_token`.
pub(super) fn is_action(function: &str) -> bool {
    ACTIONS.contains(&first_word(function))
}

/// Returns true if a method on the path of a secret may return the secret: an unknown one does.
pub(super) fn keeps_secret(path: &str, method: &str) -> bool {
    !is_attribute(method)
        && !is_action(method)
        && secret(path).is_some()
        && secret(method).is_none()
}

/// Returns true if a path and a method without arguments are a secret's name together.
pub(super) fn spans_dot(path: &str, method: &str) -> bool {
    secret(method).is_none() && secret(&format!("{path}.{method}")).is_some()
}

/// Returns true for a macro that formats its arguments.
pub(super) fn makes_text(name: &str) -> bool {
    FORMATTERS.contains(&name)
}

/// Returns true for a macro whose text is in the source.
pub(super) fn is_literal(name: &str) -> bool {
    LITERALS.contains(&name)
}

/// Returns true for a macro whose value is a boolean.
pub(super) fn is_truth(name: &str) -> bool {
    TRUTHS.contains(&name)
}

/// Returns true for a function that returns its argument unchanged; `owner` is the `Box` of `Box::new`.
pub(super) fn wraps(owner: &str, function: &str) -> bool {
    WRAPPERS.contains(&function)
        || MAKERS.contains(&function) && (MADE.contains(&owner) || owner.starts_with("NonZero"))
}

/// Returns true for a function or a method that takes the name of the value it returns.
pub(super) fn looks_up(function: &str) -> bool {
    LOOK_UPS.contains(&function)
}

/// Returns true for a macro that takes the name of an environment variable.
pub(super) fn reads_variable(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// Returns true for a name of several words.
fn has_words(name: &str) -> bool {
    name.as_bytes().contains(&b'_')
}

fn first_word(name: &str) -> &str {
    name.split('_').next().unwrap_or_default()
}

fn last_word(name: &str) -> &str {
    name.rsplit('_').next().unwrap_or_default()
}
