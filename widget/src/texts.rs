//! Every word the widget says by itself, in the languages it speaks.
//!
//! Knows words only. Which language a page gets is decided once, by the page's `lang`, else by the browser. A text that
//! one language lacks does not compile.

use crate::reply_time::{Unit, reply_time};
use crate::words::{join, number};

/// One language.
#[derive(Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each field is the place where its words stand; the words explain themselves"
)]
pub struct Texts {
    /// The language's own tag, as consent receipts name it.
    pub language: &'static str,
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
    pub attach: &'static str,
    pub you: &'static str,
    pub online: &'static str,
    pub away: &'static str,
    /// Before the day and the time.
    pub back: &'static str,
    pub nobody_here: &'static str,
    /// Before "10 minutes".
    pub replies: &'static str,
    /// After 1, and after any other number.
    pub minutes: (&'static str, &'static str),
    pub hours: (&'static str, &'static str),
    pub days: (&'static str, &'static str),
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
    /// After the number of characters over the limit.
    pub too_long: (&'static str, &'static str),
    pub unread: &'static str,
    pub memory_only: &'static str,
    pub deleted: &'static str,
    pub before_we_start: &'static str,
    pub i_agree: &'static str,
    pub no_thanks: &'static str,
    /// In the locked field, and why it is locked.
    pub agree_first: &'static str,
    pub email_address: &'static str,
    pub save_address: &'static str,
    pub not_now: &'static str,
    pub email_invalid: &'static str,
    pub email_refused: &'static str,
    /// What quick replies are.
    pub pick: &'static str,
    /// Before the address.
    pub thanks: &'static str,
}

/// English.
pub static ENGLISH: Texts = Texts {
    language: "en",
    open_chat: "Open chat",
    close_chat: "Close chat",
    dismiss: "Dismiss",
    message_from: "Message from ",
    chat_with: "Chat with ",
    messages: "Messages",
    write: "Write a message",
    send: "Send",
    attach: "Attach files",
    you: "You",
    online: "Online",
    away: "Away",
    back: "We are back on ",
    nobody_here: "Nobody is here right now. Write to us: your message is kept and will be answered.",
    replies: "Usually replies within ",
    minutes: (" minute", " minutes"),
    hours: (" hour", " hours"),
    days: (" day", " days"),
    today: "Today",
    yesterday: "Yesterday",
    sending: "Sending",
    sent: "Sent",
    not_sent: "Not sent.",
    try_again: "Try again",
    reconnecting: "Reconnecting. Your messages will be sent.",
    closed: "The chat was closed. Write to open it again.",
    reopened: "The chat is open again",
    joined: " joined the chat",
    too_long: (" character over the limit of 10,000", " characters over the limit of 10,000"),
    unread: "unread",
    memory_only: "This browser keeps nothing: the chat ends when you leave the page.",
    deleted: "Unsent messages are deleted.",
    before_we_start: "Before we start",
    i_agree: "I agree",
    no_thanks: "No, thanks",
    agree_first: "Agree above to write",
    email_address: "E-mail address",
    save_address: "Save address",
    not_now: "Not now",
    email_invalid: "Not a complete address, such as name@example.com",
    email_refused: "The address was not saved. Try again.",
    pick: "Pick an answer",
    thanks: "Thank you. We have your address: ",
};

