//! A bot played while it is edited: the conversation beside its steps.
//!
//! Draws what `state::bot_preview` says. Asks nobody and keeps nothing: it is gone with the editor. What somebody does or
//! sets there is drawn in `bot_preview_parts`.

use conversation::bot::Shown as When;
use conversation::ids::{ListId, StepId};
use leptos::html::Div;
use leptos::prelude::*;
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
    /// The conversation.
    pub(super) shown: Memo<Shown>,
    told: Memo<Vec<Told>>,
    /// The step that waits for somebody, and what it is called.
    at_work: Memo<Option<(StepId, String)>>,
    /// The account's lists, by id and name.
    pub(super) lists: StoredValue<Vec<(ListId, String)>>,
}

/// Begins to play the bot of the draft: somebody has said hello.
pub(super) fn begin(settings: &Settings) -> Played {
    let c = console();
    if c.lists_loading.with_untracked(|loading| *loading != Loading::Ready) {
        c.load_lists();
    }
    let preview = RwSignal::new(Preview::begun(c.say(Text::PlayHello)));
    let verified_only = settings.verified_only;
    let around = watch(move || Around {
        properties: c.known.with(|known| properties(&known.properties)),
        verified_only,
        now: c.now.get_untracked(),
    });
    let shown = watch(move || {
        let play = |bot: &_| around.with(|around| preview.with(|preview| preview.play(bot, around)));
        bot_of(play).unwrap_or_default()
    });
    let lists = StoredValue::new(lists(settings));
    let told = watch(move || {
        named(around, lists, |names| shown.with(|shown| told(&shown.lines, names))).unwrap_or_default()
    });
    let at_work = watch(move || {
        let step = shown.with(|shown| shown.at_work().cloned())?;
        let called = named(around, lists, |names| names.step(&step)).flatten()?;
        Some((step, called))
    });
    Played { preview, shown, told, at_work, lists }
}

fn named<T>(
    around: Memo<Around>,
    lists: StoredValue<Vec<(ListId, String)>>,
    read: impl FnOnce(&Names<'_>) -> T,
) -> Option<T> {
    let language = console().language.get_untracked();
    around
        .with(|around| lists.with_value(|lists| bot_of(|bot| read(&Names { bot, around, lists, language }))))
}

impl Played {
    /// Whether a step, by its number from 0, waits for somebody. Tracked.
    pub(super) fn is_at_work(self, number: usize) -> bool {
        self.at_work.with(|at| {
            at.as_ref().is_some_and(|(step, _)| {
                bot_of(|bot| bot.steps.get(number).is_some_and(|known| known.id == *step)).unwrap_or_default()
            })
        })
    }

    /// Does something in place of the visitor or a webhook, and goes on to where one writes.
    pub(super) fn act(self, deed: Deed) {
        let shown = self.shown.get_untracked();
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
        let count = played.told.with(Vec::len);
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
        played.told.with(|told| told.iter().enumerate().map(key).collect::<Vec<_>>())
    };
    let row = move |key: String| {
        let number = key.split('\n').next().and_then(|number| number.parse::<usize>().ok());
        all(number.and_then(|number| played.told.with_untracked(|told| told.get(number).map(line))))
    };
    let is_empty = watch(move || played.told.with(Vec::is_empty));
    let empty = move || is_empty.get().then(|| p().class("help").child(c.say(Text::PlayEmpty)));
    let left = watch(move || played.shown.with(|shown| shown.left > 0));
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
    let at = move || {
        played.at_work.get().map(|(step, called)| {
            button()
                .attr("type", "button")
                .class("link")
                .attr("dir", "auto")
                .on(leptos::ev::click, move |_| {
                    let number =
                        untrack(|| bot_of(|bot| bot.steps.iter().position(|known| known.id == step)));
                    if let Some(number) = number.flatten() {
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
