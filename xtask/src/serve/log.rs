//! What workerd prints: all of it into a file, what a person should see to the terminal.
//!
//! Knows which lines are noise. Knows nothing of who logged them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};

use crate::place;
use crate::stop::{Result, Trying as _};

/// At a start a larger log becomes `workerd.log.old`, so that two of them is the most there ever is.
const LARGEST: u64 = 8 << 20;

/// How many lines a person is shown when workerd does not come up.
const LAST_LINES: usize = 12;

/// The log of one data directory.
pub(crate) struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Opens `workerd.log` in `directory` at its end.
    pub(crate) fn open(directory: &Path) -> Result<Self> {
        let path = directory.join("workerd.log");
        if fs::metadata(&path).is_ok_and(|found| found.len() > LARGEST) {
            fs::rename(&path, directory.join("workerd.log.old"))
                .trying(|| "set the old log aside".to_owned())?;
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .trying(|| format!("open {}", path.display()))?;
        Ok(Self { path, file })
    }

    /// Copies a stream of workerd until its end, from a thread of its own.
    pub(crate) fn follow(&self, stream: impl Read + Send + 'static) -> Result<()> {
        let mut file = self.file.try_clone().trying(|| "share the log".to_owned())?;
        std::thread::Builder::new()
            .name("workerd log".to_owned())
            .spawn(move || {
                let mut lines = BufReader::new(stream);
                let mut line = Vec::new();
                // A full disk must not stop the reading: workerd would block on a full pipe.
                while matches!(lines.read_until(b'\n', &mut line), Ok(1..)) {
                    drop(file.write_all(&line));
                    let text = String::from_utf8_lossy(&line);
                    if is_for_people(&text) {
                        place::warn(format_args!("workerd: {}", text.trim_end()));
                    }
                    line.clear();
                }
            })
            .map(drop)
            .trying(|| "start a thread".to_owned())
    }

    /// The last lines, for the message of a start that failed.
    pub(crate) fn last_lines(&self) -> io::Result<String> {
        let bytes = fs::read(&self.path)?;
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        Ok(lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n"))
    }
}

/// Whether a line belongs on the terminal. Everything stays in the file.
fn is_for_people(line: &str) -> bool {
    // A visitor who closes the page mid-answer is daily life, not an error.
    const NOISE: [&str; 4] = ["Connection reset by peer", "Broken pipe", "disconnected: ", "stack: "];
    !line.trim().is_empty() && !NOISE.iter().any(|noise| line.contains(noise))
}

#[cfg(test)]
mod tests {
    use super::is_for_people;

    #[test]
    fn visitors_who_leave_are_not_reported() {
        assert!(is_for_people("error: Uncaught exception: remote.jsg.Error: bad"));
        assert!(!is_for_people("kj/async-io-unix.c++:186: disconnected: ::write(fd): Broken pipe"));
        assert!(!is_for_people("\n"));
    }
}
