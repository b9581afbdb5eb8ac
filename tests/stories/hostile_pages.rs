//! Pages that forbid almost everything, and pages that get in the way.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn the_chat_works_under_a_strict_content_security_policy() {
    // E16 N21
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/csp/");
    visitor.opens_the_chat();
    visitor.writes("Strict: does it work here?");
    visitor.sees_it_sent();
    visitor.page().comes_to_rest();
    let complaints = visitor.page().complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    let policy = visitor.page().requests()[0].answer_header("content-security-policy").map(str::to_owned);
    let policy = policy.expect("the page has a policy");
    assert!(!policy.contains("unsafe-inline") && policy.contains("require-trusted-types-for"), "{policy}");
}

#[test]
fn the_chat_works_on_a_page_that_reaches_for_everything() {
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/broken/");
    visitor.opens_the_chat();
    let [_, _, width, height] = visitor.chat().place();
    assert!(width > 300.0 && height > 300.0, "{width} × {height}");
    visitor.writes("Hostile: even here / and there.");
    visitor.sees_it_sent();
}

#[test]
fn what_people_write_stays_text_on_both_sides() {
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    let agent = Agent::jonas(product);
    agent.signs_in();
    let text = "Text: <img src=x onerror=alert(1)> <b>&amp;</b> javascript:alert(1)";
    visitor.opens("/");
    visitor.opens_the_chat();
    visitor.writes(text);
    agent.opens_thread("Text: <img");
    agent.sees_message(text);
    let answer = "Text: </script><svg onload=alert(1)>";
    agent.replies(answer);
    visitor.sees_answer(answer);
}

#[test]
fn an_open_chat_survives_a_view_transition_as_it_was() {
    // E9
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/contact/");
    visitor.opens_the_chat();
    visitor.composer().types("Transition: half a senten");
    visitor.page().comes_to_rest();
    let before = visitor.chat().place();
    // As frameworks do it: the next page's body takes the place of this one's, within a transition.
    let swapped = visitor.page().eval(
        "document.startViewTransition(() => {\
           const next = document.createElement('body');\
           next.append(Object.assign(document.createElement('h1'), {textContent: 'The next page'}));\
           document.body.replaceWith(next);\
           history.pushState(null, '', '?next');\
         }).finished.then(() => document.querySelectorAll('h1').length)",
    );
    assert_eq!(swapped, 1);
    visitor.page().wait("the chat where it was", || (visitor.chat().place() == before).then_some(()));
    assert_eq!(visitor.composer().value().as_deref(), Some("Transition: half a senten"));
    visitor.composer().replaces("Transition: a whole sentence.");
    visitor.page().press("Enter");
    visitor.sees_it_sent();
}

#[test]
fn a_closed_chat_takes_no_click_that_is_meant_for_the_page() {
    // N23 E10
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/contact/");
    visitor.opens_the_chat();
    visitor.closes_the_chat();
    visitor.page().comes_to_rest();
    let [x, y, width, height] = visitor.launcher().place();
    // A tight net over the whole window meets the widget only where its launcher is drawn.
    let [inside, outside] = [0, 1].map(|n| {
        let met = visitor.page().eval(&format!(
            "(() => {{\
               const host = document.elementFromPoint({x} + {width} / 2, {y} + {height} / 2);\
               const met = [0, 0];\
               for (let x = 4; x < innerWidth; x += 8) for (let y = 4; y < innerHeight; y += 8) {{\
                 const within = x >= {x} && x <= {x} + {width} && y >= {y} && y <= {y} + {height};\
                 if (document.elementFromPoint(x, y) === host) met[within ? 0 : 1]++;\
               }}\
               return met[{n}];\
             }})()"
        ));
        met.as_u64().expect("a count")
    });
    assert!(inside > 20 && outside == 0, "{inside} on the launcher, {outside} beside it");
}
