//! The product as people start it: the real `serve` command with real `workerd` on a data directory of its own. Knows
//! the lines it prints and how to be cruel to it; nothing of what it serves.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use crate::wait::{PATIENCE, until};

/// A first start may have to build everything.
const FIRST_START: Duration = Duration::from_secs(30 * 60);

/// Stops the command and deletes its data when the tests are over, however they ended: its input closes then. It is
/// told each process id that it answers for, the last one counts.
const JANITOR: &str = r#"trap "" INT; while read -r line; do pid=$line; done; kill -TERM "$pid" 2>/dev/null
n=0; while kill -0 "$pid" 2>/dev/null && [ $n -lt 50 ]; do n=$((n+1)); sleep 0.2; done; rm -rf "$1""#;

/// A running `serve`.
pub struct Product {
    data: PathBuf,
    /// The words after `serve` that say what it starts with.
    with: &'static [&'static str],
    run: Mutex<Run>,
    janitor: Mutex<ChildStdin>,
}

/// One life of the command.
struct Run {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    port: u16,
    /// Only the demo account has one.
    shop: Option<String>,
    edge: String,
    console: String,
    /// Only before the first admin is there.
    set_up: Option<String>,
}

impl Product {
    /// Starts it on free ports with the demo account and an empty data directory.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts it on free ports without any account, as a new installation.
    pub fn start_empty() -> Self {
        Self::start_with(&["--empty"])
    }

    fn start_with(with: &'static [&'static str]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let data = env::temp_dir().join(format!("stories-product-{}-{number}", std::process::id()));
        fs::create_dir_all(&data).unwrap_or_else(|error| panic!("{}: {error}", data.display()));
        // It outlives this process, to tidy up after it: nobody waits for it.
        let janitor = Command::new("sh")
            .args(["-c", JANITOR, "sh"])
            .arg(&data)
            .stdin(Stdio::piped())
            .spawn()
            .ok()
            .and_then(|mut shell| shell.stdin.take())
            .expect("a shell starts");
        let product = Self { run: Mutex::new(run(&data, with, 0)), janitor: Mutex::new(janitor), data, with };
        product.tell_janitor();
        product
    }

    /// The one product that all stories of a test program share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Product> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The address of a path in the demo shop, such as `/pricing/`.
    pub fn shop(&self, path: &str) -> String {
        let run = self.run();
        join(run.shop.as_deref().expect("only the demo account has a shop"), path)
    }

    /// The one-time link by which the first admin of a new installation comes in.
    pub fn set_up(&self) -> String {
        self.run().set_up.clone().expect("only a new installation is to be set up")
    }

    /// The address of a path at the edge.
    pub fn edge(&self, path: &str) -> String {
        join(&self.run().edge, path)
    }

    /// The console's address.
    pub fn console(&self) -> String {
        self.run().console.clone()
    }

    /// The same by a name instead of a number: what passkeys need.
    pub fn console_by_name(&self) -> String {
        self.console().replacen("127.0.0.1", "localhost", 1)
    }

    /// The line that puts the widget on a page, as the owner pastes it.
    pub fn snippet(&self) -> String {
        let loader = self.edge("/embed/demo.js");
        format!(r#"<script async src="{loader}" referrerpolicy="no-referrer-when-downgrade"></script>"#)
    }

    /// Kills `workerd` as a crash would (SIGKILL, no word before) and returns once another one answers.
    pub fn kill_workerd(&self) {
        let before = self.workerd_pids();
        let Some(pid) = before.last() else { panic!("serve has not told workerd's process id") };
        signal("KILL", pid);
        let back = until(FIRST_START.min(Duration::from_secs(60)), || {
            (self.workerd_pids().len() > before.len() && self.is_healthy()).then_some(())
        });
        assert!(back.is_ok(), "workerd was killed and did not come back:\n{}", self.said());
    }

    /// Stops the command as Ctrl-C does and starts it again on the same data and port.
    pub fn restart(&self) {
        self.is_gone_while(|| ());
    }

    /// The same, and between the two nobody answers: edge, console and shop are gone.
    pub fn is_gone_while(&self, act: impl FnOnce()) {
        let port = {
            let mut run = self.run();
            signal("TERM", &run.child.id().to_string());
            let ended = until(PATIENCE, || run.child.try_wait().ok().flatten());
            assert!(ended.is_ok_and(|status| status.success()), "serve does not stop when asked to");
            run.port
        };
        act();
        *self.run() = self::run(&self.data, self.with, port);
        self.tell_janitor();
    }

    /// What the command printed since its last start.
    pub fn said(&self) -> String {
        lock(&self.run().lines).join("\n")
    }

    fn workerd_pids(&self) -> Vec<String> {
        let run = self.run();
        let lines = lock(&run.lines);
        lines
            .iter()
            .filter_map(|line| line.strip_prefix("workerd")?.trim().strip_prefix("pid "))
            .map(str::to_owned)
            .collect()
    }

    fn is_healthy(&self) -> bool {
        let port = self.run().port;
        let ask = || -> std::io::Result<bool> {
            let mut stream = TcpStream::connect(("127.0.0.1", port))?;
            stream.set_read_timeout(Some(PATIENCE))?;
            write!(stream, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
            let mut head = [0; 12];
            stream.read_exact(&mut head)?;
            Ok(head.ends_with(b" 200"))
        };
        ask().unwrap_or(false)
    }

    fn tell_janitor(&self) {
        let pid = self.run().child.id();
        // Without its janitor the command would merely outlive the tests.
        let _ = writeln!(lock(&self.janitor), "{pid}");
    }

    fn run(&self) -> std::sync::MutexGuard<'_, Run> {
        lock(&self.run)
    }
}

