//! Who has the thread, and giving it to somebody of the inbox, or to a team of it (S106, S127, H73).
//!
//! A list box of our own instead of a native select: on most systems the arrow keys of a closed select choose at
//! once, and choosing here hands a visitor to a colleague.

use crate::reactive::*;
use conversation::desk::Team;
use conversation::ids::{AgentId, ThreadId};
use leptos::html::Button;
use protocol::frame::Agent;
use web_sys::{KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::face::{Size, face};
use super::html::{button, div, li, span, ul};
use super::icon::{Icon, drawn, icon};
use crate::browser::clock;
use crate::browser::document;
use crate::browser::timer::next_frame;
use crate::console::{Console, console};
use crate::state::choice::{is_letter, moved, named};
use crate::state::desk::Act;
use crate::texts::Text;
use crate::watch::watch;

/// The element ids of the button and of the list it opens.
const ASSIGNEE_ID: &str = "assignee";
const LIST_ID: &str = "assignee-list";
/// Letters typed within this time belong to one name.
const WORD_MS: u64 = 700;

/// One who may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Nobody,
    Agent(Agent),
    Team(Team),
}

#[derive(Clone, Copy)]
struct Picker {
    c: Console,
    thread: StoredValue<ThreadId>,
    choices: Memo<Vec<Choice>>,
    current: Memo<Choice>,
    open: RwSignal<bool>,
    /// The choice the keys are on.
    at: RwSignal<usize>,
    typed: StoredValue<(String, u64)>,
}

/// The button, and below it while it is open the list.
pub(crate) fn assignee(thread: ThreadId) -> AnyView {
    let c = console();
    let thread = StoredValue::new(thread);
    let agent =
        watch(move || thread.with_value(|id| c.with_log(id, |log| log.state.assignee.clone()).flatten()));
    let team = watch(move || thread.with_value(|id| Some(c.row(id)?.desk.team?.team)));
    let current = watch(move || match (agent.get(), team.get()) {
        (Some(agent), _) => Choice::Agent(agent),
        (None, Some(team)) => Choice::Team(team),
        (None, None) => Choice::Nobody,
    });
    let choices = watch(move || {
        let mut choices = vec![Choice::Nobody];
        let (members, teams) = c.inbox_info().map(|info| (info.members, info.teams)).unwrap_or_default();
        choices.extend(members.into_iter().map(Choice::Agent));
        choices.extend(teams.into_iter().map(Choice::Team));
        // Somebody who left the inbox may still have it.
        let current = current.get();
        if !choices.iter().any(|choice| same(choice, &current)) {
            choices.push(current);
        }
        choices
    });
    let picker = Picker {
        c,
        thread,
        choices,
        current,
        open: RwSignal::new(false),
        at: RwSignal::new(0),
        typed: StoredValue::new((String::new(), 0)),
    };
    picker.drawn()
}

fn same(a: &Choice, b: &Choice) -> bool {
    match (a, b) {
        (Choice::Nobody, Choice::Nobody) => true,
        (Choice::Agent(a), Choice::Agent(b)) => a.id == b.id,
        (Choice::Team(a), Choice::Team(b)) => a.id == b.id,
        _ => false,
    }
}

impl Picker {
    fn drawn(self) -> AnyView {
        let Self { c, open, at, current, .. } = self;
        let button_ref = NodeRef::<Button>::new();
        let shown = move || {
            let current = current.get();
            (choice_face(&current), span().class("words cut").attr("dir", "auto").child(self.words(&current)))
        };
        let trigger = button()
            .id(ASSIGNEE_ID)
            .node_ref(button_ref)
            .attr("type", "button")
            .class("button line low choose")
            .attr("role", "combobox")
            .attr("aria-haspopup", "listbox")
            .attr("aria-label", c.say(Text::Assignee))
            .attr("title", c.say(Text::Assignee))
            .attr("aria-expanded", move || open.get().to_string())
            .attr("aria-controls", LIST_ID)
            .attr("aria-activedescendant", move || open.get().then(|| option_id(at.get())))
            .on(
                leptos::ev::click,
                move |_| if open.get_untracked() { open.set(false) } else { self.unfold() },
            )
            .on(leptos::ev::keydown, move |event| self.pressed(&event))
            .on(leptos::ev::blur, move |_| open.set(false))
            .child((shown, drawn(Icon::Down, "icon down")));
        div().class("choice").child((trigger, move || open.get().then(|| self.list()))).into_any()
    }

