//! What was done, as the audit log tells it.

use protocol::rest::audit::What;

use super::Text;

texts! {
    DidSignIn: "signed in", "hat sich angemeldet";
    DidSignOut: "signed out", "hat sich abgemeldet";
    DidInvite: "invited somebody", "hat jemanden eingeladen";
    DidRevokeInvitation: "took an invitation back", "hat eine Einladung zurückgenommen";
    DidAccept: "accepted an invitation", "hat eine Einladung angenommen";
    DidChangePerson: "changed a person", "hat eine Person geändert";
    DidDisable: "disabled a person", "hat eine Person gesperrt";
    DidEnable: "enabled a person", "hat eine Person entsperrt";
    DidRemovePerson: "removed a person", "hat eine Person entfernt";
    DidHandOn: "handed the account on", "hat das Konto weitergegeben";
    DidPassword: "changed their password", "hat das eigene Passwort geändert";
    DidFactorOn: "switched the second factor on", "hat den zweiten Faktor eingeschaltet";
    DidFactorOff: "switched the second factor off", "hat den zweiten Faktor ausgeschaltet";
    DidCodes: "made recovery codes", "hat Wiederherstellungscodes erstellt";
    DidUseCode: "used a recovery code", "hat einen Wiederherstellungscode benutzt";
    DidAddPasskey: "added a passkey", "hat einen Passkey hinzugefügt";
    DidRenamePasskey: "renamed a passkey", "hat einen Passkey umbenannt";
    DidRemovePasskey: "removed a passkey", "hat einen Passkey entfernt";
    DidRefusePasskey: "was not let in: the counter of their passkey went back, so that there may be a copy of it", "wurde nicht eingelassen: Der Zähler des Passkeys ging zurück, es kann also eine Kopie geben";
    DidEndSession: "ended a session from elsewhere", "hat eine Sitzung von anderswo beendet";
    DidPresence: "said for somebody whether they are there", "hat für jemanden gesagt, ob die Person da ist";
    DidWork: "changed somebody's work", "hat jemandes Arbeit geändert";
    DidMakeTeam: "made a team", "hat ein Team angelegt";
    DidChangeTeam: "changed a team", "hat ein Team geändert";
    DidMakeApp: "added an app", "hat eine App hinzugefügt";
    DidChangeApp: "changed an app", "hat eine App geändert";
    DidDeleteApp: "removed an app", "hat eine App entfernt";
    DidMakeSkill: "added a skill", "hat eine Fähigkeit angelegt";
    DidChangeSkill: "renamed a skill", "hat eine Fähigkeit umbenannt";
    DidDeleteSkill: "removed a skill", "hat eine Fähigkeit gelöscht";
    DidMakeSubscription: "added a type of subscription", "hat eine Abonnementart angelegt";
    DidChangeSubscription: "changed a type of subscription", "hat eine Abonnementart geändert";
    DidDeleteSubscription: "removed a type of subscription", "hat eine Abonnementart gelöscht";
    DidUnsubscribe: "ended a contact's subscription", "hat das Abonnement eines Kontakts beendet";
    DidExportReceipts: "exported receipts of consent", "hat Einwilligungsbelege exportiert";
    DidDeleteTeam: "deleted a team", "hat ein Team gelöscht";
    DidMakeChatflow: "made a chatflow", "hat einen Chatflow angelegt";
    DidChangeChatflow: "changed a chatflow", "hat einen Chatflow geändert";
    DidSwitchChatflow: "switched a chatflow", "hat einen Chatflow umgeschaltet";
    DidOrderChatflows: "ordered the chatflows", "hat die Chatflows geordnet";
    DidDeleteChatflow: "deleted a chatflow", "hat einen Chatflow gelöscht";
    DidRollBackChatflow: "rolled a chatflow back", "hat einen Chatflow zurückgesetzt";
    DidScheduleChatflow: "said when a chatflow is switched by itself", "hat festgelegt, wann ein Chatflow von selbst geschaltet wird";
    DidSwitchOnTime: "had a chatflow switched at its time", "ließ einen Chatflow zu seiner Zeit schalten";
    DidRefuseOnTime: "had a chatflow that could not be switched at its time", "wollte einen Chatflow schalten lassen, was zu seiner Zeit nicht ging";
    DidMakeList: "made a list", "hat eine Liste angelegt";
    DidChangeList: "changed a list", "hat eine Liste geändert";
    DidDeleteList: "deleted a list", "hat eine Liste gelöscht";
    DidMakeProperty: "made a property", "hat eine Eigenschaft angelegt";
    DidChangeProperty: "changed a property", "hat eine Eigenschaft geändert";
    DidDeleteProperty: "deleted a property", "hat eine Eigenschaft gelöscht";
    DidChangeContact: "changed a contact", "hat einen Kontakt geändert";
    DidChangeSettings: "changed the settings", "hat die Einstellungen geändert";
    DidMakeMacro: "made a macro for everybody", "hat ein Makro für alle angelegt";
    DidChangeMacro: "changed a macro", "hat ein Makro geändert";
    DidDeleteMacro: "deleted a macro", "hat ein Makro gelöscht";
    DidMakeReply: "saved a reply for everybody", "hat eine Antwort für alle gespeichert";
    DidChangeReply: "changed a saved reply", "hat eine gespeicherte Antwort geändert";
    DidDeleteReply: "deleted a saved reply", "hat eine gespeicherte Antwort gelöscht";
    DidDeleteLabel: "deleted a label", "hat ein Label gelöscht";
    DidMakeInbox: "made an inbox", "hat einen Posteingang angelegt";
    DidChangeInbox: "changed an inbox", "hat einen Posteingang geändert";
    DidDeleteInbox: "deleted an inbox", "hat einen Posteingang gelöscht";
    DidExport: "exported this log", "hat dieses Protokoll exportiert";
    DidMakeToken: "made a token", "hat ein Token erstellt";
    DidRevokeToken: "revoked a token", "hat ein Token widerrufen";
    DidMakeIdentitySecret: "made a secret that says who visitors are", "hat ein Geheimnis erstellt, das sagt, wer Besucher sind";
    DidRevokeIdentitySecret: "revoked a secret that says who visitors are", "hat ein Geheimnis widerrufen, das sagt, wer Besucher sind";
    DidMakeWebhook: "made a webhook", "hat einen Webhook angelegt";
    DidChangeWebhook: "changed a webhook", "hat einen Webhook geändert";
    DidDeleteWebhook: "deleted a webhook", "hat einen Webhook gelöscht";
}

