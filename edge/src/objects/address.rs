//! Where objects are: every binding and every object's name is spelled here and nowhere else.

use conversation::ids::{AccountId, InboxId};

/// One Durable Object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The one directory.
    Directory,
    /// An account's.
    Account(AccountId),
    /// An inbox's.
    Inbox(AccountId, InboxId),
    /// A shard's.
    Threads(AccountId, InboxId, u16),
    /// The files' of a shard.
    Files(AccountId, InboxId, u16),
}

impl Address {
    /// The binding of its namespace.
    #[must_use]
    pub const fn binding(&self) -> &'static str {
        match self {
            Self::Directory => "DIRECTORY",
            Self::Account(_) => "ACCOUNT",
            Self::Inbox(..) => "INBOX",
            Self::Threads(..) => "THREADS",
            Self::Files(..) => "FILES",
        }
    }

    /// Its name in that namespace. Ids hold no slash, so names of different objects never meet.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Directory => "directory".to_owned(),
            Self::Account(account) => account.to_string(),
            Self::Inbox(account, inbox) => format!("{account}/{inbox}"),
            Self::Threads(account, inbox, shard) | Self::Files(account, inbox, shard) => {
                format!("{account}/{inbox}/{shard}")
            }
        }
    }

    /// Reads an object's own name back, inside the object: of a shard, or of its files.
    #[must_use]
    pub fn parse_threads(name: &str) -> Option<(AccountId, InboxId, u16)> {
        let mut parts = name.split('/');
        let account = AccountId::parse(parts.next()?).ok()?;
        let inbox = InboxId::parse(parts.next()?).ok()?;
        let shard = parts.next()?.parse().ok()?;
        parts.next().is_none().then_some((account, inbox, shard))
    }

    /// The same for an inbox.
    #[must_use]
    pub fn parse_inbox(name: &str) -> Option<(AccountId, InboxId)> {
        let (account, inbox) = name.split_once('/')?;
        Some((AccountId::parse(account).ok()?, InboxId::parse(inbox).ok()?))
    }
}

#[cfg(target_arch = "wasm32")]
mod reach {
    use protocol::rest;
    use worker::{Env, Headers, Method, Request, RequestInit, Response};

    use super::Address;
    use crate::error::Error;
    use crate::json::tree;
    use crate::objects::call::Call;
    use crate::objects::call::audit::{KeepLine, LINE};
    use crate::platform::broken;

    fn unwritten(error: serde_json::Error) -> Error {
        Error::fault("writing a call", error)
    }

    fn unread(error: serde_json::Error) -> Error {
        Error::fault("reading an answer", error)
    }

    impl Address {
        /// Asks the object something.
        pub(crate) async fn ask<C: Call>(
            &self,
            env: &Env,
            request_id: &str,
            call: &C,
        ) -> Result<C::Answer, Error> {
            self.ask_noting(env, request_id, call, None).await
        }

        /// Asks the account to change something, and to keep a line of its audit log together with the change.
        pub(crate) async fn ask_noting<C: Call>(
            &self,
            env: &Env,
            request_id: &str,
            call: &C,
            line: Option<&KeepLine>,
        ) -> Result<C::Answer, Error> {
            let body = serde_json::to_string(call).map_err(unwritten)?;
            let answer = self.exchange(env, request_id, C::VERB, body, line).await?;
            tree::from_slice(&answer).map_err(unread)
        }

        /// The way there and back, which is the same for every question.
        async fn exchange(
            &self,
            env: &Env,
            request_id: &str,
            verb: &str,
            body: String,
            line: Option<&KeepLine>,
        ) -> Result<Vec<u8>, Error> {
            let headers = Headers::new();
            headers.set("x-request-id", request_id).map_err(broken("a call's headers"))?;
            if let Some(line) = line {
                headers.set(LINE, &line.to_header()?).map_err(broken("a call's headers"))?;
            }
            let mut init = RequestInit::new();
            init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
            let address = format!("https://object/{verb}");
            let request = Request::new_with_init(&address, &init).map_err(broken("a call"))?;
            let mut response = self.send(env, request).await?;
            let body = response.bytes().await.map_err(broken("reading an answer"))?;
            let status = response.status_code();
            if status == 200 {
                return Ok(body);
            }
            let retry_after = response.headers().get("retry-after").ok().flatten();
            let retry_after_ms =
                retry_after.and_then(|seconds| seconds.parse::<u64>().ok()).map(|seconds| seconds * 1_000);
            match tree::from_slice::<rest::Failure>(&body) {
                Ok(failure) => Err(Error::from_answer(status, failure, retry_after_ms)),
                Err(_) => Err(Error::fault("an object's answer", format!("status {status} to {verb}"))),
            }
        }

        /// Hands a request over as it is: the way of a socket.
        pub(crate) async fn send(&self, env: &Env, request: Request) -> Result<Response, Error> {
            let namespace = env.durable_object(self.binding()).map_err(broken("an object's binding"))?;
            let stub = namespace.get_by_name(&self.name()).map_err(broken("an object's address"))?;
            stub.fetch_with_request(request).await.map_err(broken("reaching an object"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_paths_and_are_read_back() {
        let account = AccountId::parse("demo").unwrap();
        let inbox = InboxId::parse("main").unwrap();
        for (address, binding, name) in [
            (Address::Directory, "DIRECTORY", "directory"),
            (Address::Account(account.clone()), "ACCOUNT", "demo"),
            (Address::Inbox(account.clone(), inbox.clone()), "INBOX", "demo/main"),
            (Address::Threads(account.clone(), inbox.clone(), 7), "THREADS", "demo/main/7"),
            (Address::Files(account.clone(), inbox.clone(), 7), "FILES", "demo/main/7"),
        ] {
            assert_eq!((address.binding(), address.name().as_str()), (binding, name));
        }
        assert_eq!(Address::parse_threads("demo/main/7"), Some((account.clone(), inbox.clone(), 7)));
        assert_eq!(Address::parse_inbox("demo/main"), Some((account, inbox)));
        for bad in ["", "demo", "demo/main/7/8", "demo/main/x", "De/main/7"] {
            assert_eq!(Address::parse_threads(bad), None, "{bad}");
            assert_eq!(Address::parse_inbox(&format!("{bad}/")), None, "{bad}");
        }
    }
}
