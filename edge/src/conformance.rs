//! Cases of the conformance suite, decided by the engine that page views get (N2).
//!
//! A way in for proving that this place decides like every other. Knows no account, and touches no storage.

use protocol::conformance::{Conformance, Question, Records};
use targeting::{OwnedBook, PageUrl, compile, decide, record};

use crate::error::Error;

/// Compiles, decides and writes the record of every case.
///
/// # Errors
/// A fault, were a compiled book not readable.
pub fn answer(asked: Conformance) -> Result<Records, Error> {
    let records: Result<Vec<String>, Error> = asked.cases.iter().map(decided).collect();
    Ok(Records { records: records? })
}

fn decided(question: &Question) -> Result<String, Error> {
    let book = OwnedBook::read(compile(&question.chatflows).bytes)
        .map_err(|error| Error::fault("a book of the conformance suite", error))?;
    let page = PageUrl::parse(&question.url);
    Ok(question.visitor.with(|visitor| {
        let decision = decide(&book.book(), &page, visitor);
        record(&book.book(), &page, visitor, &decision)
    }))
}

#[cfg(test)]
mod tests {
    use targeting::{Chatflow, VisitorFacts};

    use super::*;

    #[test]
    fn every_case_has_its_record() {
        // N2
        let question = |chatflows| Question {
            chatflows,
            url: "https://www.example.com/".into(),
            visitor: VisitorFacts::default(),
        };
        let cases = vec![question(vec![Chatflow::new("w")]), question(Vec::new())];
        let records = answer(Conformance { cases }).unwrap().records;
        assert_eq!(records.len(), 2);
        assert!(records[0].ends_with(".a.w.e") && records[1].ends_with(".a.-.-"), "{records:?}");
    }
}
