//! The editor of a chatflow: what was saved, what is on the form, what stands in the way.
//!
//! Knows drafts and findings. When the edge is asked, and what a screen shows of it, is decided elsewhere.

use conversation::ids::{AgentId, ChatflowId};
use protocol::account::Chatflow;
use protocol::rest::{ChatflowDetail, Finding, SaveChatflow, Stops};

use super::availability::Kind;
use super::chatflow_draft::Draft;
use super::chatflow_findings::{Place, Placed, placed, stopped};
use super::problem::Problem;
use crate::texts::Language;

/// Why the last saving did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Somebody else saved it meanwhile.
    Changed,
    /// It was refused, or there was no answer.
    Refused(Problem),
}

/// A chatflow being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Editor {
    /// Which.
    pub id: ChatflowId,
    /// Who edits; nobody else sees the draft.
    pub by: AgentId,
    /// The form.
    pub draft: Draft,
    /// The switch, as saved.
    pub enabled: bool,
    /// The version of the consent text in force.
    pub consent_version: Option<u32>,
    /// What is to be said about the draft.
    pub findings: Vec<Placed>,
    /// Whether the findings are about the draft as it stands, and not as it was a moment ago.
    pub is_judged: bool,
    /// What is being typed: nothing is said about it until it is left.
    pub typing: Option<Place>,
    /// The place that somebody is on the way to, in another section.
    pub aim: Option<Place>,
    /// Being saved.
    pub busy: bool,
    /// Why it is not saved.
    pub trouble: Option<Trouble>,
    saved: Draft,
    revision: u64,
}

impl Editor {
    /// Opens what the edge told.
    #[must_use]
    pub fn open(by: AgentId, id: ChatflowId, told: &ChatflowDetail) -> Self {
        let draft = Draft::of(&told.chatflow);
        Self {
            id,
            by,
            findings: placed(&told.findings, &draft),
            saved: draft.clone(),
            draft,
            enabled: told.chatflow.targeting.enabled,
            consent_version: told.consent_version,
            is_judged: true,
            typing: None,
            aim: None,
            busy: false,
            trouble: None,
            revision: told.revision,
        }
    }

