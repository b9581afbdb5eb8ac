//! From a request to the bytes of a response: which file, which type, and the placeholders filled in.
//!
//! Knows the folder of the pages and nothing outside it. Knows no socket.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher as _;
use std::io;
use std::path::{Path, PathBuf};

use crate::request::Request;
use crate::{Identify, ShopOptions};

/// The shop's pages, and what is written into them.
pub(crate) struct Site {
    root: PathBuf,
    edge: String,
    account: String,
    identify: Identify,
}

/// What a page view differs in from the next.
struct View<'a> {
    edge: &'a str,
    nonce: String,
    /// Whether the page was asked for under a name of this machine. Else a foreign site could point its own name at
    /// 127.0.0.1 and read a customer's token out of the page.
    is_loopback: bool,
}

impl Site {
    pub(crate) fn open(options: ShopOptions) -> io::Result<Self> {
        let ShopOptions { port: _, edge, account, identify, site } = options;
        Ok(Self { root: site.canonicalize()?, edge, account, identify })
    }

    /// The whole response, head and body.
    pub(crate) fn respond(&self, request: &Request) -> Vec<u8> {
        let is_head = request.method == "HEAD";
        if !is_head && request.method != "GET" {
            return plain("405 Method Not Allowed", "Allow: GET, HEAD\r\n", "Only GET and HEAD.\n", false);
        }
        let name = host_name(&request.host);
        let edge = edge_under(&self.edge, name);
        let view = View { edge: &edge, nonce: nonce(), is_loopback: is_loopback(name) };
        let Some((segments, is_folder)) = request.path() else { return self.not_found(&view, is_head) };
        let path = segments.iter().fold(self.root.clone(), |path, segment| path.join(segment));
        if path.is_dir() && !is_folder {
            // Relative links of the page only work below the slash. The segments are plain names, so that the address
            // cannot become another site's (`//evil.test`).
            let location =
                format!("Location: /{}/{}\r\n", encoded(&segments.join("/")), header_safe(request.query()));
            return plain("308 Permanent Redirect", &location, "Moved.\n", is_head);
        }
        let file = if is_folder { path.join("index.html") } else { path };
        match self.read(&file) {
            Ok(bytes) => self.page("200 OK", &file, bytes, &view, is_head),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.not_found(&view, is_head),
            Err(error) => {
                eprintln!("shop: {} cannot be read: {error}", file.display());
                plain("500 Internal Server Error", "", "This page cannot be read.\n", is_head)
            }
        }
    }

    /// Reads a file of the site. One that lies elsewhere after all links are followed does not exist.
    fn read(&self, file: &Path) -> io::Result<Vec<u8>> {
        let real = file.canonicalize().map_err(|error| match error.kind() {
            // `/index.html/x` asks for something below a file.
            io::ErrorKind::NotADirectory => io::ErrorKind::NotFound.into(),
            _ => error,
        })?;
        if !real.starts_with(&self.root) || !real.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        fs::read(real)
    }

    fn not_found(&self, view: &View<'_>, is_head: bool) -> Vec<u8> {
        let file = self.root.join("404.html");
        let bytes = self.read(&file).unwrap_or_else(|_| b"There is no such page.\n".to_vec());
        self.page("404 Not Found", &file, bytes, view, is_head)
    }

    fn page(&self, status: &str, file: &Path, bytes: Vec<u8>, view: &View<'_>, is_head: bool) -> Vec<u8> {
        let is_html = file.extension().is_some_and(|extension| extension == "html");
        if !is_html {
            return response(status, content_type(file), "", &bytes, is_head);
        }
        let body = self.fill(&String::from_utf8_lossy(&bytes), view);
        let headers = file
            .parent()
            .and_then(|folder| fs::read_to_string(folder.join("_headers")).ok())
            .map(|lines| self.fill(&lines, view))
            .unwrap_or_default();
        let headers: String =
            headers.lines().filter(|line| line.contains(':')).map(|line| format!("{line}\r\n")).collect();
        response(status, content_type(file), &headers, body.as_bytes(), is_head)
    }

    /// Replaces the placeholders. An unknown one stays as it is, so that a misspelling is seen.
    fn fill(&self, text: &str, view: &View<'_>) -> String {
        let mut filled = String::with_capacity(text.len() + 512);
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let Some(length) = rest[start..].find("}}") else { break };
            let name = &rest[start + 2..start + length];
            filled.push_str(&rest[..start]);
            match self.value(name, view) {
                Some(value) => filled.push_str(&escaped(&value)),
                None => filled.push_str(&rest[start..start + length + 2]),
            }
            rest = &rest[start + length + 2..];
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str, view: &View<'_>) -> Option<String> {
        match name {
            "edge" => Some(view.edge.to_owned()),
            // `http:` becomes `ws:`, `https:` becomes `wss:`.
            "edge-ws" => Some(view.edge.replacen("http", "ws", 1)),
            "account" => Some(self.account.clone()),
            "nonce" => Some(view.nonce.clone()),
            _ => {
                let mail = name.strip_prefix("visitor:")?;
                let token = if view.is_loopback { (self.identify)(mail) } else { None };
                Some(token.unwrap_or_default())
            }
        }
    }
}

/// The answer to bytes that are no request.
pub(crate) fn refusal() -> Vec<u8> {
    plain("400 Bad Request", "", "This is not an HTTP request.\n", false)
}

fn response(status: &str, content_type: &str, headers: &str, body: &[u8], is_head: bool) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    if !is_head {
        bytes.extend_from_slice(body);
    }
    bytes
}

fn plain(status: &str, headers: &str, text: &str, is_head: bool) -> Vec<u8> {
    response(status, "text/plain; charset=utf-8", headers, text.as_bytes(), is_head)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The name in a `Host` header, without port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// 127.0.0.0/8, `localhost` and below (RFC 6761: `shop.localhost` never leaves this machine).
fn is_loopback(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// The edge as seen from the page: cookies and mixed-content rules treat `localhost` and `127.0.0.1` as two sites, so
/// whoever opened the shop under `localhost` meets the edge there too.
fn edge_under(edge: &str, name: &str) -> String {
    if name.eq_ignore_ascii_case("localhost") {
        edge.replacen("//127.0.0.1", "//localhost", 1)
    } else {
        edge.to_owned()
    }
}

/// 128 bits nobody can foresee: the keys of this hasher come from the system's randomness (once a thread, and each
/// connection has a thread of its own). SipHash is a keyed function, and a demo shop needs no crate for more.
fn nonce() -> String {
    let hasher = RandomState::new();
    format!("{:016x}{:016x}", hasher.hash_one(1_u8), hasher.hash_one(2_u8))
}

/// Text for HTML, in an element or in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A path for a `Location` header: decoded segments are encoded again.
fn encoded(path: &str) -> String {
    let mut safe = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    safe
}

/// Drops what may not stand in a header line. A query comes from one line without blanks; this holds even so.
fn header_safe(query: &str) -> String {
    query.chars().filter(char::is_ascii_graphic).collect()
}
