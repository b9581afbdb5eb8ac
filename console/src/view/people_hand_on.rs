//! Settings › People: the owner hands the account on (P68). What is lost is said, and their name and a password are typed
//! before it is done.

use crate::reactive::*;

use super::html::{div, h3, p};
use super::profile::{Asked, asks, field};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::state::conditions::quoted;
use crate::state::people::Person;
use crate::state::sign_in::{name_wrong, password_missing};
use crate::texts::Text;

/// The question whether it shall be theirs; `leave` closes it.
pub(super) fn hand_on(one: Person, leave: impl Fn() + 'static) -> AnyView {
    let c = console();
    let Person { id, name, .. } = one;
    let typed = field("hand-on-name", Text::HandOnName, ("text", "off"), name_wrong);
    let password =
        field("hand-on-password", Text::FactorPassword, ("password", "current-password"), password_missing);
    let wanted = name.trim().to_owned();
    let ask = move || -> Asked {
        if typed.value.with_untracked(|typed| typed.trim() != wanted) {
            return Box::pin(async move { Err(c.say(Text::HandOnNameWrong).to_owned()) });
        }
        let (to, password) = (quoted(&id), quoted(&password.value.get_untracked()));
        let body = format!("{{\"to\":{to},\"password\":{password}}}");
        Box::pin(c.asked("POST", "/api/me/hand-on".to_owned(), Some(body)))
    };
    let done = move |_| {
        c.session_ended();
        c.tell(c.say(Text::HandOnDone).to_owned(), None);
    };
    next_frame(|| {
        focus::to_id("hand-on-name");
    });
    let places = [("name", name.as_str())];
    div()
        .class("inset")
        .attr("role", "group")
        .attr("aria-labelledby", "hand-on-title")
        .child((
            h3().id("hand-on-title").attr("dir", "auto").child(c.fill(Text::HandOnTo, &places)),
            p().attr("dir", "auto").child(c.fill(Text::HandOnLead, &places)),
            asks(vec![typed, password], (Text::HandOnGo, Text::HandOnGo), ask, done, Some(Box::new(leave))),
        ))
        .into_any()
}
