//! Settings › Notifications: what tells an agent of what, and how long replies rest.

texts! {
    NotificationsTab: "Notifications", "Benachrichtigungen";
    NotificationsLead: "These are your own settings. They are the same in every browser you sign in with.", "Das sind Ihre eigenen Einstellungen. Sie gelten in jedem Browser, in dem Sie sich anmelden.";
    NotificationsFailed: "Your notification settings could not be loaded.", "Ihre Einstellungen für Benachrichtigungen konnten nicht geladen werden.";
    NotificationsNotKept: "Your settings are as they were. {why}", "Ihre Einstellungen sind, wie sie waren. {why}";
    NotifyWhat: "What happens", "Was geschieht";
    NotifyConversation: "A visitor starts a conversation", "Jemand beginnt ein Gespräch";
    NotifyMine: "A message in a conversation of mine", "Eine Nachricht in einem meiner Gespräche";
    NotifyUnassigned: "A message in a conversation nobody has", "Eine Nachricht in einem Gespräch, das niemand hat";
    NotifyAssigned: "A conversation is assigned to me", "Ein Gespräch wird mir zugewiesen";
    NotifyMention: "A comment mentions me", "Ein Kommentar erwähnt mich";
    NotifyLongWait: "Somebody has been waiting for long", "Jemand wartet schon lange";
    NotifyDesktop: "Desktop", "Desktop";
    NotifySound: "Sound", "Ton";
    NotifyTitle: "Count in the tab", "Zahl im Tab";
    NotifyBy: "{what}: {way}", "{what}: {way}";
    PermissionTitle: "Desktop notifications in this browser", "Desktop-Benachrichtigungen in diesem Browser";
    PermissionOpen: "This browser has not been allowed to show them yet.", "Dieser Browser darf sie noch nicht zeigen.";
    PermissionGranted: "This browser shows them.", "Dieser Browser zeigt sie.";
    PermissionBlocked: "Blocked in this browser. Open the site settings beside the address, allow notifications, and load this page again.", "In diesem Browser blockiert. Öffnen Sie neben der Adresse die Website-Einstellungen, erlauben Sie Benachrichtigungen und laden Sie diese Seite neu.";
    PermissionMissing: "This browser cannot show them here. They need https:// and a browser that has them.", "Dieser Browser kann sie hier nicht zeigen. Sie brauchen https:// und einen Browser, der sie kennt.";
    PermissionAsk: "Allow in this browser", "In diesem Browser erlauben";
    SoundTest: "Play the sound", "Ton abspielen";
    NotifyWords: "Show the first words of a message", "Die ersten Worte einer Nachricht zeigen";
    NotifyAvailable: "Only while I am available", "Nur solange ich verfügbar bin";
    NotifyQuiet: "Quiet hours", "Ruhezeit";
    NotifyQuietHelp: "Nothing sounds or pops up then, by the clock of this computer.", "Dann ertönt und erscheint nichts, nach der Uhr dieses Computers.";
    NotifyFrom: "From", "Von";
    NotifyTo: "To", "Bis";
    NotifyInboxes: "Inboxes that tell me", "Posteingänge, die mir Bescheid geben";
    NotifyEmail: "E-mail", "E-Mail";
    NotifyEmailNot: "E-mail is not connected: nothing is sent by e-mail.", "E-Mail ist nicht verbunden: Es wird nichts per E-Mail gesendet.";
    UndoSendTitle: "Take replies back", "Antworten zurückholen";
    UndoSendHelp: "So long a reply waits before it goes, and you can take it back.", "So lange wartet eine Antwort, bevor sie hinausgeht, und Sie können sie zurückholen.";
    UndoSendOff: "Off: replies go at once", "Aus: Antworten gehen sofort hinaus";
    UndoSendSeconds: "{n} seconds", "{n} Sekunden";
    RingConversation: "{who} started a conversation", "{who} hat ein Gespräch begonnen";
    RingMessage: "{who} wrote", "{who} hat geschrieben";
    RingMention: "{who} mentioned you", "{who} hat Sie erwähnt";
    RingAssigned: "The conversation with {who} is yours now", "Das Gespräch mit {who} ist jetzt Ihres";
    RingLongWait: "{who} has been waiting for long", "{who} wartet schon lange";
}
