use alloc::format;
use alloc::string::{String, ToString as _};

use proptest::prelude::*;

use super::*;

fn all(patterns: &[&str]) -> Redaction {
    let named = |pattern: &&str| Named { name: "Own".into(), pattern: (*pattern).into() };
    Redaction { cards: true, iban: true, patterns: patterns.iter().map(named).collect() }
}

/// By everything that can be switched on, with two patterns of an owner.
fn masked(text: &str) -> String {
    Masks::from(&all(&["KD-#####", "@@##??"])).mask(text).unwrap_or_else(|| text.to_string())
}

#[track_caller]
fn check(name: &str, text: &str, expected: &str) {
    assert_eq!(masked(text), expected, "{name}");
    assert_eq!(masked(expected), expected, "{name}, once more");
}

#[test]
fn numbers_are_masked() {
    // N20: name, what is written, what is kept of it
    for (name, text, expected) in [
        ("Visa", "4111111111111111", "••••••••••••1111"),
        ("grouped", "pay with 4111 1111 1111 1111 please", "pay with •••• •••• •••• 1111 please"),
        ("dashes", "4111-1111-1111-1111", "••••-••••-••••-1111"),
        ("dots", "4111.1111.1111.1111.", "••••.••••.••••.1111."),
        ("no-break blanks", "4111\u{a0}1111\u{202f}1111\u{a0}1111", "••••\u{a0}••••\u{202f}••••\u{a0}1111"),
        ("blank, dash, blank", "4111 - 1111 - 1111 - 1111", "•••• - •••• - •••• - 1111"),
        ("digit by digit", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "• • • • • • • • • • • • 1 1 1 1"),
        ("13 digits", "4222222222222", "•••••••••2222"),
        ("American Express", "3782 822463 10005", "•••• •••••• •0005"),
        ("Diners", "3056 930902 5904", "•••• •••••• 5904"),
        ("Mastercard, series 2", "2223003122003222", "••••••••••••3222"),
        ("19 digits", "6304000000000000000", "•••••••••••••••0000"),
        ("full width", "４１１１ １１１１ １１１１ １１１１", "•••• •••• •••• １１１１"),
        ("Arabic-Indic", "٤١١١١١١١١١١١١١١١", "••••••••••••١١١١"),
        ("Devanagari", "४१११११११११११११११", "••••••••••••११११"),
        ("two at once", "4111 1111 1111 1111 5555 5555 5555 4444", "•••• •••• •••• 1111 •••• •••• •••• 4444"),
        ("with its end and code", "4111111111111111 12/27 123", "••••••••••••1111 12/27 123"),
        ("with its code alone", "4111 1111 1111 1111 123", "•••• •••• •••• 1111 123"),
        ("behind another number", "order 17 4111 1111 1111 1111", "order 17 •••• •••• •••• 1111"),
        ("in a list", "• 4111 1111 1111 1111", "• •••• •••• •••• 1111"),
        ("stuck to a word", "card4111111111111111now", "card••••••••••••1111now"),
        (
            "in an address",
            "https://shop.test/pay?card=4111111111111111&x=1",
            "https://shop.test/pay?card=••••••••••••1111&x=1",
        ),
        ("between signs", "卡号4111111111111111。", "卡号••••••••••••1111。"),
        ("with a plus", "+4111111111111111", "+••••••••••••1111"),
        ("over lines", "4111111111111111\n5555555555554444", "••••••••••••1111\n••••••••••••4444"),
        ("German IBAN", "DE89 3704 0044 0532 0130 00", "DE•• •••• •••• •••• ••30 00"),
        ("IBAN unbroken", "to DE89370400440532013000, thanks", "to DE••••••••••••••••3000, thanks"),
        ("IBAN in small letters", "gb82 west 1234 5698 7654 32", "gb•• •••• •••• •••• ••54 32"),
        ("the shortest IBAN", "NO9386011117947", "NO•••••••••7947"),
        (
            "the longest IBAN",
            "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
            "MT•• •••• •••• •••• •••• •••• •••0 01S",
        ),
        ("IBAN before words", "BE68 5390 0754 7034 is ours", "BE•• •••• •••• 7034 is ours"),
        ("own", "I am KD-12345.", "I am ••-•••••."),
        ("own in small letters", "kd-12345", "••-•••••"),
        ("own in other digits", "KD-١٢٣٤٥", "••-•••••"),
        ("own beside signs", "会员KD-12345号", "会员••-•••••号"),
        ("own with letters", "ab12c9 and ÄÖ34zz", "•••••• and ••••••"),
    ] {
        check(name, text, expected);
    }
}

