//! What workerd is told: one Cap'n Proto file, made from the files of the build.
//!
//! Knows the Worker's bindings. Everything that differs between two starts (addresses, folders, secrets) comes by
//! the command line or the environment, so the file names no path and holds no secret.

use std::fs;
use std::path::Path;

use crate::stop::{Result, Stop, Trying as _};

/// Binding and class of each Durable Object. `uniqueKey` names the folder of its files: it is never changed.
pub(crate) const OBJECTS: [(&str, &str); 5] = [
    ("DIRECTORY", "Directory"),
    ("ACCOUNT", "Account"),
    ("INBOX", "Inbox"),
    ("THREADS", "Threads"),
    ("FILES", "Files"),
];

/// Not newer than the workerd in package-lock.json.
pub(crate) const COMPATIBILITY_DATE: &str = "2026-11-01";

/// Every browser offers to compress its socket, and what that takes would be most of what a socket takes: 300 KiB
/// each instead of 80, measured with 800 in one object. Chat messages are small, and a small frame that unpacks to a
/// large one is an attack that need not exist.
pub(crate) const COMPATIBILITY_FLAG: &str = "no_web_socket_compression";

/// Thousands who come back at once make garbage that lives for as long as they wait for their answers. V8's young generation
/// stays small by itself, and copies all of that again and again: two fifths of a storm's processor time. With this it may
/// grow where much survives, and stays small where little does.
const V8_FLAG: &str = "--max-semi-space-size=32";

/// Writes the configuration for the Worker in the folder `worker` to `file`. `texts` are the text bindings, which
/// come from variables of the same name; a binding whose variable is missing would be null, so only those that are set.
pub(crate) fn write(worker: &Path, file: &Path, texts: &[&str]) -> Result<()> {
    let mut names: Vec<String> = fs::read_dir(worker)
        .trying(|| format!("read {}", worker.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let text = render(&names, texts)
        .ok_or_else(|| Stop::because(format!("{} has no index.js", worker.display())))?;
    fs::write(file, text).trying(|| format!("write {}", file.display()))
}

/// The configuration for a Worker of these files, `index.js` being its entry.
fn render(names: &[String], texts: &[&str]) -> Option<String> {
    let entry = names.iter().find(|name| *name == "index.js")?;
    let others = names.iter().filter(|name| *name != entry);
    let modules: String = std::iter::once(entry)
        .chain(others)
        .filter_map(|name| {
            let kind = match Path::new(name).extension()?.to_str()? {
                "js" | "mjs" => "esModule",
                "wasm" => "wasm",
                _ => return None,
            };
            // `/name` is looked up in the folder given with --import-path.
            Some(format!("    (name = \"{name}\", {kind} = embed \"/{name}\"),\n"))
        })
        .collect();
    let classes: String = OBJECTS
        .iter()
        .map(|(_, class)| {
            format!(
                "    (className = \"{class}\", uniqueKey = \"parlor-{}\", enableSql = true),\n",
                class.to_ascii_lowercase()
            )
        })
        .collect();
    let objects: String = OBJECTS
        .iter()
        .map(|(binding, class)| {
            format!("    (name = \"{binding}\", durableObjectNamespace = \"{class}\"),\n")
        })
        .collect();
    let texts: String = texts
        .iter()
        .map(|name| format!("    (name = \"{name}\", fromEnvironment = \"{name}\"),\n"))
        .collect();
    Some(format!(
        r#"# Made by `cargo xtask serve`; a change here is overwritten at the next start.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = ["{V8_FLAG}"],
  services = [
    (name = "edge", worker = .edge),
    (name = "assets", disk = (path = "assets")),
    (name = "objects", disk = (path = "objects", writable = true)),
    # Everything else the Worker asks goes to the public network and nowhere else: that is workerd's own rule. This way
    # to the machine itself is for the sitemaps of sites under development, and taken for accounts that have such.
    (name = "loopback", network = (allow = ["local"])),
  ],
  # Behind a proxy that ends TLS, browsers reach us by https: then our own origin is one, and that header tells.
  sockets = [(
    name = "http", address = "127.0.0.1:0", service = "edge",
    http = (forwardedProtoHeader = "X-Forwarded-Proto"),
  )],
);

const edge :Workerd.Worker = (
  modules = [
{modules}  ],
  compatibilityDate = "{COMPATIBILITY_DATE}",
  compatibilityFlags = ["{COMPATIBILITY_FLAG}"],
  durableObjectNamespaces = [
{classes}  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
{objects}    (name = "ASSETS", service = "assets"),
    (name = "LOOPBACK", service = "loopback"),
{texts}  ],
);
"#
    ))
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn the_entry_comes_first_and_other_files_stay_out() {
        let names = ["a.wasm", "index.js", "index.js.map"].map(str::to_owned);
        let text = render(&names, &["PARLOR_TOKEN_KEY"]).unwrap();
        let entry = text.find("esModule = embed \"/index.js\"").unwrap();
        let wasm = text.find("wasm = embed \"/a.wasm\"").unwrap();
        assert!(entry < wasm);
        assert!(!text.contains(".map"));
        assert!(text.contains("v8Flags = [\"--max-semi-space-size=32\"]"));
        assert!(text.contains("(name = \"PARLOR_TOKEN_KEY\", fromEnvironment = \"PARLOR_TOKEN_KEY\")"));
    }

    #[test]
    fn a_worker_needs_an_entry() {
        assert_eq!(render(&["other.js".to_owned()], &[]), None);
    }
}
