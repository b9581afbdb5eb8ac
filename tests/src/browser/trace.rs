//! What a page did behind the scenes: what it asked of the network, what it stored, what it wrote to the console.

use serde_json::{Value, json};

use super::Page;
use super::network::{self, Request, Socket, origin_of};
use super::stored::{self, Stored};
use super::wire::Event;

impl Page {
    /// Every request so far, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.session().events(network::requests)
    }

    /// Every WebSocket so far, oldest first.
    pub fn sockets(&self) -> Vec<Socket> {
        self.session().events(network::sockets)
    }

    /// Every cookie and everything in the storages of the page, and of all origins it spoke to.
    pub fn stored(&self) -> Stored {
        let profile = &self.profile().0;
        let cookies = profile
            .wire
            .call("Storage.getCookies", json!({"browserContextId": profile.id}))
            .unwrap_or_default();
        let mut origins: Vec<String> = self.requests().iter().map(|r| r.origin().to_owned()).collect();
        origins.push(origin_of(&self.url()).to_owned());
        origins.retain(|origin| origin.starts_with("http"));
        origins.sort();
        origins.dedup();
        stored::read(self.session(), &cookies, &self.url(), &origins)
    }

    /// Everything the page and the browser wrote to the console, exceptions included, as `level: text`.
    pub fn console(&self) -> Vec<String> {
        self.session().events(|events| events.iter().filter_map(console_line).collect())
    }

    /// Errors and warnings on the console, and exceptions: what an owner would find in their page.
    pub fn complaints(&self) -> Vec<String> {
        let mut lines = self.console();
        lines.retain(|line| ["error:", "warning:", "exception:"].iter().any(|kind| line.starts_with(kind)));
        lines
    }
}

fn console_line(event: &Event) -> Option<String> {
    let params = &event.params;
    match event.method.as_str() {
        "Runtime.consoleAPICalled" => {
            let words: Vec<String> = params["args"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|arg| match (&arg["value"], arg["description"].as_str()) {
                    (Value::String(text), _) => text.clone(),
                    (Value::Null, Some(description)) => description.to_owned(),
                    (value, _) => value.to_string(),
                })
                .collect();
            Some(format!("{}: {}", params["type"].as_str()?, words.join(" ")))
        }
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            let text = details["exception"]["description"].as_str().or(details["text"].as_str())?;
            Some(format!("exception: {text}"))
        }
        "Log.entryAdded" => {
            let entry = &params["entry"];
            let address = entry["url"].as_str().unwrap_or_default();
            Some(format!("{}: {} {address}", entry["level"].as_str()?, entry["text"].as_str()?))
        }
        _ => None,
    }
}
