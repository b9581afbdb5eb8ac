//! The description and the edge's own table of routes tell the same: no route is missing here, and none is too many.

use std::collections::BTreeSet;

use conversation::access::scope_of;
use edge::routes::authority;
use edge::routes::table::{Internal, Miss, Route, Verb, find};

/// Makes the list of all kinds of routes and the function that tells them apart from one and the same lines: a route
/// that is new in the table does not compile until it stands here, and then has to be described.
macro_rules! kinds {
    ($($pattern:pat => $name:literal,)*) => {
        const KINDS: &[&str] = &[$($name,)*];

        fn kind(route: &Route) -> &'static str {
            match route { $($pattern => $name,)* }
        }
    };
}

kinds! {
    Route::Start => "start",
    Route::Health => "health",
    Route::WidgetFile(_) => "widget file",
    Route::Console(_) => "console",
    Route::Embed(_) => "embed",
    Route::Decide(_) => "decide",
    Route::Book(_) => "book",
    Route::Visitors(_) => "visitors",
    Route::VisitorSocket(..) => "visitor socket",
    Route::VisitorPoll(..) => "visitor poll",
    Route::VisitorFiles(..) => "visitor's files",
    Route::VisitorFile(..) => "visitor's file",
    Route::Download(..) => "download",
    Route::ThreadFiles(..) => "thread's files",
    Route::ThreadFile(..) => "thread's file",
    Route::VisitorThreads(_) => "visitor threads",
    Route::ForgetVisitor(_) => "forget visitor",
    Route::VisitorLog(..) => "visitor log",
    Route::VisitorRating(..) => "visitor rating",
    Route::VisitorRevision(..) => "visitor revision",
    Route::VisitorLabels(..) => "visitor labels",
    Route::LabelPages(_) => "label for pages",
    Route::Ratings(_) => "ratings",
    Route::SignIn => "sign in",
    Route::SignOut => "sign out",
    Route::Me => "me",
    Route::SetUp => "set up",
    Route::Rows(_) => "rows",
    Route::AgentSocket(_) => "agent socket",
    Route::AgentPoll(_) => "agent poll",
    Route::Messages(..) => "messages",
    Route::Details(..) => "details",
    Route::Transcripts(..) => "transcripts",
    Route::Transcript(..) => "transcript",
    Route::Recipients => "recipients",
    Route::V3Inboxes => "inboxes, version 3",
    Route::V3Inbox(_) => "inbox, version 3",
    Route::V3Channels => "channels, version 3",
    Route::V3Channel(_) => "channel, version 3",
    Route::V3Threads => "threads, version 3",
    Route::V3Thread(_) => "thread, version 3",
    Route::V3Messages(_) => "messages, version 3",
    Route::Act(_, _, Verb::Assign) => "assign",
    Route::Act(_, _, Verb::Close) => "close",
    Route::Act(_, _, Verb::Reopen) => "reopen",
    Route::Act(_, _, Verb::TakeOver) => "take over",
    Route::Act(_, _, Verb::Block) => "block",
    Route::Act(_, _, Verb::Unblock) => "unblock",
    Route::Act(_, _, Verb::Snooze) => "snooze",
    Route::Act(_, _, Verb::Wake) => "wake",
    Route::Act(_, _, Verb::Labels) => "label a thread",
    Route::Act(_, _, Verb::Priority) => "priority of a thread",
    Route::Act(_, _, Verb::Comment) => "comment",
    Route::Act(_, _, Verb::Spam) => "spam",
    Route::Act(_, _, Verb::NotSpam) => "not spam",
    Route::Act(_, _, Verb::Delete) => "delete a thread",
    Route::Act(_, _, Verb::Restore) => "restore a thread",
    Route::Act(_, _, Verb::Disconnect) => "disconnect a contact",
    Route::FindThreads(_) => "find threads",
    Route::Search(_) => "search",
    Route::ActOnMany(_) => "act on many",
    Route::Views(_) => "views",
    Route::SavedView(..) => "saved view",
    Route::ViewThreads(..) => "threads of a view",
    Route::Blocks(_) => "blocks",
    Route::Labels => "labels",
    Route::Label(_) => "label",
    Route::ChatflowPreview => "chatflow preview",
    Route::ChatPage(..) => "chat page",
    Route::Preview => "preview",
    Route::PreviewLoader => "preview loader",
    Route::SavedReplies => "saved replies",
    Route::SavedReply(_) => "saved reply",
    Route::OwnReplies => "own saved replies",
    Route::OwnReply(_) => "own saved reply",
    Route::Macros => "macros",
    Route::Macro(_) => "macro",
    Route::OwnMacros => "own macros",
    Route::OwnMacro(_) => "own macro",
    Route::RunMacro(..) => "run a macro",
    Route::Inboxes => "inboxes",
    Route::Inbox(_) => "inbox",
    Route::Records(_) => "records",
    Route::Record(..) => "record",
    Route::Chatflows => "chatflows",
    Route::ChatflowOrder => "chatflow order",
    Route::ChatflowCheck => "chatflow check",
    Route::Simulate => "simulate",
    Route::Coverage => "coverage",
    Route::ExplainLink => "explain link",
    Route::Explain(_) => "explain",
    Route::Chatflow(_) => "chatflow",
    Route::Switch(_) => "switch",
    Route::Versions(_) => "versions of a chatflow",
    Route::RollBack(..) => "an earlier version put back",
    Route::Schedule(_) => "a chatflow's schedule",
    Route::Lists => "lists",
    Route::ListPreview => "list preview",
    Route::List(_) => "list",
    Route::ListMembers(_) => "list members",
    Route::ListReason(..) => "list reason",
    Route::Properties => "properties",
    Route::Property(_) => "property",
    Route::Contacts => "contacts",
    Route::Contact(_) => "contact",
    Route::ContactProperties(_) => "contact properties",
    Route::Availability(_) => "availability",
    Route::Faces(_) => "faces",
    Route::Form(_) => "form",
    Route::MyPresence => "my presence",
    Route::People => "people",
    Route::Presence(_) => "presence",
    Route::Work(_) => "work",
    Route::Teams => "teams",
    Route::Team(_) => "team",
    Route::Receipts => "receipts",
    Route::ReceiptsTable => "receipts table",
    Route::Erasures => "erasures",
    Route::Reports => "reports",
    Route::ReportTable => "report table",
    Route::Subscriptions => "subscriptions",
    Route::Subscription(_) => "subscription",
    Route::ContactSubscriptions(_) => "contact subscriptions",
    Route::ContactSubscription(..) => "contact subscription",
    Route::OwnSubscriptions(_) => "own subscriptions",
    Route::Unsubscribe(_) => "unsubscribe",
    Route::Apps => "apps",
    Route::App(_) => "app",
    Route::Skills => "skills",
    Route::Skill(_) => "skill",
    Route::Colleagues(_) => "colleagues",
    Route::Routing(..) => "routing",
    Route::Forecast(_) => "forecast",
    Route::SimulateRouting(_) => "simulate routing",
    Route::Settings => "settings",
    Route::Description => "description",
    Route::SignInSecond => "sign in, second",
    Route::Profile => "profile",
    Route::Preferences => "preferences",
    Route::Avatar => "avatar",
    Route::OwnPassword => "own password",
    Route::Sessions => "sessions",
    Route::OneSession(_) => "one session",
    Route::SecondFactor => "second factor",
    Route::RecoveryCodes => "recovery codes",
    Route::BeginPasskey => "begin passkey",
    Route::Passkeys => "passkeys",
    Route::Passkey(_) => "passkey",
    Route::AskForPasskey => "ask for passkey",
    Route::SignInPasskey => "sign in, passkey",
    Route::SecondPasskey => "second, passkey",
    Route::HandOn => "hand on",
    Route::Person(_) => "person",
    Route::AvatarOf(_) => "avatar of",
    Route::Invitations => "invitations",
    Route::LookAtInvitation => "look at invitation",
    Route::AcceptInvitation => "accept invitation",
    Route::Invitation(_) => "invitation",
    Route::Audit => "audit",
    Route::AuditTable => "audit table",
    Route::Webhooks => "webhooks",
    Route::Webhook(_) => "webhook",
    Route::WebhookSecret(_) => "webhook secret",
    Route::Deliveries(_) => "deliveries",
    Route::SendAgain(..) => "send again",
    Route::Tokens => "tokens",
    Route::CreateIdentity => "create identity",
    Route::CheckIdentity => "check identity",
    Route::IdentitySecrets => "identity secrets",
    Route::IdentitySecret(_) => "identity secret",
    Route::Token(_) => "token",
    Route::Internal(Internal::Seed) => "seed",
    Route::Internal(Internal::Identify) => "identify",
    Route::Internal(Internal::Drain) => "drain",
    Route::Internal(Internal::Rebuild) => "rebuild",
    Route::Internal(Internal::Conformance) => "conformance",
}

