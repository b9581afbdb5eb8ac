//! When and how a chatflow appears, on large and on small screens, and how often (P27, P30, H56).

use crate::reactive::*;
use targeting::display::{Cap, Open, PERCENT, SECONDS};

use super::form::{Tick, Words, number, pick, tick_box};
use super::html::{all, div, fieldset, legend};
use crate::console::console;
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::Place;
use crate::texts::Text;
use crate::watch::watch;

const OPENS: [(Open, Text); 4] = [
    (Open::Welcome, Text::OpensWelcome),
    (Open::Window, Text::OpensWindow),
    (Open::Launcher, Text::OpensLauncher),
    (Open::Hidden, Text::OpensNothing),
];

const CAPS: [(Cap, Text); 5] = [
    (Cap::Always, Text::CapAlways),
    (Cap::PageLoad, Text::CapPageLoad),
    (Cap::Session, Text::CapSession),
    (Cap::Day, Text::CapDay),
    (Cap::Visitor, Text::CapVisitor),
];

/// A menu of a few, by their places in it.
pub(super) fn numbered<T: Copy>(all: &[(T, Text)]) -> Vec<(String, String)> {
    let c = console();
    all.iter().enumerate().map(|(n, (_, words))| (n.to_string(), c.say(*words).to_owned())).collect()
}

pub(super) fn place_of<T: PartialEq>(all: &[(T, Text)], one: T) -> String {
    all.iter().position(|(other, _)| *other == one).unwrap_or_default().to_string()
}

pub(super) fn at_place<T: Copy>(all: &[(T, Text)], place: &str) -> Option<T> {
    all.get(place.parse::<usize>().ok()?).map(|(one, _)| *one)
}

/// One kind of screen: the fields of the draft are the same, under another name.
macro_rules! screen {
    ($screen:ident, $small:literal, $title:expr, $exit:literal) => {{
        let seconds = Words {
            place: Place::Seconds($small),
            label: Text::DisplaySeconds,
            help: None,
            read: |draft| &draft.$screen.seconds,
            write: |draft| &mut draft.$screen.seconds,
        };
        let scroll = Words {
            place: Place::Scroll($small),
            label: Text::DisplayScroll,
            help: None,
            read: |draft| &draft.$screen.scroll,
            write: |draft| &mut draft.$screen.scroll,
        };
        let exit = Tick {
            id: $exit,
            label: Text::DisplayExit,
            help: (!$small).then_some(Text::DisplayExitHelp),
            read: |draft| draft.$screen.exit_intent,
            write: |draft, on| draft.$screen.exit_intent = on,
            fixed: |_| false,
        };
        let opens = pick(
            Place::Opens($small),
            Text::DisplayOpens,
            None,
            numbered(&OPENS),
            |draft| place_of(&OPENS, draft.$screen.open),
            |draft, place| draft.$screen.open = at_place(&OPENS, &place).unwrap_or_default(),
        );
        one_screen($title, opens, |draft| draft.$screen.open == Open::Hidden, [seconds, scroll], exit)
    }};
}

/// The part of the form.
pub(crate) fn display_part() -> AnyView {
    let frequency = pick(
        Place::Display,
        Text::DisplayCap,
        Some(Text::DisplayCapHelp),
        numbered(&CAPS),
        |draft| place_of(&CAPS, draft.frequency.cap),
        |draft, place| draft.frequency.cap = at_place(&CAPS, &place).unwrap_or_default(),
    );
    let dismissal = Tick {
        id: "flow-stop-dismissal",
        label: Text::StopAfterDismissal,
        help: None,
        read: |draft| draft.frequency.stop_after_dismissal,
        write: |draft, on| draft.frequency.stop_after_dismissal = on,
        fixed: |_| false,
    };
    let reply = Tick {
        id: "flow-stop-reply",
        label: Text::StopAfterReply,
        help: None,
        read: |draft| draft.frequency.stop_after_reply,
        write: |draft, on| draft.frequency.stop_after_reply = on,
        fixed: |_| false,
    };
    all((
        div().class("screens").child((
            screen!(large, false, Text::DisplayLarge, "flow-exit-large"),
            screen!(small, true, Text::DisplaySmall, "flow-exit-small"),
        )),
        frequency,
        tick_box(dismissal),
        tick_box(reply),
    ))
}

fn one_screen(
    title: Text,
    opens: AnyView,
    is_hidden: fn(&Draft) -> bool,
    numbers: [Words; 2],
    exit: Tick,
) -> AnyView {
    let c = console();
    let is_hidden = watch(move || c.draft(is_hidden).unwrap_or_default());
    let when = move || {
        (!is_hidden.get()).then(|| {
            let [seconds, scroll] = numbers;
            (
                div().class("help").child(c.say(Text::DisplayWhen)),
                div().class("numbers").child((
                    number(seconds, 1, &SECONDS.to_string()),
                    number(scroll, 1, &PERCENT.to_string()),
                )),
                tick_box(exit),
            )
        })
    };
    fieldset().class("field screen").child((legend().child(c.say(title)), opens, when)).into_any()
}
