use conversation::form::{Field, Refusal, When};
use protocol::account::Account;
use serde_json::json;

use super::*;
use crate::lists::edit;
use crate::store::account;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

const NOW: u64 = 1_795_000_000_000;

/// A shop that knows plans and orders, and Ada, whose plan it knows.
fn shop() -> Memory {
    let file = json!({
        "account": "shop", "name": "Shop",
        "people": [{"id": "ida", "name": "Ida", "email": "ida@shop.test", "role": "admin"}],
        "inboxes": [{"id": "main", "name": "Main", "members": ["ida"]}],
        "properties": [
            {"id": "plan", "name": "Plan", "kind": "enumeration", "options": ["free", "pro"]},
            {"id": "order", "name": "Order", "kind": "text"},
        ],
        "lists": [{"id": "named", "name": "Named", "criteria":
            [[{"property": "name", "test": {"op": "is", "value": "Ada"}}]]}],
        "contacts": [{"id": "ada", "name": "Ada", "email": "ada@a.test", "properties": {"plan": "pro"}}],
    });
    let sql = Memory::migrated(ACCOUNT);
    let file: Account = serde_json::from_value(file).unwrap();
    assert!(account::import(&sql, &file, &["phc".to_owned()], NOW).unwrap());
    upkeep::the_first_time(&sql, NOW).unwrap();
    sql
}

fn property(id: &str) -> PropertyId {
    PropertyId::parse(id).unwrap()
}

fn form() -> Form {
    let field = |id: &str, required, pattern: Option<&str>| Field {
        property: property(id),
        label: format!("Your {id}"),
        required,
        pattern: pattern.map(str::to_owned),
    };
    let fields = vec![
        field("email", true, None),
        field("name", false, None),
        field("phone", false, None),
        field("plan", true, None),
        field("order", false, Some(r"[A-Z]{2}-\d+")),
    ];
    Form { when: When::BeforeChat, intro: String::new(), fields }
}

fn given(values: &[(&str, &str)]) -> Vec<Given> {
    values.iter().map(|(id, value)| Given { property: property(id), value: (*value).to_owned() }).collect()
}

fn visitor(n: u8) -> VisitorId {
    VisitorId::from_random([n; 16])
}

fn ada(sql: &Memory) -> Option<Contact> {
    contacts::contact(sql, &ContactId::parse("ada").unwrap()).unwrap()
}

fn fill(
    sql: &Memory,
    who: u8,
    contact: Option<Contact>,
    values: &[(&str, &str)],
) -> Result<Option<Contact>, String> {
    let filled = read(sql, &form(), contact.as_ref(), &given(values)).map_err(|error| match error {
        Error::Rejected(problem) => problem.field.unwrap_or_default(),
        other => panic!("{other:?}"),
    })?;
    let proposed = ContactId::parse(&format!("c-{who}")).unwrap();
    Ok(keep(sql, &visitor(who), contact, &filled, (&form(), &proposed), NOW).unwrap())
}

fn kept(sql: &Memory, contact: &str) -> BTreeMap<String, String> {
    let detail = known::contact(sql, &ContactId::parse(contact).unwrap()).unwrap();
    let own = ["plan", "order", "phone"];
    let values = detail.properties.into_iter().filter(|(id, _)| own.contains(&id.as_str()));
    values.map(|(id, value)| (id.to_string(), serde_json::to_string(&value).unwrap())).collect()
}

#[test]
fn a_stranger_who_fills_a_form_in_becomes_a_contact_who_claims_to_be_somebody() {
    // P3
    let sql = shop();
    let values = [
        ("email", "Ada@a.test"),
        ("name", "Ada"),
        ("plan", "Free"),
        ("order", "AB-17"),
        ("phone", "+49 30 1234"),
    ];
    let contact = fill(&sql, 1, None, &values).unwrap().unwrap();
    assert_eq!((contact.name.as_deref(), contact.email.as_deref()), (Some("Ada"), Some("ada@a.test")));
    assert!(!contact.verified);
    // T12: neither the address nor the name leads to anybody else, nor onto a list.
    assert_eq!(contact.id.as_str(), "c-1");
    assert!(contact.lists.is_empty(), "{:?}", contact.lists);
    assert!(ada(&sql).unwrap().lists.iter().any(|list| list.as_str() == "named"));
    let expected = [("order", "\"AB-17\""), ("phone", "\"+49 30 1234\""), ("plan", "\"free\"")];
    assert_eq!(kept(&sql, "c-1"), expected.map(|(id, value)| (id.to_owned(), value.to_owned())).into());
    assert_eq!(kept(&sql, "ada"), [("plan".to_owned(), "\"pro\"".to_owned())].into());
    // Agents find them by what they typed.
    assert_eq!(contacts::search(&sql, "ada", None, 10).unwrap().1, 2);
    // Sent again it changes nothing.
    let again = fill(&sql, 1, Some(contact.clone()), &values).unwrap();
    assert_eq!(again, Some(contact));
    assert_eq!(edit::list(&sql).unwrap().len(), 1);
}

