//! When the team is there, and what visitors are told: set by the owner, read by a visitor on another clock. A product of
//! their own: who is away is away for the whole account.

use std::sync::OnceLock;

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

use crate::reloading::reloads_until;

fn product() -> &'static Product {
    static PRODUCT: OnceLock<Product> = OnceLock::new();
    PRODUCT.get_or_init(Product::start)
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[test]
fn hours_are_kept_as_they_were_written_and_told_on_the_visitors_own_clock() {
    // S55 S62 S63 S65 S66 P38 E38 E39 E44
    let owner = Owner::mira(product());
    owner.signs_in();
    owner.edits("Repairs");
    owner.ticks("Availability", "radio", "During business hours");
    let form = owner.part("Availability");
    form.role("combobox", "Time zone").replaces("UTC");
    for day in &DAYS[..5] {
        form.role("button", &format!("Delete 09:00 to 17:00 on {day}")).click();
    }
    // Open on every day but today, from its first minute to its last.
    let today = owner.page().eval("(new Date().getUTCDay() + 6) % 7").as_u64().unwrap_or_default() as usize;
    let tomorrow = DAYS[(today + 1) % 7];
    form.role("button", &format!("Open all day on {tomorrow}")).click();
    form.role("textbox", &format!("{tomorrow}, until")).appears();

    // What is no range is said at its row, and not saved.
    form.role("textbox", &format!("{tomorrow}, until")).replaces("0:00");
    owner.page().press("Tab");
    form.says("The end has to come after the beginning.");
    form.role("textbox", &format!("{tomorrow}, until")).replaces("24");
    owner.page().press("Tab");
    owner.saves();
    owner.page().reload();
    owner.part("Availability").appears();
    let kept = |field: &str| form.role("textbox", &format!("{tomorrow}, {field}")).value();
    assert_eq!((kept("from").as_deref(), kept("until").as_deref()), (Some("00:00"), Some("24:00")));

    // The owner looks at the same moment in the calendar.
    form.says("A visitor sees");
    form.says("Back on");

    let visitor = Visitor::arrives(product());
    visitor.page().locale("en-GB");
    visitor.page().time_zone("Asia/Kathmandu");
    reloads_until(&visitor, "/repairs/", "is told when the team is back", |visitor| {
        visitor.opens_the_chat();
        visitor.chat().contains("We are back on")
    });
    // Midnight of UTC, in Kathmandu; in the head and in the thread.
    visitor.chat().says("5:45");
    visitor.messages().says("5:45");
    visitor.chat().says("Away");
}

#[test]
fn without_anybody_there_is_no_chat_button_until_somebody_is_back() {
    // S58 S61 S70 S74 P39 E37 E43
    let owner = Owner::mira(product());
    owner.signs_in();
    owner.edits("Tea tastings");
    owner.ticks("Availability", "radio", "While somebody is available");
    let away = owner.part("Availability").role("group", "While nobody is available");
    away.role("radio", "Hide the chat button").click();
    owner.ticks("Routing", "radio", "Specific people and teams");
    owner.part("Routing").role("checkbox", "Jonas Brandt").click();
    owner.saves();

    let jonas = Agent::jonas(product());
    jonas.signs_in();
    let menu = || jonas.page().role("button", "Your account").click();
    menu();
    jonas.page().role("switch", "Offline mode").click();
    jonas.page().role("switch", "Reassign replies").appears();
    menu();

    let visitor = Visitor::arrives(product());
    reloads_until(&visitor, "/tastings/", "finds no chat button", |visitor| !visitor.launcher().is_there());
    menu();
    jonas.page().role("switch", "Offline mode").click();
    jonas.page().role("switch", "Reassign replies").disappears();
    reloads_until(&visitor, "/tastings/", "finds the chat button again", |visitor| {
        visitor.launcher().is_there()
    });
}
