//! Who works here, who is there, who gets what, and what visitors are told of that.

use protocol::availability::{Now, TeamRequest, Told};
use protocol::code::Code;
use protocol::rest::people::{People, PersonInfo, Presence, PresenceState, TeamContent, Teams, Work};
use protocol::rest::policy::{RoutingSimulation, SimulateRouting};
use protocol::rest::routing::{Colleagues, Forecast, Routing};
use protocol::rest::skills::{SkillContent, Skills};
use protocol::visitor::{FormNow, FormRequest};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use conversation::ids::ChatflowId;

use crate::operation::{Access, Operation, Tag};

/// Milliseconds since 1970.
struct Instant;

impl JsonSchema for Instant {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": 253_402_300_799_000_u64})
    }
}

pub(super) fn all() -> Vec<Operation> {
    let see = |operation: Operation| operation.belongs_to(Tag::Settings, Access::Session);
    let change = |operation: Operation| operation.belongs_to(Tag::Settings, Access::Change);
    let admin = |operation: Operation| change(operation).refuses(&[Code::Forbidden, Code::ContentType]);
    let (team, work) = ("/api/teams/{team}", "/api/people/{agent}/work");
    let skill = "/api/skills/{skill}";
    let hours = [Code::NumberRange, Code::ScheduleInvalid, Code::TimeZoneUnknown, Code::NotFound];
    let texts = [Code::TextEmpty, Code::TextTooLong, Code::TextEncoding];
    let named = [Code::TextEmpty, Code::TextTooLong, Code::TextEncoding, Code::ReferenceUnknown];
    vec![
        Operation::get("/v1/{account}/availability", "availability", "What visitors are told of a team")
            .belongs_to(Tag::Visitors, Access::Site)
            .about("The same as in the answer of `decide`; asked again when that is over.")
            .may_name::<ChatflowId>("chatflow", "Of which chatflow; it has to be named.")
            .answers::<Told>("What holds now, and until when the clock does not change it.")
            .refuses(&[Code::FilterUnknown, Code::MissingField]),
        Operation::post("/v1/{account}/availability", "teamNow", "What one visitor is told of a team")
            .belongs_to(Tag::Visitors, Access::Site)
            .about(
                "As the answer of `decide` would say now: what the owner of their contact can do, and how they are asked \
                 for their address. The token goes in the body and never in the address.",
            )
            .takes::<TeamRequest>()
            .answers::<Now>("What holds now, and until when the clock does not change it."),
        Operation::get("/v1/{account}/faces", "face", "The picture of whoever a visitor was told the name of")
            .belongs_to(Tag::Visitors, Access::Site)
            .about("Where a chatflow says that there are pictures. Who else works there is told nobody.")
            .may_name::<String>("name", "As the chat calls them; it has to be named.")
            .sends(&["image/png", "image/jpeg", "image/webp"], "The picture.")
            .or(204, "They have none, or nobody is called like that.")
            .refuses(&[Code::FilterUnknown, Code::MissingField]),
        Operation::post("/v1/{account}/form", "formNow", "What of a chatflow's form a visitor is asked")
            .belongs_to(Tag::Visitors, Access::Site)
            .about(
                "Asked when the chat is opened, and once more before a message goes with what was filled in, which is sent with \
                 the message that begins the conversation. What is known of the visitor is not asked. Changes nothing.",
            )
            .takes::<FormRequest>()
            .answers::<FormNow>("What is asked, and what of the given answers would be refused."),
        see(Operation::get("/api/me/presence", "presence", "Whether one is there oneself"))
            .answers::<PresenceState>("What was declared.")
            .refuses(&[Code::NotFound]),
        change(Operation::put("/api/me/presence", "putPresence", "Comes or goes"))
            .about("Declared, and nothing else: an open tab says nothing, and a closed one neither.")
            .takes::<Presence>()
            .answers::<PresenceState>("What holds now.")
            .refuses(&[Code::NotFound, Code::ContentType]),
        see(Operation::get("/api/people", "people", "Who works here")).answers::<People>("Everybody, by name."),
        admin(Operation::put("/api/people/{agent}/presence", "putPresenceOf", "Says for somebody that they are away"))
            .takes::<Presence>()
            .answers::<PresenceState>("What holds now; it names who said so.")
            .refuses(&[Code::NotFound]),
        admin(Operation::put(work, "putWork", "How much somebody takes, and when they work"))
            .takes::<Work>()
            .answers::<PersonInfo>("The person as they are now.")
            .refuses(&hours),
        see(Operation::get("/api/teams", "teams", "The teams")).answers::<Teams>("All of them, by name."),
        admin(Operation::post("/api/teams", "createTeam", "Makes a team"))
            .takes::<TeamContent>()
            .answers::<Teams>("All of them, by name.")
            .refuses(&named)
            .refuses(&[Code::TooMany]),
        admin(Operation::put(team, "saveTeam", "Changes a team"))
            .takes::<TeamContent>()
            .answers::<Teams>("All of them, by name.")
            .refuses(&named)
            .refuses(&[Code::NotFound]),
        admin(Operation::delete(team, "deleteTeam", "Removes a team"))
            .about("Not while the routing of a chatflow names it. The body is not read, its type `application/json` is.")
            .answers::<Teams>("Those that are left.")
            .refuses(&[Code::NotFound, Code::NamedByRouting]),
        see(Operation::get("/api/skills", "skills", "What people can do"))
            .answers::<Skills>("All of them, by name. Who can do what is told with the people."),
        admin(Operation::post("/api/skills", "createSkill", "Adds a skill"))
            .about("Routing rules may ask for it. Who has it is said with `PUT /api/people/{agent}`.")
            .takes::<SkillContent>()
            .answers::<Skills>("All of them, by name.")
            .refuses(&texts)
            .refuses(&[Code::TooMany]),
        admin(Operation::put(skill, "saveSkill", "Gives a skill another name"))
            .takes::<SkillContent>()
            .answers::<Skills>("All of them, by name.")
            .refuses(&texts)
            .refuses(&[Code::NotFound]),
        admin(Operation::delete(skill, "deleteSkill", "Removes a skill"))
            .about(
                "Nobody has it any more. Not while the routing of a chatflow asks for it. The body is not read, its type \
                 `application/json` is.",
            )
            .answers::<Skills>("Those that are left.")
            .refuses(&[Code::NotFound, Code::NamedByRouting]),
        Operation::get("/api/inboxes/{inbox}/colleagues", "colleagues", "Who is there, and who waits")
            .belongs_to(Tag::Threads, Access::Session)
            .answers::<Colleagues>("Everybody who works in the inbox, how much they have, and what waits.")
            .refuses(&[Code::NotFound]),
        Operation::get("/api/threads/{inbox}/{thread}/routing", "routing", "Why a thread went where it went")
            .belongs_to(Tag::Threads, Access::Session)
            .answers::<Routing>("What was decided, by which facts, and whether it waits.")
            .refuses(&[Code::NotFound]),
        Operation::get("/api/chatflows/{chatflow}/availability", "forecast", "What visitors will be told, and when")
            .belongs_to(Tag::Chatflows, Access::Session)
            .about("With everybody as present and as busy as now; working and business hours change with the clock.")
            .may_name::<Instant>("at", "From when on; now if absent.")
            .may_name::<Instant>("until", "Until when, 100 days later at most; four weeks later if absent.")
            .answers::<Forecast>("One span after the other, without gaps.")
            .refuses(&[Code::NotFound, Code::FilterUnknown, Code::LimitRange]),
        admin(Operation::post(
            "/api/chatflows/{chatflow}/routing/simulate",
            "simulateRouting",
            "What a routing rule would have done in the last seven days",
        ))
        .belongs_to(Tag::Chatflows, Access::Change)
        .about(
            "Beside what the rule does that is saved; nothing is changed. Who was there when is remembered, how long each \
             conversation kept somebody too. At most 10,000 conversations, the newest.",
        )
        .takes::<SimulateRouting>()
        .answers::<RoutingSimulation>("How long visitors would have waited, and who would have had how much.")
        .refuses(&hours)
        .refuses(&[Code::ReferenceUnknown]),
    ]
}
