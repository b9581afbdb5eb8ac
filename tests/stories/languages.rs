//! The widget speaks the language of whoever reads the page, and runs as that language does.

use std::fmt::Write as _;

use stories::browser::{Browser, Page};
use stories::product::Product;
use stories::site::{Resource, Site};

/// A site with a page for each language, and the line of the shop in it.
fn site(product: &Product, languages: &[&str]) -> Site {
    let pages = languages.iter().map(|lang| {
        let mut body = String::new();
        // Writing to a text never fails.
        let _ = write!(
            body,
            "<!doctype html><html lang=\"{lang}\"><meta charset=utf-8><title>{lang}</title><h1>{lang}</h1>{}",
            product.snippet()
        );
        Resource::page(&format!("/{lang}/"), &body)
    });
    Site::serve(pages.collect())
}

fn looks_at(site: &Site, lang: &str) -> Page {
    let page = Browser::shared().profile().page();
    page.goto(&site.url(&format!("/{lang}/")));
    page.comes_to_rest();
    page
}

#[test]
fn every_page_is_spoken_to_in_its_own_language() {
    // P8 S184
    let product = Product::shared();
    let spoken = [
        ("fr-CA", "Ouvrir le chat", "Discussion avec…", "Écrivez un message", "Envoyer"),
        ("pl", "Otwórz czat", "Czat: …", "Napisz wiadomość", "Wyślij"),
        ("ja", "チャットを開く", "…", "メッセージを入力", "送信"),
        ("zh-TW", "開啟聊天", "與…", "輸入訊息", "傳送"),
        ("cy", "Open chat", "Chat with…", "Write a message", "Send"),
    ];
    let tags = spoken.map(|(lang, ..)| lang);
    let site = site(product, &tags);
    for (lang, open, chat, write, send) in spoken {
        let page = looks_at(&site, lang);
        page.role("button", &format!("{open}…")).click();
        let chat = page.role("dialog", chat);
        chat.role("textbox", write).appears();
        chat.role("button", send).appears();
    }
}

#[test]
fn whoever_reads_arabic_finds_it_on_the_left_and_reads_from_the_right() {
    // P9
    let product = Product::shared();
    let site = site(product, &["ar"]);
    let page = Browser::shared().profile().page();
    page.before_every_page(
        "const attach = Element.prototype.attachShadow; window.roots = []; \
         Element.prototype.attachShadow = function (options) { \
            const root = attach.call(this, options); window.roots.push(root); return root; }",
    );
    page.goto(&site.url("/ar/"));
    page.comes_to_rest();
    page.role("button", "فتح المحادثة…").click();
    page.role("textbox", "اكتب رسالة").appears();
    let place = page.eval(
        "const find = name => window.roots.map(root => root.querySelector(name)).find(found => found); \
         const [button, panel, send, field] = ['.launcher', '.panel', '.go', 'textarea'].map(find) \
            .map(node => node.getBoundingClientRect()); \
         [button.left < 100, panel.left < 100, send.left < field.left, \
          getComputedStyle(find('textarea')).direction].join(' ')",
    );
    assert_eq!(place.as_str(), Some("true true true rtl"));
}
