//! `cargo xtask bench edge`: decisions a second of the real worker, beside one that answers a constant.
//!
//! Starts both in the same runtime, with the same load, in turn. The constant is an answer of the real worker, byte for
//! byte, so that both have the same to send. Who keeps them busy and counts is the crate in `bench/`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::build::{self, Part};
use crate::place;
use crate::stop::{Result, Stop, Trying as _};
use crate::workerd;

/// How many rules the account has.
const RULES: &str = "1000";

/// A start takes seconds; on a busy machine, many.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds what is missing, starts both workers and compares them.
pub(super) fn run(words: &[String]) -> Result<ExitCode> {
    let quick = match words {
        [] => false,
        [word] if word == "--quick" => true,
        _ => return Err(Stop::because(super::USAGE)),
    };
    let program = super::build()?;
    build::build(&[Part::Worker, Part::Widget])?;
    let scratch = place::build_dir().join("stage/bench");
    // What an earlier run left is of no use: an account that is there already stays as it is.
    drop(fs::remove_dir_all(&scratch));
    fs::create_dir_all(&scratch).trying(|| format!("make {}", scratch.display()))?;

    let real = Real::start(&scratch, &ask(&program, &["account", RULES])?)?;
    let answers = ask(&program, &["capture", &real.address])?;
    let constant = Constant::start(&scratch, &answers)?;
    let (real_id, constant_id) = (real.workerd.to_string(), constant.child.0.id().to_string());
    let mut command = Command::new(&program);
    let [at_once, reading] = &constant.addresses;
    command.args(["compare", "a worker that answers a constant", at_once, &constant_id]);
    command.args(["the same, having read the request", reading, &constant_id]);
    command.args(["Parlor, 1,000 rules", &real.address, &real_id]);
    if quick {
        command.env("PARLOR_BENCH_QUICK", "1");
    }
    let status = command.status().trying(|| "start the measuring program".into())?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the measuring program prints.
fn ask(program: &Path, words: &[&str]) -> Result<String> {
    let output = Command::new(program).args(words).stderr(Stdio::inherit()).output();
    let output = output.trying(|| "start the measuring program".into())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Stop::because(format!("the measuring program failed at `{}`", words.join(" "))))
    }
}

/// A child that ends with us.
struct Tied(Child);

impl Drop for Tied {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The whole product, as `serve` starts it.
struct Real {
    address: String,
    workerd: u32,
    /// Dropping it ends serve, and with it workerd.
    _child: Tied,
}

impl Real {
    fn start(scratch: &Path, account: &str) -> Result<Self> {
        let file = scratch.join("account.json");
        fs::write(&file, account).trying(|| format!("write {}", file.display()))?;
        let child = Command::new(place::this_program())
            .args(["serve", "--empty", "--prebuilt", "--port", "0", "--account"])
            .arg(&file)
            .arg("--data")
            .arg(scratch.join("data"))
            .stdout(Stdio::piped())
            .spawn()
            .trying(|| "start serve".into())?;
        let mut child = Tied(child);
        let (mut address, mut workerd) = (None, None);
        let lines = child.0.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines);
        for line in lines.map_while(std::io::Result::ok) {
            let mut words = line.split_whitespace();
            match (words.next(), words.next(), words.next()) {
                (Some("edge"), Some(origin), _) => {
                    address =
                        origin.strip_prefix("http://").map(|rest| rest.trim_end_matches('/').to_owned());
                }
                (Some("workerd"), Some("pid"), Some(id)) => workerd = id.parse().ok(),
                (Some("ready"), ..) => break,
                _ => {}
            }
        }
        match (address, workerd) {
            (Some(address), Some(workerd)) => Ok(Self { address, workerd, _child: child }),
            _ => Err(Stop::because("serve did not start")),
        }
    }
}

/// Two workers of a few lines, in a runtime of their own: one answers at once, one looks at the request first, as
/// whoever decides has to.
struct Constant {
    addresses: [String; 2],
    child: Tied,
}

/// What the second one reads.
const READING: &str = "\
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const asks = request.headers.get(\"origin\") ?? request.headers.get(\"referer\");
    const body = request.method === \"POST\" ? await request.text() : pathname;
    return answer(request.method === \"POST\" && body.length + asks.length > 0);
  },
};
";

impl Constant {
    fn start(scratch: &Path, answers: &str) -> Result<Self> {
        let answers: Vec<String> =
            serde_json::from_str(answers).trying(|| "read what the real worker answered".into())?;
        let [decision, loader] = answers.as_slice() else {
            return Err(Stop::because("the real worker was asked something else"));
        };
        let answer = format!(
            "const json = {{ headers: {{ \"content-type\": \"application/json\" }} }};\n\
             const script = {{ headers: {{ \"content-type\": \"text/javascript; charset=utf-8\" }} }};\n\
             const decision = {};\nconst loader = {};\n\
             const answer = post => post ? new Response(decision, json) : new Response(loader, script);\n",
            Value::from(decision.as_str()),
            Value::from(loader.as_str()),
        );
        let at_once = "export default { fetch: request => answer(request.method === \"POST\") };\n";
        let addresses = [free_address()?, free_address()?];
        let write = |name: &str, text: &str| -> Result<PathBuf> {
            let file = scratch.join(name);
            fs::write(&file, text).trying(|| format!("write {}", file.display()))?;
            Ok(file)
        };
        write("constant.js", &format!("{answer}{at_once}"))?;
        write("reading.js", &format!("{answer}{READING}"))?;
        let config = write("constant.capnp", &config(["constant", "reading"], addresses))?;
        let child = Command::new(place::this_program())
            .arg("launch-workerd")
            .arg(std::process::id().to_string())
            .arg(workerd::find()?)
            .arg("serve")
            .arg(config)
            .spawn()
            .trying(|| "start workerd".into())?;
        let child = Tied(child);
        let started = Instant::now();
        while addresses.iter().any(|address| TcpStream::connect(address).is_err()) {
            if started.elapsed() > PATIENCE {
                return Err(Stop::because("the constant workers do not listen"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { addresses: addresses.map(|address| address.to_string()), child })
    }
}

/// What workerd is told: a worker each, and where it listens.
fn config(names: [&str; 2], addresses: [SocketAddr; 2]) -> String {
    let list = |entry: &dyn Fn(&str, SocketAddr) -> String| -> String {
        names.iter().zip(addresses).map(|(name, address)| entry(name, address)).collect()
    };
    let services = list(&|name, _| format!("    (name = \"{name}\", worker = .{name}),\n"));
    let sockets = list(&|name, address| {
        format!("    (name = \"{name}\", address = \"{address}\", service = \"{name}\", http = ()),\n")
    });
    let workers = list(&|name, _| {
        format!(
            "const {name} :Workerd.Worker = (\n  modules = [(name = \"{name}.js\", esModule = embed \"{name}.js\")],\n  \
             compatibilityDate = \"{}\",\n);\n",
            workerd::COMPATIBILITY_DATE
        )
    });
    format!(
        "using Workerd = import \"/workerd/workerd.capnp\";\n\
         const config :Workerd.Config = (\n  services = [\n{services}  ],\n  sockets = [\n{sockets}  ],\n);\n{workers}"
    )
}

fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).trying(|| "find a free port".into())?;
    listener.local_addr().trying(|| "find a free port".into())
}
