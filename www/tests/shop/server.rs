//! The shop's server over a real socket, on a small site of its own, so that no page's text matters here.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use www::{Shop, ShopOptions};

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let outside = std::env::temp_dir().join(format!("shop-test-{}-{count}", std::process::id()));
        for (name, text) in files {
            let file = outside.join("site").join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        std::fs::write(outside.join("secret.html"), "secret").unwrap();
        Self(outside)
    }

    fn shop(&self) -> Shop {
        let mut options = ShopOptions::new("http://127.0.0.1:8787");
        options.site = self.0.join("site");
        options.identify =
            Box::new(|mail| (mail == "sofia@kiln.test").then(|| "v1.\"token\".<sig>".to_owned()));
        Shop::start(options).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn send(port: u16, request: &str) -> String {
    let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

fn get(shop: &Shop, target: &str, host: &str) -> String {
    send(shop.port(), &format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

const HERE: &str = "127.0.0.1:8788";

fn small_site() -> Folder {
    Folder::with(&[
        ("index.html", "home {{edge}}/embed/{{account}}.js"),
        ("404.html", "no such page, {{account}}"),
        ("shop.css", "a { b: c } {{edge}}"),
        ("page.js", "1"),
        ("art.svg", "<svg/>"),
        ("trade/index.html", "trade"),
        ("member/index.html", "[{{visitor:sofia@kiln.test}}] [{{visitor:nobody@kiln.test}}] {{unknown}} {{"),
        ("csp/index.html", "<script nonce=\"{{nonce}}\">"),
        (
            "csp/_headers",
            "Content-Security-Policy: script-src 'nonce-{{nonce}}'; connect-src {{edge}} {{edge-ws}}\n",
        ),
    ])
}

#[test]
fn every_target_has_one_answer() {
    let folder = small_site();
    let shop = folder.shop();
    // what is asked for · status · in the head · the body
    let cases: &[(&str, &str, &str, &str)] = &[
        ("/", "200", "Content-Type: text/html; charset=utf-8", "home http://127.0.0.1:8787/embed/demo.js"),
        ("/?a=b", "200", "Cache-Control: no-store", "home http://127.0.0.1:8787/embed/demo.js"),
        ("/index.html", "200", "nosniff", "home http://127.0.0.1:8787/embed/demo.js"),
        ("/trade/", "200", "Content-Length: 5\r\n", "trade"),
        ("/./x/../trade/", "200", "", "trade"),
        ("/trade", "308", "Location: /trade/\r\n", "Moved.\n"),
        ("/trade?plan=pro", "308", "Location: /trade/?plan=pro\r\n", "Moved.\n"),
        ("//trade", "308", "Location: /trade/\r\n", "Moved.\n"),
        ("/shop.css", "200", "Content-Type: text/css", "a { b: c } {{edge}}"),
        ("/page.js", "200", "Content-Type: text/javascript", "1"),
        ("/art.svg", "200", "Content-Type: image/svg+xml", "<svg/>"),
        ("/none/", "404", "Content-Type: text/html", "no such page, demo"),
        ("/index.html/", "404", "", "no such page, demo"),
        ("/shop.css/x", "404", "", "no such page, demo"),
        ("/csp/_headers", "404", "", "no such page, demo"),
        ("/../secret.html", "404", "", "no such page, demo"),
        ("/%2e%2e/secret.html", "404", "", "no such page, demo"),
        ("/..%2fsecret.html", "404", "", "no such page, demo"),
        ("/trade/..\\..\\..\\secret.html", "404", "", "no such page, demo"),
        ("/%00", "404", "", "no such page, demo"),
        ("http://127.0.0.1/", "404", "", "no such page, demo"),
    ];
    for (target, status, head, expected) in cases {
        let answer = get(&shop, target, HERE);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{target}: {answer}");
        assert!(answer.contains(head), "{target}: {answer}");
        assert_eq!(body(&answer), *expected, "{target}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_leads_nowhere() {
    let folder = small_site();
    std::os::unix::fs::symlink(folder.0.join("secret.html"), folder.0.join("site/way-out.html")).unwrap();
    let answer = get(&folder.shop(), "/way-out.html", HERE);
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[test]
fn head_is_the_head_of_get() {
    let folder = small_site();
    let shop = folder.shop();
    for target in ["/", "/trade", "/none/"] {
        let get = get(&shop, target, HERE);
        let head = send(shop.port(), &format!("HEAD {target} HTTP/1.1\r\nHost: {HERE}\r\n\r\n"));
        assert_eq!(head, get[..get.len() - body(&get).len()], "{target}");
    }
}

#[test]
fn other_methods_and_other_protocols_are_refused() {
    let folder = small_site();
    let shop = folder.shop();
    let post = send(shop.port(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nunread ok");
    assert!(post.starts_with("HTTP/1.1 405 ") && post.contains("Allow: GET, HEAD\r\n"), "{post}");
    let garbage = send(shop.port(), "hello\r\n\r\n");
    assert!(garbage.starts_with("HTTP/1.1 400 "), "{garbage}");
}

#[test]
fn the_edge_is_met_under_the_name_the_shop_was_asked_by() {
    let folder = small_site();
    let shop = folder.shop();
    for (host, edge) in [
        ("127.0.0.1:8788", "http://127.0.0.1:8787"),
        ("localhost:8788", "http://localhost:8787"),
        ("LOCALHOST", "http://localhost:8787"),
        ("shop.localhost:8788", "http://127.0.0.1:8787"),
        ("evil.test\"><script>", "http://127.0.0.1:8787"),
        ("", "http://127.0.0.1:8787"),
    ] {
        assert_eq!(body(&get(&shop, "/", host)), format!("home {edge}/embed/demo.js"), "{host}");
    }
}

#[test]
fn a_customer_is_signed_in_on_this_machine_only_and_the_token_is_text() {
    let folder = small_site();
    let shop = folder.shop();
    let signed = "[v1.&quot;token&quot;.&lt;sig&gt;] [] {{unknown}} {{";
    for (host, expected) in [
        ("127.0.0.1:8788", signed),
        ("localhost:8788", signed),
        ("kiln.localhost", signed),
        ("rebound.test:8788", "[] [] {{unknown}} {{"),
        ("127.0.0.1.test", "[] [] {{unknown}} {{"),
        ("", "[] [] {{unknown}} {{"),
    ] {
        assert_eq!(body(&get(&shop, "/member/", host)), expected, "{host}");
    }
}

#[test]
fn a_folder_brings_its_headers_with_a_new_nonce_each_time() {
    let folder = small_site();
    let shop = folder.shop();
    let nonce = |answer: &str| answer.split("nonce=\"").nth(1).unwrap()[..32].to_owned();
    let (first, second) = (get(&shop, "/csp/", "localhost"), get(&shop, "/csp/", "localhost"));
    let header = format!(
        "\r\nContent-Security-Policy: script-src 'nonce-{}'; connect-src http://localhost:8787 ws://localhost:8787\r\n",
        nonce(&first)
    );
    assert!(first.contains(&header), "{first}");
    assert_ne!(nonce(&first), nonce(&second));
}

#[test]
fn many_at_once_are_served_and_a_silent_one_holds_nobody_up() {
    let folder = small_site();
    let shop = folder.shop();
    let _silent = TcpStream::connect((Ipv4Addr::LOCALHOST, shop.port())).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| assert_eq!(body(&get(&shop, "/trade/", HERE)), "trade"));
        }
    });
}

#[test]
fn a_dropped_shop_gives_its_port_back() {
    let folder = small_site();
    let shop = folder.shop();
    let port = shop.port();
    drop(shop);
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
}

#[test]
fn a_shop_without_pages_does_not_start() {
    let mut options = ShopOptions::new("http://127.0.0.1:8787");
    options.site = std::env::temp_dir().join("no-such-shop");
    assert!(Shop::start(options).is_err());
}
