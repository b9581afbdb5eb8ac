//! A client: the shell around [`protocol::delivery`], as widget and console have one, on a socket of this machine.
//!
//! It decides nothing of its own. What it is told to do are [`Order`]s, what it shows goes to an [`Ear`], and how it
//! stands can be waited for.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use conversation::ids::{ClientMessageId, ThreadId};
use futures_util::{SinkExt as _, StreamExt as _};
use protocol::delivery::{Action, Delivery, Draft, Input, LinkState, News};
use protocol::frame::{ClientFrame, PING, ServerFrame};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::header::{HOST, HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::chance::Chance;
use crate::clock::Clock;
use crate::people::Person;
use crate::product::CHATFLOW;
use crate::wording::Speaks;

type Socket = WebSocketStream<TcpStream>;
type Opening = Pin<Box<dyn Future<Output = Result<Socket, tungstenite::Error>> + Send>>;

/// Told everything that a client shows, with its name.
pub type Ear = Arc<dyn Fn(&str, &News) + Send + Sync>;

/// What a client is told to do.
#[derive(Clone, Debug)]
pub enum Order {
    /// Something happened around it.
    Input(Box<Input>),
    /// So many milliseconds pass at once.
    Pass(u64),
    /// A minute passes as soon as nothing is under way: the link then counts as stable.
    QuietMinute,
    /// Stands still from now on, as a frozen tab does whose socket stays open; or goes on.
    Stall(bool),
    /// Ends, without a word to the server.
    Leave,
}

/// How a client stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether it is connected and greeted.
    pub live: bool,
    /// Whether the server sent it away for good.
    pub refused: bool,
    /// Orders it has carried out.
    pub heeded: u64,
    /// Messages that were given to it.
    pub submitted: u64,
    /// Messages in the outbox.
    pub unsent: usize,
    /// The last place shown, by thread.
    pub shown: BTreeMap<ThreadId, u64>,
    /// Where its last message of each thread was stored.
    pub acked: BTreeMap<ThreadId, u64>,
    /// How often it was greeted.
    pub greeted: u64,
    /// Quiet minutes that were asked for and have not passed.
    pub waiting_for_quiet: u64,
    /// The close code of the last socket; 1006 where there was none.
    pub closed: Option<u16>,
}

impl Standing {
    /// The last place shown of a thread; 0 for none.
    #[must_use]
    pub fn place(&self, thread: &ThreadId) -> u64 {
        self.shown.get(thread).copied().unwrap_or(0)
    }
}

/// What a client is.
#[derive(Clone)]
pub struct Kind {
    /// Which version's words it uses.
    pub speaks: Speaks,
    /// Whether waiting before the next attempt is skipped: the clock is put forward instead.
    pub hasty: bool,
    /// Who hears what it shows.
    pub ear: Ear,
}

impl Default for Kind {
    fn default() -> Self {
        Self { speaks: Speaks::Ours, hasty: false, ear: Arc::new(|_, _| {}) }
    }
}

/// A running client. Leaves with the value.
pub struct Client {
    /// Its name in histories.
    pub name: Arc<str>,
    orders: mpsc::UnboundedSender<Order>,
    ordered: AtomicU64,
    standing: watch::Receiver<Standing>,
}

impl Client {
    /// Starts a client, which connects at once.
    #[must_use]
    pub fn start(name: &str, edge: SocketAddr, person: Person, kind: Kind, chance: Chance) -> Self {
        let name: Arc<str> = name.into();
        let (orders, ordered) = mpsc::unbounded_channel();
        let (tell, standing) = watch::channel(Standing::default());
        let shell = Shell {
            name: Arc::clone(&name),
            edge,
            delivery: Delivery::new(person.token.clone()),
            person,
            kind,
            chance,
            clock: Clock::start(),
            socket: None,
            opening: None,
            wake_at: None,
            stalled: false,
            pinged: false,
            replays: BTreeSet::new(),
            tell,
        };
        tokio::spawn(shell.run(ordered));
        Self { name, orders, ordered: AtomicU64::new(0), standing }
    }

    /// Tells it to do something.
    pub fn order(&self, order: Order) {
        self.ordered.fetch_add(1, Ordering::Relaxed);
        // Whoever left does nothing any more.
        drop(self.orders.send(order));
    }

    /// Says something into a thread, or into a new one.
    pub fn say(&self, thread: Option<ThreadId>, id: ClientMessageId, text: &str) {
        let draft = Draft {
            client_message_id: id,
            chatflow: thread.is_none().then(|| {
                conversation::ids::ChatflowId::parse(CHATFLOW)
                    .expect("our own account's chatflow is well named")
            }),
            thread,
            text: text.to_owned(),
            attachments: Vec::new(),
            page: None,
            consent: None,
            reply_to: None,
        };
        self.order(Order::Input(Box::new(Input::Submit(draft))));
    }

