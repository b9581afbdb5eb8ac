//! The address of one file for one visitor and five minutes: signed, and good for nothing else (T30).

use conversation::ids::{AccountId, FileId, InboxId, VisitorId};

use crate::token::Key;

const PURPOSE: &str = "file";
/// No ticket of ours is longer.
const MAX_LEN: usize = 256;

/// What it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Where.
    pub inbox: InboxId,
    /// Where.
    pub shard: u16,
    /// What.
    pub file: FileId,
    /// Whom it was given to; whether they may still read the file is asked again.
    pub visitor: VisitorId,
    /// Until when, in seconds.
    pub expires: u64,
}

/// Writes a ticket of an account.
#[must_use]
pub fn write(key: &Key, account: &AccountId, ticket: &Ticket) -> String {
    let Ticket { inbox, shard, file, visitor, expires } = ticket;
    let words = format!("{inbox}.{shard}.{file}.{visitor}.{expires}");
    let signature = key.sign(PURPOSE, &format!("{account}.{words}"));
    format!("{words}.{signature}")
}

/// Reads a ticket of an account at `now` (seconds). Whatever is wrong with it, the answer is the same.
#[must_use]
pub fn read(key: &Key, account: &AccountId, text: &str, now: u64) -> Option<Ticket> {
    if text.len() > MAX_LEN {
        return None;
    }
    let (words, signature) = text.rsplit_once('.')?;
    if !key.verify(PURPOSE, &format!("{account}.{words}"), signature) {
        return None;
    }
    let mut parts = words.split('.');
    let ticket = Ticket {
        inbox: InboxId::parse(parts.next()?).ok()?,
        shard: parts.next()?.parse().ok()?,
        file: FileId::parse(parts.next()?).ok()?,
        visitor: VisitorId::parse(parts.next()?).ok()?,
        expires: parts.next()?.parse().ok()?,
    };
    (parts.next().is_none() && now < ticket.expires).then_some(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_opens_one_file_of_one_account_for_a_while() {
        // T30
        let key = Key::parse(&"0f".repeat(32)).unwrap();
        let account = |text: &str| AccountId::parse(text).unwrap();
        let ticket = Ticket {
            inbox: InboxId::parse("main").unwrap(),
            shard: 3,
            file: FileId::parse(&"a".repeat(26)).unwrap(),
            visitor: VisitorId::from_random([1; 16]),
            expires: 1_000,
        };
        let text = write(&key, &account("demo"), &ticket);
        assert_eq!(read(&key, &account("demo"), &text, 999), Some(ticket));
        assert_eq!(read(&key, &account("demo"), &text, 1_000), None);
        assert_eq!(read(&key, &account("other"), &text, 999), None);
        assert_eq!(read(&Key::parse(&"1f".repeat(32)).unwrap(), &account("demo"), &text, 999), None);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'b' { b'c' } else { b'b' };
            let changed = String::from_utf8(bytes).unwrap();
            // The last letter of a signature has bits to spare.
            assert!(
                at + 1 == text.len() || read(&key, &account("demo"), &changed, 999).is_none(),
                "{changed}"
            );
        }
        for bad in ["", ".", "main.3", &"a.".repeat(200)] {
            assert_eq!(read(&key, &account("demo"), bad, 0), None);
        }
    }
}
