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
}
