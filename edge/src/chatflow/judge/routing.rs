//! Who gets a chatflow's threads, and when its team is available: whether everybody named can get any (S95, H72), and
//! whether there is what is asked for (P40).

use conversation::availability::{AtCapacity, Away, Closed, Mode};
use conversation::routing::{Otherwise, People, Rule};
use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::limits::{CAPTURE_CHARS, SKILLS};
use protocol::rest::{Finding, Stops};

use super::{Surroundings, empty, hours, long, refusal, saving, unknown};

pub(super) fn findings(chatflow: &Chatflow, around: &Surroundings) -> Vec<Finding> {
    let (place, people) = match &chatflow.routing {
        Rule::People(people) => ("routing", people),
        Rule::Owner { otherwise: Otherwise::People(people) } => ("routing.otherwise", people),
        Rule::Nobody { .. } | Rule::Owner { otherwise: Otherwise::Nobody { .. } } => return Vec::new(),
    };
    let People { agents, teams, skills, .. } = people;
    if agents.is_empty() && teams.is_empty() {
        let message = "choose at least one agent or team, or nobody gets anything";
        return vec![refusal(format!("{place}.agents"), Code::ReferenceUnknown, Stops::Publishing, message)];
    }
    let members = around.members.iter().find(|(inbox, _)| *inbox == chatflow.inbox);
    let mut findings = Vec::new();
    for (i, agent) in agents.iter().enumerate() {
        let field = format!("{place}.agents[{i}]");
        if !around.people.contains(agent) {
            findings.push(unknown(field, "there is no such agent"));
        } else if !around.seats.contains(agent) {
            findings.push(saving(field, Code::SeatMissing, "this agent has no seat"));
        } else if members.is_some_and(|(_, members)| !members.contains(agent)) {
            let message = "this agent is no member of the inbox";
            findings.push(refusal(field, Code::AssigneeNotInInbox, Stops::Publishing, message));
        }
    }
    let missing = teams.iter().position(|team| !around.teams.contains(team));
    findings.extend(missing.map(|i| unknown(format!("{place}.teams[{i}]"), "there is no such team")));
    let missing = skills.iter().position(|skill| !around.skills.contains(skill));
    findings.extend(missing.map(|i| unknown(format!("{place}.skills[{i}]"), "there is no such skill")));
    if skills.len() > SKILLS {
        let message = format!("at most {SKILLS}, got {}", skills.len());
        findings.push(saving(format!("{place}.skills"), Code::TooMany, message));
    }
    findings
}

/// What is wrong with when the team is available, beside the reply time.
pub(super) fn availability(mode: &Mode) -> Vec<Finding> {
    let (away, at_capacity, closed) = match mode {
        Mode::Always { .. } => return Vec::new(),
        Mode::Status { away, at_capacity, .. } => (away, at_capacity, None),
        Mode::Hours(hours) => (&hours.away, &hours.at_capacity, Some(hours)),
    };
    let mut findings = Vec::new();
    if let Some(hours) = closed {
        findings.extend(hours::finding("availability.schedule", &hours.schedule));
    }
    if let Away::Message { text: Some(text) } = away {
        findings.extend(long("availability.away.text", text, CAPTURE_CHARS));
    }
    match at_capacity {
        Some(AtCapacity::Message { text: Some(text) }) => {
            findings.extend(long("availability.at_capacity.text", text, CAPTURE_CHARS));
        }
        Some(AtCapacity::Email { message }) => {
            let place = "availability.at_capacity.message";
            findings.extend(empty(place, message).or_else(|| long(place, message, CAPTURE_CHARS)));
        }
        _ => {}
    }
    if let Some(Closed::Message { text: Some(text) }) = closed.map(|hours| &hours.closed) {
        findings.extend(long("availability.closed.text", text, CAPTURE_CHARS));
    }
    findings
}
