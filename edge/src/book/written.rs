//! What a stranger gets, written at once: the JSON of a [`Decision`] and of a [`Boot`], byte for
//! byte as serde writes them.
//!
//! A chatflow's own part never changes while the account's book is the same, and is by far the longest: it is written
//! once, and copied from then on.

use std::io::Write as _;

use conversation::ids::AccountId;
use protocol::boot::page_hash;
use targeting::Visitor;

use super::boot::launcher_name;
use super::{Asks, Ready, Speakers, asking};
use crate::availability::Seen;

#[cfg(doc)]
use protocol::boot::Boot;
#[cfg(any(doc, test))]
use protocol::boot::Decision;

impl Ready {
    /// Writes the decision on a page for a stranger in these circumstances; `None` where there is none, for which
    /// [`Ready::decide`] knows the reason.
    pub fn write_decision(
        &self,
        out: &mut Vec<u8>,
        address: &str,
        facts: &[(&str, &str)],
        now: u64,
    ) -> Option<()> {
        let who = Visitor { facts: Some(facts), ..Visitor::ANONYMOUS };
        let found = self.find(address, &who).ok()?;
        let seen = self.seen(found.flow, now);
        out.extend_from_slice(b"{\"d\":");
        self.write_show(out, found.flow, seen.as_ref())?;
        write!(out, ",\"b\":{},\"i\":", self.version).ok()?;
        serde_json::to_writer(&mut *out, &found.id).ok()?;
        write_team(out, seen.as_ref())?;
        out.push(b'}');
        Some(())
    }

    /// Writes what [`Ready::boot`] makes of the same, and tells whether it [is idle](Boot::is_idle). `None` where it cannot be
    /// written.
    pub fn write_boot(
        &self,
        out: &mut Vec<u8>,
        account: &AccountId,
        edge: &str,
        asks: Asks<'_>,
        now: u64,
    ) -> Option<bool> {
        let (page, found) = self.of_referer(asks.referer, edge, account).unzip();
        out.extend_from_slice(b"{\"a\":");
        serde_json::to_writer(&mut *out, account.as_str()).ok()?;
        out.extend_from_slice(b",\"e\":");
        serde_json::to_writer(&mut *out, edge).ok()?;
        out.extend_from_slice(b",\"h\":");
        serde_json::to_writer(&mut *out, &page.map(page_hash)).ok()?;
        let (fragment_rules, conditions) = (self.book.book().has_fragment_rules(), self.has_conditions());
        write!(out, ",\"f\":{fragment_rules},\"n\":{conditions}").ok()?;
        if let Some(place) = asks.place.filter(|_| conditions) {
            out.extend_from_slice(b",\"q\":");
            serde_json::to_writer(&mut *out, place.country()).ok()?;
            if let Some(region) = place.region() {
                out.extend_from_slice(b",\"r\":");
                serde_json::to_writer(&mut *out, region).ok()?;
            }
        }
        out.extend_from_slice(b",\"d\":");
        let flow = found.as_ref().and_then(|found| found.flow);
        let seen = self.seen(flow, now);
        self.write_show(out, flow, seen.as_ref())?;
        write!(out, ",\"b\":{}", self.version).ok()?;
        if let Some(id) = found.as_ref().and_then(|found| found.id.as_ref()) {
            out.extend_from_slice(b",\"i\":");
            serde_json::to_writer(&mut *out, id).ok()?;
        }
        if found.is_some() {
            write_team(out, seen.as_ref())?;
        }
        if let Some(name) = launcher_name(flow.and_then(|at| self.flows.get(at)), asks.languages) {
            out.extend_from_slice(b",\"l\":");
            serde_json::to_writer(&mut *out, name).ok()?;
        }
        out.push(b'}');
        Some(page.is_some() && flow.is_none())
    }

    fn seen(&self, flow: Option<usize>, now: u64) -> Option<Seen> {
        self.flows.get(flow?).and_then(|flow| self.team(flow, None, now))
    }

    fn write_show(&self, out: &mut Vec<u8>, flow: Option<usize>, seen: Option<&Seen>) -> Option<()> {
        let Some((flow, written)) = flow.and_then(|at| Some((self.flows.get(at)?, self.written.get(at)?)))
        else {
            out.extend_from_slice(b"null");
            return Some(());
        };
        // Whom each page load draws for itself cannot be written ahead.
        if matches!(flow.speakers, Speakers::Drawn(_)) {
            return None;
        }
        if seen.is_some_and(|seen| seen.asks.is_some()) {
            return serde_json::to_writer(&mut *out, &asking(flow.show.clone(), seen)).ok();
        }
        let text = match written.get() {
            Some(text) => text,
            None => {
                let text = serde_json::to_string(&flow.show).ok()?;
                written.get_or_init(|| text)
            }
        };
        out.extend_from_slice(text.as_bytes());
        Some(())
    }
}

