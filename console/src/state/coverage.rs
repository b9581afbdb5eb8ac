//! A whole site tried out: which page shows what, and what an edit changes.
//!
//! Knows the answer's tree by name, as `simulation_words` does, and pages of it, since thousands of rows at once are
//! too many for any screen.

use std::ops::Range;

use protocol::simulation::{Cover, Pages};
use serde_json::Value;
use targeting::VisitorFacts;

use super::simulation_words::{each, text};
use crate::texts::{Language, Text};

/// Rows on the screen at once.
pub const ROWS: usize = 100;

/// Where the pages come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Typed or pasted.
    #[default]
    Pasted,
    /// A sitemap on the web.
    Sitemap,
    /// A sitemap as a file.
    File,
}

impl Source {
    /// All of them, in the order of the menu.
    pub const ALL: [(Self, Text); 3] = [
        (Self::Pasted, Text::CoverPasted),
        (Self::Sitemap, Text::CoverSitemap),
        (Self::File, Text::CoverFile),
    ];
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Which of the three counts.
    pub source: Source,
    /// Addresses, one a line.
    pub pasted: String,
    /// The address of a sitemap.
    pub sitemap: String,
    /// What is in the chosen file.
    pub file: String,
}

impl Site {
    /// The question, without an edit; `None` while no page is named.
    #[must_use]
    pub fn question(&self, visitor: VisitorFacts) -> Option<Cover> {
        let given = match self.source {
            Source::Pasted => &self.pasted,
            Source::Sitemap => &self.sitemap,
            Source::File => &self.file,
        };
        if given.trim().is_empty() {
            return None;
        }
        let pages = match self.source {
            Source::Sitemap => Pages::Sitemap { url: given.trim().to_owned() },
            Source::Pasted | Source::File => Pages::Text { text: given.clone() },
        };
        Some(Cover { pages, visitor, draft: None })
    }
}

/// Which rows are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    Every,
    /// Those that the edit changes.
    Changed,
    /// Those that get nothing.
    Bare,
    /// Those that get a chatflow, before or after.
    Of(String),
}

impl Filter {
    /// A filter as a menu's value.
    #[must_use]
    pub fn slug(&self) -> String {
        match self {
            Self::Every => String::new(),
            Self::Changed => "changed".to_owned(),
            Self::Bare => "bare".to_owned(),
            Self::Of(id) => format!("of:{id}"),
        }
    }

    /// The filter of a menu's value.
    #[must_use]
    pub fn from_slug(slug: &str) -> Self {
        match (slug, slug.strip_prefix("of:")) {
            ("changed", _) => Self::Changed,
            ("bare", _) => Self::Bare,
            (_, Some(id)) => Self::Of(id.to_owned()),
            _ => Self::Every,
        }
    }

    fn lets(&self, page: &Value) -> bool {
        match self {
            Self::Every => true,
            Self::Changed => page["before"] != page["after"],
            Self::Bare => page["after"].is_null(),
            Self::Of(id) => text(page, "before") == id || text(page, "after") == id,
        }
    }
}

/// The rows of an answer that a filter lets through.
#[must_use]
pub fn rows<'a>(answer: &'a Value, filter: &Filter) -> Vec<&'a Value> {
    each(answer, "pages").iter().filter(|page| filter.lets(page)).collect()
}

