//! Trying a routing rule out before it is switched on, and what is told when none helped.

texts! {
    PolicyTitle: "What would this rule have done?", "Was hätte diese Regel bewirkt?";
    PolicyHelp: "The conversations of the last seven days, given out once more by the rule that is saved and by the one above. Nothing is changed.", "Die Gespräche der letzten sieben Tage, noch einmal zugewiesen: nach der gespeicherten Regel und nach der obigen. Nichts wird geändert.";
    PolicyTry: "Try it out", "Ausprobieren";
    PolicyBusy: "Trying it out …", "Wird ausprobiert …";
    PolicyFailed: "The rule could not be tried out. {why}", "Die Regel konnte nicht ausprobiert werden. {why}";
    PolicyNothing: "No conversation of this chatflow waited for anybody in the last seven days: there is nothing to try the rule with.", "In den letzten sieben Tagen hat kein Gespräch dieses Chatflows auf jemanden gewartet: Es gibt nichts, womit sich die Regel ausprobieren ließe.";
    PolicyCut: "Only the newest conversations were looked at: there were very many.", "Nur die neuesten Gespräche wurden betrachtet: Es waren sehr viele.";
    PolicyWhat: "In seven days", "In sieben Tagen";
    PolicyPresent: "Rule as saved", "Regel wie gespeichert";
    PolicyProposed: "Rule above", "Regel wie oben";
    PolicyTaken: "Given to somebody who is there", "An Anwesende zugewiesen";
    PolicyTakenOf: "{n} of {all}", "{n} von {all}";
    PolicyHalf: "Half waited no longer than", "Die Hälfte wartete höchstens";
    PolicyMost: "Nine in ten waited no longer than", "Neun von zehn warteten höchstens";
    PolicyLongest: "The longest wait", "Die längste Wartezeit";
    PolicyQueue: "Waiting at once, at most", "Gleichzeitig wartend, höchstens";
    PolicyLoad: "{n}, {idle} % idle", "{n}, {idle} % ohne Gespräch";
    PolicyNotThere: "{n}, never there", "{n}, nie da";
    PolicyAtOnce: "no time", "gar nicht";
    PolicySeconds: "under a minute", "unter einer Minute";
    PolicyNone: "–", "–";

    // A conversation that nobody takes.
    LongWait: "{who} has been waiting for {n} minutes, and nobody has the conversation.", "{who} wartet seit {n} Minuten, und niemand hat das Gespräch.";
    LongWaitOfSomebody: "Somebody has been waiting for {n} minutes, and nobody has the conversation.", "Jemand wartet seit {n} Minuten, und niemand hat das Gespräch.";
}
