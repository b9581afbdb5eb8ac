//! `/v1/{account}/…`: what the widget on other people's pages asks. No cookies; the origin is checked every time.

use std::io::Write as _;
use std::rc::Rc;

use conversation::ids::{AccountId, AgentId, ChatflowId, InboxId, ListId, VisitorId};
use flate2::Compression;
use flate2::write::GzEncoder;
use protocol::availability::{Now, Team, TeamRequest, Told};
use protocol::boot::{BookRequest, DecideRequest, Decision, Session, SessionRequest};
use protocol::code::Code;
use protocol::limits::{SUB_BOOK_BYTES, TOKEN_SECONDS};
use targeting::Visitor;
use worker::{Headers, Method, Request, RequestInit, Response};

use super::dispatch::Visit;
use super::embed::draw;
use super::files;
use super::identities;
use super::threads::{only, parameter};
use crate::availability::Seen;
use crate::book::{Flow, Ready, asking};
use crate::chat_page;
use crate::error::Error;
use crate::facts;
use crate::identity;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::ContactOf;
use crate::platform::clock::{now_ms, now_s};
use crate::platform::incoming::{self, header};
use crate::platform::reply::{self, Reply};
use crate::platform::{broken, log, random, settings};
use crate::token::{self, Claims};

/// A page that may use the account's widget.
pub(super) struct Page {
    pub(super) account: AccountId,
    pub(super) ready: Rc<Ready>,
    pub(super) origin: String,
}

/// Turns a page away. Caches tell sites apart here too.
fn turned_away(visit: &Visit<'_>, error: &Error) -> Response {
    reply::failure(error, visit.id, &[("vary", "Origin")])
}

/// Checks that the account exists and that the page is on its list.
async fn page(visit: &Visit<'_>, request: &Request, account: AccountId) -> Result<Page, Error> {
    let ready =
        memory::account(visit.env, visit.context, visit.id, &account).await?.ok_or_else(Error::not_found)?;
    // The account's own page here is a site of its own (P25).
    let allows = |origin: &String| ready.origins.allow(origin) || *origin == visit.own;
    let origin = header(request, "origin").filter(allows);
    let origin = origin
        .ok_or_else(|| Error::rejected(Code::OriginForbidden, "this site is not on the account's list"))?;
    Ok(Page { account, ready, origin })
}

impl Page {
    /// The visitor behind a token, if it counts here.
    pub(super) async fn visitor(
        &self,
        visit: &Visit<'_>,
        token: Option<&str>,
    ) -> Result<Option<Claims>, Error> {
        let Some(token) = token else { return Ok(None) };
        if identity::is_one(token) {
            return identities::look_up(visit, self, token).await;
        }
        let claims = token::read(&settings::key(visit.env)?, token, &self.account, &self.origin, now_s());
        let strict = self.ready.is_verified_only();
        Ok(claims.map(|claims| if strict { claims.if_vouched_for() } else { claims }))
    }

    /// The same where they act: whom the site vouches for becomes a contact now, if they were none.
    async fn actor(&self, visit: &Visit<'_>, token: Option<&str>) -> Result<Option<Claims>, Error> {
        match token.filter(|token| identity::is_one(token)) {
            Some(token) => identities::recognise(visit, self, token).await,
            None => match self.visitor(visit, token).await? {
                Some(claims) => self.renew(visit, claims).await.map(Some),
                None => Ok(None),
            },
        }
    }

    /// The claims with contact and lists as they are now. Who typed an address since is a contact too.
    async fn read_again(&self, visit: &Visit<'_>, claims: Claims) -> Result<Claims, Error> {
        let call = ContactOf { visitor: claims.visitor.clone(), named: claims.contact.clone() };
        let found = Address::Account(self.account.clone()).ask(visit.env, visit.id, &call).await?;
        let (contact, lists) = found.map(|contact| (contact.id, contact.lists)).unzip();
        Ok(Claims { contact, lists: lists.unwrap_or_default(), ..claims })
    }

    /// The same, for a token made anew on this origin.
    async fn renew(&self, visit: &Visit<'_>, claims: Claims) -> Result<Claims, Error> {
        Ok(self.read_again(visit, claims).await?.renewed(&self.origin, now_s()))
    }

