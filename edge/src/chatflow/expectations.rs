//! Decisions that owners expect, tried on the chatflows as they are about to be published (N7).
//!
//! Knows how to say what came out otherwise. Does not know which act is about to publish: whoever changes, orders,
//! removes or imports chatflows asks here with the chatflows as they would be, and gives up on an answer.

use crate::simulation::typed;
use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::rest::{Finding, Stops};
use targeting::{AudienceClause, Expectation, OwnedBook, Unmet, Verdict, check_expected, compile};

/// The first expectation of an enabled chatflow that would not be met, were these all the chatflows of the account, in
/// the account's order. Its field is `chatflows[0].expected[2]`, by the place in this slice.
#[must_use]
pub fn broken(chatflows: &[Chatflow]) -> Option<Finding> {
    all_broken(chatflows).into_iter().next().map(Broken::among)
}

/// The first expectation that `after` breaks and `before` met: publishing it is refused. What was broken before stops
/// only whoever publishes the very chatflow that expects it (`own`), or two that are broken by a third would keep each
/// other from being mended.
pub(super) fn newly_broken(before: &[Chatflow], after: &[Chatflow], own: Option<&str>) -> Option<Finding> {
    let all = judged(before, after, own);
    all.into_iter().find(|broken| broken.finding.stops == Stops::Publishing).map(Broken::among)
}

/// Every expectation that `after` would not meet, with what each of them stops.
pub(super) fn judged(before: &[Chatflow], after: &[Chatflow], own: Option<&str>) -> Vec<Broken> {
    let mut all = all_broken(after);
    let whose = |chatflows: &[Chatflow], broken: &Broken| {
        let chatflow = chatflows.get(broken.chatflow)?;
        Some((chatflow.targeting.id.clone(), chatflow.expected.get(broken.expected)?.clone()))
    };
    let is_own = |broken: &Broken| {
        own.is_some_and(|own| after.get(broken.chatflow).is_some_and(|it| it.targeting.id == own))
    };
    if all.iter().all(is_own) {
        return all;
    }
    let were: Vec<_> = all_broken(before).iter().filter_map(|broken| whose(before, broken)).collect();
    for broken in all.iter_mut() {
        if !is_own(broken) && whose(after, broken).is_some_and(|it| were.contains(&it)) {
            broken.finding.stops = Stops::Nothing;
        }
    }
    all
}

/// An expectation that would not be met.
pub(super) struct Broken {
    /// Whose: the place in the slice that was asked about.
    pub(super) chatflow: usize,
    /// Which of that chatflow's expectations.
    pub(super) expected: usize,
    /// What to say; the field is `expected[2]`.
    pub(super) finding: Finding,
}

impl Broken {
    /// With the field as it is called among all chatflows.
    fn among(self) -> Finding {
        let field = format!("chatflows[{}].{}", self.chatflow, self.finding.field);
        Finding { field, ..self.finding }
    }
}

