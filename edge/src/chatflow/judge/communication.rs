//! Consent to communicate: whether there is what visitors would subscribe to, and a text that says so (S86).

use protocol::account::Communication;
use protocol::code::Code;
use protocol::limits::CONSENT_CHARS;
use protocol::rest::Finding;

use super::{Surroundings, empty, long, saving, unknown, warning};

pub(super) fn findings(asks: &Communication, around: &Surroundings) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !around.subscriptions.contains(&asks.subscription) {
        findings.push(unknown("communication.subscription", "there is no such type of subscription"));
    }
    if empty("communication.text", &asks.text).is_some() {
        let message = "say what visitors agree to be written to about";
        findings.push(saving("communication.text", Code::ConsentTextRequired, message));
    }
    findings.extend(long("communication.text", &asks.text, CONSENT_CHARS));
    // As with consent to process data: what is there may stay, and be copied, while the account does not ask for consent.
    let is_kept = || around.chatflows.iter().any(|kept| kept.communication.as_ref() == Some(asks));
    if !around.gdpr && is_kept() {
        let message = "it is not asked for: the account's GDPR functions are off";
        findings.push(warning("communication", "consent_off", message));
    } else if !around.gdpr {
        let message = "switch on the account's GDPR functions first";
        findings.push(saving("communication", Code::GdprOff, message));
    }
    findings
}
