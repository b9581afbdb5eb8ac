//! Macros (P46): what one does in words, how a row looks behind it, and what takes it back.
//!
//! Knows macros, rows and the console's texts. What may stand in a macro, `conversation::macros` knows; who keeps and runs it,
//! and in which order, is the edge's.

use conversation::desk::{Owning, Snooze, Team};
use conversation::ids::{AgentId, LabelId, MacroId, SavedReplyId};
use conversation::macros::{Part, Say, Span, Steps, Then, To, Wrong};
use conversation::thread::Status;
use protocol::frame::{Agent, Row};

use super::desk::Act;
use super::saved_replies::text_wrong;
use crate::texts::{Language, Text};

/// A macro that is made or changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MacroDraft {
    /// Which; none for a new one.
    pub id: Option<MacroId>,
    /// Its name.
    pub name: String,
    /// Whether it is everybody's.
    pub shared: bool,
    /// What it does.
    pub steps: Steps,
}

/// What the console calls the things that a macro names.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Agents.
    pub agent: &'a dyn Fn(&AgentId) -> Option<String>,
    /// Teams.
    pub team: &'a dyn Fn(&conversation::ids::TeamId) -> Option<String>,
    /// Labels.
    pub label: &'a dyn Fn(&LabelId) -> Option<String>,
    /// What saved replies say.
    pub reply: &'a dyn Fn(&SavedReplyId) -> Option<String>,
    /// Texts as they would be sent.
    pub said: &'a dyn Fn(&str) -> String,
}

/// A thing that a macro does, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Of which part.
    pub part: Part,
    /// The sentence.
    pub words: String,
    /// Whether what it names is no more: the macro is refused then.
    pub gone: bool,
}

/// What a macro does, in the order in which it happens.
#[must_use]
pub fn told(steps: &Steps, names: &Names<'_>, language: Language) -> Vec<Told> {
    let mut all = Vec::new();
    let mut say = |part: Part, text: Text, place: Option<(&str, Option<String>)>| {
        let gone = matches!(place, Some((_, None)));
        let (name, value) = place.unwrap_or_default();
        let value = value.unwrap_or_else(|| Text::MacroGone.words(language).to_owned());
        all.push(Told { part, words: text.fill(language, &[(name, &value)]), gone });
    };
    if let Some(comment) = &steps.comment {
        say(Part::Comment, Text::MacroTellsTeam, Some(("text", Some((names.said)(comment)))));
    }
    match &steps.reply {
        None => {}
        Some(Say::Text(text)) => say(Part::Reply, Text::MacroSends, Some(("text", Some((names.said)(text))))),
        Some(Say::Saved(reply)) => {
            let text = (names.reply)(reply).map(|text| (names.said)(&text));
            say(Part::Reply, Text::MacroSends, Some(("text", text)));
        }
    }
    match &steps.assign {
        None => {}
        Some(To::Me) => say(Part::Assign, Text::MacroToMe, None),
        Some(To::Nobody) => say(Part::Assign, Text::MacroToNobody, None),
        Some(To::Agent(agent)) => say(Part::Assign, Text::MacroTo, Some(("name", (names.agent)(agent)))),
        Some(To::Team(team)) => say(Part::Assign, Text::MacroToTeam, Some(("name", (names.team)(team)))),
    }
    for label in &steps.add {
        say(Part::Labels, Text::MacroAdds, Some(("name", (names.label)(label))));
    }
    // A label that is no more is on nothing that it could be taken off.
    for label in steps.remove.iter().filter_map(|label| (names.label)(label)) {
        say(Part::Labels, Text::MacroRemoves, Some(("name", Some(label))));
    }
    match steps.then {
        None => {}
        Some(Then::Close) => say(Part::Then, Text::CloseConversation, None),
        Some(Then::Reopen) => say(Part::Then, Text::ReopenConversation, None),
        Some(Then::Snooze(Span { minutes: None })) => say(Part::Then, Text::MacroSnoozesUntilWrites, None),
        Some(Then::Snooze(Span { minutes: Some(minutes) })) => {
            say(Part::Then, Text::MacroSnoozes, Some(("time", Some(span(minutes, language)))));
        }
    }
    all
}

