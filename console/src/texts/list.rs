//! Views and the list of conversations.

texts! {
    Views: "Views", "Ansichten";
    ViewAll: "All conversations", "Alle Gespräche";
    ViewMine: "Assigned to me", "Mir zugewiesen";
    ViewUnassigned: "Unassigned", "Nicht zugewiesen";
    ViewChat: "Chat", "Chat";
    ViewFiltered: "Filtered", "Gefiltert";
    InboxPick: "Inbox", "Posteingang";
    Conversations: "Conversations", "Gespräche";
    Status: "Status", "Status";
    Open: "Open", "Offen";
    Closed: "Closed", "Geschlossen";
    NewRows: "{n} new", "{n} neu";
    NewRowsShow: "show at the top", "oben anzeigen";
    ChannelChat: "Chat", "Chat";
    Unread: "Unread", "Ungelesen";
    PreviewYou: "You: {text}", "Sie: {text}";
    PreviewTeam: "Team: {text}", "Team: {text}";
    PreviewDraft: "Draft: {text}", "Entwurf: {text}";
    NoMessageYet: "No message yet", "Noch keine Nachricht";
    Now: "now", "jetzt";
    Minutes: "{n} min", "{n} Min.";
    Hours: "{n} h", "{n} Std.";
    Days: "{n} d", "{n} T.";
    Yesterday: "Yesterday", "Gestern";
    YesterdayWithin: "yesterday", "gestern";
    Today: "Today", "Heute";
    WaitsSince: "Waiting for {time}", "Wartet seit {time}";
    Opened: "Opened {time}", "Begonnen {time}";
    EmptyAllOpen: "Nobody is waiting.", "Niemand wartet.";
    EmptyAllOpenMore: "New chats appear here by themselves.", "Neue Chats erscheinen hier von selbst.";
    EmptyCheck: "Nothing comes in? The line has to be on your site, and a chatflow switched on.", "Es kommt nichts an? Die Zeile muss auf Ihrer Website stehen, und ein Chatflow muss an sein.";
    EmptyMine: "Nothing is assigned to you.", "Ihnen ist nichts zugewiesen.";
    EmptyMineMore: "Take one from Unassigned.", "Nehmen Sie eines aus „Nicht zugewiesen“.";
    EmptyUnassigned: "Every conversation has somebody.", "Jedes Gespräch hat jemanden.";
    EmptyUnassignedMore: "New ones without an assignee appear here.", "Neue ohne zuständige Person erscheinen hier.";
    EmptyClosed: "No closed conversations here.", "Hier gibt es keine geschlossenen Gespräche.";
    EmptyFiltered: "No chats of blocked senders.", "Keine Chats von blockierten Absendern.";
    LoadOlder: "Show older", "Ältere anzeigen";
    ListFailed: "The list could not be loaded.", "Die Liste konnte nicht geladen werden.";
    NoInbox: "You are not a member of an inbox yet.", "Sie sind noch in keinem Posteingang Mitglied.";
    NoInboxMore: "An admin can add you to one.", "Jemand aus der Verwaltung kann Sie hinzufügen.";
}