    /// Shows a thread from its first entry on.
    pub fn follow(&self, thread: ThreadId) {
        self.order(Order::Input(Box::new(Input::Follow { thread, after_seq: 0 })));
    }

    /// How it stands now.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    /// Looks at how it stands without a copy.
    pub fn look<T>(&self, at: impl FnOnce(&Standing) -> T) -> T {
        at(&self.standing.borrow())
    }

    /// Waits until it has done all it was told so far, and stands so.
    ///
    /// # Errors
    /// How it stands instead when the time is over.
    pub async fn until(&self, limit: Duration, mut so: impl FnMut(&Standing) -> bool) -> Result<(), String> {
        let mut standing = self.standing.clone();
        let ordered = self.ordered.load(Ordering::Relaxed);
        let waited = timeout(limit, standing.wait_for(|now| now.heeded >= ordered && so(now))).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            _ => Err(format!("{} after {limit:?}: {:?}", self.name, self.standing())),
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.order(Order::Leave);
    }
}

/// A browser gives up on a write long before this; the harness must only not wait for ever.
const WRITE_PATIENCE: Duration = Duration::from_secs(20);

/// What a hasty client waits in place of a back-off.
const HASTE: Duration = Duration::from_millis(5);

struct Shell {
    name: Arc<str>,
    edge: SocketAddr,
    person: Person,
    kind: Kind,
    chance: Chance,
    clock: Clock,
    delivery: Delivery,
    socket: Option<Socket>,
    opening: Option<Opening>,
    wake_at: Option<u64>,
    stalled: bool,
    /// A ping is unanswered.
    pinged: bool,
    /// Replays that were asked for and have not ended.
    replays: BTreeSet<ThreadId>,
    tell: watch::Sender<Standing>,
}

enum Happened {
    Order(Option<Order>),
    Opened(Box<Result<Socket, tungstenite::Error>>),
    Came(Option<Result<Message, tungstenite::Error>>),
    Rang,
}

