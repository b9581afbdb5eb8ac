//! For whom a chatflow is: everybody, strangers, contacts, members of lists (S32–S38).

use crate::reactive::*;
use protocol::rest::Settings;
use targeting::json::Who;

use super::chatflow_parts::{when, with_gone};
use super::form::{Choice, Several, choices, several};
use super::html::all;
use crate::console::console;
use crate::state::chatflow_draft::{Draft, tick};
use crate::state::chatflow_findings::Place;
use crate::texts::Text;

/// The part of the form.
pub(crate) fn audience_part(settings: &Settings) -> AnyView {
    let c = console();
    let lists = |chosen: fn(&Draft) -> Vec<String>| {
        let named = settings.lists.iter().map(|list| (list.id.to_string(), list.name.clone()));
        with_gone(named, untrack(|| c.draft(chosen)).unwrap_or_default())
    };
    let shown_to = lists(|draft| draft.lists.clone());
    let hidden_from = lists(|draft| draft.hide_for_lists.clone());
    let mut who = vec![
        Choice::new(Text::Everyone, |draft| draft.who == Who::Everyone, |draft| draft.who = Who::Everyone),
        Choice::new(
            Text::AnonymousOnly,
            |draft| draft.who == Who::Anonymous,
            |draft| draft.who = Who::Anonymous,
        ),
        Choice::new(Text::KnownOnly, |draft| draft.who == Who::Known, |draft| draft.who = Who::Known),
        Choice::new(Text::MembersOfLists, |draft| draft.who == Who::Lists, |draft| draft.who = Who::Lists),
    ];
    if untrack(|| c.draft(|draft| matches!(draft.who, Who::Unknown(_)))).unwrap_or_default() {
        who.push(Choice::new(Text::AudienceUnknown, |draft| matches!(draft.who, Who::Unknown(_)), |_| ()));
    }
    let of_lists = when(
        |draft| draft.who == Who::Lists,
        move || {
            several(Several {
                place: Place::Lists,
                title: Text::ShowForLists,
                help: None,
                all: shown_to.clone(),
                none: Text::NoLists,
                has: |draft, id| draft.lists.iter().any(|list| list == id),
                write: |draft, id, on| tick(&mut draft.lists, id.to_owned(), on),
            })
        },
    );
    let hide = several(Several {
        place: Place::HideLists,
        title: Text::HideForLists,
        help: Some(Text::HideForListsHelp),
        all: hidden_from,
        none: Text::NoLists,
        has: |draft, id| draft.hide_for_lists.iter().any(|list| list == id),
        write: |draft, id, on| tick(&mut draft.hide_for_lists, id.to_owned(), on),
    });
    all((choices("who", Text::AudienceLead, who), of_lists, hide))
}
