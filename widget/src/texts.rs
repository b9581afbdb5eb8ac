//! Every word the widget says by itself, in the languages it speaks.
//!
//! Knows words only. Which language a page gets is decided once, by the page's `lang`, else by the browser.

/// One language.
#[derive(Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is the place where its words stand; the words explain themselves"
)]
pub struct Texts {
    pub open_chat: &'static str,
    pub close_chat: &'static str,
    pub dismiss: &'static str,
    /// Before the heading's name: the accessible name of the prompt.
    pub message_from: &'static str,
    /// Before the heading's name: the accessible name of the panel.
    pub chat_with: &'static str,
    pub messages: &'static str,
    pub write: &'static str,
    pub send: &'static str,
    pub you: &'static str,
    pub online: &'static str,
    /// Before "within 10 minutes".
    pub replies: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub sending: &'static str,
    pub sent: &'static str,
    pub not_sent: &'static str,
    pub try_again: &'static str,
    pub reconnecting: &'static str,
    pub closed: &'static str,
    pub reopened: &'static str,
    /// After the agent's name.
    pub joined: &'static str,
    /// Before the number of characters over the limit, and after it.
    pub too_long: (&'static str, &'static str),
    pub unread: &'static str,
    pub memory_only: &'static str,
}

/// English.
pub static ENGLISH: Texts = Texts {
    open_chat: "Open chat",
    close_chat: "Close chat",
    dismiss: "Dismiss",
    message_from: "Message from ",
    chat_with: "Chat with ",
    messages: "Messages",
    write: "Write a message",
    send: "Send",
    you: "You",
    online: "Online",
    replies: "Replies ",
    today: "Today",
    yesterday: "Yesterday",
    sending: "Sending",
    sent: "Sent",
    not_sent: "Not sent.",
    try_again: "Try again",
    reconnecting: "Reconnecting",
    closed: "The chat was closed. Write to open it again.",
    reopened: "The chat is open again",
    joined: " joined the chat",
    too_long: ("", " characters over the limit of 10,000"),
    unread: "unread",
    memory_only: "This browser keeps nothing: the chat ends when you leave the page.",
};

/// German, with the formal address.
pub static GERMAN: Texts = Texts {
    open_chat: "Chat öffnen",
    close_chat: "Chat schließen",
    dismiss: "Ausblenden",
    message_from: "Nachricht von ",
    chat_with: "Chat mit ",
    messages: "Nachrichten",
    write: "Nachricht schreiben",
    send: "Senden",
    you: "Sie",
    online: "Erreichbar",
    replies: "Antwort ",
    today: "Heute",
    yesterday: "Gestern",
    sending: "Wird gesendet",
    sent: "Gesendet",
    not_sent: "Nicht gesendet.",
    try_again: "Erneut versuchen",
    reconnecting: "Verbindung wird wiederhergestellt",
    closed: "Der Chat wurde geschlossen. Schreiben Sie, um ihn wieder zu öffnen.",
    reopened: "Der Chat ist wieder offen",
    joined: " ist dem Chat beigetreten",
    too_long: ("", " Zeichen über der Grenze von 10.000"),
    unread: "ungelesen",
    memory_only: "Dieser Browser speichert nichts: Der Chat endet, wenn Sie die Seite verlassen.",
};

/// The texts for a language tag (BCP 47); English where we do not speak it.
pub fn texts(language: &str) -> &'static Texts {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("de") { &GERMAN } else { &ENGLISH }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_language_decides() {
        for tag in ["de", "de-AT", "DE_ch"] {
            assert_eq!(texts(tag), &GERMAN, "{tag}");
        }
        for tag in ["en", "en-GB", "pt-BR", "", "den", "-"] {
            assert_eq!(texts(tag), &ENGLISH, "{tag}");
        }
    }
}
