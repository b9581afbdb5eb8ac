//! The log: one row for each line, kept by key, so that a new message touches its own row and its neighbour.

use conversation::ids::ClientMessageId;
use conversation::redaction::is_masked;
use web_sys::Element;

use super::ask::AskForm;
use super::dialog::Dialog;
use super::dom::{button, child, face, set, text};
use super::greeting::{said, state};
use super::panel::absence;
use super::{Kit, View};
use crate::lines::{Bubble, Event, Key, Kind, Line, lines};
use crate::linkify::{Piece, href, pieces};
use crate::model::{Model, PendingState};
use crate::words::join;

/// How near the end counts as reading the end, in px.
const NEAR_END: i32 = 80;

/// What of a bubble can change after it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    joined: bool,
    last: bool,
    at: Option<u64>,
    state: Option<PendingState>,
    edited: Option<u64>,
    gone: bool,
}

impl Shape {
    /// What a bubble that says something else by now has another of.
    fn says(self) -> (Option<u64>, bool) {
        (self.edited, self.gone)
    }
}

struct Row {
    key: Key,
    node: Element,
    shape: Option<Shape>,
    /// Everything under and beside the bubble: drawn anew when the shape changes.
    extras: Vec<Element>,
}

/// The rows in their scrolling place, and what is said of them while they are out of sight.
pub(crate) struct Log {
    kit: Kit,
    stream: Element,
    node: Element,
    rows: Vec<Row>,
    ask: Option<AskForm>,
    announcer: Element,
    announced: Option<u64>,
}

impl Log {
    /// Draws from now on in the place that the view has for it. A welcome message that is there stays.
    pub(crate) fn new(view: &mut View) -> Self {
        view.kit.linked = Some(linked);
        let (kit, announcer) = (view.kit.clone(), view.announcer.clone());
        let Dialog { greeting, consent, .. } = view.dialog();
        for written in [Some(consent.words()), greeting.drawn.as_ref().map(|drawn| &drawn.words)] {
            if let Some((place, words)) = written.and_then(|place| Some((place, place.text_content()?))) {
                text(place, "");
                linked(&kit, place, &words);
            }
        }
        for held in greeting.held.drain(..) {
            held.remove();
        }
        let rows = greeting.drawn.take().map(|drawn| Row {
            key: Key::Welcome(drawn.revision),
            node: drawn.node,
            shape: Some(Shape {
                joined: false,
                last: true,
                at: None,
                state: None,
                edited: None,
                gone: false,
            }),
            extras: drawn.extras,
        });
        Self {
            stream: greeting.stream.clone(),
            node: greeting.log.clone(),
            rows: rows.into_iter().collect(),
            ask: None,
            announcer,
            announced: None,
            kit,
        }
    }

    /// Tells whether the focus was in a form that is done.
    pub(crate) fn draw(&mut self, model: &Model) -> bool {
        let kit = self.kit.clone();
        let held = self.draw_lines(&kit, model);
        self.announce(model);
        held
    }

    /// Says a message that came while the panel was closed; an open log says it by itself.
    fn announce(&mut self, model: &Model) {
        let newest = if model.has_news() { model.newest_from_team() } else { None };
        let seq = newest.map(|(seq, _, _)| seq);
        if seq != self.announced {
            self.announced = seq;
            let words = newest.map(|(_, author, text)| join(&[author, ": ", text]));
            self.announcer.set_text_content(words.as_deref());
        }
    }

    fn draw_lines(&mut self, kit: &Kit, model: &Model) -> bool {
        let wanted = lines(model, |at| kit.page.day(at as f64) as i64);
        let held = match (&mut self.ask, model.ask()) {
            (Some(form), Some(ask)) => form.draw(kit, ask),
            (form, None) => form.take().is_some_and(|form| form.has_focus(kit)),
            (None, Some(_)) => false,
        };
        if self.is_drawn(&wanted) {
            return held;
        }
        let reads_end =
            self.stream.scroll_height() - self.stream.scroll_top() - self.stream.client_height() < NEAR_END;
        for (place, line) in wanted.iter().enumerate() {
            self.place(kit, place, line);
        }
        for row in self.rows.drain(wanted.len()..) {
            row.node.remove();
        }
        if reads_end {
            self.stream.set_scroll_top(self.stream.scroll_height());
        }
        held
    }

