//! One request and one answer of HTTP/1.1 over a connection, within a time limit.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crate::control::MAX_BODY;
use crate::control::response::{ControlResponse, reason};

/// The most bytes of the request line and the headers.
const MAX_HEAD: usize = 16 * 1024;
/// The time that a client has for its request, and for reading the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The time and the number of bytes for which a client is listened to after the answer, so that one
/// that is still sending sees the answer instead of a reset connection.
const LINGER: Duration = Duration::from_secs(1);
const MAX_IGNORED: usize = 16 * 1024 * 1024;

/// A request, its body complete.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HttpRequest {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Vec<u8>,
}

/// The head of a request.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    method: String,
    path: String,
    length: usize,
    /// The client waits for a word before it sends the body.
    expects_continue: bool,
}

/// A failure to read a request: an answer for the client, if there is one.
type Refusal = Option<ControlResponse>;

/// Reads one request, lets `answer` answer it, and writes the answer. A failure ends the connection.
pub(super) fn serve(stream: &UnixStream, answer: impl FnOnce(HttpRequest) -> ControlResponse) {
    let mut connection = Connection { stream, end: Instant::now() + PATIENCE };
    let response = match read_request(&mut connection) {
        Ok(request) => answer(request),
        Err(Some(refusal)) => refusal,
        Err(None) => return,
    };
    finish(stream, &response);
}

/// Writes the answer. Then listens for a moment: curl reports a connection that is closed at once as one
/// that failed, and does not read the answer.
pub(super) fn finish(stream: &UnixStream, response: &ControlResponse) {
    let mut connection = Connection { stream, end: Instant::now() + PATIENCE };
    if write_response(&mut connection, response).is_ok() {
        connection.end = Instant::now() + LINGER;
        ignore_rest(&mut connection);
    }
}

/// A stream whose reads and writes fail after a moment.
struct Connection<'a> {
    stream: &'a UnixStream,
    end: Instant,
}

impl Connection<'_> {
    fn left(&self) -> io::Result<Option<Duration>> {
        match self.end.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(io::ErrorKind::TimedOut.into()),
            left => Ok(Some(left)),
        }
    }
}

impl Read for Connection<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        (&mut &*self.stream).read(buffer)
    }
}

impl Write for Connection<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        (&mut &*self.stream).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read_request(connection: &mut (impl Read + Write)) -> Result<HttpRequest, Refusal> {
    let mut bytes = Vec::new();
    let (end, start_of_body) = loop {
        if let Some(ends) = find_end(&bytes) {
            break ends;
        }
        if bytes.len() > MAX_HEAD {
            let message = format!("the headers have more than {MAX_HEAD} bytes");
            return Err(Some(ControlResponse::failed(431, &message)));
        }
        read_more(connection, &mut bytes)?;
    };
    let head = parse_head(bytes.get(..end).unwrap_or_default())?;
    let mut body = bytes.split_off(start_of_body.min(bytes.len()));
    if head.length > MAX_BODY {
        return Err(Some(super::too_large()));
    }
    if head.expects_continue && body.is_empty() && head.length > 0 {
        let line = format!("HTTP/1.1 100 {}\r\n\r\n", reason(100));
        connection.write_all(line.as_bytes()).map_err(|_| None)?;
    }
    while body.len() < head.length {
        read_more(connection, &mut body)?;
    }
    body.truncate(head.length);
    Ok(HttpRequest { method: head.method, path: head.path, body })
}

/// Appends the bytes that have arrived, at least one.
fn read_more(connection: &mut impl Read, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
    let mut block = [0; 4096];
    loop {
        match connection.read(&mut block) {
            // The client is gone.
            Ok(0) => return Err(None),
            Ok(read) => {
                bytes.extend_from_slice(block.get(..read).unwrap_or_default());
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                // A read that times out fails in either way.
                let late = [io::ErrorKind::WouldBlock, io::ErrorKind::TimedOut];
                let message = "the request was not complete after 10 seconds";
                let timed_out = late.contains(&error.kind());
                return Err(timed_out.then(|| ControlResponse::failed(408, message)));
            }
        }
    }
}

/// The end of the headers and the start of the body.
fn find_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let at = |end: &[u8]| {
        let found = bytes.windows(end.len()).position(|window| window == end);
        found.map(|start| (start, start + end.len()))
    };
    [at(b"\r\n\r\n"), at(b"\n\n")].into_iter().flatten().min()
}

fn parse_head(head: &[u8]) -> Result<Head, Refusal> {
    let bad = |status, message: &str| Some(ControlResponse::failed(status, message));
    let head = std::str::from_utf8(head).map_err(|_| bad(400, "the headers are not text"))?;
    let mut lines = head.split('\n').map(|line| line.trim_end_matches('\r'));
    let request_line = lines.next().unwrap_or_default();
    let parts: Vec<&str> = request_line.split(' ').collect();
    let [method, path, version] = *parts else {
        return Err(bad(400, "expected a request line such as `GET /tree HTTP/1.1`"));
    };
    if !version.starts_with("HTTP/1.") {
        return Err(bad(505, "expected HTTP/1.1"));
    }
    if !path.starts_with('/') {
        return Err(bad(400, "expected a path that begins with `/`"));
    }
    let mut length = None;
    let mut expects_continue = false;
    for line in lines {
        let Some((name, value)) = line.split_once(':') else {
            return Err(bad(400, "a header has no colon"));
        };
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            // `parse` would take a sign.
            let digits = value.bytes().all(|byte| byte.is_ascii_digit());
            let number = value.parse::<u64>().ok().filter(|_| digits);
            let number = number.ok_or_else(|| bad(400, "`Content-Length` is not a number"))?;
            if length.is_some_and(|other| other != number) {
                return Err(bad(400, "two headers `Content-Length` differ"));
            }
            length = Some(number);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(bad(411, "send the body with `Content-Length`, not in chunks"));
        } else if name.eq_ignore_ascii_case("expect") {
            expects_continue = value.eq_ignore_ascii_case("100-continue");
        }
    }
    // Saturates where it does not fit, which is too large in any case.
    let length = usize::try_from(length.unwrap_or_default()).unwrap_or(usize::MAX);
    let (method, path) = (method.to_owned(), path.to_owned());
    Ok(Head { method, path, length, expects_continue })
}

