//! The document: what is said of each route, in the words of OpenAPI 3.1.
//!
//! Knows OpenAPI. Which routes there are and what they take is said in [`crate::routes`].

use conversation::ids::{
    AccountId, AgentId, AppId, ChatflowId, ContactId, FileId, InboxId, ListId, PropertyId, SkillId,
    SubscriptionId, TeamId, ThreadId, TokenId, WebhookId,
};
use protocol::code::Code;
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::rest::Failure;
use serde_json::{Map, Value, json};

use crate::operation::{Access, Answer, Body, Make, Operation, Tag};
use crate::routes;
use crate::types::Types;

const ABOUT: &str = "\
Three kinds of clients speak to the edge. **Widgets** on other people's pages use `/v1/{account}/…`: no cookie ever; the \
page's `Origin` has to be on the account's list, and a visitor who acted brings a token in the body. **Agents** use \
`/api/…` from the console's own origin: with the session's cookie, and every change with `x-csrf` and an `Origin` (or \
`Sec-Fetch-Site: same-origin`) that shows that our own page sent it. **Programs of the operator** use `/internal/…` with \
a secret; without it there is nothing there.

Bodies are one JSON object of at most 64 KiB. A field that nobody knows is refused, and so is a key that stands twice. \
Every failed request answers with a `Failure`: match on `error.code`, show `error.message` to people, and quote \
`error.request_id` (also the header `x-request-id`) to the operator. Codes are stable; new ones may come. A method that a \
route does not have is answered with 405, `method_not_allowed`, and the header `Allow`.

Times are milliseconds since 1970, UTC. What goes over the sockets is described in docs/protocol.md; the schemas of the \
frames are `ClientFrame` and `ServerFrame`.";

/// The whole description.
#[must_use]
pub fn document() -> Value {
    let mut types = Types::new();
    let failure = types.name_of::<Failure>();
    let frames = json!({
        "x-frames-from-the-client": types.sent(|generator| generator.subschema_for::<ClientFrame>()),
        "x-frames-from-the-edge": types.sent(|generator| generator.subschema_for::<ServerFrame>()),
    });
    let mut paths: Map<String, Value> = Map::new();
    // References into what may be given are put right once all types are known.
    let mut bodies = Vec::new();
    for operation in routes::all() {
        let mut described = describe(&operation, &mut types, &failure);
        if operation.answers.iter().any(|answer| matches!(answer, Answer::Status(101, _)))
            && let (Some(fields), Some(frames)) = (described.as_object_mut(), frames.as_object())
        {
            fields.extend(frames.clone());
        }
        if let Some(Body { content_type, schema }) = operation.body {
            bodies.push((operation.path, operation.method.as_str(), content_type, types.given(schema)));
        }
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] = described;
    }
    let mut collected = types.collect();
    for (path, method, content_type, mut schema) in bodies {
        collected.rename(&mut schema);
        paths[path][method.to_ascii_lowercase()]["requestBody"] = request_body(content_type, &schema);
    }
    collected.schemas.insert("ErrorCode".to_owned(), error_code());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Parlor",
            "summary": "The open website chat.",
            "description": ABOUT,
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0 or MIT", "identifier": env!("CARGO_PKG_LICENSE")},
        },
        "servers": [{"url": "/", "description": "The edge that served this file."}],
        "tags": Tag::ALL.map(|tag| json!({"name": tag.name(), "description": tag.about()})),
        "paths": paths,
        "components": {
            "schemas": collected.schemas,
            "securitySchemes": {
                "session": {
                    "type": "apiKey", "in": "cookie", "name": "__Host-parlor",
                    "description": "Set by `POST /api/sign-in`; lives for 14 days.",
                },
                "csrf": {
                    "type": "apiKey", "in": "header", "name": "x-csrf",
                    "description": "`csrf` of `GET /api/me`. Belongs to the session.",
                },
                "token": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "parlor_…",
                    "description": "Made in Settings › API & webhooks. Each operation says which scope it needs in \
    `x-scope`; without that it is for people. A token may never more than whoever made it.",
                },
                "operator": {
                    "type": "apiKey", "in": "header", "name": "x-parlor-internal",
                    "description": "`internal` in secrets.json, or the secret `PARLOR_INTERNAL_SECRET` of the Worker.",
                },
            },
        },
    })
}

