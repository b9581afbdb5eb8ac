use conversation::filter::{Filter, Who};
use conversation::ids::{ContactId, RecordId};
use protocol::frame::Agent;
use protocol::rest::inboxes::SaveInbox;
use protocol::rest::records::{Content, DealStage, Interaction, NewRecord, TicketStatus};
use protocol::rest::views::Colour;
use serde_json::json;

use super::*;
use crate::store::account::import;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn main_inbox() -> InboxId {
    InboxId::parse("main").unwrap()
}

/// An account of Ida, who is its admin, and Tom; one inbox, one chatflow that leads there, one contact.
fn account() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let person = |id: &str, role: &str| json!({"id": id, "name": id, "email": format!("{id}@a.test"), "password": "a long password", "role": role});
    let file = json!({
        "account": "a", "name": "A", "origins": [],
        "people": [person("ida", "admin"), person("tom", "agent")],
        "inboxes": [{"id": "main", "name": "Main", "members": ["ida", "tom"]}],
        "contacts": [{"id": "sofia", "name": "Sofia", "email": "sofia@a.test"}],
        "chatflows": [{"id": "shop", "name": "Shop", "include": [{"op": "all"}], "inbox": "main", "welcome": "Hi"}],
    });
    let file = serde_json::from_value(file).unwrap();
    assert!(import(&sql, &file, &["one".into(), "two".into()], 5).unwrap());
    sql
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, code: Code) {
    assert_eq!(result.map_err(|error| error.code()).err(), Some(code));
}

fn label(name: &str) -> SaveLabel {
    SaveLabel { name: name.into(), colour: Colour::Teal }
}

#[test]
fn labels_have_names_colours_and_an_order() {
    // P48
    let sql = account();
    put_label(&sql, None, &label("Sehr  wichtig")).unwrap();
    let all = put_label(&sql, None, &label("VIP")).unwrap().labels;
    let told: Vec<_> =
        all.iter().map(|label| (label.id.as_str(), label.name.as_str(), label.colour)).collect();
    assert_eq!(told, [("sehr-wichtig", "Sehr wichtig", Colour::Teal), ("vip", "VIP", Colour::Teal)]);
    refused(put_label(&sql, None, &label("vip")), Code::LabelTaken);
    refused(put_label(&sql, None, &label(" ")), Code::TextEmpty);
    refused(put_label(&sql, None, &label(&"a".repeat(101))), Code::TextTooLong);
    let id = all[0].id.clone();
    let renamed = SaveLabel { name: "Dringend".into(), colour: Colour::Red };
    let all = put_label(&sql, Some(id.clone()), &renamed).unwrap().labels;
    assert_eq!(
        (all[0].id.as_str(), all[0].name.as_str(), all[0].colour),
        ("sehr-wichtig", "Dringend", Colour::Red)
    );
    assert_eq!(remove_label(&sql, &id).unwrap().labels.len(), 1);
    refused(remove_label(&sql, &id), Code::NotFound);
    refused(put_label(&sql, Some(id), &renamed), Code::NotFound);
    for n in 1..LABELS {
        put_label(&sql, None, &label(&format!("label {n}"))).unwrap();
    }
    refused(put_label(&sql, None, &label("one more")), Code::TooMany);
}

#[test]
fn a_view_is_ones_own_or_everybodys() {
    // P48
    let sql = account();
    let save = |name: &str, shared| SaveView { name: name.into(), shared, filter: Filter::Assignee(Who::Me) };
    let put = |me: &str, id: Option<&ViewId>, content| {
        put_view(&sql, &main_inbox(), &agent(me), id.cloned(), content)
    };
    let seen = |me: &str| -> Vec<String> {
        rows::views(&sql, &main_inbox(), &agent(me)).unwrap().into_iter().map(|view| view.name).collect()
    };
    let own = put("ida", None, save("Mine", false)).unwrap();
    let shared = put("ida", None, save("Ours", true)).unwrap();
    assert_eq!((seen("ida"), seen("tom")), (vec!["Mine".into(), "Ours".into()], vec!["Ours".into()]));
    refused(put("tom", Some(&own.id), save("Taken", true)), Code::NotFound);
    refused(remove_view(&sql, &main_inbox(), &agent("tom"), &own.id), Code::NotFound);
    put("tom", Some(&shared.id), save("All of us", true)).unwrap();
    assert_eq!(seen("ida"), ["All of us", "Mine"]);
    // Names may be the same; ids are not.
    assert_ne!(put("tom", None, save("Mine", false)).unwrap().id, own.id);
    let other = InboxId::parse("other").unwrap();
    refused(put_view(&sql, &other, &agent("ida"), Some(own.id.clone()), save("x", false)), Code::NotFound);
    remove_view(&sql, &main_inbox(), &agent("ida"), &own.id).unwrap();
    assert_eq!(seen("ida"), ["All of us"]);
    let large = Filter::Any(vec![Filter::Assignee(Who::Me); 60]);
    refused(put("ida", None, SaveView { name: "x".into(), shared: false, filter: large }), Code::TooMany);
    let kept = rows::views(&sql, &main_inbox(), &agent("ida")).unwrap();
    assert_eq!(kept[0].filter, Filter::Assignee(Who::Me));
}

