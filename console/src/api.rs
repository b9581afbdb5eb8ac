//! Requests to the edge, one function a route, each with its typed answer or a [`Problem`].
//!
//! Knows addresses and bodies. Does not know what an answer changes on the screen.

use std::cell::RefCell;
use std::pin::Pin;

use conversation::ids::{AgentId, ChatflowId, InboxId, ThreadId};
use conversation::view::{Standing, View};
use js_sys::Promise;
use protocol::account::Chatflow;
use protocol::frame::{Attachment, ThreadState};
use protocol::rest;
use protocol::rest::erasures::{Erasure, Erasures};
use protocol::rest::subscriptions::ContactSubscriptions;
use protocol::rest::versions::{PutSchedule, RollBack, Schedule, Version, Versions};
use protocol::simulation::{Cover, NewExplainLink, Simulate};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response, WebSocket};

use crate::browser::{lines, timer::Timeout, window};
use crate::route::view_slug;
use crate::state::conditions::quoted;
use crate::state::found::{Found, encoded};
use crate::state::json;
use crate::state::marks::asked;
use crate::state::passkeys::{Second, second};
use crate::state::problem::Problem;

/// Rows of one page of the list, and entries of one page of a log.
const PAGE: u32 = 200;
/// After this long without an answer there is none.
const PATIENCE_MS: u64 = 20_000;
/// And of a file.
const FILE_PATIENCE_MS: u64 = 300_000;

thread_local! {
    /// Proof that a change was asked for by our own page; it came with the session.
    static CSRF: RefCell<String> = RefCell::default();
}

type Answer<T> = Result<T, Problem>;

/// Who is signed in.
pub(crate) async fn me() -> Answer<rest::Me> {
    remember_proof(get("/api/me").await)
}

/// Signs in; answers what has to be proven beside the password, where something has.
pub(crate) async fn sign_in(email: String, password: String) -> Answer<Option<Second>> {
    let told: Value = send("POST", "/api/sign-in", &rest::SignIn { email, password }).await?;
    Ok(second(&told))
}

/// Makes the first admin and signs them in.
pub(crate) async fn set_up(body: &rest::SetUp) -> Answer<rest::Me> {
    send::<_, serde_json::Value>("POST", "/api/setup", body).await?;
    // Whatever the route answers, the session tells who we are; without one the new password does.
    match me().await {
        Err(Problem::SignedOut) => {
            sign_in(body.email.clone(), body.password.clone()).await?;
            me().await
        }
        answer => answer,
    }
}

/// Signs out.
pub(crate) async fn sign_out() -> Answer<()> {
    send::<_, serde_json::Value>("POST", "/api/sign-out", &rest::Nothing {}).await.map(drop)
}

/// A page of the list; `before` is where an older one begins.
pub(crate) async fn rows(
    inbox: &InboxId,
    view: View,
    status: Standing,
    before: Option<&str>,
) -> Answer<rest::Rows> {
    let (view, status) = (view_slug(view), status.as_str());
    let mut path = format!("/api/inboxes/{inbox}/threads?view={view}&status={status}&limit={PAGE}");
    if let Some(before) = before {
        path.push_str("&before=");
        path.push_str(&encoded(before));
    }
    get(&path).await
}

/// A page of what is looked for; `before` is where an older one begins.
pub(crate) async fn found(
    inbox: &InboxId,
    found: &Found,
    before: Option<&str>,
) -> Answer<rest::views::FoundRows> {
    let more = before.map(|before| format!("&cursor={}", encoded(before))).unwrap_or_default();
    let path = match found {
        Found::Saved(id) => format!("/api/inboxes/{inbox}/views/{id}/threads?limit={PAGE}{more}"),
        Found::Words(words) => {
            format!("/api/inboxes/{inbox}/search?limit={PAGE}{more}&q={}", encoded(&asked(words)))
        }
        Found::Filter(filter) => return find(inbox, filter, "inbox", before).await,
        Found::Deleted => return find(inbox, "{\"all\":[]}", "archived", before).await,
    };
    read(fetched(&path, &asking()).await)
}

