//! A chatflow in words: who sees it, where, what it says, who answers, when somebody is there (S8).
//!
//! The same lines say what one version of a chatflow has that another has not (N9). Knows chatflows and texts; names of
//! lists, people and teams are passed in.

use conversation::availability::{Hours, Mode};
use conversation::ids::{AgentId, TeamId};
use conversation::routing::{Otherwise, People, Rule};
use protocol::account::{Chatflow, EmailCapture, Heading};
use protocol::boot::Position;
use targeting::display::{Open, Screen, When};

use super::chatflow_sections::Section;
use super::conditions_words::conditions_in_words;
use super::display;
use super::minutes::in_words;
use super::rules::{InWords, as_beginning, audience, pages};
use crate::texts::{Language, Text};

/// What ids stand for.
pub struct Names<'a> {
    /// The account.
    pub account: &'a str,
    /// A list.
    pub list: &'a dyn Fn(&str) -> String,
    /// A person.
    pub agent: &'a dyn Fn(&AgentId) -> String,
    /// A team.
    pub team: &'a dyn Fn(&TeamId) -> String,
}

/// What is said about one side of a chatflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub label: Text,
    /// Where it is changed.
    pub section: Section,
    /// What is said, a sentence or a rule each; never empty.
    pub said: Vec<InWords>,
}

fn plain(words: String) -> InWords {
    InWords { words, value: None }
}

/// Text of the owner's own, shown as it was written.
fn quoted(words: String, value: &str) -> InWords {
    InWords { words, value: (!value.trim().is_empty()).then(|| value.to_owned()) }
}

/// All of it.
#[must_use]
pub fn lines(chatflow: &Chatflow, names: &Names<'_>, language: Language) -> Vec<Line> {
    let say = |text: Text| text.words(language).to_owned();
    let who = audience(&chatflow.targeting.audience, names.list, language);
    let line = |label: Text, section: Section, said: Vec<InWords>| Line { label, section, said };
    vec![
        line(Text::ChatflowName, Section::Review, vec![plain(chatflow.name.clone())]),
        line(Text::ReviewWho, Section::Audience, who.into_iter().map(plain).collect()),
        line(Text::ReviewWhere, Section::Targeting, places(chatflow, language)),
        line(Text::ReviewSays, Section::Message, says(chatflow, names, language)),
        line(Text::ReviewOpens, Section::Message, opens(chatflow, language)),
        line(Text::ReviewCapture, Section::Message, vec![capture(chatflow, language)]),
        line(Text::ReviewAnswers, Section::Routing, answers(&chatflow.routing, names, language)),
        line(Text::ReviewAvailable, Section::Options, available(&chatflow.availability, language)),
        line(
            Text::ReviewConsent,
            Section::Options,
            vec![match &chatflow.consent {
                None => plain(say(Text::ConsentNo)),
                Some(consent) => {
                    let explicit = consent.mode == conversation::consent::Mode::Explicit;
                    let mode = if explicit { Text::ConsentExplicit } else { Text::ConsentInterest };
                    quoted(say(mode), &consent.text)
                }
            }],
        ),
        line(
            Text::CommunicationToggle,
            Section::Options,
            vec![match &chatflow.communication {
                None => plain(say(Text::ConsentNo)),
                Some(asked) => quoted(asked.subscription.to_string(), &asked.text),
            }],
        ),
        line(Text::ReviewAfter, Section::Options, after(chatflow, language)),
        line(Text::ReviewLook, Section::Customize, look(chatflow, language)),
        line(
            Text::ReviewBot,
            Section::Bot,
            vec![match &chatflow.bot {
                None => plain(say(Text::BotNo)),
                Some(bot) => {
                    let n = bot.steps.len().to_string();
                    quoted(Text::BotSteps.fill(language, &[("n", &n)]), &bot.name)
                }
            }],
        ),
    ]
}

