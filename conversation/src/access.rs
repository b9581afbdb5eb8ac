//! Who may do what: one question, one table, denied by default (T24).
//!
//! [`authorize`] answers for people in a session and for tokens alike. Knows roles, inbox membership and scopes. Does not
//! know how somebody proved who they are, or which address asks for which action: that is the edge's table.

use alloc::vec::Vec;

use crate::ids::{AccountId, InboxId};

/// What a person is in their account. Whoever stands higher may everything that those below may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Role {
    /// Reads in the inboxes they are a member of, and changes nothing.
    Viewer,
    /// Answers in the inboxes they are a member of (S109).
    Agent,
    /// May change settings, and everything an agent may (S15).
    Admin,
    /// Set the account up, or was handed it. There is exactly one, and only they hand it on.
    Owner,
}

impl Role {
    /// All of them, the lowest first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Agent, Self::Admin, Self::Owner];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Look after oneself: who one is, one's profile, password, second factor and sessions; signing out.
    BeOneself,
    /// Say whether one is there (S70).
    DeclarePresence,
    /// See the account's chatflows, and try them out.
    SeeChatflows,
    /// Switch a chatflow on or off, or change it.
    ChangeChatflows,
    /// See which lists there are, and what can be known of contacts.
    SeeLists,
    /// Look at everybody whom the account knows, and at who is on a list.
    SeeContacts,
    /// Look at one contact, by their id (S142).
    SeeContact,
    /// Find a contact by name or address, to send them something (S158).
    FindContacts,
    /// Change lists and what is known of contacts.
    ChangeLists,
    /// See the labels that threads can have.
    SeeLabels,
    /// See the owner's own pages beside conversations (P58).
    SeeApps,
    /// Make and name labels.
    ChangeLabels,
    /// See the replies that are saved for everybody, and one's own (P45).
    SeeSavedReplies,
    /// Save a reply for oneself.
    SaveOwnReplies,
    /// Save one for everybody.
    ChangeSavedReplies,
    /// See the macros that are everybody's, and one's own (P46).
    SeeMacros,
    /// Make a macro for oneself.
    SaveOwnMacros,
    /// Make one for everybody.
    ChangeMacros,
    /// See what else was done with a contact.
    SeeRecords,
    /// Write that down.
    ChangeRecords,
    /// See the account's settings: its sites, and whether consent can be asked for.
    SeeSettings,
    /// Change them; take a label off all threads.
    ChangeSettings,
    /// See who works here, in which teams, and when.
    SeePeople,
    /// Change that, invite people, and say for somebody else whether they are there (H63).
    ChangePeople,
    /// Hand the account on to somebody else.
    HandOn,
    /// See every inbox, with who works in it.
    SeeInboxes,
    /// Make, change and delete inboxes, and say who works in them (S173).
    ChangeInboxes,
    /// Read what was done in the account's administration (T47).
    SeeAudit,
    /// See tokens, webhooks and their deliveries.
    SeeIntegrations,
    /// Make, change and revoke webhooks.
    ChangeIntegrations,
    /// Make and revoke tokens: by people only, so that no token makes another. The secrets that say who visitors are, too.
    ChangeTokens,
    /// Say who a visitor is (H44).
    IdentifyVisitors,
    /// Ask for threads across inboxes (H89): of which of them something is told, [`Action::SeeThreads`] of each decides.
    AskAcrossInboxes,
    /// Do something to a thread that is named without its inbox: [`Action::WorkInThreads`] of that decides.
    ActAcrossInboxes,
    /// Look at reports (P82): of which inboxes, [`Action::SeeThreads`] of each decides, or the next one.
    SeeReports,
    /// Look at the reports of every inbox, a member of it or not: figures, and no thread.
    SeeEveryReport,
    /// Read the threads of an inbox (S175).
    SeeThreads,
    /// Answer them, and do everything else that is done to threads (S176).
    WorkInThreads,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 38] = [
        Self::BeOneself,
        Self::DeclarePresence,
        Self::SeeChatflows,
        Self::ChangeChatflows,
        Self::SeeLists,
        Self::SeeContacts,
        Self::SeeContact,
        Self::FindContacts,
        Self::ChangeLists,
        Self::SeeLabels,
        Self::SeeApps,
        Self::ChangeLabels,
        Self::SeeSavedReplies,
        Self::SaveOwnReplies,
        Self::ChangeSavedReplies,
        Self::SeeMacros,
        Self::SaveOwnMacros,
        Self::ChangeMacros,
        Self::SeeRecords,
        Self::ChangeRecords,
        Self::SeeSettings,
        Self::ChangeSettings,
        Self::SeePeople,
        Self::ChangePeople,
        Self::HandOn,
        Self::SeeInboxes,
        Self::ChangeInboxes,
        Self::SeeAudit,
        Self::SeeIntegrations,
        Self::ChangeIntegrations,
        Self::ChangeTokens,
        Self::IdentifyVisitors,
        Self::AskAcrossInboxes,
        Self::ActAcrossInboxes,
        Self::SeeReports,
        Self::SeeEveryReport,
        Self::SeeThreads,
        Self::WorkInThreads,
    ];
}

