//! Identifiers, parsed once at the door: a value of these types is well-formed.
//!
//! Knows the shapes only. No id is a capability: whoever holds one still has to be authorised.

use alloc::string::{String, ToString};
use core::fmt;

/// Why a text is not the id it was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdFormat {
    /// What the id should have named, for the message: `thread`, `chatflow`, …
    pub what: &'static str,
}

impl fmt::Display for IdFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a well-formed ")?;
        f.write_str(self.what)?;
        f.write_str(" id")
    }
}

impl core::error::Error for IdFormat {}

/// Characters of a random part that make a thread's number.
const NUMBER_LEN: usize = 10;
/// Characters of a random part: 128 bits in lower-case base32 (RFC 4648, without padding).
pub const RANDOM_LEN: usize = 26;

fn is_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=40).contains(&bytes.len())
        && bytes[0] != b'-'
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

fn is_random(text: &str) -> bool {
    text.len() == RANDOM_LEN && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
}

fn is_thread(text: &str) -> bool {
    match text.split_once('-') {
        Some((shard, random)) => shard_number(shard).is_some() && is_random(random),
        None => false,
    }
}

/// A shard's number as it is written in ids: no sign, no leading zero, below 65,536.
fn shard_number(text: &str) -> Option<u16> {
    let canonical = text == "0" || !text.starts_with(['0', '+']);
    if canonical { text.parse().ok() } else { None }
}

