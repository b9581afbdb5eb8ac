//! The proxy of an office that knows no web sockets: between the browser and the edge, on a port of its own. Requests
//! pass as they are, and so the edge believes that it is reached there. Loopback tests only: two threads a connection.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use crate::product::Product;

/// What becomes of web sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sockets {
    /// Their upgrade is answered 400.
    Refused,
    /// They open, and what is said on them reaches nobody.
    Swallowed,
}

/// A running proxy. It works until the test process ends.
pub struct Proxy {
    port: u16,
    asked: Arc<AtomicU32>,
}

impl Proxy {
    /// Stands before a product's edge, wherever that comes back after a restart.
    pub fn before(product: &Product, sockets: Sockets) -> Self {
        let edge = product.edge("");
        let edge = edge.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
        let port = listener.local_addr().map(|address| address.port()).unwrap_or_default();
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (edge, count) = (edge.clone(), Arc::clone(&count));
                // Whoever hangs up early, on either side, is to be passed on and no more.
                thread::spawn(move || pass(client, &edge, sockets, &count).ok());
            }
        });
        Self { port, asked }
    }

    /// The address of a path at the edge, by way of the proxy.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How many web sockets somebody wanted to open.
    pub fn sockets_asked_for(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

/// Passes one connection on. Browsers open a socket on a connection of its own, so the first head decides.
fn pass(mut client: TcpStream, edge: &str, sockets: Sockets, count: &AtomicU32) -> std::io::Result<()> {
    let head = head(&mut client)?;
    let is_socket =
        String::from_utf8_lossy(&head).to_ascii_lowercase().contains("\r\nupgrade: websocket\r\n");
    if is_socket {
        count.fetch_add(1, Ordering::Relaxed);
        if sockets == Sockets::Refused {
            return client
                .write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }
    let mut server = TcpStream::connect(edge)?;
    server.write_all(&head)?;
    if is_socket {
        // The upgrade succeeds; from there on nothing goes either way.
        let (mut from_client, mut from_server) = (client.try_clone()?, server.try_clone()?);
        let answer = self::head(&mut from_server)?;
        let end =
            answer.windows(4).position(|window| window == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        client.write_all(&answer[..end])?;
        thread::spawn(move || std::io::copy(&mut from_server, &mut std::io::sink()));
        return std::io::copy(&mut from_client, &mut std::io::sink()).map(drop);
    }
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        // An end on one side is an end on both.
        let _ = std::io::copy(&mut from_client, &mut to_server);
        to_server.shutdown(Shutdown::Both)
    });
    let copied = std::io::copy(&mut server, &mut client).map(drop);
    client.shutdown(Shutdown::Both)?;
    copied
}

/// Everything up to the end of the first head, and what came with it.
fn head(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            length => head.extend_from_slice(&buffer[..length]),
        }
    }
    Ok(head)
}
