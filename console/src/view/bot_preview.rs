//! A bot played while it is edited: the conversation beside its steps.
//!
//! Draws what `state::bot_preview` says. Asks nobody and keeps nothing: it is gone with the editor. What somebody does or
//! sets there is drawn in `bot_preview_parts`.

use crate::reactive::*;
use conversation::bot::Shown as When;
use leptos::html::Div;
use protocol::rest::Settings;

use super::bot_editor::bot_of;
use super::bot_parts::lists;
use super::bot_preview_parts::{circumstances, composer, replies, webhook};
use super::html::{all, aside, button, div, h3, keyed, li, ol, p, span};
use super::icon::{Icon, icon};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Loading, console};
use crate::state::bot_preview::{Around, Circumstances, Deed, Preview, Shown, properties};
use crate::state::bot_preview_words::{Names, Told, Who, told};
use crate::state::chatflow_findings::Place;
use crate::texts::Text;
use crate::watch::watch;

/// Where somebody writes as the visitor.
pub(super) const SAY_ID: &str = "bot-play-say";

/// The bot as it is played beside its editor.
#[derive(Clone, Copy)]
pub(super) struct Played {
    preview: RwSignal<Preview>,
    scene: Memo<Scene>,
}

/// The conversation, and what it reads like.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Scene {
    /// The conversation.
    pub(super) shown: Shown,
    told: Vec<Told>,
    /// What the step that waits for somebody is called.
    at_work: String,
}

/// Begins to play the bot of the draft: somebody has said hello.
pub(super) fn begin(settings: &Settings) -> Played {
    let c = console();
    if c.lists_loading.with_untracked(|loading| *loading != Loading::Ready) {
        c.load_lists();
    }
    let preview = RwSignal::new(Preview::begun(c.say(Text::PlayHello)));
    let (verified_only, lists) = (settings.verified_only, lists(settings));
    let scene = watch(move || {
        let properties = c.known.with(|known| properties(&known.properties));
        let around = Around { properties, verified_only, now: c.now.get_untracked() };
        let language = c.language.get_untracked();
        bot_of(|bot| {
            let shown = preview.with(|preview| preview.play(bot, &around));
            let names = Names { bot, around: &around, lists: &lists, language };
            let at_work = shown.at_work().and_then(|step| names.step(step)).unwrap_or_default();
            Scene { told: told(&shown.lines, &names), at_work, shown }
        })
        .unwrap_or_default()
    });
    Played { preview, scene }
}

impl Played {
    /// The number, from 0, of the step that waits for somebody. Tracked.
    pub(super) fn at_work(self) -> Option<usize> {
        self.scene.with(|scene| {
            let step = scene.shown.at_work()?;
            bot_of(|bot| bot.steps.iter().position(|known| known.id == *step)).flatten()
        })
    }

    /// Reads the conversation. Tracked.
    pub(super) fn shown<T>(self, read: impl FnOnce(&Shown) -> T) -> T {
        self.scene.with(|scene| read(&scene.shown))
    }

    /// Does something in place of the visitor or a webhook, and goes on to where one writes.
    pub(super) fn act(self, deed: Deed) {
        let shown = untrack(|| self.shown(Shown::clone));
        self.preview.update(|preview| preview.add(&shown, deed));
        focus::to_id_where_it_is(SAY_ID);
    }

    /// Sets what is so.
    pub(super) fn set(self, write: impl FnOnce(&mut Circumstances)) {
        self.preview.update(|preview| write(&mut preview.circumstances));
    }

    /// Reads what is so. Reactive.
    pub(super) fn is<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Circumstances) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        watch(move || self.preview.with(|preview| read(&preview.circumstances)))
    }
}

/// The conversation and what belongs to it.
pub(super) fn preview(played: Played) -> AnyView {
    let c = console();
    // It is read out where somebody plays, and not while they write the bot.
    let is_here = RwSignal::new(false);
    let live = move || if is_here.get() { "polite" } else { "off" };
    let restart = button()
        .attr("type", "button")
        .class("button line low")
        .on(leptos::ev::click, move |_| {
            played.preview.update(Preview::restart);
            focus::to_id_where_it_is(SAY_ID);
        })
        .child((icon(Icon::Reopen), c.say(Text::PlayRestart)));
    aside()
        .class("bot-play")
        .attr("aria-label", c.say(Text::PlayTitle))
        .on(leptos::ev::focusin, move |_| is_here.set(true))
        .on(leptos::ev::focusout, move |_| is_here.set(false))
        .child((
            div().class("bot-head").child((h3().child(c.say(Text::PlayTitle)), restart)),
            p().class("help").child(c.say(Text::PlayLead)),
            circumstances(played),
            log(played, live),
            all((at_work(played, live), wrong())),
            all((webhook(played), replies(played))),
            composer(played),
        ))
        .into_any()
}