    /// Whether something would be lost by leaving.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.draft.differs_from(&self.saved)
    }

    /// Of what was saved: grows with every change.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// What is saved.
    #[must_use]
    pub fn as_saved(&self) -> Chatflow {
        self.saved.written()
    }

    /// Whether saving would make a new version of what visitors agree to be written to about.
    #[must_use]
    pub fn makes_communication_version(&self) -> bool {
        self.draft.writes_otherwise_than(&self.saved)
    }

    /// Whether saving would make a new version of the consent text.
    #[must_use]
    pub fn makes_consent_version(&self) -> bool {
        self.draft.asks_otherwise_than(&self.saved)
    }

    /// When the team is available as saved: the mode, and the zone of its hours.
    #[must_use]
    pub fn saved_availability(&self) -> (Kind, String) {
        (self.saved.mode, self.saved.hours.zone.clone())
    }

    /// What to send, with the switch as it shall be.
    #[must_use]
    pub fn to_save(&self, enabled: bool) -> SaveChatflow {
        let mut chatflow = self.draft.written();
        chatflow.targeting.enabled = enabled;
        SaveChatflow { revision: self.revision, chatflow }
    }

    /// What was sent is saved. What was written since stays on the form.
    pub fn saved(&mut self, sent: &Chatflow, told: &ChatflowDetail) {
        let new = Draft::of(&told.chatflow);
        self.draft.rebase(&Draft::of(sent), &new);
        self.take(new, told);
    }

    /// Takes over what somebody else saved; what was changed here stays on top.
    pub fn take_theirs(&mut self, told: &ChatflowDetail) {
        let new = Draft::of(&told.chatflow);
        self.draft.rebase(&self.saved, &new);
        self.take(new, told);
    }

    fn take(&mut self, saved: Draft, told: &ChatflowDetail) {
        self.saved = saved;
        self.revision = told.revision;
        self.enabled = told.chatflow.targeting.enabled;
        self.consent_version = told.consent_version;
        self.trouble = None;
        if !self.is_dirty() {
            self.judged(&told.findings);
        }
    }

    /// What is said about the draft as it stands.
    pub fn judged(&mut self, findings: &[Finding]) {
        self.findings = placed(findings, &self.draft);
        self.is_judged = true;
    }

    /// What to say at a place now.
    pub fn said_at(&self, place: Place) -> impl Iterator<Item = &Placed> {
        self.findings.iter().filter(move |finding| finding.place == place && self.typing != Some(place))
    }

    /// Why saving need not even be tried. What was not judged yet is for the edge to judge: whoever is quicker than
    /// the findings is not refused for what they have just mended.
    #[must_use]
    pub fn refused(&self, on: bool, language: Language) -> Option<(Place, String)> {
        if self.is_judged { self.stopped(on, language) } else { None }
    }

    /// Why it cannot be saved as it stands (`on`: with its switch on), and where to mend that.
    #[must_use]
    pub fn stopped(&self, on: bool, language: Language) -> Option<(Place, String)> {
        let by: &[Stops] = if on { &[Stops::Saving, Stops::Publishing] } else { &[Stops::Saving] };
        stopped(&self.findings, by, &self.draft, language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::chatflow_draft::List;

    fn told(welcome: &str, enabled: bool, revision: u64) -> ChatflowDetail {
        let flow = serde_json::json!({
            "id": "tea", "name": "Teapot help", "inbox": "main", "welcome": welcome, "enabled": enabled,
            "include": [{"op": "is", "value": "/a"}],
        });
        let chatflow = serde_json::from_value(flow).unwrap();
        ChatflowDetail { chatflow, revision, consent_version: None, findings: Vec::new() }
    }

    fn editor() -> Editor {
        let (by, id) = (AgentId::parse("mira").unwrap(), ChatflowId::parse("tea").unwrap());
        Editor::open(by, id, &told("Hello", false, 4))
    }

    fn finding(field: &str, code: &str, stops: Stops) -> Finding {
        Finding {
            field: field.into(),
            code: code.into(),
            stops,
            message: String::new(),
            witness: None,
            other: None,
        }
    }

    #[test]
    fn saving_sends_the_draft_and_what_it_was_made_from() {
        // S87
        let mut editor = editor();
        editor.draft.welcome = "Hi".into();
        for on in [false, true] {
            let body = editor.to_save(on);
            assert_eq!(
                (body.revision, body.chatflow.welcome.as_str(), body.chatflow.targeting.enabled),
                (4, "Hi", on)
            );
        }
        assert!(!editor.enabled, "only the edge's answer switches it");
    }

    #[test]
    fn what_was_written_while_saving_stays() {
        let mut editor = editor();
        editor.draft.welcome = "Hi ".into();
        let sent = editor.to_save(true).chatflow;
        editor.draft.name = "Later".into();
        // The edge trims.
        editor.saved(&sent, &told("Hi", true, 5));
        assert_eq!((editor.draft.welcome.as_str(), editor.draft.name.as_str()), ("Hi", "Later"));
        assert!(editor.enabled && editor.is_dirty());
        editor.draft.name = "Teapot help".into();
        assert!(!editor.is_dirty());
        assert_eq!(editor.to_save(true).revision, 5);
    }

    #[test]
    fn rules_keep_their_keys_when_they_are_saved() {
        let mut editor = editor();
        let key = editor.draft.add_rule(List::Include);
        editor.draft.rule_mut(List::Include, key).unwrap().value = "/b".into();
        let sent = editor.to_save(false).chatflow;
        let answer = ChatflowDetail { chatflow: sent.clone(), ..told("", false, 5) };
        editor.saved(&sent, &answer);
        assert!(editor.draft.rule(List::Include, key).is_some() && !editor.is_dirty());
    }

    #[test]
    fn somebody_elses_version_is_taken_under_mine() {
        let mut editor = editor();
        editor.draft.name = "Mine".into();
        editor.trouble = Some(Trouble::Changed);
        editor.take_theirs(&told("Theirs", true, 9));
        assert_eq!((editor.draft.name.as_str(), editor.draft.welcome.as_str()), ("Mine", "Theirs"));
        assert_eq!((editor.to_save(true).revision, editor.trouble.clone()), (9, None));
        assert!(editor.is_dirty());
    }

    #[test]
    fn nothing_is_said_about_what_is_being_typed() {
        let mut editor = editor();
        editor.judged(&[finding("welcome", "text_too_long", Stops::Saving)]);
        assert_eq!(editor.said_at(Place::Welcome).count(), 1);
        editor.typing = Some(Place::Welcome);
        assert_eq!(editor.said_at(Place::Welcome).count(), 0);
        editor.typing = Some(Place::Name);
        assert_eq!(editor.said_at(Place::Welcome).count(), 1);
    }

    #[test]
    fn nobody_is_refused_for_what_they_have_just_mended() {
        let mut editor = editor();
        editor.judged(&[finding("welcome", "text_too_long", Stops::Saving)]);
        assert!(editor.refused(false, Language::English).is_some());
        editor.is_judged = false;
        assert!(editor.refused(false, Language::English).is_none(), "the edge judges");
        assert!(editor.stopped(false, Language::English).is_some(), "the last word until then");
    }

    #[test]
    fn what_stops_publishing_does_not_stop_saving_while_off() {
        // S30
        let mut editor = editor();
        for (finding, while_off, while_on) in [
            (finding("include", "rule_missing", Stops::Publishing), None, Some(Place::Rules(List::Include))),
            (finding("color", "colour_invalid", Stops::Saving), Some(Place::Colour), Some(Place::Colour)),
            (finding("include", "rule_negative_or", Stops::Nothing), None, None),
        ] {
            editor.judged(std::slice::from_ref(&finding));
            let at = |on| editor.stopped(on, Language::English).map(|(place, _)| place);
            assert_eq!((at(false), at(true)), (while_off, while_on), "{}", finding.code);
        }
    }
}
