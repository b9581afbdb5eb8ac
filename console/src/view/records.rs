//! What belongs to the contact of a conversation: labels, tickets, deals, interactions, earlier conversations (S143–S147).

use crate::reactive::*;
use conversation::ids::ThreadId;
use protocol::frame::Row;
use serde_json::Value;

use super::html::{a, all, button, div, h3, li, p, section, span, ul};
use super::icon::{Icon, icon};
use super::labels::label_chips;
use crate::api;
use crate::browser::clock;
use crate::console::{Ask, Bar, Console, Loading, console};
use crate::route::Route;
use crate::state::commands::Act;
use crate::state::found::Found;
use crate::state::problem::Problem;
use crate::state::records::{Kind, RecordDraft, records};
use crate::texts::Text;
use crate::watch::watch;

/// Earlier conversations that are shown at once.
const EARLIER: usize = 5;

/// What can be done with the contact.
pub(super) fn contact_acts(row: Memo<Option<Row>>, has_contact: Memo<bool>) -> AnyView {
    let c = console();
    let act = move |act: Act, words: Text| {
        button()
            .attr("type", "button")
            .class("button line low")
            .on(leptos::ev::click, move |_| {
                c.act(&act);
            })
            .child((icon(Icon::Plus), c.say(words)))
    };
    let more = button()
        .attr("type", "button")
        .class("button line low")
        .attr("aria-haspopup", "dialog")
        .on(leptos::ev::click, move |_| {
            if let Some(row) = row.get_untracked() {
                c.bar.set(Some(Bar::More(vec![row.thread])));
            }
        })
        .child((icon(Icon::More), c.say(Text::MoreActs)));
    let of_contact = move || {
        has_contact
            .get()
            .then(|| all((act(Act::Ticket, Text::CreateTicket), act(Act::Deal, Text::CreateDeal))))
    };
    div().class("contact-acts").child((of_contact, more)).into_any()
}

/// The labels of the conversation.
pub(super) fn labels(row: Memo<Option<Row>>) -> AnyView {
    let c = console();
    let labels =
        watch(move || row.with(|row| row.as_ref().map(|row| row.desk.labels.clone())).unwrap_or_default());
    let change = button()
        .attr("type", "button")
        .class("button quiet square tiny")
        .attr("aria-label", c.say(Text::KeyLabel))
        .attr("title", c.say(Text::KeyLabel))
        .on(leptos::ev::click, move |_| {
            if let Some(row) = row.get_untracked() {
                c.bar.set(Some(Bar::Label(vec![row.thread])));
            }
        })
        .child(icon(Icon::Plus));
    let chips =
        move || labels.with(|labels| if labels.is_empty() { ().into_any() } else { label_chips(labels, 20) });
    section()
        .child((
            div().class("section-head").child((h3().child(c.say(Text::LabelsTitle)), change)),
            div().class("label-chips").child(chips),
        ))
        .into_any()
}

/// Tickets, deals and interactions; each opens for a change.
pub(super) fn contact_records(contact: String, thread: Option<ThreadId>) -> AnyView {
    let c = console();
    let told = RwSignal::new(Value::Null);
    let loading = RwSignal::new(Loading::Asking);
    let path = format!("/api/contacts/{contact}/records");
    Effect::new(move |_| {
        c.records.track();
        c.load_for(path.clone(), loading, move |answer| {
            let _ = told.try_set(answer.clone());
        });
    });
    let add = button()
        .attr("type", "button")
        .class("button quiet square tiny")
        .attr("aria-label", c.say(Text::NewInteraction))
        .attr("title", c.say(Text::NewInteraction))
        .on(leptos::ev::click, {
            let contact = contact.clone();
            move |_| {
                let thread = thread.as_ref().map(ToString::to_string);
                let draft = RecordDraft::new(Kind::Interaction, contact.clone(), thread, clock::now());
                c.ask.set(Some(Ask::Record(draft)));
            }
        })
        .child(icon(Icon::Plus));
    let list = move || match loading.get() {
        Loading::Asking if told.with(Value::is_null) => span().class("bone skeleton line").into_any(),
        Loading::Failed(_) => p().class("faint").child(c.say(Text::RecordsFailed)).into_any(),
        Loading::Asking | Loading::Ready => {
            let all = told.with(|told| records(told, &contact));
            if all.is_empty() {
                return p().class("faint").child(c.say(Text::RecordsNone)).into_any();
            }
            ul().class("record-list")
                .child(all.into_iter().map(|one| record(c, one)).collect::<Vec<_>>())
                .into_any()
        }
    };
    section()
        .child((div().class("section-head").child((h3().child(c.say(Text::RecordsTitle)), add)), list))
        .into_any()
}

