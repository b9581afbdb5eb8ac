use super::super::tests::{demo, imported};
use super::*;
use crate::store::native::Memory;

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn id(text: &str) -> ContactId {
    ContactId::parse(text).unwrap()
}

fn visitor(n: u8) -> VisitorId {
    VisitorId::from_random([n; 16])
}

fn claimed(sql: &Memory, who: u8, email: &str, proposed: &str) -> ContactId {
    claim(sql, &visitor(who), (Some(email), None), &id(proposed), 7).unwrap()
}

/// Everything the account knows of its contacts but for those somebody claims to be.
fn vouched_for(sql: &Memory) -> Vec<Row> {
    let mut rows = sql.run("SELECT * FROM contacts WHERE visitor IS NULL ORDER BY id", &[]).unwrap();
    rows.extend(sql.run("SELECT * FROM contact_lists ORDER BY contact, list", &[]).unwrap());
    rows
}

#[test]
fn contacts_come_with_their_lists() {
    let sql = imported();
    for contact in demo().contacts {
        let found = by_email(&sql, &email(&contact.email.to_uppercase())).unwrap().unwrap();
        assert_eq!(found.id, contact.id);
        assert!(contact.lists.iter().all(|list| found.lists.contains(list)));
        assert_eq!((found.name.as_deref(), found.verified), (Some(contact.name.as_str()), true));
        assert_eq!(super::contact(&sql, &contact.id).unwrap(), Some(found));
    }
    let lists = |who| contact(&sql, &id(who)).unwrap().unwrap().lists;
    let named = |ids: &[&str]| ids.iter().map(|id| ListId::parse(id).unwrap()).collect::<Vec<_>>();
    assert_eq!(lists("sofia"), named(&["vip"]));
    assert_eq!(lists("tomas"), named(&["fair"]));
    assert_eq!(lists("lene"), named(&["churned", "win-back"]));
    assert_eq!(contact(&sql, &id("stranger")).unwrap(), None);
}

#[test]
fn a_claim_neither_joins_nor_changes_nor_reveals_a_contact() {
    // T12
    let sql = imported();
    let before = vouched_for(&sql);
    let sofia = by_email(&sql, &email("sofia@kiln.test")).unwrap();
    assert_eq!(claimed(&sql, 1, "sofia@kiln.test", "c-1"), id("c-1"));
    assert_eq!(vouched_for(&sql), before);
    assert_eq!(by_email(&sql, &email("sofia@kiln.test")).unwrap(), sofia, "the address leads where it did");
    let claim = of_visitor(&sql, None, &visitor(1)).unwrap().unwrap();
    let expected = Contact {
        id: id("c-1"),
        name: None,
        email: Some("sofia@kiln.test".into()),
        verified: false,
        lists: vec![],
    };
    assert_eq!(claim, expected);
    let card = card(&sql, &claim.id).unwrap().unwrap();
    assert_eq!((card.name, card.owner, card.lists, card.verified), (None, None, vec![], false));
}

#[test]
fn a_claimed_address_is_nobodys() {
    // T12
    let sql = imported();
    claimed(&sql, 1, "new@kiln.test", "c-1");
    assert_eq!(by_email(&sql, &email("new@kiln.test")).unwrap(), None);
}

#[test]
fn two_visitors_may_claim_the_same_address() {
    let sql = imported();
    assert_eq!(claimed(&sql, 1, "new@kiln.test", "c-1"), id("c-1"));
    assert_eq!(claimed(&sql, 2, "new@kiln.test", "c-2"), id("c-2"));
    for (who, expected) in [(1, "c-1"), (2, "c-2")] {
        assert_eq!(
            of_visitor(&sql, None, &visitor(who)).unwrap().map(|contact| contact.id),
            Some(id(expected))
        );
    }
    assert_eq!(of_visitor(&sql, None, &visitor(3)).unwrap(), None);
}

#[test]
fn another_address_replaces_the_first_and_the_contact_stays() {
    let sql = imported();
    claimed(&sql, 1, "first@kiln.test", "c-1");
    assert_eq!(claimed(&sql, 1, "second@kiln.test", "c-2"), id("c-1"));
    let contact = of_visitor(&sql, None, &visitor(1)).unwrap().unwrap();
    assert_eq!(contact.email.as_deref(), Some("second@kiln.test"));
}

#[test]
fn who_a_token_names_goes_before_who_was_claimed() {
    let sql = imported();
    claimed(&sql, 1, "new@kiln.test", "c-1");
    let of = |named: &str| of_visitor(&sql, Some(&id(named)), &visitor(1)).unwrap().map(|contact| contact.id);
    assert_eq!(of("sofia"), Some(id("sofia")));
    assert_eq!(of("erased"), Some(id("c-1")));
}

#[test]
fn a_card_says_who_looks_after_a_contact() {
    // S134 S141
    let sql = imported();
    let card = card(&sql, &id("sofia")).unwrap().unwrap();
    assert_eq!(
        (card.name.as_deref(), card.email.as_deref()),
        (Some("Sofia Marques"), Some("sofia@kiln.test"))
    );
    assert_eq!(card.owner.map(|agent| agent.name).as_deref(), Some("Anna Keller"));
    assert_eq!(
        card.lists,
        [NamedList { id: ListId::parse("vip").unwrap(), name: "Regular customers".into() }]
    );
    assert!(card.verified);
    assert_eq!(super::card(&sql, &id("stranger")).unwrap(), None);
}

#[test]
fn a_visitors_thread_is_noted_once_and_follows_a_claim() {
    let sql = imported();
    let thread = ThreadId::from_random(0, [2; 16]);
    for _ in 0..2 {
        note_thread(&sql, &visitor(1), None, &InboxId::parse("main").unwrap(), &thread, 5).unwrap();
    }
    claimed(&sql, 1, "new@kiln.test", "c-1");
    let noted = sql.run("SELECT thread, contact FROM visitor_threads", &[]).unwrap();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted.first().unwrap().text(1).unwrap(), "c-1");
}
