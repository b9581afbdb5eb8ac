//! What visitors agreed to or were shown, thread by thread. Rows are written once and never changed (S89).

use conversation::consent::Choice;
use conversation::ids::ThreadId;
use protocol::rest::Receipt;

use crate::session;
use crate::store::account::consents::{mode, mode_text};
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// Keeps a receipt. The same version of a thread again is the receipt that is there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &ThreadId, receipt: &Receipt) -> Result<(), StoreError> {
    let choice = match receipt.choice {
        Choice::Agreed => "agreed",
        Choice::Implied => "implied",
    };
    sql.run(
        "INSERT INTO consents (thread, version, mode, choice, text, language, at, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (thread, version) DO NOTHING",
        values![
            thread.as_str(),
            receipt.version,
            mode_text(receipt.mode),
            choice,
            receipt.text.as_str(),
            receipt.language.as_str(),
            receipt.at,
            receipt.page.clone(),
        ],
    )?;
    Ok(())
}

fn receipt(row: &Row) -> Result<Receipt, StoreError> {
    let choice = |text: &str| match text {
        "agreed" => Ok(Choice::Agreed),
        "implied" => Ok(Choice::Implied),
        _ => Err(()),
    };
    let text = row.text(3)?;
    Ok(Receipt {
        version: version(row)?,
        mode: row.parsed(1, "a mode of consent", mode)?,
        choice: row.parsed(2, "a choice", choice)?,
        hash: session::digest(&text),
        text,
        language: row.text(4)?,
        at: row.number(5)?,
        page: row.maybe_text(6)?,
    })
}

fn version(row: &Row) -> Result<u32, StoreError> {
    u32::try_from(row.number(0)?)
        .map_err(|_| StoreError::Column { index: 0, expected: "a version of a text" })
}

/// A thread's receipts, oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<Receipt>, StoreError> {
    let statement = "SELECT version, mode, choice, text, language, at, page FROM consents WHERE thread = ? \
                     ORDER BY at, version";
    sql.run(statement, values![thread.as_str()])?.iter().map(receipt).collect()
}

/// The versions that a thread has receipts of.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn versions_of(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<u32>, StoreError> {
    let statement = "SELECT version FROM consents WHERE thread = ?";
    sql.run(statement, values![thread.as_str()])?.iter().map(version).collect()
}
