//! `docs/api.md`: what it tells people to type works, and its checks of signatures take what is ours and nothing else.
//!
//! Commands that this machine lacks are left out; Node is always there.

use std::process::Command;

use hmac::{Hmac, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use crate::api::Program;
use crate::product::Product;
use crate::workshop::Workshop;

const PAGE: &str = include_str!("../../../docs/api.md");
const SECRET: &str = "0123456789abcdef";
const BODY: &str = r#"{"id":"0-a/7","text":"Grüße, 'quoted' \"and\" $so"}"#;

/// The code behind a heading or a mark.
fn code(mark: &str) -> String {
    let behind = PAGE.split_once(mark).expect("the page has it").1;
    let block = behind.split_once("```").expect("a block").1;
    let (_, code) = block.split_once('\n').expect("a language");
    code.split_once("```").expect("it ends").0.to_owned()
}

fn is_here(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn says(command: &mut Command) -> String {
    let output = command.output().expect("it starts");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn digits(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Headers of a delivery at that second, and whether they are good.
fn headers(seconds: u64) -> Vec<(String, bool)> {
    let sign = |secret: &str, body: &str| digits(secret, &format!("{seconds}.{body}"));
    let good = sign(SECRET, BODY);
    vec![
        (format!("t={seconds},v1={good}"), true),
        // While the secret is being changed both sign.
        (format!("t={seconds},v1={},v1={good}", sign("another", BODY)), true),
        (format!("t={seconds},v1={}", sign("another", BODY)), false),
        (format!("t={seconds},v1={}", sign(SECRET, "{}")), false),
        (format!("t={},v1={good}", seconds + 1), false),
        (format!("t={seconds},v0={good}"), false),
        ("t=,v1=".to_owned(), false),
    ]
}

#[test]
fn the_checks_of_signatures_hold() {
    // T33
    let seconds = 1_790_000_000;
    let script = code("<!-- signature: javascript -->");
    for (header, expected) in headers(seconds) {
        let call = format!(
            "{script}\nconsole.log(isParlors(process.argv[1], process.argv[2], process.argv[3], {}))",
            seconds + 299
        );
        let said = says(Command::new("node").args(["-e", &call, &header, BODY, SECRET]));
        assert_eq!(said, expected.to_string(), "{header}");
    }
    let late = format!(
        "{script}\nconsole.log(isParlors(process.argv[1], process.argv[2], process.argv[3], {}))",
        seconds + 301
    );
    let (header, _) = &headers(seconds)[0];
    assert_eq!(says(Command::new("node").args(["-e", &late, header, BODY, SECRET])), "false", "a replay");
    if is_here("python3") {
        let script = code("<!-- signature: python -->");
        for (now, late) in [(seconds + 299, false), (seconds + 301, true)] {
            let call = format!(
                "{script}\nimport sys\nprint(is_parlors(sys.argv[1], sys.argv[2].encode(), sys.argv[3], {now}))"
            );
            for (header, good) in headers(seconds) {
                let said = says(Command::new("python3").args(["-c", &call, &header, BODY, SECRET]));
                assert_eq!(said == "True", good && !late, "{header} at {now}");
            }
        }
    }
    if is_here("openssl") || Command::new("openssl").arg("version").output().is_ok() {
        let script = code("<!-- signature: shell -->");
        for (header, good) in headers(seconds) {
            let mut shell = Command::new("sh");
            shell.args(["-c", &script]).envs([("BODY", BODY), ("HEADER", &header), ("SECRET", SECRET)]);
            assert_eq!(says(&mut shell) == "good", good, "{header}");
        }
    }
}

#[test]
fn what_it_tells_people_to_type_works() {
    // P66
    if !is_here("curl") {
        return;
    }
    let shop = Workshop::new("ws-api-page");
    let program = Program::of(&shop, &["threads:read", "webhooks:write"]);
    let origin = Product::shared().origin();
    for (mark, field) in [("2. Ask:", "rows"), ("3. Be told", "secret")] {
        let typed: String = code(mark)
            .lines()
            .filter(|line| !line.contains("export "))
            .map(|line| format!("{line}\n"))
            .collect();
        let mut shell = Command::new("sh");
        shell.args(["-c", &typed]).envs([("PARLOR", origin.as_str()), ("TOKEN", program.token.as_str())]);
        let answer: Value = serde_json::from_str(&says(&mut shell)).expect("JSON");
        assert!(answer.get(field).is_some(), "{typed}: {answer}");
    }
}
