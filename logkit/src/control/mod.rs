//! A door for operators: levels that change at run time and revert by themselves, counts, and the
//! reopening of files.

mod changes;
#[cfg(unix)]
mod http;
mod json;
#[cfg(unix)]
mod listener;
mod response;
#[cfg(unix)]
mod socket;
#[cfg(unix)]
mod socket_path;

use std::borrow::Cow;
#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::path::Path;
use std::time::Duration;

use self::json::{Lifetime, Wanted};
pub use self::response::ControlResponse;
#[cfg(unix)]
pub use self::socket::ControlSocket;
#[cfg(all(unix, feature = "resource"))]
pub(crate) use self::socket::close_sockets;
use crate::registry::report::HandlerInfo;
use crate::registry::settings::{ROOT, Settings};
use crate::registry::target_overrides::NoTarget;
use crate::registry::{dispatch, reopen};
use crate::util::nearest::nearest;

/// The most bytes that the body of a request may have.
const MAX_BODY: usize = 64 * 1024;
/// The time after which a level is reverted if the request says nothing else.
const DEFAULT_DURATION: Duration = Duration::from_secs(10 * 60);

/// Returns the door for operators. Requires the feature `control`.
///
/// ```
/// use logkit::{Level, LevelFilter, Logger, module_logger};
///
/// #[module_logger("payments")]
/// static LOGGER: Logger;
///
/// let door = logkit::control();
/// let change = r#"{"configuredLevel": "DEBUG", "for": "5 min"}"#;
/// let response = door.handle("POST", "/loggers/payments", change);
/// assert_eq!(response.status(), 204);
/// assert_eq!(LOGGER.level(), LevelFilter::DEBUG);
///
/// door.handle("POST", "/loggers/payments", r#"{"configuredLevel": null}"#);
/// assert_eq!(LOGGER.level(), LevelFilter::INFO);
/// ```
pub fn control() -> Control {
    Control { default_duration: DEFAULT_DURATION }
}

/// A door for operators, which answers requests of HTTP without being a server.
///
/// | request | answer |
/// |---|---|
/// | `GET /loggers` | the levels, and all loggers as `GET /loggers/NAME` shows one |
/// | `GET /loggers/NAME` | `{"configuredLevel": null, "effectiveLevel": "INFO", ..}` |
/// | `POST /loggers/NAME` | sets a level: `{"configuredLevel": "DEBUG", "for": "5 min"}` |
/// | `GET /tree` | [`logger_tree`](crate::logger_tree) as text |
/// | `GET /explain/NAME/LEVEL` | [`explain`](crate::explain) as text |
/// | `GET /stats` | the counts of all loggers and handlers |
/// | `POST /flush` | calls [`flush_all`](crate::flush_all) |
/// | `POST /reopen` | calls [`reopen_all`](crate::reopen_all) |
///
/// The requests for loggers are those of [Spring Boot Actuator's
/// `/loggers`](https://docs.spring.io/spring-boot/api/rest/actuator/loggers.html), so that its clients
/// work. Paths may begin with `/actuator`.
///
/// A level that is set here is an [override](crate::Logger::override_level): it is above the levels of
/// the program, of which it changes none. It holds for the logger and for all below it that have no
/// level of their own, and reverts by itself: after the time in `for` (`"30 s"`, `"5 min"`, `"1 h 30
/// min"`), or [10 minutes](Self::with_default_duration). `"for": "forever"` lasts until the level is set
/// again. `"configuredLevel": null` reverts it at once. A second change replaces the first.
///
/// In a process with a [layer](crate#together-with-tracing-and-log), `ROOT` is the level of third
/// parties' events, and a name such as `hyper` or `hyper::client` that of a target and of those below it,
/// as a rule of `logkit::silence` is. `GET /loggers` lists the targets that have rules.
///
/// Each change and each end is a line in the log: a warning of the logger `logkit`. The handlers of the
/// changed logger get it even if that logger's level is OFF, unless their own level is above WARNING.
///
/// # Security
///
/// The door asks for no password, and a level of DEBUG may show more than one of INFO: pass on only
/// requests of operators. [`serve_unix`](Self::serve_unix) lets only the user of the process in. No
/// request turns a mask off.
#[derive(Clone, Debug)]
pub struct Control {
    default_duration: Duration,
}

impl Control {
    /// Sets the time after which a level is reverted if the request has no `for`, instead of 10
    /// minutes.
    #[must_use]
    pub fn with_default_duration(self, duration: Duration) -> Self {
        Self { default_duration: duration }
    }

