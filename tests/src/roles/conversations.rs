//! What a visitor does with their conversations: the list of them, and the menu.

use super::Visitor;
use crate::browser::Part;

impl Visitor<'_> {
    /// Goes to the list of their conversations.
    #[track_caller]
    pub fn looks_at_their_conversations(&self) {
        self.conversations_button().click();
        self.conversations().appears();
    }

    /// Waits for as many lines as these, from the top, and finds these words in each.
    #[track_caller]
    pub fn conversations_are(&self, expected: &[&[&str]]) {
        let list = self.conversations().role("list", "");
        let lines = list.role("listitem", "");
        self.page().wait("as many conversations", || (lines.count() == expected.len()).then_some(()));
        let told = list.texts().join("\n");
        let mut rest = told.as_str();
        for word in expected.iter().copied().flatten() {
            let at = rest.find(word).unwrap_or_else(|| panic!("“{word}” in its place among\n{told}"));
            rest = &rest[at + word.len()..];
        }
    }

    /// Picks the conversation in whose line this stands.
    #[track_caller]
    pub fn picks_the_conversation_saying(&self, text: &str) {
        self.conversations().role("button", "…").saying(text).click();
        self.conversations().disappears();
    }

    /// Starts a new one from the list.
    #[track_caller]
    pub fn starts_a_new_conversation(&self) {
        self.conversations().role("button", self.words.new_thread).click();
        self.conversations().disappears();
    }

    /// Ends the chat by the menu, and says yes.
    #[track_caller]
    pub fn ends_the_chat(&self) {
        self.opens_the_menu();
        self.menu().role("button", self.words.end).click();
        self.menu().role("button", self.words.cancel).appears();
        self.menu().role("button", self.words.end).click();
        self.menu().disappears();
        self.messages().says(self.words.ended);
    }

    /// Opens the menu.
    #[track_caller]
    pub fn opens_the_menu(&self) {
        self.chat().role("button", self.words.menu).click();
        self.menu().appears();
    }

    /// Gives a score, and waits for thanks.
    #[track_caller]
    pub fn gives_score(&self, score: &str) {
        self.chat().role("radio", score).click();
        self.chat().role("radio", score).has("checked", "true");
        self.chat().says("Thank you");
    }

    /// Adds words to the score.
    #[track_caller]
    pub fn adds(&self, words: &str) {
        let field = self.chat().role("textbox", "Anything to add? (optional)");
        field.types(words);
        self.chat().role("region", "…").role("button", "Send").click();
        field.disappears();
    }

    /// The question after a chat has ended.
    pub fn question(&self, words: &str) -> Part {
        self.chat().role("region", words)
    }

    /// The button that leads to the list; there once something was written.
    pub fn conversations_button(&self) -> Part {
        self.chat().role("button", self.words.threads)
    }

    /// The list.
    pub fn conversations(&self) -> Part {
        self.chat().role("region", self.words.threads)
    }

    /// The menu.
    pub fn menu(&self) -> Part {
        self.chat().role("group", self.words.menu)
    }
}