/// The chatflows that any page of an answer gets, each once.
#[must_use]
pub fn chatflows(answer: &Value) -> Vec<String> {
    let pages = each(answer, "pages").iter();
    let mut all: Vec<&str> = pages.flat_map(|page| [text(page, "before"), text(page, "after")]).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Which of `total` rows stand on the screen, from about `first` on.
#[must_use]
pub fn on_screen(first: usize, total: usize) -> Range<usize> {
    let first = first.min(total.saturating_sub(1)) / ROWS * ROWS;
    first..total.min(first + ROWS)
}

/// What an answer says in all, a sentence each. `of_edit`: an edit was tried.
#[must_use]
pub fn sums(answer: &Value, of_edit: bool, language: Language) -> Vec<String> {
    let number = |name: &str| answer[name].as_u64().unwrap_or_default();
    let total = each(answer, "pages").len().to_string();
    let (changed, bare) = (number("changed"), number("bare").to_string());
    let edit = if changed == 0 { Text::CoverChangesNothing } else { Text::CoverChanges };
    let counted = |name: &str, text: Text| {
        let n = number(name);
        (n > 0).then(|| text.fill(language, &[("n", &n.to_string())]))
    };
    [
        of_edit.then(|| edit.fill(language, &[("changed", &changed.to_string()), ("all", &total)])),
        Some(Text::CoverAll.fill(language, &[("all", &total), ("bare", &bare)])),
        counted("left_out", Text::CoverLeftOut),
        counted("unusable", Text::CoverUnusable),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use protocol::simulation::{Coverage, Covered};

    use super::*;

    fn answer() -> Value {
        let page = |url: &str, before: Option<&str>, after: Option<&str>| Covered {
            url: url.into(),
            before: before.map(Into::into),
            after: after.map(Into::into),
        };
        let pages = vec![
            page("/a", Some("tea"), Some("tea")),
            page("/b", Some("tea"), Some("vip")),
            page("/c", None, None),
            page("/d", Some("tea"), None),
        ];
        let answer = Coverage { pages, changed: 2, bare: 2, left_out: 3, unusable: 0 };
        serde_json::to_value(answer).unwrap()
    }

    #[test]
    fn rows_are_looked_at_by_what_matters() {
        // N6
        let answer = answer();
        for (filter, expected) in [
            (Filter::Every, &["/a", "/b", "/c", "/d"][..]),
            (Filter::Changed, &["/b", "/d"]),
            (Filter::Bare, &["/c", "/d"]),
            (Filter::Of("vip".into()), &["/b"]),
            (Filter::Of("tea".into()), &["/a", "/b", "/d"]),
        ] {
            let shown: Vec<&str> = rows(&answer, &filter).into_iter().map(|page| text(page, "url")).collect();
            assert_eq!(shown, expected, "{filter:?}");
            assert_eq!(Filter::from_slug(&filter.slug()), filter);
        }
        assert_eq!(chatflows(&answer), ["tea", "vip"]);
    }

    #[test]
    fn the_sum_of_a_site_is_told() {
        // N6
        assert_eq!(
            sums(&answer(), true, Language::English),
            [
                "This edit changes 2 of 4 pages.",
                "4 pages, 2 of them without a chatflow.",
                "3 more were passed over."
            ]
        );
        assert_eq!(sums(&answer(), false, Language::English).len(), 2);
        let same = serde_json::json!({"pages": [{}], "changed": 0, "unusable": 2});
        assert_eq!(sums(&same, true, Language::English)[0], "This edit changes none of 1 pages.");
    }

    #[test]
    fn a_screen_holds_so_many_rows() {
        for (first, total, expected) in [
            (0, 0, 0..0),
            (0, 40, 0..40),
            (0, 5_000, 0..100),
            (100, 5_000, 100..200),
            (4_950, 4_980, 4_900..4_980),
            (300, 120, 100..120),
        ] {
            assert_eq!(on_screen(first, total), expected, "{first} of {total}");
        }
    }

    #[test]
    fn what_is_chosen_is_what_is_sent() {
        let mut site = Site { sitemap: " https://kiln.example/sitemap.xml ".into(), ..Site::default() };
        assert!(site.question(VisitorFacts::default()).is_none());
        site.source = Source::Sitemap;
        let asked = site.question(VisitorFacts::default()).unwrap();
        assert_eq!(asked.pages, Pages::Sitemap { url: "https://kiln.example/sitemap.xml".into() });
        site.source = Source::File;
        assert!(site.question(VisitorFacts::default()).is_none());
        site.file = "<urlset/>".into();
        let asked = site.question(VisitorFacts::default()).unwrap();
        assert_eq!(asked.pages, Pages::Text { text: "<urlset/>".into() });
    }
}
