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
    ListSetNormal: "The priority is normal, because the contact is on the list “{list}”", "Die Priorität ist normal, weil der Kontakt auf der Liste „{list}“ steht";
    ListSetHigh: "The priority is high, because the contact is on the list “{list}”", "Die Priorität ist hoch, weil der Kontakt auf der Liste „{list}“ steht";
    ListSetUrgent: "The priority is urgent, because the contact is on the list “{list}”", "Die Priorität ist dringend, weil der Kontakt auf der Liste „{list}“ steht";
    PriorityByRule: "by the rule", "laut Regel";
    PriorityByList: "because of the list “{list}”", "wegen der Liste „{list}“";
    PriorityByHand: "by hand", "von Hand";
    FirstTitle: "Who comes first", "Wer zuerst drankommt";
    FirstLead: "While nobody has room, whoever is more urgent comes first. Contacts on these lists are at least so urgent, whatever the rule of their chatflow says; what somebody sets by hand stays.", "Solange niemand Platz hat, kommt das Dringendere zuerst. Kontakte auf diesen Listen sind mindestens so dringend, was auch immer die Regel ihres Chatflows sagt; was jemand von Hand setzt, bleibt.";
    FirstNone: "No list comes first.", "Keine Liste kommt zuerst.";
    FirstNoLists: "There are no lists yet. They are made under Lists.", "Es gibt noch keine Listen. Sie entstehen unter Listen.";
    FirstRow: "at least {priority}", "mindestens {priority}";
    FirstAdd: "Add list", "Liste hinzufügen";
    FirstList: "List", "Liste";
    FirstLeast: "At least", "Mindestens";
    FirstRemove: "Take the list {name} off", "Liste {name} herausnehmen";
    FirstSaved: "Saved. It counts for conversations that begin from now on.", "Gespeichert. Es gilt für Gespräche, die ab jetzt beginnen.";
    AskedPriority: "Priority of new conversations", "Priorität neuer Gespräche";
    AskedPriorityHelp: "While nobody has room, the more urgent is given out first. With every ten minutes of waiting a conversation rises a step.", "Solange niemand Platz hat, wird das Dringendere zuerst zugewiesen. Mit je zehn Minuten Wartezeit steigt ein Gespräch eine Stufe.";
}
