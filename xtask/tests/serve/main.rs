//! `cargo xtask serve` from outside: the real command and real workerd, with a small JavaScript Worker in place of
//! the edge (`stand_in.js`), because what is tested here is who starts, holds and ends whom.

mod refusals;
mod running;

use std::time::Duration;

use running::{Data, Serve, get, open_socket, read_until_closed};
use rustix::process::Signal;

#[test]
fn it_prints_the_addresses_that_answer() {
    let data = Data::new("addresses");
    let mut serve = Serve::start(&data, &[]);
    let shop = serve.line("shop     http://127.0.0.1:");
    let edge = serve.line("edge     http://127.0.0.1:");
    serve.line("console  http://127.0.0.1:");
    serve.line("workerd  pid ");
    serve.line("ready");
    let edge_port = running::port_in(&edge);
    assert!(get(edge_port, "/healthz").contains(r#""ok":true"#));
    assert!(get(edge_port, "/asked").contains("/internal/seed"));
    assert_eq!(running::port_in(&shop), edge_port + 1, "the shop is not next door");
    let page = get(running::port_in(&shop), "/account/");
    assert!(page.contains(&format!("http://127.0.0.1:{edge_port}/embed/demo.js")), "{page}");
    assert!(page.contains("signed"), "the signed-in customer's page carries no token: {page}");
}

#[test]
fn workerd_alone_keeps_the_directory_locked() {
    let data = Data::new("inherited");
    let mut serve = Serve::start(&data, &[]);
    let workerd = serve.ready();
    // Its standard input is the lock itself, so its end, and nothing earlier, opens the directory to others.
    let input = std::fs::read_link(format!("/proc/{workerd}/fd/0")).unwrap();
    assert_eq!(input, data.path().join("lock").canonicalize().unwrap());
}

#[test]
fn killing_the_supervisor_takes_workerd_along() {
    let data = Data::new("death-signal");
    let mut serve = Serve::start(&data, &[]);
    let workerd = serve.ready();
    serve.signal(Signal::KILL);
    running::wait_until("workerd is gone", || !running::is_alive(workerd));
    // And with both gone, the directory is free again.
    Serve::start(&data, &[]).ready();
}

#[test]
fn a_killed_workerd_is_back_on_the_same_port_within_a_second() {
    let data = Data::new("restart");
    let mut serve = Serve::start(&data, &[]);
    let edge = serve.line("edge     http://127.0.0.1:");
    let first = serve.ready();
    let killed = std::time::Instant::now();
    running::kill(first, Signal::KILL);
    serve.line("workerd  ended with signal 9");
    let second = running::number_in(&serve.line("workerd  pid "));
    assert_ne!(first, second);
    let port = running::port_in(&edge);
    running::wait_until("the edge answers again", || running::try_get(port, "/healthz").is_some());
    assert!(killed.elapsed() < Duration::from_secs(1), "it took {:?}", killed.elapsed());
    // What was stored before is there.
    assert!(get(port, "/asked").contains("/internal/seed"));
}

#[test]
fn stopping_says_good_bye_to_sockets_before_workerd_dies() {
    for signal in [Signal::TERM, Signal::INT] {
        let data = Data::new("drain");
        let mut serve = Serve::start(&data, &[]);
        let edge = serve.line("edge     http://127.0.0.1:");
        let workerd = serve.ready();
        let socket = open_socket(running::port_in(&edge), "/socket");
        serve.signal(signal);
        let (text, code) = read_until_closed(socket);
        assert_eq!((text.as_str(), code), (r#"{"t":"going_away"}"#, Some(1012)));
        assert_eq!(serve.exit_code(), Some(0));
        running::wait_until("workerd is gone", || !running::is_alive(workerd));
    }
}

#[test]
fn without_the_demo_there_is_a_set_up_link_and_no_shop() {
    let data = Data::new("empty");
    let mut serve = Serve::start(&data, &["--empty"]);
    let (seen, link) = serve.lines_until("set up   ");
    assert!(seen.iter().all(|line| !line.starts_with("shop")), "{seen:?}");
    let (address, secret) = link.split_once("/console/setup#").unwrap();
    assert!(address.starts_with("set up   http://127.0.0.1:"), "{link}");
    assert_eq!(secret.len(), 64, "{link}");
    serve.ready();
    assert!(!get(running::port_in(address), "/asked").contains("/internal/seed"));
}

#[test]
fn a_worker_that_cannot_run_is_reported_with_its_last_words() {
    let data = Data::new("broken");
    data.replace_worker("export default { nonsense");
    let refusal = Serve::start(&data, &[]).failure();
    assert!(refusal.contains("workerd ended with exit code 1"), "{refusal}");
    assert!(refusal.contains("SyntaxError"), "{refusal}");
}
