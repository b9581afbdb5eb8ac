//! The programs a build runs: cargo, our own `bundle`, esbuild, wasm-opt.
//!
//! Knows where each lies, how it is asked, and what to tell a person who lacks it. Everything but Rust and Node comes
//! from the lock files; nothing is installed on the machine.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::stamp;
use super::{Made, step};
use crate::place;
use crate::stop::{Result, Stop, Trying as _};

const WASM: &str = "wasm32-unknown-unknown";

/// Cargo's own, for flags that may hold spaces.
const SEPARATOR: &str = "\u{1f}";

/// Browsers older than these get no widget: they lack adopted style sheets or parts of WebAssembly that rustc uses.
const BROWSERS: &str = "--target=chrome111,firefox113,safari16.4";

/// What rustc and wasm-bindgen put into a module, told to wasm-opt in so many words.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How wasm-opt goes about it. By itself it puts every function with one caller into that caller, however long: fewer bytes,
/// and less alike. Compressed, a tenth of the console was that.
pub(super) const SHAPE: [&str; 3] = ["--flatten", "--rereloop", "--one-caller-inline-max-function-size=14"];

/// The programs, checked to be there.
#[derive(Debug)]
pub(crate) struct Tools {
    target_dir: PathBuf,
    bundle: PathBuf,
    rustflags: String,
}

impl Tools {
    /// Installs into the checkout what the build needs and is not there yet.
    pub(crate) fn set_up() -> Result<Self> {
        step("wasm target", add_wasm_target)?;
        step("npm", install_packages)?;
        let target_dir = target_dir()?;
        let bundle = target_dir.join("debug/bundle");
        step("bundler", || {
            // Cargo knows best whether it is fresh; asking costs a fifth of a second.
            cargo(&["build", "--quiet", "--package", "bundle", "--bin", "bundle"])?;
            Ok(Made::Now)
        })?;
        Ok(Self { target_dir, bundle, rustflags: rustflags()? })
    }

    /// Compiles the library of a member crate to wasm and says where the module lies. `flags` are rustc's, for this
    /// crate and all that goes into it; cargo keeps what was built with other flags beside it.
    pub(super) fn compile(&self, package: &str, profile: &str, flags: &[&str]) -> Result<PathBuf> {
        self.library(&mut member("build", package, profile), package, profile, flags)
    }

    /// The same with the crate's feature `split`, and with what [`Self::split`] needs to cut it: relocations, names, and the
    /// table of functions, which both parts share. `links` are the linker's flags.
    pub(super) fn compile_to_split(
        &self,
        package: &str,
        profile: &str,
        flags: &[&str],
        links: &[&str],
    ) -> Result<PathBuf> {
        let mut command = member("rustc", package, profile);
        command.args(["--features", "split", "--"]);
        // Of this crate alone: what it depends on is linked by nobody else.
        command.args(["-Clink-arg=--emit-relocs", "-Clink-arg=--export-table"]);
        command.args(links.iter().map(|link| format!("-Clink-arg={link}")));
        command.env(format!("CARGO_PROFILE_{}_STRIP", profile.to_ascii_uppercase()), "none");
        self.library(&mut command, package, profile, flags)
    }

    /// The same with these features of the crate, and without its default ones.
    pub(super) fn compile_with(&self, package: &str, profile: &str, features: &str) -> Result<PathBuf> {
        let mut command = member("build", package, profile);
        command.args(["--no-default-features", "--features", features]);
        self.library(&mut command, package, profile, &[])
    }

