//! Visitors who poll: their requests reach the same ears as frames of sockets.

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::call::PollVisitor;
use crate::objects::line::Line;
use crate::objects::link::Held;
use crate::objects::polls::{self, Request};
use crate::platform::clock::now_ms;
use crate::platform::settings;

impl Threads {
    /// Answers a request, some time. Who it is stands in its first frame.
    pub(super) async fn polled(&self, call: PollVisitor) -> Result<String, Error> {
        self.forget_who_left();
        let PollVisitor { poll, origin } = call;
        let request = Request::of(poll, settings::poll_wait(&self.env));
        let opening = Held::<Identity>::opening(origin.clone(), None);
        let session = self.polls.session(&request, opening, |held| held.opening == origin)?;
        let line = Line::Poll(session.clone());
        let answer = polls::answer(
            session,
            request,
            async |line, message| self.heard(line, message).await,
            |line| Held::<Identity>::of(line).is_some_and(|held| held.identity.is_some()),
        );
        let answer = answer.await;
        if line.has_ended() {
            self.left(&line, true);
        }
        answer.map(|answer| answer.to_json())
    }

    /// Clients that poll leave without a word when their network does.
    pub(super) fn forget_who_left(&self) {
        for line in self.polls.sweep(now_ms()) {
            self.left(&line, true);
        }
    }
}
