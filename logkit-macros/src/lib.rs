//! The procedural macros of `logkit`. Use them through `logkit`, which re-exports and documents them.
//!
//! # Organization
//!
//! A folder for each macro, with the same files in each:
//!
//! | file | question |
//! |------|----------|
//! | `ast` | What did the user write? The model, and how it is read from tokens. |
//! | `attr`, `parse` | What does an attribute or a statement say? |
//! | `lint`, `bypass`, `instrument` | What compiles and still must not be logged? |
//! | `repair`, `draft`, `unknown` | What did the user mean? The code in an error. |
//! | `expand` | Which code comes out? It cannot fail: the model has no wrong states. |
//!
//! * `module_logger`: the attribute that declares a logger.
//! * `event`: the level macros, `event!`, `exception!` and `enabled!`.
//! * `redact`: the derive.
//! * `tokens`: reading tokens without a parser for all of Rust, and writing them from templates.
//!   Expressions, types and modules are passed through as tokens. `syn` would be a seventh of a clean
//!   build, `quote` and `proc-macro2` half as much. For the same reason the functions of `search`, which
//!   take predicates as `dyn Fn`, and plain loops replace chains of iterator adapters: one is
//!   compiled again for each closure.
//! * `errors` collects the errors of an item, `names` has the rules of logger names, and `paths`
//!   knows the path from an expansion to the runtime. `levels` knows the words that users write for
//!   levels.
//! * `secret_names` judges names, by the lists of `secret_words`, of which a program has the hashes:
//!   `name_table` and `name_hashes`. `logkit` compiles the same files, through symlinks, for the names
//!   that are known at run time only. `allowance` has the names that the crate's `Cargo.toml`, read by
//!   `manifest`, declares harmless, and `harmless_names`, another shared file, compares them.
//!
//! # Hooks
//!
//! An expansion names `logkit::__private` and nothing else: `logkit/src/private.rs` re-exports what
//! it needs. The level macros in `logkit/src/macros.rs` pass `[$crate] name tokens` to `event_macro!`,
//! so that a renamed or re-exported `logkit` is found; `#[module_logger]` defines the same macros
//! with the path of its argument `crate`.
//!
//! Every error is reported at a token of the user, all errors of an item at once, each with the code
//! to write instead. The item or the statement is still expanded where that is possible: one mistake
//! must not cause unresolved names elsewhere. After an error `Redact` shows no field.
//!
//! # Testing
//!
//! Unit tests of a file are in it. `expansions.rs` and `redact/tests.rs` show whole expansions, so
//! that growth is noticed. `tests/ui` holds a program and its error message for every mistake, and
//! `tests/call_site` checks the surroundings that an expansion must survive.

#![forbid(unsafe_code)]

mod allowance;
mod errors;
mod event;
#[cfg(test)]
mod expansions;
mod harmless_names;
mod levels;
#[cfg(test)]
mod lint_corpus;
mod manifest;
mod module_logger;
mod name_hashes;
mod name_table;
mod names;
mod nearest;
mod paths;
mod redact;
mod secret_names;
#[cfg(test)]
mod secret_names_tests;
#[cfg(test)]
mod secret_words;
mod tokens;
mod words;

#[cfg(not(test))]
use tokens::api::TokenStream;

// A macro has the compiler's tokens, which unit tests do not have.

/// Declares a module's logger; see `logkit::module_logger`.
#[cfg(not(test))]
#[proc_macro_attribute]
pub fn module_logger(arguments: TokenStream, item: TokenStream) -> TokenStream {
    module_logger::expand(arguments, &item)
}

/// Writes a masked `Debug` for a type; see `logkit::Redact`.
#[cfg(not(test))]
#[proc_macro_derive(Redact, attributes(redact))]
pub fn redact(item: TokenStream) -> TokenStream {
    redact::expand(item)
}

/// Expands a statement of a level macro.
#[doc(hidden)]
#[cfg(not(test))]
#[proc_macro]
pub fn event_macro(input: TokenStream) -> TokenStream {
    event::expand(input)
}

/// Expands `enabled!`.
#[doc(hidden)]
#[cfg(not(test))]
#[proc_macro]
pub fn enabled_macro(input: TokenStream) -> TokenStream {
    event::expand_enabled(input)
}
