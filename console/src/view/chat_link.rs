//! The link to the chat on a page of its own (P25): to be copied, looked at, or scanned.

use super::html::{a, all, button, div, h3, input, label, p};
use super::icon::{Icon, icon};
use super::qr::qr_code;
use crate::browser::{clipboard, sites};
use crate::console::console;
use crate::reactive::*;
use crate::state::embed::chat_link;
use crate::texts::Text;

const LINK_ID: &str = "chat-link";

/// The link to a chatflow, or to whichever targeting chooses.
pub(super) fn direct_link(chatflow: Option<&str>) -> AnyView {
    let c = console();
    let account =
        c.settings.with_untracked(|settings| settings.as_ref().map(|settings| settings.account.clone()));
    let Some(account) = account else { return ().into_any() };
    let link = chat_link(&sites::own_origin(), account.as_str(), chatflow);
    let copied = RwSignal::new(None::<bool>);
    let to_copy = link.clone();
    let copy = move |_| {
        let link = to_copy.clone();
        spawn_local(async move {
            let done = clipboard::copy(&link).await;
            if !done {
                clipboard::select(LINK_ID);
            }
            let _ = copied.try_set(Some(done));
        });
    };
    let told =
        move || copied.get().map(|done| c.say(if done { Text::ChatLinkCopied } else { Text::CodeNotCopied }));
    let shown = link.clone();
    div()
        .class("rule-list")
        .child((
            h3().child(c.say(Text::ChatLinkTitle)),
            p().class("help").child(c.say(Text::ChatLinkLead)),
            div().class("field").child(all((
                label().attr("for", LINK_ID).child(c.say(Text::ChatLink)),
                input()
                    .id(LINK_ID)
                    .class("input mono")
                    .attr("type", "text")
                    .attr("readonly", "")
                    .attr("dir", "ltr")
                    .value(move || shown.clone()),
            ))),
            div().class("acts").child((
                button()
                    .attr("type", "button")
                    .class("button line")
                    .on(leptos::ev::click, copy)
                    .child((icon(Icon::Copy), c.say(Text::ChatLinkCopy))),
                a().class("button line low")
                    .attr("href", link.clone())
                    .attr("target", "_blank")
                    .attr("rel", "noopener")
                    .child(c.say(Text::ChatLinkOpen)),
            )),
            div().class("small told").attr("role", "status").child(told),
            qr_code(&link, c.say(Text::ChatLinkQr)),
        ))
        .into_any()
}
