//! Who a visitor is.

texts! {
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
}
