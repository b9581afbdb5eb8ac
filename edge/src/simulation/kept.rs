//! What is published is kept, so that a decision can be made again with the rules of its moment (N3).
//!
//! Knows how a book is packed. Does not know how many are kept, nor what a decision is.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use protocol::account::Chatflow;
use protocol::limits::KEPT_RULE_BYTES;
use targeting::OwnedBook;

use crate::book::Published;
use crate::error::Error;
use crate::store::account::rule_sets;
use crate::store::{Sql, StoreError};

/// Rules that were in force.
pub(super) struct Kept {
    /// When they came into force last, in ms.
    pub(super) published_at: u64,
    /// Ready to decide; `None` where they were too many to be kept, or another release wrote their book.
    pub(super) book: Option<OwnedBook>,
}

/// Keeps the rules of these chatflows as those that are in force from `now` (ms) on. Of what changes only texts, nothing
/// is kept a second time.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, chatflows: &[Chatflow], now: u64) -> Result<(), StoreError> {
    keep_book(sql, &compile(chatflows), now)
}

/// The same for rules that are published.
///
/// # Errors
/// [`StoreError`] from the database; a fault where the rules are no book.
pub fn keep_published(sql: &impl Sql, published: &Published, now: u64) -> Result<(), Error> {
    let bytes = STANDARD.decode(&published.rules);
    let bytes = bytes.map_err(|error| Error::fault("a published book", error))?;
    Ok(keep_book(sql, &bytes, now)?)
}

fn keep_book(sql: &impl Sql, bytes: &[u8], now: u64) -> Result<(), StoreError> {
    let Some(fingerprint) = fingerprint_of(bytes) else { return Ok(()) };
    if rule_sets::newest(sql)?.as_deref() != Some(&fingerprint) {
        rule_sets::keep(sql, &fingerprint, pack(bytes), now)?;
    }
    Ok(())
}

/// The rules of that fingerprint, if they are still known.
pub(super) fn find(sql: &impl Sql, fingerprint: &str) -> Result<Option<Kept>, StoreError> {
    let Some(kept) = rule_sets::by_fingerprint(sql, fingerprint)? else { return Ok(None) };
    let book = unpack(&kept.packed).and_then(|bytes| OwnedBook::read(bytes).ok());
    Ok(Some(Kept { published_at: kept.published_at, book }))
}

/// The book of these chatflows.
pub(super) fn compile(chatflows: &[Chatflow]) -> Vec<u8> {
    let rules: Vec<_> = chatflows.iter().map(|chatflow| chatflow.targeting.clone()).collect();
    targeting::compile(&rules).bytes
}

/// The fingerprint as an id says it.
pub(super) fn fingerprint(book: &OwnedBook) -> String {
    format!("{:016x}", book.book().fingerprint())
}

fn fingerprint_of(bytes: &[u8]) -> Option<String> {
    let book = targeting::RuleBook::read(bytes).ok()?;
    Some(format!("{:016x}", book.fingerprint()))
}

/// The bytes, packed; none where they are too many to be kept.
fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    // Writing into memory cannot fail; were it to, the rules would only not be kept.
    let packed = packer.write_all(bytes).and_then(|()| packer.finish()).unwrap_or_default();
    if packed.len() > KEPT_RULE_BYTES { Vec::new() } else { packed }
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Reads a book that was just made.
///
/// # Errors
/// A fault: our own compiler made it.
pub(super) fn read(bytes: Vec<u8>) -> Result<OwnedBook, Error> {
    OwnedBook::read(bytes).map_err(|error| Error::fault("a compiled book", error))
}
