//! Every route there is, and which method reaches it.
//!
//! Addresses are parsed here, once: a [`Route`] holds well-formed ids or does not exist. Knows addresses and methods.
//! Does not know who may use a route, or what it does.

mod address;
mod parts;

use conversation::ids::{
    AccountId, AgentId, AppId, ChatflowId, ContactId, FileId, InboxId, InvitationId, LabelId, ListId,
    MacroId, PropertyId, RecordId, SavedReplyId, SecretId, SkillId, SubscriptionId, TeamId, ThreadId,
    TokenId, ViewId, WebhookId,
};

use crate::error::Error;
use crate::v3::Key;
use address::address;

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `GET /`: what this is.
    Start,
    /// `GET /healthz`.
    Health,
    /// `GET /widget/…`: immutable files for other people's pages.
    WidgetFile(String),
    /// `GET /console/…`: the agents' application.
    Console(String),
    /// `GET /embed/{account}.js`; an account that is no id is nobody's.
    Embed(Option<AccountId>),
    /// `POST /v1/{account}/decide`.
    Decide(AccountId),
    /// `GET`, or `POST` with a token, `/v1/{account}/book`.
    Book(AccountId),
    /// `POST /v1/{account}/explain`.
    Explain(AccountId),
    /// `POST /v1/{account}/visitors`.
    Visitors(AccountId),
    /// `POST /v1/{account}/threads`: the visitor's own.
    VisitorThreads(AccountId),
    /// `GET /v1/{account}/inboxes/{inbox}/shards/{n}/socket`.
    VisitorSocket(AccountId, InboxId, u16),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/poll`: the same without a socket.
    VisitorPoll(AccountId, InboxId, u16),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/files`: a file of the visitor's.
    VisitorFiles(AccountId, InboxId, u16),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/files/{file}`: an address for it.
    VisitorFile(AccountId, InboxId, u16, FileId),
    /// `GET /v1/{account}/files/{ticket}`: that address.
    Download(AccountId, String),
    /// `POST /api/threads/{inbox}/{thread}/files`: a file of an agent's.
    ThreadFiles(InboxId, ThreadId),
    /// `GET /api/threads/{inbox}/{thread}/files/{file}`.
    ThreadFile(InboxId, ThreadId, FileId),
    /// `POST /v1/{account}/forget`.
    ForgetVisitor(AccountId),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/log`.
    VisitorLog(AccountId, InboxId, u16),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/rating`.
    VisitorRating(AccountId, InboxId, u16),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/revise`.
    VisitorRevision(AccountId, InboxId, u16),
    /// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/labels`.
    VisitorLabels(AccountId, InboxId, u16),
    /// `GET /api/inboxes/{inbox}/ratings`.
    Ratings(InboxId),
    /// `POST /api/sign-in`.
    SignIn,
    /// `POST /api/sign-out`.
    SignOut,
    /// `GET /api/me`.
    Me,
    /// `POST /api/setup`.
    SetUp,
    /// `GET /api/inboxes/{inbox}/threads`.
    Rows(InboxId),
    /// `GET /api/inboxes/{inbox}/socket`.
    AgentSocket(InboxId),
    /// `POST /api/inboxes/{inbox}/poll`: the same without a socket.
    AgentPoll(InboxId),
    /// `GET`, and `POST` a new one, `/api/threads/{inbox}/{thread}/messages`.
    Messages(InboxId, ThreadId),
    /// `GET /api/threads/{inbox}/{thread}/details`.
    Details(InboxId, ThreadId),
    /// `POST /api/threads/{inbox}/{thread}/…`.
    Act(InboxId, ThreadId, Verb),
    /// `GET`, and `POST` a new one, `/api/chatflows`.
    Chatflows,
    /// `PUT /api/chatflows/order`.
    ChatflowOrder,
    /// `POST /api/chatflows/check`.
    ChatflowCheck,
    /// `POST /api/chatflows/simulate`.
    Simulate,
    /// `POST /api/chatflows/coverage`.
    Coverage,
    /// `POST /api/chatflows/explain-link`.
    ExplainLink,
    /// `GET`, `PUT` and `DELETE` `/api/chatflows/{id}`.
    Chatflow(ChatflowId),
    /// `PUT /api/chatflows/{id}/enabled`.
    Switch(ChatflowId),
    /// `GET`, and `POST` a new one, `/api/lists`.
    Lists,
    /// `POST /api/lists/preview`.
    ListPreview,
    /// `GET`, `PUT` and `DELETE` `/api/lists/{id}`.
    List(ListId),
    /// `POST /api/lists/{id}/members`.
    ListMembers(ListId),
    /// `GET /api/lists/{id}/contacts/{contact}`: whether and why.
    ListReason(ListId, ContactId),
    /// `GET`, and `POST` a new one, `/api/properties`.
    Properties,
    /// `PUT` and `DELETE` `/api/properties/{id}`.
    Property(PropertyId),
    /// `GET /api/contacts`.
    Contacts,
    /// `GET /api/contacts/{id}`.
    Contact(ContactId),
    /// `PUT /api/contacts/{id}/properties`.
    ContactProperties(ContactId),
    /// `GET` and `POST` `/v1/{account}/availability`.
    Availability(AccountId),
    /// `GET /v1/{account}/faces`.
    Faces(AccountId),
    /// `POST /v1/{account}/form`.
    Form(AccountId),
    /// `GET` and `PUT` `/api/me/presence`.
    MyPresence,
    /// `GET /api/people`.
    People,
    /// `PUT /api/people/{agent}/presence`.
    Presence(AgentId),
    /// `PUT /api/people/{agent}/work`.
    Work(AgentId),
    /// `GET`, and `POST` a new one, `/api/teams`.
    Teams,
    /// `PUT` and `DELETE` `/api/teams/{team}`.
    Team(TeamId),
    /// `GET`, and `POST` a new one, `/api/apps`.
    Apps,
    /// `PUT` and `DELETE` `/api/apps/{app}`.
    App(AppId),
    /// `GET`, and `POST` a new one, `/api/skills`.
    Skills,
    /// `PUT` and `DELETE` `/api/skills/{skill}`.
    Skill(SkillId),
    /// `GET`, and `POST` a new one, `/api/subscriptions`.
    Subscriptions,
    /// `PUT` and `DELETE` `/api/subscriptions/{subscription}`.
    Subscription(SubscriptionId),
    /// `GET /api/contacts/{contact}/subscriptions`.
    ContactSubscriptions(ContactId),
    /// `DELETE /api/contacts/{contact}/subscriptions/{subscription}`.
    ContactSubscription(ContactId, SubscriptionId),
    /// `POST /v1/{account}/subscriptions`: the visitor's own.
    OwnSubscriptions(AccountId),
    /// `POST /v1/{account}/unsubscribe`.
    Unsubscribe(AccountId),
    /// `GET /api/inboxes/{inbox}/colleagues`.
    Colleagues(InboxId),
    /// `GET /api/threads/{inbox}/{thread}/routing`.
    Routing(InboxId, ThreadId),
    /// `GET`, and `POST` a new one, `/api/threads/{inbox}/{thread}/transcripts`.
    Transcripts(InboxId, ThreadId),
    /// `GET /api/threads/{inbox}/{thread}/transcripts/{n}`.
    Transcript(InboxId, ThreadId, u64),
    /// `GET /api/recipients`: contacts to send something to.
    Recipients,
    /// `GET /api/chatflows/{id}/versions`.
    Versions(ChatflowId),
    /// `POST /api/chatflows/{id}/versions/{n}/restore`.
    RollBack(ChatflowId, u64),
    /// `GET` and `PUT` `/api/chatflows/{id}/schedule`.
    Schedule(ChatflowId),
    /// `GET /api/chatflows/{id}/availability`.
    Forecast(ChatflowId),
    /// `POST /api/chatflows/{id}/routing/simulate`.
    SimulateRouting(ChatflowId),
    /// `GET` and `PUT` `/api/settings`.
    Settings,
    /// `GET /openapi.json`: all of this, for programs.
    Description,
    /// `POST /api/inboxes/{inbox}/threads/find`: by a filter.
    FindThreads(InboxId),
    /// `GET /api/inboxes/{inbox}/search`: by words and operators.
    Search(InboxId),
    /// `POST /api/inboxes/{inbox}/threads/act`: the same with many.
    ActOnMany(InboxId),
    /// `GET`, and `POST` a new one, `/api/inboxes/{inbox}/views`.
    Views(InboxId),
    /// `PUT` and `DELETE` `/api/inboxes/{inbox}/views/{id}`.
    SavedView(InboxId, ViewId),
    /// `GET /api/inboxes/{inbox}/views/{id}/threads`.
    ViewThreads(InboxId, ViewId),
    /// `GET /api/inboxes/{inbox}/blocks`.
    Blocks(InboxId),
    /// `GET`, and `POST` a new one, `/api/labels`.
    Labels,
    /// `PUT` `/api/labels/{id}/pages`: whether pages may set it.
    LabelPages(LabelId),
    /// `PUT` and `DELETE` `/api/labels/{id}`.
    Label(LabelId),
    /// `POST /api/preview`: a chatflow that nobody saved, as the loader gets it.
    ChatflowPreview,
    /// `GET /chat/{account}` and `/chat/{account}/{chatflow}`: the chat on a page of its own. What is no id leads to a page that
    /// says so.
    ChatPage(Option<AccountId>, Option<ChatflowId>),
    /// `GET /preview`: the page that shows it.
    Preview,
    /// `GET /preview/loader.js`.
    PreviewLoader,
    /// `GET`, and `POST` a new one, `/api/saved-replies`.
    SavedReplies,
    /// `PUT` and `DELETE` `/api/saved-replies/{id}`.
    SavedReply(SavedReplyId),
    /// `POST /api/me/saved-replies`: for oneself.
    OwnReplies,
    /// `PUT` and `DELETE` `/api/me/saved-replies/{id}`.
    OwnReply(SavedReplyId),
    /// `GET`, and `POST` a new one, `/api/macros`.
    Macros,
    /// `PUT` and `DELETE` `/api/macros/{id}`.
    Macro(MacroId),
    /// `POST /api/me/macros`: for oneself.
    OwnMacros,
    /// `PUT` and `DELETE` `/api/me/macros/{id}`.
    OwnMacro(MacroId),
    /// `POST /api/inboxes/{inbox}/macros/{id}/run`.
    RunMacro(InboxId, MacroId),
    /// `GET`, and `POST` a new one, `/api/inboxes`.
    Inboxes,
    /// `PUT` and `DELETE` `/api/inboxes/{id}`.
    Inbox(InboxId),
    /// `GET`, and `POST` a new one, `/api/contacts/{id}/records`.
    Records(ContactId),
    /// `PUT` and `DELETE` `/api/contacts/{id}/records/{record}`.
    Record(ContactId, RecordId),
    /// `POST /api/sign-in/second`: the code after the password.
    SignInSecond,
    /// `GET` and `PUT` `/api/me/profile`.
    Profile,
    /// `GET` and `PUT` `/api/me/preferences`.
    Preferences,
    /// `PUT` and `DELETE` `/api/me/avatar`.
    Avatar,
    /// `PUT /api/me/password`.
    OwnPassword,
    /// `GET`, and `DELETE` all others, `/api/me/sessions`.
    Sessions,
    /// `DELETE /api/me/sessions/{handle}`.
    OneSession(String),
    /// `POST` to begin, `PUT` to switch on, `DELETE` to switch off, `/api/me/second-factor`.
    SecondFactor,
    /// `POST /api/me/recovery-codes`.
    RecoveryCodes,
    /// `POST /api/me/passkeys/begin`: what the browser is asked to make.
    BeginPasskey,
    /// `POST /api/me/passkeys`: what it made.
    Passkeys,
    /// `PUT` and `DELETE` `/api/me/passkeys/{passkey}`.
    Passkey(String),
    /// `POST /api/sign-in/passkey/begin`: what any passkey is asked to answer.
    AskForPasskey,
    /// `POST /api/sign-in/passkey`: with one alone.
    SignInPasskey,
    /// `POST /api/sign-in/second/passkey`: with one after the password.
    SecondPasskey,
    /// `POST /api/me/hand-on`.
    HandOn,
    /// `PUT` and `DELETE` `/api/people/{agent}`.
    Person(AgentId),
    /// `GET /api/people/{agent}/avatar`.
    AvatarOf(AgentId),
    /// `GET`, and `POST` a new one, `/api/invitations`.
    Invitations,
    /// `POST /api/invitations/look`: whom a link is for.
    LookAtInvitation,
    /// `POST /api/invitations/accept`.
    AcceptInvitation,
    /// `DELETE /api/invitations/{invitation}`.
    Invitation(InvitationId),
    /// `GET /api/audit`.
    Audit,
    /// `GET /api/receipts`: of a thread, a contact, or the account.
    Receipts,
    /// `GET /api/receipts.csv`.
    ReceiptsTable,
    /// `GET /api/reports`.
    Reports,
    /// `GET /api/reports.csv`.
    ReportTable,
    /// `GET /api/erasures`.
    Erasures,
    /// `GET /api/audit.csv`: all of it, for a spreadsheet.
    AuditTable,
    /// `GET`, and `POST` a new one, `/api/webhooks`.
    Webhooks,
    /// `PUT` and `DELETE` `/api/webhooks/{id}`.
    Webhook(WebhookId),
    /// `POST /api/webhooks/{id}/secret`: a new one.
    WebhookSecret(WebhookId),
    /// `GET /api/webhooks/{id}/deliveries`.
    Deliveries(WebhookId),
    /// `POST /api/webhooks/{id}/deliveries/{delivery}/again`.
    SendAgain(WebhookId, u64),
    /// `GET /conversations/v3/conversations/inboxes`.
    V3Inboxes,
    /// `GET /conversations/v3/conversations/inboxes/{inbox}`: by its word or its number.
    V3Inbox(InboxId),
    /// `GET /conversations/v3/conversations/channels`.
    V3Channels,
    /// `GET /conversations/v3/conversations/channels/{channel}`.
    V3Channel(String),
    /// `GET /conversations/v3/conversations/threads`.
    V3Threads,
    /// `GET` and `PATCH` `/conversations/v3/conversations/threads/{thread}`.
    V3Thread(Key),
    /// `GET`, and `POST` a new one, `/conversations/v3/conversations/threads/{thread}/messages`.
    V3Messages(Key),
    /// `GET`, and `POST` a new one, `/api/tokens`.
    Tokens,
    /// `DELETE /api/tokens/{id}`.
    Token(TokenId),
    /// `POST /visitor-identification/2026-03/tokens/create`, and the older address of the same.
    CreateIdentity,
    /// `POST /api/identification/check`: why a token counts for nobody.
    CheckIdentity,
    /// `GET`, and `POST` a new one, `/api/identification/secrets`.
    IdentitySecrets,
    /// `DELETE /api/identification/secrets/{secret}`.
    IdentitySecret(SecretId),
    /// `POST /internal/…`.
    Internal(Internal),
}

