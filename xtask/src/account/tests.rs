use super::*;

/// A whole account in which nothing is wrong.
const GOOD: &str = include_str!("../../testdata/account.json");

/// One slip a line: `row | text of the good file | what stands there instead | what is said`. `⏎` is an end of line.
const SLIPS: &str = include_str!("../../testdata/account-slips.txt");

fn read(bytes: &[u8], purpose: Purpose) -> Vec<String> {
    AccountFile::parse("f.json", bytes, purpose).err().unwrap_or_default()
}

/// Makes every slip of a row and compares what is said of it, to the letter.
#[track_caller]
fn check(row: &str) {
    let (mut count, mut wrong) = (0, String::new());
    for slip in SLIPS.lines().filter(|line| line.starts_with(&format!("{row} | "))) {
        let [_, from, to, expected] = slip.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("not four columns: {slip}");
        };
        let ends = |text: &str| text.replace('⏎', "\n");
        assert!(GOOD.contains(&ends(from)), "not in the good file: {from}");
        let said = read(GOOD.replacen(&ends(from), &ends(to), 1).as_bytes(), Purpose::Account).join("⏎");
        if said != expected {
            wrong.push_str(&format!("{row} | {from} | {to} | {said}\n"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "what is said now:\n{wrong}");
    assert!(count > 2, "only {count} slips of row {row}");
}

#[test]
fn nothing_is_wrong_with_a_good_file() {
    assert_eq!(read(GOOD.as_bytes(), Purpose::Account), Vec::<String>::new());
    let file = AccountFile::parse("f.json", GOOD.as_bytes(), Purpose::Account).unwrap();
    assert_eq!((file.account(), file.chatflows.len(), file.warnings()), ("kiln", 2, Vec::new()));
    let demo = crate::place::root().join("www/demo-account.json");
    AccountFile::read(&demo, Purpose::Account).unwrap();
}

#[test]
fn row_27_files_that_cannot_be_read() {
    let root = crate::place::root();
    for (path, expected) in [
        ("no/such/file.json", "No such file or directory (os error 2)"),
        ("xtask", "Is a directory (os error 21)"),
        ("Cargo.toml/account.json", "Not a directory (os error 20)"),
    ] {
        let path = root.join(path);
        let stop = AccountFile::read(&path, Purpose::Account).unwrap_err();
        assert_eq!(stop.to_string(), format!("cannot read {}: {expected}", path.display()));
    }
    // No end and no text: it must end all the same.
    let stop = AccountFile::read(Path::new("/dev/zero"), Purpose::Account).unwrap_err();
    assert!(stop.to_string().contains("is no account file"), "{stop}");
}

#[test]
fn row_28_syntax_errors_have_a_place() {
    check("28");
}

#[test]
fn row_29_unknown_keys_at_every_level() {
    check("29");
}

#[test]
fn row_30_kinds_and_ranges() {
    check("30");
    let lines = read(b"[]", Purpose::Account);
    assert_eq!(lines, ["f.json:1:1: the file is a list; expected an object in { }"]);
}

#[test]
fn row_31_origins() {
    check("31");
}

#[test]
fn row_32_secrets_are_never_repeated() {
    check("32");
    assert!(!SLIPS.lines().any(|line| line.rsplit(" | ").next().unwrap().contains("hunter2")));
}

#[test]
fn row_36_what_stands_there_twice() {
    check("36");
}

#[test]
fn what_is_named_has_to_be_there() {
    check("named");
    // Of very many only the first are listed.
    let more: String = (0..100).map(|i| format!(r#"{{"id": "l{i}", "name": "l"}},"#)).collect();
    let text = GOOD
        .replace(r#""lists": [{"#, &format!(r#""lists": [{more}{{"#))
        .replace(r#"["vip"]}]"#, r#"["press"]}]"#);
    let lines = read(text.as_bytes(), Purpose::Account);
    assert!(lines.len() == 1 && lines[0].contains("l18, l19 and 82 more [reference_unknown]"), "{lines:?}");
}

#[test]
fn row_37_encodings_and_line_ends() {
    let with_mark = format!("\u{FEFF}{GOOD}");
    for (name, text) in [
        ("a mark", with_mark.clone()),
        ("CRLF", GOOD.replace('\n', "\r\n")),
        ("tabs", GOOD.replace("  ", "\t")),
        ("all of it", with_mark.replace('\n', "\r\n").replace("  ", "\t")),
    ] {
        assert_eq!(read(text.as_bytes(), Purpose::Account), Vec::<String>::new(), "{name}");
        let file = AccountFile::parse("f.json", text.as_bytes(), Purpose::Account).unwrap();
        assert!(file.text().starts_with('{'), "{name}: what is sent on has no mark");
    }
    let slip = with_mark.replace('\n', "\r\n").replace("\"gdpr\"", "\"gpdr\"");
    let lines = read(slip.as_bytes(), Purpose::Account);
    assert!(lines[0].starts_with("f.json:5:3: unknown key \"gpdr\""), "{lines:?}");

    let wide = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [mark, &GOOD.encode_utf16().flat_map(bytes).collect::<Vec<_>>()].concat()
    };
    let wide_words = "1:1: file is not UTF-8; expected it to be saved as UTF-8; it looks like UTF-16";
    let latin_1 = [b"{\n  \"name\": \"K".as_slice(), &[0xF6], b"ln\"\n}"].concat();
    for (name, bytes, expected) in [
        ("UTF-16, little end first", wide(&[0xFF, 0xFE], u16::to_le_bytes), wide_words),
        ("UTF-16, big end first", wide(&[0xFE, 0xFF], u16::to_be_bytes), wide_words),
        ("UTF-16 without a mark", wide(&[], u16::to_le_bytes), wide_words),
        ("Latin-1", latin_1, "2:13: file is not UTF-8; expected it to be saved as UTF-8"),
    ] {
        assert_eq!(read(&bytes, Purpose::Account), [format!("f.json:{expected}")], "{name}");
    }
}

#[test]
fn row_38_colours() {
    check("38");
}

#[test]
fn row_39_consent() {
    check("39");
}

#[test]
fn rows_52_to_54_rules() {
    // row 52, row 54
    check("52");
    check("54");
    let long = read(GOOD.replace("/account", &"x".repeat(2_049)).as_bytes(), Purpose::Account);
    assert!(
        long.len() == 1
            && long[0].ends_with(
                "a value needs 1 to 2048 characters, none of them a control character [rule_value]"
            ),
        "{long:?}"
    );
    // row 53: a warning, and the file is good.
    let file = AccountFile::parse("f.json", GOOD.replace("/account", "/*/blog").as_bytes(), Purpose::Account);
    let warnings = file.unwrap().warnings();
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].starts_with("f.json:18:90: warning: in chatflows[1].include[0].value a `*`"),
        "{warnings:?}"
    );
    assert!(warnings[0].ends_with("[rule_wildcard_literal]"), "{warnings:?}");
}

#[test]
fn targeting_needs_less_and_knows_no_other_keys() {
    let read = |text: &str| read(text.as_bytes(), Purpose::Targeting).join("⏎");
    assert_eq!(read(r#"{"chatflows":[{"id":"a","include":[{"op":"all"}],"priority":null}]}"#), "");
    assert_eq!(read(r#"{"account":"demo","chatflows":[{"id":"a","inbox":"elsewhere"}]}"#), "");
    for (text, expected) in [
        (r#"{"chatflows":[{"include":[]}]}"#, "f.json:1:28: missing field `id`"),
        (r#"{}"#, "f.json:1:2: missing field `chatflows`"),
        (r#"{"chatflows":[{"id":"a","inclde":[]}]}"#, "f.json:1:25: unknown key \"inclde\""),
        (r#"{"chatflows":[{"id":"a"},{"id":"a"}]}"#, "f.json:1:32: chatflows[1].id is \"a\" a second time"),
    ] {
        assert!(read(text).starts_with(expected), "{text}: {}", read(text));
    }
}

#[test]
fn every_problem_is_told_in_the_order_of_the_file() {
    let text =
        GOOD.replace("#b5502f", "red").replace("https://kiln.example", "*").replace("\"anna\"]", "\"ana\"]");
    let lines = read(text.as_bytes(), Purpose::Account);
    let places: Vec<&str> = lines.iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(places, ["f.json:4:15", "f.json:10:66", "f.json:15:15", "f.json:15:63"]);
}

#[test]
fn what_the_edge_says_gets_its_place() {
    let file = AccountFile::parse("f.json", GOOD.as_bytes(), Purpose::Account).unwrap();
    for (field, expected) in [
        ("chatflows[1].welcome", "f.json:18:5: too long [text_too_long]"),
        ("chatflows[1].consent.text", "f.json:20:46: too long [text_too_long]"),
        ("people", "f.json:6:13: too long [text_too_long]"),
        ("", "f.json:1:1: too long [text_too_long]"),
    ] {
        assert_eq!(file.told(field, "too long", "text_too_long"), expected, "{field}");
    }
}

#[test]
fn working_hours_are_times_of_day_and_no_ids() {
    // E39 H64
    let demo = std::fs::read_to_string(crate::place::root().join("www/demo-account.json")).unwrap();
    let with =
        |from: &str| read(demo.replacen("\"09:00\"", &format!("\"{from}\""), 1).as_bytes(), Purpose::Account);
    assert_eq!(with("00:00"), Vec::<String>::new());
    let said = with("9 o'clock").join("\n");
    assert!(said.contains("people[0].hours.week.monday[0].from") && said.contains("a time of day"), "{said}");
}
