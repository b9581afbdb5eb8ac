//! What the visitor agreed to or was shown, with the exact text (S89).

use crate::reactive::*;
use conversation::consent::Choice;
use protocol::rest::Receipt;

use super::html::{blockquote, details, div, h3, li, p, section, span, summary, ul};
use super::icon::{Icon, icon};
use super::subscriptions::hash;
use crate::browser::clock;
use crate::browser::languages::language_name;
use crate::console::console;
use crate::state::page::Page;
use crate::texts::Text;

/// The receipts, oldest first; a sentence where there is none. An opened text stays open while others join.
pub(crate) fn consents(receipts: Memo<Vec<Receipt>>) -> AnyView {
    let c = console();
    let none = move || receipts.with(Vec::is_empty).then(|| p().class("faint").child(c.say(Text::NoConsent)));
    let each = move || receipts.get();
    let key = |receipt: &Receipt| (receipt.version, receipt.at);
    let list = ul()
        .class("receipts")
        .child(For(ForProps::builder().each(each).key(key).children(receipt).build()).into_any());
    section().child((h3().child(c.say(Text::Consent)), none, list)).into_any()
}

fn receipt(receipt: Receipt) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let Receipt { version, choice, text, hash: digest, at, page, language: of_widget, .. } = receipt;
    let (picture, words) = match choice {
        Choice::Agreed => (Icon::ShieldCheck, Text::ConsentAgreed),
        Choice::Implied => (Icon::Eye, Text::ConsentImplied),
    };
    let page = page.map(|page| {
        span()
            .class("where")
            .attr("dir", "ltr")
            .attr("title", page.clone())
            .child((" · ", Page::parse(&page).path))
    });
    let facts = (clock::in_full(at, language), " · ", language_name(&of_widget, language));
    li().child((
        icon(picture),
        div().class("grow").child((
            div().child(c.fill(words, &[("n", &version.to_string())])),
            div().class("small faint").child((facts, page)),
            details().child((
                summary().child(c.say(Text::ConsentText)),
                blockquote().attr("dir", "auto").child(text),
                hash(&digest),
            )),
        )),
    ))
    .into_any()
}
