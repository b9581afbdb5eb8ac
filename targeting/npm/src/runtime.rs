//! Deciding with a finished rule book, and nothing else: the part that a page would load.
//!
//! Takes addresses as browsers serialise them. Knows neither chatflows nor reasons. Built without the feature `engine` it
//! has nothing for regular expressions: a decision that depends on one is refused with the code `missing_regex`.

use js_sys::Error;
use targeting::{Missing, OwnedBook, PageUrl, Visitor};
use wasm_bindgen::prelude::*;

use crate::refusal::{refusal, text};

/// A rule book that was compiled elsewhere.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RuleBook {
    book: OwnedBook,
}

#[wasm_bindgen]
impl RuleBook {
    /// Takes the bytes of `Book.bytes` or `Book.subBook`. Throws with the code `book` where they are damaged or of
    /// another version.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>) -> Result<RuleBook, Error> {
        let book = OwnedBook::read(bytes).map_err(|error| refusal("book", "bytes", &error.to_string()))?;
        Ok(Self { book })
    }

    /// Whether decisions can depend on facts. If not, nobody need collect them.
    #[wasm_bindgen(getter, js_name = needsFacts)]
    pub fn needs_facts(&self) -> bool {
        self.book.book().has_conditions()
    }

    /// The id of the chatflow for `location.href`; `undefined` where there is none.
    ///
    /// `facts` are names and values in turn; leave them out where nobody looked, and a decision that depends on them
    /// throws with the code `missing_facts`. `lists` are those of a known contact; a sub-book has its visitor inside.
    pub fn decide(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] href: &JsValue,
        facts: Option<Vec<String>>,
        known: Option<bool>,
        lists: Option<Vec<String>>,
    ) -> Result<Option<String>, Error> {
        let href = text(href, "href")?;
        let page = PageUrl::from_browser(&href);
        let lists = lists.unwrap_or_default();
        let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
        let pairs: Option<Vec<(&str, &str)>> = facts.as_ref().map(|facts| {
            let (names, values) = (facts.iter().step_by(2), facts.iter().skip(1).step_by(2));
            names.zip(values).map(|(name, value)| (name.as_str(), value.as_str())).collect()
        });
        let visitor = Visitor { known: known.unwrap_or(false), lists: &lists, facts: pairs.as_deref() };
        match targeting::decide(&self.book.book(), &page, &visitor) {
            Ok(winner) => Ok(winner.map(|winner| winner.id().to_owned())),
            Err(missing) => {
                let code = match missing {
                    Missing::Facts => "missing_facts",
                    Missing::Regex => "missing_regex",
                };
                Err(refusal(code, "", &missing.to_string()))
            }
        }
    }
}
