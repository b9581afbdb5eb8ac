//! A comment in the log, and what agents did beside it (P47, P60). Visitors see none of it.

use crate::reactive::*;
use protocol::frame::{Agent, Annotation, Author, Note};

use super::entries::{line, sentence};
use super::html::{all, b, div, li, span, time};
use super::icon::{Icon, icon};
use super::progress::{not_sent, progress_of, sending};
use crate::browser::clock;
use crate::console::console;
use crate::state::facts::{Fact, Sign, note_fact};
use crate::state::mention::pieces;
use crate::state::outgoing::{Outgoing, Progress};
use crate::texts::Text;
use crate::watch::watch;

/// A note as it stands in the log.
pub(super) fn noted(note: &Annotation) -> AnyView {
    let c = console();
    let me = c.my_id();
    if let Note::Comment { text, .. } = &note.note {
        let name = match &note.from {
            Author::Agent { id, name } if *id == me => c.fill(Text::Me, &[("name", name)]),
            Author::Agent { name, .. } | Author::Bot { name } => name.clone(),
            Author::Visitor | Author::System => String::new(),
        };
        return card(name, note.at, text, ().into_any());
    }
    let note = note.clone();
    let language = c.language.get_untracked();
    let (at, sign) = (note.at, note_fact(&note, &me, &|_| String::new(), &|_| String::new()));
    let Some(Fact { sign, .. }) = sign else { return ().into_any() };
    let picture = match sign {
        Sign::Label => Icon::Tag,
        Sign::Clock => Icon::Clock,
        Sign::Shield => Icon::Shield,
        Sign::Bin => Icon::Bin,
        Sign::Person | Sign::Route | Sign::Check | Sign::Reopen => Icon::Person,
    };
    // A label's name may come later than the note.
    let told = watch(move || {
        c.labels.track();
        let label = |id: &conversation::ids::LabelId| c.label_names(std::slice::from_ref(id));
        note_fact(&note, &me, &label, &|at| clock::in_full(at, language)).map(|fact| (fact.text, fact.places))
    });
    let words = move || told.get().map(|(text, places)| sentence(text, &places));
    line(picture, words.into_any(), at, clock::time_of_day(at, language))
}

/// A comment of ours that is not stored yet; when it is, this card becomes it.
pub(super) fn comment_on_its_way(message: Outgoing) -> AnyView {
    let c = console();
    let Outgoing { id, text, at, .. } = message;
    let progress = progress_of(id.clone());
    let state = move || match progress.get() {
        // No comment rests.
        Progress::Held | Progress::Sending => Some(sending()),
        Progress::Sent => None,
        Progress::Failed(code) => Some(not_sent(id.clone(), code)),
    };
    let name = c.myself().map(|me| c.fill(Text::Me, &[("name", &me.name)])).unwrap_or_default();
    card(name, at, &text, all(state))
}

fn card(name: String, at: u64, text: &str, state: AnyView) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let people: Vec<Agent> = untrack(|| c.inbox_info()).map(|info| info.members).unwrap_or_default();
    let piece = |(agent, piece): (Option<&Agent>, &str)| match agent {
        Some(_) => b().class("mention").child(piece.to_owned()).into_any(),
        None => IntoAny::into_any(piece.to_owned()),
    };
    let words: Vec<AnyView> = pieces(text, &people).into_iter().map(piece).collect();
    li().class("note-card")
        .child((
            div().class("by").child((
                icon(Icon::Note),
                b().attr("dir", "auto").child(name),
                span().child(c.say(Text::OnlyTeamSees)),
                time().attr("title", clock::in_full(at, language)).child(clock::time_of_day(at, language)),
            )),
            div().class("words").attr("dir", "auto").child(words),
            state,
        ))
        .into_any()
}
