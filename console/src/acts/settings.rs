//! The account's settings: sites, data protection, the tracking code.

use crate::reactive::*;
use conversation::redaction::Redaction;
use conversation::routing::precedence::ListPriority;
use protocol::code::Code;
use protocol::rest::ChangeSettings;

use crate::api;
use crate::browser::sites;
use crate::console::{Console, Loading, Undo};
use crate::state::embed::site;
use crate::state::problem::Problem;
use crate::texts::Text;

impl Console {
    /// Loads the settings; those that are here stay until the answer is.
    pub(crate) fn load_settings(self) {
        if self.settings.with_untracked(Option::is_none) {
            self.settings_loading.set(Loading::Asking);
        }
        spawn_local(async move {
            match api::settings().await {
                Ok(settings) => {
                    self.settings.set(Some(settings));
                    self.settings_loading.set(Loading::Ready);
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.settings_loading.set(Loading::Failed(problem)),
            }
        });
    }

    fn sites(self) -> Vec<String> {
        self.settings.with_untracked(|settings| {
            settings.as_ref().map(|settings| settings.origins.clone()).unwrap_or_default()
        })
    }

    /// Adds a site as it was typed.
    ///
    /// # Errors
    /// What to say beside the field; nothing was added then.
    pub(crate) async fn add_site(self, typed: &str) -> Result<(), String> {
        let wrong = |text: Text| self.say(text).to_owned();
        let added = sites::as_browsers_say(&site(typed).map_err(wrong)?);
        let mut all = self.sites();
        if all.contains(&added) {
            return Err(wrong(Text::SiteThere));
        }
        all.push(added.clone());
        let change = ChangeSettings { origins: Some(all), ..ChangeSettings::default() };
        match api::change_settings(&change).await {
            Ok(settings) => {
                self.settings.set(Some(settings));
                self.tell(self.fill(Text::SiteAdded, &[("site", &added)]), None);
                Ok(())
            }
            Err(problem) => Err(match problem.code() {
                Some(Code::OriginInvalid) => wrong(Text::SiteWrong),
                Some(Code::TooMany) => {
                    self.fill(Text::SitesTooMany, &[("n", &protocol::limits::ORIGINS.to_string())])
                }
                _ if problem == Problem::SignedOut => {
                    self.session_ended();
                    String::new()
                }
                _ => self.why(&problem),
            }),
        }
    }

    /// Removes a site; it can be had back.
    pub(crate) fn remove_site(self, removed: &str) {
        let all = self.sites();
        let left = all.iter().filter(|site| *site != removed).cloned().collect();
        let told = self.fill(Text::SiteRemoved, &[("site", removed)]);
        self.change_sites(left, Some((told, Undo::Sites(all))));
    }

    /// Makes these all the sites there are, and tells so.
    pub(crate) fn change_sites(self, origins: Vec<String>, told: Option<(String, Undo)>) {
        let change = ChangeSettings { origins: Some(origins), ..ChangeSettings::default() };
        spawn_local(async move {
            if self.save_settings(&change).await
                && let Some((told, undo)) = told
            {
                self.tell(told, Some(undo));
            }
        });
    }

    /// Switches the GDPR functions (S79): at once here, and back if the edge says no.
    pub(crate) fn switch_gdpr(self, on: bool) {
        let show = move |on: bool| {
            self.settings.update(|settings| {
                if let Some(settings) = settings {
                    settings.gdpr = on;
                }
            });
        };
        show(on);
        let change = ChangeSettings { gdpr: Some(on), ..ChangeSettings::default() };
        spawn_local(async move {
            if self.save_settings(&change).await {
                let text = if on { Text::GdprOn } else { Text::GdprOff };
                self.tell(self.say(text).to_owned(), Some(Undo::Gdpr(!on)));
            } else {
                show(!on);
            }
        });
    }

    /// Switches whether only the site's own server says who a visitor is (E27): as above.
    pub(crate) fn switch_verified_only(self, on: bool) {
        let show = move |on: bool| {
            self.settings.update(|settings| {
                if let Some(settings) = settings {
                    settings.verified_only = on;
                }
            });
        };
        show(on);
        let change = ChangeSettings { verified_only: Some(on), ..ChangeSettings::default() };
        spawn_local(async move {
            if self.save_settings(&change).await {
                let text = if on { Text::VerifiedOnlyOn } else { Text::VerifiedOnlyOff };
                self.tell(self.say(text).to_owned(), Some(Undo::VerifiedOnly(!on)));
            } else {
                show(!on);
            }
        });
    }

    /// Says of which lists the contacts come first (P40), all of it.
    ///
    /// # Errors
    /// What to say; nothing changed then.
    pub(crate) async fn put_first(self, all: Vec<ListPriority>) -> Result<(), String> {
        let change = ChangeSettings { list_priorities: Some(all), ..ChangeSettings::default() };
        match api::change_settings(&change).await {
            Ok(settings) => {
                self.settings.set(Some(settings));
                self.tell(self.say(Text::FirstSaved).to_owned(), None);
                Ok(())
            }
            Err(problem) => {
                if problem == Problem::SignedOut {
                    self.session_ended();
                }
                Err(self.fill(Text::SettingsNotSaved, &[("why", &self.why(&problem))]))
            }
        }
    }

    /// Says what is masked in what visitors write (N20), all of it.
    ///
    /// # Errors
    /// What to say; nothing changed then.
    pub(crate) async fn put_redaction(self, redaction: Redaction) -> Result<(), String> {
        let change = ChangeSettings { redaction: Some(redaction), ..ChangeSettings::default() };
        match api::change_settings(&change).await {
            Ok(settings) => {
                self.settings.set(Some(settings));
                self.tell(self.say(Text::RedactionSaved).to_owned(), None);
                Ok(())
            }
            Err(problem) => {
                if problem == Problem::SignedOut {
                    self.session_ended();
                }
                Err(self.fill(Text::SettingsNotSaved, &[("why", &self.why(&problem))]))
            }
        }
    }

    async fn save_settings(self, change: &ChangeSettings) -> bool {
        match api::change_settings(change).await {
            Ok(settings) => {
                self.settings.set(Some(settings));
                true
            }
            Err(problem) => {
                self.fail(Text::SettingsNotSaved, "", &problem);
                false
            }
        }
    }
}