    /// The visitor behind a token as they are now, and a fresh token where the one that was sent is out of date. Storage
    /// is asked only then: once an hour, and once after their lists changed (S36).
    pub(super) async fn up_to_date(
        &self,
        visit: &Visit<'_>,
        token: Option<&str>,
    ) -> Result<(Option<Claims>, Option<String>), Error> {
        let Some(claims) = self.visitor(visit, token).await? else { return Ok((None, None)) };
        let moved = memory::outdates(&self.account, &claims);
        // An identity from the site's server is made anew with every page; it is not ours to renew.
        if claims.origin.is_none() {
            let claims = if moved { self.read_again(visit, claims).await? } else { claims };
            return Ok((Some(claims), None));
        }
        if !moved && !claims.is_stale(now_s()) {
            return Ok((Some(claims), None));
        }
        let renewed = self.renew(visit, claims).await?;
        let fresh = token::write(&settings::key(visit.env)?, &renewed);
        Ok((Some(renewed), Some(fresh)))
    }

    /// Whose contact the visitor is, where what they are told of the chatflow's team depends on it. Whoever asks gets an
    /// answer also where nobody can say (E7): a stranger's.
    pub(super) async fn owner(
        &self,
        visit: &Visit<'_>,
        flow: &Flow,
        claims: Option<&Claims>,
    ) -> Option<AgentId> {
        let claims = claims.filter(|claims| flow.follows_owners() && claims.contact.is_some())?;
        let call = ContactOf { visitor: claims.visitor.clone(), named: claims.contact.clone() };
        match Address::Account(self.account.clone()).ask(visit.env, visit.id, &call).await {
            Ok(found) => found.and_then(|contact| contact.owner),
            Err(error) => {
                log(&error, visit.id);
                None
            }
        }
    }

    /// A shard of the account.
    pub(super) fn shard(&self, inbox: InboxId, shard: u16) -> Result<Address, Error> {
        shard_of_path(self.account.clone(), &self.ready, inbox, shard).ok_or_else(Error::not_found)
    }

    /// Lets the page read an answer, good or bad.
    fn open(&self, visit: &Visit<'_>, result: Result<Response, Error>) -> Result<Response, Error> {
        let headers = [("access-control-allow-origin", self.origin.as_str()), ("vary", "Origin")];
        match result {
            Ok(response) => reply::rewrap(response, &headers),
            Err(error) => Ok(reply::failure(&error, visit.id, &headers)),
        }
    }
}

/// Answers a page so that it can read the answer, good or bad; a page that may not use the widget is turned away.
pub(super) async fn to_page(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    answer: impl AsyncFnOnce(&mut Request, &Page) -> Result<Response, Error>,
) -> Result<Response, Error> {
    match page(visit, request, account).await {
        Ok(page) => {
            let result = answer(request, &page).await;
            page.open(visit, result)
        }
        Err(error) => Ok(turned_away(visit, &error)),
    }
}

pub(super) const TEXT: &str = "text/plain";

/// `POST …/decide`: one simple request, so that no preflight is needed.
pub(super) async fn decide(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| decided(visit, request, page).await).await
}

