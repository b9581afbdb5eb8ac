//! Who a visitor is.

texts! {
    Contact: "Contact", "Kontakt";
    ShowContact: "Show contact", "Kontakt anzeigen";
    HideContact: "Hide contact", "Kontakt ausblenden";
    ContactMissing: "There is no such contact", "Diesen Kontakt gibt es nicht";
    ContactMissingWhy: "They may have asked to be forgotten.", "Vielleicht wollte die Person vergessen werden.";
    ContactNotLoaded: "The contact could not be loaded", "Der Kontakt konnte nicht geladen werden";
    ContactAll: "All that is known", "Alles, was bekannt ist";
    ContactUnknown: "Unknown visitor", "Unbekannter Besucher";
    ContactKnown: "Known contact", "Bekannter Kontakt";
    ContactTyped: "Left an address", "Hat eine Adresse hinterlassen";
    Unverified: "unverified", "unbestätigt";
    UnverifiedWhy: "The visitor typed this address. Nobody has checked that it is theirs.", "Der Besucher hat diese Adresse selbst eingetippt. Niemand hat geprüft, ob sie ihm gehört.";
    NotKnown: "Not known", "Nicht bekannt";
    Owner: "Owner", "Betreut von";
    NoOwner: "Nobody yet", "Noch niemand";
    Lists: "Lists", "Listen";
    OnNoList: "On none", "Auf keiner";
    NothingKnown: "Nothing is known about this visitor yet. An address they leave appears here.", "Über diesen Besucher ist noch nichts bekannt. Hinterlässt er eine Adresse, steht sie hier.";
    DetailsFailed: "More about this visitor could not be loaded.", "Mehr über diesen Besucher konnte nicht geladen werden.";
    OpensInNewTab: "opens in a new tab", "öffnet in einem neuen Tab";
    Consent: "Consent", "Einwilligung";
    NoConsent: "None was asked for in this chat.", "In diesem Chat wurde um keine gebeten.";
    ConsentAgreed: "Agreed to text {n}", "Hat Text {n} zugestimmt";
    ConsentImplied: "Was shown text {n}, then wrote", "Hat Text {n} gesehen, dann geschrieben";
    ConsentText: "Exact text", "Genauer Wortlaut";
    ThisChat: "This chat", "Dieser Chat";
    StartedOn: "Page", "Seite";
    Chatflow: "Chatflow", "Chatflow";
    StartedAt: "Started", "Begonnen";
    Channel: "Channel", "Kanal";
    WaitingFor: "Waiting", "Wartet";
    NotWaiting: "Answered", "Beantwortet";
}
