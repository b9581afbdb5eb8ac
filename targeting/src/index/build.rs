//! Making the index of a book.
//!
//! Files every include rule of every enabled chatflow under what a matching page must hold: a fingerprint of host and
//! path, of a query parameter, or the four bytes of its text that are rarest in this account. Deterministic: the same
//! book always gets the same index.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};

use super::{Fingerprint, NONE, Of, gram, spread};
use crate::{
    audience::Who,
    book::RuleBook,
    disputes,
    rule::{Kind, Rule, flag},
};

/// Below so many include rules, asking each is as fast.
pub(crate) const WORTH_IT: usize = 16;

/// Most rules in one bucket of grams; what does not fit is always asked. A page repeats a gram as often as it likes.
const BUCKET: usize = 32;

/// Four bytes that stand in nearly every address.
const EVERYWHERE: [&[u8; 4]; 10] =
    [b"http", b"ttps", b"tps:", b"ps:/", b"s://", b"://w", b"//ww", b"/www", b"www.", b".com"];

/// An index, as the bytes that follow a book's text.
pub(crate) fn build(book: &RuleBook<'_>) -> Vec<u8> {
    let mut atoms = Atoms::of(book);
    let mut filed = Filed::new(&atoms);
    for atom in 0..atoms.rules.len() {
        atoms.is_filed[atom] = filed.file(atom, &atoms.rules[atom].1);
    }
    let always = Always::of(book, &atoms);
    write(book, &atoms, filed, always)
}

/// A chatflow by rank, and a rule row or [`NONE`].
type Asked = (u32, u32);

/// What makes two rules the same question.
type Same<'a> = (u8, u8, u16, &'a [u8], [usize; 3]);

struct Atoms<'a> {
    /// Row in the book, and the rule.
    rules: Vec<(usize, Rule<'a>)>,
    /// Ranks of the chatflows that include it, ascending.
    postings: Vec<Vec<u32>>,
    /// Which atom an include rule of the book is, by its row.
    by_row: BTreeMap<usize, usize>,
    is_filed: Vec<bool>,
}

impl<'a> Atoms<'a> {
    fn of(book: &RuleBook<'a>) -> Self {
        let (mut rules, mut postings, mut by_row) = (Vec::new(), Vec::<Vec<u32>>::new(), BTreeMap::new());
        let mut known: BTreeMap<Same<'a>, usize> = BTreeMap::new();
        for (rank, chatflow) in (0..).zip(book.chatflows()) {
            if !chatflow.is_enabled() {
                continue;
            }
            for (row, rule) in chatflow.include_rows().zip(chatflow.includes()) {
                if rule.kind == Kind::Inert {
                    continue;
                }
                let same = (rule.op as u8, rule.kind as u8, rule.flags, rule.text, rule.cuts);
                let atom = *known.entry(same).or_insert_with(|| {
                    rules.push((row, rule));
                    postings.push(Vec::new());
                    rules.len() - 1
                });
                by_row.insert(row, atom);
                if postings[atom].last() != Some(&rank) {
                    postings[atom].push(rank);
                }
            }
        }
        let is_filed = vec![false; rules.len()];
        Self { rules, postings, by_row, is_filed }
    }
}

/// Rules under keys.
struct Filed {
    /// How often each gram occurs in the account's rules, by a hash of it.
    counts: Vec<u32>,
    buckets: BTreeMap<u32, Vec<(u32, u32)>>,
    queries: Vec<u32>,
}

impl Filed {
    fn new(atoms: &Atoms<'_>) -> Self {
        let mut filed = Self { counts: vec![0; 1 << 16], buckets: BTreeMap::new(), queries: Vec::new() };
        for (_, rule) in &atoms.rules {
            for (_, gram) in grams(rule) {
                filed.counts[slot(gram)] += 1;
            }
        }
        for everywhere in EVERYWHERE {
            filed.counts[slot(gram(*everywhere))] = u32::MAX;
        }
        filed
    }

