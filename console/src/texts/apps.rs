//! The owner's own pages beside conversations.

texts! {
    AppsTitle: "Apps beside conversations", "Apps neben Gesprächen";
    AppsLead: "Pages of your own, such as your CRM, in a frame beside each conversation. Each page is told whom the conversation is with; docs/apps.md says how.", "Eigene Seiten, etwa Ihr CRM, in einem Rahmen neben jedem Gespräch. Jede Seite erfährt, mit wem das Gespräch ist; wie, steht in docs/apps.md.";
    AppsNone: "No apps yet.", "Noch keine Apps.";
    AppNew: "Add an app", "App hinzufügen";
    AppName: "App name", "Name der App";
    AppUrl: "App address", "Adresse der App";
    AppUrlHelp: "Begins with https:// and allows to be framed by this console.", "Beginnt mit https:// und erlaubt es, von dieser Konsole eingerahmt zu werden.";
    AppInboxes: "Inboxes", "Postfächer";
    AppInboxesHelp: "None ticked: beside the conversations of all of them.", "Keines angekreuzt: neben den Gesprächen aller.";
    AppSave: "Save app", "App speichern";
    AppSaved: "App saved", "App gespeichert";
    AppChange: "Change {name}", "{name} ändern";
    AppDelete: "Remove {name}", "{name} entfernen";
    AppDeleted: "{name} was removed", "{name} wurde entfernt";
    CodeAppUrl: "Use an address that begins with https:// and is not Parlor's own.", "Verwenden Sie eine Adresse, die mit https:// beginnt und nicht die von Parlor selbst ist.";
}