/// The pages, then the exclusions, then the conditions.
fn places(chatflow: &Chatflow, language: Language) -> Vec<InWords> {
    let pages = pages(&chatflow.targeting, language);
    let led = |lead: Option<Text>, rule: InWords| match lead {
        Some(lead) => InWords { words: format!("{} {}", lead.words(language), rule.words), ..rule },
        None => InWords { words: as_beginning(&rule.words), ..rule },
    };
    let include =
        pages.include.into_iter().enumerate().map(|(n, rule)| led((n > 0).then_some(Text::Or), rule));
    let exclude = pages
        .exclude
        .into_iter()
        .enumerate()
        .map(|(n, rule)| led(Some(if n > 0 { Text::Or } else { Text::ExceptWhere }), rule));
    let conditions = conditions_in_words(&chatflow.targeting.conditions, language).into_iter().map(plain);
    include.chain(exclude).chain(conditions).collect()
}

fn says(chatflow: &Chatflow, names: &Names<'_>, language: Language) -> Vec<InWords> {
    let named = |text: Text, name: &str| text.fill(language, &[("name", name)]);
    let from = match &chatflow.heading {
        Heading::Account => named(Text::SaysAs, names.account),
        Heading::Custom { name } => named(Text::SaysAs, name),
        Heading::Agents { agents } => {
            let all = agents.iter().map(names.agent).collect::<Vec<_>>().join(", ");
            Text::SaysAsAgents.fill(language, &[("names", &all)])
        }
        Heading::Team { team } => named(Text::SaysAsTeam, &(names.team)(team)),
        Heading::Owner { fallback } => named(Text::SaysAsOwner, &(names.agent)(fallback)),
    };
    let words = if chatflow.welcome.trim().is_empty() {
        plain(Text::SaysNothing.words(language).to_owned())
    } else {
        plain(chatflow.welcome.clone())
    };
    vec![words, plain(from)]
}

fn opens(chatflow: &Chatflow, language: Language) -> Vec<InWords> {
    let rules = display::of(chatflow);
    let one = |text: Text, screen: Screen| {
        let what = match screen.open {
            Open::Window => Text::OpensWindow,
            Open::Welcome => Text::OpensWelcome,
            Open::Launcher => Text::OpensLauncher,
            Open::Hidden => Text::OpensNothing,
        };
        let When { seconds, scroll, exit_intent } = screen.when;
        let mut what = what.words(language).to_owned();
        if let Some(seconds) = seconds {
            what = format!("{what}. {}: {seconds}", Text::DisplaySeconds.words(language));
        }
        if let Some(scroll) = scroll {
            what = format!("{what}. {}: {scroll}", Text::DisplayScroll.words(language));
        }
        if exit_intent {
            what = format!("{what}. {}", Text::DisplayExit.words(language));
        }
        plain(text.fill(language, &[("what", &what)]))
    };
    vec![one(Text::OpensLarge, rules.large), one(Text::OpensSmall, rules.small)]
}

fn capture(chatflow: &Chatflow, language: Language) -> InWords {
    match &chatflow.email_capture {
        None => plain(Text::CaptureNo.words(language).to_owned()),
        Some(EmailCapture::RightAway { message }) => {
            quoted(Text::CaptureNow.words(language).to_owned(), message)
        }
        Some(EmailCapture::Unanswered { minutes, message }) => {
            let time = in_words(u32::from(*minutes), language);
            quoted(Text::CaptureAfter.fill(language, &[("time", &time)]), message)
        }
    }
}

fn answers(rule: &Rule, names: &Names<'_>, language: Language) -> Vec<InWords> {
    let say = |text: Text| text.words(language).to_owned();
    let people = |people: &People| {
        let agents = people.agents.iter().map(names.agent);
        let team = |team| Text::AnswersTeam.fill(language, &[("name", &(names.team)(team))]);
        agents.chain(people.teams.iter().map(team)).collect::<Vec<_>>().join(", ")
    };
    let last =
        |people: &People| people.last_agent_first.then(|| plain(Text::AnswersLast.words(language).into()));
    match rule {
        Rule::Nobody { .. } => vec![plain(say(Text::AnswersNobody))],
        Rule::People(them) => std::iter::once(plain(as_beginning(&people(them)))).chain(last(them)).collect(),
        Rule::Owner { otherwise } => {
            let (others, last) = match otherwise {
                Otherwise::Nobody { .. } => (say(Text::AnswersOthersNobody), None),
                Otherwise::People(them) => (people(them), last(them)),
            };
            let owner = plain(Text::AnswersOwner.fill(language, &[("others", &others)]));
            std::iter::once(owner).chain(last).collect()
        }
    }
}

