//! Who is there: one's own switch, the colleagues, the teams, working hours.

texts! {
    OfflineMode: "Offline mode", "Offline-Modus";
    OfflineModeHelp: "New conversations go to others. What you have you keep.", "Neue Gespräche gehen an andere. Was Sie haben, behalten Sie.";
    ReassignReplies: "Reassign replies", "Antworten neu zuweisen";
    ReassignRepliesHelp: "Who writes on in your conversations gets somebody who is there.", "Wer in Ihren Gesprächen weiterschreibt, bekommt jemanden, der da ist.";
    YouAreAvailable: "You are available", "Sie sind erreichbar";
    YouAreAway: "You are away", "Sie sind abwesend";
    YourStatus: "{name}, available", "{name}, erreichbar";
    YourStatusAway: "{name}, away", "{name}, abwesend";
    SetAwayBy: "{by} set you to away: no new conversations come to you.", "{by} hat Sie auf abwesend gestellt: Neue Gespräche kommen nicht zu Ihnen.";
    SetAwayBySomebody: "Somebody set you to away: no new conversations come to you.", "Sie wurden auf abwesend gestellt: Neue Gespräche kommen nicht zu Ihnen.";
    SetMeAvailable: "Set myself to available", "Mich auf erreichbar stellen";
    PresenceFailed: "Your status is as it was. {why}", "Ihr Status ist, wie er war. {why}";

    Colleagues: "Colleagues", "Team";
    ColleaguesOpen: "Who is there", "Wer ist da";
    ColleaguesOf: "Who is there in {inbox}", "Wer ist da in {inbox}";
    StandAvailable: "available", "erreichbar";
    StandAway: "away", "abwesend";
    StandOffWork: "off work", "nicht im Dienst";
    StandFull: "busy", "ausgelastet";
    Since: "since {time}", "seit {time}";
    LoadOf: "{n} of {most} open", "{n} von {most} offen";
    LoadAny: "{n} open", "{n} offen";
    NoSeatShort: "no seat", "kein Platz";
    SetAway: "Set {name} to away", "{name} auf abwesend stellen";
    SetAvailable: "Set {name} to available", "{name} auf erreichbar stellen";
    SetAwayShort: "Set to away", "Auf abwesend";
    SetAvailableShort: "Set to available", "Auf erreichbar";
    PersonIsAway: "{name} is away now, and is told so.", "{name} ist jetzt abwesend und erfährt es.";
    PersonIsAvailable: "{name} is available now.", "{name} ist jetzt erreichbar.";
    WaitingTitle: "Who is waiting", "Wer wartet";
    WaitingNobody: "Nobody is waiting.", "Niemand wartet.";
    WaitingCount: "{n} waiting, the longest for {time}", "{n} warten, am längsten {time}";
    AvailableCount: "{n} of {all} available", "{n} von {all} erreichbar";

    // Settings.
    TeamTab: "Team", "Team";
    TeamLead: "Who takes how many conversations, and when.", "Wer wie viele Gespräche nimmt, und wann.";
    TeamsTitle: "Teams", "Teams";
    TeamsLead: "Routing can name a team instead of everybody in it.", "Die Zuweisung kann ein Team nennen statt alle darin.";
    TeamsNone: "No team yet.", "Noch kein Team.";
    TeamNew: "New team", "Neues Team";
    TeamName: "Name of the team", "Name des Teams";
    TeamMembers: "Members", "Mitglieder";
    TeamPrimary: "First team of", "Erstes Team von";
    TeamPrimaryHelp: "Only who has it as their first team gets its conversations.", "Nur wessen erstes Team es ist, bekommt seine Gespräche.";
    MemberNot: "not in it", "nicht dabei";
    MemberExtra: "also in it", "auch dabei";
    MemberPrimary: "first team", "erstes Team";
    MembershipOf: "{name} in this team", "{name} in diesem Team";
    TeamSave: "Save team", "Team speichern";
    TeamSaved: "The team is saved.", "Das Team ist gespeichert.";
    TeamDelete: "Delete {name}", "{name} löschen";
    TeamDeleted: "{name} is deleted. Rules that name it stay, without it.", "{name} ist gelöscht. Regeln, die es nennen, bleiben, ohne das Team.";
    TeamChange: "Change {name}", "{name} ändern";
    TeamNobody: "nobody", "niemand";
    WrongTeamName: "Give the team a name.", "Geben Sie dem Team einen Namen.";
    TeamNotSaved: "Not saved. {why}", "Nicht gespeichert. {why}";
    WorkTitle: "Working hours and capacity", "Arbeitszeit und Auslastung";
    WorkPerson: "Person", "Person";
    WorkCapacity: "Conversations at a time", "Gespräche zugleich";
    WorkCapacityHelp: "In all inboxes together. Empty: any number.", "In allen Posteingängen zusammen. Leer: beliebig viele.";
    WorkAny: "any number", "beliebig viele";
    WorkHours: "Working hours", "Arbeitszeit";
    WorkAlways: "at any time", "jederzeit";
    WorkOwnHours: "in {zone}", "in {zone}";
    WorkOf: "Working hours of {name}", "Arbeitszeit von {name}";
    WorkChange: "Change the working hours of {name}", "Arbeitszeit von {name} ändern";
    WorkHasHours: "Only within working hours", "Nur während der Arbeitszeit";
    WorkHasHoursHelp: "Outside of them nothing new is routed to this person.", "Außerhalb davon wird dieser Person nichts Neues zugewiesen.";
    WorkSave: "Save working hours", "Arbeitszeit speichern";
    WorkSaved: "The working hours of {name} are saved.", "Die Arbeitszeit von {name} ist gespeichert.";
    WrongCapacity: "A whole number from 1 to 1,000, or nothing.", "Eine ganze Zahl von 1 bis 1.000, oder nichts.";
}
