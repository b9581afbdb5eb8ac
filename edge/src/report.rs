//! A report (P82) as it is answered: the pages of all inboxes put together, with the names of what they are divided by.
//!
//! Knows figures and names. Does not know who asks, or how inboxes are reached.

use conversation::ids::InboxId;
use conversation::report::{By, Figures, OTHERS, Part};
use conversation::schedule::Date;
use protocol::rest::reports::{Report, ReportDay, ReportFigures, ReportGroup};

use crate::objects::call::reports::{Asked, Names};

/// Groups of an answer, at most; the others are one.
const MOST_GROUPS: usize = 200;

/// Adds a page of an inbox.
pub fn add(report: &mut Part, asked: &Asked, inbox: &InboxId, page: &Part) {
    report.merge(page);
    if asked.by == Some(By::Inbox) {
        report.group(inbox.as_str()).merge(&page.total);
    }
}

/// The answer.
#[must_use]
pub fn answer(asked: Asked, business_hours: bool, part: Part, unread: u64, names: &Names) -> Report {
    let first = asked.from.to_day();
    let days =
        part.days.iter().zip(first..).filter_map(|(figures, day)| {
            Some(ReportDay { date: Date::of_day(day)?, figures: figures.into() })
        });
    let mut groups: Vec<(String, Figures)> = part.groups.into_iter().collect();
    let weight = |(key, it): &(String, Figures)| {
        (key == OTHERS, u64::MAX - it.opened, u64::MAX - it.replied - it.closed)
    };
    groups.sort_by_cached_key(weight);
    if groups.len() > MOST_GROUPS {
        let mut others = Figures::default();
        groups.drain(MOST_GROUPS - 1..).for_each(|(_, figures)| others.merge(&figures));
        groups.push((OTHERS.to_owned(), others));
    }
    let named = |(key, figures): (String, Figures)| ReportGroup {
        name: name(names, asked.by, &key),
        figures: ReportFigures::from(&figures),
        key,
    };
    Report {
        business_hours,
        reply_within: asked.reply_within / 1_000,
        close_within: asked.close_within / 1_000,
        unread,
        total: (&part.total).into(),
        before: (&part.before).into(),
        days: days.collect(),
        heat: part.heat.iter().map(|hours| hours.to_vec()).collect(),
        by: asked.by,
        groups: groups.into_iter().map(named).collect(),
        from: asked.from,
        to: asked.to,
        zone: asked.zone,
    }
}

fn name(names: &Names, by: Option<By>, key: &str) -> Option<String> {
    let of = |all: &[(String, String)]| all.iter().find(|(id, _)| id == key).map(|(_, name)| name.clone());
    match by? {
        By::Agent => of(&names.agents),
        By::Team => of(&names.teams),
        By::Chatflow => of(&names.chatflows),
        By::Label => of(&names.labels),
        By::Inbox => names.inboxes.iter().find(|(id, _)| id.as_str() == key).map(|(_, name)| name.clone()),
        By::Page => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(by: Option<By>) -> Asked {
        Asked {
            from: "2026-11-22".parse().unwrap(),
            to: "2026-11-23".parse().unwrap(),
            zone: "UTC".into(),
            by,
            filter: conversation::report::Filter::default(),
            reply_within: 300_000,
            close_within: 86_400_000,
            hours: Vec::new(),
        }
    }

    fn page(opened: u64) -> Part {
        let mut part = Part { days: vec![Figures::default(); 2], ..Part::default() };
        part.total.opened = opened;
        part
    }

    #[test]
    fn inboxes_are_groups_where_that_is_asked_for() {
        // P82
        let (main, second) = (InboxId::parse("main").unwrap(), InboxId::parse("second").unwrap());
        let names = Names { inboxes: vec![(main.clone(), "Main".into())], ..Names::default() };
        let asked = asked(Some(By::Inbox));
        let mut part = Part::default();
        for (inbox, opened) in [(&main, 2), (&second, 5), (&main, 1)] {
            add(&mut part, &asked, inbox, &page(opened));
        }
        let report = answer(asked, false, part, 0, &names);
        let groups: Vec<_> =
            report.groups.iter().map(|it| (it.key.as_str(), it.name.as_deref(), it.figures.opened)).collect();
        assert_eq!(groups, [("second", None, 5), ("main", Some("Main"), 3)]);
        assert_eq!((report.total.opened, report.reply_within), (8, 300));
        let days: Vec<String> = report.days.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(days, ["2026-11-22", "2026-11-23"]);
    }

    #[test]
    fn what_is_too_much_to_read_is_one_group_at_the_end() {
        // P82
        let mut part = Part::default();
        (0..MOST_GROUPS as u64 + 5).for_each(|n| part.group(&format!("/{n}")).opened = n + 1);
        part.group(OTHERS).opened = 1_000;
        let report = answer(asked(Some(By::Page)), false, part, 0, &Names::default());
        assert_eq!(report.groups.len(), MOST_GROUPS);
        let last = report.groups.last().unwrap();
        // Six of one's own that are the least, and what was one before: 1 to 6, and 1,000.
        assert_eq!((last.key.as_str(), last.figures.opened), (OTHERS, 1_021));
        assert_eq!(report.groups[0].figures.opened, MOST_GROUPS as u64 + 5);
    }
}
