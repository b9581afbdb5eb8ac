//! Takes the words out of a module's panics.
//!
//! A panic in the widget ends it without a message: the boundary in its glue says one line and takes everything off
//! the page. Yet every check of a bound or a slice carries code that writes a sentence nobody sees, a tenth of what a
//! visitor downloads. Here the functions that only panics reach become a trap, and wasm-opt drops what they used.
//! Knows names of `core`, `alloc` and `std`; a module that formats anything on purpose must not come here.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{DataId, ExportItem, FunctionBuilder, FunctionId, FunctionKind, Module};

/// Parts of names, without the crates' hashes, of what only panics reach once nothing else formats.
const WORDS: [&str; 14] = [
    "core::fmt::",
    "alloc::fmt::",
    "::panicking::",
    "::panic_already_",
    "::rust_panic",
    "::rust_begin_unwind",
    "::slice_index_fail",
    "::slice_error_fail",
    "::unwrap_failed",
    "::expect_failed",
    "::capacity_overflow",
    "::handle_error",
    "::handle_alloc_error",
    "::escape_debug",
];

/// What is left to silence in a module that is bound and shares its table.
pub(crate) fn again(path: &Path) -> Result<()> {
    let mut module = Module::from_file(path).with_context(|| format!("could not read {}", path.display()))?;
    leftovers(&mut module);
    module.emit_wasm_file(path).map_err(|why| anyhow!("could not write {}: {why:?}", path.display()))
}

/// The same for a module that nothing binds, because it was cut from one that is.
pub(crate) fn run(input: &Path, output: &Path) -> Result<()> {
    let mut module =
        Module::from_file(input).with_context(|| format!("could not read {}", input.display()))?;
    panics(&mut module);
    module.emit_wasm_file(output).map_err(|why| anyhow!("could not write {}: {why:?}", output.display()))
}

/// Turns them into traps.
pub(crate) fn panics(module: &mut Module) {
    let silent: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(is_of_panics))
        .map(|(id, _)| id)
        .collect();
    for id in &silent {
        trap(module, *id);
    }
    let homes = homes();
    let segments: Vec<DataId> = module.data.iter().map(|segment| segment.id()).collect();
    for (segment, home) in segments.iter().flat_map(|segment| homes.iter().map(move |home| (segment, home))) {
        blank_paths(&mut module.data.get_mut(*segment).value, home);
    }
    walrus::passes::gc::run(module);
}

/// What wasm-bindgen leaves behind in a module whose table of functions another one shares, so that nothing in the table
/// counts as unreached: a closure of every kind that its own crates describe, and what runs futures. The glue calls by
/// export those that are used.
const LEFT: [&str; 2] = ["wasm_bindgen::convert::closures", "js_sys::futures::"];

/// Turns what nobody can call into traps, once the module is bound. Whoever stands in for an externref calls the closure
/// that it stands for, and that one is no export.
pub(crate) fn leftovers(module: &mut Module) {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let mut used: HashSet<FunctionId> = exported.collect();
    let mut left: Vec<FunctionId> = Vec::new();
    for (id, function) in module.funcs.iter_local() {
        if module.funcs.get(id).name.as_deref().is_some_and(is_left) && !used.contains(&id) {
            left.push(id);
        } else {
            dfs_in_order(&mut Called(&mut used), function, function.entry_block());
        }
    }
    // What a leftover calls is used once the leftover is.
    loop {
        let (kept, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(|id| used.contains(id));
        left = rest;
        if kept.is_empty() {
            break;
        }
        for id in kept {
            let function = module.funcs.get(id).kind.unwrap_local();
            dfs_in_order(&mut Called(&mut used), function, function.entry_block());
        }
    }
    for id in left {
        trap(module, id);
    }
    walrus::passes::gc::run(module);
}

/// Collects what a function calls by name.
struct Called<'a>(&'a mut HashSet<FunctionId>);

impl<'instr> Visitor<'instr> for Called<'_> {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.0.insert(*id);
    }
}

fn is_left(symbol: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    LEFT.iter().any(|word| name.contains(word))
}

/// Where the sources of the standard library and of crates lie: panics name them, and a visitor has no business with
/// how the machine of the build is laid out.
fn homes() -> Vec<Vec<u8>> {
    let home = std::env::var("HOME").unwrap_or_default();
    let of = |variable, folder: &str| std::env::var(variable).unwrap_or_else(|_| format!("{home}/{folder}"));
    let mut homes = vec![of("CARGO_HOME", ".cargo"), of("RUSTUP_HOME", ".rustup")];
    homes.extend(["/rustc".to_owned(), "/rust/deps".to_owned()]);
    homes.into_iter().map(|home| format!("{home}/").into_bytes()).filter(|home| home.len() > 2).collect()
}

/// Overwrites every path to a source file below `home`. Only panics point at them, and those are traps by now.
fn blank_paths(data: &mut [u8], home: &[u8]) {
    let mut from = 0;
    while let Some(start) = find(data, home, from) {
        let end = find(data, b".rs", start).map_or(start + home.len(), |end| end + 3);
        data[start..end].fill(b' ');
        from = end;
    }
}

fn find(data: &[u8], sought: &[u8], from: usize) -> Option<usize> {
    data.get(from..)?.windows(sought.len()).position(|window| window == sought).map(|at| from + at)
}

fn is_of_panics(symbol: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    WORDS.iter().any(|word| name.contains(word))
}

fn trap(module: &mut Module, id: FunctionId) {
    let kind = module.types.get(module.funcs.get(id).ty());
    let (takes, gives) = (kind.params().to_vec(), kind.results().to_vec());
    let mut body = FunctionBuilder::new(&mut module.types, &takes, &gives);
    body.func_body().unreachable();
    let arguments = takes.iter().map(|kind| module.locals.add(*kind)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
}

#[cfg(test)]
mod tests {
    use super::{blank_paths, is_of_panics};

    #[test]
    fn paths_of_the_build_are_blanked_and_nothing_else() {
        let mut data = b"a word/them/x/.cargo/lib.rsnext /them/y/z.rs".to_vec();
        blank_paths(&mut data, b"/them/x/.cargo/");
        assert_eq!(data, b"a word                     next /them/y/z.rs");
    }

    #[test]
    fn panics_and_formatting_are_told_from_the_rest() {
        for (symbol, expected) in [
            ("_ZN4core9panicking9panic_fmt17h0123456789abcdefE", true),
            ("_ZN4core3fmt5write17h0123456789abcdefE", true),
            ("_ZN4core3str16slice_error_fail17h0123456789abcdefE", true),
            ("_ZN44_$LT$$RF$T$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE", true),
            ("_ZN6widget5model5Model6update17h0123456789abcdefE", false),
            ("_ZN5alloc7raw_vec12RawVecInner9grow_one17h0123456789abcdefE", false),
            ("__wbindgen_malloc", false),
        ] {
            assert_eq!(is_of_panics(symbol), expected, "{symbol}");
        }
    }
}
