//! What owners ask of their account: chatflows, trying them out, and settings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::rest::ChangeSettings;
use worker::{Request, Response};

use crate::book::preview;
use crate::chatflow::{edit, history, scheduled};
use crate::error::Error;
use crate::objects::call::chatflows::{GetSchedule, ListVersions, PutChatflowSchedule, RollBackChatflow};
use crate::objects::call::simulation::{Books, CompiledRules, SimulatePage};
use crate::objects::call::{
    Call, CheckChatflow, CreateChatflow, DeleteChatflow, GetChatflow, GetRedaction, GetSettings,
    ListChatflows, OrderChatflows, PreviewShow, PutSettings, SaveChatflow, SwitchChatflow,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::settings;
use crate::simulation;
use crate::store::account::{self, lists::catalogue};
use crate::zones::zone;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListChatflows::VERB => answer(request, async |_: ListChatflows| edit::list(sql)).await,
        GetChatflow::VERB => answer(request, async |call: GetChatflow| edit::detail(sql, &call.id)).await,
        CreateChatflow::VERB => {
            answer(request, async |CreateChatflow { name, copy_of }| {
                edit::create(sql, &name, copy_of.as_ref(), now_ms())
            })
            .await
        }
        SaveChatflow::VERB => {
            answer(request, async |SaveChatflow { id, revision, content }| {
                edit::save(sql, &id, revision, content, now_ms())
            })
            .await
        }
        SwitchChatflow::VERB => {
            answer(request, async |SwitchChatflow { chatflow, enabled }| {
                edit::switch(sql, &chatflow, enabled, now_ms())
            })
            .await
        }
        OrderChatflows::VERB => {
            answer(request, async |call: OrderChatflows| edit::order(sql, &call.chatflows, now_ms())).await
        }
        DeleteChatflow::VERB => {
            answer(request, async |call: DeleteChatflow| edit::remove(sql, &call.id, now_ms())).await
        }
        ListVersions::VERB => answer(request, async |call: ListVersions| history::list(sql, &call.id)).await,
        RollBackChatflow::VERB => {
            answer(request, async |RollBackChatflow { id, number, revision }| {
                history::roll_back(sql, &id, number, revision, now_ms())
            })
            .await
        }
        GetSchedule::VERB => answer(request, async |call: GetSchedule| scheduled::read(sql, &call.id)).await,
        PutChatflowSchedule::VERB => {
            answer(request, async |PutChatflowSchedule { id, content, by }| {
                scheduled::put(sql, &id, &content, &by, now_ms(), &zone)
            })
            .await
        }
        CheckChatflow::VERB => {
            answer(request, async |call: CheckChatflow| edit::check(sql, &call.content, call.pages)).await
        }
        PreviewShow::VERB => {
            answer(request, async |PreviewShow { content, scene, dark }| {
                let known = super::source(sql)?.ok_or_else(Error::not_found)?;
                let catalogue = catalogue(sql)?;
                preview(known, content, (scene, dark), &catalogue, now_ms(), &zone)
            })
            .await
        }
        GetRedaction::VERB => {
            answer(request, async |_: GetRedaction| {
                Ok(account::itself(sql)?.ok_or_else(Error::not_found)?.redaction)
            })
            .await
        }
        GetSettings::VERB => answer(request, async |_: GetSettings| settings::read(sql)).await,
        PutSettings::VERB => {
            answer(
                request,
                async |PutSettings { origins, gdpr, verified_only, redaction, list_priorities }| {
                    let change = ChangeSettings { origins, gdpr, verified_only, redaction, list_priorities };
                    settings::change(sql, &change, now_ms())
                },
            )
            .await
        }
        SimulatePage::VERB => {
            answer(request, async |call: SimulatePage| simulation::simulate(sql, &call.asked)).await
        }
        CompiledRules::VERB => {
            answer(request, async |call: CompiledRules| {
                let (before, after) = simulation::books(sql, call.draft.as_ref())?;
                let encode = |bytes| STANDARD.encode(bytes);
                Ok(Books { before: encode(before), after: after.map(encode) })
            })
            .await
        }
        verb => super::lists::route(sql, verb, request).await,
    }
}
