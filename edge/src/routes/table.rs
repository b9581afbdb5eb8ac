//! Every route there is, and which method reaches it.
//!
//! Addresses are parsed here, once: a [`Route`] holds well-formed ids or does not exist. Knows addresses and methods.
//! Does not know who may use a route, or what it does.

mod parts;

use conversation::ids::{
    AccountId, AgentId, ChatflowId, ContactId, FileId, InboxId, InvitationId, LabelId, ListId, PropertyId,
    RecordId, SecretId, TeamId, ThreadId, TokenId, ViewId, WebhookId,
};

use crate::error::Error;
use parts::{delivery_number, handle, shard_number};

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
    /// `GET /v1/{account}/availability`.
    Availability(AccountId),
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
    /// `GET /api/inboxes/{inbox}/colleagues`.
    Colleagues(InboxId),
    /// `GET /api/threads/{inbox}/{thread}/routing`.
    Routing(InboxId, ThreadId),
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
    /// `PUT` and `DELETE` `/api/labels/{id}`.
    Label(LabelId),
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

fn address(path: &str) -> Result<(Route, &'static str), Error> {
    const GET: &str = "GET";
    const POST: &str = "POST";
    const PUT: &str = "PUT";
    let parts: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    Ok(match parts.as_slice() {
        [""] => (Route::Start, GET),
        ["healthz"] => (Route::Health, GET),
        ["openapi.json"] => (Route::Description, GET),
        ["widget", file] => (Route::WidgetFile((*file).to_owned()), GET),
        ["console"] => (Route::Console(String::new()), GET),
        ["console", rest @ ..] => (Route::Console(rest.join("/")), GET),
        ["embed", file] => match file.strip_suffix(".js") {
            Some(account) => (Route::Embed(AccountId::parse(account).ok()), GET),
            None => return Err(Error::not_found()),
        },
        ["v1", account, "decide"] => (Route::Decide(AccountId::parse(account)?), POST),
        ["v1", account, "book"] => (Route::Book(AccountId::parse(account)?), "GET, POST"),
        ["v1", account, "explain"] => (Route::Explain(AccountId::parse(account)?), POST),
        ["v1", account, "visitors"] => (Route::Visitors(AccountId::parse(account)?), POST),
        ["v1", account, "forget"] => (Route::ForgetVisitor(AccountId::parse(account)?), POST),
        ["v1", account, "threads"] => (Route::VisitorThreads(AccountId::parse(account)?), POST),
        ["v1", account, "inboxes", inbox, "shards", shard, "socket"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorSocket(account, InboxId::parse(inbox)?, shard_number(shard)?), GET)
        }
        ["v1", account, "inboxes", inbox, "shards", shard, "poll"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorPoll(account, InboxId::parse(inbox)?, shard_number(shard)?), POST)
        }
        ["v1", account, "inboxes", inbox, "shards", shard, "files"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorFiles(account, InboxId::parse(inbox)?, shard_number(shard)?), POST)
        }
        ["v1", account, "inboxes", inbox, "shards", shard, "files", file] => {
            let (account, inbox) = (AccountId::parse(account)?, InboxId::parse(inbox)?);
            (Route::VisitorFile(account, inbox, shard_number(shard)?, FileId::parse(file)?), POST)
        }
        ["v1", account, "files", ticket] => {
            (Route::Download(AccountId::parse(account)?, (*ticket).to_owned()), GET)
        }
        ["api", "threads", inbox, thread, "files"] => {
            (Route::ThreadFiles(InboxId::parse(inbox)?, ThreadId::parse(thread)?), POST)
        }
        ["api", "threads", inbox, thread, "files", file] => {
            (Route::ThreadFile(InboxId::parse(inbox)?, ThreadId::parse(thread)?, FileId::parse(file)?), GET)
        }
        ["v1", account, "inboxes", inbox, "shards", shard, "log"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorLog(account, InboxId::parse(inbox)?, shard_number(shard)?), POST)
        }
        ["v1", account, "inboxes", inbox, "shards", shard, "rating"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorRating(account, InboxId::parse(inbox)?, shard_number(shard)?), POST)
        }
        ["api", "inboxes", inbox, "ratings"] => (Route::Ratings(InboxId::parse(inbox)?), GET),
        ["api", "sign-in"] => (Route::SignIn, POST),
        ["api", "sign-out"] => (Route::SignOut, POST),
        ["api", "me"] => (Route::Me, GET),
        ["api", "setup"] => (Route::SetUp, POST),
        ["api", "inboxes", inbox, "threads"] => (Route::Rows(InboxId::parse(inbox)?), GET),
        ["api", "inboxes", inbox, "socket"] => (Route::AgentSocket(InboxId::parse(inbox)?), GET),
        ["api", "inboxes", inbox, "poll"] => (Route::AgentPoll(InboxId::parse(inbox)?), POST),
        ["api", "threads", inbox, thread, "messages"] => {
            (Route::Messages(InboxId::parse(inbox)?, ThreadId::parse(thread)?), "GET, POST")
        }
        ["api", "threads", inbox, thread, "details"] => {
            (Route::Details(InboxId::parse(inbox)?, ThreadId::parse(thread)?), GET)
        }
        ["v1", account, "availability"] => (Route::Availability(AccountId::parse(account)?), GET),
        ["api", "me", "presence"] => (Route::MyPresence, "GET, PUT"),
        ["api", "people"] => (Route::People, GET),
        ["api", "people", agent, "presence"] => (Route::Presence(AgentId::parse(agent)?), PUT),
        ["api", "people", agent, "work"] => (Route::Work(AgentId::parse(agent)?), PUT),
        ["api", "teams"] => (Route::Teams, "GET, POST"),
        ["api", "teams", team] => (Route::Team(TeamId::parse(team)?), "PUT, DELETE"),
        ["api", "inboxes", inbox, "colleagues"] => (Route::Colleagues(InboxId::parse(inbox)?), GET),
        ["api", "threads", inbox, thread, "routing"] => {
            (Route::Routing(InboxId::parse(inbox)?, ThreadId::parse(thread)?), GET)
        }
        ["api", "chatflows", chatflow, "availability"] => {
            (Route::Forecast(ChatflowId::parse(chatflow)?), GET)
        }
        ["api", "chatflows", chatflow, "routing", "simulate"] => {
            (Route::SimulateRouting(ChatflowId::parse(chatflow)?), POST)
        }
        ["api", "threads", inbox, thread, verb] => {
            let verb = match *verb {
                "assign" => Verb::Assign,
                "close" => Verb::Close,
                "reopen" => Verb::Reopen,
                "take-over" => Verb::TakeOver,
                "block" => Verb::Block,
                "unblock" => Verb::Unblock,
                "snooze" => Verb::Snooze,
                "wake" => Verb::Wake,
                "labels" => Verb::Labels,
                "comments" => Verb::Comment,
                "spam" => Verb::Spam,
                "not-spam" => Verb::NotSpam,
                "delete" => Verb::Delete,
                "restore" => Verb::Restore,
                "disconnect" => Verb::Disconnect,
                _ => return Err(Error::not_found()),
            };
            (Route::Act(InboxId::parse(inbox)?, ThreadId::parse(thread)?, verb), POST)
        }
        ["api", "chatflows"] => (Route::Chatflows, "GET, POST"),
        // These words win over ids, and no id is ever made of them.
        ["api", "chatflows", "order"] => (Route::ChatflowOrder, PUT),
        ["api", "chatflows", "check"] => (Route::ChatflowCheck, POST),
        ["api", "chatflows", "simulate"] => (Route::Simulate, POST),
        ["api", "chatflows", "coverage"] => (Route::Coverage, POST),
        ["api", "chatflows", "explain-link"] => (Route::ExplainLink, POST),
        ["api", "chatflows", chatflow] => (Route::Chatflow(ChatflowId::parse(chatflow)?), "GET, PUT, DELETE"),
        ["api", "chatflows", chatflow, "enabled"] => (Route::Switch(ChatflowId::parse(chatflow)?), PUT),
        ["api", "lists"] => (Route::Lists, "GET, POST"),
        ["api", "lists", "preview"] => (Route::ListPreview, POST),
        ["api", "lists", list] => (Route::List(ListId::parse(list)?), "GET, PUT, DELETE"),
        ["api", "lists", list, "members"] => (Route::ListMembers(ListId::parse(list)?), POST),
        ["api", "lists", list, "contacts", contact] => {
            (Route::ListReason(ListId::parse(list)?, ContactId::parse(contact)?), GET)
        }
        ["api", "properties"] => (Route::Properties, "GET, POST"),
        ["api", "properties", property] => (Route::Property(PropertyId::parse(property)?), "PUT, DELETE"),
        ["api", "contacts"] => (Route::Contacts, GET),
        ["api", "contacts", contact] => (Route::Contact(ContactId::parse(contact)?), GET),
        ["api", "contacts", contact, "properties"] => {
            (Route::ContactProperties(ContactId::parse(contact)?), PUT)
        }
        ["api", "settings"] => (Route::Settings, "GET, PUT"),
        ["api", "inboxes", inbox, "threads", "find"] => (Route::FindThreads(InboxId::parse(inbox)?), POST),
        ["api", "inboxes", inbox, "threads", "act"] => (Route::ActOnMany(InboxId::parse(inbox)?), POST),
        ["api", "inboxes", inbox, "search"] => (Route::Search(InboxId::parse(inbox)?), GET),
        ["api", "inboxes", inbox, "views"] => (Route::Views(InboxId::parse(inbox)?), "GET, POST"),
        ["api", "inboxes", inbox, "views", view] => {
            (Route::SavedView(InboxId::parse(inbox)?, ViewId::parse(view)?), "PUT, DELETE")
        }
        ["api", "inboxes", inbox, "views", view, "threads"] => {
            (Route::ViewThreads(InboxId::parse(inbox)?, ViewId::parse(view)?), GET)
        }
        ["api", "inboxes", inbox, "blocks"] => (Route::Blocks(InboxId::parse(inbox)?), GET),
        ["api", "labels"] => (Route::Labels, "GET, POST"),
        ["api", "labels", label] => (Route::Label(LabelId::parse(label)?), "PUT, DELETE"),
        ["api", "inboxes"] => (Route::Inboxes, "GET, POST"),
        ["api", "inboxes", inbox] => (Route::Inbox(InboxId::parse(inbox)?), "PUT, DELETE"),
        ["api", "contacts", contact, "records"] => (Route::Records(ContactId::parse(contact)?), "GET, POST"),
        ["api", "contacts", contact, "records", record] => {
            (Route::Record(ContactId::parse(contact)?, RecordId::parse(record)?), "PUT, DELETE")
        }
        ["api", "sign-in", "second"] => (Route::SignInSecond, POST),
        ["api", "me", "profile"] => (Route::Profile, "GET, PUT"),
        ["api", "me", "avatar"] => (Route::Avatar, "PUT, DELETE"),
        ["api", "me", "password"] => (Route::OwnPassword, PUT),
        ["api", "me", "sessions"] => (Route::Sessions, "GET, DELETE"),
        ["api", "me", "sessions", it] => (Route::OneSession(handle(it, "session")?), "DELETE"),
        ["api", "me", "second-factor"] => (Route::SecondFactor, "POST, PUT, DELETE"),
        ["api", "me", "recovery-codes"] => (Route::RecoveryCodes, POST),
        // No handle is this word.
        ["api", "me", "passkeys", "begin"] => (Route::BeginPasskey, POST),
        ["api", "me", "passkeys"] => (Route::Passkeys, POST),
        ["api", "me", "passkeys", it] => (Route::Passkey(handle(it, "passkey")?), "PUT, DELETE"),
        ["api", "sign-in", "passkey", "begin"] => (Route::AskForPasskey, POST),
        ["api", "sign-in", "passkey"] => (Route::SignInPasskey, POST),
        ["api", "sign-in", "second", "passkey"] => (Route::SecondPasskey, POST),
        ["api", "me", "hand-on"] => (Route::HandOn, POST),
        ["api", "people", agent] => (Route::Person(AgentId::parse(agent)?), "PUT, DELETE"),
        ["api", "people", agent, "avatar"] => (Route::AvatarOf(AgentId::parse(agent)?), GET),
        ["api", "invitations"] => (Route::Invitations, "GET, POST"),
        ["api", "invitations", "look"] => (Route::LookAtInvitation, POST),
        ["api", "invitations", "accept"] => (Route::AcceptInvitation, POST),
        ["api", "invitations", id] => (Route::Invitation(InvitationId::parse(id)?), "DELETE"),
        ["api", "audit"] => (Route::Audit, GET),
        ["api", "audit.csv"] => (Route::AuditTable, GET),
        ["api", "webhooks"] => (Route::Webhooks, "GET, POST"),
        ["api", "webhooks", webhook] => (Route::Webhook(WebhookId::parse(webhook)?), "PUT, DELETE"),
        ["api", "webhooks", webhook, "secret"] => (Route::WebhookSecret(WebhookId::parse(webhook)?), POST),
        ["api", "webhooks", webhook, "deliveries"] => (Route::Deliveries(WebhookId::parse(webhook)?), GET),
        ["api", "webhooks", webhook, "deliveries", delivery, "again"] => {
            (Route::SendAgain(WebhookId::parse(webhook)?, delivery_number(delivery)?), POST)
        }
        ["api", "tokens"] => (Route::Tokens, "GET, POST"),
        ["api", "tokens", token] => (Route::Token(TokenId::parse(token)?), "DELETE"),
        ["visitor-identification", "2026-03", "tokens", "create"]
        | ["conversations", "v3", "visitor-identification", "tokens", "create"] => {
            (Route::CreateIdentity, POST)
        }
        ["api", "identification", "check"] => (Route::CheckIdentity, POST),
        ["api", "identification", "secrets"] => (Route::IdentitySecrets, "GET, POST"),
        ["api", "identification", "secrets", secret] => {
            (Route::IdentitySecret(SecretId::parse(secret)?), "DELETE")
        }
        ["internal", "seed"] => (Route::Internal(Internal::Seed), POST),
        ["internal", "identify"] => (Route::Internal(Internal::Identify), POST),
        ["internal", "drain"] => (Route::Internal(Internal::Drain), POST),
        ["internal", "rebuild"] => (Route::Internal(Internal::Rebuild), POST),
        ["internal", "conformance"] => (Route::Internal(Internal::Conformance), POST),
        _ => return Err(Error::not_found()),
    })
}

#[cfg(test)]
mod tests;
