//! What objects are asked: one type a question, its verb and the type of its answer.
//!
//! These never leave the Worker, so they are not protocol. During a roll-out a newer Worker may still reach an older
//! object: fields are only added, with a default.

use conversation::access::Role;
use conversation::ids::{
    AccountId, AgentId, ChatflowId, ClientMessageId, ContactId, FileId, InboxId, ThreadId, VisitorId,
};
use conversation::redaction::Redaction;
use conversation::routing::Rule;
use conversation::routing::precedence::ListPriority;
use conversation::view::{Standing, View};
use protocol::account::Account;
use protocol::frame::{Agent, Annotation, Entry, Row, ServerFrame, ThreadState};
use protocol::poll::Poll;
use protocol::rest::{ContactCard, InboxInfo, Log, Rows, Settings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::book::Published;
use crate::lists::moves::News;
use crate::shard::consent::Consenting;

/// A question to an object.
pub trait Call: Serialize + DeserializeOwned {
    /// The last part of its address.
    const VERB: &'static str;
    /// What is answered.
    type Answer: Serialize + DeserializeOwned;
}

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident $verb:literal { $($(#[$about:meta])* $field:ident: $type:ty,)* } -> $answer:ty;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Serialize, Deserialize)]
            pub struct $name { $($(#[$about])* pub $field: $type,)* }

            impl Call for $name {
                const VERB: &'static str = $verb;
                type Answer = $answer;
            }
        )*
    };
}

pub mod act;
pub mod apps;
pub mod audit;
pub mod beginning;
pub mod bot;
pub mod chatflows;
pub mod colleagues;
pub mod desk;
pub mod files;
pub mod form;
pub mod identities;
pub mod lists;
pub mod macros;
pub mod model;
pub mod oneself;
pub mod passkeys;
pub mod rebuild;
pub mod receipts;
pub mod reply;
pub mod reports;
pub mod saved_replies;
pub mod simulation;
pub mod skills;
pub mod staff;
pub mod subscriptions;
pub mod tokens;
pub mod transcripts;
pub mod v3;
pub mod visitor;
pub mod webhooks;

pub use act::Act;
pub use beginning::{Beginning, Claimed, ContactFacts, ThreadFacts};
pub use chatflows::{
    CheckChatflow, CreateChatflow, DeleteChatflow, GetChatflow, ListChatflows, OrderChatflows, PreviewShow,
    SaveChatflow, SwitchChatflow,
};

calls! {
    // The directory.

    /// Whether an account exists.
    HasAccount "has-account" {
        /// Which.
        account: AccountId,
    } -> bool;
    /// Every account.
    Accounts "accounts" {} -> Vec<AccountId>;
    /// Enters an account with the digests of the addresses that sign in to it.
    Enter "enter" {
        /// Which.
        account: AccountId,
        /// Digests of addresses.
        email_digests: Vec<String>,
        /// Only where there is no account at all yet.
        as_the_first: bool,
    } -> Entered;
    /// Counts an attempt to sign in and says where the address belongs. `rate_limited` before any hash is computed.
    Attempt "attempt" {
        /// Digest of the address.
        email_digest: String,
    } -> Option<AccountId>;
    /// Forgets an address's attempts after it signed in.
    ForgetAttempts "forget-attempts" {
        /// Digest of the address.
        email_digest: String,
    } -> ();

    // The account.

    /// Writes an account file into an empty account; `false` where one is there already.
    Import "import" {
        /// The file.
        file: Account,
        /// PHC strings of the people's passwords, in their order.
        passwords: Vec<String>,
    } -> bool;
    /// What is published; `None` where the caller has the newest.
    Publish "publish" {
        /// The version the caller has.
        known: Option<u64>,
    } -> Option<Published>;
    /// What is published, and whose lists changed: what a Worker asks every few seconds.
    Refresh "refresh" {
        /// The version the caller has.
        known: Option<u64>,
        /// The latest change of lists that the caller knows (ms); 0 for none.
        moved_since: u64,
    } -> Refreshed;
    /// Keeps a session.
    OpenSession "open-session" {
        /// Digest of its token.
        digest: String,
        /// Whose.
        person: AgentId,
        /// Its end, in ms.
        expires_at: u64,
        /// The browser, by its own word.
        #[serde(default)]
        browser: Option<String>,
        /// The system it runs on.
        #[serde(default)]
        system: Option<String>,
    } -> Option<Session>;
    /// Whose session this is.
    FindSession "find-session" {
        /// Digest of its token.
        digest: String,
    } -> Option<Session>;
    /// Ends a session.
    CloseSession "close-session" {
        /// Digest of its token.
        digest: String,
    } -> ();
    /// The verified contact with that address.
    FindContact "find-contact" {
        /// The address.
        email: String,
    } -> Option<ContactFacts>;
    /// The contact that a visitor is now: the one their token names while there is one, else the one they claimed.
    ContactOf "contact-of" {
        /// Who.
        visitor: VisitorId,
        /// Whom their token names.
        named: Option<ContactId>,
    } -> Option<ContactFacts>;
    /// A contact as agents see one.
    CardOf "card-of" {
        /// Which.
        contact: ContactId,
    } -> Option<ContactCard>;
    /// A visitor typed their address, which makes or changes the contact they claim to be. `None` where the site's
    /// server said who they are: then nothing changes.
    Claim "claim" {
        /// Who.
        visitor: VisitorId,
        /// Whom their token names.
        named: Option<ContactId>,
        /// The address, checked and in lower case.
        email: String,
    } -> Option<Claimed>;
    /// What a thread has to know of its chatflow; `None` where there is no such chatflow, or it is switched off.
    BeginFacts "begin-facts" {
        /// The chatflow.
        chatflow: ChatflowId,
        /// Whose thread.
        visitor: VisitorId,
        /// Whom the visitor's token names.
        named: Option<ContactId>,
        /// The version of the consent text that the visitor was shown.
        consent: Option<u32>,
    } -> Option<Beginning>;
    /// The same about consent alone, for a thread that has begun; its chatflow may be switched off, or gone.
    ConsentFacts "consent-facts" {
        /// The chatflow.
        chatflow: ChatflowId,
        /// The version of the consent text that the visitor was shown.
        version: Option<u32>,
    } -> Consenting;
    /// Notes a thread of a visitor.
    NoteThread "note-thread" {
        /// Whose.
        visitor: VisitorId,
        /// Their contact.
        contact: Option<ContactId>,
        /// Where.
        inbox: InboxId,
        /// Which.
        thread: ThreadId,
        /// Since when.
        opened_at: u64,
    } -> ();
    /// The inboxes in which a visitor began conversations.
    InboxesOf "inboxes-of" {
        /// Who.
        visitor: VisitorId,
    } -> Vec<InboxId>;
    /// The account's settings.
    GetSettings "get-settings" {} -> Settings;
    /// What is masked in what visitors write (N20).
    GetRedaction "get-redaction" {} -> Redaction;
    /// Changes settings; what is absent stays.
    PutSettings "put-settings" {
        /// The sites, all of them.
        origins: Option<Vec<String>>,
        /// Whether consent can be asked for.
        gdpr: Option<bool>,
        /// Whether only the site's own server can say who a visitor is.
        #[serde(default)]
        verified_only: Option<bool>,
        /// What is masked in what visitors write, all of it.
        #[serde(default)]
        redaction: Option<Redaction>,
        /// Whose contacts come first, all of it.
        #[serde(default)]
        list_priorities: Option<Vec<ListPriority>>,
    } -> Settings;

    // The inbox.

    /// A shard tells of a thread, at least once.
    TellInbox "tell" {
        /// Its row as it stands.
        row: Row,
        /// What is new in its log.
        entries: Vec<Entry>,
        /// The rule for whoever is to get it.
        routing: Rule,
        /// The contact's owner when the thread began.
        #[serde(default)]
        owner: Option<AgentId>,
        /// Whom the visitor had spoken with last by then.
        #[serde(default)]
        last_agent: Option<AgentId>,
        /// The thread as it stands.
        state: ThreadState,
        /// What is new beside it.
        #[serde(default)]
        annotations: Vec<Annotation>,
    } -> ();
    /// The rows of a view.
    ListRows "rows" {
        /// Who looks.
        me: AgentId,
        /// Which view.
        view: View,
        /// Which status.
        status: Standing,
        /// Older than this cursor.
        before: Option<String>,
        /// How many.
        limit: u32,
    } -> Rows;
    /// An agent's act, for the shard that keeps the thread.
    ForwardAct "act" {
        /// Which thread.
        thread: ThreadId,
        /// What.
        act: Act,
        /// Who.
        by: Agent,
    } -> ThreadState;
    /// A thread's log, from the shard that keeps it.
    ForwardLog "log" {
        /// Which thread.
        thread: ThreadId,
        /// After this place.
        after_seq: u64,
        /// How many entries.
        limit: u32,
    } -> Log;
    /// What a thread knows of who is behind it, from the shard that keeps it.
    ForwardFacts "facts" {
        /// Which thread.
        thread: ThreadId,
    } -> ThreadFacts;
    /// What passes in threads, for the agents who follow them: marks, typing, presence. Best effort.
    ShowPassing "show-passing" {
        /// What is shown.
        frames: Vec<ServerFrame>,
    } -> ();
    /// Closes the sockets of a session that ended.
    DropSession "drop-session" {
        /// Digest of its token.
        digest: String,
    } -> ();

    // The shard.

    /// An agent replies.
    Reply "reply" {
        /// Which thread.
        thread: ThreadId,
        /// Made before the first attempt.
        client_message_id: ClientMessageId,
        /// What is said.
        text: String,
        /// The files it carries.
        #[serde(default)]
        attachments: Vec<FileId>,
        /// Who.
        by: Agent,
        /// The place of the message that it answers.
        #[serde(default)]
        reply_to: Option<u64>,
    } -> Replied;
    /// An agent does something else.
    ActOn "act-on" {
        /// Which thread.
        thread: ThreadId,
        /// What.
        act: Act,
        /// Who.
        by: Agent,
    } -> ThreadState;
    /// A thread's log.
    ReadLog "read-log" {
        /// Which thread.
        thread: ThreadId,
        /// After this place.
        after_seq: u64,
        /// How many entries.
        limit: u32,
    } -> Log;
    /// What a thread knows of who is behind it.
    ReadFacts "read-facts" {
        /// Which thread.
        thread: ThreadId,
    } -> ThreadFacts;
    /// How far an agent has shown a thread.
    AgentReceived "received" {
        /// Which thread.
        thread: ThreadId,
        /// Up to this place.
        seq: u64,
        /// Who.
        by: AgentId,
        /// Whether they have not only been shown it, but seen it.
        #[serde(default)]
        read: bool,
    } -> ();
    /// An agent is typing. Best effort.
    AgentTypes "agent-types" {
        /// In which thread.
        thread: ThreadId,
        /// Who.
        by: Agent,
    } -> ();
    /// Whether a thread's visitor has the chat on a page.
    IsHere "is-here" {
        /// Which thread.
        thread: ThreadId,
    } -> bool;

    // Whoever holds lines.

    /// A visitor who polls asks; answers `Polled` as JSON, after a while.
    PollVisitor "poll-visitor" {
        /// As it came.
        poll: Poll,
        /// The page's.
        origin: String,
    } -> String;
    /// An agent who polls asks; answers as above.
    PollAgent "poll-agent" {
        /// As it came.
        poll: Poll,
        /// Who, as in the header of a socket's request.
        agent: String,
    } -> String;

    /// Sends everybody away; answers how many there were.
    Drain "drain" {} -> u64;
}

/// What entering an account came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entered {
    /// It is there now.
    New,
    /// It was there already.
    Known,
    /// One of the addresses signs in elsewhere.
    EmailTaken,
    /// It was to be the first, and is not.
    NotTheFirst,
}

/// What a Worker did not know.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refreshed {
    /// `None` where the caller has the newest.
    pub published: Option<Published>,
    /// Whose lists changed.
    pub news: News,
}

/// Who a session belongs to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The person.
    pub id: AgentId,
    /// Their display name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The account's name.
    pub account_name: String,
    /// The inboxes they are members of.
    pub inboxes: Vec<InboxInfo>,
    /// When the session ends, in ms.
    pub expires_at: u64,
    /// The name of the token that stands for them here.
    #[serde(default)]
    pub token: Option<String>,
}

/// A reply is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Replied {
    /// Its place.
    pub seq: u64,
    /// When.
    pub at: u64,
    /// What the inbox would be told of it: it hears it with this answer, so that whoever replied is acknowledged
    /// before anybody is shown the reply.
    pub news: Option<TellInbox>,
}
