//! The files of messages: claimed before a message is stored, so that none is ever stored without them.

use conversation::ids::{AgentId, ClientMessageId, FileId, ThreadId, VisitorId};
use conversation::text::MessageText;
use protocol::frame::Attachment;

use super::Threads;
use crate::cabinet::{Somebody, check_count};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::files::{ClaimFiles, ForgetFiles, ReleaseFiles};
use crate::platform::{log, random};
use crate::shard::Done;
use crate::store::threads as rows;

/// What a message says; beside files it may say nothing.
pub(super) fn text_of(text: &str, files: &[FileId]) -> Result<MessageText, Error> {
    check_count(files)?;
    Ok(if files.is_empty() { MessageText::parse(text)? } else { MessageText::beside_files(text)? })
}

impl Threads {
    pub(super) fn files(&self) -> Result<Address, Error> {
        let (account, inbox, shard) = self.place()?;
        Ok(Address::Files(account, inbox, shard))
    }

    async fn claim(&self, call: ClaimFiles) -> Result<Vec<Attachment>, Error> {
        if call.files.is_empty() {
            return Ok(Vec::new());
        }
        self.files()?.ask(&self.env, &random::request_id(), &call).await
    }

    /// The files that a visitor puts into a message.
    pub(super) async fn claimed_by_visitor(
        &self,
        visitor: &VisitorId,
        thread: &ThreadId,
        message: &ClientMessageId,
        files: Vec<FileId>,
    ) -> Result<Vec<Attachment>, Error> {
        let (by, visitor) = (Somebody::Visitor(visitor.clone()), visitor.clone());
        let (thread, message) = (thread.clone(), message.clone());
        self.claim(ClaimFiles { by, files, visitor, thread, message }).await
    }

    /// The files that an agent puts into a reply.
    pub(super) async fn claimed_by_agent(
        &self,
        agent: &AgentId,
        thread: &ThreadId,
        message: &ClientMessageId,
        files: Vec<FileId>,
    ) -> Result<Vec<Attachment>, Error> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let kept = rows::thread(self.database.get()?, thread)?.ok_or_else(Error::not_found)?;
        let (by, visitor) = (Somebody::Agent(agent.clone(), thread.clone()), kept.visitor);
        let (thread, message) = (thread.clone(), message.clone());
        self.claim(ClaimFiles { by, files, visitor, thread, message }).await
    }

    /// A message was refused after its files were claimed for it: another may carry them. Where that is lost, they have to be
    /// brought again.
    pub(super) async fn unless_refused(
        &self,
        message: &ClientMessageId,
        files: Vec<FileId>,
        done: Result<Done, Error>,
    ) -> Result<Done, Error> {
        if !files.is_empty() && matches!(done, Err(Error::Rejected(_))) {
            let (request_id, call) = (random::request_id(), ReleaseFiles { files, message: message.clone() });
            if let Err(error) = self.files()?.ask(&self.env, &request_id, &call).await {
                log(&error, &request_id);
            }
        }
        done
    }

    /// A thread is gone for good, and so are its files.
    pub(super) async fn forget_files(&self, thread: &ThreadId) -> Result<(), Error> {
        let call = ForgetFiles { thread: thread.clone() };
        self.files()?.ask(&self.env, &random::request_id(), &call).await
    }
}
