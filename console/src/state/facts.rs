//! What happened in a thread, as a sentence: "Anna Keller took this conversation".
//!
//! Knows entries and the console's texts; does not know how a line is drawn.

use conversation::ids::{AgentId, LabelId};
use conversation::rating::Scale;
use protocol::frame::{Annotation, Author, Body, Entry, Note};

use super::log::Speaker;
use super::priority;
use crate::texts::{Language, Text};

/// The picture beside a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Somebody has it, or nobody.
    Person,
    /// A rule gave it to somebody.
    Route,
    /// Closed.
    Check,
    /// Open again.
    Reopen,
    /// A label.
    Label,
    /// Out of sight, or back.
    Clock,
    /// Filtered out, or not any more.
    Shield,
    /// Deleted, or not any more.
    Bin,
}

/// A fact: a text with names in its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The picture.
    pub sign: Sign,
    /// The text.
    pub text: Text,
    /// What fills its places.
    pub places: Vec<(&'static str, String)>,
}

impl Fact {
    /// The whole sentence.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        let places: Vec<(&str, &str)> =
            self.places.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.text.fill(language, &places)
    }
}

/// What an entry tells, as seen by `me`; messages tell themselves.
#[must_use]
pub fn fact(entry: &Entry, me: &AgentId) -> Option<Fact> {
    let by = Speaker::of(&entry.from, me);
    let by_name = match &by {
        Speaker::Colleague(_, name) | Speaker::Bot(name) => name.clone(),
        Speaker::Visitor | Speaker::Me | Speaker::Rule => String::new(),
    };
    let (sign, text, places) = match &entry.body {
        Body::Text { .. } | Body::Edited { .. } | Body::Deleted { .. } | Body::Unknown => return None,
        Body::Assigned { agent: Some(to) } => {
            let took_it = matches!(&entry.from, Author::Agent { id, .. } if *id == to.id);
            let to_me = to.id == *me;
            let who = to.name.clone();
            match by {
                Speaker::Me if took_it => (Sign::Person, Text::YouTookIt, vec![]),
                Speaker::Me => (Sign::Person, Text::YouAssignedTo, vec![("who", who)]),
                Speaker::Colleague(..) if took_it => (Sign::Person, Text::TookIt, vec![("who", who)]),
                Speaker::Colleague(..) if to_me => (Sign::Person, Text::AssignedToYou, vec![("by", by_name)]),
                Speaker::Colleague(..) => {
                    (Sign::Person, Text::AssignedTo, vec![("by", by_name), ("who", who)])
                }
                Speaker::Visitor | Speaker::Bot(_) | Speaker::Rule if to_me => {
                    (Sign::Route, Text::RoutedToYou, vec![])
                }
                Speaker::Visitor | Speaker::Bot(_) | Speaker::Rule => {
                    (Sign::Route, Text::RoutedTo, vec![("who", who)])
                }
            }
        }
        Body::Assigned { agent: None } => match by {
            Speaker::Bot(_) => (Sign::Route, Text::BotHandedOver, vec![("by", by_name)]),
            Speaker::Me => (Sign::Person, Text::YouUnassignedIt, vec![]),
            Speaker::Colleague(..) => (Sign::Person, Text::UnassignedIt, vec![("by", by_name)]),
            Speaker::Visitor | Speaker::Rule => (Sign::Route, Text::UnassignedByRule, vec![]),
        },
        Body::Closed => match by {
            Speaker::Me => (Sign::Check, Text::YouClosedIt, vec![]),
            Speaker::Colleague(..) => (Sign::Check, Text::ClosedIt, vec![("by", by_name)]),
            Speaker::Visitor => (Sign::Check, Text::ClosedByVisitor, vec![]),
            Speaker::Bot(_) | Speaker::Rule => (Sign::Check, Text::ClosedByRule, vec![]),
        },
        Body::Reopened => match by {
            Speaker::Me => (Sign::Reopen, Text::YouReopenedIt, vec![]),
            Speaker::Colleague(..) => (Sign::Reopen, Text::ReopenedIt, vec![("by", by_name)]),
            Speaker::Visitor | Speaker::Bot(_) | Speaker::Rule => {
                (Sign::Reopen, Text::ReopenedByVisitor, vec![])
            }
        },
    };
    Some(Fact { sign, text, places })
}

