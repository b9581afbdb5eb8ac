//! Why a thread is with whom it is (N30): a decision of the edge, as lines to read.
//!
//! Reads the answer as a tree. What the edge may say in years to come and this console does not know is said in general
//! words instead of not at all.

use conversation::routing::priority::Priority;
use serde_json::Value;

use super::conditions::{items, text};
use super::priority;
use crate::texts::Text;

/// Somebody who was considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// What was decided about them, as the edge names it; none where it is not known here.
    pub verdict: Option<Text>,
    /// What they lacked, by ids (P40).
    pub lacks: Vec<String>,
    /// Whether they got it.
    pub chosen: bool,
    /// How many threads they had.
    pub open: u64,
    /// How many they took.
    pub capacity: Option<u64>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// When, in ms.
    pub at: u64,
    /// Who got it, if anybody.
    pub who: Option<String>,
    /// The team that had it, if one did (H73).
    pub team: Option<String>,
    /// Why, with `{who}` and `{team}` open.
    pub because: Text,
    /// How urgent it was (P40); nothing where it was as most are.
    pub priority: Option<Text>,
    /// Why it was, with `{list}` open, and the list's name (P40); nothing where nothing was said of it.
    pub priority_by: Option<(Text, String)>,
    /// Everybody who was considered; who got it first.
    pub candidates: Vec<Candidate>,
}

/// What there is to tell about a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// The newest first.
    pub decisions: Vec<Reason>,
    /// Since when it waits for somebody, in ms, if it does.
    pub waits_since: Option<u64>,
    /// How many wait longer.
    pub ahead: u64,
}

const BECAUSE: [(&str, Text); 11] = [
    ("rule_says_nobody", Text::RoutedRuleNobody),
    ("available", Text::RoutedAvailable),
    ("owner", Text::RoutedOwner),
    ("owner_though_away", Text::RoutedOwnerAway),
    ("last_agent", Text::RoutedLastAgent),
    ("nobody_available", Text::RoutedNobodyAvailable),
    ("no_owner", Text::RoutedNoOwner),
    ("reassigned", Text::RoutedReassigned),
    ("nobody_else", Text::RoutedNobodyElse),
    ("team", Text::RoutedTeam),
    ("nobody_of_team", Text::RoutedNobodyOfTeam),
];

const PRIORITY_BY: [(&str, Text); 3] =
    [("rule", Text::PriorityByRule), ("list", Text::PriorityByList), ("hand", Text::PriorityByHand)];

const VERDICTS: [(&str, Text); 12] = [
    ("chosen", Text::VerdictChosen),
    ("no_seat", Text::VerdictNoSeat),
    ("not_a_member", Text::VerdictNotAMember),
    ("lacks_skill", Text::VerdictLacksSkill),
    ("away", Text::VerdictAway),
    ("off_work", Text::VerdictOffWork),
    ("at_capacity", Text::VerdictAtCapacity),
    ("busier", Text::VerdictBusier),
    ("waited_less", Text::VerdictWaitedLess),
    ("later_name", Text::VerdictLaterName),
    ("not_asked", Text::VerdictNotAsked),
    ("gave_it", Text::VerdictGaveIt),
];

fn named(all: &[(&str, Text)], name: &Value) -> Option<Text> {
    all.iter().find(|(one, _)| name == one).map(|(_, text)| *text)
}

impl Reasons {
    /// An answer of `…/routing`.
    #[must_use]
    pub fn of(answer: &Value) -> Self {
        Self {
            decisions: items(&answer["decisions"]).map(reason).collect(),
            waits_since: answer["waits_since"].as_u64(),
            ahead: answer["ahead"].as_u64().unwrap_or_default(),
        }
    }

    /// Whether somebody was passed over for what they cannot do.
    #[must_use]
    pub fn lack_skills(&self) -> bool {
        self.decisions.iter().any(|reason| reason.candidates.iter().any(|one| !one.lacks.is_empty()))
    }
}

fn reason(told: &Value) -> Reason {
    let candidate = |one: &Value| Candidate {
        id: text(&one["agent"]),
        name: text(&one["name"]),
        verdict: named(&VERDICTS, &one["verdict"]),
        lacks: items(&one["lacks"]).map(text).collect(),
        chosen: one["verdict"] == "chosen",
        open: one["open"].as_u64().unwrap_or_default(),
        capacity: one["capacity"].as_u64(),
    };
    let mut candidates: Vec<Candidate> = items(&told["considered"]).map(candidate).collect();
    candidates.sort_by_key(|candidate| !candidate.chosen);
    Reason {
        at: told["at"].as_u64().unwrap_or_default(),
        who: told["to"]["name"].as_str().map(str::to_owned),
        team: told["team"]["name"].as_str().map(str::to_owned),
        because: named(&BECAUSE, &told["because"]).unwrap_or(Text::RoutedOther),
        priority: told["priority"].as_str().and_then(Priority::parse).map(priority::words),
        priority_by: named(&PRIORITY_BY, &told["priority_by"]["by"])
            .map(|by| (by, text(&told["priority_by"]["list"]["name"]))),
        candidates,
    }
}

