//! The table of all keys. The reader, its suggestions and the JSON Schema are made from it.

/// The kind of a value.
#[derive(Debug)]
pub(super) enum Kind {
    Flag,
    /// Only `true`: the key turns something on that no file turns off.
    On,
    Level,
    Size,
    Duration,
    /// A whole number from 1 on.
    Count,
    /// Permission bits: `"0640"`.
    Mode,
    Text,
    Zone,
    Word(&'static [&'static str]),
    /// A list of different texts.
    Names,
    /// A table of levels, by any key.
    Levels,
    /// A table of texts, by any key.
    Texts,
    Table(&'static [Key]),
    /// Tables by any name.
    Tables(&'static [Key]),
    /// Tables by any name, whose keys depend on `type`.
    Variants(&'static [Variant]),
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
    /// The description in the schema.
    pub(super) about: &'static str,
}

/// The keys of one `type`.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) name: &'static str,
    pub(super) keys: &'static [&'static [Key]],
}

const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, required: false, about }
}

const fn required(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, required: true, about }
}

const HANDLER_LIST: &str = "The handlers, by name; `stderr`, `stdout` and `null` need no table.";

/// The keys of a file.
pub(super) const FILE: &[Key] = &[
    key("level", Kind::Level, "The level of all loggers and third parties that have none here."),
    key("root", Kind::Table(ROOT), "Events of third parties."),
    key("loggers", Kind::Tables(LOGGER), "The loggers, by name."),
    key("handlers", Kind::Variants(HANDLERS), "The handlers, by names of your choice."),
    key("formats", Kind::Variants(FORMATS), "The formats, by names of your choice."),
    key("noise", Kind::Levels, "The levels of third parties' targets."),
    key("scrub", Kind::Table(SCRUB), "Masks in addition to those of the program."),
];

const ROOT: &[Key] = &[
    key("level", Kind::Level, "The level of all targets that have none under `noise`."),
    key("handlers", Kind::Names, HANDLER_LIST),
];

const LOGGER: &[Key] = &[
    key("level", Kind::Level, "The level, also of the loggers below."),
    key("propagate", Kind::Flag, "Whether records go on to the parent's handlers and the host."),
    key("handlers", Kind::Names, HANDLER_LIST),
];

const HANDLERS: &[Variant] = &[
    Variant { name: "stderr", keys: &[LINES] },
    Variant { name: "stdout", keys: &[LINES] },
    Variant { name: "file", keys: &[LINES, LOG_FILE] },
    Variant { name: "queued", keys: &[QUEUE] },
    Variant { name: "null", keys: &[] },
];

const LINES: &[Key] = &[
    key("level", Kind::Level, "A level in addition to the loggers'."),
    key("format", Kind::Text, "A format of the file, or one that needs no table."),
    key("colors", Kind::Word(&["auto", "always", "never"]), "When lines are colored."),
    key("scrub", Kind::On, "Masks secrets inside the lines."),
];

/// The keys of the log file itself: with equal ones, an open file is kept.
pub(super) const LOG_FILE: &[Key] = &[
    required("path", Kind::Text, "The path, relative to the directory of the process."),
    key("max_bytes", Kind::Size, "Rotates the file before it reaches this size."),
    key("backup_count", Kind::Count, "The number of backups of a rotation by size."),
    key("rotation", Kind::Word(&["daily", "hourly"]), "Rotates the file by time."),
    key("zone", Kind::Zone, "The zone of the days and hours."),
    key("keep", Kind::Count, "The number of backups of a rotation by time."),
    key("keep_bytes", Kind::Size, "The bytes of the file and all its backups."),
    key("reserve", Kind::Size, "The free space below which the oldest backups are deleted."),
    key("direct_names", Kind::Flag, "Gives the file the name that it keeps."),
    key("gzip", Kind::Flag, "Compresses backups."),
    key("buffer", Kind::Size, "The bytes of lines that are kept in memory."),
    key("flush_level", Kind::Level, "The level of a line that empties the buffer."),
    key("flush_interval", Kind::Duration, "The longest time of a line in the buffer."),
    key("sync_level", Kind::Level, "The level of a line that waits for the disk."),
    key("sync_interval", Kind::Duration, "The longest time until a line is on the disk."),
    key("mode", Kind::Mode, "The permission bits of new files."),
    key("create_dirs", Kind::Flag, "Creates missing directories."),
];

const QUEUE: &[Key] = &[
    required("over", Kind::Text, "The handler that the queue's thread writes to."),
    key("capacity", Kind::Size, "The most memory of the queue."),
    key("on_full", Kind::Word(&["wait", "drop"]), "The treatment of a record that finds it full."),
    key("deadline", Kind::Duration, "The longest wait of a flush, and of the process at its end."),
];

const FORMATS: &[Variant] = &[
    Variant { name: "standard", keys: &[TIME] },
    Variant { name: "pretty", keys: &[TIME] },
    Variant { name: "logfmt", keys: &[TIME] },
    Variant { name: "template", keys: &[TIME, TEMPLATE] },
    Variant { name: "json", keys: &[TIME, JSON] },
    Variant { name: "ecs", keys: &[TIME, JSON] },
    Variant { name: "google_cloud", keys: &[TIME, JSON] },
];

const TIME: &[Key] = &[
    key("datefmt", Kind::Text, "The style of times, in directives of strftime."),
    key("zone", Kind::Zone, "The zone of times."),
];

const TEMPLATE: &[Key] =
    &[required("template", Kind::Text, "A template in the `%` or `{` style of Python's logging.")];

pub(super) const JSON: &[Key] = &[
    key("keys", Kind::Table(PARTS), "The keys of a record's parts."),
    key("constants", Kind::Texts, "Keys with the same text in every line."),
    key("flat_fields", Kind::Flag, "Writes fields beside the other parts."),
    key("flat_spans", Kind::Flag, "Writes the fields of spans after the record's own."),
    key("trace_prefix", Kind::Text, "A text before the trace's identifier."),
];

const PARTS: &[Key] = &[
    key("time", Kind::Text, "The time."),
    key("level", Kind::Text, "The level."),
    key("logger", Kind::Text, "The logger's name."),
    key("message", Kind::Text, "The message."),
    key("fields", Kind::Text, "The fields."),
    key("spans", Kind::Text, "The host's spans."),
    key("error", Kind::Text, "An error and its causes."),
    key("trace_id", Kind::Text, "The trace's identifier."),
    key("span_id", Kind::Text, "The span's identifier."),
    key("module", Kind::Text, "The module's path."),
    key("file", Kind::Text, "The source file."),
    key("line", Kind::Text, "The line of the source file."),
    key("process", Kind::Text, "The process identifier."),
    key("thread", Kind::Text, "The number of the thread."),
    key("thread_name", Kind::Text, "The name of the thread."),
];

const SCRUB: &[Key] = &[
    key("names", Kind::Names, "Names of fields whose values are masked, everywhere."),
    key("emails", Kind::On, "Handlers with `scrub` mask e-mail addresses, too."),
    key("patterns", Kind::Texts, "Regular expressions of secrets, for handlers with `scrub`."),
];
