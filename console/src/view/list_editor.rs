//! One list: its name, who is on it and why, saving.

use crate::reactive::*;
use conversation::access::Action;
use protocol::code::Code;

use super::HEADING_ID;
use super::blank::{blank, failed, slow};
use super::chatflow_editor::{skeleton, trouble};
use super::conditions::{Desk, groups};
use super::html::{a, all, button, div, h1, h2, input, label, li, main, nav, p, section, span, strong, ul};
use super::icon::{Icon, drawn, icon};
use super::lists::act;
use crate::api::tree;
use crate::browser::timer::Timeout;
use crate::console::{Loading, console};
use crate::route::Route;
use crate::state::conditions::items;
use crate::state::conditions_words::because;
use crate::state::lists::{Member, Preview, member};
use crate::texts::Text;
use crate::watch::watch;

/// A search begins when nobody has typed for so long.
const REST_MS: u64 = 250;

/// The page.
pub(crate) fn list_page() -> AnyView {
    let c = console();
    let name = move || {
        let name = c.edited_list(|editor| editor.name.clone()).filter(|name| !name.trim().is_empty());
        name.unwrap_or_else(|| c.say(Text::ListOne).to_owned())
    };
    let may = c.may(Action::ChangeLists);
    let is_here = watch(move || {
        c.list_editor.with(Option::is_some)
            && c.lists_loading.with(|loading| *loading == Loading::Ready)
            && c.settings.with(Option::is_some)
    });
    let problem = watch(move || {
        [c.list_loading, c.lists_loading, c.settings_loading].into_iter().find_map(|loading| {
            match loading.get() {
                Loading::Failed(problem) => Some(problem),
                Loading::Asking | Loading::Ready => None,
            }
        })
    });
    let content = move || {
        if !may {
            return blank(Icon::Person, Text::ListsAdmins, None);
        }
        match (is_here.get(), problem.get()) {
            (true, _) => parts(),
            (false, None) => all((skeleton(), slow(reload))),
            (false, Some(problem)) if problem.code() == Some(Code::NotFound) => {
                blank(Icon::Person, Text::ListMissing, None)
            }
            (false, Some(problem)) => failed(Text::ListNotLoaded, &problem, reload),
        }
    };
    let foot = move || (may && is_here.get()).then(bar);
    let crumb = nav().class("crumb").attr("aria-label", c.say(Text::Lists)).child(
        a().attr("href", Route::Lists.path())
            .on(leptos::ev::click, move |event| super::follow(&event, Route::Lists))
            .child((icon(Icon::Back), c.say(Text::Lists))),
    );
    main()
        .id("content")
        .class("page editing")
        .attr("tabindex", "-1")
        .child((
            div().class("column").child((
                crumb,
                div()
                    .class("title")
                    .child(h1().id(HEADING_ID).attr("tabindex", "-1").attr("dir", "auto").child(name)),
                trouble(move || c.list_trouble(), Text::ListChangedMeanwhile, move || c.load_their_list()),
                content,
            )),
            foot,
        ))
        .into_any()
}

fn reload() {
    let c = console();
    if let Route::List(id) = c.route.get_untracked() {
        c.open_list(id);
    }
}

fn part(title: Text, inside: AnyView) -> AnyView {
    let c = console();
    section()
        .class("card part")
        .attr("aria-label", c.say(title))
        .child((h2().child(c.say(title)), inside))
        .into_any()
}

fn parts() -> AnyView {
    let c = console();
    let is_smart = untrack(|| c.edited_list(|editor| editor.smart)).unwrap_or_default();
    let about = part(Text::ListOne, all((name_field(), used())));
    if is_smart {
        let criteria = section().class("card part").child(groups(Desk::List));
        all((about, criteria, part(Text::PreviewTitle, preview())))
    } else {
        all((about, part(Text::ListMembers, members())))
    }
}

