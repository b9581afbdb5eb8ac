//! Runs one step: its commands one after the other, each line to the terminal and into the step's log.
//!
//! Knows processes and time. Knows nothing of what a step is for.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};

use crate::place::{self, say};
use crate::stop::{Result, Trying as _};
use crate::test::outcome::{self, Counts};
use crate::test::steps::{Run, Step};

/// A step that takes longer hangs. The longest, a cold release build on two cores, takes a third of it.
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every command succeeded.
    Passed(Counts),
    /// One did not.
    Failed(Counts),
}

impl Verdict {
    /// The tests it ran; a failure without a failed test counts as one, so that the sum cannot look green.
    pub(crate) fn counts(self) -> Counts {
        match self {
            Self::Passed(counts) => counts,
            Self::Failed(counts) => Counts { failed: counts.failed.max(1), ..counts },
        }
    }
}

/// Runs the commands of a step until one fails.
pub(crate) fn run(step: &Step, log: &Path) -> Result<Verdict> {
    let mut file = File::create(log).trying(|| format!("write {}", log.display()))?;
    let mut good = true;
    for run in &step.runs {
        if !command(run, &mut file)? {
            good = false;
            break;
        }
    }
    let counts = outcome::counts(&fs::read_to_string(log).unwrap_or_default());
    Ok(if good { Verdict::Passed(counts) } else { Verdict::Failed(counts) })
}

/// Whether the command succeeded.
fn command(run: &Run, log: &mut File) -> Result<bool> {
    tell(log, &format!("$ {}", run.shown()));
    if let Some(folder) = run.folder {
        tell(log, &format!("{}{folder}", outcome::FOLDER_MARK));
    }
    // One pipe for both streams: Cargo says on one which binary runs, and the tests answer on the other.
    let (reader, writer) = io::pipe().trying(|| "make a pipe".to_owned())?;
    let errors = writer.try_clone().trying(|| "share a pipe".to_owned())?;
    let mut command = Command::new(&run.program);
    command
        .args(&run.words)
        .envs(run.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(place::root());
    command.stdin(Stdio::null()).stdout(writer).stderr(errors);
    let spawned = command.spawn();
    // It holds our copies of the pipe's writing end; as long as they are open, the end of the stream never comes.
    drop(command);
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => {
            tell(log, &format!("cannot run {}: {error}", run.program.display()));
            return Ok(false);
        }
    };
    let (sender, lines) = channel();
    std::thread::Builder::new()
        .name("output".to_owned())
        .spawn(move || {
            let mut reader = BufReader::new(reader);
            let mut line = Vec::new();
            while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                if sender.send(text).is_err() {
                    return;
                }
                line.clear();
            }
        })
        .trying(|| "start a thread".to_owned())?;

    let deadline = Instant::now() + PATIENCE;
    loop {
        match lines
            .recv_timeout(deadline.saturating_duration_since(Instant::now()).min(Duration::from_secs(1)))
        {
            Ok(line) => tell(log, &line),
            Err(RecvTimeoutError::Disconnected) => break,
            // A grandchild that outlives the command keeps the pipe open; the command's own end is what counts.
            Err(RecvTimeoutError::Timeout) if has_ended(&mut child) => break,
            Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => {
                tell(log, &format!("no end after {} minutes: killed", PATIENCE.as_secs() / 60));
                kill_tree(child.id());
                drop(child.wait());
                return Ok(false);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    let status = child.wait().trying(|| format!("wait for {}", run.shown()))?;
    if !status.success() {
        tell(log, &format!("{status}"));
    }
    Ok(status.success())
}

fn has_ended(child: &mut Child) -> bool {
    matches!(child.try_wait(), Ok(Some(_)))
}

/// To the terminal and into the log. A log that cannot be written shows in the counts; the run goes on.
fn tell(log: &mut File, line: &str) {
    say(line);
    drop(writeln!(log, "{line}"));
}

/// Ends a process and everything below it, the leaves last, so that no parent starts a new one meanwhile.
fn kill_tree(pid: u32) {
    if let Some(process) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let children = children_of(pid);
        let _ = rustix::process::kill_process(process, Signal::KILL);
        children.into_iter().for_each(kill_tree);
    }
}

fn children_of(parent: u32) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|pid| {
            // `pid (name) state ppid …`; the name may hold anything, also a parenthesis.
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let after_name = stat.rsplit(')').next().unwrap_or_default();
            after_name.split_whitespace().nth(1).and_then(|word| word.parse().ok()) == Some(parent)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_never_green() {
        let none = Counts::default();
        assert_eq!(Verdict::Failed(none).counts().failed, 1);
        assert_eq!(Verdict::Passed(none).counts().failed, 0);
        let three = Counts { failed: 3, ..none };
        assert_eq!(Verdict::Failed(three).counts().failed, 3);
    }

    #[test]
    fn a_tree_is_killed_with_its_leaves() {
        let mut child = Command::new("sh").args(["-c", "sleep 600 & wait"]).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while children_of(child.id()).is_empty() {
            assert!(Instant::now() < deadline, "the shell starts nothing");
        }
        let leaves = children_of(child.id());
        kill_tree(child.id());
        child.wait().unwrap();
        let gone =
            |pid: &u32| fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |s| s.contains(") Z"));
        while !leaves.iter().all(gone) {
            assert!(Instant::now() < deadline, "a leaf lives on");
        }
    }
}
