//! One chatflow with all it says: the frame around its sections, saving and publishing. The same frame is the wizard that
//! makes one and the editor that changes one (S7, S16).

use crate::reactive::*;
use conversation::access::Action;
use protocol::code::Code;

use super::HEADING_ID;
use super::blank::{blank, failed, slow};
use super::chatflow_parts::parts;
use super::chatflow_preview::preview;
use super::chatflow_sections::{here, rail};
use super::form::said;
use super::html::{a, all, button, div, h1, h2, main, nav, p, span};
use super::icon::{Icon, drawn, icon};
use crate::acts::chatflow_editor::SECTION_ID;
use crate::console::{Loading, console};
use crate::route::Route;
use crate::state::chatflow_editor::Trouble;
use crate::state::chatflow_findings::Place;
use crate::state::chatflow_sections::Section;
use crate::state::problem::Problem;
use crate::texts::Text;
use crate::watch::watch;

/// What there is to show.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    Waiting,
    Form,
    Failed(Problem),
}

/// The page.
pub(crate) fn chatflow_page() -> AnyView {
    let c = console();
    let name = move || {
        let name = c.draft(|draft| draft.name.clone()).filter(|name| !name.trim().is_empty());
        name.unwrap_or_else(|| c.say(Text::EditorOf).to_owned())
    };
    let may = c.may(Action::ChangeChatflows);
    let shown = watch(move || {
        let here = c.editor.with(Option::is_some) && c.settings.with(Option::is_some);
        match (here, c.editor_loading.get(), c.settings_loading.get()) {
            (true, _, _) => Shown::Form,
            (false, Loading::Failed(problem), _) | (false, _, Loading::Failed(problem)) => {
                Shown::Failed(problem)
            }
            (false, _, _) => Shown::Waiting,
        }
    });
    let section = here();
    follow_section(section);
    let content = move || {
        if !may {
            return blank(Icon::Chatflows, Text::AdminsWrite, None);
        }
        match shown.get() {
            Shown::Form => div()
                .class("flow-bench")
                .child((
                    rail(section),
                    div().class("flow-form").child(move || section_of(section.get())),
                    preview(),
                ))
                .into_any(),
            Shown::Waiting => all((skeleton(), slow(reload))),
            Shown::Failed(problem) if problem.code() == Some(Code::NotFound) => {
                blank(Icon::Chatflows, Text::ChatflowGone, None)
            }
            Shown::Failed(problem) => failed(Text::ChatflowFailed, &problem, reload),
        }
    };
    let foot = move || (may && shown.get() == Shown::Form).then(|| bar(section));
    let crumb = nav().class("crumb").attr("aria-label", c.say(Text::BackToChatflows)).child(
        a().attr("href", Route::Chatflows.path())
            .on(leptos::ev::click, move |event| super::follow(&event, Route::Chatflows))
            .child((icon(Icon::Back), c.say(Text::Chatflows))),
    );
    main()
        .id("content")
        .class("page editing")
        .attr("tabindex", "-1")
        .child((
            div().class("column").child((
                crumb,
                div().class("title").child((
                    h1().id(HEADING_ID).attr("tabindex", "-1").attr("dir", "auto").child(name),
                    state_chip(),
                )),
                trouble(
                    move || c.edited(|editor| editor.trouble.clone()).flatten(),
                    Text::ChangedMeanwhile,
                    move || c.load_theirs(),
                ),
                said(Place::Whole),
                content,
            )),
            foot,
        ))
        .into_any()
}

fn reload() {
    let c = console();
    if let Some(chatflow) = c.addressed_chatflow() {
        c.open_chatflow(chatflow);
    }
}

/// Who goes to another section starts at its heading; and whoever works in the inbox is known in all of them.
fn follow_section(section: Memo<Section>) {
    let c = console();
    Effect::new(move |before: Option<Section>| {
        let now = section.get();
        if before.is_some_and(|before| before != now) {
            c.land_in_section();
        }
        now
    });
    let inbox = watch(move || c.draft(|draft| draft.inbox.clone()));
    Effect::new(move |_| {
        if let Some(inbox) = inbox.get() {
            c.load_room_of(&inbox);
        }
    });
}

/// A section under its heading.
fn section_of(section: Section) -> AnyView {
    let c = console();
    let step = section.step().map(|step| {
        let (n, of) = (step.to_string(), Section::STEPS.len().to_string());
        c.fill(Text::StepOf, &[("n", &n), ("all", &of)])
    });
    let name = c.say(section.name());
    let above = step.map_or_else(|| name.to_owned(), |step| format!("{step} · {name}"));
    let settings = c.settings.get_untracked();
    all((
        div().class("flow-head").child((
            div().class("small faint").child(above),
            h2().id(SECTION_ID).attr("tabindex", "-1").child(c.say(section.question())),
        )),
        settings.map(|settings| parts(section, &settings)),
    ))
}

/// Whether visitors get it.
fn state_chip() -> AnyView {
    let c = console();
    let enabled = watch(move || c.edited(|editor| editor.enabled));
    let chip = move || {
        enabled.get().map(|on| {
            let (class, text) = if on { ("chip ok", Text::On) } else { ("chip", Text::Off) };
            span().id("flow-state").class(class).child(c.say(text))
        })
    };
    all(chip)
}

