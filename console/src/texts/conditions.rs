//! Tests of contacts and of page views, in words. A … is where a value stands.

texts! {
    ConditionsTitle: "And only under these conditions", "Und nur unter diesen Bedingungen";
    ConditionsLead: "All of a group have to hold; one group is enough. A value that is not known meets only “is not …” and “is not known”.", "Alle einer Gruppe müssen zutreffen; eine Gruppe genügt. Ein nicht bekannter Wert erfüllt nur „ist nicht …“ und „ist nicht bekannt“.";
    NoConditions: "No condition: it does not matter.", "Keine Bedingung: Es spielt keine Rolle.";
    GroupN: "Group {n}", "Gruppe {n}";
    ConditionN: "Condition {n}", "Bedingung {n}";
    AddCondition: "Add a condition", "Bedingung hinzufügen";
    AddGroup: "Or: another group", "Oder: weitere Gruppe";
    DeleteConditionN: "Delete condition {n}", "Bedingung {n} löschen";
    TestSubject: "What", "Was";
    TestHow: "How", "Wie";
    TestValue: "Value", "Wert";
    TestTo: "Up to", "Bis";
    TestSeveral: "One a line", "Je Zeile einer";
    AttributeName: "Name of the attribute", "Name des Attributs";
    WhereConditions: "Where {conditions}", "Wenn {conditions}";
    OrConditions: "or where {conditions}", "oder wenn {conditions}";
    And: "and", "und";

    OpEnds: "ends with", "endet mit";
    OpAnyOf: "is one of", "ist eines von";
    OpNoneOf: "is none of", "ist keines von";
    OpLess: "is less than", "ist kleiner als";
    OpMore: "is more than", "ist größer als";
    OpBetween: "is between … and …", "liegt zwischen … und …";
    OpBefore: "is before", "liegt vor dem";
    OpAfter: "is after", "liegt nach dem";
    OpOn: "is on", "ist am";
    OpInTheLast: "is in the last … days", "liegt in den letzten … Tagen";
    OpInTheNext: "is in the next … days", "liegt in den nächsten … Tagen";
    OpLongAgo: "is more than … days ago", "liegt mehr als … Tage zurück";
    OpFarAhead: "is more than … days ahead", "liegt mehr als … Tage in der Zukunft";
    OpIn: "include", "enthalten";
    OpNotIn: "do not include", "enthalten nicht";
    OpTrue: "is yes", "ist ja";
    OpFalse: "is no", "ist nein";
    Yes: "Yes", "Ja";
    No: "No", "Nein";

    TestEmpty: "Enter a value.", "Geben Sie einen Wert ein.";
    TestNumber: "Enter a number.", "Geben Sie eine Zahl ein.";
    TestDate: "Choose a day.", "Wählen Sie einen Tag.";
    TestDays: "A whole number from 1 to 36,500.", "Eine ganze Zahl von 1 bis 36.500.";

    DeviceDesktop: "Desktop", "Computer";
    DeviceTablet: "Tablet", "Tablet";
    DeviceMobile: "Phone", "Telefon";

    PropName: "Name", "Name";
    PropEmail: "E-mail address", "E-Mail-Adresse";
    PropDomain: "Domain of the e-mail address", "Domain der E-Mail-Adresse";
    PropVerified: "Vouched for by the site", "Von der Website bestätigt";
    PropOwner: "Owner", "Betreut von";
    PropCreated: "Known since", "Bekannt seit";
    PropFirstSeen: "First seen", "Zuerst gesehen";
    PropLastSeen: "Last seen", "Zuletzt gesehen";
    PropThreads: "Number of conversations", "Anzahl der Gespräche";
    PropLastThread: "Last conversation", "Letztes Gespräch";
    PropLists: "Lists they are on", "Listen, auf denen sie stehen,";
}
