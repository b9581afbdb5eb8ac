//! What the second module draws: pages and questions of whoever sets things up.
//!
//! Knows which page is which component. Nothing of the inbox may name what is in here but by [`crate::later`].

use crate::reactive::*;

use super::ask::{Question, decision};
use super::{
    accessibility, ask_chatflow, chatflow_editor, chatflows, join, list_editor, lists, lists_ask, macro_list,
    macros, profile, reports, saved_replies, set_up, settings, transcript, try_page,
};
use crate::console::{Ask, console};
use crate::later::Page;
use crate::texts::Text;

/// Draws a page.
pub(crate) fn draw(page: Page) -> AnyView {
    match page {
        Page::SetUp => set_up::set_up_page(),
        Page::Join => join::join_page(),
        Page::Chatflows => chatflows::chatflows_page(),
        Page::Chatflow => chatflow_editor::chatflow_page(),
        Page::Try => try_page::try_page(),
        Page::Lists => lists::lists_page(),
        Page::Reports => reports::reports_page(),
        Page::List => list_editor::list_page(),
        Page::Settings => settings::settings_page(),
        Page::Profile => profile::profile_page(),
        Page::Accessibility => accessibility::accessibility_page(),
    }
}

/// Draws a question; nothing for those of the first module.
pub(crate) fn ask(ask: Ask) -> AnyView {
    match ask {
        Ask::NewChatflow => ask_chatflow::new_chatflow(),
        Ask::Delete(chatflow, name) => {
            let what = Question {
                title: console().fill(Text::DeleteTitle, &[("name", &name)]),
                text: console().say(Text::DeleteText).to_owned(),
                stay: Text::Cancel,
                act: Text::DeleteChatflow,
                failed: Text::NotDeleted,
            };
            decision(what, move |c, failed| {
                let (chatflow, name) = (chatflow.clone(), name.clone());
                spawn_local(async move { failed(c.delete_chatflow(chatflow, name).await) });
            })
        }
        Ask::NewList => lists_ask::new_list(),
        Ask::Property(property) => lists_ask::property(property),
        Ask::DeleteList { id, name, users } => lists_ask::delete_list(id, name, &users),
        Ask::Transcript(thread) => transcript::transcript(thread),
        Ask::DeleteReply(reply) => saved_replies::delete(reply),
        Ask::DeleteMacro(one) => macros::delete(one),
        Ask::RunMacro(threads, one) => macro_list::ask(threads, one),
        Ask::DeleteProperty(id, name) => lists_ask::delete(false, id, name),
        Ask::Leave(_)
        | Ask::Unsent(_)
        | Ask::Block(_)
        | Ask::Disconnect(..)
        | Ask::Record(_)
        | Ask::SaveView { .. }
        | Ask::DeleteView(..) => ().into_any(),
    }
}