/// What agents did beside the log (P60), as seen by `me`; comments tell themselves. `label` and `time` say what a label
/// is called, and when something is.
#[must_use]
pub fn note_fact(
    note: &Annotation,
    me: &AgentId,
    label: &dyn Fn(&LabelId) -> String,
    time: &dyn Fn(u64) -> String,
) -> Option<Fact> {
    let by = Speaker::of(&note.from, me);
    let mut places = Vec::new();
    let mut told = |mine: Text, theirs: Text| match &by {
        Speaker::Me => mine,
        Speaker::Colleague(_, name) | Speaker::Bot(name) => {
            places.push(("by", name.clone()));
            theirs
        }
        // Only what follows below happens by itself.
        Speaker::Visitor | Speaker::Rule => theirs,
    };
    let (sign, text, place) = match &note.note {
        Note::Comment { .. } | Note::Unknown => return None,
        // A visitor has no way to labels but the page that they are on (P11).
        Note::Labelled { label: id } if matches!(by, Speaker::Visitor) => {
            (Sign::Label, Text::PageLabelled, Some(("label", label(id))))
        }
        Note::Unlabelled { label: id } if matches!(by, Speaker::Visitor) => {
            (Sign::Label, Text::PageUnlabelled, Some(("label", label(id))))
        }
        Note::Labelled { label: id } => {
            let text = told(Text::YouLabelled, Text::Labelled);
            (Sign::Label, text, Some(("label", label(id))))
        }
        Note::Unlabelled { label: id } => {
            let text = told(Text::YouUnlabelled, Text::Unlabelled);
            (Sign::Label, text, Some(("label", label(id))))
        }
        Note::Snoozed { until: Some(until) } => {
            let text = told(Text::YouSnoozed, Text::Snoozed);
            (Sign::Clock, text, Some(("time", time(*until))))
        }
        Note::Snoozed { until: None } => {
            let (mine, theirs) = (Text::YouSnoozedUntilWrites, Text::SnoozedUntilWrites);
            (Sign::Clock, told(mine, theirs), None)
        }
        Note::Woke => {
            let text = match by {
                Speaker::Rule => Text::WokeByTime,
                Speaker::Visitor => Text::WokeByMessage,
                _ => told(Text::YouWoke, Text::Woke),
            };
            (Sign::Clock, text, None)
        }
        Note::MarkedSpam => (Sign::Shield, told(Text::YouMarkedSpam, Text::MarkedSpam), None),
        Note::NotSpam => (Sign::Shield, told(Text::YouNotSpam, Text::NotSpam), None),
        Note::Blocked { why: Some(why) } => {
            let text = told(Text::YouBlockedWhy, Text::BlockedWhy);
            (Sign::Shield, text, Some(("why", why.clone())))
        }
        Note::Blocked { why: None } => (Sign::Shield, told(Text::YouBlocked, Text::Blocked), None),
        Note::Unblocked => (Sign::Shield, told(Text::YouUnblocked, Text::Unblocked), None),
        Note::Archived => (Sign::Bin, told(Text::YouDeleted, Text::DeletedIt), None),
        Note::Restored if matches!(by, Speaker::Visitor | Speaker::Rule) => {
            (Sign::Bin, Text::RestoredByMessage, None)
        }
        Note::Restored => (Sign::Bin, told(Text::YouRestored, Text::Restored), None),
        Note::Rated { scale, score, comment, .. } => return Some(rated(*scale, *score, comment.as_deref())),
        Note::Given { team } => {
            let text = told(Text::YouGaveToTeam, Text::GaveToTeam);
            (Sign::Person, text, Some(("team", team.name.clone())))
        }
        Note::TakenFrom { team } => {
            let text = told(Text::YouTookFromTeam, Text::TookFromTeam);
            (Sign::Person, text, Some(("team", team.name.clone())))
        }
        Note::Prioritised { priority, list: Some(list) } => {
            (Sign::Clock, priority::of_list(*priority), Some(("list", list.name.clone())))
        }
        Note::Prioritised { priority, list: None } => {
            let [mine, theirs, rules] = priority::said(*priority);
            let text = if by == Speaker::Rule { rules } else { told(mine, theirs) };
            (Sign::Clock, text, None)
        }
        Note::Transcript if by == Speaker::Rule => (Sign::Clock, Text::TranscriptByItself, None),
        Note::Transcript => (Sign::Clock, told(Text::YouSentTranscript, Text::SentTranscript), None),
        Note::Ran { ran } => {
            let text = told(Text::YouRanMacro, Text::RanMacro);
            (Sign::Check, text, Some(("macro", ran.name.clone())))
        }
        Note::Disconnected => {
            let text = told(Text::YouDisconnected, Text::Disconnected);
            (Sign::Person, text, None)
        }
    };
    places.extend(place);
    Some(Fact { sign, text, places })
}

