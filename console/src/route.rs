//! Addresses of the console's pages: what a path means, and the path of a page.
//!
//! Knows paths only. Reading the address bar and writing to it is the shell's (`browser::history`).

use conversation::ids::{ChatflowId, ContactId, ListId};
use conversation::view::{Standing, View};

use crate::state::chatflow_sections::Section;
use crate::state::found::Found;

/// Where everything lives.
pub const BASE: &str = "/console";

/// A page of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The inbox: a view, and perhaps one thread opened in it.
    Inbox {
        /// The view in the left sidebar.
        view: View,
        /// Open, snoozed or closed threads.
        status: Standing,
        /// What is looked for instead; the view is where one is back afterwards.
        found: Option<Found>,
        /// The opened thread's id, unchecked: the edge knows whether it exists.
        thread: Option<String>,
    },
    /// The table of chatflows.
    Chatflows,
    /// Trying out which page shows what.
    Try,
    /// A section of one chatflow, to be changed (S16). Whether it exists the edge knows.
    Chatflow(ChatflowId, Section),
    /// The lists of contacts, and what can be known of contacts.
    Lists,
    /// One list, by its id. Whether it exists the edge knows.
    List(String),
    /// All that is known of one contact, by their id (S142). Whether they exist the edge knows.
    Contact(String),
    /// How many conversations, how soon, and how well (P82).
    Reports,
    /// The account's settings.
    Settings(SettingsTab),
    /// Who one is oneself.
    Profile,
    /// What is done so that everybody can use it (P80); strangers read it too.
    Accessibility,
    /// Accepting an invitation; its token is in the fragment, which no server ever sees.
    Join,
    /// Signing in.
    SignIn,
    /// Making the first admin; the secret is in the fragment, which no server ever sees.
    SetUp,
}

/// A part of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettingsTab {
    /// The line that a site pastes (S1).
    #[default]
    TrackingCode,
    /// Where the widget may run.
    Sites,
    /// Consent.
    DataProtection,
    /// Teams, working hours, capacity.
    Team,
    /// Who works here, and who is invited.
    People,
    /// What was done, by whom.
    Audit,
    /// Tokens and webhooks.
    Api,
    /// Replies that are kept to be sent again (P45); for everybody who answers.
    SavedReplies,
    /// Several acts in one click (P46); for everybody who answers.
    Macros,
    /// Whom agents blocked (E63); for everybody who works in an inbox.
    Blocks,
    /// What tells me of what (S182), and how long my replies rest (P56); for everybody.
    Notifications,
}

impl SettingsTab {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::TrackingCode,
        Self::Sites,
        Self::People,
        Self::Team,
        Self::DataProtection,
        Self::Notifications,
        Self::SavedReplies,
        Self::Macros,
        Self::Blocks,
        Self::Api,
        Self::Audit,
    ];

    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::TrackingCode => "tracking-code",
            Self::Sites => "sites",
            Self::DataProtection => "data-protection",
            Self::Team => "team",
            Self::People => "people",
            Self::Audit => "audit",
            Self::Api => "api",
            Self::SavedReplies => "saved-replies",
            Self::Macros => "macros",
            Self::Blocks => "blocks",
            Self::Notifications => "notifications",
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug)
    }
}

impl Route {
    /// The inbox as it opens when nothing else is said.
    #[must_use]
    pub const fn home() -> Self {
        Self::of_view(View::All)
    }

    /// A view as it opens.
    #[must_use]
    pub const fn of_view(view: View) -> Self {
        Self::Inbox { view, status: Standing::Open, found: None, thread: None }
    }

    /// What is snoozed.
    #[must_use]
    pub const fn snoozed() -> Self {
        Self::Inbox { view: View::All, status: Standing::Snoozed, found: None, thread: None }
    }

    /// What was deleted.
    #[must_use]
    pub const fn deleted() -> Self {
        Self::Inbox { view: View::All, status: Standing::Open, found: Some(Found::Deleted), thread: None }
    }

