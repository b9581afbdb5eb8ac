//! Trying targeting out: `/api/chatflows/simulate`, `coverage` and `explain-link`. Nothing here changes anything.
//!
//! Everybody who works here may look for the reason why a chat shows or does not. The addresses they try are neither
//! stored nor logged.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::ids::AccountId;
use protocol::code::Code;
use protocol::limits::{COVERED_PAGES, SITEMAP_BYTES, SITEMAP_FILES};
use protocol::simulation::{Cover, Coverage, Covered, ExplainLink, NewExplainLink, Pages, Simulate};
use targeting::{OwnedBook, PageUrl, Sitemap, SitemapKind};
use worker::{Request, Response, Url};

use super::dispatch::Visit;
use super::entry::signed;
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::simulation::{CompiledRules, SimulatePage};
use crate::origin::Origins;
use crate::platform::clock::now_s;
use crate::platform::outgoing::{self, Fetched, Patience};
use crate::platform::{incoming, reply, settings, threw};
use crate::simulation::sitemap::{self, Target, too_large, unreadable};
use crate::simulation::{link, typed};

const JSON: &str = "application/json";
/// Largest question about coverage, in bytes: the text of a sitemap grows when it is written as JSON.
const COVER_BYTES: usize = 2 * SITEMAP_BYTES;
/// All files of a sitemap have to come within this time.
const FETCH_MS: u32 = 10_000;
/// Redirects followed for one file.
const REDIRECTS: usize = 3;
/// The way to this very machine, where there is one: only on one machine, and only for accounts that try things out.
const LOOPBACK: &str = "LOOPBACK";

/// `POST /api/chatflows/simulate` (N1, N3).
pub(super) async fn simulate(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let asked: Simulate = incoming::body(request, JSON).await?;
    reply::ok(&Address::Account(account).ask(visit.env, visit.id, &SimulatePage { asked }).await?)
}

/// `POST /api/chatflows/explain-link` (N4).
pub(super) async fn explain_link(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let asked: NewExplainLink = incoming::body(request, JSON).await?;
    let url = typed(&asked.url)?;
    let page = PageUrl::parse(&url);
    if !origins(visit, &account).await?.allow(page.origin()) {
        let message = "this page is on no site of the account's list";
        return Err(Error::rejected(Code::OriginForbidden, message).about("url"));
    }
    let (link, expires) = link::write(&settings::key(visit.env)?, &account, &page, now_s());
    reply::ok(&ExplainLink { url: link, expires: expires * 1_000 })
}

/// `POST /api/chatflows/coverage` (N6).
pub(super) async fn coverage(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let Cover { pages, visitor, draft } = incoming::long_body(request, JSON, COVER_BYTES).await?;
    let (urls, left_out) = urls(visit, &account, pages).await?;
    let call = CompiledRules { draft: draft.map(|draft| *draft) };
    let books = Address::Account(account).ask(visit.env, visit.id, &call).await?;
    let before = book(&books.before)?;
    let after = books.after.as_deref().map(book).transpose()?;
    let (before, after) = (before.book(), after.as_ref().unwrap_or(&before).book());
    let covered = visitor.with(|visitor| {
        let urls = urls.iter().map(String::as_str);
        targeting::coverage(&before, &after, urls, COVERED_PAGES, visitor)
    });
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let pages = covered.pages.iter().map(|page| Covered {
        url: page.url.to_owned(),
        before: page.before.map(str::to_owned),
        after: page.after.map(str::to_owned),
    });
    reply::ok(&Coverage {
        pages: pages.collect(),
        changed: count(covered.changed),
        bare: count(covered.bare),
        left_out: count(covered.left_out + left_out),
        unusable: count(covered.unusable),
    })
}

fn book(base64: &str) -> Result<OwnedBook, Error> {
    let bytes = STANDARD.decode(base64).map_err(|error| Error::fault("a compiled book", error))?;
    OwnedBook::read(bytes).map_err(|error| Error::fault("a compiled book", error))
}

