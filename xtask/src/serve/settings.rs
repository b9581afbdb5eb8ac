//! The environment variables that `serve` reads, and those that somebody meant it to read.
//!
//! Knows their names and what they may hold. A variable of ours that nobody reads is refused rather than passed over:
//! its author believes that it works.

use std::ffi::OsString;
use std::time::Duration;

use protocol::nearest::nearest;

use crate::stop::{Result, Stop};

/// What all names of ours begin with.
const OURS: &str = "PARLOR_";

/// Settings of the edge: whole numbers, each with its least and its most.
const NUMBERS: [(&str, u64, u64); 8] = [
    // Messages a visitor may send in ten seconds. Load tests raise it; nothing else should.
    ("PARLOR_POSTS_PER_10_S", 1, u32::MAX as u64),
    // Milliseconds that a socket may lag, and be silent, and between two looks at who is. Tests shorten them.
    ("PARLOR_LAGGING_MS", 1, 3_600_000),
    ("PARLOR_SILENT_MS", 1, 3_600_000),
    ("PARLOR_SWEEP_MS", 1, 3_600_000),
    // How long a request waits for news where sockets do not pass. Less, where a proxy gives up sooner.
    ("PARLOR_POLL_WAIT_S", 1, 50),
    // Milliseconds in which an agent who goes away may finish what they began, and after which a visitor waits too long.
    // Tests shorten them.
    ("PARLOR_GRACE_MS", 1, 86_400_000),
    ("PARLOR_LONG_WAIT_MS", 1, 86_400_000),
    // Milliseconds of a minute in which a chat may be silent before it closes by itself. Tests shorten it.
    ("PARLOR_MINUTE_MS", 1, 60_000),
];

/// The longest wait (ms) before a workerd that keeps dying is started again. Crash loops made on purpose lower it; nothing
/// else should.
const RESTART_WAIT: (&str, u64, u64) = ("PARLOR_RESTART_WAIT_MS", 0, 60_000);

/// Settings of the edge that are names of headers: those in which the operator's own proxy says where a request comes from.
/// They are believed, so only a proxy that overwrites them may be behind the names.
const HEADERS: [&str; 2] = ["PARLOR_COUNTRY_HEADER", "PARLOR_REGION_HEADER"];

/// Where other commands look for a build, and tests for this program.
const OTHERS: [&str; 2] = ["PARLOR_BUILD_DIR", "PARLOR_XTASK"];

/// What the edge is given as a secret: kept in the data directory, where no process list shows it.
const SECRETS: [&str; 3] = ["PARLOR_INTERNAL_SECRET", "PARLOR_SETUP_SECRET", "PARLOR_TOKEN_KEY"];

/// What the variables say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// For the edge, as they are passed on.
    pub(super) edge: Vec<(&'static str, String)>,
    /// The longest wait before workerd is started again.
    pub(super) restart_wait: Option<Duration>,
}

/// The settings among these variables.
pub(super) fn read(variables: impl Iterator<Item = (OsString, OsString)>) -> Result<Settings> {
    let mut settings = Settings::default();
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| name.starts_with(OURS)) else { continue };
        if OTHERS.contains(&name) {
            continue;
        }
        if SECRETS.contains(&name) {
            return Err(Stop::because(format!(
                "the environment sets {name}; expected it unset: serve makes its secrets itself and keeps them in \
                 secrets.json of the data directory"
            )));
        }
        if let Some(known) = HEADERS.into_iter().find(|known| *known == name) {
            settings.edge.push((known, header(known, &value.to_string_lossy())?));
            continue;
        }
        let mut all = NUMBERS.into_iter().chain([RESTART_WAIT]);
        let Some((known, least, most)) = all.find(|(known, ..)| *known == name) else {
            let numbers = NUMBERS.iter().map(|(known, ..)| *known).chain([RESTART_WAIT.0]);
            let known: Vec<&str> = numbers.chain(HEADERS).chain(OTHERS).collect();
            let meant = nearest(name, known.iter().copied()).map(|name| format!("; did you mean {name}?"));
            return Err(Stop::because(format!(
                "the environment sets {name}, which nobody reads; expected one of {}{}",
                known.join(", "),
                meant.unwrap_or_default()
            )));
        };
        let value = value.to_string_lossy().into_owned();
        let Some(number) = value.parse().ok().filter(|number: &u64| (least..=most).contains(number)) else {
            let shown: String = value.chars().take(40).collect();
            return Err(Stop::because(format!(
                "the environment sets {known} to {shown:?}; expected a whole number from {least} to {most}"
            )));
        };
        if known == RESTART_WAIT.0 {
            settings.restart_wait = Some(Duration::from_millis(number));
        } else {
            settings.edge.push((known, value));
        }
    }
    let [country, region] = HEADERS.map(|name| settings.edge.iter().any(|(known, _)| *known == name));
    if region && !country {
        let [country, region] = HEADERS;
        let message = "a region says nothing without its country";
        return Err(Stop::because(format!(
            "the environment sets {region}; expected {country} too: {message}"
        )));
    }
    Ok(settings)
}

