//! What a person sent is kept until it arrived, whatever becomes of the page meanwhile; what cannot be kept is said.

use std::time::Duration;

use stories::browser::Page;
use stories::product::Product;
use stories::roles::{Agent, Visitor};
use stories::wait::until;

/// Twenty messages at once are more than the edge takes from one visitor at a time: it tells when to go on.
const ALL_OF_THEM: Duration = Duration::from_secs(60);

/// A network that lets pages through and no chat, until `chat.opens()`: what `offline` of the browser is not, since
/// without any network there is no page either.
const NO_CHAT: &str = r#"{
  const [Socket, ask] = [WebSocket, fetch];
  let cut = true;
  window.chat = { opens: () => ((cut = false), dispatchEvent(new Event("online"))) };
  window.WebSocket = function (url) { return new Socket(cut ? "ws://127.0.0.1:9/" : url) };
  window.EventSource = undefined;
  window.fetch = (what, how) =>
    cut && !/\/(decide|book)$|\.wasm/.test(String(what)) ? Promise.reject(new TypeError("cut off")) : ask(what, how);
}"#;

/// Waits until somebody sees exactly these messages with that mark, in this order.
#[track_caller]
fn sees_once_each(page: &Page, seen: impl Fn() -> Vec<String>, expected: &[String]) {
    if until(ALL_OF_THEM, || (seen() == expected).then_some(())).is_err() {
        page.fail(&format!("expected {expected:#?}, there is {:#?}", seen()));
    }
}

/// Waits until nothing is kept but the visitor's own record.
#[track_caller]
fn leaves_no_box(visitor: &Visitor) {
    visitor.page().wait("an empty outbox", || {
        let stored = visitor.page().stored();
        (stored.local.len() == 1 && stored.local[0].starts_with("parlor:demo = ")).then_some(())
    });
}

#[test]
fn twenty_messages_survive_reload_and_closed_tab_and_arrive_once_each() {
    // N24 E35: promise P5, fault F8
    let product = Product::shared();
    let agent = Agent::anna(product);
    agent.signs_in();
    let expected: Vec<String> = (1..=20).map(|n| format!("Twenty: number {n}.")).collect();
    let visitor = Visitor::arrives(product);
    // The window in which the last tab is opened.
    let later = visitor.in_another_tab();
    visitor.page().before_every_page(NO_CHAT);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    for text in &expected[..10] {
        visitor.writes(text);
    }
    visitor.page().reload();
    visitor.opens_the_chat();
    sees_once_each(visitor.page(), || visitor.messages_with("Twenty:"), &expected[..10]);
    visitor.page().offline(true);
    for text in &expected[10..] {
        visitor.writes(text);
    }
    // Another page while there is no network at all, then the tab is closed.
    drop(visitor);

    later.opens("/pricing/");
    agent.opens_thread("Twenty:");
    sees_once_each(agent.page(), || agent.messages_with("Twenty:"), &expected);
    later.opens_the_chat();
    sees_once_each(later.page(), || later.messages_with("Twenty:"), &expected);
    leaves_no_box(&later);
    later.page().reload();
    later.sees_the_chat_open();
    sees_once_each(later.page(), || later.messages_with("Twenty:"), &expected);
}

#[test]
fn a_refused_message_is_still_refused_after_a_reload_and_can_be_tried_again() {
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.page().before_every_page(
        r#"{ const ask = fetch; window.fetch = (what, how) => /visitors$/.test(String(what)) && !window.allowed
          ? Promise.resolve(new Response("{}", { status: 403 })) : ask(what, how); }"#,
    );
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Refused: may I?");
    visitor.sees_answer("Not sent.");
    visitor.page().reload();
    visitor.opens_the_chat();
    visitor.sees_answer("Refused: may I?");
    visitor.sees_answer("Not sent.");
    visitor.page().eval("window.allowed = true");
    visitor.messages().role("button", "Try again").click();
    visitor.sees_it_sent();
    leaves_no_box(&visitor);
}

#[test]
fn a_browser_that_keeps_nothing_says_so_and_the_chat_works() {
    // N24: fault F8; storage blocked, without room, and denied by its mere name
    let product = Product::shared();
    let no_room = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }";
    let denied = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })";
    for (script, text) in [(no_room, "Nothing kept: no room."), (denied, "Nothing kept: denied.")] {
        let visitor = Visitor::arrives(product);
        visitor.page().before_every_page(script);
        visitor.opens("/pricing/");
        visitor.opens_the_chat();
        visitor.writes(text);
        visitor.chat().says("This browser keeps nothing");
        visitor.sees_it_sent();
        visitor.page().offline(true);
        visitor.writes("Nothing kept: and now?");
        visitor.chat().says("This browser keeps nothing");
        visitor.page().offline(false);
        visitor.page().eval("dispatchEvent(new Event('online'))");
        visitor
            .page()
            .wait("everything to be sent", || (!visitor.messages().contains("Sending")).then_some(()));
    }
}
