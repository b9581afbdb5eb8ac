//! A whole site tried out (N6): which page shows what, and what an edit changes.

use std::ops::Range;
use std::sync::Arc;

use crate::reactive::*;
use serde_json::Value;

use super::blank::failed;
use super::html::{
    El, all, button, div, form, h2, input, label, option, p, section, select, span, table, tbody, td,
    textarea, th, thead, tr,
};
use super::icon::{Icon, drawn, icon};
use crate::acts::simulation::PAGES_ID;
use crate::browser::files;
use crate::console::console;
use crate::state::coverage::{Filter, ROWS, Site, Source, chatflows, on_screen, rows, sums};
use crate::state::simulation_words::{each, text};
use crate::texts::Text;
use crate::watch::watch;

/// The question and its answer. `of_edit`: about the edit in the editor around it.
pub(crate) fn coverage(of_edit: bool) -> AnyView {
    let c = console();
    let title = if of_edit { Text::CoverEditTitle } else { Text::CoverTitle };
    let busy = watch(move || c.tries.with(|tries| tries.coverage.busy));
    let changes = watch(move || c.tries.with(|tries| tries.coverage.changes));
    let go = button().attr("type", "submit").class("button line").child((
        move || busy.get().then(|| drawn(Icon::Waiting, "icon spins")),
        span().child(c.say(Text::CoverNow)),
    ));
    let question = form()
        .class("asks")
        .attr("novalidate", "")
        .on(leptos::ev::submit, move |event| {
            event.prevent_default();
            c.cover_now();
        })
        .child((source(), pages(), div().class("acts").child(go)));
    // Names may come later than the answer. Nothing else that is written meanwhile draws it anew.
    let names =
        watch(move || c.chatflows.with(|all| all.iter().map(|flow| flow.name.clone()).collect::<Vec<_>>()));
    let told = move || {
        changes.with(|_| ());
        c.tries.with_untracked(|tries| tries.coverage.told.clone())
    };
    let verdict = move || {
        let sums = told().map(|told| sums(&told, of_edit, c.language.get_untracked()));
        sums.unwrap_or_default().into_iter().map(|sum| p().child(sum)).collect::<Vec<_>>()
    };
    let failure = move || {
        changes.with(|_| ());
        let problem = c.tries.with_untracked(|tries| tries.coverage.failed.clone());
        problem.map(|problem| failed(Text::CoverFailed, &problem, move || c.cover_now()))
    };
    let table = move || {
        names.with(|_| ());
        let told = told().filter(|told| !each(told, "pages").is_empty());
        told.map(|told| untrack(|| all((filters(&told, of_edit), covered(&told, of_edit)))))
    };
    let answer = div()
        .class("answer")
        .attr("aria-busy", move || busy.get().to_string())
        // The region is always there, so that what appears in it is read out.
        .child((div().class("verdict").attr("role", "status").child(verdict), failure, table));
    section()
        .class("card part")
        .attr("aria-label", c.say(title))
        .child((h2().child(c.say(title)), p().class("lead").child(c.say(Text::CoverLead)), question, answer))
        .into_any()
}

/// Where the pages come from, by its place in the menu. Reactive.
fn chosen() -> Memo<usize> {
    let c = console();
    watch(move || {
        let source = c.tries.with(|tries| tries.site.source);
        Source::ALL.iter().position(|(it, _)| *it == source).unwrap_or_default()
    })
}

fn source() -> AnyView {
    let c = console();
    let id = "cover-source";
    let now = chosen();
    let one = |(n, (_, words)): (usize, (Source, Text))| {
        option()
            .attr("value", n.to_string())
            .flag("selected", move || now.get() == n)
            .child(c.say(words))
            .into_any()
    };
    let menu = select()
        .id(id)
        .class("input")
        .on(leptos::ev::change, move |event| {
            let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|n| Source::ALL.get(n));
            if let Some((source, _)) = chosen {
                c.tries.update(|tries| (tries.site_wrong, tries.site.source) = (None, *source));
            }
        })
        .child(Source::ALL.into_iter().enumerate().map(one).collect::<Vec<_>>());
    div()
        .class("field")
        .child((
            label().attr("for", id).child(c.say(Text::CoverFrom)),
            span().class("picked").child((menu, drawn(Icon::Down, "icon down"))),
        ))
        .into_any()
}

