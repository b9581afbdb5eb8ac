//! The pages and the demo account say the same, and every page carries what it must.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::site::{account, pages, root};

/// The embed line, as the start of the documentation has it.
const SNIPPET: &str = "<script async src=\"{{edge}}/embed/{{account}}.js\" \
                       referrerpolicy=\"no-referrer-when-downgrade\"></script>";

#[test]
fn every_page_carries_the_snippet_once() {
    for page in pages() {
        let expected = match page.path.as_str() {
            "/account/" => {
                SNIPPET.replace(" referrer", " data-visitor=\"{{visitor:sofia@kiln.test}}\" referrer")
            }
            "/csp/" => SNIPPET.replace("<script", "<script nonce=\"{{nonce}}\""),
            "/late/" => {
                "<script src=\"/late/late.js\" data-embed=\"{{edge}}/embed/{{account}}.js\"></script>"
                    .to_owned()
            }
            "/none/" => String::new(),
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
    let enabled: BTreeMap<&str, &str> = account["chatflows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|chatflow| chatflow["enabled"] == true)
        .map(|chatflow| (chatflow["id"].as_str().unwrap(), chatflow["name"].as_str().unwrap()))
        .collect();
    let mut seen = BTreeSet::new();
    for page in pages() {
        let strip = page.between("<aside class=\"about\"", "</aside>");
        let shows = page.shows();
        if shows.is_empty() {
            assert!(strip.contains("<b>no chatflow</b>"), "{}", page.path);
        } else {
            let name = enabled.get(shows).unwrap_or_else(|| panic!("{} shows {shows}", page.path));
            let words = format!("the chatflow <b>{name}</b> (<code>{shows}</code>)");
            assert!(strip.contains(&words), "{} must say {words}", page.path);
            seen.insert(shows.to_owned());
        }
        let line = page.decide_line();
        let url = line["url"].as_str().unwrap();
        let path = url.strip_prefix("http://127.0.0.1:8788").unwrap().split('?').next().unwrap();
        let expected = if page.path == "/404.html" { "/nowhere/" } else { &page.path };
        assert_eq!(path, expected);
    }
    // Reached by a hash of /spa/, which is no page of its own.
    seen.insert("wrapping".to_owned());
    assert_eq!(seen, enabled.keys().map(ToString::to_string).collect(), "a chatflow without a page");
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
            assert!(is_path || rule["op"] == "query", "{rule} must hold on any host");
        }
    }
}

#[test]
fn every_page_wears_the_same_shop() {
    let pages = pages();
    let plain = |part: &str| part.replace(" aria-current=\"page\"", "");
    for (start, end) in [("<header", "</header>"), ("<footer", "</footer>"), ("<details>", "</details>")] {
        let first = plain(pages[0].between(start, end));
        for page in &pages {
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
        for required in ["<html lang=\"en\">", "<title>", "name=\"viewport\"", "name=\"description\"", "<h1"]
        {
            assert_eq!(page.text.matches(required).count(), 1, "{} needs {required} once", page.path);
        }
    }
}
