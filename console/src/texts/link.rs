//! The link to the edge, and waiting.

texts! {
    Connected: "Connected", "Verbunden";
    Connecting: "Connecting", "Verbindung wird aufgebaut";
    Reconnecting: "Reconnecting. What you send is kept and goes out as soon as the connection is back.", "Verbindung wird wiederhergestellt. Was Sie senden, bleibt erhalten und geht hinaus, sobald die Verbindung steht.";
    Offline: "You are offline. What you send is kept and goes out as soon as the connection is back.", "Sie sind offline. Was Sie senden, bleibt erhalten und geht hinaus, sobald die Verbindung steht.";
    ReconnectNow: "Connect now", "Jetzt verbinden";
    Loading: "Loading", "Wird geladen";
    SlowLoading: "This takes longer than usual.", "Das dauert länger als üblich.";
    NoAnswer: "Parlor does not answer. Check the connection.", "Parlor antwortet nicht. Prüfen Sie die Verbindung.";
    Refused: "The service refused this. ({code})", "Der Dienst hat das abgelehnt. ({code})";
    Failed: "Something broke on our side. ({code})", "Auf unserer Seite ist etwas kaputt. ({code})";
}