/// Every expectation of an enabled chatflow that would not be met.
fn all_broken(chatflows: &[Chatflow]) -> Vec<Broken> {
    let expecting = || {
        let enabled = chatflows.iter().enumerate().filter(|(_, it)| it.targeting.enabled);
        enabled.flat_map(|(i, it)| it.expected.iter().enumerate().map(move |(j, expected)| (i, j, expected)))
    };
    // Most accounts expect nothing, and compiling takes time.
    if expecting().next().is_none() {
        return Vec::new();
    }
    let rules: Vec<_> = chatflows.iter().map(|chatflow| chatflow.targeting.clone()).collect();
    let Ok(book) = OwnedBook::read(compile(&rules).bytes) else { return Vec::new() };
    let places: Vec<_> = expecting().collect();
    // As wherever addresses are typed, `https` need not be.
    let urls: Vec<_> =
        places.iter().map(|(_, _, it)| typed(&it.url).unwrap_or_else(|_| it.url.as_str().into())).collect();
    let tried = places.iter().zip(&urls).map(|((_, _, it), url)| Expectation {
        url,
        visitor: &it.visitor,
        show: it.show.as_ref().map(|id| id.as_str()),
    });
    let say = |unmet: Unmet| {
        let (chatflow, j, expected) = *places.get(unmet.at)?;
        let name = |id: &str| {
            let named = chatflows.iter().find(|other| other.targeting.id == id);
            named.map_or_else(|| format!("“{id}”"), |other| format!("“{}”", other.name))
        };
        let shown = |id: Option<&str>| id.map_or_else(|| "nothing".to_owned(), name);
        let owner = chatflows.get(chatflow).map(|it| name(&it.targeting.id))?;
        let message = format!(
            "{owner} expects {} on {}, and it would be {}{}",
            shown(expected.show.as_ref().map(|id| id.as_str())),
            expected.url,
            shown(unmet.shown.as_deref()),
            because(unmet.reason.as_ref(), expected.show.is_some(), &name),
        );
        let finding = Finding {
            field: format!("expected[{j}]"),
            code: Code::ExpectationFailed.as_str().to_owned(),
            stops: Stops::Publishing,
            message,
            witness: Some(expected.url.clone()),
            other: None,
        };
        Some(Broken { chatflow, expected: j, finding })
    };
    check_expected(&book.book(), tried).into_iter().filter_map(say).collect()
}

/// The reason for what comes instead, as the end of a sentence. Rules are counted from 1, as people do.
fn because(reason: Option<&Verdict>, one_was_expected: bool, name: &impl Fn(&str) -> String) -> String {
    let why = match reason {
        None if one_was_expected => "there is no such chatflow".to_owned(),
        None => return String::new(),
        Some(Verdict::Won { rule: Some(rule) }) => format!("its page rule {} matches", rule + 1),
        Some(Verdict::Won { rule: None }) => "it has no page rule and is shown everywhere".to_owned(),
        Some(Verdict::Disabled) => "the expected one is switched off".to_owned(),
        Some(Verdict::Audience { clause }) => format!("the expected one {}", audience(*clause)),
        Some(Verdict::Excluded { rule }) => format!("exclusion {} of the expected one matches", rule + 1),
        Some(Verdict::NoIncludeMatched) => "no page rule of the expected one matches".to_owned(),
        Some(Verdict::Conditions) => "the conditions of the expected one do not hold".to_owned(),
        Some(Verdict::Shadowed { by, .. }) => format!("{} comes first", name(by)),
    };
    format!(": {why}")
}

