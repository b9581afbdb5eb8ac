//! The driver, proved on small pages of its own: it sees into closed shadow roots, and it sees what is stored.

use std::panic::{AssertUnwindSafe, catch_unwind};

use stories::browser::{Browser, Page};
use stories::site::{Resource, Site};

const SHADOW: &str = r#"<!doctype html><title>Shop</title><main><h1>Shop</h1></main><div id=host></div><script>
  const root = document.getElementById("host").attachShadow({mode: "closed"});
  const open = Object.assign(document.createElement("button"), {textContent: "Open chat"});
  open.onclick = (event) => {
    if (!event.isTrusted) return;
    const dialog = document.createElement("div");
    dialog.setAttribute("role", "dialog"); dialog.setAttribute("aria-label", "Chat with us");
    const log = document.createElement("div"); log.setAttribute("role", "log"); log.setAttribute("aria-label", "Messages");
    const box = document.createElement("textarea"); box.setAttribute("aria-label", "Write a message");
    box.onkeydown = (e) => { if (e.key === "Enter") { e.preventDefault();
      log.append(Object.assign(document.createElement("p"), {textContent: box.value})); box.value = ""; } };
    dialog.onkeydown = (e) => { if (e.key === "Escape") { dialog.remove(); open.focus(); } };
    dialog.append(log, box); root.append(dialog); box.focus();
  };
  root.append(open);
</script>"#;

fn page_with(path: &str, body: &str) -> Page {
    let site =
        Site::serve(vec![Resource::page(path, body), Resource::page("/other/", "<title>Other</title>other")]);
    let page = Browser::shared().profile().page();
    page.goto(&site.url(path));
    page
}

#[test]
fn closed_shadow_roots_are_used_like_anything_else() {
    let page = page_with("/", SHADOW);
    page.role("button", "Open chat").click();
    let dialog = page.role("dialog", "Chat…");
    dialog.appears();
    page.has_focus_on("textbox", "Write a message");
    dialog.role("textbox", "Write a message").types("Do you ship?");
    page.press("Enter");
    dialog.role("log", "Messages").says("Do you ship?");
    assert_eq!(dialog.role("log", "Messages").texts(), ["Do you ship?"]);
    page.press("Escape");
    dialog.disappears();
    page.has_focus_on("button", "Open chat");
}

#[test]
fn what_is_covered_cannot_be_clicked() {
    let page = page_with(
        "/",
        "<button onclick='window.hit=1'>Below</button>
         <div style='position:fixed;inset:0;background:#fff8' id=cover></div>",
    );
    let failed = catch_unwind(AssertUnwindSafe(|| page.role("button", "Below").click()));
    let message = failed.expect_err("it is covered").downcast::<String>().expect("a text");
    assert!(message.contains("covered by"), "{message}");
    assert!(message.contains("button “Below”"), "the tree is in the report: {message}");
    page.eval("cover.remove()");
    page.role("button", "Below").click();
    assert_eq!(page.eval("window.hit"), 1);
}

#[test]
fn pages_are_left_and_come_back_to() {
    let page = page_with("/a/", "<title>A</title><a href='/other/'>Go on</a><p>here");
    let first = page.url();
    page.leaves_by(|page| page.role("link", "Go on").click());
    assert!(page.url().ends_with("/other/"));
    page.sees("other");
    page.back();
    assert_eq!(page.url(), first);
    page.reload();
    page.sees("here");
    page.eval("history.pushState(0, '', '/b/')");
    assert!(page.url().ends_with("/b/"));
    page.back();
    assert_eq!(page.url(), first);
}

#[test]
fn every_storage_is_looked_into() {
    let page = page_with("/", "<title>Quiet</title>quiet");
    let before = page.stored();
    assert!(before.is_empty(), "{before:?}");
    for (script, has) in [
        ("document.cookie = 'seen=1'", "seen 127.0.0.1 /"),
        ("localStorage.setItem('a', '1')", "a = 1"),
        ("sessionStorage.setItem('b', '2')", "b = 2"),
        ("localStorage.setItem('gone', '1'); localStorage.removeItem('gone')", "local gone"),
        (
            "new Promise((ok) => { const r = indexedDB.open('db'); r.onsuccess = () => { r.result.close(); ok(1) } })",
            "\"db\"",
        ),
        ("caches.open('kept').then((cache) => cache.put('/x', new Response('x'))).then(() => 1)", "\"kept\""),
    ] {
        page.eval(script);
        page.wait(has, || format!("{:?}", page.stored()).contains(has).then_some(()));
    }
    assert!(page.another().stored().local.is_empty(), "a tab without a page has none of it");
    assert!(Browser::shared().profile().page().stored().is_empty(), "nor has another person");
}

