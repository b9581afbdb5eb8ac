//! Numbers in what visitors write, masked at the door (N20): whoever writes with an older or a foreign client has not done
//! so, and for whoever has it changes nothing.

use conversation::redaction::may_be_masked;

use super::Threads;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::GetRedaction;
use crate::platform::clock::now_ms;
use crate::platform::random;

impl Threads {
    /// The text as it may be stored. The account is asked what to mask, once in a while, and only about a text that has a digit.
    pub(super) async fn masked(&self, text: String) -> Result<String, Error> {
        if !may_be_masked(&text) {
            return Ok(text);
        }
        if let Some(masked) = self.masking.borrow().mask(&text, now_ms()) {
            return Ok(masked);
        }
        let account = Address::Account(self.place()?.0);
        let redaction = account.ask(&self.env, &random::request_id(), &GetRedaction {}).await?;
        let mut masking = self.masking.borrow_mut();
        masking.heard(&redaction, now_ms());
        Ok(masking.mask(&text, now_ms()).unwrap_or(text))
    }
}
