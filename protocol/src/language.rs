//! The languages that the widget speaks, and which of them somebody who asks for another is best served with.
//!
//! Knows tags, what a language calls itself, and what it calls the launcher: that is drawn before any words have come.
//! All other words are `widget/texts/{tag}.json`, which a test holds to this list.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag ([BCP 47](https://www.rfc-editor.org/info/bcp47)), as an owner writes it and as its file is called.
    pub tag: &'static str,
    /// What its speakers call it: how it stands in a list to pick from.
    pub name: &'static str,
    /// What the closed launcher is called.
    pub open_chat: &'static str,
}

const fn language(tag: &'static str, name: &'static str, open_chat: &'static str) -> Language {
    Language { tag, name, open_chat }
}

/// What everybody gets whose language is not spoken.
const ENGLISH: &Language = &LANGUAGES[7];

/// All of them, by tag.
pub static LANGUAGES: [Language; 41] = [
    language("ar", "العربية", "فتح المحادثة"),
    language("bg", "Български", "Отваряне на чата"),
    language("ca", "Català", "Obre el xat"),
    language("cs", "Čeština", "Otevřít chat"),
    language("da", "Dansk", "Åbn chat"),
    language("de", "Deutsch", "Chat öffnen"),
    language("el", "Ελληνικά", "Άνοιγμα συνομιλίας"),
    language("en", "English", "Open chat"),
    language("es", "Español", "Abrir el chat"),
    language("et", "Eesti", "Ava vestlus"),
    language("fa", "فارسی", "باز کردن گفتگو"),
    language("fi", "Suomi", "Avaa chat"),
    language("fr", "Français", "Ouvrir le chat"),
    language("he", "עברית", "פתיחת הצ׳אט"),
    language("hi", "हिन्दी", "चैट खोलें"),
    language("hr", "Hrvatski", "Otvori chat"),
    language("hu", "Magyar", "Csevegés megnyitása"),
    language("id", "Bahasa Indonesia", "Buka obrolan"),
    language("it", "Italiano", "Apri la chat"),
    language("ja", "日本語", "チャットを開く"),
    language("ko", "한국어", "채팅 열기"),
    language("lt", "Lietuvių", "Atidaryti pokalbį"),
    language("lv", "Latviešu", "Atvērt tērzēšanu"),
    language("ms", "Bahasa Melayu", "Buka sembang"),
    language("nl", "Nederlands", "Chat openen"),
    language("no", "Norsk", "Åpne chat"),
    language("pl", "Polski", "Otwórz czat"),
    language("pt", "Português (Brasil)", "Abrir o chat"),
    language("pt-PT", "Português (Portugal)", "Abrir a conversa"),
    language("ro", "Română", "Deschideți chatul"),
    language("ru", "Русский", "Открыть чат"),
    language("sk", "Slovenčina", "Otvoriť chat"),
    language("sl", "Slovenščina", "Odpri klepet"),
    language("sr", "Српски", "Отвори ћаскање"),
    language("sv", "Svenska", "Öppna chatten"),
    language("th", "ไทย", "เปิดแชต"),
    language("tr", "Türkçe", "Sohbeti aç"),
    language("uk", "Українська", "Відкрити чат"),
    language("vi", "Tiếng Việt", "Mở cuộc trò chuyện"),
    language("zh-Hans", "简体中文", "打开聊天"),
    language("zh-Hant", "繁體中文", "開啟聊天"),
];

/// The language of exactly that tag.
#[must_use]
pub fn spoken(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.tag == tag)
}

/// The language that serves best whoever asks for `wish`, a tag as a page or a browser writes it; English for what is
/// none of ours, or no tag at all.
#[must_use]
pub fn nearest(wish: &str) -> &'static Language {
    let mut parts = wish.split(['-', '_']);
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    let has =
        |names: &[&str]| parts.clone().any(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)));
    let tag = match primary.as_str() {
        // Script before region: Chinese in Taiwan may be asked for in simplified characters.
        "zh" if has(&["hans"]) => "zh-Hans",
        "zh" if has(&["hant", "tw", "hk", "mo"]) => "zh-Hant",
        "zh" => "zh-Hans",
        // Brazil is where most speakers are; the others write as Portugal does.
        "pt" if has(&["pt", "ao", "mz", "cv", "gw", "st", "tl"]) => "pt-PT",
        // The two ways to write Norwegian, of which nearly everybody reads the first.
        "nb" | "nn" => "no",
        // What these were called until 1989, and still are by some systems.
        "iw" => "he",
        "in" => "id",
        other => other,
    };
    spoken(tag).unwrap_or(ENGLISH)
}

/// The language that a browser asks for first (`Accept-Language`): the one that its own scripts learn too.
#[must_use]
pub fn accepted(header: &str) -> &'static Language {
    let first = header.split(',').next().unwrap_or_default();
    nearest(first.split(';').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_gets_the_nearest_language_that_is_spoken() {
        // P8
        for (wish, tag) in [
            ("de", "de"),
            ("de-AT", "de"),
            ("DE_ch", "de"),
            ("en-GB", "en"),
            ("pt", "pt"),
            ("pt-BR", "pt"),
            ("pt-PT", "pt-PT"),
            ("pt-AO", "pt-PT"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-SG", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"),
            ("zh-Hans-TW", "zh-Hans"),
            ("nb", "no"),
            ("nn-NO", "no"),
            ("no", "no"),
            ("iw", "he"),
            ("in-ID", "id"),
            ("sr-Latn-RS", "sr"),
            ("es-419", "es"),
            ("fil", "en"),
            ("den", "en"),
            ("cy", "en"),
            ("", "en"),
            ("-", "en"),
            ("*", "en"),
            ("日本語", "en"),
        ] {
            assert_eq!(nearest(wish).tag, tag, "{wish}");
        }
        assert_eq!(ENGLISH.tag, "en");
    }

    #[test]
    fn a_language_is_nearest_to_itself_and_stands_once_in_order() {
        for language in &LANGUAGES {
            assert_eq!(nearest(language.tag), language);
            assert_eq!(spoken(language.tag), Some(language));
            assert!(!language.name.is_empty() && !language.open_chat.is_empty());
        }
        assert!(LANGUAGES.is_sorted_by(|one, next| one.tag < next.tag));
        assert!(spoken("de-AT").is_none() && spoken("").is_none());
    }

    #[test]
    fn the_first_language_of_a_browser_counts() {
        for (header, tag) in [
            ("de-CH,de;q=0.9,en;q=0.8", "de"),
            ("pt-PT", "pt-PT"),
            (" fr ;q=1, de", "fr"),
            ("cy, de;q=0.5", "en"),
            ("*", "en"),
            ("", "en"),
        ] {
            assert_eq!(accepted(header).tag, tag, "{header}");
        }
    }
}
