//! A whole site tried out (N6): which page shows what, and what an edit changes.

use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

use super::blank::failed;
use super::html::{
    all, button, div, form, h2, input, label, option, p, section, select, span, table, tbody, td, textarea,
    th, thead, tr,
};
use super::icon::{Icon, drawn, icon};
use crate::browser::files;
use crate::console::console;
use crate::state::coverage::{Filter, ROWS, Site, Source, chatflows, on_screen, rows, sums};
use crate::state::simulation_words::{each, text};
use crate::texts::Text;
use crate::watch::watch;

const PAGES_ID: &str = "cover-pages";

/// The question and its answer. `of_edit`: about the edit in the editor around it.
pub(crate) fn coverage(of_edit: bool) -> AnyView {
    let c = console();
    let (title, go) =
        if of_edit { (Text::CoverEditTitle, "button line") } else { (Text::CoverTitle, "button line") };
    let busy = move || c.tries.coverage.with(|asked| asked.busy);
    let go = button().attr("type", "submit").class(go).child((
        move || busy().then(|| drawn(Icon::Waiting, "icon spins")),
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
    let answer = move || {
        let asked = c.tries.coverage.get();
        match (asked.told, asked.failed) {
            (Some(told), _) => {
                let sums: Vec<AnyView> = sums(&told, of_edit, c.language.get_untracked())
                    .into_iter()
                    .map(|sum| p().child(sum).into_any())
                    .collect();
                all((div().class("verdict").attr("role", "status").child(sums), covered(&told, of_edit)))
            }
            (None, Some(problem)) => failed(Text::CoverFailed, &problem, move || c.cover_now()),
            (None, None) => ().into_any(),
        }
    };
    let answer = div().class("answer").attr("aria-busy", move || busy().to_string()).child(answer);
    section()
        .class("card part")
        .attr("aria-label", c.say(title))
        .child((h2().child(c.say(title)), p().class("lead").child(c.say(Text::CoverLead)), question, answer))
        .into_any()
}

fn source() -> AnyView {
    let c = console();
    let id = "cover-source";
    let site = c.tries.site;
    let one = |(n, (source, words)): (usize, (Source, Text))| {
        option()
            .attr("value", n.to_string())
            .flag("selected", move || site.with(|site| site.source == source))
            .child(c.say(words))
            .into_any()
    };
    let menu = select()
        .id(id)
        .class("input")
        .on(leptos::ev::change, move |event| {
            let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|n| Source::ALL.get(n));
            if let Some((source, _)) = chosen {
                site.update(|site| site.source = *source);
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
    let site = c.tries.site;
    let source = watch(move || site.with(|site| site.source));
    let write = move |write: fn(&mut Site) -> &mut String, value: String| {
        site.update(|site| *write(site) = value);
    };
    let field = move || {
        let source = source.get();
        let (words, help) = Source::ALL
            .iter()
            .find(|(it, _)| *it == source)
            .map_or((Text::CoverPasted, None), |(it, words)| {
                (*words, (*it == Source::Sitemap).then_some(Text::CoverSitemapHelp))
            });
        let field = match source {
            Source::Pasted => textarea()
                .attr("rows", "4")
                .value(move || site.with(|site| site.pasted.clone()))
                .on(leptos::ev::input, move |event| {
                    write(|site| &mut site.pasted, event_target_value(&event));
                }),
            Source::Sitemap => input()
                .attr("type", "text")
                .attr("inputmode", "url")
                .attr("placeholder", "https://")
                .value(move || site.with(|site| site.sitemap.clone()))
                .on(leptos::ev::input, move |event| {
                    write(|site| &mut site.sitemap, event_target_value(&event));
                }),
            Source::File => input().attr("type", "file").attr("accept", ".xml,.txt").on(
                leptos::ev::change,
                move |event: web_sys::Event| {
                    spawn_local(async move {
                        match files::chosen(&event).await {
                            Some(text) => write(|site| &mut site.file, text),
                            None => c.tell_failed(c.say(Text::CoverUnreadable).to_owned()),
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
            .attr("aria-describedby", "cover-help");
        all((
            label().attr("for", PAGES_ID).child(c.say(words)),
            field,
            help.map(|help| span().id("cover-help").class("help").child(c.say(help))),
        ))
    };
    div().class("field").child(field).into_any()
}

/// The table, a screenful at a time.
fn covered(told: &std::sync::Arc<Value>, of_edit: bool) -> AnyView {
    let c = console();
    if each(told, "pages").is_empty() {
        return ().into_any();
    }
    let (filter, first) = (c.tries.filter, c.tries.first);
    let told_here = std::sync::Arc::clone(told);
    let body = move || {
        let shown = filter.with(|filter| rows(&told_here, filter));
        let total = shown.len();
        let range = on_screen(first.get(), total);
        let lines: Vec<AnyView> =
            shown.get(range.clone()).unwrap_or_default().iter().map(|page| row(page, of_edit)).collect();
        if lines.is_empty() {
            return p().class("none").child(c.say(Text::CoverNone)).into_any();
        }
        let heads = if of_edit {
            vec![Text::CoverPage, Text::CoverBefore, Text::CoverAfter]
        } else {
            vec![Text::CoverPage, Text::CoverWhat]
        };
        let heads: Vec<AnyView> =
            heads.into_iter().map(|head| th().attr("scope", "col").child(c.say(head)).into_any()).collect();
        let turn = |words: Text, picture: Icon, to: Option<usize>| {
            button()
                .attr("type", "button")
                .class("button quiet square")
                .attr("aria-label", c.say(words))
                .attr("title", c.say(words))
                .attr("aria-disabled", to.is_none().to_string())
                .on(leptos::ev::click, move |_| {
                    if let Some(to) = to {
                        first.set(to);
                    }
                })
                .child(icon(picture))
        };
        let counted = c.fill(
            Text::CoverRange,
            &[
                ("from", &(range.start + 1).to_string()),
                ("to", &range.end.to_string()),
                ("all", &total.to_string()),
            ],
        );
        let pager = (total > ROWS).then(|| {
            div().class("pager").child((
                turn(Text::CoverEarlier, Icon::ArrowUp, range.start.checked_sub(ROWS)),
                turn(Text::CoverLater, Icon::ArrowDown, (range.end < total).then_some(range.end)),
                span().class("small").attr("role", "status").child(counted),
            ))
        });
        all((
            pager,
            div()
                .class("table covered")
                .child(table().child((thead().child(tr().child(heads)), tbody().child(lines)))),
        ))
    };
    all((filters(told, of_edit), body))
}

fn filters(told: &Value, of_edit: bool) -> AnyView {
    let c = console();
    let (filter, first) = (c.tries.filter, c.tries.first);
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
            .attr("value", value)
            .flag("selected", move || filter.with(|filter| *filter == choice))
            .child(words)
            .into_any()
    };
    let id = "cover-filter";
    let menu = select()
        .id(id)
        .class("input")
        .on(leptos::ev::change, move |event| {
            first.set(0);
            filter.set(Filter::from_slug(&event_target_value(&event)));
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
