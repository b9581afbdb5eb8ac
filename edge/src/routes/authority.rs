//! What every route needs of whoever asks, and what its use leaves in the audit log: one line a route and method (T24, T47).
//!
//! The dispatcher asks this table before any handler runs, and the wire tests make their matrix of roles and routes from
//! it. Knows routes, actions and the words of the log. Does not know how somebody proves who they are, or what a handler
//! finds in its data.

use conversation::access::{Action, Actor, Denied, Resource, authorize};
use conversation::ids::InboxId;
use protocol::code::Code;
use protocol::rest::audit::What;

use super::table::Route;
use crate::error::Error;

/// What somebody has to be allowed, with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs<'r> {
    /// The action.
    pub action: Action,
    /// The inbox it is done in; none where it is the account's.
    pub inbox: Option<&'r InboxId>,
}

const fn account(action: Action) -> Option<Needs<'static>> {
    Some(Needs { action, inbox: None })
}

const fn inbox(action: Action, inbox: &InboxId) -> Option<Needs<'_>> {
    Some(Needs { action, inbox: Some(inbox) })
}

/// What a route needs of whoever asks with that method. `None`: anybody may ask, and the route has a proof of its own
/// where it needs one (a visitor's token, the operator's secret, a password).
#[must_use]
pub fn needs<'r>(route: &'r Route, method: &str) -> Option<Needs<'r>> {
    let reads = method == "GET" || method == "HEAD";
    let either = |see, change| account(if reads { see } else { change });
    match route {
        Route::Start
        | Route::Health
        | Route::WidgetFile(_)
        | Route::Console(_)
        | Route::Embed(_)
        | Route::ChatPage(..)
        | Route::Preview
        | Route::PreviewLoader
        | Route::Decide(_)
        | Route::Book(_)
        | Route::Explain(_)
        | Route::Visitors(_)
        | Route::VisitorThreads(_)
        | Route::VisitorSocket(..)
        | Route::VisitorPoll(..)
        | Route::VisitorFiles(..)
        | Route::VisitorFile(..)
        | Route::Download(..)
        | Route::VisitorRating(..)
        | Route::VisitorRevision(..)
        | Route::VisitorLabels(..)
        | Route::ForgetVisitor(_)
        | Route::VisitorLog(..)
        | Route::Availability(_)
        | Route::Faces(_)
        | Route::Form(_)
        | Route::OwnSubscriptions(_)
        | Route::Unsubscribe(_)
        | Route::SignIn
        | Route::SignInSecond
        | Route::AskForPasskey
        | Route::SignInPasskey
        | Route::SecondPasskey
        | Route::SetUp
        | Route::LookAtInvitation
        | Route::AcceptInvitation
        | Route::Description
        | Route::Internal(_) => None,
        Route::SignOut
        | Route::Me
        | Route::Profile
        | Route::Preferences
        | Route::Avatar
        | Route::OwnPassword
        | Route::Sessions
        | Route::OneSession(_)
        | Route::SecondFactor
        | Route::RecoveryCodes
        | Route::BeginPasskey
        | Route::Passkeys
        | Route::Passkey(_) => account(Action::BeOneself),
        Route::HandOn => account(Action::HandOn),
        Route::MyPresence => either(Action::BeOneself, Action::DeclarePresence),
        Route::Messages(id, _) | Route::Transcripts(id, _) if !reads => inbox(Action::WorkInThreads, id),
        Route::ThreadFiles(id, _) => inbox(Action::WorkInThreads, id),
        Route::Rows(id)
        | Route::AgentSocket(id)
        | Route::AgentPoll(id)
        | Route::Messages(id, _)
        | Route::Details(id, _)
        | Route::Transcripts(id, _)
        | Route::Transcript(id, ..)
        | Route::ThreadFile(id, ..)
        | Route::Colleagues(id)
        | Route::Routing(id, _)
        | Route::FindThreads(id)
        | Route::Search(id)
        | Route::ViewThreads(id, _)
        | Route::Blocks(id)
        | Route::Ratings(id) => inbox(Action::SeeThreads, id),
        Route::Views(id) if reads => inbox(Action::SeeThreads, id),
        Route::Act(id, ..)
        | Route::ActOnMany(id)
        | Route::RunMacro(id, _)
        | Route::Views(id)
        | Route::SavedView(id, _) => inbox(Action::WorkInThreads, id),
        Route::Chatflows | Route::Chatflow(_) | Route::Schedule(_) => {
            either(Action::SeeChatflows, Action::ChangeChatflows)
        }
        // What bots sign with is in them.
        Route::Versions(_) | Route::RollBack(..) => account(Action::ChangeChatflows),
        Route::Simulate | Route::Coverage | Route::ExplainLink | Route::Forecast(_) => {
            account(Action::SeeChatflows)
        }
        Route::ChatflowOrder
        | Route::ChatflowCheck
        | Route::ChatflowPreview
        | Route::Switch(_)
        | Route::SimulateRouting(_) => account(Action::ChangeChatflows),
        Route::Lists | Route::Properties => either(Action::SeeLists, Action::ChangeLists),
        Route::List(_) => either(Action::SeeContacts, Action::ChangeLists),
        Route::ListPreview | Route::ListMembers(_) | Route::Property(_) | Route::ContactProperties(_) => {
            account(Action::ChangeLists)
        }
        Route::ListReason(..) | Route::Contacts => account(Action::SeeContacts),
        Route::Contact(_) => account(Action::SeeContact),
        Route::V3Inboxes
        | Route::V3Inbox(_)
        | Route::V3Channels
        | Route::V3Channel(_)
        | Route::V3Threads
        | Route::V3Thread(_)
        | Route::V3Messages(_) => either(Action::AskAcrossInboxes, Action::ActAcrossInboxes),
        // Of which inboxes, the handler asks this table again.
        Route::Reports | Route::ReportTable => account(Action::SeeReports),
        Route::Recipients => account(Action::FindContacts),
        Route::People | Route::AvatarOf(_) => account(Action::SeePeople),
        Route::Person(_)
        | Route::Invitations
        | Route::Invitation(_)
        | Route::Presence(_)
        | Route::Work(_)
        | Route::Team(_)
        | Route::Skill(_) => account(Action::ChangePeople),
        Route::App(_) => account(Action::ChangeSettings),
        Route::Apps => either(Action::SeeApps, Action::ChangeSettings),
        Route::Teams | Route::Skills => either(Action::SeePeople, Action::ChangePeople),
        Route::Audit | Route::AuditTable | Route::Receipts | Route::ReceiptsTable | Route::Erasures => {
            account(Action::SeeAudit)
        }
        Route::Settings | Route::Subscriptions => either(Action::SeeSettings, Action::ChangeSettings),
        Route::Subscription(_) => account(Action::ChangeSettings),
        Route::ContactSubscriptions(_) => account(Action::SeeRecords),
        Route::ContactSubscription(..) => account(Action::ChangeRecords),
        Route::Labels => either(Action::SeeLabels, Action::ChangeLabels),
        // Taking a label off all threads is no agent's.
        Route::Label(_) if method == "DELETE" => account(Action::ChangeSettings),
        Route::LabelPages(_) => account(Action::ChangeSettings),
        Route::Label(_) => account(Action::ChangeLabels),
        Route::SavedReplies => either(Action::SeeSavedReplies, Action::ChangeSavedReplies),
        Route::SavedReply(_) => account(Action::ChangeSavedReplies),
        Route::OwnReplies | Route::OwnReply(_) => account(Action::SaveOwnReplies),
        Route::Macros => either(Action::SeeMacros, Action::ChangeMacros),
        Route::Macro(_) => account(Action::ChangeMacros),
        Route::OwnMacros | Route::OwnMacro(_) => account(Action::SaveOwnMacros),
        Route::Inboxes => either(Action::SeeInboxes, Action::ChangeInboxes),
        Route::Inbox(_) => account(Action::ChangeInboxes),
        Route::Webhooks => either(Action::SeeIntegrations, Action::ChangeIntegrations),
        Route::Deliveries(_) => account(Action::SeeIntegrations),
        Route::Webhook(_) | Route::WebhookSecret(_) | Route::SendAgain(..) => {
            account(Action::ChangeIntegrations)
        }
        Route::Tokens | Route::Token(_) | Route::IdentitySecrets | Route::IdentitySecret(_) => {
            account(Action::ChangeTokens)
        }
        Route::CheckIdentity => account(Action::SeeSettings),
        Route::CreateIdentity => account(Action::IdentifyVisitors),
        Route::Records(_) => either(Action::SeeRecords, Action::ChangeRecords),
        Route::Record(..) => account(Action::ChangeRecords),
    }
}

