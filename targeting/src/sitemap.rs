//! Reading sitemaps as sitemaps.org says: XML, or a text with one address a line.
//!
//! Knows where the addresses stand. Fetches nothing, unpacks nothing, and does not judge whether an address is one. What
//! it is given comes from strangers: time and memory are linear in the bytes, entities are the five of XML and character
//! references, and nothing nests on the stack. Alternates for other languages (`xhtml:link`), images and videos are
//! passed over: pages have an entry of their own.

use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;

use quick_xml::{
    escape::resolve_predefined_entity,
    events::{BytesRef, Event},
    reader::Reader,
};

/// Largest sitemap, in bytes: what the protocol allows.
pub const MAX_SITEMAP_BYTES: usize = 50 * 1024 * 1024;

/// Longest address in a sitemap, in bytes; the protocol says 2,048 characters. Longer ones are passed over.
const MAX_ADDRESS: usize = 8_192;

/// What a sitemap says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitemap {
    /// What the addresses are.
    pub kind: SitemapKind,
    /// Them, as they are written, in order; no more than were asked for.
    pub urls: Vec<String>,
    /// How many more there were, or were too long.
    pub left_out: usize,
    /// Whether it ends as it should; false where it is cut off or broken behind the last address.
    pub is_whole: bool,
}

/// What the addresses of a sitemap are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SitemapKind {
    /// Pages.
    Pages,
    /// More sitemaps.
    Index,
}

/// Why something is no sitemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SitemapError {
    /// Larger than [`MAX_SITEMAP_BYTES`].
    TooLarge,
    /// Not UTF-8, which sitemaps have to be.
    Encoding,
    /// Another kind of document: a page, perhaps.
    NotASitemap,
    /// Broken before its first address.
    Broken,
}

impl fmt::Display for SitemapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the sitemap is larger than 50 MiB",
            Self::Encoding => "the sitemap is not UTF-8",
            Self::NotASitemap => "the document is not a sitemap",
            Self::Broken => "the sitemap is broken before its first address",
        })
    }
}

impl core::error::Error for SitemapError {}

/// Reads a sitemap, and takes at most `most` addresses from it.
///
/// # Errors
/// What is no sitemap. One that is cut off or broken further on gives what stands before.
pub fn read_sitemap(bytes: &[u8], most: usize) -> Result<Sitemap, SitemapError> {
    if bytes.len() > MAX_SITEMAP_BYTES {
        return Err(SitemapError::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // One that is cut off may end within a character.
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let whole = bytes.get(..error.valid_up_to()).unwrap_or_default();
            core::str::from_utf8(whole).map_err(|_| SitemapError::Encoding)?
        }
        Err(_) => return Err(SitemapError::Encoding),
    };
    let text = text.trim_start();
    let mut taken = Taken { most, urls: Vec::new(), left_out: 0 };
    let (kind, is_whole) = if text.starts_with('<') {
        xml(text, &mut taken)?
    } else {
        lines(text, &mut taken)?;
        (SitemapKind::Pages, true)
    };
    Ok(Sitemap { kind, urls: taken.urls, left_out: taken.left_out, is_whole })
}

struct Taken {
    most: usize,
    urls: Vec<String>,
    left_out: usize,
}

impl Taken {
    fn take(&mut self, url: &str) {
        let url = url.trim();
        if url.is_empty() {
        } else if self.urls.len() < self.most && url.len() <= MAX_ADDRESS {
            self.urls.push(url.to_owned());
        } else {
            self.left_out += 1;
        }
    }
}

/// One address a line. A text without any is something else.
fn lines(text: &str, taken: &mut Taken) -> Result<(), SitemapError> {
    let is_address = |line: &str| {
        let line = line.trim_start().as_bytes();
        [&b"http://"[..], b"https://"]
            .iter()
            .any(|scheme| line.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)))
    };
    if !text.lines().any(is_address) {
        return Err(SitemapError::NotASitemap);
    }
    text.lines().for_each(|line| taken.take(line));
    Ok(())
}

/// Whether the document is whole, and what its addresses are.
fn xml(text: &str, taken: &mut Taken) -> Result<(SitemapKind, bool), SitemapError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut kind = None;
    let mut depth = 0_usize;
    // Whether the element one below the root is an entry, and the text of its address while that is read.
    let mut in_entry = false;
    let mut address: Option<Address> = None;
    let is_whole = loop {
        let Ok(event) = reader.read_event() else { break false };
        match event {
            Event::Start(element) => {
                depth = depth.saturating_add(1);
                let name = element.local_name();
                let name = name.as_ref();
                match (depth, kind) {
                    (1, None) => kind = Some(root(name).ok_or(SitemapError::NotASitemap)?),
                    (2, Some(kind)) => in_entry = name == entry(kind),
                    (3, Some(_)) if in_entry && name == "loc" => address = Some(Address::default()),
                    _ => {}
                }
            }
            Event::End(_) => {
                if depth == 3
                    && let Some(address) = address.take()
                {
                    match address {
                        Address { is_broken: false, text } => taken.take(&text),
                        _ => taken.left_out += 1,
                    }
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if depth == 3 => push(&mut address, &text),
            Event::CData(text) if depth == 3 => push(&mut address, &text),
            Event::GeneralRef(reference) if depth == 3 => {
                if let Some(address) = &mut address {
                    match resolved(&reference) {
                        Some(char) => address.push(char.encode_utf8(&mut [0; 4])),
                        None => address.is_broken = true,
                    }
                }
            }
            Event::Eof => break depth == 0,
            _ => {}
        }
    };
    let kind = kind.ok_or(if is_whole { SitemapError::NotASitemap } else { SitemapError::Broken })?;
    if !is_whole && taken.urls.is_empty() {
        return Err(SitemapError::Broken);
    }
    Ok((kind, is_whole))
}

/// The text of an address while it is read.
#[derive(Default)]
struct Address {
    text: String,
    /// Too long, or with a reference to something that is not there.
    is_broken: bool,
}

impl Address {
    fn push(&mut self, text: &str) {
        // Spaces around it may be many.
        let text = if self.text.is_empty() { text.trim_start() } else { text };
        if self.text.len().saturating_add(text.len())
            > MAX_ADDRESS.saturating_add(text.len() - text.trim_end().len())
        {
            self.is_broken = true;
        } else if !self.is_broken {
            self.text.push_str(text);
        }
    }
}

fn push(address: &mut Option<Address>, text: &str) {
    if let Some(address) = address {
        address.push(text);
    }
}

fn root(name: &str) -> Option<SitemapKind> {
    match name {
        "urlset" => Some(SitemapKind::Pages),
        "sitemapindex" => Some(SitemapKind::Index),
        _ => None,
    }
}

fn entry(kind: SitemapKind) -> &'static str {
    match kind {
        SitemapKind::Pages => "url",
        SitemapKind::Index => "sitemap",
    }
}

/// The character of a reference: one of the five that XML has, or a number. What a document defines itself is nothing.
fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    match reference.resolve_char_ref() {
        Ok(Some(char)) => Some(char),
        Ok(None) => resolve_predefined_entity(reference).and_then(|text| text.chars().next()),
        Err(_) => None,
    }
}
