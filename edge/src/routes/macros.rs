//! Macros (P46): everybody's, one's own, and running one.

use conversation::desk::Macro as Named;
use conversation::ids::{InboxId, MacroId, ThreadId};
use conversation::macros::{Part, Say, Steps, To};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::InboxInfo;
use protocol::rest::macros::{Macro, RunMacro};
use protocol::rest::views::{ActedOnMany, Refused};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, Signed, signed};
use super::threads::{address, assigned, membership, team_of};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::macros::{DeleteMacro, ListMacros, Owner, PutMacro, ReadyMacro, Run};
use crate::objects::call::{Act, ForwardAct};
use crate::platform::{incoming, reply};

/// Most threads of one run.
const MANY: usize = 100;

/// `GET`, and `POST` a new one, `/api/macros`; `shared` is whether the road is everybody's.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request, shared: bool) -> Result<Response, Error> {
    if request.method() == Method::Post {
        return put(visit, request, shared, None).await;
    }
    let signed = signed(visit)?;
    let call = ListMacros { me: signed.session.id.clone() };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}

/// `PUT` and `DELETE` one.
pub(super) async fn one(
    visit: &Visit<'_>,
    request: &mut Request,
    shared: bool,
    id: MacroId,
) -> Result<Response, Error> {
    if request.method() == Method::Put {
        return put(visit, request, shared, Some(id)).await;
    }
    let me = signed(visit)?.session.id;
    reply::ok(&entry::change(visit, &DeleteMacro { me, shared, id }).await?)
}

async fn put(
    visit: &Visit<'_>,
    request: &mut Request,
    shared: bool,
    id: Option<MacroId>,
) -> Result<Response, Error> {
    let me = signed(visit)?.session.id;
    let content = incoming::body(request, "application/json").await?;
    reply::ok(&entry::change(visit, &PutMacro { me, shared, id, content }).await?)
}

/// `POST /api/inboxes/{inbox}/macros/{macro}/run`. Whatever is wrong with the macro itself refuses the whole; what is
/// wrong with it in one thread refuses that one.
pub(super) async fn run(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    id: MacroId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let info = membership(&signed, &inbox)?;
    let RunMacro { client_message_id, threads } = incoming::body(request, "application/json").await?;
    if threads.len() > MANY {
        return Err(Error::rejected(Code::TooMany, format!("at most {MANY} threads")).about("threads"));
    }
    let account = Address::Account(signed.account.clone());
    let call = ReadyMacro { me: signed.session.id.clone(), id };
    let Macro { id, name, steps, .. } = account.ask(visit.env, visit.id, &call).await?;
    let owner = owner(&steps, &signed, &info).map_err(|error| error.about(Part::Assign.as_str()))?;
    let Steps { comment, reply: said, add, remove, then, .. } = steps;
    let run = Run {
        client_message_id,
        named: Named { id, name },
        comment,
        reply: said.and_then(|said| match said {
            Say::Text(text) => Some(text),
            Say::Saved(_) => None,
        }),
        owner,
        add,
        remove,
        then,
        account_name: signed.session.account_name.clone(),
    };
    let by = Agent { id: signed.session.id.clone(), name: signed.session.name.clone() };
    let (mut done, mut refused): (Vec<ThreadId>, Vec<Refused>) = (Vec::new(), Vec::new());
    for thread in threads {
        let act = Act::Run(Box::new(run.clone()));
        let call = ForwardAct { thread: thread.clone(), act, by: by.clone() };
        match address(&signed, &inbox).ask(visit.env, visit.id, &call).await {
            Ok(_) => done.push(thread),
            Err(error) => {
                let part = error.field().and_then(Part::parse).map(|part| part.as_str().to_owned());
                refused.push(Refused { thread, code: error.code().as_str().to_owned(), part });
            }
        }
    }
    reply::ok(&ActedOnMany { done, refused })
}

/// To whom it is given, if they can have it here.
fn owner(steps: &Steps, signed: &Signed, inbox: &InboxInfo) -> Result<Option<Owner>, Error> {
    let agent = |id| Ok::<_, Error>(assigned(Some(id), inbox)?.map(Owner::Agent));
    match &steps.assign {
        None => Ok(None),
        Some(To::Nobody) => Ok(Some(Owner::Nobody)),
        Some(To::Me) => agent(signed.session.id.clone()),
        Some(To::Agent(id)) => agent(id.clone()),
        Some(To::Team(team)) => Ok(Some(Owner::Team(team_of(team, inbox)?))),
    }
}
