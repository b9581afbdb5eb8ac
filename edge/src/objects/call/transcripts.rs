//! Transcripts on their way to the shard that keeps their thread, and what it asks the account about them.

use conversation::ids::{ChatflowId, ContactId, ThreadId};
use conversation::transcript::{Language, Recipient};
use protocol::frame::Agent;
use protocol::rest::transcripts::{Recipients, Transcript, TranscriptText, Transcripts};
use serde::{Deserialize, Serialize};

use super::Call;

/// What a transcript needs that a thread does not know, as it is now.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sending {
    /// Whether the chatflow sends transcripts by itself (S155). One that is gone sends none.
    pub by_itself: bool,
    /// The account's name.
    pub account_name: String,
    /// The zone of the chatflow's business hours.
    pub zone: Option<String>,
    /// The chatflow's language.
    pub language: Language,
    /// Where the contact that was asked about is reached.
    pub to: Reached,
}

/// Where a contact is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// There is no such contact.
    #[default]
    Nobody,
    /// Their address is not known.
    NoAddress,
    /// There.
    At(Recipient),
}

impl Reached {
    /// The address, where there is one.
    #[must_use]
    pub fn at(self) -> Option<Recipient> {
        match self {
            Self::At(recipient) => Some(recipient),
            Self::Nobody | Self::NoAddress => None,
        }
    }
}

calls! {
    /// What a transcript needs of its chatflow and of whoever gets it.
    TranscriptFacts "transcript-facts" {
        /// The chatflow of the thread.
        chatflow: ChatflowId,
        /// Who gets it.
        contact: Option<ContactId>,
    } -> Sending;
    /// Contacts whose name or address holds a text.
    FindRecipients "find-recipients" {
        /// The text.
        text: String,
    } -> Recipients;
    /// A shard asks where its transcripts go.
    AddressTranscripts "address-transcripts" {} -> ();
    /// What is to go out of a thread.
    ListTranscripts "list-transcripts" {
        /// Which.
        thread: ThreadId,
    } -> Transcripts;
    /// What one says.
    ReadTranscript "read-transcript" {
        /// Of which thread.
        thread: ThreadId,
        /// Which.
        n: u64,
    } -> TranscriptText;
    /// An agent has one sent.
    SendTranscript "send-transcript" {
        /// Of which thread.
        thread: ThreadId,
        /// To whom.
        contact: ContactId,
        /// Whether they may send it to other contacts than the thread's.
        to_others: bool,
        /// Its subject, as it was typed.
        subject: Option<String>,
        /// Who.
        by: Agent,
    } -> Transcript;
}
