//! Settings › Audit log: what was done, by whom, and when (P70).

use crate::reactive::*;
use protocol::rest::audit::What;

use super::blank::{failed, slow};
use super::html::{
    a, all, button, div, h2, input, label, option, p, select, span, table, tbody, td, th, thead, tr,
};
use super::icon::{Icon, drawn, icon};
use crate::browser::clock;
use crate::console::{Loading, console};
use crate::state::people::{Line, LogFilter, Person, lines, people};
use crate::texts::Text;
use crate::texts::did;

/// What the tab knows; it is gone with the tab.
#[derive(Clone, Copy)]
struct Log {
    lines: RwSignal<Vec<Line>>,
    next: RwSignal<Option<u64>>,
    filter: RwSignal<LogFilter>,
    loading: RwSignal<Loading>,
    people: RwSignal<Vec<Person>>,
}

impl Log {
    /// Asks for the newest lines, or for those that are older than the last.
    fn load(self, before: Option<u64>) {
        let filter = self.filter.get_untracked();
        let path = format!("/api/audit{}", filter.query(before));
        console().load_for(path, self.loading, move |told| {
            // What was chosen meanwhile asks anew.
            if self.filter.try_with_untracked(|now| *now == filter) != Some(true) {
                return;
            }
            let (read, next) = lines(told);
            self.next.set(next);
            self.lines.update(|all| {
                if before.is_none() {
                    all.clear();
                }
                all.extend(read);
            });
        });
    }

    fn choose(self, change: impl FnOnce(&mut LogFilter)) {
        self.filter.update(change);
        self.load(None);
    }
}

/// The tab.
pub(crate) fn audit_tab() -> AnyView {
    let c = console();
    let log = Log {
        lines: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        filter: RwSignal::new(LogFilter::default()),
        loading: RwSignal::new(Loading::Asking),
        people: RwSignal::new(Vec::new()),
    };
    log.load(None);
    c.load_for("/api/people".to_owned(), RwSignal::new(Loading::Asking), move |told| {
        let _ = log.people.try_set(people(told));
    });
    let content = move || match log.loading.get() {
        Loading::Ready => rows(log),
        Loading::Failed(problem) => failed(Text::PeopleFailed, &problem, move || log.load(None)),
        Loading::Asking => slow(move || log.load(None)),
    };
    let export = a()
        .class("button line")
        .attr("href", move || Some(format!("/api/audit.csv{}", log.filter.with(|filter| filter.query(None)))))
        .attr("download", "audit.csv")
        .child((icon(Icon::ArrowDown), c.say(Text::AuditExport)));
    all((
        h2().child(c.say(Text::AuditTab)),
        p().class("lead").child(c.say(Text::AuditLead)),
        filters(log),
        div().child(content),
        div().class("acts").child(export),
    ))
}

fn choice(
    id: &'static str,
    words: Text,
    chosen: impl Fn(String) + 'static,
    all: impl super::html::Put,
) -> AnyView {
    div()
        .class("field")
        .child((
            label().attr("for", id).child(console().say(words)),
            span().class("picked").child((
                select()
                    .id(id)
                    .class("input")
                    .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                    .child(all),
                drawn(Icon::Down, "icon down"),
            )),
        ))
        .into_any()
}

fn day(id: &'static str, words: Text, chosen: impl Fn(Option<u64>) + 'static) -> AnyView {
    div()
        .class("field")
        .child((
            label().attr("for", id).child(console().say(words)),
            input().id(id).class("input").attr("type", "date").on(leptos::ev::change, move |event| {
                let at = clock::day_begins(&event_target_value(&event));
                chosen(at.and_then(|at| u64::try_from(at).ok()));
            }),
        ))
        .into_any()
}

fn filters(log: Log) -> AnyView {
    let c = console();
    let anybody = option().attr("value", "").child(c.say(Text::AuditAnybody));
    let everybody = move || {
        let one = |one: Person| option().attr("value", one.id).attr("dir", "auto").child(one.name);
        log.people.get().into_iter().map(one).collect::<Vec<_>>()
    };
    let anything = option().attr("value", "").child(c.say(Text::AuditAnything));
    let words = What::ALL.iter().map(|what| option().attr("value", what.as_str()).child(c.say(did(*what))));
    let words = words.collect::<Vec<_>>();
    const DAY_MS: u64 = 86_400_000;
    div()
        .class("beside")
        .child((
            choice(
                "audit-who",
                Text::AuditWho,
                move |who| log.choose(|it| it.who = who),
                (anybody, everybody),
            ),
            choice(
                "audit-what",
                Text::AuditWhat,
                move |what| log.choose(|it| it.what = what),
                (anything, words),
            ),
            day("audit-from", Text::AuditFrom, move |at| log.choose(|it| it.from = at)),
            // The day itself belongs to it.
            day("audit-until", Text::AuditUntil, move |at| {
                log.choose(|it| it.until = at.map(|at| at + DAY_MS))
            }),
        ))
        .into_any()
}

fn rows(log: Log) -> AnyView {
    let c = console();
    let heads = [Text::AuditWhen, Text::AuditWho, Text::AuditWhat, Text::AuditOn]
        .map(|words| th().attr("scope", "col").child(c.say(words)));
    let row = move |line: Line| {
        let who = if line.token.is_empty() {
            line.who
        } else {
            format!("{} {}", line.who, c.fill(Text::AuditByToken, &[("name", &line.token)]))
        };
        tr().child((
            td().child(clock::in_full(line.at, c.language.get_untracked())),
            td().attr("dir", "auto").child(who),
            td().child(line.what.map_or_else(String::new, |what| c.say(did(what)).to_owned())),
            td().class("flow").child((
                span().attr("dir", "auto").child(line.on),
                div().class("small faint").attr("dir", "auto").child(line.changes),
            )),
        ))
    };
    let lines = move || log.lines.get().into_iter().map(row).collect::<Vec<_>>();
    let none = move || log.lines.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::AuditNone)));
    let older = move || {
        log.next.get().map(|next| {
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| log.load(Some(next)))
                .child(c.say(Text::AuditMore))
        })
    };
    all((
        div()
            .class("table named")
            .child(table().child((thead().child(tr().child(heads)), tbody().child(lines)))),
        all(none),
        div().class("acts").child(older),
    ))
}
