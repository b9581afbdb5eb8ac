//! What the command bar offers, and what picking it does.

use crate::reactive::*;
use conversation::desk::Team;
use conversation::ids::{LabelId, MacroId, ThreadId};
use conversation::routing::priority::Priority;
use protocol::frame::Agent;

use super::icon::Icon;
use crate::browser::clock;
use crate::console::{Bar, Console};
use crate::later::doors;
use crate::route::Route;
use crate::state::commands::{self, Group, Needs, commands};
use crate::state::desk::Act;
use crate::state::found::Found;
use crate::state::palette::best;
use crate::state::priority::words;
use crate::state::when::days_to_monday;
use crate::texts::Text;

/// Conversations whose names are looked through.
const THREADS: usize = 200;
/// The hour at which a snoozed conversation comes back.
const MORNING: u32 = 9;
const HOUR_MS: u64 = 3_600_000;

/// A line of the bar.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(super) name: String,
    pub(super) more: Option<String>,
    pub(super) keys: &'static [&'static str],
    pub(super) icon: Icon,
    /// The colour of a label.
    pub(super) colour: Option<String>,
    /// Whether it is so already.
    pub(super) on: bool,
    pub(super) does: Does,
}

/// What a line does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Does {
    Act(commands::Act),
    Look(Found),
    Thread(ThreadId),
    Snooze(Option<u64>),
    /// Puts it on, or takes it off where all have it.
    Label(LabelId, bool),
    NewLabel(String),
    Assign(Option<Agent>),
    Give(Team),
    Macro(MacroId),
    Prioritise(Priority),
}

impl Entry {
    pub(super) fn new(name: String, icon: Icon, does: Does) -> Self {
        Self { name, more: None, keys: &[], icon, colour: None, on: false, does }
    }
}

/// What can be picked, best fit first. Tracked.
pub(super) fn entries(c: Console, bar: &Bar, typed: &str) -> Vec<Entry> {
    let all = match bar {
        Bar::Commands(threads) => everything(c, threads, typed),
        Bar::More(threads) => {
            let is_more = |command: &commands::Command| {
                command.group == Group::Conversation
                    && command.in_bar
                    && command.act != commands::Act::CloseOrReopen
            };
            offered(c, threads, is_more)
        }
        Bar::Snooze(_) => times(c),
        Bar::Label(threads) => return labels(c, threads, typed),
        Bar::Assign(_) => people(c),
        Bar::Macro(threads) => return macros(c, threads, typed),
        Bar::Priority(threads) => priorities(c, threads),
    };
    best(&all, |entry| entry.name.clone(), typed)
}

fn everything(c: Console, threads: &[ThreadId], typed: &str) -> Vec<Entry> {
    let mut all = offered(c, threads, |command| command.in_bar);
    if !threads.is_empty() && c.route.with_untracked(|route| matches!(route, Route::Inbox { .. })) {
        all.extend(macros(c, threads, typed));
    }
    c.views.with(|views| {
        all.extend(views.saved.iter().map(|view| {
            Entry::new(view.name.clone(), Icon::Filter, Does::Look(Found::Saved(view.id.clone())))
        }));
    });
    if !typed.trim().is_empty() {
        c.rows.with_untracked(|rows| {
            let recent = rows.order().iter().take(THREADS).filter_map(|id| rows.get(id));
            all.extend(recent.map(|row| {
                let name = c.called(row).words;
                let more = row.email.clone().filter(|email| *email != name);
                Entry { more, ..Entry::new(name, Icon::Chat, Does::Thread(row.thread.clone())) }
            }));
        });
        let words = Found::Words(typed.trim().to_owned());
        all.push(Entry::new(
            format!("{} “{}”", c.say(Text::KeySearch), typed.trim()),
            Icon::Search,
            Does::Look(words),
        ));
    }
    all
}

/// Macros, once somebody needed them.
fn macros(c: Console, threads: &[ThreadId], typed: &str) -> Vec<Entry> {
    doors().map(|doors| (doors.macros)(c, threads, typed)).unwrap_or_default()
}