/// An address of this path.
fn example(path: &str) -> String {
    let thread = format!("0-{}", "a".repeat(26));
    [
        ("{account}", "demo"),
        ("{inbox}", "main"),
        ("{thread}", &thread),
        ("{chatflow}", "pricing"),
        ("{list}", "vip"),
        ("{contact}", "sofia"),
        ("{property}", "plan"),
        ("{agent}", "ada"),
        ("{team}", "sales"),
        ("{skill}", "german"),
        ("{app}", "crm"),
        ("{subscription}", "news"),
        ("{view}", "urgent"),
        ("{label}", "vip"),
        ("{reply}", "refund"),
        ("{macro}", "all-done"),
        ("{record}", &"a".repeat(26)),
        ("{invitation}", &"a".repeat(26)),
        ("{session}", &"0".repeat(16)),
        ("{passkey}", &"0".repeat(16)),
        ("{webhook}", &"a".repeat(26)),
        ("{token}", &"a".repeat(26)),
        ("{secret}", &"a".repeat(26)),
        ("{delivery}", "7"),
        ("{transcript}", "7"),
        ("{channel}", "1000"),
        ("{number}", "77"),
        ("{shard}", "0"),
        ("{file}", "widget-1a.js"),
        ("{attachment}", &"a".repeat(26)),
        ("{ticket}", "main.0.x"),
        ("{page}", "inbox"),
    ]
    .iter()
    .fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
}

