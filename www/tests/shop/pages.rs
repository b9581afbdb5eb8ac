//! The pages and the demo account say the same, and every page carries what it must.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::site::{account, pages, root, stories};

/// The embed line, as the start of the documentation has it.
const SNIPPET: &str = "<script async src=\"{{edge}}/embed/{{account}}.js\" \
                       referrerpolicy=\"no-referrer-when-downgrade\"></script>";

#[test]
fn every_page_carries_the_snippet_once() {
    for page in pages() {
        let signed_in = |mail| {
            SNIPPET.replace(" referrer", &format!(" data-visitor=\"{{{{visitor:{mail}}}}}\" referrer"))
        };
        let expected = match page.path.as_str() {
            "/account/" => signed_in("sofia@kiln.test"),
            "/returns/" => signed_in("tomas@kiln.test"),
            "/repairs/r-118/" => signed_in("lene@kiln.test"),
            "/csp/" => SNIPPET.replace("<script", "<script nonce=\"{{nonce}}\""),
            "/late/" => {
                "<script src=\"/late/late.js\" data-embed=\"{{edge}}/embed/{{account}}.js\"></script>"
                    .to_owned()
            }
            "/none/" => String::new(),
            path if path.starts_with("/developers/") => {
                SNIPPET.replace("<script", "<script id=\"hs-script-loader\"")
            }
            _ => SNIPPET.to_owned(),
        };
        let count = usize::from(!expected.is_empty());
        assert_eq!(page.text.matches("{{edge}}/embed/").count(), count, "{}", page.path);
        assert!(page.text.contains(&expected), "{} must have {expected}", page.path);
        let (head, _) = page.text.split_once("</head>").unwrap();
        assert_eq!(head.contains("{{edge}}/embed/"), page.path == "/head/", "{}", page.path);
    }
}

#[test]
fn every_strip_names_an_enabled_chatflow_and_its_own_page() {
    let account = account();
    let enabled = enabled(&account);
    for page in pages() {
        let strip = page.between("<aside class=\"about\"", "</aside>");
        let shows = page.shows();
        if shows.is_empty() {
            assert!(strip.contains("<b>no chatflow</b>"), "{}", page.path);
        } else {
            let name = enabled.get(shows).unwrap_or_else(|| panic!("{} shows {shows}", page.path));
            let words = format!("the chatflow <b>{name}</b> (<code>{shows}</code>)");
            assert!(strip.contains(&words), "{} must say {words}", page.path);
        }
        assert!(page.path == "/stories/" || strip.contains("<a href=\"/stories/\">"), "{}", page.path);
        let line = page.decide_line();
        let url = line["url"].as_str().unwrap();
        let path = url.strip_prefix("http://127.0.0.1:8788").unwrap().split('?').next().unwrap();
        let expected = if page.path == "/404.html" { "/nowhere/" } else { &page.path };
        assert_eq!(path, expected);
    }
}

/// The chatflows that are switched on: id and name.
fn enabled(account: &Value) -> BTreeMap<&str, &str> {
    let chatflows = account["chatflows"].as_array().unwrap().iter();
    chatflows
        .filter(|chatflow| chatflow["enabled"] == true)
        .map(|chatflow| (chatflow["id"].as_str().unwrap(), chatflow["name"].as_str().unwrap()))
        .collect()
}

