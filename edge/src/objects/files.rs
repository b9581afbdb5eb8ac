//! The `Files` object: the files that the messages of one shard carry, in chunks beside what is known of them.
//!
//! The same on one machine and on the network. It never says where a file can be had: who may read one is asked with
//! every reading.

use std::cell::Cell;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::{FileId, random_part};
use futures_util::StreamExt as _;
use protocol::code::Code;
use protocol::frame::Attachment;
use protocol::limits::FILE_BYTES;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::address::Address;
use super::call::Call;
use super::call::files::{
    BRING, Brought, CarriedFiles, ClaimFiles, DropFiles, EraseFiles, FILE, ForgetFiles, OpenFile,
    ReleaseFiles, SeeFile,
};
use super::serve::{Database, answer, own_name, verb};
use crate::cabinet;
use crate::error::Error;
use crate::file;
use crate::json::tree;
use crate::platform::clock::now_ms;
use crate::platform::reply::{self, Reply};
use crate::platform::{alarm, broken, incoming, log, random};
use crate::store::files as rows;
use crate::store::{Sql as _, migrate};

/// Files that are on their way in at once: each is in memory until it is kept.
const AT_ONCE: u32 = 4;
/// Somebody who comes while there are so many tries again after this time.
const BUSY_MS: u64 = 1_000;
/// What could not be seen to is seen to after this time.
const LATER_MS: u64 = 60_000;

/// One per shard of an inbox.
#[durable_object(alarm)]
pub struct Files {
    state: State,
    env: Env,
    database: Database,
    coming: Cell<u32>,
    /// When the alarm rings, where this instance set it.
    alarm_at: Cell<Option<u64>>,
}

/// One that is on its way in, until this is dropped: also where its sender hangs up.
struct Coming<'a>(&'a Cell<u32>);

impl Drop for Coming<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl DurableObject for Files {
    fn new(state: State, env: Env) -> Self {
        let database = Database::new(&state, migrate::FILES);
        Self { state, env, database, coming: Cell::new(0), alarm_at: Cell::new(None) }
    }

    async fn fetch(&self, mut request: Request) -> worker::Result<Response> {
        let id = incoming::request_id(&request);
        let result = self.route(&mut request).await;
        Ok(result.unwrap_or_else(|error| reply::failure(&error, &id, &[])))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        self.alarm_at.set(None);
        if let Err(error) = self.sweep().await {
            log(&error, &random::request_id());
            if let Err(error) = self.ring_by(now_ms() + LATER_MS) {
                log(&error, &random::request_id());
            }
        }
        Response::empty()
    }
}

impl Files {
    async fn route(&self, request: &mut Request) -> Result<Response, Error> {
        let sql = self.database.get()?;
        match verb(request).as_str() {
            BRING => self.bring(request).await,
            ClaimFiles::VERB => {
                answer(request, async |call: ClaimFiles| {
                    let ClaimFiles { by, files, visitor, thread, message } = call;
                    let claimed = cabinet::claim(sql, &by, &files, &visitor, &thread, &message, now_ms())?;
                    self.come_back()?;
                    Ok(claimed)
                })
                .await
            }
            ReleaseFiles::VERB => {
                answer(request, async |call: ReleaseFiles| {
                    Ok(cabinet::release(sql, &call.files, &call.message)?)
                })
                .await
            }
            DropFiles::VERB => {
                answer(request, async |call: DropFiles| Ok(cabinet::heard(sql, &call.files, &[])?)).await
            }
            SeeFile::VERB => {
                answer(request, async |call: SeeFile| cabinet::open(sql, &call.by, &call.file)).await
            }
            OpenFile::VERB => {
                let body = incoming::bytes(request).await?;
                let OpenFile { by, file } =
                    tree::from_slice(&body).map_err(|error| Error::fault("reading a call", error))?;
                let found = cabinet::open(sql, &by, &file)?;
                let bytes = rows::bytes(sql, &found.id)?;
                Ok(Reply::new(200).with(&[(FILE, &in_header(&found)?)]).bytes(bytes))
            }
            ForgetFiles::VERB => {
                answer(request, async |call: ForgetFiles| Ok(cabinet::forget(sql, &call.thread)?)).await
            }
            EraseFiles::VERB => {
                answer(request, async |_: EraseFiles| Ok(sql.atomically(|| rows::remove_all(sql))?)).await
            }
            _ => Err(Error::not_found()),
        }
    }

    async fn bring(&self, request: &mut Request) -> Result<Response, Error> {
        let header = incoming::header(request, FILE).unwrap_or_default();
        let Brought { by, name } = of_header(&header)?;
        if self.coming.get() >= AT_ONCE {
            let busy = Error::rejected(Code::RateLimited, "too many files at once");
            return Err(busy.retry_after(BUSY_MS));
        }
        self.coming.set(self.coming.get() + 1);
        let _until_kept = Coming(&self.coming);
        let taken = file::take(&name, body(request).await?)?;
        let id = FileId::parse(&random_part(random::bytes()?))
            .map_err(|error| Error::fault("a file's id", error))?;
        let kept = cabinet::bring(self.database.get()?, &by, taken, id, now_ms())?;
        self.come_back()?;
        reply::ok(&kept)
    }

    /// Sees to it that what is to be looked at is looked at. Called before anything is awaited.
    fn come_back(&self) -> Result<(), Error> {
        rows::next_due(self.database.get()?)?.map_or(Ok(()), |at| self.ring_by(at))
    }

    fn ring_by(&self, at: u64) -> Result<(), Error> {
        if self.alarm_at.get().is_some_and(|set| set > now_ms() && set <= at) {
            return Ok(());
        }
        alarm::ring_at(&self.state.storage(), at.max(now_ms() + 1))?;
        self.alarm_at.set(Some(at));
        Ok(())
    }

    async fn sweep(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let name = own_name(&self.state)?;
        let place = Address::parse_threads(&name).ok_or_else(|| Error::fault("a shard's name", name))?;
        let shard = Address::Threads(place.0, place.1, place.2);
        for (thread, asked) in cabinet::sweep(sql, now_ms())? {
            let call = CarriedFiles { thread };
            let carried = shard.ask(&self.env, &random::request_id(), &call).await?;
            cabinet::heard(sql, &asked, &carried)?;
        }
        self.come_back()
    }
}

/// The whole body, as far as it may go: a length is not always declared, and nothing that is declared is believed.
async fn body(request: &mut Request) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let Ok(mut stream) = request.stream() else { return Ok(bytes) };
    while let Some(part) = stream.next().await {
        bytes.extend(part.map_err(broken("reading a file"))?);
        if bytes.len() > FILE_BYTES {
            // At least so many; nobody counts the others.
            return Err(file::too_large(FILE_BYTES + 1));
        }
    }
    Ok(bytes)
}

fn in_header(file: &Attachment) -> Result<String, Error> {
    let json = serde_json::to_vec(file).map_err(|error| Error::fault("a file's header", error))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

fn of_header(header: &str) -> Result<Brought, Error> {
    let json = URL_SAFE_NO_PAD.decode(header).map_err(|error| Error::fault("a file's header", error))?;
    tree::from_slice(&json).map_err(|error| Error::fault("a file's header", error))
}
