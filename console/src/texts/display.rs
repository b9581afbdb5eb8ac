//! When and how a chatflow appears.

texts! {
    DisplaySection: "When it appears", "Wann er erscheint";
    DisplayLarge: "On large screens", "Auf großen Bildschirmen";
    DisplaySmall: "On small screens", "Auf kleinen Bildschirmen";
    DisplayOpens: "What opens by itself", "Was von selbst aufgeht";
    OpensWelcome: "The welcome message", "Die Begrüßung";
    OpensWindow: "The chat", "Der Chat";
    OpensLauncher: "Only the round button", "Nur der runde Knopf";
    OpensNothing: "Nothing, and no button", "Nichts, auch kein Knopf";
    DisplayWhen: "As soon as any of these comes true. With none of them: right away.", "Sobald eines davon eintritt. Ohne Angabe: sofort.";
    DisplaySeconds: "After so many seconds", "Nach so vielen Sekunden";
    DisplayScroll: "Scrolled so far, in percent", "So weit gescrollt, in Prozent";
    DisplayExit: "When the pointer leaves the page upwards", "Wenn der Zeiger die Seite nach oben verlässt";
    DisplayExitHelp: "That is how people reach for another tab. Touch screens do not know it.", "So greift man nach einem anderen Tab. Touchscreens kennen das nicht.";
    DisplayCap: "How often it opens by itself, at most", "Wie oft er höchstens von selbst aufgeht";
    DisplayCapHelp: "Before a visitor acts nothing is stored about them, so each page load counts anew.", "Bevor ein Besucher handelt, wird nichts über ihn gespeichert; jeder Seitenaufruf zählt dann neu.";
    CapAlways: "On every page", "Auf jeder Seite";
    CapPageLoad: "Once a page load", "Einmal je Laden einer Seite";
    CapSession: "Once a visit", "Einmal je Besuch";
    CapDay: "Once a day", "Einmal am Tag";
    CapVisitor: "Once a visitor", "Einmal je Besucher";
    StopAfterDismissal: "Never again once it was waved away", "Nie wieder, nachdem er weggeklickt wurde";
    StopAfterReply: "Never again once the visitor wrote", "Nie wieder, nachdem der Besucher geschrieben hat";
    DisplayHidden: "No screen shows it.", "Kein Bildschirm zeigt ihn.";
    DisplayCovers: "On small screens the chat covers the whole page.", "Auf kleinen Bildschirmen verdeckt der Chat die ganze Seite.";
    DisplayNever: "Touch screens have no pointer that leaves: it never opens by itself there.", "Touchscreens haben keinen Zeiger, der die Seite verlässt: Dort geht er nie von selbst auf.";

    // A regular expression, tried live.
    RegexTry: "Try an address", "Adresse ausprobieren";
    RegexHelp: "It is looked for anywhere in the address: ^ is its beginning, $ its end, \\. a dot.", "Er wird irgendwo in der Adresse gesucht: ^ ist ihr Anfang, $ ihr Ende, \\. ein Punkt.";
    RegexMatches: "It matches this address.", "Er passt zu dieser Adresse.";
    RegexFails: "It does not match this address.", "Er passt nicht zu dieser Adresse.";
    RegexNoAddress: "That is no address of a page.", "Das ist keine Adresse einer Seite.";
    RegexNotTried: "It could not be tried. {why}", "Das Ausprobieren hat nicht geklappt. {why}";
}
