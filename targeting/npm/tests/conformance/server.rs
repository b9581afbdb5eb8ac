//! A web server for one page, on this machine: its files, the package, the cases, and a place to bring the answers.
//!
//! Knows just enough of HTTP/1.1 for the browser that we start ourselves: one request a connection.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::{fs, io, thread};

/// What it serves.
struct Site {
    page: PathBuf,
    package: PathBuf,
    cases: String,
}

/// Serves from now on; gives the page's address and what is brought back.
pub(crate) fn serve(package: PathBuf, cases: String) -> (String, Receiver<Vec<u8>>) {
    let page = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance"));
    let site = Arc::new(Site { page, package, cases });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let (sender, brought) = channel();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let (site, sender) = (Arc::clone(&site), sender.clone());
            // A browser that went away in the middle is no news; without an answer the test says so in the end.
            thread::spawn(move || drop(answer(&connection, &site, &sender)));
        }
    });
    (format!("http://127.0.0.1:{port}/page.html"), brought)
}

fn answer(mut connection: &TcpStream, site: &Site, sender: &Sender<Vec<u8>>) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    let mut length = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let found = match path.as_str() {
        "cases" => Some(site.cases.clone().into_bytes()),
        "answers" => {
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            // Nobody listens once the test is over.
            drop(sender.send(body));
            Some(Vec::new())
        }
        file => match file.strip_prefix("package/") {
            Some(file) => fs::read(site.package.join(file)).ok(),
            None => fs::read(site.page.join(file)).ok(),
        },
    };
    let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
    let body = found.unwrap_or_default();
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "text/plain;charset=utf-8",
    };
    write!(
        connection,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    connection.write_all(&body)
}