async fn decided(visit: &Visit<'_>, request: &mut Request, page: &Page) -> Result<Response, Error> {
    let mut asked: DecideRequest = incoming::body(request, TEXT).await?;
    facts::check(&asked.facts)?;
    facts::place(&mut asked.facts, incoming::place(visit.env, request).as_ref());
    let (claims, fresh) = page.up_to_date(visit, asked.token.as_deref()).await?;
    let (known, lists) =
        claims.as_ref().map_or((false, &[][..]), |claims| (claims.is_known(), &claims.lists[..]));
    // A chat runs only for somebody who acted here, which is what a token proves.
    let running =
        asked.running.filter(|_| claims.is_some()).and_then(|chatflow| page.ready.running(&chatflow, known));
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let lists: Vec<&str> = lists.iter().map(ListId::as_str).collect();
    let who = Visitor { known, lists: &lists, facts: Some(&facts) };
    let named = chat_page::asks(&asked.url, &visit.own, &page.account).flatten();
    let (show, id) = match running.map(Some).or(named.map(|chatflow| page.ready.named(&chatflow, known))) {
        // No decision: the chat goes where the visitor goes, or the address names it.
        Some(show) => (show, None),
        None => {
            let decided = page.ready.decide(&asked.url, &who);
            let decided = decided.map_err(|missing| Error::fault("a decision at the edge", missing))?;
            (decided.show, Some(decided.id))
        }
    };
    let flow = show.as_ref().and_then(|show| page.ready.flow(&show.chatflow));
    let owner = match flow {
        Some(flow) => page.owner(visit, flow, claims.as_ref()).await,
        None => None,
    };
    let seen = flow.and_then(|flow| page.ready.team(flow, owner.as_ref(), now_ms()));
    let draw = asked.draw.map_or_else(draw, Ok)?;
    let show = show.map(|show| match flow {
        Some(flow) => flow.speakers.put_into(show, owner.as_ref(), draw),
        None => show,
    });
    // Who is known has an address to answer to (S51).
    let show = show.map(|show| if known { show } else { asking(show, seen.as_ref()) });
    let team = seen.map(|seen| seen.told);
    reply::ok(&Decision { show, book: page.ready.version, id, token: fresh, team })
}

/// `…/availability`: what visitors are told of a team, asked again when the one before is over (E40). A page that posts
/// says who asks, and is told what a decision would say now (N32, H66); one that gets is told what a stranger is.
pub(super) async fn availability(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        if request.method() == Method::Post {
            return team_now(visit, incoming::body(request, TEXT).await?, page).await;
        }
        only(request, &["chatflow"])?;
        let missing = || Error::malformed(Code::MissingField, "of which chatflow?").about("chatflow");
        let chatflow = parameter(request, "chatflow")?.ok_or_else(missing)?;
        let chatflow = ChatflowId::parse(&chatflow).map_err(|_| Error::not_found().about("chatflow"))?;
        let flow = page.ready.flow(&chatflow).ok_or_else(|| Error::not_found().about("chatflow"))?;
        reply::ok(&told(flow, page.ready.team(flow, None, now_ms())))
    })
    .await
}

async fn team_now(visit: &Visit<'_>, asked: TeamRequest, page: &Page) -> Result<Response, Error> {
    let flow = page.ready.flow(&asked.chatflow).ok_or_else(|| Error::not_found().about("chatflow"))?;
    let claims = page.visitor(visit, asked.token.as_deref()).await?;
    let owner = page.owner(visit, flow, claims.as_ref()).await;
    let seen = page.ready.team(flow, owner.as_ref(), now_ms());
    // Who is known has an address to answer to (S51).
    let is_known = claims.is_some_and(|claims| claims.is_known());
    let capture = if is_known { None } else { asking(flow.show.clone(), seen.as_ref()).capture };
    reply::ok(&Now { told: told(flow, seen), capture })
}

/// What is told of a team; of one that is always available just that.
fn told(flow: &Flow, seen: Option<Seen>) -> Told {
    let always = || Told {
        shown: Team::Available,
        reply_minutes: flow.show.reply_minutes,
        text: None,
        back_at: None,
        until: None,
    };
    seen.map_or_else(always, |seen| seen.told)
}

/// `…/book`: the rules of this visitor's audience, small enough for a browser or not at all.
pub(super) async fn book(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    if request.method() == Method::Post {
        return to_page(visit, request, account, async |request, page| {
            let asked: BookRequest = incoming::body(request, TEXT).await?;
            match page.up_to_date(visit, asked.token.as_deref()).await?.0 {
                Some(claims) => rules(request, &page.ready, claims.is_known(), &claims.lists),
                None => rules(request, &page.ready, false, &[]),
            }
        })
        .await;
    }
    let ready =
        memory::account(visit.env, visit.context, visit.id, &account).await?.ok_or_else(Error::not_found)?;
    let tag = format!("W/\"{}\"", ready.version);
    let headers = [
        ("access-control-allow-origin", "*"),
        ("vary", "Accept-Encoding"),
        ("cache-control", "no-cache"),
        ("etag", tag.as_str()),
    ];
    if header(request, "if-none-match").is_some_and(|known| files::any_tag_is(&known, &tag)) {
        return Ok(Reply::new(304).with(&headers).empty());
    }
    reply::rewrap(rules(request, &ready, false, &[])?, &headers)
}

