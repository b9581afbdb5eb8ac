//! Where a finding about a chatflow belongs in the form, and what it says.
//!
//! Knows the paths and codes of the edge. Judges nothing itself: the edge does, whenever the draft rests.

use protocol::code::Code;
use protocol::limits;
use protocol::rest::{Finding, Stops};
use targeting::json::Operator;

use super::chatflow_draft::{Draft, List};
use super::conditions::Test;
use super::problem;
use crate::texts::{Language, Text};

/// A place of the form that something can be said about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// None in particular.
    Whole,
    /// The name.
    Name,
    /// The inbox.
    Inbox,
    /// The lists of the audience.
    Lists,
    /// The lists whose members never see it.
    HideLists,
    /// All rules of a list.
    Rules(List),
    /// One rule, by its key.
    Rule(List, u32),
    /// All conditions.
    Conditions,
    /// One condition, by its key.
    Test(u32),
    /// The welcome message.
    Welcome,
    /// The heading's own name.
    HeadingName,
    /// The heading's agents.
    Agents,
    /// The colour.
    Colour,
    /// When and how it appears.
    Display,
    /// What opens by itself on small screens, or on large ones.
    Opens(bool),
    /// After how many seconds, on small screens or on large ones.
    Seconds(bool),
    /// At how many percent, on small screens or on large ones.
    Scroll(bool),
    /// The reply time.
    ReplyTime,
    /// The minutes of the e-mail capture.
    CaptureMinutes,
    /// The message of the e-mail capture.
    CaptureMessage,
    /// The consent step.
    Consent,
    /// Its text.
    ConsentText,
    /// A decision that is expected, by its number from 0.
    Expected(usize),
}

impl Place {
    /// The place a path such as `include[1].value` speaks of, in the draft that was judged.
    #[must_use]
    pub fn of(path: &str, draft: &Draft) -> Self {
        let (head, rest) = path.find(['.', '[']).map_or((path, ""), |at| path.split_at(at));
        let rest = rest.trim_start_matches(['.', '[']);
        match head {
            "name" => Self::Name,
            "inbox" => Self::Inbox,
            "audience" if rest.starts_with("hide") => Self::HideLists,
            "audience" => Self::Lists,
            "include" => Self::rule(List::Include, rest, draft),
            "exclude" => Self::rule(List::Exclude, rest, draft),
            "conditions" => Self::condition(rest, draft),
            "welcome" => Self::Welcome,
            "heading" if rest.starts_with("name") => Self::HeadingName,
            "heading" => Self::Agents,
            "color" => Self::Colour,
            "display" => Self::display(rest),
            "availability" | "reply_minutes" => Self::ReplyTime,
            "email_capture" if rest.starts_with("minutes") => Self::CaptureMinutes,
            "email_capture" => Self::CaptureMessage,
            "consent" if rest.starts_with("text") => Self::ConsentText,
            "consent" => Self::Consent,
            "expected" => Self::Expected(number(rest).unwrap_or_default()),
            _ => Self::Whole,
        }
    }

    fn rule(list: List, rest: &str, draft: &Draft) -> Self {
        let rule = number(rest).and_then(|number| draft.rules(list).get(number));
        rule.map_or(Self::Rules(list), |rule| Self::Rule(list, rule.key))
    }

    fn display(rest: &str) -> Self {
        let small = rest.starts_with("small");
        match rest.rsplit('.').next() {
            Some("seconds") => Self::Seconds(small),
            Some("scroll") => Self::Scroll(small),
            Some("open" | "when") => Self::Opens(small),
            _ => Self::Display,
        }
    }

    fn condition(rest: &str, draft: &Draft) -> Self {
        let mut numbers = rest.split([']', '[', '.']).filter_map(|part| part.parse::<usize>().ok());
        let key = numbers.next().and_then(|group| draft.conditions.key_at(group, numbers.next()?));
        key.map_or(Self::Conditions, Self::Test)
    }

