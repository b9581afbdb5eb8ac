//! Everything that can be done by a key or from the command bar, in one table (P50).
//!
//! The keys, the sheet that lists them and the command bar all read it, so that none knows more than the others. Knows
//! names of acts, keys and texts; does not know what the acts do.

use conversation::view::View;

use crate::route::{Route, SettingsTab};
use crate::texts::Text;

/// The key of the command bar, which the sidebar shows too.
pub const BAR_KEY: &str = "Mod+k";

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// One row down in the list.
    Next,
    /// One row up in the list.
    Previous,
    /// Open the row the cursor is on.
    Open,
    /// Put the cursor into the reply.
    Reply,
    /// Put the cursor into a comment (P47).
    Comment,
    /// Answer the visitor's last message, or the one before that which is quoted (P26).
    Quote,
    /// Assign to me.
    AssignToMe,
    /// Ask to whom to assign.
    Assign,
    /// Close, or reopen.
    CloseOrReopen,
    /// Ask until when to snooze; what sleeps already is woken.
    Snooze,
    /// Ask how urgent it is (P40).
    Priority,
    /// Ask for labels.
    Label,
    /// Ask for a macro (P46).
    Macro,
    /// Call it spam, or take that back.
    Spam,
    /// Block the sender, or lift the block.
    Block,
    /// Delete, or bring back.
    Delete,
    /// Take the contact off.
    Disconnect,
    /// Ask to whom its transcript is mailed (S157).
    Transcript,
    /// Show or hide the contact.
    Contact,
    /// Make a ticket.
    Ticket,
    /// Make a deal.
    Deal,
    /// Write down a call, a meeting, an e-mail, a note.
    Interaction,
    /// Choose the row, or take it out again.
    Select,
    /// Choose everything up to the row.
    SelectTo,
    /// Choose all that are shown.
    SelectAll,
    /// Take the last act back.
    Undo,
    /// Put the cursor into the search box.
    Search,
    /// Open or shut the filter.
    Filter,
    /// Show the sheet of keys.
    Sheet,
    /// Show the command bar.
    Bar,
    /// One step back.
    Back,
    /// Save what is being edited.
    Save,
    /// Go somewhere.
    Go(Route),
    /// Sign out.
    SignOut,
    /// Something a field does by itself; only named here.
    InField,
}

/// What has to be there for a command to mean anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The inbox on the screen.
    Inbox,
    /// A conversation: chosen rows, the opened one, or the row the cursor is on.
    Thread,
    /// An opened conversation.
    Opened,
    /// Somebody who may change the account.
    Owner,
}

/// A part of the sheet and of the command bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Moving,
    /// Doing something with a conversation.
    Conversation,
    /// Choosing several.
    Selecting,
    /// Writing.
    Writing,
    /// Going somewhere.
    Going,
}

impl Group {
    /// All of them, in the order of the sheet.
    pub const ALL: [Self; 5] =
        [Self::Moving, Self::Conversation, Self::Selecting, Self::Writing, Self::Going];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> Text {
        match self {
            Self::Moving => Text::KeysMoving,
            Self::Conversation => Text::Conversation,
            Self::Selecting => Text::KeysSelecting,
            Self::Writing => Text::KeysWriting,
            Self::Going => Text::KeysGoing,
        }
    }
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it does.
    pub act: Act,
    /// What it is called.
    pub text: Text,
    /// Its keys as `KeyboardEvent.key` names them; `Mod+` for Ctrl or the command key, `Shift+` where only the sheet
    /// has to say so.
    pub keys: &'static [&'static str],
    /// Where it is listed.
    pub group: Group,
    /// What it needs.
    pub needs: Needs,
    /// Whether the command bar offers it: not what only a hand on the keys wants, such as the next row.
    pub in_bar: bool,
}

fn command(
    act: Act,
    text: Text,
    keys: &'static [&'static str],
    group: Group,
    needs: Needs,
    in_bar: bool,
) -> Command {
    Command { act, text, keys, group, needs, in_bar }
}

