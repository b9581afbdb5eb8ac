//! The second place: the release Worker inside workerd, as people start it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Instant;

use serde::Deserialize;
use serde_json::Value;

use crate::cases::Case;
use crate::place::{Folder, PATIENCE, Running, xtask};

/// So many cases a request: what is asked and answered stays far below any limit.
const AT_ONCE: usize = 250;

#[derive(Deserialize)]
struct Records {
    records: Vec<String>,
}

/// Asks a Worker that is started for it.
pub(crate) fn records(cases: &[Case]) -> Vec<String> {
    let folder = Folder::new("workerd");
    let (port, _serve) = serve(&folder);
    let secrets = fs::read(folder.0.join("kept/secrets.json")).expect("serve keeps its secrets");
    let secrets: Value = serde_json::from_slice(&secrets).expect("they are JSON");
    let secret = secrets["internal"].as_str().expect("there is one for internal routes");
    let mut records = Vec::new();
    for some in cases.chunks(AT_ONCE) {
        let lines: Vec<&str> = some.iter().map(|case| case.line.as_str()).collect();
        let answer = ask(port, secret, &format!("{{\"cases\":[{}]}}", lines.join(",")));
        let mut answered: Records = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("{error} in {}", answer.chars().take(300).collect::<String>()));
        assert_eq!(answered.records.len(), some.len(), "a record a case");
        records.append(&mut answered.records);
    }
    records
}

/// Starts the product without an account, and says where it listens.
#[expect(clippy::disallowed_methods, reason = "a test that runs natively and waits for a program")]
fn serve(folder: &Folder) -> (u16, Running) {
    let mut child = xtask()
        .args(["serve", "--prebuilt", "--empty", "--port", "0", "--data"])
        .arg(folder.0.join("kept"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("serve starts");
    let output = child.stdout.take().expect("it is piped");
    let running = Running(child);
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Read on when nobody listens any more, or serve would wait for us.
            drop(sender.send(line));
        }
    });
    let (deadline, mut port) = (Instant::now() + PATIENCE, None);
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) if line == "ready" => break,
            Ok(line) => {
                let edge = line.strip_prefix("edge ").map(|rest| rest.trim().trim_end_matches('/'));
                port = edge.and_then(|edge| edge.rsplit(':').next()?.parse().ok()).or(port);
            }
            Err(RecvTimeoutError::Timeout) => panic!("serve did not become ready in time"),
            Err(RecvTimeoutError::Disconnected) => panic!("serve ended: is the Worker built?"),
        }
    }
    (port.expect("serve tells where the edge is"), running)
}

/// One request; the body of its answer.
fn ask(port: u16, secret: &str, body: &str) -> String {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("the edge listens");
    connection.set_read_timeout(Some(PATIENCE)).expect("a time");
    // HTTP/1.0 is answered without chunks, and the connection's end is the answer's.
    write!(
        connection,
        "POST /internal/conformance HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nX-Parlor-Internal: {secret}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("the edge reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("the edge answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    assert!(head.split(' ').nth(1) == Some("200"), "{head}\n{body}");
    body.to_owned()
}
