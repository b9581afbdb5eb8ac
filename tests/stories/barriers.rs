//! No barrier that a machine can find: every state of the widget, by axe, in light and dark, on large and small screens,
//! in English and German. What it cannot find (what is read, what keys do) is in `keyboard.rs`.

use stories::product::Product;
use stories::roles::Visitor;

/// A visitor whose widget axe can look into.
fn looked_at(product: &Product) -> Visitor<'_> {
    let visitor = Visitor::arrives(product);
    visitor.page().can_be_audited();
    visitor
}

/// axe names what is in a shadow root by two selectors or more: the host's, and one in there.
fn is_ours(line: &str) -> bool {
    line.split(" | ").nth(1).is_some_and(|target| target.starts_with("[["))
}

#[track_caller]
fn has_none(visitor: &Visitor<'_>, state: &str) {
    visitor.page().comes_to_rest();
    let barriers = visitor.page().barriers(is_ours);
    assert!(barriers.is_empty(), "{state}:\n{}", barriers.join("\n"));
}

#[test]
fn no_state_of_the_widget_has_a_barrier() {
    // N27 E23
    let product = Product::shared();
    for dark in [false, true] {
        let visitor = looked_at(product);
        visitor.page().dark(dark);
        let state = |name: &str| format!("{name}, {}", if dark { "dark" } else { "light" });
        visitor.opens("/pricing/");
        visitor.is_offered("Ordering for a café or a shop?…");
        has_none(&visitor, &state("launcher and welcome message"));
        visitor.opens_the_chat();
        has_none(&visitor, &state("open, empty"));
        visitor.writes("Barriers: do you ship to Norway? See https://kiln.example/ and tell me.");
        visitor.sees_it_sent();
        has_none(&visitor, &state("a chat"));
        visitor.opens("/made-for-you/");
        visitor.sees_the_chat_open();
        has_none(&visitor, &state("a chat that goes on"));
    }
}

#[test]
fn nor_has_consent_the_address_or_a_small_screen() {
    // N27 E22 E23
    let product = Product::shared();
    let visitor = looked_at(product);
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    has_none(&visitor, "consent");
    let visitor = looked_at(product);
    visitor.page().phone();
    visitor.opens("/waiting-list/");
    visitor.opens_the_chat();
    has_none(&visitor, "open on a small screen");
    visitor.writes("Barriers: put me on the list");
    visitor.sees_it_sent();
    has_none(&visitor, "the question for an address on a small screen");
    // A browser that is asked to zoom in on small words does so, and never comes back (E22).
    let sizes = "[...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? \
        [...e.shadowRoot.querySelectorAll('textarea, input')] : []).map((e) => parseFloat(getComputedStyle(e).fontSize))";
    let sizes = visitor.page().eval(sizes);
    let sizes: Vec<f64> =
        sizes.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    assert!(sizes.len() >= 2 && sizes.iter().all(|size| *size >= 16.0), "{sizes:?}");
}

#[test]
fn nor_has_the_german_one() {
    // N27
    let visitor = Visitor::arrives_from_berlin(Product::shared());
    visitor.page().can_be_audited();
    visitor.opens("/de/");
    visitor.opens_the_chat();
    has_none(&visitor, "open, in German and dark");
}

#[test]
fn at_four_hundred_per_cent_everything_is_still_there() {
    // N27: 1,280 by 1,024 at 400 % is 320 by 256, and nothing has to be scrolled sideways
    let visitor = looked_at(Product::shared());
    visitor.page().viewport(320, 256);
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    let within = |part: &stories::browser::Part, what: &str| {
        let [left, top, width, height] = part.place();
        assert!(
            left >= 0.0 && top >= 0.0 && left + width <= 320.0 && top + height <= 256.0,
            "{what} is outside: {left} {top} {width} {height}"
        );
    };
    within(&visitor.chat().role("textbox", "Write a message"), "the field");
    within(&visitor.chat().role("button", "Send"), "the button");
    within(&visitor.chat().role("button", "Close chat"), "the cross");
    visitor.writes("Barriers: as large as it gets");
    visitor.sees_it_sent();
    has_none(&visitor, "at 400 per cent");
}

#[test]
fn who_wants_no_motion_gets_none_and_forced_colours_keep_every_edge() {
    // N27
    let visitor = looked_at(Product::shared());
    visitor.page().prefers(&[("prefers-reduced-motion", "reduce"), ("forced-colors", "active")]);
    visitor.opens("/pricing/");
    visitor.is_offered("Ordering for a café or a shop?…");
    let moving = "[...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? \
        e.shadowRoot.getAnimations() : []).filter((a) => a.effect.getComputedTiming().duration > 1).length";
    assert_eq!(visitor.page().eval(moving), 0);
    visitor.opens_the_chat();
    assert_eq!(visitor.page().eval(moving), 0);
    let edges = "[...document.querySelectorAll('*')].flatMap((e) => e.shadowRoot ? \
        ['.launcher', '.panel', '.field'].map((s) => getComputedStyle(e.shadowRoot.querySelector(s)).borderTopWidth) : [])";
    let edges = visitor.page().eval(edges);
    assert!(
        edges.as_array().is_some_and(|all| all.len() == 3 && all.iter().all(|edge| edge != "0px")),
        "{edges}"
    );
    has_none(&visitor, "in forced colours");
}
