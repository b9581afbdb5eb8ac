//! How urgent a thread is (P40): a word on its row. It is chosen in the command bar.

use crate::reactive::*;
use conversation::routing::priority::Priority;

use super::html::span;
use crate::console::console;
use crate::state::priority::words;
use crate::texts::Text;

/// The word on a row; nothing where it is as most are.
pub(crate) fn priority_chip(priority: Priority) -> Option<AnyView> {
    let c = console();
    let told = c.fill(Text::PriorityChip, &[("priority", c.say(words(priority)))]);
    let chip = || {
        span().class("chip").attr("title", told.clone()).child((
            span().class("unseen").child(c.say(Text::PriorityOne)),
            " ",
            c.say(words(priority)),
        ))
    };
    (!priority.is_normal()).then(|| chip().into_any())
}