fn log(played: Played, live: impl Fn() -> &'static str + Send + 'static) -> AnyView {
    let c = console();
    let place = NodeRef::<Div>::new();
    Effect::new(move |before: Option<usize>| {
        let count = played.scene.with(|scene| scene.told.len());
        if before != Some(count) {
            next_frame(move || {
                if let Some(element) = place.try_get_untracked().flatten() {
                    element.set_scroll_top(element.scroll_height());
                }
            });
        }
        count
    });
    let keys = move || {
        let key = |(number, line): (usize, &Told)| format!("{number}\n{line:?}");
        played.scene.with(|scene| scene.told.iter().enumerate().map(key).collect::<Vec<_>>())
    };
    let row = move |key: String| {
        let number = key.split('\n').next().and_then(|number| number.parse::<usize>().ok());
        all(number.and_then(|number| played.scene.with_untracked(|scene| scene.told.get(number).map(line))))
    };
    let is_empty = watch(move || played.scene.with(|scene| scene.told.is_empty()));
    let empty = move || is_empty.get().then(|| p().class("help").child(c.say(Text::PlayEmpty)));
    let left = watch(move || played.shown(|shown| shown.left > 0));
    let left = move || {
        left.get()
            .then(|| div().class("fact").child((icon(Icon::Warning), span().child(c.say(Text::PlayLeft)))))
    };
    div()
        .class("bot-log")
        .node_ref(place)
        .attr("role", "log")
        .attr("aria-label", c.say(Text::PlayLog))
        .attr("aria-live", live)
        .attr("tabindex", "0")
        .child((empty, ol().child(keyed(keys, row)), left))
        .into_any()
}

fn line(told: &Told) -> AnyView {
    let c = console();
    let by = |name: String| div().class("by").attr("dir", "auto").child(name);
    let bubble = || div().class("bubble").attr("dir", "auto").child(told.text.clone());
    let more = told.more.clone();
    match told.who {
        Who::Visitor => li().class("message us").child(
            div().class("block").child((span().class("unseen").child(c.say(Text::Visitor)), bubble())),
        ),
        Who::Bot => li()
            .class("message")
            .child(div().class("block").child((more.into_iter().map(by).collect::<Vec<_>>(), bubble()))),
        Who::Nobody | Who::Over => {
            let sign = if told.who == Who::Over { Icon::Person } else { Icon::Route };
            let more = more.into_iter().map(|line| div().attr("dir", "auto").child(line)).collect::<Vec<_>>();
            li().class(if told.who == Who::Over { "fact over" } else { "fact" })
                .child((icon(sign), div().attr("dir", "auto").child((told.text.clone(), more))))
        }
    }
    .into_any()
}

/// The step that waits, as the way to it.
fn at_work(played: Played, live: impl Fn() -> &'static str + Send + 'static) -> AnyView {
    let c = console();
    let called = watch(move || played.scene.with(|scene| scene.at_work.clone()));
    let at = move || {
        let called = called.get();
        (!called.is_empty()).then(|| {
            button()
                .attr("type", "button")
                .class("link")
                .attr("dir", "auto")
                .on(leptos::ev::click, move |_| {
                    if let Some(number) = untrack(|| played.at_work()) {
                        focus::to_id(&Place::BotStep(number).id());
                    }
                })
                .child(c.fill(Text::PlayAt, &[("step", &called)]))
        })
    };
    div().class("small").attr("aria-live", live).child(at).into_any()
}

/// What keeps the bot from being published, as the way there; and where it is not.
fn wrong() -> AnyView {
    let c = console();
    let wrong = watch(move || {
        let language = c.language.get_untracked();
        c.edited(|editor| {
            let of_bot = |place: &Place| matches!(place, Place::Bot | Place::BotStep(_));
            let mut findings = editor.findings.iter().filter(|finding| of_bot(&finding.place));
            findings.find(|finding| editor.typing != Some(finding.place)).map(|finding| {
                let named = match finding.place {
                    Place::BotStep(number) => format!("{}. ", number + 1),
                    _ => String::new(),
                };
                (finding.place, named + &finding.sentence(&editor.draft, language))
            })
        })
        .flatten()
    });
    let failed = watch(move || c.lists_loading.with(|loading| matches!(loading, Loading::Failed(_))));
    let in_hours = watch(move || bot_of(|bot| bot.shown == When::InHours).unwrap_or_default());
    let told = move || {
        let wrong = wrong.get().map(|(place, why)| {
            div().class("hint warn").child((
                icon(Icon::Warning),
                button()
                    .attr("type", "button")
                    .class("link")
                    .on(leptos::ev::click, move |_| {
                        focus::to_id(&place.id());
                    })
                    .child(c.fill(Text::PlayWrong, &[("why", &why)])),
            ))
        });
        let failed = failed.get().then(|| {
            div().class("hint warn").child((
                icon(Icon::Warning),
                button()
                    .attr("type", "button")
                    .class("link")
                    .on(leptos::ev::click, move |_| c.load_lists())
                    .child(c.say(Text::ListsFailed)),
            ))
        });
        let in_hours = in_hours
            .get()
            .then(|| div().class("hint").child((icon(Icon::Clock), span().child(c.say(Text::PlayInHours)))));
        (wrong, failed, in_hours)
    };
    all(told)
}