async fn find(
    inbox: &InboxId,
    filter: &str,
    shelf: &str,
    before: Option<&str>,
) -> Answer<rest::views::FoundRows> {
    let init = changing("POST")?;
    let more = before.map(|before| format!(",\"cursor\":{}", quoted(before))).unwrap_or_default();
    // It may come out of an address: only what is one piece of JSON becomes a piece of ours.
    let filter: Value = serde_json::from_str(filter).unwrap_or_default();
    let body = format!("{{\"filter\":{filter},\"shelf\":\"{shelf}\",\"limit\":{PAGE}{more}}}");
    init.set_body(&body.into());
    read(fetched(&format!("/api/inboxes/{inbox}/threads/find"), &init).await)
}

/// A page of a thread's log, after a place.
pub(crate) async fn log(inbox: &InboxId, thread: &ThreadId, after_seq: u64) -> Answer<rest::Log> {
    get(&format!("/api/threads/{inbox}/{thread}/messages?after_seq={after_seq}&limit={PAGE}")).await
}

/// Who is behind a thread.
pub(crate) async fn details(inbox: &InboxId, thread: &ThreadId) -> Answer<rest::Details> {
    get(&format!("/api/threads/{inbox}/{thread}/details")).await
}

/// Brings a file for a reply. Its bytes may take longer than any other answer.
pub(crate) async fn bring_file(
    inbox: &InboxId,
    thread: &ThreadId,
    file: &web_sys::File,
) -> Answer<Attachment> {
    let init = changing("POST")?;
    let headers = web_sys::Headers::new_with_headers(&init.get_headers().unchecked_into());
    let headers = headers.map_err(|_| Problem::NoAnswer)?;
    let _ = headers.set("content-type", "application/octet-stream");
    let _ = headers.set("x-file-name", &encoded(&file.name()));
    init.set_headers(&headers);
    init.set_body(file);
    let path = format!("/api/threads/{inbox}/{thread}/files");
    read(fetch_for(FILE_PATIENCE_MS, path, init).await)
}

/// Gives a thread to somebody, or to nobody.
pub(crate) async fn assign(
    inbox: &InboxId,
    thread: &ThreadId,
    agent: Option<AgentId>,
) -> Answer<ThreadState> {
    act(inbox, thread, "assign", &rest::Assign { agent, team: None }).await
}

/// Closes a thread.
pub(crate) async fn close(inbox: &InboxId, thread: &ThreadId) -> Answer<ThreadState> {
    act(inbox, thread, "close", &rest::Nothing {}).await
}

/// Takes a thread over from its bot.
pub(crate) async fn take_over(inbox: &InboxId, thread: &ThreadId) -> Answer<ThreadState> {
    act(inbox, thread, "take-over", &rest::Nothing {}).await
}

/// Opens a closed thread again.
pub(crate) async fn reopen(inbox: &InboxId, thread: &ThreadId) -> Answer<ThreadState> {
    act(inbox, thread, "reopen", &rest::Nothing {}).await
}

async fn act(inbox: &InboxId, thread: &ThreadId, act: &str, body: &impl Serialize) -> Answer<ThreadState> {
    let path = format!("/api/threads/{inbox}/{thread}/{act}");
    send::<_, rest::Acted>("POST", &path, body).await.map(|acted| acted.thread)
}

/// All chatflows, in priority order.
pub(crate) async fn chatflows() -> Answer<Vec<rest::ChatflowInfo>> {
    get::<rest::Chatflows>("/api/chatflows").await.map(|answer| answer.chatflows)
}

/// Switches a chatflow.
pub(crate) async fn switch(chatflow: &ChatflowId, enabled: bool) -> Answer<rest::ChatflowInfo> {
    send("PUT", &format!("/api/chatflows/{chatflow}/enabled"), &rest::Enabled { enabled }).await
}

