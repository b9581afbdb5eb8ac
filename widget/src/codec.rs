//! Frames and REST bodies as JSON, without serde.
//!
//! Knows the spelling of what the widget sends and reads, and nothing else of the protocol; what it does not know is
//! `Unknown`, as the protocol asks of an older client. `protocol/testdata/frames.jsonl` holds this codec and the
//! edge's to the same bytes.

use conversation::ids::{AgentId, ChatflowId, ClientMessageId, FileId, ThreadId, VisitorId};
use conversation::thread::Status;
use protocol::boot::Session;
use protocol::frame::{
    Agent, Author, Body, ClientFrame, ConsentGiven, Entry, PING, ServerFrame, ThreadState,
};

use crate::json::{Json, Writer};

/// A frame as it is sent.
pub fn write_frame(frame: &ClientFrame) -> String {
    let tag = |name| Writer::default().text("t", name);
    match frame {
        ClientFrame::Hello { v, token, flow } => {
            let hello = tag("hello").number("v", u64::from(*v)).maybe("token", token.as_deref());
            if *flow { hello.yes("flow").end() } else { hello.end() }
        }
        ClientFrame::Post {
            client_message_id, thread, chatflow, text, attachments, page, consent, ..
        } => tag("post")
            .text("client_message_id", client_message_id.as_str())
            .maybe("thread", thread.as_ref().map(ThreadId::as_str))
            .maybe("chatflow", chatflow.as_ref().map(ChatflowId::as_str))
            .text("text", text)
            .texts("attachments", attachments.iter().map(FileId::as_str))
            .maybe("page", page.as_deref())
            .maybe_object("consent", consent.as_ref().map(consent_given))
            .end(),
        ClientFrame::Email { client_message_id, thread, email } => tag("email")
            .text("client_message_id", client_message_id.as_str())
            .text("thread", thread.as_str())
            .text("email", email)
            .end(),
        ClientFrame::Resume { thread, after_seq } => {
            tag("resume").text("thread", thread.as_str()).number("after_seq", *after_seq).end()
        }
        ClientFrame::Received { thread, seq } => {
            tag("received").text("thread", thread.as_str()).number("seq", *seq).end()
        }
        ClientFrame::End { thread } => tag("end").text("thread", thread.as_str()).end(),
        ClientFrame::Have { n } => tag("have").number("n", *n).end(),
        // Nobody asks the widget for the first three; a ping does no harm in their place.
        ClientFrame::Read { .. }
        | ClientFrame::Typing { .. }
        | ClientFrame::Viewing { .. }
        | ClientFrame::Ping
        | ClientFrame::Unknown => String::from(PING),
    }
}

fn consent_given(consent: &ConsentGiven) -> Writer {
    Writer::default().number("version", u64::from(consent.version)).text("language", &consent.language)
}

/// A frame as it came. Total: what cannot be read is [`ServerFrame::Unknown`].
pub fn read_frame(text: &str) -> ServerFrame {
    Json::read(text).and_then(|json| frame(&json)).unwrap_or(ServerFrame::Unknown)
}

fn frame(json: &Json<'_>) -> Option<ServerFrame> {
    Some(match json.text("t")? {
        "welcome" => ServerFrame::Welcome {
            v: u32::try_from(json.number("v")?).ok()?,
            visitor: json.text("visitor").and_then(|id| VisitorId::parse(id).ok()),
            agent: json.text("agent").and_then(|id| AgentId::parse(id).ok()),
            threads: json.list("threads").iter().filter_map(thread_state).collect(),
        },
        "ack" => ServerFrame::Ack {
            client_message_id: ClientMessageId::parse(json.text("client_message_id")?).ok()?,
            thread: thread(json)?,
            seq: json.number("seq")?,
            at: json.number("at")?,
        },
        "captured" => ServerFrame::Captured {
            client_message_id: ClientMessageId::parse(json.text("client_message_id")?).ok()?,
        },
        "entry" => ServerFrame::Entry { thread: thread(json)?, entry: entry(json.get("entry")?)? },
        "caught_up" => ServerFrame::CaughtUp { thread: thread_state(json.get("thread")?)? },
        "state" => ServerFrame::State { thread: thread_state(json.get("thread")?)? },
        "going_away" => ServerFrame::GoingAway { retry_after_ms: json.number("retry_after_ms")? },
        "error" => ServerFrame::Error {
            code: json.text("code")?.into(),
            message: json.text("message").unwrap_or_default().into(),
            reference: json.text("ref").map(String::from),
            fatal: json.is("fatal"),
            retry_after_ms: json.number("retry_after_ms"),
            // `loader/form.js` hears of it.
            field: None,
        },
        "lagging" => ServerFrame::Lagging,
        "team" => ServerFrame::Team,
        "pong" => ServerFrame::Pong,
        // Rows and who is there are for consoles. How far others have read, and that they write, is not shown here yet.
        _ => ServerFrame::Unknown,
    })
}

fn thread(json: &Json<'_>) -> Option<ThreadId> {
    ThreadId::parse(json.text("thread")?).ok()
}