    /// Runs cargo with these flags of rustc and says where it put the library's module.
    fn library(
        &self,
        command: &mut Command,
        package: &str,
        profile: &str,
        flags: &[&str],
    ) -> Result<PathBuf> {
        let flags: Vec<&str> =
            std::iter::once(self.rustflags.as_str()).chain(flags.iter().copied()).collect();
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join(SEPARATOR));
        finish(command, NO_CARGO)?;
        let file = format!("{}.wasm", package.replace('-', "_"));
        Ok(self.target_dir.join(WASM).join(profile).join(file))
    }

    /// Compiles a library that is no member of the workspace to wasm, as its own manifest says, and says where it lies.
    pub(crate) fn compile_alone(&self, folder: &Path, name: &str) -> Result<PathBuf> {
        let target = self.target_dir.join(name);
        let mut command = cargo_command(&["build", "--quiet", "--release", "--target", WASM]);
        command.arg("--manifest-path").arg(folder.join("Cargo.toml")).arg("--target-dir").arg(&target);
        command.env("CARGO_ENCODED_RUSTFLAGS", &self.rustflags);
        finish(&mut command, NO_CARGO)?;
        let file = format!("{}.wasm", name.replace('-', "_"));
        Ok(target.join(WASM).join("release").join(file))
    }

    /// `bundle split`: writes `NAME.wasm`, `split_PART.wasm` and `__wasm_split.js` into `out`.
    pub(super) fn split(&self, wasm: &Path, out: &Path, name: &str) -> Result<()> {
        let mut command = Command::new(&self.bundle);
        command.arg("split").arg(wasm).arg(out).arg(name);
        finish(&mut command, "the bundler is missing: run the build again").map(drop)
    }

    /// `bundle bindgen`: writes `NAME.js` and `NAME_bg.wasm` into `out`.
    pub(super) fn bind(&self, wasm: &Path, out: &Path, name: &str, more: &[&str]) -> Result<()> {
        let mut command = Command::new(&self.bundle);
        command.args(["bindgen", "--target", "web"]).arg(wasm);
        command.arg("--out-dir").arg(out).args(["--out-name", name]).args(more);
        finish(&mut command, "the bundler is missing: run the build again").map(drop)
    }

    /// `bundle silence`: a part that was cut off, without the words of its panics.
    pub(super) fn silence(&self, input: &Path, output: &Path) -> Result<()> {
        let mut command = Command::new(&self.bundle);
        command.arg("silence").arg(input).arg(output);
        finish(&mut command, "the bundler is missing: run the build again").map(drop)
    }

    /// `bundle compress`.
    pub(super) fn compress(&self, folder: &Path) -> Result<()> {
        let mut command = Command::new(&self.bundle);
        finish(command.arg("compress").arg(folder), "the bundler is missing: run the build again").map(drop)
    }

    /// `bundle sizes`: one JSON object a line.
    pub(crate) fn sizes(&self, files: &[PathBuf]) -> Result<String> {
        let mut command = Command::new(&self.bundle);
        finish(command.arg("sizes").args(files), "the bundler is missing: run the build again")
    }

    /// The description of the API, from the crate that makes it.
    pub(super) fn describe_api(&self) -> Result<String> {
        cargo(&["build", "--quiet", "--package", "api", "--bin", "api"])?;
        let mut command = Command::new(self.target_dir.join("debug/api"));
        finish(&mut command, "the crate api is missing: run the build again")
    }

    /// wasm-opt at `level` (`-O2`, `-Oz`), from `input` to `output`. Nobody reads again which features the module uses. The
    /// lowest kilobyte of memory is the far end of the stack, where nothing is looked for.
    pub(crate) fn optimise(&self, level: &str, input: &Path, output: &Path) -> Result<()> {
        let mut command = Command::new("node");
        command.arg(place::root().join("node_modules/binaryen/bin/wasm-opt"));
        command.args(SHAPE).args([level, "--converge", "--low-memory-unused"]).args(WASM_FEATURES);
        command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
        command.arg(input).arg("-o").arg(output);
        finish(&mut command, NO_NODE).map(drop)
    }

    /// Gives imports and exports short names; tells which, as JSON.
    pub(super) fn shorten_names(&self, input: &Path, output: &Path) -> Result<String> {
        let mut command = Command::new("node");
        command.arg(place::root().join("node_modules/binaryen/bin/wasm-opt"));
        command.arg("--minify-imports-and-exports-and-modules").args(WASM_FEATURES);
        command.arg(input).arg("-o").arg(output);
        finish(&mut command, NO_NODE)
    }

    /// esbuild for browsers, minified.
    pub(super) fn minify<S: AsRef<OsStr>>(&self, entry: &Path, output: &Path, more: &[S]) -> Result<()> {
        let mut command = Command::new(esbuild());
        command.arg(entry).args(["--minify", "--charset=utf8", "--log-level=warning", BROWSERS]);
        command.args(more).arg(prefixed("--outfile=", output));
        finish(&mut command, NO_ESBUILD).map(drop)
    }

    /// esbuild for the Worker: one module, its wasm beside it.
    pub(super) fn bundle_worker(&self, entry: &Path, glue: &Path, output: &Path) -> Result<()> {
        let mut command = Command::new(esbuild());
        command.arg(entry).args(["--bundle", "--format=esm", "--minify", "--target=es2024"]);
        command.args(["--charset=utf8", "--log-level=warning"]);
        command.args(["--external:./index_bg.wasm", "--external:cloudflare:*"]);
        command.arg(prefixed("--alias:parlor-edge=", glue)).arg(prefixed("--outfile=", output));
        finish(&mut command, NO_ESBUILD).map(drop)
    }
}

