//! The chat on a page of its own (P25): which address is one, and what stands on it.
//!
//! `/chat/{account}` gets the chatflow that targeting chooses for that address, `/chat/{account}/{chatflow}` the one that it
//! names. Knows no request and no account: names and languages come in. Text is escaped here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::ids::{AccountId, ChatflowId};
use protocol::language::Language;
use sha2::{Digest as _, Sha256};

const PAGE: &str = include_str!("../start/chat.html");

/// Whether an address is that of an account's own page, on this edge; and the chatflow that it asks for, where it names one.
#[must_use]
pub fn asks(address: &str, own: &str, account: &AccountId) -> Option<Option<ChatflowId>> {
    let rest = address.strip_prefix(own)?.strip_prefix("/chat/")?.strip_prefix(account.as_str())?;
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    match path.strip_prefix('/').map(|rest| rest.strip_suffix('/').unwrap_or(rest)) {
        None if path.is_empty() => Some(None),
        Some("") => Some(None),
        Some(chatflow) => ChatflowId::parse(chatflow).ok().map(Some),
        None => None,
    }
}

/// Whether an address may be such a page's, of whichever edge: then it is looked at closely.
#[must_use]
pub fn may_be(address: &str) -> bool {
    address.contains("/chat/")
}

/// What stands on the page.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// Whose chat it is; nothing where there is no such account, or no such chatflow.
    pub account: Option<&'a AccountId>,
    /// Whom the visitor talks to, where that is known.
    pub name: Option<&'a str>,
    /// In which language.
    pub language: &'a Language,
}

/// What is said where there is nothing, in the language that these words are in.
struct Words {
    tag: &'static str,
    none: &'static str,
    again: &'static str,
    noscript: &'static str,
}

const WORDS: [Words; 8] = [
    Words {
        tag: "en",
        none: "There is no chat here right now",
        again: "Try again later, or look for another way to reach us on our website.",
        noscript: "This chat needs JavaScript.",
    },
    Words {
        tag: "de",
        none: "Hier ist gerade kein Chat",
        again: "Versuchen Sie es später noch einmal, oder sehen Sie auf unserer Website nach, wie Sie uns sonst erreichen.",
        noscript: "Dieser Chat braucht JavaScript.",
    },
    Words {
        tag: "es",
        none: "Ahora mismo no hay ningún chat aquí",
        again: "Inténtelo más tarde o busque en nuestro sitio web otra forma de contactarnos.",
        noscript: "Este chat necesita JavaScript.",
    },
    Words {
        tag: "fr",
        none: "Il n’y a pas de chat ici pour le moment",
        again: "Réessayez plus tard, ou cherchez sur notre site un autre moyen de nous joindre.",
        noscript: "Ce chat a besoin de JavaScript.",
    },
    Words {
        tag: "it",
        none: "Al momento qui non c’è nessuna chat",
        again: "Riprovi più tardi o cerchi sul nostro sito un altro modo per contattarci.",
        noscript: "Questa chat ha bisogno di JavaScript.",
    },
    Words {
        tag: "nl",
        none: "Er is hier op dit moment geen chat",
        again: "Probeer het later opnieuw, of kijk op onze website hoe u ons anders kunt bereiken.",
        noscript: "Deze chat heeft JavaScript nodig.",
    },
    Words {
        tag: "pl",
        none: "W tej chwili nie ma tu czatu",
        again: "Proszę spróbować później albo poszukać na naszej stronie innego sposobu kontaktu.",
        noscript: "Ten czat wymaga JavaScriptu.",
    },
    Words {
        tag: "pt",
        none: "Não há nenhum chat aqui no momento",
        again: "Tente novamente mais tarde ou procure em nosso site outra forma de falar conosco.",
        noscript: "Este chat precisa de JavaScript.",
    },
];

