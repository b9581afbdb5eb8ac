//! What this browser keeps. A browser that keeps nothing is served too.

use super::window;

/// Names of what is kept; all begin alike, so that they are told from other pages' of the same origin.
pub(crate) mod name {
    pub(crate) const LANGUAGE: &str = "parlor-console:language";
    pub(crate) const THEME: &str = "parlor-console:theme";
    pub(crate) const INBOX: &str = "parlor-console:inbox";
    /// Followed by the account and the agent.
    pub(crate) const DRAFTS: &str = "parlor-console:drafts";
    pub(crate) const OUTGOING: &str = "parlor-console:outgoing";
    pub(crate) const READ: &str = "parlor-console:read";
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under a name.
pub(crate) fn get(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Keeps a text; where there is no room it is not kept, and what is on the screen stays.
pub(crate) fn set(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, text);
    }
}