#[test]
fn what_is_known_is_neither_asked_nor_changed() {
    // P3
    let sql = shop();
    let asked = |contact: Option<&Contact>| {
        let (asked, _) = look(&sql, &form(), contact, None).unwrap();
        asked.map(|it| it.fields.iter().map(|it| it.property.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(asked(None).unwrap().len(), 5);
    let theirs = ada(&sql);
    assert_eq!(asked(theirs.as_ref()).unwrap(), ["phone", "order"]);
    let values = [("email", "evil@b.test"), ("name", "Eve"), ("plan", "free"), ("order", "AB-1")];
    let contact = fill(&sql, 2, theirs, &values).unwrap().unwrap();
    assert_eq!((contact.name.as_deref(), contact.email.as_deref()), (Some("Ada"), Some("ada@a.test")));
    assert_eq!(kept(&sql, "ada")["plan"], "\"pro\"");
    assert_eq!(kept(&sql, "ada")["order"], "\"AB-1\"");
}

#[test]
fn the_first_field_that_is_not_good_is_named_and_nothing_is_kept() {
    // P3
    let sql = shop();
    let good = [("email", "a@b.test"), ("plan", "pro")];
    let with =
        |more: &[(&'static str, &'static str)]| fill(&sql, 3, None, &[&good, more].concat()).unwrap_err();
    assert_eq!(fill(&sql, 3, None, &[("email", "a@b.test")]).unwrap_err(), "form.plan");
    assert_eq!(fill(&sql, 3, None, &[("plan", "pro")]).unwrap_err(), "form.email");
    assert_eq!(with(&[("order", "17")]), "form.order");
    assert_eq!(with(&[("order", "xx AB-17 xx")]), "form.order", "the whole of it has to match");
    assert_eq!(with(&[("owner", "ida")]), "form.owner");
    assert_eq!(contacts::of_visitor(&sql, None, &visitor(3)).unwrap(), None);
    let (_, refused) = look(&sql, &form(), None, Some(&given(&[("order", "17")]))).unwrap();
    let refused: Vec<_> = refused.iter().map(|it| (it.property.as_str(), it.why)).collect();
    assert_eq!(
        refused,
        [("email", Refusal::Missing), ("plan", Refusal::Missing), ("order", Refusal::Pattern)]
    );
}

#[test]
fn expressions_take_linear_time_and_dots_are_characters() {
    // P3
    let one = matches();
    assert!(one("[0-9]{5}", "10115") && !one("[0-9]{5}", "1011") && !one("[0-9]{5}", "a10115"));
    assert!(one("a|bc", "bc") && !one("a|bc", "ac"), "both sides are meant as a whole");
    assert!(one(".{6}", "Müller") && one("[äöü]+", "üö"));
    let started = "a".repeat(200);
    assert!(!one("(a+)+b", &started) && !one("(a|a)*$b", &started));
    for refused in ["(", "a)(b", "(?:a{1000}){1000}", r"(a)\1", "(?=a)"] {
        assert!(Expression::parse(refused).is_none(), "{refused}");
    }
}

#[test]
fn numbers_in_what_was_filled_in_are_masked() {
    // N20
    use conversation::redaction::{Masks, Redaction};
    let given = |property: &str, value: &str| Given {
        property: PropertyId::parse(property).unwrap(),
        value: value.into(),
    };
    let card = "4111 1111 1111 1111";
    let mut filled = vec![
        given("name", card),
        given("order", card),
        given("phone", card),
        given("phone", "491701234567893"),
        given("email", "4111111111111111@kiln.test"),
    ];
    mask(&Masks::from(&Redaction::default()), &mut filled);
    let values: Vec<&str> = filled.iter().map(|given| given.value.as_str()).collect();
    let masked = "•••• •••• •••• 1111";
    assert_eq!(values, [masked, masked, masked, "491701234567893", "4111111111111111@kiln.test"]);
}