#[test]
fn inboxes_are_made_with_their_members() {
    // S172 S174 S177 S109
    let sql = account();
    let save = |name: &str, members: &[&str]| SaveInbox {
        name: name.into(),
        members: members.iter().map(|id| agent(id)).collect(),
        reopen_within_hours: None,
    };
    let all = inboxes::put(&sql, None, &save("Sales team", &["tom"]), 0).unwrap();
    let made = all.inboxes.iter().find(|inbox| inbox.inbox.name == "Sales team").unwrap();
    assert_eq!((made.inbox.id.as_str(), made.reopen_within_hours), ("sales-team", 72));
    assert_eq!(made.members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>(), ["tom"]);
    assert!(made.chatflows.is_empty());
    assert_eq!(all.people.len(), 2);
    let of = |person: &str| -> Vec<String> {
        let inboxes = crate::store::account::people::inboxes_of(&sql, &agent(person)).unwrap();
        inboxes.into_iter().map(|inbox| inbox.name).collect()
    };
    assert_eq!((of("ida"), of("tom")), (vec!["Main".into()], vec!["Main".into(), "Sales team".into()]));
    let changed = SaveInbox { reopen_within_hours: Some(0), ..save("Sales", &["ida"]) };
    inboxes::put(&sql, Some(made.inbox.id.clone()), &changed, 0).unwrap();
    assert_eq!((of("ida"), of("tom")), (vec!["Main".into(), "Sales".into()], vec!["Main".to_owned()]));
    refused(inboxes::put(&sql, None, &save("x", &["nobody"]), 0), Code::ReferenceUnknown);
    refused(inboxes::put(&sql, None, &save(" ", &[]), 0), Code::TextEmpty);
    let long = SaveInbox { reopen_within_hours: Some(9_000), ..save("x", &[]) };
    refused(inboxes::put(&sql, None, &long, 0), Code::NumberRange);
    refused(inboxes::put(&sql, Some(InboxId::parse("none").unwrap()), &save("x", &[]), 0), Code::NotFound);
}

#[test]
fn an_inbox_is_deleted_by_typing_its_name_and_its_id_never_comes_back() {
    // S179 S180
    let sql = account();
    let save = SaveInbox { name: "Sales".into(), members: vec![agent("tom")], reopen_within_hours: None };
    inboxes::put(&sql, None, &save, 0).unwrap();
    let sales = InboxId::parse("sales").unwrap();
    put_view(
        &sql,
        &sales,
        &agent("tom"),
        None,
        SaveView { name: "v".into(), shared: true, filter: Filter::All(vec![]) },
    )
    .unwrap();
    refused(inboxes::remove(&sql, &sales, "sales", 9), Code::NameMismatch);
    refused(inboxes::remove(&sql, &main_inbox(), "Main", 9), Code::InboxInUse);
    assert_eq!(inboxes::remove(&sql, &sales, " Sales ", 9).unwrap(), 4);
    // Asked again, because the answer was lost, it says the same.
    assert_eq!(inboxes::remove(&sql, &sales, "Sales", 10).unwrap(), 4);
    let left: Vec<String> =
        inboxes::list(&sql).unwrap().inboxes.into_iter().map(|inbox| inbox.inbox.id.to_string()).collect();
    assert_eq!(left, ["main"]);
    assert!(rows::views(&sql, &sales, &agent("tom")).unwrap().is_empty());
    assert!(crate::store::account::people::members(&sql, &sales).unwrap().is_empty());
    let again = inboxes::put(&sql, None, &save, 0).unwrap();
    assert!(again.inboxes.iter().any(|inbox| inbox.inbox.id.as_str() == "sales-2"));
    refused(inboxes::put(&sql, Some(sales), &save, 0), Code::NotFound);
}

