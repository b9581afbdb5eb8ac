//! The names a site may use of the original's, and what becomes of each.

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It works as it stands.
    Works,
    /// It has to be changed.
    Change,
    /// It has no counterpart.
    Gone,
}

impl Verdict {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Change => "change",
            Self::Gone => "gone",
        }
    }
}

/// One name in one line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// From 1.
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) verdict: Verdict,
    pub(super) says: &'static str,
    /// Whether it is the one change that every site makes.
    pub(super) is_the_address: bool,
}

/// Names that stand for themselves wherever they are.
const NAMES: [(&str, Verdict, &str); 34] = [
    ("hs-script-loader", Verdict::Works, "keep the id: by it the script knows what the page expects"),
    ("loadImmediately", Verdict::Works, "a setting"),
    ("inlineEmbedSelector", Verdict::Works, "a setting: a real frame with the documented ids"),
    ("enableWidgetCookieBanner", Verdict::Works, "a setting; both answers are offered alike"),
    ("disableAttachment", Verdict::Works, "a setting"),
    ("disableInitialInputFocus", Verdict::Works, "a setting"),
    ("avoidInlineStyles", Verdict::Works, "a setting without effect: no style is ever put into the page"),
    ("hideNewThreadLink", Verdict::Works, "a setting"),
    ("identificationEmail", Verdict::Works, "a setting; without a token it changes nothing"),
    ("identificationToken", Verdict::Works, "a setting; the token has to come from Parlor now"),
    ("hsConversationsOnReady", Verdict::Works, "the queue, also for what is pushed later"),
    ("widget.load", Verdict::Works, "a function, once a second at most"),
    ("widget.refresh", Verdict::Works, "a function; in-page navigation is seen without it"),
    ("widget.open", Verdict::Works, "a function"),
    ("widget.close", Verdict::Works, "a function"),
    ("widget.remove", Verdict::Works, "a function"),
    ("widget.status", Verdict::Works, "a function"),
    ("HubSpotConversations.clear", Verdict::Works, "a function"),
    ("conversationStarted", Verdict::Works, "an event"),
    ("conversationClosed", Verdict::Works, "an event"),
    ("userSelectedThread", Verdict::Works, "an event"),
    ("unreadConversationCountChanged", Verdict::Works, "an event"),
    ("contactAssociated", Verdict::Works, "an event"),
    ("userInteractedWithWidget", Verdict::Works, "an event, of the visitor's own acts only"),
    ("widgetLoaded", Verdict::Works, "an event"),
    ("quickReplyButtonClick", Verdict::Works, "an event"),
    ("widgetClosed", Verdict::Works, "an event, where the visitor closed it"),
    ("hs-messages-is-open", Verdict::Works, "a cookie"),
    ("hs-messages-hide-welcome-message", Verdict::Works, "a cookie"),
    ("messagesUtk", Verdict::Works, "a cookie; it holds a number that says nothing"),
    ("#hs-chat-open", Verdict::Works, "a link"),
    ("visitor-identification", Verdict::Change, "ask your Parlor for the token, at the same path"),
    (
        "hubspotutk",
        Verdict::Gone,
        "never read or set: whom we know, your server says (docs/identification.md)",
    ),
    (
        "external-api-event",
        Verdict::Gone,
        "a message of the vendor's frame: put data-analytics on the script's line",
    ),
];

/// Hosts of the original's. Which of them the script's line names, every site changes.
const HOSTS: [&str; 5] =
    ["hs-scripts.com", "hs-analytics.net", "usemessages.com", "hs-banner.com", "hubspot.com"];

/// What a text of a site uses, in its order.
pub(super) fn findings(text: &str) -> Vec<Finding> {
    text.lines().enumerate().flat_map(|(at, line)| of_line(at + 1, line)).collect()
}

