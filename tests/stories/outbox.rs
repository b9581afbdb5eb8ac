//! What a person sent is kept until it arrived, whatever becomes of the page meanwhile; what cannot be kept is said.

use std::sync::Barrier;
use std::thread;
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
    cut && !/\/(decide|book)$|\.wasm|\/texts-/.test(String(what)) ? Promise.reject(new TypeError("cut off")) : ask(what, how);
}"#;

/// The same for the agents' line, in both of its ways, until `line` stands in the tab's own storage.
const NO_LINE: &str = r#"{
  const [Socket, ask] = [WebSocket, fetch];
  const cut = () => !sessionStorage.line;
  window.WebSocket = function (url) { return new Socket(cut() ? url.replace(/[^/]*$/, "nowhere") : url) };
  window.fetch = (what, how) =>
    cut() && /\/poll$/.test(what.url || what) ? Promise.reject(new TypeError("cut off")) : ask(what, how);
}"#;

fn chat_opens(page: &Page) {
    page.eval("chat.opens()");
}

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
fn of_two_tabs_the_one_that_stays_sends_what_the_other_could_not() {
    // N24: promise P5, fault F8
    let product = Product::shared();
    let agent = Agent::jonas(product);
    agent.signs_in();
    let goes = Visitor::arrives(product);
    let stays = goes.in_another_tab();
    for tab in [&goes, &stays] {
        tab.page().before_every_page(NO_CHAT);
        tab.opens("/pricing/");
        tab.opens_the_chat();
    }
    goes.writes("Heirs: one.");
    stays.writes("Heirs: two.");
    goes.writes("Heirs: three.");
    // As long as its tab is there, a message is that tab's.
    stays.page().comes_to_rest();
    assert_eq!(stays.messages_with("Heirs:"), ["Heirs: two."]);
    drop(goes);
    let expected: Vec<String> = ["Heirs: two.", "Heirs: one.", "Heirs: three."].map(str::to_owned).to_vec();
    // What is on its way here already comes first, then the other tab's in their order.
    sees_once_each(stays.page(), || stays.messages_with("Heirs:"), &expected);
    chat_opens(stays.page());
    agent.opens_thread("Heirs:");
    sees_once_each(agent.page(), || agent.messages_with("Heirs:"), &expected);
    leaves_no_box(&stays);
}

#[test]
fn two_tabs_that_come_back_are_one_visitor_with_one_conversation() {
    // N24: promise P5
    let product = Product::shared();
    let agent = Agent::mira(product);
    agent.signs_in();
    let left = Visitor::arrives(product);
    let right = left.in_another_tab();
    for (tab, text) in [(&left, "Both: left."), (&right, "Both: right.")] {
        tab.page().before_every_page(NO_CHAT);
        tab.opens("/pricing/");
        tab.opens_the_chat();
        tab.writes(text);
    }
    // What the one begins the other joins, though it wrote before there was anything to join.
    chat_opens(left.page());
    left.sees_it_sent();
    chat_opens(right.page());
    agent.opens_thread("Both:");
    agent.sees_message("Both: left.");
    agent.sees_message("Both: right.");
    for tab in [&left, &right] {
        tab.sees_answer("Both: left.");
        tab.sees_answer("Both: right.");
        leaves_no_box(tab);
        assert_eq!(tab.messages_with("Both:"), agent.messages_with("Both:"));
    }
}

#[test]
fn what_two_tabs_write_first_in_the_same_moment_is_one_conversation() {
    // N24: promise P5, fault F8
    let product = Product::shared();
    let mut seen = Vec::new();
    // With a network, and as it comes back to both.
    for (mark, is_cut) in [("Moment, with:", false), ("Moment, without:", true), ("Moment, again:", false)] {
        let left = Visitor::arrives(product);
        let right = left.in_another_tab();
        let texts = [format!("{mark} left."), format!("{mark} right.")];
        for (tab, text) in [&left, &right].into_iter().zip(&texts) {
            if is_cut {
                tab.page().before_every_page(NO_CHAT);
            }
            tab.opens("/pricing/");
            tab.opens_the_chat();
            if is_cut {
                tab.writes(text);
            } else {
                tab.composer().types(text);
            }
        }
        let now = Barrier::new(2);
        thread::scope(|scope| {
            for tab in [&left, &right] {
                scope.spawn(|| {
                    now.wait();
                    if is_cut {
                        chat_opens(tab.page());
                    } else {
                        tab.chat().role("button", "Send").click();
                    }
                });
            }
        });
        for tab in [&left, &right] {
            for text in &texts {
                tab.sees_answer(text);
            }
            leaves_no_box(tab);
        }
        assert_eq!(left.messages_with(mark), right.messages_with(mark));
        seen.push((mark, left.messages_with(mark)));
    }
    let agent = Agent::anna(product);
    agent.signs_in();
    for (mark, messages) in seen {
        agent.sees_thread_with(mark);
        assert_eq!(agent.list().role("listitem", "…").saying(mark).count(), 1, "{mark}");
        agent.opens_thread(mark);
        sees_once_each(agent.page(), || agent.messages_with(mark), &messages);
    }
}

