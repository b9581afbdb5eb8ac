//! The steps of `cargo xtask test`, in order: what fails soonest comes first, what builds longest last.
//!
//! Knows which commands prove what. Every package is built with one set of features per target, so that nothing is
//! compiled twice for no reason.

use std::path::PathBuf;

use crate::place;

/// Compiled natively by everybody, whatever they also compile to.
const NATIVE: [&str; 15] = [
    "targeting",
    "targeting-npm",
    "conversation",
    "protocol",
    "api",
    "widget",
    "console",
    "edge",
    "simulation",
    "www",
    "stories",
    "faults",
    "xtask",
    "bundle",
    "backup",
];

/// The shells: what runs in a browser or in the Worker compiles for nothing else.
const WASM: [&str; 3] = ["widget", "console", "edge"];

const WASM_TARGET: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// A part of the run that can be repeated alone.
pub(crate) struct Step {
    /// One word, also the name of its log.
    pub(crate) name: &'static str,
    /// What it proves.
    pub(crate) about: &'static str,
    /// Steps without whose success it cannot work.
    pub(crate) needs: &'static [&'static str],
    /// A part of `cargo xtask check`.
    pub(crate) fast: bool,
    /// Its commands; the first that fails ends it.
    pub(crate) runs: Vec<Run>,
}

/// One command.
pub(crate) struct Run {
    /// Looked up in `PATH` if it is a bare name.
    pub(crate) program: PathBuf,
    /// Its arguments.
    pub(crate) words: Vec<String>,
    /// Added to ours.
    pub(crate) environment: Vec<(&'static str, String)>,
    /// Folder of the package whose tests run, from the root.
    pub(crate) folder: Option<&'static str>,
}

impl Run {
    fn cargo(words: &[&str]) -> Self {
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mut environment = vec![("CARGO_TERM_COLOR", "never".to_owned())];
        if place::in_ci() {
            // Behind the subcommand and before a `--`, where Cargo expects it.
            words.insert(1, "--locked".to_owned());
            // Nobody builds here a second time, so bookkeeping for it is lost time.
            environment.push(("CARGO_INCREMENTAL", "0".to_owned()));
        }
        Self { program: "cargo".into(), words, environment, folder: None }
    }