fn pages() -> AnyView {
    let c = console();
    let now = chosen();
    let wrong = watch(move || {
        c.tries.with(|tries| tries.site_wrong.map(|text| c.say(text).to_owned()).unwrap_or_default())
    });
    let write = move |at: fn(&mut Site) -> &mut String, value: String| {
        c.tries.update(|tries| {
            tries.site_wrong = None;
            *at(&mut tries.site) = value;
        });
    };
    // A field that is typed into, in one of two shapes.
    let typed = move |field: El, at: fn(&Site) -> &String, at_mut: fn(&mut Site) -> &mut String| {
        let value = watch(move || c.tries.with(|tries| at(&tries.site).clone()));
        field
            .value(move || value.get())
            .on(leptos::ev::input, move |event| write(at_mut, event_target_value(&event)))
    };
    let field = move || {
        let (source, words) = Source::ALL.get(now.get()).copied().unwrap_or(Source::ALL[0]);
        let field = match source {
            Source::Pasted => {
                typed(textarea().attr("rows", "4"), |site| &site.pasted, |site| &mut site.pasted)
            }
            Source::Sitemap => {
                let line =
                    input().attr("type", "text").attr("inputmode", "url").attr("placeholder", "https://");
                typed(line, |site| &site.sitemap, |site| &mut site.sitemap)
            }
            Source::File => input().attr("type", "file").attr("accept", ".xml,.txt").on(
                leptos::ev::change,
                move |event: web_sys::Event| {
                    spawn_local(async move {
                        match files::chosen(&event).await {
                            Some(text) => write(|site| &mut site.file, text),
                            None => c.tries.update(|tries| tries.site_wrong = Some(Text::CoverUnreadable)),
                        }
                    });
                },
            ),
        };
        let class = if source == Source::Pasted { "input tall mono" } else { "input mono" };
        let field = field
            .id(PAGES_ID)
            .class(class)
            .attr("dir", "ltr")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .attr("aria-invalid", move || wrong.with(|wrong| (!wrong.is_empty()).then_some("true")))
            .attr("aria-describedby", "cover-help cover-wrong");
        let help = (source == Source::Sitemap)
            .then(|| span().id("cover-help").class("help").child(c.say(Text::CoverSitemapHelp)));
        (label().attr("for", PAGES_ID).child(c.say(words)), field, help)
    };
    let note = move || {
        let wrong = wrong.get();
        (!wrong.is_empty()).then(|| span().class("wrong").child((icon(Icon::Warning), wrong)))
    };
    let note = div().id("cover-wrong").attr("aria-live", "polite").child(note);
    div().class("field").child((field, note)).into_any()
}

/// Which rows are on the screen.
#[derive(Clone, Copy)]
struct Screen {
    /// The filter, as a menu's value.
    filter: Memo<String>,
    first: Memo<usize>,
    /// How many rows the filter lets through.
    total: Memo<usize>,
}

impl Screen {
    fn of(told: &Arc<Value>) -> Self {
        let c = console();
        let told = Arc::clone(told);
        Self {
            filter: watch(move || c.tries.with(|tries| tries.filter.slug())),
            first: watch(move || c.tries.with(|tries| tries.first)),
            total: watch(move || c.tries.with(|tries| rows(&told, &tries.filter).len())),
        }
    }

    /// Tracked.
    fn range(self) -> Range<usize> {
        on_screen(self.first.get(), self.total.get())
    }
}

/// The table, a screenful at a time.
fn covered(told: &Arc<Value>, of_edit: bool) -> AnyView {
    let c = console();
    let screen = Screen::of(told);
    let told = Arc::clone(told);
    let lines = move || {
        let (range, filter) = (screen.range(), screen.filter.with(|slug| Filter::from_slug(slug)));
        let shown = rows(&told, &filter);
        let lines = shown.get(range).unwrap_or_default().iter();
        untrack(|| lines.map(|page| row(page, of_edit)).collect::<Vec<_>>())
    };
    let heads: &[Text] = if of_edit {
        &[Text::CoverPage, Text::CoverBefore, Text::CoverAfter]
    } else {
        &[Text::CoverPage, Text::CoverWhat]
    };
    let heads: Vec<AnyView> =
        heads.iter().map(|head| th().attr("scope", "col").child(c.say(*head)).into_any()).collect();
    let is_empty = watch(move || screen.total.get() == 0);
    let none = move || is_empty.get().then(|| p().class("none").child(c.say(Text::CoverNone)));
    let is_long = watch(move || screen.total.get() > ROWS);
    let pager = move || is_long.get().then(|| pager(screen));
    all((
        pager,
        none,
        div()
            .class("table covered")
            .when("gone", move || is_empty.get())
            .child(table().child((thead().child(tr().child(heads)), tbody().child(lines)))),
    ))
}