    /// Files a rule; `false` where only asking it helps.
    fn file(&mut self, atom: usize, rule: &Rule<'_>) -> bool {
        let atom = atom as u32;
        if rule.op.is_negative() {
            return false;
        }
        match rule.kind {
            Kind::All | Kind::Inert | Kind::Regex => false,
            Kind::Is | Kind::Below => {
                let [host, path, ..] = rule.parts();
                let start = Fingerprint::new().extend(host);
                let any_host = rule.flags & flag::ANY_HOST != 0;
                let of = |path, host| if any_host { path } else { host };
                let same = start.extend(disputes::comparable_path(path)).key(of(Of::Path, Of::HostAndPath));
                self.enter(same, (atom, 0));
                if rule.kind == Kind::Below {
                    self.enter(start.extend(path).key(of(Of::Below, Of::HostAndBelow)), (atom, 0));
                }
                true
            }
            Kind::Query => {
                let (name, value) = rule.parameter();
                let start = Fingerprint::new().extend(name);
                let key = match value {
                    Some(value) => start.extend(b"=").extend(value).key(Of::NameAndValue),
                    None => start.key(Of::Name),
                };
                self.enter(key, (atom, 0));
                self.queries.push(atom);
                true
            }
            Kind::StartsWith | Kind::Contains | Kind::ContainsSegment | Kind::Wildcard => {
                let mut choices: Vec<_> =
                    grams(rule).map(|(offset, gram)| (self.counts[slot(gram)], offset, gram)).collect();
                choices.sort_unstable();
                let has_room = |gram: &u32| self.buckets.get(gram).is_none_or(|bucket| bucket.len() < BUCKET);
                let Some((_, offset, gram)) = choices.into_iter().find(|(.., gram)| has_room(gram)) else {
                    return false;
                };
                // A piece of a wildcard may stand anywhere.
                let offset = if rule.kind == Kind::Wildcard { 0 } else { offset };
                self.enter(gram, (atom, offset));
                true
            }
        }
    }

    fn enter(&mut self, key: u32, entry: (u32, u32)) {
        self.buckets.entry(key).or_default().push(entry);
    }
}

fn slot(gram: u32) -> usize {
    spread(gram) as usize & 0xffff
}

/// The grams that every page has which the rule matches, with their offsets in the rule's text.
fn grams<'r>(rule: &'r Rule<'_>) -> impl Iterator<Item = (u32, u32)> + use<'r> {
    let text = match rule.kind {
        Kind::StartsWith | Kind::Contains => rule.text,
        Kind::ContainsSegment => rule.text.get(..rule.cuts[0]).unwrap_or_default(),
        // A host without a path is compared in lower case, so its own bytes need not stand in the address.
        Kind::Wildcard if rule.flags & flag::NO_SLASH == 0 => rule.text,
        _ => &[],
    };
    let is_wildcard = rule.kind == Kind::Wildcard;
    (0..).zip(text.windows(4)).filter_map(move |(offset, bytes)| {
        let bytes = *bytes.first_chunk::<4>()?;
        // A wildcard may skip the page's query, so nothing of it reaches over a `#`.
        let is_apart = is_wildcard && (bytes.contains(&b'*') || bytes[1..].contains(&b'#'));
        (!is_apart && bytes.is_ascii()).then_some((offset, gram(bytes)))
    })
}

/// What is asked whatever the page, by audience.
struct Always {
    /// Everyone, anonymous, known, then one per list.
    classes: Vec<Vec<Asked>>,
    /// A list row of the book for each class after the third, in the order of their ids.
    lists: Vec<usize>,
}