fn record(n: u8) -> RecordId {
    RecordId::parse(&conversation::ids::random_part([n; 16])).unwrap()
}

#[test]
fn tickets_deals_and_interactions_belong_to_a_contact() {
    // S143 S144 S145
    let sql = account();
    let sofia = ContactId::parse("sofia").unwrap();
    let by = Agent { id: agent("tom"), name: "Tom".into() };
    let add = |n: u8, content: Content| {
        let new = NewRecord { content, thread: None };
        records::create(&sql, &sofia, record(n), new, by.clone(), u64::from(n))
    };
    let ticket = |status| Content::Ticket { title: "Broken handle".into(), text: String::new(), status };
    let deal = |amount, currency: Option<&str>| Content::Deal {
        title: "200 mugs".into(),
        text: "for the café".into(),
        stage: DealStage::Offered,
        amount,
        currency: currency.map(Into::into),
    };
    add(1, ticket(TicketStatus::New)).unwrap();
    add(2, deal(Some(120_000), Some("EUR"))).unwrap();
    let call = Content::Interaction { channel: Interaction::Call, text: "They call back".into(), at: 7 };
    let all = add(3, call).unwrap().records;
    assert_eq!(all.iter().map(|record| record.at).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!((&all[2].content, &all[2].by), (&ticket(TicketStatus::New), &by));
    let all = records::put(&sql, &sofia, &record(1), Some(ticket(TicketStatus::Done))).unwrap().records;
    assert_eq!(all[2].content, ticket(TicketStatus::Done));
    refused(records::put(&sql, &sofia, &record(1), Some(deal(None, None))), Code::RecordKind);
    refused(add(4, deal(Some(1), None)), Code::NumberRange);
    refused(add(4, deal(Some(1), Some("eur"))), Code::NumberRange);
    refused(add(4, deal(None, Some("EUR"))), Code::NumberRange);
    refused(
        add(4, Content::Ticket { title: " ".into(), text: String::new(), status: TicketStatus::New }),
        Code::TextEmpty,
    );
    refused(records::list(&sql, &ContactId::parse("nobody").unwrap()), Code::NotFound);
    refused(records::put(&sql, &sofia, &record(9), None), Code::NotFound);
    assert_eq!(records::put(&sql, &sofia, &record(2), None).unwrap().records.len(), 2);
}

#[test]
fn a_page_sets_what_it_was_allowed_and_learns_of_nothing_else() {
    // P11
    let sql = account();
    for name in ["VIP", "Trade fair", "Angry"] {
        put_label(&sql, None, &label(name)).unwrap();
    }
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let asked = names(&["vip", " Trade FAIR ", "angry", "nothing"]);
    let all = labels(&sql).unwrap().labels;
    assert!(all.iter().all(|label| !label.from_pages), "nobody is allowed unasked");
    assert_eq!(from_page(&all, &asked), (vec![], asked.clone()));
    let id = |wished: &str| all.iter().find(|label| label.name == wished).unwrap().id.clone();
    allow_label(&sql, &id("VIP"), true).unwrap();
    let all = allow_label(&sql, &id("Trade fair"), true).unwrap().labels;
    assert_eq!(from_page(&all, &asked), (vec![id("VIP"), id("Trade fair")], names(&["angry", "nothing"])));
    // Renaming it changes nothing about that.
    let all = put_label(&sql, Some(id("VIP")), &label("Gold")).unwrap().labels;
    assert!(all.iter().any(|label| label.name == "Gold" && label.from_pages));
    let all = allow_label(&sql, &id("VIP"), false).unwrap().labels;
    assert_eq!(from_page(&all, &names(&["gold"])).0, vec![]);
    refused(allow_label(&sql, &LabelId::parse("no-such").unwrap(), true), Code::NotFound);
}