/// A chatflow with all it says.
pub(crate) async fn chatflow(chatflow: &ChatflowId) -> Answer<rest::ChatflowDetail> {
    get(&format!("/api/chatflows/{chatflow}")).await
}

/// Makes a chatflow, new or like another one.
pub(crate) async fn create_chatflow(
    name: String,
    copy_of: Option<ChatflowId>,
) -> Answer<rest::ChatflowDetail> {
    send("POST", "/api/chatflows", &rest::NewChatflow { name, copy_of }).await
}

/// Saves a chatflow; with its switch on, this is publishing.
pub(crate) async fn save_chatflow(
    chatflow: &ChatflowId,
    body: &rest::SaveChatflow,
) -> Answer<rest::ChatflowDetail> {
    send("PUT", &format!("/api/chatflows/{chatflow}"), body).await
}

/// The versions of a chatflow, the newest first.
pub(crate) async fn versions(chatflow: &ChatflowId) -> Answer<Vec<Version>> {
    get::<Versions>(&format!("/api/chatflows/{chatflow}/versions")).await.map(|told| told.versions)
}

/// Puts an earlier version back.
pub(crate) async fn roll_back(
    chatflow: &ChatflowId,
    number: u64,
    revision: u64,
) -> Answer<rest::ChatflowDetail> {
    let path = format!("/api/chatflows/{chatflow}/versions/{number}/restore");
    send("POST", &path, &RollBack { revision }).await
}

/// When a chatflow is switched by itself.
pub(crate) async fn schedule(chatflow: &ChatflowId) -> Answer<Schedule> {
    get(&format!("/api/chatflows/{chatflow}/schedule")).await
}

/// Says when a chatflow is switched by itself.
pub(crate) async fn put_schedule(chatflow: &ChatflowId, body: &PutSchedule) -> Answer<Schedule> {
    send("PUT", &format!("/api/chatflows/{chatflow}/schedule"), body).await
}

/// Deletes a chatflow; answers those that are left.
pub(crate) async fn delete_chatflow(chatflow: &ChatflowId) -> Answer<Vec<rest::ChatflowInfo>> {
    let init = changing("DELETE")?;
    read::<rest::Chatflows>(fetched(&format!("/api/chatflows/{chatflow}"), &init).await)
        .map(|left| left.chatflows)
}

/// Says who comes first.
pub(crate) async fn order(chatflows: Vec<ChatflowId>) -> Answer<Vec<rest::ChatflowInfo>> {
    let answer: rest::Chatflows = send("PUT", "/api/chatflows/order", &rest::Order { chatflows }).await?;
    Ok(answer.chatflows)
}

/// What would be said about a chatflow.
pub(crate) async fn check(chatflow: Chatflow) -> Answer<Vec<rest::Finding>> {
    let body = rest::CheckChatflow { chatflow, pages: Vec::new() };
    send::<_, rest::Findings>("POST", "/api/chatflows/check", &body).await.map(|answer| answer.findings)
}

/// What a page would show, and why.
pub(crate) async fn simulate(body: Simulate) -> Answer<Value> {
    send("POST", "/api/chatflows/simulate", &body).await
}

/// What every page of a site would show.
pub(crate) async fn cover(body: Cover) -> Answer<Value> {
    send("POST", "/api/chatflows/coverage", &body).await
}

/// A link that explains a page on the page.
pub(crate) async fn explain_link(url: String) -> Answer<Value> {
    send("POST", "/api/chatflows/explain-link", &NewExplainLink { url }).await
}

/// A request of the screens about lists: what goes is JSON already, and what comes stays a tree.
pub(crate) fn tree(
    method: &'static str,
    path: String,
    body: Option<String>,
) -> Pin<Box<dyn Future<Output = Answer<serde_json::Value>>>> {
    Box::pin(async move {
        let init = changing(method)?;
        if let Some(body) = body {
            init.set_body(&body.into());
        }
        read(fetched(&path, &init).await)
    })
}

