//! The parts of a chatflow's form, but for its rules: name, audience, message, look, e-mail capture, consent.

use conversation::capture::MAX_MINUTES;
use conversation::consent::Mode;
use conversation::ids::{AgentId, InboxId};
use leptos::prelude::*;
use protocol::boot::Position;
use protocol::rest::Settings;
use targeting::json::Who;

use super::chatflow_rules::rules;
use super::form::{
    Choice, Several, Tick, Words, block, choices, described, help, is_wrong, line, number, pick, said,
    several, tick_box,
};
use super::html::{a, all, div, h2, input, label, p, section};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::route::{Route, SettingsTab};
use crate::state::chatflow_draft::{CaptureKind, Draft, HeadingKind, List, tick};
use crate::state::chatflow_findings::Place;
use crate::state::minutes::{REPLY_CHOICES, in_words};
use crate::texts::Text;
use crate::watch::watch;

/// All parts, in the order an owner thinks of them.
pub(crate) fn parts(settings: &Settings) -> AnyView {
    [
        part(Text::NameSection, None, name_part(settings)),
        part(Text::AudienceSection, None, audience_part(settings)),
        part(Text::WhereSection, Some(Text::WhereLead), all((rules(List::Include), rules(List::Exclude)))),
        part(Text::MessageSection, None, message_part(settings)),
        part(Text::LookSection, None, look_part()),
        part(Text::CaptureSection, Some(Text::CaptureLead), capture_part()),
        part(Text::ConsentSection, None, consent_part()),
    ]
    .into_iter()
    .collect::<Vec<_>>()
    .into_any()
}

fn part(title: Text, lead: Option<Text>, inside: AnyView) -> AnyView {
    let c = console();
    section()
        .class("card part")
        .attr("aria-label", c.say(title))
        .child((h2().child(c.say(title)), lead.map(|lead| p().class("lead").child(c.say(lead))), inside))
        .into_any()
}

/// Shows something while a part of the draft is so.
fn when(is_so: fn(&Draft) -> bool, inside: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let c = console();
    let is_so = watch(move || c.draft(is_so).unwrap_or_default());
    let shown = move || is_so.get().then(|| div().class("under").child(inside()));
    all(shown)
}

fn name_part(settings: &Settings) -> AnyView {
    let name = Words {
        place: Place::Name,
        label: Text::ChatflowName,
        help: Some(Text::NameHelp),
        read: |draft| &draft.name,
        write: |draft| &mut draft.name,
    };
    let mut inboxes: Vec<(String, String)> =
        settings.inboxes.iter().map(|inbox| (inbox.id.to_string(), inbox.name.clone())).collect();
    let now = untrack(|| console().draft(|draft| draft.inbox.to_string())).unwrap_or_default();
    let is_gone = inboxes.iter().all(|(id, _)| *id != now);
    if is_gone {
        inboxes.push((now.clone(), gone(&now)));
    }
    // With one inbox there is nothing to choose.
    let inbox = (inboxes.len() > 1).then(|| {
        pick(
            Place::Inbox,
            Text::ArrivesIn,
            None,
            inboxes,
            |draft| draft.inbox.to_string(),
            |draft, id| {
                if let Ok(id) = InboxId::parse(&id) {
                    draft.inbox = id;
                }
            },
        )
    });
    all((line(name, "text"), inbox))
}

fn gone(id: &str) -> String {
    console().fill(Text::ListGone, &[("id", id)])
}

/// What there is to choose from, and what is chosen though it no longer exists.
fn with_gone(all: impl Iterator<Item = (String, String)>, chosen: Vec<String>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = all.collect();
    for id in chosen {
        if all.iter().all(|(known, _)| *known != id) {
            let name = gone(&id);
            all.push((id, name));
        }
    }
    all
}