    /// The id of the element that takes the focus when the place is to be mended; what is said about it has this id
    /// with `-said` behind.
    #[must_use]
    pub fn id(self) -> String {
        let id = match self {
            Self::Whole => "flow",
            Self::Name => "flow-name",
            Self::Inbox => "flow-inbox",
            Self::Lists => "flow-lists",
            Self::HideLists => "flow-hide",
            Self::Rules(list) => return format!("add-{}", list_id(list)),
            Self::Rule(list, key) => return format!("{}-{key}", list_id(list)),
            Self::Conditions => "add-test",
            Self::Test(key) => return format!("test-{key}"),
            Self::Welcome => "flow-welcome",
            Self::HeadingName => "flow-heading-name",
            Self::Agents => "flow-agents",
            Self::Colour => "flow-colour",
            Self::Display => "flow-often",
            Self::Opens(small) => return format!("flow-opens-{}", screen(small)),
            Self::Seconds(small) => return format!("flow-seconds-{}", screen(small)),
            Self::Scroll(small) => return format!("flow-scroll-{}", screen(small)),
            Self::ReplyTime => "flow-reply",
            Self::CaptureMinutes => "flow-minutes",
            Self::CaptureMessage => "flow-capture",
            Self::Consent => "flow-consent",
            Self::ConsentText => "flow-consent-text",
            Self::Expected(n) => return format!("flow-expected-{n}"),
        };
        id.to_owned()
    }
}

/// The number in `1].value`.
fn number(rest: &str) -> Option<usize> {
    rest.split(']').next().and_then(|number| number.parse().ok())
}

/// A kind of screen in ids of elements.
const fn screen(small: bool) -> &'static str {
    if small { "small" } else { "large" }
}

/// A list of rules in ids of elements.
#[must_use]
pub const fn list_id(list: List) -> &'static str {
    match list {
        List::Include => "rule",
        List::Exclude => "exclusion",
    }
}

/// A finding at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Where.
    pub place: Place,
    /// What it keeps from happening.
    pub stops: Stops,
    /// The code as written.
    pub code: String,
    /// The address of a page that shows it, where there is one.
    pub witness: Option<String>,
    /// The edge's own words, for a code this console does not know.
    message: String,
    /// What else it is about: the name of a chatflow, or the place of a rule.
    other: Option<String>,
}

/// Findings at their places in the draft they were made about.
#[must_use]
pub fn placed(findings: &[Finding], draft: &Draft) -> Vec<Placed> {
    let placed = |finding: &Finding| Placed {
        place: Place::of(&finding.field, draft),
        stops: finding.stops,
        code: finding.code.clone(),
        witness: finding.witness.clone(),
        message: finding.message.clone(),
        other: finding.other.clone(),
    };
    findings.iter().map(placed).collect()
}

/// The code of the warning that negative rules joined by "or" match nearly everywhere (S28).
pub const NEGATIVE_OR: &str = "rule_negative_or";