#[test]
fn what_is_no_such_number_stays() {
    // N20: name, what is written
    for (name, text) in [
        ("nothing", ""),
        ("words", "How much is a kiln? 🙂"),
        ("an order that fails the check", "order 4111111111111112"),
        ("an order of 16 digits", "1234 5678 9012 3456"),
        ("12 digits", "411111111111"),
        ("20 digits", "41111111111111111111"),
        ("a phone number", "+49 170 1234567"),
        ("a long phone number that passes the check", "+4512 3456 7890 123"),
        ("a national phone number", "0170 1234567"),
        ("an international prefix", "0049 1511 2345678"),
        ("a moment in ms", "1700000000000 1795219200004"),
        ("a day and a time", "2026-11-23 04.30.18 and 20261123043018"),
        ("a version", "10.15.7.1 and 1.2.3"),
        ("zeros", "0000 0000 0000 0000"),
        ("a long number in an address", "https://kiln.test/items/98765432109876543"),
        ("over two lines", "4111 1111\n1111 1111"),
        ("an IBAN with a wrong check", "DE88 3704 0044 0532 0130 00"),
        ("an IBAN within a word", "xDE89370400440532013000"),
        ("own, but longer", "KD-123456 and XKD-12345"),
        ("own, but shorter", "KD-1234"),
        ("own in other words", "a12b34 or abc123"),
    ] {
        check(name, text, text);
    }
}

#[test]
fn only_what_is_switched_on_is_masked() {
    // N20
    let text = "4111111111111111 BE68539007547034 KD-12345";
    let with = |redaction: &Redaction| Masks::from(redaction).mask(text);
    assert_eq!(with(&Redaction::default()).unwrap(), "••••••••••••1111 BE68539007547034 KD-12345");
    let iban = Redaction { cards: false, iban: true, patterns: Vec::new() };
    assert_eq!(with(&iban).unwrap(), "4111111111111111 BE••••••••••7034 KD-12345");
    let own = Redaction { cards: false, iban: false, ..all(&["KD-#####"]) };
    assert_eq!(with(&own).unwrap(), "4111111111111111 BE68539007547034 ••-•••••");
    let nothing = Redaction { cards: false, iban: false, patterns: Vec::new() };
    assert_eq!(with(&nothing), None);
}

#[test]
fn a_browser_is_told_what_differs_from_the_usual() {
    // N20
    let nothing = Redaction { cards: false, iban: false, patterns: Vec::new() };
    for (redaction, wire) in [
        (Redaction::default(), None),
        (nothing, Some("")),
        (Redaction { cards: true, iban: true, patterns: Vec::new() }, Some("ci")),
        (all(&["KD-#####", "## ## ##"]), Some("ci\nKD-#####\n## ## ##")),
    ] {
        let told = redaction.to_wire();
        assert_eq!(told.as_deref(), wire);
        assert_eq!(Masks::from_wire(told.as_deref()), Masks::from(&redaction), "{wire:?}");
    }
    // What an older browser does not understand is left out.
    assert_eq!(Masks::from_wire(Some("cz\n#")), Masks::from(&Redaction::default()));
}

#[test]
fn what_is_saved_is_judged() {
    // N20: patterns, and what is wrong with the last one
    use PatternInvalid::{Character, Edge, NoDigit, TooLong, TooShort};
    let long = "#".repeat(pattern::CHARS + 1);
    for (pattern, why) in [
        ("KD-#####", None),
        ("  ####  ", None),
        ("1234", None),
        ("AB1?", None),
        ("会员#@", None),
        (&"#".repeat(pattern::CHARS), None),
        ("", Some(TooShort { got: 0 })),
        ("###", Some(TooShort { got: 3 })),
        ("#-#-#", Some(TooShort { got: 3 })),
        ("@@@@", Some(NoDigit)),
        ("????", Some(NoDigit)),
        ("-####", Some(Edge)),
        ("####.", Some(Edge)),
        ("##\n##", Some(Character)),
        ("##•##", Some(Character)),
        (&long, Some(TooLong { got: 65 })),
    ] {
        let wrong = why.map(|why| Invalid::Pattern { at: 1, why });
        assert_eq!(all(&["####", pattern]).check().err(), wrong, "{pattern:?}");
    }
    let many = all(&["####"; PATTERNS + 1]);
    assert_eq!(many.check(), Err(Invalid::TooMany { got: PATTERNS + 1 }));
    assert_eq!(all(&["####"; PATTERNS]).check(), Ok(()));
    for (name, got) in [("", 0), (" ", 0), (&*"ü".repeat(NAME_CHARS + 1), NAME_CHARS + 1)] {
        let mut one = all(&["####"]);
        one.patterns[0].name = name.into();
        assert_eq!(one.check(), Err(Invalid::Name { at: 0, got }), "{name:?}");
    }
    assert_eq!(many.check().unwrap_err().to_string(), "at most 20 patterns, got 21");
}

