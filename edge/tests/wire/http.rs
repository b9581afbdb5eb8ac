//! One request over one connection ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112)), nothing added that was not
//! asked for: no cookie jar, no redirects, no origin. Knows bytes; does not know what is right.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use crate::wait::PATIENCE;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// The body, out of its chunks, still compressed where it was.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's value; several are joined with a comma, as they may be.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The items of a header that is a list, in lower case.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let value = self.header(name).unwrap_or_default().to_ascii_lowercase();
        value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` where it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The code of a failed request, or nothing.
    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Status and code in one, for tables.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.code())
    }

    /// The JSON of a successful answer.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()
    }
}

/// Asks and reads the answer.
#[track_caller]
pub(crate) fn ask(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    match try_ask(port, method, path, headers, body) {
        Ok(answer) => answer,
        Err(error) => panic!("{method} {path}: {error}"),
    }
}

/// Asks somebody who may not be there.
pub(crate) fn try_ask(
    port: u16,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Answer> {
    let mut connection = TcpStream::connect(("127.0.0.1", port))?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\n");
    let is_named = |name: &str| headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    if !is_named("host") {
        head.push_str(&format!("Host: 127.0.0.1:{port}\r\n"));
    }
    if !is_named("connection") {
        head.push_str("Connection: close\r\n");
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let says_how_long = is_named("content-length") || is_named("transfer-encoding");
    if !says_how_long && (!body.is_empty() || method != "GET") {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body);
    connection.write_all(&bytes)?;
    let mut received = Vec::new();
    let mut buffer = [0; 16 * 1024];
    // The length decides: the server may keep the connection open all the same.
    loop {
        if let Some(answer) = parse(&received, method == "HEAD", false) {
            return Ok(answer);
        }
        match connection.read(&mut buffer)? {
            0 => {
                return parse(&received, method == "HEAD", true)
                    .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "the answer ends early"));
            }
            length => received.extend_from_slice(&buffer[..length]),
        }
    }
}

/// The answer, if `bytes` hold all of it; `ended` says that no more will come.
fn parse(bytes: &[u8], headless: bool, ended: bool) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let rest = &bytes[end + 4..];
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let mut answer = Answer { status, headers, body: Vec::new() };
    if headless || matches!(status, 101 | 204 | 304) {
        return Some(answer);
    }
    answer.body = if answer.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        unchunk(rest)?
    } else if let Some(length) = answer.header("content-length") {
        rest.get(..length.parse::<usize>().ok()?)?.to_vec()
    } else if ended {
        rest.to_vec()
    } else {
        return None;
    };
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
