//! A driver for Chromium that finds things as people find them: by role and name in the accessibility tree, which sees
//! closed shadow roots, and that clicks and types with real input events. It knows nothing of Parlor.
//!
//! [`Browser`] → [`Profile`] (one person's browser: cookies and storages of its own) → [`Page`] (a tab) → [`Part`]
//! (something on it). Everything waits for a condition with a deadline and fails with a picture and the tree.

mod audit;
mod circumstances;
mod files;
mod keys;
mod network;
mod page;
mod part;
mod report;
mod stored;
mod trace;
mod tree;
mod wire;

use std::env;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use serde_json::json;

pub use network::{Frame, Request, Socket};
pub use page::Page;
pub use part::Part;
pub use stored::Stored;
pub use tree::{Node, Tree};
use wire::Wire;

/// Nothing but the pages under test may use the network, and nothing may slow a page that is not in front. Names under
/// `.test` lead to this machine, for sites that are not of it.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-domain-reliability",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,IsolateSandboxedIframes",
];

/// Starts the browser on file descriptors 3 and 4, as its pipe mode wants them, and deletes its folder when it is gone:
/// also when the tests themselves were killed, for then the pipe closes and the browser exits.
const START: &str = r#"dir=$1; shift; "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1; rm -rf "$dir""#;

/// A running Chromium. It exits when this is dropped or when the test process ends, however that ends.
pub struct Browser {
    wire: Wire,
    shell: Child,
}

impl Browser {
    /// Starts the Chromium named by `CHROMIUM`, else `/usr/bin/chromium`, in a new temporary folder.
    pub fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let program = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder: PathBuf =
            env::temp_dir().join(format!("stories-browser-{}-{number}", std::process::id()));
        let mut shell = Command::new("sh")
            .args(["-c", START, "sh"])
            .arg(&folder)
            .arg(&program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", folder.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let (Some(to_browser), Some(from_browser)) = (shell.stdin.take(), shell.stdout.take()) else {
            unreachable!("both were asked to be piped");
        };
        let wire = Wire::open(to_browser, from_browser);
        if let Err(refusal) = wire.call("Browser.getVersion", json!({})) {
            panic!("{program} does not run (the variable CHROMIUM may name another): {refusal}");
        }
        Self { wire, shell }
    }

    /// The one browser all stories of a test program share; each takes [profiles](Profile) of its own in it.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Browser> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A person's own browser: no cookie, storage or cache in common with any other.
    pub fn profile(&self) -> Profile {
        let made = self
            .wire
            .call("Target.createBrowserContext", json!({"disposeOnDetach": true}))
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        let id = made["browserContextId"].as_str().unwrap_or_default().to_owned();
        Profile(Arc::new(Context { wire: self.wire.clone(), id }))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.wire.close();
        // It exits now, and the shell tidies up; an error would mean that it is gone already.
        let _ = self.shell.wait();
    }
}

/// One person's browser. Its tabs keep it alive; with the last of them all it stored is gone.
#[derive(Clone)]
pub struct Profile(Arc<Context>);

struct Context {
    wire: Wire,
    id: String,
}

impl Profile {
    /// A new empty tab, 1280 × 800.
    pub fn page(&self) -> Page {
        Page::open(self.clone())
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // The browser may be gone before us; then so is the context.
        let _ = self.wire.call("Target.disposeBrowserContext", json!({"browserContextId": self.id}));
    }
}
