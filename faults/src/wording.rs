//! In which version's words a client speaks: ours, those of the one before, or those of one to come.
//!
//! A widget in a cached page is a version behind the edge for as long as the page is open; after a step back it is one
//! ahead. Knows frames as JSON, and what they lacked before.

use protocol::frame::ClientFrame;
use serde_json::{Value, json};

/// Whose words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speaks {
    /// This version's.
    #[default]
    Ours,
    /// Those of a version that knew only what the first one did.
    Older,
    /// Those of a version that knows more: a field in every frame, and a frame that nobody knows.
    Newer,
}

/// What the first version said.
const FIRST: [&str; 6] = ["hello", "post", "email", "resume", "received", "ping"];

/// The fields of its greeting.
const FIRST_HELLO: [&str; 3] = ["t", "v", "token"];

impl Speaks {
    /// The texts that a frame becomes.
    #[must_use]
    pub fn write(self, frame: &ClientFrame) -> Vec<String> {
        // Maps with string keys, strings and integers: nothing in here can fail to serialise.
        let mut json = serde_json::to_value(frame).unwrap_or_default();
        let tag = json["t"].as_str().unwrap_or_default().to_owned();
        match self {
            Self::Ours => vec![json.to_string()],
            Self::Older if !FIRST.contains(&tag.as_str()) => Vec::new(),
            Self::Older => {
                if let (Value::Object(fields), "hello") = (&mut json, tag.as_str()) {
                    fields.retain(|name, _| FIRST_HELLO.contains(&name.as_str()));
                }
                vec![json.to_string()]
            }
            Self::Newer => {
                json["mood"] = json!({"of": "tomorrow"});
                vec![json.to_string()]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_greet() {
        let hello: ClientFrame = serde_json::from_str(r#"{"t":"hello","v":1,"token":"x"}"#).unwrap();
        let keys = |speaks: Speaks| -> Vec<String> {
            let texts = speaks.write(&hello);
            let json: Value = serde_json::from_str(&texts[0]).unwrap();
            json.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(Speaks::Older), ["t", "token", "v"]);
        assert!(keys(Speaks::Newer).contains(&"mood".to_owned()));
        assert!(!keys(Speaks::Ours).contains(&"mood".to_owned()));
    }
}