/// What a token may do at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scope {
    /// Read threads.
    #[cfg_attr(feature = "serde", serde(rename = "threads:read", alias = "conversations.read"))]
    ThreadsRead,
    /// Answer and change threads.
    #[cfg_attr(feature = "serde", serde(rename = "threads:write", alias = "conversations.write"))]
    ThreadsWrite,
    /// Read contacts, lists and records.
    #[cfg_attr(feature = "serde", serde(rename = "contacts:read"))]
    ContactsRead,
    /// Change them.
    #[cfg_attr(feature = "serde", serde(rename = "contacts:write"))]
    ContactsWrite,
    /// Read chatflows.
    #[cfg_attr(feature = "serde", serde(rename = "chatflows:read"))]
    ChatflowsRead,
    /// Change chatflows.
    #[cfg_attr(feature = "serde", serde(rename = "chatflows:write"))]
    ChatflowsWrite,
    /// Read who works here.
    #[cfg_attr(feature = "serde", serde(rename = "people:read"))]
    PeopleRead,
    /// Change who works here, and how.
    #[cfg_attr(feature = "serde", serde(rename = "people:write"))]
    PeopleWrite,
    /// Read settings, inboxes and the audit log.
    #[cfg_attr(feature = "serde", serde(rename = "settings:read"))]
    SettingsRead,
    /// Change settings and inboxes.
    #[cfg_attr(feature = "serde", serde(rename = "settings:write"))]
    SettingsWrite,
    /// Read and change webhooks.
    #[cfg_attr(feature = "serde", serde(rename = "webhooks:write"))]
    WebhooksWrite,
    /// Say who visitors are, for a site's own server (H45).
    #[cfg_attr(
        feature = "serde",
        serde(rename = "visitors:identify", alias = "conversations.visitor_identification.tokens.create")
    )]
    VisitorsIdentify,
}

/// The scopes of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Scopes(pub Vec<Scope>);

/// Whoever wants something.
#[derive(Clone, Debug)]
pub struct Actor<'a> {
    /// The account they belong to.
    pub account: &'a AccountId,
    /// What they are there.
    pub role: Role,
    /// The inboxes they are a member of.
    pub inboxes: Vec<&'a InboxId>,
    /// `None` for a person in a session. A token may do what its scopes say, and no more than its owner may.
    pub scopes: Option<&'a Scopes>,
}

/// What they want it with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource<'a> {
    /// The account, or anything that belongs to all of it.
    Account(&'a AccountId),
    /// An inbox, or anything in it.
    Inbox(&'a AccountId, &'a InboxId),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// It is not theirs, so they do not even learn whether it is there.
    Hidden,
    /// Their role does not allow it.
    Role,
    /// Their role does, and their token does not.
    Scope,
}

/// A line of the table.
struct Rule {
    /// The lowest role that may.
    least: Role,
    /// Whether only members of the inbox may, whatever their role (S109, S175).
    members_only: bool,
    /// The scope a token needs; without one only people may.
    scope: Option<Scope>,
}

