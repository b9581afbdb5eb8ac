//! What findings are told as, and where.

use super::*;

fn draft() -> Draft {
    let flow = r#"{"id": "tea", "name": "Teapot help", "inbox": "main", "include": [{"op": "is", "value": "/a"}, {"op": "is", "value": ""},
        {"op": "query", "name": ""}], "exclude": [{"op": "is", "value": "%%"}],
        "conditions": [[{"fact": "device", "op": "is", "value": "mobile"}, {"fact": "language", "op": "is", "value": ""}]]}"#;
    Draft::of(&serde_json::from_str(flow).unwrap())
}

#[test]
fn every_path_has_its_place() {
    let mut draft = draft();
    // Keys are not numbers: what is said of the second rule stays with it.
    let first = draft.include[0].key;
    draft.delete_rule(List::Include, first);
    let (second, excluded) = (draft.include[0].key, draft.exclude[0].key);
    for (path, expected) in [
        ("name", Place::Name),
        ("inbox", Place::Inbox),
        ("audience.lists", Place::Lists),
        ("audience.lists[0]", Place::Lists),
        ("audience", Place::Lists),
        ("audience.hide_for_lists", Place::HideLists),
        ("include", Place::Rules(List::Include)),
        ("include[0].value", Place::Rule(List::Include, second)),
        ("include[0]", Place::Rule(List::Include, second)),
        ("include[9].op", Place::Rules(List::Include)),
        ("exclude[0].value", Place::Rule(List::Exclude, excluded)),
        ("exclude", Place::Rules(List::Exclude)),
        ("conditions", Place::Conditions),
        ("conditions[0][1].value", Place::Test(1)),
        ("conditions[0][1]", Place::Test(1)),
        ("conditions[7][0].op", Place::Conditions),
        ("welcome", Place::Welcome),
        ("heading.name", Place::HeadingName),
        ("heading.agents[1]", Place::Agents),
        ("color", Place::Colour),
        ("language", Place::Language),
        ("look.label", Place::Label),
        ("look.offset_side", Place::OffsetSide),
        ("look.offset_bottom", Place::OffsetBottom),
        ("display", Place::Display),
        ("display.small.open", Place::Opens(true)),
        ("display.small.when", Place::Opens(true)),
        ("display.large.when.seconds", Place::Seconds(false)),
        ("display.small.when.scroll", Place::Scroll(true)),
        ("availability.reply_minutes", Place::ReplyTime),
        ("availability.schedule.zone", Place::Zone),
        ("availability.schedule.week.monday[1]", Place::Hours(1)),
        ("availability.schedule.dates", Place::Hours(1)),
        ("availability.away.text", Place::AwayText),
        ("availability.at_capacity.text", Place::FullText),
        ("availability.at_capacity.message", Place::FullQuestion),
        ("availability.closed.text", Place::ClosedText),
        ("closes_after_minutes", Place::ClosesAfter),
        ("rating.question", Place::RatingQuestion),
        ("routing.agents[0]", Place::Routed),
        ("routing.otherwise.teams[0]", Place::RoutedTeams),
        ("routing", Place::Routed),
        ("email_capture.minutes", Place::CaptureMinutes),
        ("email_capture.message", Place::CaptureMessage),
        ("consent", Place::Consent),
        ("consent.text", Place::ConsentText),
        ("expected[3].url", Place::Expected(3)),
        ("", Place::Whole),
        ("from_the_future[1].x", Place::Whole),
    ] {
        assert_eq!(Place::of(path, &draft), expected, "{path}");
    }
}

