//! Agents who poll: their requests reach the same ears as frames of sockets.

use std::rc::Rc;

use super::Inbox;
use super::agent::{Identity, has_said_hello};
use crate::error::Error;
use crate::objects::call::PollAgent;
use crate::objects::line::Line;
use crate::objects::link::Held;
use crate::objects::polls::{self, Request};
use crate::platform::clock::now_ms;
use crate::platform::settings;

impl Inbox {
    /// Answers a request, some time. The Worker has checked the session and says whose it is.
    pub(super) async fn polled(&self, call: PollAgent) -> Result<String, Error> {
        for line in self.polls.sweep(now_ms()) {
            self.looks_away(&line);
        }
        let PollAgent { poll, agent } = call;
        let is_first = poll.n == 1;
        let request = Request::of(poll, settings::poll_wait(&self.env));
        let identity = Identity::from_header(&agent)?;
        let signed_in = identity.session.clone();
        let opening = Held::opening(String::new(), Some(identity));
        let session = self.polls.session(&request, opening, |held: &Held<Identity>| {
            held.identity.as_ref().is_some_and(|identity| identity.session == signed_in)
        })?;
        if is_first {
            self.check_session(&Line::Poll(Rc::clone(&session))).await?;
        }
        let answer = polls::answer(
            session,
            request,
            async |line, message| self.heard(line, message).await,
            |line| Held::of(line).is_some_and(|held| has_said_hello(&held)),
        );
        Ok(answer.await?.to_json())
    }
}