fn name_field() -> AnyView {
    let c = console();
    let now = watch(move || c.edited_list(|editor| editor.name.clone()).unwrap_or_default());
    let wrong = move || now.with(|name| name.trim().is_empty());
    let said =
        move || wrong().then(|| span().class("wrong").child((icon(Icon::Warning), c.say(Text::WrongName))));
    div()
        .class("field")
        .child((
            label().attr("for", "list-name").child(c.say(Text::ListName)),
            input()
                .id("list-name")
                .class("input")
                .attr("type", "text")
                .attr("dir", "auto")
                .attr("maxlength", "100")
                .attr("autocomplete", "off")
                .attr("aria-describedby", "list-name-said")
                .attr("aria-invalid", move || wrong().then_some("true"))
                .value(move || now.get())
                .on(leptos::ev::input, move |event| {
                    let typed = event_target_value(&event);
                    c.write_list(|editor| editor.name = typed);
                }),
            div().id("list-name-said").class("said").attr("aria-live", "polite").child(said),
        ))
        .into_any()
}

fn used() -> AnyView {
    let c = console();
    let used = watch(move || {
        let told = c.edited_list(|editor| (editor.used_by.clone(), editor.comes_first));
        told.map(|(named, comes_first)| c.users_of_list(named, comes_first)).unwrap_or_default()
    });
    all(move || {
        used.with(|used| !used.is_empty())
            .then(|| p().class("help").child((c.say(Text::ListUsedBy), ": ", used.get())))
    })
}

/// Who would be on it, each with the reason.
fn preview() -> AnyView {
    let c = console();
    let now = watch(move || c.known.with(|known| known.preview.clone()));
    let shown = move || match now.get() {
        Preview::Asking => all((
            span().class("unseen").child(c.say(Text::PreviewAsking)),
            span().class("bone skeleton line-1"),
        )),
        Preview::Unfinished => p().class("none").child(c.say(Text::PreviewUnfinished)).into_any(),
        Preview::Failed(problem) => p()
            .class("failed")
            .child((icon(Icon::Warning), c.fill(Text::PreviewFailed, &[("why", &c.why(&problem))])))
            .into_any(),
        Preview::Here { members, of, shown } => {
            let n = [("n", members.to_string()), ("all", of.to_string())];
            let count = c.fill(Text::PreviewCount, &n.each_ref().map(|(name, n)| (*name, n.as_str())));
            let first = (!shown.is_empty()).then(|| {
                p().class("help").child(c.fill(Text::PreviewFirst, &[("n", &shown.len().to_string())]))
            });
            let subjects = c.subjects();
            let why = |one: Member| {
                let language = c.language.get_untracked();
                let reason = because(&one.evaluation, &subjects, language, &|ms| c.day_in_words(ms));
                let and = format!(" {} ", c.say(Text::And));
                let reason = reason.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(&and);
                li().attr("dir", "auto")
                    .child((strong().child(one.name), span().class("small faint").child(reason)))
            };
            all((
                p().class("count").child(count),
                first,
                ul().class("members").child(shown.into_iter().map(why).collect::<Vec<_>>()),
            ))
        }
    };
    div().class("preview").attr("role", "status").child(shown).into_any()
}

/// Who is on a static list, and a field to put others on it.
fn members() -> AnyView {
    let c = console();
    let shown = watch(move || c.edited_list(|editor| editor.shown.clone()).unwrap_or_default());
    let count = watch(move || c.edited_list(|editor| editor.members.to_string()).unwrap_or_default());
    let more = move || {
        let n = shown.with(Vec::len).to_string();
        (n != count.get()).then(|| p().class("help").child(c.fill(Text::MembersMore, &[("n", &n)])))
    };
    let off = move |one: Member| {
        let name = c.fill(Text::MemberRemoveOne, &[("name", &one.name)]);
        let said = one.name.clone();
        li().attr("dir", "auto")
            .child((
                strong().class("grow").child(said),
                act(name, Icon::Bin, move || c.put_on_list(&one.id, &one.name, false)),
            ))
            .into_any()
    };
    let rows = move || ul().class("members").child(shown.get().into_iter().map(off).collect::<Vec<_>>());
    let none = move || shown.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::MembersNone)));
    all((
        p().class("count").child(move || c.fill(Text::MembersCount, &[("n", &count.get())])),
        more,
        rows,
        none,
        search(),
    ))
}

