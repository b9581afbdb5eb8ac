//! One tab: where it is, what it shows, what a person does in it. Under which circumstances it is viewed and what it did
//! behind the scenes are told by the modules beside.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::wire::{Refusal, Session};
use super::{Part, Profile, Tree, keys, report};
use crate::wait::{PATIENCE, until, until_unchanged};

/// A page that asks for nothing for this long has come to rest.
const REST: Duration = Duration::from_millis(400);

/// How long the focus may take to move after a key.
const GLANCE: Duration = Duration::from_millis(200);

/// One tab. Clones are the same tab; it closes with the last of them.
#[derive(Clone)]
pub struct Page(Arc<Tab>);

struct Tab {
    profile: Profile,
    session: Session,
    target: String,
}

impl Page {
    pub(super) fn open(profile: Profile) -> Self {
        let wire = &profile.0.wire;
        let ask = |method: &str, params: Value| {
            wire.call(method, params).unwrap_or_else(|refusal| panic!("{refusal}"))
        };
        let made =
            ask("Target.createTarget", json!({"url": "about:blank", "browserContextId": profile.0.id}));
        let target = made["targetId"].as_str().unwrap_or_default().to_owned();
        let attached = ask("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        let session = wire.session(attached["sessionId"].as_str().unwrap_or_default());
        let page = Self(Arc::new(Tab { profile: profile.clone(), session, target }));
        for domain in ["Page", "Runtime", "Log", "Network", "DOM", "DOMStorage", "IndexedDB", "Accessibility"]
        {
            page.ask(&format!("{domain}.enable"), json!({}));
        }
        page.ask("Page.setLifecycleEventsEnabled", json!({"enabled": true}));
        // Several people look at several pages at once; each is in front for its own person.
        page.ask("Emulation.setFocusEmulationEnabled", json!({"enabled": true}));
        page.viewport(1280, 800);
        page
    }

    /// Another tab of the same person.
    pub fn another(&self) -> Self {
        self.0.profile.page()
    }

    // ---- going places ----

    /// Goes to an address and waits until the page has loaded; a new fragment alone loads nothing.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        let answer = self.ask("Page.navigate", json!({"url": url}));
        if let Some(error) = answer["errorText"].as_str().filter(|text| !text.is_empty()) {
            self.fail(&format!("{url} did not load: {error}"));
        }
        if let Some(loader) = answer["loaderId"].as_str() {
            self.wait_loaded(loader);
        }
    }

    /// Loads the page again, as the reload button does.
    #[track_caller]
    pub fn reload(&self) {
        let before = self.documents().len();
        self.ask("Page.reload", json!({}));
        self.wait_new_document(before);
    }

    /// Does something that leads to another document (a click on a link) and waits until that has loaded.
    #[track_caller]
    pub fn leaves_by(&self, act: impl FnOnce(&Self)) {
        let before = self.documents().len();
        act(self);
        self.wait_new_document(before);
    }

    /// The back button; waits until the address is the one before.
    #[track_caller]
    pub fn back(&self) {
        let history = self.ask("Page.getNavigationHistory", json!({}));
        let Some(at) = history["currentIndex"].as_u64().and_then(|now| now.checked_sub(1)) else {
            self.fail("there is no page to go back to");
        };
        let entry = &history["entries"][at as usize];
        self.ask("Page.navigateToHistoryEntry", json!({"entryId": entry["id"]}));
        self.wait("the page before", || {
            let history = self.ask("Page.getNavigationHistory", json!({}));
            (history["currentIndex"].as_u64() == Some(at)).then_some(())
        });
        self.wait("the page before to have loaded", || {
            (self.try_eval("document.readyState").ok()? == "complete").then_some(())
        });
    }

    /// The address in the address bar.
    pub fn url(&self) -> String {
        let history = self.0.session.call("Page.getNavigationHistory", json!({})).unwrap_or_default();
        let at = history["currentIndex"].as_u64().unwrap_or_default() as usize;
        history["entries"][at]["url"].as_str().unwrap_or_default().to_owned()
    }

    fn documents(&self) -> Vec<String> {
        self.0.session.events(|events| {
            events
                .iter()
                .filter(|e| e.method == "Page.frameNavigated" && e.params["frame"]["parentId"].is_null())
                .filter_map(|e| e.params["frame"]["loaderId"].as_str().map(str::to_owned))
                .collect()
        })
    }

    #[track_caller]
    fn wait_new_document(&self, before: usize) {
        let loader = self.wait("another document", || self.documents().get(before).cloned());
        self.wait_loaded(&loader);
    }

