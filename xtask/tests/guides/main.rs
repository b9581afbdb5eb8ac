//! What the guides promise in words that a machine can check: one and the same line everywhere, a clear position on the
//! makers of sites, and files that the guides name.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn line(edge: &str, account: &str) -> String {
    format!(
        r#"<script async src="https://{edge}/embed/{account}.js" referrerpolicy="no-referrer-when-downgrade"></script>"#
    )
}

#[test]
fn every_place_shows_the_same_line() {
    // S4: one line for the whole account, so there must not be two of it.
    for (place, edge, account) in [
        ("README.md", "EDGE", "ACCOUNT"),
        ("docs/embed.md", "chat.example.com", "ACCOUNT"),
        ("packages/wordpress/check.php", "chat.example.com", "kiln"),
        ("console/src/state/embed.rs", "chat.example", "kiln"),
    ] {
        assert!(text(place).contains(&line(edge, account)), "{place}");
    }
    let start = text("edge/start/index.html");
    assert!(
        start.contains("&lt;script async src=")
            && start.contains(r#"referrerpolicy="no-referrer-when-downgrade""#)
    );
}

#[test]
fn the_position_on_wix_is_explicit() {
    // S6
    let guide = text("docs/embed.md");
    let section =
        guide.split("\n## ").find(|section| section.starts_with("Wix\n")).expect("a section on Wix");
    assert!(section.contains("**Not supported, and not blocked.**"));
    for way in ["Custom Code", "Embed HTML", "wixsite.com"] {
        assert!(section.contains(way), "what becomes of {way} is not said");
    }
}

/// Where PHP is installed the plugin runs against stand-ins for WordPress; elsewhere this says nothing about it.
#[test]
fn the_wordpress_plugin_prints_the_line() {
    // S5
    match Command::new("php").arg(file("packages/wordpress/check.php")).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && output.stdout.ends_with(b"ok\n"), "{said}");
        }
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{error}"),
    }
}
