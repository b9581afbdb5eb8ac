//! Skills over the real tables of the demo account.

use conversation::ids::AgentId;
use conversation::routing::{Otherwise, People, Rule};
use protocol::account::Account;
use protocol::frame::Agent;
use protocol::rest::audit::AuditFilter;
use protocol::rest::invitations::ChangePerson;

use super::*;
use crate::objects::call::audit::By;
use crate::people::change::change;
use crate::store::account::tests::imported;
use crate::store::account::{self, audit};
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

fn id(id: &str) -> SkillId {
    SkillId::parse(id).unwrap()
}

fn anna() -> AgentId {
    AgentId::parse("anna").unwrap()
}

fn add(sql: &Memory, name: &str) -> Result<Skills, Error> {
    put(sql, None, SkillContent { name: name.into() })
}

fn can(sql: &Memory, skills: &[&str]) -> Result<Vec<SkillId>, Error> {
    let mira = Agent { id: AgentId::parse("mira").unwrap(), name: "Mira".into() };
    let by = By { agent: mira, session: None, token: None };
    let skills = Some(skills.iter().map(|skill| id(skill)).collect());
    change(sql, &anna(), &ChangePerson { skills, ..ChangePerson::default() }, &by, 5).map(|info| info.skills)
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

/// What her inbox is told that she can do, and the revision.
fn told(sql: &Memory) -> (u64, Vec<SkillId>) {
    let inbox = account::people::inboxes_of(sql, &anna()).unwrap().remove(0).id;
    let (revision, crew) = colleagues::told(sql, &inbox).unwrap();
    (revision, crew.into_iter().find(|known| known.agent.id == anna()).unwrap().skills)
}

#[test]
fn who_can_do_what_is_said_and_inboxes_hear_of_it() {
    // P40
    let sql = imported();
    add(&sql, "Deutsch").unwrap();
    let there = add(&sql, "Kiln repair").unwrap();
    let ids: Vec<&str> = there.skills.iter().map(|skill| skill.id.as_str()).collect();
    assert_eq!(ids, ["deutsch", "kiln-repair"]);
    let (before, nothing) = told(&sql);
    assert_eq!(nothing, []);
    assert_eq!(
        can(&sql, &["kiln-repair", "deutsch", "deutsch"]).unwrap(),
        [id("deutsch"), id("kiln-repair")]
    );
    let (after, skills) = told(&sql);
    assert!(after > before && skills == [id("deutsch"), id("kiln-repair")]);
    let log = audit::read(&sql, &AuditFilter::default(), None, 5).unwrap();
    assert_eq!(log.lines[0].changes[0].to.as_deref(), Some("deutsch, kiln-repair"));
    // The same again is no news.
    can(&sql, &["deutsch", "kiln-repair"]).unwrap();
    assert_eq!(told(&sql).0, after);
    let renamed = put(&sql, Some(id("deutsch")), SkillContent { name: "German".into() }).unwrap();
    assert!(renamed.skills.contains(&Skill { id: id("deutsch"), name: "German".into() }));
    assert_eq!(remove(&sql, &id("kiln-repair"), 9).unwrap().skills.len(), 1);
    let (last, left) = told(&sql);
    assert!(last > after && left == [id("deutsch")]);
    assert!(!colleagues::untold(&sql, 9).unwrap().is_empty(), "every inbox hears of it");
}

#[test]
fn what_cannot_be_a_skill_is_refused() {
    // P40
    let sql = imported();
    assert_eq!(code(add(&sql, " ")), Some(Code::TextEmpty));
    assert_eq!(code(add(&sql, &"x".repeat(101))), Some(Code::TextTooLong));
    assert_eq!(code(put(&sql, Some(id("none")), SkillContent { name: "None".into() })), Some(Code::NotFound));
    assert_eq!(code(remove(&sql, &id("none"), 1)), Some(Code::NotFound));
    assert_eq!(code(can(&sql, &["none"])), Some(Code::ReferenceUnknown));
    for n in 0..SKILLS {
        add(&sql, &format!("Skill {n}")).unwrap();
    }
    assert_eq!(code(add(&sql, "One more")), Some(Code::TooMany));
}

#[test]
fn a_skill_that_a_rule_asks_for_stays() {
    // P40
    let sql = Memory::migrated(ACCOUNT);
    let mut file: Account = serde_json::from_str(include_str!("../../../../www/demo-account.json")).unwrap();
    file.skills = vec![
        Skill { id: id("deutsch"), name: "Deutsch".into() },
        Skill { id: id("kilns"), name: "Kilns".into() },
    ];
    let person = file.people.iter_mut().find(|person| person.id == anna()).unwrap();
    person.skills = vec![id("deutsch")];
    let people = People { agents: vec![anna()], skills: vec![id("deutsch")], ..People::default() };
    file.chatflows[0].routing = Rule::Owner { otherwise: Otherwise::People(people) };
    let name = file.chatflows[0].name.clone();
    let passwords = vec!["phc".to_owned(); file.people.len()];
    account::import(&sql, &file, &passwords, 1).unwrap();
    assert_eq!(told(&sql).1, [id("deutsch")], "as the file says");
    let Err(Error::Rejected(problem)) = remove(&sql, &id("deutsch"), 2) else { panic!("it was removed") };
    assert_eq!(problem.code, Code::NamedByRouting);
    assert!(problem.message.contains(&name), "{}", problem.message);
    assert_eq!(remove(&sql, &id("kilns"), 2).unwrap().skills.len(), 1);
}
