//! A bot is played beside its editor: nobody is asked, and what was said stays as far as it fits.

use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{choose, editor, find_fault, press_button};
use super::{HOSTILE, Scene, click, count, find, focused, requests, type_text, until, window, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
}

const LOG: &str = ".bot-log";

/// The editor of a chatflow with a bot: a question, an address, a branch, a webhook, people, the end.
async fn played() -> Scene {
    let scene = editor("/console/chatflows/tea/bot").await;
    set_answer("/api/lists", "{\"lists\":[]}");
    set_answer("/api/properties", "{\"properties\":[],\"built_in\":[]}");
    click("#flow-bot").await;
    until("the bot says hello", || words(LOG).contains("Hello. What can we help you with?")).await;
    scene
}

/// Adds a step of a kind, by the words of its button, and writes into its fields by their ids.
async fn adds(kind: &str, fields: &[(&str, &str)]) {
    press_button(kind).await;
    for (id, text) in fields {
        until(id, || find(&format!("#{id}")).is_some()).await;
        type_text(id, text);
    }
}

async fn says(text: &str) {
    type_text("bot-play-say", text);
    click(".bot-say button").await;
}

/// The titles of the steps that are marked as the one at work.
fn at_work() -> String {
    words("[aria-current=step] strong")
}

#[wasm_bindgen_test]
async fn a_bot_is_played_as_it_is_edited() {
    // P84
    let scene = played().await;
    assert_eq!(at_work(), "1. Question");
    assert!(words(".bot-play").contains("At work: 1. Question: Hello. What can we help you with?"));
    // What is typed into the editor is said at once, as text, and is not read out while it is typed.
    type_text("bot-step-0-text", HOSTILE);
    until("the new words", || words(".bot-log .bubble").contains("Hello") && words(LOG).contains(HOSTILE))
        .await;
    assert_eq!(find(LOG).unwrap().get_attribute("aria-live").as_deref(), Some("off"));
    type_text("bot-step-0-text", "What about?");

    // A quick reply is picked; it is told which, and where it leads.
    press_button("Add a quick reply").await;
    until("its field", || find("#bot-step-0-reply-0-").is_some()).await;
    type_text("bot-step-0-reply-0-", "Prices");
    until("offered", || words(".bot-play .bot-adds") == "Prices").await;
    click(".bot-play .bot-adds button").await;
    until("handed over", || words(LOG).contains("Handed over by the chatflow's routing rule.")).await;
    assert!(words(LOG).contains("Quick reply 1. Next: 2. Hand over to people"), "{}", words(LOG));
    assert_eq!((focused().as_str(), at_work().as_str()), ("bot-play-say", ""));
    assert_eq!(find(LOG).unwrap().get_attribute("aria-live").as_deref(), Some("polite"));

    // The reply is called otherwise: what was picked stays picked. Then it is gone, and so is what came after.
    type_text("bot-step-0-reply-0-", "Cost");
    until("said again", || words(LOG).contains("Cost") && words(LOG).contains("Handed over")).await;
    press_button("Delete quick reply 1").await;
    until("it does not fit", || words(LOG).contains("no longer fits")).await;
    assert_eq!(at_work(), "1. Question");

    press_button("Start again").await;
    until("empty", || words(LOG).contains("Write the first message as a visitor.")).await;
    assert_eq!(focused(), "bot-play-say");
    says("Good morning").await;
    until("it begins", || words(LOG).contains("Good morning") && words(LOG).contains("What about?")).await;
    assert!(!requests().contains("POST /api/chatflows/tea"), "nothing is saved");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_is_so_decides_and_a_webhook_is_answered_by_hand() {
    // P84 H62
    let scene = played().await;
    // 1 question, 2 hand over, 3 branch: moved to the middle; 4 a webhook at the end.
    adds("Branch", &[]).await;
    press_button("Move 3. Branch up").await;
    until("moved", || words("#bot-step-1 strong") == "2. Branch").await;
    adds("Webhook", &[("bot-step-3-url", "https://kiln.example/chat")]).await;
    choose("#bot-step-1-to-then", "webhook-1");
    adds("End", &[]).await;
    says("Tea").await;
    until("somebody is there", || words(LOG).contains("Case 1 holds: somebody could answer")).await;
    assert!(words(LOG).contains("Handed over by the chatflow's routing rule."), "{}", words(LOG));

    // Nobody is there: the branch goes the other way, to the webhook, which nobody asks.
    click("#bot-play-there").await;
    until("it is asked", || find(".bot-hook").is_some()).await;
    assert!(words(LOG).contains("Case 1 does not hold: nobody could answer"), "{}", words(LOG));
    assert!(words(LOG).contains("Webhook: not asked, this is a preview"), "{}", words(LOG));
    assert!(words(".bot-hook").contains("Its server was not asked"));
    assert_eq!(at_work(), "4. Webhook");
    type_text("bot-play-says", "It ships\ntomorrow");
    type_text("bot-play-outcome", "found");
    click(".bot-hook [type=submit]").await;
    until("answered", || words(LOG).contains("with the outcome “found”")).await;
    assert!(words(LOG).contains("It ships") && words(LOG).contains("tomorrow"));
    assert!(words(LOG).ends_with("Whoever writes after that is handed over to your team."), "{}", words(LOG));
    assert!(!requests().contains("kiln.example/chat"));

    // A contact, and the list that the case now names.
    choose("#bot-step-1-case-0", "List");
    click("#bot-play-known").await;
    until("the list", || find("#bot-play-on-vip").is_some()).await;
    until("not on it", || words(LOG).contains("the contact is not on Regular customers")).await;
    click("#bot-play-on-vip").await;
    until("on it", || words(LOG).contains("Case 1 holds: the contact is on Regular customers")).await;
    assert!(words(LOG).contains("Nobody could answer now: the visitor waits."), "{}", words(LOG));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_a_draft_is_said_where_it_is_and_beside_it() {
    // P84
    let scene = played().await;
    adds("Message", &[("bot-step-2-text", "Never")]).await;
    find_fault(
        &json!([{"field": "bot.steps[2].id", "code": "bot_invalid", "stops": "publishing", "message": "step message-1"}])
            .to_string(),
    );
    // Written elsewhere: nothing is said about what is being typed.
    type_text("bot-name", "Helper");
    until("said beside it", || words(".bot-play .hint.warn") == "Not finished: 3. No step leads here.").await;
    until("and where it is", || words("#bot-step-2 .said").contains("No step leads here.")).await;
    click(".bot-play .hint.warn button").await;
    until("the way there", || focused() == "bot-step-2").await;
    assert_eq!(count(".bot-play .hint.warn"), 1);
    assert!(window().document().unwrap().query_selector("[aria-current=step]").unwrap().is_some());
    scene.leave().await;
}