#[test]
fn requests_and_their_preflights_are_seen() {
    let site = Site::serve(vec![
        Resource::page("/plain", "ok").with("Access-Control-Allow-Origin", "*"),
        Resource::page("/asked", "ok")
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Headers", "x-own"),
    ]);
    let page = page_with("/", "<title>P</title>p");
    page.eval(&format!("fetch('{}', {{method: 'POST', body: 'hello'}}).then(() => 1)", site.url("/plain")));
    page.eval(&format!("fetch('{}', {{headers: {{'x-own': '1'}}}}).then(() => 1)", site.url("/asked")));
    page.comes_to_rest();
    let requests = page.requests();
    let of = |path: &str| -> Vec<_> { requests.iter().filter(|r| r.url == site.url(path)).collect() };
    let plain = of("/plain");
    assert_eq!(plain.len(), 1, "{plain:?}");
    assert_eq!((plain[0].method.as_str(), plain[0].status), ("POST", Some(200)));
    assert_eq!(plain[0].body.as_deref(), Some("hello"));
    assert_eq!(plain[0].initiator, "script");
    assert!(of("/asked").iter().any(|request| request.initiator == "preflight"), "{:?}", of("/asked"));
}

#[test]
fn a_text_that_flashes_up_is_noticed() {
    let page = page_with("/", "<title>F</title><p id=p>calm");
    page.never_sees_during("alarm", || page.sees("calm"));
    let noticed = catch_unwind(AssertUnwindSafe(|| {
        page.never_sees_during("alarm", || {
            page.eval("p.textContent = 'alarm'");
            page.eval("new Promise((ok) => setTimeout(ok, 300))");
            page.eval("p.textContent = 'calm'");
        });
    }));
    assert!(noticed.is_err());
}

#[test]
fn circumstances_reach_the_page() {
    let page = page_with("/", "<!doctype html><title>C</title>c");
    page.viewport(390, 844);
    assert_eq!(page.eval("innerWidth"), 390);
    page.dark(true);
    assert_eq!(page.eval("matchMedia('(prefers-color-scheme: dark)').matches"), true);
    page.locale("de-DE");
    assert_eq!(page.eval("new Intl.NumberFormat().format(1.5)"), "1,5");
    page.offline(true);
    assert_eq!(page.eval("fetch('/').then(() => 'there', () => 'gone')"), "gone");
    page.offline(false);
    assert_eq!(page.eval("fetch('/').then(() => 'there', () => 'gone')"), "there");
}

#[test]
fn exceptions_and_policy_violations_are_complaints() {
    let site = Site::serve(vec![
        Resource::page("/", "<title>S</title><script>1</script>")
            .with("Content-Security-Policy", "default-src 'none'"),
    ]);
    let page = Browser::shared().profile().page();
    page.goto(&site.url("/"));
    page.eval("setTimeout(() => { throw new Error('broken') })");
    for word in ["Content Security Policy", "broken"] {
        page.wait(word, || page.complaints().iter().any(|line| line.contains(word)).then_some(()));
    }
}

#[test]
fn names_under_test_lead_to_this_machine() {
    let site = Site::serve(vec![Resource::page("/", "<title>N</title>far away")]);
    let page = Browser::shared().profile().page();
    page.goto(&site.url_as("other.test", "/"));
    page.sees("far away");
    assert_eq!(page.eval("location.hostname"), "other.test");
}

#[test]
fn entries_are_picked_and_fields_rewritten() {
    let page = page_with(
        "/",
        "<!doctype html><title>Form</title><select aria-label=Rule><option>address contains<option>address is not\
         <option>address is</select><input aria-label=Value value=before><input aria-label=Other value=kept>",
    );
    let rule = page.role("combobox", "Rule");
    for option in ["address is", "address contains", "address is not"] {
        rule.picks(option);
        assert_eq!(rule.value().as_deref(), Some(option));
    }
    page.role("textbox", "Value").replaces("after");
    assert_eq!(page.role("textbox", "Value").value().as_deref(), Some("after"));
    assert_eq!(page.role("textbox", "Other").value().as_deref(), Some("kept"));
    page.presses_until("Shift+Tab", "combobox", "Rule");
}
