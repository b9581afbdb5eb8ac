//! How a person views a page: in which size, darkness and language, without a connection, on a slow machine.

use serde_json::json;

use super::Page;

impl Page {
    /// The size of the window's content, CSS pixels.
    pub fn viewport(&self, width: u32, height: u32) {
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}),
        );
    }

    /// A phone, held upright: a small screen, and fingers instead of a mouse.
    pub fn phone(&self) {
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": 390, "height": 844, "deviceScaleFactor": 3, "mobile": true}),
        );
        self.ask("Emulation.setTouchEmulationEnabled", json!({"enabled": true, "maxTouchPoints": 5}));
    }

    /// A mouse. A browser without a screen says that it has none: what the page's style has for such browsers is taken out.
    pub fn has_a_mouse(&self) {
        self.eval(
            "for (const { cssRules: rules, ownerNode } of document.styleSheets) \
               for (let at = rules.length; at--; ) \
                 if (rules[at].conditionText === '(hover: none)') ownerNode.sheet.deleteRule(at);",
        );
    }

    /// Whether the person prefers dark colours.
    pub fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        self.ask(
            "Emulation.setEmulatedMedia",
            json!({"features": [{"name": "prefers-color-scheme", "value": value}]}),
        );
    }

    /// The person's language, such as `de-DE`: for formats and for the header.
    pub fn locale(&self, locale: &str) {
        self.ask("Emulation.setLocaleOverride", json!({"locale": locale}));
        let agent = self.eval("navigator.userAgent");
        self.ask("Emulation.setUserAgentOverride", json!({"userAgent": agent, "acceptLanguage": locale}));
    }

    /// What else they have asked their browser for, as media features and values.
    pub fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.ask("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Where the person's clock is set, such as `Europe/Berlin`.
    pub fn time_zone(&self, zone: &str) {
        self.ask("Emulation.setTimezoneOverride", json!({"timezoneId": zone}));
    }

    /// Takes the connection away, or gives it back. Open sockets die with it.
    pub fn offline(&self, offline: bool) {
        self.ask(
            "Network.emulateNetworkConditions",
            json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}),
        );
    }

    /// Makes the machine this many times slower; 1 is its own speed.
    pub fn slower(&self, times: f64) {
        self.ask("Emulation.setCPUThrottlingRate", json!({"rate": times}));
    }

    /// A device of the person's that holds passkeys, and always finds them there and willing.
    pub fn has_a_device_for_passkeys(&self) {
        self.ask("WebAuthn.enable", json!({}));
        let device = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true, "automaticPresenceSimulation": true,
        });
        self.ask("WebAuthn.addVirtualAuthenticator", json!({"options": device}));
    }

    /// Runs a script in every document before the document's own scripts.
    pub fn before_every_page(&self, script: &str) {
        self.ask("Page.addScriptToEvaluateOnNewDocument", json!({"source": script}));
    }
}