    fn is_drawn(&self, wanted: &[Line<'_>]) -> bool {
        wanted.len() == self.rows.len()
            && wanted
                .iter()
                .zip(&self.rows)
                .all(|(line, row)| row.key == line.key && row.shape == shape(&line.kind))
    }

    /// Makes the row at a place show the line: the same one, one from further down, or a new one.
    fn place(&mut self, kit: &Kit, place: usize, line: &Line<'_>) {
        let found =
            self.rows.iter().skip(place).position(|row| row.key == line.key).map(|ahead| place + ahead);
        if found != Some(place) {
            let row = match found {
                Some(from) => self.rows.remove(from),
                None => self.new_row(kit, line),
            };
            let before = self.rows.get(place).map(|row| row.node.as_ref());
            // The reference is a child of this very node, or none.
            let _ = self.node.insert_before(&row.node, before);
            self.rows.insert(place, row);
        }
        let now = shape(&line.kind).map(Shape::says);
        // What says something else is another row: whoever hears the log hears it, and what belongs to it is hung up anew.
        if let Some(row) = self.rows.get(place)
            && row.shape.is_some_and(|shape| Some(shape.says()) != now)
        {
            let fresh = self.new_row(kit, line);
            if let Some(row) = self.rows.get_mut(place) {
                let _ = self.node.replace_child(&fresh.node, &row.node);
                *row = fresh;
            }
        }
        if let (Some(row), Kind::Bubble(bubble)) = (self.rows.get_mut(place), &line.kind) {
            row.dress(kit, bubble);
        }
    }

    fn new_row(&mut self, kit: &Kit, line: &Line<'_>) -> Row {
        let node = match line.kind {
            Kind::Ask(speaker, ask) => {
                let form = self.ask.insert(AskForm::new(kit, speaker, ask));
                form.node().clone()
            }
            Kind::Day(at) => {
                let node = kit.page.element("div", "day");
                text(&node, &kit.page.day_text(at as f64));
                node
            }
            Kind::Event(event) => event_node(kit, event),
            Kind::Bubble(bubble) => {
                let node = bubble_node(kit, &bubble);
                // Nothing is to be done with what is gone.
                match &line.key {
                    _ if bubble.gone => {}
                    Key::Own(id) => kit.page.row(&node, id, 0.0),
                    Key::Place(seq) => kit.page.row(&node, "", *seq as f64),
                    _ => {}
                }
                node
            }
            Kind::Replies(replies) => {
                let node = kit.page.element("div", "qr");
                set(&node, "role", "group");
                kit.put(&node, "aria-label", "pick", "");
                for reply in replies {
                    let one = button(kit, &node, "", "", "pick");
                    set(&one, "dir", "auto");
                    text(&one, reply);
                }
                node
            }
        };
        Row { key: line.key.clone(), node, shape: None, extras: Vec::new() }
    }

    /// Puts the focus into the e-mail field.
    pub(crate) fn focus_address(&self) {
        if let Some(form) = &self.ask {
            form.focus();
        }
    }
}

/// Puts a text in whose addresses become links.
fn linked(kit: &Kit, element: &Element, words: &str) {
    for piece in pieces(words) {
        match piece {
            Piece::Text(words) => {
                let _ = element.append_with_str_1(words);
            }
            Piece::Link(address) => {
                let link = child(kit, element, "a", "");
                set(&link, "href", &href(address));
                set(&link, "target", "_blank");
                set(&link, "rel", "noopener noreferrer nofollow ugc");
                text(&link, address);
            }
        }
    }
}

fn shape(kind: &Kind<'_>) -> Option<Shape> {
    match kind {
        Kind::Bubble(bubble) => {
            let Bubble { joined, last, at, state, edited, gone, .. } = *bubble;
            Some(Shape { joined, last, at, state, edited, gone })
        }
        Kind::Day(_) | Kind::Event(_) | Kind::Ask(..) | Kind::Replies(_) => None,
    }
}

fn event_node(kit: &Kit, event: Event<'_>) -> Element {
    let node = kit.page.element("div", "day");
    let words = match event {
        Event::Joined(name) => kit.say_of("joined", name),
        Event::Closed => kit.say("closed"),
        Event::Reopened => kit.say("reopened"),
        Event::Absent(told) => {
            node.set_class_name("day absent");
            // The owner's own words, most of the time.
            set(&node, "dir", "auto");
            absence(kit, told)
        }
    };
    kit.write(&node, &words);
    node
}

fn bubble_node(kit: &Kit, bubble: &Bubble<'_>) -> Element {
    let node = kit.page.element("div", "m");
    let author = bubble.author.map_or_else(|| kit.say("you"), String::from);
    if bubble.gone {
        kit.put(&said(kit, &node, &author, ""), "", "gone", "");
    } else {
        said(kit, &node, &author, bubble.text);
        if bubble.author.is_none() && is_masked(bubble.text) {
            kit.put(&child(kit, &node, "div", "masked"), "", "masked", "");
        }
    }
    node
}

impl Row {
    /// Gives the bubble its corners, face, time and state.
    fn dress(&mut self, kit: &Kit, bubble: &Bubble<'_>) {
        let now = shape(&Kind::Bubble(*bubble));
        if self.shape == now {
            return;
        }
        self.shape = now;
        for extra in self.extras.drain(..) {
            extra.remove();
        }
        let mut class = String::from(if bubble.author.is_some() { "m" } else { "m me" });
        if bubble.joined {
            class.push_str(" k");
        }
        if !bubble.last {
            class.push_str(" j");
        }
        if bubble.gone {
            class.push_str(" taken");
        }
        self.node.set_class_name(&class);
        if let (true, Some(author)) = (bubble.last, bubble.author) {
            self.extras.push(face(kit, &self.node, author));
        }
        if bubble.last || bubble.edited.is_some() || bubble.state == Some(PendingState::Failed) {
            self.extras.push(self.state(kit, bubble));
        }
    }

    fn state(&self, kit: &Kit, bubble: &Bubble<'_>) -> Element {
        let (line, words) = state(kit, &self.node);
        match bubble.state {
            Some(PendingState::Sending) => kit.put(&words, "", "sending", ""),
            Some(PendingState::Sent) => kit.put(&words, "", "sent", ""),
            Some(PendingState::Failed) => kit.put(&words, "", "not_sent", ""),
            None => text(&words, bubble.author.unwrap_or_default()),
        }
        if bubble.state == Some(PendingState::Failed) {
            set(&line, "class", "st failed");
            if let Key::Own(id) = &self.key {
                let again =
                    ClientMessageId::parse(id).ok().map(|id| button(kit, &line, "again", "", id.as_str()));
                if let Some(again) = again {
                    kit.put(&again, "", "try_again", "");
                }
            }
        } else if let Some(at) = bubble.at {
            let time = child(kit, &line, "span", "");
            text(&time, &join(&[" · ", &kit.page.time_text(at as f64)]));
            if bubble.edited.is_some() {
                text(&child(kit, &line, "span", ""), &join(&[" · ", &kit.say("edited")]));
            }
        }
        line
    }
}