/// A span in its largest whole unit: "3 hours".
#[must_use]
pub fn span(minutes: u32, language: Language) -> String {
    let (n, one, many) = match minutes {
        n if n % 10_080 == 0 => (n / 10_080, Text::OneWeek, Text::Weeks),
        n if n % 1_440 == 0 => (n / 1_440, Text::OneDay, Text::ManyDays),
        n if n % 60 == 0 => (n / 60, Text::OneHour, Text::ManyHours),
        n => (n, Text::OneMinute, Text::ManyMinutes),
    };
    if n == 1 { one.words(language).to_owned() } else { many.fill(language, &[("n", &n.to_string())]) }
}

/// A row as it will be, once `me` ran it at `now` (ms). `agent` and `team` find who is named.
#[must_use]
pub fn shown(
    steps: &Steps,
    row: &Row,
    me: &Agent,
    now: u64,
    agent: impl Fn(&AgentId) -> Option<Agent>,
    team: impl Fn(&conversation::ids::TeamId) -> Option<Team>,
) -> Row {
    let mut row = row.clone();
    if steps.reply.is_some() {
        row.status = Status::Open;
        if row.assignee.is_none() {
            row.assignee = Some(me.clone());
            row.desk.team = None;
        }
    }
    match &steps.assign {
        None => {}
        Some(To::Me) => give(&mut row, Some(me.clone())),
        Some(To::Nobody) => give(&mut row, None),
        Some(To::Agent(id)) => {
            if let Some(agent) = agent(id) {
                give(&mut row, Some(agent));
            }
        }
        Some(To::Team(id)) => {
            if let Some(team) = team(id) {
                row.assignee = None;
                row.desk.team = Some(Owning { team, by: Some(me.id.clone()) });
            }
        }
    }
    let act = match steps.then {
        None => None,
        Some(Then::Close) => Some(Act::Close),
        Some(Then::Reopen) => Some(Act::Reopen),
        Some(Then::Snooze(span)) => Some(Act::Snooze(span.until(now))),
    };
    let labels = Act::Label { add: steps.add.clone(), remove: steps.remove.clone() };
    [Some(labels), act].into_iter().flatten().fold(row, |row, act| act.shown(&row, me, now))
}

fn give(row: &mut Row, to: Option<Agent>) {
    row.assignee = to;
    row.desk.team = None;
}

/// What puts a row back, from how it stands to how it stood, as far as it can be put back: what was said stays.
#[must_use]
pub fn backs(before: &Row, after: &Row) -> Vec<Act> {
    let mut acts = Vec::new();
    match (before.status, after.status) {
        (Status::Open, Status::Closed) => acts.push(Act::Reopen),
        (Status::Closed, Status::Open) => acts.push(Act::Close),
        _ => {}
    }
    if before.assignee != after.assignee || before.desk.team != after.desk.team {
        acts.push(match (&before.assignee, &before.desk.team) {
            (None, Some(given)) => Act::Give(given.team.clone()),
            (agent, _) => Act::Assign(agent.clone()),
        });
    }
    let only = |a: &Row, b: &Row| -> Vec<LabelId> {
        a.desk.labels.iter().filter(|label| !b.desk.labels.contains(label)).cloned().collect()
    };
    let (add, remove) = (only(before, after), only(after, before));
    if !add.is_empty() || !remove.is_empty() {
        acts.push(Act::Label { add, remove });
    }
    match (before.desk.snoozed, after.desk.snoozed) {
        (old, new) if old == new => {}
        (None, Some(_)) => acts.push(Act::Wake),
        (Some(Snooze { until }), _) => acts.push(Act::Snooze(until)),
        (None, None) => {}
    }
    acts
}

