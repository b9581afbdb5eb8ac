//! What the third module draws: what opens over the inbox, and what stands beside a conversation.
//!
//! Knows which is which component. Nothing of the first module may name what is in here but by [`crate::later`].

use super::html::all;
use super::{
    bulk_bar, colleagues, command_bar, contact, contact_page, filter_bar, inbox_asks, keys_sheet, menu,
};
use crate::acts::ring;
use crate::console::Ask;
use crate::later::Tools;
use crate::reactive::*;

pub(crate) const TOOLS: Tools = Tools {
    over,
    menu: menu::menu,
    room: colleagues::room,
    filter,
    bulk: bulk_bar::bulk_bar,
    contact: contact::contact_pane,
    contact_page: contact_page::contact_page,
    ask,
    row_rings: ring::row,
    note_rings: ring::note,
    wait_rings: ring::long_wait,
};

fn over() -> AnyView {
    all((keys_sheet::keys_sheet(), command_bar::command_bar()))
}

fn filter() -> AnyView {
    all((filter_bar::filter_line(), filter_bar::filter_bar()))
}

fn ask(ask: Ask) -> AnyView {
    match ask {
        Ask::Block(threads) => inbox_asks::block(threads),
        Ask::Disconnect(thread, name) => inbox_asks::disconnect(thread, &name),
        Ask::Record(draft) => inbox_asks::record(draft),
        Ask::SaveView { id, name, shared, filter } => inbox_asks::save_view(id, name, shared, filter),
        Ask::DeleteView(id, name) => inbox_asks::delete_view(id, name),
        _ => ().into_any(),
    }
}