impl Placed {
    /// What to say.
    #[must_use]
    pub fn sentence(&self, draft: &Draft, language: Language) -> String {
        let say = |text: Text| text.words(language).to_owned();
        let at_most = |text: Text, n: usize| text.fill(language, &[("n", &n.to_string())]);
        match self.code.as_str() {
            "consent_off" => return say(Text::WrongConsentOff),
            "display_hidden" => return say(Text::DisplayHidden),
            "display_covers" => return say(Text::DisplayCovers),
            "display_never" => return say(Text::DisplayNever),
            _ => {}
        }
        if let Some(why) = self.linted(language) {
            return match &self.witness {
                Some(url) => Text::LintExample.fill(language, &[("why", &why), ("url", url)]),
                None => why,
            };
        }
        let Some(code) = Code::parse(&self.code) else { return self.message.clone() };
        match (code, self.place) {
            (Code::ExpectationFailed, Place::Expected(_)) => say(Text::ExpectWrong),
            (Code::TextEmpty | Code::RuleUrl, Place::Expected(_)) => say(Text::TryAddressMissing),
            (Code::RuleMissing, _) => say(Text::WrongRuleMissing),
            (Code::RuleUrl, _) => say(Text::WrongRuleUrl),
            (Code::RuleOperator, _) => say(Text::WrongRuleOperator),
            (Code::RuleValue | Code::TextEmpty, Place::Rule(list, key)) => say(match draft.rule(list, key) {
                Some((_, rule)) if rule.op == Operator::Query && rule.name.is_empty() => {
                    Text::WrongRuleParameter
                }
                Some((_, rule)) if rule.value.trim().is_empty() => Text::WrongRuleEmpty,
                _ => Text::WrongRuleValue,
            }),
            (Code::TextTooLong, Place::Rule(..)) => say(Text::WrongRuleValue),
            (Code::ColourInvalid, _) => say(Text::WrongColour),
            (Code::ConsentTextRequired, _) | (Code::TextEmpty, Place::ConsentText) => {
                say(Text::WrongConsentText)
            }
            (Code::GdprOff, _) => say(Text::ConsentGdprOff),
            (Code::TextEmpty, Place::Name) => say(Text::WrongName),
            (Code::TextEmpty, _) => say(Text::WrongEmpty),
            (Code::TextTooLong, place) => match most_chars(place) {
                Some(most) => at_most(Text::WrongTooLong, most),
                None => say(problem::words(code)),
            },
            (Code::NumberRange, place) => {
                let most = match place {
                    Place::CaptureMinutes => conversation::capture::MAX_MINUTES.to_string(),
                    Place::Seconds(_) => targeting::display::SECONDS.to_string(),
                    Place::Scroll(_) => targeting::display::PERCENT.to_string(),
                    _ => limits::REPLY_MINUTES.to_string(),
                };
                Text::WrongNumber.fill(language, &[("least", "1"), ("most", &most)])
            }
            (Code::ReferenceUnknown, Place::Inbox) => say(Text::WrongInbox),
            (Code::ReferenceUnknown, Place::Agents) => say(Text::WrongAgents),
            (Code::ReferenceUnknown, Place::Lists) if draft.lists.is_empty() => say(Text::WrongNoList),
            (Code::ReferenceUnknown, Place::Lists | Place::HideLists) => say(Text::WrongLists),
            (Code::TooMany, Place::Rules(_)) => at_most(Text::WrongTooMany, limits::RULES),
            (Code::TooMany, Place::Conditions) => at_most(Text::WrongTooMany, limits::CONDITIONS),
            (Code::ConditionInvalid, Place::Test(key)) => {
                let wrong = draft.conditions.test(key).and_then(Test::wrong);
                say(wrong.unwrap_or(Text::CodeCondition))
            }
            _ => say(problem::words(code)),
        }
    }
}

impl Placed {
    /// What the lint found, where it did.
    fn linted(&self, language: Language) -> Option<String> {
        let other = self.other.as_deref();
        // The place of a rule or a condition, as people count.
        let number =
            other.and_then(|place| place.rsplit('[').next()?.trim_end_matches(']').parse::<usize>().ok());
        let with_number = |text: Text| text.fill(language, &[("n", &(number? + 1).to_string())]).into();
        let with_name = |text: Text| text.fill(language, &[("other", other?)]).into();
        let text = match self.code.as_str() {
            NEGATIVE_OR => Text::NegativeOr,
            "rule_wildcard_literal" => Text::WrongWildcard,
            "chatflow_unreachable" if other.is_some() => return with_name(Text::LintUnreachable),
            "chatflow_unreachable" => Text::LintUnreachableBySeveral,
            "rule_overlap" => return with_name(Text::LintOverlap),
            "chatflow_hides" => return with_name(Text::LintHides),
            "rule_takes" => return with_name(Text::LintTakes),
            "rule_duplicate" => return with_number(Text::LintDuplicate),
            "rule_covered" => return with_number(Text::LintCovered),
            "include_excluded" => return with_number(Text::LintExcluded),
            "conditions_contradictory" => return with_number(Text::LintContradiction),
            "exclusion_unmet" => Text::LintUnmet,
            "rule_no_page" => Text::LintNoPage,
            "regex_plain" => Text::LintRegex,
            "audience_moot" if self.place == Place::HideLists => Text::LintMootHidden,
            "audience_moot" => Text::LintMootList,
            "condition_never" => Text::LintNever,
            _ => return None,
        };
        Some(text.words(language).to_owned())
    }
}

fn most_chars(place: Place) -> Option<usize> {
    match place {
        Place::Name | Place::HeadingName => Some(limits::NAME_CHARS),
        Place::Welcome => Some(limits::WELCOME_CHARS),
        Place::CaptureMessage => Some(limits::CAPTURE_CHARS),
        Place::ConsentText => Some(limits::CONSENT_CHARS),
        _ => None,
    }
}

