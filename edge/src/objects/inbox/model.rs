//! What an inbox does beside listing: it finds, forgets what is gone, reads words that it has missed, and is deleted.

use conversation::ids::ThreadId;
use protocol::code::Code;
use protocol::frame::{Row, ServerFrame};
use protocol::limits::PAGE_MAX;
use protocol::rest::messages::MessageSent;
use worker::{Request, Response};

use super::agent::{self, Identity};
use super::{DRAIN_SPREAD_MS, Inbox};
use crate::error::Error;
use crate::index;
use crate::objects::address::Address;
use crate::objects::call::desk::{
    CountRows, EraseInbox, EraseShard, FindRows, ForgetThread, KeepMembers, ListBlocks, ListRatings,
};
use crate::objects::call::files::EraseFiles;
use crate::objects::call::reply::ForwardReply;
use crate::objects::call::reports::ReadReport;
use crate::objects::call::transcripts::{ListTranscripts, ReadTranscript, SendTranscript};
use crate::objects::call::v3::FindThread;
use crate::objects::call::{Call, ReadLog, Reply};
use crate::objects::link::{self, Held};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::store::inbox::{self as rows, colleagues, conversations, erase, find, numbers, search};
use crate::v3::Key;

/// Threads whose words are read in one alarm.
const AT_ONCE: u32 = 50;
/// Words that were missed are read so soon; they are no one's to wait for.
const SOON_MS: u64 = 1_000;
/// After something went wrong, so late.
const LATER_MS: u64 = 60_000;

impl Inbox {
    /// Answers the question of that verb, if it is one of these.
    pub(super) async fn route_model(&self, verb: &str, request: &mut Request) -> Result<Response, Error> {
        match verb {
            FindRows::VERB => {
                answer(request, async |call: FindRows| {
                    index::find(self.database.get()?, &self.place()?.1, &call)
                })
                .await
            }
            CountRows::VERB => {
                answer(request, async |call: CountRows| Ok(index::count(self.database.get()?, &call)?)).await
            }
            ListBlocks::VERB => {
                answer(request, async |_: ListBlocks| {
                    Ok(find::blocks(self.database.get()?, &self.place()?.1, PAGE_MAX)?)
                })
                .await
            }
            ListRatings::VERB => {
                answer(request, async |call: ListRatings| index::ratings(self.database.get()?, call)).await
            }
            ReadReport::VERB => {
                answer(request, async |call: ReadReport| {
                    // An inbox that nobody writes to would never begin to read what is from before there were reports.
                    self.read_on_soon()?;
                    index::report::read(self.database.get()?, &call)
                })
                .await
            }
            ForgetThread::VERB => answer(request, async |call: ForgetThread| self.forget(&call.thread)).await,
            KeepMembers::VERB => {
                answer(request, async |call: KeepMembers| {
                    let gone = self.everybody().into_iter().filter(|line| {
                        let identity = Held::<Identity>::of(line).and_then(|held| held.identity);
                        identity.is_some_and(|identity| !call.members.contains(&identity.id))
                    });
                    gone.for_each(|line| agent::sign_out(&line));
                    Ok(())
                })
                .await
            }
            EraseInbox::VERB => answer(request, async |call: EraseInbox| self.erase(call.shards).await).await,
            FindThread::VERB => answer(request, async |call: FindThread| self.find_thread(&call)).await,
            ListTranscripts::VERB => {
                answer(request, async |call: ListTranscripts| {
                    self.shard_of(&call.thread)?.ask(&self.env, &random::request_id(), &call).await
                })
                .await
            }
            ReadTranscript::VERB => {
                answer(request, async |call: ReadTranscript| {
                    self.shard_of(&call.thread)?.ask(&self.env, &random::request_id(), &call).await
                })
                .await
            }
            SendTranscript::VERB => {
                answer(request, async |call: SendTranscript| {
                    self.shard_of(&call.thread)?.ask(&self.env, &random::request_id(), &call).await
                })
                .await
            }
            ForwardReply::VERB => answer(request, async |call| self.replied(call).await).await,
            _ => Err(Error::not_found()),
        }
    }

    /// A thread that is named without its inbox. Once the inbox is deleted none is here.
    fn find_thread(&self, call: &FindThread) -> Result<Option<Row>, Error> {
        let (sql, (_, inbox)) = (self.database.get()?, self.place()?);
        if erase::has_begun(sql)? {
            return Ok(None);
        }
        Ok(match &call.key {
            Key::Id(thread) => rows::row(sql, &inbox, thread)?,
            Key::Number(number) => numbers::of_number(sql, &inbox, *number)?,
        })
    }