fn offered(c: Console, threads: &[ThreadId], is_offered: impl Fn(&commands::Command) -> bool) -> Vec<Entry> {
    commands()
        .into_iter()
        .filter(|command| is_offered(command) && c.can(command, threads))
        .map(|command| {
            let name = named(c, &command, threads);
            let icon = picture(&command);
            Entry { keys: command.keys, ..Entry::new(name.to_owned(), icon, Does::Act(command.act)) }
        })
        .collect()
}

/// What a command is called for what it is aimed at: it says what it would do, not what it could.
fn named(c: Console, command: &commands::Command, threads: &[ThreadId]) -> &'static str {
    let row = threads.first().and_then(|thread| c.row_now(thread));
    let Some(row) = row else { return c.say(command.text) };
    let text = match command.act {
        commands::Act::CloseOrReopen if c.is_closed(&row.thread) => Text::ReopenConversation,
        commands::Act::CloseOrReopen => Text::CloseConversation,
        commands::Act::Snooze if row.desk.snoozed.is_some() => Text::WakeNow,
        commands::Act::Snooze => Text::PickSnooze,
        commands::Act::Spam if row.desk.spam => Text::NoSpamAfterAll,
        commands::Act::Spam => Text::MarkSpam,
        commands::Act::Block if row.desk.blocked.is_some() => Text::LiftBlock,
        commands::Act::Block => Text::BlockAct,
        commands::Act::Delete if row.desk.archived_at.is_some() => Text::BringBack,
        commands::Act::Delete => Text::DeleteThread,
        _ => command.text,
    };
    c.say(text)
}

fn picture(command: &commands::Command) -> Icon {
    use commands::Act as A;
    match &command.act {
        A::Search => Icon::Search,
        A::Filter => Icon::Filter,
        A::Label => Icon::Tag,
        A::Macro => Icon::Bolt,
        A::Snooze => Icon::Clock,
        A::Priority => Icon::ArrowUp,
        A::Spam | A::Block => Icon::Shield,
        A::Delete => Icon::Bin,
        A::Undo => Icon::Reopen,
        A::Comment => Icon::Note,
        A::Reply | A::Transcript => Icon::Send,
        A::Sheet => Icon::Keys,
        A::SignOut => Icon::Leave,
        A::Go(Route::Settings(_)) => Icon::Sliders,
        A::Go(Route::Inbox { .. }) => Icon::Inbox,
        A::Go(Route::Lists) => Icon::People,
        A::Go(Route::Reports) => Icon::Chart,
        A::Go(Route::Profile) | A::Assign | A::AssignToMe | A::Contact | A::Disconnect => Icon::Person,
        A::Go(_) => Icon::Chatflows,
        _ if command.needs == Needs::Opened => Icon::Plus,
        _ => Icon::Check,
    }
}

fn times(c: Console) -> Vec<Entry> {
    let language = c.language.get_untracked();
    let later = clock::now() + 3 * HOUR_MS;
    let monday = clock::in_days(days_to_monday(clock::weekday()), MORNING);
    let at = |text: Text, at: u64| Entry {
        more: Some(clock::in_full(at, language)),
        ..Entry::new(c.say(text).to_owned(), Icon::Clock, Does::Snooze(Some(at)))
    };
    let tomorrow = clock::in_days(1, MORNING);
    let mut all = vec![at(Text::SnoozeTomorrow, tomorrow)];
    // On a Sunday the two are one.
    all.extend((monday != tomorrow).then(|| at(Text::SnoozeMonday, monday)));
    all.push(at(Text::SnoozeLater, later));
    all.push(Entry::new(c.say(Text::SnoozeUntilWrites).to_owned(), Icon::Chat, Does::Snooze(None)));
    all
}

