//! What the `Files` object is asked, and what it asks its shard.
//!
//! Bytes do not travel in here: a file comes as the body of a request with [`FILE`] beside it, and goes as the body of an
//! answer.

use conversation::ids::{ClientMessageId, FileId, ThreadId, VisitorId};
use protocol::frame::Attachment;
use serde::{Deserialize, Serialize};

use super::Call;
use crate::cabinet::Somebody;

/// Carries a [`Brought`] beside a file on its way in, and an [`Attachment`] beside one on its way out: JSON in base64.
pub const FILE: &str = "x-parlor-file";
/// The verb of a file on its way in.
pub const BRING: &str = "bring";

/// What is said of a file that is brought.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Brought {
    /// Who brings it.
    pub by: Somebody,
    /// What they call it.
    pub name: String,
}

calls! {
    /// A message is about to carry these files.
    ClaimFiles "claim" {
        /// Who writes it.
        by: Somebody,
        /// Which.
        files: Vec<FileId>,
        /// Whose thread it is.
        visitor: VisitorId,
        /// The thread.
        thread: ThreadId,
        /// The message.
        message: ClientMessageId,
    } -> Vec<Attachment>;
    /// The message was refused.
    ReleaseFiles "release" {
        /// What it was to carry.
        files: Vec<FileId>,
        /// The message.
        message: ClientMessageId,
    } -> ();
    /// The message that carried these files is gone, and they with it.
    DropFiles "drop" {
        /// Which.
        files: Vec<FileId>,
    } -> ();
    /// Whether somebody may read a file.
    SeeFile "see" {
        /// Who.
        by: Somebody,
        /// Which.
        file: FileId,
    } -> Attachment;
    /// A file's bytes, for somebody who may read it. Answered by the bytes.
    OpenFile "open" {
        /// Who.
        by: Somebody,
        /// Which.
        file: FileId,
    } -> ();
    /// A thread is gone for good, and its files with it.
    ForgetFiles "forget" {
        /// Which.
        thread: ThreadId,
    } -> ();
    /// The inbox is deleted.
    EraseFiles "erase" {} -> ();
    /// The files that a thread's messages carry: asked of the shard.
    CarriedFiles "carried-files" {
        /// Which thread.
        thread: ThreadId,
    } -> Vec<FileId>;
}