fn audience_part(settings: &Settings) -> AnyView {
    let c = console();
    let lists = |chosen: fn(&Draft) -> Vec<String>| {
        let named = settings.lists.iter().map(|list| (list.id.to_string(), list.name.clone()));
        with_gone(named, untrack(|| c.draft(chosen)).unwrap_or_default())
    };
    let shown_to = lists(|draft| draft.lists.clone());
    let hidden_from = lists(|draft| draft.hide_for_lists.clone());
    let mut who = vec![
        Choice::new(Text::Everyone, |draft| draft.who == Who::Everyone, |draft| draft.who = Who::Everyone),
        Choice::new(
            Text::AnonymousOnly,
            |draft| draft.who == Who::Anonymous,
            |draft| draft.who = Who::Anonymous,
        ),
        Choice::new(Text::KnownOnly, |draft| draft.who == Who::Known, |draft| draft.who = Who::Known),
        Choice::new(Text::MembersOfLists, |draft| draft.who == Who::Lists, |draft| draft.who = Who::Lists),
    ];
    if untrack(|| c.draft(|draft| matches!(draft.who, Who::Unknown(_)))).unwrap_or_default() {
        who.push(Choice::new(Text::AudienceUnknown, |draft| matches!(draft.who, Who::Unknown(_)), |_| ()));
    }
    let of_lists = when(
        |draft| draft.who == Who::Lists,
        move || {
            several(Several {
                place: Place::Lists,
                title: Text::ShowForLists,
                help: None,
                all: shown_to.clone(),
                none: Text::NoLists,
                has: |draft, id| draft.lists.iter().any(|list| list == id),
                write: |draft, id, on| tick(&mut draft.lists, id.to_owned(), on),
            })
        },
    );
    let hide = several(Several {
        place: Place::HideLists,
        title: Text::HideForLists,
        help: Some(Text::HideForListsHelp),
        all: hidden_from,
        none: Text::NoLists,
        has: |draft, id| draft.hide_for_lists.iter().any(|list| list == id),
        write: |draft, id, on| tick(&mut draft.hide_for_lists, id.to_owned(), on),
    });
    all((choices("who", Text::AudienceLead, who), of_lists, hide))
}

fn message_part(settings: &Settings) -> AnyView {
    let c = console();
    let mut account = Choice::new(
        Text::HeadingAccountUnnamed,
        |draft| draft.heading == HeadingKind::Account,
        |draft| draft.heading = HeadingKind::Account,
    );
    account.label = c.fill(Text::HeadingAccount, &[("name", &settings.name)]);
    let from = vec![
        account,
        Choice::new(
            Text::HeadingCustom,
            |draft| draft.heading == HeadingKind::Custom,
            |draft| draft.heading = HeadingKind::Custom,
        ),
        Choice::new(
            Text::HeadingAgents,
            |draft| draft.heading == HeadingKind::Agents,
            |draft| draft.heading = HeadingKind::Agents,
        ),
    ];
    let custom = when(
        |draft| draft.heading == HeadingKind::Custom,
        || {
            let name = Words {
                place: Place::HeadingName,
                label: Text::HeadingName,
                help: None,
                read: |draft| &draft.heading_name,
                write: |draft| &mut draft.heading_name,
            };
            line(name, "text")
        },
    );
    let chosen = untrack(|| c.draft(|draft| draft.heading_agents.iter().map(ToString::to_string).collect()));
    let named = settings.people.iter().map(|agent| (agent.id.to_string(), agent.name.clone()));
    let people = with_gone(named, chosen.unwrap_or_default());
    let agents = when(
        |draft| draft.heading == HeadingKind::Agents,
        move || {
            several(Several {
                place: Place::Agents,
                title: Text::HeadingPeople,
                help: Some(Text::HeadingPeopleHelp),
                all: people.clone(),
                none: Text::Nobody,
                has: |draft, id| draft.heading_agents.iter().any(|agent| agent.as_str() == id),
                write: |draft, id, on| {
                    if let Ok(agent) = AgentId::parse(id) {
                        tick(&mut draft.heading_agents, agent, on);
                    }
                },
            })
        },
    );
    let welcome = Words {
        place: Place::Welcome,
        label: Text::WelcomeText,
        help: Some(Text::WelcomeHelp),
        read: |draft| &draft.welcome,
        write: |draft| &mut draft.welcome,
    };
    let opens = Tick {
        id: "flow-pops",
        label: Text::PopsOpen,
        help: Some(Text::PopsOpenHelp),
        read: |draft| draft.pop_up,
        write: |draft, on| draft.pop_up = on,
        fixed: |_| false,
    };
    all((
        choices("heading", Text::HeadingFrom, from),
        custom,
        agents,
        block(welcome, "3"),
        tick_box(opens),
        reply_time(),
    ))
}

