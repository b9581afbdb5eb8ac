//! Books that somebody made by hand, with a right checksum: what an index claims of a rule has to be so, or the book is
//! refused.

use targeting::{BookError, Chatflow, Operator, Rule, RuleBook, compile};

/// Enough rules for an index, of every kind that it can hold.
fn account() -> Vec<Chatflow> {
    let rules = (0..12).flat_map(|n| {
        [
            Rule::new(Operator::Is, &format!("www.shop-{n}.example/basket")),
            Rule::new(Operator::StartsWith, &format!("www.shop-{n}.example/sale/of-")),
            Rule::new(Operator::Contains, &format!("/article-{n}-of-many")),
            Rule::new(Operator::NotContains, &format!("/nobody-{n}")),
            Rule::query("campaign", Some(&format!("autumn-{n}"))),
        ]
    });
    // Nobody is in the list: else the negative rules would win every page.
    rules
        .enumerate()
        .map(|(n, rule)| {
            let mut chatflow =
                Chatflow { include: vec![rule.clone()], ..Chatflow::new(&format!("chatflow-{n}")) };
            if rule.op == Operator::NotContains {
                chatflow.audience.who = targeting::Who::Lists;
                chatflow.audience.lists = vec!["vip".into()];
            }
            chatflow
        })
        .collect()
}

fn number(bytes: &[u8], at: usize) -> usize {
    bytes[at..at + 4].try_into().map(u32::from_le_bytes).expect("four bytes") as usize
}

/// Where the index has its entries, and how many they are.
fn entries(bytes: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let index = number(bytes, 32);
    let (buckets, count) = (number(bytes, index + 4), number(bytes, index + 8));
    (0..count).map(move |entry| index + 32 + buckets * 4 + entry * 16)
}

fn seal(bytes: &mut [u8]) {
    let checksum = bytes[..8].iter().chain(&bytes[16..]).fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    bytes[8..16].copy_from_slice(&checksum.to_le_bytes());
}

fn forged(bytes: &[u8], change: impl FnOnce(&mut [u8])) -> Result<(), BookError> {
    let mut bytes = bytes.to_vec();
    change(&mut bytes);
    seal(&mut bytes);
    RuleBook::read(&bytes).map(drop)
}

#[test]
fn what_an_index_claims_of_a_rule_is_so_or_the_book_is_refused() {
    let bytes = compile(&account()).bytes;
    assert_eq!(forged(&bytes, |_| ()), Ok(()), "as it was made");
    let mut tried = 0;
    for at in entries(&bytes) {
        // How it is found: anchored, proven, for whom, and what no version knows. Leaving out that nothing may follow is
        // no claim.
        for bit in [1, 2, 4, 8, 16, 32, 64, 128] {
            let is_less = bit == 8 && bytes[at + 14] & 8 != 0;
            let expected = if is_less { Ok(()) } else { Err(BookError::Damaged) };
            assert_eq!(forged(&bytes, |bytes| bytes[at + 14] ^= bit), expected, "{bit} of {at}");
            tried += 1;
        }
        // The rule of another chatflow, and another chatflow for the rule.
        for place in [4, 8] {
            assert_eq!(forged(&bytes, |bytes| bytes[at + place] ^= 1), Err(BookError::Damaged), "{at}");
        }
    }
    assert!(tried >= 60 * 8);
}

/// The book that a search found: an entry claimed that bytes of an address prove a rule, which compares more than those.
#[test]
fn a_forged_proof_is_refused() {
    let found = include_bytes!("../fuzz/corpus/book/forged-proof");
    assert_eq!(forged(found, |_| ()), Err(BookError::Damaged));
    assert_eq!(BookError::Damaged.to_string(), "damaged rule book");
}
