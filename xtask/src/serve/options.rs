//! The words of `cargo xtask serve`.
//!
//! Knows their spelling and which of them go together. Knows nothing of what they start.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use protocol::nearest::nearest;

use crate::place;
use crate::stop::{Result, Stop};

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "\
usage: cargo xtask serve [--port 8787] [--data DIR] [--empty] [--account FILE] [--bind ADDR] [--prebuilt]

  --port N        port of the edge; the demo shop takes the next one; 0 takes free ones   (8787)
  --data DIR      where everything is kept                                                (.parlor/data)
  --empty         without the demo account; prints a one-time link to set up the first admin
  --account FILE  brings in the account of a JSON file; one that is there already stays as it is
  --bind ADDR     address the edge listens on; only with --empty may it be other than loopback (127.0.0.1)
  --prebuilt      runs the build that is there instead of building

Exit code: 0 after Ctrl-C, 1 if something broke, 2 if nothing was started because a word, a file, a setting or the
machine has to change first.";

/// Every word there is.
const WORDS: [&str; 6] = ["--port", "--data", "--empty", "--account", "--bind", "--prebuilt"];

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// Port of the edge; 0 for a free one.
    pub(crate) port: u16,
    /// The data directory, as given.
    pub(crate) data: PathBuf,
    /// No demo account, no demo shop.
    pub(crate) empty: bool,
    /// An account file to bring in.
    pub(crate) account: Option<PathBuf>,
    /// Where the edge listens.
    pub(crate) bind: IpAddr,
    /// Skip building if there is a build.
    pub(crate) prebuilt: bool,
}

impl Options {
    /// Reads the words after `serve`.
    pub(crate) fn parse(words: &[String]) -> Result<Self> {
        let mut options = Self {
            port: 8787,
            data: place::root().join(".parlor/data"),
            empty: false,
            account: None,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            prebuilt: false,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            // `--port 1` and `--port=1` are both common; a person should not have to remember which is ours.
            let (name, mut glued) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let mut value = || {
                glued
                    .take()
                    .or_else(|| words.next().cloned())
                    .ok_or_else(|| Stop::because(format!("{name} needs a value")))
            };
            match name {
                "--port" => {
                    let text = value()?;
                    options.port = text
                        .parse()
                        .map_err(|_| Stop::because(format!("--port takes 0 to 65535, not `{text}`")))?;
                }
                "--data" => options.data = PathBuf::from(value()?),
                "--account" => options.account = Some(PathBuf::from(value()?)),
                "--bind" => {
                    let text = value()?;
                    options.bind = text
                        .parse()
                        .map_err(|_| Stop::because(format!("--bind takes an IP address, not `{text}`")))?;
                }
                "--empty" => options.empty = true,
                "--prebuilt" => options.prebuilt = true,
                _ => {
                    let meant = nearest(name, WORDS).map(|word| format!("; did you mean {word}?"));
                    let meant = meant.unwrap_or_default();
                    return Err(Stop::because(format!("`{word}` is not understood{meant}\n{USAGE}")));
                }
            }
            if glued.is_some() {
                return Err(Stop::because(format!("{name} takes no value")));
            }
        }
        if options.port == u16::MAX && !options.empty {
            return Err(Stop::because("--port 65535 leaves no next port for the demo shop"));
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_said_means_the_documented_defaults() {
        let options = parse("").unwrap();
        assert_eq!(options.port, 8787);
        assert!(options.data.ends_with(".parlor/data"));
        assert_eq!(options.bind.to_string(), "127.0.0.1");
        assert!(!options.empty && !options.prebuilt);
    }

    #[test]
    fn every_word_is_heard() {
        let options = parse("--port=0 --data there --empty --account=a.json --bind ::1 --prebuilt").unwrap();
        assert_eq!((options.port, options.empty, options.prebuilt), (0, true, true));
        assert_eq!(options.data, PathBuf::from("there"));
        assert_eq!(options.account, Some(PathBuf::from("a.json")));
        assert!(options.bind.is_loopback());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        // row 29, row 30
        let cases = [
            ("--port", "--port needs a value"),
            ("--port eighty", "--port takes 0 to 65535, not `eighty`"),
            ("--port=-1", "--port takes 0 to 65535, not `-1`"),
            ("--port 70000", "--port takes 0 to 65535, not `70000`"),
            ("--port 65536", "--port takes 0 to 65535, not `65536`"),
            ("--bind localhost", "--bind takes an IP address, not `localhost`"),
            ("--empty=yes", "--empty takes no value"),
            ("--port 65535", "--port 65535 leaves no next port for the demo shop"),
        ];
        for (line, expected) in cases {
            assert_eq!(parse(line), Err(Stop::because(expected)), "{line}");
        }
        for (line, expected) in [
            ("--prot 1", "`--prot` is not understood; did you mean --port?\nusage: "),
            ("--acount=x", "`--acount=x` is not understood; did you mean --account?\nusage: "),
            ("serve", "`serve` is not understood\nusage: "),
        ] {
            let said = parse(line).unwrap_err().to_string();
            assert!(said.starts_with(expected), "{line}: {said}");
        }
    }
}