/// The name of a header, as one may be called (RFC 9110, 5.6.2).
fn header(variable: &str, value: &str) -> Result<String> {
    let may_be = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if (1..=64).contains(&value.len()) && value.bytes().all(may_be) {
        return Ok(value.to_ascii_lowercase());
    }
    let shown: String = value.chars().take(40).collect();
    Err(Stop::because(format!(
        "the environment sets {variable} to {shown:?}; expected the name of a header, such as X-Country, of at most 64 \
         characters"
    )))
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt as _;

    use super::*;

    fn said(name: &str, value: &str) -> String {
        match read(std::iter::once((name.into(), value.into()))) {
            Ok(settings) => format!("{:?}", settings.edge),
            Err(stop) => stop.to_string(),
        }
    }

    #[test]
    fn rows_29_and_30_variables() {
        // row 29, row 30
        let range = "expected a whole number from 1 to 4294967295";
        let unread = "which nobody reads; expected one of PARLOR_POSTS_PER_10_S, PARLOR_LAGGING_MS, PARLOR_SILENT_MS, \
             PARLOR_SWEEP_MS, PARLOR_POLL_WAIT_S, PARLOR_GRACE_MS, PARLOR_LONG_WAIT_MS, PARLOR_MINUTE_MS, PARLOR_RESTART_WAIT_MS, PARLOR_COUNTRY_HEADER, \
             PARLOR_REGION_HEADER, PARLOR_BUILD_DIR, PARLOR_XTASK";
        for (name, value, expected) in [
            ("PATH", "/bin", "[]".to_owned()),
            ("PARLOR_BUILD_DIR", "x", "[]".to_owned()),
            ("PARLOR_POSTS_PER_10_S", "500", "[(\"PARLOR_POSTS_PER_10_S\", \"500\")]".to_owned()),
            (
                "PARLOR_POSTS_PER_10_S",
                "eighty",
                format!("the environment sets PARLOR_POSTS_PER_10_S to \"eighty\"; {range}"),
            ),
            (
                "PARLOR_POSTS_PER_10_S",
                "",
                format!("the environment sets PARLOR_POSTS_PER_10_S to \"\"; {range}"),
            ),
            (
                "PARLOR_POSTS_PER_10_S",
                "0",
                format!("the environment sets PARLOR_POSTS_PER_10_S to \"0\"; {range}"),
            ),
            (
                "PARLOR_POSTS_PER_10_S",
                "4294967296",
                format!("the environment sets PARLOR_POSTS_PER_10_S to \"4294967296\"; {range}"),
            ),
            (
                "PARLOR_POST_PER_10_S",
                "5",
                format!(
                    "the environment sets PARLOR_POST_PER_10_S, {unread}; did you mean PARLOR_POSTS_PER_10_S?"
                ),
            ),
            ("PARLOR_PORT", "80", format!("the environment sets PARLOR_PORT, {unread}")),
        ] {
            assert_eq!(said(name, value), expected, "{name}={value}");
        }
        let wait = read(std::iter::once(("PARLOR_RESTART_WAIT_MS".into(), "250".into()))).unwrap();
        assert_eq!((wait.edge, wait.restart_wait), (Vec::new(), Some(Duration::from_millis(250))));
        let bytes = OsString::from_vec(vec![0xFF]);
        assert!(read(std::iter::once(("PARLOR_POSTS_PER_10_S".into(), bytes))).is_err());
    }

    #[test]
    fn a_proxy_that_tells_where_somebody_is_is_named_by_its_headers() {
        // H52
        let expects = "expected the name of a header, such as X-Country, of at most 64 characters";
        for (value, expected) in [
            ("X-Country", "[(\"PARLOR_COUNTRY_HEADER\", \"x-country\")]".to_owned()),
            ("", format!("the environment sets PARLOR_COUNTRY_HEADER to \"\"; {expects}")),
            ("x country", format!("the environment sets PARLOR_COUNTRY_HEADER to \"x country\"; {expects}")),
        ] {
            assert_eq!(said("PARLOR_COUNTRY_HEADER", value), expected);
        }
        let alone = said("PARLOR_REGION_HEADER", "x-region");
        assert!(alone.contains("expected PARLOR_COUNTRY_HEADER too"), "{alone}");
        let both = [("PARLOR_REGION_HEADER", "x-region"), ("PARLOR_COUNTRY_HEADER", "x-country")];
        let both = read(both.into_iter().map(|(name, value)| (name.into(), value.into()))).unwrap();
        assert_eq!(both.edge.len(), 2);
    }

    #[test]
    fn row_32_a_secret_in_the_environment_is_refused_and_not_repeated() {
        for name in SECRETS {
            let said = said(name, "hunter2");
            assert!(
                said.contains(name) && said.contains("secrets.json") && !said.contains("hunter2"),
                "{said}"
            );
        }
    }
}
