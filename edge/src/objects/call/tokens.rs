//! What the account is asked about its programs: their tokens, and what they asked once.

use conversation::access::Scopes;
use conversation::ids::{AgentId, TokenId};
use protocol::rest::tokens::{NewToken, Token, Tokens};
use serde::{Deserialize, Serialize};

use super::{Call, Session};
use crate::store::account::once::Seen;

calls! {
    /// Whom a token stands for, as in a session, and what it may do at most.
    FindToken "find-token" {
        /// Digest of its secret.
        digest: String,
    } -> Option<(Session, Scopes)>;
    /// The tokens.
    ListTokens "list-tokens" {} -> Tokens;
    /// Makes one.
    CreateToken "create-token" {
        /// Digest of its secret.
        digest: String,
        /// For whom.
        person: AgentId,
        /// All else.
        content: NewToken,
    } -> Token;
    /// Revokes one.
    RevokeToken "revoke-token" {
        /// Which.
        id: TokenId,
    } -> Tokens;
    /// Somebody asks with an `Idempotency-Key`.
    BeginOnce "begin-once" {
        /// Who.
        who: String,
        /// The key.
        key: String,
        /// Digest of method, address and body.
        digest: String,
    } -> Seen;
    /// What that came to; without an answer nothing was done.
    EndOnce "end-once" {
        /// Who.
        who: String,
        /// The key.
        key: String,
        /// Status, and what is kept of the body.
        answer: Option<(u16, String)>,
    } -> ();
}
