//! What is said of one route: its address, who may ask, what goes in and what comes out.
//!
//! Knows the parts of an entry and which codes come with each of them. Does not know the routes, or OpenAPI.

use conversation::access::Scope;
use protocol::code::Code;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the schema of a type, or a reference to it.
pub(crate) type Make = fn(&mut SchemaGenerator) -> Schema;

/// How a route is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
    /// `PATCH`.
    Patch,
}

impl Method {
    /// As in a request.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }
}

/// Which part of the product a route belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Widgets on other people's pages.
    Visitors,
    /// Signing in.
    Session,
    /// Threads and inboxes.
    Threads,
    /// Chatflows.
    Chatflows,
    /// Lists of contacts.
    Lists,
    /// Settings of the account.
    Settings,
    /// The operator's own programs.
    Operator,
    /// Pages and files.
    Files,
}

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anybody,
    /// A page whose origin is on the account's list.
    Site,
    /// Our own page, without a session yet.
    OwnPage,
    /// Whoever is signed in.
    Session,
    /// Whoever is signed in, with proof that our own page sent it: it changes something.
    Change,
    /// The console's socket: signed in, from our own page.
    Socket,
    /// Programs that hold the operator's secret.
    Secret,
}

/// What goes in.
#[derive(Clone, Copy)]
pub struct Body {
    /// `application/json`, or `text/plain` for what pages send without a preflight.
    pub content_type: &'static str,
    pub(crate) schema: Make,
}

/// What comes out when it works.
#[derive(Clone, Copy)]
pub enum Answer {
    /// 200 with JSON.
    Json {
        /// In a few words.
        about: &'static str,
        #[doc(hidden)]
        schema: Schemas,
    },
    /// 200 with bytes of this content type.
    Bytes {
        /// In a few words.
        about: &'static str,
        /// Of these content types.
        content_types: &'static [&'static str],
    },
    /// A status without a body.
    Status(u16, &'static str),
}

/// A [`Make`], kept out of the public face.
#[derive(Clone, Copy)]
pub struct Schemas(pub(crate) Make);

/// A parameter of the query.
#[derive(Clone, Copy)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) schema: Make,
}

/// One method of one route.
pub struct Operation {
    /// How.
    pub method: Method,
    /// Where; `{name}` is a part of the path.
    pub path: &'static str,
    /// Unique; what a generated client calls it.
    pub id: &'static str,
    /// In a few words.
    pub summary: &'static str,
    /// What else there is to know.
    pub about: &'static str,
    /// Its part.
    pub tag: Tag,
    /// Who may ask.
    pub access: Access,
    /// The scope that a token needs; without one it is for people.
    pub scope: Option<Scope>,
    /// What goes in.
    pub body: Option<Body>,
    /// What comes out when it works; the first is the usual one.
    pub answers: Vec<Answer>,
    pub(crate) query: Vec<Parameter>,
    own_codes: Vec<Code>,
}

const BYTES: &str = "application/octet-stream";

/// What reading a body can find wrong.
const BODY: [Code; 10] = [
    Code::BodyEmpty,
    Code::BodyTooLarge,
    Code::JsonSyntax,
    Code::JsonType,
    Code::JsonDuplicateKey,
    Code::JsonDepth,
    Code::UnknownField,
    Code::MissingField,
    Code::IdFormat,
    Code::TextEncoding,
];

impl Operation {
    fn new(method: Method, path: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            path,
            id,
            summary,
            about: "",
            tag: Tag::Files,
            access: Access::Anybody,
            scope: None,
            body: None,
            answers: Vec::new(),
            query: Vec::new(),
            own_codes: Vec::new(),
        }
    }

    pub(crate) fn get(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self::new(Method::Get, path, id, summary)
    }

    pub(crate) fn post(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self::new(Method::Post, path, id, summary)
    }

    pub(crate) fn put(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self::new(Method::Put, path, id, summary)
    }

    pub(crate) fn patch(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self::new(Method::Patch, path, id, summary)
    }

    pub(crate) fn delete(path: &'static str, id: &'static str, summary: &'static str) -> Self {
        Self::new(Method::Delete, path, id, summary)
    }

    pub(crate) fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    pub(crate) fn belongs_to(mut self, tag: Tag, access: Access) -> Self {
        (self.tag, self.access) = (tag, access);
        self
    }

    pub(crate) fn takes<T: JsonSchema>(mut self) -> Self {
        let content_type = if self.access == Access::Site { "text/plain" } else { "application/json" };
        self.body = Some(Body { content_type, schema: |generator| generator.subschema_for::<T>() });
        self
    }

    /// Bytes of any kind, as they are.
    pub(crate) fn takes_bytes(mut self) -> Self {
        self.body = Some(Body { content_type: BYTES, schema: |_| schemars::json_schema!({}) });
        self
    }

    pub(crate) fn may_name<T: JsonSchema>(mut self, name: &'static str, about: &'static str) -> Self {
        self.query.push(Parameter { name, about, schema: |generator| generator.subschema_for::<T>() });
        self
    }

    pub(crate) fn answers<T: JsonSchema>(mut self, about: &'static str) -> Self {
        let schema = Schemas(|generator| generator.subschema_for::<T>());
        self.answers.push(Answer::Json { about, schema });
        self
    }

    pub(crate) fn sends(mut self, content_types: &'static [&'static str], about: &'static str) -> Self {
        self.answers.push(Answer::Bytes { about, content_types });
        self
    }

    pub(crate) fn or(mut self, status: u16, about: &'static str) -> Self {
        self.answers.push(Answer::Status(status, about));
        self
    }

    pub(crate) fn refuses(mut self, codes: &[Code]) -> Self {
        self.own_codes.extend(codes);
        self
    }

    /// Whether it takes an `Idempotency-Key`.
    #[must_use]
    pub fn can_be_once(&self) -> bool {
        self.access == Access::Change && self.method == Method::Post
    }

    /// Every code it can answer with, each once, in the order of [`Code::ALL`].
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        let mut codes = self.own_codes.clone();
        if self.body.is_some_and(|body| body.content_type != BYTES) {
            codes.extend(BODY);
        }
        // Ids of other shapes are told apart before anything else; a loader for nobody is no error.
        if self.path.contains('{') && self.tag != Tag::Files {
            codes.push(Code::IdFormat);
        }
        codes.extend(match self.access {
            Access::Anybody => &[][..],
            Access::Site => &[Code::NotFound, Code::OriginForbidden, Code::ContentType],
            Access::OwnPage => &[Code::Csrf],
            Access::Session => &[Code::Unauthenticated, Code::SessionExpired, Code::CredentialsMixed],
            Access::Change => {
                &[Code::Unauthenticated, Code::SessionExpired, Code::CredentialsMixed, Code::Csrf]
            }
            Access::Socket => &[Code::Unauthenticated, Code::SessionExpired, Code::OriginForbidden],
            Access::Secret => &[Code::NotFound],
        });
        // A role or a token may not, whatever the route.
        if matches!(self.access, Access::Session | Access::Change | Access::Socket) {
            codes.push(Code::Forbidden);
        }
        if self.can_be_once() {
            codes.extend([Code::KeyFormat, Code::KeyReused, Code::KeyRunning]);
        }
        let reads_nothing = self.body.is_none() && self.access == Access::Site;
        let writes = self.body.is_some() || self.access == Access::Change;
        codes.push(Code::Internal);
        if writes && self.tag != Tag::Visitors {
            codes.push(Code::StorageFull);
        }
        Code::ALL
            .iter()
            .copied()
            .filter(|code| codes.contains(code) && !(reads_nothing && *code == Code::ContentType))
            .collect()
    }
}
