//! The preview of a chatflow in its editor.

texts! {
    PreviewShown: "Preview", "Vorschau";
    PreviewLead: "The real chat with what stands in the form, saved or not. Nothing is sent or stored.", "Der echte Chat mit dem, was im Formular steht, gespeichert oder nicht. Nichts wird gesendet oder gespeichert.";
    PreviewShow: "Show preview", "Vorschau zeigen";
    PreviewScenes: "What is shown", "Was gezeigt wird";
    SceneClosed: "Closed", "Geschlossen";
    SceneOpen: "Open", "Offen";
    SceneCapture: "Address", "Adresse";
    SceneConsent: "Consent", "Einwilligung";
    SceneAway: "Away", "Abwesend";
    PreviewScreen: "Screen", "Bildschirm";
    PreviewWide: "Computer", "Computer";
    PreviewPhone: "Phone", "Telefon";
    PreviewGround: "Light or dark", "Hell oder dunkel";
    PreviewLight: "Light", "Hell";
    PreviewDark: "Dark", "Dunkel";
    PreviewLanguage: "Visitor’s language", "Sprache des Besuchers";
    PreviewFrame: "Preview of the chat", "Vorschau des Chats";
    PreviewDrawing: "Drawing the preview", "Die Vorschau wird gezeichnet";
    PreviewMarked: "Correct what is marked in the form to see it.", "Korrigieren Sie, was im Formular markiert ist, um sie zu sehen.";
    PreviewNot: "The preview could not be drawn. {why}", "Die Vorschau konnte nicht gezeichnet werden. {why}";
    PreviewHello: "Hello, I have a question.", "Hallo, ich habe eine Frage.";
    PreviewNothing: "This is a preview: nothing was sent.", "Das ist eine Vorschau: Es wurde nichts gesendet.";
}