fn rules(request: &Request, ready: &Ready, known: bool, lists: &[ListId]) -> Result<Response, Error> {
    let book = ready.sub_book(known, lists);
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    let packed = packer.write_all(&book).and_then(|()| packer.finish());
    let packed = packed.map_err(|error| Error::fault("packing rules", error))?;
    if packed.len() > SUB_BOOK_BYTES {
        // The loader goes on asking.
        return Ok(Reply::new(204).with(&[("cache-control", "no-store")]).empty());
    }
    let reply = Reply::new(200).with(&[
        ("content-type", "application/octet-stream"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ]);
    let accepts = header(request, "accept-encoding").unwrap_or_default().contains("gzip");
    Ok(if accepts { reply.with(&[("content-encoding", "gzip")]).encoded(packed) } else { reply.bytes(book) })
}

/// `POST …/visitors`: the visitor acts, and becomes somebody.
pub(super) async fn begin(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| begun(visit, request, page).await).await
}

async fn begun(visit: &Visit<'_>, request: &mut Request, page: &Page) -> Result<Response, Error> {
    let asked: SessionRequest = incoming::body(request, TEXT).await?;
    let flow = page.ready.flow(&asked.chatflow).ok_or_else(|| Error::not_found().about("chatflow"))?;
    let inbox = flow.inbox.clone();
    let claims = match page.actor(visit, asked.token.as_deref()).await? {
        Some(claims) => claims,
        None => {
            let bits: [u8; 16] = random::bytes()?;
            let shards = page.ready.shards(&inbox).unwrap_or(1).max(1);
            let now = now_s();
            Claims {
                account: page.account.clone(),
                visitor: VisitorId::from_random(bits),
                origin: Some(page.origin.clone()),
                shard: shard_of(bits, shards),
                contact: None,
                subject: None,
                lists: Vec::new(),
                issued: now,
                expires: now + TOKEN_SECONDS,
                passing: false,
            }
        }
    };
    let socket = format!("/v1/{}/inboxes/{inbox}/shards/{}/socket", page.account, claims.shard);
    reply::ok(&Session { token: token::write(&settings::key(visit.env)?, &claims), socket })
}

/// Where a new visitor's threads live.
pub(super) fn shard_of(bits: [u8; 16], shards: u16) -> u16 {
    let [a, b, ..] = bits;
    u16::from_be_bytes([a, b]) % shards.max(1)
}

/// A shard of an account. Only those that a token can name: no address ever creates an object.
pub(crate) fn shard_of_path(
    account: AccountId,
    ready: &Ready,
    inbox: InboxId,
    shard: u16,
) -> Option<Address> {
    let is_one = ready.shards(&inbox).is_some() && shard < ready.most_shards();
    is_one.then_some(Address::Threads(account, inbox, shard))
}

/// `GET …/socket`: hands the visitor to the shard that keeps their threads.
pub(super) async fn socket(
    visit: &Visit<'_>,
    request: &Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    if !incoming::wants_socket(request) {
        return Ok(upgrade_required(visit));
    }
    let page = page(visit, request, account).await?;
    let address = page.shard(inbox, shard)?;
    address.send(visit.env, socket_request(visit, &[("origin", &page.origin)])?).await
}

/// The answer to a socket route without an upgrade.
pub(super) fn upgrade_required(visit: &Visit<'_>) -> Response {
    let error = Error::rejected(Code::UpgradeRequired, "this address speaks over a web socket");
    reply::failure(&error, visit.id, &[("upgrade", "websocket")])
}

/// A socket's request, with nothing of the client's but what is named.
pub(super) fn socket_request(visit: &Visit<'_>, headers: &[(&str, &str)]) -> Result<Request, Error> {
    let kept = Headers::new();
    for (name, value) in [("upgrade", "websocket"), ("x-request-id", visit.id)].iter().chain(headers) {
        kept.set(name, value).map_err(broken("a socket's headers"))?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(kept);
    Request::new_with_init("https://object/socket", &init).map_err(broken("a socket's request"))
}
