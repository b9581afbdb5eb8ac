//! One request over one connection ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112)).
//!
//! Knows bytes; does not know what is right.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A Worker that wakes objects on a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    head: String,
    /// The body.
    pub body: String,
}

impl Answer {
    /// A header's first value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.split("\r\n").filter_map(|line| line.split_once(':'));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The JSON of a successful answer.
    ///
    /// # Errors
    /// What came instead.
    pub fn ok(&self) -> io::Result<Value> {
        if self.status == 200 {
            return serde_json::from_str(&self.body).map_err(io::Error::other);
        }
        Err(io::Error::other(format!("answered {}: {}", self.status, self.body)))
    }
}

/// Asks and reads the answer.
///
/// # Errors
/// Nobody there, no answer in a minute, or none that can be understood.
pub async fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<Answer> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    let asked = async {
        let mut connection = TcpStream::connect(address).await?;
        connection.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        // The length decides: the server may keep the connection open all the same.
        loop {
            if let Some(answer) = parse(&bytes) {
                return Ok(answer);
            }
            if connection.read_buf(&mut bytes).await? == 0 {
                let early = || io::Error::new(io::ErrorKind::UnexpectedEof, format!("{path}: ends early"));
                return parse(&bytes).ok_or_else(early);
            }
        }
    };
    timeout(PATIENCE, asked).await?
}

/// The answer, if `bytes` hold all of it.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?.to_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut answer = Answer { status, head, body: String::new() };
    let rest = &bytes[end + 4..];
    let body = if answer.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        unchunk(rest)?
    } else {
        let length = answer.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        rest.get(..length)?.to_vec()
    };
    answer.body = String::from_utf8_lossy(&body).into_owned();
    Some(answer)
}

/// The body inside its chunks, or `None` while the last one is missing.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 2 + size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn bodies_by_length_and_in_chunks() {
        let plain = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\n{}";
        let answer = parse(plain).unwrap();
        assert_eq!((answer.status, answer.header("x-a"), answer.body.as_str()), (200, Some("b"), "{}"));
        assert!(parse(&plain[..plain.len() - 1]).is_none());
        let chunked = b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        assert_eq!(parse(chunked).unwrap().body, "abcd");
        assert!(parse(&chunked[..60]).is_none());
    }
}
