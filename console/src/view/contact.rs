//! Who it is, and how this chat came about (S134, S141).
//!
//! What the row says is there at once; what has to be asked for joins it when it comes. Each part is drawn anew only
//! when it changed.

use crate::reactive::*;
use conversation::access::Action;
use conversation::ids::ThreadId;
use protocol::frame::Row;
use protocol::rest::{ContactCard, NamedList};

use super::app_frames::app_frames;
use super::consents::consents;
use super::contact_properties;
use super::erasures::exports;
use super::face::{Size, visitor_face};
use super::html::{a, all, aside, button, dd, div, dl, dt, h2, h3, p, section, span};
use super::icon::{Icon, icon};
use super::mark::unverified_with_reason;
use super::records::{contact_acts, contact_records, earlier, labels};
use super::subscriptions::subscriptions;
use crate::acts::thread::is_gone;
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus};
use crate::console::{Console, console};
use crate::route::Route;
use crate::state::apps::{Contact, Context};
use crate::state::details::Stand;
use crate::state::page::Page;
use crate::state::problem::Problem;
use crate::texts::Text;
use crate::watch::watch;

/// The element id of the button that shuts the pane where it is a sheet.
const SHUT_ID: &str = "contact-shut";

/// The pane; a sheet where there is no room for a pane.
pub(crate) fn contact_pane(thread: ThreadId) -> AnyView {
    let c = console();
    let id = StoredValue::new(thread);
    let row = watch(move || id.with_value(|id| c.row(id)));
    let stand = watch(move || id.with_value(|id| c.details.with(|all| all.of(id))));
    let contact_id = watch(move || {
        let of_row =
            row.with(|row| row.as_ref().and_then(|row| row.contact.as_ref()).map(ToString::to_string));
        of_row.or_else(|| {
            stand.with(|stand| match stand {
                Stand::Here(details) => details.contact.as_ref().map(|card| card.id.to_string()),
                Stand::Asking | Stand::Failed(_) => None,
            })
        })
    });
    let has_contact = watch(move || contact_id.with(Option::is_some));
    let more_of_contact = move || {
        contact_id.get().map(|contact| {
            (contact_records(contact.clone(), Some(id.get_value())), earlier(contact, Some(id.get_value())))
        })
    };
    let shut = button()
        .id(SHUT_ID)
        .attr("type", "button")
        .class("button quiet square low shut")
        .attr("aria-label", c.say(Text::HideContact))
        .on(leptos::ev::click, move |_| {
            c.contact.set(false);
            // Where the sheet covers the thread, the toggle is there again with the next frame.
            next_frame(|| {
                focus::to_id("contact-toggle");
            });
        })
        .child((icon(Icon::Back), icon(Icon::Cross)));
    Effect::new(move |before: Option<bool>| {
        let open = c.contact.get();
        if open && before == Some(false) {
            next_frame(|| {
                focus::to_id(SHUT_ID);
            });
        }
        open
    });
    aside()
        .class("pane contact")
        .when("open", move || c.contact.get())
        .attr("aria-label", c.say(Text::Contact))
        .child((
            div().class("who").child((who(c, row, stand, contact_id), shut)),
            contact_acts(row, has_contact),
            labels(row),
            contact(c, id, row, stand),
            all((app_frames(context(c, id, row, stand)), this_chat(c, row, stand))),
            more_of_contact,
            all((consent(stand), subscriptions(stand, contact_id), receipts(c, id, contact_id))),
        ))
        .into_any()
}

/// Name, address and whether somebody vouches for them: from the details, else from the row, which comes first and is
/// told of a change before the details are.
fn known(row: Option<&Row>, stand: &Stand) -> Option<(Option<String>, Option<String>, bool)> {
    let card = match stand {
        Stand::Here(details) => details.contact.as_ref(),
        Stand::Asking | Stand::Failed(_) => None,
    };
    match card {
        Some(card) => Some((card.name.clone(), card.email.clone(), card.verified)),
        None => row
            .filter(|row| row.email.is_some() || row.name.is_some())
            .map(|row| (row.name.clone(), row.email.clone(), row.verified)),
    }
}

