//! A statement and an annotated module hold what they promise wherever a user puts them.

mod arguments;
mod asynchronous;
mod crates;
mod exceptions;
mod file_module;
mod fragments;
mod modules;
mod strict_loggers;
mod values;