    #[track_caller]
    fn wait_loaded(&self, loader: &str) {
        self.wait("the page to have loaded", || {
            self.0.session.events(|events| {
                events
                    .iter()
                    .rev()
                    .any(|e| {
                        e.method == "Page.lifecycleEvent"
                            && e.params["name"] == "load"
                            && e.params["loaderId"] == loader
                    })
                    .then_some(())
            })
        });
    }

    // ---- seeing and doing ----

    /// What has this role and name, now or later; `…` at an end of the name stands for anything.
    pub fn role(&self, role: &str, name: &str) -> Part {
        Part::new(self.clone(), role, name)
    }

    /// The page as it is read to people, then each frame in it.
    pub fn tree(&self) -> Tree {
        let read = |params| self.0.session.call("Accessibility.getFullAXTree", params).unwrap_or_default();
        let mut tree = Tree::read(&read(json!({})));
        if tree.has_frames() {
            let frames = self.0.session.call("Page.getFrameTree", json!({})).unwrap_or_default();
            for child in frames["frameTree"]["childFrames"].as_array().into_iter().flatten() {
                tree.join(Tree::read(&read(json!({"frameId": child["frame"]["id"]}))));
            }
        }
        tree
    }

    /// Waits until a reader would come across the text.
    #[track_caller]
    pub fn sees(&self, text: &str) {
        self.wait(&format!("the text “{text}”"), || self.tree().says(text).then_some(()));
    }

    /// Whether a reader comes across the text now.
    pub fn says(&self, text: &str) -> bool {
        self.tree().says(text)
    }

    /// Does something and fails if the text is there at any moment of it.
    #[track_caller]
    pub fn never_sees_during<T>(&self, text: &str, act: impl FnOnce() -> T) -> T {
        let over = AtomicBool::new(false);
        let (done, seen) = thread::scope(|scope| {
            let watch = scope.spawn(|| {
                loop {
                    let last = over.load(Ordering::Acquire);
                    if self.says(text) {
                        return true;
                    }
                    if last {
                        return false;
                    }
                    thread::yield_now();
                }
            });
            // The watcher must be told also when `act` panics, or the scope would wait for it for ever.
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
            over.store(true, Ordering::Release);
            (done, watch.join().unwrap_or(false))
        });
        let done = done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        if seen {
            self.fail(&format!("“{text}” was to be seen, and must never be"));
        }
        done
    }

    /// Presses a key where the keyboard's input goes now: `Escape`, `Tab`, `Shift+Tab`, `Enter`, `a`, …
    #[track_caller]
    pub fn press(&self, key: &str) {
        for stroke in keys::strokes(key) {
            self.ask("Input.dispatchKeyEvent", stroke);
        }
    }

    /// Presses a key (`Tab`, `Shift+Tab`, `j`, …) until that has the keyboard, as people do who have no mouse.
    #[track_caller]
    pub fn presses_until(&self, key: &str, role: &str, name: &str) {
        /// More stops than any of our pages has.
        const MOST: usize = 60;
        let is_there = || {
            let tree = self.tree();
            tree.focused().is_some_and(|node| node.role == role && super::tree::matches(name, &node.name))
        };
        for _ in 0..MOST {
            let before = self.focused();
            self.press(key);
            // The focus may move with the next frame.
            let _ = until(GLANCE, || (self.focused() != before).then_some(()));
            if is_there() {
                return;
            }
        }
        self.fail(&format!("{key} never leads to {role} “{name}”"));
    }

    /// Takes hold of what lies at one place of the window, carries it to another and lets it go, in CSS pixels.
    #[track_caller]
    pub fn drags(&self, [x, y]: [f64; 2], [to_x, to_y]: [f64; 2]) {
        let mouse = |kind: &str, x: f64, y: f64, buttons: u8| {
            let params =
                json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", params);
        };
        // Without a screen there is no system that would carry anything: the browser is told what it does.
        let carry = |kind: &str| {
            let data = json!({"items": [], "dragOperationsMask": 1});
            self.ask("Input.dispatchDragEvent", json!({"type": kind, "x": to_x, "y": to_y, "data": data}));
        };
        self.ask("Input.setInterceptDrags", json!({"enabled": true}));
        mouse("mouseMoved", x, y, 0);
        mouse("mousePressed", x, y, 1);
        // A drag begins after some pixels.
        for step in 1..=4 {
            mouse("mouseMoved", x + 4.0 * f64::from(step), y, 1);
        }
        for kind in ["dragEnter", "dragOver", "drop"] {
            carry(kind);
        }
        mouse("mouseReleased", to_x, to_y, 0);
        self.ask("Input.setInterceptDrags", json!({"enabled": false}));
    }

    /// Types where the keyboard's input goes now.
    #[track_caller]
    pub fn types(&self, text: &str) {
        self.ask("Input.insertText", json!({"text": text}));
    }

