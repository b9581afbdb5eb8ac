//! Sitemaps that the edge fetches: from the account's own sites, so much, so long, and from nowhere else.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::accounts;
use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;

/// A site on this machine, with a sitemap of every kind.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let origin = format!("http://{}", listener.local_addr().expect("it listens"));
    let own = origin.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let own = own.clone();
            thread::spawn(move || drop(serve(stream, &own)));
        }
    });
    origin
}

fn serve(mut stream: TcpStream, own: &str) -> std::io::Result<()> {
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone()?);
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while reader.read_line(&mut line)? > 2 {}
    let urls = |paths: &[&str]| {
        let urls: String = paths.iter().map(|path| format!("<url><loc>{own}{path}</loc></url>")).collect();
        format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>").into_bytes()
    };
    let index = |paths: &[&str]| {
        let files: String =
            paths.iter().map(|path| format!("<sitemap><loc>{path}</loc></sitemap>")).collect();
        format!("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{files}</sitemapindex>")
            .into_bytes()
    };
    let at = |path: &str| format!("{own}{path}");
    let packed = |text: &[u8]| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(text).and_then(|()| packer.finish()).expect("memory takes it")
    };
    let many: Vec<String> = (0..20).map(|_| at("/one.xml")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let (status, extra, body) = match path.as_str() {
        "/one.xml" => ("200 OK", String::new(), urls(&["/", "/pricing"])),
        "/two.xml" => ("200 OK", String::new(), urls(&["/legal"])),
        "/packed.xml.gz" => ("200 OK", String::new(), packed(&urls(&["/", "/pricing"]))),
        "/encoded.xml" => {
            ("200 OK", "content-encoding: gzip\r\n".to_owned(), packed(&urls(&["/", "/pricing"])))
        }
        "/bomb.xml" => ("200 OK", "content-encoding: gzip\r\n".to_owned(), packed(&vec![b' '; 6_000_000])),
        "/index.xml" => ("200 OK", String::new(), index(&[&at("/one.xml"), &at("/two.xml")])),
        "/nested.xml" => ("200 OK", String::new(), index(&[&at("/index.xml")])),
        "/many.xml" => ("200 OK", String::new(), index(&many)),
        "/foreign.xml" => ("200 OK", String::new(), index(&["https://elsewhere.example/sitemap.xml"])),
        "/inside.xml" => ("200 OK", String::new(), index(&["http://169.254.169.254/latest/meta-data/"])),
        "/moved.xml" => ("301 Moved", "location: /one.xml\r\n".to_owned(), Vec::new()),
        "/away.xml" => ("302 Found", "location: https://elsewhere.example/\r\n".to_owned(), Vec::new()),
        "/circle.xml" => ("302 Found", "location: /circle.xml\r\n".to_owned(), Vec::new()),
        "/page.html" => ("200 OK", String::new(), b"<!doctype html><html><body>Hello</body></html>".to_vec()),
        "/slow.xml" => {
            // Longer than the edge waits; the connection ends with the test.
            thread::sleep(Duration::from_secs(60));
            return Ok(());
        }
        _ => ("404 Not Found", String::new(), Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{extra}\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// An account that tries things out on this machine, or not.
fn owner(id: &'static str, any_loopback: bool, origins: &[&str]) -> Agent<'static> {
    let mut file = accounts::workshop(id);
    file["any_loopback_origin"] = json!(any_loopback);
    file["origins"] = json!(origins);
    Product::shared().internal("/internal/seed", &file).ok();
    Agent::of(Product::shared(), &format!("ida@{id}.test"))
}

fn covers(owner: &Agent<'_>, url: &str) -> Answer {
    let body = json!({"pages": {"from": "sitemap", "url": url}});
    owner.sends("POST", "/api/chatflows/coverage", &body)
}

#[track_caller]
fn refused(answer: &Answer, why: &str) {
    assert_eq!(answer.refusal(), (422, "sitemap_unreadable".to_owned()), "{why}: {}", answer.text());
    let error = &answer.json()["error"];
    assert!(error["message"].as_str().is_some_and(|message| message.contains(why)), "{why}: {error}");
    assert_eq!(error["field"], "pages.url", "{why}");
}

#[test]
fn a_sites_own_sitemap_is_fetched() {
    // N6
    let site = site();
    let ida = owner("ws-map", true, &[]);
    let pages = |path: &str| {
        let covered = covers(&ida, &format!("{site}{path}")).ok();
        let urls = covered["pages"].as_array().into_iter().flatten();
        urls.map(|it| it["url"].as_str().unwrap_or_default().replace(&site, "")).collect::<Vec<_>>()
    };
    for path in ["/one.xml", "/packed.xml.gz", "/encoded.xml", "/moved.xml"] {
        assert_eq!(pages(path), ["/", "/pricing"], "{path}");
    }
    assert_eq!(pages("/index.xml"), ["/", "/pricing", "/legal"]);
    for (path, why) in [
        ("/none.xml", "answers 404"),
        ("/bomb.xml", "larger than 5 MB"),
        ("/nested.xml", "names another index"),
        ("/many.xml", "more than 19 files"),
        ("/foreign.xml", "not on the account's list"),
        ("/inside.xml", "not on the account's list"),
        ("/away.xml", "not on the account's list"),
        ("/circle.xml", "redirects too often"),
        ("/page.html", ""),
        ("/slow.xml", "within 10 seconds"),
    ] {
        refused(&covers(&ida, &format!("{site}{path}")), why);
    }
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let closed = closed.expect("a port was free");
    refused(&covers(&ida, &format!("http://{closed}/sitemap.xml")), "cannot be reached");
}

#[test]
fn nothing_else_is_asked_for_anybody() {
    // N6, T6: whoever may ask for a fetch reaches nothing through us that is not their site
    let site = site();
    let private = "http://169.254.169.254";
    let ida = owner("ws-map-else", false, &["https://workshop.example", &site, private, "http://10.1.2.3"]);
    for (url, why) in [
        ("https://elsewhere.example/sitemap.xml", "not on the account's list"),
        ("file:///etc/passwd", "not an address"),
        ("", "not an address"),
        (&format!("{site}/one.xml"), "private network"),
        (&format!("{private}/latest/meta-data/"), "private network"),
        ("http://10.1.2.3/", "private network"),
    ] {
        refused(&covers(&ida, url), why);
    }
    let value: Value = covers(&ida, "https://elsewhere.example/").json();
    assert!(!value.to_string().contains("elsewhere"), "{value}");
}
