//! Settings › Data protection: numbers that are masked in what visitors write.

texts! {
    RedactionTitle: "Numbers that are hidden", "Nummern, die verborgen werden";
    RedactionLead: "They are hidden in the visitor’s browser, before anything is sent, and again when it arrives. Nobody here ever sees them.", "Sie werden im Browser des Besuchers verborgen, bevor etwas gesendet wird, und bei der Ankunft noch einmal. Hier sieht sie niemand.";
    RedactCards: "Card numbers", "Kartennummern";
    RedactCardsHelp: "Everything but the last four digits, where the check digit is right.", "Alles außer den letzten vier Ziffern, wo die Prüfziffer stimmt.";
    RedactIban: "IBANs", "IBANs";
    RedactIbanHelp: "Everything but the country and the last four characters.", "Alles außer dem Land und den letzten vier Zeichen.";
    RedactOwn: "Your own numbers", "Eigene Nummern";
    RedactOwnNone: "None yet.", "Noch keine.";
    RedactOwnRemove: "Show {name} again", "{name} wieder zeigen";
    RedactName: "Name", "Name";
    RedactPattern: "Pattern", "Muster";
    RedactPatternHelp: "# is a digit, @ a letter, ? either, everything else is itself. KD-##### hides KD-12345.", "# ist eine Ziffer, @ ein Buchstabe, ? beides, alles andere steht für sich. KD-##### verbirgt KD-12345.";
    RedactAdd: "Hide these numbers", "Diese Nummern verbergen";
    RedactTry: "Try it", "Ausprobieren";
    RedactTryHelp: "Type what a visitor might write. Nothing of it is sent.", "Schreiben Sie, was ein Besucher schreiben könnte. Nichts davon wird gesendet.";
    RedactTryResult: "What you would see", "Was Sie sehen würden";
    RedactTryNothing: "Nothing in it would be hidden.", "Nichts darin würde verborgen.";
    RedactionSaved: "Saved. It holds from the next message on.", "Gespeichert. Es gilt ab der nächsten Nachricht.";
    PatternNoName: "Give it a name of at most {n} characters.", "Geben Sie einen Namen von höchstens {n} Zeichen an.";
    PatternTooLong: "A pattern has at most {n} characters.", "Ein Muster hat höchstens {n} Zeichen.";
    PatternTooShort: "A pattern has at least {n} letters and digits.", "Ein Muster hat mindestens {n} Buchstaben und Ziffern.";
    PatternNoDigit: "A pattern has at least one digit or #: words would be hidden otherwise.", "Ein Muster hat mindestens eine Ziffer oder #: sonst würden Wörter verborgen.";
    PatternEdge: "A pattern begins and ends with a letter, a digit, #, @ or ?.", "Ein Muster beginnt und endet mit einem Buchstaben, einer Ziffer, #, @ oder ?.";
    PatternCharacter: "There is a character in it that no message has.", "Darin steht ein Zeichen, das in keiner Nachricht vorkommt.";
    PatternTooMany: "There can be {n} patterns. Remove one first.", "Es kann {n} Muster geben. Entfernen Sie zuerst eines.";
    CodePatternInvalid: "That is no pattern that numbers could be found by.", "Das ist kein Muster, nach dem sich Nummern finden lassen.";
}
