//! The answer of the door.

use std::fmt;

/// The answer to a request, for the HTTP server that passes requests on to
/// [`Control::handle`](crate::Control::handle).
///
/// ```
/// let response = logkit::control().handle("GET", "/loggers/paymetns", "");
/// assert_eq!((response.status(), response.allow()), (404, None));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ControlResponse {
    status: u16,
    content_type: &'static str,
    body: String,
    allow: Option<&'static str>,
}

impl ControlResponse {
    pub(super) fn json(body: &serde_json::Value) -> Self {
        Self { status: 200, content_type: "application/json", body: body.to_string(), allow: None }
    }

    pub(super) fn text(body: String) -> Self {
        Self { status: 200, content_type: "text/plain; charset=utf-8", body, allow: None }
    }

    /// Success without a body.
    pub(super) fn done() -> Self {
        Self { status: 204, ..Self::text(String::new()) }
    }

    /// A failure, in the form of Spring's: the status, its text, and a message.
    pub(super) fn failed(status: u16, message: &str) -> Self {
        let body = serde_json::json!({
            "status": status,
            "error": reason(status),
            "message": message,
        });
        Self { status, ..Self::json(&body) }
    }

    /// The failure of a path that has other methods.
    pub(super) fn not_allowed(method: &str, allow: &'static str) -> Self {
        let message = format!("`{}` is not possible here; use {allow}", method.escape_debug());
        Self { allow: Some(allow), ..Self::failed(405, &message) }
    }

    /// The status code of HTTP: 200 and 204 are successes.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The value of the header `Content-Type`.
    pub fn content_type(&self) -> &str {
        self.content_type
    }

    /// The value of the header `Allow`: the methods of a path, if the request had another one.
    pub fn allow(&self) -> Option<&str> {
        self.allow
    }

    /// The body; empty with status 204.
    pub fn body(&self) -> &str {
        &self.body
    }
}

impl fmt::Debug for ControlResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ControlResponse")
            .field("status", &self.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// The text of a status code.
pub(super) fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    }
}
