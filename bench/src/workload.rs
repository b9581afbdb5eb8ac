//! What is decided in the benchmark: an account of so many rules, 10,000 addresses, 1,000 visitors.
//!
//! All made from one seed, so that every run and every machine measures the same. The mix of rules:
//!
//! | share | what |
//! |---|---|
//! | 40 % | `starts_with`, half of them with a final `/*` |
//! | 25 % | `contains` |
//! | 20 % | `is` |
//! | 10 % | `query` |
//! | 5 % | negative, only in chatflows for lists: elsewhere they win at once |
//!
//! Three to seven rules a chatflow, one rule in six an exclusion, 30 % of the chatflows with an audience (anonymous,
//! known, lists), 10 % with hide lists, a catch-all at the bottom. Rules speak of the same site map as the addresses.
//! The addresses are distinct, 105 bytes on average, half of them with a query. 40 % of the visitors are known, with up
//! to five lists.

use targeting::{Audience, Chatflow, Operator, Rule, Visitor, Who};

use crate::chance::Chance;
use crate::words::{HOSTS, LISTS, SECTIONS, SOURCES, WORDS};

/// How many addresses are decided.
pub(crate) const ADDRESSES: usize = 10_000;

/// How many visitors take turns.
const VISITORS: usize = 1_000;

/// The seed of everything. Another one gives another account of the same kind.
const SEED: u64 = 0x5041_524c_4f52;

/// Somebody looking at pages.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    known: bool,
    lists: Vec<&'static str>,
}

impl Person {
    /// As a decision takes them.
    pub(crate) fn visitor(&self) -> Visitor<'_> {
        Visitor { known: self.known, lists: &self.lists, ..Visitor::ANONYMOUS }
    }
}

/// Who looks at what: the same for accounts of every size.
#[derive(Debug)]
pub(crate) struct Views {
    /// Addresses as browsers serialise them.
    pub(crate) addresses: Vec<String>,
    people: Vec<Person>,
}

impl Views {
    /// The views of the benchmark.
    pub(crate) fn generate() -> Self {
        let addresses = (0..ADDRESSES).map(address).collect();
        let mut chance = Chance::new(SEED ^ 1);
        let people = (0..VISITORS).map(|_| person(&mut chance)).collect();
        Self { addresses, people }
    }

    /// Every `stride`th view.
    pub(crate) fn every(&self, stride: usize) -> impl Iterator<Item = (&str, &Person)> {
        // The stride of the people is prime to their number, so that everybody meets every kind of address.
        let people = (0..).step_by(7 * stride).map(|at: usize| &self.people[at % self.people.len()]);
        self.addresses.iter().step_by(stride).map(String::as_str).zip(people)
    }

    /// Bytes an address has on average.
    pub(crate) fn mean_length(&self) -> f64 {
        self.addresses.iter().map(String::len).sum::<usize>() as f64 / self.addresses.len() as f64
    }
}

/// An account of exactly so many rules, the last of them the catch-all.
pub(crate) fn account(rules: usize) -> Vec<Chatflow> {
    let mut chance = Chance::new(SEED ^ rules as u64);
    let mut site = Site { chance: &mut chance, pages: (2 * rules).max(2 * ADDRESSES) };
    let mut chatflows = Vec::new();
    let mut left = rules.saturating_sub(1);
    while left > 0 {
        let count = (3 + site.chance.below(5)).min(left);
        left -= count;
        chatflows.push(site.chatflow(chatflows.len(), count));
    }
    chatflows.push(Chatflow { include: vec![Rule::new(Operator::All, "")], ..Chatflow::new("catch-all") });
    chatflows
}

fn person(chance: &mut Chance) -> Person {
    if !chance.percent(40) {
        return Person { known: false, lists: Vec::new() };
    }
    let count = chance.below(6);
    Person { known: true, lists: (0..count).map(|_| *chance.one(&LISTS)).collect() }
}

/// The owner of a site, writing rules for its pages.
struct Site<'c> {
    chance: &'c mut Chance,
    pages: usize,
}

