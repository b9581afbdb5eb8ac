//! The names by which glue and wasm call each other, made short.
//!
//! wasm-bindgen names an import after what it does and a hash: seventy names of forty characters, in both files, which
//! no compression gets small. wasm-opt gives short ones and says which; this puts them into the glue. Knows how the glue
//! spells them: `name: function(…` for what it gives, `wasm.name` for what it takes. Any other spelling stops the build.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::stop::{Result, Stop, Trying as _};

/// What wasm-opt says: old and new names.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    /// Module, name, new name.
    imports: Vec<(String, String, String)>,
    /// Name, new name.
    exports: Vec<(String, String)>,
}

/// wasm-opt calls the one module that everything is imported from by this name.
const MODULE: &str = "a";

impl Names {
    pub(super) fn parse(told: &str) -> Result<Self> {
        serde_json::from_str(told).trying(|| "read the names that wasm-opt gave".into())
    }

    /// The same where the glue gives what was to come from one module as if it came from another.
    pub(super) fn between(mut self, module: &str, other: &str) -> Self {
        for (from, ..) in self.imports.iter_mut().filter(|(from, ..)| from == other) {
            module.clone_into(from);
        }
        self
    }

    /// The glue, speaking the short names.
    pub(super) fn put_into(&self, glue: &str) -> Result<String> {
        let mut text = glue.to_owned();
        let modules: BTreeSet<&str> = self.imports.iter().map(|(module, ..)| module.as_str()).collect();
        for module in modules {
            text = once(&text, &format!("\"{module}\": "), &format!("\"{MODULE}\": "))?;
        }
        for (_, name, short) in &self.imports {
            text = once(&text, &format!(" {name}: function("), &format!(" {short}: function("))?;
        }
        Ok(self.put_exports_into(&text))
    }

    /// A script that takes things from `wasm` and gives none, speaking the short names.
    pub(super) fn put_exports_into(&self, script: &str) -> String {
        self.exports.iter().fold(script.to_owned(), |text, (name, short)| {
            replace_word(&text, &format!("wasm.{name}"), &format!("wasm.{short}"))
        })
    }
}

/// Replaces what has to be there exactly once.
fn once(text: &str, old: &str, new: &str) -> Result<String> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        count => Err(Stop::because(format!("the glue says {old:?} {count} times instead of once"))),
    }
}

/// Replaces a name wherever it is the whole name.
fn replace_word(text: &str, old: &str, new: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, found) = rest.split_at(at);
        let after = &found[old.len()..];
        let is_whole = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        made.push_str(before);
        made.push_str(if is_whole { new } else { old });
        rest = after;
    }
    made.push_str(rest);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = r#"{
        "imports": [["./w_bg.js", "__wbg_key_76", "$"], ["./w_bg.js", "__wbg_keyCode_8d", "A"]],
        "exports": [["memory", "Aa"], ["start", "Ca"]]
    }"#;

    #[test]
    fn the_glue_speaks_the_short_names_and_nothing_else_changes() {
        let glue = "const import0 = {\n  __wbg_key_76: function(a) { wasm.start(a); },\n  \
                    __wbg_keyCode_8d: function(a) { return wasm.start_over(wasm.memory.buffer); },\n};\n\
                    return { \"./w_bg.js\": import0 };";
        let expected = "const import0 = {\n  $: function(a) { wasm.Ca(a); },\n  \
                        A: function(a) { return wasm.start_over(wasm.Aa.buffer); },\n};\n\
                        return { \"a\": import0 };";
        assert_eq!(Names::parse(TOLD).unwrap().put_into(glue).unwrap(), expected);
    }

    #[test]
    fn what_a_script_gives_through_the_glue_has_a_short_name_too() {
        let told = r#"{ "imports": [["./w_bg.js", "key", "$"], ["./later.js", "load", "A"]], "exports": [["t", "Aa"]] }"#;
        let names = Names::parse(told).unwrap().between("./w_bg.js", "./later.js");
        let glue = "{ key: function() {}, load: function(a) {} }, \"./w_bg.js\": import0";
        let expected = "{ $: function() {}, A: function(a) {} }, \"a\": import0";
        assert_eq!(names.put_into(glue).unwrap(), expected);
        assert_eq!(names.put_exports_into("wasm.t, wasm.table"), "wasm.Aa, wasm.table");
    }

    #[test]
    fn another_spelling_stops_the_build() {
        let names = Names::parse(TOLD).unwrap();
        for glue in
            ["", "\"./w_bg.js\": a", "\"./w_bg.js\": a, __wbg_key_76: function() {}, __wbg_keyCode_8d() {}"]
        {
            assert!(names.put_into(glue).is_err(), "{glue}");
        }
        assert!(Names::parse("nothing").is_err());
    }
}