fn search() -> AnyView {
    let c = console();
    // `None`: nothing is looked for.
    let found = RwSignal::new(None::<Vec<Member>>);
    let typed = RwSignal::new(String::new());
    let rests = StoredValue::new(None::<Timeout>);
    let look = move || {
        let text = typed.get_untracked().trim().to_owned();
        if text.is_empty() {
            found.set(None);
            return;
        }
        spawn_local(async move {
            let query = String::from(js_sys::encode_uri_component(&text));
            match tree("GET", format!("/api/contacts?search={query}"), None).await {
                Ok(answer) if typed.try_get_untracked().is_some_and(|now| now.trim() == text) => {
                    found.set(Some(items(&answer["contacts"]).map(member).collect()));
                }
                Ok(_) => {}
                Err(problem) => c.act_failed(&problem),
            }
        });
    };
    let on = move |one: Member| {
        let name = c.fill(Text::MemberAddOne, &[("name", &one.name)]);
        let there = c.edited_list(|editor| editor.shown.iter().any(|member| member.id == one.id));
        let said = one.name.clone();
        li().attr("dir", "auto")
            .child((
                strong().class("grow").child(said),
                if there == Some(true) {
                    icon(Icon::Check)
                } else {
                    act(name, Icon::Plus, move || c.put_on_list(&one.id, &one.name, true))
                },
            ))
            .into_any()
    };
    let rows = move || {
        found.get().map(|found| {
            if found.is_empty() {
                p().class("none").child(c.say(Text::MemberNone)).into_any()
            } else {
                ul().class("members").child(found.into_iter().map(on).collect::<Vec<_>>()).into_any()
            }
        })
    };
    div()
        .class("field")
        .child((
            label().attr("for", "member-search").child(c.say(Text::MemberAdd)),
            input()
                .id("member-search")
                .class("input")
                .attr("type", "search")
                .attr("dir", "auto")
                .attr("autocomplete", "off")
                .attr("aria-describedby", "member-search-help")
                .value(move || typed.get())
                .on(leptos::ev::input, move |event| {
                    typed.set(event_target_value(&event));
                    let soon = Timeout::after(REST_MS, look);
                    rests.update_value(|rests| *rests = Some(soon));
                }),
            span().id("member-search-help").class("help").child(c.say(Text::MemberAddHelp)),
            div().attr("role", "status").child(rows),
        ))
        .into_any()
}

fn bar() -> AnyView {
    let c = console();
    let dirty = watch(move || c.edited_list(crate::state::lists::ListEditor::is_dirty).unwrap_or_default());
    let busy = watch(move || c.edited_list(|editor| editor.busy).unwrap_or_default());
    let state = move || c.say(if dirty.get() { Text::UnsavedChanges } else { Text::AllSaved });
    let spins = move || busy.get().then(|| drawn(Icon::Waiting, "icon spins"));
    div()
        .class("foot-bar")
        .child((
            div().class("state").child(span().class("small").attr("role", "status").child((spins, state))),
            div().class("acts").child(
                button()
                    .attr("type", "button")
                    .class("button fill")
                    .attr("aria-disabled", move || (busy.get() || !dirty.get()).to_string())
                    .on(leptos::ev::click, move |_| {
                        if dirty.get_untracked() {
                            c.save_list();
                        }
                    })
                    .child(c.say(Text::SaveChatflow)),
            ),
        ))
        .into_any()
}
