//! The floor: workerd, sockets, one committed row for each message, and nothing else.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{client_async, client_async_with_config};

use crate::clock;
use crate::figures::Figures;
use crate::scene::PATIENCE;
use crate::usage;

use super::latency::us_since;

/// A running one, with its sockets.
pub(super) struct Bare {
    child: Child,
    folder: PathBuf,
    address: SocketAddr,
    sockets: usize,
    /// Texts so far: each is a row's key.
    said: AtomicU64,
}

impl Bare {
    pub(super) async fn start(sockets: usize) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("faults-bare-{}", std::process::id()));
        fs::create_dir_all(folder.join("objects"))?;
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        fs::write(folder.join("bare.js"), include_str!("bare.js"))?;
        fs::write(folder.join("bare.capnp"), config(address))?;
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let package = if cfg!(target_arch = "aarch64") { "workerd-linux-arm64" } else { "workerd-linux-64" };
        let usual = format!("{root}/node_modules/@cloudflare/{package}/bin/workerd");
        let child = Command::new(std::env::var_os("WORKERD").unwrap_or_else(|| usual.into()))
            .arg("serve")
            .arg("--directory-path")
            .arg(format!("objects={}", folder.join("objects").display()))
            .arg(folder.join("bare.capnp"))
            .stdin(Stdio::null())
            .spawn()?;
        let bare = Self { child, folder, address, sockets, said: AtomicU64::new(0) };
        let started = clock::now();
        while TcpStream::connect(address).await.is_err() {
            if started.elapsed() > PATIENCE {
                return Err(io::Error::other("the bare worker does not listen"));
            }
            sleep(Duration::from_millis(10)).await;
        }
        Ok(bare)
    }

    /// Its process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends texts when they are due, in turn over all sockets: how long each took to come back, in µs.
    pub(super) async fn run(&self, per_second: u32, seconds: u32) -> io::Result<Figures> {
        let mut lines = Vec::new();
        let mut talks = JoinSet::new();
        for _ in 0..self.sockets {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            let opened = client_async(format!("ws://{}/", self.address), stream).await;
            let (mut sink, mut stream) = opened.map_err(io::Error::other)?.0.split();
            let (line, mut due) = mpsc::unbounded_channel::<String>();
            lines.push(line);
            talks.spawn(async move {
                let mut times = Vec::new();
                while let Some(text) = due.recv().await {
                    let at = clock::now();
                    sink.send(Message::text(text)).await.map_err(io::Error::other)?;
                    let answer = timeout(PATIENCE, stream.next()).await?;
                    answer
                        .ok_or_else(|| io::Error::other("the bare worker hung up"))?
                        .map_err(io::Error::other)?;
                    times.push(us_since(at));
                }
                io::Result::Ok(times)
            });
        }
        let mut due = interval(Duration::from_secs(1) / per_second);
        due.set_missed_tick_behavior(MissedTickBehavior::Burst);
        for number in 0..per_second * seconds {
            due.tick().await;
            let text = format!("{}: How long does it take?", self.said.fetch_add(1, Ordering::Relaxed));
            // Who hung up says so at the end.
            let _ = lines[number as usize % lines.len()].send(text);
        }
        drop(lines);
        let mut all = Figures::default();
        while let Some(times) = talks.join_next().await {
            for time in times.map_err(io::Error::other)?? {
                all.add(time);
            }
        }
        Ok(all)
    }
}

/// Opens so many sockets at once against a worker that has just started, and says hello on each: how long after the start
/// each had its answer, and what processor time all of it took, in ms.
///
/// # Errors
/// The worker does not start, or somebody got no answer.
pub(super) async fn storm(sockets: usize, objects: usize, patience: Duration) -> io::Result<(Figures, u64)> {
    let at = clock::now();
    let bare = Bare::start(sockets).await?;
    let mut coming = JoinSet::new();
    for number in 0..sockets {
        let address = bare.address;
        coming.spawn(timeout(patience, async move {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let small = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
            let path = format!("ws://{address}/{}", number % objects);
            let opened = client_async_with_config(path, stream, Some(small)).await;
            let (mut socket, _) = opened.map_err(io::Error::other)?;
            socket.send(Message::text("hello")).await.map_err(io::Error::other)?;
            let answer = socket.next().await.ok_or_else(|| io::Error::other("the bare worker hung up"))?;
            answer.map_err(io::Error::other)?;
            io::Result::Ok((socket, clock::ms_since(at)))
        }));
    }
    let (mut times, mut open) = (Figures::default(), Vec::new());
    while let Some(came) = coming.join_next().await {
        let (socket, ms) = came.map_err(io::Error::other)???;
        times.add(ms);
        // Theirs stay open, as everybody's do.
        open.push(socket);
    }
    Ok((times, usage::processor_ms(bare.pid())))
}

impl Drop for Bare {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn config(address: SocketAddr) -> String {
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bare", worker = .bare), (name = "objects", disk = (path = "objects", writable = true))],
  sockets = [(name = "http", address = "{address}", service = "bare", http = ())],
);
const bare :Workerd.Worker = (
  modules = [(name = "bare.js", esModule = embed "bare.js")],
  compatibilityDate = "2026-01-01",
  durableObjectNamespaces = [(className = "Bare", uniqueKey = "bare", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [(name = "BARE", durableObjectNamespace = "Bare")],
);
"#
    )
}
