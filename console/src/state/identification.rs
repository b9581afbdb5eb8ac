//! The secrets that a site's own server says with who its visitors are (P1), as Settings shows them.
//!
//! Knows what is kept and what comes next. Does not know how it is asked for or drawn.

use conversation::ids::SecretId;
use protocol::limits::IDENTITY_SECRETS;
use protocol::rest::identification::{IdentitySecret, IdentitySecrets};

use crate::texts::Text;

/// The secrets that count, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets(Vec<IdentitySecret>);

impl Secrets {
    /// As the edge says them.
    #[must_use]
    pub fn new(answer: IdentitySecrets) -> Self {
        Self(answer.secrets)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[IdentitySecret] {
        &self.0
    }

    /// The one of that id.
    #[must_use]
    pub fn find(&self, id: &SecretId) -> Option<&IdentitySecret> {
        self.0.iter().find(|secret| secret.id == *id)
    }

    /// One more was made.
    pub fn made(&mut self, secret: IdentitySecret) {
        self.0.retain(|known| known.id != secret.id);
        self.0.push(secret);
    }

    /// Whether another one can be made.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.0.len() < IDENTITY_SECRETS
    }

    /// What is to be done next.
    #[must_use]
    pub fn next_step(&self) -> Text {
        match self.0.len() {
            0 => Text::SecretsNone,
            n if n < IDENTITY_SECRETS => Text::SecretsOne,
            _ => Text::SecretsBoth,
        }
    }

    /// What making another one is called: the first is new, a later one takes the place of another.
    #[must_use]
    pub fn act(&self) -> Text {
        if self.0.is_empty() { Text::SecretNew } else { Text::SecretRotate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(letter: &str, created_at: u64) -> IdentitySecret {
        IdentitySecret { id: SecretId::parse(&letter.repeat(26)).unwrap(), created_at }
    }

    #[test]
    fn a_secret_is_changed_without_a_gap() {
        // P1: make the second, use it, revoke the first
        let mut secrets = Secrets::default();
        assert_eq!((secrets.has_room(), secrets.act()), (true, Text::SecretNew));
        assert_eq!(secrets.next_step(), Text::SecretsNone);
        secrets.made(secret("a", 5));
        assert_eq!((secrets.has_room(), secrets.act()), (true, Text::SecretRotate));
        assert_eq!(secrets.next_step(), Text::SecretsOne);
        secrets.made(secret("b", 6));
        assert_eq!((secrets.has_room(), secrets.next_step()), (false, Text::SecretsBoth));
        secrets.made(secret("b", 6));
        assert_eq!(secrets.all().len(), 2, "told twice it is one");
        let left = Secrets::new(IdentitySecrets { secrets: vec![secret("b", 6)] });
        assert_eq!((left.has_room(), left.find(&secret("a", 5).id)), (true, None));
        assert_eq!(left.find(&secret("b", 6).id).map(|secret| secret.created_at), Some(6));
    }
}