/// What a visitor thinks of a conversation that has ended (H68).
fn rated(scale: Scale, score: Option<u8>, comment: Option<&str>) -> Fact {
    let Some(score) = score else {
        return Fact { sign: Sign::Check, text: Text::RatedNot, places: Vec::new() };
    };
    let mut places = vec![("score", score.to_string()), ("most", scale.scores().end().to_string())];
    places.extend(comment.map(|comment| ("comment", comment.to_owned())));
    let text = match (scale, score, comment) {
        (Scale::Thumbs, 0, None) => Text::RatedDown,
        (Scale::Thumbs, 0, Some(_)) => Text::RatedDownWith,
        (Scale::Thumbs, _, None) => Text::RatedUp,
        (Scale::Thumbs, _, Some(_)) => Text::RatedUpWith,
        (Scale::Stars | Scale::Nps, _, None) => Text::Rated,
        (Scale::Stars | Scale::Nps, _, Some(_)) => Text::RatedWith,
    };
    Fact { sign: Sign::Check, text, places }
}

#[cfg(test)]
mod tests {
    use conversation::desk::{Macro, Team};
    use conversation::ids::{ListId, MacroId, TeamId};
    use conversation::routing::precedence::List;
    use conversation::routing::priority::Priority;

    use super::*;
    use crate::state::sample::{agent, by, entry, note, text};

    #[test]
    fn facts_are_told_from_the_readers_side() {
        // S106 S127 S129
        let to = |name: &str| Body::Assigned { agent: Some(agent(name)) };
        for (from, body, expected) in [
            (by("anna"), to("anna"), "anna took this conversation"),
            (by("mira"), to("mira"), "You took this conversation"),
            (by("mira"), to("anna"), "You assigned this conversation to anna"),
            (by("anna"), to("mira"), "anna assigned this conversation to you"),
            (by("anna"), to("jonas"), "anna assigned this conversation to jonas"),
            (Author::System, to("jonas"), "Routed to jonas"),
            (Author::System, to("mira"), "Routed to you"),
            (by("anna"), Body::Assigned { agent: None }, "anna made this conversation unassigned"),
            (by("anna"), Body::Closed, "anna closed this conversation"),
            (by("mira"), Body::Reopened, "You reopened this conversation"),
            (
                Author::Bot { name: "Kiln helper".into() },
                Body::Assigned { agent: None },
                "Kiln helper handed this conversation over",
            ),
            (Author::Visitor, Body::Reopened, "A new message reopened this conversation"),
            // P18
            (Author::Visitor, Body::Closed, "The visitor ended this conversation"),
            // H67
            (
                Author::System,
                Body::Closed,
                "This conversation closed by itself after a while without a message",
            ),
        ] {
            let fact = fact(&entry(1, 0, from, body), &agent("mira").id).unwrap();
            assert_eq!(fact.sentence(Language::English), expected);
            assert!(!fact.sentence(Language::German).contains('{'));
        }
    }

    #[test]
    fn what_a_visitor_thought_of_it_is_told_in_their_numbers_and_words() {
        // H68, P19: scale, score, comment
        for (scale, score, comment, expected) in [
            (Scale::Stars, Some(4), None, "The visitor rated this conversation 4 of 5"),
            (Scale::Nps, Some(9), Some("Quick"), "The visitor rated this conversation 9 of 10: “Quick”"),
            (Scale::Thumbs, Some(0), None, "The visitor gave this conversation a thumbs down"),
            (Scale::Thumbs, Some(1), Some("Kind"), "The visitor gave this conversation a thumbs up: “Kind”"),
            (Scale::Stars, None, None, "The visitor was asked for a rating and gave none"),
        ] {
            let fact = rated(scale, score, comment);
            assert_eq!(fact.sentence(Language::English), expected);
            assert!(!fact.sentence(Language::German).contains('{'));
        }
    }

