//! Statements and annotated modules work in every place where users write them.

mod arguments;
mod asynchronous;
mod crates;
mod exceptions;
mod file_module;
mod fragments;
mod modules;
mod strict_loggers;
mod values;