/// Why something is stopped, in words, and where to mend it: the first thing, and how many more there are.
#[must_use]
pub fn stopped(
    findings: &[Placed],
    by: &[Stops],
    draft: &Draft,
    language: Language,
) -> Option<(Place, String)> {
    let mut stopping = findings.iter().filter(|finding| by.contains(&finding.stops));
    let first = stopping.next()?;
    let why = first.sentence(draft, language);
    let why = match stopping.count() {
        0 => why,
        more => Text::AndMore.fill(language, &[("why", &why), ("n", &more.to_string())]),
    };
    Some((first.place, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let flow = r#"{"id": "tea", "name": "Teapot help", "inbox": "main", "include": [{"op": "is", "value": "/a"}, {"op": "is", "value": ""},
            {"op": "query", "name": ""}], "exclude": [{"op": "is", "value": "%%"}],
            "conditions": [[{"fact": "device", "op": "is", "value": "mobile"}, {"fact": "language", "op": "is", "value": ""}]]}"#;
        Draft::of(&serde_json::from_str(flow).unwrap())
    }

    #[test]
    fn every_path_has_its_place() {
        let mut draft = draft();
        // Keys are not numbers: what is said of the second rule stays with it.
        let first = draft.include[0].key;
        draft.delete_rule(List::Include, first);
        let (second, excluded) = (draft.include[0].key, draft.exclude[0].key);
        for (path, expected) in [
            ("name", Place::Name),
            ("inbox", Place::Inbox),
            ("audience.lists", Place::Lists),
            ("audience.lists[0]", Place::Lists),
            ("audience", Place::Lists),
            ("audience.hide_for_lists", Place::HideLists),
            ("include", Place::Rules(List::Include)),
            ("include[0].value", Place::Rule(List::Include, second)),
            ("include[0]", Place::Rule(List::Include, second)),
            ("include[9].op", Place::Rules(List::Include)),
            ("exclude[0].value", Place::Rule(List::Exclude, excluded)),
            ("exclude", Place::Rules(List::Exclude)),
            ("conditions", Place::Conditions),
            ("conditions[0][1].value", Place::Test(1)),
            ("conditions[0][1]", Place::Test(1)),
            ("conditions[7][0].op", Place::Conditions),
            ("welcome", Place::Welcome),
            ("heading.name", Place::HeadingName),
            ("heading.agents[1]", Place::Agents),
            ("color", Place::Colour),
            ("display", Place::Display),
            ("display.small.open", Place::Opens(true)),
            ("display.small.when", Place::Opens(true)),
            ("display.large.when.seconds", Place::Seconds(false)),
            ("display.small.when.scroll", Place::Scroll(true)),
            ("availability.reply_minutes", Place::ReplyTime),
            ("email_capture.minutes", Place::CaptureMinutes),
            ("email_capture.message", Place::CaptureMessage),
            ("consent", Place::Consent),
            ("consent.text", Place::ConsentText),
            ("expected[3].url", Place::Expected(3)),
            ("", Place::Whole),
            ("from_the_future[1].x", Place::Whole),
        ] {
            assert_eq!(Place::of(path, &draft), expected, "{path}");
        }
    }

    #[test]
    fn findings_speak_the_readers_language() {
        // S28 S30
        let draft = draft();
        let said = |field: &str, code: &str, language| {
            let finding = Finding {
                field: field.into(),
                code: code.into(),
                stops: Stops::Saving,
                message: "from the edge".into(),
                witness: Some("https://a.example/".into()),
                other: Some("Sales".into()),
            };
            placed(&[finding], &draft)[0].sentence(&draft, language)
        };
        for (field, code, expected) in [
            ("include", "rule_missing", "cannot be published"),
            ("include", "rule_negative_or", "negative"),
            ("include[0].value", "rule_wildcard_literal", "ordinary character"),
            ("include[0].value", "rule_value", "too long"),
            ("include[1].value", "rule_value", "Enter an address"),
            ("include[2].value", "rule_value", "name of the parameter"),
            ("exclude[0].value", "rule_url", "no address"),
            ("include[0].op", "rule_operator", "another condition"),
            ("include", "too_many", "at most 200"),
            ("color", "colour_invalid", "#16614e"),
            ("name", "text_empty", "Give it a name"),
            ("name", "text_too_long", "At most 100"),
            ("welcome", "text_too_long", "At most 2000"),
            ("email_capture.message", "text_empty", "must not be empty"),
            ("email_capture.message", "text_too_long", "At most 500"),
            ("email_capture.minutes", "number_range", "from 1 to 1440"),
            ("availability.reply_minutes", "number_range", "from 1 to 43200"),
            ("display.large.when.seconds", "number_range", "from 1 to 3600"),
            ("display.small.when.scroll", "number_range", "from 1 to 100"),
            ("display", "display_hidden", "No screen"),
            ("display.small.open", "display_covers", "covers"),
            ("display.small.when", "display_never", "Touch screens"),
            ("consent.text", "consent_text_required", "Write why"),
            ("consent.text", "text_too_long", "At most 5000"),
            ("consent", "gdpr_off", "only while"),
            ("consent", "consent_off", "kept, and not shown"),
            ("audience.lists", "reference_unknown", "at least one list"),
            ("audience.hide_for_lists[0]", "reference_unknown", "Untick it"),
            ("heading.agents", "reference_unknown", "at least one person"),
            ("inbox", "reference_unknown", "inbox"),
            ("conditions[0][0].op", "condition_invalid", "cannot be understood"),
            ("conditions[0][1].value", "condition_invalid", "Enter a value"),
            ("conditions", "too_many", "at most 20"),
            ("include[0].value", "rule_regex", "no regular expression"),
            ("expected[0]", "expectation_failed", "otherwise"),
            ("expected[0].url", "rule_url", "address of a page"),
            ("", "chatflow_unreachable", "“Sales” comes first"),
            ("include[0]", "rule_overlap", "meant for them. For example: https://a.example/"),
            ("", "chatflow_hides", "“Sales” would never be shown"),
            ("include[0]", "rule_takes", "pages that “Sales” names"),
            ("include[0]", "exclusion_unmet", "nothing to leave out"),
            ("include[0]", "regex_plain", "plain rule"),
            ("include[0]", "rule_no_page", "sitemap"),
            ("audience.hide_for_lists", "audience_moot", "nobody to hide it from"),
            ("audience.lists[0]", "audience_moot", "members of this list"),
            ("audience.hide_for_lists", "audience_contradictory", "nobody would see it"),
            ("conditions[0][0]", "condition_never", "holds for nobody"),
            ("welcome", "code_of_tomorrow", "from the edge"),
            ("routing", "reference_unknown", "does not exist any more"),
            ("welcome", "text_encoding", "broken character"),
        ] {
            let english = said(field, code, Language::English);
            assert!(english.contains(expected), "{field} {code}: {english}");
            let german = said(field, code, Language::German);
            assert_eq!(german == english, expected == "from the edge", "{field} {code}: {german}");
        }
    }

    #[test]
    fn other_rules_are_told_by_their_number() {
        // N5
        let draft = draft();
        for (code, other, expected) in [
            ("rule_duplicate", "include[0]", "the same as rule 1 "),
            ("rule_covered", "exclude[2]", "Rule 3 "),
            ("include_excluded", "exclude[1]", "Exclusion 2 "),
            ("conditions_contradictory", "conditions[1][0]", "condition 1 "),
        ] {
            let finding = Finding {
                field: "include[1]".into(),
                code: code.into(),
                stops: Stops::Nothing,
                message: String::new(),
                witness: None,
                other: Some(other.into()),
            };
            let [english, german] = [Language::English, Language::German]
                .map(|language| placed(std::slice::from_ref(&finding), &draft)[0].sentence(&draft, language));
            assert!(english.contains(expected), "{code}: {english}");
            assert_ne!(english, german);
        }
    }

    #[test]
    fn the_first_reason_is_told_and_how_many_more() {
        // S30
        let draft = draft();
        let finding = |field: &str, code: &str, stops| Finding {
            field: field.into(),
            code: code.into(),
            stops,
            message: String::new(),
            witness: None,
            other: None,
        };
        let all = placed(
            &[
                finding("include", "rule_negative_or", Stops::Nothing),
                finding("include", "rule_missing", Stops::Publishing),
                finding("color", "colour_invalid", Stops::Saving),
            ],
            &draft,
        );
        for (by, expected) in [
            (
                &[Stops::Saving][..],
                Some((Place::Colour, Text::WrongColour.words(Language::English).to_owned())),
            ),
            (
                &[Stops::Publishing, Stops::Saving],
                Some((
                    Place::Rules(List::Include),
                    format!("{} And 1 more.", Text::WrongRuleMissing.words(Language::English)),
                )),
            ),
            (&[], None),
        ] {
            assert_eq!(stopped(&all, by, &draft, Language::English), expected, "{by:?}");
        }
    }
}
