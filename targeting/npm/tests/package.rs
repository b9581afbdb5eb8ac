//! The npm package as its users meet it: the example runs, what is wrong says where, and `npm pack` takes what it needs.
//!
//! Needs what `cargo xtask build npm` makes, and Node.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn package() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let build = env::var_os("PARLOR_BUILD_DIR").map_or_else(|| root.join(".parlor/build"), PathBuf::from);
    let package = build.join("npm");
    assert!(package.join("package.json").is_file(), "first: cargo xtask build npm");
    package
}

/// What a program prints, run in the package's folder.
#[track_caller]
fn printed(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).current_dir(package()).output().expect("Node is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {words:?}\n{}{said}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_example_says_what_its_comments_promise() {
    let lines = printed("node", &["example.mjs"]);
    let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
    let [decided, pricing, blog, runtime, refused] = lines.as_slice() else { panic!("{lines:?}") };
    let record = decided.strip_prefix("pricing 0 p1.").expect(decided);
    assert!(record.ends_with(".a.pricing.0"), "{record}");
    assert_eq!(*pricing, "pricing audience hide_list");
    assert_eq!(*blog, "blog audience needs_anonymous");
    assert_eq!(*runtime, "blog");
    assert_eq!(*refused, "TargetingError shape chatflows[0].include[0].op");
}

#[test]
fn what_is_wrong_says_where() {
    printed("node", &["--test", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/package.mjs")]);
}

#[test]
fn the_package_is_complete_and_holds_nothing_else() {
    let told = printed("npm", &["pack", "--dry-run", "--json", "--offline"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("npm tells JSON");
    let files = told[0]["files"].as_array().expect("npm names the files");
    let mut names: Vec<&str> = files.iter().filter_map(|file| file["path"].as_str()).collect();
    names.sort_unstable();
    let expected = [
        "LICENSE",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "browser.js",
        "example.mjs",
        "index.d.ts",
        "node.js",
        "package.json",
        "runtime-browser.js",
        "runtime-index.d.ts",
        "runtime-node.js",
        "runtime.d.ts",
        "runtime.js",
        "runtime_bg.wasm",
        "targeting.d.ts",
        "targeting.js",
        "targeting_bg.wasm",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_declarations_have_every_function_with_its_types() {
    let read = |name: &str| std::fs::read_to_string(package().join(name)).expect("it is in the package");
    let types = read("targeting.d.ts");
    for declared in [
        "export function compile(chatflows: readonly Chatflow[]): Book;",
        "decide(url: string, visitor?: Visitor): Decision;",
        "explain(url: string, visitor?: Visitor): Trace;",
        "subBook(visitor?: Visitor): Uint8Array;",
        "export function lint(chatflows: readonly Chatflow[], pages?: readonly string[]): Finding[];",
        "readonly notes: RuleNote[];",
        "readonly bytes: Uint8Array;",
        "readonly fingerprint: string;",
        "export interface Chatflow {",
        "export type Verdict =",
    ] {
        assert!(types.contains(declared), "{declared}\n{types}");
    }
    let (ours, _) = types.split_once("export type InitInput").expect("wasm-bindgen's own part comes last");
    assert!(!ours.contains(": any"), "{ours}");
    let runtime = read("runtime.d.ts");
    assert!(
        runtime.contains("decide(href: string, facts?: string[] | null, known?: boolean | null"),
        "{runtime}"
    );
}
