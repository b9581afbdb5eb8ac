//! Whom the visitor talks to, as the form of a chatflow holds it (S42–S45). Every kind keeps what was chosen for it while
//! another one is tried.

use conversation::ids::{AgentId, TeamId};
use protocol::account::Heading;

/// Whom the visitor talks to, without the particulars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadingKind {
    /// The account's name.
    #[default]
    Account,
    /// A name of its own.
    Custom,
    /// Certain agents.
    Agents,
    /// Whoever is in a team.
    Team,
    /// The owner of the visitor's contact.
    Owner,
}

/// The same with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadingDraft {
    /// Which.
    pub kind: HeadingKind,
    /// The name, if it is one of its own.
    pub name: String,
    /// The agents, if it is certain ones.
    pub agents: Vec<AgentId>,
    /// The team, if it is one.
    pub team: Option<TeamId>,
    /// Who stands there for visitors without an owner, if it is the owner.
    pub fallback: Option<AgentId>,
}

impl HeadingDraft {
    /// The form of a heading.
    #[must_use]
    pub fn of(heading: &Heading) -> Self {
        let empty = Self::default();
        match heading.clone() {
            Heading::Account => empty,
            Heading::Custom { name } => Self { kind: HeadingKind::Custom, name, ..empty },
            Heading::Agents { agents } => Self { kind: HeadingKind::Agents, agents, ..empty },
            Heading::Team { team } => Self { kind: HeadingKind::Team, team: Some(team), ..empty },
            Heading::Owner { fallback } => {
                Self { kind: HeadingKind::Owner, fallback: Some(fallback), ..empty }
            }
        }
    }

    /// The heading it stands for. Where nobody is chosen yet it is one of no agents, which nobody can publish.
    #[must_use]
    pub fn written(&self) -> Heading {
        let nobody = || Heading::Agents { agents: Vec::new() };
        match self.kind {
            HeadingKind::Account => Heading::Account,
            HeadingKind::Custom => Heading::Custom { name: self.name.clone() },
            HeadingKind::Agents => Heading::Agents { agents: self.agents.clone() },
            HeadingKind::Team => self.team.clone().map_or_else(nobody, |team| Heading::Team { team }),
            HeadingKind::Owner => {
                self.fallback.clone().map_or_else(nobody, |fallback| Heading::Owner { fallback })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_is_written_as_it_was_read() {
        // S42 S45
        let anna = || AgentId::parse("anna").unwrap();
        for heading in [
            Heading::Account,
            Heading::Custom { name: "The kiln".into() },
            Heading::Agents { agents: vec![anna()] },
            Heading::Team { team: TeamId::parse("repairs").unwrap() },
            Heading::Owner { fallback: anna() },
        ] {
            assert_eq!(HeadingDraft::of(&heading).written(), heading);
        }
    }

    #[test]
    fn what_was_chosen_for_one_kind_is_there_after_another_was_tried() {
        let mut draft = HeadingDraft::of(&Heading::Custom { name: "The kiln".into() });
        draft.kind = HeadingKind::Owner;
        assert_eq!(draft.written(), Heading::Agents { agents: vec![] }, "S45: a fallback has to be chosen");
        draft.kind = HeadingKind::Custom;
        assert_eq!(draft.written(), Heading::Custom { name: "The kiln".into() });
    }
}
