use alloc::vec;

use super::*;

fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

fn inbox(id: &str) -> InboxId {
    InboxId::parse(id).unwrap()
}

/// Whether a person of that role may, with their own account and an inbox they are a member of.
fn may(role: Role, action: Action) -> bool {
    let (demo, main) = (account("demo"), inbox("main"));
    let actor = Actor { account: &demo, role, inboxes: vec![&main], scopes: None };
    authorize(&actor, action, &Resource::Inbox(&demo, &main)).is_ok()
}

#[test]
fn the_lowest_role_of_every_action() {
    // T24 P68 S15 S173 S176 H63: one line an action; whoever stands higher may it too
    for (action, least) in [
        (Action::BeOneself, Role::Viewer),
        (Action::DeclarePresence, Role::Agent),
        (Action::SeeChatflows, Role::Agent),
        (Action::ChangeChatflows, Role::Admin),
        (Action::SeeLists, Role::Agent),
        (Action::SeeContacts, Role::Admin),
        (Action::FindContacts, Role::Agent),
        (Action::ChangeLists, Role::Admin),
        (Action::SeeLabels, Role::Viewer),
        (Action::ChangeLabels, Role::Agent),
        (Action::SeeSavedReplies, Role::Agent),
        (Action::SaveOwnReplies, Role::Agent),
        (Action::ChangeSavedReplies, Role::Admin),
        (Action::SeeMacros, Role::Agent),
        (Action::SaveOwnMacros, Role::Agent),
        (Action::ChangeMacros, Role::Admin),
        (Action::SeeRecords, Role::Viewer),
        (Action::ChangeRecords, Role::Agent),
        (Action::SeeSettings, Role::Admin),
        (Action::ChangeSettings, Role::Admin),
        (Action::SeePeople, Role::Viewer),
        (Action::ChangePeople, Role::Admin),
        (Action::HandOn, Role::Owner),
        (Action::SeeInboxes, Role::Admin),
        (Action::ChangeInboxes, Role::Admin),
        (Action::SeeAudit, Role::Admin),
        (Action::SeeIntegrations, Role::Admin),
        (Action::ChangeIntegrations, Role::Admin),
        (Action::ChangeTokens, Role::Admin),
        (Action::AskAcrossInboxes, Role::Viewer),
        (Action::ActAcrossInboxes, Role::Agent),
        (Action::SeeReports, Role::Viewer),
        (Action::SeeEveryReport, Role::Admin),
        (Action::SeeThreads, Role::Viewer),
        (Action::WorkInThreads, Role::Agent),
    ] {
        for role in Role::ALL {
            assert_eq!(may(role, action), role >= least, "{role:?} {action:?}");
        }
    }
}

#[test]
fn only_admins_change_chatflows_and_settings() {
    // S15
    for action in [Action::ChangeChatflows, Action::ChangeLists, Action::ChangeSettings, Action::ChangePeople]
    {
        assert!(may(Role::Admin, action) && !may(Role::Agent, action), "{action:?}");
    }
    for action in [Action::SeeChatflows, Action::SeeLists, Action::SeePeople] {
        assert!(may(Role::Agent, action), "{action:?}");
    }
}

#[test]
fn only_admins_make_and_delete_inboxes() {
    // S173
    assert!(may(Role::Admin, Action::ChangeInboxes));
    assert!(!may(Role::Agent, Action::ChangeInboxes));
}

#[test]
fn only_members_work_in_an_inbox() {
    // S109 S175: whatever their role; and nobody learns that there is such an inbox
    let (demo, main, other) = (account("demo"), inbox("main"), inbox("other"));
    for role in Role::ALL {
        let actor = Actor { account: &demo, role, inboxes: vec![&main], scopes: None };
        for action in [Action::SeeThreads, Action::WorkInThreads] {
            let theirs = authorize(&actor, action, &Resource::Inbox(&demo, &other));
            assert_eq!(theirs, Err(Denied::Hidden), "{role:?} {action:?}");
            assert_eq!(authorize(&actor, action, &Resource::Account(&demo)), Err(Denied::Hidden), "{role:?}");
        }
        assert!(authorize(&actor, Action::SeeThreads, &Resource::Inbox(&demo, &main)).is_ok(), "{role:?}");
    }
}

#[test]
fn nothing_of_another_account_is_there() {
    // T13
    let (demo, rival, main) = (account("demo"), account("rival"), inbox("main"));
    for role in Role::ALL {
        let actor = Actor { account: &demo, role, inboxes: vec![&main], scopes: None };
        for action in Action::ALL {
            for resource in [Resource::Account(&rival), Resource::Inbox(&rival, &main)] {
                assert_eq!(authorize(&actor, action, &resource), Err(Denied::Hidden), "{role:?} {action:?}");
            }
        }
    }
}

#[test]
fn a_token_may_what_both_its_scopes_and_its_owner_may() {
    let (demo, main) = (account("demo"), inbox("main"));
    let resource = Resource::Inbox(&demo, &main);
    let none = Scopes::default();
    for role in Role::ALL {
        for action in Action::ALL {
            let person = Actor { account: &demo, role, inboxes: vec![&main], scopes: None };
            let scoped =
                |scopes| authorize(&Actor { scopes: Some(scopes), ..person.clone() }, action, &resource);
            let allowed = authorize(&person, action, &resource);
            assert_eq!(scoped(&none), allowed.and(Err(Denied::Scope)), "{role:?} {action:?}");
            let Some(scope) = rule(action).scope else { continue };
            assert_eq!(scoped(&Scopes(vec![scope])), allowed, "{role:?} {action:?}");
        }
    }
}

#[test]
fn no_token_does_what_is_for_people() {
    // T22: passwords, tokens and the account itself
    for action in [Action::BeOneself, Action::ChangeTokens, Action::HandOn] {
        assert!(rule(action).scope.is_none(), "{action:?}");
    }
}

#[test]
fn roles_are_read_as_they_are_written() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(role));
    }
    assert_eq!(Role::parse("root"), None);
}
