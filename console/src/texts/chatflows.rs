//! The list of chatflows, and targeting in words.

texts! {
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
}
