//! A report as a table (P82): a row for the period and the one before, for each day, each group, and each hour of a week.

use conversation::rating::Scale;
use protocol::rest::reports::{Report, ReportFigures, ReportTimes};

use super::push_cell;

/// The columns of figures.
const FIGURES: &str = "opened,known,unanswered,from_visitors,from_agents,replied,first_response_median_s,\
    first_response_ninetieth_s,first_response_in_time,closed,closing_median_s,closing_ninetieth_s,closing_in_time,\
    stars,stars_mean,thumbs,thumbs_up_percent,nps_answers,nps";
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The table.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut text = format!("row,key,name,{FIGURES}\r\n");
    let period = format!("{} to {}", report.from, report.to);
    row(&mut text, ["total", &period, ""], &figures(&report.total));
    row(&mut text, ["before", "", ""], &figures(&report.before));
    for day in &report.days {
        row(&mut text, ["day", &day.date.to_string(), ""], &figures(&day.figures));
    }
    let by = report.by.map_or("", conversation::report::By::as_str);
    for group in &report.groups {
        row(&mut text, [by, &group.key, group.name.as_deref().unwrap_or_default()], &figures(&group.figures));
    }
    for (weekday, hours) in WEEKDAYS.iter().zip(&report.heat) {
        for (hour, opened) in hours.iter().enumerate() {
            row(&mut text, ["hour", &format!("{weekday} {hour:02}:00"), ""], &[opened.to_string()]);
        }
    }
    text
}

/// What people wrote is guarded; numbers are not, so that -17 stays one.
fn row(text: &mut String, names: [&str; 3], numbers: &[String]) {
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push_cell(text, name);
    }
    for place in 0..FIGURES.split(',').count() {
        text.push(',');
        text.push_str(numbers.get(place).map_or("", String::as_str));
    }
    text.push_str("\r\n");
}

fn figures(it: &ReportFigures) -> Vec<String> {
    let number = |number: u64| number.to_string();
    let seconds =
        |ms: Option<u64>| ms.map(|ms| format!("{}.{:03}", ms / 1_000, ms % 1_000)).unwrap_or_default();
    let times = |it: &ReportTimes| [seconds(it.median), seconds(it.ninetieth), number(it.within)];
    let rating = |scale: Scale| {
        let found = it.ratings.iter().find(|ratings| ratings.scale == scale);
        let result = found.map(|ratings| match scale {
            Scale::Stars => format!("{}.{:02}", ratings.result / 100, ratings.result % 100),
            Scale::Thumbs | Scale::Nps => ratings.result.to_string(),
        });
        [number(found.map_or(0, |ratings| ratings.count)), result.unwrap_or_default()]
    };
    let counts =
        [it.opened, it.known, it.unanswered, it.from_visitors, it.from_agents, it.replied].map(number);
    let ratings = [Scale::Stars, Scale::Thumbs, Scale::Nps].map(rating).concat();
    [&counts[..], &times(&it.first_response), &[number(it.closed)], &times(&it.closing), &ratings].concat()
}

#[cfg(test)]
mod tests {
    use conversation::report::{By, Figures};
    use protocol::rest::reports::{ReportDay, ReportGroup};

    use super::*;

    #[test]
    fn a_report_is_a_table_without_formulas() {
        // P82 P70
        let mut counted = Figures { opened: 3, ..Figures::default() };
        counted.first_response.add(61_500, 60_000);
        counted.ratings.add(Scale::Nps, 0);
        counted.ratings.add(Scale::Stars, 4);
        let date: conversation::schedule::Date = "2026-11-23".parse().unwrap();
        let total = ReportFigures::from(&counted);
        let group = ReportGroup {
            key: "sales".into(),
            name: Some("=HYPERLINK(\"x\"), Ltd".into()),
            figures: ReportFigures::default(),
        };
        let table = report(&Report {
            from: date,
            to: date,
            zone: "UTC".into(),
            business_hours: false,
            reply_within: 60,
            close_within: 60,
            unread: 0,
            total: total.clone(),
            before: ReportFigures::default(),
            days: vec![ReportDay { date, figures: total }],
            heat: vec![vec![0; 24]; 7],
            by: Some(By::Team),
            groups: vec![group],
        });
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 1 + 2 + 1 + 1 + 7 * 24);
        assert!(lines[1].starts_with("total,2026-11-23 to 2026-11-23,,3,0,0,0,0,0,61."), "{}", lines[1]);
        assert!(lines[1].ends_with(",0,0,,,0,1,4.00,0,,1,-100"), "{}", lines[1]);
        assert!(lines[4].starts_with("team,sales,\"'=HYPERLINK(\"\"x\"\"), Ltd\",0,"), "{}", lines[4]);
        let columns = |line: &str| line.split(',').count();
        let plain = lines.iter().filter(|line| !line.starts_with("team"));
        assert!(plain.clone().all(|line| columns(line) == columns(lines[0])));
    }
}
