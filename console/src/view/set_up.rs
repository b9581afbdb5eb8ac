//! Making the first admin, from the one-time link that was printed at the start.

use crate::reactive::*;
use conversation::ids::AccountId;
use protocol::code::Code;
use protocol::rest::SetUp;

use super::html::{all, h1, p};
use super::sign_in::{alert, door, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::timer::next_frame;
use crate::browser::{focus, history};
use crate::console::console;
use crate::state::embed::site as site_meant;
use crate::state::problem::Problem;
use crate::state::sign_in::{
    account_id_wrong, email_wrong, name_wrong, new_password_wrong, origin_wrong, suggested_id,
};
use crate::texts::Text;

/// The page. The secret is read from the fragment, which no server ever sees in an address.
pub(crate) fn set_up_page() -> AnyView {
    let c = console();
    let secret = history::fragment();
    let field = |id, label, help, kind, autocomplete, check| TextField {
        id,
        label,
        help,
        kind,
        autocomplete,
        value: RwSignal::new(String::new()),
        check,
        judged: RwSignal::new(false),
    };
    let site = field("account-name", Text::AccountName, None, "text", "organization", name_wrong);
    let short =
        field("account-id", Text::AccountId, Some(Text::AccountIdHelp), "text", "off", account_id_wrong);
    let origin = field("origin", Text::Origin, Some(Text::OriginHelp), "url", "url", origin_wrong);
    let name = field("name", Text::YourName, Some(Text::YourNameHelp), "text", "name", name_wrong);
    let email = field("email", Text::Email, None, "email", "username", email_wrong);
    let password = field(
        "password",
        Text::Password,
        Some(Text::PasswordHelp),
        "password",
        "new-password",
        new_password_wrong,
    );
    let fields = [site, short, origin, name, email, password];

    // The short name follows the name until somebody writes one.
    Effect::new(move |suggested: Option<String>| {
        let suggestion = site.value.with(|name| suggested_id(name));
        if short.value.get_untracked() == suggested.unwrap_or_default() {
            short.value.set(suggestion.clone());
        }
        suggestion
    });

    let busy = RwSignal::new(false);
    let refused = RwSignal::new(secret.is_empty().then(|| c.say(Text::SetUpNoSecret).to_owned()));
    next_frame(|| {
        // Unless the page was only drawn anew, in another language.
        if focus::focused().is_none() {
            focus::to_id("account-name");
        }
    });
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        for field in fields.into_iter().rev() {
            field.judged.set(true);
            if field.wrong().is_some() {
                focus::to_id(field.id);
            }
        }
        let Ok(account) = AccountId::parse(&short.value.get_untracked()) else { return };
        if fields.into_iter().any(|field| field.wrong().is_some()) {
            return;
        }
        let text = |field: TextField| field.value.get_untracked().trim().to_owned();
        let origin = text(origin);
        let body = SetUp {
            secret: secret.clone(),
            account,
            account_name: text(site),
            name: text(name),
            email: text(email),
            password: password.value.get_untracked(),
            // As it was meant: people paste the address of a page.
            origin: site_meant(&origin).ok(),
        };
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            if let Err(problem) = c.set_up(body).await {
                refused.set(Some(refusal(&problem)));
                busy.set(false);
            }
        });
    };
    door(
        all((
            h1().child(c.say(Text::SetUpTitle)),
            p().class("lead").child(c.say(Text::SetUpLead)),
            alert(move || refused.get()),
            fields.map(text_field),
            submit_button(busy, Text::CreateAccount, Text::CreatingAccount),
        )),
        submit,
    )
}

fn refusal(problem: &Problem) -> String {
    let c = console();
    match problem.code() {
        Some(Code::AlreadySetUp) => c.say(Text::SetUpUsed).to_owned(),
        Some(Code::Forbidden | Code::NotFound | Code::Unauthenticated) => c.say(Text::SetUpWrong).to_owned(),
        Some(Code::PasswordLength) => c.say(Text::PasswordTooShort).to_owned(),
        Some(Code::EmailInvalid) => c.say(Text::EmailEnding).to_owned(),
        _ if *problem == Problem::SignedOut => c.say(Text::SetUpWrong).to_owned(),
        _ => problem.sentence(c.language.get_untracked()),
    }
}
