//! The product as people start it: the real `serve` command with real `workerd` on a data directory of its own.
//!
//! Knows the lines it prints and how to be cruel to it; nothing of what it serves.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::clock;
use crate::http;
use crate::people::{self, Person};

/// A first start may have to build everything.
const FIRST_START: Duration = Duration::from_secs(30 * 60);

/// How long anything else may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often something is looked at that does not announce itself.
const POLL: Duration = Duration::from_millis(5);

/// The account that the harness brings in.
pub const ACCOUNT: &str = "faults";
/// The site its visitors are on.
pub const SITE: &str = "https://faults.example";
/// Its only chatflow.
pub const CHATFLOW: &str = "open";
/// Its only inbox.
pub const INBOX: &str = "main";
/// Everybody's password.
pub const PASSWORD: &str = "parlor-fault-tests";

/// How a product is started.
#[derive(Clone, Debug)]
pub struct Setup {
    /// In how many objects the threads live.
    pub shards: u16,
    /// Whether visitors may write as fast as they can. Otherwise the limits are the product's own.
    pub unlimited: bool,
    /// A build other than the one in the checkout.
    pub build: Option<PathBuf>,
    /// Where the data is kept, instead of a directory that goes with the product.
    pub data: Option<PathBuf>,
    /// A shell's words before the command, such as a limit.
    pub before: Option<String>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { shards: 1, unlimited: true, build: None, data: None, before: None }
    }
}

/// A running product. Ends with the value, and its data with it.
pub struct Product {
    setup: Setup,
    folder: PathBuf,
    run: Mutex<Run>,
    /// Who signed in: hashing a password takes its time, and too many attempts are refused.
    agents: tokio::sync::Mutex<BTreeMap<String, Person>>,
}

/// One life of the command.
struct Run {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    address: SocketAddr,
}

impl Product {
    /// Starts it on a free port and an empty data directory.
    ///
    /// # Errors
    /// What it said instead of becoming ready.
    pub async fn start(setup: Setup) -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("faults-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("account.json"), account(setup.shards).to_string())?;
        match start(&setup, &folder, 0).await {
            Ok(run) => {
                Ok(Self { setup, folder, run: Mutex::new(run), agents: tokio::sync::Mutex::default() })
            }
            Err(error) => {
                drop(fs::remove_dir_all(&folder));
                Err(error)
            }
        }
    }

