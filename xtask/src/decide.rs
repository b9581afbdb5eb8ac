//! `cargo xtask decide`: targeting from the command line, one JSON object a line.
//!
//! Knows lines, positions and exit codes. The decision is the compiled engine's, the same as at the edge.

mod request;

use std::{
    io::{self, BufRead, Write},
    path::Path,
    process::ExitCode,
};

use serde::Serialize;
use targeting::{OwnedBook, PageUrl, Trace, json::Chatflow};

use crate::account::{AccountFile, Purpose};
use crate::place;
use request::{Request, Unreadable};

/// Printed by `--help` and after a word that is not understood.
pub(crate) const USAGE: &str = "usage: cargo xtask decide [--explain] [--account FILE] < requests.jsonl

Reads one JSON object a line and writes one line of JSON for each:
  {\"chatflows\": [...], \"url\": \"https://...\", \"visitor\": {\"known\": true, \"lists\": [\"vip\"]}}
  {\"show\": \"pricing\"}, {\"show\": null} or {\"error\": {\"code\", \"message\", \"line\", \"column\"}}

  --explain       adds \"trace\": why each chatflow is shown or not, rule by rule
  --account FILE  a JSON file with \"chatflows\"; lines then need only \"url\" and, for a known contact, \"visitor\"

Exit code: 0 if every line could be read, 1 if not, 2 if the command or the file could not be understood.";

/// Reads requests from standard input and answers each with one line of JSON.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let options = match Options::read(args) {
        Ok(options) => options,
        Err(message) => {
            place::warn(message);
            return ExitCode::from(2);
        }
    };
    match answer_all(&options, io::stdin().lock(), io::BufWriter::new(io::stdout().lock())) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        // Whoever reads us has seen enough (`| head`).
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            place::warn(format_args!("decide: {error}"));
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Options {
    explain: bool,
    account: Option<Vec<Chatflow>>,
}

impl Options {
    fn read(args: &[String]) -> Result<Self, String> {
        let mut options = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let file = match arg.as_str() {
                "--explain" => {
                    options.explain = true;
                    continue;
                }
                "--account" => args.next().map(String::as_str),
                other => other.strip_prefix("--account="),
            };
            options.account = Some(read_account(file.ok_or(USAGE)?)?);
        }
        Ok(options)
    }
}

fn read_account(file: &str) -> Result<Vec<Chatflow>, String> {
    let account =
        AccountFile::read(Path::new(file), Purpose::Targeting).map_err(|stop| format!("decide: {stop}"))?;
    for warning in account.warnings() {
        place::warn(warning);
    }
    Ok(account.chatflows)
}

/// What is written for a line.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Decided {
        show: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        trace: Option<Trace>,
    },
    Unreadable {
        error: Unreadable,
    },
}

/// Answers every line that is not blank; returns how many could not be read.
fn answer_all(options: &Options, mut input: impl BufRead, mut output: impl Write) -> io::Result<usize> {
    let mut errors = 0;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if number == 1 && line.starts_with("\u{FEFF}".as_bytes()) {
            line.drain(..3);
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer(options, &line).unwrap_or_else(|unreadable| {
            errors += 1;
            Answer::Unreadable { error: Unreadable { line: number, ..unreadable } }
        });
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        // Whoever feeds us line by line waits for this.
        output.flush()?;
    }
    Ok(errors)
}

