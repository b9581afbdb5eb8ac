//! A chart over the days of a report: lines, words that say the same, a point that keys and the pointer move, and a table.
//!
//! Knows what is drawn where; what the figures are called, it is told.

use crate::reactive::*;
use leptos::svg;

use super::html::{all, button, div, h2, p, section, span};
use super::report_tables::{DayColumn, days};
use crate::console::{Console, console};
use crate::state::report::{Figures, Line, Report};
use crate::state::report_chart::{HEIGHT, Values, WIDTH, marks, path, points, step};
use crate::texts::Text;
use crate::watch::watch;

/// A line of a chart: what it is called, and its number of a day.
pub(super) type Series = (Text, fn(&Figures) -> Option<u64>);

/// What a chart shows.
#[derive(Clone, Copy)]
pub(super) struct Chart {
    pub(super) id: &'static str,
    pub(super) title: Text,
    pub(super) report: RwSignal<Report>,
    /// A line each, with what it is called.
    pub(super) series: &'static [Series],
    /// What its scale ends with.
    pub(super) top: fn(&[Values]) -> u64,
    /// How a number of its scale is written.
    pub(super) scale: fn(Console, u64) -> String,
    /// All of it in a sentence.
    pub(super) sum: fn(Console, &Report) -> String,
    /// A day of it.
    pub(super) point: fn(Console, &Line) -> String,
    /// What its table has.
    pub(super) columns: &'static [DayColumn],
}

/// The chart.
pub(super) fn chart(it: Chart) -> AnyView {
    let c = console();
    let as_table = RwSignal::new(false);
    let sum_id = format!("{}-sum", it.id);
    let sum = p()
        .id(sum_id.clone())
        .class("report-sum")
        .child(move || it.report.with(|report| (it.sum)(c, report)));
    let table = move || as_table.get().then(|| days(it.title, it.columns, it.report));
    let toggle = button()
        .attr("type", "button")
        .class("button line small")
        .attr("aria-expanded", move || as_table.get().to_string())
        .on(leptos::ev::click, move |_| as_table.update(|on| *on = !*on))
        .child(c.say(Text::ReportAsTable));
    section()
        .class("card report-card")
        .attr("aria-labelledby", format!("{}-title", it.id))
        .child((
            div().class("report-head").child((
                h2().id(format!("{}-title", it.id)).child(c.say(it.title)),
                span().class("grow"),
                (it.series.len() > 1).then(|| legend(it)),
            )),
            sum,
            plot(it, sum_id),
            div().class("report-foot").child(toggle),
            all(table),
        ))
        .into_any()
}

fn legend(it: Chart) -> AnyView {
    let c = console();
    let one = |(place, (name, _)): (usize, &Series)| {
        let sample = svg::svg()
            .attr("class", format!("report-sample report-line-{}", place + 1))
            .attr("viewBox", "0 0 24 8")
            .attr("aria-hidden", "true")
            .child(svg::path().attr("d", "M1 4H23"));
        span().class("report-key").child((sample.into_any(), c.say(*name)))
    };
    let keys = it.series.iter().enumerate().map(one).collect::<Vec<_>>();
    div().class("report-legend").child(keys).into_any()
}

/// The lines, and the point that is moved over them.
fn plot(it: Chart, sum_id: String) -> AnyView {
    let c = console();
    let count = watch(move || it.report.with(|report| report.days.len()));
    let at = RwSignal::new(None::<usize>);
    // Before anybody chose one, the last day.
    let here = watch(move || {
        let last = count.get().saturating_sub(1);
        at.get().map_or(last, |at| at.min(last))
    });
    let said = watch(move || {
        it.report
            .with(|report| report.days.get(here.get()).map(|line| (it.point)(c, line)))
            .unwrap_or_default()
    });
    let lines = watch(move || {
        it.report.with(|report| {
            let values = |value: fn(&Figures) -> Option<u64>| {
                report.days.iter().map(|line| value(&line.figures)).collect::<Values>()
            };
            it.series.iter().map(|(_, value)| values(*value)).collect::<Vec<_>>()
        })
    });
    let columns = move || {
        let column = |place: usize| {
            div()
                .class("report-column")
                .when("here", move || at.get().is_some() && here.get() == place)
                .on(leptos::ev::pointerenter, move |_| at.set(Some(place)))
        };
        (0..count.get()).map(column).collect::<Vec<_>>()
    };
    let ends = move || {
        it.report.with(|report| {
            let day = |line: Option<&Line>| line.map(|line| super::reports::day(c, line)).unwrap_or_default();
            let last = if report.days.len() > 1 { day(report.days.last()) } else { String::new() };
            (span().child(day(report.days.first())), span().child(last))
        })
    };
    let walk = div()
        .id(it.id)
        .class("report-plot")
        .attr("role", "slider")
        .attr("tabindex", "0")
        .attr("aria-readonly", "true")
        .attr("aria-orientation", "horizontal")
        .attr("aria-label", c.say(it.title))
        .attr("aria-describedby", format!("{sum_id} {}-walk", it.id))
        .attr("aria-valuemin", "1")
        .attr("aria-valuemax", move || count.get().max(1).to_string())
        .attr("aria-valuenow", move || (here.get() + 1).to_string())
        .attr("aria-valuetext", move || said.get())
        .on(leptos::ev::keydown, move |event| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            // The first key shows where one is.
            let now = here.get_untracked();
            if let Some(next) = step(&event.key(), now, count.get_untracked()) {
                event.prevent_default();
                at.set(Some(next));
            }
        })
        .on(leptos::ev::focus, move |_| at.set(Some(here.get_untracked())))
        .child((
            move || lines.with(|lines| picture(lines, (it.top)(lines))),
            div().class("report-columns").child(columns),
        ));
    all((
        div()
            .class("report-top small faint")
            .child(move || lines.with(|lines| (it.scale)(c, (it.top)(lines)))),
        walk,
        div().class("report-ends small faint").child(ends),
        div().class("report-point").attr("aria-hidden", "true").child(move || said.get()),
        p().id(format!("{}-walk", it.id)).class("unseen").child(c.say(Text::ReportWalk)),
    ))
}

fn picture(lines: &[Values], top: u64) -> AnyView {
    let line = |(place, values): (usize, &Values)| {
        let points = points(values, top);
        // A line of no length: its ends are a mark, round or square by the style, however the picture is stretched.
        let marked: String =
            marks(&points).into_iter().map(|point| format!("M{:.1} {:.1}h0", point.x, point.y)).collect();
        svg::g()
            .attr("class", format!("report-line-{}", place + 1))
            .child((
                svg::path().attr("d", path(&points)),
                svg::path().attr("class", "report-marks").attr("d", marked),
            ))
            .into_any()
    };
    let grid = [0.25, 0.5, 0.75, 1.0].map(|share| format!("M0 {:.1}H{WIDTH}", HEIGHT * share - 1.0)).concat();
    svg::svg()
        .attr("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child((
            svg::path().attr("class", "report-grid").attr("d", grid),
            lines.iter().enumerate().map(line).collect::<Vec<_>>(),
        ))
        .into_any()
}
