//! The frame around every page, and words that several pages share.

texts! {
    SkipToContent: "Skip to the conversation", "Zum Gespräch springen";
    MainNavigation: "Main", "Hauptbereiche";
    Inbox: "Inbox", "Posteingang";
    Chatflows: "Chatflows", "Chatflows";
    YourAccount: "Your account", "Ihr Konto";
    SignOut: "Sign out", "Abmelden";
    LanguageLabel: "Language", "Sprache";
    Theme: "Appearance", "Darstellung";
    ThemeSystem: "System", "System";
    ThemeLight: "Light", "Hell";
    ThemeDark: "Dark", "Dunkel";
    Shortcuts: "Keyboard shortcuts", "Tastenkürzel";
    CloseSheet: "Close", "Schließen";
    Dismiss: "Dismiss", "Ausblenden";
    Undo: "Undo", "Rückgängig";
    TryAgain: "Try again", "Erneut versuchen";
    Back: "Back", "Zurück";
}
