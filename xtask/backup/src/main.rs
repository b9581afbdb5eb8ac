//! `cargo xtask backup` and `restore`: a copy of a running instance's data, and the way back.
//!
//! Knows the words of the two commands and what they print. Everything else is known by the modules: [`take`] copies,
//! [`mod@restore`] brings back, [`database`] knows SQLite, [`manifest`] what a copy says of itself.
//!
//! ```text
//! COPY/manifest.json     what there is, with the length and SHA-256 of each file; written last
//! COPY/secrets.json      and whatever else lies in the data directory
//! COPY/objects/…         one SQLite file an object, without journals
//! COPY.partial           the same before it is whole
//! ```

mod clock;
mod database;
mod folder;
mod hash;
mod manifest;
mod problem;
mod restore;
mod schema;
#[cfg(test)]
mod scratch;
mod take;

use std::fmt::Display;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use problem::Problem;

/// Between two lines of progress.
const EVERY: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let (what, rest) = words.split_first().map_or(("", &[][..]), |(what, rest)| (what.as_str(), rest));
    let done = match what {
        "backup" => backup(rest),
        "restore" => restore(rest),
        _ => Err(Problem::Words(format!("`{what}` is not understood; expected backup or restore"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            drop(writeln!(std::io::stderr(), "{what}: {problem}"));
            ExitCode::from(problem.exit_code())
        }
    }
}

fn backup(words: &[String]) -> Result<(), Problem> {
    let [data, to] = options(words, ["--data", "--to"])?;
    let started = Instant::now();
    let taken = take::take(&data, &to, &mut progress("backup"))?;
    say(format_args!(
        "backup   {} files, {}, in {:.1} s: {}",
        taken.files.len(),
        size(taken.bytes()),
        started.elapsed().as_secs_f32(),
        to.display()
    ));
    Ok(())
}

fn restore(words: &[String]) -> Result<(), Problem> {
    let [from, data, build] = options(words, ["--from", "--data", "--build"])?;
    let started = Instant::now();
    let known = schema::read(&build.join("schema"))?;
    let restored = restore::restore(&from, &data, &known, &mut progress("restore"))?;
    say(format_args!(
        "restore  {} files, {}, in {:.1} s: {}",
        restored.files.len(),
        size(restored.bytes()),
        started.elapsed().as_secs_f32(),
        data.display()
    ));
    say("restore  the next start builds the inboxes' lists anew");
    Ok(())
}

/// The values of options that have one each, and are all needed.
fn options<const N: usize>(words: &[String], names: [&str; N]) -> Result<[PathBuf; N], Problem> {
    let mut found: [Option<PathBuf>; N] = [const { None }; N];
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, glued) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let place = names.iter().position(|known| *known == name).and_then(|index| found.get_mut(index));
        let Some(place) = place else {
            return Err(Problem::Words(format!("`{word}` is not understood; expected {}", names.join(", "))));
        };
        let value = glued.or_else(|| words.next().cloned()).filter(|value| !value.is_empty());
        *place =
            Some(value.map(PathBuf::from).ok_or_else(|| Problem::Words(format!("{name} needs a value")))?);
    }
    for (name, value) in names.iter().zip(&found) {
        if value.is_none() {
            return Err(Problem::Words(format!("{name} is missing")));
        }
    }
    Ok(found.map(Option::unwrap_or_default))
}

/// Says now and then how far it has come: bytes done and what is being worked on.
fn progress(what: &'static str) -> impl FnMut(u64, &str) {
    let mut last = Instant::now();
    move |bytes, file| {
        if last.elapsed() >= EVERY {
            last = Instant::now();
            say(format_args!("{what:8} {} so far, at {file}", size(bytes)));
        }
    }
}

/// A reader that went away is no reason to stop, so its error is dropped.
fn say(line: impl Display) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

/// Bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MiB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<[PathBuf; 2], Problem> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        options(&words, ["--data", "--to"])
    }

    #[test]
    fn both_options_are_needed_and_nothing_else() {
        assert_eq!(read("--data a --to=b").unwrap(), [PathBuf::from("a"), PathBuf::from("b")]);
        for (line, expected) in [
            ("--data a", "--to is missing"),
            ("--to b --data", "--data needs a value"),
            ("--to= --data a", "--to needs a value"),
            ("--form a", "`--form` is not understood; expected --data, --to"),
        ] {
            assert_eq!(read(line).unwrap_err().to_string(), expected, "{line}");
        }
    }

    #[test]
    fn sizes_are_for_people() {
        for (bytes, expected) in
            [(0, "0 KiB"), (1, "1 KiB"), (1 << 20, "1.0 MiB"), (1_610_612_736, "1536.0 MiB")]
        {
            assert_eq!(size(bytes), expected);
        }
    }
}
