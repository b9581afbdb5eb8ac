//! The look of the widget, and its language.

texts! {
    LookLanguage: "Language of the widget", "Sprache des Widgets";
    LookLanguageHelp: "What the widget says by itself. Your own texts stay as you write them.", "Was das Widget von sich aus sagt. Ihre eigenen Texte bleiben, wie Sie sie schreiben.";
    LookLanguageAny: "The visitor’s: the page’s, else the browser’s", "Die des Besuchers: die der Seite, sonst die des Browsers";
    LookScheme: "Light or dark", "Hell oder dunkel";
    SchemeAuto: "As the visitor’s system is", "Wie das System des Besuchers";
    SchemeLight: "Always light", "Immer hell";
    SchemeDark: "Always dark", "Immer dunkel";
    LookIcon: "Icon of the launcher", "Symbol des Knopfs";
    IconChat: "Speech bubble", "Sprechblase";
    IconLines: "Speech bubble with lines", "Sprechblase mit Zeilen";
    IconQuestion: "Question mark", "Fragezeichen";
    IconHeadset: "Headset", "Kopfhörer";
    IconLetter: "Letter", "Brief";
    LookLabel: "Words on the launcher", "Wörter auf dem Knopf";
    LookLabelHelp: "Such as “Ask us”. Empty for a round button.", "Etwa „Fragen Sie uns“. Leer für einen runden Knopf.";
    LookSide: "Further from the side, in px", "Weiter weg vom Rand, in px";
    LookBottom: "Further from the bottom, in px", "Weiter weg von unten, in px";
    LookBottomHelp: "Room for what your page keeps there, such as a cookie notice.", "Platz für das, was Ihre Seite dort hat, etwa einen Cookie-Hinweis.";
    LookFont: "Font", "Schrift";
    FontSystem: "The visitor’s system’s", "Die des Systems";
    FontSerif: "One with serifs", "Eine mit Serifen";
    FontPage: "Your page’s", "Die Ihrer Seite";
}
