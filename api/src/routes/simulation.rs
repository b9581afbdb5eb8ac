//! Trying targeting out, and explaining a live page. Nothing here changes anything.

use protocol::code::Code;
use protocol::simulation::{
    Cover, Coverage, ExplainLink, ExplainPage, NewExplainLink, PageExplained, Simulate, Simulation,
};

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let trying = |path, id, summary| {
        // Asked with proof although it changes nothing: an address in it may be personal, and so is the answer.
        Operation::post(path, id, summary).belongs_to(Tag::Chatflows, Access::Change)
    };
    vec![
        trying("/api/chatflows/simulate", "simulate", "Which chatflow a page view would get, and why")
            .about(
                "Every chatflow with the one reason that settled it, rule by rule; with an edit that is not saved, and \
                 for the id of a decision on a live page, whether the rules of that moment give the same again. \
                 Availability is no reason: a chatflow is shown whether somebody is there or not. The address is \
                 neither stored nor logged.",
            )
            .takes::<Simulate>()
            .answers::<Simulation>("The trace.")
            .refuses(&[Code::TextTooLong]),
        trying("/api/chatflows/coverage", "coverage", "Which page of a site gets what")
            .about(
                "Of a list, of the text of a sitemap, or of a sitemap on one of the account's own sites, which the edge \
                 fetches: at most 20 files, 5 MB each, within 10 seconds, and nothing inside a private network. The \
                 body may have 10 MB.",
            )
            .takes::<Cover>()
            .answers::<Coverage>("Page by page, as things are saved and with the edit.")
            .refuses(&[Code::SitemapUnreadable, Code::TextTooLong]),
        trying("/api/chatflows/explain-link", "explainLink", "A link that explains a live page")
            .about("Whoever follows it within the hour sees on the page itself which chatflow it gets, and why.")
            .takes::<NewExplainLink>()
            .answers::<ExplainLink>("The page's address with the permission in its fragment.")
            .refuses(&[Code::OriginForbidden, Code::TextTooLong]),
        Operation::post("/v1/{account}/explain", "explain", "Why a live page gets what it gets")
            .belongs_to(Tag::Visitors, Access::Site)
            .about(
                "One simple request with the permission of a link. Neither the address nor the circumstances are stored \
                 or logged. 20 in 10 seconds for an account.",
            )
            .takes::<ExplainPage>()
            .answers::<PageExplained>("The trace, with the names of the chatflows.")
            .refuses(&[
                Code::Unauthenticated,
                Code::SessionExpired,
                Code::RateLimited,
                Code::TooMany,
                Code::TextTooLong,
            ]),
    ]
}
