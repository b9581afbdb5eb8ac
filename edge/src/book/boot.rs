//! What the loader starts with: the decision for its page, and what it has to know before anything else has come.
//!
//! Knows the boot's fields; [`written`](super::written) writes the same at once.

use conversation::ids::AccountId;
use protocol::boot::{Boot, page_hash};
use protocol::language;

use super::{Flow, Ready, asking};
use crate::facts::Place;

/// What a browser says with its question for the loader.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asks<'a> {
    /// The page's address, where it tells; it decides only where its origin is on the list.
    pub referer: Option<&'a str>,
    /// Where it is, where the network knows.
    pub place: Option<&'a Place>,
    /// `Accept-Language`.
    pub languages: &'a str,
    /// Picks the agents where more than three can be shown.
    pub draw: u32,
}

impl Ready {
    /// What the loader starts with.
    #[must_use]
    pub fn boot(&self, account: AccountId, edge: String, asks: Asks<'_>, now: u64) -> Boot {
        let (page, found) = self.of_referer(asks.referer, &edge, &account).unzip();
        let (flow, id) = found.map(|found| (found.flow, found.id)).unzip();
        let flow = flow.flatten().and_then(|at| self.flows.get(at));
        let team = flow.and_then(|flow| self.team(flow, None, now));
        let asked = |flow: &Flow| asking(flow.show.clone(), team.as_ref());
        let place = asks.place.filter(|_| self.has_conditions());
        let show = flow.map(|flow| flow.speakers.put_into(asked(flow), None, asks.draw));
        let launcher = launcher_name(flow, asks.languages).map(str::to_owned);
        Boot {
            account,
            edge,
            page: page.map(page_hash),
            fragment_rules: self.book.book().has_fragment_rules(),
            facts: self.has_conditions(),
            country: place.map(|place| place.country().to_owned()),
            region: place.and_then(Place::region).map(str::to_owned),
            show,
            book: self.version,
            id: id.flatten(),
            team: team.map(|seen| seen.told),
            launcher,
        }
    }
}

/// What the launcher is called in the language of the chatflow, or of the browser; nothing for English.
pub(super) fn launcher_name(flow: Option<&Flow>, languages: &str) -> Option<&'static str> {
    let owner = flow.and_then(|flow| flow.show.language.as_deref());
    let language = owner.map_or_else(|| language::accepted(languages), language::nearest);
    (language.tag != "en").then_some(language.open_chat)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{demo, ready};
    use super::*;

    #[test]
    fn the_launcher_is_called_by_the_chatflow_s_language_or_the_browser_s() {
        // H55 P8
        let called = |language: Option<&str>, languages: &str| {
            let mut file = demo();
            for chatflow in &mut file.chatflows {
                chatflow.language = language.map(str::to_owned);
            }
            let asks = Asks { referer: Some("https://kiln.example/"), languages, ..Asks::default() };
            let boot = ready(&file).boot(file.account, "e".into(), asks, 0);
            (boot.show.and_then(|show| show.language), boot.launcher)
        };
        assert_eq!(called(None, ""), (None, None));
        assert_eq!(called(None, "en-GB,de"), (None, None));
        assert_eq!(called(None, "de-CH,en"), (None, Some("Chat öffnen".into())));
        assert_eq!(called(Some("pl"), "de"), (Some("pl".into()), Some("Otwórz czat".into())));
        assert_eq!(called(Some("en"), "de"), (Some("en".into()), None));
    }
}
