//! Which scope a token needs for which route. The edge's own table decides; a test holds this to it.

use conversation::access::Scope;

use crate::operation::{Access, Method, Operation};

/// The scope for a route; `None` where no token gets in.
pub(super) fn of(operation: &Operation) -> Option<Scope> {
    if !matches!(operation.access, Access::Session | Access::Change) {
        return None;
    }
    let reads = operation.method == Method::Get;
    let either = |read, write| Some(if reads { read } else { write });
    let parts: Vec<&str> =
        operation.path.trim_start_matches("/api/").trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["conversations", "v3", "conversations", ..] => either(Scope::ThreadsRead, Scope::ThreadsWrite),
        ["visitor-identification", ..] | ["conversations", ..] => Some(Scope::VisitorsIdentify),
        ["me", "presence"] if !reads => Some(Scope::PeopleWrite),
        ["identification", "check"] => Some(Scope::SettingsRead),
        ["me" | "sign-out" | "tokens" | "identification", ..] | ["inboxes", _, "poll"] => None,
        ["inboxes", _, "threads", "find"] => Some(Scope::ThreadsRead),
        ["threads", ..] | ["inboxes", _, _, ..] => either(Scope::ThreadsRead, Scope::ThreadsWrite),
        ["labels", _, "pages"] => Some(Scope::SettingsWrite),
        ["labels", _] if operation.method == Method::Delete => Some(Scope::SettingsWrite),
        ["labels", ..] => either(Scope::ThreadsRead, Scope::ThreadsWrite),
        ["chatflows", "simulate" | "coverage" | "explain-link"] => Some(Scope::ChatflowsRead),
        // What bots sign with is in them.
        ["chatflows", _, "versions", ..] => Some(Scope::ChatflowsWrite),
        ["chatflows", ..] => either(Scope::ChatflowsRead, Scope::ChatflowsWrite),
        ["reports" | "reports.csv"] => Some(Scope::ThreadsRead),
        ["recipients"] => Some(Scope::ContactsRead),
        ["lists" | "properties" | "contacts", ..] => either(Scope::ContactsRead, Scope::ContactsWrite),
        ["invitations", ..] => Some(Scope::PeopleWrite),
        ["people" | "teams" | "skills", ..] => either(Scope::PeopleRead, Scope::PeopleWrite),
        ["apps", ..] => either(Scope::ThreadsRead, Scope::SettingsWrite),
        ["preview"] => Some(Scope::ChatflowsWrite),
        ["saved-replies" | "macros", ..] => either(Scope::ThreadsRead, Scope::SettingsWrite),
        [
            "settings" | "subscriptions" | "receipts" | "receipts.csv" | "erasures" | "inboxes" | "audit"
            | "audit.csv",
            ..,
        ] => either(Scope::SettingsRead, Scope::SettingsWrite),
        ["webhooks", ..] => Some(Scope::WebhooksWrite),
        _ => None,
    }
}
