#![expect(clippy::unwrap_used, reason = "a test whose means fail has failed")]
//! A Worker made of the shim and the stub, running in workerd on a free port.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const CONFIG: &str = r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "edge", worker = .edge)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "edge")],
);
const edge :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Threads", uniqueKey = "threads", enableSql = true)],
  durableObjectStorage = (inMemory = void),
  bindings = [(name = "THREADS", durableObjectNamespace = "Threads")],
);
"#;

/// A running Worker; dropping it ends it.
pub(crate) struct Worker {
    process: Child,
    folder: PathBuf,
    port: u16,
}

/// A request that is under way.
pub(crate) struct Waiting(TcpStream);

impl Worker {
    /// Bundles and starts.
    pub(crate) fn start(name: &str, wasm: &[u8]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let name = name.replace('/', "-");
        let folder = std::env::temp_dir().join(format!("parlor-shim-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index_bg.wasm"), wasm).unwrap();
        fs::write(folder.join("config.capnp"), CONFIG).unwrap();
        let stub = root.join("xtask/tests/shim/stub_edge.js");
        let bundled =
            Command::new(binary(root, "@esbuild/linux-x64/bin/esbuild", "@esbuild/linux-arm64/bin/esbuild"))
                .arg(root.join("edge/shim/index.js"))
                .args(["--bundle", "--format=esm", "--log-level=warning"])
                .args(["--external:./index_bg.wasm", "--external:cloudflare:*"])
                .arg(format!("--alias:parlor-edge={}", stub.display()))
                .arg(format!("--outfile={}", folder.join("index.js").display()))
                .status()
                .unwrap();
        assert!(bundled.success());
        let workerd = "@cloudflare/workerd-linux-64/bin/workerd";
        let mut process = Command::new(binary(root, workerd, "@cloudflare/workerd-linux-arm64/bin/workerd"))
            .args(["serve", "--control-fd=1", "config.capnp"])
            .current_dir(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // One line of JSON a socket, when it listens: {"event":"listen","socket":"http","port":40123}.
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let event: serde_json::Value = serde_json::from_str(&line).unwrap();
        let port = event["port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap();
        Self { process, folder, port }
    }

    /// Sends a request.
    pub(crate) fn begin(&self, path: &str) -> Waiting {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: edge.test\r\nConnection: close\r\n\r\n").unwrap();
        Waiting(stream)
    }

    /// Sends a request and waits for status and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.begin(path).finish()
    }

    /// Asks until the body is this.
    #[track_caller]
    pub(crate) fn wait_for(&self, path: &str, body: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.get(path).1 != body {
            assert!(Instant::now() < deadline, "{path} never said {body}");
        }
    }
}

impl Waiting {
    /// Status and body.
    pub(crate) fn finish(mut self) -> (u16, String) {
        let mut text = String::new();
        self.0.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn binary(root: &Path, x64: &str, arm64: &str) -> PathBuf {
    root.join("node_modules").join(if cfg!(target_arch = "aarch64") { arm64 } else { x64 })
}