/// The table.
#[must_use]
pub fn commands() -> Vec<Command> {
    use Group::{Conversation, Going, Moving, Selecting, Writing};
    use Needs::{Inbox, Nothing, Opened, Owner, Thread};
    let view = |view, text| command(Act::Go(Route::of_view(view)), text, &[], Going, Nothing, true);
    let settings = |tab, text| command(Act::Go(Route::Settings(tab)), text, &[], Going, Owner, true);
    vec![
        command(Act::Bar, Text::KeyBar, &[BAR_KEY], Moving, Nothing, false),
        command(Act::Search, Text::KeySearch, &["/"], Moving, Inbox, true),
        command(Act::Filter, Text::KeyFilter, &["f"], Moving, Inbox, true),
        command(Act::Next, Text::KeyNext, &["j", "ArrowDown"], Moving, Inbox, false),
        command(Act::Previous, Text::KeyPrevious, &["k", "ArrowUp"], Moving, Inbox, false),
        command(Act::Open, Text::KeyOpen, &["Enter"], Moving, Inbox, false),
        command(Act::Back, Text::KeyBack, &["Escape"], Moving, Nothing, false),
        command(Act::Undo, Text::KeyUndo, &["z"], Moving, Nothing, true),
        command(Act::Sheet, Text::KeySheet, &["?"], Moving, Nothing, true),
        command(Act::AssignToMe, Text::KeyAssign, &["a"], Conversation, Thread, true),
        command(Act::Assign, Text::KeyAssignTo, &["i"], Conversation, Thread, true),
        command(Act::CloseOrReopen, Text::KeyClose, &["e"], Conversation, Thread, true),
        command(Act::Snooze, Text::KeySnooze, &["s"], Conversation, Thread, true),
        command(Act::Label, Text::KeyLabel, &["l"], Conversation, Thread, true),
        command(Act::Macro, Text::KeyMacro, &["m"], Conversation, Thread, true),
        command(Act::Priority, Text::PickPriority, &[], Conversation, Thread, true),
        command(Act::Spam, Text::KeySpam, &["!"], Conversation, Thread, true),
        command(Act::Block, Text::KeyBlock, &["b"], Conversation, Thread, true),
        command(Act::Delete, Text::KeyDelete, &["#", "Delete"], Conversation, Thread, true),
        command(Act::Contact, Text::KeyContact, &["p"], Conversation, Opened, true),
        command(Act::Ticket, Text::CreateTicket, &[], Conversation, Opened, true),
        command(Act::Deal, Text::CreateDeal, &[], Conversation, Opened, true),
        command(Act::Interaction, Text::NewInteraction, &[], Conversation, Opened, true),
        command(Act::Disconnect, Text::DisconnectContact, &[], Conversation, Opened, true),
        command(Act::Transcript, Text::TranscriptAct, &[], Conversation, Opened, true),
        command(Act::Select, Text::KeySelect, &["x"], Selecting, Inbox, false),
        command(Act::SelectTo, Text::KeySelectTo, &["X"], Selecting, Inbox, false),
        command(Act::SelectAll, Text::KeySelectAll, &["A"], Selecting, Inbox, true),
        command(Act::Reply, Text::KeyReply, &["r"], Writing, Opened, true),
        command(Act::Comment, Text::KeyComment, &["c"], Writing, Opened, true),
        command(Act::Quote, Text::KeyQuote, &["q"], Writing, Opened, true),
        command(Act::InField, Text::KeySend, &["Enter"], Writing, Opened, false),
        command(Act::InField, Text::KeyUnsend, &["Mod+z"], Writing, Opened, false),
        command(Act::InField, Text::KeyNewLine, &["Shift+Enter"], Writing, Opened, false),
        command(Act::InField, Text::KeyMention, &["@"], Writing, Opened, false),
        command(Act::InField, Text::KeyReplies, &["/", "#"], Writing, Opened, false),
        command(Act::Save, Text::KeySave, &["Mod+s"], Writing, Nothing, false),
        view(View::All, Text::ViewAll),
        view(View::Mine, Text::ViewMine),
        view(View::Unassigned, Text::ViewUnassigned),
        view(View::Bots, Text::ViewBots),
        view(View::Chat, Text::ViewChat),
        view(View::Filtered, Text::ViewFiltered),
        command(Act::Go(Route::deleted()), Text::ViewDeleted, &[], Going, Nothing, true),
        command(Act::Go(Route::snoozed()), Text::ViewSnoozed, &[], Going, Nothing, true),
        command(Act::Go(Route::Chatflows), Text::Chatflows, &[], Going, Nothing, true),
        command(Act::Go(Route::Try), Text::TryTitle, &[], Going, Nothing, true),
        command(Act::Go(Route::Lists), Text::Lists, &[], Going, Nothing, true),
        command(Act::Go(Route::Reports), Text::Reports, &[], Going, Nothing, true),
        settings(SettingsTab::TrackingCode, Text::TrackingCode),
        settings(SettingsTab::Sites, Text::Sites),
        settings(SettingsTab::People, Text::PeopleTab),
        settings(SettingsTab::Team, Text::TeamTab),
        settings(SettingsTab::DataProtection, Text::DataProtection),
        command(
            Act::Go(Route::Settings(SettingsTab::SavedReplies)),
            Text::SavedReplies,
            &[],
            Going,
            Nothing,
            true,
        ),
        command(Act::Go(Route::Settings(SettingsTab::Macros)), Text::Macros, &[], Going, Nothing, true),
        command(Act::Go(Route::Settings(SettingsTab::Blocks)), Text::BlocksTab, &[], Going, Nothing, true),
        command(
            Act::Go(Route::Settings(SettingsTab::Notifications)),
            Text::NotificationsTab,
            &[],
            Going,
            Nothing,
            true,
        ),
        settings(SettingsTab::Api, Text::ApiTab),
        settings(SettingsTab::Audit, Text::AuditTab),
        command(Act::Go(Route::Profile), Text::MyProfile, &[], Going, Nothing, true),
        command(Act::SignOut, Text::SignOut, &[], Going, Nothing, true),
    ]
}

