//! A visitor who comes back until they get what was just published.

use std::time::Duration;

use stories::roles::Visitor;
use stories::wait::until;

/// What was saved reaches the next page views within some seconds: looks until it has, as people press reload.
#[track_caller]
pub(crate) fn reloads_until(
    visitor: &Visitor<'_>,
    path: &str,
    what: &str,
    is_so: impl Fn(&Visitor<'_>) -> bool,
) {
    let looked = until(Duration::from_secs(20), || {
        visitor.opens(path);
        visitor.page().comes_to_rest();
        is_so(visitor).then_some(())
    });
    if looked.is_err() {
        visitor.page().fail(what);
    }
}
