//! The form of a chatflow.

texts! {
    FormSection: "Form before the chat", "Formular vor dem Chat";
    FormLead: "What visitors fill in with their first message. What you know of them already is not asked.", "Was Besucher mit ihrer ersten Nachricht ausfüllen. Was Sie schon wissen, wird nicht gefragt.";
    FormToggle: "Ask with a form", "Mit einem Formular fragen";
    FormWhen: "When it is shown", "Wann es gezeigt wird";
    FormBefore: "While the team is there", "Während das Team da ist";
    FormAway: "While the team is away", "Während das Team abwesend ist";
    FormBoth: "Always", "Immer";
    FormIntro: "Text above the form (optional)", "Text über dem Formular (freiwillig)";
    FormFields: "Fields", "Felder";
    FormField: "Field {n}", "Feld {n}";
    FormAsks: "Asks for", "Fragt nach";
    FormLabel: "Label", "Beschriftung";
    FormRequired: "Has to be filled in", "Muss ausgefüllt werden";
    FormPattern: "Regular expression (optional)", "Regulärer Ausdruck (freiwillig)";
    FormPatternHelp: "The whole answer has to match it: [0-9]{5} is a number of five digits.", "Die ganze Antwort muss dazu passen: [0-9]{5} ist eine Zahl mit fünf Ziffern.";
    FormAdd: "Add a field", "Feld hinzufügen";
    FormFull: "There is nothing more to ask for. New properties are made under Lists.", "Mehr gibt es nicht zu fragen. Neue Eigenschaften legen Sie unter Listen an.";
    FormUp: "Move {field} up", "{field} nach oben";
    FormDown: "Move {field} down", "{field} nach unten";
    FormRemove: "Remove {field}", "{field} entfernen";
    FormEmail: "E-mail address", "E-Mail-Adresse";
    FormName: "Name", "Name";
    FormPhone: "Telephone number", "Telefonnummer";
    FormGone: "Deleted property ({id})", "Gelöschte Eigenschaft ({id})";
    FormUnknown: "This property does not exist any more.", "Diese Eigenschaft gibt es nicht mehr.";
    FormTwice: "Another field asks for this already.", "Danach fragt schon ein anderes Feld.";
    FormNoPattern: "That is no regular expression we can use.", "Das ist kein regulärer Ausdruck, den wir verwenden können.";
    FormNoKind: "Visitors cannot be asked for this, or not with an expression.", "Danach kann man Besucher nicht fragen, oder nicht mit einem Ausdruck.";
    FormNoFields: "A form needs at least one field.", "Ein Formular braucht mindestens ein Feld.";
    CodeFormInvalid: "The form was not filled in well.", "Das Formular ist nicht richtig ausgefüllt.";
    FormAnswers: "Form", "Formular";
    SceneForm: "Form", "Formular";
}
