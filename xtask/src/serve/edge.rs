//! What the supervisor asks of the edge.
//!
//! Knows the internal routes and their secret. Knows nothing of how they are answered.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use serde_json::{Value, json};

use crate::account::AccountFile;
use crate::serve::http::{self, Answer, Request};
use crate::serve::secrets::Secrets;
use crate::stop::{Result, Stop, Trying as _};

/// The Worker wakes objects and hashes passwords for the demo account; on a busy machine that takes its time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sockets get their good-bye in milliseconds; an edge that hangs must not hold up Ctrl-C.
const DRAIN_PATIENCE: Duration = Duration::from_secs(3);

/// Every thread of the installation is read: one or two thousand a second.
const REBUILD_PATIENCE: Duration = Duration::from_secs(30 * 60);

/// The running edge, seen from beside it.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    address: SocketAddr,
    secret: String,
}

impl Edge {
    /// The edge that listens on `address`.
    pub(crate) fn new(address: SocketAddr, secrets: &Secrets) -> Self {
        // "Every address of this machine" is no address one can ask.
        let ip = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        Self { address: SocketAddr::new(ip, address.port()), secret: secrets.internal.clone() }
    }

    /// Scheme, host and port, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Whether it answers `/healthz`.
    pub(crate) fn is_healthy(&self) -> bool {
        let request = Request { method: "GET", path: "/healthz", headers: &[], body: &[] };
        http::ask(self.address, &request, Duration::from_secs(2)).is_ok_and(|answer| answer.status == 200)
    }

    /// Brings in the account of a file; `false` where it is there already, which leaves it as it is.
    pub(crate) fn seed(&self, file: &AccountFile) -> Result<bool> {
        let answer = self.ask("POST", "/internal/seed", file.text().as_bytes(), PATIENCE)?;
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        if (200..300).contains(&answer.status) {
            return Ok(said.get("created").and_then(Value::as_bool) != Some(false));
        }
        let text = |name: &str| said.get("error").and_then(|error| error.get(name)).and_then(Value::as_str);
        match (text("code"), text("message")) {
            // Only what the file's author can mend has a place in the file.
            (Some(code), Some(message)) if answer.status < 500 => {
                let told = file.told(text("field").unwrap_or_default(), message, code);
                Err(Stop::because(told).before_the_start())
            }
            _ => Err(refused("/internal/seed", &answer)),
        }
    }

    /// A visitor token for a customer whom the site's own server knows.
    pub(crate) fn identify(&self, account: &str, email: &str) -> Result<String> {
        let body = json!({ "account": account, "email": email }).to_string();
        let answer = self.post("/internal/identify", body.as_bytes(), PATIENCE)?;
        let value: Value = serde_json::from_slice(&answer.body).trying(|| "read the token".to_owned())?;
        match value.get("token").and_then(Value::as_str) {
            Some(token) => Ok(token.to_owned()),
            None => Err(Stop::because("the edge answered without a token")),
        }
    }

    /// Whether nobody can sign in yet.
    pub(crate) fn wants_set_up(&self) -> Result<bool> {
        let answer = self.ask("GET", "/healthz", &[], PATIENCE)?;
        let value: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        // Only a clear yes keeps the link back: once an admin exists the link opens nothing, before that its lack
        // shuts everybody out.
        Ok(value.get("set_up").and_then(Value::as_bool) != Some(true))
    }

    /// Says good-bye to every open socket.
    pub(crate) fn drain(&self) -> Result<()> {
        self.post("/internal/drain", b"{}", DRAIN_PATIENCE).map(drop)
    }

    /// Has every inbox make its list anew; how many inboxes and threads there are.
    pub(crate) fn rebuild(&self) -> Result<(u64, u64)> {
        let answer = self.post("/internal/rebuild", b"{}", REBUILD_PATIENCE)?;
        let value: Value =
            serde_json::from_slice(&answer.body).trying(|| "read what was rebuilt".to_owned())?;
        let number = |name: &str| value.get(name).and_then(Value::as_u64).unwrap_or(0);
        Ok((number("inboxes"), number("threads")))
    }

    /// Posts JSON; anything but success stops.
    fn post(&self, path: &str, body: &[u8], patience: Duration) -> Result<Answer> {
        let answer = self.ask("POST", path, body, patience)?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        Err(refused(path, &answer))
    }

    fn ask(&self, method: &str, path: &str, body: &[u8], patience: Duration) -> Result<Answer> {
        let headers = [("x-parlor-internal", self.secret.as_str()), ("Content-Type", "application/json")];
        let request = Request { method, path, headers: &headers, body };
        http::ask(self.address, &request, patience).trying(|| format!("ask {path}"))
    }
}

fn refused(path: &str, answer: &Answer) -> Stop {
    let said = String::from_utf8_lossy(&answer.body);
    Stop::because(format!("{path} answered {}: {}", answer.status, said.trim()))
}
