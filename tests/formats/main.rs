//! Templates and date formats are CPython's; every format keeps hostile text within its line, and a
//! reader gets back what was logged.

mod dates;
mod injection;
mod json_options;
mod logfmt;
mod settings;
mod templates;
mod written;
