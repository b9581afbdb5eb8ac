//! Reports (P82): figures with their change, charts that keys walk over, a week's hours, and groups beside each other.

use crate::reactive::*;

use super::HEADING_ID;
use super::blank::{blank, failed, slow};
use super::html::{El, a, all, div, h1, main, p, span, strong};
use super::icon::{Icon, icon};
use super::report_chart::{Chart, chart};
use super::report_filters::{Options, filters};
use super::report_tables::{DayColumn, groups, heat};
use crate::browser::{clock, numbers, zones};
use crate::console::{Console, Loading, console};
use crate::state::report::{Asked, Figures, Line, Report, Times, change, duration, percent, rating};
use crate::state::report_chart::{top, top_time};
use crate::texts::{Language, Text};
use crate::watch::watch;

/// What the page knows; it is gone with the page.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) asked: RwSignal<Asked>,
    pub(super) report: RwSignal<Report>,
    pub(super) loading: RwSignal<Loading>,
    pub(super) options: RwSignal<Options>,
}

impl Page {
    /// What stands behind the addresses of the report and of its table.
    fn query(asked: &Asked) -> String {
        asked.query(&clock::day_of(i64::try_from(clock::now()).unwrap_or(0)), &zones::own())
    }

    pub(super) fn load(self) {
        let asked = self.asked.get_untracked();
        let path = format!("/api/reports{}", Self::query(&asked));
        if !self.loading.with_untracked(|loading| *loading == Loading::Ready) {
            self.loading.set(Loading::Asking);
        }
        console().load_for(path, self.loading, move |told| {
            // What was chosen meanwhile asks anew.
            if self.asked.try_with_untracked(|now| *now == asked) == Some(true) {
                self.report.set(Report::of(told));
            }
        });
    }

    pub(super) fn choose(self, change: impl FnOnce(&mut Asked)) {
        self.asked.update(change);
        self.load();
    }
}

/// The page.
pub(crate) fn reports_page() -> AnyView {
    let c = console();
    let page = Page {
        asked: RwSignal::new(Asked::default()),
        report: RwSignal::new(Report::default()),
        loading: RwSignal::new(Loading::Asking),
        options: RwSignal::new(Options::default()),
    };
    page.load();
    Options::load(page.options);
    let state = watch(move || page.loading.get());
    let content = move || match state.get() {
        Loading::Ready => figures(page),
        Loading::Asking => all((skeleton(), slow(move || page.load()))),
        Loading::Failed(problem) => failed(Text::ReportsFailed, &problem, move || page.load()),
    };
    let csv = a()
        .class("button line")
        .attr("href", move || format!("/api/reports.csv{}", page.asked.with(Page::query)))
        .attr("download", "report.csv")
        .child((icon(Icon::ArrowDown), c.say(Text::ReportCsv)));
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(div().class("column report").child((
            div().class("title").child((
                h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::Reports)),
                span().class("grow"),
                csv,
            )),
            p().class("lead").child(c.say(Text::ReportsLead)),
            filters(page),
            div().attr("aria-live", "off").child(content),
        )))
        .into_any()
}

fn skeleton() -> AnyView {
    let tile = |_| div().class("report-tile").child(span().class("bone line-2"));
    let tiles = div().class("report-tiles").child((0..5).map(tile).collect::<Vec<_>>());
    div()
        .class("skeleton")
        .attr("aria-hidden", "true")
        .child((tiles, div().class("card report-card bone-card")))
        .into_any()
}

fn figures(page: Page) -> AnyView {
    let c = console();
    let report = page.report;
    let is_empty = watch(move || report.with(Report::is_empty));
    let unread = move || {
        let unread = report.with(|report| report.unread);
        (unread > 0).then(|| {
            let words = c.fill(Text::ReportUnread, &[("n", &number(c, unread))]);
            p().class("report-unread").attr("role", "status").child((icon(Icon::Clock), words))
        })
    };
    let content = move || {
        if is_empty.get() {
            return blank(Icon::Chart, Text::ReportsNone, Some(Text::ReportsNoneMore));
        }
        all((
            div().class("report-tiles").child(move || report.with(|report| tiles(c, report))),
            chart(volume(report)),
            chart(speed(report)),
            heat(report),
            groups(page),
        ))
    };
    all((all(unread), all(content)))
}

/// A whole number in the reader's language.
pub(super) fn number(c: Console, value: u64) -> String {
    numbers::number(value as f64, 0, c.language.get_untracked())
}

/// A duration, or a dash.
pub(super) fn took(c: Console, ms: Option<u64>) -> String {
    let language = c.language.get_untracked();
    ms.map_or_else(|| c.say(Text::ReportNothing).to_owned(), |ms| duration(ms, language, write(language)))
}

fn write(language: Language) -> impl Fn(f64, u8) -> String {
    move |value, places| numbers::number(value, places, language)
}

/// What visitors thought, scale by scale.
pub(super) fn thought(c: Console, figures: &Figures) -> String {
    let language = c.language.get_untracked();
    let said = figures.ratings.iter().map(|rated| rating(rated, language, write(language)));
    let said = said.collect::<Vec<_>>().join(", ");
    if said.is_empty() { c.say(Text::ReportNothing).to_owned() } else { said }
}

