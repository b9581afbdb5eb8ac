//! The question to whom the transcript of a closed chat is mailed, and under which subject (S157, S158).
//!
//! E-mail is not connected: that stands above the form, beside what waits already, and in what is told afterwards.

use crate::reactive::*;
use crate::watch::watch;
use conversation::ids::ThreadId;

use super::ask::{cancel, refused_in};
use super::html::{all, div, fieldset, form, h2, input, label, legend, p, span};
use super::mark::unverified;
use super::sign_in::{alert, submit_button};
use crate::api::tree;
use crate::browser::timer::Timeout;
use crate::console::{Console, console};
use crate::state::problem::words;
use crate::state::transcripts::{Offer, Person, SUBJECT_CHARS, Waiting, found, looked_for, offered, written};
use crate::texts::Text;

/// Typing rests this long before contacts are looked for.
const REST_MS: u64 = 250;
const SUBJECT_ID: &str = "transcript-subject";
const SEARCH_ID: &str = "transcript-search";

/// What is being filled in.
#[derive(Clone, Copy)]
struct Form {
    offer: RwSignal<Option<Offer>>,
    picked: RwSignal<Option<Person>>,
    found: RwSignal<Vec<Person>>,
    /// What was looked for last, once that was answered.
    looked_for: RwSignal<Option<String>>,
    subject: RwSignal<String>,
    refused: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

/// The question.
pub(crate) fn transcript(thread: ThreadId) -> AnyView {
    let c = console();
    let it = Form {
        offer: RwSignal::new(None),
        picked: RwSignal::new(None),
        found: RwSignal::new(Vec::new()),
        looked_for: RwSignal::new(None),
        subject: RwSignal::new(String::new()),
        refused: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    load(c, it, &thread);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(c, it, thread.clone());
    };
    form()
        .class("asked transcript")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").child(c.say(Text::TranscriptAct)),
            p().child(c.say(Text::TranscriptNotConnected)),
            move || it.offer.with(Option::is_some).then(|| fields(it)),
            alert(move || it.refused.get()),
            div().class("answers").child((
                cancel(Text::Cancel),
                submit_button(it.busy, Text::TranscriptSend, Text::TranscriptSend),
            )),
        ))
        .into_any()
}

fn load(c: Console, it: Form, thread: &ThreadId) {
    let Some(inbox) = c.inbox.get_untracked() else { return };
    let path = format!("/api/threads/{inbox}/{thread}/transcripts");
    spawn_local(async move {
        match tree("GET", path, None).await {
            Ok(told) => {
                let offer = Offer::of(&told);
                let refused = offer.refused.as_deref().and_then(protocol::code::Code::parse);
                // The question may be gone when the answer comes.
                let _ = it.subject.try_set(offer.subject.clone());
                let _ = it.picked.try_set(offer.to.clone());
                let _ = it.refused.try_set(refused.map(|code| c.say(words(code)).to_owned()));
                let _ = it.offer.try_set(Some(offer));
            }
            Err(problem) => refused_in(c, it.refused, Text::TranscriptFailed, &problem),
        }
    });
}

fn fields(it: Form) -> AnyView {
    let c = console();
    let subject = input()
        .id(SUBJECT_ID)
        .class("input")
        .attr("type", "text")
        .attr("dir", "auto")
        .attr("maxlength", SUBJECT_CHARS.to_string())
        .attr("autocomplete", "off")
        .value(move || it.subject.get_untracked())
        .on(leptos::ev::input, move |event| it.subject.set(event_target_value(&event)));
    all((
        waiting(it),
        recipients(it),
        search(it),
        div()
            .class("field")
            .child((label().attr("for", SUBJECT_ID).child(c.say(Text::TranscriptSubject)), subject)),
    ))
}

/// What waits already.
fn waiting(it: Form) -> Option<AnyView> {
    let c = console();
    let waiting = it.offer.with_untracked(|offer| offer.as_ref().map(|offer| offer.waiting.clone()))?;
    if waiting.is_empty() {
        return None;
    }
    let line = |one: Waiting| {
        p().class("help").attr("dir", "auto").child(format!(
            "{}: {} · {} · {}",
            c.say(Text::TranscriptTo),
            one.to.email,
            one.subject,
            c.say(one.why)
        ))
    };
    let lines: Vec<_> = waiting.into_iter().map(line).collect();
    let view =
        div().class("field transcript-outbox").child((span().child(c.say(Text::TranscriptsWaiting)), lines));
    Some(view.into_any())
}