impl Tag {
    const ALL: [Self; 8] = [
        Self::Visitors,
        Self::Session,
        Self::Threads,
        Self::Chatflows,
        Self::Lists,
        Self::Settings,
        Self::Operator,
        Self::Files,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Visitors => "visitors",
            Self::Session => "session",
            Self::Threads => "threads",
            Self::Chatflows => "chatflows",
            Self::Lists => "lists",
            Self::Settings => "settings",
            Self::Operator => "operator",
            Self::Files => "files",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Visitors => "What the widget asks from other people's pages.",
            Self::Session => "Signing in and out, and the first set-up.",
            Self::Threads => "Inboxes and conversations, for their members.",
            Self::Chatflows => "What greets whom, and where.",
            Self::Lists => "Contacts, what is known of them, and who is on which list.",
            Self::Settings => "The account's own.",
            Self::Operator => "For programs of whoever runs this edge.",
            Self::Files => "Pages, scripts and this description.",
        }
    }
}

fn describe(operation: &Operation, types: &mut Types, failure: &Value) -> Value {
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag.name()],
        "security": security(operation),
        "responses": responses(operation, types, failure),
    });
    if !operation.about.is_empty() {
        described["description"] = operation.about.into();
    }
    if let Some(scope) = operation.scope {
        described["x-scope"] = json!(scope);
    }
    let parameters = parameters(operation, types);
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    described
}

fn security(operation: &Operation) -> Value {
    let mut ways = match operation.access {
        Access::Anybody | Access::Site | Access::OwnPage => return json!([]),
        Access::Session | Access::Socket => vec![json!({"session": []})],
        Access::Change => vec![json!({"session": [], "csrf": []})],
        Access::Secret => return json!([{"operator": []}]),
    };
    if operation.scope.is_some() {
        ways.push(json!({"token": []}));
    }
    ways.into()
}

fn parameters(operation: &Operation, types: &mut Types) -> Vec<Value> {
    let mut parameters = Vec::new();
    for name in operation.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let (about, schema) = path_parameter(name, types);
        parameters.push(
            json!({"name": name, "in": "path", "required": true, "description": about, "schema": schema}),
        );
    }
    for parameter in &operation.query {
        let schema = types.sent(parameter.schema);
        parameters.push(json!({
            "name": parameter.name, "in": "query", "required": false, "description": parameter.about,
            "schema": schema,
        }));
    }
    if operation.can_be_once() {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Made by the client. The same request with the same key is done once, and answered the \
same for 24 hours; the answer says so in the header `idempotency-replayed`.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
        }));
    }
    let origin = match operation.access {
        Access::Site if operation.id != "book" => "The page's; it has to be on the account's list.",
        Access::OwnPage | Access::Change => "The edge's own, or `Sec-Fetch-Site: same-origin` instead.",
        Access::Socket => "The edge's own.",
        _ => return parameters,
    };
    let required = matches!(operation.access, Access::Site | Access::Socket);
    parameters.push(json!({
        "name": "Origin", "in": "header", "required": required, "description": origin,
        "schema": {"type": "string"},
    }));
    parameters
}

