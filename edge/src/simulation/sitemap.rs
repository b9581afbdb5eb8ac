//! Which sitemaps the edge fetches for an account, and what comes of the bytes.
//!
//! Whoever may ask for a fetch must not reach what they could not reach themselves: only the account's own sites are
//! asked, never an address of a private network, and this machine only where the account was made for trying things out.
//! The platform's own walls stand behind that (workerd's public network, Cloudflare's). Knows addresses and bytes; the
//! fetching is `platform::outgoing`'s, the format is `targeting::sitemap`'s.

use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use flate2::read::MultiGzDecoder;
use protocol::code::Code;
use protocol::limits::{COVERED_PAGES, SITEMAP_BYTES};
use targeting::{PageUrl, Sitemap, read_sitemap};

use super::typed;
use crate::error::Error;
use crate::origin::Origins;

/// A file that may be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its address, as browsers write it.
    pub url: String,
    /// Whether it is on this very machine, which takes a way of its own.
    pub is_loopback: bool,
}

/// Checks an address of a sitemap: typed, named by another sitemap, or where a redirect leads.
///
/// # Errors
/// `sitemap_unreadable` with the reason, about `pages.url`.
pub fn target(address: &str, origins: &Origins) -> Result<Target, Error> {
    let address = typed(address)?;
    let page = PageUrl::parse(&address);
    if !page.is_usable() {
        return Err(unreadable("not an address that begins with http:// or https://"));
    }
    if !origins.allow(page.origin()) {
        return Err(unreadable("its site is not on the account's list"));
    }
    let is_loopback = match place_of(page.origin()) {
        Place::Public => false,
        Place::Loopback if origins.any_loopback => true,
        Place::Loopback | Place::Private => {
            return Err(unreadable("an address inside a private network; paste the sitemap's text instead"));
        }
    };
    let url = page.as_str().split('#').next().unwrap_or_default().to_owned();
    Ok(Target { url, is_loopback })
}

/// The refusal of a sitemap.
#[must_use]
pub fn unreadable(why: impl Into<String>) -> Error {
    Error::rejected(Code::SitemapUnreadable, why).about("pages.url")
}

/// The text of a sitemap as it came, unpacked where it is a `.gz` file.
///
/// # Errors
/// `sitemap_unreadable`: too large, or damaged.
pub fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    let most = SITEMAP_BYTES as u64 + 1;
    let read = MultiGzDecoder::new(bytes.as_slice()).take(most).read_to_end(&mut text);
    read.map_err(|_| unreadable("a .gz file that is cut off or damaged"))?;
    if text.len() > SITEMAP_BYTES { Err(too_large()) } else { Ok(text) }
}

/// The refusal of one that is too large.
#[must_use]
pub fn too_large() -> Error {
    unreadable(format!("larger than {} MB", SITEMAP_BYTES / 1024 / 1024))
}

/// Reads a file that is unpacked. Addresses beyond what a coverage shows are only counted.
///
/// # Errors
/// `sitemap_unreadable` with the reason.
pub fn parse(bytes: &[u8]) -> Result<Sitemap, Error> {
    read_sitemap(bytes, COVERED_PAGES).map_err(|error| unreadable(error.to_string()))
}

/// In which network an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The public one.
    Public,
    /// This very machine.
    Loopback,
    /// One that others do not reach.
    Private,
}

/// Where an origin is, as far as its name says.
pub(crate) fn place_of(origin: &str) -> Place {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    if let Some(six) = host.strip_prefix('[').and_then(|host| host.split(']').next()) {
        return six.parse().map_or(Place::Private, |address| place(IpAddr::V6(address)));
    }
    let host = host.split(':').next().unwrap_or(host).trim_end_matches('.');
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return place(IpAddr::V4(address));
    }
    let ending = host.rsplit('.').next().unwrap_or(host);
    match ending {
        "localhost" => Place::Loopback,
        // Names that only a local network knows, and a last label of digits, which no public name has.
        "local" | "internal" | "intranet" | "lan" | "home" | "corp" | "arpa" => Place::Private,
        _ if !host.contains('.')
            || ending.bytes().all(|b| b.is_ascii_digit())
            || ending.starts_with("0x") =>
        {
            Place::Private
        }
        _ => Place::Public,
    }
}