/// What puts several rows back: those for which the same does it go together, in the order in which it has to happen.
#[must_use]
pub fn all_back(changed: &[(Row, Row)]) -> Vec<(Act, Vec<Row>)> {
    let mut groups: Vec<(Act, Vec<Row>)> = Vec::new();
    for (before, after) in changed {
        for act in backs(before, after) {
            match groups.iter_mut().find(|(other, _)| *other == act) {
                Some((_, rows)) => rows.push(after.clone()),
                None => groups.push((act, vec![after.clone()])),
            }
        }
    }
    // What is closed cannot be put out of sight.
    groups.sort_by_key(|(act, _)| match act {
        Act::Reopen => 0,
        Act::Snooze(_) => 2,
        _ => 1,
    });
    groups
}

/// What is wrong with a draft, and with which field of it; `others` are the names of the same kind.
#[must_use]
pub fn wrong<'a>(
    draft: &MacroDraft,
    mut others: impl Iterator<Item = &'a str>,
    language: Language,
) -> Option<(WrongAt, String)> {
    let say = |at, text: Text| Some((at, text.words(language).to_owned()));
    let name = draft.name.trim();
    if name.is_empty() {
        return say(WrongAt::Name, Text::MacroNameNeeded);
    }
    if others.any(|other| other.to_lowercase() == name.to_lowercase()) {
        return say(WrongAt::Name, Text::MacroNameTaken);
    }
    if let Some(Say::Text(text)) = &draft.steps.reply
        && let Some(wrong) = text_wrong(text, language)
    {
        return Some((WrongAt::Reply, wrong));
    }
    if let Some(comment) = &draft.steps.comment
        && let Some(wrong) = text_wrong(comment, language)
    {
        return Some((WrongAt::Comment, wrong));
    }
    match draft.steps.check() {
        Ok(()) => None,
        Err(Wrong::Nothing) => say(WrongAt::Steps, Text::MacroNothing),
        Err(Wrong::Both(_) | Wrong::TooManyLabels | Wrong::Span(_)) => {
            say(WrongAt::Steps, Text::CodeMacroSteps)
        }
    }
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongAt {
    /// In its name.
    Name,
    /// In what it sends.
    Reply,
    /// In what it tells the team.
    Comment,
    /// In what it does on the whole.
    Steps,
}

/// Whom it gives a thread to, as the value of a choice; empty where it leaves that alone.
#[must_use]
pub fn owner_value(to: Option<&To>) -> String {
    match to {
        None => String::new(),
        Some(To::Me) => "me".to_owned(),
        Some(To::Nobody) => "nobody".to_owned(),
        Some(To::Agent(agent)) => format!("agent:{agent}"),
        Some(To::Team(team)) => format!("team:{team}"),
    }
}

/// The other way round.
#[must_use]
pub fn owner_of(value: &str) -> Option<To> {
    match value.split_once(':') {
        None if value == "me" => Some(To::Me),
        None if value == "nobody" => Some(To::Nobody),
        Some(("agent", id)) => AgentId::parse(id).ok().map(To::Agent),
        Some(("team", id)) => conversation::ids::TeamId::parse(id).ok().map(To::Team),
        _ => None,
    }
}

/// What becomes of a thread, as the value of a choice; empty where it leaves that alone.
#[must_use]
pub fn then_value(then: Option<Then>) -> String {
    match then {
        None => String::new(),
        Some(Then::Close) => "close".to_owned(),
        Some(Then::Reopen) => "reopen".to_owned(),
        Some(Then::Snooze(Span { minutes: None })) => "snooze".to_owned(),
        Some(Then::Snooze(Span { minutes: Some(minutes) })) => format!("snooze:{minutes}"),
    }
}

/// The other way round.
#[must_use]
pub fn then_of(value: &str) -> Option<Then> {
    match value.split_once(':') {
        None if value == "close" => Some(Then::Close),
        None if value == "reopen" => Some(Then::Reopen),
        None if value == "snooze" => Some(Then::Snooze(Span { minutes: None })),
        Some(("snooze", minutes)) => {
            minutes.parse().ok().map(|minutes| Then::Snooze(Span { minutes: Some(minutes) }))
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "macros_tests.rs"]
mod tests;
