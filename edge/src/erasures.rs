//! Proofs of erasure (N18): made where something is erased, kept by the account, and looked up by their number.
//!
//! A proof says when, by whom, what kinds and how much, with the hashes of the receipts that were given: whoever has the text
//! of one can show that it was there. Nothing leads from it to what was erased.

use conversation::ids::{VisitorId, random_part};
use protocol::rest::erasures::{Counts, Erased, ErasedBy, Erasure, Erasures};

use crate::error::Error;
use crate::store::account::{contacts, erasures as rows};
use crate::store::threads::traces::Traces;
use crate::store::{Sql, StoreError};
use crate::subscriptions;

/// Proofs that are told at once.
pub const AT_ONCE: u32 = 200;
/// Letters in a number; 60 random bits, three groups of four.
const LETTERS: usize = 12;

/// A number, from random bits: `K7QD-2MXA-PPZ3`.
#[must_use]
pub fn number(bits: [u8; 16]) -> String {
    let letters = random_part(bits).to_uppercase();
    let last: Vec<char> = letters.chars().rev().take(LETTERS).collect();
    last.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A number as somebody typed it.
#[must_use]
pub fn typed(number: &str) -> String {
    let letters: Vec<char> =
        number.to_uppercase().chars().filter(char::is_ascii_alphanumeric).take(LETTERS + 1).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The proof that a thread is gone for good since `at` (ms).
#[must_use]
pub fn of_thread(number: String, left: Traces, at: u64) -> Erasure {
    let by = left.by.map_or(ErasedBy::System, |id| ErasedBy::Agent { id });
    Erasure { number, at, what: Erased::Thread, by, counts: left.counts, receipts: left.receipts }
}

/// A visitor is forgotten at `now` (ms), whose threads left that: nothing leads from them to a contact any more, nobody writes
/// to them, and a proof of it is kept; its number. `None` where there was nothing to do.
///
/// # Errors
/// A fault of the database.
pub fn forget(
    sql: &impl Sql,
    (visitor, instead): (&VisitorId, &VisitorId),
    number: Option<String>,
    left: Traces,
    now: u64,
) -> Result<Option<String>, Error> {
    sql.atomically(|| {
        let contacts = u64::from(contacts::of_visitor(sql, None, visitor)?.is_some());
        let subscriptions = subscriptions::forget(sql, visitor, now)?;
        contacts::part(sql, visitor, instead)?;
        let counts = left.counts.and(Counts { contacts, subscriptions, ..Counts::default() });
        let Some(number) = number.filter(|_| !counts.is_empty()) else { return Ok(None) };
        let by = ErasedBy::Visitor { id: visitor.clone() };
        let proof = Erasure { number, at: now, what: Erased::Visitor, by, counts, receipts: left.receipts };
        rows::keep(sql, &proof)?;
        Ok(Some(proof.number))
    })
}

/// The newest proofs, or the one of a number as somebody typed it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn find(sql: &impl Sql, number: Option<&str>) -> Result<Erasures, StoreError> {
    let number = number.map(typed);
    Ok(Erasures { erasures: rows::find(sql, number.as_deref(), AT_ONCE)? })
}

#[cfg(test)]
mod tests;
