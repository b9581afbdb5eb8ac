//! Who talks: visitors who acted on a page, and agents who signed in. Says exactly what widget and console would say.

use std::io;
use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::http;
use crate::product::{ACCOUNT, CHATFLOW, INBOX, PASSWORD, SITE};

/// What somebody needs to open a socket.
#[derive(Clone, Debug)]
pub struct Person {
    /// Where their socket is.
    pub path: String,
    /// The edge as they know it: host and port.
    pub host: String,
    /// What their browser sends along.
    pub headers: Vec<(String, String)>,
    /// What a visitor greets with; an agent's cookie did that already.
    pub token: Option<String>,
}

/// A visitor acts for the first time.
///
/// # Errors
/// The edge is not there, or refuses.
pub async fn visitor(edge: SocketAddr) -> io::Result<Person> {
    let headers = [("origin", SITE), ("content-type", "text/plain")];
    let body = json!({ "chatflow": CHATFLOW }).to_string();
    let session = http::ask(edge, "POST", &format!("/v1/{ACCOUNT}/visitors"), &headers, &body).await?.ok()?;
    let text = |key: &str| session[key].as_str().unwrap_or_default().to_owned();
    let headers = vec![("origin".to_owned(), SITE.to_owned())];
    Ok(Person { path: text("socket"), host: edge.to_string(), headers, token: Some(text("token")) })
}

/// An agent signs in: `ada` or `ben`.
///
/// # Errors
/// The edge is not there, or refuses.
pub async fn agent(edge: SocketAddr, name: &str) -> io::Result<Person> {
    let origin = format!("http://{edge}");
    let headers = [("origin", origin.as_str()), ("content-type", "application/json")];
    let body = json!({"email": format!("{name}@faults.test"), "password": PASSWORD}).to_string();
    let answer = http::ask(edge, "POST", "/api/sign-in", &headers, &body).await?;
    answer.ok()?;
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap_or_default();
    let headers = vec![("origin".to_owned(), origin), ("cookie".to_owned(), cookie.to_owned())];
    Ok(Person { path: format!("/api/inboxes/{INBOX}/socket"), host: edge.to_string(), headers, token: None })
}

impl Person {
    /// Reads a thread's whole log as an agent does, page by page.
    ///
    /// # Errors
    /// The edge is not there, or refuses: not an agent, or no such thread in the inbox.
    pub async fn log(&self, edge: SocketAddr, thread: &str) -> io::Result<Vec<Value>> {
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut entries: Vec<Value> = Vec::new();
        loop {
            let after = entries.last().and_then(|entry| entry["seq"].as_u64()).unwrap_or(0);
            let path = format!("/api/threads/{INBOX}/{thread}/messages?after_seq={after}&limit=200");
            let mut page = http::ask(edge, "GET", &path, &headers, "").await?.ok()?;
            match page["entries"].take() {
                Value::Array(page) if !page.is_empty() => entries.extend(page),
                _ => return Ok(entries),
            }
        }
    }
}