fn place(address: IpAddr) -> Place {
    match address {
        IpAddr::V4(four) => {
            let [a, b, c, _] = four.octets();
            let special = matches!(
                (a, b, c),
                (0, ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _) | (240.., ..)
            );
            if four.is_loopback() {
                Place::Loopback
            } else if special || four.is_private() || four.is_link_local() || four.is_multicast() {
                Place::Private
            } else {
                Place::Public
            }
        }
        IpAddr::V6(six) => {
            if let Some(four) = six.to_ipv4_mapped() {
                return place(IpAddr::V4(four));
            }
            // Of the sixth version, only 2000::/3 is the public network.
            match six {
                Ipv6Addr::LOCALHOST => Place::Loopback,
                _ if six.segments()[0] & 0xe000 == 0x2000 => Place::Public,
                _ => Place::Private,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::origin::Allowed;

    fn sites(any_loopback: bool) -> Origins {
        let sites = [
            "https://kiln.example",
            "https://*.kiln.example",
            "http://127.0.0.1:8080",
            "http://localhost:3000",
            "http://10.0.0.1",
            "http://169.254.169.254",
            "http://printer",
            "http://nas.local",
            "http://[::1]:8080",
            "http://[fd00::1]",
            "http://[::ffff:7f00:1]",
            "http://0.0.0.0",
            "http://[2606:4700::1]",
            "http://93.184.216.34",
        ];
        let allowed = sites.iter().map(|site| Allowed::parse(site).unwrap()).collect();
        Origins { allowed, any_loopback }
    }

    fn why(address: &str, any_loopback: bool) -> Result<bool, String> {
        match target(address, &sites(any_loopback)) {
            Ok(target) => Ok(target.is_loopback),
            Err(Error::Rejected(problem)) => {
                assert_eq!(problem.code, Code::SitemapUnreadable);
                Err(problem.message)
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_the_accounts_sites_are_asked() {
        // N6
        for good in [
            "https://kiln.example/sitemap.xml",
            "kiln.example/sitemap.xml",
            "https://shop.kiln.example/",
            "HTTPS://KILN.EXAMPLE/a#b",
        ] {
            assert_eq!(why(good, false), Ok(false), "{good}");
        }
        for foreign in [
            "https://evil.example/sitemap.xml",
            "http://kiln.example/sitemap.xml",
            "https://kiln.example:8443/",
            "https://kiln.example.evil.example/",
            "https://evil.example\\@kiln.example/",
            "http://127.0.0.1:9090/",
        ] {
            assert_eq!(
                why(foreign, false),
                Err("its site is not on the account's list".to_owned()),
                "{foreign}"
            );
        }
        for none in ["", "sitemap", "file:///etc/passwd", "ftp://kiln.example/", "javascript:alert(1)"] {
            let problem = "not an address that begins with http:// or https://";
            assert_eq!(why(none, true), Err(problem.to_owned()), "{none}");
        }
    }

    #[test]
    fn a_private_network_is_never_asked() {
        // N6
        for private in [
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0xa9fea9fe/",
            "http://printer/",
            "http://nas.local/",
            "http://[fd00::1]/",
            "http://0.0.0.0/",
        ] {
            for any_loopback in [true, false] {
                assert!(why(private, any_loopback).is_err(), "{private}");
            }
        }
        for here in [
            "http://127.0.0.1:8080/",
            "http://localhost:3000/",
            "http://[::1]:8080/",
            "http://2130706433:8080/",
        ] {
            assert!(why(here, false).is_err(), "{here}");
            assert_eq!(why(here, true), Ok(true), "{here}");
        }
        for public in ["http://[2606:4700::1]/", "http://93.184.216.34/"] {
            assert_eq!(why(public, false), Ok(false), "{public}");
        }
        assert_eq!(place_of("http://[::ffff:127.0.0.1]"), Place::Loopback);
        assert_eq!(place_of("http://[::ffff:a00:1]"), Place::Private);
    }

    #[test]
    fn a_packed_sitemap_is_unpacked_and_a_bomb_is_not() {
        // N6
        let packed = |text: &[u8]| {
            let mut packer = GzEncoder::new(Vec::new(), Compression::best());
            packer.write_all(text).unwrap();
            packer.finish().unwrap()
        };
        assert_eq!(unpacked(b"<urlset/>".to_vec()).unwrap(), b"<urlset/>");
        assert_eq!(unpacked(packed(b"<urlset/>")).unwrap(), b"<urlset/>");
        let bomb = packed(&vec![b' '; SITEMAP_BYTES + 1]);
        assert!(bomb.len() < 20_000);
        for bad in [bomb, packed(b"<urlset/>")[..12].to_vec()] {
            assert_eq!(unpacked(bad).unwrap_err().code(), Code::SitemapUnreadable);
        }
    }
}
