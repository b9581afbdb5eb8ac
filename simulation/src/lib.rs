//! Delivery under every fault that can be thought of, ten thousand times over, each time the same for the same seed.
//!
//! (Not the simulator of targeting, in which somebody tries a page view out: that one is `edge::simulation`.)
//!
//! **What is real.** The client is `protocol::delivery`, which widget and console share. The server is what the edge
//! decides and keeps: `edge::shard` with what it tells, marks and lets pass, `edge::index`, `edge::credit`, `edge::watch`,
//! and the stores on SQLite, with the edge's own migrations. Of `edge::objects`, which is bound to workerd, only the
//! glue is written again in `edge_side`, call by call: whoever changes what an object sends to whom changes it there
//! too. A quarter of the lives send every frame as JSON and read it back. Long polls, presence, consent and captured
//! addresses are not lived through.
//!
//! **What is virtual.** Clocks, the network, the disk's moment of durability, the machine, people. A world has one to
//! three visitors with one or two tabs each, one or two consoles, one or two shards and an inbox. What can happen:
//!
//! | where | what |
//! |---|---|
//! | network | delay, up to seconds; one way stalls and comes back, or dies; a link is cut with what is under way or without; a side learns of it soon, late, or only by silence; in every fourth life frames are also lost, doubled and swapped inside a living connection (a frame cut in the middle is a cut link to both sides: WebSocket delivers whole messages) |
//! | disk | what is written is durable at the commit, some ms later; a crash takes the rest; the disk is full after any statement |
//! | machine | the process dies, an object dies, also between any two effects of one turn; sleep takes the memory; a drain; the clock jumps by up to an hour, both ways |
//! | between objects | a question or its answer is lost; answers overtake each other; alarms ring twice |
//! | tabs | reload, a tab's outbox is handed to another, stop and start, sleep with a clock that goes on or stands still, a clock that jumps by up to a day |
//! | people | write (also 25 messages at once, past the rate limit, and in some lives long-windedly), follow, read, type, close, reopen, assign, block, sign out (also while a socket is on its way) and in |
//!
//! **What must hold** after every step stands in `ledger`, and once the faults stop everybody has to come to have
//! everything: every viewer the log and the thread's state, every outbox nothing, the inbox's index and every console's
//! list the rows that the shards would tell. Of the spec's invariants, that an erased message leaves no readable copy
//! is missing: nothing is erased yet.
//!
//! **That it finds something** is a test, too: each [`Sabotage`] is a server with one believable mistake, and every one of
//! them has to be found within a thousand seeds (`tests/promises.rs`). What it found when it was new, each with a test of
//! its own since:
//!
//! - a live entry that overtook an agent's replay was missed until somebody wrote again (`protocol::delivery`, cursors);
//! - an older replay put a closed thread back to open on the screen (`protocol::delivery`);
//! - after stop and start a client did not ask for what came meanwhile (`protocol::delivery`);
//! - a clock put back by an hour kept a visitor from writing for that hour (`edge::shard::pace`);
//! - a first message whose answer was lost, given to another tab that had begun a thread of its own, was stored in both
//!   (`edge::shard`);
//! - a message that a closed thread had refused was stored when it was open again (`edge::shard`);
//! - a console that had lagged loaded its list before the edge knew that it had caught up, and missed what changed in
//!   between (`abreast`);
//! - a client whose window the edge took for full asked for the same replay again and again, at the speed of the line
//!   (`protocol::delivery`, cursors).
//!
//! ```
//! use simulation::{Disks, Terms, live};
//!
//! let terms = Terms { steps: 50, sabotage: None, trace: false };
//! assert_eq!(live(1, terms, &mut Disks::default()).broken, None);
//! ```

mod chance;
mod client;
mod disk;
mod edge_side;
mod ledger;
mod network;
mod sabotage;
mod world;

pub use sabotage::Sabotage;
pub use world::{Disks, Outcome, Terms, live};
