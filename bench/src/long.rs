//! Addresses of 8 KB, and rules made to be slow with them.
//!
//! Every case is the cheapest way we know to make one account expensive for everybody: needles that begin to match at
//! thousands of places, that match and lead nowhere, or that share whatever an index looks for.

use std::iter::repeat_n;

use targeting::{Audience, Chatflow, Operator, Rule, Who};

use crate::chance::Chance;
use crate::workload;

/// How long the address is, in bytes.
const LENGTH: usize = 8_192;

/// How many hostile rules an account has.
const RULES: usize = 500;

/// An account, and the address that is worst for it.
pub(crate) struct Case {
    /// What the table says.
    pub(crate) name: &'static str,
    /// What a decision may take, in nanoseconds: what is promised, and what we aim for.
    pub(crate) goal: f64,
    /// See `goal`.
    pub(crate) aim: f64,
    /// The account.
    pub(crate) account: Vec<Chatflow>,
    /// The address.
    pub(crate) address: String,
    /// Whether somebody known looks, or somebody unknown.
    pub(crate) is_known: bool,
}

/// All cases: the ordinary account first.
pub(crate) fn cases() -> Vec<Case> {
    let mut chance = Chance::new(0x4c4f_4e47);
    let ordinary = |name, address| Case {
        name,
        goal: 15_000.0,
        aim: 9_000.0,
        account: workload::account(1_000),
        address,
        is_known: false,
    };
    let mut cases = vec![
        ordinary("1,000 ordinary rules; a long token", with_token(&mut chance)),
        ordinary("1,000 ordinary rules; hundreds of the site's words", of_words()),
    ];
    let mut hostile = |name, account, text: String, is_known| {
        let address = of_length(text);
        cases.push(Case { name, goal: 1_000_000.0, aim: 200_000.0, account, address, is_known });
    };
    let contains = |texts: Vec<String>| -> Vec<Rule> {
        texts.iter().map(|text| Rule::new(Operator::Contains, text)).collect()
    };
    let runs = || contains((0..RULES).map(|at| "a".repeat(8 + at)).collect());
    let all_a = || "a".repeat(LENGTH);

    hostile("matching everywhere, for lists nobody is in", each(&runs(), &for_lists()), all_a(), true);
    hostile(
        "matching everywhere, for known visitors, seen by others",
        each(&runs(), &for_known()),
        all_a(),
        false,
    );
    let mut excluded = each(&runs(), &for_known());
    for chatflow in &mut excluded {
        chatflow.exclude.push(Rule::new(Operator::Contains, "aaab"));
    }
    let with_exclusion = format!("{}b", "a".repeat(LENGTH - 40));
    hostile("matching everywhere, for known visitors, all excluded", excluded, with_exclusion, true);

    let periodic = (0..RULES).map(|at| format!("{}{}", "ab".repeat(4 + at / 2), ["aa", "bb"][at % 2]));
    hostile(
        "periodic, never matching",
        each(&contains(periodic.collect()), &Audience::default()),
        "ab".repeat(LENGTH),
        false,
    );

    let late = (0..RULES).map(|at| format!("{}b{}", "a".repeat(40), "a".repeat(1 + at)));
    hostile(
        "missing by the last letter",
        each(&contains(late.collect()), &Audience::default()),
        all_a(),
        false,
    );

    let of_two =
        |chance: &mut Chance, length| -> String { (0..length).map(|_| *chance.one(&['a', 'b'])).collect() };
    let grams: Vec<String> = (0..RULES).map(|_| of_two(&mut chance, 48)).collect();
    let text = of_two(&mut chance, LENGTH);
    hostile(
        "distinct, made of the same sixteen 4-grams",
        each(&contains(grams), &Audience::default()),
        text,
        false,
    );

    let short = (0..RULES).map(|at| format!("{}{}", ["q", "x", "z"][at % 3], ["a", "b"][at % 2]));
    hostile(
        "two letters long",
        each(&contains(short.collect()), &Audience::default()),
        "qxz".repeat(LENGTH),
        false,
    );

    let prefixes = (0..RULES).map(|at| {
        Rule::new(Operator::StartsWith, &format!("www.kiln-and-clay.example/{}b", "a".repeat(64 + at)))
    });
    hostile(
        "prefixes with a long common beginning",
        each(&prefixes.collect::<Vec<_>>(), &Audience::default()),
        all_a(),
        false,
    );

    let wildcards = (0..RULES)
        .map(|at| Rule::new(Operator::MatchesWildcard, &format!("*{}b*", "a*".repeat(8 + at % 24))));
    hostile(
        "wildcards, many stars",
        each(&wildcards.collect::<Vec<_>>(), &Audience::default()),
        all_a(),
        false,
    );

    let stretches =
        (0..RULES).map(|at| Rule::new(Operator::MatchesWildcard, &format!("*{}b", "a".repeat(40 + at))));
    hostile(
        "wildcards, long stretches",
        each(&stretches.collect::<Vec<_>>(), &Audience::default()),
        all_a(),
        false,
    );

    let parameters = (0..RULES).map(|at| Rule::query("a", Some(&format!("x{at}"))));
    hostile(
        "one parameter, thousands of times",
        each(&parameters.collect::<Vec<_>>(), &Audience::default()),
        format!("p?{}", "a=x&".repeat(LENGTH)),
        false,
    );
    cases
}