#[test]
fn what_waits_is_deleted_once_its_writer_takes_back_what_they_agreed_to() {
    // N24 S82: fault F8
    let product = Product::shared();
    let agent = Agent::anna(product);
    agent.signs_in();
    let visitor = Visitor::arrives(product);
    visitor.page().before_every_page(NO_CHAT);
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.agrees();
    visitor.writes("Taken back: a teapot.");
    // On the next page there is another text to agree to than the one they had.
    visitor.page().eval(
        r#"localStorage["parlor:demo"] = localStorage["parlor:demo"].replace(/"g":"[^"]*"/, '"g":""')"#,
    );
    visitor.page().reload();
    visitor.opens_the_chat();
    visitor.sees_answer("Taken back: a teapot.");
    visitor.consent_step().role("button", "No, thanks").click();
    visitor.chat().says("Unsent messages are deleted.");
    assert_eq!(visitor.messages_with("Taken back:"), [""; 0]);
    assert!(visitor.page().stored().local.iter().all(|entry| !entry.contains("Taken back:")));
    chat_opens(visitor.page());
    visitor.page().comes_to_rest();
    assert!(visitor.page().sockets().is_empty(), "nobody wrote anything");
    visitor.page().reload();
    visitor.opens_the_chat();
    visitor.page().comes_to_rest();
    assert_eq!(visitor.messages_with("Taken back:"), [""; 0]);
    agent.sees_no_thread_with("Taken back:");
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

#[test]
fn what_an_agent_sent_is_kept_until_it_arrived() {
    // N24: promise P5, fault F8; offline, closed tab, two tabs at once
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Desk: hello?");
    let agent = Agent::anna(product);
    let stays = agent.in_another_tab();
    let later = agent.in_another_tab();
    agent.signs_in();
    agent.opens_thread("Desk: hello?");
    stays.comes_back();
    stays.opens_thread("Desk: hello?");
    for tab in [&agent, &stays] {
        tab.page().offline(true);
    }
    agent.replies("Desk: one.");
    stays.replies("Desk: two.");
    agent.replies("Desk: three.");
    // Nothing of the one tab wrote over what the other keeps.
    let kept = || stays.page().stored().local.into_iter().filter(|entry| entry.contains("Desk:")).count();
    agent.page().wait("two boxes", || (kept() == 2).then_some(()));
    drop(agent);
    // Its heir is offline as well, and then gone too.
    stays.page().wait("one box for what both wrote", || (kept() == 1).then_some(()));
    stays.sees_message("Desk: three.");
    drop(stays);

    later.comes_back();
    later.opens_thread("Desk:");
    let expected: Vec<String> =
        ["Desk: hello?", "Desk: one.", "Desk: two.", "Desk: three."].map(str::to_owned).to_vec();
    sees_once_each(visitor.page(), || visitor.messages_with("Desk:"), &expected);
    sees_once_each(later.page(), || later.messages_with("Desk:"), &expected);
    later.page().wait("an empty outbox", || {
        later.page().stored().local.iter().all(|entry| !entry.contains("Desk:")).then_some(())
    });
}

#[test]
fn signing_out_deletes_what_is_not_sent_and_says_so_before() {
    // N24: promise P5; nobody else at that browser reads it or sends it
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Leaving: hello?");
    let agent = Agent::jonas(product);
    agent.signs_in();
    agent.opens_thread("Leaving: hello?");
    agent.page().before_every_page(NO_LINE);
    agent.page().reload();
    agent.opens_thread("Leaving: hello?");
    agent.replies("Leaving: never sent.");
    let page = agent.page();
    agent.reply_field().types("Leaving: half a");
    agent.asks_to_sign_out();
    page.sees("Sign out and delete what is not sent?");
    page.role("button", "Stay signed in").click();
    agent.sees_message("Leaving: never sent.");
    agent.asks_to_sign_out();
    page.role("button", "Delete and sign out").click();
    page.role("button", "Sign in").appears();
    assert!(
        page.stored().local.iter().all(|entry| !entry.contains("never sent")),
        "{:?}",
        page.stored().local
    );
    page.eval("sessionStorage.line = 1");
    let next = agent.hands_over_to("mira@kiln.test");
    next.signs_in();
    next.opens_thread("Leaving: hello?");
    assert_eq!(next.reply_field().value().unwrap_or_default(), "", "what somebody else began to write");
    visitor.writes("Leaving: anybody?");
    next.sees_message("Leaving: anybody?");
    assert_eq!(next.messages_with("Leaving:"), ["Leaving: hello?", "Leaving: anybody?"]);
    // Nor is what they write theirs; whoever began a reply finds it when they are back.
    next.asks_to_sign_out();
    next.page().role("button", "Sign in").appears();
    let back = next.hands_over_to("jonas@kiln.test");
    back.signs_in();
    back.opens_thread("Leaving:");
    back.page().wait("the reply that was begun", || {
        (back.reply_field().value()? == "Leaving: half a").then_some(())
    });
}

/// A network that refuses the second module of the widget twice.
const NO_REST: &str = r#"{
  const ask = fetch;
  let refused = 0;
  window.fetch = (what, how) =>
    /\/rest-[^/]*\.wasm/.test(String(what)) && refused++ < 2 ? Promise.reject(new TypeError("cut off")) : ask(what, how);
}"#;

