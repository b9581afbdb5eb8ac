//! The owner of the site: an admin, who says which chatflow shows where, and what it says.

use std::time::Duration;

use super::Agent;
use crate::browser::{Page, Part};
use crate::product::Product;
use crate::wait::until;

/// How long a rule may take to show before a person looks whether they hit the button.
const GLANCE: Duration = Duration::from_secs(2);

/// An admin, with a browser of their own.
pub struct Owner<'a>(Agent<'a>);

impl<'a> Owner<'a> {
    /// The owner of the demo account.
    pub fn mira(product: &'a Product) -> Self {
        Self(Agent::mira(product))
    }

    /// Whoever set up a new installation with this address; see [`Owner::sets_up`].
    pub fn new(product: &'a Product, email: &str) -> Self {
        Self(Agent::new(product, email))
    }

    /// The same person, where they answer visitors.
    pub fn as_agent(&self) -> &Agent<'a> {
        &self.0
    }

    /// The tab they work in.
    pub fn page(&self) -> &Page {
        self.0.page()
    }

    /// Follows the one-time link of a new installation and makes the first account, for a site at this origin.
    #[track_caller]
    pub fn sets_up(&self, link: &str, company: &str, site: &str) {
        self.page().viewport(1440, 900);
        self.page().goto(link);
        for (label, text) in [
            ("Name of your site or company", company),
            ("Address of your site", site),
            ("Your name", "Ida Sommer"),
            ("E-mail", self.0.email()),
            ("Password", "parlor-demo"),
        ] {
            self.page().role("textbox", label).replaces(text);
        }
        self.page().role("button", "Create account").click();
        self.main().appears();
    }

    /// Goes to the console and signs in with the documented password.
    #[track_caller]
    pub fn signs_in(&self) {
        self.0.signs_in();
    }

    // ---- the table of chatflows ----

    /// Goes to the table of chatflows.
    #[track_caller]
    pub fn looks_at_the_chatflows(&self) {
        self.main().role("link", "Chatflows").click();
        self.page().role("heading", "Chatflows").appears();
    }

    /// Turns a chatflow on or off by the name in the table.
    #[track_caller]
    pub fn switches(&self, chatflow: &str, on: bool) {
        self.looks_at_the_chatflows();
        let switch = self.page().role("switch", chatflow);
        self.until_taken(|| switch.click());
        switch.has("checked", if on { "true" } else { "false" });
    }

    /// What was done is shown at once; whoever looks from elsewhere sees it when the edge has answered.
    #[track_caller]
    pub fn until_taken(&self, act: impl FnOnce()) {
        let changes = || {
            self.page().requests().into_iter().filter(|request| request.method != "GET").collect::<Vec<_>>()
        };
        let before = changes().len();
        act();
        self.page().wait("the edge to have taken it", || {
            let changes = changes();
            (changes.len() > before && changes.iter().all(|change| change.finished)).then_some(())
        });
    }

    /// Moves a chatflow one place up, before the one that stands there.
    #[track_caller]
    pub fn moves_up(&self, chatflow: &str) {
        self.looks_at_the_chatflows();
        self.until_taken(|| self.page().role("button", &format!("Move {chatflow} up")).click());
        self.page().sees(&format!("{chatflow} is now number"));
    }

    /// Gives a chatflow the highest priority, or the lowest, by its menu and the keyboard alone.
    #[track_caller]
    pub fn moves_all_the_way(&self, chatflow: &str, up: bool) {
        self.looks_at_the_chatflows();
        let opener = format!("Priority of {chatflow}");
        let entry = |up: bool| if up { "Move to top priority" } else { "Move to bottom priority" };
        self.page().role("button", &opener).appears();
        // Hundreds of stops lie before it where there are many chatflows: who is there came by the one just before.
        self.page().eval(&format!("document.querySelector('[aria-label=\"Move {chatflow} down\"]').focus()"));
        self.page().press("Tab");
        self.page().has_focus_on("button", &opener);
        self.page().press("Enter");
        self.page().has_focus_on("menuitem", entry(true));
        if !up {
            self.page().press("ArrowDown");
            self.page().has_focus_on("menuitem", entry(false));
        }
        self.until_taken(|| self.page().press("Enter"));
        self.page().sees(&format!("{chatflow} is now number"));
        self.page().has_focus_on("button", &opener);
    }

    /// Drags a chatflow's row to the place of another one's, which is not far.
    #[track_caller]
    pub fn drags(&self, chatflow: &str, to: &str) {
        self.looks_at_the_chatflows();
        self.page().role("table", "…").role("link", to).appears();
        self.page().has_a_mouse();
        // What a row is dragged by is hidden from readers, who have the buttons.
        let places = "(names => {
            const handle = name => {
                const link = [...document.querySelectorAll('tr a')].find(it => it.textContent === name);
                return link.closest('tr').querySelector('.flow-handle');
            };
            handle(names[1]).scrollIntoView({ block: 'center', behavior: 'instant' });
            return names.flatMap(name => {
                const { x, y, width, height } = handle(name).getBoundingClientRect();
                return [x + width / 2, y + height / 2];
            });
        })";
        let places = self.page().eval(&format!("{places}({:?})", [chatflow, to]));
        let place = |at: usize| [&places[at], &places[at + 1]].map(|it| it.as_f64().unwrap_or_default());
        self.until_taken(|| self.page().drags(place(0), place(2)));
        self.page().sees(&format!("{chatflow} is now number"));
    }

    /// Makes a new chatflow, which opens in the editor.
    #[track_caller]
    pub fn makes(&self, chatflow: &str) {
        self.looks_at_the_chatflows();
        self.page().role("button", "New chatflow").click();
        let question = self.page().role("dialog", "New chatflow");
        question.role("textbox", "Name").types(chatflow);
        question.role("button", "Create chatflow").click();
        self.page().role("heading", chatflow).appears();
        self.goes_to("Targeting");
    }

    // ---- the editor ----

    /// Opens a chatflow in the editor by its name in the table.
    #[track_caller]
    pub fn edits(&self, chatflow: &str) {
        self.looks_at_the_chatflows();
        self.page().role("table", "…").role("link", chatflow).click();
        self.page().role("heading", chatflow).appears();
        self.goes_to("Targeting");
    }

    /// Goes to a section of the editor by its name in the rail; what there is to mend there is said behind the name.
    #[track_caller]
    pub fn goes_to(&self, section: &str) {
        let rail = self.page().role("navigation", "Sections of the chatflow");
        rail.role("link", &format!("{section}…")).click();
        let slug = section.split(' ').next().unwrap_or_default().to_lowercase();
        let is_there = || self.page().url().ends_with(&format!("/{slug}"));
        // The first of them is what the chatflow's own address shows.
        self.page().wait(section, || (slug == "audience" || is_there()).then_some(()));
    }

    /// Adds a rule: a condition of the menu, and the address it is compared with.
    #[track_caller]
    pub fn adds_a_rule(&self, condition: &str, address: &str) {
        let place = self.rules().len() + 1;
        let rule = self.rule(place);
        // What is said about the rules comes and goes above the button: where it slid away from under the pointer in
        // the moment of the click, clicks again, as a person would.
        for _ in 0..3 {
            self.part("Where it shows").role("button", "Add a rule").click();
            if until(GLANCE, || rule.is_there().then_some(())).is_ok() {
                break;
            }
        }
        rule.role("combobox", &format!("Rule {place}: Condition")).picks(condition);
        rule.role("textbox", &format!("Rule {place}: Address")).replaces(address);
    }

    /// Clicks the bin of a rule, counted from 1.
    #[track_caller]
    pub fn deletes_the_rule(&self, place: usize) {
        let before = self.rules().len();
        self.rule(place).role("button", &format!("Delete rule {place}")).click();
        self.page().wait("one rule less", || (self.rules().len() + 1 == before).then_some(()));
    }

    /// The addresses of the rules, in order.
    pub fn rules(&self) -> Vec<String> {
        self.values("Rule")
    }

    /// The addresses of the exclusions, in order.
    pub fn exclusions(&self) -> Vec<String> {
        self.values("Exclusion")
    }

    fn values(&self, kind: &str) -> Vec<String> {
        let part = self.part("Where it shows");
        let count = part.role("group", &format!("{kind} …")).count();
        let value = |place: usize| {
            let group = part.role("group", &format!("{kind} {place}"));
            group.role("textbox", &format!("{kind} {place}: Address")).value().unwrap_or_default()
        };
        (1..=count).map(value).collect()
    }

    /// Writes into a field of a part of the editor, in place of what stands there.
    #[track_caller]
    pub fn writes(&self, part: &str, field: &str, text: &str) {
        self.part(part).role("textbox", field).replaces(text);
    }

    /// Clicks a box or a choice of a part of the editor.
    #[track_caller]
    pub fn ticks(&self, part: &str, role: &str, name: &str) {
        self.part(part).role(role, name).click();
        self.part(part).role(role, name).has("checked", "true");
    }

    /// Saves, and waits until it is saved.
    #[track_caller]
    pub fn saves(&self) {
        self.page().role("button", "Save").click();
        self.page().sees("Everything is saved");
    }

    /// Publishes on the last screen, and waits until it is.
    #[track_caller]
    pub fn publishes(&self, chatflow: &str) {
        self.goes_to("Review and publish");
        self.page().role("button", "Publish").click();
        self.page().sees(&format!("{chatflow} is live, from the next page view on."));
        self.page().role("button", "Switch off").appears();
    }

    /// Tries to publish, and is told why it cannot be.
    #[track_caller]
    pub fn cannot_publish_because(&self, why: &str) {
        self.goes_to("Review and publish");
        let publish = self.page().role("button", "Publish");
        publish.has("disabled", "true");
        self.page().sees(&format!("Cannot be published yet: {why}"));
    }

    // ---- the settings ----

    /// Goes to a tab of the settings.
    #[track_caller]
    pub fn looks_at_the_settings(&self, tab: &str) {
        self.main().role("link", "Settings").click();
        self.page().role("tab", tab).click();
        self.page().role("heading", tab).appears();
    }

    /// Copies the tracking code, and gives what is in the clipboard then.
    #[track_caller]
    pub fn copies_the_tracking_code(&self) -> String {
        self.looks_at_the_settings("Tracking code");
        self.page().may_use_the_clipboard();
        self.page().role("button", "Copy").click();
        self.page().sees("The tracking code is in your clipboard.");
        self.page().clipboard()
    }

    /// The letter that “Send to my developer” starts in the mail program, as text.
    #[track_caller]
    pub fn letter_to_the_developer(&self) -> String {
        self.looks_at_the_settings("Tracking code");
        self.page().role("link", "Send to my developer").appears();
        let letter = "decodeURIComponent(document.querySelector('a[href^=\"mailto:\"]').href)";
        self.page().eval(letter).as_str().unwrap_or_default().to_owned()
    }

    // ---- the parts, by their names ----

    /// The areas of the console.
    pub fn main(&self) -> Part {
        self.page().role("navigation", "Main")
    }

    /// A part of the editor by its heading, in whichever section it is.
    #[track_caller]
    pub fn part(&self, heading: &str) -> Part {
        let part = self.page().role("region", heading);
        if let Some(section) = section_of(heading).filter(|_| !part.is_there()) {
            self.goes_to(section);
        }
        part
    }

    /// A rule, counted from 1.
    #[track_caller]
    pub fn rule(&self, place: usize) -> Part {
        self.part("Where it shows").role("group", &format!("Rule {place}"))
    }
}

/// The section of the editor that a part is in.
fn section_of(part: &str) -> Option<&'static str> {
    Some(match part {
        "Who it is for" | "Audience" => "Audience",
        "Where it shows" | "Expected decisions" | "Try this edit" | "What this edit changes on your site" => {
            "Targeting"
        }
        "Message" | "When it appears" | "Form before the chat" | "Ask for an e-mail address" => "Message",
        "Routing" => "Routing",
        "Look" => "Customize",
        "Availability" | "Consent" => "Options",
        "Bot" => "Bot",
        "Name" | "In words" => "Review and publish",
        _ => return None,
    })
}