/// Why it is not saved, where somebody tried. The region is always there.
pub(super) fn trouble(
    read: impl Fn() -> Option<Trouble> + Send + Sync + 'static,
    changed: Text,
    take_theirs: impl Fn() + Copy + Send + 'static,
) -> AnyView {
    let c = console();
    let trouble = watch(read);
    let shown = move || {
        trouble.get().map(|trouble| match trouble {
            Trouble::Changed => div()
                .class("alert")
                .child((
                    icon(Icon::Warning),
                    div().child((
                        p().child(c.say(changed)),
                        button()
                            .attr("type", "button")
                            .class("button line low")
                            .on(leptos::ev::click, move |_| take_theirs())
                            .child(c.say(Text::TakeTheirs)),
                    )),
                ))
                .into_any(),
            Trouble::Refused(problem) => {
                let text = match problem.code().map(Code::status) {
                    Some(422) => c.say(Text::NotSavedYet).to_owned(),
                    _ => c.fill(Text::NotSaved, &[("why", &c.why(&problem))]),
                };
                div().class("alert").child((icon(Icon::Warning), span().child(text))).into_any()
            }
        })
    };
    div().class("alert-slot").attr("role", "alert").child(shown).into_any()
}

/// What the bar at the foot shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Bar {
    enabled: bool,
    dirty: bool,
    busy: bool,
    /// What keeps it from being saved as it is switched, or from being published.
    stopped: Option<(Place, String)>,
    /// What keeps it from being saved at all.
    unsavable: bool,
}

/// The bar at the foot: what is unsaved, what stands in the way, and the acts. Until the chatflow is on, it leads from
/// step to step and to publishing at their end.
fn bar(section: Memo<Section>) -> AnyView {
    let c = console();
    let bar = watch(move || {
        let language = c.language.get_untracked();
        c.edited(|editor| Bar {
            enabled: editor.enabled,
            dirty: editor.is_dirty(),
            busy: editor.busy,
            stopped: editor.stopped(true, language),
            unsavable: editor.stopped(false, language).is_some(),
        })
        .unwrap_or_default()
    });
    let enabled = watch(move || bar.with(|bar| bar.enabled));
    let state = move || c.say(if bar.with(|bar| bar.dirty) { Text::UnsavedChanges } else { Text::AllSaved });
    let stopped = watch(move || bar.with(|bar| bar.stopped.clone()));
    let why = move || {
        stopped.get().map(|(place, why)| {
            let text = if bar.with_untracked(|bar| bar.enabled || bar.unsavable) {
                Text::SavingStopped
            } else {
                Text::PublishingStopped
            };
            button()
                .attr("type", "button")
                .class("link")
                .on(leptos::ev::click, move |_| c.show_place(place))
                .child(c.fill(text, &[("why", &why)]))
        })
    };
    let act = move |class: &'static str, words: Text, idle: fn(&Bar) -> bool, act: fn(bool)| {
        let idle = watch(move || bar.with(|bar| bar.busy || idle(bar)));
        button()
            .attr("type", "button")
            .class(class)
            // Focusable all the same: whoever asks why reads it, or is led to what is wrong.
            .attr("aria-disabled", move || idle.get().to_string())
            .attr("aria-describedby", "flow-why")
            .on(leptos::ev::click, move |_| act(enabled.get_untracked()))
            .child(c.say(words))
    };
    let save = move |class| {
        act(
            class,
            Text::SaveChatflow,
            |bar| !bar.dirty || bar.unsavable || (bar.enabled && bar.stopped.is_some()),
            save,
        )
    };
    let acts = move || {
        if enabled.get() {
            let off = button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| c.switch_off())
                .child(c.say(Text::SwitchOff));
            all((off, save("button fill")))
        } else {
            let to = |class: &'static str, words: String, there: Section| {
                button()
                    .attr("type", "button")
                    .class(class)
                    .on(leptos::ev::click, move |_| c.go_to_section(there))
                    .child(words)
            };
            let here = section.get();
            let back = here.back().map(|back| to("button line", c.say(Text::StepBack).to_owned(), back));
            let on = match here.next() {
                Some(next) => {
                    let words = c.fill(Text::StepNext, &[("section", c.say(next.name()))]);
                    to("button fill", words, next).into_any()
                }
                None => act("button fill", Text::Publish, |bar| bar.stopped.is_some(), publish).into_any(),
            };
            all((back, save("button line"), on))
        }
    };
    let busy = move || bar.with(|bar| bar.busy).then(|| drawn(Icon::Waiting, "icon spins"));
    div()
        .class("foot-bar")
        .child((
            div().class("state").child((
                span().class("small").attr("role", "status").child((busy, state)),
                div().id("flow-why").class("small").attr("aria-live", "polite").child(why),
            )),
            div().class("acts").child(acts),
        ))
        .into_any()
}

fn save(on: bool) {
    let c = console();
    // What was not changed is saved already.
    if c.editor.with_untracked(|editor| editor.as_ref().is_some_and(|editor| editor.is_dirty())) {
        c.save(on);
    }
}

fn publish(_: bool) {
    console().save(true);
}

/// A form that is on its way.
pub(super) fn skeleton() -> AnyView {
    let card = |_| div().class("card part").child((span().class("bone line-1"), span().class("bone line-2")));
    div().class("skeleton").attr("aria-hidden", "true").child((0..4).map(card).collect::<Vec<_>>()).into_any()
}
