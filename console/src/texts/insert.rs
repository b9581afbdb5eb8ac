//! What is put into a reply: a saved reply, a link, a file, an emoji.

texts! {
    Insert: "Insert", "Einfügen";
    InsertReply: "Saved reply", "Gespeicherte Antwort";
    InsertLink: "Link", "Link";
    InsertFile: "File", "Datei";
    InsertEmoji: "Emoji", "Emoji";
    LinkTitle: "Insert a link", "Link einfügen";
    LinkWords: "Text", "Text";
    LinkWordsHelp: "Left empty, the address alone is shown.", "Bleibt er leer, steht nur die Adresse da.";
    LinkAddress: "Address", "Adresse";
    LinkAct: "Insert link", "Link einfügen";
    LinkNeeded: "Enter an address.", "Geben Sie eine Adresse ein.";
    LinkWrong: "This is no web or e-mail address, such as https://example.com or name@example.com.", "Das ist keine Web- oder E-Mail-Adresse wie https://example.com oder name@example.com.";
    LinkScheme: "Only https, http and mailto addresses become links in the chat.", "Nur Adressen mit https, http und mailto werden im Chat zu Links.";
    LinkShown: "The visitor sees: {text}", "Zu sehen ist: {text}";
    EmojiTitle: "Insert an emoji", "Emoji einfügen";
    EmojiSearch: "Search emoji", "Emoji suchen";
    EmojiNone: "No emoji fits.", "Kein Emoji passt.";
}
