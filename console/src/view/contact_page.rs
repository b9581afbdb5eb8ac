//! All that is known of one contact, as a page of its own (S142): who they are, where they are listed, what was done with them,
//! and every conversation of theirs in the inbox.
//!
//! Knows a contact by the id in the address. It is drawn with what stands beside a conversation, and looks the same.

use crate::reactive::*;
use conversation::access::Action;
use protocol::code::Code;
use serde_json::Value;

use super::blank::{blank, failed, slow};
use super::contact::fact;
use super::erasures::exports;
use super::face::{Size, visitor_face};
use super::html::{a, all, button, div, dl, h1, h2, h3, main, nav, p, section, span};
use super::icon::{Icon, icon};
use super::mark::unverified_with_reason;
use super::records::{contact_records, earlier};
use super::subscriptions::subscriptions;
use super::{HEADING_ID, contact_properties};
use crate::browser::clock;
use crate::console::{Ask, Console, Loading, console};
use crate::route::Route;
use crate::state::conditions::{items, text};
use crate::state::details::Stand;
use crate::state::records::{Kind, RecordDraft};
use crate::texts::Text;
use crate::watch::watch;

/// The page of the addressed contact.
pub(crate) fn contact_page() -> AnyView {
    let c = console();
    let addressed = watch(move || {
        c.route.with(|route| match route {
            Route::Contact(id) => Some(id.clone()),
            _ => None,
        })
    });
    let crumb = nav().class("crumb").attr("aria-label", c.say(Text::Inbox)).child(
        a().attr("href", Route::home().path())
            .on(leptos::ev::click, move |event| super::follow(&event, Route::home()))
            .child((icon(Icon::Back), c.say(Text::Inbox))),
    );
    let content = move || addressed.get().map(|id| whole(c, id));
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(div().class("column contact-page").child((crumb, content)))
        .into_any()
}

fn whole(c: Console, id: String) -> AnyView {
    let (told, loading) = (RwSignal::new(Value::Null), RwSignal::new(Loading::Asking));
    let path = format!("/api/contacts/{id}");
    let load = move || {
        c.load_for(path.clone(), loading, move |answer| {
            let _ = told.try_set(answer["contact"].clone());
        });
    };
    load();
    let stand = watch(move || loading.get());
    let content = move || match stand.get() {
        Loading::Asking => slow(load.clone()),
        Loading::Failed(problem) if problem.code() == Some(Code::NotFound) => {
            blank(Icon::Person, Text::ContactMissing, Some(Text::ContactMissingWhy))
        }
        Loading::Failed(problem) => failed(Text::ContactNotLoaded, &problem, load.clone()),
        Loading::Ready => told.with_untracked(|told| known(c, &id, told)),
    };
    all(content)
}

fn known(c: Console, id: &str, told: &Value) -> AnyView {
    let id = id.to_owned();
    let email = text(&told["email"]);
    let name = Some(text(&told["name"])).filter(|name| !name.is_empty()).unwrap_or_else(|| email.clone());
    let name = if name.is_empty() { c.say(Text::ContactUnknown).to_owned() } else { name };
    let verified = told["verified"].as_bool() == Some(true);
    let words = if verified { Text::ContactKnown } else { Text::ContactTyped };
    let faint = |text: Text| span().class("faint").child(c.say(text)).into_any();
    let address = if email.is_empty() {
        faint(Text::NotKnown)
    } else {
        let mark = (!verified).then(unverified_with_reason);
        all((span().class("address").attr("dir", "ltr").child(email.clone()), mark))
    };
    let owner = text(&told["owner"]["name"]);
    let owner = if owner.is_empty() {
        faint(Text::NoOwner)
    } else {
        span().attr("dir", "auto").child(owner).into_any()
    };
    let named: Vec<_> = items(&told["lists"]).map(|on| (text(&on["id"]), text(&on["name"]))).collect();
    let lists =
        if named.is_empty() { faint(Text::OnNoList) } else { contact_properties::lists(id.clone(), named) };
    let who = div().class("title").child((
        visitor_face(&name, Some(&email).filter(|email| !email.is_empty()).map(String::as_str), Size::Large),
        div().class("grow").child((
            h1().id(HEADING_ID).attr("tabindex", "-1").attr("dir", "auto").child(name),
            p().class("small faint").child(c.say(words)),
        )),
    ));
    // What was subscribed to is asked for by the contact: there is no conversation beside it.
    let (nothing, contact) = (watch(|| Stand::Asking), RwSignal::new(Some(id.clone())));
    let contact = watch(move || contact.get());
    let card = |inside: AnyView| div().class("card").child(inside).into_any();
    let conversations = {
        let id = id.clone();
        // The inbox is known a moment after the session.
        let inbox = watch(move || c.inbox.get());
        all(move || inbox.get().map(|_| earlier(id.clone(), None)))
    };
    let facts = section().child((
        h3().child(c.say(Text::Contact)),
        dl().child((fact(Text::Email, address), fact(Text::Owner, owner), fact(Text::Lists, lists))),
    ));
    let receipts = c.may(Action::SeeAudit).then(|| {
        section()
            .child((h3().child(c.say(Text::ReceiptsExport)), exports(&format!("?contact={id}"))))
            .into_any()
    });
    all((
        who,
        h2().class("unseen").child(c.say(Text::ContactAll)),
        c.may(Action::ChangeRecords).then(|| new_records(c, &id)),
        card(all((facts, contact_properties::properties(id.clone())))),
        card(conversations),
        card(contact_records(id, None)),
        card(all((subscriptions(nothing, contact), receipts))),
    ))
}

/// What can be written down of them.
fn new_records(c: Console, id: &str) -> AnyView {
    let one = |kind: Kind, words: Text| {
        let id = id.to_owned();
        button()
            .attr("type", "button")
            .class("button line low")
            .on(leptos::ev::click, move |_| {
                c.ask.set(Some(Ask::Record(RecordDraft::new(kind, id.clone(), None, clock::now()))));
            })
            .child((icon(Icon::Plus), c.say(words)))
            .into_any()
    };
    div()
        .class("acts")
        .child((one(Kind::Ticket, Text::CreateTicket), one(Kind::Deal, Text::CreateDeal)))
        .into_any()
}