    /// A command of this very program.
    fn own(words: &[&str]) -> Self {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Self { program: place::this_program(), words, environment: Vec::new(), folder: None }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// As a person would type it.
    pub(crate) fn shown(&self) -> String {
        let program = if self.program == place::this_program() {
            "cargo xtask".to_owned()
        } else {
            self.program.display().to_string()
        };
        let kept = self.environment.iter().filter(|(name, _)| !name.starts_with("CARGO_TERM"));
        let environment: String = kept.map(|(name, value)| format!("{name}={value:?} ")).collect();
        format!("{environment}{program} {}", self.words.join(" "))
    }
}

/// `cargo test` of one package that lies in `folder`.
fn tests(package: &'static str, folder: &'static str, words: &[&str]) -> Run {
    let mut all = vec!["test", "--package", package, "--no-fail-fast"];
    all.extend(words);
    Run { folder: Some(folder), ..Run::cargo(&all) }
}

/// Tests of one package that need the product or a browser.
fn driven(package: &'static str, folder: &'static str, words: &[&str]) -> Run {
    tests(package, folder, words).with("PARLOR_XTASK", place::this_program().display().to_string())
}

/// `cargo clippy` or `cargo doc` of several packages.
fn of_packages(command: &[&str], packages: &[&str], rest: &[&str]) -> Run {
    let mut words = command.to_vec();
    for package in packages {
        words.extend(["--package", package]);
    }
    words.extend(rest);
    Run::cargo(&words)
}

/// Tests that run as wasm in headless Chromium.
fn in_browser(package: &'static str) -> Run {
    let runner = place::target_dir().join("debug/test-runner");
    tests(package, package, &WASM_TARGET)
        .with("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner.display().to_string())
        .with("WASM_BINDGEN_TEST_TIMEOUT", "120")
}

/// All of them.
pub(crate) fn steps() -> Vec<Step> {
    let deny = ["--", "-D", "warnings"];
    let all_targets = ["--all-targets", "--all-features", "--", "-D", "warnings"];
    let wasm_clippy = [&WASM_TARGET[..], &["--all-targets"], &deny].concat();
    vec![
        step("setup", "browser, wasm target and npm packages are there", vec![Run::own(&["setup"])]),
        step("fmt", "the code is formatted", vec![Run::cargo(&["fmt", "--all", "--check"]).unlocked()])
            .fast(),
        step("tidy", "the arrows and the rules of the house hold", vec![Run::own(&["tidy"])]).fast(),
        step(
            "clippy",
            "the native code has no warnings",
            vec![
                of_packages(&["clippy"], &NATIVE, &all_targets),
                // As the widget gets them: without features.
                of_packages(&["clippy"], &["targeting", "protocol", "conversation"], &deny),
            ],
        )
        .fast(),
        step(
            "targeting",
            "which chatflow, and why",
            vec![tests("targeting", "targeting", &["--all-features"])],
        )
        .fast(),
        step(
            "conversation",
            "what may happen in a thread",
            vec![tests("conversation", "conversation", &["--all-features"])],
        )
        .fast(),
        step("protocol", "the wire", vec![tests("protocol", "protocol", &["--all-features"])]).fast(),
        step("api", "the description of the API, and every route in it", vec![tests("api", "api", &[])]),
        step("www", "the demo shop and the demo account", vec![tests("www", "www", &[])]),
        step(
            "shells",
            "the native halves of edge (its SQL too), widget and console",
            vec![
                tests("edge", "edge", &["--lib"]),
                tests("widget", "widget", &["--lib", "--test", "texts"]),
                tests("console", "console", &["--lib"]),
            ],
        ),
        step(
            "simulation",
            "delivery under every fault: ten thousand lives, and servers that break a promise",
            vec![
                tests("simulation", "simulation", &["--profile", "simulation"]),
                Run::own(&["sim", "--seeds", "10000", "--steps", "500"]),
            ],
        ),
        step(
            "xtask",
            "serve, in real workerd; the commands; copies of data",
            vec![tests("xtask", "xtask", &[]), tests("backup", "xtask/backup", &[])],
        )
        .needs(&["setup"]),
        step(
            "packages",
            "what sites install: frameworks in real Chromium, on servers, and their types",
            vec![tests("xtask", "xtask", &["--test", "packages"])],
        )
        .needs(&["setup"]),
        step(
            "clippy-wasm",
            "the wasm code has no warnings",
            vec![
                of_packages(&["clippy"], &["widget", "console"], &wasm_clippy),
                // Its tests are native: what they need does not compile to wasm.
                of_packages(&["clippy"], &["edge"], &[&WASM_TARGET[..], &["--lib"], &deny].concat()),
            ],
        )
        .needs(&["setup"]),
        step(
            "docs",
            "the documentation builds without warnings",
            vec![
                of_packages(&["doc", "--no-deps", "--all-features"], &NATIVE, &[])
                    .with("RUSTDOCFLAGS", "-D warnings"),
                of_packages(&["doc", "--no-deps"], &WASM, &WASM_TARGET).with("RUSTDOCFLAGS", "-D warnings"),
            ],
        )
        .needs(&["setup"]),
        step(
            "browser",
            "widget and console as wasm in headless Chromium",
            vec![
                Run::cargo(&["build", "--package", "bundle", "--features", "test-runner", "--bins"]),
                in_browser("widget"),
                in_browser("console"),
            ],
        )
        .needs(&["setup"]),
        step("build", "the release build", vec![Run::own(&["build"])]).needs(&["setup"]),
        step("size", "what a visitor downloads stays in its budget", vec![Run::own(&["size"])])
            .needs(&["build"]),
        step(
            "conformance",
            "one engine natively, in workerd and in Chromium; the npm package",
            vec![Run::own(&["build", "npm"]), driven("targeting-npm", "targeting/npm", &["--test", "*"])],
        )
        .needs(&["build"]),
        step(
            "wire",
            "the edge in real workerd, from outside",
            // They wait for clocks and for the disk: a third of two cores is all that two at a time use.
            vec![driven("edge", "edge", &["--test", "*"]).with("RUST_TEST_THREADS", "5")],
        )
        .needs(&["build"]),
        step(
            "crash",
            "nothing acknowledged is lost, doubled or swapped, whatever dies; the named faults",
            vec![driven("faults", "faults", &[]), Run::own(&["crash", "--kills", "30"])],
        )
        .needs(&["build"]),
        step(
            "stories",
            "from end to end, in real workerd and real Chromium",
            vec![driven("stories", "tests", &[]).with("RUST_TEST_THREADS", "3")],
        )
        .needs(&["build"]),
        step("features", "the tables in docs/ tell what this run proved", vec![Run::own(&["features"])]),
    ]
}

fn step(name: &'static str, about: &'static str, runs: Vec<Run>) -> Step {
    Step { name, about, needs: &[], fast: false, runs }
}

impl Step {
    fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    fn fast(self) -> Self {
        Self { fast: true, ..self }
    }
}

impl Run {
    /// `cargo fmt` knows no `--locked`.
    fn unlocked(mut self) -> Self {
        self.words.retain(|word| word != "--locked");
        self
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn a_step_needs_only_earlier_ones() {
        let all = steps();
        for (index, step) in all.iter().enumerate() {
            for need in step.needs {
                let at = all.iter().position(|other| other.name == *need);
                assert!(at.is_some_and(|at| at < index), "{} needs {need}", step.name);
            }
            assert_eq!(all.iter().filter(|other| other.name == step.name).count(), 1, "{}", step.name);
        }
    }

    #[test]
    fn the_fast_steps_stand_alone() {
        assert!(steps().iter().filter(|step| step.fast).all(|step| step.needs.is_empty()));
    }
}
