use conversation::ids::LabelId;
use conversation::macros::{Span, Then};
use protocol::rest::saved_replies::SaveReply;
use protocol::rest::views::{Colour, SaveLabel};
use serde_json::json;

use super::*;
use crate::store::account::import;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

/// An account of Ida and Tom, with the label "vip".
fn account() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let person = |id: &str, role: &str| json!({"id": id, "name": id, "email": format!("{id}@a.test"), "password": "a long password", "role": role});
    let file = json!({"account": "a", "name": "A", "origins": [], "people": [person("ida", "admin"), person("tom", "agent")]});
    let file = serde_json::from_value(file).unwrap();
    assert!(import(&sql, &file, &["one".into(), "two".into()], 5).unwrap());
    super::super::put_label(&sql, None, &SaveLabel { name: "vip".into(), colour: Colour::Red }).unwrap();
    sql
}

fn vip() -> LabelId {
    LabelId::parse("vip").unwrap()
}

fn save(name: &str, steps: Steps) -> SaveMacro {
    SaveMacro { name: name.into(), steps }
}

fn close() -> Steps {
    Steps { then: Some(Then::Close), ..Steps::default() }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, code: Code) -> String {
    let error = result.expect_err("it is refused");
    assert_eq!(error.code(), code);
    format!("{error:?}")
}

#[test]
fn a_macro_is_everybodys_or_ones_own() {
    // P46
    let sql = account();
    let (ida, tom) = (agent("ida"), agent("tom"));
    let shared = put(&sql, &ida, true, None, &save(" All  done ", close())).unwrap().macros;
    assert_eq!((shared[0].id.as_str(), shared[0].name.as_str()), ("all-done", "All done"));
    let own = put(&sql, &tom, false, None, &save("all DONE", close())).unwrap().macros;
    let own = own.iter().find(|one| !one.shared).unwrap().id.clone();
    assert_eq!(list(&sql, &ida).unwrap().macros.len(), 1);

    // Neither road reaches what is on the other, nor what is another's.
    let other = save("other", close());
    for (me, shared, id) in
        [(&ida, false, &own), (&tom, true, &own), (&ida, true, &own), (&tom, false, &shared[0].id)]
    {
        refused(put(&sql, me, shared, Some(id.clone()), &other), Code::NotFound);
        refused(remove(&sql, me, shared, id), Code::NotFound);
    }
    refused(ready(&sql, &ida, &own), Code::NotFound);
    refused(put(&sql, &tom, false, None, &save("All Done", close())), Code::MacroTaken);
    assert_eq!(remove(&sql, &tom, false, &own).unwrap().macros.len(), 1);
}

#[test]
fn what_a_macro_names_is_there_when_it_is_saved() {
    // P46
    let sql = account();
    let (ida, tom) = (agent("ida"), agent("tom"));
    let own = SaveReply { name: "mine".into(), text: "Mine.".into() };
    let own = saved_replies::put(&sql, &tom, false, None, &own).unwrap().saved_replies[0].id.clone();
    let none = Steps::default;
    let text = |text: &str| Some(Say::Text(text.into()));
    let sends_own = Steps { reply: Some(Say::Saved(own)), ..none() };
    for (steps, code, field) in [
        (none(), Code::MacroSteps, "\"steps\""),
        (Steps { add: vec![vip()], remove: vec![vip()], ..none() }, Code::MacroSteps, "steps.add"),
        (Steps { add: vec![LabelId::parse("late").unwrap()], ..none() }, Code::ReferenceUnknown, "steps.add"),
        (
            Steps { assign: Some(To::Agent(agent("nobody"))), ..none() },
            Code::ReferenceUnknown,
            "steps.assign",
        ),
        (sends_own.clone(), Code::ReferenceUnknown, "steps.reply"),
        (Steps { reply: text(" "), ..none() }, Code::TextEmpty, "steps.reply"),
        (Steps { reply: text("{{contact.shoe}}"), ..none() }, Code::VariableUnknown, "steps.reply"),
        (Steps { comment: Some("{{agent.name".into()), ..none() }, Code::VariableUnknown, "steps.comment"),
        (
            Steps { then: Some(Then::Snooze(Span { minutes: Some(0) })), ..none() },
            Code::NumberRange,
            "steps.then",
        ),
    ] {
        let told = refused(put(&sql, &ida, true, None, &save("a", steps.clone())), code);
        assert!(told.contains(field), "{steps:?}: {told}");
    }
    // One's own macro sends one's own reply.
    put(&sql, &tom, false, None, &save("mine", sends_own)).unwrap();
}

#[test]
fn what_is_no_more_is_named_when_a_macro_runs() {
    // P46: nothing of it happens then
    let sql = account();
    let ida = agent("ida");
    let hours = SaveReply { name: "hours".into(), text: "From 9 to 5.".into() };
    let hours = saved_replies::put(&sql, &ida, true, None, &hours).unwrap().saved_replies[0].id.clone();
    let steps = Steps {
        reply: Some(Say::Saved(hours.clone())),
        add: vec![vip()],
        then: Some(Then::Close),
        ..Steps::default()
    };
    let id = put(&sql, &ida, true, None, &save("Hours", steps)).unwrap().macros[0].id.clone();
    let made_ready = ready(&sql, &agent("tom"), &id).unwrap();
    assert_eq!(made_ready.steps.reply, Some(Say::Text("From 9 to 5.".into())));
    saved_replies::remove(&sql, &ida, true, &hours).unwrap();
    assert!(refused(ready(&sql, &ida, &id), Code::ReferenceUnknown).contains("\"reply\""));
    super::super::remove_label(&sql, &vip()).unwrap();
    assert!(refused(ready(&sql, &ida, &id), Code::ReferenceUnknown).contains("\"labels\""));
}