#[cfg(test)]
mod tests {
    use conversation::routing::{Because, Verdict};
    use serde_json::json;

    use super::*;

    #[test]
    fn every_reason_and_every_verdict_has_words() {
        // N30
        for because in [
            Because::RuleSaysNobody,
            Because::Available,
            Because::Owner,
            Because::OwnerThoughAway,
            Because::LastAgent,
            Because::NobodyAvailable,
            Because::NoOwner,
            Because::Reassigned,
            Because::NobodyElse,
            Because::Team,
            Because::NobodyOfTeam,
        ] {
            let name = serde_json::to_value(because).unwrap();
            assert!(named(&BECAUSE, &name).is_some(), "{name}");
        }
        for verdict in [
            Verdict::Chosen,
            Verdict::NoSeat,
            Verdict::NotAMember,
            Verdict::LacksSkill,
            Verdict::Away,
            Verdict::OffWork,
            Verdict::AtCapacity,
            Verdict::Busier,
            Verdict::WaitedLess,
            Verdict::LaterName,
            Verdict::NotAsked,
            Verdict::GaveIt,
        ] {
            let name = serde_json::to_value(verdict).unwrap();
            assert!(named(&VERDICTS, &name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_decision_tells_who_got_it_and_why_the_others_did_not() {
        // N30
        let reasons = Reasons::of(
            &json!({"decisions": [{"at": 7, "to": {"id": "anna", "name": "Anna"}, "because": "available",
            "rule": {"assign": "people"}, "considered": [
                {"agent": "jonas", "name": "Jonas", "verdict": "away", "open": 0, "idle_since": 1},
                {"agent": "anna", "name": "Anna", "verdict": "chosen", "open": 1, "capacity": 4, "idle_since": 2},
                {"agent": "zoe", "name": "Zoë", "verdict": "of_the_future", "open": 0, "idle_since": 3}]}]}),
        );
        let reason = &reasons.decisions[0];
        assert_eq!(
            (reason.at, reason.who.as_deref(), reason.because),
            (7, Some("Anna"), Text::RoutedAvailable)
        );
        let told: Vec<(&str, Option<Text>)> =
            reason.candidates.iter().map(|one| (one.name.as_str(), one.verdict)).collect();
        assert_eq!(
            told,
            [("Anna", Some(Text::VerdictChosen)), ("Jonas", Some(Text::VerdictAway)), ("Zoë", None)]
        );
        let team = Reasons::of(
            &json!({"decisions": [{"because": "nobody_of_team", "team": {"id": "kilns", "name": "Kilns"}}]}),
        );
        assert_eq!(team.decisions[0].team.as_deref(), Some("Kilns"));
        assert_eq!(team.decisions[0].because, Text::RoutedNobodyOfTeam);
        assert!(!reasons.lack_skills());
        assert_eq!(reason.priority, None);
        // P40
        let lacking = Reasons::of(
            &json!({"decisions": [{"because": "nobody_available", "priority": "high", "considered": [
            {"agent": "jonas", "name": "Jonas", "verdict": "lacks_skill", "lacks": ["deutsch"], "open": 0}]}]}),
        );
        assert_eq!(lacking.decisions[0].candidates[0].lacks, ["deutsch"]);
        assert_eq!(lacking.decisions[0].priority, Some(Text::PriorityHigh));
        let list = json!({"by": "list", "list": {"id": "gold", "name": "Gold"}});
        for (by, expected) in [
            (json!({"by": "rule"}), Some((Text::PriorityByRule, String::new()))),
            (list, Some((Text::PriorityByList, "Gold".to_owned()))),
            (json!({"by": "hand"}), Some((Text::PriorityByHand, String::new()))),
            (json!({"by": "chance"}), None),
            (serde_json::Value::Null, None),
        ] {
            let told =
                json!({"decisions": [{"because": "available", "priority": "high", "priority_by": by}]});
            assert_eq!(Reasons::of(&told).decisions[0].priority_by, expected);
        }
        assert!(lacking.lack_skills());
        let waits = Reasons::of(&json!({"decisions": [], "waits_since": 5, "ahead": 2}));
        assert_eq!((waits.waits_since, waits.ahead, waits.decisions.len()), (Some(5), 2, 0));
        let other = Reasons::of(&json!({"decisions": [{"because": "of_the_future"}]}));
        assert_eq!(other.decisions[0].because, Text::RoutedOther);
    }
}