/// What an agent does to a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `assign`.
    Assign,
    /// `close`.
    Close,
    /// `reopen`.
    Reopen,
    /// `take-over`.
    TakeOver,
    /// `block`.
    Block,
    /// `unblock`.
    Unblock,
    /// `snooze`.
    Snooze,
    /// `wake`.
    Wake,
    /// `labels`.
    Labels,
    /// `priority`.
    Priority,
    /// `comments`.
    Comment,
    /// `spam`.
    Spam,
    /// `not-spam`.
    NotSpam,
    /// `delete`.
    Delete,
    /// `restore`.
    Restore,
    /// `disconnect`.
    Disconnect,
}

/// What the operator's own programs do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Internal {
    /// `seed`: an account from a file.
    Seed,
    /// `identify`: a site's server says who a visitor is.
    Identify,
    /// `drain`: every socket is sent away before a restart.
    Drain,
    /// `rebuild`: after a restore, every inbox makes its list anew.
    Rebuild,
    /// `conformance`: cases of the conformance suite, decided here.
    Conformance,
}

/// Why a request goes nowhere.
#[derive(Debug)]
pub enum Miss {
    /// There is no such address, or an id in it has no good shape.
    Error(Error),
    /// The address exists for these methods only.
    Method(&'static str),
}

impl From<Error> for Miss {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Finds the route of a request.
///
/// # Errors
/// [`Miss`].
pub fn find(method: &str, path: &str) -> Result<Route, Miss> {
    let (route, allow) = address(path)?;
    // Browsers ask before they send a file, and before nothing else that a page of another origin sends us.
    let asks_first = method == "OPTIONS" && matches!(route, Route::VisitorFiles(..));
    let allowed = asks_first
        || allow.split(", ").any(|allowed| allowed == method || (method == "HEAD" && allowed == "GET"));
    if allowed { Ok(route) } else { Err(Miss::Method(allow)) }
}

#[cfg(test)]
mod tests;
