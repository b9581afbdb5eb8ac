//! The link to the edge, and waiting.

texts! {
    Connected: "Connected", "Verbunden";
    Connecting: "Connecting", "Verbindung wird aufgebaut";
    Reconnecting: "Reconnecting. What you send is kept and goes out as soon as the connection is back.", "Verbindung wird wiederhergestellt. Was Sie senden, bleibt erhalten und geht hinaus, sobald die Verbindung steht.";
    Offline: "You are offline. What you send is kept and goes out as soon as the connection is back.", "Sie sind offline. Was Sie senden, bleibt erhalten und geht hinaus, sobald die Verbindung steht.";
    NotKept: "This browser keeps nothing: what is not sent is lost when you leave this page.", "Dieser Browser speichert nichts: Was nicht gesendet ist, geht verloren, wenn Sie diese Seite verlassen.";
    UnsentTitle: "Sign out and delete what is not sent?", "Abmelden und Ungesendetes löschen?";
    UnsentText: "Messages that are not sent yet: {count}. They go out as soon as there is a connection. If you sign out now they are deleted.", "Noch nicht gesendete Nachrichten: {count}. Sie gehen hinaus, sobald eine Verbindung besteht. Wenn Sie sich jetzt abmelden, werden sie gelöscht.";
    UnsentStay: "Stay signed in", "Angemeldet bleiben";
    UnsentGo: "Delete and sign out", "Löschen und abmelden";
    ReconnectNow: "Connect now", "Jetzt verbinden";
    Loading: "Loading", "Wird geladen";
    SlowLoading: "This takes longer than usual.", "Das dauert länger als üblich.";
    NoAnswer: "Parlor does not answer. Check the connection.", "Parlor antwortet nicht. Prüfen Sie die Verbindung.";
    PageMissing: "This page could not be loaded. If Parlor was updated a moment ago, load it again.", "Diese Seite konnte nicht geladen werden. Wurde Parlor eben aktualisiert, laden Sie sie neu.";
    Refused: "The service refused this. ({code})", "Der Dienst hat das abgelehnt. ({code})";
    Failed: "Something broke on our side. ({code})", "Auf unserer Seite ist etwas kaputt. ({code})";
}
