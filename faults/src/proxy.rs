//! A bad network between a client and the edge: it knows sockets' frames, and what becomes of each is somebody's rule.
//!
//! What is no web socket, and each socket's handshake, passes as it is. Fragmented and compressed frames are not
//! understood; neither side makes any.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};

/// Which way a frame goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the client to the edge.
    Up,
    /// From the edge to the client.
    Down,
}

/// A frame on its way.
#[derive(Clone, Copy, Debug)]
pub struct Passing<'f> {
    /// Which way.
    pub way: Way,
    /// On which socket, counted from 0 as they are opened.
    pub socket: u64,
    /// The text; nothing for frames of other kinds.
    pub text: &'f str,
    /// The length of all its bytes.
    pub bytes: usize,
}

impl Passing<'_> {
    /// Whether it is a frame of this tag.
    #[must_use]
    pub fn is(&self, tag: &str) -> bool {
        self.text.contains(&format!(r#""t":"{tag}""#))
    }
}

/// What becomes of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    Pass,
    /// It does not.
    Lost,
    /// These texts arrive in its place.
    Instead(Vec<String>),
    /// It arrives so much later, and what is behind it too.
    Late(Duration),
    /// It arrives behind the next one.
    Behind,
    /// So many of its bytes arrive; then the connection is gone, both ways.
    Cut(usize),
    /// Neither it nor anything after it on this way arrives, and nobody is told.
    Hole,
}

/// What becomes of every frame.
pub type Rule = Arc<dyn Fn(&Passing<'_>) -> Fate + Send + Sync>;

/// A frame that is to arrive behind the next one does not wait for it for ever.
const BEHIND_AT_MOST: Duration = Duration::from_millis(50);

/// A running proxy. Its connections go with the value.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    sockets: Arc<AtomicU64>,
    task: AbortHandle,
}

impl Proxy {
    /// Starts it before an edge.
    ///
    /// # Errors
    /// It cannot listen.
    pub async fn start(edge: SocketAddr, rule: Rule) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let sockets = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&sockets);
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let socket = count.fetch_add(1, Ordering::Relaxed);
                connections.spawn(connect(client, edge, socket, Arc::clone(&rule)));
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, sockets, task: task.abort_handle() })
    }

    /// How many connections were made so far.
    #[must_use]
    pub fn sockets(&self) -> u64 {
        self.sockets.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn connect(client: TcpStream, edge: SocketAddr, socket: u64, rule: Rule) {
    let Ok(server) = TcpStream::connect(edge).await else { return };
    // Small frames must not wait for each other.
    drop((client.set_nodelay(true), server.set_nodelay(true)));
    let (client_reads, client_writes) = client.into_split();
    let (server_reads, server_writes) = server.into_split();
    let up = Pump { way: Way::Up, socket, rule: Arc::clone(&rule), to: server_writes };
    let down = Pump { way: Way::Down, socket, rule, to: client_writes };
    // The first that ends takes the other with it: a connection is gone as a whole.
    tokio::select! {
        _ = up.run(client_reads) => {}
        _ = down.run(server_reads) => {}
    }
}

/// One way of one connection.
struct Pump {
    way: Way,
    socket: u64,
    rule: Rule,
    to: OwnedWriteHalf,
}

impl Pump {
    async fn run(mut self, mut from: OwnedReadHalf) -> io::Result<()> {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            if from.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        };
        self.to.write_all(&bytes[..head]).await?;
        bytes.drain(..head);
        let mut behind: Option<Vec<u8>> = None;
        loop {
            while let Some(length) = frame_length(&bytes) {
                let frame: Vec<u8> = bytes.drain(..length).collect();
                let text = text_of(&frame);
                let passing = Passing { way: self.way, socket: self.socket, text: &text, bytes: frame.len() };
                let before = behind.take();
                match (self.rule)(&passing) {
                    Fate::Pass => self.to.write_all(&frame).await?,
                    Fate::Lost => {}
                    Fate::Instead(texts) => {
                        for text in texts {
                            self.to.write_all(&frame_of(&text, self.way)).await?;
                        }
                    }
                    Fate::Late(time) => {
                        sleep(time).await;
                        self.to.write_all(&frame).await?;
                    }
                    Fate::Behind => behind = Some(frame),
                    Fate::Cut(at) => {
                        self.to.write_all(&frame[..at.min(frame.len())]).await?;
                        return self.to.flush().await;
                    }
                    Fate::Hole => {
                        let mut nowhere = vec![0; 16 * 1024];
                        while from.read(&mut nowhere).await? > 0 {}
                        return Ok(());
                    }
                }
                if let Some(before) = before {
                    self.to.write_all(&before).await?;
                }
            }
            let read = match behind {
                None => from.read_buf(&mut bytes).await?,
                Some(_) => match timeout(BEHIND_AT_MOST, from.read_buf(&mut bytes)).await {
                    Ok(read) => read?,
                    Err(_) => {
                        self.to.write_all(&behind.take().unwrap_or_default()).await?;
                        continue;
                    }
                },
            };
            if read == 0 {
                return Ok(());
            }
        }
    }
}

/// Where the payload begins, whether it is masked, and its length ([RFC 6455, 5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2)).
fn shape(bytes: &[u8]) -> Option<(usize, bool, usize)> {
    let (masked, short) = (bytes.get(1)? & 0x80 != 0, usize::from(bytes[1] & 0x7f));
    let (length, at) = match short {
        126 => (usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)), 4),
        127 => (usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?, 10),
        short => (short, 2),
    };
    Some((at + if masked { 4 } else { 0 }, masked, length))
}

/// The length of the first frame, if all of it is there.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    let (at, _, length) = shape(bytes)?;
    (bytes.len() >= at + length).then_some(at + length)
}

/// What a text frame says.
fn text_of(frame: &[u8]) -> String {
    let Some((at, masked, _)) = shape(frame).filter(|_| frame[0] & 0x0f == 1) else { return String::new() };
    let payload = frame[at..].iter().enumerate();
    let bytes: Vec<u8> =
        payload.map(|(index, byte)| if masked { byte ^ frame[at - 4 + index % 4] } else { *byte }).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text as a frame. What goes up is masked, with zeros: it hides nothing, and that is allowed.
fn frame_of(text: &str, way: Way) -> Vec<u8> {
    let mask = if way == Way::Up { 0x80 } else { 0 };
    let mut frame = vec![0x81];
    match text.len() {
        short @ 0..126 => frame.push(mask | u8::try_from(short).unwrap_or(0)),
        length @ 126..=0xffff => {
            frame.push(mask | 126);
            frame.extend(u16::try_from(length).unwrap_or(0).to_be_bytes());
        }
        length => {
            frame.push(mask | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    if way == Way::Up {
        frame.extend([0; 4]);
    }
    frame.extend(text.as_bytes());
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_come_out_as_they_went_in() {
        for way in [Way::Up, Way::Down] {
            for length in [0, 1, 125, 126, 127, 65_535, 65_536, 100_000] {
                let text = "x".repeat(length);
                let frame = frame_of(&text, way);
                assert_eq!(frame_length(&frame), Some(frame.len()), "{way:?} {length}");
                assert_eq!(frame_length(&frame[..frame.len() - 1]), None, "{way:?} {length}");
                assert_eq!(text_of(&frame), text, "{way:?} {length}");
            }
        }
        // The example of RFC 6455, 5.7: a masked "Hello".
        let masked = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        assert_eq!(text_of(&masked), "Hello");
    }
}
