//! Who may do what: one question, denied by default.
//!
//! Knows roles and inbox membership. Does not know how somebody proved who they are.

/// What a person is in their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
        (Role::Admin | Role::Agent, Act::SeeChatflows) | (Role::Admin, Act::ChangeChatflows) => true,
        (Role::Agent, Act::ChangeChatflows) => false,
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
    fn only_admins_change_chatflows() {
        // S15
        assert!(may(Role::Admin, Act::ChangeChatflows));
        assert!(!may(Role::Agent, Act::ChangeChatflows));
    }
}
