//! Everything the console says, in English and German, side by side.
//!
//! A text without its translation does not compile; tests see to blanks and to the `{places}` that are filled in.
//! Knows no browser: which language is spoken, `browser::preferences` asks.

/// A language the console speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, also for whoever speaks neither.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// The language of a BCP 47 tag such as `de-AT`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().map(str::to_ascii_lowercase).as_deref() {
            Some("en") => Some(Self::English),
            Some("de") => Some(Self::German),
            _ => None,
        }
    }

    /// Its tag, for `lang` and for `Intl`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

macro_rules! texts {
    ($($name:ident: $english:literal, $german:literal;)*) => {
        /// A text of the console, named by what it says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each text documents itself")]
        pub enum Text { $($name,)* }

        impl Text {
            /// All of them.
            pub const ALL: &'static [Text] = &[$(Text::$name,)*];

            /// The text in a language, with its `{places}` open.
            #[must_use]
            pub const fn words(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Text::$name, Language::English) => $english, (Text::$name, Language::German) => $german,)*
                }
            }
        }
    };
}

impl Text {
    /// The text with its places filled in, in order of `places`: `("name", "Anna")` fills `{name}`.
    #[must_use]
    pub fn fill(self, language: Language, places: &[(&str, &str)]) -> String {
        let mut rest = self.words(language);
        let mut filled = String::with_capacity(rest.len() + 16);
        // One pass over our own text: what is filled in may hold braces and is not looked at again.
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((place, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            filled.push_str(places.iter().find(|(name, _)| *name == place).map_or("", |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

texts! {
    // The frame.
    SkipToContent: "Skip to the conversation", "Zum Gespräch springen";
    MainNavigation: "Main", "Hauptbereiche";
    Inbox: "Inbox", "Posteingang";
    Chatflows: "Chatflows", "Chatflows";
    YourAccount: "Your account", "Ihr Konto";
    SignOut: "Sign out", "Abmelden";
    LanguageLabel: "Language", "Sprache";
    Theme: "Appearance", "Darstellung";
    ThemeSystem: "System", "System";
    ThemeLight: "Light", "Hell";
    ThemeDark: "Dark", "Dunkel";
    Shortcuts: "Keyboard shortcuts", "Tastenkürzel";
    CloseSheet: "Close", "Schließen";
    Dismiss: "Dismiss", "Ausblenden";
    Undo: "Undo", "Rückgängig";
    TryAgain: "Try again", "Erneut versuchen";
    Back: "Back", "Zurück";

    // Signing in and setting up.
    SignInTitle: "Sign in", "Anmelden";
    SignInLead: "Answer your visitors.", "Antworten Sie Ihren Besuchern.";
    Email: "E-mail", "E-Mail";
    Password: "Password", "Passwort";
    SignIn: "Sign in", "Anmelden";
    SigningIn: "Signing in", "Anmeldung läuft";
    SignInFailed: "E-mail or password is wrong.", "E-Mail oder Passwort ist falsch.";
    SignInTooOften: "Too many attempts. Wait a minute, then try again.", "Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.";
    SessionOver: "You were signed out because your session ended. What you typed is kept.", "Ihre Sitzung ist abgelaufen. Was Sie geschrieben haben, bleibt erhalten.";
    EmailMissing: "Enter your e-mail address.", "Geben Sie Ihre E-Mail-Adresse ein.";
    EmailEnding: "An e-mail address has an @ and an ending, for example name@example.com.", "Eine E-Mail-Adresse hat ein @ und eine Endung, zum Beispiel name@example.de.";
    PasswordMissing: "Enter your password.", "Geben Sie Ihr Passwort ein.";
    SetUpTitle: "Set up Parlor", "Parlor einrichten";
    SetUpLead: "Make the first account and its admin. You can change all of it later.", "Legen Sie das erste Konto und seine Verwaltung an. Alles lässt sich später ändern.";
    SetUpNoSecret: "This page needs the one-time link that was printed when Parlor started.", "Diese Seite braucht den Einmal-Link, der beim Start von Parlor ausgegeben wurde.";
    SetUpUsed: "This link was used already. Sign in instead.", "Dieser Link wurde schon benutzt. Melden Sie sich stattdessen an.";
    SetUpWrong: "This link is not valid. Use the one printed last.", "Dieser Link ist nicht gültig. Benutzen Sie den zuletzt ausgegebenen.";
    AccountName: "Name of your site or company", "Name Ihrer Website oder Firma";
    AccountNameMissing: "Enter a name.", "Geben Sie einen Namen ein.";
    AccountId: "Short name", "Kurzname";
    AccountIdHelp: "Part of the address on your pages: a to z, 0 to 9 and hyphens.", "Teil der Adresse auf Ihren Seiten: a bis z, 0 bis 9 und Bindestriche.";
    AccountIdWrong: "Use 1 to 40 letters a to z, digits and hyphens, not starting with a hyphen.", "Verwenden Sie 1 bis 40 Buchstaben a bis z, Ziffern und Bindestriche, nicht mit einem Bindestrich am Anfang.";
    YourName: "Your name", "Ihr Name";
    YourNameHelp: "Visitors see it when you answer.", "Besucher sehen ihn, wenn Sie antworten.";
    Origin: "Address of your site", "Adresse Ihrer Website";
    OriginHelp: "The widget runs only there, for example https://www.example.com. May stay empty for now.", "Nur dort läuft das Widget, zum Beispiel https://www.example.de. Kann vorerst leer bleiben.";
    PasswordHelp: "At least 10 characters.", "Mindestens 10 Zeichen.";
    PasswordTooShort: "Use at least 10 characters.", "Verwenden Sie mindestens 10 Zeichen.";
    CreateAccount: "Create account", "Konto anlegen";
    CreatingAccount: "Creating the account", "Konto wird angelegt";

    // Views and the list.
    Views: "Views", "Ansichten";
    ViewAll: "All conversations", "Alle Gespräche";
    ViewMine: "Assigned to me", "Mir zugewiesen";
    ViewUnassigned: "Unassigned", "Nicht zugewiesen";
    ViewChat: "Chat", "Chat";
    ViewFiltered: "Filtered", "Gefiltert";
    InboxPick: "Inbox", "Posteingang";
    Conversations: "Conversations", "Gespräche";
    Status: "Status", "Status";
    Open: "Open", "Offen";
    Closed: "Closed", "Geschlossen";
    NewestFirst: "Newest first", "Neueste zuerst";
    ChannelChat: "Chat", "Chat";
    Unread: "Unread", "Ungelesen";
    PreviewYou: "You: {text}", "Sie: {text}";
    PreviewTeam: "Team: {text}", "Team: {text}";
    PreviewDraft: "Draft: {text}", "Entwurf: {text}";
    NoMessageYet: "No message yet", "Noch keine Nachricht";
    Now: "now", "jetzt";
    Minutes: "{n} min", "{n} Min.";
    Hours: "{n} h", "{n} Std.";
    Days: "{n} d", "{n} T.";
    Yesterday: "Yesterday", "Gestern";
    Today: "Today", "Heute";
    WaitsSince: "Waiting for {time}", "Wartet seit {time}";
    Opened: "Opened {time}", "Begonnen {time}";
    EmptyAllOpen: "Nobody is waiting.", "Niemand wartet.";
    EmptyAllOpenMore: "New chats appear here by themselves.", "Neue Chats erscheinen hier von selbst.";
    EmptyMine: "Nothing is assigned to you.", "Ihnen ist nichts zugewiesen.";
    EmptyMineMore: "Take one from Unassigned.", "Nehmen Sie eines aus „Nicht zugewiesen“.";
    EmptyUnassigned: "Every conversation has somebody.", "Jedes Gespräch hat jemanden.";
    EmptyUnassignedMore: "New ones without an assignee appear here.", "Neue ohne zuständige Person erscheinen hier.";
    EmptyClosed: "No closed conversations here.", "Hier gibt es keine geschlossenen Gespräche.";
    EmptyFiltered: "No chats of blocked senders.", "Keine Chats von blockierten Absendern.";
    LoadOlder: "Show older", "Ältere anzeigen";
    ListFailed: "The list could not be loaded.", "Die Liste konnte nicht geladen werden.";
    NoInbox: "You are not a member of an inbox yet.", "Sie sind noch in keinem Posteingang Mitglied.";
    NoInboxMore: "An admin can add you to one.", "Jemand aus der Verwaltung kann Sie hinzufügen.";

    // The thread.
    Conversation: "Conversation", "Gespräch";
    Messages: "Messages", "Nachrichten";
    PickOne: "Pick a conversation", "Wählen Sie ein Gespräch";
    PickOneMore: "Arrow keys move through the list, Enter opens.", "Pfeiltasten gehen durch die Liste, Enter öffnet.";
    ThreadFailed: "This conversation could not be loaded.", "Dieses Gespräch konnte nicht geladen werden.";
    ThreadGone: "This conversation does not exist, or is in an inbox you cannot see.", "Dieses Gespräch gibt es nicht, oder es liegt in einem Posteingang, den Sie nicht sehen.";
    Visitor: "Visitor", "Besucher";
    StartedOnBy: "Chat started on {page} by chatflow {chatflow}", "Chat begonnen auf {page} durch Chatflow {chatflow}";
    StartedBy: "Chat started by chatflow {chatflow}", "Chat begonnen durch Chatflow {chatflow}";
    TookIt: "{who} took this conversation", "{who} hat dieses Gespräch übernommen";
    YouTookIt: "You took this conversation", "Sie haben dieses Gespräch übernommen";
    AssignedTo: "{by} assigned this conversation to {who}", "{by} hat dieses Gespräch {who} zugewiesen";
    YouAssignedTo: "You assigned this conversation to {who}", "Sie haben dieses Gespräch {who} zugewiesen";
    AssignedToYou: "{by} assigned this conversation to you", "{by} hat dieses Gespräch Ihnen zugewiesen";
    RoutedTo: "Routed to {who}", "Weitergeleitet an {who}";
    RoutedToYou: "Routed to you", "An Sie weitergeleitet";
    UnassignedIt: "{by} made this conversation unassigned", "{by} hat die Zuweisung aufgehoben";
    YouUnassignedIt: "You made this conversation unassigned", "Sie haben die Zuweisung aufgehoben";
    UnassignedByRule: "Not assigned to anybody", "Niemandem zugewiesen";
    ClosedIt: "{by} closed this conversation", "{by} hat dieses Gespräch geschlossen";
    YouClosedIt: "You closed this conversation", "Sie haben dieses Gespräch geschlossen";
    ClosedByRule: "This conversation was closed", "Dieses Gespräch wurde geschlossen";
    ReopenedIt: "{by} reopened this conversation", "{by} hat dieses Gespräch wieder geöffnet";
    YouReopenedIt: "You reopened this conversation", "Sie haben dieses Gespräch wieder geöffnet";
    ReopenedByVisitor: "A new message reopened this conversation", "Eine neue Nachricht hat dieses Gespräch wieder geöffnet";
    Sending: "Sending", "Wird gesendet";
    Sent: "Sent", "Gesendet";
    NotSent: "Not sent.", "Nicht gesendet.";
    NewMessages: "New messages", "Neue Nachrichten";
    Assignee: "Assignee", "Zuständig";
    Nobody: "Nobody", "Niemand";
    Me: "{name} (you)", "{name} (Sie)";
    CloseConversation: "Close conversation", "Gespräch schließen";
    ReopenConversation: "Reopen conversation", "Gespräch wieder öffnen";
    CloseShort: "Close", "Schließen";
    ReopenShort: "Reopen", "Wieder öffnen";
    AssignAndReply: "Assign to me and reply", "Mir zuweisen und antworten";
    NobodyHasIt: "Nobody has this conversation yet.", "Noch hat niemand dieses Gespräch.";
    Reply: "Reply", "Antwort";
    ReplyPlaceholder: "Reply to {name}", "{name} antworten";
    ReplyPlaceholderClosed: "Reply to reopen this conversation", "Antworten öffnet dieses Gespräch wieder";
    Send: "Send", "Senden";
    EnterSends: "sends", "sendet";
    KeptUntilSent: "Kept on this device until it is sent", "Bleibt auf diesem Gerät, bis es gesendet ist";
    CharsOver: "{n} characters too long", "{n} Zeichen zu lang";
    ClosedToast: "Conversation closed.", "Gespräch geschlossen.";
    ReopenedToast: "Conversation reopened.", "Gespräch wieder geöffnet.";
    ActFailed: "That did not work, nothing was changed. ({code})", "Das hat nicht geklappt, nichts wurde geändert. ({code})";
    NotAMember: "This person is not a member of the inbox. Nothing was changed.", "Diese Person ist kein Mitglied des Posteingangs. Nichts wurde geändert.";

    // Who it is.
    Contact: "Contact", "Kontakt";
    ShowContact: "Show contact", "Kontakt anzeigen";
    HideContact: "Hide contact", "Kontakt ausblenden";
    ContactUnknown: "Unknown visitor", "Unbekannter Besucher";
    ContactKnown: "Known contact", "Bekannter Kontakt";
    NotKnown: "Not known", "Nicht bekannt";
    ThisChat: "This chat", "Dieser Chat";
    StartedOn: "Page", "Seite";
    Chatflow: "Chatflow", "Chatflow";
    StartedAt: "Started", "Begonnen";
    Channel: "Channel", "Kanal";
    WaitingFor: "Waiting", "Wartet";
    NotWaiting: "Answered", "Beantwortet";

    // The link.
    Connected: "Connected", "Verbunden";
    Connecting: "Connecting", "Verbindung wird aufgebaut";
    Reconnecting: "Reconnecting. What you send is kept and goes out as soon as the connection is back.", "Verbindung wird wiederhergestellt. Was Sie senden, bleibt erhalten und geht hinaus, sobald die Verbindung steht.";
    Offline: "You are offline. What you send is kept and goes out as soon as the connection is back.", "Sie sind offline. Was Sie senden, bleibt erhalten und geht hinaus, sobald die Verbindung steht.";
    ReconnectNow: "Connect now", "Jetzt verbinden";
    Loading: "Loading", "Wird geladen";
    SlowLoading: "This takes longer than usual.", "Das dauert länger als üblich.";
    NoAnswer: "Parlor does not answer. Check the connection.", "Parlor antwortet nicht. Prüfen Sie die Verbindung.";
    Failed: "Something broke on our side. ({code})", "Auf unserer Seite ist etwas kaputt. ({code})";

    // Chatflows.
    ChatflowsLead: "Who is greeted, where, and in which order: of the chatflows that match a page view, the first one is shown.", "Wer wo begrüßt wird und in welcher Reihenfolge: Von den Chatflows, die zu einem Seitenaufruf passen, wird der erste gezeigt.";
    ChatflowName: "Name", "Name";
    ShownTo: "Shown to", "Gezeigt wem";
    ShownWhere: "Shown where", "Gezeigt wo";
    Rank: "Order", "Reihenfolge";
    On: "On", "An";
    Off: "Off", "Aus";
    SwitchedOn: "{name} is on.", "{name} ist an.";
    SwitchedOff: "{name} is off and no longer shown.", "{name} ist aus und wird nicht mehr gezeigt.";
    SwitchFailed: "{name} could not be switched. It is as it was. ({code})", "{name} konnte nicht geschaltet werden. Alles ist wie vorher. ({code})";
    AdminsOnly: "Only admins can switch chatflows.", "Nur die Verwaltung kann Chatflows schalten.";
    NoChatflows: "No chatflow yet.", "Noch kein Chatflow.";
    NoChatflowsMore: "They come with the account file.", "Sie kommen mit der Kontodatei.";
    ChatflowsFailed: "The chatflows could not be loaded.", "Die Chatflows konnten nicht geladen werden.";
    EveryPage: "every page", "jede Seite";
    Or: "or", "oder";
    ExceptWhere: "Except where", "Außer wo";
    RuleUrlIs: "address is", "Adresse ist";
    RuleUrlIsNot: "address is not", "Adresse ist nicht";
    RuleUrlContains: "address contains", "Adresse enthält";
    RuleUrlLacks: "address does not contain", "Adresse enthält nicht";
    RuleUrlStarts: "address begins with", "Adresse beginnt mit";
    RuleUrlStartsNot: "address does not begin with", "Adresse beginnt nicht mit";
    RuleUrlWildcard: "address matches", "Adresse passt zu";
    RuleQueryThere: "address has the parameter", "Adresse hat den Parameter";
    RuleQueryIs: "parameter {name} is", "Parameter {name} ist";
    RuleQueryEmpty: "address has the empty parameter", "Adresse hat den leeren Parameter";
    RuleUnknown: "a rule this console does not know, it never matches:", "eine Regel, die diese Konsole nicht kennt, sie trifft nie zu:";
    Everybody: "Everybody", "Alle";
    KnownContacts: "Known contacts", "Bekannte Kontakte";
    UnknownVisitors: "Unknown visitors", "Unbekannte Besucher";
    OnLists: "On the list {lists}", "Auf der Liste {lists}";
    OnAnyList: "On one of the lists {lists}", "Auf einer der Listen {lists}";
    NotOnLists: "But not on {lists}", "Aber nicht auf {lists}";
    AudienceUnknown: "Nobody: an audience this console does not know", "Niemand: eine Zielgruppe, die diese Konsole nicht kennt";

    // Keys.
    KeyNext: "Next conversation", "Nächstes Gespräch";
    KeyPrevious: "Previous conversation", "Voriges Gespräch";
    KeyOpen: "Open conversation", "Gespräch öffnen";
    KeyReply: "Write a reply", "Antwort schreiben";
    KeyAssign: "Assign to me", "Mir zuweisen";
    KeyClose: "Close or reopen", "Schließen oder wieder öffnen";
    KeySend: "Send", "Senden";
    KeyNewLine: "New line", "Neue Zeile";
    KeySheet: "Show this sheet", "Diese Übersicht zeigen";
    KeyBack: "Back", "Zurück";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_text_is_complete_in_both_languages() {
        for text in Text::ALL {
            let (english, german) = (text.words(Language::English), text.words(Language::German));
            assert!(!english.trim().is_empty() && !german.trim().is_empty(), "{text:?} is blank");
            assert_eq!(places(english), places(german), "{text:?} has other places in German");
            for words in [english, german] {
                assert!(!words.contains('!'), "{text:?} shouts");
                assert_eq!(
                    words.matches('{').count(),
                    words.matches('}').count(),
                    "{text:?} has an open brace"
                );
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_not_read_as_a_text() {
        let filled =
            Text::StartedOnBy.fill(Language::English, &[("page", "{chatflow}"), ("chatflow", "<b>{page}")]);
        assert_eq!(filled, "Chat started on {chatflow} by chatflow <b>{page}");
    }

    #[test]
    fn languages_are_known_by_their_tags() {
        for (tag, expected) in [
            ("de", Some(Language::German)),
            ("de-AT", Some(Language::German)),
            ("DE_CH", Some(Language::German)),
            ("en-GB", Some(Language::English)),
            ("pt", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), expected, "{tag}");
        }
    }
}
