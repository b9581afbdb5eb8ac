//! What the account and the directory are asked about who works here, and about invitations.

use conversation::ids::{AccountId, AgentId, InvitationId};
use protocol::rest::invitations::{ChangePerson, Invitation, Invitations, Invite};
use protocol::rest::people::PersonInfo;
use serde::{Deserialize, Serialize};

use super::Call;
use super::audit::By;

calls! {
    // The directory.

    /// Lets an address sign in to an account. `false` where it signs in to another one.
    AddAddress "add-address" {
        /// Where.
        account: AccountId,
        /// Digest of the address.
        email_digest: String,
    } -> bool;
    /// Forgets an address that signed in to an account.
    RemoveAddress "remove-address" {
        /// Where.
        account: AccountId,
        /// Digest of the address.
        email_digest: String,
    } -> ();

    // The account.

    /// Changes a person.
    PutPerson "put-person" {
        /// Who.
        agent: AgentId,
        /// How.
        change: ChangePerson,
        /// Who does it.
        by: By,
    } -> PersonInfo;
    /// Removes a person; answers the address they signed in with.
    RemovePerson "remove-person" {
        /// Who.
        agent: AgentId,
        /// Who does it.
        by: By,
    } -> String;
    /// Hands the account on.
    PassOwnership "pass-ownership" {
        /// Who owns it from now on.
        to: AgentId,
        /// Who does it.
        by: By,
    } -> ();
    /// The invitations that nobody accepted yet.
    ListInvitations "list-invitations" {} -> Invitations;
    /// Invites somebody.
    KeepInvitation "keep-invitation" {
        /// Its id.
        id: InvitationId,
        /// Digest of its token.
        digest: String,
        /// Whom, and as what.
        invite: Invite,
        /// Who does it.
        by: By,
    } -> Invitation;
    /// Takes an invitation back; answers those that are left.
    RevokeInvitation "revoke-invitation" {
        /// Which.
        id: InvitationId,
        /// Who does it.
        by: By,
    } -> Invitations;
    /// Whom an invitation is for.
    FindInvitation "find-invitation" {
        /// Digest of its token.
        digest: String,
    } -> Invitation;
    /// Somebody comes; answers who they are.
    AcceptPerson "accept-person" {
        /// Digest of the invitation's token.
        digest: String,
        /// What they are called.
        name: String,
        /// PHC string of their password.
        password: String,
    } -> AgentId;
}
