//! The page as assistive technology is given it: roles, names, states, in reading order, closed shadow roots included.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::Value;

/// One thing on the page that is exposed to people.
#[derive(Debug, Clone)]
pub struct Node {
    /// `button`, `dialog`, `StaticText`, … in Chromium's spelling.
    pub role: String,
    /// The accessible name, white space collapsed.
    pub name: String,
    /// What is said of it beside its name, white space collapsed.
    pub description: String,
    /// The value of a field, white space kept.
    pub value: String,
    /// States and properties such as `focused` or `checked`, as text.
    pub states: Vec<(String, String)>,
    /// The element, as the browser's DOM domain names it.
    pub(super) element: Option<i64>,
    depth: usize,
    /// One past the last node of this subtree.
    end: usize,
}

impl Node {
    /// A state or property as text (`"true"`, `"mixed"`, `"page"`); nothing where the page says nothing.
    pub fn state(&self, name: &str) -> Option<&str> {
        self.states.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// One step of a description such as “the list item saying *Lisbon* in the list *Conversations*”.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) role: String,
    /// As [`matches`] reads it.
    pub(super) name: String,
    /// A text that stands in it.
    pub(super) text: Option<String>,
}

/// All exposed nodes of a page, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Reads the answer of `Accessibility.getFullAXTree`.
    pub(super) fn read(answer: &Value) -> Self {
        let raw: Vec<&Value> = answer["nodes"].as_array().into_iter().flatten().collect();
        let places: HashMap<&str, usize> =
            raw.iter().enumerate().filter_map(|(at, node)| Some((node["nodeId"].as_str()?, at))).collect();
        let mut tree = Self::default();
        if let Some(root) = raw.iter().position(|node| node["parentId"].is_null()) {
            tree.add(&raw, &places, root, 0);
        }
        tree
    }

    pub(super) fn has_frames(&self) -> bool {
        self.nodes.iter().any(|node| node.role == "Iframe")
    }

    /// Takes in the tree of a frame, after everything else.
    pub(super) fn join(&mut self, frame: Self) {
        let offset = self.nodes.len();
        self.nodes.extend(frame.nodes.into_iter().map(|node| Node { end: node.end + offset, ..node }));
    }

    fn add(&mut self, raw: &[&Value], places: &HashMap<&str, usize>, at: usize, depth: usize) {
        let node = raw[at];
        let role = node["role"]["value"].as_str().unwrap_or_default();
        // The lines a text is broken into are layout, not content.
        if role == "InlineTextBox" {
            return;
        }
        let shown = !node["ignored"].as_bool().unwrap_or(false);
        let mine = self.nodes.len();
        if shown {
            self.nodes.push(Node {
                role: role.to_owned(),
                name: collapse(&text_of(&node["name"]["value"])),
                description: collapse(&text_of(&node["description"]["value"])),
                value: text_of(&node["value"]["value"]),
                states: node["properties"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|p| Some((p["name"].as_str()?.to_owned(), text_of(&p["value"]["value"]))))
                    .collect(),
                element: node["backendDOMNodeId"].as_i64(),
                depth,
                end: mine + 1,
            });
        }
        for child in node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some(&place) = places.get(child) {
                self.add(raw, places, place, depth + usize::from(shown));
            }
        }
        if shown {
            self.nodes[mine].end = self.nodes.len();
        }
    }

    /// Every node that fits the last step, inside nodes that fit the steps before.
    pub(super) fn find(&self, path: &[Step]) -> Vec<(&Node, Range<usize>)> {
        let mut inside: Vec<usize> = (0..self.nodes.len()).collect();
        let mut found = Vec::new();
        for step in path {
            found = inside;
            found.retain(|&at| {
                let node = &self.nodes[at];
                node.role == step.role
                    && matches(&step.name, &node.name)
                    && step.text.as_ref().is_none_or(|text| self.reads(at..node.end, text))
            });
            found.sort_unstable();
            found.dedup();
            inside = found.iter().flat_map(|&at| at + 1..self.nodes[at].end).collect();
        }
        found.into_iter().map(|at| (&self.nodes[at], at..self.nodes[at].end)).collect()
    }

    /// Whether a reader comes across `text` inside a range of nodes, also where markup splits it.
    pub(super) fn reads(&self, range: Range<usize>, text: &str) -> bool {
        let pieces = self.texts(range);
        let text = collapse(text);
        pieces.join(" ").contains(&text) || pieces.concat().contains(&text)
    }

    /// The pieces of text inside a range of nodes, in reading order.
    pub(super) fn texts(&self, range: Range<usize>) -> Vec<String> {
        self.nodes[range]
            .iter()
            .filter(|node| node.role == "StaticText" && !node.name.is_empty())
            .map(|node| node.name.clone())
            .collect()
    }

    /// Whether a reader would come across `text` on the page.
    pub fn says(&self, text: &str) -> bool {
        self.reads(0..self.nodes.len(), text)
    }

    /// Where the keyboard's input goes: the innermost focused node.
    pub fn focused(&self) -> Option<&Node> {
        self.nodes.iter().rev().find(|node| node.state("focused") == Some("true"))
    }

    /// For people reading a failed test.
    pub fn readable(&self) -> String {
        let mut out = String::new();
        for node in self.nodes.iter().filter(|n| !(n.role == "generic" && n.name.is_empty())) {
            let _ = write!(out, "{:indent$}{} “{}”", "", node.role, node.name, indent = node.depth * 2);
            if !node.value.is_empty() {
                let _ = write!(out, " = “{}”", node.value);
            }
            if !node.description.is_empty() {
                let _ = write!(out, " ({})", node.description);
            }
            for (state, value) in &node.states {
                if matches!(
                    state.as_str(),
                    "focused" | "checked" | "expanded" | "disabled" | "pressed" | "selected" | "live"
                ) {
                    let _ = write!(out, " {state}={value}");
                }
            }
            out.push('\n');
        }
        out
    }
}

/// Whether a name is the one sought. `…` at either end stands for anything: `"Visitor …"`, `"…not sent…"`, `"…"`.
pub(super) fn matches(sought: &str, name: &str) -> bool {
    let (open_start, rest) = sought.strip_prefix('…').map_or((false, sought), |rest| (true, rest));
    let (open_end, core) = rest.strip_suffix('…').map_or((false, rest), |rest| (true, rest));
    match (open_start, open_end) {
        (false, false) => name == core,
        (false, true) => name.starts_with(core),
        (true, false) => core.is_empty() || name.ends_with(core),
        (true, true) => name.contains(core),
    }
}

/// Runs of white space as one space, none at the ends: how a name is heard.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn names_match_as_written() {
        for (sought, name, expected) in [
            ("Send", "Send", true),
            ("Send", "Send it", false),
            ("Send…", "Send it", true),
            ("…it", "Send it", true),
            ("…end…", "Send it", true),
            ("…", "anything", true),
            ("…", "", true),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(sought, name), expected, "{sought:?} against {name:?}");
        }
    }
}
