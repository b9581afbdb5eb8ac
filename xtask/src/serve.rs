//! `cargo xtask serve`: the whole product on this machine.
//!
//! Knows the order of a start and what people and tests read from it. How a part is built, what the edge answers and
//! what workerd needs are known elsewhere.
//!
//! ```text
//! shop     http://127.0.0.1:8788/
//! edge     http://127.0.0.1:8787/
//! console  http://127.0.0.1:8787/console/
//! workerd  pid 1234                          again after each restart
//! ready
//! ```

mod data;
mod edge;
mod http;
mod limits;
mod log;
mod options;
mod signals;
mod supervisor;
mod when;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Instant;

use www::{Shop, ShopOptions};

use crate::build::{self, Part};
use crate::place::{self, say};
use crate::serve::data::{DataDir, Secrets};
use crate::serve::edge::Edge;
use crate::serve::limits::Addresses;
use crate::serve::options::{Options, USAGE};
use crate::serve::supervisor::{End, Supervisor};
use crate::stop::{Result, Trying as _};
use crate::workerd::{self, Launch};

/// Serves until a signal ends it.
pub(crate) fn run(words: &[String]) -> ExitCode {
    if words.iter().any(|word| word == "--help" || word == "-h") {
        say(USAGE);
        return ExitCode::SUCCESS;
    }
    match Options::parse(words).and_then(|options| serve(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            place::warn(format_args!("serve: {stop}"));
            ExitCode::FAILURE
        }
    }
}

fn serve(options: &Options) -> Result<()> {
    // Whoever holds the directory most likely holds the port too, and is the better thing to be told of.
    let mut data = DataDir::lock(&options.data)?;
    data.admit(options.empty, options.bind)?;
    data.sign(None)?;
    limits::require_open_files(options.empty)?;
    let wanted = SocketAddr::new(options.bind, options.port);
    let Addresses { edge: address, shop: shop_address } = limits::free_addresses(wanted, !options.empty)?;
    build(options.prebuilt)?;

    let secrets = data.secrets()?;
    let launch = launch(options, &data, &secrets, address)?;
    let edge = Edge::new(address, &secrets);
    let signals = signals::listen()?;
    let started = Instant::now();
    let mut supervisor = Supervisor::start(launch, data, signals)?;
    if supervisor.wait_until_healthy(&edge)? == End::Asked {
        return supervisor.stop(&edge);
    }
    step("workerd", started);
    let shop = shop_address.map(|address| open_demo(&edge, address.port())).transpose()?;

    if let Some(shop) = &shop {
        say(format_args!("shop     http://127.0.0.1:{}/", shop.port()));
    }
    say(format_args!("edge     {}/", edge.origin()));
    say(format_args!("console  {}/console/", edge.origin()));
    if options.empty && edge.wants_set_up()? {
        say(format_args!("set up   {}/console/setup#{}", edge.origin(), secrets.setup));
    }
    supervisor.say_pid();
    say("ready");
    supervisor.run()?;
    supervisor.stop(&edge)
}

/// Builds what is not up to date; or nothing, if what is there is wanted as it is.
fn build(prebuilt: bool) -> Result<()> {
    let there = place::build_dir().join("worker/index.js").is_file();
    if prebuilt && there { Ok(()) } else { build::build(&Part::ALL) }
}

fn launch(options: &Options, data: &DataDir, secrets: &Secrets, address: SocketAddr) -> Result<Launch> {
    let worker = place::build_dir().join("worker");
    let mut environment = vec![
        ("PARLOR_TOKEN_KEY", secrets.token_key.clone()),
        ("PARLOR_INTERNAL_SECRET", secrets.internal.clone()),
    ];
    if options.empty {
        environment.push(("PARLOR_SETUP_SECRET", secrets.setup.clone()));
    }
    // Settings of the edge go through as they are; the secrets above do not come from outside.
    environment.extend(workerd::SETTINGS.iter().filter_map(|name| Some((*name, std::env::var(name).ok()?))));
    let config = data.path().join("workerd.capnp");
    let texts: Vec<&str> = environment.iter().map(|(name, _)| *name).collect();
    workerd::write_config(&worker, &config, &texts)?;
    Ok(Launch {
        program: workerd::find()?,
        config,
        worker,
        assets: place::build_dir().join("assets"),
        objects: data.path().join("objects"),
        address,
        environment,
    })
}

/// The demo account, and the shop whose pages carry its snippet.
fn open_demo(edge: &Edge, port: u16) -> Result<Shop> {
    let started = Instant::now();
    let file = place::root().join("www/demo-account.json");
    let account = std::fs::read(&file).trying(|| format!("read {}", file.display()))?;
    edge.seed(&account)?;
    step("demo account", started);

    let signer = edge.clone();
    let mut options = ShopOptions::new(edge.origin());
    options.port = port;
    options.account = "demo".to_owned();
    options.identify = Box::new(move |email| signer.identify("demo", email).ok());
    Shop::start(options).trying(|| format!("open the demo shop on port {port}"))
}

/// A finished step and how long it took.
fn step(what: &str, started: Instant) {
    say(format_args!("serve    {what} … {:.1} s", started.elapsed().as_secs_f32()));
}
