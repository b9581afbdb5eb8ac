//! Everything a site can leave behind in a visitor's browser, as one comparable value.

use serde_json::{Value, json};

use super::network::origin_of;
use super::wire::{Event, Session};

/// What is stored now, and what was ever written to the page's storages. Equal before and after means: untouched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// `name domain path`, of every site, the page's and others.
    pub cookies: Vec<String>,
    /// `key = value` of the page's origin.
    pub local: Vec<String>,
    /// `key = value` of the page's origin.
    pub session: Vec<String>,
    /// Names of the page's IndexedDB databases.
    pub databases: Vec<String>,
    /// Names of the page's caches.
    pub caches: Vec<String>,
    /// Kinds of storage with any bytes in them, `origin kind`, for every origin the page spoke to.
    pub in_use: Vec<String>,
    /// Writes to local and session storage since the tab was opened, also those undone since.
    pub writes: Vec<String>,
}

impl Stored {
    /// Nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Looks into every storage of the page at `url` and of the other `origins`.
pub(super) fn read(session: &Session, cookies: &Value, url: &str, origins: &[String]) -> Stored {
    let origin = origin_of(url);
    let items = |local: bool| -> Vec<String> {
        let id = json!({"securityOrigin": origin, "isLocalStorage": local});
        let answer =
            session.call("DOMStorage.getDOMStorageItems", json!({"storageId": id})).unwrap_or_default();
        let entries = answer["entries"].as_array().cloned().unwrap_or_default();
        sorted(entries.iter().map(|entry| format!("{} = {}", text(&entry[0]), text(&entry[1]))))
    };
    let names = |method: &str, field: &str, name: fn(&Value) -> String| -> Vec<String> {
        let answer = session.call(method, json!({"securityOrigin": origin})).unwrap_or_default();
        sorted(answer[field].as_array().into_iter().flatten().map(name))
    };
    Stored {
        cookies: sorted(cookies["cookies"].as_array().into_iter().flatten().map(|cookie| {
            format!("{} {} {}", text(&cookie["name"]), text(&cookie["domain"]), text(&cookie["path"]))
        })),
        local: items(true),
        session: items(false),
        databases: names("IndexedDB.requestDatabaseNames", "databaseNames", text),
        caches: names("CacheStorage.requestCacheNames", "caches", |cache| text(&cache["cacheName"])),
        in_use: sorted(origins.iter().flat_map(|origin| in_use(session, origin))),
        writes: session.events(|events| events.iter().filter_map(write).collect()),
    }
}

fn in_use(session: &Session, origin: &str) -> Vec<String> {
    let answer = session.call("Storage.getUsageAndQuota", json!({"origin": origin})).unwrap_or_default();
    let kinds = answer["usageBreakdown"].as_array().cloned().unwrap_or_default();
    kinds
        .iter()
        .filter(|kind| kind["usage"].as_f64().unwrap_or(0.0) > 0.0)
        .map(|kind| format!("{origin} {}", text(&kind["storageType"])))
        .collect()
}

fn write(event: &Event) -> Option<String> {
    let storage = if event.params["storageId"]["isLocalStorage"] == true { "local" } else { "session" };
    match event.method.as_str() {
        "DOMStorage.domStorageItemAdded" | "DOMStorage.domStorageItemUpdated" => {
            Some(format!("{storage} {}", text(&event.params["key"])))
        }
        _ => None,
    }
}

fn sorted(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut items: Vec<String> = items.collect();
    items.sort();
    items
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