    /// An agent's program replies: as over the socket.
    async fn replied(&self, call: ForwardReply) -> Result<MessageSent, Error> {
        let ForwardReply { thread, client_message_id, text, attachments, by, reply_to } = call;
        let shard = self.shard_of(&thread)?;
        let call = Reply { thread, client_message_id, text, attachments, by, reply_to };
        let replied = shard.ask(&self.env, &random::request_id(), &call).await?;
        replied.news.map_or(Ok(()), |news| self.told(news))?;
        Ok(MessageSent { seq: replied.seq, at: replied.at })
    }

    /// A thread is gone for good (H91).
    fn forget(&self, thread: &ThreadId) -> Result<(), Error> {
        let was_here = index::gone::thread(self.database.get()?, thread, now_ms())?;
        self.tell_events_later()?;
        if was_here {
            self.show(&[ServerFrame::RowGone { thread: thread.clone() }]);
        }
        Ok(())
    }

    /// Sees to it that words are read which did not come with a telling.
    pub(super) fn read_on_soon(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        if search::behind(sql, 1)?.is_empty() && conversations::behind(sql, 1)?.is_empty() {
            return Ok(());
        }
        self.ring_by(now_ms() + SOON_MS)
    }

    /// What is left to do when the alarm rings: words to read, and a deleted inbox to empty.
    pub(super) async fn work_off(&self) -> Result<(), Error> {
        let result = match erase::has_begun(self.database.get()?)? {
            true => self.go_on_erasing().await,
            false => self.read_on().await,
        };
        if result.is_err() {
            self.ring_by(now_ms() + LATER_MS)?;
        }
        result
    }

    async fn read_on(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        for (thread, after_seq) in search::behind(sql, AT_ONCE)? {
            let call = ReadLog { thread: thread.clone(), after_seq, limit: PAGE_MAX };
            let entries = match self.shard_of(&thread)?.ask(&self.env, &random::request_id(), &call).await {
                Ok(log) => log.entries,
                // There is nothing more to read.
                Err(error) if matches!(error.code(), Code::NotFound | Code::ResumeAhead) => Vec::new(),
                Err(error) => return Err(error),
            };
            search::catch_up(sql, &thread, &entries)?;
            // Mostly both miss the same.
            index::conversations::hear(sql, &thread, &entries)?;
        }
        self.count_on().await?;
        self.read_on_soon()
    }

    /// Reads the logs of threads that reports do not know, or not to their end.
    async fn count_on(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let behind = conversations::behind(sql, AT_ONCE)?;
        if !behind.is_empty() && colleagues::revision(sql)?.is_none() {
            self.ask_for_colleagues(&random::request_id()).await?;
        }
        for (thread, after_seq) in behind {
            let call = ReadLog { thread: thread.clone(), after_seq, limit: PAGE_MAX };
            let entries = match self.shard_of(&thread)?.ask(&self.env, &random::request_id(), &call).await {
                Ok(log) => log.entries,
                // There is nothing more to read.
                Err(error) if matches!(error.code(), Code::NotFound | Code::ResumeAhead) => Vec::new(),
                Err(error) => return Err(error),
            };
            index::conversations::catch_up(sql, &thread, &entries)?;
        }
        Ok(())
    }

    /// The inbox is deleted (S180): the first step is taken at once, the others by the alarm.
    async fn erase(&self, shards: u16) -> Result<(), Error> {
        erase::begin(self.database.get()?, shards)?;
        self.ring_by(now_ms() + SOON_MS)?;
        self.go_on_erasing().await
    }

    /// Empties the shards, so that they tell of nothing new; then takes one step through the threads that are listed here.
    async fn go_on_erasing(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        for shard in erase::shards(sql)? {
            let (account, inbox) = self.place()?;
            let request_id = random::request_id();
            let files = Address::Files(account.clone(), inbox.clone(), shard);
            let shard_address = Address::Threads(account, inbox, shard);
            shard_address.ask(&self.env, &request_id, &EraseShard {}).await?;
            files.ask(&self.env, &request_id, &EraseFiles {}).await?;
            erase::emptied(sql, shard)?;
        }
        let gone = index::gone::some(sql, now_ms())?;
        self.tell_events_later()?;
        let is_empty = erase::left(sql, 1)?.is_empty();
        if !is_empty {
            self.ring_by(now_ms())?;
        }
        let frames = gone.into_iter().map(|thread| ServerFrame::RowGone { thread });
        self.show(&frames.collect::<Vec<_>>());
        if is_empty {
            link::drain(&self.everybody(), DRAIN_SPREAD_MS);
        }
        Ok(())
    }
}
