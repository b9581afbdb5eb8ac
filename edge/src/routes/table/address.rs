//! Addresses, and the routes they name. Knows their shapes; which of them there are is `table`'s.

use conversation::ids::{
    AccountId, AgentId, AppId, ChatflowId, ContactId, FileId, InboxId, InvitationId, LabelId, ListId,
    MacroId, PropertyId, RecordId, SavedReplyId, SecretId, SkillId, SubscriptionId, TeamId, ThreadId,
    TokenId, ViewId, WebhookId,
};

use super::parts::{handle, number, shard_number, thread_key};
use super::{Internal, Route, Verb};
use crate::error::Error;

/// What an address names, and the methods it takes.
pub(super) fn address(path: &str) -> Result<(Route, &'static str), Error> {
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
        ["v1", account, "inboxes", inbox, "shards", shard, "revise"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorRevision(account, InboxId::parse(inbox)?, shard_number(shard)?), POST)
        }
        ["v1", account, "inboxes", inbox, "shards", shard, "labels"] => {
            let account = AccountId::parse(account)?;
            (Route::VisitorLabels(account, InboxId::parse(inbox)?, shard_number(shard)?), POST)
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
        ["v1", account, "faces"] => (Route::Faces(AccountId::parse(account)?), GET),
        ["v1", account, "availability"] => (Route::Availability(AccountId::parse(account)?), "GET, POST"),
        ["v1", account, "form"] => (Route::Form(AccountId::parse(account)?), POST),
        ["api", "me", "presence"] => (Route::MyPresence, "GET, PUT"),
        ["api", "people"] => (Route::People, GET),
        ["api", "people", agent, "presence"] => (Route::Presence(AgentId::parse(agent)?), PUT),
        ["api", "people", agent, "work"] => (Route::Work(AgentId::parse(agent)?), PUT),
        ["api", "teams"] => (Route::Teams, "GET, POST"),
        ["api", "teams", team] => (Route::Team(TeamId::parse(team)?), "PUT, DELETE"),
        ["api", "apps"] => (Route::Apps, "GET, POST"),
        ["api", "apps", app] => (Route::App(AppId::parse(app)?), "PUT, DELETE"),
        ["api", "skills"] => (Route::Skills, "GET, POST"),
        ["api", "skills", skill] => (Route::Skill(SkillId::parse(skill)?), "PUT, DELETE"),
        ["api", "subscriptions"] => (Route::Subscriptions, "GET, POST"),
        ["api", "subscriptions", it] => (Route::Subscription(SubscriptionId::parse(it)?), "PUT, DELETE"),
        ["api", "contacts", contact, "subscriptions"] => {
            (Route::ContactSubscriptions(ContactId::parse(contact)?), GET)
        }
        ["api", "contacts", contact, "subscriptions", it] => {
            let (contact, it) = (ContactId::parse(contact)?, SubscriptionId::parse(it)?);
            (Route::ContactSubscription(contact, it), "DELETE")
        }
        ["v1", account, "subscriptions"] => (Route::OwnSubscriptions(AccountId::parse(account)?), POST),
        ["v1", account, "unsubscribe"] => (Route::Unsubscribe(AccountId::parse(account)?), POST),
        ["api", "inboxes", inbox, "colleagues"] => (Route::Colleagues(InboxId::parse(inbox)?), GET),
        ["api", "threads", inbox, thread, "routing"] => {
            (Route::Routing(InboxId::parse(inbox)?, ThreadId::parse(thread)?), GET)
        }
        ["api", "threads", inbox, thread, "transcripts"] => {
            (Route::Transcripts(InboxId::parse(inbox)?, ThreadId::parse(thread)?), "GET, POST")
        }
        ["api", "threads", inbox, thread, "transcripts", n] => {
            let (inbox, thread) = (InboxId::parse(inbox)?, ThreadId::parse(thread)?);
            (Route::Transcript(inbox, thread, number(n, "transcript")?), GET)
        }
        ["api", "recipients"] => (Route::Recipients, GET),
        ["api", "chatflows", chatflow, "availability"] => {
            (Route::Forecast(ChatflowId::parse(chatflow)?), GET)
        }
        ["api", "chatflows", chatflow, "versions"] => (Route::Versions(ChatflowId::parse(chatflow)?), GET),
        ["api", "chatflows", chatflow, "versions", n, "restore"] => {
            (Route::RollBack(ChatflowId::parse(chatflow)?, number(n, "version")?), POST)
        }
        ["api", "chatflows", chatflow, "schedule"] => {
            (Route::Schedule(ChatflowId::parse(chatflow)?), "GET, PUT")
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
                "priority" => Verb::Priority,
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
        ["api", "preview"] => (Route::ChatflowPreview, POST),
        ["chat", account] => (Route::ChatPage(AccountId::parse(account).ok(), None), GET),
        ["chat", account, chatflow] => match ChatflowId::parse(chatflow) {
            Ok(chatflow) => (Route::ChatPage(AccountId::parse(account).ok(), Some(chatflow)), GET),
            Err(_) => (Route::ChatPage(None, None), GET),
        },
        ["preview"] => (Route::Preview, GET),
        ["preview", "loader.js"] => (Route::PreviewLoader, GET),
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
        ["api", "labels", label, "pages"] => (Route::LabelPages(LabelId::parse(label)?), PUT),
        ["api", "labels", label] => (Route::Label(LabelId::parse(label)?), "PUT, DELETE"),
        ["api", "saved-replies"] => (Route::SavedReplies, "GET, POST"),
        ["api", "saved-replies", reply] => (Route::SavedReply(SavedReplyId::parse(reply)?), "PUT, DELETE"),
        ["api", "me", "saved-replies"] => (Route::OwnReplies, POST),
        ["api", "me", "saved-replies", reply] => {
            (Route::OwnReply(SavedReplyId::parse(reply)?), "PUT, DELETE")
        }
        ["api", "macros"] => (Route::Macros, "GET, POST"),
        ["api", "macros", id] => (Route::Macro(MacroId::parse(id)?), "PUT, DELETE"),
        ["api", "me", "macros"] => (Route::OwnMacros, POST),
        ["api", "me", "macros", id] => (Route::OwnMacro(MacroId::parse(id)?), "PUT, DELETE"),
        ["api", "inboxes", inbox, "macros", id, "run"] => {
            (Route::RunMacro(InboxId::parse(inbox)?, MacroId::parse(id)?), POST)
        }
        ["api", "inboxes"] => (Route::Inboxes, "GET, POST"),
        ["api", "inboxes", inbox] => (Route::Inbox(InboxId::parse(inbox)?), "PUT, DELETE"),
        ["api", "contacts", contact, "records"] => (Route::Records(ContactId::parse(contact)?), "GET, POST"),
        ["api", "contacts", contact, "records", record] => {
            (Route::Record(ContactId::parse(contact)?, RecordId::parse(record)?), "PUT, DELETE")
        }
        ["api", "sign-in", "second"] => (Route::SignInSecond, POST),
        ["api", "me", "profile"] => (Route::Profile, "GET, PUT"),
        ["api", "me", "preferences"] => (Route::Preferences, "GET, PUT"),
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
        ["api", "receipts"] => (Route::Receipts, GET),
        ["api", "receipts.csv"] => (Route::ReceiptsTable, GET),
        ["api", "reports"] => (Route::Reports, GET),
        ["api", "reports.csv"] => (Route::ReportTable, GET),
        ["api", "erasures"] => (Route::Erasures, GET),
        ["api", "audit.csv"] => (Route::AuditTable, GET),
        ["api", "webhooks"] => (Route::Webhooks, "GET, POST"),
        ["api", "webhooks", webhook] => (Route::Webhook(WebhookId::parse(webhook)?), "PUT, DELETE"),
        ["api", "webhooks", webhook, "secret"] => (Route::WebhookSecret(WebhookId::parse(webhook)?), POST),
        ["api", "webhooks", webhook, "deliveries"] => (Route::Deliveries(WebhookId::parse(webhook)?), GET),
        ["api", "webhooks", webhook, "deliveries", delivery, "again"] => {
            (Route::SendAgain(WebhookId::parse(webhook)?, number(delivery, "delivery")?), POST)
        }
        ["conversations", "v3", "conversations", rest @ ..] => return v3(rest),
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

/// The same of the addresses that HubSpot's API has (H89).
fn v3(parts: &[&str]) -> Result<(Route, &'static str), Error> {
    Ok(match parts {
        ["inboxes"] => (Route::V3Inboxes, "GET"),
        ["inboxes", inbox] => (Route::V3Inbox(InboxId::parse(inbox)?), "GET"),
        ["channels"] => (Route::V3Channels, "GET"),
        ["channels", channel] => (Route::V3Channel((*channel).to_owned()), "GET"),
        ["threads"] => (Route::V3Threads, "GET"),
        ["threads", thread] => (Route::V3Thread(thread_key(thread)?), "GET, PATCH"),
        ["threads", thread, "messages"] => (Route::V3Messages(thread_key(thread)?), "GET, POST"),
        _ => return Err(Error::not_found()),
    })
}
