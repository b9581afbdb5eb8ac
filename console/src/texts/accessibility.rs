//! What is done so that everybody can use it.

texts! {
    Accessibility: "Accessibility", "Barrierefreiheit";
    A11yLead: "Parlor is for everybody, however they read, hear, point or type. The chat on your pages and this console aim at WCAG 2.2, level AA. This is how far we are, and what is missing.", "Parlor ist für alle da, gleich wie sie lesen, hören, zeigen oder tippen. Der Chat auf Ihren Seiten und diese Konsole richten sich nach den WCAG 2.2, Stufe AA. Hier steht, wie weit wir sind und was fehlt.";
    A11yChecked: "What is checked before each release", "Was vor jeder Version geprüft wird";
    A11yAxe: "Every state of the chat and every screen of this console by axe-core, in light and dark; one finding stops the release.", "Jeder Zustand des Chats und jede Ansicht dieser Konsole mit axe-core, hell und dunkel; ein einziger Fund hält die Version auf.";
    A11yKeys: "The ways of visitors and agents, told by role and name, as a screen reader hears them, and walked with the keyboard alone.", "Die Wege von Besuchern und Mitarbeitenden, nach Rolle und Name, wie ein Screenreader sie hört, und allein mit der Tastatur gegangen.";
    A11yZoom: "The chat at 400 % zoom, with forced colours and without motion; in languages that run from right to left.", "Der Chat bei 400 % Zoom, mit erzwungenen Farben und ohne Bewegung; in Sprachen, die von rechts nach links laufen.";
    A11yColours: "The colours of your chat: they are worked out from the one you choose so that words and marks keep their contrast, in light and dark.", "Die Farben Ihres Chats: Sie werden aus der einen, die Sie wählen, so berechnet, dass Wörter und Zeichen ihren Kontrast behalten, hell wie dunkel.";
    A11yHelp: "What helps here", "Was hier hilft";
    A11yShortcuts: "A key for everything in the inbox: press ? for the list. Single letters can be switched off there, for those who speak to their computer.", "Eine Taste für alles im Posteingang: ? zeigt die Liste. Einzelne Buchstaben lassen sich dort abschalten, für alle, die mit ihrem Computer sprechen.";
    A11yUndo: "What has consequences can be taken back or is asked about first. Nothing you typed is lost when a session ends.", "Was Folgen hat, lässt sich zurücknehmen oder wird vorher gefragt. Was Sie getippt haben, bleibt erhalten, wenn eine Sitzung endet.";
    A11yMissing: "What we know is missing", "Was uns bekanntermaßen fehlt";
    A11yPeople: "No audit by people who use screen readers or switches every day has been made yet; machines find less than half of what stands in the way.", "Eine Prüfung durch Menschen, die täglich Screenreader oder Schalter benutzen, gab es noch nicht; Maschinen finden weniger als die Hälfte der Barrieren.";
    A11yPictures: "Pictures that visitors and agents send have a file name and no description.", "Bilder, die Besucher und Mitarbeitende senden, haben einen Dateinamen und keine Beschreibung.";
    A11yBrowsers: "The checks run in Chromium only; Firefox and Safari are not checked by machine.", "Die Prüfungen laufen nur in Chromium; Firefox und Safari prüft keine Maschine.";
    A11yTell: "Something is in your way?", "Etwas ist Ihnen im Weg?";
    A11yTellHow: "Tell whoever runs this console: name the screen, what you use, and what happened. A barrier is a defect like any other.", "Sagen Sie es, wer diese Konsole betreibt: welche Ansicht, womit Sie arbeiten und was geschah. Eine Barriere ist ein Fehler wie jeder andere.";
}
