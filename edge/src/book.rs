//! What an account publishes, and what a page view is answered from it.
//!
//! Built once a change by the `Account` object, held in memory by every Worker that serves the account: origins, the
//! compiled rules, and for each chatflow everything a browser needs to show it. Deciding touches no storage. The
//! page's address comes in as an argument and goes nowhere else. Knows no clock.

mod boot;
mod flow;
mod look;
mod preview;
mod publish;
mod speakers;
mod written;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::ids::{AccountId, AgentId, ChatflowId, InboxId, ListId, SecretId};
use conversation::rating::Scale;
use conversation::redaction::{Masks, Redaction};
use protocol::boot::{CaptureStep, Show, Why};
use serde::{Deserialize, Serialize};
use targeting::{Missing, OwnedBook, PageUrl, Trace, Visitor};

use crate::availability::{Seen, Team};
use crate::chat_page;
use crate::colleagues::Working;
use crate::error::Error;
use crate::origin::{Allowed, Origins, of_address};
use crate::zones;

pub use boot::Asks;
pub use flow::Flow;
pub use preview::{Previewed, preview};
pub use publish::{Source, publish};
pub use speakers::Speakers;

/// What an account publishes, as it travels between objects.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Published {
    /// Grows with every change.
    pub version: u64,
    /// The sites, as in the account file.
    pub origins: Vec<String>,
    /// Whether any port of this machine is a site too.
    pub any_loopback_origin: bool,
    /// Whether only the site's own server can say who a visitor is.
    #[serde(default)]
    pub verified_only: bool,
    /// What is masked in what visitors write (N20).
    #[serde(default)]
    pub redaction: Redaction,
    /// What the site's server signs with, sealed.
    #[serde(default)]
    pub secrets: Vec<(SecretId, String)>,
    /// Inboxes and their numbers of shards.
    pub inboxes: Vec<(InboxId, u16)>,
    /// Enabled chatflows, ready to be shown.
    pub flows: Vec<Flow>,
    /// The compiled rules, base64.
    pub rules: String,
}

/// What is published, read and checked once, ready to decide.
pub struct Ready {
    /// Grows with every change.
    pub version: u64,
    /// The sites.
    pub origins: Origins,
    /// What the site's server signs with, sealed.
    pub secrets: Vec<(SecretId, String)>,
    verified_only: bool,
    masks: Masks,
    inboxes: Vec<(InboxId, u16)>,
    flows: Vec<Flow>,
    /// Where in `flows` a chatflow is.
    places: HashMap<String, usize>,
    /// What a stranger gets of each of `flows`, as JSON: written when it is first shown.
    written: Vec<OnceCell<String>>,
    book: OwnedBook,
    /// Who works where, as the inboxes told it last: only of those whose chatflows go by it.
    crews: RefCell<HashMap<InboxId, Rc<[Working]>>>,
}

/// What the rules say of a page.
struct Found {
    /// The winner's place in `flows`; `None` where nobody wins.
    flow: Option<usize>,
    /// The decision's id; an address that names its chatflow decides nothing.
    id: Option<String>,
}

/// What one page view gets.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The chatflow; `None` where none wins.
    pub show: Option<Show>,
    /// The decision's id, as [`targeting::record`] writes it.
    pub id: String,
}

impl Ready {
    /// Reads what the account published.
    ///
    /// # Errors
    /// A fault where the rules are damaged or of another version.
    pub fn new(published: Published) -> Result<Self, Error> {
        let bytes =
            STANDARD.decode(&published.rules).map_err(|error| Error::fault("a published book", error))?;
        let book = OwnedBook::read(bytes).map_err(|error| Error::fault("a published book", error))?;
        // An entry that is no origin was refused on saving; one that slipped through allows nobody.
        let allowed = published.origins.iter().filter_map(|origin| Allowed::parse(origin).ok()).collect();
        let origins = Origins { allowed, any_loopback: published.any_loopback_origin };
        let masks = Masks::from(&published.redaction);
        let Published { version, verified_only, secrets, inboxes, flows, .. } = published;
        // The first of a name is the one that is shown.
        let named = flows.iter().enumerate().rev();
        let places = named.map(|(at, flow)| (flow.show.chatflow.as_str().to_owned(), at)).collect();
        let written = flows.iter().map(|_| OnceCell::new()).collect();
        let crews = RefCell::default();
        Ok(Self {
            version,
            origins,
            secrets,
            verified_only,
            masks,
            inboxes,
            flows,
            places,
            written,
            book,
            crews,
        })
    }

    /// Whether a decision of this account can depend on the circumstances of a page view. If not, nobody need know them.
    #[must_use]
    pub fn has_conditions(&self) -> bool {
        self.book.book().has_conditions()
    }

    /// The chatflow that wins a page for `who`, and the decision's id (N3).
    ///
    /// # Errors
    /// [`Missing::Facts`] where it depends on circumstances that nobody looked at yet: the browser has to say them.
    pub fn decide(&self, address: &str, who: &Visitor<'_>) -> Result<Decided, Missing> {
        let Found { flow, id } = self.find(address, who)?;
        let show = flow.and_then(|at| self.flows.get(at)).map(|flow| for_visitor(&flow.show, who.known));
        Ok(Decided { show, id: id.unwrap_or_default() })
    }

    fn find(&self, address: &str, who: &Visitor<'_>) -> Result<Found, Missing> {
        let page = PageUrl::parse(address);
        let book = self.book.book();
        let decision = targeting::decide(&book, &page, who);
        let id = targeting::record(&book, &page, who, &decision);
        Ok(Found { flow: decision?.and_then(|winner| self.places.get(winner.id()).copied()), id: Some(id) })
    }

