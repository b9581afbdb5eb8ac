//! Passkeys: as the edge tells of them, and what a browser is asked, in the standard's own JSON (WebAuthn level 3, §5.1.8),
//! where bytes are texts in base64url. Knows no browser.

use serde_json::{Value, json};

use super::conditions::{items, text};
use crate::texts::Text;

/// How long a browser waits for somebody to use an authenticator, in ms: as long as the edge does.
const PATIENCE_MS: u64 = 300_000;

/// One of one's passkeys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passkey {
    /// Tells it from the others.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Since when, in ms.
    pub since: u64,
    /// When it was used last, in ms.
    pub used_at: Option<u64>,
}

/// Those of a profile, the oldest first.
#[must_use]
pub fn passkeys(profile: &Value) -> Vec<Passkey> {
    items(&profile["passkeys"])
        .map(|one| Passkey {
            id: text(&one["id"]),
            name: text(&one["name"]),
            since: one["created_at"].as_u64().unwrap_or_default(),
            used_at: one["used_at"].as_u64(),
        })
        .collect()
}

/// What a browser is asked to make. The person is verified each time, and the authenticator keeps whose it is: so that it
/// proves both without anything else.
#[must_use]
pub fn making(told: &Value) -> Value {
    let kinds: Vec<Value> =
        items(&told["algorithms"]).map(|alg| json!({"type": "public-key", "alg": alg})).collect();
    json!({
        "rp": {"id": told["rp_id"], "name": told["rp_name"]},
        "user": {"id": told["user_handle"], "name": told["user_name"], "displayName": told["display_name"]},
        "challenge": told["challenge"],
        "pubKeyCredParams": kinds,
        "timeout": PATIENCE_MS,
        "attestation": "none",
        "authenticatorSelection":
            {"residentKey": "required", "requireResidentKey": true, "userVerification": "required"},
        "excludeCredentials": named(&told["exclude"]),
    })
}

/// What a browser is asked to answer: with one of the passkeys that are named, or, where none is, with any of this site.
#[must_use]
pub fn answering(told: &Value) -> Value {
    json!({
        "challenge": told["challenge"],
        "timeout": PATIENCE_MS,
        "rpId": told["rp_id"],
        "allowCredentials": named(&told["allowed"]),
        "userVerification": "required",
    })
}

fn named(ids: &Value) -> Vec<Value> {
    items(ids).map(|id| json!({"type": "public-key", "id": id})).collect()
}

/// What is asked for after the password.
#[derive(Clone, Debug, PartialEq)]
pub struct Second {
    /// Sent back with the answer.
    pub token: String,
    /// Whether a code of another device answers it. A recovery code always does.
    pub code: bool,
    /// What a browser is asked, where a passkey answers it.
    pub passkey: Option<Value>,
}

/// Reads what answered a password; nothing where that was enough.
#[must_use]
pub fn second(told: &Value) -> Option<Second> {
    let asked = &told["second_factor"];
    let token = asked["challenge"].as_str()?.to_owned();
    let passkey = Some(&asked["passkey"]).filter(|passkey| passkey.is_object()).map(answering);
    // What does not say is from before passkeys.
    Some(Second { token, code: asked["code"].as_bool().unwrap_or(true), passkey })
}

impl Second {
    /// What to do, in words. `can`: this browser has passkeys.
    #[must_use]
    pub fn lead(&self, can: bool) -> Text {
        match (self.code, self.passkey.is_some() && can) {
            (true, false) => Text::SecondLead,
            (true, true) => Text::SecondLeadEither,
            (false, true) => Text::SecondLeadPasskey,
            (false, false) => Text::SecondLeadRecovery,
        }
    }
}

/// Why a browser gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Whoever was asked did not want to, or took too long. Which of them no browser says.
    Left,
    /// The authenticator has a passkey for this account already.
    Known,
    /// Something else.
    Broken,
}