fn thread_state(json: &Json<'_>) -> Option<ThreadState> {
    Some(ThreadState {
        id: ThreadId::parse(json.text("id")?).ok()?,
        chatflow: ChatflowId::parse(json.text("chatflow")?).ok()?,
        status: if json.text("status")? == "closed" { Status::Closed } else { Status::Open },
        assignee: json.get("assignee").and_then(agent),
        last_seq: json.number("last_seq")?,
        opened_at: json.number("opened_at")?,
        marks: None,
    })
}

fn author(json: &Json<'_>) -> Option<Author> {
    Some(match json.text("kind")? {
        "visitor" => Author::Visitor,
        "agent" if json.is("bot") => Author::Bot { name: json.text("name")?.into() },
        "agent" => {
            let Agent { id, name } = agent(json)?;
            Author::Agent { id, name }
        }
        _ => Author::System,
    })
}

fn agent(json: &Json<'_>) -> Option<Agent> {
    Some(Agent { id: AgentId::parse(json.text("id")?).ok()?, name: json.text("name")?.into() })
}

fn entry(json: &Json<'_>) -> Option<Entry> {
    let body = json.get("body")?;
    Some(Entry {
        seq: json.number("seq")?,
        at: json.number("at")?,
        from: author(json.get("from")?)?,
        client_message_id: json.text("client_message_id").and_then(|id| ClientMessageId::parse(id).ok()),
        body: match body.text("kind")? {
            "text" => Body::Text { text: body.text("text")?.into() },
            "assigned" => Body::Assigned { agent: body.get("agent").and_then(agent) },
            "closed" => Body::Closed,
            "reopened" => Body::Reopened,
            "edited" => Body::Edited { message: body.number("message")?, text: body.text("text")?.into() },
            "deleted" => Body::Deleted { message: body.number("message")? },
            _ => Body::Unknown,
        },
        quick_replies: json.list("quick_replies").iter().filter_map(word).collect(),
        // `loader/start.js` hears of files and draws them: who never sees one does not download how.
        attachments: Vec::new(),
        // The visitor knows what they filled in; it is told to agents.
        form: Vec::new(),
        // `loader/carry.js` hears of it, and of what it answers.
        reply_to: None,
        edited: json.number("edited"),
    })
}

fn word(json: &Json<'_>) -> Option<String> {
    match json {
        Json::String(text) => Some(text.as_ref().into()),
        _ => None,
    }
}