impl Site<'_> {
    fn chatflow(&mut self, number: usize, rules: usize) -> Chatflow {
        let who = match self.chance.below(100) {
            0..70 => Who::Everyone,
            70..78 => Who::Anonymous,
            78..86 => Who::Known,
            _ => Who::Lists,
        };
        let mut lists = |most: usize| -> Vec<String> {
            let count = 1 + self.chance.below(most);
            (0..count).map(|_| (*self.chance.one(&LISTS)).to_owned()).collect()
        };
        let is_for_lists = who == Who::Lists;
        let audience = Audience {
            lists: if is_for_lists { lists(3) } else { Vec::new() },
            who,
            hide_for_lists: Vec::new(),
        };
        let hide_for_lists =
            if self.chance.percent(10) { vec![(*self.chance.one(&LISTS)).to_owned()] } else { Vec::new() };
        let (mut include, mut exclude) = (Vec::new(), Vec::new());
        for _ in 0..rules {
            // The first is always an include rule; of the others a fifth excludes, which makes one in six of all.
            if !include.is_empty() && self.chance.percent(21) {
                exclude.push(self.positive());
            } else if is_for_lists && self.chance.percent(43) {
                include.push(self.negative());
            } else {
                include.push(self.positive());
            }
        }
        let audience = Audience { hide_for_lists, ..audience };
        Chatflow { include, exclude, audience, ..Chatflow::new(&format!("flow-{number}")) }
    }

    fn positive(&mut self) -> Rule {
        match self.chance.below(95) {
            0..40 => Rule::new(Operator::StartsWith, &self.prefix()),
            40..65 => Rule::new(Operator::Contains, &self.needle()),
            65..85 => Rule::new(Operator::Is, &self.page()),
            _ => self.query(),
        }
    }

    fn negative(&mut self) -> Rule {
        match self.chance.below(3) {
            0 => Rule::new(Operator::IsNot, &self.page()),
            1 => Rule::new(Operator::NotContains, &self.needle()),
            _ => Rule::new(Operator::NotStartsWith, &self.prefix()),
        }
    }

    /// Host and path of a page of the site.
    fn page(&mut self) -> String {
        let page = page(self.chance.below(self.pages));
        page.strip_prefix("https://").unwrap_or(&page).to_owned()
    }

    /// The beginning of a page's address, cut after a segment or within the name of the page.
    fn prefix(&mut self) -> String {
        let page = self.page();
        let segments: Vec<&str> = page.split('/').collect();
        let depth = match self.chance.below(100) {
            0..6 => 2,
            6..30 => 3,
            _ => 4,
        };
        let mut prefix = segments[..depth.min(segments.len())].join("/");
        if self.chance.percent(50) {
            prefix.push_str("/*");
        } else if depth == 4 {
            let name = prefix.rfind('-').unwrap_or(prefix.len());
            prefix.truncate(name);
        } else {
            prefix.push('/');
        }
        prefix
    }

    fn needle(&mut self) -> String {
        match self.chance.below(100) {
            0..3 => format!("/{}/", self.chance.one(&SECTIONS)),
            3..12 => format!("/{}/", self.chance.one(&WORDS)),
            12..70 => format!("{}-{}", self.chance.one(&WORDS), self.chance.one(&WORDS)),
            70..85 => format!("-{}", 10_000 + self.chance.below(90_000)),
            _ => format!("utm_campaign={}", campaign(self.chance)),
        }
    }

    fn query(&mut self) -> Rule {
        match self.chance.below(10) {
            0 => Rule::query("utm_source", Some(self.chance.one::<&str>(&SOURCES))),
            1 => Rule::query("q", None),
            2..8 => Rule::query("utm_campaign", Some(&campaign(self.chance))),
            _ => Rule::query("ref", Some(self.chance.one::<&str>(&WORDS))),
        }
    }
}

fn campaign(chance: &mut Chance) -> String {
    format!("{}-{}", chance.one(&WORDS), 10 + chance.below(90))
}

/// A page of the site map: the same page for the same number, whoever asks.
fn page(number: usize) -> String {
    let mut chance = Chance::new(SEED ^ 2 ^ ((number as u64) << 20));
    let chance = &mut chance;
    let mut page = format!(
        "https://{}/{}/{}/{}-{}",
        chance.one(&HOSTS),
        chance.one(&SECTIONS),
        chance.one(&WORDS),
        chance.one(&WORDS),
        chance.one(&WORDS),
    );
    if chance.percent(60) {
        page.push_str(&format!("-{}", chance.one(&WORDS)));
    }
    page.push_str(&format!("-{}", 10_000 + number));
    page
}

/// The address of a view: a page of the site map, half of the time with a query.
fn address(number: usize) -> String {
    let mut chance = Chance::new(SEED ^ 3 ^ ((number as u64) << 20));
    let chance = &mut chance;
    let mut address = page(number);
    if chance.percent(30) {
        address.push('/');
    }
    if chance.percent(50) {
        address.push_str(&format!("?utm_source={}&utm_campaign={}", chance.one(&SOURCES), campaign(chance)));
        if chance.percent(53) {
            address.push_str(&format!("&utm_medium=cpc&gclid={:08x}", number.wrapping_mul(0x9e37_79b1)));
        }
        if chance.percent(25) {
            address.push_str(&format!("&ref={}", chance.one(&WORDS)));
        }
        if chance.percent(15) {
            address.push_str(&format!("&q={}+{}", chance.one(&WORDS), chance.one(&WORDS)));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_distinct_and_as_long_as_said() {
        let views = Views::generate();
        let distinct: std::collections::BTreeSet<&String> = views.addresses.iter().collect();
        assert_eq!(distinct.len(), ADDRESSES);
        assert!((104.0..107.0).contains(&views.mean_length()), "{}", views.mean_length());
        let with_query = views.addresses.iter().filter(|address| address.contains('?')).count();
        assert!((4_800..5_200).contains(&with_query), "{with_query}");
    }

    #[test]
    fn an_account_has_the_mix_that_is_documented() {
        let account = account(10_000);
        let all = |chatflow: &Chatflow| chatflow.include.len() + chatflow.exclude.len();
        assert_eq!(account.iter().map(all).sum::<usize>(), 10_000);
        let rules: Vec<&Rule> =
            account.iter().flat_map(|chatflow| chatflow.include.iter().chain(&chatflow.exclude)).collect();
        let share = |ops: &[Operator]| {
            rules.iter().filter(|rule| ops.contains(&rule.op)).count() as f64 / rules.len() as f64 * 100.0
        };
        let about = |share: f64, wanted: f64| assert!((share - wanted).abs() < 1.5, "{share} for {wanted}");
        about(share(&[Operator::StartsWith]), 40.0);
        about(share(&[Operator::Contains]), 25.0);
        about(share(&[Operator::Is]), 20.0);
        about(share(&[Operator::Query]), 10.0);
        about(share(&[Operator::IsNot, Operator::NotContains, Operator::NotStartsWith]), 5.0);
        let excludes = account.iter().map(|chatflow| chatflow.exclude.len()).sum::<usize>();
        about(excludes as f64 / 100.0, 100.0 / 6.0);
        let with_audience = account.iter().filter(|chatflow| chatflow.audience.who != Who::Everyone).count();
        about(with_audience as f64 / account.len() as f64 * 100.0, 30.0);
    }
}
