//! What is done with passkeys: having one made, and signing in with one.

use serde_json::{Value, json};

use crate::api::tree;
use crate::browser::passkeys;
use crate::console::Console;
use crate::state::conditions::quoted;
use crate::state::passkeys::{Second, answering, making};

impl Console {
    /// Has the browser make a passkey of that name, and keeps it. Answers the profile, and recovery codes where they are new.
    ///
    /// # Errors
    /// What to say beside the form.
    pub(crate) async fn add_passkey(self, name: String, password: String) -> Result<Value, String> {
        let body = format!("{{\"password\":{}}}", quoted(&password));
        let told = self.asked("POST", "/api/me/passkeys/begin".to_owned(), Some(body)).await?;
        let made = passkeys::made(&making(&told)).await;
        let mut body = made.map_err(|gone| self.say(gone.words()).to_owned())?;
        body["challenge"] = told["challenge"].clone();
        body["name"] = name.trim().into();
        self.asked("POST", "/api/me/passkeys".to_owned(), Some(body.to_string())).await
    }

    /// Signs in with a passkey alone.
    ///
    /// # Errors
    /// What to say.
    pub(crate) async fn sign_in_passkey(self) -> Result<(), String> {
        let path = "/api/sign-in/passkey/begin".to_owned();
        let told = tree("POST", path, Some("{}".to_owned())).await.map_err(|problem| self.why(&problem))?;
        self.prove("/api/sign-in/passkey", &told["token"], &answering(&told)).await
    }

    /// Goes on signing in, with a passkey.
    ///
    /// # Errors
    /// What to say.
    pub(crate) async fn sign_in_second_passkey(self, asked: &Second) -> Result<(), String> {
        let passkey = asked.passkey.clone().unwrap_or_default();
        self.prove("/api/sign-in/second/passkey", &asked.token.as_str().into(), &passkey).await
    }

    async fn prove(self, path: &'static str, token: &Value, asked: &Value) -> Result<(), String> {
        let answered = passkeys::answered(asked).await;
        let assertion = answered.map_err(|gone| self.say(gone.words()).to_owned())?;
        let body = json!({"token": token, "assertion": assertion}).to_string();
        self.come_in(path, body).await.map_err(|problem| self.why(&problem))
    }
}