/// Whom it can go to: the visitor, and whoever was found.
fn recipients(it: Form) -> AnyView {
    let c = console();
    let all = watch(move || {
        let own = it.offer.with(|offer| offer.as_ref().and_then(|offer| offer.to.clone()));
        // Whoever is picked stays to be seen, but picking moves nobody.
        let picked = it.picked.get_untracked();
        it.found.with(|found| offered(own.as_ref(), picked.as_ref(), found))
    });
    let people = move || {
        let all = all.get();
        if all.is_empty() {
            return p().class("help").child(c.say(Text::TranscriptNobody)).into_any();
        }
        let people: Vec<AnyView> = all.into_iter().map(|person| one(it, person)).collect();
        people.into_any()
    };
    fieldset().class("field").child((legend().child(c.say(Text::TranscriptTo)), people)).into_any()
}

fn one(it: Form, person: Person) -> AnyView {
    let id = format!("transcript-to-{}", person.contact);
    let is_picked = {
        let contact = person.contact.clone();
        move || it.picked.with(|picked| picked.as_ref().is_some_and(|picked| picked.contact == contact))
    };
    let name = (!person.name.is_empty()).then(|| person.name.clone());
    let (email, claimed) = (person.email.clone(), person.claimed);
    let radio = input()
        .id(id.clone())
        .attr("type", "radio")
        .attr("name", "transcript-to")
        .flag("checked", is_picked)
        .on(leptos::ev::change, move |_| it.picked.set(Some(person.clone())));
    let words = match name {
        Some(name) => format!("{name} <{email}>"),
        None => email,
    };
    div()
        .class("tick")
        .child((
            radio,
            span()
                .child((label().attr("for", id).attr("dir", "auto").child(words), claimed.then(unverified))),
        ))
        .into_any()
}

/// Looking for somebody else.
fn search(it: Form) -> AnyView {
    let c = console();
    let soon = StoredValue::new(None::<Timeout>);
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let Some(text) = looked_for(&text).map(str::to_owned) else {
            it.found.set(Vec::new());
            it.looked_for.set(None);
            return soon.set_value(None);
        };
        soon.set_value(Some(Timeout::after(REST_MS, move || look(c, it, text))));
    };
    let none = move || {
        let nobody = it.looked_for.with(Option::is_some) && it.found.with(Vec::is_empty);
        nobody.then(|| c.say(Text::TranscriptNoneFound))
    };
    div()
        .class("field")
        .child((
            label().attr("for", SEARCH_ID).child(c.say(Text::TranscriptSearch)),
            input()
                .id(SEARCH_ID)
                .class("input")
                .attr("type", "search")
                .attr("dir", "auto")
                .attr("maxlength", "100")
                .attr("autocomplete", "off")
                .attr("aria-describedby", "transcript-search-help")
                .on(leptos::ev::input, typed),
            span().id("transcript-search-help").class("help").child(c.say(Text::TranscriptSearchHelp)),
            span().class("help").attr("role", "status").child(none),
        ))
        .into_any()
}

fn look(c: Console, it: Form, text: String) {
    let path = format!("/api/recipients?search={}", String::from(js_sys::encode_uri_component(&text)));
    spawn_local(async move {
        match tree("GET", path, None).await {
            Ok(told) => {
                let _ = it.found.try_set(found(&told));
                let _ = it.looked_for.try_set(Some(text));
            }
            Err(problem) => refused_in(c, it.refused, Text::TranscriptFailed, &problem),
        }
    });
}

fn send(c: Console, it: Form, thread: ThreadId) {
    let Some(inbox) = c.inbox.get_untracked().filter(|_| !it.busy.get_untracked()) else { return };
    let body = it.picked.with_untracked(|to| written(to.as_ref(), &it.subject.get_untracked()));
    let body = match body {
        Ok(body) => body.to_string(),
        Err(wrong) => return it.refused.set(Some(c.say(wrong).to_owned())),
    };
    let name =
        it.picked.with_untracked(|to| to.as_ref().map(|to| to.called().to_owned())).unwrap_or_default();
    it.busy.set(true);
    it.refused.set(None);
    spawn_local(async move {
        let path = format!("/api/threads/{inbox}/{thread}/transcripts");
        match tree("POST", path, Some(body)).await {
            Ok(_) => {
                c.ask.set(None);
                c.tell(c.fill(Text::TranscriptWaits, &[("name", &name)]), None);
            }
            Err(problem) => {
                let _ = it.busy.try_set(false);
                refused_in(c, it.refused, Text::TranscriptNotSent, &problem);
            }
        }
    });
}
