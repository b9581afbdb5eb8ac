//! Where a finding about a chatflow belongs in the form, and what it says.
//!
//! Knows the paths and codes of the edge. Judges nothing itself: the edge does, whenever the draft rests.

use protocol::code::Code;
use protocol::limits;
use protocol::rest::{Finding, Stops};
use targeting::json::Operator;

use super::availability;
use super::bot;
use super::chatflow_draft::{Draft, List};
use super::chatflow_form;
use super::chatflow_heading::HeadingKind;
use super::chatflow_lengths::most_chars;
use super::conditions::Test;
use super::hours::Wrong;
use super::problem;
use super::subscriptions;
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
    /// The team whose names are shown.
    HeadingTeam,
    /// Who is shown to visitors without an owner.
    HeadingFallback,
    /// The heading's agents.
    Agents,
    /// The colour.
    Colour,
    /// The language of the widget's words.
    Language,
    /// Light or dark.
    Scheme,
    /// The font.
    Font,
    /// What is drawn on the launcher.
    Icon,
    /// What is written on it.
    Label,
    /// How much further from the side it is.
    OffsetSide,
    /// How much further from the bottom.
    OffsetBottom,
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
    /// What visitors read while nobody can take a chat.
    AwayText,
    /// What they read while everybody is busy.
    FullText,
    /// What they read where they are asked for an address then.
    FullQuestion,
    /// What they read outside business hours.
    ClosedText,
    /// After how long a chat closes by itself.
    ClosesAfter,
    /// On which scale visitors rate a chat that has ended.
    RatingScale,
    /// The question about it.
    RatingQuestion,
    /// The zone of the business hours.
    Zone,
    /// A row of the business hours, by its key; the first key is of Monday.
    Hours(u32),
    /// The people that threads are routed to.
    Routed,
    /// The teams.
    RoutedTeams,
    /// The form before the chat.
    Form,
    /// The text above it.
    FormIntro,
    /// One of its fields, by its key.
    FormField(u32),
    /// The minutes of the e-mail capture.
    CaptureMinutes,
    /// The message of the e-mail capture.
    CaptureMessage,
    /// The consent step.
    Consent,
    /// Its text.
    ConsentText,
    /// Consent to communicate.
    Communication(subscriptions::Part),
    /// A decision that is expected, by its number from 0.
    Expected(usize),
    /// The bot.
    Bot,
    /// One of its steps, by its number from 0.
    BotStep(usize),
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
            // Where nothing is chosen yet, what is missing is of the kind that the form shows.
            "heading" => match draft.heading.kind {
                HeadingKind::Team => Self::HeadingTeam,
                HeadingKind::Owner => Self::HeadingFallback,
                _ => Self::Agents,
            },
            "color" => Self::Colour,
            "language" => Self::Language,
            "look" => Self::look(rest),
            "display" => Self::display(rest),
            "availability" => Self::available(rest),
            "reply_minutes" => Self::ReplyTime,
            "closes_after_minutes" => Self::ClosesAfter,
            "rating" if rest.starts_with("scale") => Self::RatingScale,
            "rating" => Self::RatingQuestion,
            "routing" if rest.contains("teams") => Self::RoutedTeams,
            "routing" => Self::Routed,
            "form" if rest.starts_with("intro") => Self::FormIntro,
            "form" => draft.form.key_of(rest).map_or(Self::Form, Self::FormField),
            "email_capture" if rest.starts_with("minutes") => Self::CaptureMinutes,
            "email_capture" => Self::CaptureMessage,
            "consent" if rest.starts_with("text") => Self::ConsentText,
            "consent" => Self::Consent,
            "communication" => Self::Communication(subscriptions::Part::of(rest)),
            "bot" => match rest.strip_prefix("steps[").and_then(number) {
                Some(step) => Self::BotStep(step),
                None => Self::Bot,
            },
            "expected" => Self::Expected(number(rest).unwrap_or_default()),
            _ => Self::Whole,
        }
    }

    fn rule(list: List, rest: &str, draft: &Draft) -> Self {
        let rule = number(rest).and_then(|number| draft.rules(list).get(number));
        rule.map_or(Self::Rules(list), |rule| Self::Rule(list, rule.key))
    }

    fn available(rest: &str) -> Self {
        if rest.contains("zone") {
            Self::Zone
        } else if rest.contains("schedule") {
            Self::Hours(1)
        } else if rest.contains("at_capacity.message") {
            Self::FullQuestion
        } else if rest.contains("at_capacity") {
            Self::FullText
        } else if rest.contains("closed") {
            Self::ClosedText
        } else if rest.contains("away") {
            Self::AwayText
        } else {
            Self::ReplyTime
        }
    }

    fn look(rest: &str) -> Self {
        match rest {
            "scheme" => Self::Scheme,
            "font" => Self::Font,
            "icon" => Self::Icon,
            "offset_side" => Self::OffsetSide,
            "offset_bottom" => Self::OffsetBottom,
            _ => Self::Label,
        }
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
            Self::HeadingTeam => "flow-heading-team",
            Self::HeadingFallback => "flow-heading-fallback",
            Self::Agents => "flow-agents",
            Self::Colour => "flow-colour",
            Self::Language => "flow-language",
            Self::Scheme => "flow-scheme",
            Self::Font => "flow-font",
            Self::Icon => "flow-icon",
            Self::Label => "flow-label",
            Self::OffsetSide => "flow-offset-side",
            Self::OffsetBottom => "flow-offset-bottom",
            Self::Display => "flow-often",
            Self::Opens(small) => return format!("flow-opens-{}", screen(small)),
            Self::Seconds(small) => return format!("flow-seconds-{}", screen(small)),
            Self::Scroll(small) => return format!("flow-scroll-{}", screen(small)),
            Self::ReplyTime => "flow-reply",
            Self::AwayText => "flow-away-text",
            Self::FullText => "flow-full-text",
            Self::FullQuestion => "flow-full-question",
            Self::ClosedText => "flow-closed-text",
            Self::ClosesAfter => "flow-closes-after",
            Self::RatingScale => "flow-rating",
            Self::RatingQuestion => "flow-rating-question",
            Self::Zone => "hours-zone",
            Self::Hours(key) => return format!("hours-{key}"),
            Self::Routed => "flow-routed",
            Self::RoutedTeams => "flow-teams",
            Self::Form => "flow-form",
            Self::FormIntro => "flow-form-intro",
            Self::FormField(key) => return format!("form-field-{key}"),
            Self::CaptureMinutes => "flow-minutes",
            Self::CaptureMessage => "flow-capture",
            Self::Consent => "flow-consent",
            Self::ConsentText => "flow-consent-text",
            Self::Communication(part) => part.id(),
            Self::Expected(n) => return format!("flow-expected-{n}"),
            Self::Bot => "flow-bot",
            Self::BotStep(n) => return format!("bot-step-{n}"),
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

/// Findings at their places in the draft they were made about, and what the form itself finds wrong with hours: there
/// it knows the row, and the edge only knows that there is something.
#[must_use]
pub fn placed(findings: &[Finding], draft: &Draft) -> Vec<Placed> {
    let rows = if draft.mode == availability::Kind::Hours { draft.hours.wrong() } else { Vec::new() };
    let placed = |finding: &Finding| Placed {
        place: Place::of(&finding.field, draft),
        stops: finding.stops,
        code: finding.code.clone(),
        witness: finding.witness.clone(),
        message: finding.message.clone(),
        other: finding.other.clone(),
    };
    let own = rows.iter().map(|(key, wrong)| Placed {
        place: Place::Hours(*key),
        stops: Stops::Saving,
        code: wrong.code().to_owned(),
        witness: None,
        message: String::new(),
        other: None,
    });
    let theirs = findings.iter().map(placed);
    theirs.filter(|finding| rows.is_empty() || finding.place != Place::Hours(1)).chain(own).collect()
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
        if let Some(wrong) = Wrong::of_code(&self.code) {
            return say(wrong.words());
        }
        if let Some(why) = self.linted(language) {
            return match &self.witness {
                Some(url) => Text::LintExample.fill(language, &[("why", &why), ("url", url)]),
                None => why,
            };
        }
        let Some(code) = Code::parse(&self.code) else { return self.message.clone() };
        if let Some(text) =
            chatflow_form::wrong(code, self.place).or_else(|| subscriptions::wrong(code, self.place))
        {
            return say(text);
        }
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
            (Code::TextEmpty | Code::ReferenceUnknown, Place::Routed) if draft.routes_to_nobody() => {
                say(Text::WrongRoutedNone)
            }
            (Code::TextEmpty, Place::Name) => say(Text::WrongName),
            (Code::TextEmpty, _) => say(Text::WrongEmpty),
            (Code::TextTooLong, place) => match most_chars(place) {
                Some(most) => at_most(Text::WrongTooLong, most),
                None => say(problem::words(code)),
            },
            (Code::NumberRange, place) => {
                let least = match place {
                    Place::ClosesAfter => limits::CLOSES_AFTER_MINUTES.start().to_string(),
                    Place::OffsetSide | Place::OffsetBottom => "0".to_owned(),
                    _ => "1".to_owned(),
                };
                let most = match place {
                    Place::ClosesAfter => limits::CLOSES_AFTER_MINUTES.end().to_string(),
                    Place::CaptureMinutes => conversation::capture::MAX_MINUTES.to_string(),
                    Place::Seconds(_) => targeting::display::SECONDS.to_string(),
                    Place::Scroll(_) => targeting::display::PERCENT.to_string(),
                    Place::OffsetSide | Place::OffsetBottom => limits::OFFSET_PX.to_string(),
                    _ => limits::REPLY_MINUTES.to_string(),
                };
                Text::WrongNumber.fill(language, &[("least", &least), ("most", &most)])
            }
            (_, Place::Zone) => say(Text::WrongZone),
            (Code::ReferenceUnknown, Place::Routed | Place::RoutedTeams) => say(Text::WrongRouted),
            (Code::ReferenceUnknown, Place::Inbox) => say(Text::WrongInbox),
            (Code::ReferenceUnknown, Place::Agents | Place::HeadingFallback) => say(Text::WrongAgents),
            (Code::ReferenceUnknown, Place::HeadingTeam) => say(Text::WrongTeam),
            (Code::ReferenceUnknown, Place::Lists) if draft.lists.is_empty() => say(Text::WrongNoList),
            (Code::ReferenceUnknown, Place::Lists | Place::HideLists) => say(Text::WrongLists),
            (Code::TooMany, Place::Rules(_)) => at_most(Text::WrongTooMany, limits::RULES),
            (Code::TooMany, Place::Conditions) => at_most(Text::WrongTooMany, limits::CONDITIONS),
            (Code::BotInvalid, Place::BotStep(number)) => {
                say(bot::wrong(draft.bot.as_ref(), number).unwrap_or(Text::CodeBotInvalid))
            }
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
#[path = "chatflow_findings_tests.rs"]
mod tests;
