//! The data directory: who holds it, its secrets, and whether the demo account lives in it.
//!
//! ```text
//! DATA/lock          held as long as the supervisor or workerd lives; says who holds it
//! DATA/secrets.json  see `secrets`
//! DATA/kind          `demo` or `empty`
//! DATA/schema        the newest schema its objects may have
//! DATA/restored      see `restored`; only where the directory was made of a backup
//! DATA/objects/      SQLite files, workerd's
//! DATA/workerd.log   what workerd said
//! ```
//! Knows nothing of what the objects hold.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::net::IpAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::serve::schema::{self, Schema};
use crate::serve::secrets::Secrets;
use crate::serve::when;
use crate::stop::{Result, Stop, Trying as _};

/// A process that was just killed holds its files a moment longer; who starts again at once shall not be refused.
const LETTING_GO: Duration = Duration::from_millis(500);

/// A data directory that nobody else uses while this value, or a process that inherited its lock, lives.
pub(crate) struct DataDir {
    path: PathBuf,
    lock: File,
    since: String,
}

impl DataDir {
    /// Makes the directory if need be and takes its lock.
    ///
    /// # Errors
    /// Names the holder if somebody has the lock.
    pub(crate) fn lock(path: &Path) -> Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path.join("objects"))
            .trying(|| format!("make {}", path.display()))?;
        let path = path.canonicalize().trying(|| format!("find {}", path.display()))?;
        let mut lock = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .mode(0o600)
            .open(path.join("lock"))
            .trying(|| format!("open {}/lock", path.display()))?;
        let patience = Instant::now() + LETTING_GO;
        let taken = loop {
            match lock.try_lock() {
                Err(TryLockError::WouldBlock) if Instant::now() < patience => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                taken => break taken,
            }
        };
        match taken {
            Ok(()) => Ok(Self { path, lock, since: when::now() }),
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                drop(lock.read_to_string(&mut holder));
                let holder = match holder.trim() {
                    // Between taking the lock and writing the name there is an instant.
                    "" => "a process that has just started",
                    holder => holder,
                };
                Err(Stop::because(format!("{} is in use by {holder}", path.display())))
            }
            Err(TryLockError::Error(error)) => Err(error).trying(|| format!("lock {}", path.display())),
        }
    }

    /// Writes into the lock who holds it, for whoever is refused.
    pub(crate) fn sign(&mut self, workerd: Option<u32>) -> Result<()> {
        let mut line = format!("serve, pid {}, since {}", std::process::id(), self.since);
        if let Some(pid) = workerd {
            // It outlives the supervisor only if somebody defeats the death signal; then this is the pid to end.
            line.push_str(&format!(", with workerd, pid {pid}"));
        }
        line.push('\n');
        self.lock
            .rewind()
            .and_then(|()| self.lock.set_len(0))
            .and_then(|()| self.lock.write_all(line.as_bytes()))
            .trying(|| format!("write {}/lock", self.path.display()))
    }

    /// The lock for a child to inherit: same open file, so it is held until both have closed it.
    pub(crate) fn shared_lock(&self) -> Result<File> {
        self.lock.try_clone().trying(|| "share the lock".to_owned())
    }

    /// The directory, absolute.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Decides whether this directory may be served like that, and remembers its kind.
    ///
    /// The demo account's passwords stand in the documentation: it may neither be reached from other machines nor
    /// slip into a directory that somebody uses in earnest.
    pub(crate) fn admit(&self, empty: bool, bind: IpAddr) -> Result<()> {
        let file = self.path.join("kind");
        let shown = self.path.display();
        let known = fs::read_to_string(&file).unwrap_or_default();
        let demo_inside = known.trim() == "demo";
        if !bind.is_loopback() && (demo_inside || !empty) {
            let way_out = if demo_inside && empty { "take another --data" } else { "use --empty" };
            return Err(Stop::because(format!(
                "the demo account's passwords are public, so it is served on loopback only, not on {bind}: {way_out}"
            )));
        }
        match (known.trim(), empty) {
            ("empty", false) => Err(Stop::because(format!(
                "{shown} was started with --empty and gets no demo account: use --empty again, or another --data"
            ))),
            ("demo" | "empty", _) => Ok(()),
            _ => fs::write(&file, if empty { "empty\n" } else { "demo\n" })
                .trying(|| format!("write {}", file.display())),
        }
    }

    /// Refuses objects newer than the build, and remembers the build's schema.
    pub(crate) fn know_schema(&self, known: &Schema) -> Result<()> {
        schema::admit(&self.path, known)
    }

    /// The secrets of this directory, made on the first start.
    pub(crate) fn secrets(&self) -> Result<Secrets> {
        Secrets::of(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::scratch::Scratch;

    #[test]
    fn row_33_a_directory_that_cannot_be_one_is_named() {
        let scratch = Scratch::new("file");
        fs::write(&scratch.0, "in the way").unwrap();
        let inside = scratch.0.join("deeper");
        for path in [&scratch.0, &inside] {
            let said = DataDir::lock(path).err().unwrap().to_string();
            assert!(said.starts_with(&format!("cannot make {}", path.display())), "{said}");
            assert!(said.contains("(os error"), "{said}");
        }
        fs::remove_file(&scratch.0).unwrap();
        // Whoever may write everywhere cannot be refused.
        DirBuilder::new().mode(0o500).create(&scratch.0).unwrap();
        if fs::write(scratch.0.join("probe"), "").is_err() {
            let said = DataDir::lock(&scratch.0).err().unwrap().to_string();
            assert!(said.ends_with("Permission denied (os error 13)"), "{said}");
        }
    }

    #[test]
    fn row_33_the_second_holder_is_told_of_the_first() {
        let scratch = Scratch::new("lock");
        let mut data = DataDir::lock(&scratch.0).unwrap();
        data.sign(Some(4321)).unwrap();
        let refusal = DataDir::lock(&scratch.0).err().unwrap().to_string();
        assert!(refusal.contains(&format!("pid {}, since 20", std::process::id())), "{refusal}");
        assert!(refusal.contains("workerd, pid 4321"), "{refusal}");
        drop(data);
        assert!(DataDir::lock(&scratch.0).is_ok());
    }

    #[test]
    fn a_shared_lock_holds_after_its_first_owner() {
        let scratch = Scratch::new("shared");
        let data = DataDir::lock(&scratch.0).unwrap();
        let inherited = data.shared_lock().unwrap();
        drop(data);
        assert!(DataDir::lock(&scratch.0).is_err());
        drop(inherited);
        assert!(DataDir::lock(&scratch.0).is_ok());
    }

    #[test]
    fn the_demo_account_stays_at_home() {
        let (home, abroad): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "0.0.0.0".parse().unwrap());
        // (what was there, --empty, --bind, what is said)
        let cases = [
            ("", false, home, None),
            ("", false, abroad, Some("use --empty")),
            ("", true, home, None),
            ("", true, abroad, None),
            ("demo", true, abroad, Some("take another --data")),
            ("demo", true, home, None),
            ("empty", false, home, Some("gets no demo account")),
            ("empty", true, abroad, None),
        ];
        for (before, empty, bind, expected) in cases {
            let scratch = Scratch::new("kind");
            let data = DataDir::lock(&scratch.0).unwrap();
            fs::write(scratch.0.join("kind"), before).unwrap();
            let said = data.admit(empty, bind).err().map(|stop| stop.to_string());
            match expected {
                None => assert_eq!(said, None, "{before} {empty} {bind}"),
                Some(part) => {
                    assert!(said.clone().unwrap_or_default().contains(part), "{before} {bind}: {said:?}")
                }
            }
        }
    }
}
