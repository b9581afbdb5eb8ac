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
mod restored;
mod schema;
#[cfg(test)]
mod scratch;
mod secrets;
mod settings;
mod signals;
mod sound;
mod supervisor;
mod when;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Instant;

use www::{Shop, ShopOptions};

use crate::account::{AccountFile, Purpose};
use crate::build::{self, Part};
use crate::place::{self, say};
use crate::serve::data::DataDir;
use crate::serve::edge::Edge;
use crate::serve::limits::Addresses;
use crate::serve::options::Options;
pub(crate) use crate::serve::options::USAGE;
use crate::serve::restored::Restored;
use crate::serve::secrets::Secrets;
use crate::serve::settings::Settings;
use crate::serve::supervisor::{End, Supervisor};
use crate::stop::{Result, Stop, Trying as _};
use crate::workerd::{self, Launch};

/// Serves until a signal ends it.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let options = Options::parse(words).map_err(Stop::before_the_start);
    match options.and_then(|options| serve(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            place::warn(format_args!("serve: {stop}"));
            stop.exit_code()
        }
    }
}

fn serve(options: &Options) -> Result<()> {
    let Ready { mut settings, accounts, data, secrets, addresses } =
        look(options).map_err(Stop::before_the_start)?;
    build(options.prebuilt)?;
    data.know_schema(&schema::of_build()?).map_err(Stop::before_the_start)?;

    let Addresses { edge: address, shop: shop_address } = addresses;
    let restored = Restored::of(data.path()).map_err(Stop::before_the_start)?;
    settings.edge.extend(restored.at_ms().map(|at| ("PARLOR_RESTORED_AT", at.to_string())));
    let launch = launch(options, settings.edge, &data, &secrets, address)?;
    let edge = Edge::new(address, &secrets);
    let signals = signals::listen()?;
    let started = Instant::now();
    let mut supervisor = Supervisor::start(launch, data, signals, settings.restart_wait)?;
    if supervisor.wait_until_healthy(&edge)? == End::Asked {
        return supervisor.stop(&edge);
    }
    step("workerd", started);
    restored.settle(&edge)?;
    for account in &accounts {
        bring_in(&edge, account)?;
    }
    let shop = shop_address.map(|address| open_shop(&edge, address.port())).transpose()?;

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

/// All that can be known to be wrong before anything is built or started.
struct Ready {
    settings: Settings,
    accounts: Vec<AccountFile>,
    data: DataDir,
    secrets: Secrets,
    addresses: Addresses,
}

fn look(options: &Options) -> Result<Ready> {
    let settings = settings::read(std::env::vars_os())?;
    let demo = (!options.empty).then(|| place::root().join("www/demo-account.json"));
    let files = demo.iter().chain(&options.account);
    let accounts: Vec<AccountFile> =
        files.map(|file| AccountFile::read(file, Purpose::Account)).collect::<Result<_>>()?;
    for warning in accounts.iter().flat_map(AccountFile::warnings) {
        place::warn(warning);
    }
    // Whoever holds the directory most likely holds the port too, and is the better thing to be told of.
    let mut data = DataDir::lock(&options.data)?;
    data.admit(options.empty, options.bind)?;
    data.sign(None)?;
    sound::admit(&data.path().join("objects"))?;
    let secrets = data.secrets()?;
    limits::require_open_files(options.empty)?;
    let wanted = SocketAddr::new(options.bind, options.port);
    let addresses = limits::free_addresses(wanted, !options.empty)?;
    Ok(Ready { settings, accounts, data, secrets, addresses })
}

/// Builds what is not up to date; or nothing, if what is there is wanted as it is.
fn build(prebuilt: bool) -> Result<()> {
    let there = place::build_dir().join("worker/index.js").is_file();
    if prebuilt && there { Ok(()) } else { build::build(&Part::ALL) }
}

fn launch(
    options: &Options,
    settings: Vec<(&'static str, String)>,
    data: &DataDir,
    secrets: &Secrets,
    address: SocketAddr,
) -> Result<Launch> {
    let worker = place::build_dir().join("worker");
    let mut environment = vec![
        ("PARLOR_TOKEN_KEY", secrets.token_key.clone()),
        ("PARLOR_INTERNAL_SECRET", secrets.internal.clone()),
    ];
    if options.empty {
        environment.push(("PARLOR_SETUP_SECRET", secrets.setup.clone()));
    }
    environment.extend(settings);
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

fn bring_in(edge: &Edge, account: &AccountFile) -> Result<()> {
    let started = Instant::now();
    let is_new = edge.seed(account)?;
    let is_there = if is_new { "" } else { " is there already" };
    step(&format!("account {}{is_there}", account.account()), started);
    Ok(())
}

/// The shop whose pages carry the demo account's snippet.
fn open_shop(edge: &Edge, port: u16) -> Result<Shop> {
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
