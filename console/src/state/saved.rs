//! Labels and saved views, as the edge tells them, and whom agents blocked (P48, E63).
//!
//! Reads answers as trees, as `lists` does and for the same reason; a test holds them to the wire's types.

use conversation::ids::{LabelId, ThreadId};
use protocol::rest::Counts;
use serde_json::Value;

use super::conditions::{items, text};

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which.
    pub id: LabelId,
    /// Its name.
    pub name: String,
    /// Its colour, by its name.
    pub colour: String,
}

/// The colours of labels, by their names.
pub const COLOURS: [&str; 9] = ["grey", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"];

/// The labels of an answer.
#[must_use]
pub fn labels(told: &Value) -> Vec<Label> {
    let label = |told: &Value| {
        let id = LabelId::parse(&text(&told["id"])).ok()?;
        Some(Label { id, name: text(&told["name"]), colour: text(&told["colour"]) })
    };
    items(&told["labels"]).filter_map(label).collect()
}

/// The colour of a new label: one that fewest have, so that labels that are made one after another differ.
#[must_use]
pub fn new_colour(labels: &[Label]) -> &'static str {
    let used = |colour: &str| labels.iter().filter(|label| label.colour == colour).count();
    COLOURS.into_iter().skip(1).min_by_key(|colour| used(colour)).unwrap_or("grey")
}

/// A saved view.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedView {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether everybody who works in the inbox has it.
    pub shared: bool,
    /// What it shows.
    pub filter: Value,
    /// How many; 1,000 stands for more.
    pub count: u64,
}

/// Views, and how many there are in each that every inbox has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Views {
    /// The saved ones, by name.
    pub saved: Vec<SavedView>,
    /// How many are snoozed.
    pub snoozed: u64,
    /// How many are filtered out.
    pub filtered: u64,
    /// How many are deleted.
    pub archived: u64,
}

impl Views {
    /// The views of an answer, with the counts that the list keeps.
    #[must_use]
    pub fn read(told: &Value) -> (Self, Counts) {
        let view = |told: &Value| SavedView {
            id: text(&told["id"]),
            name: text(&told["name"]),
            shared: told["owner"].is_null(),
            filter: told["filter"].clone(),
            count: told["count"].as_u64().unwrap_or_default(),
        };
        let count = |name: &str| told["counts"][name].as_u64().unwrap_or_default();
        let views = Self {
            saved: items(&told["views"]).map(view).collect(),
            snoozed: count("snoozed"),
            filtered: count("filtered"),
            archived: count("archived"),
        };
        let counts = Counts {
            all: count("all"),
            mine: count("mine"),
            unassigned: count("unassigned"),
            bots: count("bots"),
        };
        (views, counts)
    }

    /// A saved view, by its id.
    #[must_use]
    pub fn saved(&self, id: &str) -> Option<&SavedView> {
        self.saved.iter().find(|view| view.id == id)
    }
}

/// Somebody who is blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Their latest thread, by which the block is lifted.
    pub thread: ThreadId,
    /// What they are called: name, address, or what tells strangers apart.
    pub name: Option<String>,
    /// What tells strangers apart.
    pub visitor: String,
    /// Who did it.
    pub by: String,
    /// When (ms).
    pub at: u64,
    /// Why.
    pub why: String,
}

/// The blocks of an answer.
#[must_use]
pub fn blocks(told: &Value) -> Vec<Block> {
    let block = |told: &Value| {
        let named = [&told["name"], &told["email"]].into_iter().map(text).find(|name| !name.is_empty());
        Some(Block {
            thread: ThreadId::parse(&text(&told["thread"])).ok()?,
            name: named,
            visitor: text(&told["visitor"]),
            by: text(&told["blocked"]["by"]["name"]),
            at: told["blocked"]["at"].as_u64().unwrap_or_default(),
            why: text(&told["blocked"]["why"]),
        })
    };
    items(&told["blocks"]).filter_map(block).collect()
}

