//! The secrets of an installation: `DATA/secrets.json`, 0600, made once.
//!
//! Losing them ends every visitor's session, leaking them forges those. So what is there is never replaced, and nothing of it
//! is ever said. Knows nothing of what they are used for.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use crate::stop::{Result, Stop, Trying as _};

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

impl Secrets {
    /// The secrets of a data directory, made on the first start.
    pub(super) fn of(data: &Path) -> Result<Self> {
        let file = data.join("secrets.json");
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
                let draft = data.join("secrets.json.new");
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
            let kinds: BTreeSet<char> = text.to_ascii_lowercase().chars().collect();
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
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::serve::data::DataDir;
    use crate::serve::scratch::Scratch;

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
}
