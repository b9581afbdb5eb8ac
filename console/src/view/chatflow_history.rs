//! What a chatflow was, version by version: who changed what and when, beside what it is now, and the way back (N9).

use crate::reactive::*;
use protocol::rest::versions::{How, Version};

use super::chatflow_review::sentence;
use super::html::{all, button, dd, details, div, dl, dt, li, ol, p, span, strong, summary};
use super::icon::{Icon, icon};
use crate::acts::chatflow_history::Asked;
use crate::browser::clock;
use crate::console::console;
use crate::state::chatflow_summary::{Line, changes};
use crate::texts::Text;
use crate::watch::watch;

/// The versions, loaded anew whenever the chatflow was saved.
pub(super) fn history() -> AnyView {
    let c = console();
    let asked: Asked<Vec<Version>> = RwSignal::new(None);
    let revision = watch(move || c.edited(|editor| (editor.revision(), editor.enabled)));
    Effect::new(move |_| {
        revision.track();
        c.load_versions(asked);
    });
    let shown = move || match asked.get() {
        None => span().class("bone line-2").into_any(),
        Some(Err(problem)) => {
            let why = c.why(&problem);
            p().class("help").child(c.fill(Text::HistoryFailed, &[("why", &why)])).into_any()
        }
        Some(Ok(versions)) if versions.is_empty() => {
            p().class("help").child(c.say(Text::HistoryNone)).into_any()
        }
        Some(Ok(versions)) => {
            let rows = (0..versions.len()).map(|at| version(&versions, at)).collect::<Vec<_>>();
            ol().class("flow-versions").child(rows).into_any()
        }
    };
    all(shown)
}

/// What was done, without by whom.
fn how(version: &Version) -> String {
    let c = console();
    let text = match version.how {
        How::Found => Text::HistoryFound,
        How::Created => Text::HistoryCreated,
        How::Saved => Text::HistorySaved,
        How::Published => Text::HistoryPublished,
        How::SwitchedOff => Text::HistoryOff,
        How::RolledBack => Text::HistoryBack,
        How::PublishedOnTime => Text::HistoryOnTime,
        How::SwitchedOffOnTime => Text::HistoryOffTime,
    };
    let n = version.restored.map(|n| n.to_string()).unwrap_or_default();
    c.fill(text, &[("n", &n)])
}

fn version(versions: &[Version], at: usize) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let (one, now) = (&versions[at], &versions[0]);
    let n = one.number.to_string();
    let done = how(one);
    let done = match &one.by {
        Some(by) => c.fill(Text::HistoryBy, &[("how", &done), ("name", &by.name)]),
        None => done,
    };
    let changed = versions.get(at + 1).map(|before| {
        let changed = c.with_names(|names| changes(&before.chatflow, &one.chatflow, names, language));
        changed.iter().map(|(line, _)| c.say(line.label)).collect::<Vec<_>>().join(", ")
    });
    let changed = changed
        .filter(|changed| !changed.is_empty())
        .map(|changed| div().class("small").child(c.fill(Text::HistoryChanged, &[("what", &changed)])));
    let head = div().class("flow-version").child((
        div().class("grow").child((
            div().child((
                strong().child(c.fill(Text::HistoryVersion, &[("n", &n)])),
                " · ",
                span().attr("dir", "auto").child(done),
            )),
            div().class("small faint num").child(clock::in_full(one.at, language)),
            changed,
        )),
        if at == 0 {
            span().class("chip ok").child(c.say(Text::HistoryNow)).into_any()
        } else {
            let number = one.number;
            button()
                .attr("type", "button")
                .class("button line low")
                .attr("aria-label", c.fill(Text::HistoryRestore, &[("n", &n)]))
                .on(leptos::ev::click, move |_| c.roll_back(number))
                .child((icon(Icon::Reopen), c.say(Text::HistoryRestoreShort)))
                .into_any()
        },
    ));
    let compared = (at > 0).then(|| {
        let pairs = c.with_names(|names| changes(&one.chatflow, &now.chatflow, names, language));
        let inside = if pairs.is_empty() {
            p().class("help").child(c.say(Text::HistorySame)).into_any()
        } else {
            dl().class("flow-compared").child(pairs.into_iter().map(pair).collect::<Vec<_>>()).into_any()
        };
        details().child((summary().child(c.fill(Text::HistoryCompare, &[("n", &n)])), inside))
    });
    li().child((head, compared)).into_any()
}

/// A side of the chatflow that says something else now.
fn pair((then, now): (Line, Line)) -> AnyView {
    let c = console();
    let side = |title: Text, line: Line| {
        let said = line.said.into_iter().map(sentence).collect::<Vec<_>>();
        dd().child((div().class("small faint").child(c.say(title)), said))
    };
    let label = c.say(then.label);
    div().child((dt().child(label), side(Text::HistoryThen, then), side(Text::HistoryToday, now))).into_any()
}
