//! A chatflow's targeting in words: where it is shown, where not, and to whom.
//!
//! Knows the form of rules (`targeting::json`) and the console's texts. Whether a rule matches a page is
//! `targeting`'s business.

use targeting::json::{Audience, Chatflow, Operator, Rule, Who};

use crate::texts::{Language, Text};

/// One rule: words, and the value they speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InWords {
    /// "address begins with", as in the middle of a sentence.
    pub words: String,
    /// `https://…`, shown as it was written.
    pub value: Option<String>,
}

/// Words as they begin a sentence.
#[must_use]
pub fn as_beginning(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Where a chatflow is shown: any of `include`, none of `exclude`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// Any of these is enough; never empty.
    pub include: Vec<InWords>,
    /// Any of these forbids it.
    pub exclude: Vec<InWords>,
}

/// The pages of a chatflow in words.
#[must_use]
pub fn pages(chatflow: &Chatflow, language: Language) -> Where {
    let in_words =
        |rules: &[Rule]| rules.iter().map(|rule| rule_in_words(rule, language)).collect::<Vec<_>>();
    let mut include = in_words(&chatflow.include);
    if include.is_empty() {
        include.push(InWords { words: Text::EveryPage.words(language).to_owned(), value: None });
    }
    Where { include, exclude: in_words(&chatflow.exclude) }
}

/// One rule in words.
#[must_use]
pub fn rule_in_words(rule: &Rule, language: Language) -> InWords {
    let say = |text: Text| text.words(language).to_owned();
    let value = rule.value.clone();
    let about = |text: Text| InWords { words: say(text), value: value.clone() };
    match &rule.op {
        Operator::All => InWords { words: say(Text::EveryPage), value: None },
        Operator::Is => about(Text::RuleUrlIs),
        Operator::IsNot => about(Text::RuleUrlIsNot),
        Operator::Contains => about(Text::RuleUrlContains),
        Operator::NotContains => about(Text::RuleUrlLacks),
        Operator::StartsWith => about(Text::RuleUrlStarts),
        Operator::NotStartsWith => about(Text::RuleUrlStartsNot),
        Operator::MatchesWildcard => about(Text::RuleUrlWildcard),
        Operator::MatchesRegex => about(Text::RuleUrlRegex),
        Operator::Query => {
            let name = rule.name.clone().unwrap_or_default();
            match rule.value.as_deref() {
                None => InWords { words: say(Text::RuleQueryThere), value: Some(name) },
                Some("") => InWords { words: say(Text::RuleQueryEmpty), value: Some(name) },
                Some(_) => InWords {
                    words: Text::RuleQueryIs.fill(language, &[("name", &name)]),
                    value: rule.value.clone(),
                },
            }
        }
        Operator::Unknown(_) => about(Text::RuleUnknown),
    }
}

/// The audience in words, one sentence or two; `name` says what a list is called.
#[must_use]
pub fn audience(audience: &Audience, name: &dyn Fn(&str) -> String, language: Language) -> Vec<String> {
    let named = |lists: &[String]| lists.iter().map(|list| name(list)).collect::<Vec<_>>().join(", ");
    let lists = named(&audience.lists);
    let first = match &audience.who {
        Who::Everyone => Text::Everybody.words(language).to_owned(),
        Who::Anonymous => Text::UnknownVisitors.words(language).to_owned(),
        Who::Known => Text::KnownContacts.words(language).to_owned(),
        Who::Lists if audience.lists.len() > 1 => Text::OnAnyList.fill(language, &[("lists", &lists)]),
        Who::Lists => Text::OnLists.fill(language, &[("lists", &lists)]),
        Who::Unknown(_) => Text::AudienceUnknown.words(language).to_owned(),
    };
    let hidden = (!audience.hide_for_lists.is_empty())
        .then(|| Text::NotOnLists.fill(language, &[("lists", &named(&audience.hide_for_lists))]));
    std::iter::once(first).chain(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chatflow(json: &str) -> Chatflow {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn rules_read_as_words() {
        // S10
        let flow = chatflow(
            r#"{"id":"x","include":[{"op":"starts_with","value":"https://kiln.example/"},{"op":"query","name":"plan","value":"pro"},
                {"op":"query","name":"ref"},{"op":"all"}],"exclude":[{"op":"contains","value":"<b>/legal</b>"}]}"#,
        );
        let told = |rules: &[InWords]| {
            rules
                .iter()
                .map(|rule| format!("{} {}", rule.words, rule.value.as_deref().unwrap_or("")))
                .collect::<Vec<_>>()
        };
        let Where { include, exclude } = pages(&flow, Language::English);
        assert_eq!(
            told(&include),
            [
                "address begins with https://kiln.example/",
                "parameter plan is pro",
                "address has the parameter ref",
                "every page "
            ]
        );
        assert_eq!(told(&exclude), ["address contains <b>/legal</b>"]);
    }

    #[test]
    fn no_rule_means_every_page() {
        let told = pages(&chatflow(r#"{"id":"x"}"#), Language::German);
        assert_eq!(told.include, [InWords { words: "jede Seite".into(), value: None }]);
    }

    #[test]
    fn audiences_read_as_words() {
        // S35 S37: by the names of lists
        for (json, expected) in [
            (r#"{"id":"x"}"#, &["Everybody"][..]),
            (r#"{"id":"x","audience":{"who":"anonymous"}}"#, &["Unknown visitors"]),
            (r#"{"id":"x","audience":{"who":"lists","lists":["vip"]}}"#, &["On the list Regulars"]),
            (
                r#"{"id":"x","audience":{"who":"known","lists":[],"hide_for_lists":["churned","staff"]}}"#,
                &["Known contacts", "But not on churned, staff"],
            ),
        ] {
            let name = |id: &str| if id == "vip" { "Regulars".to_owned() } else { id.to_owned() };
            assert_eq!(audience(&chatflow(json).audience, &name, Language::English), expected, "{json}");
        }
    }
}