/// A day in words.
pub(super) fn day(c: Console, line: &Line) -> String {
    let at = clock::day_begins(&line.key).unwrap_or(0);
    clock::day_in_words(at, c.language.get_untracked())
}

fn tiles(c: Console, report: &Report) -> Vec<El> {
    let (now, before) = (&report.total, &report.before);
    let language = c.language.get_untracked();
    let against = |now: u64, before: u64| {
        let said = change(now, before, language);
        said.unwrap_or_else(|| c.say(Text::ReportNoBefore).to_owned())
    };
    let within = |times: &Times, seconds: u64| {
        let share = percent(times.within, times.count).unwrap_or(0);
        let time = duration(seconds * 1_000, language, write(language));
        c.fill(Text::ReportWithin, &[("n", &number(c, share)), ("time", &time)])
    };
    let timed = |name: Text, now: &Times, before: &Times, seconds: u64| {
        let compared = now
            .median
            .zip(before.median)
            .map_or_else(|| c.say(Text::ReportNoBefore).to_owned(), |(now, before)| against(now, before));
        tile(c, name, took(c, now.median), (now.count > 0).then(|| within(now, seconds)), compared)
    };
    let counted =
        |name: Text, now: u64, before: u64| tile(c, name, number(c, now), None, against(now, before));
    let answers: u64 = now.ratings.iter().map(|rated| rated.count).sum();
    let ratings = if answers == 0 {
        c.say(Text::ReportNoRatings).to_owned()
    } else {
        c.fill(Text::ReportRatings, &[("n", &number(c, answers))])
    };
    vec![
        counted(Text::ReportOpened, now.opened, before.opened),
        counted(Text::ReportClosed, now.closed, before.closed),
        timed(Text::ReportFirst, &now.first_response, &before.first_response, report.reply_within),
        timed(Text::ReportClosing, &now.closing, &before.closing, report.close_within),
        counted(Text::ReportUnanswered, now.unanswered, before.unanswered),
        tile(c, Text::ReportRated, thought(c, now), None, ratings),
    ]
}

fn tile(c: Console, name: Text, figure: String, more: Option<String>, compared: String) -> El {
    div().class("report-tile").attr("role", "group").attr("aria-label", c.say(name)).child((
        div().class("report-name").child(c.say(name)),
        strong().class("report-figure").child(figure),
        more.map(|more| div().class("small").child(more)),
        div().class("small faint").child(compared),
    ))
}

fn volume(report: RwSignal<Report>) -> Chart {
    Chart {
        id: "report-volume",
        title: Text::ReportVolume,
        report,
        series: &[
            (Text::ReportOpened, |figures| Some(figures.opened)),
            (Text::ReportClosed, |figures| Some(figures.closed)),
        ],
        top,
        scale: number,
        sum: |c, report| {
            let most = report.days.iter().max_by_key(|line| line.figures.opened);
            let (on, most) = most.map_or_else(Default::default, |line| (day(c, line), line.figures.opened));
            let (opened, closed) = (number(c, report.total.opened), number(c, report.total.closed));
            let places =
                [("opened", opened.as_str()), ("closed", &closed), ("day", &on), ("most", &number(c, most))];
            c.fill(Text::ReportVolumeSum, &places)
        },
        point: |c, line| {
            let (opened, closed) = (number(c, line.figures.opened), number(c, line.figures.closed));
            c.fill(
                Text::ReportVolumePoint,
                &[("day", &day(c, line)), ("opened", &opened), ("closed", &closed)],
            )
        },
        columns: &[
            DayColumn { name: Text::ReportOpened, cell: |c, it| number(c, it.opened) },
            DayColumn { name: Text::ReportReplied, cell: |c, it| number(c, it.replied) },
            DayColumn { name: Text::ReportClosed, cell: |c, it| number(c, it.closed) },
            DayColumn { name: Text::ReportUnanswered, cell: |c, it| number(c, it.unanswered) },
        ],
    }
}

fn speed(report: RwSignal<Report>) -> Chart {
    Chart {
        id: "report-speed",
        title: Text::ReportSpeed,
        report,
        series: &[(Text::ReportFirst, |figures| figures.first_response.median)],
        top: top_time,
        scale: |c, top| took(c, Some(top)),
        sum: |c, report| {
            let times = &report.total.first_response;
            if times.median.is_none() {
                return c.say(Text::ReportSpeedNone).to_owned();
            }
            let (count, time) = (number(c, times.count), took(c, times.median));
            c.fill(Text::ReportSpeedSum, &[("n", &count), ("time", &time)])
        },
        point: |c, line| {
            let times = &line.figures.first_response;
            let words =
                if times.median.is_some() { Text::ReportSpeedPoint } else { Text::ReportSpeedNothing };
            let (count, time) = (number(c, times.count), took(c, times.median));
            c.fill(words, &[("day", &day(c, line)), ("n", &count), ("time", &time)])
        },
        columns: &[
            DayColumn { name: Text::ReportFirst, cell: |c, it| took(c, it.first_response.median) },
            DayColumn { name: Text::ReportNinetieth, cell: |c, it| took(c, it.first_response.ninetieth) },
            DayColumn { name: Text::ReportClosing, cell: |c, it| took(c, it.closing.median) },
            DayColumn { name: Text::ReportRated, cell: thought },
        ],
    }
}