const NO_CARGO: &str = "cargo is missing: install Rust from https://rustup.rs";
const NO_RUSTC: &str = "rustc is missing: install Rust from https://rustup.rs";
const NO_NODE: &str = "node is missing: install Node 20 or newer";
const NO_ESBUILD: &str = "esbuild is missing: run `npm ci --ignore-scripts`";

/// Cargo for the library of a member crate, as wasm.
fn member(what: &str, package: &str, profile: &str) -> Command {
    cargo_command(&[what, "--quiet", "--package", package, "--lib", "--target", WASM, "--profile", profile])
}

/// An option glued to a path, which may be any path.
pub(super) fn prefixed(option: &str, path: &Path) -> std::ffi::OsString {
    let mut word = std::ffi::OsString::from(option);
    word.push(path);
    word
}

fn esbuild() -> PathBuf {
    let package = match std::env::consts::ARCH {
        "aarch64" => "linux-arm64",
        _ => "linux-x64",
    };
    place::root().join("node_modules/@esbuild").join(package).join("bin/esbuild")
}

fn add_wasm_target() -> Result<Made> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM]).current_dir(place::root());
    let folder = finish(&mut rustc, NO_RUSTC)?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(Made::Before);
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", WASM]).current_dir(place::root());
    let missing = "the compiler lacks its wasm target: install `rustup`, or wasm32-unknown-unknown by hand";
    finish(&mut rustup, missing)?;
    Ok(Made::Now)
}

fn install_packages() -> Result<Made> {
    let root = place::root();
    let lock = stamp::read(&root.join("package-lock.json"))?;
    let hash = stamp::of_bytes(&[&lock]);
    let wanted = [esbuild(), root.join("node_modules/binaryen/bin/wasm-opt")];
    stamp::unless_made("npm", &hash, &wanted, || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts"]).current_dir(&root);
        finish(&mut npm, "npm is missing: install Node 20 or newer").map(drop)
    })
}

/// Where cargo puts what it builds; a person may have set it in the environment or in a configuration of their own.
fn target_dir() -> Result<PathBuf> {
    let text = cargo(&["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).trying(|| "read `cargo metadata`".to_owned())?;
    let folder = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    folder.map(PathBuf::from).ok_or_else(|| Stop::because("`cargo metadata` names no target directory"))
}

fn cargo(words: &[&str]) -> Result<String> {
    finish(&mut cargo_command(words), NO_CARGO)
}

fn cargo_command(words: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(words).current_dir(place::root());
    // On the build server a lock file that does not fit is a mistake; at home cargo may mend it.
    if std::env::var_os("CI").is_some() {
        command.arg("--locked");
    }
    command
}

/// Flags that keep this machine's folders out of the wasm: panics name source files, and what is downloaded should
/// tell nobody where it was built, and be the same wherever it was.
fn rustflags() -> Result<String> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]).current_dir(place::root());
    let sysroot = PathBuf::from(finish(&mut rustc, NO_RUSTC)?.trim());
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let mut folders = vec![(place::root(), "parlor"), (sysroot.join("lib/rustlib/src/rust"), "rust")];
    // One folder a registry or mirror, named by its address.
    let registries = std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    folders.extend(registries.map(|registry| (registry.path(), "crates")));
    let flags: Vec<String> =
        folders.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect();
    Ok(flags.join(SEPARATOR))
}

/// Runs a program to its end and gives what it printed. What it complained of is shown only if it failed.
fn finish(command: &mut Command, missing: &str) -> Result<String> {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Stop::because(missing)),
        Err(error) => return Err(error).trying(|| format!("start {program}")),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first = command.get_args().next().unwrap_or_default().to_string_lossy().into_owned();
        return Err(Stop::because(format!(
            "{program} {first} failed ({})\n{}",
            output.status,
            said.trim_end()
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
