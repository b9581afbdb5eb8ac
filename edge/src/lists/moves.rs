//! How a Worker knows that the lists in a visitor's token are out of date, without asking storage at a decision.
//!
//! With the rules that a Worker keeps in memory comes whose lists changed lately, and when. A token from before that
//! moment is read again, once; every other one is believed. What is published is at most a minute old, so a change of
//! lists is seen by the next page view after a minute, and within seconds on a site with visitors. Knows no clock.

use std::collections::HashMap;

use conversation::ids::ContactId;
use protocol::limits::IDENTITY_SECONDS;
use serde::{Deserialize, Serialize};

use crate::store::account::lists;
use crate::store::{Sql, StoreError};
use crate::token::Claims;

/// Moves told at once. Of more, the earlier ones are told by their time only.
const TOLD: u32 = 1_000;
/// Moves remembered at most.
const REMEMBERED: usize = 10_000;
/// Older moves do not matter: a token of before is read again for its age, and an identity has ended.
const MATTER_MS: u64 = IDENTITY_SECONDS * 1_000;

/// What happened since a Worker asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// Whose lists changed, and when last (ms), the latest first.
    pub moved: Vec<(ContactId, u64)>,
    /// There were more than these, all before the earliest of them.
    pub more: bool,
}

/// What changed since `since` (ms), told at `now`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn since(sql: &impl Sql, since: u64, now: u64) -> Result<News, StoreError> {
    let moved = lists::moved(sql, since.max(now.saturating_sub(MATTER_MS)), TOLD)?;
    let more = moved.len() >= TOLD as usize;
    Ok(News { moved, more })
}

/// What a Worker remembers of it, for one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    at: HashMap<ContactId, u64>,
    newest: u64,
    /// Before this, anybody's lists may have changed.
    complete_since: u64,
}

impl Moves {
    /// What to ask for: from the newest one known on.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.newest
    }

    /// Takes news in, at `now` (ms).
    pub fn hear(&mut self, news: News, now: u64) {
        if let Some((_, earliest)) = news.moved.last().filter(|_| news.more) {
            self.complete_since = self.complete_since.max(*earliest);
        }
        for (contact, at) in news.moved {
            self.newest = self.newest.max(at);
            let known = self.at.entry(contact).or_default();
            *known = (*known).max(at);
        }
        if self.at.len() > REMEMBERED {
            self.at.retain(|_, at| now.saturating_sub(*at) < MATTER_MS);
        }
        if self.at.len() > REMEMBERED {
            // Too many to tell apart: whoever has a token of before asks once.
            self.at.clear();
            self.complete_since = self.newest;
        }
    }

    /// Whether a token may say something else of lists than what is so.
    #[must_use]
    pub fn outdate(&self, claims: &Claims) -> bool {
        let Some(contact) = &claims.contact else { return false };
        // A token knows its second only; one of the same second is read again to be safe.
        let moved = self.at.get(contact).copied().unwrap_or(0).max(self.complete_since);
        moved > 0 && claims.issued <= moved / 1_000
    }
}

#[cfg(test)]
mod tests {
    use conversation::ids::{AccountId, VisitorId};

    use super::*;

    const NOW: u64 = 1_795_000_000_000;

    fn id(text: &str) -> ContactId {
        ContactId::parse(text).unwrap()
    }

    fn claims(contact: Option<&str>, issued_ms: u64) -> Claims {
        Claims {
            account: AccountId::parse("demo").unwrap(),
            visitor: VisitorId::from_random([1; 16]),
            origin: None,
            shard: 0,
            contact: contact.map(id),
            subject: None,
            lists: vec![],
            issued: issued_ms / 1_000,
            expires: u64::MAX,
            passing: false,
        }
    }

    fn news(moved: &[(&str, u64)], more: bool) -> News {
        News { moved: moved.iter().map(|(contact, at)| (id(contact), *at)).collect(), more }
    }

    #[test]
    fn a_token_from_before_a_move_is_out_of_date() {
        // S36
        let mut moves = Moves::default();
        let sofia = |issued| claims(Some("sofia"), issued);
        assert!(!moves.outdate(&sofia(NOW)));
        moves.hear(news(&[("sofia", NOW)], false), NOW);
        assert!(moves.outdate(&sofia(NOW - 1)));
        assert!(moves.outdate(&sofia(NOW)), "of the same second");
        assert!(!moves.outdate(&sofia(NOW + 1_000)));
        assert!(!moves.outdate(&claims(Some("tomas"), NOW - 1)), "somebody else's");
        assert!(!moves.outdate(&claims(None, NOW - 1)), "nobody's");
        // Hearing of an earlier one again changes nothing.
        moves.hear(news(&[("sofia", NOW - 50_000)], false), NOW);
        assert!(moves.outdate(&sofia(NOW - 1)));
        assert_eq!(moves.newest(), NOW);
    }

    #[test]
    fn what_was_not_told_is_asked_for() {
        let mut moves = Moves::default();
        moves.hear(news(&[("sofia", NOW), ("tomas", NOW - 5_000)], true), NOW);
        assert!(moves.outdate(&claims(Some("lene"), NOW - 5_000)), "perhaps");
        assert!(!moves.outdate(&claims(Some("lene"), NOW)));
    }

    #[test]
    fn too_many_are_remembered_as_one_moment() {
        let mut moves = Moves::default();
        for n in 0..=REMEMBERED {
            moves.hear(news(&[(&format!("c{n}"), NOW + n as u64)], false), NOW + n as u64);
        }
        assert!(moves.outdate(&claims(Some("c1"), NOW)));
        assert!(moves.outdate(&claims(Some("other"), NOW)));
        assert!(!moves.outdate(&claims(Some("c1"), NOW + 20_000)));
    }
}
