//! The data directory: who holds it, its secrets, and whether the demo account lives in it.
//!
//! ```text
//! DATA/lock          held as long as the supervisor or workerd lives; says who holds it
//! DATA/secrets.json  0600, made once: losing it ends every visitor's session, leaking it forges them
//! DATA/kind          `demo` or `empty`
//! DATA/schema        the newest schema its objects may have
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

/// What the edge is given through its environment and nobody else may know. 64 hexadecimal digits each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Secrets {
    /// Key of the visitors' tokens (HMAC-SHA-256).
    pub(crate) token_key: String,
    /// Proves a request of the supervisor, or of the site's own server, to `/internal/…`.
    pub(crate) internal: String,
    /// Opens the set-up of the first admin, once.
    pub(crate) setup: String,
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
        let file = self.path.join("secrets.json");
        match fs::read(&file) {
            Ok(bytes) => Secrets::read(&bytes).map_err(|what| {
                Stop::because(format!(
                    "{}: {what}; expected three secrets of 64 hexadecimal digits: put the file back from a copy, or \
                     move it away and the next start makes a new one, which ends every session",
                    file.display()
                ))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secrets = Secrets::make()?;
                // Written beside and renamed: a crash leaves either no file or a whole one.
                let draft = self.path.join("secrets.json.new");
                OpenOptions::new()
                    .create(true)
                    .write(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(&draft)
                    .and_then(|mut out| {
                        out.write_all(secrets.to_json().as_bytes()).and_then(|()| out.sync_all())
                    })
                    .and_then(|()| fs::rename(&draft, &file))
                    .trying(|| format!("write {}", file.display()))?;
                Ok(secrets)
            }
            Err(error) => Err(error).trying(|| format!("read {}", file.display())),
        }
    }
}

impl Secrets {
    fn make() -> Result<Self> {
        Ok(Self { token_key: random_hex()?, internal: random_hex()?, setup: random_hex()? })
    }

    /// What is wrong is said without a secret in it.
    fn read(bytes: &[u8]) -> std::result::Result<Self, String> {
        let value: serde_json::Value = serde_json::from_slice(bytes)
            .map_err(|error| format!("no JSON at line {} column {}", error.line(), error.column()))?;
        let field = |name: &str| {
            let text = value.get(name).and_then(serde_json::Value::as_str);
            let text = text.ok_or_else(|| format!("{name} is missing"))?;
            if text.len() != 64 {
                return Err(format!("{name} has {} characters", text.len()));
            }
            if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(format!("{name} holds other characters"));
            }
            // 64 random digits have at least eight kinds among them, or the universe is not old enough.
            let kinds: std::collections::BTreeSet<char> = text.to_ascii_lowercase().chars().collect();
            if kinds.len() < 8 || text.get(..32) == text.get(32..) {
                return Err(format!("{name} is an example and no secret"));
            }
            Ok(text.to_owned())
        };
        let secrets =
            Self { token_key: field("token_key")?, internal: field("internal")?, setup: field("setup")? };
        if secrets.token_key == secrets.internal
            || secrets.internal == secrets.setup
            || secrets.setup == secrets.token_key
        {
            return Err("two of its secrets are the same".to_owned());
        }
        Ok(secrets)
    }

    fn to_json(&self) -> String {
        let json = serde_json::json!({
            "token_key": self.token_key, "internal": self.internal, "setup": self.setup,
        });
        format!("{json:#}\n")
    }
}

/// 256 random bits from the system.
fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .trying(|| "read /dev/urandom".to_owned())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// A directory of its own, gone with the value.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("parlor-data-{}-{name}", std::process::id()));
            drop(fs::remove_dir_all(&path));
            Self(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    #[test]
    fn secrets_are_made_once_and_only_the_owner_reads_them() {
        let scratch = Scratch::new("secrets");
        let data = DataDir::lock(&scratch.0).unwrap();
        let first = data.secrets().unwrap();
        assert_eq!(first, data.secrets().unwrap());
        assert_ne!(first.token_key, first.internal);
        let mode = fs::metadata(scratch.0.join("secrets.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn row_32_secrets_that_are_none_are_refused_and_neither_shown_nor_replaced() {
        let good = Secrets::make().unwrap();
        let with = |name: &str, value: &str| {
            let mut json: serde_json::Value = serde_json::from_str(&good.to_json()).unwrap();
            json[name] = value.into();
            json.to_string()
        };
        let short = good.internal[..31].to_owned();
        for (name, text, expected) in [
            ("nothing", String::new(), "no JSON at line 1 column 0"),
            ("half a file", good.to_json()[..100].to_owned(), "no JSON at line"),
            ("missing", r#"{"token_key":"00"}"#.to_owned(), "token_key has 2 characters"),
            ("gone", good.to_json().replace("setup", "set_up"), "setup is missing"),
            ("short", with("internal", &short), "internal has 31 characters"),
            ("no digits", with("setup", &"secret-!".repeat(8)), "setup holds other characters"),
            ("zeros", with("token_key", &"0".repeat(64)), "token_key is an example and no secret"),
            ("an example", with("token_key", &"0123456789abcdef".repeat(4)), "token_key is an example"),
            ("the same", with("setup", &good.internal), "two of its secrets are the same"),
        ] {
            let scratch = Scratch::new("damaged");
            let data = DataDir::lock(&scratch.0).unwrap();
            let file = scratch.0.join("secrets.json");
            fs::write(&file, &text).unwrap();
            let said = data.secrets().unwrap_err().to_string();
            assert!(said.contains(&format!("secrets.json: {expected}")), "{name}: {said}");
            assert!(said.contains("64 hexadecimal digits"), "{name}: {said}");
            for secret in [&good.token_key, &good.internal, &short, &"secret-!".repeat(8)] {
                assert!(!said.contains(secret.as_str()), "{name}: {said}");
            }
            assert_eq!(fs::read_to_string(&file).unwrap(), text, "{name}");
        }
    }

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
