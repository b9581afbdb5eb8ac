//! The sections of a chatflow's editor, the way through them, and the last of them: all of it in words.

texts! {
    Sections: "Sections of the chatflow", "Abschnitte des Chatflows";
    SectionsMore: "More", "Mehr";
    SectionAudience: "Audience", "Zielgruppe";
    SectionTargeting: "Targeting", "Seiten";
    SectionMessage: "Message", "Nachricht";
    SectionRouting: "Routing", "Zuweisung";
    SectionReview: "Review and publish", "Prüfen und veröffentlichen";
    SectionCustomize: "Customize", "Aussehen";
    SectionOptions: "Options", "Optionen";
    SectionBot: "Bot", "Bot";
    AskAudience: "Who is it for?", "Für wen ist er?";
    AskTargeting: "Where does it show?", "Wo zeigt er sich?";
    AskMessage: "What does it say?", "Was sagt er?";
    AskRouting: "Who answers?", "Wer antwortet?";
    AskReview: "Does everything fit?", "Stimmt alles?";
    AskCustomize: "How does it look?", "Wie sieht er aus?";
    AskOptions: "When is somebody there, and what do visitors agree to?", "Wann ist jemand da, und wozu stimmen Besucher zu?";
    SectionHistory: "History", "Verlauf";
    AskHistory: "What was it before?", "Was war er vorher?";
    AskBot: "Does a bot answer first?", "Antwortet zuerst ein Bot?";
    StepOf: "Step {n} of {all}", "Schritt {n} von {all}";
    StepsDone: "done", "erledigt";
    SectionsOpen: "Sections", "Abschnitte";
    OneToMend: "1 to mend", "1 zu beheben";
    ManyToMend: "{n} to mend", "{n} zu beheben";
    OneNote: "1 note", "1 Hinweis";
    ManyNotes: "{n} notes", "{n} Hinweise";
    StepBack: "Back", "Zurück";
    StepNext: "Next: {section}", "Weiter: {section}";

    // All of it in words.
    ReviewInWords: "In words", "In Worten";
    ReviewWho: "Who sees it", "Wer ihn sieht";
    ReviewWhere: "Where", "Wo";
    ReviewSays: "What it says", "Was er sagt";
    ReviewOpens: "How it appears", "Wie er erscheint";
    ReviewAnswers: "Who answers", "Wer antwortet";
    ReviewAvailable: "When somebody is there", "Wann jemand da ist";
    ReviewCapture: "E-mail address", "E-Mail-Adresse";
    ReviewConsent: "Consent", "Einwilligung";
    ReviewLook: "Look", "Aussehen";
    ReviewBot: "Bot", "Bot";
    ReviewAfter: "After a chat", "Nach einem Chat";
    ReviewOther: "Other settings", "Weitere Einstellungen";
    ReviewOtherChanged: "Something that has no words here.", "Etwas, wofür es hier keine Worte gibt.";
    ReviewChange: "Change", "Ändern";
    ReviewFindings: "What there is to mend and to know", "Was zu beheben und zu wissen ist";
    ReviewClean: "Nothing to mend.", "Nichts zu beheben.";
    ReviewMend: "Show it", "Zeigen";
    ReviewMendOf: "Show it: {why}", "Zeigen: {why}";
    ReviewStops: "Has to be mended", "Muss behoben werden";
    ReviewNote: "Good to know", "Gut zu wissen";
    ReviewWitness: "For example on", "Zum Beispiel auf";
    SaysAs: "As {name}", "Als {name}";
    SaysAsAgents: "As {names}", "Als {names}";
    SaysAsTeam: "As whoever is in the team {name}", "Als wer im Team {name} ist";
    SaysAsOwner: "As the contact’s owner, else as {name}", "Als wer für den Kontakt zuständig ist, sonst als {name}";
    SaysNothing: "No words of its own", "Keine eigenen Worte";
    AnswersOwner: "The contact’s owner, else {others}", "Wer für den Kontakt zuständig ist, sonst {others}";
    AnswersNobody: "Nobody: they wait in Unassigned", "Niemand: Sie warten unter „Nicht zugewiesen“";
    AnswersOthersNobody: "nobody", "niemand";
    AnswersLast: "Whoever spoke with the contact last comes first", "Wer zuletzt mit dem Kontakt gesprochen hat, kommt zuerst";
    AnswersTeam: "team {name}", "Team {name}";
    AvailableAlways: "Always", "Immer";
    AvailableStatus: "While somebody of them is available", "Solange jemand von ihnen erreichbar ist";
    AvailableHours: "During business hours ({zone})", "Während der Geschäftszeiten ({zone})";
    AvailableAnswers: "An answer within {time}", "Antwort innerhalb von {time}";
    CaptureNo: "Not asked for", "Wird nicht erfragt";
    CaptureNow: "Asked for at once", "Wird sofort erfragt";
    CaptureAfter: "Asked for after {time} without an answer", "Wird nach {time} ohne Antwort erfragt";
    ConsentNo: "Not asked for", "Wird nicht erfragt";
    BotNo: "None", "Keiner";
    BotSteps: "Answers first, in {n} steps", "Antwortet zuerst, in {n} Schritten";
    OpensLarge: "Large screens: {what}", "Große Bildschirme: {what}";
    OpensSmall: "Small screens: {what}", "Kleine Bildschirme: {what}";
    AfterCloses: "Closes after {time} without a word", "Schließt nach {time} ohne ein Wort";
    AfterRating: "Asks for a rating", "Bittet um eine Bewertung";
    AfterTranscript: "Mails a transcript", "Schickt eine Niederschrift";

    // It is live.
    LiveTitle: "It is live", "Er ist live";
    LiveText: "Visitors get it from their next page view on, on every page that carries this line. Once for the whole site is enough.", "Besucher bekommen ihn ab dem nächsten Seitenaufruf, auf jeder Seite, in der diese Zeile steht. Einmal für die ganze Website genügt.";

    // What it was.
    HistorySection: "Versions", "Fassungen";
    HistoryLead: "Every change is kept, the last 50. Going back to one is a change of its own, and visitors get it from their next page view on if the chatflow is on.", "Jede Änderung bleibt erhalten, die letzten 50. Auf eine zurückzusetzen ist selbst eine Änderung; ist der Chatflow an, bekommen Besucher sie ab dem nächsten Seitenaufruf.";
    HistoryNone: "Nothing was changed yet.", "Noch wurde nichts geändert.";
    HistoryFailed: "The versions could not be loaded. {why}", "Die Fassungen konnten nicht geladen werden. {why}";
    HistoryNow: "This is what it is now", "So ist er jetzt";
    HistoryBy: "{how} by {name}", "{how} von {name}";
    HistoryFound: "As it was before", "Wie er vorher war";
    HistoryCreated: "Made", "Angelegt";
    HistorySaved: "Saved", "Gespeichert";
    HistoryPublished: "Published", "Veröffentlicht";
    HistoryOff: "Switched off", "Ausgeschaltet";
    HistoryBack: "Rolled back to version {n}", "Auf Fassung {n} zurückgesetzt";
    HistoryOnTime: "Published at its time, as planned", "Zu seiner Zeit veröffentlicht, wie geplant";
    HistoryOffTime: "Switched off at its time, as planned", "Zu seiner Zeit ausgeschaltet, wie geplant";
    HistoryVersion: "Version {n}", "Fassung {n}";
    HistoryChanged: "Changed: {what}", "Geändert: {what}";
    HistoryCompare: "Compare version {n} with now", "Fassung {n} mit jetzt vergleichen";
    HistorySame: "It says the same as now.", "Sie sagt dasselbe wie jetzt.";
    HistoryThen: "Then", "Damals";
    HistoryToday: "Now", "Jetzt";
    HistoryRestore: "Roll back to version {n}", "Auf Fassung {n} zurücksetzen";
    HistoryRestoreShort: "Roll back", "Zurücksetzen";
    HistoryRestored: "It is as version {n} was.", "Er ist, wie Fassung {n} war.";
    HistoryNotRestored: "It was not rolled back. {why}", "Er wurde nicht zurückgesetzt. {why}";

    // At a time.
    PlanSection: "At a time", "Zu einer Zeit";
    PlanLead: "Publish it as it is saved then, or switch it off, by the wall clocks of a time zone.", "Veröffentlicht ihn, wie er dann gespeichert ist, oder schaltet ihn aus, nach den Uhren einer Zeitzone.";
    PlanOn: "Publish at", "Veröffentlichen um";
    PlanOff: "Switch off at", "Ausschalten um";
    PlanZone: "Time zone", "Zeitzone";
    PlanKeep: "Keep these times", "Zeiten festlegen";
    PlanCancel: "Cancel what is planned", "Geplantes absagen";
    PlanKept: "The times are kept.", "Die Zeiten sind festgelegt.";
    PlanCancelled: "Nothing is planned any more.", "Es ist nichts mehr geplant.";
    PlanNotKept: "The times were not kept. {why}", "Die Zeiten wurden nicht festgelegt. {why}";
    PlanGoesLive: "Goes live {time} ({zone})", "Geht live: {time} ({zone})";
    PlanGoesOff: "Goes off {time} ({zone})", "Geht aus: {time} ({zone})";
    PlanRefusedOn: "Was not published {time} as planned: {why}", "Wurde nicht wie geplant veröffentlicht ({time}): {why}";
    PlanRefusedOff: "Was not switched off {time} as planned: {why}", "Wurde nicht wie geplant ausgeschaltet ({time}): {why}";
}
