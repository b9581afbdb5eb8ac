//! How urgent a conversation is.

texts! {
    PriorityOne: "Priority", "Priorität";
    PickPriority: "Set the priority", "Priorität setzen";
    PriorityLow: "Low", "Niedrig";
    PriorityNormal: "Normal", "Normal";
    PriorityHigh: "High", "Hoch";
    PriorityUrgent: "Urgent", "Dringend";
    PriorityChip: "Priority: {priority}", "Priorität: {priority}";
    DidPrioritise: "set to priority {name}", "auf Priorität {name} gesetzt";
    YouSetLow: "You set the priority to low", "Sie haben die Priorität auf niedrig gesetzt";
    SetLow: "{by} set the priority to low", "{by} hat die Priorität auf niedrig gesetzt";
    RuleSetLow: "The rule set the priority to low", "Die Regel hat die Priorität auf niedrig gesetzt";
    YouSetNormal: "You set the priority to normal", "Sie haben die Priorität auf normal gesetzt";
    SetNormal: "{by} set the priority to normal", "{by} hat die Priorität auf normal gesetzt";
    RuleSetNormal: "The rule set the priority to normal", "Die Regel hat die Priorität auf normal gesetzt";
    YouSetHigh: "You set the priority to high", "Sie haben die Priorität auf hoch gesetzt";
    SetHigh: "{by} set the priority to high", "{by} hat die Priorität auf hoch gesetzt";
    RuleSetHigh: "The rule set the priority to high", "Die Regel hat die Priorität auf hoch gesetzt";
    YouSetUrgent: "You set the priority to urgent", "Sie haben die Priorität auf dringend gesetzt";
    SetUrgent: "{by} set the priority to urgent", "{by} hat die Priorität auf dringend gesetzt";
    RuleSetUrgent: "The rule set the priority to urgent", "Die Regel hat die Priorität auf dringend gesetzt";
    AskedPriority: "Priority of new conversations", "Priorität neuer Gespräche";
    AskedPriorityHelp: "While nobody has room, the more urgent is given out first. With every ten minutes of waiting a conversation rises a step.", "Solange niemand Platz hat, wird das Dringendere zuerst zugewiesen. Mit je zehn Minuten Wartezeit steigt ein Gespräch eine Stufe.";
}
