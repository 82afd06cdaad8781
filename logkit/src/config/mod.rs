//! Settings from a TOML file: checked as a whole, applied in one step, and watched.
//!
//! `keys.rs` is the table of all keys; `read.rs` and `schema.rs` follow it. `plan.rs` checks what no
//! single value shows, `running.rs` puts a plan in force, `content.rs` reads the file, and `watch.rs`
//! notices its changes.

mod content;
mod error;
mod formats;
mod handlers;
mod keys;
mod plan;
mod read;
mod running;
mod schema;
mod section;
mod units;
mod watch;

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::error::{ConfigError, ConfigMistake};
use self::plan::Plan;
pub use self::watch::ConfigWatch;

/// The variable that names a configuration file.
const VARIABLE: &str = "LOGKIT_CONFIG";
/// The time between two looks at a watched file.
const INTERVAL: Duration = Duration::from_secs(1);

/// Levels, handlers and formats from a TOML file.
///
/// ```
/// use logkit::{Config, LevelFilter, Logger, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// let config = Config::from_toml(
///     r#"
///     level = "warning"
///
///     [loggers.payments]
///     level = "debug"
///     handlers = ["main"]
///
///     [handlers.main]
///     type = "stderr"
///     format = "short"
///
///     [formats.short]
///     type = "template"
///     template = "%(levelname)-8s %(message)s"
///     "#,
/// )?;
/// config.apply()?;
/// assert_eq!(LOGGER.level(), LevelFilter::DEBUG);
/// # Ok::<(), logkit::ConfigError>(())
/// ```
///
/// # Keys
///
/// | key | value |
/// |---|---|
/// | `level` | the level of all loggers and third parties that have none in the file |
/// | `[root]` | `level` and `handlers` of third parties' events |
/// | `[loggers.NAME]` | `level`, `propagate`, `handlers = ["main", "stderr"]`; the program must have the logger, or one below it |
/// | `[handlers.NAME]` | `type = "stderr"`, `"stdout"`, `"file"`, `"queued"` or `"null"`; lines: `level`, `format`, `colors`, `scrub = true`; a file: `path` and the settings of [`FileBuilder`](crate::sink::FileBuilder) without `with_`, such as `max_bytes = "10 MB"`, `rotation = "daily"`, `flush_interval = "5 s"`, `mode = "0640"`; a queue: `over = "main"`, `capacity`, `on_full`, `deadline` |
/// | `[formats.NAME]` | `type = "standard"`, `"json"`, `"pretty"`, `"logfmt"`, `"ecs"`, `"google_cloud"` or `"template"`; `datefmt`, `zone = "utc"`; `template`; JSON: `keys.level = "severity"`, `constants.service = "shop"`, `flat_fields`, `flat_spans`, `trace_prefix` |
/// | `[noise]` | levels of third parties' targets: `hyper = "error"`; one in a logger's module is reported |
/// | `[scrub]` | `names` of fields to mask; `emails = true` and `patterns.badge = "AB[0-9]{6}"` for handlers with `scrub` |
///
/// Handlers `stderr`, `stdout` and `null`, and formats other than `template`, need no table. Sizes have
/// the units B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB or TiB, or are numbers of bytes; durations
/// ms, s, min, h or d. A relative `path` is one in the directory that the process had when it first read the
/// configuration. [`Config::json_schema`] describes all keys for editors.
///
/// # Precedence
///
/// A file's levels outrank those of attributes, also of loggers below. `LOGKIT_LOG` or `RUST_LOG`
/// outranks the file, so that `RUST_LOG=info` hides all levels of its loggers, and
/// [`set_level`](crate::Logger::set_level) both. Handlers of a file are added to those that the program
/// has added; a logger with an empty list has none of the file's.
///
/// A file can add masks, and no file can take one away: names stay masked until the process ends, even
/// if a later file does not have them.
///
/// # Mistakes
///
/// All mistakes are found at once, each with its line, its column and the nearest valid word: unknown
/// keys, wrong types and units, handlers that do not exist, loggers that the program does not have. A
/// configuration with a mistake changes nothing.
///
/// Requires the feature `config`.
#[derive(Clone, Debug)]
pub struct Config {
    path: Option<PathBuf>,
    text: String,
    plan: Plan,
    /// The directory of relative paths: that of the process when the file was first read.
    folder: PathBuf,
}

