//! `/api/skills`: what people can do, and conversations may need (P40). Admins change them.

use conversation::ids::SkillId;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::skills::{DeleteSkill, ListSkills, PutSkill};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/skills`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        let call = PutSkill { id: None, content: incoming::body(request, JSON).await? };
        return reply::ok(&entry::change(visit, &call).await?);
    }
    let signed = signed(visit)?;
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &ListSkills {}).await?)
}

/// `PUT` and `DELETE` `/api/skills/{skill}`.
pub(super) async fn one(visit: &Visit<'_>, request: &mut Request, skill: SkillId) -> Result<Response, Error> {
    if request.method() == Method::Put {
        let call = PutSkill { id: Some(skill), content: incoming::body(request, JSON).await? };
        return reply::ok(&entry::change(visit, &call).await?);
    }
    reply::ok(&entry::change(visit, &DeleteSkill { id: skill }).await?)
}
