//! A secret gets out nowhere: of every shape that a value can have, by every way out, in every
//! format, under any load and in any environment. What should show beside it does.

// As for std's derive: that `Debug` reads a field does not make it a field in use.
#![expect(dead_code, reason = "fields that only `Debug` reads")]
#![allow(clippy::format_push_string, reason = "as plain as can be")]
#![allow(clippy::unnecessary_wraps, reason = "the ways out stand in tables")]

mod common;
#[path = "leaks/corpus.rs"]
mod corpus;
#[path = "leaks/environment.rs"]
mod environment;
#[path = "leaks/looks.rs"]
mod looks;
#[path = "leaks/named.rs"]
mod named;
#[path = "leaks/panics.rs"]
mod panics;
#[path = "leaks/prints.rs"]
mod prints;
#[path = "leaks/properties.rs"]
mod properties;
#[path = "leaks/quiet.rs"]
mod quiet;
#[path = "leaks/routes.rs"]
mod routes;
#[path = "leaks/search.rs"]
mod search;
#[path = "leaks/secrets.rs"]
mod secrets;
#[path = "leaks/shapes.rs"]
mod shapes;
#[path = "leaks/statements.rs"]
mod statements;
#[path = "leaks/subject.rs"]
mod subject;
#[path = "leaks/third_parties.rs"]
mod third_parties;