fn available(mode: &Mode, language: Language) -> Vec<InWords> {
    let first = match mode {
        Mode::Always { .. } => Text::AvailableAlways.words(language).to_owned(),
        Mode::Status { .. } => Text::AvailableStatus.words(language).to_owned(),
        Mode::Hours(hours) => {
            let Hours { schedule, .. } = hours.as_ref();
            Text::AvailableHours.fill(language, &[("zone", schedule.zone.as_str())])
        }
    };
    let reply = mode.reply_minutes().map(|minutes| {
        let time = in_words(minutes, language);
        plain(Text::AvailableAnswers.fill(language, &[("time", &time)]))
    });
    std::iter::once(plain(first)).chain(reply).collect()
}

fn after(chatflow: &Chatflow, language: Language) -> Vec<InWords> {
    let closes = chatflow.closes_after_minutes.map(|minutes| {
        let time = in_words(u32::from(minutes), language);
        plain(Text::AfterCloses.fill(language, &[("time", &time)]))
    });
    let rating = chatflow
        .rating
        .as_ref()
        .map(|asked| quoted(Text::AfterRating.words(language).to_owned(), &asked.question));
    let transcript = chatflow.transcript.then(|| plain(Text::AfterTranscript.words(language).to_owned()));
    let said: Vec<_> = closes.into_iter().chain(rating).chain(transcript).collect();
    if said.is_empty() { vec![plain("–".to_owned())] } else { said }
}

fn look(chatflow: &Chatflow, language: Language) -> Vec<InWords> {
    let corner = match chatflow.position {
        Position::End => Text::CornerEnd,
        Position::Start => Text::CornerStart,
    };
    let label = &chatflow.look.label;
    let words = (!label.is_empty())
        .then(|| InWords { words: Text::LookLabel.words(language).to_owned(), value: Some(label.clone()) });
    let first = [
        InWords { words: Text::Colour.words(language).to_owned(), value: Some(chatflow.color.clone()) },
        plain(corner.words(language).to_owned()),
    ];
    first.into_iter().chain(words).collect()
}

/// What one version says otherwise than another, line by line: before and after. What differs and has no words is one
/// line of its own, without a section.
#[must_use]
pub fn changes(
    before: &Chatflow,
    after: &Chatflow,
    names: &Names<'_>,
    language: Language,
) -> Vec<(Line, Line)> {
    let pairs = lines(before, names, language).into_iter().zip(lines(after, names, language));
    let mut changed: Vec<(Line, Line)> = pairs.filter(|(old, new)| old != new).collect();
    if changed.is_empty() && !is_same(before, after) {
        let said = vec![plain(Text::ReviewOtherChanged.words(language).to_owned())];
        let line = Line { label: Text::ReviewOther, section: Section::Review, said };
        changed.push((Line { said: vec![plain("–".to_owned())], ..line.clone() }, line));
    }
    changed
}

