//! A report in tables: its days, a week's hours, and groups beside each other.

use crate::reactive::*;
use conversation::report::By;

use super::html::{div, h2, option, p, section, span, table, tbody, td, th, thead, tr};
use super::report_filters::choice;
use super::reports::{Page, day, number, thought, took};
use crate::console::{Console, console};
use crate::state::report::{Figures, Line, Report, heat_of};
use crate::texts::Text;

/// A column of a table.
#[derive(Clone, Copy)]
pub(super) struct DayColumn {
    pub(super) name: Text,
    pub(super) cell: fn(Console, &Figures) -> String,
}

/// What groups are compared by.
const COMPARED: [DayColumn; 7] = [
    DayColumn { name: Text::ReportOpened, cell: |c, it| number(c, it.opened) },
    DayColumn { name: Text::ReportReplied, cell: |c, it| number(c, it.replied) },
    DayColumn { name: Text::ReportFirst, cell: |c, it| took(c, it.first_response.median) },
    DayColumn { name: Text::ReportNinetieth, cell: |c, it| took(c, it.first_response.ninetieth) },
    DayColumn { name: Text::ReportClosed, cell: |c, it| number(c, it.closed) },
    DayColumn { name: Text::ReportClosing, cell: |c, it| took(c, it.closing.median) },
    DayColumn { name: Text::ReportRated, cell: thought },
];

/// A table that may be wider than the page: it scrolls by itself, and with the keys of whoever is in it.
fn wide(name: &'static str, inner: AnyView) -> AnyView {
    div()
        .class("report-wide")
        .attr("role", "group")
        .attr("tabindex", "0")
        .attr("aria-label", name)
        .child(inner)
        .into_any()
}

fn rows(
    name: &'static str,
    first: Text,
    columns: &'static [DayColumn],
    lines: impl Fn() -> Vec<(String, Figures)> + Send + Sync + 'static,
) -> AnyView {
    let c = console();
    let heads = columns.iter().map(|column| th().attr("scope", "col").child(c.say(column.name)));
    let heads = heads.collect::<Vec<_>>();
    let row = move |(head, figures): (String, Figures)| {
        let cells = columns.iter().map(|column| td().child((column.cell)(c, &figures))).collect::<Vec<_>>();
        tr().child((th().attr("scope", "row").attr("dir", "auto").child(head), cells))
    };
    let body = move || lines().into_iter().map(row).collect::<Vec<_>>();
    let head = tr().child((th().attr("scope", "col").child(c.say(first)), heads));
    wide(name, table().class("report-table").child((thead().child(head), tbody().child(body))).into_any())
}

/// The days of a report.
pub(super) fn days(name: Text, columns: &'static [DayColumn], report: RwSignal<Report>) -> AnyView {
    let c = console();
    rows(c.say(name), Text::ReportDay, columns, move || {
        report.with(|report| report.days.iter().map(|line| (day(c, line), line.figures.clone())).collect())
    })
}

/// When conversations begin, by weekday and hour.
pub(super) fn heat(report: RwSignal<Report>) -> AnyView {
    let c = console();
    const DAYS: [Text; 7] = [
        Text::ReportMonday,
        Text::ReportTuesday,
        Text::ReportWednesday,
        Text::ReportThursday,
        Text::ReportFriday,
        Text::ReportSaturday,
        Text::ReportSunday,
    ];
    let hours = (0..24).map(|hour| th().attr("scope", "col").child(format!("{hour:02}"))).collect::<Vec<_>>();
    let head = tr().child((
        th().attr("scope", "col").child(span().class("unseen").child(c.say(Text::ReportWeekday))),
        hours,
    ));
    let body = move || {
        report.with(|report| {
            let most = report.heat.iter().flatten().copied().max().unwrap_or(0);
            let cell = |count: &u64| {
                let shade = heat_of(*count, most);
                td().class(format!("report-heat-{shade}")).child(number(c, *count))
            };
            let row = |(name, hours): (&Text, &Vec<u64>)| {
                let cells = hours.iter().map(cell).collect::<Vec<_>>();
                tr().child((th().attr("scope", "row").child(c.say(*name)), cells))
            };
            DAYS.iter().zip(&report.heat).map(row).collect::<Vec<_>>()
        })
    };
    let inner = table().class("report-heat").child((thead().child(head), tbody().child(body)));
    section()
        .class("card report-card")
        .attr("aria-labelledby", "report-heat-title")
        .child((
            h2().id("report-heat-title").child(c.say(Text::ReportHeat)),
            p().class("report-sum").child(c.say(Text::ReportHeatLead)),
            wide(c.say(Text::ReportHeat), inner.into_any()),
        ))
        .into_any()
}

/// What groups are called.
const fn by_words(by: By) -> Text {
    match by {
        By::Agent => Text::ReportAgent,
        By::Team => Text::ReportTeam,
        By::Chatflow => Text::ReportChatflow,
        By::Page => Text::ReportPage,
        By::Label => Text::ReportLabel,
        By::Inbox => Text::ReportInbox,
    }
}

/// Groups beside each other, by what is chosen.
pub(super) fn groups(page: Page) -> AnyView {
    let c = console();
    let chosen = page.asked.with_untracked(|asked| asked.by.clone());
    let nothing = option().attr("value", "").child(c.say(Text::ReportByNothing));
    let offered = By::ALL.map(|by| {
        let is_chosen = chosen == by.as_str();
        option()
            .attr("value", by.as_str())
            .attr("selected", is_chosen.then_some(""))
            .child(c.say(by_words(by)))
    });
    let by = choice("report-by", Text::ReportBy, (nothing, offered), move |by| {
        page.choose(|asked| asked.by = by);
    });
    let divided = crate::watch::watch(move || page.report.with(|report| report.by));
    let is_empty = crate::watch::watch(move || page.report.with(|report| report.groups.is_empty()));
    let name = move |line: &Line| match line.key.as_str() {
        "" => c.say(Text::ReportNobody).to_owned(),
        "*" => c.say(Text::ReportOthers).to_owned(),
        key if line.name.is_empty() => key.to_owned(),
        _ => line.name.clone(),
    };
    let compared = move || {
        let by = divided.get()?;
        if is_empty.get() {
            return Some(p().class("report-sum").child(c.say(Text::ReportGroupsNone)).into_any());
        }
        let lines = move || {
            page.report
                .with(|report| report.groups.iter().map(|line| (name(line), line.figures.clone())).collect())
        };
        Some(rows(c.say(Text::ReportGroups), by_words(by), &COMPARED, lines))
    };
    section()
        .class("card report-card")
        .attr("aria-labelledby", "report-groups-title")
        .child((
            div().class("report-head").child((
                h2().id("report-groups-title").child(c.say(Text::ReportGroups)),
                span().class("grow"),
                by,
            )),
            compared,
        ))
        .into_any()
}
