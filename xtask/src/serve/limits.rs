//! What the machine must grant before anything is started: open files and ports.
//!
//! Knows how to find out early and say it in one line. Knows nothing of who uses them.

use std::io;
use std::net::{SocketAddr, TcpListener};

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

/// The address, if its port is free now; port 0 becomes one that is.
///
/// Between this look and workerd's own there is time for somebody else; then workerd says so itself. Ports for 0 are
/// sought below those that systems hand out to outgoing connections, the likeliest somebody.
pub(crate) fn free_address(wanted: SocketAddr) -> Result<SocketAddr> {
    if wanted.port() != 0 {
        return bindable(wanted);
    }
    let first = when::nanoseconds() ^ std::process::id();
    let candidates = (0..50).map(|offset| 20_000 + (first.wrapping_add(offset * 211) % 12_000));
    candidates
        .filter_map(|port| u16::try_from(port).ok())
        .find_map(|port| bindable(SocketAddr::new(wanted.ip(), port)).ok())
        .map_or_else(|| bindable(wanted), Ok)
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

    #[test]
    fn a_taken_port_is_named() {
        let holder = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = holder.local_addr().unwrap();
        let said = free_address(address).unwrap_err().to_string();
        assert_eq!(
            said,
            format!("port {} on 127.0.0.1 is taken: choose another with --port", address.port())
        );
    }

    #[test]
    fn port_zero_becomes_a_port() {
        let address = free_address("127.0.0.1:0".parse().unwrap()).unwrap();
        assert!((20_000..32_000).contains(&address.port()), "{address}");
    }
}