fn reply_time() -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let now = untrack(|| c.draft(|draft| draft.reply_minutes)).flatten();
    let mut minutes: Vec<u32> = REPLY_CHOICES.into_iter().chain(now).collect();
    minutes.sort_unstable();
    minutes.dedup();
    let none = (String::new(), c.say(Text::ReplyTimeNone).to_owned());
    let all = minutes.into_iter().map(|minutes| (minutes.to_string(), in_words(minutes, language)));
    pick(
        Place::ReplyTime,
        Text::ReplyTime,
        Some(Text::ReplyTimeHelp),
        std::iter::once(none).chain(all).collect(),
        |draft| draft.reply_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        |draft, minutes| draft.reply_minutes = minutes.parse().ok(),
    )
}

fn look_part() -> AnyView {
    let corners = vec![
        Choice::new(
            Text::CornerEnd,
            |draft| draft.position == Position::End,
            |draft| draft.position = Position::End,
        ),
        Choice::new(
            Text::CornerStart,
            |draft| draft.position == Position::Start,
            |draft| draft.position = Position::Start,
        ),
    ];
    let launcher = Tick {
        id: "flow-small",
        label: Text::SmallLauncher,
        help: None,
        read: |draft| draft.small_launcher,
        write: |draft, on| draft.small_launcher = on,
        fixed: |_| false,
    };
    let opens = Tick {
        id: "flow-small-pops",
        label: Text::SmallPopsOpen,
        help: None,
        read: |draft| draft.small_pop_up,
        write: |draft, on| draft.small_pop_up = on,
        fixed: |draft| !draft.small_launcher,
    };
    all((colour(), choices("corner", Text::Corner, corners), tick_box(launcher), tick_box(opens)))
}

/// The colour: the platform's own picker, and the same in writing.
fn colour() -> AnyView {
    let c = console();
    let now = watch(move || c.draft(|draft| draft.color.clone()).unwrap_or_default());
    // A picker knows whole colours only; while another is being typed it shows the one before.
    let picked = Memo::new(move |before: Option<&String>| {
        let now = now.get().trim().to_ascii_lowercase();
        let is_whole = now.len() == 7
            && now.starts_with('#')
            && now.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit());
        if is_whole { now } else { before.cloned().unwrap_or_else(|| "#000000".into()) }
    });
    let write = move |typing: Option<Place>, event: leptos::ev::Event| {
        let color = event_target_value(&event);
        c.write_draft(typing, Box::new(move |draft| draft.color = color));
    };
    let picker = input()
        .class("swatch")
        .attr("type", "color")
        .attr("aria-label", c.say(Text::ColourPick))
        .value(move || picked.get())
        .on(leptos::ev::input, move |event| write(None, event));
    let written = input()
        .id(Place::Colour.id())
        .class("input mono short")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", described(Place::Colour))
        .attr("aria-invalid", is_wrong(Place::Colour))
        .value(move || now.get())
        .on(leptos::ev::input, move |event| write(Some(Place::Colour), event))
        .on(leptos::ev::blur, move |_| c.left(Place::Colour));
    div()
        .class("field")
        .child((
            label().attr("for", Place::Colour.id()).child(c.say(Text::Colour)),
            div().class("colour").child((picker, written)),
            help(Place::Colour, Some(Text::ColourHelp)),
            said(Place::Colour),
        ))
        .into_any()
}

