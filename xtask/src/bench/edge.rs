//! `cargo xtask bench edge`: decisions a second of the real worker, beside one that answers a constant.
//!
//! Starts both in the same runtime, with the same load, in turn. Who keeps them busy and counts is the crate in `bench/`.
//!
//! There are three constants, all with the body of an answer of the real worker, byte for byte:
//!
//! 1. with one header, the type, sent without a look at the request: the goal is a share of its rate;
//! 2. with the headers of the real answer as well, which cost any worker the same;
//! 3. that, after reading from the request what a decision cannot be made without. It is the most that a worker which
//!    decides can manage, were deciding free: what is between it and us is ours.

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
    command.arg("compare");
    for (title, address) in CONSTANTS.iter().map(|constant| constant.title).zip(&constant.addresses) {
        command.args([title, address, &constant_id]);
    }
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

/// A worker of a few lines.
struct Few {
    name: &'static str,
    title: &'static str,
    /// What it is, where `decision`, `script` and their bare kin are the answers.
    source: &'static str,
}

const CONSTANTS: [Few; 3] = [
    Few {
        name: "constant",
        title: "a worker that answers a constant",
        source: "\
export default {
  fetch: (request) => (request.method === \"POST\" ? decision(bare.decision) : loader(bare.loader)),
};
",
    },
    Few {
        name: "headers",
        title: "the same, with Parlor's headers",
        source: "\
export default {
  fetch: (request) => (request.method === \"POST\" ? decision(full.decision) : loader(full.loader)),
};
",
    },
    Few {
        name: "reading",
        title: "and having read what a decision needs",
        source: "\
const decide = async (request) => {
  const headers = request.headers;
  const origin = headers.get(\"origin\");
  if (!(headers.get(\"content-length\") > 0 && headers.get(\"content-type\"))) return;
  const body = await request.arrayBuffer();
  return origin && body.byteLength > 0 ? decision(full.decision) : undefined;
};
const embed = (request) => {
  const headers = request.headers;
  const read = [headers.get(\"referer\"), headers.get(\"accept-encoding\"), headers.get(\"if-none-match\")];
  return read[0] ? loader(full.loader) : undefined;
};
export default {
  fetch(request) {
    const { url, method } = request;
    if (method === \"POST\" && url.endsWith(\"/decide\")) return decide(request);
    if (method === \"GET\" && url.endsWith(\".js\")) return embed(request);
  },
};
",
    },
];

/// The constant workers, in a runtime of their own.
struct Constant {
    addresses: Vec<String>,
    child: Tied,
}

impl Constant {
    fn start(scratch: &Path, answers: &str) -> Result<Self> {
        let answers: Value =
            serde_json::from_str(answers).trying(|| "read what the real worker answered".into())?;
        let [Some(decision), Some(loader)] = [answers.get(0), answers.get(1)] else {
            return Err(Stop::because("the real worker was asked something else"));
        };
        let answer = format!(
            "const captured = {{ decision: {decision}, loader: {loader} }};\n\
             const init = entries => ({{ headers: new Headers(entries) }});\n\
             const type = ({{ headers }}) => headers.filter(([name]) => name === \"content-type\");\n\
             const bare = {{ decision: init(type(captured.decision)), loader: init(type(captured.loader)) }};\n\
             const full = {{ decision: init(captured.decision.headers), loader: init(captured.loader.headers) }};\n\
             const decision = init => new Response(captured.decision.body, init);\n\
             const loader = init => new Response(captured.loader.body, init);\n",
        );
        let addresses: Vec<SocketAddr> = CONSTANTS.iter().map(|_| free_address()).collect::<Result<_>>()?;
        let write = |name: &str, text: &str| -> Result<PathBuf> {
            let file = scratch.join(name);
            fs::write(&file, text).trying(|| format!("write {}", file.display()))?;
            Ok(file)
        };
        for Few { name, source, .. } in CONSTANTS {
            write(&format!("{name}.js"), &format!("{answer}{source}"))?;
        }
        let config = write("constant.capnp", &config(&addresses))?;
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
        Ok(Self { addresses: addresses.iter().map(SocketAddr::to_string).collect(), child })
    }
}

/// What workerd is told: a worker each, and where it listens.
fn config(addresses: &[SocketAddr]) -> String {
    let list = |entry: &dyn Fn(&str, SocketAddr) -> String| -> String {
        CONSTANTS.iter().zip(addresses).map(|(few, address)| entry(few.name, *address)).collect()
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
