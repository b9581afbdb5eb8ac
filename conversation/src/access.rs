//! Who may do what: one question, denied by default.
//!
//! Knows roles and inbox membership. Does not know how somebody proved who they are.

/// What a person is in their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Role {
    /// May change settings, and everything an agent may (S15).
    Admin,
    /// Answers in the inboxes they are a member of (S109).
    Agent,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// See the account's chatflows.
    SeeChatflows,
    /// Switch a chatflow on or off, or change it.
    ChangeChatflows,
    /// See which lists there are, and what can be known of contacts.
    SeeLists,
    /// Change lists and what is known of contacts, and look at everybody who is on a list.
    ChangeLists,
    /// See and change the account's settings: its sites, and whether consent can be asked for.
    ChangeSettings,
    /// See who works here, in which teams, and when.
    SeePeople,
    /// Change that, and say for somebody else whether they are there (H63).
    ChangePeople,
    /// Make, change and delete inboxes, and say who works in them (S173).
    ChangeInboxes,
    /// See and answer the threads of an inbox.
    WorkInInbox {
        /// Whether the person is listed as a member of that inbox (S109, S175).
        member: bool,
    },
}

/// Whether a person of this role may do it.
#[must_use]
pub fn may(role: Role, act: Act) -> bool {
    match (role, act) {
        (_, Act::WorkInInbox { member }) => member,
        (Role::Admin | Role::Agent, Act::SeeChatflows | Act::SeeLists | Act::SeePeople) => true,
        (role, Act::ChangeChatflows | Act::ChangeLists | Act::ChangeSettings | Act::ChangePeople) => {
            role == Role::Admin
        }
        (role, Act::ChangeInboxes) => role == Role::Admin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_members_work_in_an_inbox() {
        // S109
        for role in [Role::Admin, Role::Agent] {
            assert!(may(role, Act::WorkInInbox { member: true }));
            assert!(!may(role, Act::WorkInInbox { member: false }));
        }
    }

    #[test]
    fn only_admins_change_chatflows_and_settings() {
        // S15
        for act in [Act::ChangeChatflows, Act::ChangeLists, Act::ChangeSettings, Act::ChangePeople] {
            assert!(may(Role::Admin, act));
            assert!(!may(Role::Agent, act));
        }
        assert!(may(Role::Agent, Act::SeeChatflows));
        assert!(may(Role::Agent, Act::SeeLists));
        assert!(may(Role::Agent, Act::SeePeople));
    }

    #[test]
    fn only_admins_make_and_delete_inboxes() {
        // S173
        assert!(may(Role::Admin, Act::ChangeInboxes));
        assert!(!may(Role::Agent, Act::ChangeInboxes));
    }
}
