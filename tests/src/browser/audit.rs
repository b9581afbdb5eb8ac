//! What a machine can find of barriers: axe-core, run over the whole page with every shadow root in it.
//!
//! It cannot see into a closed root, so a page that is to be audited opens them as they are made. That is the only thing
//! about it that is not as it ships.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Page;

/// Where npm puts it.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../node_modules/axe-core/axe.min.js");

const OPEN_ROOTS: &str = "(() => { const attach = Element.prototype.attachShadow; \
    Element.prototype.attachShadow = function (init) { return attach.call(this, { ...init, mode: 'open' }) } })()";

/// WCAG 2.2 A and AA, and what axe's makers hold to be good besides.
const RUN: &str = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', \
    'best-practice'], resultTypes: ['violations', 'passes'] }).then(({ violations, passes }) => ({ inside: passes.filter(({ nodes }) => \
    nodes.some(({ target }) => Array.isArray(target[0]))).length, \
    violations: violations.flatMap(({ id, help, nodes }) => nodes.map((node) => \
    id + ': ' + help + ' | ' + JSON.stringify(node.target) + ' | ' + node.html.slice(0, 160) + ' | ' + \
    (node.failureSummary || '').replace(/\\s+/g, ' ').slice(0, 300))) }))";

impl Page {
    /// Has what opens from now on be audited. To be called before the page is opened.
    pub fn can_be_audited(&self) {
        self.before_every_page(OPEN_ROOTS);
    }

    /// What axe finds, one line each, of which only those are kept that `own` says are ours.
    ///
    /// # Panics
    /// Where axe is not installed: `npm ci` does that.
    #[track_caller]
    pub fn barriers(&self, own: impl Fn(&str) -> bool) -> Vec<String> {
        let found = self.audited();
        // Rules that something in a shadow root was held to.
        assert!(found["inside"].as_u64().is_some_and(|inside| inside > 5), "axe saw no shadow root: {found}");
        violations(&found).filter(|line| own(line)).collect()
    }

    /// Fails with what axe finds anywhere on a page that is all ours.
    ///
    /// # Panics
    /// Where axe is not installed, or finds something.
    #[track_caller]
    pub fn has_no_barriers(&self) {
        let all = self.all_barriers();
        assert!(all.is_empty(), "{}:\n{}", self.url(), all.join("\n"));
    }

    /// What axe finds anywhere on a page that is all ours, one line each.
    ///
    /// # Panics
    /// Where axe is not installed: `npm ci` does that.
    #[track_caller]
    pub fn all_barriers(&self) -> Vec<String> {
        let found = self.audited();
        assert!(found["violations"].is_array(), "axe did not run: {found}");
        violations(&found).collect()
    }

    fn audited(&self) -> Value {
        let script = fs::read_to_string(Path::new(AXE)).expect("axe-core: run `npm ci --ignore-scripts`");
        self.eval(&format!("{script}; typeof axe"));
        self.eval(RUN)
    }
}

fn violations(found: &Value) -> impl Iterator<Item = String> {
    let lines = found["violations"].as_array().into_iter().flatten();
    lines.filter_map(Value::as_str).map(str::to_owned)
}
