//! Writing a chatflow: its parts, what is wrong with them, saving and publishing.

texts! {
    // The frame of the editor.
    EditorOf: "Chatflow", "Chatflow";
    BackToChatflows: "Back to the chatflows", "Zurück zu den Chatflows";
    ChatflowFailed: "The chatflow could not be loaded.", "Der Chatflow konnte nicht geladen werden.";
    ChatflowGone: "This chatflow does not exist. Perhaps it was deleted.", "Diesen Chatflow gibt es nicht. Vielleicht wurde er gelöscht.";
    AdminsWrite: "Only admins can change chatflows.", "Nur die Verwaltung kann Chatflows ändern.";
    UnsavedChanges: "Unsaved changes", "Nicht gespeicherte Änderungen";
    AllSaved: "Everything is saved", "Alles ist gespeichert";
    SaveChatflow: "Save", "Speichern";
    SavingChatflow: "Saving", "Wird gespeichert";
    Publish: "Publish", "Veröffentlichen";
    SwitchOff: "Switch off", "Ausschalten";
    SavedOff: "Saved. {name} is switched off.", "Gespeichert. {name} ist ausgeschaltet.";
    SavedLive: "Saved. Visitors get it from their next page view on.", "Gespeichert. Besucher bekommen es ab dem nächsten Seitenaufruf.";
    Published: "{name} is live, from the next page view on.", "{name} ist live, ab dem nächsten Seitenaufruf.";
    NotSavedYet: "Not saved. What is marked has to be mended first.", "Nicht gespeichert. Zuerst ist zu beheben, was markiert ist.";
    NotSaved: "Not saved, what you wrote is still here. {why}", "Nicht gespeichert, was Sie geschrieben haben, ist noch da. {why}";
    SavingStopped: "Cannot be saved yet: {why}", "Kann noch nicht gespeichert werden: {why}";
    PublishingStopped: "Cannot be published yet: {why}", "Kann noch nicht veröffentlicht werden: {why}";
    AndMore: "{why} And {n} more.", "{why} Und {n} weitere.";
    ChangedMeanwhile: "Somebody else saved this chatflow meanwhile. Nothing of yours is saved yet.", "Jemand anderes hat diesen Chatflow inzwischen gespeichert. Von Ihnen ist noch nichts gespeichert.";
    TakeTheirs: "Load their version, keep my changes", "Deren Fassung laden, meine Änderungen behalten";
    TheirsTaken: "Their version is loaded, with your changes on top. Look it over, then save.", "Deren Fassung ist geladen, mit Ihren Änderungen darüber. Sehen Sie sie durch und speichern Sie dann.";

    // Name.
    NameSection: "Name", "Name";
    NameHelp: "Only your team sees it.", "Nur Ihr Team sieht ihn.";
    ArrivesIn: "Conversations arrive in", "Gespräche kommen an in";

    // Audience.
    AudienceSection: "Audience", "Zielgruppe";
    AudienceLead: "Who is greeted.", "Wer begrüßt wird.";
    Everyone: "Everybody", "Alle";
    AnonymousOnly: "Unknown visitors only", "Nur unbekannte Besucher";
    KnownOnly: "Known contacts only", "Nur bekannte Kontakte";
    MembersOfLists: "Contacts on certain lists", "Kontakte auf bestimmten Listen";
    ShowForLists: "On any of these lists", "Auf einer dieser Listen";
    HideForLists: "Never show it to contacts on", "Nie zeigen für Kontakte auf";
    HideForListsHelp: "This wins over everything else.", "Das geht allem anderen vor.";
    NoLists: "This account has no lists yet. They are made under Lists.", "Dieses Konto hat noch keine Listen. Sie entstehen unter Listen.";
    ListGone: "{id} (no longer exists)", "{id} (gibt es nicht mehr)";

    // Where.
    WhereSection: "Where it shows", "Wo er sich zeigt";
    WhereLead: "On a page where at least one rule matches and no exclusion does.", "Auf einer Seite, auf die mindestens eine Regel zutrifft und kein Ausschluss.";
    IncludeTitle: "Show it where any of these is true", "Zeigen, wo eines davon zutrifft";
    ExcludeTitle: "Never show it where any of these is true", "Nie zeigen, wo eines davon zutrifft";
    NoRules: "No rule yet.", "Noch keine Regel.";
    NoExclusions: "No exclusion.", "Kein Ausschluss.";
    AddRule: "Add a rule", "Regel hinzufügen";
    AddExclusion: "Add an exclusion", "Ausschluss hinzufügen";
    RuleN: "Rule {n}", "Regel {n}";
    ExclusionN: "Exclusion {n}", "Ausschluss {n}";
    Condition: "Condition", "Bedingung";
    PageAddress: "Address", "Adresse";
    ParameterName: "Name of the parameter", "Name des Parameters";
    ParameterMatch: "Value of the parameter", "Wert des Parameters";
    ParameterValue: "Exact value", "Genauer Wert";
    AnyValue: "any value", "beliebiger Wert";
    Exactly: "exactly", "genau";
    QueryParameter: "query parameter", "Parameter der Adresse";
    DeleteRuleN: "Delete rule {n}", "Regel {n} löschen";
    DeleteExclusionN: "Delete exclusion {n}", "Ausschluss {n} löschen";
    RuleDeleted: "{rule} is deleted.", "{rule} ist gelöscht.";
    RuleHint: "An address such as https://www.example.com/pricing, or its beginning /pricing for every site. A final /* means “and all below”.", "Eine Adresse wie https://www.example.de/preise, oder ihr Anfang /preise für jede Website. Am Ende heißt /* „und alles darunter“.";
    NegativeOr: "One of these rules is a negative, and rules are joined by “or”: every page meets one of them, so it shows nearly everywhere.", "Eine dieser Regeln ist verneint, und Regeln sind mit „oder“ verbunden: Jede Seite erfüllt eine davon, er zeigt sich also fast überall.";
    NegativeOrMore: "As exclusions they do what was probably meant.", "Als Ausschlüsse bewirken sie, was wohl gemeint ist.";
    MoveToExclusions: "Move to exclusions", "In Ausschlüsse umwandeln";
    MovedToExclusions: "The negative rules are exclusions now.", "Die verneinten Regeln sind jetzt Ausschlüsse.";

    // Message.
    MessageSection: "Message", "Nachricht";
    HeadingFrom: "Who the message comes from", "Von wem die Nachricht kommt";
    HeadingAccount: "The account: {name}", "Das Konto: {name}";
    HeadingAccountUnnamed: "The account", "Das Konto";
    HeadingCustom: "A name of its own", "Ein eigener Name";
    HeadingAgents: "Certain people", "Bestimmte Personen";
    HeadingName: "Shown name", "Angezeigter Name";
    HeadingPeople: "People shown", "Gezeigte Personen";
    HeadingPeopleHelp: "Of more than three, three are picked at random.", "Von mehr als drei werden drei zufällig ausgewählt.";
    HeadingTeam: "Whoever is in a team", "Wer in einem Team ist";
    HeadingTeamShown: "Team shown", "Gezeigtes Team";
    HeadingOwner: "The owner of the visitor's contact", "Wer für den Kontakt zuständig ist";
    HeadingFallback: "Without an owner", "Ohne Zuständige";
    HeadingFallbackHelp: "Shown to new visitors and to contacts whom nobody has.", "Sehen neue Besucher und Kontakte, für die niemand zuständig ist.";
    HeadingChoose: "Choose…", "Auswählen …";
    WelcomeText: "Welcome message", "Begrüßung";
    WelcomeHelp: "Plain text, in the language of your visitors.", "Reiner Text, in der Sprache Ihrer Besucher.";
    ReplyTime: "Typical reply time", "Übliche Antwortzeit";
    ReplyTimeNone: "Do not show a reply time", "Keine Antwortzeit zeigen";
    ReplyTimeHelp: "Choose only what you keep.", "Wählen Sie nur, was Sie einhalten.";
    OneMinute: "1 minute", "1 Minute";
    ManyMinutes: "{n} minutes", "{n} Minuten";
    OneHour: "1 hour", "1 Stunde";
    ManyHours: "{n} hours", "{n} Stunden";
    OneDay: "1 day", "1 Tag";
    ManyDays: "{n} days", "{n} Tage";

    // Look.
    LookSection: "Look", "Aussehen";
    Colour: "Colour", "Farbe";
    ColourHelp: "Your brand's colour, such as #16614e.", "Die Farbe Ihrer Marke, etwa #16614e.";
    ColourPick: "Pick a colour", "Farbe wählen";
    Corner: "Corner", "Ecke";
    CornerEnd: "At the end of the line (right in English)", "Am Zeilenende (im Deutschen rechts)";
    CornerStart: "At the start of the line (left in English)", "Am Zeilenanfang (im Deutschen links)";

    // E-mail capture.
    CaptureSection: "Ask for an e-mail address", "Nach der E-Mail-Adresse fragen";
    CaptureLead: "So that you can answer somebody who has left. Known contacts are never asked.", "Damit Sie auch antworten können, wenn jemand gegangen ist. Bekannte Kontakte werden nie gefragt.";
    CaptureWhen: "When visitors are asked", "Wann Besucher gefragt werden";
    CaptureNever: "Never", "Nie";
    CaptureRightAway: "As soon as they wrote something", "Sobald sie etwas geschrieben haben";
    CaptureUnanswered: "When nobody has answered for a while", "Wenn eine Weile niemand geantwortet hat";
    CaptureMinutes: "Minutes without an answer", "Minuten ohne Antwort";
    CaptureMessage: "What they read", "Was sie lesen";
    CaptureMessageDefault: "May we have your e-mail address, so that our answer reaches you if you leave?", "Dürfen wir Ihre E-Mail-Adresse haben, damit unsere Antwort Sie auch erreicht, wenn Sie gehen?";

    // Consent.
    ConsentSection: "Consent", "Einwilligung";
    ConsentToggle: "Consent to process data", "Einwilligung in die Verarbeitung von Daten";
    ConsentToggleHelp: "Visitors read why their data is stored before they write.", "Besucher lesen, warum ihre Daten gespeichert werden, bevor sie schreiben.";
    ConsentGdprOff: "Consent can be asked for only while the account's GDPR functions are on.", "Eine Einwilligung ist nur möglich, solange die DSGVO-Funktionen des Kontos an sind.";
    ConsentToSettings: "Open the data protection settings", "Einstellungen zum Datenschutz öffnen";
    ConsentMode: "Process type", "Art der Einwilligung";
    ConsentExplicit: "Explicit consent required", "Ausdrückliche Einwilligung erforderlich";
    ConsentExplicitHelp: "Nobody can write before a click on “I agree”.", "Niemand kann schreiben, bevor „Ich stimme zu“ angeklickt wurde.";
    ConsentInterest: "Legitimate interest", "Berechtigtes Interesse";
    ConsentInterestHelp: "The text is shown; writing is enough.", "Der Text wird gezeigt; Schreiben genügt.";
    ConsentWords: "Why personal data is stored and processed", "Warum persönliche Daten gespeichert und verarbeitet werden";
    ConsentVersion: "Version {n} is in force.", "Version {n} gilt.";
    ConsentNextVersion: "Saving makes a new version. What visitors agreed to before is kept as it was.", "Speichern erzeugt eine neue Version. Wozu Besucher vorher zugestimmt haben, bleibt erhalten, wie es war.";
    LegalNotice: "Parlor cannot give legal advice. Have your lawyer look at texts and settings that concern personal data.", "Parlor kann keine Rechtsberatung geben. Lassen Sie Texte und Einstellungen zu persönlichen Daten anwaltlich prüfen.";

    // What is wrong.
    WrongName: "Give it a name.", "Geben Sie einen Namen an.";
    WrongEmpty: "This must not be empty.", "Das darf nicht leer sein.";
    WrongTooLong: "At most {n} characters.", "Höchstens {n} Zeichen.";
    WrongTooMany: "Too many: at most {n}.", "Zu viele: höchstens {n}.";
    WrongNumber: "A whole number from {least} to {most}.", "Eine ganze Zahl von {least} bis {most}.";
    WrongRuleMissing: "Add a rule. Without one, a chatflow shows nowhere on purpose and cannot be published.", "Fügen Sie eine Regel hinzu. Ohne Regel zeigt sich ein Chatflow nirgends gewollt und kann nicht veröffentlicht werden.";
    WrongRuleEmpty: "Enter an address or a part of one.", "Geben Sie eine Adresse oder einen Teil davon ein.";
    WrongRuleParameter: "Enter the name of the parameter.", "Geben Sie den Namen des Parameters ein.";
    WrongRuleValue: "This is too long, or holds characters that no address has.", "Das ist zu lang oder enthält Zeichen, die in keiner Adresse vorkommen.";
    WrongRuleUrl: "This is no address. An example: https://www.example.com/pricing", "Das ist keine Adresse. Ein Beispiel: https://www.example.de/preise";
    WrongRuleOperator: "Choose another condition: this one is not known here, it never matches.", "Wählen Sie eine andere Bedingung: Diese ist hier nicht bekannt, sie trifft nie zu.";
    WrongWildcard: "Here * is an ordinary character. It stands for anything only in “address matches”, and in a /* at the end.", "Hier ist * ein gewöhnliches Zeichen. Für beliebigen Text steht es nur in „Adresse passt zu“ und in einem /* am Ende.";
    WrongColour: "Write the colour with six digits, like #16614e.", "Schreiben Sie die Farbe mit sechs Stellen, etwa #16614e.";
    WrongLists: "One of these lists does not exist any more. Untick it.", "Eine dieser Listen gibt es nicht mehr. Wählen Sie sie ab.";
    WrongNoList: "Choose at least one list, or nobody sees it.", "Wählen Sie mindestens eine Liste, sonst sieht ihn niemand.";
    WrongAgents: "Choose at least one person, and only people who work here.", "Wählen Sie mindestens eine Person, und nur solche, die hier arbeiten.";
    WrongTeam: "Choose a team that is still there.", "Wählen Sie ein Team, das es noch gibt.";
    WrongInbox: "Choose an inbox that exists.", "Wählen Sie einen Posteingang, den es gibt.";
    WrongConsentText: "Write why the data is stored and processed.", "Schreiben Sie, warum die Daten gespeichert und verarbeitet werden.";
    WrongConsentOff: "The account's GDPR functions are off: this step is kept, and not shown.", "Die DSGVO-Funktionen des Kontos sind aus: Dieser Schritt bleibt erhalten und wird nicht gezeigt.";

    // Leaving.
    LeaveTitle: "Leave without saving?", "Ohne Speichern verlassen?";
    LeaveText: "Your changes to {name} are not saved.", "Ihre Änderungen an {name} sind nicht gespeichert.";
    LeaveStay: "Keep editing", "Weiter bearbeiten";
    LeaveGo: "Discard changes", "Änderungen verwerfen";
}