    /// Where the edge listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        lock(&self.run).address
    }

    /// An agent who is signed in.
    ///
    /// # Errors
    /// They cannot sign in.
    pub async fn agent(&self, name: &str) -> io::Result<Person> {
        let mut agents = self.agents.lock().await;
        if let Some(known) = agents.get(name) {
            return Ok(known.clone());
        }
        let agent = people::agent(self.address(), name).await?;
        agents.insert(name.to_owned(), agent.clone());
        Ok(agent)
    }

    /// Where everything is kept.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        data(&self.setup, &self.folder)
    }

    /// workerd's process id.
    ///
    /// # Panics
    /// Where `serve` has not told it, which it does before it is ready.
    #[must_use]
    pub fn workerd(&self) -> u32 {
        self.pids().last().copied().expect("serve tells workerd's process id before it is ready")
    }

    /// Kills `workerd` as a crash would: SIGKILL, no word before.
    pub fn kill(&self) {
        signal(self.workerd(), Signal::KILL);
    }

    /// Stops workerd where it is; its files are what they are at this moment.
    pub fn freeze(&self) {
        signal(self.workerd(), Signal::STOP);
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        signal(self.workerd(), Signal::CONT);
    }

    /// Waits until another workerd than that one answers.
    ///
    /// # Errors
    /// None did within a minute.
    pub async fn back(&self, after: u32) -> io::Result<()> {
        let started = clock::now();
        while self.workerd() == after || !self.is_healthy().await {
            if started.elapsed() > PATIENCE {
                return Err(io::Error::other(format!("workerd did not come back:\n{}", self.said())));
            }
            sleep(POLL).await;
        }
        Ok(())
    }

    /// Ends the command in order: with a good-bye to every socket.
    ///
    /// # Errors
    /// It did not end, or not well.
    pub async fn stop(&self) -> io::Result<()> {
        signal(lock(&self.run).child.id(), Signal::TERM);
        let started = clock::now();
        while started.elapsed() < PATIENCE {
            let ended = lock(&self.run).child.try_wait()?;
            if let Some(status) = ended {
                return if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) };
            }
            sleep(POLL).await;
        }
        Err(io::Error::other("serve does not stop when asked to"))
    }

    /// Starts it again, stopped before, on the same data and port; with another build, or the one of the checkout.
    ///
    /// # Errors
    /// What it said instead of becoming ready.
    pub async fn start_again(&self, build: Option<&Path>) -> io::Result<()> {
        let setup = Setup { build: build.map(Path::to_owned), ..self.setup.clone() };
        let run = start(&setup, &self.folder, self.address().port()).await?;
        *lock(&self.run) = run;
        Ok(())
    }

    /// Whether it answers.
    pub async fn is_healthy(&self) -> bool {
        let answer = http::ask(self.address(), "GET", "/healthz", &[], "").await;
        answer.is_ok_and(|answer| answer.status == 200)
    }

    /// What the command printed since its last start.
    #[must_use]
    pub fn said(&self) -> String {
        lock(&lock(&self.run).lines).join("\n")
    }

    fn pids(&self) -> Vec<u32> {
        let run = lock(&self.run);
        let lines = lock(&run.lines);
        let pids = lines.iter().filter_map(|line| line.strip_prefix("workerd")?.trim().strip_prefix("pid "));
        pids.filter_map(|pid| pid.parse().ok()).collect()
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        // workerd goes with its supervisor: the kernel sees to that.
        let mut run = lock(&self.run);
        drop(run.child.kill());
        drop(run.child.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// The command that `cargo xtask` is, as the one that started us named it.
#[must_use]
pub fn xtask() -> (OsString, Vec<&'static str>) {
    match std::env::var_os("PARLOR_XTASK") {
        Some(program) => (program, Vec::new()),
        None => {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            (cargo, vec!["run", "-q", "-p", "xtask", "--"])
        }
    }
}

async fn start(setup: &Setup, folder: &Path, port: u16) -> io::Result<Run> {
    let (program, words) = xtask();
    let mut command = match &setup.before {
        None => Command::new(program),
        Some(before) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("{before}; exec \"$0\" \"$@\"")]).arg(program);
            shell
        }
    };
    let log = folder.join("serve.log");
    command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(words)
        .args(["serve", "--prebuilt", "--empty", "--port", &port.to_string(), "--account"])
        .arg(folder.join("account.json"))
        .arg("--data")
        .arg(data(setup, folder))
        // A crash loop is what the harness makes on purpose; a wait after each would only make it long.
        .env("PARLOR_RESTART_WAIT_MS", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(File::create(&log)?);
    if setup.unlimited {
        command.env("PARLOR_POSTS_PER_10_S", "1000000");
    }
    if let Some(build) = &setup.build {
        command.env("PARLOR_BUILD_DIR", build);
    }
    let mut child = command.spawn()?;
    let lines = Arc::new(Mutex::new(Vec::new()));
    if let Some(output) = child.stdout.take() {
        let lines = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                lock(&lines).push(line);
            }
        });
    }
    let mut run = Run { child, lines, address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)) };
    let started = clock::now();
    loop {
        if lock(&run.lines).iter().any(|line| line == "ready") {
            break;
        }
        if run.child.try_wait()?.is_some() || started.elapsed() > FIRST_START {
            let errors = fs::read_to_string(&log).unwrap_or_default();
            return Err(io::Error::other(errors));
        }
        sleep(POLL).await;
    }
    let lines = lock(&run.lines);
    let edge = lines.iter().find_map(|line| line.strip_prefix("edge ")).unwrap_or_default();
    let port = edge.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
    drop(lines);
    run.address.set_port(port.ok_or_else(|| io::Error::other("serve tells no port"))?);
    Ok(run)
}

fn data(setup: &Setup, folder: &Path) -> PathBuf {
    setup.data.clone().unwrap_or_else(|| folder.join("data"))
}

/// The account: two agents, one inbox, one chatflow that is everywhere.
fn account(shards: u16) -> Value {
    let person = |id: &str| {
        json!({"id": id, "name": id, "email": format!("{id}@faults.test"), "password": PASSWORD, "role": "admin",
            "seat": true})
    };
    json!({
        "account": ACCOUNT, "name": "Faults", "origins": [SITE],
        "people": [person("ada"), person("ben")],
        "inboxes": [{"id": INBOX, "name": "Main", "members": ["ada", "ben"], "shards": shards}],
        "chatflows": [{"id": CHATFLOW, "name": "Everywhere", "inbox": INBOX, "priority": 1, "enabled": true,
            "include": [{"op": "all"}], "welcome": "Hello."}],
    })
}

/// Sends a signal to a process of ours; one that has ended already is as good.
fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, signal);
    }
}

/// Whoever panicked while holding a lock must not take the others along.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
