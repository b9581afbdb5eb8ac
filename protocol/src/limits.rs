//! The numbers both sides keep. Units are in the names or beside them.

/// Largest frame on a socket, in bytes; a larger one closes with 1009.
pub const FRAME_BYTES: usize = 64 * 1024;
/// Largest body of a request, in bytes.
pub const BODY_BYTES: usize = 64 * 1024;
/// Longest message, in code points.
pub const MESSAGE_CHARS: usize = conversation::text::MAX_CHARS;
/// So long may whoever said something take it back or say it in other words (P26). Shorter than [`FILE_UNSENT_MS`]: a file is
/// looked at once more when that is over, and goes where its message does not carry it any more.
pub const REVISE_MS: u64 = conversation::thread::REVISE_MS;
const _: () = assert!(REVISE_MS < FILE_UNSENT_MS);
/// Messages a visitor may send in [`RATE_WINDOW_MS`].
pub const RATE_MESSAGES: u32 = 20;
/// The window of [`RATE_MESSAGES`].
pub const RATE_WINDOW_MS: u64 = 10_000;
/// Sockets a visitor may hold at once; one more closes the oldest with 4409.
pub const VISITOR_SOCKETS: usize = 3;
/// Largest body of a request that polls, in bytes: one frame of full size and some smaller ones.
pub const POLL_BYTES: usize = 2 * FRAME_BYTES;
/// Most frames of one such request.
pub const POLL_FRAMES: usize = 64;
/// Time such a request waits for news, in seconds, unless the operator says otherwise.
pub const POLL_WAIT_S: u64 = 25;
/// A session that polls is forgotten after this time without a request.
pub const POLL_SILENCE_MS: u64 = 60_000;
/// Frames that wait for the next request of a session; with one more it is forgotten, and its client resumes.
pub const POLL_QUEUE_FRAMES: usize = 64;
/// And so many bytes of them.
pub const POLL_QUEUE_BYTES: usize = 256 * 1024;
/// Most bytes of frames that one request is answered with, a replay that it asked for too.
pub const POLL_ANSWER_BYTES: usize = 16 * POLL_QUEUE_BYTES;
/// Time from opening a socket to its `hello`.
pub const HELLO_MS: u64 = 10_000;
/// Frames that may be under way to a client that counts them.
pub const WINDOW_FRAMES: u64 = 64;
/// And bytes of them.
pub const WINDOW_BYTES: u64 = 256 * 1024;
/// A client that takes nothing for so long after `lagging` is sent away with 4008.
pub const LAGGING_MS: u64 = 60_000;
/// Entries of one replay; the client asks on.
pub const REPLAY_ENTRIES: u32 = 32;
/// A socket whose last ping is older is closed. Clients ping every 23 to 25 s; a hidden page's
/// timers ring once a minute.
pub const SILENT_MS: u64 = 90_000;
/// Least time between two looks at who is silent: each wakes an object that may be asleep.
pub const SWEEP_MS: u64 = 60_000;
/// A client says at most so often that somebody types; edges let a little more through.
pub const TYPING_EVERY_MS: u64 = 3_000;
/// So long is somebody shown as typing.
pub const TYPING_SHOWN_MS: u64 = 5_000;
/// Frames that are not JSON before the socket is closed.
pub const BAD_FRAMES: u32 = 3;
/// Largest sequence number: what a JSON number can hold exactly.
pub const SEQ_MAX: u64 = (1 << 53) - 1;
/// Most rows or entries a request may ask for.
pub const PAGE_MAX: u32 = 200;
/// Most items of one page of a list that is read with a cursor.
pub const LIST_MAX: u32 = 100;
/// Most conversations of one inbox that a visitor's list shows, the newest first.
pub const VISITOR_THREADS: u32 = 50;
/// Most tokens of an account.
pub const TOKENS: usize = 100;
/// The answer to an `Idempotency-Key` is kept for so long.
pub const ONCE_MS: u64 = 86_400_000;
/// Longest answer that is kept for it, in bytes.
pub const ONCE_BYTES: usize = 64 * 1024;
/// Most webhooks of an account.
pub const WEBHOOKS: usize = 20;
/// Longest address of a webhook, in bytes.
pub const WEBHOOK_URL_BYTES: usize = 2_048;
/// A delivery stays in the log for so long.
pub const DELIVERY_LOG_MS: u64 = 7 * 86_400_000;
/// A webhook that only fails is switched off after so long.
pub const WEBHOOK_FAILS_MS: u64 = 3 * 86_400_000;
/// After its secret was changed, deliveries are signed with the old one too for so long.
pub const OLD_SECRET_MS: u64 = 86_400_000;
/// Life of a visitor token.
pub const TOKEN_SECONDS: u64 = 180 * 86_400;
/// Life of an identity token that the site's own server asked for.
pub const IDENTITY_SECONDS: u64 = 12 * 3_600;
/// Secrets of an account that count at a time: the one before, until every server of the site has the new one.
pub const IDENTITY_SECRETS: usize = 2;
/// Age at which a token's facts (contact, lists) are read again.
pub const TOKEN_FRESH_SECONDS: u64 = 3_600;
/// Largest sub-book sent to a browser, in bytes after gzip.
pub const SUB_BOOK_BYTES: usize = 16 * 1024;
/// Bytes of a password: shorter ones are guessed, longer ones only keep the hash busy.
pub const PASSWORD_BYTES: core::ops::RangeInclusive<usize> = 10..=1_024;
/// Longest name of a chatflow, an account or a heading, in code points.
pub const NAME_CHARS: usize = 100;
/// Longest label of a launcher, in code points: it stands in one line.
pub const LABEL_CHARS: usize = 24;
/// How much further from the edges of the screen than usual an owner may move the launcher, in px.
pub const OFFSET_PX: u16 = 200;
/// Longest welcome message, in code points.
pub const WELCOME_CHARS: usize = 2_000;
/// Longest consent text, in code points.
pub const CONSENT_CHARS: usize = 5_000;
/// Longest question about a chat that has ended, in code points.
pub const RATING_QUESTION_CHARS: usize = 200;
/// Longest e-mail capture message, in code points.
pub const CAPTURE_CHARS: usize = 500;
/// Most include rules of a chatflow, and most exclusions.
pub const RULES: usize = 200;
/// Most groups of conditions of a chatflow, and most conditions of a group.
pub const CONDITIONS: usize = 20;
/// Most facts of a page view.
pub const FACTS: usize = 64;
/// Longest name of a fact, in bytes.
pub const FACT_NAME_BYTES: usize = 64;
/// Longest value of a fact, in bytes; longer ones are cut by whoever collects them.
pub const FACT_BYTES: usize = 1_024;
/// Most decisions that the owner of a chatflow expects.
pub const EXPECTED: usize = 50;
/// Most pages of one coverage.
pub const COVERED_PAGES: usize = 5_000;
/// Largest sitemap, and largest text of one, in bytes once it is unpacked.
pub const SITEMAP_BYTES: usize = 5 * 1024 * 1024;
/// Most files of one sitemap: an index and what it names.
pub const SITEMAP_FILES: usize = 20;
/// Longest address that is tried out, in bytes.
pub const TRIED_URL_BYTES: usize = 8_192;
/// Life of a link that explains a page, in seconds.
pub const EXPLAIN_SECONDS: u64 = 3_600;
/// Rule sets kept for making decisions again: the newest so many.
pub const KEPT_RULE_SETS: usize = 50;
/// And so many bytes of them.
pub const KEPT_RULE_BYTES: usize = 1_000_000;
/// Versions kept of each chatflow: the newest so many.
pub const KEPT_VERSIONS: usize = 50;
/// How many days ahead a chatflow can be switched.
pub const SCHEDULED_DAYS: u64 = 366;
/// Most chatflows of an account.
pub const CHATFLOWS: usize = 500;
/// Most sites of an account.
pub const ORIGINS: usize = 200;
/// Longest typical reply time, in minutes: 30 days.
pub const REPLY_MINUTES: u32 = 43_200;
/// After how many minutes without a word a chat may close by itself (H67).
pub const CLOSES_AFTER_MINUTES: core::ops::RangeInclusive<u16> = 5..=1_440;
/// Largest file of a message, in bytes.
pub const FILE_BYTES: usize = 10 * 1024 * 1024;
/// Most files of one message.
pub const FILES_PER_MESSAGE: usize = 5;
/// Longest name of a file, in code points; longer ones are cut before their ending.
pub const FILE_NAME_CHARS: usize = 120;
/// Largest picture, in pixels.
pub const FILE_PIXELS: u64 = 40_000_000;
/// A file that no message carries is kept for so long.
pub const FILE_UNSENT_MS: u64 = 3_600_000;
/// Life of the address that a visitor downloads a file from, in seconds.
pub const FILE_ADDRESS_SECONDS: u64 = 300;
/// Files that one visitor, or one agent, may bring in [`FILE_WINDOW_MS`].
pub const FILES_PER_WINDOW: u64 = 50;
/// And bytes of them.
pub const FILE_BYTES_PER_WINDOW: u64 = 100 * 1024 * 1024;
/// The window of [`FILES_PER_WINDOW`].
pub const FILE_WINDOW_MS: u64 = 86_400_000;
/// Bytes of files that no message carries, in one shard.
pub const FILE_BYTES_UNSENT: u64 = 512 * 1024 * 1024;
/// Bytes of files in one shard. Half of what the platform keeps in one object.
pub const FILE_BYTES_KEPT: u64 = 5 * 1024 * 1024 * 1024;
/// Most saved replies that are everybody's.
pub const SAVED_REPLIES: usize = 300;
/// Most saved replies of one person.
pub const SAVED_REPLIES_OWN: usize = 100;
/// Most macros that are everybody's.
pub const MACROS: usize = 200;
/// Most macros of one person.
pub const MACROS_OWN: usize = 50;

/// Skills of an account (P40).
pub const SKILLS: usize = 64;

/// Apps of an account beside its conversations (P58).
pub const APPS: usize = 20;
/// Longest address of one, in bytes.
pub const APP_URL_BYTES: usize = 2_000;

/// Kinds of communication that the visitors of an account can subscribe to (S86).
pub const SUBSCRIPTIONS: usize = 24;
/// Longest description of one, in code points.
pub const SUBSCRIPTION_CHARS: usize = 500;
