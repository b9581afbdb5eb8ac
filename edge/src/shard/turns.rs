//! One after the other: what a visitor said first is stored first, also where the account is asked in between.
//!
//! While a shard waits for an answer, the next message of the same socket is handed to it. Whoever takes a turn waits
//! for the turns of the same visitor that were taken before; other visitors are not held up. A cache: with the object
//! everybody who waits in it goes too. Knows no messages.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use conversation::ids::VisitorId;

/// Who is waiting, visitor by visitor; the first of each is at work.
#[derive(Debug, Default)]
pub struct Turns {
    queues: RefCell<HashMap<VisitorId, VecDeque<Place>>>,
}

#[derive(Debug, Default)]
struct Place {
    number: u64,
    waker: Option<Waker>,
}

/// A turn, until it is dropped.
#[derive(Debug)]
pub struct Turn<'a> {
    turns: &'a Turns,
    visitor: VisitorId,
    number: u64,
}

impl Turns {
    /// Waits for the visitor's turns before this one.
    pub async fn take(&self, visitor: &VisitorId) -> Turn<'_> {
        // Made before the first wait: whoever gives up waiting leaves the queue by dropping it.
        let turn = self.line_up(visitor);
        poll_fn(|context| {
            let mut queues = self.queues.borrow_mut();
            let Some(queue) = queues.get_mut(visitor) else { return Poll::Ready(()) };
            if queue.front().is_none_or(|first| first.number == turn.number) {
                return Poll::Ready(());
            }
            if let Some(place) = queue.iter_mut().find(|place| place.number == turn.number) {
                place.waker = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
        turn
    }

    fn line_up(&self, visitor: &VisitorId) -> Turn<'_> {
        let mut queues = self.queues.borrow_mut();
        let queue = queues.entry(visitor.clone()).or_default();
        let number = queue.back().map_or(0, |last| last.number + 1);
        queue.push_back(Place { number, waker: None });
        Turn { turns: self, visitor: visitor.clone(), number }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let next = {
            let mut queues = self.turns.queues.borrow_mut();
            let Some(queue) = queues.get_mut(&self.visitor) else { return };
            queue.retain(|place| place.number != self.number);
            let next = queue.front_mut().and_then(|first| first.waker.take());
            if queue.is_empty() {
                queues.remove(&self.visitor);
            }
            next
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Wake};

    use super::*;

    #[derive(Default)]
    struct Bell(AtomicU32);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn visitor(n: u8) -> VisitorId {
        VisitorId::from_random([n; 16])
    }

    /// Polls once: the turn where it has come, and how often the bell rang since.
    fn poll<'t>(future: Pin<&mut impl Future<Output = Turn<'t>>>, bell: &Arc<Bell>) -> Option<Turn<'t>> {
        match future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(bell)))) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    fn rang(bell: &Bell) -> u32 {
        bell.0.load(Ordering::Relaxed)
    }

    #[test]
    fn the_first_to_ask_is_the_first_to_have_a_turn() {
        // P3
        let (turns, bell) = (Turns::default(), Arc::new(Bell::default()));
        let (me, other) = (visitor(1), visitor(2));
        let [first, second, third] = [(); 3].map(|()| turns.take(&me));
        let (mut first, mut second, mut third) = (pin!(first), pin!(second), pin!(third));
        let at_work = poll(first.as_mut(), &bell).expect("nobody was before");
        assert!(poll(second.as_mut(), &bell).is_none());
        assert!(poll(third.as_mut(), &bell).is_none());
        assert!(poll(pin!(turns.take(&other)).as_mut(), &bell).is_some(), "nobody waits for another visitor");
        assert_eq!(rang(&bell), 0);
        drop(at_work);
        assert_eq!(rang(&bell), 1, "the second, and only the second, is called");
        assert!(poll(third.as_mut(), &bell).is_none());
        let at_work = poll(second.as_mut(), &bell).expect("its turn");
        drop(at_work);
        assert!(poll(third.as_mut(), &bell).is_some());
        assert!(turns.queues.borrow().is_empty(), "nobody is remembered");
    }

    #[test]
    fn whoever_gives_up_holds_nobody_up() {
        let (turns, bell) = (Turns::default(), Arc::new(Bell::default()));
        let me = visitor(1);
        let mut first = pin!(turns.take(&me));
        let at_work = poll(first.as_mut(), &bell).expect("nobody was before");
        let mut second = Box::pin(turns.take(&me));
        assert!(poll(second.as_mut(), &bell).is_none());
        let mut third = pin!(turns.take(&me));
        assert!(poll(third.as_mut(), &bell).is_none());
        drop(second);
        drop(at_work);
        assert!(poll(third.as_mut(), &bell).is_some());
    }
}
