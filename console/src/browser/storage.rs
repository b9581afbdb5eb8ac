//! What this browser keeps. A browser that keeps nothing is served too.

use super::window;

/// Names of what is kept; all begin alike, so that they are told from other pages' of the same origin.
pub(crate) mod name {
    pub(crate) const LANGUAGE: &str = "parlor-console:language";
    pub(crate) const THEME: &str = "parlor-console:theme";
    pub(crate) const LETTERS: &str = "parlor-console:letters";
    pub(crate) const INBOX: &str = "parlor-console:inbox";
    pub(crate) const EMOJI: &str = "parlor-console:emoji";
    /// Followed by the account and the agent.
    pub(crate) const DRAFTS: &str = "parlor-console:drafts";
    /// Followed by the name of a tab's box as well.
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

/// Keeps a text; where there is no room it is not kept, and what is on the screen stays. Tells whether it is.
pub(crate) fn set(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Keeps it no longer; tells whether the browser let us.
pub(crate) fn remove(name: &str) -> bool {
    storage().is_some_and(|storage| storage.remove_item(name).is_ok())
}

/// The names that begin so.
pub(crate) fn names(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten());
    all.filter(|name| name.starts_with(prefix)).collect()
}
