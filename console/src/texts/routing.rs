//! Who gets a thread: the rule of a chatflow, and why somebody got one.

texts! {
    RoutingSection: "Routing", "Zuweisung";
    RoutingLead: "Who gets new conversations.", "Wer neue Gespräche bekommt.";
    AssignTitle: "New conversations are assigned to", "Neue Gespräche bekommt";
    AssignNobody: "Nobody", "Niemand";
    AssignNobodyHelp: "They wait in Unassigned until somebody takes them.", "Sie warten unter „Nicht zugewiesen“, bis jemand sie nimmt.";
    AssignPeople: "Specific people and teams", "Bestimmte Personen und Teams";
    AssignPeopleHelp: "Whoever of them is available and has the fewest open conversations.", "Wer von ihnen erreichbar ist und die wenigsten offenen Gespräche hat.";
    AssignOwner: "The contact's owner", "Wer für den Kontakt zuständig ist";
    AssignOwnerHelp: "Even while the owner is away: it waits for them.", "Auch während dieser Person Abwesenheit: Es wartet auf sie.";
    OtherwiseTitle: "For contacts without an owner, and strangers", "Für Kontakte ohne Zuständige und für Unbekannte";
    RoutedPeople: "People", "Personen";
    RoutedTeamsTitle: "Teams", "Teams";
    RoutedTeamsHelp: "All who have the team as their first.", "Alle, deren erstes Team es ist.";
    NoTeams: "There are no teams yet. They are made in the settings.", "Es gibt noch keine Teams. Sie entstehen in den Einstellungen.";
    LastAgentFirst: "Whoever spoke with the contact last comes first", "Wer zuletzt mit dem Kontakt gesprochen hat, kommt zuerst";
    LastAgentFirstHelp: "If they are available.", "Falls die Person erreichbar ist.";
    BarredNoSeat: "Has no seat: can take conversations by hand only.", "Hat keinen Platz: kann Gespräche nur von Hand nehmen.";
    BarredNoMember: "Does not work in this inbox.", "Arbeitet nicht in diesem Posteingang.";
    BarredGone: "No longer exists.", "Gibt es nicht mehr.";
    BarredTeam: "Nobody in it can be routed to.", "Niemand darin kann Gespräche zugewiesen bekommen.";
    WrongRoutedNone: "Choose at least one person or team.", "Wählen Sie mindestens eine Person oder ein Team.";
    WrongRouted: "Somebody chosen cannot be routed to. Untick who is marked.", "Jemand Gewähltes kann nichts zugewiesen bekommen. Wählen Sie ab, wer markiert ist.";
    ColleaguesFailed: "Who works here could not be loaded. {why}", "Wer hier arbeitet, konnte nicht geladen werden. {why}";

    // Why somebody got it.
    RoutingWhy: "Why", "Warum";
    RoutingWhyOf: "Why this conversation is with whom it is", "Warum dieses Gespräch da ist, wo es ist";
    RoutingAsking: "Loading why", "Der Grund wird geladen";
    RoutingUnknown: "Nobody was chosen by a rule here.", "Hier hat keine Regel jemanden ausgewählt.";
    RoutingWhyFailed: "The reason could not be loaded. {why}", "Der Grund konnte nicht geladen werden. {why}";
    RoutedAt: "Decided {time}", "Entschieden {time}";
    RoutedRuleNobody: "The rule says nobody: it waits until somebody takes it.", "Die Regel sagt niemand: Es wartet, bis jemand es nimmt.";
    RoutedAvailable: "{who} was available, with the fewest open conversations.", "{who} war erreichbar, mit den wenigsten offenen Gesprächen.";
    RoutedOwner: "{who} looks after this contact.", "{who} ist für diesen Kontakt zuständig.";
    RoutedOwnerAway: "{who} looks after this contact, and gets it though not available.", "{who} ist für diesen Kontakt zuständig und bekommt es, obwohl nicht erreichbar.";
    RoutedLastAgent: "{who} spoke with this contact last.", "{who} hat zuletzt mit diesem Kontakt gesprochen.";
    RoutedNobodyAvailable: "Nobody whom the rule names was available: it waits for the first who is.", "Niemand, den die Regel nennt, war erreichbar: Es wartet auf die erste Person, die es ist.";
    RoutedNoOwner: "The contact has no owner, and the rule says nobody then.", "Für den Kontakt ist niemand zuständig, und dann sagt die Regel niemand.";
    RoutedReassigned: "{who} was available, and whoever had it was away and passes replies on.", "{who} war erreichbar, und wer es hatte, war abwesend und gibt Antworten weiter.";
    RoutedNobodyElse: "Whoever had it was away and passes replies on, and nobody else was available: it waits for the first who is.", "Wer es hatte, war abwesend und gibt Antworten weiter, und sonst war niemand erreichbar: Es wartet auf die erste Person, die es ist.";
    RoutedTeam: "It was given to the team {team}, and {who} was available there.", "Es wurde dem Team {team} gegeben, und {who} war dort erreichbar.";
    RoutedNobodyOfTeam: "It waits for the team {team}: nobody of it is there and has room.", "Es wartet auf das Team {team}: Niemand davon ist da und hat Platz.";
    RoutingWaits: "Waiting for {time}; {n} wait longer.", "Wartet seit {time}; {n} warten länger.";
    HadOpen: "{n} open", "{n} offen";
    HadOpenOf: "{n} of {most} open", "{n} von {most} offen";
    RoutedOther: "A rule decided.", "Eine Regel hat entschieden.";
    VerdictChosen: "got it", "hat es bekommen";
    VerdictNoSeat: "has no seat", "hat keinen Platz";
    VerdictNotAMember: "does not work in this inbox", "arbeitet nicht in diesem Posteingang";
    VerdictAway: "was away", "war abwesend";
    VerdictOffWork: "was off work", "war nicht im Dienst";
    VerdictAtCapacity: "had as many conversations as they take", "war ausgelastet";
    VerdictBusier: "had more open conversations", "hatte mehr offene Gespräche";
    VerdictWaitedLess: "got a conversation more recently", "hatte zuletzt ein Gespräch bekommen";
    VerdictLaterName: "was just as free; the order of names decided", "war ebenso frei; die Reihenfolge der Namen entschied";
    VerdictNotAsked: "was not asked", "wurde nicht gefragt";
    VerdictGaveIt: "gave it to the team", "hat es dem Team gegeben";
    Considered: "Who was considered", "Wer in Frage kam";
}