    /// Answers one request. `path` is the part of the URL before any `?`, with its escapes: names
    /// may contain `%3A` for `:`.
    ///
    /// ```
    /// # use logkit::{Logger, module_logger};
    /// # #[module_logger("payments")]
    /// # static LOGGER: Logger;
    /// let response = logkit::control().handle("GET", "/loggers/paymets", "");
    /// assert_eq!(response.status(), 404);
    /// assert!(response.body().contains("no logger `paymets`; the nearest is `payments`"));
    /// ```
    ///
    /// A wrong request is answered with a status above 399 and a JSON object whose `message` says what
    /// is wrong. It changes nothing.
    pub fn handle(&self, method: &str, path: &str, body: impl AsRef<[u8]>) -> ControlResponse {
        self.answer(method, path, body.as_ref())
    }

    fn answer(&self, method: &str, path: &str, body: &[u8]) -> ControlResponse {
        if body.len() > MAX_BODY {
            return too_large();
        }
        let path = path.split('?').next().unwrap_or_default();
        let inner = path.strip_prefix("/actuator").filter(|inner| inner.starts_with('/'));
        let path = inner.unwrap_or(path).trim_matches('/');
        let Some(parts) = path.split('/').map(decode).collect::<Option<Vec<_>>>() else {
            return ControlResponse::failed(400, "the path has a wrong `%` escape");
        };
        let mut parts: Vec<&str> = parts.iter().map(|part| &**part).collect();
        if let ["loggers" | "explain", name @ json::SPRINGS_ROOT, ..] = &mut *parts {
            *name = ROOT;
        }
        let (allowed, answer): (_, &dyn Fn() -> ControlResponse) = match *parts {
            ["loggers"] => ("GET", &|| ControlResponse::json(&crate::logger::read(json::loggers))),
            ["loggers", name] if method == "GET" => ("GET, POST", &move || show(name)),
            ["loggers", name] => ("GET, POST", &move || self.change(name, body)),
            ["explain", name, level] => ("GET", &move || explain(name, level)),
            ["tree"] => ("GET", &|| ControlResponse::text(crate::logger_tree().to_string())),
            ["stats"] => ("GET", &stats),
            ["flush"] => ("POST", &|| {
                dispatch::flush_all();
                ControlResponse::done()
            }),
            ["reopen"] => ("POST", &reopen),
            _ => return unknown_path(path),
        };
        if allowed.split(", ").any(|allowed| allowed == method) {
            answer()
        } else {
            ControlResponse::not_allowed(method, allowed)
        }
    }

    fn change(&self, name: &str, body: &[u8]) -> ControlResponse {
        let name = match find(name, |_, name| name.to_owned()) {
            Ok(name) => name,
            Err(response) => return response,
        };
        let (level, lifetime) = match json::parse_change(body) {
            Ok(Wanted::Level { level, lifetime }) => (level, lifetime),
            Ok(Wanted::Reset) => {
                changes::reset(&name);
                return ControlResponse::done();
            }
            Err(message) => return ControlResponse::failed(400, &message),
        };
        let duration = match lifetime {
            Lifetime::Default => Some(self.default_duration),
            Lifetime::Limited(duration) => Some(duration),
            Lifetime::Unlimited => None,
        };
        match changes::set(&name, level, duration) {
            Ok(()) => ControlResponse::done(),
            Err(error) => {
                let message = format!("the level is as before, since nothing can end it: {error}");
                ControlResponse::failed(503, &message)
            }
        }
    }

    /// Serves the door on a Unix domain socket, for `curl --unix-socket`, until the returned value is
    /// dropped.
    ///
    /// ```no_run
    /// # fn main() -> std::io::Result<()> {
    /// let _door = logkit::control().serve_unix("/run/shop/logkit.sock")?;
    /// # Ok(())
    /// # }
    /// ```
    /// ```sh
    /// curl --unix-socket /run/shop/logkit.sock http://localhost/tree
    /// curl --unix-socket /run/shop/logkit.sock http://localhost/loggers/payments \
    ///     --json '{"configuredLevel": "DEBUG", "for": "5 min"}'
    /// ```
    ///
    /// The socket has mode 0600. On Linux, each client must also run as the user of this process or as
    /// root. A client that is slow is cut off after 10 seconds, and no client waits for another one: while
    /// 16 are connected, others are answered with the status 503.
    ///
    /// A socket at the path that no process serves any longer is replaced: by one process, if several
    /// try at once. Anything else there is refused and left alone.
    ///
    /// The threads of the door do not exist in the child of a fork.
    ///
    /// # Errors
    ///
    /// [`AlreadyExists`](io::ErrorKind::AlreadyExists): the path is a file, a directory or a symbolic
    /// link. [`AddrInUse`](io::ErrorKind::AddrInUse): a process serves the socket.
    /// [`PermissionDenied`](io::ErrorKind::PermissionDenied): the socket belongs to another user, its
    /// directory cannot be read, or every user may replace files there.
    /// [`TimedOut`](io::ErrorKind::TimedOut): another process keeps the directory locked. Or the socket
    /// or its thread cannot be made.
    #[cfg(unix)]
    pub fn serve_unix(&self, path: impl AsRef<Path>) -> io::Result<ControlSocket> {
        ControlSocket::serve(self.clone(), path.as_ref())
    }
}