/// What the owner's own pages are told of this conversation (P58); nothing until it is known whom it is with.
fn context(
    c: Console,
    thread: StoredValue<ThreadId>,
    row: Memo<Option<Row>>,
    stand: Memo<Stand>,
) -> Memo<Option<Context>> {
    watch(move || {
        let me = c.myself()?;
        let inbox = c.inbox_info()?;
        let card = stand.with(|stand| match stand {
            Stand::Here(details) => Some(details.contact.clone()),
            Stand::Asking | Stand::Failed(_) => None,
        })?;
        let (open, page) = row.with(|row| {
            let row = row.as_ref()?;
            Some((row.status == conversation::thread::Status::Open, row.page.clone()))
        })?;
        Some(Context {
            agent: (me.id.to_string(), me.name),
            inbox: (inbox.id.to_string(), inbox.name),
            thread: thread.with_value(ToString::to_string),
            open,
            page,
            contact: card.map(|card| Contact {
                id: card.id.to_string(),
                name: card.name,
                email: card.email,
                verified: card.verified,
            }),
        })
    })
}

fn who(c: Console, row: Memo<Option<Row>>, stand: Memo<Stand>, id: Memo<Option<String>>) -> AnyView {
    let face =
        watch(move || row.with(|row| row.as_ref().map(|row| (c.called(row).words, row.email.clone()))));
    let name_of = move |name: String| match id.get() {
        // The record opens beside the conversation, which stays where it is (S142).
        Some(id) => a()
            .class("plain")
            .attr("href", Route::Contact(id).path())
            .attr("target", "_blank")
            .child((name, span().class("unseen").child((", ", c.say(Text::OpensInNewTab)))))
            .into_any(),
        None => name.into_any(),
    };
    let kind = watch(move || {
        let known = row.with(|row| stand.with(|stand| known(row.as_ref(), stand)));
        match known {
            None => Text::ContactUnknown,
            Some((_, _, true)) => Text::ContactKnown,
            Some((_, _, false)) => Text::ContactTyped,
        }
    });
    let drawn = move || {
        face.get().map(|(name, email)| {
            (
                visitor_face(&name, email.as_deref(), Size::Large),
                div().class("grow").child((
                    h2().class("cut").attr("dir", "auto").attr("title", name.clone()).child(name_of(name)),
                    p().class("small faint").child(move || c.say(kind.get())),
                )),
            )
        })
    };
    all(drawn)
}

fn contact(c: Console, thread: StoredValue<ThreadId>, row: Memo<Option<Row>>, stand: Memo<Stand>) -> AnyView {
    let address = watch(move || {
        row.with(|row| stand.with(|stand| known(row.as_ref(), stand)))
            .and_then(|(_, email, verified)| email.map(|email| (email, verified)))
    });
    let nothing = watch(move || {
        let known = row.with(|row| stand.with(|stand| known(row.as_ref(), stand)));
        known.is_none() && stand.with(|stand| matches!(stand, Stand::Here(_)))
    });
    let more = watch(move || stand.with(More::of));
    let email = move || match address.get() {
        Some((email, verified)) => {
            let address = span().class("address").attr("dir", "ltr").child(email);
            all((address, (!verified).then(unverified_with_reason)))
        }
        None => span().class("faint").child(c.say(Text::NotKnown)).into_any(),
    };
    let facts = move || {
        if nothing.get() {
            return p().class("faint").child(c.say(Text::NothingKnown)).into_any();
        }
        dl().child((fact(Text::Email, email.into_any()), move || more.with(|more| more.facts()))).into_any()
    };
    let failed = move || match more.get() {
        More::Failed(problem) if !is_gone(&problem) => Some(failure(c, thread)),
        More::Failed(_) | More::Asking | More::Nobody | More::Card { .. } => None,
    };
    let who = watch(move || {
        more.with(|more| match more {
            More::Card { id, .. } => Some(id.clone()),
            More::Asking | More::Failed(_) | More::Nobody => None,
        })
    });
    all((section().child((h3().child(c.say(Text::Contact)), facts, failed)), move || {
        who.get().map(contact_properties::properties)
    }))
}

/// What only the details tell of a contact.
#[derive(Clone, Debug, PartialEq)]
enum More {
    Asking,
    Failed(Problem),
    Nobody,
    Card { id: String, owner: Option<String>, lists: Vec<NamedList> },
}

impl More {
    fn of(stand: &Stand) -> Self {
        match stand {
            Stand::Asking => Self::Asking,
            Stand::Failed(problem) => Self::Failed(problem.clone()),
            Stand::Here(details) => details.contact.as_ref().map_or(Self::Nobody, |card| {
                let ContactCard { id, owner, lists, .. } = card;
                let owner = owner.as_ref().map(|owner| owner.name.clone());
                Self::Card { id: id.to_string(), owner, lists: lists.clone() }
            }),
        }
    }

