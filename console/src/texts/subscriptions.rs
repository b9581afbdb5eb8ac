//! Consent to communicate: what visitors can subscribe to, what a chatflow asks, and who has agreed.

texts! {
    CommunicationToggle: "Consent to communicate", "Einwilligung in Mitteilungen";
    CommunicationHelp: "Visitors find a box above the chat that nobody has to tick. Whoever does is subscribed.", "Besucher finden über dem Chat ein Kästchen, das niemand ankreuzen muss. Wer es ankreuzt, ist angemeldet.";
    CommunicationKind: "Subscription type", "Art des Abonnements";
    CommunicationWords: "What visitors agree to", "Wozu Besucher einwilligen";
    CommunicationNone: "There is nothing to subscribe to yet. It is added in the data protection settings.", "Es gibt noch nichts zu abonnieren. Das legen Sie in den Einstellungen zum Datenschutz an.";
    CommunicationNoText: "Write what visitors agree to be written to about.", "Schreiben Sie, wozu Besucher einwilligen.";
    CommunicationNoKind: "Choose what visitors subscribe to.", "Wählen Sie, was Besucher abonnieren.";
    SubscriptionTypes: "What visitors can subscribe to", "Was Besucher abonnieren können";
    SubscriptionTypesLead: "A chatflow may ask its visitors for one of these, in its consent section. Agreeing is never a condition of writing.", "Ein Chatflow kann seine Besucher in seinem Abschnitt zur Einwilligung um eines davon bitten. Wer schreiben will, muss nie zustimmen.";
    SubscriptionTypesNone: "Nothing yet.", "Noch nichts.";
    SubscriptionTypesFailed: "This could not be loaded.", "Das konnte nicht geladen werden.";
    SubscriptionTypeNew: "Add a type", "Art hinzufügen";
    SubscriptionTypeName: "Name", "Name";
    SubscriptionTypeNameHelp: "Visitors read it where they unsubscribe.", "Besucher lesen ihn, wo sie abbestellen.";
    SubscriptionTypeAbout: "Description, for your colleagues", "Beschreibung, für Ihre Kollegen";
    SubscriptionTypeNoName: "Give it a name.", "Geben Sie einen Namen an.";
    SubscriptionTypeSave: "Save type", "Art speichern";
    SubscriptionTypeSaved: "Saved.", "Gespeichert.";
    SubscriptionTypeNotSaved: "Not saved. {why}", "Nicht gespeichert. {why}";
    SubscriptionTypeChange: "Change {name}", "{name} ändern";
    SubscriptionTypeDelete: "Remove {name}", "{name} löschen";
    SubscriptionTypeDeleted: "{name} is removed. Whoever subscribed stays subscribed until that is ended.", "{name} ist gelöscht. Wer es abonniert hat, bleibt angemeldet, bis das beendet wird.";
    Subscriptions: "Subscriptions", "Abonnements";
    SubscriptionSince: "Since {when}", "Seit {when}";
    SubscriptionEndedByVisitor: "Ended by the visitor on {when}", "Vom Besucher beendet am {when}";
    SubscriptionEndedByAgent: "Ended by {who} on {when}", "Von {who} beendet am {when}";
    SubscriptionRenewed: "Agreed to a newer text on {when}", "Neuerem Text zugestimmt am {when}";
    SubscriptionForgotten: "Ended on {when}: the visitor wanted to be forgotten", "Beendet am {when}: Der Besucher wollte vergessen werden";
    SubscriptionText: "Text {n}", "Text {n}";
    SubscriptionEnd: "Unsubscribe from {name}", "{name} abbestellen";
    SubscriptionEnded: "{name} is unsubscribed.", "{name} ist abbestellt.";
    TextHash: "SHA-256", "SHA-256";
    CodeNamedByChatflow: "A chatflow asks its visitors to subscribe to it. Change it there first.", "Ein Chatflow bittet seine Besucher, das zu abonnieren. Ändern Sie es dort zuerst.";
    CodeSubscriptionUnknown: "There is nothing of that kind to subscribe to.", "So etwas kann niemand abonnieren.";
}