fn record(c: Console, record: RecordDraft) -> AnyView {
    let language = c.language.get_untracked();
    let state = c.say(record.kind.state(&record.state));
    let (name, kind) = match record.kind {
        // A call is told by what came of it.
        Kind::Interaction => (record.text.lines().next().unwrap_or_default().to_owned(), state.to_owned()),
        kind => (record.title.clone(), format!("{}, {state}", c.say(kind.one()))),
    };
    let worth = (!record.amount.is_empty()).then(|| format!(" · {} {}", record.amount, record.currency));
    let more =
        format!("{kind}{} · {}", worth.unwrap_or_default(), clock::day_in_words(record.at as i64, language));
    let label = c.fill(Text::RecordEdit, &[("name", &name)]);
    li().child(
        button()
            .attr("type", "button")
            .class("record")
            .attr("title", label)
            .on(leptos::ev::click, move |_| c.ask.set(Some(Ask::Record(record.clone()))))
            .child((
                span().class("cut").attr("dir", "auto").child(name),
                span().class("small faint").child(more),
            )),
    )
    .into_any()
}

/// What else was said with this contact, beside a thread or at all.
pub(super) fn earlier(contact: String, beside: Option<ThreadId>) -> AnyView {
    let c = console();
    let title = if beside.is_some() { Text::EarlierTitle } else { Text::ConversationsTitle };
    let (rows, missed) = (RwSignal::new(None::<Vec<Row>>), RwSignal::new(false));
    let filter = format!("{{\"contact\":\"{contact}\"}}");
    if let Some(inbox) = c.inbox.get_untracked() {
        let filter = Found::Filter(filter.clone());
        spawn_local(async move {
            match api::found(&inbox, &filter, None).await {
                Ok(found) => {
                    let others =
                        found.rows.into_iter().filter(|row| Some(&row.thread) != beside.as_ref()).collect();
                    let _ = rows.try_set(Some(others));
                }
                Err(Problem::SignedOut) => c.session_ended(),
                Err(_) => drop(missed.try_set(true)),
            }
        });
    }
    let whole = filter;
    let list = move || {
        rows.with(|rows| match rows {
            None if missed.get() => p().class("faint").child(c.say(Text::ConversationsFailed)).into_any(),
            None => span().class("bone skeleton line").into_any(),
            Some(rows) if rows.is_empty() => p().class("faint").child(c.say(Text::EarlierNone)).into_any(),
            Some(rows) => {
                let some: Vec<AnyView> = rows.iter().take(EARLIER).map(|row| one(c, row)).collect();
                let filter = whole.clone();
                let more = (rows.len() > EARLIER).then(|| {
                    button()
                        .attr("type", "button")
                        .class("link small")
                        .on(leptos::ev::click, move |_| c.look_for(Some(Found::Filter(filter.clone()))))
                        .child(c.say(Text::EarlierAll))
                });
                all((ul().class("record-list earlier").child(some), more))
            }
        })
    };
    section().child((h3().child(c.say(title)), list)).into_any()
}

fn one(c: Console, row: &Row) -> AnyView {
    let language = c.language.get_untracked();
    let mut there = Route::home();
    if let Route::Inbox { thread, .. } = &mut there {
        *thread = Some(row.thread.to_string());
    }
    let stands = if row.status == conversation::thread::Status::Closed {
        Text::StandsClosed
    } else {
        Text::StandsOpen
    };
    let more = format!("{} · {}", clock::told(row.updated_at, clock::now(), language), c.say(stands));
    let preview =
        if row.preview.is_empty() { c.say(Text::NoMessageYet).to_owned() } else { row.preview.clone() };
    li().child(
        a().class("record")
            .attr("href", there.path())
            .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
            .child((
                span().class("cut").attr("dir", "auto").child(preview),
                span().class("small faint").child(more),
            )),
    )
    .into_any()
}
