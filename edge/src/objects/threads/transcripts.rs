//! Transcripts (S154–S160) between a shard and its account: where they go, and what agents ask of them.

use conversation::thread::Agent;
use protocol::rest::transcripts::{Transcript, Transcripts};
use worker::{Request, Response};

use super::Threads;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::Call;
use crate::objects::call::transcripts::{
    AddressTranscripts, ListTranscripts, ReadTranscript, SendTranscript, Sending, TranscriptFacts,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::shard::outbox::{FIRST_RETRY_MS, LAST_RESORT_MS};
use crate::shard::transcript::{self, Wish};
use crate::store::threads::transcripts::{self, Asked};
use crate::store::threads::{self as rows, Kept};
use crate::zones::zone;

/// Transcripts of which the account is asked in one alarm.
const AT_ONCE: u32 = 50;

impl Threads {
    /// Answers the question of that verb, if it is one of these.
    pub(super) async fn route_transcripts(
        &self,
        verb: &str,
        request: &mut Request,
    ) -> Result<Response, Error> {
        match verb {
            ListTranscripts::VERB => {
                answer(request, async |call: ListTranscripts| self.transcripts_of(call).await).await
            }
            ReadTranscript::VERB => {
                answer(request, async |call: ReadTranscript| {
                    transcript::read(self.database.get()?, &call.thread, call.n, &zone)
                })
                .await
            }
            SendTranscript::VERB => {
                answer(request, async |call: SendTranscript| self.send_transcript(call).await).await
            }
            AddressTranscripts::VERB => {
                answer(request, async |_: AddressTranscripts| self.address_transcripts().await).await
            }
            _ => Err(Error::not_found()),
        }
    }

    async fn transcripts_of(&self, call: ListTranscripts) -> Result<Transcripts, Error> {
        let sql = self.database.get()?;
        let kept = rows::thread(sql, &call.thread)?.ok_or_else(Error::not_found)?;
        let contact = kept.contact.as_ref().map(|contact| contact.id.clone());
        let sending = self.sending(&kept, contact).await?;
        let refused = match transcript::may_send(sql, &kept) {
            Ok(()) => None,
            Err(error) => Some(transcript::refusal(&error).ok_or(error)?),
        };
        Ok(Transcripts {
            transcripts: transcript::list(sql, &kept)?,
            subject: sending.language.subject(&sending.account_name),
            to: sending.to.at(),
            refused,
        })
    }

    async fn send_transcript(&self, call: SendTranscript) -> Result<Transcript, Error> {
        let SendTranscript { thread, contact, to_others, subject, by } = call;
        let sql = self.database.get()?;
        let kept = rows::thread(sql, &thread)?.ok_or_else(Error::not_found)?;
        let sending = self.sending(&kept, Some(contact.clone())).await?;
        let wish = Wish { contact, to_others, subject, by: Agent::from(&by) };
        let (done, sent) = transcript::send(sql, &thread, wish, sending, &zone, now_ms())?;
        self.settle(done)?;
        Ok(sent)
    }

    async fn sending(
        &self,
        kept: &Kept,
        contact: Option<conversation::ids::ContactId>,
    ) -> Result<Sending, Error> {
        let account = Address::Account(self.place()?.0);
        let call = TranscriptFacts { chatflow: kept.chatflow.clone(), contact };
        account.ask(&self.env, &random::request_id(), &call).await
    }

    /// Sees to it that it is asked soon where the transcripts of chats go that just closed, outside of that turn.
    pub(super) fn address_soon(&self) -> Result<(), Error> {
        let due = transcripts::next_due(self.database.get()?)?;
        if due.is_none_or(|due| due > now_ms()) {
            return Ok(());
        }
        let (account, inbox, shard) = self.place()?;
        let (env, me) = (self.env.clone(), Address::Threads(account, inbox, shard));
        self.state.wait_until(async move {
            let id = random::request_id();
            // What fails is in its row, and the alarm is set.
            if let Err(error) = me.ask(&env, &id, &AddressTranscripts {}).await {
                log(&error, &id);
            }
        });
        Ok(())
    }

    /// Asks where the transcripts of chats go that closed. What cannot be asked now is asked later, ever less often.
    pub(super) async fn address_transcripts(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        for asked in transcripts::due(sql, now_ms(), AT_ONCE)? {
            let done = match self.facts_for(&asked).await {
                Ok(sending) => transcript::addressed(sql, &asked, sending, &zone, now_ms())?,
                Err(error) => {
                    log(&error, &random::request_id());
                    let pause =
                        FIRST_RETRY_MS.saturating_mul(1 << asked.attempts.min(10)).min(LAST_RESORT_MS);
                    transcripts::postpone(sql, &asked, now_ms() + pause)?;
                    None
                }
            };
            if let Some(done) = done {
                self.tell_soon(vec![done.thread.id])?;
            }
        }
        Ok(())
    }

    async fn facts_for(&self, asked: &Asked) -> Result<Sending, Error> {
        let Some(kept) = rows::thread(self.database.get()?, &asked.thread)? else {
            return Ok(Sending::default());
        };
        // As it is now: an address that was typed since the chat closed counts.
        let contact = kept.contact.as_ref().map(|contact| contact.id.clone());
        self.sending(&kept, contact).await
    }
}
