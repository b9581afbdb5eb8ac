use conversation::ids::{AgentId, ChatflowId, ClientMessageId, InboxId, ThreadId};
use conversation::thread::Status as Standing;
use proptest::prelude::*;
use protocol::frame::{Agent, Mark, Marks, ThreadState};

use super::*;

fn row() -> Row {
    Row {
        thread: ThreadId::from_random(0, [1; 16]),
        inbox: InboxId::parse("main").unwrap(),
        visitor: "4K2Q".into(),
        name: Some("Sofia".into()),
        email: None,
        verified: true,
        chatflow: ChatflowId::parse("shop").unwrap(),
        chatflow_name: "Shop".into(),
        page: None,
        status: Standing::Open,
        assignee: None,
        filtered: false,
        contact: None,
        desk: Box::default(),
        preview: String::new(),
        preview_from_visitor: true,
        opened_at: 1,
        updated_at: 2,
        waiting_since: None,
        last_seq: 0,
        revision: 1,
        bot: None,
    }
}

fn anna() -> Author {
    Author::Agent { id: AgentId::parse("anna").unwrap(), name: "Anna".into() }
}

fn entry(seq: u64, from: Author, body: Body) -> Entry {
    Entry {
        seq,
        at: seq,
        from,
        client_message_id: None,
        body,
        quick_replies: vec![],
        reply_to: None,
        edited: None,
        attachments: vec![],
        form: vec![],
    }
}

fn comment(n: u64, after_seq: u64) -> Annotation {
    let note = Note::Comment { text: format!("c{n}"), mentions: vec![] };
    let client_message_id = ClientMessageId::parse("message-1").ok();
    Annotation { n, after_seq, at: after_seq, from: anna(), client_message_id, note }
}

/// A shard's answer: a log of `last` entries with these comments, read by a window.
fn read(last: u64, comments: &[(u64, u64)], (after, limit): (u64, u32)) -> Log {
    let said = |seq| entry(seq, Author::Visitor, Body::Text { text: format!("m{seq}") });
    let entries: Vec<Entry> = (after + 1..=last.min(after + u64::from(limit))).map(said).collect();
    let end = entries.last().map_or(last, |entry| entry.seq);
    let inside = |(_, seq): &&(u64, u64)| (after..=end).contains(seq);
    let annotations = comments.iter().filter(inside).map(|&(n, seq)| comment(n, seq)).collect();
    let marks = Some(Marks { visitor: Mark { received: 2, read: 2 }, agents: Mark::default() });
    let thread = ThreadState {
        id: row().thread,
        chatflow: row().chatflow,
        status: Standing::Open,
        assignee: None,
        last_seq: last,
        opened_at: 1,
        marks,
    };
    Log { thread, entries, annotations }
}

fn walked(last: u64, comments: &[(u64, u64)], order: Order, limit: u32) -> Vec<String> {
    let mut from = if order == Order::Oldest { Place::FIRST } else { Place::LAST };
    let mut texts = Vec::new();
    for _ in 0..200 {
        let log = read(last, comments, window(from, order, limit, last));
        let (messages, next) = page(&row(), &log, from, order, limit);
        assert!(messages.len() <= limit as usize);
        texts.extend(messages.into_iter().filter_map(|message| message.text));
        let Some(next) = next else { return texts };
        from = Place::parse(&next.to_text()).unwrap();
    }
    panic!("it never ends")
}

#[test]
fn every_kind_of_entry_has_its_shape() {
    // H89 H90
    let to = Agent { id: AgentId::parse("anna").unwrap(), name: "Anna".into() };
    let mut log = read(5, &[], (0, 10));
    log.entries = vec![
        entry(1, Author::Visitor, Body::Text { text: "<b>\"Hi\"</b>\n&".into() }),
        entry(2, anna(), Body::Text { text: "Hello".into() }),
        entry(3, Author::Bot { name: "Helper".into() }, Body::Text { text: "Beep".into() }),
        entry(4, Author::System, Body::Assigned { agent: Some(to) }),
        entry(5, anna(), Body::Closed),
    ];
    let (told, _) = page(&row(), &log, Place::FIRST, Order::Oldest, 10);
    let told: Vec<serde_json::Value> = told.iter().map(|one| serde_json::to_value(one).unwrap()).collect();
    let number = row().thread.number();
    assert_eq!(told[0]["id"], format!("{number}-1"));
    assert_eq!(told[0]["richText"], "&lt;b&gt;&quot;Hi&quot;&lt;/b&gt;<br>&amp;");
    assert_eq!(
        (&told[0]["direction"], &told[0]["status"]["statusType"]),
        (&"INCOMING".into(), &"RECEIVED".into())
    );
    assert_eq!(told[1]["recipients"][0]["actorId"], "V-4K2Q");
    assert_eq!(
        (&told[1]["status"]["statusType"], &told[2]["status"]["statusType"]),
        (&"READ".into(), &"SENT".into())
    );
    assert_eq!(
        (&told[1]["createdBy"], &told[1]["client"]["clientType"]),
        (&"A-anna".into(), &"HUBSPOT".into())
    );
    assert_eq!(told[2]["createdBy"], format!("B-{}", number_of("shop")));
    assert_eq!(
        (&told[3]["type"], &told[3]["assignedTo"], &told[3]["createdBy"]),
        (&"ASSIGNMENT".into(), &"A-anna".into(), &"S-parlor".into())
    );
    assert_eq!((&told[4]["type"], &told[4]["newStatus"]), (&"THREAD_STATUS_CHANGE".into(), &"CLOSED".into()));
}

proptest! {
    #[test]
    fn pages_of_any_size_tell_everything_once_and_in_order(
        last in 1_u64..40,
        places in prop::collection::vec(0_u64..40, 0..12),
        limit in 1_u32..15,
    ) {
        // H89
        let mut places: Vec<u64> = places.into_iter().filter(|place| *place <= last).collect();
        places.sort_unstable();
        let comments: Vec<(u64, u64)> = (1..).zip(places).collect();
        let mut expected = Vec::new();
        for seq in 0..=last {
            expected.extend((seq > 0).then(|| format!("m{seq}")));
            expected.extend(comments.iter().filter(|(_, at)| *at == seq).map(|(n, _)| format!("c{n}")));
        }
        prop_assert_eq!(walked(last, &comments, Order::Oldest, limit), expected.clone());
        expected.reverse();
        prop_assert_eq!(walked(last, &comments, Order::Newest, limit), expected);
    }
}
