//! What a stranger gets, written at once: the JSON of a [`Decision`] and of a [`Boot`], byte for
//! byte as serde writes them.
//!
//! A chatflow's own part never changes while the account's book is the same, and is by far the longest: it is written
//! once, and copied from then on.

use std::io::Write as _;

use conversation::ids::AccountId;
use protocol::boot::page_hash;
use targeting::Visitor;

use super::Ready;

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
        out.extend_from_slice(b"{\"d\":");
        self.write_show(out, found.flow)?;
        write!(out, ",\"b\":{},\"i\":", self.version).ok()?;
        serde_json::to_writer(&mut *out, &found.id).ok()?;
        self.write_team(out, found.flow, now)?;
        out.push(b'}');
        Some(())
    }

    /// Writes what [`Ready::boot`] makes of the same. `None` where it cannot be written.
    pub fn write_boot(
        &self,
        out: &mut Vec<u8>,
        account: &AccountId,
        edge: &str,
        referer: Option<&str>,
        country: Option<&str>,
        now: u64,
    ) -> Option<()> {
        let (page, found) = self.of_referer(referer).unzip();
        out.extend_from_slice(b"{\"a\":");
        serde_json::to_writer(&mut *out, account.as_str()).ok()?;
        out.extend_from_slice(b",\"e\":");
        serde_json::to_writer(&mut *out, edge).ok()?;
        out.extend_from_slice(b",\"h\":");
        serde_json::to_writer(&mut *out, &page.map(page_hash)).ok()?;
        let (fragment_rules, conditions) = (self.book.book().has_fragment_rules(), self.has_conditions());
        write!(out, ",\"f\":{fragment_rules},\"n\":{conditions}").ok()?;
        if let Some(country) = country.filter(|_| conditions) {
            out.extend_from_slice(b",\"q\":");
            serde_json::to_writer(&mut *out, country).ok()?;
        }
        out.extend_from_slice(b",\"d\":");
        self.write_show(out, found.as_ref().and_then(|found| found.flow))?;
        write!(out, ",\"b\":{}", self.version).ok()?;
        if let Some(found) = found {
            out.extend_from_slice(b",\"i\":");
            serde_json::to_writer(&mut *out, &found.id).ok()?;
            self.write_team(out, found.flow, now)?;
        }
        out.push(b'}');
        Some(())
    }

    fn write_team(&self, out: &mut Vec<u8>, flow: Option<usize>, now: u64) -> Option<()> {
        let flow = flow.and_then(|at| self.flows.get(at));
        if let Some(team) = flow.and_then(|flow| self.team(flow, now)) {
            out.extend_from_slice(b",\"v\":");
            serde_json::to_writer(&mut *out, &team).ok()?;
        }
        Some(())
    }

    fn write_show(&self, out: &mut Vec<u8>, flow: Option<usize>) -> Option<()> {
        let Some((flow, written)) = flow.and_then(|at| Some((self.flows.get(at)?, self.written.get(at)?)))
        else {
            out.extend_from_slice(b"null");
            return Some(());
        };
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

#[cfg(test)]
mod tests {
    use super::super::tests::{demo, ready};
    use super::*;

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

    fn text(written: impl FnOnce(&mut Vec<u8>) -> Option<()>) -> Option<String> {
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
                    let decision = Decision {
                        team: flow.and_then(|flow| ready.team(flow, NOW)),
                        show: decided.show,
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
    fn a_boot_is_written_as_serde_writes_it() {
        let file = demo();
        let ready = ready(&file);
        for referer in PAGES.into_iter().map(Some).chain([None]) {
            for (edge, country) in [("https://edge.example", None), ("http://\"\\", Some("DE"))] {
                let boot =
                    ready.boot(file.account.clone(), edge.into(), referer, country.map(str::to_owned), NOW);
                let expected = serde_json::to_string(&boot).unwrap();
                let written = text(|out| ready.write_boot(out, &file.account, edge, referer, country, NOW));
                assert_eq!(written, Some(expected), "{referer:?}");
            }
        }
    }
}