fn write_team(out: &mut Vec<u8>, seen: Option<&Seen>) -> Option<()> {
    if let Some(seen) = seen {
        out.extend_from_slice(b",\"v\":");
        serde_json::to_writer(&mut *out, &seen.told).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use conversation::availability::{AtCapacity, Away, Mode};
    use conversation::routing::Rule;
    use serde_json::{Value, json};

    use super::super::tests::{demo, ready};
    use super::*;
    use crate::colleagues::Working;
    use crate::facts::Place;

    const NOW: u64 = 1_795_000_000_000;
    const PAGES: [&str; 8] = [
        "https://kiln.example/",
        "https://kiln.example/pricing?from=mail",
        "https://kiln.example/legal/terms",
        "https://kiln.example/shop/teapots#\"quoted\"",
        "https://kiln.example/über-uns",
        "https://evil.example/",
        "not an address",
        "",
    ];

    fn text<T>(written: impl FnOnce(&mut Vec<u8>) -> Option<T>) -> Option<String> {
        let mut out = Vec::new();
        written(&mut out)?;
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_decision_is_written_as_serde_writes_it() {
        let ready = ready(&demo());
        let facts = [("device", "mobile"), ("visits", "3")];
        for page in PAGES {
            for facts in [&facts[..], &[]] {
                let who = Visitor { facts: Some(facts), ..Visitor::ANONYMOUS };
                let expected = ready.decide(page, &who).ok().map(|decided| {
                    let flow = decided.show.as_ref().and_then(|show| ready.flow(&show.chatflow));
                    let seen = flow.and_then(|flow| ready.team(flow, None, NOW));
                    let decision = Decision {
                        show: decided.show.map(|show| asking(show, seen.as_ref())),
                        team: seen.map(|seen| seen.told),
                        book: ready.version,
                        id: Some(decided.id),
                        token: None,
                    };
                    serde_json::to_string(&decision).unwrap()
                });
                // Twice: the second time it is copied.
                for _ in 0..2 {
                    assert_eq!(text(|out| ready.write_decision(out, page, facts, NOW)), expected, "{page}");
                }
            }
        }
    }

    #[test]
    fn who_finds_a_full_team_gets_a_form_of_their_own() {
        // H66: beside the one that was written once for everybody
        let message = "To where?".to_owned();
        let at_capacity = Some(AtCapacity::Email { message: message.clone() });
        let mut file = demo();
        for chatflow in &mut file.chatflows {
            chatflow.availability =
                Mode::Status { reply_minutes: None, away: Away::Chat, at_capacity: at_capacity.clone() };
            chatflow.routing = Rule::NOBODY;
        }
        let ready = ready(&file);
        let crew = |open: u16| {
            let crew = json!([{"known": {"agent": {"id": "anna", "name": "Anna"}, "has_seat": true,
                "is_member": true, "teams": [], "is_away": false, "reassign_replies": false, "capacity": 1},
                "open": open, "idle_since": 0}]);
            serde_json::from_value::<Vec<Working>>(crew).unwrap()
        };
        let asks = || {
            let written = text(|out| ready.write_decision(out, PAGES[0], &[], NOW)).unwrap();
            let written: Value = serde_json::from_str(&written).unwrap();
            let home = Asks { referer: Some(PAGES[0]), ..Asks::default() };
            let boot = text(|out| ready.write_boot(out, &file.account, "e", home, NOW)).unwrap();
            let boot: Value = serde_json::from_str(&boot).unwrap();
            assert_eq!((&boot["d"], &boot["v"]), (&written["d"], &written["v"]));
            (written["d"]["e"].clone(), written["v"]["shown"].clone())
        };
        for _ in 0..2 {
            ready.watched().into_iter().for_each(|inbox| ready.put_crew(inbox, crew(1)));
            assert_eq!(asks(), (json!({"a": 0, "m": message}), json!("away")));
            ready.watched().into_iter().for_each(|inbox| ready.put_crew(inbox, crew(0)));
            assert_eq!(asks(), (Value::Null, json!("available")));
        }
    }

    #[test]
    fn a_boot_is_written_as_serde_writes_it() {
        let file = demo();
        let ready = ready(&file);
        let mut is_idle_anywhere = false;
        for referer in PAGES.into_iter().map(Some).chain([None]) {
            for (edge, place, languages) in [
                ("https://edge.example", None, ""),
                ("http://\"\\", Place::of("DE", None), "de-CH,en"),
                ("https://edge.example", Place::of("DE", Some("BY")), "de-CH,en"),
            ] {
                let asks = Asks { referer, place: place.as_ref(), languages, draw: 0 };
                let boot = ready.boot(file.account.clone(), edge.into(), asks, NOW);
                let expected = serde_json::to_string(&boot).unwrap();
                let mut written = Vec::new();
                let is_idle = ready.write_boot(&mut written, &file.account, edge, asks, NOW);
                assert_eq!(String::from_utf8(written).unwrap(), expected, "{referer:?}");
                assert_eq!(is_idle, Some(boot.is_idle()), "{referer:?}");
                is_idle_anywhere |= boot.is_idle();
            }
        }
        assert!(is_idle_anywhere);
    }
}