fn is_client_message(text: &str) -> bool {
    (8..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The 26 characters of 128 random bits, as used in [`VisitorId`], [`ThreadId`] and [`ClientMessageId`].
///
/// The caller brings the randomness; this crate has none.
#[must_use]
pub fn random_part(bits: [u8; 16]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut number = u128::from_be_bytes(bits);
    let mut out = [b'a'; RANDOM_LEN];
    for place in out.iter_mut().rev() {
        *place = ALPHABET[(number & 31) as usize];
        number >>= 5;
    }
    out.iter().map(|b| *b as char).collect()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $check:path, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("pattern" = $pattern)))]
        pub struct $name(String);

        impl $name {
            /// Checks the shape.
            ///
            /// # Errors
            /// [`IdFormat`] where the text is not of the shape the type's description gives.
            pub fn parse(text: &str) -> Result<Self, IdFormat> {
                if $check(text) { Ok(Self(text.to_string())) } else { Err(IdFormat { what: $what }) }
            }

            /// The id as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdFormat;
            fn try_from(text: String) -> Result<Self, IdFormat> {
                if $check(&text) { Ok(Self(text)) } else { Err(IdFormat { what: $what }) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A file that somebody sends with a message: 26 characters of `a-z2-7`, 128 random bits.
    FileId, "file", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// A customer of Parlor: 1 to 40 of `a-z 0-9 -`, not starting with a hyphen.
    AccountId, "account", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// An inbox of an account; same shape as [`AccountId`].
    InboxId, "inbox", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A configured chat experience; same shape as [`AccountId`].
    ChatflowId, "chatflow", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A person who answers; same shape as [`AccountId`].
    AgentId, "agent", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A group of agents; same shape as [`AccountId`].
    TeamId, "team", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// Something that people can do and conversations may need (P40); same shape as [`AccountId`].
    SkillId, "skill", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A page of the owner's own beside a conversation (P58); same shape as [`AccountId`].
    AppId, "app", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A kind of communication that people can subscribe to (S86); same shape as [`AccountId`].
    SubscriptionId, "subscription", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A person we can name; same shape as [`AccountId`].
    ContactId, "contact", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A named set of contacts; same shape as [`AccountId`].
    ListId, "list", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// Something that can be known of a contact; same shape as [`AccountId`].
    PropertyId, "property", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A step of a bot; same shape as [`AccountId`].
    StepId, "step", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A word that agents sort threads by; same shape as [`AccountId`].
    LabelId, "label", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A saved view of an inbox; same shape as [`AccountId`].
    ViewId, "view", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A saved reply (P45); same shape as [`AccountId`].
    SavedReplyId, "saved reply", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// A macro (P46); same shape as [`AccountId`].
    MacroId, "macro", is_slug, "^[a-z0-9][a-z0-9-]{0,39}$"
}
id! {
    /// Something that belongs to a contact, such as a ticket: [`RANDOM_LEN`] characters of `a-z 2-7`.
    RecordId, "record", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// An invitation: same shape as [`RecordId`].
    InvitationId, "invitation", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// A browser that acted: [`RANDOM_LEN`] characters of `a-z 2-7`.
    VisitorId, "visitor", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// One thread: `<shard>-<random>`, so that its address never needs a look-up.
    ThreadId, "thread", is_thread, "^(0|[1-9][0-9]{0,4})-[a-z2-7]{26}$"
}
id! {
    /// A webhook of an account (P67): [`RANDOM_LEN`] characters of `a-z 2-7`.
    WebhookId, "webhook", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// A token that a program uses the API with (P66): [`RANDOM_LEN`] characters of `a-z 2-7`.
    TokenId, "token", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// A secret that a site says with who its visitors are (P1): [`RANDOM_LEN`] characters of `a-z 2-7`.
    SecretId, "secret", is_random, "^[a-z2-7]{26}$"
}
id! {
    /// Made by the sender before the first attempt: 8 to 64 of `A-Z a-z 0-9 -` (promise P2).
    ClientMessageId, "client message", is_client_message, "^[A-Za-z0-9-]{8,64}$"
}

impl VisitorId {
    /// A new visitor from 128 random bits.
    #[must_use]
    pub fn from_random(bits: [u8; 16]) -> Self {
        Self(random_part(bits))
    }

    /// What a visitor without a name is called in lists: the last four characters, upper-case.
    #[must_use]
    pub fn short(&self) -> String {
        self.0[RANDOM_LEN - 4..].to_ascii_uppercase()
    }
}

impl ThreadId {
    /// A new thread of a shard, from 128 random bits.
    #[must_use]
    pub fn from_random(shard: u16, bits: [u8; 16]) -> Self {
        let mut text = shard.to_string();
        text.push('-');
        text.push_str(&random_part(bits));
        Self(text)
    }

    /// The shard of the inbox that keeps this thread.
    #[must_use]
    pub fn shard(&self) -> u16 {
        self.0.split_once('-').and_then(|(shard, _)| shard_number(shard)).unwrap_or(0)
    }

    /// The number that programs know it by which take ids for numbers: its first 50 random bits, which every language's
    /// numbers hold.
    #[must_use]
    pub fn number(&self) -> u64 {
        let random = self.0.split_once('-').map_or("", |(_, random)| random);
        let value = |byte: u8| if byte.is_ascii_digit() { byte - b'2' + 26 } else { byte.wrapping_sub(b'a') };
        random.bytes().take(NUMBER_LEN).fold(0, |number, byte| number * 32 + u64::from(value(byte)))
    }

    /// The beginning of the random part of every thread of that number; none where no thread can have it.
    #[must_use]
    pub fn beginning_of(number: u64) -> Option<String> {
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let place = |at: usize| ALPHABET[(number >> (5 * (NUMBER_LEN - 1 - at)) & 31) as usize] as char;
        (number >> (5 * NUMBER_LEN) == 0).then(|| (0..NUMBER_LEN).map(place).collect())
    }
}

impl ClientMessageId {
    /// A new id from 128 random bits.
    #[must_use]
    pub fn from_random(bits: [u8; 16]) -> Self {
        Self(random_part(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_lower_case_words() {
        for good in ["demo", "a", "kiln-and-kettle", "0", "2-go"] {
            assert!(AccountId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "Demo", "a b", "a/b", "a_b", "é", "a.b", &"a".repeat(41)] {
            assert!(AccountId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_thread_id_carries_its_shard() {
        let id = ThreadId::from_random(12, [7; 16]);
        assert_eq!(id.shard(), 12);
        assert_eq!(ThreadId::parse(id.as_str()), Ok(id));
        for bad in
            ["", "0", "0-", "-1-abc", "00-aaaaaaaaaaaaaaaaaaaaaaaaaa", "70000-aaaaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            assert!(ThreadId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_thread_has_a_number_that_leads_back_to_it() {
        // H89 H1: as `widget/loader/hubspot.js` makes it
        let id = |random: &str| ThreadId::parse(&alloc::format!("3-{random}{}", "q".repeat(16))).unwrap();
        for (random, number) in
            [("aaaaaaaaaa", 0), ("aaaaaaaaab", 1), ("aaaaaaaab7", 63), ("7777777777", (1 << 50) - 1)]
        {
            assert_eq!(id(random).number(), number, "{random}");
            assert_eq!(ThreadId::beginning_of(number).as_deref(), Some(random));
        }
        assert_eq!(ThreadId::beginning_of(1 << 50), None);
    }

    #[test]
    fn random_parts_keep_all_bits_apart() {
        let a = random_part([0; 16]);
        let mut bits = [0; 16];
        bits[0] = 0x80;
        assert_eq!(a.len(), RANDOM_LEN);
        assert_ne!(a, random_part(bits));
        bits = [0; 16];
        bits[15] = 1;
        assert_ne!(a, random_part(bits));
        assert!(VisitorId::parse(&random_part([0xff; 16])).is_ok());
    }
}
