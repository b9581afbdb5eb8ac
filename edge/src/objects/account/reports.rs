//! What the account is asked for a report: what things are called, and when chatflows are open.

use conversation::availability::Mode;
use conversation::ids::ChatflowId;
use worker::{Request, Response};

use crate::error::Error;
use crate::objects::call::Call;
use crate::objects::call::reports::{Names, ReadReportNames};
use crate::objects::serve::answer;
use crate::platform::sql::ObjectSql;
use crate::store::StoreError;
use crate::store::account::{self, chatflows, colleagues, labels, people};

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ReadReportNames::VERB => answer(request, async |_: ReadReportNames| Ok(names(sql)?)).await,
        verb => super::webhooks::route(sql, verb, request).await,
    }
}

fn names(sql: &ObjectSql) -> Result<Names, StoreError> {
    let chatflows = chatflows::all(sql)?;
    let former = people::former(sql)?.into_iter().map(|agent| (agent.id.to_string(), agent.name));
    let present = people::everyone(sql)?.into_iter().map(|person| (person.id.to_string(), person.name));
    let named = chatflows.iter().map(|it| (it.targeting.id.to_string(), it.name.clone()));
    let hours = chatflows.iter().filter_map(|it| match &it.availability {
        Mode::Hours(hours) => ChatflowId::parse(&it.targeting.id).ok().map(|id| (id, hours.schedule.clone())),
        Mode::Always { .. } | Mode::Status { .. } => None,
    });
    Ok(Names {
        inboxes: account::inboxes(sql)?.into_iter().map(|it| (it.id, it.name)).collect(),
        agents: present.chain(former).collect(),
        teams: colleagues::teams(sql)?.into_iter().map(|team| (team.id.to_string(), team.name)).collect(),
        chatflows: named.collect(),
        labels: labels::all(sql)?.into_iter().map(|label| (label.id.to_string(), label.name)).collect(),
        hours: hours.collect(),
    })
}
