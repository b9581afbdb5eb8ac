//! What the first module asks of the second: see [`crate::later::Doors`].

use crate::reactive::*;
use conversation::access::Action;
use conversation::ids::ChatflowId;

use crate::console::{Console, Undo};
use crate::route::Route;
use crate::watch::watch;

/// Takes back what an owner did.
pub(crate) fn undo(c: Console, undo: Undo) {
    match undo {
        Undo::Switch(chatflow, on) => c.switch(&chatflow, on),
        Undo::Order(order) => c.put_order_back(&order),
        Undo::Rule { list, at, rule } => c.put_rule_back(list, at, rule),
        Undo::Member { contact, name, on } => c.put_on_list(&contact, &name, on),
        Undo::Sites(origins) => c.change_sites(origins, None),
        Undo::Gdpr(on) => c.switch_gdpr(on),
        Undo::VerifiedOnly(on) => c.switch_verified_only(on),
        Undo::Close(_) | Undo::Reopen(_) | Undo::Acts(_) | Undo::Unsend | Undo::See(_) => {}
    }
}

/// Whether there are changes that nobody saved, and they are on the screen.
pub(crate) fn unsaved(c: Console) -> bool {
    c.has_unsaved_list()
        || c.editor.with_untracked(|editor| {
            editor.as_ref().is_some_and(|editor| {
                c.addressed_chatflow().as_ref() == Some(&editor.id) && editor.is_dirty()
            })
        })
}

/// What is edited is called so.
pub(crate) fn unsaved_name(c: Console) -> String {
    untrack(|| {
        let list = c.edited_list(|editor| editor.name.clone());
        list.or_else(|| c.draft(|draft| draft.name.clone()))
    })
    .unwrap_or_default()
}

/// What the address says is what is loaded: chatflows, lists, settings.
pub(crate) fn follow(c: Console) {
    let on_chatflows = watch(move || {
        c.me().is_some()
            && c.route.with(|route| matches!(route, Route::Chatflows | Route::Try | Route::Lists))
    });
    Effect::new(move |_| {
        if on_chatflows.get() {
            c.load_chatflows();
            // Rules speak of lists by their names.
            c.load_lists();
        }
    });
    let edited = watch(move || {
        c.me()?;
        c.route.with(|route| match route {
            Route::Chatflow(chatflow, _) if c.may(Action::ChangeChatflows) => Some(chatflow.clone()),
            _ => None,
        })
    });
    Effect::new(move |before: Option<Option<ChatflowId>>| {
        let now = edited.get();
        if before.flatten().is_some() {
            c.close_chatflow();
        }
        if let Some(chatflow) = now.clone() {
            c.open_chatflow(chatflow);
        }
        now
    });
    let list = watch(move || {
        c.me()?;
        c.route.with(|route| match route {
            Route::List(list) if c.may(Action::ChangeLists) => Some(list.clone()),
            _ => None,
        })
    });
    Effect::new(move |before: Option<Option<String>>| {
        let now = list.get();
        if before.flatten().is_some() {
            c.close_list();
        }
        if let Some(list) = now.clone() {
            c.open_list(list);
        }
        now
    });
    let on_settings = watch(move || {
        c.me().is_some()
            && c.may(Action::ChangeSettings)
            && c.route.with(|route| matches!(route, Route::Settings(_) | Route::Try))
    });
    Effect::new(move |_| {
        if on_settings.get() {
            c.load_settings();
        }
    });
}
