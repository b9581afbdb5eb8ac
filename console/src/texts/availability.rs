//! When a team is available: modes, business hours, what visitors see, and what they will see.

texts! {
    AvailabilitySection: "Availability", "Verfügbarkeit";
    AvailabilityLead: "What visitors are told about your team, and when.", "Was Besucher über Ihr Team erfahren, und wann.";
    ModeTitle: "The team is shown as available", "Das Team gilt als erreichbar";
    ModeAlways: "Always", "Immer";
    ModeStatus: "While somebody is available", "Solange jemand erreichbar ist";
    ModeStatusHelp: "Whoever routing names, and who is not away, not off work and has room for one more chat.", "Wen die Zuweisung nennt und wer nicht abwesend ist, im Dienst ist und noch Platz für ein Gespräch hat.";
    ModeHours: "During business hours", "Während der Geschäftszeiten";

    AwayTitle: "While nobody is available", "Solange niemand erreichbar ist";
    AwayTitleHours: "When everybody is away or busy, within the hours", "Wenn in dieser Zeit alle abwesend oder ausgelastet sind";
    AwayShowsMessage: "Show an away message", "Abwesenheitsnachricht zeigen";
    AwayShowsMessageHelp: "Visitors can still write.", "Besucher können trotzdem schreiben.";
    AwayShowsChat: "Go on as if somebody were there", "Weiter, als wäre jemand da";
    AwayShowsNothing: "Hide the chat button", "Chat-Knopf ausblenden";
    AwayShowsNothingHelp: "Who is in the middle of a chat keeps it.", "Wer gerade ein Gespräch führt, behält es.";
    AwayWords: "Away message", "Abwesenheitsnachricht";
    ClosedWords: "Message outside the hours", "Nachricht außerhalb der Zeiten";
    AwayWordsHelp: "Empty: Parlor says it in each visitor's language.", "Leer: Parlor sagt es in der Sprache jedes Besuchers.";
    ClosedTitle: "Outside business hours", "Außerhalb der Geschäftszeiten";
    ClosedShowsReturn: "Show when you are back", "Zeigen, wann Sie zurück sind";
    ClosedShowsReturnHelp: "In each visitor's own time zone.", "In der Zeitzone jedes Besuchers.";

    // Business hours, of a chatflow or of a person.
    HoursTitle: "Business hours", "Geschäftszeiten";
    HoursZone: "Time zone", "Zeitzone";
    HoursZoneHelp: "Type a city to search.", "Tippen Sie eine Stadt, um zu suchen.";
    HoursZoneNow: "It is {time} there now.", "Dort ist es jetzt {time}.";
    HoursClosed: "Closed", "Geschlossen";
    HoursAdd: "Add hours", "Zeiten hinzufügen";
    HoursAddTo: "Add hours on {day}", "Zeiten hinzufügen: {day}";
    HoursAllDay: "All day", "Ganztägig";
    HoursAllDayOn: "Open all day on {day}", "Ganztägig geöffnet: {day}";
    HoursFrom: "{day}, from", "{day}, von";
    HoursUntil: "{day}, until", "{day}, bis";
    HoursTo: "to", "bis";
    HoursDelete: "Delete {from} to {until} on {day}", "{from} bis {until} löschen: {day}";
    HoursCopy: "Monday's hours on all working days", "Zeiten vom Montag für alle Werktage";
    HoursCopied: "Tuesday to Friday have Monday's hours now.", "Dienstag bis Freitag haben jetzt die Zeiten vom Montag.";
    DatesTitle: "Holidays and other dates", "Feiertage und andere Tage";
    DatesLead: "A date's own hours take the place of its weekday's.", "Die Zeiten eines Tages gehen denen seines Wochentags vor.";
    DatesNone: "No date has hours of its own.", "Kein Tag hat eigene Zeiten.";
    DateAdd: "Add a date", "Tag hinzufügen";
    DateField: "Date", "Tag";
    DateNew: "the new date", "der neue Tag";
    DateDelete: "Delete {day}", "{day} löschen";
    WrongTime: "Write a time from 00:00 to 24:00, such as 09:30.", "Schreiben Sie eine Uhrzeit von 00:00 bis 24:00, etwa 09:30.";
    WrongBackwards: "The end has to come after the beginning. Past midnight, go on with the next day.", "Das Ende muss nach dem Anfang liegen. Nach Mitternacht geht es beim nächsten Tag weiter.";
    WrongOverlap: "These hours begin before others of the day have ended.", "Diese Zeit beginnt, bevor eine andere des Tages endet.";
    WrongNoDate: "Choose a date.", "Wählen Sie einen Tag.";
    WrongTwice: "This date stands there already.", "Dieser Tag steht schon da.";
    WrongZone: "Choose a time zone of the list, such as Europe/Berlin.", "Wählen Sie eine Zeitzone aus der Liste, etwa Europe/Berlin.";
    Monday: "Monday", "Montag";
    Tuesday: "Tuesday", "Dienstag";
    Wednesday: "Wednesday", "Mittwoch";
    Thursday: "Thursday", "Donnerstag";
    Friday: "Friday", "Freitag";
    Saturday: "Saturday", "Samstag";
    Sunday: "Sunday", "Sonntag";

    // What a visitor sees at an instant.
    TravelTitle: "What does a visitor see at a certain time?", "Was sieht ein Besucher zu einem bestimmten Zeitpunkt?";
    TravelLead: "By what is saved, with everybody as present and as busy as now. Times are those of {zone}.", "Nach dem, was gespeichert ist, und mit allen so anwesend und ausgelastet wie jetzt. Zeiten gelten in {zone}.";
    TravelDate: "Day", "Tag";
    TravelTime: "Time", "Uhrzeit";
    TravelNow: "Now", "Jetzt";
    TravelUnsaved: "Your unsaved changes do not count yet.", "Ihre nicht gespeicherten Änderungen zählen noch nicht.";
    TravelSees: "A visitor sees", "Ein Besucher sieht";
    TravelWhy: "Because {why}.", "Denn {why}.";
    SeesAvailable: "Available", "Erreichbar";
    SeesAvailableIn: "Available, usually replies within {time}", "Erreichbar, Antwort meist innerhalb von {time}";
    SeesAway: "The away message: {text}", "Die Abwesenheitsnachricht: {text}";
    SeesAwayHouse: "That nobody is there, in Parlor's words", "Dass niemand da ist, mit den Worten von Parlor";
    SeesBack: "Back on {time}", "Wieder da am {time}";
    SeesBackNever: "That nobody is there: no opening is in sight", "Dass niemand da ist: Es ist keine Öffnung in Sicht";
    SeesNothing: "Nothing: the chat button is hidden", "Nichts: Der Chat-Knopf ist ausgeblendet";
    SeesUntil: "until {time}", "bis {time}";
    BecauseAlways: "the team is always available", "das Team ist immer erreichbar";
    BecauseBot: "a bot answers first", "zuerst antwortet ein Bot";
    BecauseThere: "somebody can take a chat", "jemand kann ein Gespräch annehmen";
    BecauseNobody: "nobody can take a chat", "niemand kann ein Gespräch annehmen";
    BecauseClosed: "it is outside business hours", "es ist außerhalb der Geschäftszeiten";
    TravelFailed: "It could not be tried. {why}", "Das Ausprobieren hat nicht geklappt. {why}";
    StripTitle: "The coming weeks", "Die kommenden Wochen";
    StripHelp: "Arrow keys move from day to day. Enter looks at the day.", "Pfeiltasten gehen von Tag zu Tag. Die Eingabetaste sieht sich den Tag an.";
    StripOpen: "{day}: available {hours}", "{day}: erreichbar {hours}";
    StripClosed: "{day}: not available", "{day}: nicht erreichbar";
}