/// The page, and the part of its policy that names what of it runs and is styled: `script-src …; style-src …`, without what is
/// fetched.
#[must_use]
pub fn page(content: Content<'_>) -> String {
    let Content { account, name, language } = content;
    let words = WORDS.iter().find(|words| words.tag == language.tag).unwrap_or(&WORDS[0]);
    let dir = if matches!(language.tag, "ar" | "fa" | "he") { "rtl" } else { "ltr" };
    let title = name.map_or_else(|| "Chat".to_owned(), |name| format!("{} · Chat", escaped(name)));
    // An account's id holds nothing that is markup.
    let loader = account.map_or_else(String::new, |account| {
        format!("<script async src=\"/embed/{account}.js\" data-manual></script>")
    });
    let (hidden, class) = if account.is_some() { (" hidden", "") } else { ("", "none") };
    let places = [
        ("lang", language.tag),
        ("dir", dir),
        ("title", &title),
        ("class", class),
        ("hidden", hidden),
        ("words_lang", words.tag),
        ("none", words.none),
        ("again", words.again),
        ("noscript", words.noscript),
        ("loader", &loader),
    ];
    let mut page = String::with_capacity(PAGE.len() + 256);
    let mut rest = PAGE;
    // One pass over our own text: what is filled in is not looked at again.
    while let Some((before, after)) = rest.split_once("{{") {
        let (place, after) = after.split_once("}}").unwrap_or((after, ""));
        page.push_str(before);
        page.push_str(places.iter().find(|(name, _)| *name == place).map_or("", |(_, value)| value));
        rest = after;
    }
    page.push_str(rest);
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What the page may do: run and style itself, load its account's loader and the widget's files from this edge, and speak with
/// this edge. In no frame.
#[must_use]
pub fn policy(own: &str) -> String {
    let hash = |tag: &str| {
        let inside =
            PAGE.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once(&format!("</{tag}>")));
        STANDARD.encode(Sha256::digest(inside.map_or("", |(inside, _)| inside).as_bytes()))
    };
    let socket = own.replacen("http", "ws", 1);
    format!(
        "default-src 'none'; script-src 'sha256-{}' {own}/embed/ {own}/widget/ 'wasm-unsafe-eval'; style-src 'sha256-{}'; \
         connect-src {own} {socket}; img-src {own} data: blob:; media-src {own} blob:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        hash("script"),
        hash("style"),
    )
}

#[cfg(test)]
mod tests {
    use protocol::language::nearest;

    use super::*;

    const OWN: &str = "https://chat.kiln.example";

    fn demo() -> AccountId {
        AccountId::parse("demo").unwrap()
    }

    #[test]
    fn an_address_asks_for_a_chatflow_or_for_none() {
        // P25: the path behind our own origin, and what it asks for
        let pricing = || Some(ChatflowId::parse("pricing").unwrap());
        for (path, asked) in [
            ("/chat/demo", Some(None)),
            ("/chat/demo/", Some(None)),
            ("/chat/demo?from=mail", Some(None)),
            ("/chat/demo#top", Some(None)),
            ("/chat/demo/pricing", Some(pricing())),
            ("/chat/demo/pricing/?x=/chat/", Some(pricing())),
            ("/chat/demo/No One", None),
            ("/chat/demo/pricing/more", None),
            ("/chat/demo2", None),
            ("/chat/", None),
            ("/chatter/demo", None),
            ("/", None),
        ] {
            assert_eq!(asks(&format!("{OWN}{path}"), OWN, &demo()), asked, "{path}");
            assert!(asked.is_none() || may_be(path));
        }
        // A site's own page of such a path is a page like any other.
        assert_eq!(asks("https://kiln.example/chat/demo/pricing", OWN, &demo()), None);
        assert_eq!(asks("https://chat.kiln.example.evil.example/chat/demo", OWN, &demo()), None);
    }

    #[test]
    fn the_page_says_whose_chat_it_is_and_escapes_it() {
        // P25
        let account = demo();
        let content = Content { account: Some(&account), name: Some("A & <B>"), language: nearest("he") };
        let made = page(content);
        assert!(made.contains("<html lang=\"he\" dir=\"rtl\">") && !made.contains("{{"));
        assert!(made.contains("<title>A &amp; &lt;B&gt; · Chat</title>"));
        assert!(made.contains("<script async src=\"/embed/demo.js\" data-manual></script>"));
        assert!(made.contains("id=\"none\" hidden") && made.contains("<div lang=\"en\">"));
        let none = page(Content { account: None, name: None, language: nearest("de-AT") });
        assert!(none.contains("<title>Chat</title>") && none.contains("Hier ist gerade kein Chat"));
        assert!(!none.contains("/embed/") && !none.contains("id=\"none\" hidden"));
    }

    #[test]
    fn the_policy_names_what_stands_in_the_page() {
        // P25
        let made = page(Content { account: None, name: None, language: nearest("en") });
        let policy = policy(OWN);
        for tag in ["script", "style"] {
            let (_, rest) = made.split_once(&format!("<{tag}>")).unwrap();
            let (inside, _) = rest.split_once(&format!("</{tag}>")).unwrap();
            let hash = STANDARD.encode(Sha256::digest(inside.as_bytes()));
            assert!(
                policy.contains(&format!("{tag}-src 'sha256-{hash}'")),
                "{tag}: something is filled into it"
            );
        }
        assert!(policy.contains("connect-src https://chat.kiln.example wss://chat.kiln.example;"));
        assert!(!policy.contains("unsafe-inline") && policy.ends_with("frame-ancestors 'none'"));
    }
}
