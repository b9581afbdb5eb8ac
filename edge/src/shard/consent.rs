//! Consent when a visitor writes: what may be stored, and the receipt stored with it.
//!
//! The receipt is written in the transaction of the message (row 50): under explicit consent there is never a thread
//! without one. It holds the exact text the visitor saw, so that it stays true whatever becomes of the text (S89).
//! Which texts there are is the account's to say; whether a mode lets a message through is `conversation`'s.

use std::collections::HashMap;

use conversation::consent::{Mode, Text, may_write};
use conversation::ids::{ChatflowId, ThreadId};
use protocol::code::Code;
use protocol::rest::Receipt;
use protocol::rest::subscriptions::Subscription;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::session;
use crate::store::threads::{consents, subscribed};
use crate::store::{Sql, StoreError};

/// What the account knows about consent in a chatflow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consenting {
    /// How the chatflow asks now, if it does.
    pub in_force: Option<Mode>,
    /// The text of the version the visitor was shown. `None` where they named none, or one that never was.
    pub shown: Option<Text>,
}

/// What comes with a visitor's message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// How the chatflow asks now, if it does.
    pub in_force: Option<Mode>,
    /// What is to be kept of it.
    pub receipt: Option<Receipt>,
    /// What they subscribed to, by a box of its own (S85).
    pub subscribed: Option<Subscription>,
}

impl Given {
    /// What a visitor gave at `now` (ms), under a text in a widget of that language, on a page.
    #[must_use]
    pub fn new(consenting: Consenting, language: &str, page: Option<String>, now: u64) -> Self {
        let Consenting { in_force, shown } = consenting;
        let receipt = shown.map(|Text { version, mode, text }| Receipt {
            version,
            mode,
            choice: mode.choice(),
            hash: session::digest(&text),
            text,
            language: language_to_keep(language),
            at: now,
            page,
        });
        Self { in_force, receipt, subscribed: None }
    }

    /// The same with what they subscribed to.
    #[must_use]
    pub fn subscribing(self, subscribed: Option<Subscription>) -> Self {
        Self { subscribed, ..self }
    }

    /// Refuses what a visitor says who has to agree, and neither did so now nor earlier in this thread.
    ///
    /// # Errors
    /// `consent_required`, or a fault.
    pub fn admit(&self, sql: &impl Sql, thread: &ThreadId) -> Result<(), Error> {
        // Asked in two steps, since most messages need no look at the receipts.
        let now = may_write(self.in_force, self.receipt.is_some());
        if now || may_write(self.in_force, !consents::versions_of(sql, thread)?.is_empty()) {
            return Ok(());
        }
        Err(Error::rejected(Code::ConsentRequired, "the visitor has to agree first"))
    }

    /// Keeps the receipts, once a version and once a subscription.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub(super) fn keep(&self, sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
        self.receipt.as_ref().map_or(Ok(()), |receipt| consents::keep(sql, thread, receipt))?;
        self.subscribed.as_ref().map_or(Ok(()), |made| subscribed::keep(sql, thread, made))
    }
}

/// What the account has to be asked before a message goes into a thread that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Nothing: the thread has a receipt, of this version or because none is named.
    Settled,
    /// Whether the visitor has to agree. What it said a moment ago will do.
    InForce,
    /// The text of a version.
    Version(u32),
}

/// What is open when a visitor who names that version writes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn question(sql: &impl Sql, thread: &ThreadId, named: Option<u32>) -> Result<Question, StoreError> {
    let kept = consents::versions_of(sql, thread)?;
    Ok(match named {
        Some(version) if !kept.contains(&version) => Question::Version(version),
        None if kept.is_empty() => Question::InForce,
        Some(_) | None => Question::Settled,
    })
}

/// How chatflows asked when the account said so last.
///
/// A cache, so that not every message waits for the account. For a minute only: whoever began under one rule may
/// finish the sentence under it. What a new thread needs is always asked anew.
#[derive(Debug, Default)]
pub struct InForce {
    modes: HashMap<ChatflowId, (Option<Mode>, u64)>,
}

/// So long what the account said will do.
const FRESH_MS: u64 = 60_000;

impl InForce {
    /// The account said at `now` (ms) how a chatflow asks.
    pub fn heard(&mut self, chatflow: ChatflowId, mode: Option<Mode>, now: u64) {
        self.modes.retain(|_, (_, at)| now.saturating_sub(*at) < FRESH_MS);
        self.modes.insert(chatflow, (mode, now));
    }

    /// How a chatflow asks, where the account said so a moment before `now` (ms).
    #[must_use]
    pub fn said(&self, chatflow: &ChatflowId, now: u64) -> Option<Option<Mode>> {
        let (mode, at) = self.modes.get(chatflow)?;
        (now.saturating_sub(*at) < FRESH_MS).then_some(*mode)
    }
}

/// A language tag as it is kept: `und` ([BCP 47](https://www.rfc-editor.org/info/bcp47), undetermined) for what is none.
#[must_use]
pub fn language_to_keep(language: &str) -> String {
    let is_tag = (1..=LANGUAGE_CHARS).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if is_tag { language.to_owned() } else { "und".to_owned() }
}

/// Longest language tag.
const LANGUAGE_CHARS: usize = 35;

#[cfg(test)]
mod tests;
