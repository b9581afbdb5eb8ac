//! What the console loads, and when: an agent the inbox, and only whoever goes there what owners set up with.

use stories::product::Product;
use stories::roles::{Agent, Owner};

/// A line on which one file does not come through until it is mended.
const CUT: &str = "const real = fetch;
fetch = (at, ...more) => String(at).includes('/console/pages-') && !window.mended
    ? Promise.reject(new TypeError('cut'))
    : real(at, ...more);";

/// A line on which one file takes its time.
const SLOW: &str = "const real = fetch;
const arrived = new Promise(resolve => { window.arrive = resolve; });
fetch = async (at, ...more) => {
    if (String(at).includes('/console/tools-')) await arrived;
    return real(at, ...more);
};";

/// The console's own files that a page asked for, without the build's hashes.
fn loaded(agent: &Agent<'_>, product: &Product) -> Vec<String> {
    let console = product.edge("/console/");
    let requests = agent.page().requests();
    let files = requests.iter().filter_map(|request| request.url.strip_prefix(&console));
    let hashed = files.filter_map(|file| file.rsplit_once('-').zip(file.rsplit_once('.')));
    hashed.map(|((stem, _), (_, extension))| format!("{stem}.{extension}")).collect()
}

#[test]
fn an_agent_never_loads_what_owners_set_up_with() {
    let product = Product::shared();
    let agent = Agent::anna(product);
    agent.signs_in();
    agent.looks_at("All");
    agent.page().comes_to_rest();
    let files = loaded(&agent, product);
    let place = |file: &str| files.iter().position(|loaded| loaded == file);
    assert!(place("console.wasm").is_some() && place("console.wasm") < place("tools.wasm"), "{files:?}");
    assert!(!files.contains(&"pages.wasm".to_owned()), "{files:?}");
}

#[test]
fn a_key_pressed_before_its_part_is_there_opens_what_it_means_once_it_is() {
    let product = Product::shared();
    let agent = Agent::anna(product);
    agent.page().before_every_page(SLOW);
    agent.signs_in();
    agent.looks_at("All");
    agent.page().press("Ctrl+k");
    agent.page().role("dialog", "Command bar").disappears();
    agent.page().eval("window.arrive()");
    agent.page().role("dialog", "Command bar").appears();
}

#[test]
fn a_part_that_did_not_come_is_told_of_and_comes_with_the_next_press() {
    let product = Product::shared();
    let agent = Agent::anna(product);
    agent.page().before_every_page(&CUT.replace("pages", "tools"));
    agent.signs_in();
    agent.looks_at("All");
    agent.page().press("Ctrl+k");
    agent.page().sees("This page could not be loaded.");
    agent.page().eval("window.mended = true");
    agent.page().press("Ctrl+k");
    agent.page().role("dialog", "Command bar").appears();
}

#[test]
fn a_page_that_cannot_be_loaded_says_so_and_is_loaded_once_it_can_be() {
    let product = Product::shared();
    let owner = Owner::mira(product);
    let page = owner.page();
    page.before_every_page(CUT);
    owner.as_agent().signs_in();
    page.role("navigation", "Main").role("link", "Settings").click();
    page.role("alert", "").says("This page could not be loaded.");
    page.eval("window.mended = true");
    page.role("button", "Try again").click();
    page.role("heading", "Settings").appears();
    let files = loaded(owner.as_agent(), product);
    assert!(files.contains(&"pages.wasm".to_owned()), "{files:?}");
}