    fn facts(&self) -> AnyView {
        let c = console();
        let faint = |text: Text| span().class("faint").child(c.say(text)).into_any();
        match self {
            Self::Asking => {
                let bone = || span().class("bone skeleton line").into_any();
                all((fact(Text::Owner, bone()), fact(Text::Lists, bone())))
            }
            Self::Failed(_) | Self::Nobody => ().into_any(),
            Self::Card { id, owner, lists } => {
                let owner = match owner {
                    Some(owner) => span().attr("dir", "auto").child(owner.clone()).into_any(),
                    None => faint(Text::NoOwner),
                };
                let lists = if lists.is_empty() {
                    faint(Text::OnNoList)
                } else {
                    let named = lists.iter().map(|list| (list.id.to_string(), list.name.clone())).collect();
                    contact_properties::lists(id.clone(), named)
                };
                all((fact(Text::Owner, owner), fact(Text::Lists, lists)))
            }
        }
    }
}

fn failure(c: Console, thread: StoredValue<ThreadId>) -> AnyView {
    let again = button()
        .attr("type", "button")
        .class("link")
        .on(leptos::ev::click, move |_| thread.with_value(|thread| c.ask_details(thread)))
        .child(c.say(Text::TryAgain));
    p().class("failed")
        .attr("role", "alert")
        .child((icon(Icon::Warning), span().child((c.say(Text::DetailsFailed), " ", again))))
        .into_any()
}

fn this_chat(c: Console, row: Memo<Option<Row>>, stand: Memo<Stand>) -> AnyView {
    let language = c.language.get_untracked();
    let page = watch(move || {
        let of_row = row.with(|row| row.as_ref().and_then(|row| row.page.clone()));
        of_row.or_else(|| {
            stand.with(|stand| match stand {
                Stand::Here(details) => details.page.clone(),
                Stand::Asking | Stand::Failed(_) => None,
            })
        })
    });
    let born =
        watch(move || row.with(|row| row.as_ref().map(|row| (row.chatflow_name.clone(), row.opened_at))));
    let waiting_since = watch(move || row.with(|row| row.as_ref().and_then(|row| row.waiting_since)));
    let waits = move || match waiting_since.get() {
        Some(since) => span().child(clock::waiting(since, c.now.get(), language)).into_any(),
        None => span().class("faint").child(c.say(Text::NotWaiting)).into_any(),
    };
    let channel = move || span().class("chip").child((icon(Icon::Chat), c.say(Text::ChannelChat)));
    let facts = move || {
        born.get().map(|(chatflow, opened_at)| {
            (
                fact(Text::Channel, channel().into_any()),
                move || page.get().map(|page| fact(Text::StartedOn, page_link(c, &page))),
                fact(Text::Chatflow, span().attr("dir", "auto").child(chatflow).into_any()),
                fact(Text::StartedAt, clock::in_full(opened_at, language).into_any()),
                fact(Text::WaitingFor, waits.into_any()),
            )
        })
    };
    section().child((h3().child(c.say(Text::ThisChat)), dl().child(facts))).into_any()
}

/// Site and path, so that one sees where it leads; the page opened learns nothing of us.
fn page_link(c: Console, address: &str) -> AnyView {
    let Page { site, path, link } = Page::parse(address);
    let words = span().attr("dir", "ltr").child((span().class("faint").child(site), path));
    match link {
        Some(link) => a()
            .class("out")
            .attr("href", link)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child((words, icon(Icon::Out), span().class("unseen").child((", ", c.say(Text::OpensInNewTab)))))
            .into_any(),
        None => words.into_any(),
    }
}

fn consent(stand: Memo<Stand>) -> AnyView {
    let receipts = watch(move || {
        stand.with(|stand| match stand {
            Stand::Here(details) => details.consents.clone(),
            Stand::Asking | Stand::Failed(_) => Vec::new(),
        })
    });
    let is_here = watch(move || stand.with(|stand| matches!(stand, Stand::Here(_))));
    let drawn = move || is_here.get().then(|| consents(receipts));
    all(drawn)
}

/// Everything that was agreed to by the contact, or in this chat, to take along (N18): for admins.
fn receipts(c: Console, thread: StoredValue<ThreadId>, contact: Memo<Option<String>>) -> AnyView {
    all(move || {
        c.may(Action::SeeAudit).then(|| {
            let inbox = c.inbox.get().map(|inbox| inbox.to_string()).unwrap_or_default();
            let query = match contact.get() {
                Some(contact) => format!("?contact={contact}"),
                None => thread.with_value(|thread| format!("?inbox={inbox}&thread={thread}")),
            };
            section().child((h3().child(c.say(Text::ReceiptsExport)), exports(&query)))
        })
    })
}

pub(super) fn fact(name: Text, value: AnyView) -> AnyView {
    all((dt().child(console().say(name)), dd().child(value)))
}
