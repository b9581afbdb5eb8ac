//! Something on a page, found by role and name each time anew, so that it never goes stale when a view is redrawn; and
//! what a person does with it.

use std::ops::Range;
use std::time::Duration;

use serde_json::{Value, json};

use super::Page;
use super::tree::{Node, Step, Tree};
use crate::wait::{PATIENCE, until, until_unchanged};

/// What has not moved for so long has come to rest: a few frames, even on a busy machine.
const STILL: Duration = Duration::from_millis(400);

/// What has a role and a name, on a page or within another part. Acting on it demands that there is exactly one.
#[derive(Clone)]
pub struct Part {
    page: Page,
    path: Vec<Step>,
}

/// How long a list may take to show the next entry after a key.
const GLANCE: Duration = Duration::from_secs(1);

impl Part {
    pub(super) fn new(page: Page, role: &str, name: &str) -> Self {
        Self { page, path: vec![Step { role: role.to_owned(), name: name.to_owned(), text: None }] }
    }

    /// What has this role and name inside this part.
    pub fn role(&self, role: &str, name: &str) -> Self {
        let mut inner = self.clone();
        inner.path.push(Step { role: role.to_owned(), name: name.to_owned(), text: None });
        inner
    }

    /// The one of them in which this text stands.
    pub fn saying(&self, text: &str) -> Self {
        let mut narrowed = self.clone();
        if let Some(last) = narrowed.path.last_mut() {
            last.text = Some(text.to_owned());
        }
        narrowed
    }

    // ---- looking ----

    /// Waits until it is there, exactly once.
    #[track_caller]
    pub fn appears(&self) -> Node {
        self.wait(|tree| self.only(tree).map(|(node, _)| node))
    }

    /// Waits until it is not there.
    #[track_caller]
    pub fn disappears(&self) {
        let gone = until(PATIENCE, || (self.count() == 0).then_some(()));
        if gone.is_err() {
            self.page.fail(&format!("{self} is still there"));
        }
    }

    /// Whether it is there now.
    pub fn is_there(&self) -> bool {
        self.count() > 0
    }

    /// How many there are now.
    pub fn count(&self) -> usize {
        self.page.tree().find(&self.path).len()
    }

    /// The names of all there are now, in reading order.
    pub fn names(&self) -> Vec<String> {
        self.page.tree().find(&self.path).iter().map(|(node, _)| node.name.clone()).collect()
    }

    /// The pieces of text inside all there are now, in reading order.
    pub fn texts(&self) -> Vec<String> {
        let tree = self.page.tree();
        tree.find(&self.path).into_iter().flat_map(|(_, range)| tree.texts(range)).collect()
    }

    /// What stands in it now, where it is a field and there is exactly one.
    pub fn value(&self) -> Option<String> {
        self.only(&self.page.tree()).ok().map(|(node, _)| node.value)
    }

    /// Waits until a text stands in it.
    #[track_caller]
    pub fn says(&self, text: &str) {
        self.says_within(PATIENCE, text);
    }

    /// Waits until a text stands in it, for something that takes its time.
    #[track_caller]
    pub fn says_within(&self, limit: Duration, text: &str) {
        self.says_one_within(limit, &[text]);
    }

    /// Waits until one of these texts stands in it.
    #[track_caller]
    pub fn says_one_within(&self, limit: Duration, texts: &[&str]) {
        let said = until(limit, || texts.iter().any(|text| self.contains(text)).then_some(()));
        if said.is_err() {
            self.page.fail(&format!("{self} does not say “{}”", texts.join("” or “")));
        }
    }

    /// Whether a text stands in it now.
    pub fn contains(&self, text: &str) -> bool {
        let tree = self.page.tree();
        tree.find(&self.path).into_iter().any(|(_, range)| tree.reads(range, text))
    }

    /// Waits until a state (`checked`, `expanded`, `disabled`, …) has this value.
    #[track_caller]
    pub fn has(&self, state: &str, value: &str) {
        let has = until(PATIENCE, || {
            let (node, _) = self.only(&self.page.tree()).ok()?;
            (node.state(state).unwrap_or("false") == value).then_some(())
        });
        if has.is_err() {
            self.page.fail(&format!("{self} is not {state} = {value}"));
        }
    }

    /// Left, top, width and height in the window once it stands still, whole CSS pixels.
    #[track_caller]
    pub fn place(&self) -> [f64; 4] {
        let node = self.appears();
        let corners = until_unchanged(PATIENCE, STILL, || self.corners(&node))
            .map_err(|_| "does not stand still".to_owned())
            .and_then(|corners| corners);
        let corners = corners.unwrap_or_else(|why| self.page.fail(&format!("{self} {why}")));
        let (left, top) = (least(&corners, 0), least(&corners, 1));
        [left, top, most(&corners, 0) - left, most(&corners, 1) - top].map(f64::round)
    }

    // ---- doing ----

    /// Scrolls to it, waits until it stands still with nothing over it, and clicks its middle.
    #[track_caller]
    pub fn click(&self) {
        let mut before = Vec::new();
        let mut obstacle = String::new();
        let clicked = until(PATIENCE, || match self.try_click(&mut before) {
            Ok(()) => Some(()),
            Err(why) => {
                obstacle = why;
                None
            }
        });
        if clicked.is_err() {
            self.page.fail(&format!("{self} cannot be clicked: {obstacle}"));
        }
    }

    /// Clicks into it and types.
    #[track_caller]
    pub fn types(&self, text: &str) {
        self.click();
        self.has("focused", "true");
        self.page.types(text);
    }

