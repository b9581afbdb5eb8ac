//! What an account publishes, and what a page view is answered from it.
//!
//! Built once a change by the `Account` object, held in memory by every Worker that serves the account: origins, the
//! compiled rules, and for each chatflow everything a browser needs to show it. Deciding touches no storage. The
//! page's address comes in as an argument and goes nowhere else. Knows no clock.

mod flow;
mod publish;
mod written;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::ids::{AccountId, AgentId, ChatflowId, InboxId, ListId};
use conversation::rating::Scale;
use protocol::boot::{Boot, CaptureStep, Show, Why, page_hash};
use serde::{Deserialize, Serialize};
use targeting::{Missing, OwnedBook, PageUrl, Trace, Visitor};

use crate::availability::{Seen, Team};
use crate::colleagues::Working;
use crate::error::Error;
use crate::origin::{Allowed, Origins, of_address};
use crate::zones;

pub use flow::Flow;
pub use publish::{Source, publish};

/// What an account publishes, as it travels between objects.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Published {
    /// Grows with every change.
    pub version: u64,
    /// The sites, as in the account file.
    pub origins: Vec<String>,
    /// Whether any port of this machine is a site too.
    pub any_loopback_origin: bool,
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
    id: String,
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
        let Published { version, inboxes, flows, .. } = published;
        // The first of a name is the one that is shown.
        let named = flows.iter().enumerate().rev();
        let places = named.map(|(at, flow)| (flow.show.chatflow.as_str().to_owned(), at)).collect();
        let written = flows.iter().map(|_| OnceCell::new()).collect();
        let crews = RefCell::default();
        Ok(Self { version, origins, inboxes, flows, places, written, book, crews })
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
        Ok(Decided { show, id })
    }

    fn find(&self, address: &str, who: &Visitor<'_>) -> Result<Found, Missing> {
        let page = PageUrl::parse(address);
        let book = self.book.book();
        let decision = targeting::decide(&book, &page, who);
        let id = targeting::record(&book, &page, who, &decision);
        Ok(Found { flow: decision?.and_then(|winner| self.places.get(winner.id()).copied()), id })
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
        Some(team.seen_by(owner, now, &zones::zone))
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

    /// What the loader starts with. `referer` is the page's address where the browser told it; it decides only where
    /// its origin is on the list.
    #[must_use]
    pub fn boot(
        &self,
        account: AccountId,
        edge: String,
        referer: Option<&str>,
        country: Option<String>,
        now: u64,
    ) -> Boot {
        let (page, found) = self.of_referer(referer).unzip();
        let (flow, id) = found.map(|found| (found.flow, found.id)).unzip();
        let flow = flow.flatten().and_then(|at| self.flows.get(at));
        let team = flow.and_then(|flow| self.team(flow, None, now));
        let show = flow.map(|flow| asking(flow.show.clone(), team.as_ref()));
        Boot {
            account,
            edge,
            page: page.map(page_hash),
            fragment_rules: self.book.book().has_fragment_rules(),
            facts: self.has_conditions(),
            country: country.filter(|_| self.has_conditions()),
            show,
            book: self.version,
            id,
            team: team.map(|seen| seen.told),
        }
    }

    /// The page that a browser says it is on, and what a stranger gets there; `None` where that cannot be said yet.
    fn of_referer<'a>(&self, referer: Option<&'a str>) -> Option<(&'a str, Found)> {
        let page =
            referer.filter(|page| of_address(page).is_some_and(|origin| self.origins.allow(origin)))?;
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
mod tests {
    use conversation::consent::Mode;
    use conversation::ids::AgentId;
    use protocol::account::{Account, Consent, EmailCapture, Heading};
    use protocol::boot::{ConsentStep, Shown};
    use protocol::frame::Agent;

    use super::*;
    use crate::palette::Rgb;

    pub(super) fn demo() -> Account {
        serde_json::from_str(include_str!("../../www/demo-account.json")).unwrap()
    }

    pub(super) fn ready(file: &Account) -> Ready {
        let people = file.people.iter();
        let texts = file.chatflows.iter().filter(|chatflow| chatflow.consent.is_some());
        let source = Source {
            name: file.name.clone(),
            version: 7,
            origins: file.origins.clone(),
            any_loopback_origin: file.any_loopback_origin,
            gdpr: file.gdpr,
            inboxes: file.inboxes.iter().map(|inbox| (inbox.id.clone(), inbox.shards)).collect(),
            chatflows: file.chatflows.clone(),
            texts: texts.map(|chatflow| (chatflow.targeting.id.clone(), 3)).collect(),
            people: people.map(|person| Agent { id: person.id.clone(), name: person.name.clone() }).collect(),
        };
        let published = publish(source).unwrap();
        let travelled = serde_json::from_str(&serde_json::to_string(&published).unwrap()).unwrap();
        Ready::new(travelled).unwrap()
    }

    fn boot(referer: Option<&str>) -> Boot {
        let file = demo();
        ready(&file).boot(file.account, "http://edge".into(), referer, None, 0)
    }

    fn decide(ready: &Ready, page: &str, known: bool, lists: &[ListId]) -> Option<Show> {
        let lists: Vec<&str> = lists.iter().map(ListId::as_str).collect();
        ready.decide(page, &Visitor { known, lists: &lists, facts: None }).unwrap().show
    }

    fn won(boot: &Boot) -> Option<&str> {
        boot.show.as_ref().map(|show| show.chatflow.as_str())
    }

    #[test]
    fn a_page_view_is_decided_from_its_address() {
        let home = boot(Some("https://kiln.example/"));
        assert_eq!(won(&home), Some("welcome"));
        assert_eq!(home.page.as_deref(), Some(page_hash("https://kiln.example/").as_str()));
        assert_eq!(home.book, 7);
    }

    #[test]
    fn without_an_address_or_on_a_foreign_site_nothing_is_decided() {
        // T6
        let referers = [
            None,
            Some(""),
            Some("https://evil.example/"),
            Some("about:client"),
            Some("https://kiln.example.evil.example/"),
        ];
        for referer in referers {
            let bare = boot(referer);
            assert_eq!((won(&bare), bare.page.as_deref()), (None, None), "{referer:?}");
        }
    }

    #[test]
    fn a_switched_off_chatflow_is_never_served() {
        // S11
        let mut file = demo();
        for chatflow in &mut file.chatflows {
            chatflow.targeting.enabled = false;
        }
        let ready = ready(&file);
        assert!(decide(&ready, "https://kiln.example/", false, &[]).is_none());
        assert!(ready.running(&ChatflowId::parse("welcome").unwrap(), false).is_none());
    }

    #[test]
    fn what_is_shown_carries_texts_names_and_colours() {
        // S41 S46 S56
        let file = demo();
        let ready = ready(&file);
        for chatflow in file.chatflows.iter().filter(|chatflow| chatflow.targeting.enabled) {
            let id = ChatflowId::parse(&chatflow.targeting.id).unwrap();
            let show = &ready.flow(&id).unwrap().show;
            assert_eq!((&show.welcome, show.pop_up), (&chatflow.welcome, chatflow.pop_up));
            assert_eq!(show.availability, Shown::On);
            assert!(show.light.iter().chain(&show.dark).all(|colour| Rgb::parse(colour).is_ok()));
            assert!(!show.heading.is_empty() && !show.heading.contains('@'));
            if let Heading::Agents { agents } = &chatflow.heading {
                let known = |id: &AgentId| file.people.iter().any(|person| person.id == *id);
                assert_eq!(show.agents.len(), agents.iter().filter(|id| known(id)).count().min(3));
            }
        }
    }

    #[test]
    fn a_running_chat_is_shown_whatever_the_page() {
        let ready = ready(&demo());
        let show = ready.running(&ChatflowId::parse("welcome").unwrap(), false).unwrap();
        assert_eq!(show.why, Why::Running);
    }

    #[test]
    fn the_browsers_rules_decide_like_ours() {
        let ready = ready(&demo());
        let vip = [ListId::parse("vip").unwrap()];
        for (known, lists) in [(false, &[][..]), (true, &[]), (true, &vip)] {
            let book = OwnedBook::read(ready.sub_book(known, lists)).unwrap();
            for page in [
                "https://kiln.example/",
                "https://kiln.example/account/orders",
                "https://kiln.example/?plan=pro",
            ] {
                let here =
                    targeting::decide(&book.book(), &PageUrl::parse(page), &Visitor::ANONYMOUS).unwrap();
                let there = decide(&ready, page, known, lists);
                assert_eq!(
                    here.map(|winner| winner.id()),
                    there.as_ref().map(|show| show.chatflow.as_str()),
                    "{page}"
                );
            }
        }
    }

    /// The demo account, its home page's chatflow changed.
    fn changed(change: impl FnOnce(&mut Account, usize)) -> Ready {
        let mut file = demo();
        let home = file.chatflows.iter().position(|chatflow| chatflow.targeting.id == "welcome").unwrap();
        change(&mut file, home);
        ready(&file)
    }

    const HOME: &str = "https://kiln.example/";

    #[test]
    fn consent_is_asked_for_only_while_the_account_can() {
        // S79 S81 S82 S83
        for (gdpr, mode, expected) in [
            (true, Mode::Explicit, Some(true)),
            (true, Mode::LegitimateInterest, Some(false)),
            (false, Mode::Explicit, None),
            (false, Mode::LegitimateInterest, None),
        ] {
            let ready = changed(|file, home| {
                file.gdpr = gdpr;
                file.chatflows[home].consent = Some(Consent { mode, text: "We keep it.".into() });
            });
            let step = decide(&ready, HOME, false, &[]).unwrap().consent;
            let told =
                expected.map(|explicit| ConsentStep { explicit, version: 3, text: "We keep it.".into() });
            assert_eq!(step, told, "{gdpr} {mode:?}");
        }
    }

    #[test]
    fn an_address_is_asked_for_from_strangers_only() {
        // S48 S49 S51
        for (capture, after_minutes) in [
            (EmailCapture::RightAway { message: "Where to?".into() }, 0),
            (EmailCapture::Unanswered { minutes: 5, message: "Where to?".into() }, 5),
        ] {
            let ready = changed(|file, home| file.chatflows[home].email_capture = Some(capture));
            let step = Some(CaptureStep { after_minutes, message: "Where to?".into() });
            let id = ChatflowId::parse("welcome").unwrap();
            assert_eq!(decide(&ready, HOME, false, &[]).unwrap().capture, step);
            assert_eq!(ready.running(&id, false).unwrap().capture, step);
            assert_eq!(decide(&ready, HOME, true, &[]).unwrap().capture, None);
            assert_eq!(ready.running(&id, true).unwrap().capture, None);
        }
    }

    #[test]
    fn who_wins_a_page_never_depends_on_who_is_there() {
        // E7 H54: an inbox that cannot be reached tells of nobody; its chatflow is served all the same
        use conversation::availability::{AtCapacity, Away, Mode};
        let message = "To where?".to_owned();
        for away in [Away::Message { text: None }, Away::Nothing] {
            let at_capacity = Some(AtCapacity::Email { message: message.clone() });
            let mode = Mode::Status { reply_minutes: None, away, at_capacity };
            let ready = changed(|file, home| file.chatflows[home].availability = mode);
            assert_eq!(ready.watched().len(), 1, "it would have asked");
            let boot = ready.boot(demo().account, "http://edge".into(), Some(HOME), None, 0);
            assert_eq!(won(&boot), Some("welcome"));
            let told = boot.team.map(|told| told.shown);
            assert!(told.is_some_and(|told| told != protocol::availability::Team::Available), "{told:?}");
            let mut written = Vec::new();
            ready.write_decision(&mut written, HOME, &[], 0).unwrap();
            let written: serde_json::Value = serde_json::from_slice(&written).unwrap();
            assert_eq!(written["d"]["c"], "welcome");
        }
    }

    #[test]
    fn the_reply_time_travels_as_a_number() {
        // S57
        for reply_minutes in [None, Some(1), Some(43_200)] {
            let ready = changed(|file, home| {
                file.chatflows[home].availability =
                    conversation::availability::Mode::Always { reply_minutes };
            });
            assert_eq!(decide(&ready, HOME, false, &[]).unwrap().reply_minutes, reply_minutes);
        }
    }
}