/// German, with the formal address.
pub static GERMAN: Texts = Texts {
    language: "de",
    open_chat: "Chat öffnen",
    close_chat: "Chat schließen",
    dismiss: "Ausblenden",
    message_from: "Nachricht von ",
    chat_with: "Chat mit ",
    messages: "Nachrichten",
    write: "Nachricht schreiben",
    send: "Senden",
    attach: "Dateien anhängen",
    you: "Sie",
    online: "Erreichbar",
    away: "Abwesend",
    back: "Wir sind wieder da: ",
    nobody_here: "Gerade ist niemand da. Schreiben Sie uns: Ihre Nachricht bleibt und wird beantwortet.",
    replies: "Antwort meist innerhalb von ",
    minutes: (" Minute", " Minuten"),
    hours: (" Stunde", " Stunden"),
    days: (" Tag", " Tagen"),
    today: "Heute",
    yesterday: "Gestern",
    sending: "Wird gesendet",
    sent: "Gesendet",
    not_sent: "Nicht gesendet.",
    try_again: "Erneut versuchen",
    reconnecting: "Verbindung wird wiederhergestellt. Ihre Nachrichten werden gesendet.",
    closed: "Der Chat wurde geschlossen. Schreiben Sie, um ihn wieder zu öffnen.",
    reopened: "Der Chat ist wieder offen",
    joined: " ist dem Chat beigetreten",
    too_long: (" Zeichen über der Grenze von 10.000", " Zeichen über der Grenze von 10.000"),
    unread: "ungelesen",
    memory_only: "Dieser Browser speichert nichts: Der Chat endet, wenn Sie die Seite verlassen.",
    deleted: "Ungesendetes ist gelöscht.",
    before_we_start: "Bevor es losgeht",
    i_agree: "Ich stimme zu",
    no_thanks: "Nein, danke",
    agree_first: "Erst oben zustimmen",
    email_address: "E-Mail-Adresse",
    save_address: "Adresse speichern",
    not_now: "Nicht jetzt",
    email_invalid: "Keine vollständige Adresse, zum Beispiel name@example.de",
    email_refused: "Die Adresse wurde nicht gespeichert. Versuchen Sie es erneut.",
    pick: "Antwort wählen",
    thanks: "Danke. Wir haben Ihre Adresse: ",
};

impl Texts {
    /// When an answer usually comes (S57).
    pub fn reply_time(&self, minutes: u32) -> String {
        let (count, unit) = reply_time(minutes);
        let words = match unit {
            Unit::Minutes => self.minutes,
            Unit::Hours => self.hours,
            Unit::Days => self.days,
        };
        join(&[self.replies, &counted(count as usize, words)])
    }
}

/// A number and its word, for one and for any other number.
pub fn counted(count: usize, (one, many): (&str, &str)) -> String {
    join(&[&number(count as u64), if count == 1 { one } else { many }])
}

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

    #[test]
    fn a_reply_time_is_a_sentence_in_both_languages() {
        // S57
        for (minutes, english, german) in [
            (1, "Usually replies within 1 minute", "Antwort meist innerhalb von 1 Minute"),
            (10, "Usually replies within 10 minutes", "Antwort meist innerhalb von 10 Minuten"),
            (60, "Usually replies within 1 hour", "Antwort meist innerhalb von 1 Stunde"),
            (240, "Usually replies within 4 hours", "Antwort meist innerhalb von 4 Stunden"),
            (1_440, "Usually replies within 1 day", "Antwort meist innerhalb von 1 Tag"),
            (2_880, "Usually replies within 2 days", "Antwort meist innerhalb von 2 Tagen"),
        ] {
            assert_eq!(
                (ENGLISH.reply_time(minutes).as_str(), GERMAN.reply_time(minutes).as_str()),
                (english, german)
            );
        }
    }

    #[test]
    fn every_text_is_in_both_languages() {
        // S184. Every field has to be given to compile; here each has to say something, and something else in German.
        let fields = |texts: &Texts| -> Vec<String> {
            let debug = format!("{texts:#?}");
            debug.lines().filter_map(|line| line.split_once('"').map(|(_, words)| words.to_owned())).collect()
        };
        let (english, german) = (fields(&ENGLISH), fields(&GERMAN));
        assert_eq!(english.len(), german.len());
        for (english, german) in english.iter().zip(&german) {
            assert!(english.len() > 2 && german.len() > 2, "{english} / {german}");
            assert_ne!(english, german, "not translated");
        }
    }

    #[test]
    fn the_loader_names_its_launcher_as_the_widget_does() {
        // S184
        let loader = include_str!("../loader/loader.js");
        for texts in [&ENGLISH, &GERMAN] {
            assert!(loader.contains(&format!("\"{}\"", texts.open_chat)), "{}", texts.open_chat);
        }
    }
}
