//! A line's resumes after a restore. What they come to is decided in [`crate::restored`].

use conversation::ids::ThreadId;
use protocol::code::Code;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::Env;

use super::line::Line;
use super::link::Held;
use crate::error::Error;
use crate::platform::clock::now_ms;
use crate::platform::settings;
use crate::restored::{Resume, resume};

/// Whose line remembers the threads that were resumed on it.
pub(super) trait Begun {
    /// Those threads.
    fn begun(&mut self) -> &mut Vec<ThreadId>;
}

/// Refuses a resume by whoever may have seen another log than the one that was brought back.
pub(super) fn admit<I: Begun + Serialize + DeserializeOwned>(
    env: &Env,
    line: &Line,
    thread: &ThreadId,
    after_seq: u64,
) -> Result<(), Error> {
    let Some(restored_at) = settings::restored_at(env) else { return Ok(()) };
    let Some(mut held) = Held::<I>::of(line) else { return Ok(()) };
    let Some(me) = held.identity.as_mut() else { return Ok(()) };
    let found = resume(restored_at, now_ms(), me.begun(), thread, after_seq);
    if found != Resume::Usual {
        held.keep(line)?;
    }
    match found {
        Resume::Usual | Resume::First => Ok(()),
        Resume::Anew => {
            Err(Error::rejected(Code::ResumeAhead, "this conversation was restored; load it anew"))
        }
    }
}