#[test]
fn the_table_names_every_page_and_every_chatflow() {
    let account = account();
    let enabled = enabled(&account);
    let (pages, stories) = (pages(), stories());
    let mut told = BTreeSet::new();
    for story in &stories {
        let path = story.address.split(['?', '#']).next().unwrap();
        let page = pages.iter().find(|page| page.path == path);
        let page = page.unwrap_or_else(|| panic!("{} leads to no page", story.address));
        let url = format!("http://127.0.0.1:8788{}", story.address);
        if !story.is_small && page.decide_line()["url"] == url {
            assert_eq!(page.shows(), story.shows, "the strip and the table disagree on {}", story.address);
        }
        let name = enabled.get(story.shows.as_str()).copied();
        let name = name.unwrap_or(if story.shows.is_empty() { "no chatflow" } else { "?" });
        assert_eq!(story.cells.last().unwrap(), name, "{}", story.address);
        let visitor = story.cells.get(1).unwrap();
        let first_name = page.customer().map_or("anybody", |mail| mail.split('@').next().unwrap());
        assert!(visitor.to_lowercase().starts_with(first_name), "{}: {visitor}", story.address);
        told.insert(story.shows.as_str());
    }
    for page in pages.iter().filter(|page| page.path != "/404.html") {
        let is_told = stories.iter().any(|story| story.address.split(['?', '#']).next() == Some(&page.path));
        assert!(is_told, "{} is not in the table", page.path);
    }
    told.remove("");
    assert_eq!(told, enabled.keys().copied().collect(), "a chatflow without a page");
}

#[test]
fn the_account_keeps_what_its_documentation_says() {
    let account = account();
    for person in account["people"].as_array().unwrap() {
        assert_eq!(person["password"], "parlor-demo");
    }
    let chatflows = account["chatflows"].as_array().unwrap();
    let priorities: BTreeSet<u64> =
        chatflows.iter().map(|chatflow| chatflow["priority"].as_u64().unwrap()).collect();
    assert_eq!(priorities.len(), chatflows.len(), "priorities are unique, so that the order is plain to see");
    assert_eq!(
        chatflows.iter().filter(|chatflow| chatflow["enabled"] == false).count(),
        1,
        "christmas is over"
    );
    for rule in chatflows.iter().flat_map(|chatflow| ["include", "exclude"].map(|kind| &chatflow[kind])) {
        for rule in rule.as_array().unwrap() {
            let is_path = rule["value"].as_str().is_none_or(|value| value.starts_with('/'));
            let may_stand_anywhere = ["query", "not_contains"].iter().any(|op| rule["op"] == *op);
            assert!(is_path || may_stand_anywhere, "{rule} must hold on any host");
        }
    }
}

#[test]
fn every_page_wears_the_same_shop() {
    let pages = pages();
    let plain = |part: &str| part.replace(" aria-current=\"page\"", "");
    for (start, end) in [("<header", "</header>"), ("<footer", "</footer>")] {
        let first = plain(pages[0].between(start, end));
        // The page in German has them in German.
        for page in pages.iter().filter(|page| page.path != "/de/") {
            assert_eq!(plain(page.between(start, end)), first, "{}", page.path);
        }
    }
}

#[test]
fn every_local_link_leads_somewhere() {
    for page in pages() {
        let links = ["href=\"", "src=\""].iter().flat_map(|mark| page.text.split(mark).skip(1));
        for link in links.map(|rest| rest.split('"').next().unwrap()) {
            let target = link.split(['?', '#']).next().unwrap();
            if target.is_empty() || target.starts_with("{{edge}}") {
                continue;
            }
            assert!(target.starts_with('/'), "{}: {link} must be a path from the root", page.path);
            let file = root().join(&target[1..]);
            let file = if target.ends_with('/') { file.join("index.html") } else { file };
            assert!(file.is_file(), "{}: {link} leads nowhere", page.path);
            let drawing = link.strip_prefix("/art.svg#");
            if let Some(id) = drawing {
                let art = fs::read_to_string(root().join("art.svg")).unwrap();
                assert!(art.contains(&format!("<g id=\"{id}\">")), "{}: no drawing {id}", page.path);
            }
        }
    }
}

#[test]
fn nothing_comes_from_elsewhere_and_no_style_is_inline() {
    for page in pages() {
        for foreign in ["=\"http", "=\"//", " style=\"", "<style", " onclick"] {
            assert!(!page.text.contains(foreign), "{} has {foreign}", page.path);
        }
        let language = if page.path == "/de/" { "<html lang=\"de\">" } else { "<html lang=\"en\">" };
        for required in [language, "<title>", "name=\"viewport\"", "name=\"description\"", "<h1"] {
            assert_eq!(page.text.matches(required).count(), 1, "{} needs {required} once", page.path);
        }
    }
}