/// A word of the log. One without words here does not compile.
#[must_use]
pub const fn did(what: What) -> Text {
    match what {
        What::SignedIn => Text::DidSignIn,
        What::SignedOut => Text::DidSignOut,
        What::PersonInvited => Text::DidInvite,
        What::InvitationRevoked => Text::DidRevokeInvitation,
        What::InvitationAccepted => Text::DidAccept,
        What::PersonChanged => Text::DidChangePerson,
        What::PersonDisabled => Text::DidDisable,
        What::PersonEnabled => Text::DidEnable,
        What::PersonRemoved => Text::DidRemovePerson,
        What::HandedOn => Text::DidHandOn,
        What::PasswordChanged => Text::DidPassword,
        What::SecondFactorOn => Text::DidFactorOn,
        What::SecondFactorOff => Text::DidFactorOff,
        What::RecoveryCodesMade => Text::DidCodes,
        What::RecoveryCodeUsed => Text::DidUseCode,
        What::PasskeyAdded => Text::DidAddPasskey,
        What::PasskeyRenamed => Text::DidRenamePasskey,
        What::PasskeyRemoved => Text::DidRemovePasskey,
        What::PasskeyRefused => Text::DidRefusePasskey,
        What::SessionRevoked => Text::DidEndSession,
        What::PresenceSet => Text::DidPresence,
        What::WorkChanged => Text::DidWork,
        What::TeamCreated => Text::DidMakeTeam,
        What::TeamChanged => Text::DidChangeTeam,
        What::SkillCreated => Text::DidMakeSkill,
        What::SkillChanged => Text::DidChangeSkill,
        What::SkillDeleted => Text::DidDeleteSkill,
        What::AppCreated => Text::DidMakeApp,
        What::AppChanged => Text::DidChangeApp,
        What::AppDeleted => Text::DidDeleteApp,
        What::SubscriptionCreated => Text::DidMakeSubscription,
        What::SubscriptionChanged => Text::DidChangeSubscription,
        What::SubscriptionDeleted => Text::DidDeleteSubscription,
        What::ContactUnsubscribed => Text::DidUnsubscribe,
        What::ReceiptsExported => Text::DidExportReceipts,
        What::TeamDeleted => Text::DidDeleteTeam,
        What::ChatflowCreated => Text::DidMakeChatflow,
        What::ChatflowChanged => Text::DidChangeChatflow,
        What::ChatflowSwitched => Text::DidSwitchChatflow,
        What::ChatflowsOrdered => Text::DidOrderChatflows,
        What::ChatflowDeleted => Text::DidDeleteChatflow,
        What::ChatflowRolledBack => Text::DidRollBackChatflow,
        What::ChatflowScheduled => Text::DidScheduleChatflow,
        What::ChatflowSwitchedOnTime => Text::DidSwitchOnTime,
        What::ChatflowScheduleRefused => Text::DidRefuseOnTime,
        What::ListCreated => Text::DidMakeList,
        What::ListChanged => Text::DidChangeList,
        What::ListDeleted => Text::DidDeleteList,
        What::PropertyCreated => Text::DidMakeProperty,
        What::PropertyChanged => Text::DidChangeProperty,
        What::PropertyDeleted => Text::DidDeleteProperty,
        What::ContactChanged => Text::DidChangeContact,
        What::SettingsChanged => Text::DidChangeSettings,
        What::LabelDeleted => Text::DidDeleteLabel,
        What::MacroCreated => Text::DidMakeMacro,
        What::MacroChanged => Text::DidChangeMacro,
        What::MacroDeleted => Text::DidDeleteMacro,
        What::SavedReplyCreated => Text::DidMakeReply,
        What::SavedReplyChanged => Text::DidChangeReply,
        What::SavedReplyDeleted => Text::DidDeleteReply,
        What::InboxCreated => Text::DidMakeInbox,
        What::InboxChanged => Text::DidChangeInbox,
        What::InboxDeleted => Text::DidDeleteInbox,
        What::AuditExported => Text::DidExport,
        What::TokenCreated => Text::DidMakeToken,
        What::TokenRevoked => Text::DidRevokeToken,
        What::IdentitySecretCreated => Text::DidMakeIdentitySecret,
        What::IdentitySecretRevoked => Text::DidRevokeIdentitySecret,
        What::WebhookCreated => Text::DidMakeWebhook,
        What::WebhookChanged => Text::DidChangeWebhook,
        What::WebhookDeleted => Text::DidDeleteWebhook,
    }
}
