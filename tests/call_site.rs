//! A statement and an annotated module hold what they promise wherever a user puts them.

#[path = "call_site/arguments.rs"]
mod arguments;
#[path = "call_site/asynchronous.rs"]
mod asynchronous;
#[path = "call_site/crates.rs"]
mod crates;
#[path = "call_site/exceptions.rs"]
mod exceptions;
#[path = "call_site/file_module.rs"]
mod file_module;
#[path = "call_site/fragments.rs"]
mod fragments;
#[path = "support/generated.rs"]
mod generated;
#[path = "support/lines.rs"]
mod lines;
#[path = "call_site/modules.rs"]
mod modules;
#[path = "call_site/strict_loggers.rs"]
mod strict_loggers;
#[path = "call_site/values.rs"]
mod values;
