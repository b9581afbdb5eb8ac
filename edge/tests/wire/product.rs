//! The product as people start it: the real `serve` command with real `workerd` on a data directory of its own.
//! Knows the lines it prints, the secret it keeps and how to be cruel to it.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::accounts;
use crate::described;
use crate::http::{self, Answer};
use crate::wait::{until, within};

/// A first start may have to build everything.
const FIRST_START: Duration = Duration::from_secs(30 * 60);

/// Stops the command and deletes its data when the tests are over, however they ended: its input closes then.
const JANITOR: &str = r#"trap "" INT; while read -r line; do pid=$line; done; kill -TERM "$pid" 2>/dev/null
n=0; while kill -0 "$pid" 2>/dev/null && [ $n -lt 50 ]; do n=$((n+1)); sleep 0.2; done; rm -rf "$1""#;

/// A running `serve`.
pub(crate) struct Product {
    data: PathBuf,
    child: Mutex<Child>,
    lines: Arc<Mutex<Vec<String>>>,
    /// Where the edge listens.
    pub(crate) port: u16,
    secrets: Value,
    _janitor: ChildStdin,
}

impl Product {
    /// Starts it on free ports, with the demo account and those of [`accounts`].
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same with settings of the edge.
    pub(crate) fn start_with(settings: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let data = env::temp_dir().join(format!("wire-product-{}-{number}", std::process::id()));
        fs::create_dir_all(&data).expect("a directory can be made");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut child = run(&data, &lines, settings);
        let janitor = janitor(&data, child.id());
        let ready = within(FIRST_START, || {
            if lock(&lines).iter().any(|line| line == "ready") {
                return Some(true);
            }
            child.try_wait().ok().flatten().map(|_| false)
        });
        if ready != Some(true) {
            let errors = fs::read_to_string(data.join("serve.log")).unwrap_or_default();
            panic!("serve did not become ready:\n{}\n{errors}", lock(&lines).join("\n"));
        }
        let edge = lock(&lines).iter().find_map(|line| line.strip_prefix("edge ").map(str::to_owned));
        let port = edge.as_deref().unwrap_or_default().trim().trim_end_matches('/').rsplit(':').next();
        let port = port.and_then(|port| port.parse().ok()).expect("serve tells the address of the edge");
        let secrets = fs::read(data.join("kept/secrets.json")).expect("the secrets can be read");
        let secrets: Value = serde_json::from_slice(&secrets).expect("the secrets are JSON");
        let product = Self { data, child: Mutex::new(child), lines, port, secrets, _janitor: janitor };
        for account in accounts::all() {
            product.internal("/internal/seed", &account).ok();
        }
        product
    }

