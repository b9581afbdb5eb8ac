//! Writes the API description: to the file that is named, or to standard output.

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let text = format!("{:#}\n", api::document());
    let written = match std::env::args_os().nth(1) {
        Some(file) => std::fs::write(file, text),
        None => std::io::stdout().write_all(text.as_bytes()),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If nobody reads this either, the exit code still tells.
            drop(writeln!(std::io::stderr(), "api: {error}"));
            ExitCode::FAILURE
        }
    }
}
