//! One HTTP/1.1 request to the edge on this machine, with a deadline.
//!
//! Knows enough of [RFC 9112](https://www.rfc-editor.org/rfc/rfc9112) for short answers of a server we start
//! ourselves: status line, `Content-Length` and chunked bodies, one request a connection. No TLS, no redirects.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// More than any internal route answers; a runaway answer must not fill memory.
const LARGEST_ANSWER: usize = 1 << 20;

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The body, decoded from chunks.
    pub(crate) body: Vec<u8>,
}

/// What to ask.
pub(crate) struct Request<'a> {
    /// `GET` or `POST`.
    pub(crate) method: &'a str,
    /// Path and query.
    pub(crate) path: &'a str,
    /// Beside `Host`, `Connection` and `Content-Length`.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// May be empty.
    pub(crate) body: &'a [u8],
}

/// Sends and waits at most `patience` in all.
///
/// # Errors
/// When nobody listens, time is over, or the answer is not HTTP.
pub(crate) fn ask(to: SocketAddr, request: &Request<'_>, patience: Duration) -> io::Result<Answer> {
    let deadline = Instant::now() + patience;
    let mut connection = TcpStream::connect_timeout(&to, patience)?;
    let mut text =
        format!("{} {} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n", request.method, request.path);
    for (name, value) in request.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n", request.body.len()));
    connection.set_write_timeout(Some(patience))?;
    connection.write_all(text.as_bytes())?;
    connection.write_all(request.body)?;

    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        // The length decides as well as the end of the stream: a server may keep the connection open all the same.
        if let Some(answer) = parse(&bytes, false)? {
            return Ok(answer);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || bytes.len() > LARGEST_ANSWER {
            return Err(io::ErrorKind::TimedOut.into());
        }
        connection.set_read_timeout(Some(left))?;
        match connection.read(&mut buffer) {
            Ok(0) => return parse(&bytes, true)?.ok_or_else(|| malformed("the answer ends early")),
            Ok(length) => bytes.extend(buffer.iter().take(length)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // A read time-out is reported as `WouldBlock` on Unix.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(io::ErrorKind::TimedOut.into());
            }
            Err(error) => return Err(error),
        }
    }
}

/// The answer, if `bytes` hold all of it; `ended` says that no more will come.
fn parse(bytes: &[u8], ended: bool) -> io::Result<Option<Answer>> {
    let Some(head_end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let (head, rest) = bytes.split_at(head_end);
    let rest = rest.get(4..).unwrap_or_default();
    let head = std::str::from_utf8(head).map_err(|_| malformed("the head is not text"))?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1."))
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| malformed("no status line"))?;
    let header = |wanted: &str| {
        head.split("\r\n").skip(1).find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    if header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return Ok(unchunk(rest)?.map(|body| Answer { status, body }));
    }
    if let Some(length) = header("content-length") {
        let length: usize = length.parse().map_err(|_| malformed("Content-Length is no number"))?;
        return Ok(rest.get(..length).map(|body| Answer { status, body: body.to_vec() }));
    }
    let complete = ended || status == 204 || status == 304;
    Ok(complete.then(|| Answer { status, body: rest.to_vec() }))
}

/// The body inside its chunks, or `None` while the last one is missing.
fn unchunk(mut rest: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|window| window == b"\r\n") else { return Ok(None) };
        let (line, tail) = rest.split_at(end);
        let size = std::str::from_utf8(line)
            .ok()
            .and_then(|line| line.split(';').next())
            .and_then(|size| usize::from_str_radix(size.trim(), 16).ok())
            .filter(|size| *size <= LARGEST_ANSWER)
            .ok_or_else(|| malformed("a chunk has no size"))?;
        let tail = tail.get(2..).unwrap_or_default();
        if size == 0 {
            return Ok(Some(body));
        }
        let (Some(chunk), Some(next)) = (tail.get(..size), tail.get(size + 2..)) else { return Ok(None) };
        body.extend_from_slice(chunk);
        rest = next;
    }
}

fn malformed(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_end_where_they_say() {
        // (what, bytes, the stream has ended, status and body or not yet)
        let cases = [
            ("length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false, Some((200, "ok"))),
            ("length, more to come", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", false, None),
            (
                "chunks",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                false,
                Some((200, "ok")),
            ),
            ("half a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nok", false, None),
            ("head only", "HTTP/1.1 200 OK\r\nContent-Le", false, None),
            ("until the end", "HTTP/1.1 404 Not Found\r\n\r\ngone", true, Some((404, "gone"))),
            ("until the end, not yet", "HTTP/1.1 404 Not Found\r\n\r\ngo", false, None),
            ("no content", "HTTP/1.1 204 No Content\r\n\r\n", false, Some((204, ""))),
        ];
        for (name, bytes, ended, expected) in cases {
            let expected = expected.map(|(status, body)| Answer { status, body: body.into() });
            assert_eq!(parse(bytes.as_bytes(), ended).unwrap(), expected, "{name}");
        }
    }

    #[test]
    fn what_is_not_http_is_an_error() {
        for bytes in [&b"SSH-2.0-OpenSSH\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"] {
            assert_eq!(parse(bytes, true).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
    }
}