impl Config {
    /// Reads a file. A relative path is relative to the directory of the process.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not a regular file, or has more than 1 MiB. Or it has mistakes: all of
    /// them.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        let path = path.as_ref();
        let content = content::read(path).map_err(|error| {
            ConfigError::unreadable(Some(path), format!("cannot read the file: {error}"))
        })?;
        Self::from_content(path, &content, folder())
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// All mistakes of the text.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::of(None, text, folder())
    }

    /// Reads the file that the variable `LOGKIT_CONFIG` names; `None` if it is not set or empty.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has mistakes: all of them.
    pub fn from_env() -> Result<Option<Self>, ConfigError> {
        let path = env::var_os(VARIABLE).filter(|path| !path.is_empty());
        path.map(Self::from_path).transpose()
    }

    fn from_content(path: &Path, content: &[u8], folder: PathBuf) -> Result<Self, ConfigError> {
        let text = std::str::from_utf8(content)
            .map_err(|_| ConfigError::unreadable(Some(path), "the file is not UTF-8".to_owned()))?;
        Self::of(Some(path), text, folder)
    }

    fn of(path: Option<&Path>, text: &str, folder: PathBuf) -> Result<Self, ConfigError> {
        let plan = Plan::parse(text, &folder);
        let plan = plan.map_err(|mistakes| ConfigError::of(path, text, mistakes))?;
        Ok(Self { path: path.map(Path::to_owned), text: text.to_owned(), plan, folder })
    }

    /// Puts the configuration in force, in place of the one that was applied before. Every logger changes
    /// in one step: each record goes to the handlers of the one or of the other.
    ///
    /// Handlers that did not change keep running. A log file stays open while its own settings are the
    /// same. Handlers that no logger uses any longer are flushed and closed.
    ///
    /// # Errors
    ///
    /// A handler's file cannot be opened. Nothing has changed then, except that directories may have been
    /// created (`create_dirs`).
    pub fn apply(&self) -> Result<(), ConfigError> {
        let path = self.path.as_deref();
        running::apply(&self.plan).map_err(|mistakes| ConfigError::of(path, &self.text, mistakes))
    }

    /// Applies the configuration, and again whenever its file changes, until the process ends or the
    /// returned value is told to [stop](ConfigWatch::stop).
    ///
    /// ```no_run
    /// fn main() -> Result<(), logkit::ConfigError> {
    ///     if let Some(config) = logkit::Config::from_env()? {
    ///         config.watch()?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// A thread looks at the path once a second, and applies a change when it finds the file the same at
    /// two looks. So it does not matter how the file is replaced: written in place, by a rename, or by a
    /// symbolic link, as Kubernetes does. A content with mistakes is reported once on stderr and changes
    /// nothing; so is a file that is gone or empty. The child of a fork has no such thread.
    ///
    /// # Errors
    ///
    /// The configuration is not from a file, cannot be [applied](Self::apply), or no thread can be
    /// started.
    pub fn watch(&self) -> Result<ConfigWatch, ConfigError> {
        self.watch_every(INTERVAL)
    }

    /// Like [`watch`](Self::watch), with another time between two looks, of at least a millisecond.
    ///
    /// # Errors
    ///
    /// Those of [`watch`](Self::watch).
    pub fn watch_every(&self, interval: Duration) -> Result<ConfigWatch, ConfigError> {
        let Some(path) = &self.path else {
            let message = "the configuration is not from a file, so none can be watched";
            return Err(ConfigError::unreadable(None, message.to_owned()));
        };
        self.apply()?;
        watch::start(path, &self.text, &self.folder, interval).map_err(|error| {
            let message = format!("cannot start a thread that watches the file: {error}");
            ConfigError::unreadable(Some(path), message)
        })
    }

    /// Returns a JSON Schema of the keys, for editors and other checks of files. It is made from the same
    /// table as the reader, and takes what the reader takes, except for what depends on other keys or on
    /// the program: names of handlers, formats and loggers, templates, and settings of a file that do not
    /// fit together.
    ///
    /// ```
    /// assert!(logkit::Config::json_schema().contains("\"max_bytes\""));
    /// ```
    pub fn json_schema() -> String {
        schema::schema()
    }
}

/// The working directory; empty, so that relative paths stay so, if it is gone.
fn folder() -> PathBuf {
    env::current_dir().unwrap_or_default()
}