    /// Clicks into it and types in place of everything that stands in it.
    #[track_caller]
    pub fn replaces(&self, text: &str) {
        self.click();
        self.has("focused", "true");
        self.page.press("Ctrl+a");
        self.page.types(text);
    }

    /// Picks an entry of a drop-down list by its words.
    #[track_caller]
    pub fn picks(&self, option: &str) {
        let node = self.appears();
        // The list of a native control is the browser's own window, which no page event opens without a screen: walk
        // its entries from the first one on, as people with keyboards do.
        self.page.ask("DOM.focus", json!({"backendNodeId": node.element}));
        self.has("focused", "true");
        self.page.press("Home");
        let mut seen = Vec::new();
        loop {
            let is = self.value().unwrap_or_default();
            if super::tree::matches(option, &is) {
                return;
            }
            seen.push(is.clone());
            self.page.press("ArrowDown");
            if until(GLANCE, || (self.value().unwrap_or_default() != is).then_some(())).is_err() {
                self.page.fail(&format!("{self} does not offer “{option}”, only {seen:?}"));
            }
        }
    }

    fn try_click(&self, before: &mut Vec<f64>) -> Result<(), String> {
        let (node, _) = self.only(&self.page.tree())?;
        self.page
            .try_ask("DOM.scrollIntoViewIfNeeded", json!({"backendNodeId": node.element}))
            .map_err(|refusal| refusal.to_string())?;
        let corners = self.corners(&node)?;
        if *before != corners {
            *before = corners;
            return Err("it moves".to_owned());
        }
        let x = (least(&corners, 0) + most(&corners, 0)) / 2.0;
        let y = (least(&corners, 1) + most(&corners, 1)) / 2.0;
        self.is_on_top(&node, x, y)?;
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            self.page.ask(
                "Input.dispatchMouseEvent",
                json!({"type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1}),
            );
        }
        Ok(())
    }

    /// The x and y of each corner of its first box.
    fn corners(&self, node: &Node) -> Result<Vec<f64>, String> {
        let answer = self
            .page
            .try_ask("DOM.getContentQuads", json!({"backendNodeId": node.element}))
            .map_err(|refusal| refusal.to_string())?;
        let corners: Vec<f64> =
            answer["quads"][0].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        if corners.len() == 8 { Ok(corners) } else { Err("it takes no space".to_owned()) }
    }

    /// Whether a person pointing there points at the node or at something in it, and not at what covers it.
    fn is_on_top(&self, node: &Node, x: f64, y: f64) -> Result<(), String> {
        // Quads are seen from the window, this question is asked in places of the document.
        let metrics =
            self.page.try_ask("Page.getLayoutMetrics", json!({})).map_err(|refusal| refusal.to_string())?;
        let scrolled = |axis: &str| metrics["cssLayoutViewport"][axis].as_f64().unwrap_or_default();
        let (x, y) = (x + scrolled("pageX"), y + scrolled("pageY"));
        let at = json!({"x": x.round() as i64, "y": y.round() as i64, "ignorePointerEventsNone": true});
        let hit = self.page.try_ask("DOM.getNodeForLocation", at).map_err(|refusal| refusal.to_string())?;
        let described = self
            .page
            .try_ask("DOM.describeNode", json!({"backendNodeId": node.element, "depth": -1, "pierce": true}))
            .map_err(|refusal| refusal.to_string())?;
        if holds(&described["node"], &hit["backendNodeId"]) {
            return Ok(());
        }
        let cover = self
            .page
            .try_ask("DOM.describeNode", json!({"backendNodeId": hit["backendNodeId"]}))
            .unwrap_or_default();
        Err(format!("covered by <{}> {}", cover["node"]["localName"], cover["node"]["attributes"]))
    }

    fn only(&self, tree: &Tree) -> Result<(Node, Range<usize>), String> {
        match tree.find(&self.path).as_slice() {
            [] => Err("it is not there".to_owned()),
            [(node, range)] => Ok(((*node).clone(), range.clone())),
            several => Err(format!("there are {}", several.len())),
        }
    }

    #[track_caller]
    fn wait<T>(&self, mut look: impl FnMut(&Tree) -> Result<T, String>) -> T {
        let mut obstacle = String::new();
        let found = until(PATIENCE, || look(&self.page.tree()).map_err(|why| obstacle = why).ok());
        found.unwrap_or_else(|_| self.page.fail(&format!("waited for {self}: {obstacle}")))
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, Step { role, name, text }) in self.path.iter().enumerate() {
            write!(f, "{}{role} “{name}”", if at > 0 { " › " } else { "" })?;
            if let Some(text) = text {
                write!(f, " saying “{text}”")?;
            }
        }
        Ok(())
    }
}

/// Whether a described node is, or contains through any kind of tree, the one with this id.
fn holds(node: &Value, id: &Value) -> bool {
    node["backendNodeId"] == *id
        || ["children", "shadowRoots", "pseudoElements"]
            .iter()
            .any(|kind| node[kind].as_array().into_iter().flatten().any(|child| holds(child, id)))
}

/// `axis` 0 is x, 1 is y.
fn least(corners: &[f64], axis: usize) -> f64 {
    corners.iter().skip(axis).step_by(2).copied().fold(f64::INFINITY, f64::min)
}

fn most(corners: &[f64], axis: usize) -> f64 {
    corners.iter().skip(axis).step_by(2).copied().fold(f64::NEG_INFINITY, f64::max)
}
