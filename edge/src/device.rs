//! What a browser says it is, in words for a list of sessions. A claim, and nothing depends on it.

use crate::store::account::sessions::Device;

/// Browsers, by what only they write; those that pretend to be others come before them.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems, likewise.
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// Reads the `User-Agent` header.
#[must_use]
pub fn read(user_agent: &str) -> Device {
    let find = |table: &[(&str, &str)]| {
        table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| (*name).to_owned())
    };
    Device { browser: find(&BROWSERS), system: find(&SYSTEMS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_systems_in_words() {
        // T23
        let mozilla = "Mozilla/5.0";
        for (agent, browser, system) in [
            (
                format!("{mozilla} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"),
                "Chrome",
                "Windows",
            ),
            (format!("{mozilla} (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0"), "Edge", "Windows"),
            (
                format!("{mozilla} (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15"),
                "Safari",
                "macOS",
            ),
            (
                format!("{mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
                "Firefox",
                "Linux",
            ),
            (format!("{mozilla} (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"), "Chrome", "Android"),
            (
                format!("{mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140.0 Safari/604.1"),
                "Chrome",
                "iOS",
            ),
        ] {
            let device = read(&agent);
            assert_eq!(
                (device.browser.as_deref(), device.system.as_deref()),
                (Some(browser), Some(system)),
                "{agent}"
            );
        }
        assert_eq!(read("curl/8.0"), Device::default());
    }
}
