//! Visitors see whom they talk to.

use std::fs;

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn a_visitor_sees_the_picture_of_whoever_greets_them() {
    // H59 S42: a product of its own, since pictures are one request more for everybody
    let product = Product::start();
    let agent = Agent::anna(&product);
    agent.signs_in();
    let page = agent.page();
    page.role("button", "Your account").click();
    page.role("button", "My profile").click();
    page.role("heading", "My profile").appears();
    let photo = std::env::temp_dir().join(format!("stories-face-{}.jpg", std::process::id()));
    page.photograph(200, 120, "Anna's telephone", &photo);
    page.chooses(&page.role("button", "Picture"), &[&photo]);
    page.role("image", "Picture").appears();
    fs::remove_file(&photo).expect("it was there");

    let visitor = Visitor::arrives(&product);
    visitor.opens("/");
    visitor.opens_the_chat();
    let came = || {
        let requests = visitor.page().requests();
        requests.into_iter().find(|request| request.url.contains("/v1/demo/faces?name=Anna%20Keller"))
    };
    let face = visitor.page().wait("Anna's picture", || came().filter(|face| face.status.is_some()));
    assert_eq!((face.status, face.answer_header("content-type")), (Some(200), Some("image/jpeg")));
    visitor.page().picture("face");
    assert!(visitor.page().stored().is_empty(), "looking stores nothing");
    assert_eq!(visitor.page().complaints(), Vec::<String>::new());
}
