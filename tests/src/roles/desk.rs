//! What somebody of the team does with conversations beside answering them: finding, putting away, talking it over.

use super::Agent;
use crate::browser::Part;

impl Agent<'_> {
    /// Searches, by keys alone.
    #[track_caller]
    pub fn searches(&self, words: &str) {
        self.page().press("/");
        self.page().has_focus_on("searchbox", "Search conversations");
        self.page().types(words);
    }

    /// Opens the command bar, types and picks the first that fits.
    #[track_caller]
    pub fn commands(&self, typed: &str) {
        self.page().press("Ctrl+k");
        self.picks_in_the_bar(typed);
    }

    /// Types into the bar that is open, and picks what comes first.
    #[track_caller]
    pub fn picks_in_the_bar(&self, typed: &str) {
        let field = self.bar().role("combobox", "…");
        field.has("focused", "true");
        self.page().types(typed);
        let first = self.bar().role("option", "…");
        self.page().wait(&format!("“{typed}” on top"), || {
            first.names().first().is_some_and(|name| name.contains(typed)).then_some(())
        });
        self.page().press("Enter");
    }

    /// The command bar, or the picker of the same make that is open.
    pub fn bar(&self) -> Part {
        self.page().role("dialog", "…")
    }

    /// Writes a comment for the team, by keys alone, and sees it in the log.
    #[track_caller]
    pub fn comments(&self, text: &str) {
        self.page().press("c");
        self.page().has_focus_on("textbox", "Comment: only your team sees this");
        self.page().types(text);
        self.page().press("Enter");
        self.messages().says(text);
        self.page().press("Escape");
    }

    /// Waits for what is told in passing.
    #[track_caller]
    pub fn is_told(&self, text: &str) {
        self.page().sees(text);
    }

    /// Takes the last act back, by its key.
    #[track_caller]
    pub fn undoes(&self) {
        self.page().press("z");
    }
}