/// The addresses to look at, and how many more there were.
async fn urls(visit: &Visit<'_>, account: &AccountId, pages: Pages) -> Result<(Vec<String>, usize), Error> {
    let origins = origins(visit, account).await?;
    let about_text = |error: Error| error.about("pages.text");
    let sitemap = match pages {
        Pages::List { urls } => return Ok((urls, 0)),
        Pages::Text { text } if text.len() > SITEMAP_BYTES => return Err(about_text(too_large())),
        Pages::Text { text } => sitemap::parse(text.as_bytes()).map_err(about_text)?,
        Pages::Sitemap { url } => {
            let errand = Errand::new(visit, &origins)?;
            let sitemap = errand.fetch(&url).await?;
            return errand.whole(sitemap).await;
        }
    };
    // An index that is pasted names files all the same.
    Errand::new(visit, &origins)?.whole(sitemap).await
}

/// Fetching one sitemap, whatever it is made of.
struct Errand<'v> {
    visit: &'v Visit<'v>,
    origins: &'v Origins,
    patience: Patience,
}

impl<'v> Errand<'v> {
    fn new(visit: &'v Visit<'v>, origins: &'v Origins) -> Result<Self, Error> {
        Ok(Self { visit, origins, patience: Patience::of_ms(FETCH_MS).map_err(threw("a time limit"))? })
    }

    /// The pages that a sitemap names, itself or through the files of its index, and how many more there were.
    async fn whole(&self, sitemap: Sitemap) -> Result<(Vec<String>, usize), Error> {
        if sitemap.kind == SitemapKind::Pages {
            return Ok((sitemap.urls, sitemap.left_out));
        }
        if sitemap.urls.len() + sitemap.left_out >= SITEMAP_FILES {
            return Err(unreadable(format!("an index of more than {} files", SITEMAP_FILES - 1)));
        }
        let (mut all, mut more) = (Vec::new(), 0);
        for file in sitemap.urls {
            let Sitemap { kind, urls, left_out, .. } = self.fetch(&file).await?;
            if kind == SitemapKind::Index {
                return Err(unreadable("an index that names another index"));
            }
            all.extend(urls);
            more += left_out;
        }
        Ok((all, more))
    }

    /// One file, wherever its site leads to.
    async fn fetch(&self, address: &str) -> Result<Sitemap, Error> {
        let mut target = sitemap::target(address, self.origins)?;
        for _ in 0..=REDIRECTS {
            match self.get(&target).await? {
                Fetched::Body(bytes) => return sitemap::parse(&sitemap::unpacked(bytes)?),
                Fetched::TooLarge => return Err(too_large()),
                Fetched::Status(status) => return Err(unreadable(format!("the site answers {status}"))),
                Fetched::Elsewhere(location) => {
                    let there = Url::parse(&target.url).and_then(|here| here.join(&location));
                    let there = there.map_err(|_| unreadable("the site redirects to what is no address"))?;
                    target = sitemap::target(there.as_str(), self.origins)?;
                }
            }
        }
        Err(unreadable("the site redirects too often"))
    }

    async fn get(&self, target: &Target) -> Result<Fetched, Error> {
        let by = target.is_loopback.then_some(LOOPBACK);
        let got = outgoing::get(self.visit.env, by, &target.url, SITEMAP_BYTES, &self.patience).await;
        // What the platform says may name addresses of ours.
        got.map_err(|_| {
            unreadable(if self.patience.is_over() {
                format!("the site did not answer within {} seconds", FETCH_MS / 1_000)
            } else {
                "the site cannot be reached".to_owned()
            })
        })
    }
}

/// The sites of an account.
async fn origins(visit: &Visit<'_>, account: &AccountId) -> Result<Origins, Error> {
    let ready = memory::account(visit.env, visit.context, visit.id, account).await?;
    Ok(ready.ok_or_else(Error::not_found)?.origins.clone())
}
