//! What the account knows of the forms of its chatflows, and keeps of what visitors fill in.

use conversation::form::{Form, Refusal, Refused};
use conversation::ids::{ChatflowId, ContactId, random_part};
use conversation::redaction::Masks;
use protocol::code::Code;
use protocol::visitor::FormNow;
use worker::{Request, Response};

use super::facts::certain;
use crate::error::Error;
use crate::forms;
use crate::lists::precedence;
use crate::objects::call::Call;
use crate::objects::call::form::{FillForm, FormFilled, LookAtForm};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::platform::sql::ObjectSql;
use crate::store::account::contacts::{self, Contact};
use crate::store::account::{self, chatflows};
use crate::store::threads::KnownAs;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        LookAtForm::VERB => answer(request, async |call: LookAtForm| look(sql, call)).await,
        FillForm::VERB => answer(request, async |call: FillForm| fill(sql, call)).await,
        verb => super::owner::route(sql, verb, request).await,
    }
}

fn form(sql: &ObjectSql, chatflow: &ChatflowId) -> Result<Option<Form>, Error> {
    Ok(chatflows::by_id(sql, chatflow)?.and_then(|chatflow| chatflow.form))
}

fn look(sql: &ObjectSql, call: LookAtForm) -> Result<FormNow, Error> {
    let LookAtForm { chatflow, visitor, named, given } = call;
    let Some(form) = form(sql, &chatflow)? else { return Ok(FormNow::default()) };
    let contact = match visitor {
        Some(visitor) => contacts::of_visitor(sql, named.as_ref(), &visitor)?.filter(certain(sql)?),
        None => None,
    };
    let (form, refused) = forms::look(sql, &form, contact.as_ref(), given.as_deref())?;
    Ok(FormNow { form, refused })
}

fn fill(sql: &ObjectSql, call: FillForm) -> Result<FormFilled, Error> {
    let FillForm { chatflow, visitor, named, mut given } = call;
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    forms::mask(&Masks::from(&itself.redaction), &mut given);
    let Some(form) = form(sql, &chatflow)? else {
        let why = Refused { property: given_property(&given)?, why: Refusal::Unknown };
        let error = Error::rejected(Code::FormInvalid, format!("{} {why}", why.property));
        return Err(error.about(format!("form.{}", why.property)));
    };
    let contact = contacts::of_visitor(sql, named.as_ref(), &visitor)?.filter(certain(sql)?);
    let filled = forms::read(sql, &form, contact.as_ref(), &given)?;
    let claims_count = !itself.verified_only;
    let contact = if claims_count || contact.is_some() {
        let proposed = format!("c-{}", random_part(random::bytes()?));
        let proposed = ContactId::parse(&proposed).map_err(|error| Error::fault("a new contact", error))?;
        forms::keep(sql, &visitor, contact, &filled, (&form, &proposed), now_ms())?
    } else {
        None
    };
    let lift = contact.as_ref().map(|contact| precedence::lift(sql, contact)).transpose()?.flatten();
    let contact =
        contact.map(|Contact { id, name, email, verified, .. }| KnownAs { id, name, email, verified });
    Ok(FormFilled { answers: filled.answers, contact, email: filled.email, lift })
}

fn given_property(given: &[conversation::form::Given]) -> Result<conversation::ids::PropertyId, Error> {
    let first = given.first().map(|given| given.property.clone());
    first.ok_or_else(|| Error::fault("a form", "nothing was filled in"))
}