#[test]
fn an_example_is_what_its_pattern_finds() {
    for pattern in ["KD-#####", "@@##??", "1234", "# ? @ #"] {
        let example = pattern::example(pattern);
        let found = Masks::from(&Redaction { cards: false, iban: false, ..all(&[pattern]) }).mask(&example);
        assert!(found.is_some_and(|masked| !masked.chars().any(is_word)), "{example}");
    }
}

#[test]
fn a_mask_is_seen() {
    for (text, seen) in [
        ("•••• 1111", true),
        ("••-•••••", true),
        ("• one\n• two\n• three\n• four", false),
        ("••", false),
        ("Hi", false),
    ] {
        assert_eq!(is_masked(text), seen, "{text}");
    }
}

/// A number whose last digit makes the check right.
fn luhn(digits: &[u8]) -> String {
    let plain: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let double = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let weigh = |(at, digit): (usize, &u8)| u32::from(if at % 2 == 0 { double(*digit) } else { *digit });
    let sum: u32 = digits.iter().rev().enumerate().map(weigh).sum();
    format!("{plain}{}", (10 - sum % 10) % 10)
}

fn an_iban(country: &str, account: &str) -> String {
    let count = |sum: u32, c: char| match c.to_digit(36) {
        Some(value) if value < 10 => (sum * 10 + value) % 97,
        value => (sum * 100 + value.unwrap_or(0)) % 97,
    };
    let sum = account.chars().chain(country.chars()).chain("00".chars()).fold(0, count);
    format!("{country}{:02}{account}", 98 - sum)
}

/// Text of what masks look at, most of it no number at all.
fn texts() -> impl Strategy<Value = String> {
    let number = prop::collection::vec(0_u8..10, 12..19).prop_map(|mut digits| {
        digits[0] = 4;
        luhn(&digits)
    });
    let account = "[0-9A-Z]{11,30}".prop_map(|account| an_iban("DE", &account));
    let piece = prop_oneof![
        4 => "[0-9]{1,5}",
        2 => number,
        1 => account,
        1 => "KD-[0-9]{5}",
        3 => "[A-Za-zÄ会•١-٣+/ .\n-]{1,4}",
        2 => Just(" ".to_string()),
        1 => "•{1,14}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn masking_twice_is_masking_once(text in texts()) {
        // N20
        let once = masked(&text);
        prop_assert_eq!(masked(&once), once);
    }

    #[test]
    fn everything_but_letters_and_digits_stays_where_it_was(text in texts()) {
        // N20
        let after = masked(&text);
        prop_assert_eq!(text.chars().count(), after.chars().count());
        for (before, after) in text.chars().zip(after.chars()) {
            prop_assert!(before == after || (is_word(before) && after == MASK), "{} {}", before, after);
        }
        prop_assert!(may_be_masked(&text) || text == after);
    }

    #[test]
    fn a_card_number_is_never_left(
        mut digits in prop::collection::vec(0_u8..10, 12..19),
        first in 3_u8..7,
        gap in "[ .-]?",
        by in 1_usize..6,
        (before, after) in ("[a-z ]{0,5}:", "[,;!] ?[0-9a-z ]{0,6}"),
    ) {
        // N20
        digits[0] = first;
        let number = luhn(&digits);
        let written: Vec<&str> = number.as_bytes().chunks(by).map(|group| core::str::from_utf8(group).unwrap()).collect();
        let text = format!("{before}{}{after}", written.join(&gap));
        let only: String = masked(&text).chars().filter(char::is_ascii_digit).collect();
        prop_assert!(!only.contains(&number), "{} in {}", number, text);
        prop_assert!(masked(&text).contains(MASK));
    }

    #[test]
    fn an_iban_is_never_left(account in "[0-9]{11,26}", by in 4_usize..7, gap in " ?") {
        // N20: its first four characters are written together
        let number = an_iban("DE", &account);
        let written: Vec<&str> = number.as_bytes().chunks(by).map(|group| core::str::from_utf8(group).unwrap()).collect();
        let after = masked(&written.join(&gap));
        prop_assert!(after.starts_with("DE•"), "{}", after);
        prop_assert_eq!(after.chars().filter(|c| *c == MASK).count(), number.len() - 6);
    }
}