impl Always {
    fn of(book: &RuleBook<'_>, atoms: &Atoms<'_>) -> Self {
        let mut classes = vec![Vec::new(); 3];
        let mut by_list: BTreeMap<&[u8], (usize, Vec<Asked>)> = BTreeMap::new();
        for (rank, chatflow) in (0..).zip(book.chatflows()) {
            if !chatflow.is_enabled() {
                continue;
            }
            let mut asked: Vec<Asked> = Vec::new();
            if chatflow.includes().len() == 0 && disputes::EMPTY_INCLUDE_IS_EVERYWHERE {
                asked.push((rank, NONE));
            }
            let rows: BTreeSet<usize> = chatflow.include_rows().collect();
            for row in rows {
                if atoms.by_row.get(&row).is_some_and(|&atom| !atoms.is_filed[atom]) {
                    asked.push((rank, row as u32));
                }
            }
            match chatflow.who() {
                Who::Everyone => classes[0].extend(asked),
                Who::Anonymous => classes[1].extend(asked),
                Who::Known => classes[2].extend(asked),
                Who::Lists => {
                    for (row, list) in chatflow.list_rows().zip(chatflow.lists()) {
                        by_list.entry(list).or_insert((row, Vec::new())).1.extend(&asked);
                    }
                }
                Who::Unknown => {}
            }
        }
        let mut lists = Vec::new();
        for (row, asked) in by_list.into_values() {
            lists.push(row);
            classes.push(asked);
        }
        Self { classes, lists }
    }
}

fn write(book: &RuleBook<'_>, atoms: &Atoms<'_>, filed: Filed, always: Always) -> Vec<u8> {
    debug_assert!(!book.is_empty());
    let mut postings = Vec::new();
    let mut atom_rows = Vec::new();
    for ((row, _), ranks) in atoms.rules.iter().zip(&atoms.postings) {
        atom_rows.extend([*row as u32, postings.len() as u32, ranks.len() as u32]);
        postings.extend(ranks);
    }
    let (mut class_rows, mut always_rows) = (Vec::new(), Vec::new());
    for class in &always.classes {
        class_rows.extend([(always_rows.len() / 2) as u32, class.len() as u32]);
        always_rows.extend(class.iter().flat_map(|(rank, rule)| [*rank, *rule]));
    }
    let lists: Vec<u32> = always.lists.iter().map(|row| *row as u32).collect();
    let best = |atom: u32| atoms.postings[atom as usize].first().copied();
    let mut queries = filed.queries;
    queries.sort_by_key(|atom| best(*atom));

    let slots = (filed.buckets.len() * 2).next_power_of_two();
    let grams = filed.buckets.keys().filter(|key| **key < 0x8000_0000).count();
    let mut filter = vec![0_u8; (grams * 2).next_power_of_two().max(64)];
    let mut bucket_rows = vec![[0_u32; 3]; if filed.buckets.is_empty() { 0 } else { slots }];
    let mut entries = Vec::new();
    for (key, mut bucket) in filed.buckets {
        bucket.sort_by_key(|(atom, offset)| (best(*atom), *atom, *offset));
        let mut at = spread(key) as usize & (slots - 1);
        while bucket_rows[at][2] != 0 {
            at = (at + 1) & (slots - 1);
        }
        bucket_rows[at] = [key, (entries.len() / 2) as u32, bucket.len() as u32];
        entries.extend(bucket.iter().flat_map(|(atom, offset)| [*atom, *offset]));
        if key < 0x8000_0000 {
            let bit = spread(key) as usize & (filter.len() * 8 - 1);
            filter[bit / 8] |= 1 << (bit % 8);
        }
    }

    let buckets: Vec<u32> = bucket_rows.into_iter().flatten().collect();
    let tables = [&atom_rows, &postings, &class_rows, &lists, &always_rows, &queries, &buckets, &entries];
    let mut bytes = Vec::new();
    for (table, row) in tables.iter().zip(super::ROWS) {
        bytes.extend(((table.len() * 4 / row) as u32).to_le_bytes());
    }
    bytes.extend((filter.len() as u32).to_le_bytes());
    for table in tables {
        bytes.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    }
    bytes.extend(filter);
    bytes
}