/// Whether a route is for people only whatever a token's scopes say: lines to the console end with its session.
#[must_use]
pub const fn is_for_people(route: &Route) -> bool {
    matches!(route, Route::AgentSocket(_) | Route::AgentPoll(_))
}

/// What the use of a route leaves in the audit log once it worked, and what it was about. `None` where nothing is left,
/// or where the object writes the line itself, in the transaction of the change.
#[must_use]
pub fn leaves(route: &Route, method: &str) -> Option<(What, String)> {
    let word = |made, changed, deleted| match method {
        "POST" => Some(made),
        "PUT" => Some(changed),
        "DELETE" => Some(deleted),
        _ => None,
    };
    let (what, on) = match route {
        Route::Chatflows => {
            (word(What::ChatflowCreated, What::ChatflowChanged, What::ChatflowDeleted), String::new())
        }
        Route::Chatflow(id) => {
            (word(What::ChatflowCreated, What::ChatflowChanged, What::ChatflowDeleted), id.to_string())
        }
        Route::Switch(id) => (Some(What::ChatflowSwitched), id.to_string()),
        Route::RollBack(id, _) => (Some(What::ChatflowRolledBack), id.to_string()),
        Route::Schedule(id) if method == "PUT" => (Some(What::ChatflowScheduled), id.to_string()),
        Route::ChatflowOrder => (Some(What::ChatflowsOrdered), String::new()),
        Route::Lists => (word(What::ListCreated, What::ListChanged, What::ListDeleted), String::new()),
        Route::List(id) => (word(What::ListCreated, What::ListChanged, What::ListDeleted), id.to_string()),
        Route::ListMembers(id) => (Some(What::ListChanged), id.to_string()),
        Route::Properties => {
            (word(What::PropertyCreated, What::PropertyChanged, What::PropertyDeleted), String::new())
        }
        Route::Property(id) => {
            (word(What::PropertyCreated, What::PropertyChanged, What::PropertyDeleted), id.to_string())
        }
        Route::ContactProperties(id) => (Some(What::ContactChanged), id.to_string()),
        Route::Presence(id) => (Some(What::PresenceSet), id.to_string()),
        Route::Work(id) => (Some(What::WorkChanged), id.to_string()),
        Route::Teams => (word(What::TeamCreated, What::TeamChanged, What::TeamDeleted), String::new()),
        Route::Team(id) => (word(What::TeamCreated, What::TeamChanged, What::TeamDeleted), id.to_string()),
        Route::Apps => (word(What::AppCreated, What::AppChanged, What::AppDeleted), String::new()),
        Route::App(id) => (word(What::AppCreated, What::AppChanged, What::AppDeleted), id.to_string()),
        Route::Skills => (word(What::SkillCreated, What::SkillChanged, What::SkillDeleted), String::new()),
        Route::Skill(id) => {
            (word(What::SkillCreated, What::SkillChanged, What::SkillDeleted), id.to_string())
        }
        Route::Subscriptions | Route::Subscription(_) => (
            word(What::SubscriptionCreated, What::SubscriptionChanged, What::SubscriptionDeleted),
            if let Route::Subscription(id) = route { id.to_string() } else { String::new() },
        ),
        Route::ContactSubscription(id, _) => (Some(What::ContactUnsubscribed), id.to_string()),
        Route::Settings => {
            (word(What::SettingsChanged, What::SettingsChanged, What::SettingsChanged), String::new())
        }
        Route::Label(id) if method == "DELETE" => (Some(What::LabelDeleted), id.to_string()),
        Route::LabelPages(id) => (Some(What::SettingsChanged), id.to_string()),
        Route::SavedReplies | Route::SavedReply(_) => (
            word(What::SavedReplyCreated, What::SavedReplyChanged, What::SavedReplyDeleted),
            if let Route::SavedReply(id) = route { id.to_string() } else { String::new() },
        ),
        Route::Macros | Route::Macro(_) => (
            word(What::MacroCreated, What::MacroChanged, What::MacroDeleted),
            if let Route::Macro(id) = route { id.to_string() } else { String::new() },
        ),
        Route::Inboxes => (word(What::InboxCreated, What::InboxChanged, What::InboxDeleted), String::new()),
        Route::Webhooks => {
            (word(What::WebhookCreated, What::WebhookChanged, What::WebhookDeleted), String::new())
        }
        Route::Webhook(id) => {
            (word(What::WebhookCreated, What::WebhookChanged, What::WebhookDeleted), id.to_string())
        }
        Route::WebhookSecret(id) => (Some(What::WebhookChanged), id.to_string()),
        Route::Tokens => (word(What::TokenCreated, What::TokenCreated, What::TokenRevoked), String::new()),
        Route::Token(id) => (Some(What::TokenRevoked), id.to_string()),
        Route::IdentitySecrets => (
            word(What::IdentitySecretCreated, What::IdentitySecretCreated, What::IdentitySecretRevoked),
            String::new(),
        ),
        Route::IdentitySecret(id) => (Some(What::IdentitySecretRevoked), id.to_string()),
        Route::Inbox(id) => {
            (word(What::InboxCreated, What::InboxChanged, What::InboxDeleted), id.to_string())
        }
        Route::Receipts | Route::ReceiptsTable => (Some(What::ReceiptsExported), String::new()),
        Route::AuditTable => (Some(What::AuditExported), String::new()),
        _ => return None,
    };
    what.map(|what| (what, on))
}

/// Whether somebody has what a route needs.
///
/// # Errors
/// `not_found` where they may not even learn whether it is there; else `forbidden`.
pub fn check(actor: &Actor<'_>, needs: Needs<'_>) -> Result<(), Error> {
    let resource = match needs.inbox {
        Some(inbox) => Resource::Inbox(actor.account, inbox),
        None => Resource::Account(actor.account),
    };
    authorize(actor, needs.action, &resource).map_err(|denied| match denied {
        Denied::Hidden => Error::not_found(),
        Denied::Role => Error::rejected(Code::Forbidden, "your role does not allow this"),
        Denied::Scope => Error::rejected(Code::Forbidden, "the token's scopes do not allow this"),
    })
}
