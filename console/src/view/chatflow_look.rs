//! The look of a chatflow's widget: colour, corner, language, and the rest of it (H55, H58, P10, E21).

use crate::reactive::*;
use protocol::boot::Position;
use protocol::language::LANGUAGES;
use protocol::limits::OFFSET_PX;
use protocol::look::{Font, Icon, Scheme};

use super::display::{at_place, numbered, place_of};
use super::form::{Choice, Words, choices, described, help, is_wrong, line, number, pick, said};
use super::html::{all, div, input, label};
use crate::console::console;
use crate::state::chatflow_findings::Place;
use crate::texts::Text;
use crate::watch::watch;

const SCHEMES: [(Scheme, Text); 3] =
    [(Scheme::Auto, Text::SchemeAuto), (Scheme::Light, Text::SchemeLight), (Scheme::Dark, Text::SchemeDark)];

const ICONS: [(Icon, Text); 5] = [
    (Icon::Chat, Text::IconChat),
    (Icon::Lines, Text::IconLines),
    (Icon::Question, Text::IconQuestion),
    (Icon::Headset, Text::IconHeadset),
    (Icon::Letter, Text::IconLetter),
];

const FONTS: [(Font, Text); 3] =
    [(Font::System, Text::FontSystem), (Font::Serif, Text::FontSerif), (Font::Page, Text::FontPage)];

/// The part of the form.
pub(crate) fn look_part() -> AnyView {
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
    let scheme = pick(
        Place::Scheme,
        Text::LookScheme,
        None,
        numbered(&SCHEMES),
        |draft| place_of(&SCHEMES, draft.look.scheme),
        |draft, place| draft.look.scheme = at_place(&SCHEMES, &place).unwrap_or_default(),
    );
    let icon = pick(
        Place::Icon,
        Text::LookIcon,
        None,
        numbered(&ICONS),
        |draft| place_of(&ICONS, draft.look.icon),
        |draft, place| draft.look.icon = at_place(&ICONS, &place).unwrap_or_default(),
    );
    let font = pick(
        Place::Font,
        Text::LookFont,
        None,
        numbered(&FONTS),
        |draft| place_of(&FONTS, draft.look.font),
        |draft, place| draft.look.font = at_place(&FONTS, &place).unwrap_or_default(),
    );
    let launcher = all((icon, label_of_launcher(), choices("corner", Text::Corner, corners), offsets()));
    all((colour(), scheme, font, launcher, language()))
}

fn label_of_launcher() -> AnyView {
    let words = Words {
        place: Place::Label,
        label: Text::LookLabel,
        help: Some(Text::LookLabelHelp),
        read: |draft| &draft.look.label,
        write: |draft| &mut draft.look.label,
    };
    line(words, "text")
}

fn offsets() -> AnyView {
    let side = Words {
        place: Place::OffsetSide,
        label: Text::LookSide,
        help: None,
        read: |draft| &draft.look.side,
        write: |draft| &mut draft.look.side,
    };
    let bottom = Words {
        place: Place::OffsetBottom,
        label: Text::LookBottom,
        help: Some(Text::LookBottomHelp),
        read: |draft| &draft.look.bottom,
        write: |draft| &mut draft.look.bottom,
    };
    let most = OFFSET_PX.to_string();
    all((number(side, 0, &most), number(bottom, 0, &most)))
}

fn language() -> AnyView {
    let any = (String::new(), console().say(Text::LookLanguageAny).to_owned());
    let spoken = LANGUAGES.iter().map(|language| (language.tag.to_owned(), language.name.to_owned()));
    pick(
        Place::Language,
        Text::LookLanguage,
        Some(Text::LookLanguageHelp),
        std::iter::once(any).chain(spoken).collect(),
        |draft| draft.look.language.clone(),
        |draft, tag| draft.look.language = tag,
    )
}

/// The colour: the platform's own picker, and the same in writing.
fn colour() -> AnyView {
    let c = console();
    let now = watch(move || c.draft(|draft| draft.color.clone()).unwrap_or_default());
    // A picker knows whole colours only; while another is being typed it shows the one before.
    let before = StoredValue::new("#000000".to_owned());
    let picked = watch(move || {
        let now = now.get().trim().to_ascii_lowercase();
        let is_whole = now.len() == 7
            && now.starts_with('#')
            && now.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit());
        if is_whole {
            before.set_value(now);
        }
        before.get_value()
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