fn path_parameter(name: &str, types: &mut Types) -> (&'static str, Value) {
    let (about, make): (_, Make) = match name {
        "account" => ("The account.", |generator| generator.subschema_for::<AccountId>()),
        "inbox" => ("The inbox.", |generator| generator.subschema_for::<InboxId>()),
        "thread" => ("The thread.", |generator| generator.subschema_for::<ThreadId>()),
        "chatflow" => ("The chatflow.", |generator| generator.subschema_for::<ChatflowId>()),
        "list" => ("The list.", |generator| generator.subschema_for::<ListId>()),
        "contact" => ("The contact.", |generator| generator.subschema_for::<ContactId>()),
        "agent" => ("The person.", |generator| generator.subschema_for::<AgentId>()),
        "webhook" => ("The webhook.", |generator| generator.subschema_for::<WebhookId>()),
        "token" => ("The token.", |generator| generator.subschema_for::<TokenId>()),
        "delivery" => ("The delivery.", |generator| generator.subschema_for::<u64>()),
        "transcript" => ("The transcript's number.", |generator| generator.subschema_for::<u64>()),
        "number" => ("The thread, by its number or its id.", |generator| generator.subschema_for::<String>()),
        "channel" => ("The channel: `1000`.", |generator| generator.subschema_for::<String>()),
        "attachment" => ("The file.", |generator| generator.subschema_for::<FileId>()),
        "ticket" => {
            ("As it stands in the address that was given.", |generator| generator.subschema_for::<String>())
        }
        "team" => ("The team.", |generator| generator.subschema_for::<TeamId>()),
        "subscription" => {
            ("The type of subscription.", |generator| generator.subschema_for::<SubscriptionId>())
        }
        "skill" => ("The skill.", |generator| generator.subschema_for::<SkillId>()),
        "app" => ("The app.", |generator| generator.subschema_for::<AppId>()),
        "property" => ("The property.", |generator| generator.subschema_for::<PropertyId>()),
        "shard" => {
            ("The shard, as the session's answer names it.", |generator| generator.subschema_for::<u16>())
        }
        _ => ("A name of a file or a page.", |generator| generator.subschema_for::<String>()),
    };
    (about, types.sent(make))
}

fn request_body(content_type: &str, schema: &Value) -> Value {
    // Pages send JSON as text/plain: a simple request, which needs no preflight.
    let schema = match content_type {
        "text/plain" => {
            json!({"type": "string", "contentMediaType": "application/json", "contentSchema": schema})
        }
        _ => schema.clone(),
    };
    json!({"required": true, "content": {content_type: {"schema": schema}}})
}

fn responses(operation: &Operation, types: &mut Types, failure: &Value) -> Value {
    let mut responses = Map::new();
    for answer in &operation.answers {
        let (status, described) = match answer {
            Answer::Json { about, schema } => {
                let schema = types.sent(schema.0);
                (200, json!({"description": about, "content": {"application/json": {"schema": schema}}}))
            }
            Answer::Bytes { about, content_types } => {
                // Bytes have no schema; their content type says it all.
                let content: Map<String, Value> =
                    content_types.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect();
                (200, json!({"description": about, "content": content}))
            }
            Answer::Status(status, about) => (*status, json!({"description": about})),
        };
        responses.insert(status.to_string(), described);
    }
    let codes = operation.codes();
    let mut statuses: Vec<u16> = codes.iter().map(|code| code.status()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        let codes: Vec<Code> = codes.iter().copied().filter(|code| code.status() == status).collect();
        responses.entry(status.to_string()).or_insert_with(|| refusal(status, &codes, failure));
    }
    responses.into()
}

fn refusal(status: u16, codes: &[Code], failure: &Value) -> Value {
    let lines: Vec<String> =
        codes.iter().map(|code| format!("`{}`: {}", code.as_str(), code.about())).collect();
    let names: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    let schema = json!({
        "allOf": [failure],
        "properties": {"error": {"properties": {"code": {"enum": names}}}},
    });
    let mut described = json!({
        "description": lines.join("\n\n"),
        "content": {"application/json": {"schema": schema}},
    });
    if status == 429 {
        let about = "Seconds until another try may succeed.";
        described["headers"] = json!({"Retry-After": {"description": about, "schema": {"type": "integer"}}});
    }
    described
}

/// Every code with its meaning and its status.
fn error_code() -> Value {
    let codes: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            json!({
                "const": code.as_str(), "description": code.about(),
                "x-status": code.status(), "x-close": code.close(),
            })
        })
        .collect();
    json!({
        "description": "What `error.code` of a `Failure` and `code` of an error frame can be. New ones may come.",
        "type": "string",
        "oneOf": codes,
    })
}
