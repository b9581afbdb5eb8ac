//! The way through a chatflow: its sections as a rail beside the form, or as a menu above it where there is no room
//! (S7, S16). Each says how much there is to mend in it.

use crate::reactive::*;

use super::html::{a, all, button, div, li, nav, ol, span, ul};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::route::Route;
use crate::state::chatflow_sections::{Count, Section, count};
use crate::texts::Text;
use crate::watch::watch;

const LIST_ID: &str = "flow-sections";

/// The section that the address names. Tracked.
pub(super) fn here() -> Memo<Section> {
    let c = console();
    watch(move || {
        c.route.with(|route| match route {
            Route::Chatflow(_, section) => *section,
            _ => Section::default(),
        })
    })
}

/// The rail.
pub(super) fn rail(section: Memo<Section>) -> AnyView {
    let c = console();
    let open = RwSignal::new(false);
    // Whoever came to a section wants to see it.
    Effect::new(move |_| {
        section.track();
        open.set(false);
    });
    let standing = move || {
        let now = section.get();
        let name = c.say(now.name());
        match now.step() {
            Some(step) => {
                let places = [("n", step.to_string()), ("all", Section::STEPS.len().to_string())];
                let of =
                    c.fill(Text::StepOf, &places.each_ref().map(|(name, value)| (*name, value.as_str())));
                format!("{of}: {name}")
            }
            None => name.to_owned(),
        }
    };
    let toggle = button()
        .attr("type", "button")
        .class("flow-menu")
        .attr("aria-expanded", move || open.get().to_string())
        .attr("aria-controls", LIST_ID)
        .on(leptos::ev::click, move |_| open.update(|open| *open = !*open))
        .child((span().class("grow cut").child(standing), all_counts(), icon(Icon::Down)));
    let steps = Section::STEPS.map(|one| step(one, section));
    let more = Section::MORE.map(|one| step(one, section));
    nav()
        .class("flow-rail")
        .attr("aria-label", c.say(Text::Sections))
        .on(leptos::ev::keydown, move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Escape" && open.get_untracked() {
                event.stop_propagation();
                open.set(false);
            }
        })
        .child((
            toggle,
            div().id(LIST_ID).class("flow-list").when("open", move || open.get()).child((
                ol().child(steps.into_iter().collect::<Vec<_>>()),
                div().class("flow-more").child(c.say(Text::SectionsMore)),
                ul().attr("aria-label", c.say(Text::SectionsMore))
                    .child(more.into_iter().collect::<Vec<_>>()),
            )),
        ))
        .into_any()
}

/// One section.
fn step(one: Section, section: Memo<Section>) -> AnyView {
    let c = console();
    let counted = watch(move || c.edited(|editor| count(editor, one)).unwrap_or_default());
    let is_here = watch(move || section.get() == one);
    // In the wizard, what was gone through; in a chatflow that is on, everything was.
    let is_done = watch(move || {
        let on = c.edited(|editor| editor.enabled).unwrap_or_default();
        let passed = section.get().step().zip(one.step()).is_some_and(|(now, step)| step < now);
        (on || passed) && counted.get().wrong == 0
    });
    let mark = one.step().map(|number| {
        let number = number.to_string();
        let inside = move || {
            if is_done.get() && !is_here.get() { icon(Icon::Check) } else { number.clone().into_any() }
        };
        span().class("mark").when("done", move || is_done.get()).attr("aria-hidden", "true").child(inside)
    });
    let there = untrack(|| c.addressed_chatflow()).map(|chatflow| Route::Chatflow(chatflow, one));
    let href = there.as_ref().map(Route::path);
    let link = a()
        .attr("href", href)
        .attr("aria-current", move || is_here.get().then_some("step"))
        .on(leptos::ev::click, move |event| {
            if let Some(there) = &there {
                super::follow(&event, there.clone());
            }
        })
        .child((mark, span().class("grow").child(c.say(one.name())), badge(counted)));
    li().child(link).into_any()
}

/// What there is to mend in all of it.
fn all_counts() -> AnyView {
    let c = console();
    let counted = watch(move || {
        c.edited(|editor| {
            let each = Section::STEPS.into_iter().chain(Section::MORE).map(|one| count(editor, one));
            each.fold(Count::default(), |sum, one| Count {
                wrong: sum.wrong + one.wrong,
                notes: sum.notes + one.notes,
            })
        })
        .unwrap_or_default()
    });
    badge(counted)
}

/// How much there is to say, in a number and for readers in words.
fn badge(counted: Memo<Count>) -> AnyView {
    let c = console();
    let said = move |n: usize, one: Text, many: Text| match n {
        1 => c.say(one).to_owned(),
        n => c.fill(many, &[("n", &n.to_string())]),
    };
    let shown = move || {
        let Count { wrong, notes } = counted.get();
        let (class, n, words) = match (wrong, notes) {
            (0, 0) => return None,
            (0, notes) => ("flow-count", notes, said(notes, Text::OneNote, Text::ManyNotes)),
            (wrong, _) => ("flow-count wrong", wrong, said(wrong, Text::OneToMend, Text::ManyToMend)),
        };
        let number = span().class(class).attr("aria-hidden", "true").attr("title", words.clone());
        Some((number.child(n.to_string()), span().class("unseen").child(words)))
    };
    all(shown)
}