/// Proofs of erasure: the newest, or the one of a number.
pub(crate) async fn erasures(number: &str) -> Answer<Vec<Erasure>> {
    let path = match number {
        "" => "/api/erasures".to_owned(),
        number => format!("/api/erasures?number={}", js_sys::encode_uri_component(number)),
    };
    get::<Erasures>(&path).await.map(|told| told.erasures)
}

/// What a contact ever subscribed to.
pub(crate) async fn subscriptions_of(contact: &str) -> Answer<ContactSubscriptions> {
    get(&format!("/api/contacts/{contact}/subscriptions")).await
}

/// Ends a subscription of a contact; what they have then.
pub(crate) async fn unsubscribe(contact: &str, subscription: &str) -> Answer<ContactSubscriptions> {
    let init = changing("DELETE")?;
    read(fetched(&format!("/api/contacts/{contact}/subscriptions/{subscription}"), &init).await)
}

/// The account's settings.
pub(crate) async fn settings() -> Answer<rest::Settings> {
    get("/api/settings").await
}

/// Changes some of them.
pub(crate) async fn change_settings(body: &rest::ChangeSettings) -> Answer<rest::Settings> {
    send("PUT", "/api/settings", body).await
}

/// Opens the agents' line to an inbox.
pub(crate) fn open_line(inbox: &InboxId) -> Result<WebSocket, JsValue> {
    lines::open(&format!("/api/inboxes/{inbox}/socket"), &CSRF.with_borrow(String::clone))
}

fn remember_proof(answer: Answer<rest::Me>) -> Answer<rest::Me> {
    if let Ok(me) = &answer {
        CSRF.set(me.csrf.clone());
    }
    answer
}

async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    read(fetched(path, &asking()).await)
}

fn asking() -> RequestInit {
    let init = RequestInit::new();
    init.set_method("GET");
    init
}

/// A request that changes something, with the proof that our own page sends it.
fn changing(method: &str) -> Answer<RequestInit> {
    let init = RequestInit::new();
    init.set_method(method);
    let headers = web_sys::Headers::new().map_err(|_| Problem::NoAnswer)?;
    // Names and values are our own plain ASCII: setting them cannot fail.
    let _ = headers.set("content-type", "application/json");
    let _ = headers.set("x-csrf", &CSRF.with_borrow(String::clone));
    init.set_headers(&headers);
    Ok(init)
}

async fn send<B: Serialize, T: DeserializeOwned>(method: &str, path: &str, body: &B) -> Answer<T> {
    let init = changing(method)?;
    init.set_body(&serde_json::to_string(body).unwrap_or_default().into());
    read(fetched(path, &init).await)
}

fn read<T: DeserializeOwned>(answer: Answer<String>) -> Answer<T> {
    json::read(&answer?).ok_or_else(|| Problem::Broken { reference: "answer".into() })
}

/// The text of an answer. In a box: every route waits for the same code.
fn fetched(path: &str, init: &RequestInit) -> Pin<Box<dyn Future<Output = Answer<String>>>> {
    Box::pin(fetch(path.to_owned(), init.clone()))
}

async fn fetch(path: String, init: RequestInit) -> Answer<String> {
    fetch_for(PATIENCE_MS, path, init).await
}

async fn fetch_for(patience_ms: u64, path: String, init: RequestInit) -> Answer<String> {
    let abort = web_sys::AbortController::new().map_err(|_| Problem::NoAnswer)?;
    init.set_signal(Some(&abort.signal()));
    let _patience = Timeout::after(patience_ms, move || abort.abort());
    let response: Response = settled(window().fetch_with_str_and_init(&path, &init)).await?.unchecked_into();
    let status = response.status();
    let body =
        settled(response.text().map_err(|_| Problem::NoAnswer)?).await?.as_string().unwrap_or_default();
    if !response.ok() {
        return Err(Problem::of_answer(status, &body));
    }
    Ok(if body.is_empty() { "null".to_owned() } else { body })
}

async fn settled(promise: Promise) -> Answer<wasm_bindgen::JsValue> {
    JsFuture::from(promise).await.map_err(|_| Problem::NoAnswer)
}
