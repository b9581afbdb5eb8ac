//! A web site of a story's own: a few pages on a port of 127.0.0.1, with the headers the story wants. Knows nothing of
//! what is on them. Loopback tests only: one thread a connection, no keep-alive.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// One page of a [`Site`].
pub struct Resource {
    /// The path it answers at, such as `/shop/`.
    pub path: String,
    /// Sent beside the content type, which is HTML unless one is given here.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: String,
}

impl Resource {
    /// An HTML page.
    pub fn page(path: &str, body: &str) -> Self {
        Self { path: path.to_owned(), headers: Vec::new(), body: body.to_owned() }
    }

    /// The same with one more header.
    pub fn with(mut self, header: &str, value: &str) -> Self {
        self.headers.push((header.to_owned(), value.to_owned()));
        self
    }
}

/// The address of a site whose pages are not written yet.
pub struct Address(TcpListener);

impl Address {
    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port())
    }

    fn port(&self) -> u16 {
        self.0.local_addr().map(|address| address.port()).unwrap_or_default()
    }

    /// Serves these resources there; anything else but the icon is a 404.
    pub fn serve(self, resources: Vec<Resource>) -> Site {
        let port = self.port();
        let listener = self.0;
        let resources = Arc::new(resources);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let resources = Arc::clone(&resources);
                // A browser that hangs up early is its own affair.
                thread::spawn(move || answer(stream, &resources).ok());
            }
        });
        Site { port }
    }
}

/// A running site. It answers until the test process ends.
pub struct Site {
    port: u16,
}

impl Site {
    /// Takes a free port, for a site that has to be known by its address before its pages are written.
    pub fn reserve() -> Address {
        Address(TcpListener::bind("127.0.0.1:0").expect("a loopback port is free"))
    }

    /// Serves these resources on a free port; anything else but the icon is a 404.
    pub fn serve(resources: Vec<Resource>) -> Self {
        Self::reserve().serve(resources)
    }

    /// The same place under a name that is not of this machine, such as `other.test`.
    pub fn url_as(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port)
    }

    /// The address of a path on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn answer(mut stream: TcpStream, resources: &[Resource]) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while reader.read_line(&mut line)? > 2 {}
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path == "/favicon.ico" {
        // Browsers ask for it by themselves; a refusal would stand in the console as if the page were at fault.
        return stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }
    let Some(resource) = resources.iter().find(|resource| resource.path == path) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let mut head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n",
        resource.body.len()
    );
    let typed = resource.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if !typed {
        head.push_str("Content-Type: text/html; charset=utf-8\r\n");
    }
    for (name, value) in &resource.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(resource.body.as_bytes())
}
