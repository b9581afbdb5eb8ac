//! A thread's row in the inbox, made from the thread as it stands.

use conversation::ids::InboxId;
use protocol::frame::{Agent, Author, Body, Row, RowBot};

use crate::store::threads::{Kept, bots, entries};
use crate::store::{Sql, StoreError};

/// Characters of a preview.
const PREVIEW_CHARS: usize = 140;

/// The row of a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, kept: &Kept, inbox: InboxId) -> Result<Row, StoreError> {
    let (mut preview, mut from_visitor) = (String::new(), true);
    // What was taken back shows nothing of itself, and leaves the thread where it was in the list.
    let updated_at = entries::last_said(sql, &kept.id)?.map_or(kept.opened_at, |said| said.at);
    if let Some(said) = entries::last_left(sql, &kept.id)? {
        from_visitor = said.from == Author::Visitor;
        if let Body::Text { text } = &said.body {
            preview = beginning(text, PREVIEW_CHARS);
            if let (true, [file, others @ ..]) = (preview.is_empty(), &said.attachments[..]) {
                let more = if others.is_empty() { String::new() } else { format!(" +{}", others.len()) };
                preview = beginning(&format!("\u{1f4ce} {}{more}", file.name), PREVIEW_CHARS);
            }
        }
    }
    let (contact, desk) = (kept.contact.as_ref(), super::desk::to_wire(sql, kept)?);
    Ok(Row {
        thread: kept.id.clone(),
        inbox,
        visitor: kept.visitor.short(),
        name: contact.and_then(|contact| contact.name.clone()),
        email: contact.and_then(|contact| contact.email.clone()),
        verified: contact.is_some_and(|contact| contact.verified),
        chatflow: kept.chatflow.clone(),
        chatflow_name: kept.chatflow_name.clone(),
        page: kept.page.clone(),
        status: kept.state.status,
        assignee: kept.state.assignee.as_ref().map(Agent::from),
        filtered: desk.spam || desk.blocked.is_some(),
        contact: contact.map(|contact| contact.id.clone()),
        desk: Box::new(desk),
        preview,
        preview_from_visitor: from_visitor,
        opened_at: kept.opened_at,
        updated_at,
        waiting_since: kept.state.waiting_since,
        last_seq: kept.state.last_seq,
        revision: kept.revision,
        bot: bots::in_row(sql, &kept.id)?.map(|(name, in_charge)| RowBot { name, in_charge }),
    })
}

/// The beginning of a message, on one line: so many characters of it at most.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(beginning(" Hello\n\tthere  ", 20), "Hello there");
        assert_eq!(beginning(&"ü".repeat(200), PREVIEW_CHARS).chars().count(), PREVIEW_CHARS);
    }
}
