//! The account's settings: the tracking code (S1, S2), the sites, data protection.

use crate::reactive::*;
use conversation::access::Action;

use super::HEADING_ID;
use super::api::api_tab;
use super::audit::audit_tab;
use super::blank::{blank, failed, slow};
use super::blocks::blocks_tab;
use super::chat_link::direct_link;
use super::chatflow_consent::legal_notice;
use super::embed_code::embed_code;
use super::erasures::erasures;
use super::html::{
    a, all, button, code, div, form, h1, h2, input, keyed, label, li, main, p, span, strong, ul,
};
use super::icon::{Icon, icon};
use super::label_pages::label_pages;
use super::macros::macros_tab;
use super::notifications::notifications_tab;
use super::people::people_tab;
use super::redaction::redaction;
use super::saved_replies::saved_replies_tab;
use super::subscription_types::subscription_types;
use super::team::team_tab;
use crate::browser::focus;
use crate::console::{Loading, console};
use crate::route::{Route, SettingsTab};
use crate::texts::Text;
use crate::watch::watch;

const NEW_SITE_ID: &str = "new-site";

const fn tab_name(tab: SettingsTab) -> Text {
    match tab {
        SettingsTab::TrackingCode => Text::TrackingCode,
        SettingsTab::Sites => Text::Sites,
        SettingsTab::DataProtection => Text::DataProtection,
        SettingsTab::Team => Text::TeamTab,
        SettingsTab::People => Text::PeopleTab,
        SettingsTab::Audit => Text::AuditTab,
        SettingsTab::Api => Text::ApiTab,
        SettingsTab::SavedReplies => Text::SavedReplies,
        SettingsTab::Macros => Text::Macros,
        SettingsTab::Blocks => Text::BlocksTab,
        SettingsTab::Notifications => Text::NotificationsTab,
    }
}

fn tab_id(tab: SettingsTab) -> String {
    format!("tab-{}", tab.slug())
}

/// The page.
pub(crate) fn settings_page() -> AnyView {
    let c = console();
    let may = c.may(Action::ChangeSettings);
    let account = untrack(|| c.me()).map(|me| me.account_name.clone()).unwrap_or_default();
    let tab = watch(move || {
        c.route.with(|route| match route {
            Route::Settings(tab) => *tab,
            _ => SettingsTab::default(),
        })
    });
    let is_here = watch(move || c.settings.with(Option::is_some));
    let content = move || {
        if let Some(open) = of_everybody(tab.get()) {
            return open;
        }
        if is_here.get() {
            return match tab.get() {
                SettingsTab::TrackingCode => tracking_code(),
                SettingsTab::Sites => sites_tab(),
                SettingsTab::DataProtection => data_protection(),
                SettingsTab::Team => team_tab(),
                SettingsTab::People => people_tab(),
                SettingsTab::Audit => audit_tab(),
                SettingsTab::Api => api_tab(),
                SettingsTab::SavedReplies
                | SettingsTab::Macros
                | SettingsTab::Blocks
                | SettingsTab::Notifications => ().into_any(),
            };
        }
        match c.settings_loading.get() {
            Loading::Failed(problem) => failed(Text::SettingsFailed, &problem, move || c.load_settings()),
            Loading::Asking | Loading::Ready => all((skeleton(), slow(move || c.load_settings()))),
        }
    };
    let panel_of = move || {
        let panel = div()
            .class("card part")
            .attr("role", "tabpanel")
            .attr("aria-labelledby", move || tab_id(tab.get()))
            .child(content);
        panel.into_any()
    };
    let inside = if may {
        let lead = p().class("lead").child(c.fill(Text::SettingsLead, &[("name", &account)]));
        all((lead, tabs(tab, &SettingsTab::ALL), panel_of()))
    } else {
        let of_mine = watch(move || FOR_EVERYBODY.contains(&tab.get()));
        all((tabs(tab, &FOR_EVERYBODY), move || {
            if of_mine.get() { panel_of() } else { blank(Icon::Sliders, Text::AdminsSet, None) }
        }))
    };
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(
            div().class("column").child((
                div()
                    .class("title")
                    .child(h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::Settings))),
                inside,
            )),
        )
        .into_any()
}

/// What whoever answers has to do with as well: what tells them of what, whom an inbox keeps out, and what is said often.
const FOR_EVERYBODY: [SettingsTab; 4] =
    [SettingsTab::Notifications, SettingsTab::SavedReplies, SettingsTab::Macros, SettingsTab::Blocks];

fn of_everybody(tab: SettingsTab) -> Option<AnyView> {
    match tab {
        SettingsTab::SavedReplies => Some(saved_replies_tab()),
        SettingsTab::Macros => Some(macros_tab()),
        SettingsTab::Blocks => Some(blocks_tab()),
        SettingsTab::Notifications => Some(notifications_tab()),
        _ => None,
    }
}