    /// Why that page gets what it gets, chatflow by chatflow, and the decision's id: by the same rules as
    /// [`decide`](Self::decide).
    #[must_use]
    pub fn explain(&self, address: &str, who: &Visitor<'_>) -> (Trace, String) {
        let page = PageUrl::parse(address);
        let book = self.book.book();
        let id = targeting::record(&book, &page, who, &targeting::decide(&book, &page, who));
        (targeting::explain(&book, &page, who), id)
    }

    /// The chatflow a visitor's chat runs in, whatever the page's rules say.
    #[must_use]
    pub fn running(&self, chatflow: &ChatflowId, known: bool) -> Option<Show> {
        let flow = self.flow(chatflow)?;
        Some(Show { why: Why::Running, ..for_visitor(&flow.show, known) })
    }

    /// The chatflow that the address itself names, where it is enabled (P25).
    #[must_use]
    pub fn named(&self, chatflow: &ChatflowId, known: bool) -> Option<Show> {
        self.flow(chatflow).map(|flow| for_visitor(&flow.show, known))
    }

    /// An enabled chatflow.
    #[must_use]
    pub fn flow(&self, chatflow: &ChatflowId) -> Option<&Flow> {
        self.places.get(chatflow.as_str()).and_then(|&at| self.flows.get(at))
    }

    /// The chatflows that ask what a visitor thinks of a chat that has ended, and on which scale.
    pub fn scales(&self) -> impl Iterator<Item = (ChatflowId, Scale)> {
        let asks = |flow: &Flow| Some((flow.show.chatflow.clone(), flow.rating.as_ref()?.scale));
        self.flows.iter().filter_map(asks)
    }

    /// The inboxes whose colleagues decide what visitors are told.
    #[must_use]
    pub fn watched(&self) -> Vec<InboxId> {
        let watched = self.flows.iter().filter(|flow| flow.is_watched()).map(|flow| flow.inbox.clone());
        watched.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether only the site's own server can say who a visitor is (E27).
    #[must_use]
    pub const fn is_verified_only(&self) -> bool {
        self.verified_only
    }

    /// What is masked in what visitors write.
    #[must_use]
    pub const fn masks(&self) -> &Masks {
        &self.masks
    }

    /// Who works in an inbox, from now on.
    pub fn put_crew(&self, inbox: InboxId, crew: Vec<Working>) {
        self.crews.borrow_mut().insert(inbox, crew.into());
    }

    /// As an older one knew it.
    pub fn put_crews_of(&self, older: &Self) {
        self.crews.replace(older.crews.borrow().clone());
    }

    /// What a visitor is told of a chatflow's team at `now` (ms), whose contact has that owner; `None` where it is always
    /// available.
    #[must_use]
    pub fn team(&self, flow: &Flow, owner: Option<&AgentId>, now: u64) -> Option<Seen> {
        if !flow.is_watched() {
            return None;
        }
        let crew = self.crews.borrow().get(&flow.inbox).cloned();
        let crew = crew.as_deref().unwrap_or_default();
        let team = Team { mode: &flow.mode, rule: &flow.rule, has_bot: flow.has_bot, crew };
        let mut seen = team.seen_by(owner, now, &zones::zone);
        // An address that a visitor types would make nobody known.
        seen.asks = seen.asks.filter(|_| !self.verified_only && !flow.form_asks_away);
        Some(seen)
    }

    /// How many shards an inbox has; `None` where the account has no such inbox.
    #[must_use]
    pub fn shards(&self, inbox: &InboxId) -> Option<u16> {
        self.inboxes.iter().find(|(id, _)| id == inbox).map(|(_, shards)| *shards)
    }

    /// The largest number of shards of any inbox: no visitor was ever put beyond it.
    #[must_use]
    pub fn most_shards(&self) -> u16 {
        self.inboxes.iter().map(|(_, shards)| *shards).max().unwrap_or(0)
    }

    /// The rules this visitor's audience can match, for the browser: no names, no lists.
    #[must_use]
    pub fn sub_book(&self, known: bool, lists: &[ListId]) -> Vec<u8> {
        let lists: Vec<&str> = lists.iter().map(ListId::as_str).collect();
        targeting::sub_book(&self.book.book(), &Visitor { known, lists: &lists, facts: None })
    }

    /// The page that a browser says it is on, and what a stranger gets there; `None` where that cannot be said yet.
    fn of_referer<'a>(
        &self,
        referer: Option<&'a str>,
        own: &str,
        account: &AccountId,
    ) -> Option<(&'a str, Found)> {
        let page = referer?;
        if let Some(Some(chatflow)) = chat_page::asks(page, own, account) {
            return Some((page, Found { flow: self.places.get(chatflow.as_str()).copied(), id: None }));
        }
        let allows = |origin: &str| self.origins.allow(origin) || origin == own;
        of_address(page).filter(|origin| allows(origin))?;
        // What depends on facts that only the browser knows is decided when the loader asks, with those facts.
        Some((page, self.find(page, &Visitor::ANONYMOUS).ok()?))
    }
}

/// What `show` is while its team answers by e-mail only: whoever writes is asked for an address right away (H66).
#[must_use]
pub fn asking(mut show: Show, seen: Option<&Seen>) -> Show {
    if let Some(message) = seen.and_then(|seen| seen.asks.clone()) {
        show.capture = Some(CaptureStep { after_minutes: 0, message });
    }
    show
}

/// What `show` is for this visitor: who is known is not asked for an address (S51).
fn for_visitor(show: &Show, known: bool) -> Show {
    let mut show = show.clone();
    if known {
        show.capture = None;
    }
    show
}

#[cfg(test)]
mod tests;