impl Shell {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        self.on(Input::Start).await;
        loop {
            let happened = self.next(&mut orders).await;
            match happened {
                Happened::Order(None | Some(Order::Leave)) => return,
                Happened::Order(Some(order)) => self.ordered(order).await,
                Happened::Opened(opened) => match *opened {
                    Ok(socket) => {
                        self.opening = None;
                        self.socket = Some(socket);
                        self.on(Input::Opened).await;
                    }
                    Err(_) => self.closed(1006).await,
                },
                Happened::Came(Some(Ok(Message::Text(text)))) => self.came(text.as_str()).await,
                Happened::Came(Some(Ok(Message::Close(frame)))) => {
                    self.closed(frame.map_or(1005, |frame| u16::from(frame.code))).await;
                }
                Happened::Came(Some(Ok(_))) => {}
                Happened::Came(None | Some(Err(_))) => self.closed(1006).await,
                Happened::Rang => {
                    if self.is_skipping() {
                        self.clock.pass(self.wake_at.unwrap_or(0).saturating_sub(self.clock.now()));
                    }
                    self.on(Input::Wake).await;
                }
            }
            self.quiet_minute().await;
        }
    }

    async fn next(&mut self, orders: &mut mpsc::UnboundedReceiver<Order>) -> Happened {
        let skipping = self.is_skipping();
        let Self { socket, opening, wake_at, clock, stalled, .. } = self;
        let rings = async {
            match *wake_at {
                Some(_) if skipping => sleep(HASTE).await,
                // A frozen tab has no timers either.
                Some(at) if !*stalled => sleep(clock.until(at)).await,
                _ => std::future::pending().await,
            }
        };
        let opened = async {
            match opening {
                Some(opening) => opening.await,
                None => std::future::pending().await,
            }
        };
        let came = async {
            match socket {
                Some(socket) if !*stalled => socket.next().await,
                _ => std::future::pending().await,
            }
        };
        tokio::select! {
            order = orders.recv() => Happened::Order(order),
            socket = opened => Happened::Opened(Box::new(socket)),
            message = came => Happened::Came(message),
            () = rings => Happened::Rang,
        }
    }

    fn is_skipping(&self) -> bool {
        self.kind.hasty && self.delivery.link() == LinkState::Waiting
    }

    async fn ordered(&mut self, order: Order) {
        match order {
            Order::Input(input) => {
                if let Input::Follow { thread, after_seq } = &*input {
                    self.tell.send_modify(|standing| {
                        standing.shown.insert(thread.clone(), *after_seq);
                    });
                }
                let is_submitted = matches!(*input, Input::Submit(_));
                self.on(*input).await;
                self.tell.send_modify(|standing| standing.submitted += u64::from(is_submitted));
            }
            Order::Pass(ms) => {
                self.clock.pass(ms);
                self.on(Input::Wake).await;
            }
            Order::QuietMinute => self.tell.send_modify(|standing| standing.waiting_for_quiet += 1),
            Order::Stall(stalled) => self.stalled = stalled,
            Order::Leave => {}
        }
        self.tell.send_modify(|standing| standing.heeded += 1);
    }

    /// Lets the minute pass that was asked for, once nothing is under way that would count as unanswered then.
    async fn quiet_minute(&mut self) {
        let quiet =
            |standing: &Standing| standing.waiting_for_quiet > 0 && standing.live && standing.unsent == 0;
        if !quiet(&self.tell.borrow()) || self.pinged || !self.replays.is_empty() {
            return;
        }
        self.tell.send_modify(|standing| standing.waiting_for_quiet = 0);
        self.clock.pass(60_001);
        self.on(Input::Wake).await;
    }

    async fn came(&mut self, text: &str) {
        self.pinged = false;
        let frame: ServerFrame = serde_json::from_str(text).unwrap_or(ServerFrame::Unknown);
        if let ServerFrame::CaughtUp { thread } = &frame {
            self.replays.remove(&thread.id);
        }
        self.on(Input::Frame(frame)).await;
    }

    async fn closed(&mut self, code: u16) {
        self.let_go();
        self.tell.send_modify(|standing| standing.closed = Some(code));
        self.on(Input::Closed { code }).await;
    }

    fn let_go(&mut self) {
        self.socket = None;
        self.opening = None;
        self.pinged = false;
        self.replays.clear();
    }

    async fn on(&mut self, input: Input) {
        let actions = self.delivery.on(self.clock.now(), self.chance.unit(), input);
        self.wake_at = None;
        for action in actions {
            match action {
                Action::Connect => {
                    self.let_go();
                    self.opening = Some(Box::pin(open(self.edge, self.person.clone())));
                }
                Action::Disconnect => self.let_go(),
                Action::Send(frame) => self.send(&frame).await,
                Action::Ping => {
                    self.pinged = true;
                    self.write(PING).await;
                }
                Action::WakeAt(at) => self.wake_at = Some(at),
                Action::Tell(news) => self.show(&news),
            }
        }
        let (unsent, link) = (self.delivery.unsent().count(), self.delivery.link());
        self.tell.send_if_modified(|standing| {
            let before = (standing.unsent, standing.live, standing.refused);
            standing.unsent = unsent;
            standing.live = link == LinkState::Live;
            standing.refused = link == LinkState::Refused;
            before != (standing.unsent, standing.live, standing.refused)
        });
    }

    fn show(&mut self, news: &News) {
        self.tell.send_if_modified(|standing| {
            match news {
                News::Entry { thread, entry } => {
                    standing.shown.insert(thread.clone(), entry.seq);
                }
                News::Acked { thread, seq, .. } => {
                    standing.acked.insert(thread.clone(), *seq);
                }
                News::Welcome { .. } => standing.greeted += 1,
                News::StartOver(thread) => {
                    standing.shown.insert(thread.clone(), 0);
                }
                _ => return false,
            }
            true
        });
        (self.kind.ear)(&self.name, news);
    }

    async fn send(&mut self, frame: &ClientFrame) {
        if let ClientFrame::Resume { thread, .. } = frame {
            self.replays.insert(thread.clone());
        }
        for text in self.kind.speaks.write(frame) {
            self.write(&text).await;
        }
    }

    /// What cannot be written comes as a close, or is noticed as unanswered.
    async fn write(&mut self, text: &str) {
        if let Some(socket) = &mut self.socket {
            drop(timeout(WRITE_PATIENCE, socket.send(Message::text(text))).await);
        }
    }
}

/// Opens a socket as a browser does.
async fn open(edge: SocketAddr, person: Person) -> Result<Socket, tungstenite::Error> {
    let mut request = format!("ws://{edge}{}", person.path).into_client_request()?;
    // A proxy in between is part of the network: nobody knows of it.
    if let Ok(host) = HeaderValue::from_str(&person.host) {
        request.headers_mut().insert(HOST, host);
    }
    for (name, value) in &person.headers {
        let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) else {
            continue;
        };
        request.headers_mut().insert(name, value);
    }
    let stream = TcpStream::connect(edge).await?;
    stream.set_nodelay(true)?;
    // Thousands of clients live in one process: the usual buffers of 128 KiB each would be most of it.
    let small = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
    client_async_with_config(request, stream, Some(small)).await.map(|(socket, _)| socket)
}
