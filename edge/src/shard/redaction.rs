//! What the account said it has masked in what visitors write (N20), for a few seconds.
//!
//! A cache, so that not every number waits for the account; as old as what a Worker may hold of what is published.

use conversation::redaction::{Masks, Redaction};

/// So long what the account said will do, in ms.
const FRESH_MS: u64 = 5_000;

/// What is masked, and when the account said so.
#[derive(Debug, Default)]
pub struct Masking(Option<(Masks, u64)>);

impl Masking {
    /// The account said at `now` (ms) what is masked.
    pub fn heard(&mut self, redaction: &Redaction, now: u64) {
        self.0 = Some((Masks::from(redaction), now));
    }

    /// The text as it may be stored; `None` where the account has to be asked first.
    #[must_use]
    pub fn mask(&self, text: &str, now: u64) -> Option<String> {
        let (masks, at) = self.0.as_ref()?;
        (now.saturating_sub(*at) < FRESH_MS).then(|| masks.mask(text).unwrap_or_else(|| text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_account_said_holds_for_a_moment() {
        // N20
        let mut masking = Masking::default();
        let text = "4111111111111111";
        assert_eq!(masking.mask(text, 0), None);
        masking.heard(&Redaction::default(), 1_000);
        assert_eq!(masking.mask(text, 1_000 + FRESH_MS - 1).as_deref(), Some("••••••••••••1111"));
        assert_eq!(masking.mask("17 plates", 2_000).as_deref(), Some("17 plates"));
        assert_eq!(masking.mask(text, 1_000 + FRESH_MS), None);
    }
}
