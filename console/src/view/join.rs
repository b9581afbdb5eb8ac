//! Accepting an invitation, from its link.

use crate::reactive::*;

use super::html::{all, h1, p};
use super::sign_in::{alert, door, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::timer::next_frame;
use crate::browser::{focus, history};
use crate::console::console;
use crate::state::conditions::{quoted, text};
use crate::state::sign_in::{name_wrong, new_password_wrong};
use crate::texts::Text;

/// The page. The token is read from the fragment, which no server ever sees in an address.
pub(crate) fn join_page() -> AnyView {
    let c = console();
    let token = history::fragment();
    let field = |id, label, help, kind, autocomplete, check| TextField {
        id,
        label,
        help: Some(help),
        kind,
        autocomplete,
        value: RwSignal::new(String::new()),
        check,
        judged: RwSignal::new(false),
    };
    let name = field("name", Text::YourName, Text::YourNameHelp, "text", "name", name_wrong);
    let password =
        field("password", Text::Password, Text::PasswordHelp, "password", "new-password", new_password_wrong);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let whose = RwSignal::new(None::<(String, String)>);
    let looked = token.clone();
    spawn_local(async move {
        let body = format!("{{\"token\":{}}}", quoted(&looked));
        match c.asked("POST", "/api/invitations/look".to_owned(), Some(body)).await {
            Ok(told) => {
                let _ = whose.try_set(Some((text(&told["invited_by"]), text(&told["email"]))));
                let called = text(&told["name"]);
                if name.value.try_with_untracked(String::is_empty) == Some(true) {
                    name.value.set(called);
                }
            }
            Err(why) => {
                let _ = refused.try_set(Some(why));
            }
        }
    });
    next_frame(|| {
        if focus::focused().is_none() {
            focus::to_id("name");
        }
    });
    let submit = move || {
        for field in [password, name] {
            field.judged.set(true);
            if field.wrong().is_some() {
                focus::to_id(field.id);
            }
        }
        if busy.get_untracked() || name.wrong().is_some() || password.wrong().is_some() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let token = token.clone();
        spawn_local(async move {
            let (name, password) = (name.value.get_untracked(), password.value.get_untracked());
            if let Err(problem) = c.join(&token, &name, &password).await {
                let _ = refused.try_set(Some(problem.sentence(c.language.get_untracked())));
                let _ = busy.try_set(false);
            }
        });
    };
    let lead = move || {
        whose.get().map(|(by, email)| {
            let words = c.fill(Text::JoinLead, &[("name", &by), ("email", &email)]);
            p().class("lead").attr("dir", "auto").child(words)
        })
    };
    door(
        all((
            h1().child(c.say(Text::JoinTitle)),
            all(lead),
            alert(move || refused.get()),
            text_field(name),
            text_field(password),
            submit_button(busy, Text::JoinGo, Text::Joining),
        )),
        submit,
    )
}