/// The tabs are links: each has an address. Arrow keys walk them, as in any row of tabs.
fn tabs(now: Memo<SettingsTab>, tabs: &'static [SettingsTab]) -> AnyView {
    let c = console();
    let one = move |tab: SettingsTab| {
        let there = Route::Settings(tab);
        a().id(tab_id(tab))
            .attr("href", there.path())
            .attr("role", "tab")
            .attr("aria-selected", move || (now.get() == tab).to_string())
            .attr("tabindex", move || if now.get() == tab { "0" } else { "-1" })
            .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
            .child(c.say(tab_name(tab)))
    };
    let walk = move |event: leptos::ev::KeyboardEvent| {
        let all = tabs;
        let at = all.iter().position(|tab| *tab == now.get_untracked()).unwrap_or_default();
        let to = match event.key().as_str() {
            "ArrowRight" => (at + 1) % all.len(),
            "ArrowLeft" => (at + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        c.go(Route::Settings(all[to]));
        focus::to_id(&tab_id(all[to]));
    };
    div()
        .class("tabs")
        .attr("role", "tablist")
        .attr("aria-label", c.say(Text::Settings))
        .on(leptos::ev::keydown, walk)
        .child(tabs.iter().copied().map(one).collect::<Vec<_>>())
        .into_any()
}

fn tracking_code() -> AnyView {
    let c = console();
    all((
        h2().child(c.say(Text::TrackingCode)),
        p().class("lead").child(c.say(Text::TrackingLead)),
        embed_code(),
        direct_link(None),
        div().class("hint").child((
            icon(Icon::Lines),
            div().child((strong().child(c.say(Text::GuideTitle)), p().child(c.say(Text::GuideText)))),
        )),
    ))
}

fn sites_tab() -> AnyView {
    let c = console();
    let sites = watch(move || {
        c.settings
            .with(|settings| settings.as_ref().map(|settings| settings.origins.clone()).unwrap_or_default())
    });
    let any_port = watch(move || {
        c.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.any_loopback_origin))
    });
    let row = move |site: String| {
        let name = c.fill(Text::RemoveSite, &[("site", &site)]);
        let removed = site.clone();
        li().child((
            icon(Icon::Globe),
            code().class("grow").attr("dir", "ltr").child(site),
            button()
                .attr("type", "button")
                .class("button quiet square")
                .attr("aria-label", name.clone())
                .attr("title", name)
                .on(leptos::ev::click, move |_| {
                    c.remove_site(&removed);
                    focus::to_id(NEW_SITE_ID);
                })
                .child(icon(Icon::Bin)),
        ))
        .into_any()
    };
    let rows = keyed(move || sites.get(), row);
    let none = move || sites.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::NoSites)));
    let loopback = move || {
        any_port.get().then(|| p().class("hint").child((icon(Icon::Lines), c.say(Text::AnyLoopback))))
    };
    all((
        h2().id("sites-title").child(c.say(Text::Sites)),
        p().class("lead").child(c.say(Text::SitesLead)),
        ul().class("sites").attr("aria-labelledby", "sites-title").child(rows),
        none,
        add_site(),
        loopback,
        label_pages(),
    ))
}

fn add_site() -> AnyView {
    let c = console();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = c.add_site(&typed.get_untracked()).await;
            let _ = busy.try_set(false);
            if answer.is_ok() {
                let _ = typed.try_set(String::new());
            } else {
                focus::to_id(NEW_SITE_ID);
            }
            let _ = wrong.try_set(answer.err());
        });
    };
    let note = move || match wrong.get() {
        Some(wrong) => span().class("wrong").child((icon(Icon::Warning), span().child(wrong))).into_any(),
        None => span().class("help").child(c.say(Text::NewSiteHelp)).into_any(),
    };
    form()
        .class("field")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            label().attr("for", NEW_SITE_ID).child(c.say(Text::NewSite)),
            div().class("beside").child((
                input()
                    .id(NEW_SITE_ID)
                    .class("input")
                    .attr("type", "url")
                    .attr("dir", "ltr")
                    .attr("autocomplete", "off")
                    .attr("autocapitalize", "none")
                    .attr("spellcheck", "false")
                    .attr("aria-describedby", "new-site-note")
                    .attr("aria-invalid", move || wrong.get().is_some().then_some("true"))
                    .value(move || typed.get())
                    .on(leptos::ev::input, move |event| {
                        wrong.set(None);
                        typed.set(event_target_value(&event));
                    }),
                button()
                    .attr("type", "submit")
                    .class("button line tall")
                    .attr("aria-busy", move || busy.get().to_string())
                    .child(c.say(Text::AddSite)),
            )),
            div().id("new-site-note").attr("aria-live", "polite").child(note),
        ))
        .into_any()
}

fn data_protection() -> AnyView {
    let c = console();
    let is_on =
        watch(move || c.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.gdpr)));
    let switch = button()
        .id("gdpr")
        .attr("type", "button")
        .class("switch")
        .attr("role", "switch")
        .attr("aria-checked", move || is_on.get().to_string())
        .attr("aria-labelledby", "gdpr-name")
        .attr("aria-describedby", "gdpr-help")
        .on(leptos::ev::click, move |_| c.switch_gdpr(!is_on.get_untracked()));
    all((
        h2().child(c.say(Text::DataProtection)),
        div().class("switched").child((
            switch,
            div().child((
                label().id("gdpr-name").attr("for", "gdpr").child(c.say(Text::Gdpr)),
                span()
                    .class("state")
                    .attr("aria-hidden", "true")
                    .child(move || c.say(if is_on.get() { Text::On } else { Text::Off })),
                p().id("gdpr-help").class("help").child(c.say(Text::GdprHelp)),
            )),
        )),
        redaction(),
        subscription_types(),
        erasures(),
        legal_notice(),
    ))
}

fn skeleton() -> AnyView {
    div()
        .class("skeleton")
        .attr("aria-hidden", "true")
        .child((span().class("bone line-1"), span().class("bone line-2"), span().class("bone line-2")))
        .into_any()
}