#[test]
fn what_is_sent_before_the_second_module_came_is_shown_told_of_and_sent_once_it_comes() {
    // N24: promise P5
    let product = Product::shared();
    let agent = Agent::mira(product);
    agent.signs_in();
    let visitor = Visitor::arrives(product);
    visitor.page().before_every_page(NO_REST);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Late: one.");
    visitor.writes("Late: two.");
    visitor.is_told_of_the_lost_connection();
    let expected: Vec<String> = ["Late: one.", "Late: two."].map(str::to_owned).to_vec();
    assert_eq!(visitor.messages_with("Late:"), expected);
    agent.opens_thread("Late:");
    sees_once_each(agent.page(), || agent.messages_with("Late:"), &expected);
    sees_once_each(visitor.page(), || visitor.messages_with("Late:"), &expected);
    leaves_no_box(&visitor);
}

#[test]
fn what_is_sent_without_the_second_module_survives_a_reload() {
    // N24: promise P5
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.page().before_every_page(&NO_REST.replace("refused++ < 2", "!sessionStorage.rest"));
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Unloaded: hello.");
    visitor.is_told_of_the_lost_connection();
    visitor.page().eval("sessionStorage.rest = 1");
    visitor.page().reload();
    visitor.opens_the_chat();
    sees_once_each(visitor.page(), || visitor.messages_with("Unloaded:"), &["Unloaded: hello.".to_owned()]);
    leaves_no_box(&visitor);
}

/// The second module is gone, as after a release, until a loader comes that is newer than the page.
const GONE: &str = r#"{
  const ask = fetch;
  const count = () => document.querySelectorAll('script[src*="/embed/"]').length;
  window.fetch = (what, how) =>
    /\/rest-[^/]*\.wasm/.test(String(what)) && count() < 2 ? Promise.resolve(new Response("", { status: 404 })) : ask(what, how);
}"#;

#[test]
fn a_page_that_was_open_over_a_release_goes_on_with_a_fresh_loader_and_loses_nothing() {
    // N24: promise P5
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.page().before_every_page(GONE);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Released: hello.");
    sees_once_each(visitor.page(), || visitor.messages_with("Released:"), &["Released: hello.".to_owned()]);
    leaves_no_box(&visitor);
    let loaders = visitor.page().eval("document.querySelectorAll('script[src*=\"/embed/\"]').length");
    assert_eq!(loaders, 2, "the one of the page, and the fresh one");
}