#[test]
fn findings_speak_the_readers_language() {
    // S28 S30
    let draft = draft();
    let said = |field: &str, code: &str, language| {
        let finding = Finding {
            field: field.into(),
            code: code.into(),
            stops: Stops::Saving,
            message: "from the edge".into(),
            witness: Some("https://a.example/".into()),
            other: Some("Sales".into()),
        };
        placed(&[finding], &draft)[0].sentence(&draft, language)
    };
    for (field, code, expected) in [
        ("include", "rule_missing", "cannot be published"),
        ("include", "rule_negative_or", "negative"),
        ("include[0].value", "rule_wildcard_literal", "ordinary character"),
        ("include[0].value", "rule_value", "too long"),
        ("include[1].value", "rule_value", "Enter an address"),
        ("include[2].value", "rule_value", "name of the parameter"),
        ("exclude[0].value", "rule_url", "no address"),
        ("include[0].op", "rule_operator", "another condition"),
        ("include", "too_many", "at most 200"),
        ("color", "colour_invalid", "#16614e"),
        ("name", "text_empty", "Give it a name"),
        ("name", "text_too_long", "At most 100"),
        ("welcome", "text_too_long", "At most 2000"),
        ("email_capture.message", "text_empty", "must not be empty"),
        ("email_capture.message", "text_too_long", "At most 500"),
        ("email_capture.minutes", "number_range", "from 1 to 1440"),
        ("availability.reply_minutes", "number_range", "from 1 to 43200"),
        ("display.large.when.seconds", "number_range", "from 1 to 3600"),
        ("display.small.when.scroll", "number_range", "from 1 to 100"),
        ("display", "display_hidden", "No screen"),
        ("display.small.open", "display_covers", "covers"),
        ("display.small.when", "display_never", "Touch screens"),
        ("consent.text", "consent_text_required", "Write why"),
        ("consent.text", "text_too_long", "At most 5000"),
        ("consent", "gdpr_off", "only while"),
        ("consent", "consent_off", "kept, and not shown"),
        ("audience.lists", "reference_unknown", "at least one list"),
        ("audience.hide_for_lists[0]", "reference_unknown", "Untick it"),
        ("heading.agents", "reference_unknown", "at least one person"),
        ("inbox", "reference_unknown", "inbox"),
        ("conditions[0][0].op", "condition_invalid", "cannot be understood"),
        ("conditions[0][1].value", "condition_invalid", "Enter a value"),
        ("conditions", "too_many", "at most 20"),
        ("include[0].value", "rule_regex", "no regular expression"),
        ("expected[0]", "expectation_failed", "otherwise"),
        ("expected[0].url", "rule_url", "address of a page"),
        ("", "chatflow_unreachable", "“Sales” comes first"),
        ("include[0]", "rule_overlap", "meant for them. For example: https://a.example/"),
        ("", "chatflow_hides", "“Sales” would never be shown"),
        ("include[0]", "rule_takes", "pages that “Sales” names"),
        ("include[0]", "exclusion_unmet", "nothing to leave out"),
        ("include[0]", "regex_plain", "plain rule"),
        ("include[0]", "rule_no_page", "sitemap"),
        ("audience.hide_for_lists", "audience_moot", "nobody to hide it from"),
        ("audience.lists[0]", "audience_moot", "members of this list"),
        ("audience.hide_for_lists", "audience_contradictory", "nobody would see it"),
        ("conditions[0][0]", "condition_never", "holds for nobody"),
        ("welcome", "code_of_tomorrow", "from the edge"),
        ("routing", "reference_unknown", "at least one person or team"),
        ("routing.teams[0]", "reference_unknown", "Untick who is marked"),
        ("availability.schedule.zone", "reference_unknown", "Choose a time zone"),
        ("availability.away.text", "text_too_long", "At most 500"),
        ("of_tomorrow", "reference_unknown", "does not exist any more"),
        ("welcome", "text_encoding", "broken character"),
    ] {
        let english = said(field, code, Language::English);
        assert!(english.contains(expected), "{field} {code}: {english}");
        let german = said(field, code, Language::German);
        assert_eq!(german == english, expected == "from the edge", "{field} {code}: {german}");
    }
}

#[test]
fn other_rules_are_told_by_their_number() {
    // N5
    let draft = draft();
    for (code, other, expected) in [
        ("rule_duplicate", "include[0]", "the same as rule 1 "),
        ("rule_covered", "exclude[2]", "Rule 3 "),
        ("include_excluded", "exclude[1]", "Exclusion 2 "),
        ("conditions_contradictory", "conditions[1][0]", "condition 1 "),
    ] {
        let finding = Finding {
            field: "include[1]".into(),
            code: code.into(),
            stops: Stops::Nothing,
            message: String::new(),
            witness: None,
            other: Some(other.into()),
        };
        let [english, german] = [Language::English, Language::German]
            .map(|language| placed(std::slice::from_ref(&finding), &draft)[0].sentence(&draft, language));
        assert!(english.contains(expected), "{code}: {english}");
        assert_ne!(english, german);
    }
}

#[test]
fn what_is_wrong_with_hours_is_told_at_the_row() {
    // S62 E42: the edge names the place it knows; the form knows the row, and says it once
    let mut draft = draft();
    draft.mode = availability::Kind::Hours;
    let tuesday = draft.hours.days()[1].ranges[0].key;
    draft.hours.range_mut(tuesday).unwrap().until = "08:00".into();
    let theirs = Finding {
        field: "availability.schedule.week.tuesday[0]".into(),
        code: "number_range".into(),
        stops: Stops::Saving,
        message: String::new(),
        witness: None,
        other: None,
    };
    let all = placed(std::slice::from_ref(&theirs), &draft);
    assert_eq!(all.iter().map(|one| one.place).collect::<Vec<_>>(), [Place::Hours(tuesday)]);
    assert!(all[0].sentence(&draft, Language::English).contains("after the beginning"));
    // Hours that do not count stop nothing.
    draft.mode = availability::Kind::Always;
    assert_eq!(placed(&[], &draft), []);
}

#[test]
fn the_first_reason_is_told_and_how_many_more() {
    // S30
    let draft = draft();
    let finding = |field: &str, code: &str, stops| Finding {
        field: field.into(),
        code: code.into(),
        stops,
        message: String::new(),
        witness: None,
        other: None,
    };
    let all = placed(
        &[
            finding("include", "rule_negative_or", Stops::Nothing),
            finding("include", "rule_missing", Stops::Publishing),
            finding("color", "colour_invalid", Stops::Saving),
        ],
        &draft,
    );
    for (by, expected) in [
        (&[Stops::Saving][..], Some((Place::Colour, Text::WrongColour.words(Language::English).to_owned()))),
        (
            &[Stops::Publishing, Stops::Saving],
            Some((
                Place::Rules(List::Include),
                format!("{} And 1 more.", Text::WrongRuleMissing.words(Language::English)),
            )),
        ),
        (&[], None),
    ] {
        assert_eq!(stopped(&all, by, &draft, Language::English), expected, "{by:?}");
    }
}