/// How a key is drawn on the sheet.
#[must_use]
pub fn cap(key: &str) -> &str {
    match key {
        "ArrowDown" => "↓",
        "ArrowUp" => "↑",
        "Enter" => "↵",
        "Escape" => "Esc",
        "Delete" => "Del",
        "Shift" => "⇧",
        "X" => "⇧ X",
        "A" => "⇧ A",
        key => key,
    }
}

/// The caps of a key as the table writes it; `command` is how this machine calls its command key.
#[must_use]
pub fn caps(key: &'static str, command: &'static str) -> Vec<&'static str> {
    match key.split_once('+') {
        Some(("Mod", key)) => vec![command, cap(key)],
        Some((with, key)) => vec![cap(with), cap(key)],
        None => vec![cap(key)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_means_one_thing_and_every_page_is_listed() {
        // P50
        let all = commands();
        let keys: Vec<&str> = all
            .iter()
            .filter(|line| line.act != Act::InField)
            .flat_map(|line| line.keys.iter().copied())
            .collect();
        for key in &keys {
            assert_eq!(keys.iter().filter(|other| *other == key).count(), 1, "{key}");
        }
        let goes = |there: Route| all.iter().any(|line| line.act == Act::Go(there.clone()));
        for tab in SettingsTab::ALL {
            assert!(goes(Route::Settings(tab)), "{tab:?}");
        }
        for view in [View::All, View::Mine, View::Unassigned, View::Bots, View::Chat, View::Filtered] {
            assert!(goes(Route::of_view(view)), "{view:?}");
        }
        assert!(
            [Route::Chatflows, Route::Try, Route::Lists, Route::Reports, Route::Profile]
                .into_iter()
                .all(goes)
        );
    }

    #[test]
    fn keys_are_drawn_as_they_are_pressed() {
        assert_eq!(caps("Mod+k", "⌘"), ["⌘", "k"]);
        assert_eq!(caps("Shift+Enter", "⌘"), ["⇧", "↵"]);
        assert_eq!(caps("j", "⌘"), ["j"]);
    }
}