/// Starts the command and reads its lines until it says `ready`. Port 0 takes free ones.
fn run(data: &Path, with: &[&str], port: u16) -> Run {
    let mut command = match env::var_os("PARLOR_XTASK") {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(["run", "-q", "-p", "xtask", "--"]);
            cargo
        }
    };
    let log = data.join("serve.log");
    let errors = File::create(&log).unwrap_or_else(|error| panic!("{}: {error}", log.display()));
    let mut child = command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["serve", "--prebuilt", "--port", &port.to_string(), "--data"])
        .arg(data.join("kept"))
        .args(with)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .unwrap_or_else(|error| panic!("serve does not start: {error}"));
    let lines = Arc::new(Mutex::new(Vec::new()));
    if let Some(output) = child.stdout.take() {
        let lines = Arc::clone(&lines);
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                lock(&lines).push(line);
            }
        });
    }
    let ready = until(FIRST_START, || {
        if lock(&lines).iter().any(|line| line == "ready") {
            return Some(true);
        }
        child.try_wait().ok().flatten().map(|_| false)
    });
    if !ready.unwrap_or(false) {
        let errors = fs::read_to_string(&log).unwrap_or_default();
        panic!("serve did not become ready:\n{}\n{errors}", lock(&lines).join("\n"));
    }
    let told = |what: &str| -> Option<String> {
        let lines = lock(&lines);
        lines.iter().find_map(|line| line.strip_prefix(what)).map(|rest| rest.trim().to_owned())
    };
    let address =
        |what: &str| told(what).unwrap_or_else(|| panic!("serve has not told the address of {what}"));
    let (edge, console) = (address("edge "), address("console "));
    let (shop, set_up) = (told("shop "), told("set up "));
    let port = edge.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
    let port = port.unwrap_or_else(|| panic!("no port in {edge}"));
    Run { child, lines, port, shop, edge, console, set_up }
}

fn join(origin: &str, path: &str) -> String {
    format!("{}{path}", origin.trim_end_matches('/'))
}

fn signal(name: &str, pid: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid).status();
    assert!(sent.is_ok_and(|status| status.success()), "process {pid} cannot be sent a signal");
}

/// A story that panicked while holding a lock must not take the other stories with it.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