fn capture_part() -> AnyView {
    let times = vec![
        Choice::new(
            Text::CaptureNever,
            |draft| draft.capture == CaptureKind::Never,
            |draft| draft.capture = CaptureKind::Never,
        ),
        Choice::new(
            Text::CaptureRightAway,
            |draft| draft.capture == CaptureKind::RightAway,
            |draft| ask_for_address(draft, CaptureKind::RightAway),
        ),
        Choice::new(
            Text::CaptureUnanswered,
            |draft| draft.capture == CaptureKind::Unanswered,
            |draft| ask_for_address(draft, CaptureKind::Unanswered),
        ),
    ];
    let minutes = when(
        |draft| draft.capture == CaptureKind::Unanswered,
        || {
            let minutes = Words {
                place: Place::CaptureMinutes,
                label: Text::CaptureMinutes,
                help: None,
                read: |draft| &draft.capture_minutes,
                write: |draft| &mut draft.capture_minutes,
            };
            number(minutes, &MAX_MINUTES.to_string())
        },
    );
    let message = when(
        |draft| draft.capture != CaptureKind::Never,
        || {
            let message = Words {
                place: Place::CaptureMessage,
                label: Text::CaptureMessage,
                help: None,
                read: |draft| &draft.capture_message,
                write: |draft| &mut draft.capture_message,
            };
            block(message, "2")
        },
    );
    all((choices("capture", Text::CaptureWhen, times), minutes, message))
}

/// Turns the capture on, with words to begin with where there are none.
fn ask_for_address(draft: &mut Draft, kind: CaptureKind) {
    draft.capture = kind;
    if draft.capture_message.is_empty() {
        console().say(Text::CaptureMessageDefault).clone_into(&mut draft.capture_message);
    }
}

fn consent_part() -> AnyView {
    let c = console();
    let gdpr =
        watch(move || c.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.gdpr)));
    let is_on = watch(move || c.draft(|draft| draft.consent).unwrap_or_default());
    let hint = move || {
        (!gdpr.get()).then(|| {
            let there = Route::Settings(SettingsTab::DataProtection);
            div().class("hint").child((
                icon(Icon::Shield),
                div().child((
                    p().child(c.say(Text::ConsentGdprOff)),
                    a().attr("href", there.path())
                        .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                        .child(c.say(Text::ConsentToSettings)),
                )),
            ))
        })
    };
    // A step that is there can always be taken out.
    let toggle = input()
        .id(Place::Consent.id())
        .attr("type", "checkbox")
        .attr("aria-describedby", described(Place::Consent))
        .flag("checked", move || is_on.get())
        .flag("disabled", move || !gdpr.get() && !is_on.get())
        .on(leptos::ev::change, move |event| {
            let on = event_target_checked(&event);
            c.write_draft(None, Box::new(move |draft| draft.consent = on));
        });
    let step = when(|draft| draft.consent, consent_step);
    all((
        div().class("tick").child((
            toggle,
            div().child((
                label().attr("for", Place::Consent.id()).child(c.say(Text::ConsentToggle)),
                help(Place::Consent, Some(Text::ConsentToggleHelp)),
            )),
        )),
        said(Place::Consent),
        hint,
        step,
        legal_notice(),
    ))
}

fn consent_step() -> AnyView {
    let c = console();
    let modes = vec![
        Choice::new(
            Text::ConsentExplicit,
            |draft| draft.consent_mode == Mode::Explicit,
            |draft| draft.consent_mode = Mode::Explicit,
        )
        .helped(Text::ConsentExplicitHelp),
        Choice::new(
            Text::ConsentInterest,
            |draft| draft.consent_mode == Mode::LegitimateInterest,
            |draft| draft.consent_mode = Mode::LegitimateInterest,
        )
        .helped(Text::ConsentInterestHelp),
    ];
    let words = Words {
        place: Place::ConsentText,
        label: Text::ConsentWords,
        help: None,
        read: |draft| &draft.consent_text,
        write: |draft| &mut draft.consent_text,
    };
    let version = watch(move || {
        c.edited(|editor| {
            if editor.makes_consent_version() {
                return Some(c.say(Text::ConsentNextVersion).to_owned());
            }
            let version = editor.consent_version?;
            Some(c.fill(Text::ConsentVersion, &[("n", &version.to_string())]))
        })
        .flatten()
    });
    all((
        choices("consent-mode", Text::ConsentMode, modes),
        block(words, "5"),
        p().class("help version").child(move || version.get()),
    ))
}

/// What no software can say for its owner (S88).
pub(crate) fn legal_notice() -> AnyView {
    let c = console();
    p().class("hint").attr("role", "note").child((icon(Icon::Warning), c.say(Text::LegalNotice))).into_any()
}