/// The answer of `POST /v1/{account}/visitors`.
pub fn read_session(text: &str) -> Option<Session> {
    let json = Json::read(text)?;
    let socket = json.text("socket")?;
    // A path on the edge and nothing else: the token must never travel to another host.
    let is_path = socket.starts_with('/') && !socket.starts_with("//") && !socket.contains('\\');
    is_path.then_some(Session { token: json.text("token")?.into(), socket: socket.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLDEN: &str = include_str!("../../protocol/testdata/frames.jsonl");

    /// The lines of the golden file that are of our concern: name, direction, the frame's own text.
    fn golden() -> impl Iterator<Item = (String, bool, &'static str)> {
        GOLDEN.lines().filter(|line| !line.trim().is_empty()).map(|line| {
            let json = Json::read(line).unwrap();
            let start = line.find("\"frame\":").unwrap() + "\"frame\":".len();
            (
                json.text("name").unwrap().into(),
                json.text("to") == Some("client"),
                &line[start..line.len() - 1],
            )
        })
    }

    #[test]
    fn golden_frames_to_the_server_are_written_byte_for_byte() {
        let id = |c: char| ThreadId::parse(&format!("0-{}{c}", "a".repeat(25))).unwrap();
        let hello =
            |token: Option<&str>, flow| ClientFrame::Hello { v: 1, token: token.map(String::from), flow };
        let file = |c: char| FileId::parse(&format!("{c}{}", "a".repeat(25))).unwrap();
        let frames = [
            ("hello_of_a_visitor", hello(Some("v1.abc.def"), false)),
            ("hello_of_an_agent", hello(None, false)),
            ("hello_that_counts", hello(Some("v1.abc.def"), true)),
            (
                "post_that_starts_a_thread",
                ClientFrame::Post {
                    client_message_id: ClientMessageId::parse(&"a".repeat(26)).unwrap(),
                    thread: None,
                    chatflow: ChatflowId::parse("pricing").ok(),
                    text: "Hi \"there\" \\ \u{2028} ü 👋\n".into(),
                    attachments: Vec::new(),
                    page: Some("https://kiln.example/pricing/".into()),
                    consent: None,
                    form: Vec::new(),
                    communication: None,
                    reply_to: None,
                },
            ),
            (
                "post_with_consent",
                ClientFrame::Post {
                    client_message_id: ClientMessageId::parse(&"a".repeat(26)).unwrap(),
                    thread: None,
                    chatflow: ChatflowId::parse("pricing").ok(),
                    text: "Hi".into(),
                    attachments: Vec::new(),
                    page: Some("https://kiln.example/pricing/".into()),
                    consent: Some(ConsentGiven { version: 3, language: "de".into() }),
                    form: Vec::new(),
                    communication: None,
                    reply_to: None,
                },
            ),
            (
                "email",
                ClientFrame::Email {
                    client_message_id: ClientMessageId::parse(&format!("{}b", "a".repeat(25))).unwrap(),
                    thread: id('a'),
                    email: "sofia@kiln.test".into(),
                },
            ),
            (
                "post_into_a_thread",
                ClientFrame::Post {
                    client_message_id: ClientMessageId::parse("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
                        .unwrap(),
                    thread: Some(id('a')),
                    chatflow: None,
                    text: "Hi".into(),
                    attachments: Vec::new(),
                    page: None,
                    consent: None,
                    form: Vec::new(),
                    communication: None,
                    reply_to: None,
                },
            ),
            (
                "post_with_files",
                ClientFrame::Post {
                    client_message_id: ClientMessageId::parse(&"a".repeat(26)).unwrap(),
                    thread: Some(id('a')),
                    chatflow: None,
                    text: String::new(),
                    attachments: ['b', 'c'].map(file).to_vec(),
                    page: None,
                    consent: None,
                    form: Vec::new(),
                    communication: None,
                    reply_to: None,
                },
            ),
            (
                "resume",
                ClientFrame::Resume {
                    thread: ThreadId::parse(&format!("12-{}b", "a".repeat(25))).unwrap(),
                    after_seq: 0,
                },
            ),
            ("received", ClientFrame::Received { thread: id('a'), seq: protocol::limits::SEQ_MAX }),
            ("end", ClientFrame::End { thread: id('a') }),
            ("have", ClientFrame::Have { n: 16 }),
            ("ping", ClientFrame::Ping),
        ];
        // What scripts of `loader` send, or put into what is sent.
        let sent = |name: &str| {
            ![
                "read",
                "typing",
                "viewing",
                "viewing_none",
                "post_with_form",
                "post_with_communication",
                "post_that_answers_a_message",
            ]
            .contains(&name)
        };
        for (name, to_client, text) in golden().filter(|(name, to_client, _)| !to_client && sent(name)) {
            let frame = frames.iter().find(|(known, _)| *known == name);
            let frame = frame.unwrap_or_else(|| panic!("{name}: a new frame, write it here ({to_client})"));
            // JSON may spell one character in several ways, so the meaning is compared where the text is escaped.
            assert_eq!(Json::read(&write_frame(&frame.1)), Json::read(text), "{name}");
        }
    }

    #[test]
    fn golden_frames_to_the_client_are_read() {
        for (name, _, text) in golden().filter(|(_, to_client, _)| *to_client) {
            let unknown = read_frame(text) == ServerFrame::Unknown;
            let passed_over =
                ["presence", "viewing", "marks", "typing", "row", "annotation", "abreast", "long_wait"]
                    .iter()
                    .any(|start| name.starts_with(start));
            assert_eq!(unknown, passed_over, "{name}");
        }
    }

    #[track_caller]
    fn check(text: &str, expected: ServerFrame) {
        assert_eq!(read_frame(text), expected);
    }

    #[test]
    fn an_entry_is_read_field_by_field() {
        let name = "entry_of_an_agent";
        let (_, _, text) = golden().find(|(known, _, _)| known == name).unwrap();
        check(
            text,
            ServerFrame::Entry {
                thread: ThreadId::parse("0-aaaaaaaaaaaaaaaaaaaaaaaaaa").unwrap(),
                entry: Entry {
                    seq: 2,
                    at: 1_795_219_200_000,
                    from: Author::Agent { id: AgentId::parse("anna").unwrap(), name: "Anna Keller".into() },
                    client_message_id: None,
                    body: Body::Text { text: "Hello".into() },
                    quick_replies: Vec::new(),
                    reply_to: None,
                    edited: None,
                    form: Vec::new(),
                    attachments: Vec::new(),
                },
            },
        );
    }

    #[test]
    fn a_bots_entry_brings_its_quick_replies() {
        // P84
        let (_, _, text) = golden().find(|(known, _, _)| known == "entry_of_a_bot").unwrap();
        let ServerFrame::Entry { entry, .. } = read_frame(text) else { panic!("{text}") };
        assert_eq!(entry.from, Author::Bot { name: "Kiln helper".into() });
        assert_eq!(entry.quick_replies, ["Prices", "An order"]);
    }

    #[test]
    fn what_cannot_be_read_is_unknown() {
        for text in
            ["", "nonsense", "[]", "{}", "{\"t\":1}", "{\"t\":\"later\"}", "{\"t\":\"ack\",\"seq\":1}"]
        {
            check(text, ServerFrame::Unknown);
        }
    }

    #[test]
    fn a_socket_is_a_path_on_the_edge() {
        let read =
            |socket: &str| read_session(&Writer::default().text("token", "t").text("socket", socket).end());
        assert!(read("/v1/demo/inboxes/main/shards/0/socket").is_some());
        for elsewhere in
            ["https://evil.example/", "//evil.example/", "wss://evil.example", "/\\evil.example", ""]
        {
            assert_eq!(read(elsewhere), None, "{elsewhere}");
        }
    }
}
