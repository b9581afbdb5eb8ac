//! Addresses and methods that lead somewhere, and those that do not.

use protocol::code::Code;

use super::*;

#[track_caller]
fn refused(method: &str, path: &str, code: Code) {
    match find(method, path) {
        Err(Miss::Error(error)) => assert_eq!(error.code(), code, "{method} {path}"),
        other => panic!("{method} {path}: {other:?}"),
    }
}

fn demo() -> AccountId {
    AccountId::parse("demo").unwrap()
}

#[test]
fn every_route_is_found() {
    let (main, thread) = (InboxId::parse("main").unwrap(), ThreadId::from_random(0, [1; 16]));
    for (method, path, route) in [
        ("GET", "/", Route::Start),
        ("HEAD", "/healthz", Route::Health),
        ("GET", "/widget/widget-1a.js", Route::WidgetFile("widget-1a.js".into())),
        ("GET", "/console", Route::Console(String::new())),
        ("GET", "/console/inbox/all/x", Route::Console("inbox/all/x".into())),
        ("GET", "/embed/demo.js", Route::Embed(Some(demo()))),
        ("GET", "/embed/No%20One.js", Route::Embed(None)),
        ("GET", "/chat/demo", Route::ChatPage(Some(demo()), None)),
        ("GET", "/chat/demo/vip", Route::ChatPage(Some(demo()), ChatflowId::parse("vip").ok())),
        ("GET", "/chat/No%20One", Route::ChatPage(None, None)),
        ("GET", "/chat/demo/No%20One", Route::ChatPage(None, None)),
        ("POST", "/v1/demo/decide", Route::Decide(demo())),
        ("GET", "/v1/demo/book", Route::Book(demo())),
        ("POST", "/v1/demo/book", Route::Book(demo())),
        ("POST", "/v1/demo/explain", Route::Explain(demo())),
        ("POST", "/v1/demo/visitors", Route::Visitors(demo())),
        ("POST", "/v1/demo/forget", Route::ForgetVisitor(demo())),
        ("POST", "/v1/demo/threads", Route::VisitorThreads(demo())),
        ("GET", "/v1/demo/inboxes/main/shards/12/socket", Route::VisitorSocket(demo(), main.clone(), 12)),
        ("POST", "/v1/demo/inboxes/main/shards/12/poll", Route::VisitorPoll(demo(), main.clone(), 12)),
        ("POST", "/v1/demo/inboxes/main/shards/12/log", Route::VisitorLog(demo(), main.clone(), 12)),
        ("POST", "/v1/demo/inboxes/main/shards/12/rating", Route::VisitorRating(demo(), main.clone(), 12)),
        ("GET", "/api/reports", Route::Reports),
        ("GET", "/api/reports.csv", Route::ReportTable),
        ("POST", "/v1/demo/inboxes/main/shards/12/revise", Route::VisitorRevision(demo(), main.clone(), 12)),
        ("POST", "/v1/demo/inboxes/main/shards/12/labels", Route::VisitorLabels(demo(), main.clone(), 12)),
        (
            "PUT",
            "/api/labels/vip/pages",
            Route::LabelPages(conversation::ids::LabelId::parse("vip").unwrap()),
        ),
        ("GET", "/api/inboxes/main/ratings", Route::Ratings(main.clone())),
        ("POST", "/api/sign-in", Route::SignIn),
        ("GET", "/api/inboxes/main/socket", Route::AgentSocket(main.clone())),
        ("POST", "/api/inboxes/main/poll", Route::AgentPoll(main.clone())),
        ("GET", "/api/chatflows", Route::Chatflows),
        ("POST", "/api/chatflows", Route::Chatflows),
        ("PUT", "/api/chatflows/order", Route::ChatflowOrder),
        ("POST", "/api/chatflows/check", Route::ChatflowCheck),
        ("POST", "/api/chatflows/simulate", Route::Simulate),
        ("POST", "/api/chatflows/coverage", Route::Coverage),
        ("POST", "/api/chatflows/explain-link", Route::ExplainLink),
        ("GET", "/api/chatflows/vip", Route::Chatflow(ChatflowId::parse("vip").unwrap())),
        ("DELETE", "/api/chatflows/vip", Route::Chatflow(ChatflowId::parse("vip").unwrap())),
        ("PUT", "/api/chatflows/vip/enabled", Route::Switch(ChatflowId::parse("vip").unwrap())),
        ("POST", "/api/lists", Route::Lists),
        ("POST", "/api/lists/preview", Route::ListPreview),
        ("DELETE", "/api/lists/vip", Route::List(ListId::parse("vip").unwrap())),
        ("POST", "/api/lists/vip/members", Route::ListMembers(ListId::parse("vip").unwrap())),
        ("GET", "/api/properties", Route::Properties),
        ("PUT", "/api/properties/plan", Route::Property(PropertyId::parse("plan").unwrap())),
        ("GET", "/api/contacts", Route::Contacts),
        ("GET", "/api/recipients", Route::Recipients),
        ("GET", "/conversations/v3/conversations/threads", Route::V3Threads),
        ("PATCH", "/conversations/v3/conversations/threads/77", Route::V3Thread(Key::Number(77))),
        ("GET", "/api/contacts/sofia", Route::Contact(ContactId::parse("sofia").unwrap())),
        (
            "PUT",
            "/api/contacts/sofia/properties",
            Route::ContactProperties(ContactId::parse("sofia").unwrap()),
        ),
        ("GET", "/v1/demo/availability", Route::Availability(demo())),
        ("GET", "/v1/demo/faces", Route::Faces(demo())),
        ("POST", "/v1/demo/form", Route::Form(demo())),
        ("PUT", "/api/me/presence", Route::MyPresence),
        ("PUT", "/api/me/preferences", Route::Preferences),
        ("GET", "/api/people", Route::People),
        ("PUT", "/api/people/ada/presence", Route::Presence(AgentId::parse("ada").unwrap())),
        ("PUT", "/api/people/ada/work", Route::Work(AgentId::parse("ada").unwrap())),
        ("POST", "/api/apps", Route::Apps),
        ("DELETE", "/api/apps/crm", Route::App(AppId::parse("crm").unwrap())),
        ("POST", "/api/skills", Route::Skills),
        ("DELETE", "/api/skills/german", Route::Skill(SkillId::parse("german").unwrap())),
        ("GET", "/api/subscriptions", Route::Subscriptions),
        ("PUT", "/api/subscriptions/news", Route::Subscription(SubscriptionId::parse("news").unwrap())),
        (
            "GET",
            "/api/contacts/sofia/subscriptions",
            Route::ContactSubscriptions(ContactId::parse("sofia").unwrap()),
        ),
        (
            "DELETE",
            "/api/contacts/sofia/subscriptions/news",
            Route::ContactSubscription(
                ContactId::parse("sofia").unwrap(),
                SubscriptionId::parse("news").unwrap(),
            ),
        ),
        ("POST", "/v1/kiln/subscriptions", Route::OwnSubscriptions(AccountId::parse("kiln").unwrap())),
        ("POST", "/v1/kiln/unsubscribe", Route::Unsubscribe(AccountId::parse("kiln").unwrap())),
        ("GET", "/api/receipts", Route::Receipts),
        ("GET", "/api/receipts.csv", Route::ReceiptsTable),
        ("GET", "/api/erasures", Route::Erasures),
        ("POST", "/api/teams", Route::Teams),
        ("DELETE", "/api/teams/sales", Route::Team(TeamId::parse("sales").unwrap())),
        ("GET", "/api/inboxes/main/colleagues", Route::Colleagues(main.clone())),
        ("GET", "/api/chatflows/vip/versions", Route::Versions(ChatflowId::parse("vip").unwrap())),
        (
            "POST",
            "/api/chatflows/vip/versions/7/restore",
            Route::RollBack(ChatflowId::parse("vip").unwrap(), 7),
        ),
        ("PUT", "/api/chatflows/vip/schedule", Route::Schedule(ChatflowId::parse("vip").unwrap())),
        ("GET", "/api/chatflows/vip/availability", Route::Forecast(ChatflowId::parse("vip").unwrap())),
        (
            "POST",
            "/api/chatflows/vip/routing/simulate",
            Route::SimulateRouting(ChatflowId::parse("vip").unwrap()),
        ),
        ("PUT", "/api/settings", Route::Settings),
        ("GET", "/openapi.json", Route::Description),
        ("POST", "/internal/drain", Route::Internal(Internal::Drain)),
        ("POST", "/internal/rebuild", Route::Internal(Internal::Rebuild)),
    ] {
        assert_eq!(find(method, path).ok(), Some(route), "{method} {path}");
    }
    let act = find("POST", &format!("/api/threads/main/{thread}/close")).ok();
    assert_eq!(act, Some(Route::Act(main.clone(), thread.clone(), Verb::Close)));
    let details = find("GET", &format!("/api/threads/main/{thread}/details")).ok();
    assert_eq!(details, Some(Route::Details(main.clone(), thread.clone())));
    let routing = find("GET", &format!("/api/threads/main/{thread}/routing")).ok();
    assert_eq!(routing, Some(Route::Routing(main, thread)));
}

#[test]
fn row_14_a_malformed_id_is_told_apart_from_nothing() {
    refused("POST", "/v1/De%20mo/decide", Code::IdFormat);
    refused("GET", "/api/threads/main/none/messages", Code::IdFormat);
    refused("GET", "/v1/demo/inboxes/main/shards/01/socket", Code::IdFormat);
    refused("GET", "/v1/demo/inboxes/main/shards/65536/socket", Code::IdFormat);
}

#[test]
fn row_17_wrong_methods_and_unknown_addresses() {
    assert!(matches!(find("GET", "/v1/demo/decide"), Err(Miss::Method("POST"))));
    assert!(matches!(find("DELETE", "/api/me"), Err(Miss::Method("GET"))));
    assert!(matches!(find("OPTIONS", "/v1/demo/book"), Err(Miss::Method("GET, POST"))));
    assert!(matches!(find("GET", "/api/chatflows/order"), Err(Miss::Method("PUT"))));
    assert!(matches!(find("POST", "/api/chatflows/vip"), Err(Miss::Method("GET, PUT, DELETE"))));
    for path in ["/nothing", "/v1/demo", "/api", "/embed/demo", "/widget/a/b", "//", "/internal/other"] {
        refused("GET", path, Code::NotFound);
    }
}