fn audience(clause: AudienceClause) -> &'static str {
    match clause {
        AudienceClause::NeedsAnonymous => "is for anonymous visitors",
        AudienceClause::NeedsKnown => "is for known contacts",
        AudienceClause::NeedsList => "is for members of other lists",
        AudienceClause::NoListChosen => "is for members of lists, and none is chosen",
        AudienceClause::HideList => "is hidden from members of a list the visitor is on",
        _ => "is for an audience that nobody knows",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn chatflows(expected: Value) -> Vec<Chatflow> {
        serde_json::from_value(json!([
            {"id": "sales", "name": "Sales", "inbox": "main", "include": [{"op": "starts_with", "value": "/pricing"}],
             "exclude": [{"op": "is", "value": "/pricing/old"}], "expected": expected},
            {"id": "vip", "name": "VIP", "inbox": "main", "include": [{"op": "all"}],
             "audience": {"who": "lists", "lists": ["vip"]}},
            {"id": "off", "name": "Off", "inbox": "main", "include": [{"op": "all"}], "enabled": false,
             "expected": [{"url": "https://a.example/", "show": "off"}]},
        ]))
        .unwrap()
    }

    #[track_caller]
    fn check(expected: Value, said: Option<&str>) {
        let found = broken(&chatflows(json!([expected])));
        assert_eq!(found.as_ref().map(|found| found.message.as_str()), said);
        if let Some(found) = found {
            assert_eq!(
                (found.field.as_str(), found.code.as_str()),
                ("chatflows[0].expected[0]", "expectation_failed")
            );
            assert_eq!((found.stops, found.witness.is_some()), (Stops::Publishing, true));
        }
    }

    #[test]
    fn what_comes_out_otherwise_is_said_with_its_reason() {
        // N7
        let at = |path: &str| format!("https://a.example{path}");
        check(json!({"url": at("/pricing"), "show": "sales"}), None);
        check(json!({"url": at("/"), "show": null}), None);
        check(json!({"url": at("/"), "visitor": {"known": true, "lists": ["vip"]}, "show": "vip"}), None);
        for (expected, said) in [
            (
                json!({"url": at("/"), "show": "sales"}),
                "“Sales” expects “Sales” on https://a.example/, and it would be nothing: no page rule of the expected one \
                 matches",
            ),
            (
                json!({"url": at("/pricing/old"), "show": "sales"}),
                "“Sales” expects “Sales” on https://a.example/pricing/old, and it would be nothing: exclusion 1 of the \
                 expected one matches",
            ),
            (
                json!({"url": at("/pricing/a"), "show": null}),
                "“Sales” expects nothing on https://a.example/pricing/a, and it would be “Sales”: its page rule 1 matches",
            ),
            (
                json!({"url": at("/pricing"), "visitor": {"known": true, "lists": ["vip"]}, "show": "vip"}),
                "“Sales” expects “VIP” on https://a.example/pricing, and it would be “Sales”: “Sales” comes first",
            ),
            (
                json!({"url": at("/"), "show": "vip"}),
                "“Sales” expects “VIP” on https://a.example/, and it would be nothing: the expected one is for known contacts",
            ),
            (
                json!({"url": at("/"), "show": "off"}),
                "“Sales” expects “Off” on https://a.example/, and it would be nothing: the expected one is switched off",
            ),
            (
                json!({"url": at("/"), "show": "gone"}),
                "“Sales” expects “gone” on https://a.example/, and it would be nothing: there is no such chatflow",
            ),
        ] {
            check(expected, Some(said));
        }
    }

    #[test]
    fn what_was_broken_before_stops_nobody_else() {
        // N7
        let with = |sales: &str, vip: &str| {
            let mut all = chatflows(json!([{"url": "https://a.example/", "show": sales}]));
            all[1].expected =
                serde_json::from_value(json!([{"url": "https://a.example/", "show": vip}])).unwrap();
            all
        };
        let stopped = |before: &[Chatflow], after: &[Chatflow], own| {
            newly_broken(before, after, own).map(|found| found.message.split(' ').next().unwrap().to_owned())
        };
        let (both, one) = (with("off", "off"), with("sales", "off"));
        let mut none = chatflows(json!([]));
        for (case, before, after, own, expected) in [
            ("new ones stop everybody", &none, &both, None, Some("“Sales”")),
            ("old ones stop nobody else", &both, &both, None, None),
            ("but whoever publishes it", &both, &both, Some("vip"), Some("“VIP”")),
            ("another expectation is a new one", &both, &one, None, Some("“Sales”")),
            ("mended beside one that stays", &one, &both, Some("off"), Some("“Sales”")),
        ] {
            assert_eq!(stopped(before, after, own).as_deref(), expected, "{case}");
        }
        none[0].expected.clone_from(&both[0].expected);
        assert_eq!(stopped(&both, &none, Some("vip")), None, "mended, and the other one waits");
    }

    #[test]
    fn only_enabled_chatflows_expect_anything() {
        // N7
        assert_eq!(broken(&chatflows(json!([]))), None);
        let mut on = chatflows(json!([]));
        on[2].targeting.enabled = true;
        assert_eq!(broken(&on), None, "it would be met");
        on[2].targeting.include = serde_json::from_value(json!([{"op": "is", "value": "/x"}])).unwrap();
        let found = broken(&on).unwrap();
        assert_eq!(found.field, "chatflows[2].expected[0]");
        assert!(found.message.starts_with("“Off” expects “Off” on"), "{}", found.message);
    }
}