#[cfg(test)]
mod tests {
    use conversation::filter::Filter;
    use conversation::ids::ViewId;
    use conversation::view::Standing;
    use protocol::frame::Blocked;
    use protocol::rest::views as wire;

    use super::*;
    use crate::state::sample::{agent, thread_id};

    #[test]
    fn answers_are_read_as_they_are_written() {
        // P48 E63
        let colours =
            COLOURS.map(|colour| serde_json::from_str::<wire::Colour>(&format!("\"{colour}\"")).unwrap());
        let told = wire::Labels {
            labels: vec![wire::Label {
                id: LabelId::parse("vip").unwrap(),
                name: "VIP".into(),
                colour: colours[1],
                from_pages: false,
            }],
        };
        let read = labels(&serde_json::to_value(&told).unwrap());
        assert_eq!(
            read,
            [Label { id: LabelId::parse("vip").unwrap(), name: "VIP".into(), colour: "red".into() }]
        );
        assert_eq!(new_colour(&read), "orange");

        let view = wire::View {
            id: ViewId::parse("late").unwrap(),
            name: "Late".into(),
            owner: Some(agent("mira").id),
            filter: Filter::Status(Standing::Open),
            count: 3,
        };
        let counts = wire::BuiltIn {
            all: 1,
            mine: 2,
            unassigned: 3,
            bots: 4,
            chat: 5,
            snoozed: 6,
            filtered: 7,
            archived: 8,
        };
        let told = serde_json::to_value(wire::Views { counts, views: vec![view] }).unwrap();
        let (read, counts) = Views::read(&told);
        assert_eq!(counts, Counts { all: 1, mine: 2, unassigned: 3, bots: 4 });
        assert_eq!((read.snoozed, read.filtered, read.archived), (6, 7, 8));
        let late = read.saved("late").unwrap();
        assert_eq!((late.name.as_str(), late.shared, late.count), ("Late", false, 3));
        assert_eq!(late.filter, serde_json::json!({"status": "open"}));

        let block = wire::Block {
            thread: thread_id(1),
            visitor: "4K2Q".into(),
            name: None,
            email: Some("x@kiln.test".into()),
            blocked: Blocked { by: agent("mira"), at: 9, why: Some("rude".into()) },
            threads: 2,
        };
        let read = blocks(&serde_json::to_value(wire::Blocks { blocks: vec![block] }).unwrap());
        let told = (read[0].name.as_deref(), read[0].by.as_str(), read[0].at, read[0].why.as_str());
        assert_eq!(told, (Some("x@kiln.test"), "mira", 9, "rude"));
    }

    /// The two values of a colour role, for light and for dark.
    fn role(name: &str) -> [[f64; 3]; 2] {
        let tokens = include_str!("../../style/tokens.css");
        let line = tokens.split(&format!("--{name}: light-dark(")).nth(1).unwrap_or_else(|| panic!("{name}"));
        let values: Vec<[f64; 3]> = line.split(')').next().unwrap().split(", #").map(rgb).collect();
        [values[0], values[1]]
    }

    fn rgb(hex: &str) -> [f64; 3] {
        let hex = hex.trim_start_matches('#');
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
    }

    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let luminance = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_of_a_label_is_seen_on_what_it_stands_on() {
        // P48
        for ground in ["bg-chip", "bg-raised", "bg-active"] {
            for colour in COLOURS {
                for (scheme, (mark, on)) in ["light", "dark"]
                    .iter()
                    .zip(role(&format!("label-{colour}")).into_iter().zip(role(ground)))
                {
                    let found = contrast(mark, on);
                    assert!(found >= 3.0, "{colour} on {ground}, {scheme}: {found:.2}");
                }
            }
        }
        for (scheme, (text, on)) in
            ["light", "dark"].iter().zip(role("note-text").into_iter().zip(role("note-soft")))
        {
            assert!(contrast(text, on) >= 4.5, "comments, {scheme}");
        }
    }
}