fn answer(options: &Options, line: &[u8]) -> Result<Answer, Unreadable> {
    let Request { chatflows, url, visitor } = request::read(line, options.account.is_some())?;
    let chatflows = chatflows.as_deref().or(options.account.as_deref()).unwrap_or_default();
    let compiled = targeting::compile(chatflows);
    let book = OwnedBook::read(compiled.bytes)
        .map_err(|error| Unreadable::new("rule_book", format!("the chatflows make no rule book: {error}")))?;
    let page = PageUrl::parse(&url);
    visitor.with(|visitor| {
        let winner = targeting::decide(&book.book(), &page, visitor)
            .map_err(|missing| Unreadable::new("undecided", missing.to_string()))?;
        Ok(Answer::Decided {
            show: winner.map(|winner| winner.id().to_owned()),
            trace: options.explain.then(|| targeting::explain(&book.book(), &page, visitor)),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(options: &Options, input: &[u8]) -> (usize, Vec<String>) {
        let mut output = Vec::new();
        let errors = answer_all(options, input, &mut output).unwrap();
        (errors, String::from_utf8(output).unwrap().lines().map(str::to_owned).collect())
    }

    #[track_caller]
    fn check(input: &[u8], expected: &[&str]) {
        let (errors, lines) = run(&Options::default(), input);
        assert_eq!(lines.len(), expected.len(), "{lines:?}");
        for (line, start) in lines.iter().zip(expected) {
            assert!(line.starts_with(start), "{line} should begin with {start}");
        }
        assert_eq!(errors, expected.iter().filter(|line| line.starts_with("{\"error\"")).count());
    }

    const ALL: &str = r#"{"chatflows":[{"id":"a","include":[{"op":"all"}]}],"url":"https://x.example/"}"#;

    #[test]
    fn answers_line_by_line_and_goes_on_after_an_error() {
        let input = format!("{ALL}\n\n  \t\r\n{{oops\n{ALL}\r\n{ALL}");
        let show = r#"{"show":"a"}"#;
        check(
            input.as_bytes(),
            &[
                show,
                r#"{"error":{"code":"json","message":"key must be a string","line":4,"column":2}}"#,
                show,
                show,
            ],
        );
    }

    #[test]
    fn says_what_cannot_be_read() {
        check(b"\xEF\xBB\xBF{}", &[r#"{"error":{"code":"url","#]);
        check(b"[]", &[r#"{"error":{"code":"shape","#]);
        check(
            b"{\"url\":\"\xFF\"}",
            &[r#"{"error":{"code":"utf8","message":"invalid UTF-8","line":1,"column":9}}"#],
        );
        check(b"{\"url\":\"https://x.example/\"}", &[r#"{"error":{"code":"chatflows","#]);
        check(br#"{"chatflows":[],"url":null}"#, &[r#"{"error":{"code":"url","#]);
        check(br#"{"chatflows":[{}],"url":""}"#, &[r#"{"error":{"code":"shape","#]);
        check(
            br#"{"chatflows":[],"url":""} x"#,
            &[r#"{"error":{"code":"json","message":"trailing characters","line":1,"column":27}}"#],
        );
        check("[".repeat(100_000).as_bytes(), &[r#"{"error":{"#]);
    }

    #[test]
    fn passes_over_what_targeting_does_not_know() {
        let flow = r#"{"id":"a","name":"A","welcome":{"en":"Hi"},"include":[{"op":"all","note":1}],"exclude":null,"enabled":null,
            "priority":null,"audience":{"who":"everyone","lists":null,"more":true}}"#
            .replace('\n', "");
        let line = format!(
            r#"{{"name":"case","chatflows":[{flow}],"url":"about:blank","visitor":{{"country":"PT"}}}}"#
        );
        check(line.as_bytes(), &[r#"{"show":"a"}"#]);
    }

    #[test]
    fn fails_closed_on_what_is_newer() {
        let line = |include: &str, audience: &str| {
            format!(
                r#"{{"chatflows":[{{"id":"a","include":[{include}],"audience":{{"who":"{audience}"}}}}],"url":"https://x.example/"}}"#
            )
        };
        check(line(r#"{"op":"sounds_like","value":"x"}"#, "everyone").as_bytes(), &[r#"{"show":null}"#]);
        check(line(r#"{"op":"all"}"#, "left_handed").as_bytes(), &[r#"{"show":null}"#]);
        check(line(r#"{"op":"sounds_like"},{"op":"all"}"#, "everyone").as_bytes(), &[r#"{"show":"a"}"#]);
    }

    #[test]
    fn account_file_stands_in_for_missing_chatflows() {
        let vip = serde_json::from_str(r#"[{"id":"vip","audience":{"who":"known"}}]"#);
        let options = Options { explain: false, account: vip.ok() };
        let input = br#"{"url":"https://x.example/","visitor":{"known":true}}
            {"url":"https://x.example/"}"#;
        assert_eq!(
            run(&options, input),
            (0, vec![r#"{"show":"vip"}"#.to_owned(), r#"{"show":null}"#.to_owned()])
        );
        let (_, lines) = run(&options, ALL.as_bytes());
        assert_eq!(lines, [r#"{"show":"a"}"#], "a line's own chatflows win");
    }

    #[test]
    fn explain_adds_the_trace() {
        let (_, lines) = run(&Options { explain: true, account: None }, ALL.as_bytes());
        let answer: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        assert_eq!(answer["show"], "a");
        assert_eq!(answer["trace"]["show"], "a");
        assert_eq!(answer["trace"]["chatflows"][0]["verdict"], "won");
    }

    #[test]
    fn long_lines_are_lines() {
        let mut input = ALL.replace("x.example/", &format!("x.example/{}", "a".repeat(3_000_000)));
        input.push('\n');
        input.push_str(ALL);
        check(input.as_bytes(), &[r#"{"show":"a"}"#, r#"{"show":"a"}"#]);
    }
}
