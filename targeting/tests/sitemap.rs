//! Sitemaps as sites have them, and as somebody writes them who means no good.

use proptest::prelude::*;
use targeting::{MAX_SITEMAP_BYTES, Sitemap, SitemapError, SitemapKind, read_sitemap};

fn read(text: &str) -> Result<Sitemap, SitemapError> {
    read_sitemap(text.as_bytes(), 5_000)
}

#[track_caller]
fn pages(text: &str, expected: &[&str]) {
    let map = read(text).expect("a sitemap");
    assert_eq!(map.urls, expected);
    assert_eq!((map.kind, map.left_out, map.is_whole), (SitemapKind::Pages, 0, true));
}

#[test]
fn pages_of_a_site() {
    // N6
    pages(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
         <url><loc>https://a.example/</loc><lastmod>2026-01-01</lastmod></url>\n\
         <url>\n<loc>\n  https://a.example/b?x=1&amp;y=2 \n</loc></url>\n\
         <url><loc>https://a.example/&#xFC;&#39;&lt;</loc></url>\
         <url><loc><![CDATA[https://a.example/c?x=1&y=2]]></loc></url>\
         <url><loc/></url><url></url></urlset>",
        &[
            "https://a.example/",
            "https://a.example/b?x=1&y=2",
            "https://a.example/ü'<",
            "https://a.example/c?x=1&y=2",
        ],
    );
    pages("\u{FEFF} <urlset><url><loc>https://a.example/</loc></url></urlset>\n", &["https://a.example/"]);
    pages(
        "<s:urlset xmlns:s='x'><s:url><s:loc>https://a.example/</s:loc></s:url></s:urlset>",
        &["https://a.example/"],
    );
    pages("<urlset/>", &[]);
}

#[test]
fn what_stands_beside_the_pages_is_passed_over() {
    // N6
    pages(
        "<urlset xmlns:xhtml='x' xmlns:image='y'><url><loc>https://a.example/</loc>\
         <xhtml:link rel='alternate' hreflang='de' href='https://a.example/de'/>\
         <image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>\
         <meta><loc>https://a.example/no</loc></meta><loc>https://a.example/no</loc></urlset>",
        &["https://a.example/"],
    );
}

#[test]
fn an_index_names_other_sitemaps() {
    let map =
        read("<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>").unwrap();
    assert_eq!(
        (map.kind, map.urls.as_slice()),
        (SitemapKind::Index, &["https://a.example/1.xml".to_owned()][..])
    );
}

#[test]
fn a_text_has_one_address_a_line() {
    // N6
    pages(
        "https://a.example/\r\n\n  HTTP://a.example/b \nnonsense\n",
        &["https://a.example/", "HTTP://a.example/b", "nonsense"],
    );
    assert_eq!(read("hello\nworld"), Err(SitemapError::NotASitemap));
    assert_eq!(read("{\"urls\": [\"https://a.example/\"]}"), Err(SitemapError::NotASitemap));
    assert_eq!(read(""), Err(SitemapError::NotASitemap));
}

#[test]
fn other_documents_are_none() {
    for text in [
        "<!doctype html><html><body>x</body></html>",
        "<rss><channel/></rss>",
        "<!-- -->",
        "<?xml version='1.0'?>",
    ] {
        assert_eq!(read(text), Err(SitemapError::NotASitemap), "{text}");
    }
    for text in ["<", "<urlset", "<urlset><url><loc>https://a", "<urlset><url></loc>"] {
        assert_eq!(read(text), Err(SitemapError::Broken), "{text}");
    }
    assert_eq!(read_sitemap(b"<urlset>\xFF</urlset>", 1), Err(SitemapError::Encoding));
    assert_eq!(read_sitemap(b"\xFF\xFE<\0u\0", 1), Err(SitemapError::Encoding));
    assert_eq!(read_sitemap(&vec![b' '; MAX_SITEMAP_BYTES + 1], 1), Err(SitemapError::TooLarge));
}

#[test]
fn what_is_cut_off_gives_what_stands_before() {
    let whole =
        "<urlset><url><loc>https://a.example/</loc></url><url><loc>https://a.example/ü</loc></url></urlset>";
    for end in (0..whole.len()).filter(|end| *end > whole.find("</loc>").unwrap() + 6) {
        let map = read_sitemap(&whole.as_bytes()[..end], 9).unwrap();
        assert!(!map.is_whole, "{end}");
        assert_eq!(map.urls[0], "https://a.example/");
    }
}

#[test]
fn too_many_and_too_long_ones_are_counted() {
    let entry = |path: &str| format!("<url><loc>https://a.example/{path}</loc></url>");
    let text =
        format!("<urlset>{}{}{}</urlset>", entry(&"x".repeat(9_000)), entry("a"), entry("b").repeat(3));
    let map = read_sitemap(text.as_bytes(), 2).unwrap();
    assert_eq!((map.urls.len(), map.left_out), (2, 3));
    assert_eq!(map.urls[0], "https://a.example/a");
}

#[test]
fn entities_are_not_expanded() {
    // A billion laughs: each entity is ten of the one before.
    let mut text = String::from("<!DOCTYPE urlset [<!ENTITY a0 \"https://a.example/\">");
    for i in 1..30 {
        text += &format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
    }
    text += "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>&a29;</loc></url><url><loc>&f;</loc></url>\
             <url><loc>https://a.example/&#x110000;</loc></url><url><loc>https://a.example/</loc></url></urlset>";
    let map = read(&text).unwrap();
    assert_eq!((map.urls, map.left_out), (vec!["https://a.example/".to_owned()], 3));
}

/// As deep, as long and as many as the largest one can be: none of it goes on the stack.
#[test]
fn large_ones_are_read_to_their_end() {
    let deep = "<a>".repeat(500_000);
    assert_eq!(read(&deep), Err(SitemapError::NotASitemap));
    let deep = format!("<urlset>{}", "<url>".repeat(60_000));
    assert_eq!(read(&deep), Err(SitemapError::Broken));
    let long = format!("<urlset><url><loc>{}</loc></url></urlset>", "&amp;".repeat(200_000));
    assert_eq!(read(&long).unwrap().left_out, 1);
    let many = format!("<urlset>{}</urlset>", "<url><loc>https://a.example/</loc></url>".repeat(60_000));
    assert_eq!(read(&many).unwrap().left_out, 55_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), most in 0usize..5) {
        if let Ok(map) = read_sitemap(&bytes, most) {
            prop_assert!(map.urls.len() <= most);
        }
    }

    #[test]
    fn pieces_of_sitemaps_are_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<urlset>", "</urlset>", "<url>", "</url>", "<loc>", "</loc>", "https://a.example/", "&amp;", "&x;", "&", "<![CDATA[",
            "]]>", "<!--", "-->", "<!DOCTYPE a [", "]>", "<?x", "?>", "<a b='", "'>", "/>", "ü", "\u{0}",
        ]), 0..30),
    ) {
        if let Ok(map) = read(&pieces.concat()) {
            prop_assert!(map.urls.iter().all(|url| !url.is_empty() && url.len() <= 8_192));
        }
    }
}