    #[test]
    fn a_message_is_no_fact() {
        assert_eq!(fact(&entry(1, 0, Author::Visitor, text("a")), &agent("mira").id), None);
    }

    #[test]
    fn every_act_beside_the_log_is_told_from_the_readers_side() {
        // P46 P60 S146 S147 S148 S154 S157 H73
        let kilns = Team { id: TeamId::parse("kilns").unwrap(), name: "Kilns".into() };
        let label = LabelId::parse("vip").unwrap();
        let gold = List { id: ListId::parse("gold").unwrap(), name: "Gold".into() };
        let refund = Macro { id: MacroId::parse("refund").unwrap(), name: "Refund".into() };
        for (from, what, expected) in [
            (by("mira"), Note::Labelled { label: label.clone() }, "You added the label VIP"),
            (by("anna"), Note::Unlabelled { label }, "anna removed the label VIP"),
            (by("anna"), Note::Snoozed { until: Some(9) }, "anna snoozed this conversation until t9"),
            (
                by("mira"),
                Note::Snoozed { until: None },
                "You snoozed this conversation until the visitor writes",
            ),
            (Author::System, Note::Woke, "The time this conversation was snoozed for is over"),
            (by("mira"), Note::MarkedSpam, "You marked this conversation as spam"),
            (by("anna"), Note::NotSpam, "anna took back that this conversation is spam"),
            (by("anna"), Note::Blocked { why: Some("rude".into()) }, "anna blocked the sender: rude"),
            (by("mira"), Note::Blocked { why: None }, "You blocked the sender"),
            (by("mira"), Note::Unblocked, "You lifted the block of the sender"),
            (by("anna"), Note::Archived, "anna deleted this conversation"),
            (Author::Visitor, Note::Restored, "A new message brought this conversation back"),
            (
                by("anna"),
                Note::Given { team: kilns.clone() },
                "anna assigned this conversation to the team Kilns",
            ),
            (
                by("mira"),
                Note::Given { team: kilns.clone() },
                "You assigned this conversation to the team Kilns",
            ),
            (by("mira"), Note::TakenFrom { team: kilns }, "You took this conversation from the team Kilns"),
            (
                Author::System,
                Note::Transcript,
                "The visitor's transcript waits to be mailed, because e-mail is not connected",
            ),
            (
                by("anna"),
                Note::Transcript,
                "anna asked for the transcript to be mailed; it waits, because e-mail is not connected",
            ),
            (by("anna"), Note::Ran { ran: refund.clone() }, "anna ran the macro “Refund”"),
            (by("mira"), Note::Ran { ran: refund }, "You ran the macro “Refund”"),
            // P40
            (
                by("mira"),
                Note::Prioritised { priority: Priority::Urgent, list: None },
                "You set the priority to urgent",
            ),
            (
                by("anna"),
                Note::Prioritised { priority: Priority::Low, list: None },
                "anna set the priority to low",
            ),
            (
                Author::System,
                Note::Prioritised { priority: Priority::High, list: None },
                "The rule set the priority to high",
            ),
            (
                Author::System,
                Note::Prioritised { priority: Priority::High, list: Some(gold) },
                "The priority is high, because the contact is on the list “Gold”",
            ),
            (by("mira"), Note::Disconnected, "You disconnected the contact from this conversation"),
        ] {
            let told = Annotation { from, ..note(1, 1, what) };
            let fact =
                note_fact(&told, &agent("mira").id, &|_| "VIP".into(), &|at| format!("t{at}")).unwrap();
            assert_eq!(fact.sentence(Language::English), expected);
            assert!(!fact.sentence(Language::German).contains('{'));
        }
        let comment = note(1, 1, Note::Comment { text: "a".into(), mentions: Vec::new() });
        assert_eq!(note_fact(&comment, &agent("mira").id, &|_| String::new(), &|_| String::new()), None);
    }
}
