//! Receipts of consent to take along, and proofs of what was erased (N18). For admins.

use crate::reactive::*;
use protocol::rest::erasures::{Counts, Erased, ErasedBy, Erasure};

use super::html::{a, all, button, div, form, h3, input, label, li, p, span, ul};
use super::icon::{Icon, icon};
use super::sign_in::alert;
use super::subscriptions::hash;
use crate::api;
use crate::browser::clock;
use crate::console::{Console, console};
use crate::state::problem::Problem;
use crate::texts::Text;
use crate::watch::watch;

/// Links to the receipts of something: a query, with its question mark, or nothing for all.
pub(super) fn exports(query: &str) -> AnyView {
    let c = console();
    let link = |file: &'static str, ending: &str, words: Text| {
        a().class("button line low")
            .attr("href", format!("/api/receipts{ending}{query}"))
            .attr("download", file)
            .child(c.say(words))
    };
    div()
        .class("acts")
        .child((
            link("receipts.csv", ".csv", Text::ReceiptsCsv),
            " ",
            link("receipts.json", "", Text::ReceiptsJson),
        ))
        .into_any()
}

/// The part of the data protection tab.
pub(crate) fn erasures() -> AnyView {
    let c = console();
    let (shown, wrong) = (RwSignal::new(None::<Vec<Erasure>>), RwSignal::new(None::<String>));
    let number = RwSignal::new(String::new());
    ask(c, String::new(), shown, wrong);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask(c, number.get_untracked().trim().to_owned(), shown, wrong);
    };
    let none = watch(move || shown.with(|all| all.as_ref().is_some_and(Vec::is_empty)));
    let each = move || shown.get().unwrap_or_default();
    let key = |proof: &Erasure| proof.number.clone();
    let list = For(ForProps::builder().each(each).key(key).children(row).build()).into_any();
    let find = form().attr("novalidate", "").on(leptos::ev::submit, submit).child(
        div().class("field").child((
            label().attr("for", "erasure-number").child(c.say(Text::ErasureNumber)),
            input()
                .id("erasure-number")
                .class("input")
                .attr("type", "text")
                .attr("autocomplete", "off")
                .attr("dir", "ltr")
                .on(leptos::ev::input, move |event| number.set(event_target_value(&event))),
            button().attr("type", "submit").class("button line").child(c.say(Text::ErasureFind)),
        )),
    );
    all((
        div().class("rule-list").child((
            h3().child(c.say(Text::ReceiptsExport)),
            p().class("help").child(c.say(Text::ReceiptsExportLead)),
            exports(""),
        )),
        div().class("rule-list").child((
            h3().id("erasures-title").child(c.say(Text::Erasures)),
            p().class("help").child(c.say(Text::ErasuresLead)),
            find,
            alert(move || wrong.get()),
            ul().class("receipts").attr("aria-labelledby", "erasures-title").child(list),
            move || none.get().then(|| p().class("none").child(c.say(Text::ErasuresNone))),
        )),
    ))
}

fn ask(c: Console, number: String, shown: RwSignal<Option<Vec<Erasure>>>, wrong: RwSignal<Option<String>>) {
    spawn_local(async move {
        match api::erasures(&number).await {
            Ok(told) => {
                let _ = wrong.try_set(None);
                let _ = shown.try_set(Some(told));
            }
            Err(Problem::SignedOut) => c.session_ended(),
            Err(_) => drop(wrong.try_set(Some(c.say(Text::ErasuresFailed).to_owned()))),
        }
    });
}

fn row(proof: Erasure) -> AnyView {
    let c = console();
    let when = clock::in_full(proof.at, c.language.get_untracked());
    let what = match proof.what {
        Erased::Visitor => Text::ErasedVisitor,
        Erased::Thread => Text::ErasedThread,
    };
    let by = match &proof.by {
        ErasedBy::Visitor { id } => c.fill(Text::ErasedByVisitor, &[("id", id.as_str())]),
        ErasedBy::Agent { id } => c.fill(Text::ErasedByAgent, &[("id", id.as_str())]),
        ErasedBy::System => c.say(Text::ErasedBySystem).to_owned(),
    };
    let hashes = proof.receipts.iter().map(|whole| hash(whole)).collect::<Vec<_>>();
    li().child((
        icon(Icon::Bin),
        div().class("grow").child((
            div().child((span().attr("dir", "ltr").child(proof.number), " · ", c.say(what))),
            div().class("small faint").child((when, " · ", by)),
            div().class("small").child(counted(c, proof.counts)),
            hashes,
        )),
    ))
    .into_any()
}

fn counted(c: Console, counts: Counts) -> String {
    let Counts { conversations, entries, notes, receipts, contacts, subscriptions } = counts;
    let [conversations, entries, notes, receipts, contacts, subscriptions] =
        [conversations, entries, notes, receipts, contacts, subscriptions].map(|count| count.to_string());
    c.fill(
        Text::ErasedCounts,
        &[
            ("conversations", &conversations),
            ("entries", &entries),
            ("notes", &notes),
            ("receipts", &receipts),
            ("contacts", &contacts),
            ("subscriptions", &subscriptions),
        ],
    )
}