    /// Reads a path and a query (`""` or `"?…"`); what is not understood is the home page.
    #[must_use]
    pub fn parse(path: &str, query: &str) -> Self {
        let Some(rest) = path.strip_prefix(BASE) else { return Self::home() };
        let mut parts = rest.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some("chatflows"), None, None) => Self::Chatflows,
            (Some("chatflows"), Some(id), section) => {
                // What is no section is the first one.
                let section = section.and_then(Section::from_slug).unwrap_or_default();
                ChatflowId::parse(id).map_or(Self::Chatflows, |id| Self::Chatflow(id, section))
            }
            (Some("try"), None, None) => Self::Try,
            (Some("reports"), None, None) => Self::Reports,
            (Some("lists"), None, None) => Self::Lists,
            (Some("lists"), Some(id), None) => {
                ListId::parse(id).map_or(Self::Lists, |id| Self::List(id.to_string()))
            }
            (Some("contacts"), Some(id), None) => {
                ContactId::parse(id).map_or(Self::Lists, |id| Self::Contact(id.to_string()))
            }
            (Some("settings"), tab, None) => {
                Self::Settings(tab.and_then(SettingsTab::from_slug).unwrap_or_default())
            }
            (Some("profile"), None, None) => Self::Profile,
            (Some("accessibility"), None, None) => Self::Accessibility,
            (Some("join"), None, None) => Self::Join,
            (Some("sign-in"), None, None) => Self::SignIn,
            (Some("setup"), None, None) => Self::SetUp,
            (Some("inbox"), view, thread) => {
                let query = query.trim_start_matches('?');
                let status = query.split('&').find_map(|pair| pair.strip_prefix("status="));
                let status = Standing::ALL.into_iter().find(|standing| Some(standing.as_str()) == status);
                Self::Inbox {
                    view: view.and_then(view_from_slug).unwrap_or(View::All),
                    status: status.unwrap_or(Standing::Open),
                    found: Found::of_query(query),
                    thread: thread.filter(|id| is_thread_id(id)).map(str::to_owned),
                }
            }
            _ => Self::home(),
        }
    }

    /// The address of the page, path and query.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Inbox { view, status, found, thread } => {
                let mut path = format!("{BASE}/inbox/{}", view_slug(*view));
                if let Some(thread) = thread {
                    path.push('/');
                    path.push_str(thread);
                }
                let status = (*status != Standing::Open).then(|| format!("status={}", status.as_str()));
                let query: Vec<String> =
                    status.into_iter().chain(found.as_ref().map(Found::to_query)).collect();
                if !query.is_empty() {
                    path.push('?');
                    path.push_str(&query.join("&"));
                }
                path
            }
            Self::Chatflows => format!("{BASE}/chatflows"),
            Self::Try => format!("{BASE}/try"),
            Self::Chatflow(id, Section::Audience) => format!("{BASE}/chatflows/{id}"),
            Self::Chatflow(id, section) => format!("{BASE}/chatflows/{id}/{}", section.slug()),
            Self::Lists => format!("{BASE}/lists"),
            Self::Reports => format!("{BASE}/reports"),
            Self::List(id) => format!("{BASE}/lists/{id}"),
            Self::Contact(id) => format!("{BASE}/contacts/{id}"),
            Self::Settings(tab) => format!("{BASE}/settings/{}", tab.slug()),
            Self::Profile => format!("{BASE}/profile"),
            Self::Accessibility => format!("{BASE}/accessibility"),
            Self::Join => format!("{BASE}/join"),
            Self::SignIn => format!("{BASE}/sign-in"),
            Self::SetUp => format!("{BASE}/setup"),
        }
    }

    /// Whether a stranger may see the page.
    #[must_use]
    pub const fn is_open_to_all(&self) -> bool {
        matches!(self, Self::SignIn | Self::SetUp | Self::Join)
    }
}

/// A view's name in an address and in the REST interface.
#[must_use]
pub const fn view_slug(view: View) -> &'static str {
    match view {
        View::All => "all",
        View::Mine => "mine",
        View::Unassigned => "unassigned",
        View::Chat => "chat",
        View::Filtered => "filtered",
        View::Bots => "bots",
    }
}

fn view_from_slug(slug: &str) -> Option<View> {
    [View::All, View::Mine, View::Unassigned, View::Chat, View::Filtered, View::Bots]
        .into_iter()
        .find(|view| view_slug(*view) == slug)
}