fn labels(c: Console, threads: &[ThreadId], typed: &str) -> Vec<Entry> {
    let known = c.labels.get();
    let all: Vec<Entry> = c.rows.with(|rows| {
        let on = |id: &LabelId| {
            threads.iter().all(|thread| rows.get(thread).is_some_and(|row| row.desk.labels.contains(id)))
        };
        let entry = |label: &crate::state::saved::Label| {
            let on = on(&label.id);
            let does = Does::Label(label.id.clone(), on);
            let entry = Entry::new(label.name.clone(), Icon::Tag, does);
            Entry { colour: Some(label.colour.clone()), on, ..entry }
        };
        known.iter().map(entry).collect()
    });
    let mut found = best(&all, |entry| entry.name.clone(), typed);
    let name = typed.trim();
    let is_new =
        !name.is_empty() && known.iter().all(|label| label.name.to_lowercase() != name.to_lowercase());
    if is_new {
        let words = c.fill(Text::NewLabelNamed, &[("name", name)]);
        found.push(Entry::new(words, Icon::Plus, Does::NewLabel(name.to_owned())));
    }
    found
}

fn priorities(c: Console, threads: &[ThreadId]) -> Vec<Entry> {
    let one = |priority: Priority| {
        let is_so = |thread: &ThreadId| c.row_now(thread).is_some_and(|row| row.desk.priority == priority);
        let entry = Entry::new(c.say(words(priority)).to_owned(), Icon::ArrowUp, Does::Prioritise(priority));
        Entry { on: threads.iter().all(is_so), ..entry }
    };
    Priority::ALL.into_iter().rev().map(one).collect()
}

fn people(c: Console) -> Vec<Entry> {
    let me = c.my_id();
    let (members, teams) =
        untrack(|| c.inbox_info()).map(|info| (info.members, info.teams)).unwrap_or_default();
    let member = |agent: Agent| {
        let name =
            if agent.id == me { c.fill(Text::Me, &[("name", &agent.name)]) } else { agent.name.clone() };
        Entry::new(name, Icon::Person, Does::Assign(Some(agent)))
    };
    let nobody = Entry::new(c.say(Text::Nobody).to_owned(), Icon::PersonAsk, Does::Assign(None));
    let team = |team: Team| {
        let name = c.fill(Text::TeamNamed, &[("team", &team.name)]);
        Entry::new(name, Icon::Person, Does::Give(team))
    };
    members.into_iter().map(member).chain(teams.into_iter().map(team)).chain([nobody]).collect()
}

/// Does what was picked.
pub(super) fn pick(c: Console, bar: &Bar, does: Does) {
    let (Bar::Commands(threads)
    | Bar::More(threads)
    | Bar::Snooze(threads)
    | Bar::Label(threads)
    | Bar::Assign(threads)
    | Bar::Macro(threads)
    | Bar::Priority(threads)) = bar;
    let threads = threads.clone();
    match does {
        Does::Act(act) => {
            if !c.start_on(&act, threads) {
                c.act(&act);
            }
        }
        Does::Look(found) => {
            if !c.route.with_untracked(|route| matches!(route, Route::Inbox { .. })) {
                c.go(Route::home());
            }
            c.look_for(Some(found));
        }
        Does::Thread(thread) => c.see(&thread),
        Does::Snooze(until) => c.act_on(threads, Act::Snooze(until)),
        Does::Assign(to) => c.assign_all(threads, to),
        Does::Macro(id) => {
            if let Some(doors) = doors() {
                (doors.run_macro)(c, threads, &id);
            }
        }
        Does::Prioritise(priority) => c.act_on(threads, Act::Prioritise(priority)),
        Does::Give(team) => c.act_on(threads, Act::Give(team)),
        Does::Label(label, false) => c.act_on(threads, Act::Label { add: vec![label], remove: Vec::new() }),
        Does::Label(label, true) => c.act_on(threads, Act::Label { add: Vec::new(), remove: vec![label] }),
        Does::NewLabel(name) => spawn_local(async move {
            match c.make_label(&name).await {
                Ok(Some(label)) => c.act_on(threads, Act::Label { add: vec![label], remove: Vec::new() }),
                Ok(None) => {}
                Err(problem) => c.act_failed(&problem),
            }
        }),
    }
}