/// A chatflow for each rule.
fn each(rules: &[Rule], audience: &Audience) -> Vec<Chatflow> {
    let chatflow = |(at, rule): (usize, &Rule)| Chatflow {
        include: vec![rule.clone()],
        audience: audience.clone(),
        ..Chatflow::new(&format!("flow-{at}"))
    };
    rules.iter().enumerate().map(chatflow).collect()
}

fn for_lists() -> Audience {
    Audience { who: Who::Lists, lists: vec!["nobody".to_owned()], hide_for_lists: Vec::new() }
}

fn for_known() -> Audience {
    Audience { who: Who::Known, ..Audience::default() }
}

/// A page's address with what a sign-in or an advertiser puts behind it. It meets the catch-all only.
fn with_token(chance: &mut Chance) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut address = "https://www.kiln-and-clay.example/sign-in/return?state=".to_owned();
    while address.len() < LENGTH {
        address.push(char::from(*chance.one(LETTERS)));
    }
    address
}

/// A page's address that is this long because of its path and query, all made of the words that rules are made of.
fn of_words() -> String {
    let views = workload::Views::generate();
    let mut address = views.addresses[0].split(['?', '#']).next().unwrap_or_default().to_owned();
    for (at, other) in views.addresses.iter().enumerate().skip(1) {
        let tail = other.splitn(4, '/').nth(3).unwrap_or_default();
        let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
        match address.len() {
            0..4_000 => address.push('/'),
            _ if address.contains('?') => address.push('&'),
            _ => address.push('?'),
        }
        if address.contains('?') {
            address.push_str(if query.is_empty() { "page=1" } else { query });
        } else {
            address.push_str(path.trim_end_matches('/'));
        }
        if address.len() > LENGTH || at > 1_000 {
            break;
        }
    }
    address.truncate(LENGTH);
    address
}

/// An address with this text as its path, filled up or cut to the length.
fn of_length(text: String) -> String {
    let mut address = format!("https://www.kiln-and-clay.example/{text}");
    let missing = LENGTH.saturating_sub(address.len());
    if address.ends_with('b') {
        // What stands at the end is to stay there.
        address.insert_str("https://www.kiln-and-clay.example/".len(), &"a".repeat(missing));
    } else {
        address.extend(repeat_n('a', missing));
    }
    address.truncate(LENGTH);
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use targeting::PageUrl;

    #[test]
    fn addresses_are_normal_and_as_long_as_said() {
        for case in cases() {
            assert_eq!(case.address.len(), LENGTH, "{}", case.name);
            assert_eq!(PageUrl::from_browser(&case.address).as_str(), case.address, "{}", case.name);
        }
    }
}