    /// The one product that all gentle tests share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Product> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// The edge's own origin.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks the edge.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.ask_bytes(method, path, headers, body.as_bytes())
    }

    /// The same with a body that is no text.
    #[track_caller]
    pub(crate) fn ask_bytes(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let answer = http::ask(self.port, method, path, headers, body);
        described::check(self.port, method, path, &answer);
        answer
    }

    /// Asks a route for the operator's programs, with the secret.
    #[track_caller]
    pub(crate) fn internal(&self, path: &str, body: &Value) -> Answer {
        let secret = self.secrets["internal"].as_str().expect("there is a secret for internal routes");
        let headers = [("x-parlor-internal", secret), ("content-type", "application/json")];
        self.ask("POST", path, &headers, &body.to_string())
    }

    /// The key that signs visitors' tokens, 64 hexadecimal digits.
    pub(crate) fn token_key(&self) -> String {
        self.secrets["token_key"].as_str().expect("there is a key for tokens").to_owned()
    }

    /// Everything on the disk of this product, file by file.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut folders = vec![self.data.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder can be read").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(bytes) = fs::read(&path) {
                    files.push((path, bytes));
                }
            }
        }
        files
    }

    /// Overwrites what objects of a kind have stored, under a `workerd` that knows nothing of it: what it has not read
    /// yet, nobody can read any more.
    pub(crate) fn destroy(&self, kind: &str) {
        let objects = self.files().into_iter().map(|(path, _)| path);
        // Objects are called by 64 digits; what else is there is workerd's own.
        let is_object = |path: &Path| path.file_name().is_some_and(|name| name.len() > 64);
        let is_of_kind = |path: &Path| path.parent().is_some_and(|folder| folder.ends_with(kind));
        let of_kind = objects.filter(|path| is_object(path) && is_of_kind(path));
        let destroyed = of_kind.map(|path| fs::write(path, "no database").expect("a file can be written"));
        assert!(destroyed.count() > 0, "{kind} has files");
    }

    /// What was written where faults are.
    pub(crate) fn faults(&self) -> String {
        fs::read_to_string(self.data.join("serve.log")).unwrap_or_default()
    }

    /// What the command printed.
    pub(crate) fn said(&self) -> String {
        lock(&self.lines).join("\n")
    }

    /// Kills `workerd` as a crash would (SIGKILL, no word before), now.
    pub(crate) fn kill_workerd(&self) {
        let pid = self.workerd_pids().pop().expect("serve tells workerd's process id");
        let sent = Command::new("kill").args(["-KILL", &pid]).status();
        assert!(sent.is_ok_and(|status| status.success()), "process {pid} cannot be killed");
    }

    /// Kills `workerd` and returns once another one answers.
    pub(crate) fn restart_workerd(&self) {
        let before = self.workerd_pids().len();
        self.kill_workerd();
        until("workerd to come back", || {
            let ended = lock(&self.child).try_wait().ok().flatten();
            assert!(ended.is_none(), "serve ended with workerd:\n{}", self.said());
            let answer = http::try_ask(self.port, "GET", "/healthz", &[], &[]);
            (self.workerd_pids().len() > before && answer.is_ok_and(|answer| answer.status == 200))
                .then_some(())
        });
    }

    /// The processor time that `workerd` has used, in hundredths of a second.
    pub(crate) fn processor_time(&self) -> u64 {
        let pid = self.workerd_pids().pop().expect("serve tells workerd's process id");
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("Linux tells of its processes");
        // The name in parentheses may hold anything; after it, the 12th and 13th are user and system time.
        let after = stat.rsplit(')').next().unwrap_or_default();
        after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    fn workerd_pids(&self) -> Vec<String> {
        let lines = lock(&self.lines);
        let pids = lines.iter().filter_map(|line| line.strip_prefix("workerd")?.trim().strip_prefix("pid "));
        pids.map(str::to_owned).collect()
    }
}

fn run(data: &Path, lines: &Arc<Mutex<Vec<String>>>, settings: &[(&str, &str)]) -> Child {
    let mut command = match env::var_os("PARLOR_XTASK") {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(["run", "-q", "-p", "xtask", "--"]);
            cargo
        }
    };
    let errors = File::create(data.join("serve.log")).expect("a file can be made");
    let mut child = command
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["serve", "--prebuilt", "--port", "0", "--data"])
        .arg(data.join("kept"))
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .expect("serve starts");
    if let Some(output) = child.stdout.take() {
        let lines = Arc::clone(lines);
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                lock(&lines).push(line);
            }
        });
    }
    child
}

/// It outlives this process, to tidy up after it: nobody waits for it.
fn janitor(data: &Path, pid: u32) -> ChildStdin {
    use std::io::Write as _;

    let shell = Command::new("sh").args(["-c", JANITOR, "sh"]).arg(data).stdin(Stdio::piped()).spawn();
    let mut input = shell.ok().and_then(|mut shell| shell.stdin.take()).expect("a shell starts");
    writeln!(input, "{pid}").expect("the shell listens");
    input
}

/// A test that panicked while holding a lock must not take the others with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
