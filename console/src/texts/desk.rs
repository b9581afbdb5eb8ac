//! What agents do with conversations: acts, labels, comments, choosing several, blocks.

texts! {
    // Done: "Conversation closed.", "12 conversations closed."
    DidOne: "Conversation {what}.", "Gespräch {what}.";
    DidMany: "{n} conversations {what}.", "{n} Gespräche {what}.";
    DidSome: "{n} of {all} {what}. Not done: {names}", "{n} von {all} {what}. Nicht erledigt: {names}";
    DidClose: "closed", "geschlossen";
    DidReopen: "reopened", "wieder geöffnet";
    DidAssign: "assigned to {name}", "{name} zugewiesen";
    DidUnassign: "assigned to nobody", "niemandem zugewiesen";
    DidLabel: "labelled {name}", "mit dem Etikett {name} versehen";
    DidUnlabel: "no longer labelled {name}", "vom Etikett {name} befreit";
    DidDelete: "deleted, kept for 30 days", "gelöscht, 30 Tage lang aufbewahrt";
    DidRestore: "brought back", "zurückgeholt";
    DidSnooze: "snoozed until {time}", "zurückgestellt bis {time}";
    DidSnoozeUntilWrites: "snoozed until the visitor writes", "zurückgestellt, bis eine Nachricht kommt";
    DidWake: "woken", "wieder vorgelegt";
    DidSpam: "moved to Filtered as spam", "als Spam nach „Gefiltert“ verschoben";
    DidNotSpam: "no longer spam", "kein Spam mehr";
    DidBlock: "moved to Filtered, sender blocked", "nach „Gefiltert“ verschoben, Absender blockiert";
    DidUnblock: "back from Filtered, block lifted", "zurück aus „Gefiltert“, Blockierung aufgehoben";
    DidDisconnect: "disconnected from its contact", "vom Kontakt getrennt";
    NotDoneBecause: "{name} ({why})", "{name} ({why})";

    // What stands in the log (P60).
    YouLabelled: "You added the label {label}", "Sie haben das Etikett {label} angebracht";
    PageLabelled: "The page added the label {label}", "Die Seite hat das Etikett {label} angebracht";
    PageUnlabelled: "The page removed the label {label}", "Die Seite hat das Etikett {label} entfernt";
    Labelled: "{by} added the label {label}", "{by} hat das Etikett {label} angebracht";
    YouUnlabelled: "You removed the label {label}", "Sie haben das Etikett {label} entfernt";
    Unlabelled: "{by} removed the label {label}", "{by} hat das Etikett {label} entfernt";
    YouSnoozed: "You snoozed this conversation until {time}", "Sie haben dieses Gespräch bis {time} zurückgestellt";
    Snoozed: "{by} snoozed this conversation until {time}", "{by} hat dieses Gespräch bis {time} zurückgestellt";
    YouSnoozedUntilWrites: "You snoozed this conversation until the visitor writes", "Sie haben dieses Gespräch zurückgestellt, bis eine Nachricht kommt";
    SnoozedUntilWrites: "{by} snoozed this conversation until the visitor writes", "{by} hat dieses Gespräch zurückgestellt, bis eine Nachricht kommt";
    YouWoke: "You woke this conversation", "Sie haben dieses Gespräch wieder vorgelegt";
    Woke: "{by} woke this conversation", "{by} hat dieses Gespräch wieder vorgelegt";
    WokeByTime: "The time this conversation was snoozed for is over", "Die Zeit, für die dieses Gespräch zurückgestellt war, ist um";
    WokeByMessage: "A new message woke this conversation", "Eine neue Nachricht hat dieses Gespräch wieder vorgelegt";
    YouMarkedSpam: "You marked this conversation as spam", "Sie haben dieses Gespräch als Spam markiert";
    MarkedSpam: "{by} marked this conversation as spam", "{by} hat dieses Gespräch als Spam markiert";
    YouNotSpam: "You took back that this conversation is spam", "Sie haben zurückgenommen, dass dieses Gespräch Spam ist";
    NotSpam: "{by} took back that this conversation is spam", "{by} hat zurückgenommen, dass dieses Gespräch Spam ist";
    YouBlocked: "You blocked the sender", "Sie haben den Absender blockiert";
    Blocked: "{by} blocked the sender", "{by} hat den Absender blockiert";
    YouBlockedWhy: "You blocked the sender: {why}", "Sie haben den Absender blockiert: {why}";
    BlockedWhy: "{by} blocked the sender: {why}", "{by} hat den Absender blockiert: {why}";
    YouUnblocked: "You lifted the block of the sender", "Sie haben die Blockierung des Absenders aufgehoben";
    Unblocked: "{by} lifted the block of the sender", "{by} hat die Blockierung des Absenders aufgehoben";
    YouDeleted: "You deleted this conversation", "Sie haben dieses Gespräch gelöscht";
    DeletedIt: "{by} deleted this conversation", "{by} hat dieses Gespräch gelöscht";
    YouRestored: "You brought this conversation back", "Sie haben dieses Gespräch zurückgeholt";
    Restored: "{by} brought this conversation back", "{by} hat dieses Gespräch zurückgeholt";
    RestoredByMessage: "A new message brought this conversation back", "Eine neue Nachricht hat dieses Gespräch zurückgeholt";
    GaveToTeam: "{by} assigned this conversation to the team {team}", "{by} hat dieses Gespräch dem Team {team} zugewiesen";
    YouGaveToTeam: "You assigned this conversation to the team {team}", "Sie haben dieses Gespräch dem Team {team} zugewiesen";
    TookFromTeam: "{by} took this conversation from the team {team}", "{by} hat dieses Gespräch dem Team {team} abgenommen";
    YouTookFromTeam: "You took this conversation from the team {team}", "Sie haben dieses Gespräch dem Team {team} abgenommen";
    TeamNamed: "Team {team}", "Team {team}";
    YouDisconnected: "You disconnected the contact from this conversation", "Sie haben den Kontakt von diesem Gespräch getrennt";
    Disconnected: "{by} disconnected the contact from this conversation", "{by} hat den Kontakt von diesem Gespräch getrennt";

    // The head of a conversation, and rows.
    WakeShort: "Wake", "Wieder vorlegen";
    LabelOne: "Label", "Etikett";
    LabelsTitle: "Labels", "Etiketten";
    MarkSpam: "Mark as spam", "Als Spam markieren";
    DeleteThread: "Delete conversation", "Gespräch löschen";
    Chosen: "chosen", "ausgewählt";
    MoreActs: "More", "Mehr";
    IsSnoozed: "Snoozed until {time}", "Zurückgestellt bis {time}";
    IsSnoozedUntilWrites: "Snoozed until they write", "Zurückgestellt bis zur Antwort";
    UntilShort: "until {time}", "bis {time}";
    UntilWritesShort: "until they write", "bis zur Antwort";
    IsDeleted: "Deleted {time}. Kept for 30 days.", "Gelöscht {time}. 30 Tage lang aufbewahrt.";
    BringBack: "Bring back", "Zurückholen";
    LiftBlock: "Lift block", "Blockierung aufheben";
    NoSpamAfterAll: "Not spam", "Kein Spam";
    BlockedByAt: "{name} blocked this sender on {time}.", "{name} hat diesen Absender am {time} blockiert.";
    BlockedOn: "This sender was blocked on {time}.", "Dieser Absender wurde am {time} blockiert.";
    ThreadIsSpam: "This conversation is marked as spam. Others of the same sender are not.", "Dieses Gespräch ist als Spam markiert, andere desselben Absenders nicht.";

    // Comments (P47).
    Comment: "Comment", "Kommentar";
    ReplyTo: "to {name}, in the chat", "an {name}, im Chat";
    ReplyToVisitor: "to the visitor, in the chat", "an den Besucher, im Chat";
    OnlyTeamSees: "only your team sees this", "das sieht nur Ihr Team";
    CommentPlaceholder: "Comment for your team. @ names a colleague.", "Kommentar für Ihr Team. @ nennt jemanden.";
    AddComment: "Add comment", "Kommentar hinzufügen";
    WriteAs: "What you write", "Was Sie schreiben";
    MentionedYou: "{name} mentioned you in the conversation with {who}.", "{name} hat Sie im Gespräch mit {who} erwähnt.";
    MentionedYouSomewhere: "{name} mentioned you in a conversation.", "{name} hat Sie in einem Gespräch erwähnt.";
    ShowIt: "Show", "Anzeigen";

    // Choosing several (P48).
    SelectRow: "Select {name}", "{name} auswählen";
    SelectedCount: "{n} selected", "{n} ausgewählt";
    SelectedActs: "Acts on what is selected", "Aktionen für die Auswahl";
    SelectNone: "Clear selection", "Auswahl aufheben";

    // Blocks (S146, E63).
    BlockTitle: "Block {name}?", "{name} blockieren?";
    BlockManyTitle: "Block the senders of {n} conversations?", "Die Absender von {n} Gesprächen blockieren?";
    BlockText: "What this sender writes in this chat from now on is kept in Filtered and tells nobody. They still see the chat and can write. You can lift the block at any time.", "Was dieser Absender künftig in diesem Chat schreibt, liegt in „Gefiltert“ und meldet sich bei niemandem. Er sieht den Chat weiterhin und kann schreiben. Die Blockierung lässt sich jederzeit aufheben.";
    BlockWhy: "Reason, for your team (optional)", "Grund, für Ihr Team (freiwillig)";
    BlockAct: "Block sender", "Absender blockieren";
    BlocksTab: "Blocked senders", "Blockierte Absender";
    BlocksLead: "Whoever is blocked in {inbox} still sees the chat; what they write stays in Filtered.", "Wer in {inbox} blockiert ist, sieht den Chat weiterhin; was er schreibt, bleibt in „Gefiltert“.";
    BlocksNone: "Nobody is blocked.", "Niemand ist blockiert.";
    BlocksFailed: "The list of blocks could not be loaded.", "Die Liste der Blockierten konnte nicht geladen werden.";
    BlocksWho: "Who", "Wer";
    BlocksBy: "Blocked by", "Blockiert von";
    BlocksWhen: "When", "Wann";
    BlocksWhy: "Why", "Warum";
    NoReason: "No reason given", "Kein Grund angegeben";
    UnblockOf: "Lift block of {name}", "Blockierung von {name} aufheben";
    SeeConversation: "See conversation", "Gespräch ansehen";
}
