//! What the machine must grant before anything is started: open files and ports.
//!
//! Knows how to find out early and say it in one line. Knows nothing of who uses them.

use std::io;
use std::net::{SocketAddr, TcpListener};

use rustix::process::{Resource, getrlimit, setrlimit};

use crate::place;
use crate::stop::{Result, Stop};

/// Below this a handful of awake objects and visitors already ends in errors nobody can read.
const FEWEST_OPEN_FILES: u64 = 1024;

/// Enough for 10,000 visitors: two files a socket, three an awake object.
const ENOUGH_OPEN_FILES: u64 = 65_536;

/// Raises the limit of open files as far as the machine allows; workerd inherits it.
pub(crate) fn require_open_files() -> Result<()> {
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
    if open_files < ENOUGH_OPEN_FILES {
        place::warn(format_args!(
            "serve: {open_files} open files are enough for about {} visitors at once; {ENOUGH_OPEN_FILES} for 10,000",
            open_files / 6
        ));
    }
    Ok(())
}

/// The address with a port that is free now; port 0 becomes one that is.
///
/// Between this look and workerd's own there is time for somebody else; then workerd says so itself.
pub(crate) fn free_address(wanted: SocketAddr) -> Result<SocketAddr> {
    let found = TcpListener::bind(wanted).and_then(|listener| listener.local_addr());
    found.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Stop::because(format!(
            "port {} on {} is taken: choose another with --port",
            wanted.port(),
            wanted.ip()
        )),
        _ => Stop::because(format!("cannot listen on {wanted}: {error}")),
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
        assert_ne!(address.port(), 0);
    }
}