/// Only what a thread's id is made of may travel on into a request's path.
fn is_thread_id(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inbox(view: View, status: Standing, thread: Option<&str>) -> Route {
        Route::Inbox { view, status, found: None, thread: thread.map(str::to_owned) }
    }

    fn chatflow(id: &str) -> Route {
        Route::Chatflow(ChatflowId::parse(id).unwrap(), Section::Audience)
    }

    #[test]
    fn addresses_mean_pages() {
        // S123
        use Standing::{Closed, Open, Snoozed};
        for (path, query, expected) in [
            ("/console/", "", Route::home()),
            ("/console", "", Route::home()),
            ("/console/inbox/mine", "", inbox(View::Mine, Open, None)),
            ("/console/inbox/unassigned/0-abc", "", inbox(View::Unassigned, Open, Some("0-abc"))),
            ("/console/inbox/all/0-abc", "?status=closed", inbox(View::All, Closed, Some("0-abc"))),
            ("/console/inbox/mine", "?status=snoozed", inbox(View::Mine, Snoozed, None)),
            ("/console/inbox/nonsense", "?x=1", inbox(View::All, Open, None)),
            ("/console/inbox/all/..%2F..%2Fapi", "", inbox(View::All, Open, None)),
            ("/console/chatflows", "", Route::Chatflows),
            ("/console/chatflows/tea-2", "", chatflow("tea-2")),
            ("/console/chatflows/..%2Fx", "", Route::Chatflows),
            ("/console/chatflows/Tea", "", Route::Chatflows),
            ("/console/chatflows/tea/more", "", chatflow("tea")),
            ("/console/chatflows/tea/audience", "", chatflow("tea")),
            (
                "/console/chatflows/tea/targeting",
                "",
                Route::Chatflow(ChatflowId::parse("tea").unwrap(), Section::Targeting),
            ),
            ("/console/try", "", Route::Try),
            ("/console/lists", "", Route::Lists),
            ("/console/reports", "", Route::Reports),
            ("/console/lists/vip-2", "", Route::List("vip-2".into())),
            ("/console/lists/..%2Fx", "", Route::Lists),
            ("/console/contacts/c-1", "", Route::Contact("c-1".into())),
            ("/console/contacts/..%2Fx", "", Route::Lists),
            ("/console/settings", "", Route::Settings(SettingsTab::TrackingCode)),
            ("/console/settings/tracking-code", "", Route::Settings(SettingsTab::TrackingCode)),
            ("/console/settings/sites", "", Route::Settings(SettingsTab::Sites)),
            ("/console/settings/data-protection", "", Route::Settings(SettingsTab::DataProtection)),
            ("/console/settings/team", "", Route::Settings(SettingsTab::Team)),
            ("/console/settings/nonsense", "", Route::Settings(SettingsTab::TrackingCode)),
            ("/console/sign-in", "", Route::SignIn),
            ("/console/setup", "", Route::SetUp),
            ("/console/profile", "", Route::Profile),
            ("/console/accessibility", "", Route::Accessibility),
            ("/console/join", "", Route::Join),
            ("/console/settings/people", "", Route::Settings(SettingsTab::People)),
            ("/console/settings/audit", "", Route::Settings(SettingsTab::Audit)),
            ("/elsewhere", "", Route::home()),
        ] {
            assert_eq!(Route::parse(path, query), expected, "{path}{query}");
        }
    }

    #[test]
    fn every_page_finds_itself_again() {
        let settings = SettingsTab::ALL.map(Route::Settings).into_iter();
        let of = |section| Route::Chatflow(ChatflowId::parse("tea").unwrap(), section);
        let sections = Section::STEPS.into_iter().chain(Section::MORE).map(of);
        for route in settings.chain(sections).chain([
            Route::Chatflows,
            Route::Try,
            Route::Reports,
            Route::Profile,
            Route::Contact("c-1".into()),
            Route::Accessibility,
            Route::Join,
            Route::SignIn,
            Route::SetUp,
        ]) {
            assert_eq!(Route::parse(&route.path(), ""), route);
        }
        for view in [View::All, View::Mine, View::Unassigned, View::Chat, View::Filtered, View::Bots] {
            let words = Found::Words("late & \"refund\"".into());
            let all =
                Standing::ALL.into_iter().flat_map(|status| [(status, None), (status, Some(words.clone()))]);
            for (status, found) in all {
                for thread in [None, Some("12-abcdefghij")] {
                    let thread = thread.map(str::to_owned);
                    let route = Route::Inbox { view, status, found: found.clone(), thread };
                    let path = route.path();
                    let (path, query) = path
                        .split_once('?')
                        .map_or((path.as_str(), String::new()), |(p, q)| (p, format!("?{q}")));
                    assert_eq!(Route::parse(path, &query), route);
                }
            }
        }
    }
}
