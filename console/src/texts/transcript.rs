//! Transcripts of chats: the switch of a chatflow, the question where one goes, what stands in the log.

texts! {
    TranscriptSwitch: "Chat transcript", "Gesprächsprotokoll";
    TranscriptSwitchHelp: "When a chat closes, its visitor is mailed what was said, where their address is known. E-mail is not connected yet: until it is, transcripts wait in an outbox. Holds from saving on.", "Schließt ein Gespräch, bekommt der Besucher das Gesagte per E-Mail, sofern seine Adresse bekannt ist. E-Mail ist noch nicht verbunden: Bis dahin warten Protokolle in einem Ausgang. Gilt ab dem Speichern.";
    TranscriptAct: "E-mail chat transcript", "Gesprächsprotokoll mailen";
    TranscriptNotConnected: "E-mail is not connected. What you send waits until it is.", "E-Mail ist nicht verbunden. Was Sie senden, wartet bis dahin.";
    TranscriptTo: "To", "An";
    TranscriptNobody: "No address is known for this conversation. Look for another contact.", "Zu diesem Gespräch ist keine Adresse bekannt. Suchen Sie einen anderen Kontakt.";
    TranscriptSearch: "Another contact", "Anderer Kontakt";
    TranscriptSearchHelp: "Two or more characters of a name or address", "Zwei oder mehr Zeichen von Name oder Adresse";
    TranscriptNoneFound: "Nobody has such a name or address.", "Niemand hat einen solchen Namen oder eine solche Adresse.";
    TranscriptSubject: "Subject", "Betreff";
    TranscriptSend: "Send", "Senden";
    TranscriptPick: "Pick whom it is for.", "Wählen Sie, an wen es geht.";
    TranscriptSubjectEmpty: "Write a subject.", "Schreiben Sie einen Betreff.";
    TranscriptNotSent: "Not sent. {why}", "Nicht gesendet. {why}";
    TranscriptFailed: "This could not be loaded. {why}", "Das konnte nicht geladen werden. {why}";
    TranscriptWaits: "The transcript for {name} waits: e-mail is not connected.", "Das Protokoll für {name} wartet: E-Mail ist nicht verbunden.";
    TranscriptWaiting: "Waiting: e-mail is not connected", "Wartet: E-Mail ist nicht verbunden";
    TranscriptWithheld: "Withheld: the conversation is filtered or deleted", "Zurückgehalten: Das Gespräch ist gefiltert oder gelöscht";
    TranscriptsWaiting: "In the outbox", "Im Ausgang";
    YouSentTranscript: "You asked for the transcript to be mailed; it waits, because e-mail is not connected", "Sie haben das Protokoll mailen lassen; es wartet, weil E-Mail nicht verbunden ist";
    SentTranscript: "{by} asked for the transcript to be mailed; it waits, because e-mail is not connected", "{by} hat das Protokoll mailen lassen; es wartet, weil E-Mail nicht verbunden ist";
    TranscriptByItself: "The visitor's transcript waits to be mailed, because e-mail is not connected", "Das Protokoll für den Besucher wartet, weil E-Mail nicht verbunden ist";
}
