//! What there is to say about a chatflow's bot: everything that `conversation::bot` finds, and where its webhooks go.

use conversation::bot::{self, Bot, Does, Why};
use protocol::code::Code;
use protocol::rest::{Finding, Stops};

use super::{Surroundings, refusal, saving};
use crate::webhook;

pub(super) fn findings(bot: &Bot, around: &Surroundings) -> Vec<Finding> {
    let mut findings: Vec<Finding> = bot::check(bot, &around.catalogue)
        .into_iter()
        .map(|mistake| {
            // A bot may be kept half-built; nobody is to meet it so.
            let stops = match mistake.why {
                Why::Unreachable | Why::Endless => Stops::Publishing,
                _ => Stops::Saving,
            };
            let message = match &mistake.step {
                Some(step) => format!("step {step}: {}", mistake.problem),
                None => mistake.problem,
            };
            refusal(format!("bot.{}", mistake.at), code(mistake.why), stops, message)
        })
        .collect();
    for (place, step) in bot.steps.iter().enumerate() {
        let Does::Webhook { url, .. } = &step.does else { continue };
        let field = format!("bot.steps[{place}].url");
        if findings.iter().any(|finding| finding.field == field) {
            continue;
        }
        if let Err(problem) = webhook::target(url, around.any_loopback) {
            findings.push(saving(field, Code::RuleUrl, format!("step {}: {problem}", step.id)));
        }
    }
    findings
}

fn code(why: Why) -> Code {
    match why {
        Why::Empty => Code::TextEmpty,
        Why::TooLong => Code::TextTooLong,
        Why::TooMany => Code::TooMany,
        Why::Range => Code::NumberRange,
        Why::Unknown => Code::ReferenceUnknown,
        Why::Kind => Code::PropertyKind,
        Why::Address => Code::RuleUrl,
        Why::Twice | Why::Unreachable | Why::Endless => Code::BotInvalid,
    }
}