fn write_response(connection: &mut impl Write, response: &ControlResponse) -> io::Result<()> {
    let status = response.status();
    let mut text = Vec::new();
    write!(text, "HTTP/1.1 {status} {}\r\nConnection: close\r\n", reason(status))?;
    if let Some(allow) = response.allow() {
        write!(text, "Allow: {allow}\r\n")?;
    }
    // A 204 must have neither.
    if status != 204 {
        let (kind, length) = (response.content_type(), response.body().len());
        write!(text, "Content-Type: {kind}\r\nContent-Length: {length}\r\n")?;
    }
    write!(text, "\r\n{}", response.body())?;
    connection.write_all(&text)
}

fn ignore_rest(connection: &mut Connection<'_>) {
    // The client may have closed the connection already.
    let _ = connection.stream.shutdown(Shutdown::Write);
    let mut block = [0; 4096];
    let mut ignored = 0;
    while let Ok(read @ 1..) = connection.read(&mut block) {
        ignored += read;
        if ignored > MAX_IGNORED {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::Instant;

    use super::{Connection, HttpRequest, read_request};

    /// Gives one piece of a request with each read, and keeps what is written.
    struct Pieces<'a>(Vec<&'a [u8]>, Vec<u8>);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let mut piece = self.0.remove(0);
            let read = piece.read(buffer)?;
            if !piece.is_empty() {
                self.0.insert(0, piece);
            }
            Ok(read)
        }
    }

    impl Write for Pieces<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn read(pieces: &[&str]) -> Result<HttpRequest, Option<u16>> {
        let mut pieces = Pieces(pieces.iter().map(|piece| piece.as_bytes()).collect(), Vec::new());
        read_request(&mut pieces).map_err(|refusal| refusal.map(|response| response.status()))
    }

    #[test]
    fn a_request_in_pieces_is_put_together() {
        let whole = "POST /loggers/a?x=1 HTTP/1.1\r\nHost: b\r\ncontent-length: 4\r\n\r\n{}{}rest";
        let expected = HttpRequest {
            method: "POST".into(),
            path: "/loggers/a?x=1".into(),
            body: b"{}{}".to_vec(),
        };
        assert_eq!(read(&[whole]).unwrap(), expected);
        let letters: Vec<&str> = whole.split("").collect();
        assert_eq!(read(&letters[1..]).unwrap(), expected);
        let get = read(&["GET / HTTP/1.0\n\n"]).unwrap();
        assert_eq!((&*get.method, &*get.path, get.body.len()), ("GET", "/", 0));
    }

    #[test]
    fn a_request_that_is_late_is_answered_and_cut_off() {
        let (mut client, door) = UnixStream::pair().unwrap();
        client.write_all(b"GET /tree HTTP/1.1\r\n").unwrap();
        let mut connection = Connection { stream: &door, end: Instant::now() };
        let refusal = read_request(&mut connection).unwrap_err();
        assert_eq!(refusal.unwrap().status(), 408);
    }

    #[test]
    fn a_body_that_waits_is_asked_for() {
        let head = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        let mut pieces = Pieces(vec![head.as_bytes(), b"{}"], Vec::new());
        assert_eq!(read_request(&mut pieces).unwrap().body, b"{}");
        assert_eq!(pieces.1, b"HTTP/1.1 100 Continue\r\n\r\n");
    }

    #[test]
    fn hostile_requests_are_refused() {
        let long = format!("GET / HTTP/1.1\r\nA: {}", "x".repeat(20_000));
        for (request, status) in [
            ("", None),
            ("GET / HTTP/1.1\r\n", None),
            ("\r\n\r\n", Some(400)),
            ("GET /\r\n\r\n", Some(400)),
            ("GET  / HTTP/1.1\r\n\r\n", Some(400)),
            ("GET http://a/ HTTP/1.1\r\n\r\n", Some(400)),
            ("GET / HTTP/2\r\n\r\n", Some(505)),
            ("GET / HTTP/1.1\r\nno colon\r\n\r\n", Some(400)),
            ("GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\nx", Some(400)),
            ("GET / HTTP/1.1\r\nContent-Length: \r\n\r\nx", Some(400)),
            ("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", Some(400)),
            ("GET / HTTP/1.1\r\nContent-Length: 1048576\r\n\r\n", Some(413)),
            ("GET / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n", Some(413)),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Some(411)),
            ("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort", None),
            (&long, Some(431)),
        ] {
            assert_eq!(read(&[request]).unwrap_err(), status, "{request:.60}");
        }
        let mut bytes = Pieces(vec![b"GET /\xff HTTP/1.1\r\n\r\n"], Vec::new());
        assert_eq!(read_request(&mut bytes).unwrap_err().unwrap().status(), 400);
    }
}
