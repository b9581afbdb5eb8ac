//! The demo shop *Kiln & Kettle*: the foreign site on which Parlor's widget is shown, one page per targeting story.
//!
//! `site/` holds the pages as plain files; `demo-account.json` the chatflows they speak of. This crate serves them on
//! an origin of their own, as any site owner's static server would. It knows files, four placeholders and HTTP/1.1 as
//! far as a static site needs it. It deliberately knows nothing of targeting, of the edge's routes, or of how a
//! visitor token is signed: the caller says where the edge is and brings the signature.
//!
//! ```no_run
//! # fn main() -> std::io::Result<()> {
//! let mut options = www::ShopOptions::new("http://127.0.0.1:8787");
//! options.port = 8788;
//! let shop = www::Shop::start(options)?;
//! println!("http://127.0.0.1:{}/", shop.port());
//! # Ok(())
//! # }
//! ```
//!
//! | in an HTML file | becomes |
//! |---|---|
//! | `{{edge}}` | the edge's origin; under `localhost` if the page was asked for under `localhost` |
//! | `{{account}}` | the account's slug |
//! | `{{visitor:MAIL}}` | the signed token of that customer, empty if there is none |
//! | `{{nonce}}`, `{{edge-ws}}` | a new nonce per response; the edge as a `ws:` origin. For `_headers` files |
//!
//! A file `_headers` in a folder holds `Name: value` lines for the pages right in it and is never served itself.

mod page;
mod request;

use std::io::{self, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::page::Site;
use crate::request::Request;

/// Signs a customer's mail address as the site's own server would: the visitor token, or `None` for a stranger.
pub type Identify = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Where the shop is served and whose widget its pages carry.
pub struct ShopOptions {
    /// Port on 127.0.0.1; 0 takes a free one ([`Shop::port`] tells which).
    pub port: u16,
    /// Origin of the edge without a slash at the end, for example `http://127.0.0.1:8787`.
    pub edge: String,
    /// Slug of the account in the snippet.
    pub account: String,
    /// Signs the customer of the signed-in pages. Called once per such page view, from several threads.
    pub identify: Identify,
    /// Folder of the pages.
    pub site: PathBuf,
}

impl ShopOptions {
    /// The demo account on a free port, with the pages of this checkout and nobody signed in.
    pub fn new(edge: impl Into<String>) -> Self {
        Self {
            port: 0,
            edge: edge.into(),
            account: "demo".to_owned(),
            identify: Box::new(|_| None),
            site: Path::new(env!("CARGO_MANIFEST_DIR")).join("site"),
        }
    }
}

/// A running shop. Dropping it closes the port.
pub struct Shop {
    port: u16,
    stopping: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Shop {
    /// Binds the port and serves from threads of its own until dropped.
    ///
    /// # Errors
    /// When the port is taken or the folder of the pages does not exist.
    pub fn start(options: ShopOptions) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        let port = listener.local_addr()?.port();
        let site = Arc::new(Site::open(options)?);
        let stopping = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopping);
        let accepting = std::thread::Builder::new()
            .name("shop".to_owned())
            .spawn(move || accept_until_stopped(&listener, &site, &stop))?;
        Ok(Self { port, stopping, accepting: Some(accepting) })
    }

    /// The port on 127.0.0.1 that answers.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // `accept` has no time-out: one connection to ourselves wakes it so that it can see the flag.
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        if TcpStream::connect_timeout(&here, Duration::from_secs(1)).is_ok()
            && let Some(accepting) = self.accepting.take()
        {
            // A panic in there has been reported by its own thread; the shop is over either way.
            drop(accepting.join());
        }
    }
}

fn accept_until_stopped(listener: &TcpListener, site: &Arc<Site>, stopping: &AtomicBool) {
    for connection in listener.incoming() {
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok(connection) = connection else { continue };
        let site = Arc::clone(site);
        // One short-lived thread per connection: browsers open a handful and each carries one request. If the system
        // has no thread left, the connection is dropped, and the browser tries again.
        drop(
            std::thread::Builder::new()
                .name("shop page".to_owned())
                .spawn(move || answer(&connection, &site)),
        );
    }
}

/// Reads one request, writes one response, closes. A client that goes away is its own affair.
fn answer(connection: &TcpStream, site: &Site) {
    // Browsers open sockets ahead of need; one that stays silent must not hold a thread for ever.
    let patience = Some(Duration::from_secs(5));
    if connection.set_read_timeout(patience).is_err() || connection.set_write_timeout(patience).is_err() {
        return;
    }
    let response = match Request::read(&mut BufReader::new(connection)) {
        Ok(Some(request)) => site.respond(&request),
        Ok(None) => page::refusal(),
        Err(_) => return,
    };
    let mut socket = connection;
    if socket.write_all(&response).is_ok() && socket.shutdown(Shutdown::Write).is_ok() {
        // Closing with unread bytes in the buffer resets the connection and can take our answer with it.
        drop(io::copy(&mut socket.take(64 * 1024), &mut io::sink()));
    }
}