/// The way to the other rows. At an end its button stays, so that the focus has a place.
fn pager(screen: Screen) -> AnyView {
    let c = console();
    let turn = move |words: Text, picture: Icon, to: fn(Range<usize>, usize) -> Option<usize>| {
        let to = move || to(screen.range(), screen.total.get());
        button()
            .attr("type", "button")
            .class("button quiet square")
            .attr("aria-label", c.say(words))
            .attr("title", c.say(words))
            .attr("aria-disabled", move || to().is_none().to_string())
            .on(leptos::ev::click, move |_| {
                if let Some(to) = untrack(to) {
                    c.tries.update(|tries| tries.first = to);
                }
            })
            .child(icon(picture))
    };
    let counted = move || {
        let (range, total) = (screen.range(), screen.total.get());
        let (from, to, total) = ((range.start + 1).to_string(), range.end.to_string(), total.to_string());
        c.fill(Text::CoverRange, &[("from", &from), ("to", &to), ("all", &total)])
    };
    div()
        .class("pager")
        .child((
            turn(Text::CoverEarlier, Icon::ArrowUp, |range, _| range.start.checked_sub(ROWS)),
            turn(Text::CoverLater, Icon::ArrowDown, |range, total| (range.end < total).then_some(range.end)),
            span().class("small").attr("role", "status").child(counted),
        ))
        .into_any()
}

fn filters(told: &Value, of_edit: bool) -> AnyView {
    let c = console();
    let now = watch(move || c.tries.with(|tries| tries.filter.slug()));
    let mut choices = vec![(Filter::Every, c.say(Text::CoverEvery).to_owned())];
    if of_edit {
        choices.push((Filter::Changed, c.say(Text::CoverChanged).to_owned()));
    }
    choices.push((Filter::Bare, c.say(Text::CoverBare).to_owned()));
    for id in chatflows(told) {
        let words = c.fill(Text::CoverOf, &[("name", &c.flow_name(&id))]);
        choices.push((Filter::Of(id), words));
    }
    let one = |(choice, words): (Filter, String)| {
        let value = choice.slug();
        option()
            .attr("value", value.clone())
            .flag("selected", move || now.with(|now| *now == value))
            .child(words)
            .into_any()
    };
    let id = "cover-filter";
    let menu = select()
        .id(id)
        .class("input")
        .on(leptos::ev::change, move |event| {
            let filter = Filter::from_slug(&event_target_value(&event));
            c.tries.update(|tries| (tries.filter, tries.first) = (filter, 0));
        })
        .child(choices.into_iter().map(one).collect::<Vec<_>>());
    div()
        .class("field")
        .child((
            label().attr("for", id).child(c.say(Text::CoverShown)),
            span().class("picked").child((menu, drawn(Icon::Down, "icon down"))),
        ))
        .into_any()
}

fn row(page: &Value, of_edit: bool) -> AnyView {
    let c = console();
    let url = text(page, "url").to_owned();
    let shown = |name: &str| {
        let id = page[name].as_str();
        td().attr("dir", "auto")
            .class(if id.is_none() { "faint" } else { "" })
            .child(id.map_or_else(|| c.say(Text::CoverNothing).to_owned(), |id| c.flow_name(id)))
    };
    let changes = of_edit && page["before"] != page["after"];
    let to_try = url.clone();
    let link = button()
        .attr("type", "button")
        .class("link")
        .attr("dir", "ltr")
        .on(leptos::ev::click, move |_| c.try_address(&to_try))
        .child(url);
    tr().class(if changes { "changes" } else { "" })
        .child((td().child(link), of_edit.then(|| shown("before")), shown("after")))
        .into_any()
}