/// Replaces the escapes of a URL; `None` if one is wrong, or the result is not UTF-8.
fn decode(part: &str) -> Option<Cow<'_, str>> {
    let mut pieces = part.split('%');
    let first = pieces.next().unwrap_or_default();
    if first.len() == part.len() {
        return Some(Cow::Borrowed(part));
    }
    let mut bytes = first.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        // `from_str_radix` would take a sign.
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn too_large() -> ControlResponse {
    ControlResponse::failed(413, &format!("the body has more than {MAX_BODY} bytes"))
}

/// Finds a logger, an ancestor of one, the root or a target of third parties.
///
/// # Errors
///
/// The answer to a request for an unknown name.
fn find<R>(name: &str, found: impl FnOnce(&Settings, &str) -> R) -> Result<R, ControlResponse> {
    crate::logger::read(|settings| {
        if settings.is_root(name) || settings.knows(name) {
            return Ok(found(settings, name));
        }
        match settings.target(name) {
            Ok(target) => Ok(found(settings, target)),
            Err(NoTarget::Claimed(logger)) => Err(ControlResponse::failed(
                404,
                &format!("statements in the module `{name}` are records of the logger `{logger}`"),
            )),
            Err(NoTarget::Unknown) => Err(unknown_logger(settings, name)),
        }
    })
}

fn show(name: &str) -> ControlResponse {
    let shown = find(name, |settings, name| {
        if settings.is_root(name) {
            json::root(settings)
        } else if settings.knows(name) {
            Some(json::logger(settings, name, settings.own_level_of(name)))
        } else {
            json::target(settings, name)
        }
    });
    match shown {
        Ok(Some(logger)) => ControlResponse::json(&logger),
        // The layer was dropped in the meantime.
        Ok(None) => crate::logger::read(|settings| unknown_logger(settings, name)),
        Err(response) => response,
    }
}

fn explain(name: &str, level: &str) -> ControlResponse {
    match level.parse() {
        Ok(level) => ControlResponse::text(crate::explain(name, level).to_string()),
        Err(error) => ControlResponse::failed(400, &format!("{error}")),
    }
}

fn stats() -> ControlResponse {
    let tree = crate::logger_tree();
    let loggers = tree.rows().map(|row| (row.name(), row.stats()));
    let handlers = crate::logger::read(Settings::handlers);
    let handlers =
        handlers.iter().map(|(logger, handler)| (logger.to_string(), HandlerInfo::new(handler)));
    ControlResponse::json(&json::stats(loggers, handlers))
}

fn reopen() -> ControlResponse {
    let mut failures = Vec::new();
    reopen::reopen_handlers(&mut |failure| failures.push(failure.to_string()));
    if failures.is_empty() {
        return ControlResponse::done();
    }
    ControlResponse::failed(500, &failures.join("; "))
}

fn unknown_logger(settings: &Settings, name: &str) -> ControlResponse {
    let shown = name.escape_debug();
    let known = settings.own_levels().map(|(known, _)| known);
    let message = match nearest(name, known) {
        Some(known) => format!("no logger `{shown}`; the nearest is `{known}`"),
        None => format!("no logger `{shown}`; see /loggers"),
    };
    ControlResponse::failed(404, &message)
}

fn unknown_path(path: &str) -> ControlResponse {
    const PATHS: [&str; 6] = ["loggers", "tree", "explain", "stats", "flush", "reopen"];
    let first = path.split('/').next().unwrap_or_default();
    let message = match nearest(first, PATHS) {
        Some(known) => format!("no path `/{}`; the nearest is `/{known}`", path.escape_debug()),
        None => format!("no path `/{}`; expected /{}", path.escape_debug(), PATHS.join(", /")),
    };
    ControlResponse::failed(404, &message)
}