    fn list(self) -> AnyView {
        let options = move || {
            let choices = self.choices.get();
            choices
                .into_iter()
                .enumerate()
                .map(|(place, choice)| self.option(place, choice))
                .collect::<Vec<_>>()
        };
        ul().id(LIST_ID)
            .class("listbox")
            .attr("role", "listbox")
            .attr("aria-label", self.c.say(Text::Assignee))
            // The focus stays on the button.
            .on(leptos::ev::pointerdown, |event| event.prevent_default())
            .on(leptos::ev::mousedown, |event| event.prevent_default())
            .child(options)
            .into_any()
    }

    fn option(self, place: usize, choice: Choice) -> AnyView {
        let has_it = same(&choice, &self.current.get_untracked());
        li().id(option_id(place))
            .attr("role", "option")
            .attr("aria-selected", has_it.to_string())
            .when("on", move || self.at.get() == place)
            .on(leptos::ev::pointermove, move |_| {
                if self.at.get_untracked() != place {
                    self.at.set(place);
                }
            })
            .on(leptos::ev::click, move |_| self.choose(place))
            .child((
                choice_face(&choice),
                span().class("grow cut").attr("dir", "auto").child(self.words(&choice)),
                has_it.then(|| icon(Icon::Check)),
            ))
            .into_any()
    }

    fn words(self, choice: &Choice) -> String {
        let mine: AgentId = self.c.my_id();
        match choice {
            Choice::Nobody => self.c.say(Text::Nobody).to_owned(),
            Choice::Agent(agent) if agent.id == mine => self.c.fill(Text::Me, &[("name", &agent.name)]),
            Choice::Agent(agent) => agent.name.clone(),
            Choice::Team(team) => self.c.fill(Text::TeamNamed, &[("team", &team.name)]),
        }
    }

    fn unfold(self) {
        let current = self.current.get_untracked();
        let place = self
            .choices
            .with_untracked(|choices| choices.iter().position(|choice| same(choice, &current)))
            .unwrap_or(0);
        self.open.set(true);
        self.go_to(place);
    }

    fn go_to(self, place: usize) {
        self.at.set(place);
        next_frame(move || {
            if let Some(option) = document().get_element_by_id(&option_id(place)) {
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    }

    fn choose(self, place: usize) {
        self.open.set(false);
        let choice = self.choices.with_untracked(|choices| choices.get(place).cloned());
        if let Some(choice) = choice.filter(|choice| !same(choice, &self.current.get_untracked())) {
            let thread = self.thread.get_value();
            match choice {
                Choice::Nobody => self.c.assign_all(vec![thread], None),
                Choice::Agent(agent) => self.c.assign_all(vec![thread], Some(agent)),
                Choice::Team(team) => self.c.act_on(vec![thread], Act::Give(team)),
            }
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let key = event.key();
        let is_open = self.open.get_untracked();
        let count = self.choices.with_untracked(Vec::len);
        let at = self.at.get_untracked();
        match key.as_str() {
            "Escape" if is_open => self.open.set(false),
            "Enter" | " " if is_open => self.choose(at),
            "ArrowUp" if is_open && event.alt_key() => self.choose(at),
            "Enter" | " " | "ArrowDown" | "ArrowUp" if !is_open => self.unfold(),
            key if is_letter(key) && !event.alt_key() => self.letter(key, is_open),
            key => match moved(key, at, count) {
                Some(place) if is_open => self.go_to(place),
                _ => return,
            },
        }
        event.prevent_default();
    }

    fn letter(self, letter: &str, is_open: bool) {
        if !is_open {
            self.unfold();
        }
        let now = clock::steady_now();
        let typed = self.typed.with_value(|(typed, last)| {
            if now.saturating_sub(*last) < WORD_MS { format!("{typed}{letter}") } else { letter.to_owned() }
        });
        let names: Vec<String> =
            self.choices.with_untracked(|choices| choices.iter().map(|choice| self.words(choice)).collect());
        if let Some(place) = named(&names, self.at.get_untracked(), &typed) {
            self.go_to(place);
        }
        self.typed.set_value((typed, now));
    }
}

fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}

fn choice_face(choice: &Choice) -> AnyView {
    match choice {
        Choice::Agent(agent) => face(&agent.name, agent.id.as_str(), Size::Tiny),
        Choice::Team(team) => face(&team.name, team.id.as_str(), Size::Tiny),
        Choice::Nobody => {
            span().class("face tiny").attr("aria-hidden", "true").child(icon(Icon::PersonAsk)).into_any()
        }
    }
}
