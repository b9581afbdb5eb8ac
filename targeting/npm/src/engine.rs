//! The whole engine: chatflows in the neutral JSON form, as plain objects of JavaScript.
//!
//! Nothing is decided here: every answer is `targeting`'s, carried over.

use js_sys::{BigInt, Error, Number, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use targeting::{Chatflow, InertReason, Note, OwnedBook, PageUrl, RuleList, VisitorFacts};
use wasm_bindgen::prelude::*;

use crate::refusal::{refusal, text};

/// The types that wasm-bindgen cannot know.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// A compiled account: decides, explains, and is bytes for whoever decides elsewhere.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Book {
    book: OwnedBook,
    notes: Vec<RuleNote>,
}

/// What an author should know about one rule, as `types.d.ts` has it.
#[derive(Debug, Serialize)]
struct RuleNote {
    chatflow: String,
    list: &'static str,
    rule: usize,
    note: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<InertReason>,
}

/// The answer of `decide`.
#[derive(Debug, Serialize)]
struct Decision<'a> {
    show: Option<&'a str>,
    rule: Option<usize>,
    record: String,
}

/// Compiles an account's chatflows, in the account's order.
#[wasm_bindgen]
pub fn compile(
    #[wasm_bindgen(unchecked_param_type = "readonly Chatflow[]")] chatflows: JsValue,
) -> Result<Book, Error> {
    let compiled = targeting::compile(&chatflows_of(chatflows)?);
    let book = OwnedBook::read(compiled.bytes).map_err(|error| refusal("book", "", &error.to_string()))?;
    let notes = compiled.notes.into_iter().map(|note| {
        let (name, reason) = match note.note {
            Note::Inert(reason) => ("inert", Some(reason)),
            Note::WildcardLiteral => ("wildcard_literal", None),
        };
        let list = match note.list {
            RuleList::Include => "include",
            RuleList::Exclude => "exclude",
        };
        RuleNote { chatflow: note.chatflow, list, rule: note.rule, note: name, reason }
    });
    Ok(Book { notes: notes.collect(), book })
}

#[wasm_bindgen]
impl Book {
    /// Which chatflow a visitor gets on a page, by which include rule, and the decision as one line of text: the same
    /// bytes wherever it is made. Nobody in particular where `visitor` is left out.
    #[wasm_bindgen(unchecked_return_type = "Decision")]
    pub fn decide(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] url: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Visitor")] visitor: JsValue,
    ) -> Result<JsValue, Error> {
        let (url, facts) = (text(url, "url")?, visitor_of(visitor)?);
        let (book, page) = (self.book.book(), PageUrl::parse(&url));
        facts.with(|visitor| {
            let decision = targeting::decide(&book, &page, visitor);
            let record = targeting::record(&book, &page, visitor, &decision);
            let winner = decision.map_err(|missing| refusal("undecided", "", &missing.to_string()))?;
            let (show, rule) = (winner.map(|winner| winner.id()), winner.and_then(|winner| winner.rule));
            given(&Decision { show, rule, record })
        })
    }

    /// The same decision with the reason for every chatflow and every rule.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] url: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Visitor")] visitor: JsValue,
    ) -> Result<JsValue, Error> {
        let (url, facts) = (text(url, "url")?, visitor_of(visitor)?);
        let page = PageUrl::parse(&url);
        let mut trace = facts.with(|visitor| targeting::explain(&self.book.book(), &page, visitor));
        // What a number of JavaScript cannot hold becomes a bigint, as it came.
        let is_large = |priority: i64| {
            !(Number::MIN_SAFE_INTEGER..=Number::MAX_SAFE_INTEGER).contains(&(priority as f64))
        };
        let mut large = Vec::new();
        for (index, chatflow) in (0_u32..).zip(&mut trace.chatflows) {
            if is_large(chatflow.priority) {
                large.push((index, std::mem::take(&mut chatflow.priority)));
            }
        }
        let given = given(&trace)?;
        for (index, priority) in large {
            let put = || {
                let chatflow = Reflect::get_u32(&Reflect::get(&given, &"chatflows".into())?, index)?;
                Reflect::set(&chatflow, &"priority".into(), &BigInt::from(priority))
            };
            put().map_err(|_| refusal("number", "priority", "the priority is too large"))?;
        }
        Ok(given)
    }

    /// The rule book of this visitor's audience alone, without list ids: for a browser, which decides with it by
    /// `RuleBook` of `parlor-targeting/runtime`.
    #[wasm_bindgen(js_name = subBook)]
    pub fn sub_book(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "Visitor")] visitor: JsValue,
    ) -> Result<Vec<u8>, Error> {
        let facts = visitor_of(visitor)?;
        Ok(facts.with(|visitor| targeting::sub_book(&self.book.book(), visitor)))
    }

    /// The compiled rules. Equal chatflows give equal bytes.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Vec<u8> {
        self.book.book().as_bytes().to_vec()
    }

    /// Tells these rules from others: 16 hexadecimal digits, the second part of every decision's record.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.book.book().fingerprint())
    }

    /// What the author of the rules should know: rules that match nothing, and stars that are only characters.
    #[wasm_bindgen(getter, unchecked_return_type = "RuleNote[]")]
    pub fn notes(&self) -> Result<JsValue, Error> {
        given(&self.notes)
    }
}

/// What to tell an author about rules that are legal and probably not meant, each finding with a page view that shows it.
/// `pages` are the addresses of the site; without them nothing is said about rules that match no page.
#[wasm_bindgen(unchecked_return_type = "Finding[]")]
pub fn lint(
    #[wasm_bindgen(unchecked_param_type = "readonly Chatflow[]")] chatflows: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "readonly string[]")] pages: JsValue,
) -> Result<JsValue, Error> {
    let chatflows = chatflows_of(chatflows)?;
    let pages: Vec<String> = if pages.is_undefined() { Vec::new() } else { read(pages, "pages")? };
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    given(&targeting::lint(&chatflows, &pages))
}

fn chatflows_of(value: JsValue) -> Result<Vec<Chatflow>, Error> {
    if !js_sys::Array::is_array(&value) {
        return Err(refusal("shape", "chatflows", "chatflows is not an array"));
    }
    read(value, "chatflows")
}

fn visitor_of(value: JsValue) -> Result<VisitorFacts, Error> {
    if value.is_undefined() || value.is_null() {
        return Ok(VisitorFacts::default());
    }
    if !value.is_object() {
        return Err(refusal("shape", "visitor", "visitor is not an object"));
    }
    read(value, "visitor")
}

/// Reads a value of JavaScript, and says by its path what in it cannot be read.
fn read<T: DeserializeOwned>(value: JsValue, name: &str) -> Result<T, Error> {
    let reader = serde_wasm_bindgen::Deserializer::from(value);
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let path = error.path().to_string();
        let field = match path.as_str() {
            "." => name.to_owned(),
            path if path.starts_with('[') => format!("{name}{path}"),
            path => format!("{name}.{path}"),
        };
        let told = error.into_inner().to_string();
        refusal("shape", &field, &format!("{field}: {}", told.trim_start_matches("Error: ")))
    })
}

/// Hands a value to JavaScript: maps become plain objects, what is absent becomes `null`, as in JSON.
fn given<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Error> {
    let writer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&writer).map_err(|error| refusal("number", "", &error.to_string()))
}
