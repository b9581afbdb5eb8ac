//! Tables for spreadsheets (RFC 4180), in which nothing that people wrote becomes a formula.

pub mod report;

use conversation::consent::Mode;
use conversation::ids::SubscriptionId;
use conversation::schedule::Date;
use protocol::rest::audit::{AuditChange, AuditLine};
use protocol::rest::receipts::ReceiptLine;
use protocol::rest::subscriptions::EndedBy;

/// The first line of the audit log's table.
#[must_use]
pub fn audit_header() -> String {
    "at,agent,name,session,token,what,on,changes\r\n".to_owned()
}

/// Appends a line of the audit log; times as in RFC 3339, in UTC.
pub fn push_audit(text: &mut String, line: &AuditLine) {
    let changes: Vec<String> = line.changes.iter().map(change).collect();
    let cells: [&str; 8] = [
        &rfc3339(line.at),
        line.by.id.as_str(),
        &line.by.name,
        line.session.as_deref().unwrap_or_default(),
        line.token.as_deref().unwrap_or_default(),
        line.what.as_str(),
        &line.on,
        &changes.join("; "),
    ];
    push_row(text, &cells);
}

/// The first line of the receipts' table.
#[must_use]
pub fn receipts_header() -> String {
    "at,inbox,thread,chatflow,choice,mode,subscription,version,hash,language,page,ended_at,ended_by,text\r\n"
        .to_owned()
}

/// Appends a receipt of consent; times as in RFC 3339, in UTC.
pub fn push_receipt(text: &mut String, line: &ReceiptLine) {
    let mode = match line.mode {
        Some(Mode::Explicit) => "explicit",
        Some(Mode::LegitimateInterest) => "legitimate_interest",
        None => "",
    };
    let (ended_at, ended_by) = match &line.ended {
        None => (String::new(), ""),
        Some(ended) => {
            let by = match &ended.by {
                EndedBy::Visitor => "visitor",
                EndedBy::Agent { id } => id.as_str(),
                EndedBy::Renewed => "renewed",
                EndedBy::Forgotten => "forgotten",
            };
            (rfc3339(ended.at), by)
        }
    };
    let subscription = line.subscription.as_ref().map(SubscriptionId::as_str).unwrap_or_default();
    push_row(
        text,
        &[
            &rfc3339(line.at),
            line.inbox.as_str(),
            line.thread.as_str(),
            line.chatflow.as_str(),
            line.choice.as_str(),
            mode,
            subscription,
            &line.version.to_string(),
            &line.hash,
            &line.language,
            line.page.as_deref().unwrap_or_default(),
            &ended_at,
            ended_by,
            &line.text,
        ],
    );
}

fn push_row(text: &mut String, cells: &[&str]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

/// An instant (ms), as RFC 3339 writes it in UTC, to the second.
fn rfc3339(at: u64) -> String {
    let seconds = at / 1_000;
    let day = i64::try_from(seconds / 86_400).ok().and_then(Date::of_day);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
}

fn change(change: &AuditChange) -> String {
    let part = |value: &Option<String>| value.clone().unwrap_or_default();
    format!("{}: {} → {}", change.field, part(&change.from), part(&change.to))
}

/// A cell that begins as formulas do gets an apostrophe before it: a spreadsheet then reads it as text.
fn push_cell(text: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guarded = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if guarded.contains([',', '"', '\r', '\n']) {
        text.push('"');
        text.push_str(&guarded.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(&guarded);
    }
}

#[cfg(test)]
mod tests {
    use conversation::ids::AgentId;
    use protocol::frame::Agent;
    use protocol::rest::audit::What;

    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        let mut text = String::new();
        push_cell(&mut text, cell);
        assert_eq!(text, expected);
    }

    #[test]
    fn what_people_wrote_is_text() {
        check("Mira", "Mira");
        check("Okafor, Mira", "\"Okafor, Mira\"");
        check("the \"boss\"", "\"the \"\"boss\"\"\"");
        check("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
        check("+1", "'+1");
        check("@all", "'@all");
        check("two\nlines", "\"two\nlines\"");
        check("", "");
    }

    #[test]
    fn a_line_of_the_log_is_a_row() {
        // P70
        let mut text = audit_header();
        let line = AuditLine {
            id: 1,
            at: 1_795_000_000_000,
            by: Agent { id: AgentId::parse("mira").unwrap(), name: "Mira".into() },
            session: Some("ab12".into()),
            token: None,
            what: What::PersonChanged,
            on: "anna".into(),
            changes: vec![AuditChange {
                field: "role".into(),
                from: Some("agent".into()),
                to: Some("admin".into()),
            }],
        };
        push_audit(&mut text, &line);
        let row = text.lines().nth(1).unwrap();
        assert_eq!(row, "2026-11-18T11:06:40Z,mira,Mira,ab12,,person_changed,anna,role: agent → admin");
    }
}