#[test]
fn every_route_is_described_and_none_is_made_up() {
    let mut described = BTreeSet::new();
    for operation in api::routes::all() {
        let (method, path) = (operation.method.as_str(), example(operation.path));
        match find(method, &path) {
            Ok(route) => described.insert(kind(&route)),
            Err(miss) => panic!("{method} {path} is described and does not exist: {miss:?}"),
        };
    }
    let missing: Vec<_> = KINDS.iter().filter(|kind| !described.contains(*kind)).collect();
    assert!(missing.is_empty(), "not described: {missing:?}");
}

#[test]
fn every_method_of_a_route_is_described() {
    let operations = api::routes::all();
    for path in operations.iter().map(|operation| operation.path).collect::<BTreeSet<_>>() {
        let mut described: Vec<&str> = operations
            .iter()
            .filter(|operation| operation.path == path)
            .map(|operation| operation.method.as_str())
            .collect();
        described.sort_unstable();
        // No route answers this method, so the table tells which ones it does.
        let Err(Miss::Method(allowed)) = find("TRACE", &example(path)) else { panic!("{path}") };
        let mut allowed: Vec<&str> = allowed.split(", ").collect();
        allowed.sort_unstable();
        assert_eq!(described, allowed, "{path}");
    }
}

#[test]
fn every_route_says_which_scope_a_token_needs() {
    // P66: as the edge's own table has it
    for operation in api::routes::all() {
        let (method, path) = (operation.method.as_str(), example(operation.path));
        let route = find(method, &path).expect("it is described");
        let needed = authority::needs(&route, method)
            .filter(|_| !authority::is_for_people(&route))
            .and_then(|needs| scope_of(needs.action));
        assert_eq!(operation.scope, needed, "{method} {path}");
    }
}
