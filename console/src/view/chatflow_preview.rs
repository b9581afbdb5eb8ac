//! The chatflow as visitors would see it, beside its form (S8, S9): the real widget in a frame, drawn anew after each change.
//!
//! The frame's page has no origin and reaches nothing but the widget's files (`edge/src/routes/preview.rs`).

use crate::reactive::*;
use leptos::html::Div;
use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::rest::preview::Scene;

use super::html::{all, aside, button, div, h2, p, span};
use crate::api::tree;
use crate::browser::frames::Frames;
use crate::browser::timer::Timeout;
use crate::browser::window;
use crate::console::console;
use crate::state::chatflow_draft::Draft;
use crate::state::preview::{Look, called, frame, handed, question, scenes};
use crate::state::problem::Problem;
use crate::texts::{Language, Text};
use crate::watch::watch;

const PAGE: &str = "/preview";
/// It is drawn when nobody has written for so long.
const REST_MS: u64 = 400;
/// Screens with room for it beside the form.
const ROOMY: &str = "(width >= 1240px)";

/// The preview; folded where there is no room beside the form.
pub(super) fn preview() -> AnyView {
    let c = console();
    let roomy = window().match_media(ROOMY).ok().flatten().is_some_and(|query| query.matches());
    let open = RwSignal::new(roomy);
    let inside = move || {
        if open.get() {
            return opened();
        }
        button()
            .attr("type", "button")
            .class("button line")
            .on(leptos::ev::click, move |_| open.set(true))
            .child(c.say(Text::PreviewShow))
            .into_any()
    };
    aside()
        .class("card part flow-preview")
        .attr("aria-label", c.say(Text::PreviewShown))
        .child((
            h2().child(c.say(Text::PreviewShown)),
            p().class("help").child(c.say(Text::PreviewLead)),
            inside,
        ))
        .into_any()
}

/// What stands between somebody and a picture.
#[derive(Clone, Debug, PartialEq)]
enum Stand {
    Drawing,
    Drawn,
    Failed(Problem),
}

fn opened() -> AnyView {
    let c = console();
    let stage = NodeRef::<Div>::new();
    let wished = RwSignal::new(Scene::Closed);
    let (phone, dark) = (RwSignal::new(false), RwSignal::new(false));
    let language = RwSignal::new(c.language.get_untracked());
    let stand = RwSignal::new(Stand::Drawing);
    let chatflow = watch(move || c.draft(Draft::written));
    let offered = watch(move || chatflow.with(|flow| flow.as_ref().map(scenes).unwrap_or_default()));
    // A scene that goes away leaves to the first one.
    let scene = watch(move || {
        let wished = wished.get();
        offered.with(|offered| if offered.contains(&wished) { wished } else { Scene::Closed })
    });
    let frames = StoredValue::new(Frames::new(move || {
        let _ = stand.try_set(Stand::Drawn);
    }));
    on_cleanup(move || frames.dispose());
    let rest = StoredValue::new(None::<Timeout>);
    // Whatever came later is what is shown.
    let turn = StoredValue::new(0_u32);
    let draw = move |flow: Chatflow, look: Look| {
        stand.set(Stand::Drawing);
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn_local(async move {
            let answer = tree("POST", "/api/preview".to_owned(), Some(question(&flow, look))).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(boot) => {
                    let Some(stage) = stage.try_get_untracked().flatten() else { return };
                    let class = frame(&flow, look.phone);
                    let given = handed(&boot, look);
                    let _ = frames.try_with_value(|frames| {
                        frames.draw(&stage, PAGE, class, c.say(Text::PreviewFrame), given)
                    });
                }
                Err(Problem::SignedOut) => c.session_ended(),
                Err(problem) => drop(stand.try_set(Stand::Failed(problem))),
            }
        });
    };
    Effect::new(move |before: Option<Look>| {
        let look =
            Look { scene: scene.get(), phone: phone.get(), dark: dark.get(), language: language.get() };
        if let Some(flow) = chatflow.get() {
            // What was asked for by a click is drawn at once; what is typed, when it rests.
            let pause = if before == Some(look) { REST_MS } else { 0 };
            rest.set_value(Some(Timeout::after(pause, move || draw(flow, look))));
        }
        look
    });

    let tab = move |one: Scene| {
        button()
            .attr("type", "button")
            .attr("aria-pressed", move || (scene.get() == one).to_string())
            .on(leptos::ev::click, move |_| wished.set(one))
            .child(c.say(called(one)))
    };
    let tabs = move || offered.get().into_iter().map(tab).collect::<Vec<_>>();
    let two = move |title: Text, words: [&'static str; 2], now: RwSignal<bool>| {
        let one = move |words: &'static str, is: bool| {
            button()
                .attr("type", "button")
                .attr("aria-pressed", move || (now.get() == is).to_string())
                .on(leptos::ev::click, move |_| now.set(is))
                .child(words)
        };
        div()
            .class("segments")
            .attr("role", "group")
            .attr("aria-label", c.say(title))
            .child((one(words[0], false), one(words[1], true)))
    };
    let german = RwSignal::new(language.get_untracked() == Language::German);
    Effect::new(move |_| {
        let now = if german.get() { Language::German } else { Language::English };
        if language.get_untracked() != now {
            language.set(now);
        }
    });
    // Where the owner chose the language there is nothing to choose here, and the same for light and dark.
    let free = watch(move || {
        chatflow.with(|flow| {
            let scheme = flow.as_ref().map(|flow| flow.look.scheme).unwrap_or_default();
            let spoken = flow.as_ref().is_some_and(|flow| flow.language.is_some());
            (!spoken, scheme == protocol::look::Scheme::Auto)
        })
    });
    let choices = move || {
        let (languages, grounds) = free.get();
        all((
            two(Text::PreviewScreen, [c.say(Text::PreviewWide), c.say(Text::PreviewPhone)], phone),
            grounds.then(|| {
                two(Text::PreviewGround, [c.say(Text::PreviewLight), c.say(Text::PreviewDark)], dark)
            }),
            languages.then(|| two(Text::PreviewLanguage, ["EN", "DE"], german)),
        ))
    };
    let says = move || match stand.get() {
        Stand::Drawing => span().class("unseen").child(c.say(Text::PreviewDrawing)).into_any(),
        Stand::Drawn => ().into_any(),
        Stand::Failed(problem) => {
            let words = match problem.code().map(Code::status) {
                Some(400 | 422) => c.say(Text::PreviewMarked).to_owned(),
                _ => c.fill(Text::PreviewNot, &[("why", &c.why(&problem))]),
            };
            span().class("help").child(words).into_any()
        }
    };
    let busy = watch(move || stand.get() == Stand::Drawing);
    all((
        div()
            .class("segments")
            .attr("role", "group")
            .attr("aria-label", c.say(Text::PreviewScenes))
            .child(tabs),
        div().class("flow-choices").child(choices),
        div().class("flow-stage").node_ref(stage).attr("aria-busy", move || busy.get().to_string()),
        div().attr("role", "status").child(says),
    ))
}
