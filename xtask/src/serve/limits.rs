//! What the machine must grant before anything is started: open files and ports.
//!
//! Knows how to find out early and say it in one line. Knows nothing of who uses them.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use rustix::process::{Resource, getrlimit, setrlimit};

use crate::place;
use crate::serve::when;
use crate::stop::{Result, Stop};

/// Below this a handful of awake objects and visitors already ends in errors nobody can read.
const FEWEST_OPEN_FILES: u64 = 1024;

/// Enough for 10,000 visitors: two files a socket, three an awake object.
const ENOUGH_OPEN_FILES: u64 = 65_536;

/// Raises the limit of open files as far as the machine allows; workerd inherits it. `in_earnest` also tells what the
/// machine is good for, which nobody asks of a demo.
pub(crate) fn require_open_files(in_earnest: bool) -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where raising is refused, what there is decides, below.
    let _ = setrlimit(Resource::Nofile, limit);
    // `None` is no limit at all.
    let open_files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    if open_files < FEWEST_OPEN_FILES {
        return Err(Stop::because(format!(
            "this shell allows {open_files} open files and workerd needs {FEWEST_OPEN_FILES}: \
             raise it with `ulimit -Hn {ENOUGH_OPEN_FILES}` or LimitNOFILE="
        )));
    }
    if in_earnest && open_files < ENOUGH_OPEN_FILES {
        place::warn(format_args!(
            "serve: {open_files} open files are enough for about {} visitors at once; {ENOUGH_OPEN_FILES} for 10,000",
            open_files / 6
        ));
    }
    Ok(())
}

/// Where the edge and, on loopback at the next port, the demo shop will listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Addresses {
    /// The edge's.
    pub(crate) edge: SocketAddr,
    /// The shop's, if there is to be one.
    pub(crate) shop: Option<SocketAddr>,
}

/// The addresses, if their ports are free now; port 0 becomes one that is.
///
/// Between this look and workerd's own there is time for somebody else; then workerd says so itself. Ports for 0 are
/// sought below those that systems hand out to outgoing connections, the likeliest somebody.
pub(crate) fn free_addresses(edge: SocketAddr, with_shop: bool) -> Result<Addresses> {
    let free = |port: u16| -> Result<Addresses> {
        let edge = bindable(SocketAddr::new(edge.ip(), port))?;
        let next = SocketAddr::from((Ipv4Addr::LOCALHOST, port.saturating_add(1)));
        Ok(Addresses { edge, shop: if with_shop { Some(bindable(next)?) } else { None } })
    };
    if edge.port() != 0 {
        return free(edge.port());
    }
    let first = when::nanoseconds() ^ std::process::id();
    let candidates = (0..50).map(|offset| 20_000 + (first.wrapping_add(offset * 211) % 6_000) * 2);
    let found = candidates.filter_map(|port| u16::try_from(port).ok()).find_map(|port| free(port).ok());
    found.ok_or_else(|| Stop::because("found no free ports between 20000 and 32000: name one with --port"))
}

fn bindable(address: SocketAddr) -> Result<SocketAddr> {
    let bound = TcpListener::bind(address).and_then(|listener| listener.local_addr());
    bound.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Stop::because(format!(
            "port {} on {} is taken: choose another with --port",
            address.port(),
            address.ip()
        )),
        _ => Stop::because(format!("cannot listen on {address}: {error}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_loopback(port: u16) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, port))
    }

    #[test]
    fn a_taken_port_is_named_be_it_the_edge_s_or_the_shop_s() {
        let holder = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = holder.local_addr().unwrap().port();
        let expected = format!("port {port} on 127.0.0.1 is taken: choose another with --port");
        for (asked, with_shop) in [(port, false), (port - 1, true)] {
            let said = free_addresses(on_loopback(asked), with_shop).unwrap_err().to_string();
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn port_zero_becomes_two_that_follow_each_other() {
        let found = free_addresses(on_loopback(0), true).unwrap();
        assert!((20_000..32_000).contains(&found.edge.port()), "{found:?}");
        assert_eq!(found.shop, Some(on_loopback(found.edge.port() + 1)));
        assert_eq!(free_addresses(on_loopback(0), false).unwrap().shop, None);
    }
}