/// The table.
const fn rule(action: Action) -> Rule {
    use Role::{Admin, Agent, Owner, Viewer};
    use Scope::{
        ChatflowsRead, ChatflowsWrite, ContactsRead, ContactsWrite, PeopleRead, PeopleWrite, SettingsRead,
        SettingsWrite, ThreadsRead, ThreadsWrite, VisitorsIdentify, WebhooksWrite,
    };
    let (least, scope) = match action {
        Action::BeOneself => (Viewer, None),
        Action::DeclarePresence => (Agent, Some(PeopleWrite)),
        Action::SeeChatflows => (Agent, Some(ChatflowsRead)),
        Action::ChangeChatflows => (Admin, Some(ChatflowsWrite)),
        Action::SeeLists => (Agent, Some(ContactsRead)),
        Action::SeeContacts => (Admin, Some(ContactsRead)),
        Action::SeeContact => (Viewer, Some(ContactsRead)),
        Action::FindContacts => (Agent, Some(ContactsRead)),
        Action::ChangeLists => (Admin, Some(ContactsWrite)),
        Action::SeeLabels | Action::SeeApps => (Viewer, Some(ThreadsRead)),
        Action::ChangeLabels => (Agent, Some(ThreadsWrite)),
        Action::SeeSavedReplies => (Agent, Some(ThreadsRead)),
        Action::SaveOwnReplies => (Agent, None),
        Action::ChangeSavedReplies => (Admin, Some(SettingsWrite)),
        Action::SeeMacros => (Agent, Some(ThreadsRead)),
        Action::SaveOwnMacros => (Agent, None),
        Action::ChangeMacros => (Admin, Some(SettingsWrite)),
        Action::SeeRecords => (Viewer, Some(ContactsRead)),
        Action::ChangeRecords => (Agent, Some(ContactsWrite)),
        Action::SeeSettings => (Admin, Some(SettingsRead)),
        Action::ChangeSettings => (Admin, Some(SettingsWrite)),
        Action::SeePeople => (Viewer, Some(PeopleRead)),
        Action::ChangePeople => (Admin, Some(PeopleWrite)),
        Action::HandOn => (Owner, None),
        Action::SeeInboxes => (Admin, Some(SettingsRead)),
        Action::ChangeInboxes => (Admin, Some(SettingsWrite)),
        Action::SeeAudit => (Admin, Some(SettingsRead)),
        Action::SeeIntegrations | Action::ChangeIntegrations => (Admin, Some(WebhooksWrite)),
        Action::ChangeTokens => (Admin, None),
        Action::IdentifyVisitors => (Admin, Some(VisitorsIdentify)),
        Action::SeeEveryReport => (Admin, Some(ThreadsRead)),
        Action::AskAcrossInboxes | Action::SeeReports | Action::SeeThreads => (Viewer, Some(ThreadsRead)),
        Action::ActAcrossInboxes | Action::WorkInThreads => (Agent, Some(ThreadsWrite)),
    };
    let members_only = matches!(action, Action::SeeThreads | Action::WorkInThreads);
    Rule { least, members_only, scope }
}

/// The scope that a token needs for it; without one it is for people only.
#[must_use]
pub const fn scope_of(action: Action) -> Option<Scope> {
    rule(action).scope
}

/// Whether they may do it with that.
///
/// # Errors
/// [`Denied`], which says why not.
pub fn authorize(actor: &Actor<'_>, action: Action, resource: &Resource<'_>) -> Result<(), Denied> {
    let Rule { least, members_only, scope } = rule(action);
    let (account, inbox) = match *resource {
        Resource::Account(account) => (account, None),
        Resource::Inbox(account, inbox) => (account, Some(inbox)),
    };
    // What belongs to an inbox is asked of an inbox; asked of a whole account it is nobody's.
    let is_theirs = !members_only || inbox.is_some_and(|inbox| actor.inboxes.contains(&inbox));
    if account != actor.account || !is_theirs {
        return Err(Denied::Hidden);
    }
    if actor.role < least {
        return Err(Denied::Role);
    }
    match (actor.scopes, scope) {
        (None, _) => Ok(()),
        (Some(scopes), Some(scope)) if scopes.0.contains(&scope) => Ok(()),
        (Some(_), _) => Err(Denied::Scope),
    }
}

#[cfg(test)]
mod tests;