fn of_line(number: usize, line: &str) -> Vec<Finding> {
    let found = |name: &str, verdict, says| Finding {
        line: number,
        name: name.to_owned(),
        verdict,
        says,
        is_the_address: false,
    };
    let mut all: Vec<Finding> = Vec::new();
    for (name, verdict, says) in NAMES {
        if has_word(line, name) {
            all.push(found(name, verdict, says));
        }
    }
    if line.contains("hs-scripts.com/") {
        let says = "the one change: https://YOUR-EDGE/embed/ACCOUNT.js, with referrerpolicy=\"no-referrer-when-downgrade\"";
        all.push(Finding { is_the_address: true, ..found("the script's address", Verdict::Change, says) });
    } else if let Some(host) =
        HOSTS.iter().find(|host| line.contains(*host) && !line.contains("api.hubapi.com"))
    {
        let is_policy = ["script-src", "connect-src", "frame-src", "Content-Security-Policy"];
        if is_policy.iter().any(|word| line.contains(word)) {
            let says = "in a policy: allow your edge instead, and 'wasm-unsafe-eval' (docs/embed.md)";
            all.push(found(host, Verdict::Change, says));
        }
    }
    for (id, inside) in [
        ("#hubspot-messages-iframe-container", "around ours; rules for it need !important, as before"),
        ("#hubspot-conversations-inline-parent", "the same id"),
        ("#hubspot-conversations-inline-iframe", "the same id"),
    ] {
        let Some((_, rest)) = line.split_once(id) else { continue };
        if id.ends_with("container") && rest.trim_start_matches(['>', ' ']).starts_with("iframe") {
            let says = "there is no frame in it any more: hide or raise the container itself";
            all.push(found("#hubspot-messages-iframe-container iframe", Verdict::Change, says));
        } else {
            all.push(found(id, Verdict::Works, inside));
        }
    }
    if let Some((_, rest)) = line.split_once("_hsq.push") {
        let command: String = rest
            .trim_start_matches(['(', '[', ' ', '\'', '"', '`'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let known = ["identify", "setPath", "trackPageView", "doNotTrack"].contains(&command.as_str());
        let (verdict, says) = match known {
            true => (Verdict::Works, "a command of the tracking code's queue"),
            false => (Verdict::Gone, "taken and dropped: we track nobody"),
        };
        all.push(found(&format!("_hsq {command}"), verdict, says));
    }
    all
}

/// Whether a name stands there as a whole, not as part of a longer one.
fn has_word(line: &str, name: &str) -> bool {
    let is_part =
        |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == '$');
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + name.len()..).and_then(|after| after.chars().next());
        !is_part(before) && !is_part(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_site_has_a_verdict() {
        // N28
        for (line, expected) in [
            (
                r#"<script id="hs-script-loader" async src="//js.hs-scripts.com/123.js"></script>"#,
                &[("hs-script-loader", "works"), ("the script's address", "change")][..],
            ),
            ("hsConversationsSettings = { loadImmediately: false }", &[("loadImmediately", "works")]),
            (
                "window.HubSpotConversations.widget.refresh({ openToNewThread: true })",
                &[("widget.refresh", "works")],
            ),
            ("HubSpotConversations.on('conversationStarted', f)", &[("conversationStarted", "works")]),
            (
                "#hubspot-messages-iframe-container { z-index: 5 !important }",
                &[("#hubspot-messages-iframe-container", "works")],
            ),
            (
                "#hubspot-messages-iframe-container > iframe { right: 40px }",
                &[("#hubspot-messages-iframe-container iframe", "change")],
            ),
            ("_hsq.push(['identify', { email }])", &[("_hsq identify", "works")]),
            (
                "_hsq.push([\"trackCustomBehavioralEvent\", {}])",
                &[("_hsq trackCustomBehavioralEvent", "gone")],
            ),
            ("Content-Security-Policy: script-src js.usemessages.com", &[("usemessages.com", "change")]),
            ("Cookies.get('hubspotutk')", &[("hubspotutk", "gone")]),
            ("if (event.data.type === 'external-api-event')", &[("external-api-event", "gone")]),
            ("const preloadImmediately = 1; // see hubspot.com", &[]),
            ("<p>We love widgets that are opened.</p>", &[]),
        ] {
            let found = findings(line);
            let said: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.verdict.word())).collect();
            assert_eq!(said, expected, "{line}");
        }
    }

    #[test]
    fn lines_are_counted_from_one() {
        // N28
        let found = findings("<html>\n<a href='#hs-chat-open'>Chat</a>\n");
        assert_eq!((found[0].line, found.len()), (2, 1));
    }

    #[test]
    fn what_the_guide_says_works_is_known_here() {
        // N28: one list a setting and an event, in the script that serves them
        let script = include_str!("../../../widget/loader/hubspot.js");
        let settings = script.split_once("const SETTINGS = {").and_then(|(_, rest)| rest.split_once("};"));
        let settings =
            settings.expect("the settings").0.lines().filter_map(|line| line.trim().split_once(':'));
        let events = script.split_once("const EVENTS = [").and_then(|(_, rest)| rest.split_once(']'));
        let events = events.expect("the events").0.split(',').map(|name| name.trim().trim_matches('"'));
        let named = settings.map(|(name, _)| name).chain(events.filter(|name| !name.is_empty()));
        for name in named {
            assert!(NAMES.iter().any(|(known, ..)| *known == name), "{name}");
        }
    }
}
