//! The sheet of keys.

texts! {
    KeyNext: "Next conversation", "Nächstes Gespräch";
    KeyPrevious: "Previous conversation", "Voriges Gespräch";
    KeyOpen: "Open conversation", "Gespräch öffnen";
    KeyReply: "Write a reply", "Antwort schreiben";
    KeyAssign: "Assign to me", "Mir zuweisen";
    KeyClose: "Close or reopen", "Schließen oder wieder öffnen";
    KeySend: "Send", "Senden";
    KeyNewLine: "New line", "Neue Zeile";
    KeySheet: "Show this sheet", "Diese Übersicht zeigen";
    KeyBack: "Back", "Zurück";
}
