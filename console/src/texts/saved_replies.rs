//! Saved replies: the list in a reply, and where they are kept.

texts! {
    SavedReplies: "Saved replies", "Gespeicherte Antworten";
    KeyReplies: "Put in a saved reply", "Gespeicherte Antwort einsetzen";
    CodeReplyName: "A short name has no spaces.", "Ein Kürzel hat keine Leerzeichen.";
    CodeVariable: "It names a variable that does not exist.", "Darin steht eine Variable, die es nicht gibt.";
    RepliesLead: "Texts that you send often. In a reply, type / or # and the beginning of a short name.", "Texte, die Sie oft senden. Tippen Sie in einer Antwort / oder # und den Anfang eines Kürzels.";
    RepliesFailed: "The saved replies could not be loaded.", "Die gespeicherten Antworten konnten nicht geladen werden.";
    RepliesShared: "For everybody", "Für alle";
    RepliesOwn: "Only for me", "Nur für mich";
    RepliesNoneShared: "Nothing is saved for everybody yet.", "Für alle ist noch nichts gespeichert.";
    RepliesNoneOwn: "You have saved none for yourself yet.", "Für sich haben Sie noch keine gespeichert.";
    RepliesNone: "Nothing is saved yet.", "Noch ist nichts gespeichert.";
    RepliesAdmins: "Admins keep these.", "Diese pflegt die Verwaltung.";
    RepliesManage: "Manage saved replies", "Gespeicherte Antworten verwalten";
    ReplyNew: "New saved reply", "Neue gespeicherte Antwort";
    ReplyChange: "Change /{name}", "/{name} ändern";
    ReplyDeleteOne: "Delete /{name}", "/{name} löschen";
    ReplyDelete: "Delete reply", "Antwort löschen";
    ReplyDeleteShared: "Nobody can put it in any more. What was sent stays.", "Niemand kann sie mehr einsetzen. Gesendetes bleibt.";
    ReplyDeleteOwn: "You cannot put it in any more. What was sent stays.", "Sie können sie nicht mehr einsetzen. Gesendetes bleibt.";
    ReplyName: "Short name", "Kürzel";
    ReplyNameHelp: "Letters, digits, - and _, at most 40, without spaces.", "Buchstaben, Ziffern, - und _, höchstens 40, ohne Leerzeichen.";
    ReplyNameNeeded: "Enter a short name.", "Geben Sie ein Kürzel ein.";
    ReplyNameTaken: "There is a reply with this short name already.", "Eine Antwort mit diesem Kürzel gibt es schon.";
    ReplyText: "Text", "Text";
    ReplyTextNeeded: "Write what is to be sent.", "Schreiben Sie, was gesendet werden soll.";
    ReplyUnknown: "There is no variable “{name}”. Choose one below.", "Eine Variable „{name}“ gibt es nicht. Wählen Sie unten eine.";
    ReplyOpen: "The braces before “{name}” do not close.", "Die Klammern vor „{name}“ schließen sich nicht.";
    ReplyPutIn: "Put in", "Einsetzen";
    ReplyPutInHelp: "Where nothing is known, what stands after a | is written, as in contact.first_name|there.", "Wo nichts bekannt ist, wird geschrieben, was nach einem | steht, wie in contact.first_name|zusammen.";
    VarContactFirst: "Contact’s first name", "Vorname des Kontakts";
    VarContactName: "Contact’s name", "Name des Kontakts";
    VarContactEmail: "Contact’s e-mail address", "E-Mail-Adresse des Kontakts";
    VarAgentFirst: "My first name", "Mein Vorname";
    VarAgentName: "My name", "Mein Name";
    VarAccount: "Company", "Unternehmen";
    ReplyWho: "Who may use it", "Wer sie verwenden darf";
    ReplyKnown: "To {name}", "An {name}";
    ReplySample: "Sofia Brandt", "Sofia Brandt";
    ReplyUnknownVisitor: "To somebody unknown", "An jemanden, den Sie nicht kennen";
    ReplySave: "Save reply", "Antwort speichern";
    ReplySaved: "/{name} is saved.", "/{name} ist gespeichert.";
    ReplyDeleted: "/{name} is deleted.", "/{name} ist gelöscht.";
    ReplyNotSaved: "The reply is not saved. {why}", "Die Antwort ist nicht gespeichert. {why}";
}
