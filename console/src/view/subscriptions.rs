//! What somebody subscribed to, with the exact text, since when, and how it ended (S85).

use crate::reactive::*;
use conversation::access::Action;
use protocol::rest::subscriptions::{EndedBy, Subscription};

use super::html::{all, blockquote, button, details, div, h3, li, p, section, span, summary, ul};
use super::icon::{Icon, icon};
use crate::browser::clock;
use crate::browser::languages::language_name;
use crate::console::console;
use crate::state::details::Stand;
use crate::state::page::Page;
use crate::state::subscriptions::ended;
use crate::texts::Text;
use crate::watch::watch;

/// What the contact of a conversation has; while they are nobody, what the conversation itself tells. Nothing where there is
/// nothing.
pub(super) fn subscriptions(stand: Memo<Stand>, contact: Memo<Option<String>>) -> AnyView {
    let c = console();
    let here = watch(move || {
        stand.with(|stand| match stand {
            Stand::Here(details) => details.subscriptions.clone(),
            Stand::Asking | Stand::Failed(_) => Vec::new(),
        })
    });
    let of_contact = RwSignal::new(None::<Vec<Subscription>>);
    // Asked anew with the details: a message may have brought something.
    Effect::new(move |_| {
        here.track();
        match contact.get() {
            Some(contact) => c.ask_subscriptions(contact, of_contact),
            None => of_contact.set(None),
        }
    });
    let shown = watch(move || of_contact.get().unwrap_or_else(|| here.get()));
    let any = watch(move || shown.with(|all| !all.is_empty()));
    let each = move || shown.get();
    let key = |one: &Subscription| (one.number, one.ended.clone().map(|ended| ended.at));
    let one = move |one: Subscription| row(one, contact, of_contact);
    all(move || {
        any.get().then(|| {
            let list = For(ForProps::builder().each(each).key(key).children(one).build()).into_any();
            section().child((h3().child(c.say(Text::Subscriptions)), ul().class("receipts").child(list)))
        })
    })
}

fn row(
    one: Subscription,
    contact: Memo<Option<String>>,
    into: RwSignal<Option<Vec<Subscription>>>,
) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let stands = one.ended.is_none();
    let end = {
        let one = one.clone();
        let label = c.fill(Text::SubscriptionEnd, &[("name", &one.name)]);
        move || {
            let may = stands && c.may(Action::ChangeRecords);
            let contact = contact.get().filter(|_| may)?;
            let one = one.clone();
            Some(
                button()
                    .attr("type", "button")
                    .class("button quiet square low")
                    .attr("aria-label", label.clone())
                    .attr("title", label.clone())
                    .on(leptos::ev::click, move |_| c.unsubscribe(contact.clone(), one.clone(), into))
                    .child(icon(Icon::Cross)),
            )
        }
    };
    let how = one.ended.as_ref().map(|how| {
        let when = clock::in_full(how.at, language);
        let who = match &how.by {
            EndedBy::Agent { id } => id.to_string(),
            EndedBy::Visitor | EndedBy::Renewed | EndedBy::Forgotten => String::new(),
        };
        div().class("small").child(c.fill(ended(how), &[("when", &when), ("who", &who)]))
    });
    let page = one.page.as_ref().map(|page| {
        span()
            .class("where")
            .attr("dir", "ltr")
            .attr("title", page.clone())
            .child((" · ", Page::parse(page).path))
    });
    let since = c.fill(Text::SubscriptionSince, &[("when", &clock::in_full(one.since, language))]);
    let text = c.fill(Text::SubscriptionText, &[("n", &one.version.to_string())]);
    let facts = (since, " · ", text, " · ", language_name(&one.language, language), page);
    li().child((
        icon(if stands { Icon::ShieldCheck } else { Icon::Shield }),
        div().class("grow").child((
            div().attr("dir", "auto").child(one.name),
            div().class("small faint").child(facts),
            how,
            details().child((
                summary().child(c.say(Text::ConsentText)),
                blockquote().attr("dir", "auto").child(one.text),
                hash(&one.hash),
            )),
        )),
        end,
    ))
    .into_any()
}

/// Digits of a hash that tell one text from another at a glance.
const SHOWN: usize = 12;

/// The hash of a text: its beginning, and the whole where somebody points.
pub(super) fn hash(whole: &str) -> AnyView {
    let c = console();
    let beginning: String = whole.chars().take(SHOWN).collect();
    p().class("small faint hash")
        .attr("dir", "ltr")
        .attr("title", whole.to_owned())
        .child((c.say(Text::TextHash), " ", beginning, "…"))
        .into_any()
}