    /// Role and name of what has the keyboard, as `button “Send”`.
    pub fn focused(&self) -> String {
        self.tree().focused().map(|node| format!("{} “{}”", node.role, node.name)).unwrap_or_default()
    }

    /// Waits until that is what has the keyboard.
    #[track_caller]
    pub fn has_focus_on(&self, role: &str, name: &str) {
        self.wait(&format!("the focus on {role} “{name}”"), || {
            let tree = self.tree();
            let node = tree.focused()?;
            (node.role == role && super::tree::matches(name, &node.name)).then_some(())
        });
    }

    /// Waits until the page asks for nothing more and its words stay as they are.
    #[track_caller]
    pub fn comes_to_rest(&self) {
        let rest = until_unchanged(PATIENCE, REST, || {
            let requests = self.requests();
            let open = requests.iter().filter(|request| !request.finished).count();
            (requests.len(), open, self.tree().readable())
        });
        if rest.is_err() {
            self.fail("the page does not come to rest");
        }
    }

    /// Runs a script in the page, waits for its promise, gives its value as JSON.
    #[track_caller]
    pub fn eval(&self, script: &str) -> Value {
        match self.try_eval(script) {
            Ok(value) => value,
            Err(error) => self.fail(&format!("{script}: {error}")),
        }
    }

    fn try_eval(&self, script: &str) -> Result<Value, String> {
        let params =
            json!({"expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let mut answer =
            self.0.session.call("Runtime.evaluate", params).map_err(|refusal| refusal.to_string())?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details["exception"]["description"]
                .as_str()
                .or(details["text"].as_str())
                .unwrap_or_default()
                .to_owned()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Lets the page's owner copy and paste, as they do on their own machine.
    #[track_caller]
    pub fn may_use_the_clipboard(&self) {
        let profile = &self.0.profile.0;
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        let params = json!({"browserContextId": profile.id, "permissions": permissions});
        if let Err(refusal) = profile.wire.call("Browser.grantPermissions", params) {
            panic!("{refusal}");
        }
    }

    /// What was copied last.
    #[track_caller]
    pub fn clipboard(&self) -> String {
        self.eval("navigator.clipboard.readText()").as_str().unwrap_or_default().to_owned()
    }

    // ---- pictures ----

    /// Takes a picture of what is in view, as PNG.
    #[track_caller]
    pub fn screenshot(&self, path: impl AsRef<Path>) {
        if let Err(error) = self.try_screenshot(path.as_ref()) {
            panic!("no picture: {error}");
        }
    }

    /// Takes a picture into the folder where failed stories leave theirs.
    #[track_caller]
    pub fn picture(&self, name: &str) {
        self.screenshot(report::folder().join(format!("{name}.png")));
    }

    pub(super) fn try_screenshot(&self, path: &Path) -> Result<(), String> {
        let answer = self
            .0
            .session
            .call("Page.captureScreenshot", json!({"format": "png"}))
            .map_err(|refusal| refusal.to_string())?;
        report::write_base64(path, answer["data"].as_str().unwrap_or_default())
            .map_err(|error| error.to_string())
    }

    // ---- for the modules beside ----

    #[track_caller]
    pub(super) fn ask(&self, method: &str, params: Value) -> Value {
        match self.0.session.call(method, params) {
            Ok(answer) => answer,
            Err(refusal) => panic!("{refusal}"),
        }
    }

    /// The tab's line to the browser.
    pub(super) fn session(&self) -> &Session {
        &self.0.session
    }

    /// Whose tab it is.
    pub(super) fn profile(&self) -> &Profile {
        &self.0.profile
    }

    pub(super) fn try_ask(&self, method: &str, params: Value) -> Result<Value, Refusal> {
        self.0.session.call(method, params)
    }

    /// Waits for a condition of this page; fails with everything known about it.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, probe: impl FnMut() -> Option<T>) -> T {
        self.wait_within(PATIENCE, what, probe)
    }

    /// The same for something that takes its time.
    #[track_caller]
    pub fn wait_within<T>(&self, limit: Duration, what: &str, probe: impl FnMut() -> Option<T>) -> T {
        match until(limit, probe) {
            Ok(found) => found,
            Err(_) => self.fail(&format!("waited {} s for {what}", limit.as_secs())),
        }
    }

    /// Fails the story with everything known about this page.
    #[track_caller]
    pub fn fail(&self, what: &str) -> ! {
        panic!("{}", report::of(self, what))
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // The browser may be gone before us; then so is the tab.
        let _ = self.profile.0.wire.call("Target.closeTarget", json!({"targetId": self.target}));
        self.session.forget();
    }
}
