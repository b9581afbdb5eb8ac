//! One running workerd that dies with us.
//!
//! Three ties hold it. It runs in a process group of its own, so Ctrl-C in the terminal reaches only the supervisor,
//! which then ends it in order, and one signal ends the whole group. The kernel kills it when the thread that
//! started it ends, so `kill -9` of the supervisor takes it along; therefore it is started from the main thread.
//! And its standard input is the data directory's lock: as long as it lives, nobody else opens the same files.

use std::ffi::OsString;
use std::fs::File;
use std::net::SocketAddr;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitCode, ExitStatus, Stdio};

use rustix::process::{Pid, Signal};

use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Everything a start needs; the same for every restart.
#[derive(Debug, Clone)]
pub(crate) struct Launch {
    /// The workerd binary.
    pub(crate) program: PathBuf,
    /// The configuration file.
    pub(crate) config: PathBuf,
    /// Folder of the Worker's modules.
    pub(crate) worker: PathBuf,
    /// Folder the binding `ASSETS` reads.
    pub(crate) assets: PathBuf,
    /// Folder of the objects' SQLite files.
    pub(crate) objects: PathBuf,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its whole environment: the text bindings.
    pub(crate) environment: Vec<(&'static str, String)>,
}

/// A started workerd. Dropping it kills it.
pub(crate) struct Workerd {
    child: Child,
}

impl Workerd {
    /// Starts it. Call from the main thread: the death signal is bound to the thread, not to the process.
    pub(crate) fn start(launch: &Launch, lock: File) -> Result<Self> {
        let directory = |name: &str, path: &PathBuf| {
            let mut word = OsString::from(format!("{name}="));
            word.push(path);
            word
        };
        // `/proc/self/exe` is this very program even if a build has replaced its file meanwhile.
        let child = Command::new("/proc/self/exe")
            .arg("launch-workerd")
            .arg(std::process::id().to_string())
            .arg(&launch.program)
            .arg("serve")
            .arg("--import-path")
            .arg(&launch.worker)
            .arg("--directory-path")
            .arg(directory("assets", &launch.assets))
            .arg("--directory-path")
            .arg(directory("objects", &launch.objects))
            .arg("--socket-addr")
            .arg(format!("http={}", launch.address))
            .arg(&launch.config)
            .env_clear()
            .envs(launch.environment.iter().map(|(name, value)| (name, value)))
            .stdin(lock)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .trying(|| "start workerd".to_owned())?;
        Ok(Self { child })
    }

    /// Its process id, which is also its process group's.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it prints; each stream can be taken once.
    pub(crate) fn take_output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// How it ended, in words, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> Result<Option<String>> {
        let status = self.child.try_wait().trying(|| "wait for workerd".to_owned())?;
        Ok(status.map(in_words))
    }

    /// Ends it and whatever it started, at once.
    ///
    /// There is no gentler signal: workerd ignores SIGTERM while a socket is open, and what it acknowledged is on disk.
    pub(crate) fn kill(&mut self) {
        // After `try_wait` reaped it the number may belong to somebody else.
        if matches!(self.child.try_wait(), Ok(None)) {
            if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
                let _ = rustix::process::kill_process_group(group, Signal::KILL);
            }
            drop(self.child.wait());
        }
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        self.kill();
    }
}

fn in_words(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "for no reason the system gives".to_owned(),
    }
}

/// The first instructions of the child: ask for the death signal, then become workerd.
///
/// The request survives `exec`. It comes too late if the supervisor died in between, hence the look at the parent.
pub(crate) fn exec_as_child_of(words: &[String]) -> ExitCode {
    let refused = match words {
        [parent, program, arguments @ ..] => become_workerd(parent, program, arguments),
        _ => Stop::because("launch-workerd is for serve itself"),
    };
    place::warn(format_args!("workerd: {refused}"));
    ExitCode::FAILURE
}

/// Returns only if it did not work.
fn become_workerd(parent: &str, program: &str, arguments: &[String]) -> Stop {
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(Signal::KILL)) {
        return Stop::because(format!("cannot ask for the death signal: {error}"));
    }
    let now = rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get().to_string());
    if now.as_deref() != Some(parent) {
        return Stop::because("the supervisor is gone");
    }
    let error = Command::new(program).args(arguments).exec();
    Stop::because(format!("cannot run {program}: {error}"))
}
