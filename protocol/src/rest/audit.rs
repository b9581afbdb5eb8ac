//! The audit log: what was done in an account's administration, by whom, and through what (T47, P70).

use conversation::ids::AgentId;
use serde::{Deserialize, Serialize};

use crate::frame::Agent;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident $word:literal,)*) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(rename = "AuditWord"))]
        pub enum What {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl What {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Reads it back.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }
    };
}

words! {
    /// Somebody signed in.
    SignedIn "signed_in",
    /// Somebody signed out.
    SignedOut "signed_out",
    /// Somebody was invited.
    PersonInvited "person_invited",
    /// An invitation was taken back.
    InvitationRevoked "invitation_revoked",
    /// Somebody accepted one.
    InvitationAccepted "invitation_accepted",
    /// Somebody's role, seat or inboxes changed.
    PersonChanged "person_changed",
    /// Somebody may not sign in any more.
    PersonDisabled "person_disabled",
    /// They may again.
    PersonEnabled "person_enabled",
    /// Somebody works here no more.
    PersonRemoved "person_removed",
    /// The account has another owner.
    HandedOn "handed_on",
    /// Somebody changed their password.
    PasswordChanged "password_changed",
    /// Somebody signs in with a second factor from now on.
    SecondFactorOn "second_factor_on",
    /// Or no longer.
    SecondFactorOff "second_factor_off",
    /// Somebody has new recovery codes.
    RecoveryCodesMade "recovery_codes_made",
    /// Somebody used one.
    RecoveryCodeUsed "recovery_code_used",
    /// Somebody has another passkey.
    PasskeyAdded "passkey_added",
    /// Somebody calls a passkey something else.
    PasskeyRenamed "passkey_renamed",
    /// Somebody has a passkey no more.
    PasskeyRemoved "passkey_removed",
    /// The counter of a passkey went back: there may be a copy of it. Nobody was let in.
    PasskeyRefused "passkey_refused",
    /// A session was ended from another.
    SessionRevoked "session_revoked",
    /// Somebody was set away, or back, by somebody else.
    PresenceSet "presence_set",
    /// Somebody's capacity or hours changed.
    WorkChanged "work_changed",
    /// A team was made.
    TeamCreated "team_created",
    /// A team changed.
    TeamChanged "team_changed",
    /// A team was deleted.
    TeamDeleted "team_deleted",
    /// A skill was added.
    SkillCreated "skill_created",
    /// A skill got another name.
    SkillChanged "skill_changed",
    /// A skill was removed.
    SkillDeleted "skill_deleted",
    /// A page beside the conversations was added.
    AppCreated "app_created",
    /// It changed.
    AppChanged "app_changed",
    /// It was removed.
    AppDeleted "app_deleted",
    /// Something that visitors can subscribe to was added.
    SubscriptionCreated "subscription_created",
    /// It got other words.
    SubscriptionChanged "subscription_changed",
    /// It was removed.
    SubscriptionDeleted "subscription_deleted",
    /// A contact was unsubscribed by somebody of the account.
    ContactUnsubscribed "contact_unsubscribed",
    /// A chatflow was made.
    ChatflowCreated "chatflow_created",
    /// A chatflow changed.
    ChatflowChanged "chatflow_changed",
    /// A chatflow was switched on or off.
    ChatflowSwitched "chatflow_switched",
    /// The chatflows were put into another order.
    ChatflowsOrdered "chatflows_ordered",
    /// A chatflow was deleted.
    ChatflowDeleted "chatflow_deleted",
    /// An earlier version of a chatflow was put back.
    ChatflowRolledBack "chatflow_rolled_back",
    /// It was said when a chatflow is switched by itself, or that it is not.
    ChatflowScheduled "chatflow_scheduled",
    /// That time came, and it was switched.
    ChatflowSwitchedOnTime "chatflow_switched_on_time",
    /// That time came, and it was refused.
    ChatflowScheduleRefused "chatflow_schedule_refused",
    /// A list was made.
    ListCreated "list_created",
    /// A list changed.
    ListChanged "list_changed",
    /// A list was deleted.
    ListDeleted "list_deleted",
    /// A property was made.
    PropertyCreated "property_created",
    /// A property changed.
    PropertyChanged "property_changed",
    /// A property was deleted.
    PropertyDeleted "property_deleted",
    /// What is known of a contact was changed by hand.
    ContactChanged "contact_changed",
    /// The account's settings changed.
    SettingsChanged "settings_changed",
    /// A label was taken off all threads.
    LabelDeleted "label_deleted",
    /// A reply was saved for everybody.
    SavedReplyCreated "saved_reply_created",
    /// One of these changed.
    SavedReplyChanged "saved_reply_changed",
    /// One of these was deleted.
    SavedReplyDeleted "saved_reply_deleted",
    /// A macro was made for everybody.
    MacroCreated "macro_created",
    /// One of these changed.
    MacroChanged "macro_changed",
    /// One of these was deleted.
    MacroDeleted "macro_deleted",
    /// An inbox was made.
    InboxCreated "inbox_created",
    /// An inbox changed.
    InboxChanged "inbox_changed",
    /// An inbox was deleted, with all that was in it.
    InboxDeleted "inbox_deleted",
    /// Receipts of consent were exported.
    ReceiptsExported "receipts_exported",
    /// The log itself was exported.
    AuditExported "audit_exported",
    /// A token was made.
    TokenCreated "token_created",
    /// A token was revoked.
    TokenRevoked "token_revoked",
    /// A secret that says who visitors are was made.
    IdentitySecretCreated "identity_secret_created",
    /// One was revoked.
    IdentitySecretRevoked "identity_secret_revoked",
    /// A webhook was made.
    WebhookCreated "webhook_created",
    /// A webhook changed.
    WebhookChanged "webhook_changed",
    /// A webhook was deleted.
    WebhookDeleted "webhook_deleted",
}

/// Which lines to read. What is absent leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Of whom.
    #[serde(default)]
    pub who: Option<AgentId>,
    /// Of which kind.
    #[serde(default)]
    pub what: Option<What>,
    /// Not before (ms).
    #[serde(default)]
    pub from: Option<u64>,
    /// Before (ms).
    #[serde(default)]
    pub until: Option<u64>,
}

/// Answers `GET /api/audit`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditPage {
    /// The newest first.
    pub lines: Vec<AuditLine>,
    /// Sent as `before`, answers what is older; absent where nothing is.
    pub next: Option<u64>,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditLine {
    /// Its place in the log.
    pub id: u64,
    /// When (ms).
    pub at: u64,
    /// By whom, with the name they had.
    pub by: Agent,
    /// The handle of the session it was done in.
    pub session: Option<String>,
    /// The name of the token it was done with.
    pub token: Option<String>,
    /// What.
    pub what: What,
    /// To which thing: its id, or empty.
    pub on: String,
    /// What it was, and what it is. Never a secret.
    pub changes: Vec<AuditChange>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditChange {
    /// Of what.
    pub field: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for word in What::ALL {
            assert_eq!(What::parse(word.as_str()), Some(*word));
            assert_eq!(serde_json::to_string(word).unwrap(), format!("\"{}\"", word.as_str()));
        }
    }
}