impl Gone {
    /// What the name of a browser's error means.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "NotAllowedError" | "AbortError" => Self::Left,
            "InvalidStateError" => Self::Known,
            _ => Self::Broken,
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Text {
        match self {
            Self::Left => Text::PasskeyLeft,
            Self::Known => Text::PasskeyKnown,
            Self::Broken => Text::PasskeyBroken,
        }
    }
}

/// Whether browsers make passkeys for a host: a name, and no number.
#[must_use]
pub fn has_passkeys(host: &str) -> bool {
    !host.is_empty() && !host.starts_with('[') && host.parse::<std::net::Ipv4Addr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_asked_to_make_one_that_needs_nothing_else() {
        // T22
        let told = json!({"challenge": "Yw", "expires_at": 9, "rp_id": "chat.example.com", "rp_name": "Kiln",
            "user_handle": "aA", "user_name": "mira@kiln.test", "display_name": "Mira",
            "algorithms": [-7, -257], "exclude": ["b25l"]});
        assert_eq!(
            making(&told),
            json!({
                "rp": {"id": "chat.example.com", "name": "Kiln"},
                "user": {"id": "aA", "name": "mira@kiln.test", "displayName": "Mira"},
                "challenge": "Yw", "timeout": 300_000, "attestation": "none",
                "pubKeyCredParams": [{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -257}],
                "authenticatorSelection":
                    {"residentKey": "required", "requireResidentKey": true, "userVerification": "required"},
                "excludeCredentials": [{"type": "public-key", "id": "b25l"}],
            })
        );
    }

    #[test]
    fn any_passkey_is_asked_for_until_it_is_known_who_it_is() {
        let asked = answering(&json!({"challenge": "Yw", "rp_id": "localhost"}));
        assert_eq!(asked["allowCredentials"], json!([]));
        assert_eq!(asked["userVerification"], "required");
        let asked = answering(&json!({"challenge": "Yw", "rp_id": "localhost", "allowed": ["b25l"]}));
        assert_eq!(asked["allowCredentials"], json!([{"type": "public-key", "id": "b25l"}]));
    }

    #[test]
    fn what_is_asked_for_after_the_password_is_said() {
        let asked = |code: bool, passkey: Value| {
            second(&json!({"second_factor": {"challenge": "c", "expires_at": 9, "code": code, "passkey": passkey}}))
                .unwrap()
        };
        let one = || json!({"challenge": "Yw", "rp_id": "localhost", "allowed": ["b25l"]});
        for (asked, can, words) in [
            (asked(true, Value::Null), true, Text::SecondLead),
            (asked(true, one()), true, Text::SecondLeadEither),
            (asked(true, one()), false, Text::SecondLead),
            (asked(false, one()), true, Text::SecondLeadPasskey),
            (asked(false, one()), false, Text::SecondLeadRecovery),
            (asked(false, Value::Null), true, Text::SecondLeadRecovery),
        ] {
            assert_eq!(asked.lead(can), words, "{asked:?} {can}");
        }
        assert_eq!(second(&json!({"id": "mira", "csrf": "c"})), None);
    }

    #[test]
    fn passkeys_are_read_and_hosts_told_apart() {
        let told = json!({"passkeys": [{"id": "0a", "name": "Laptop", "created_at": 5, "used_at": null}]});
        let laptop = Passkey { id: "0a".into(), name: "Laptop".into(), since: 5, used_at: None };
        assert_eq!(passkeys(&told), [laptop]);
        for (host, has) in [
            ("localhost", true),
            ("chat.example.com", true),
            ("127.0.0.1", false),
            ("[::1]", false),
            ("", false),
        ] {
            assert_eq!(has_passkeys(host), has, "{host}");
        }
        assert_eq!(Gone::of("NotAllowedError"), Gone::Left);
        assert_eq!(Gone::of("SecurityError").words(), Text::PasskeyBroken);
    }
}