/// Whether two versions are the same but for switch and place in the order, which are no part of a version.
fn is_same(before: &Chatflow, after: &Chatflow) -> bool {
    let mut before = before.clone();
    before.targeting.enabled = after.targeting.enabled;
    before.targeting.priority = after.targeting.priority;
    before == *after
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn chatflow(more: Value) -> Chatflow {
        let mut flow = json!({
            "id": "tea", "name": "Teapot help", "inbox": "main", "welcome": "Which pot?", "enabled": true,
            "include": [{"op": "starts_with", "value": "/tea/"}],
        });
        flow.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(flow).unwrap()
    }

    fn with_names<T>(read: impl FnOnce(&Names<'_>) -> T) -> T {
        let names = Names {
            account: "Kiln",
            list: &|id| format!("list {id}"),
            agent: &|id| format!("agent {id}"),
            team: &|id| format!("team {id}"),
        };
        read(&names)
    }

    fn said(flow: &Chatflow, label: Text) -> String {
        let lines = with_names(|names| lines(flow, names, Language::English));
        let line = lines.into_iter().find(|line| line.label == label).unwrap();
        let words = line.said.into_iter().map(|said| match said.value {
            Some(value) => format!("{} [{value}]", said.words),
            None => said.words,
        });
        words.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_chatflow_is_told_in_words() {
        // S8
        for (more, label, expected) in [
            (json!({}), Text::ReviewWho, "Everybody"),
            (json!({}), Text::ReviewWhere, "Address begins with [/tea/]"),
            (
                json!({"include": [{"op": "all"}], "exclude": [{"op": "is", "value": "/a"}, {"op": "is", "value": "/b"}]}),
                Text::ReviewWhere,
                "Every page | Except where address is [/a] | or address is [/b]",
            ),
            (json!({}), Text::ReviewSays, "Which pot? | As Kiln"),
            (
                json!({"welcome": "", "heading": {"kind": "agents", "agents": ["anna", "jo"]}}),
                Text::ReviewSays,
                "No words of its own | As agent anna, agent jo",
            ),
            (json!({}), Text::ReviewAnswers, "Nobody: they wait in Unassigned"),
            (
                json!({"routing": {"assign": "people", "agents": ["anna"], "teams": ["kiln"]}}),
                Text::ReviewAnswers,
                "Agent anna, team team kiln",
            ),
            (
                json!({"routing": {"assign": "owner", "otherwise": {"assign": "nobody"}}}),
                Text::ReviewAnswers,
                "The contact’s owner, else nobody",
            ),
            (
                json!({"availability": {"mode": "always", "reply_minutes": 60}}),
                Text::ReviewAvailable,
                "Always | An answer within 1 hour",
            ),
            (
                json!({"email_capture": {"when": "unanswered", "minutes": 5, "message": "Your address?"}}),
                Text::ReviewCapture,
                "Asked for after 5 minutes without an answer [Your address?]",
            ),
            (
                json!({"consent": {"mode": "explicit", "text": "We keep it."}}),
                Text::ReviewConsent,
                "Explicit consent required [We keep it.]",
            ),
            (json!({"transcript": false}), Text::ReviewAfter, "–"),
        ] {
            assert_eq!(said(&chatflow(more.clone()), label), expected, "{more}");
        }
    }

    #[test]
    fn every_line_says_something_in_both_languages() {
        for language in [Language::English, Language::German] {
            let lines = with_names(|names| lines(&chatflow(json!({})), names, language));
            assert!(lines.iter().all(|line| !line.said.is_empty()));
            assert!(lines.iter().all(|line| line.said.iter().all(|said| !said.words.is_empty())));
        }
    }

    #[test]
    fn versions_are_told_apart_by_what_they_say() {
        // N9
        let before = chatflow(json!({}));
        for (more, expected) in [
            (json!({"welcome": "Hello"}), vec![Text::ReviewSays]),
            (json!({"name": "Pots", "color": "#3f6b5c"}), vec![Text::ChatflowName, Text::ReviewLook]),
            // The switch and the place in the order are no part of a version.
            (json!({"enabled": false, "priority": 7}), vec![]),
            // What has no words is still told.
            (json!({"look": {"offset_side": 40}}), vec![Text::ReviewOther]),
        ] {
            let after = chatflow(more.clone());
            let changes = with_names(|names| changes(&before, &after, names, Language::English));
            assert_eq!(changes.iter().map(|(_, line)| line.label).collect::<Vec<_>>(), expected, "{more}");
        }
    }
}
