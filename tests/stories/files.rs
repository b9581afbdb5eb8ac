//! Files both ways: a visitor shows a picture, an agent answers with an offer.

use std::fs;
use std::path::PathBuf;

use stories::product::Product;
use stories::roles::{Agent, Visitor};

fn file(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("stories-files-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder.join(name)
}

#[test]
fn a_picture_goes_one_way_and_an_offer_the_other() {
    // P5 H61 T30 T16
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::anna(product));
    visitor.opens("/shop/tetsu-teapot/");
    let (photo, offer) = (file("crack.jpg"), file("offer.pdf"));
    visitor.page().photograph(3_000, 1_500, "GPS 52.5 N, Sofia's telephone", &photo);
    fs::write(&offer, "%PDF-1.7\noffer").expect("an offer");

    visitor.opens_the_chat();
    visitor.attaches(&[&photo]);
    visitor.chat().says("crack.jpg");
    // Nothing has left yet: choosing a file is no act.
    assert!(visitor.page().stored().is_empty());
    visitor.composer().types("Files: does this crack matter?");
    visitor.sends();
    visitor.messages().says("Files: does this crack matter?");
    visitor.messages().role("image", "crack.jpg").appears();
    visitor.sees_it_sent();
    let is_shown = || {
        let requests = visitor.page().requests();
        requests
            .into_iter()
            .find(|request| request.url.contains("/v1/demo/files/") && request.status == Some(200))
    };
    let shown = visitor.page().wait("the picture", is_shown);
    assert_eq!(shown.answer_header("x-content-type-options"), Some("nosniff"));

    agent.signs_in();
    agent.opens_thread("Files: does this crack matter?");
    let picture = agent.messages().role("image", "crack.jpg");
    picture.appears();
    let seen = agent.page().eval(
        "(async () => { const image = document.querySelector('.carried-picture img'); await image.decode(); \
         const bytes = new Uint8Array(await (await fetch(image.src)).arrayBuffer()); \
         const text = new TextDecoder('latin1').decode(bytes); \
         return [image.naturalWidth, image.naturalHeight, text.includes('GPS'), text.includes('Exif'), \
         document.querySelectorAll('.carried-picture').length]; })()",
    );
    assert_eq!(
        seen,
        serde_json::json!([2048, 1024, false, false, 1]),
        "made smaller, and nothing of the camera is left"
    );

    agent.attaches(&[&offer]);
    agent.thread().says("offer.pdf");
    agent.replies("Files: not at all, and here is an offer.");
    agent.messages().role("link", "offer.pdf…").appears();
    visitor.sees_answer("Files: not at all, and here is an offer.");
    visitor.messages().role("link", "Save offer.pdf").appears();
    assert_eq!(visitor.page().complaints(), Vec::<String>::new());
}

#[test]
fn a_file_alone_is_a_message_and_a_wrong_one_says_why() {
    // P5 bad input 66
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    visitor.opens("/pricing/");
    let (page, notes, empty) = (file("page.png"), file("files-notes.txt"), file("empty.txt"));
    fs::write(&page, "<html><script>alert(1)</script>").expect("a file");
    fs::write(&notes, "Files: only words.").expect("a file");
    fs::write(&empty, "").expect("a file");
    visitor.opens_the_chat();
    visitor.attaches(&[&page, &empty]);
    visitor.chat().says("empty.txt is empty.");
    visitor.chat().role("button", "Remove empty.txt").click();
    visitor.sends();
    visitor.chat().says("page.png cannot be sent");
    visitor.chat().role("button", "Remove page.png").click();
    visitor.attaches(&[&notes]);
    visitor.sends();
    visitor.messages().role("link", "Save files-notes.txt").appears();
    visitor.sees_it_sent();
    visitor.page().reload();
    visitor.messages().role("link", "Save files-notes.txt").appears();

    agent.signs_in();
    agent.row("files-notes.txt").appears();
    agent.row("files-notes.txt").role("link", "…").click();
    agent.messages().role("link", "files-notes.txt…").appears();
}
